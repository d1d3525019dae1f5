"""What one passage names: roots with their senses, muscles, nerves and parts of the body."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from dermatome.library.mentions import (
    find_mentions,
    find_terms,
)
from dermatome.library.records import Article, Mention, Section, Term

# A root named only to say what it is not: "unlike C6", "the sole, not L5".
_AGAINST: Final = re.compile(
    r"\b(?:unlike|in contrast (?:to|with)|(?:as )?opposed to|rather than|instead of|other than|except|not)"
    r"\s+(?:(?:in|from|to|by|for|the|an?)\s+){0,2}\Z",
    re.IGNORECASE,
)
LONGEST: Final = 4_000
"""Characters of a passage that are read; an import makes none longer, but others may have written one."""
_LONGEST_HEADING: Final = 300
MOST_EFFORT: Final = 150_000
"""What may be read for one visitor at a time: a second or two; prose that names few roots far less."""
_NUMBER: Final = re.compile(r"\d+")
_JOINING: Final = re.compile(r"\s*(?:,|and|or|,\s*(?:and|or))\s*")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one passage names: the roots with their senses, and the body parts.

    ``against`` are the mentions that only hold something else against the root ("unlike C6").
    """

    text: str
    senses: Mapping[str, tuple[str, ...]]
    terms: tuple[Term, ...]
    mentions: tuple[Mention, ...]
    against: frozenset[Mention]

    @property
    def roots(self) -> tuple[str, ...]:
        """Roots named, in order of first mention."""
        return tuple(self.senses)


def effort(text: str) -> int:
    """Return how long a passage takes to read, in characters of plain prose: labels take most."""
    text = text[:LONGEST]
    return len(text) + 150 * len(_NUMBER.findall(text))


@functools.lru_cache(maxsize=16_384)
def read(text: str, role: str | None) -> Reading:
    """Return what a passage names; cached, for the same passages are ranked again and again.

    What stands beyond :data:`LONGEST` characters is not read.
    """
    text = text[:LONGEST]
    mentions = tuple(mention for mention in find_mentions(text, role) if mention.root)
    senses: dict[str, list[str]] = {}
    for mention in mentions:
        senses.setdefault(str(mention.root), []).append(mention.sense)
    against: set[Mention] = set()
    for before, mention in zip((None, *mentions), mentions, strict=False):
        between = text[before.end : mention.start] if before else ""
        joined = before in against and (before.start == mention.start or _JOINING.fullmatch(between))
        if joined or _AGAINST.search(text[max(0, mention.start - 40) : mention.start]):
            against.add(mention)
    return Reading(
        text,
        {root: tuple(found) for root, found in senses.items()},
        find_terms(text),
        mentions,
        frozenset(against),
    )


def home_roots(article: Article, section: Section) -> tuple[str, ...]:
    """Return the roots a passage here is about unless it says otherwise."""
    heading = tuple(
        dict.fromkeys(m.root for m in find_mentions(section.heading[:_LONGEST_HEADING]) if m.root)
    )
    if article.imported:
        return heading if len(heading) == 1 else article.roots if len(article.roots) == 1 else ()
    return article.roots if article.kind == "root" else heading if len(heading) == 1 else ()
