"""The one number rule: a value is steadied before it is compared or rounded, then rounded half away from zero.

Binary floats cannot hold 0.1; `steady` drops that noise and keeps every difference a person can write down.
The same two steps stand in the workbook as `ROUND(ROUND(x,9),2)`, so array and sheet cannot part.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

NOISE = 9  # decimals kept of a ratio or of points
MONEY_NOISE = 4  # amounts are large: nine decimals of ten million yuan are beyond a float


def noise(unit: str) -> int:
    """The decimals that carry meaning for a value of this unit."""
    return MONEY_NOISE if unit == "元" else NOISE


def steady(x: Floats, decimals: int = NOISE) -> Floats:
    """The values without binary noise.

    >>> bool(steady(np.array([0.3 * 3]))[0] == 0.9)
    True
    """
    return np.round(x, decimals)


def half_up(x: Floats, digits: int) -> Floats:
    """The values rounded half away from zero, as a person rounds.

    >>> half_up(np.array([2.675, 1.005, -0.125, 89.995]), 2).tolist()
    [2.68, 1.01, -0.13, 90.0]
    """
    size = np.round(np.abs(steady(x)) * 10.0**digits, NOISE - digits)
    return np.sign(x) * np.floor(size + 0.5) / 10.0**digits + 0.0  # + 0.0: no negative zero


def truncate(x: Floats) -> Floats:
    """The values cut to whole numbers toward zero, after steadying: 0.9999999999 counts as 1."""
    return np.trunc(steady(x)) + 0.0
