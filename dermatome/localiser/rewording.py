"""Turns of speech brought to other words, one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterable

Rewording = tuple[tuple[re.Pattern[str], str], ...]


def rewording(rows: Iterable[tuple[str, str]]) -> Rewording:
    """Return rows of a pattern and what stands in its place, ready to be used."""
    return tuple((re.compile(pattern), words) for pattern, words in rows)


def reworded(told: str, rows: Rewording) -> str:
    """Return a text in which each pattern in turn has given place to its words."""
    for pattern, words in rows:
        told = pattern.sub(words, told)
    return told
