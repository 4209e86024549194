"""Chinese or English: chosen once, from the command line, the environment, or the system; else Chinese."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

from mkt.findings import Language


def chosen(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """The language that `--lang` asks for, else MKT_LANG, else the locale; Chinese where none says English.

    >>> chosen(["score", "--lang", "en"], {}), chosen([], {"LANG": "en_US.UTF-8"}), chosen([], {"LANG": "C.UTF-8"})
    ('en', 'en', 'zh')
    """
    for i, argument in enumerate(arguments):
        if argument == "--lang" and i + 1 < len(arguments):
            return "en" if arguments[i + 1] == "en" else "zh"
        if argument.startswith("--lang="):
            return "en" if argument == "--lang=en" else "zh"
    for name in ("MKT_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return "en" if environment[name].lower().startswith("en") else "zh"
    return "zh" if os.name != "nt" else _windows()


def _windows() -> Language:
    import ctypes

    windll = getattr(ctypes, "windll", None)
    english = 0x09  # the primary part of every English language id
    return "en" if windll is not None and windll.kernel32.GetUserDefaultUILanguage() & 0xFF == english else "zh"


LANGUAGE: Language = chosen(sys.argv[1:], os.environ)


def say(zh: str, en: str) -> str:
    """The words in the language of this run."""
    return zh if LANGUAGE == "zh" else en
