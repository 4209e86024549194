"""The one number rule: a value is steadied before it is compared or rounded, then rounded half away from zero.

Binary floats cannot hold 0.1; `steady` drops that noise and keeps every difference a person can write down.
The same two steps stand in the workbook as `ROUND(ROUND(x,9),2)`, so array and sheet cannot part below
ten billion; above, up to fifteen digits, the array is still exact.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

NOISE = 9  # decimals kept of a ratio or of points
MONEY_NOISE = 4  # amounts are large: nine decimals of ten million yuan are beyond a float
LARGE = np.array([float(10**power) for power in range(6, 15)])  # from each on, a float keeps one decimal fewer


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

    >>> half_up(np.array([2.675, 1.005, -0.125, 89.995, 0.004999]), 2).tolist()
    [2.68, 1.01, -0.13, 90.0, 0.0]
    >>> half_up(np.array([1081208700 * 0.00815]), 2).tolist()  # 8811850.905, which the float misses by two billionths
    [8811850.91]
    """
    whole, part = apart(x)
    units = np.round(steady(part) * 10.0**digits, NOISE - digits)
    units += np.copysign(0.5, units)
    return np.trunc(units) / 10.0**digits + whole  # + 0.0: no negative zero


def truncate(x: Floats) -> Floats:
    """The values cut to whole numbers toward zero, after steadying: 0.9999999999 counts as 1.

    >>> truncate(np.array([-1.999, 0.9999999999, 166336406.25 * 0.0384])).tolist()
    [-1.0, 1.0, 6387318.0]
    """
    whole, part = apart(x)
    cut = np.trunc(steady(part))
    cut += whole
    return cut


def apart(x: Floats) -> tuple[Floats | float, Floats]:
    """What stands before the point of large values, and what is left to round: of small ones all.

    The nine decimals of a value below a million are its fifteen digits. A float keeps no more, so a larger value has one
    decimal fewer at each power of ten. Once the whole number is taken off, they are rounded as those of a small value.

    >>> apart(np.array([8811850.904999998, 2.675]))
    (array([8811850.,       0.]), array([0.905, 2.675]))
    """
    large = np.abs(x) >= LARGE[0]
    if not large.any():
        return 0.0, x
    part, whole = np.modf(x)
    scale = 10 ** (NOISE - np.searchsorted(LARGE, np.abs(x), side="right"))
    return np.where(large, whole, 0.0), np.where(large, np.rint(part * scale) / scale, x)
