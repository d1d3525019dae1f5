"""Helps to write patterns of words as lists that can be read, a turn of speech in each place."""

from __future__ import annotations

import re


def either(*turns: str) -> str:
    """Return a pattern of whichever of some turns of speech stands there."""
    return f"(?:{'|'.join(turns)})"


def found(*turns: str) -> re.Pattern[str]:
    """Return a pattern that finds any of some turns of speech in a text."""
    return re.compile("|".join(turns))
