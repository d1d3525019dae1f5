"""What one passage names: roots with their senses, muscles, nerves and parts of the body."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dermatome.library.load import Library, found_before, key_of, rules_digest
from dermatome.library.mentions import find_mentions, find_terms, section_context
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

    What stands beyond :data:`LONGEST` characters is not read. What our own articles say was read before
    (:func:`as_kept`), as long as neither they nor the rules have changed.
    """
    text = text[:LONGEST]
    row = found_before().get(key_of(text, role))
    return _from_row(text, row) if row else found(text, role)


def found(text: str, role: str | None) -> Reading:
    """Return what the rules find in a passage."""
    text = text[:LONGEST]
    mentions = tuple(mention for mention in find_mentions(text, role) if mention.root)
    against: set[Mention] = set()
    for before, mention in zip((None, *mentions), mentions, strict=False):
        between = text[before.end : mention.start] if before else ""
        joined = before in against and (before.start == mention.start or _JOINING.fullmatch(between))
        if joined or _AGAINST.search(text[max(0, mention.start - 40) : mention.start]):
            against.add(mention)
    return _reading(text, find_terms(text), mentions, frozenset(against))


def _reading(
    text: str, terms: tuple[Term, ...], mentions: tuple[Mention, ...], against: frozenset[Mention]
) -> Reading:
    senses: dict[str, list[str]] = {}
    for mention in mentions:
        senses.setdefault(str(mention.root), []).append(mention.sense)
    told = {root: tuple(each) for root, each in senses.items()}
    return Reading(text, told, terms, mentions, against)


def as_kept(own: Library) -> str:
    """Return what the rules find in our articles as it is kept: a start need not read them all again.

    A line is a passage or heading; of the words themselves only the places are kept.
    """
    places = dict.fromkeys(
        place
        for article in own.articles
        for section in article.sections
        for place in (
            (section.heading[:_LONGEST_HEADING], None),
            *((passage.text[:LONGEST], section_context(section)) for passage in section.passages),
        )
    )
    rows = {
        key_of(text, role): json.dumps(_row(found(text, role)), separators=(",", ":"))
        for text, role in places
    }
    lines = ",\n".join(f'"{key}":{row}' for key, row in rows.items())
    return f'{{"rules":"{rules_digest()}","found":{{\n{lines}\n}}}}\n'


def _row(reading: Reading) -> Sequence[Any]:
    mentions = [
        (mention.start, mention.end, mention.root, mention.sense, len(mention.label), mention.rule)
        for mention in reading.mentions
    ]
    terms = [(term.start, term.end, term.kind, term.id, term.parts) for term in reading.terms]
    return mentions, terms, [n for n, mention in enumerate(reading.mentions) if mention in reading.against]


def _from_row(text: str, row: Sequence[Any]) -> Reading:
    mentions = tuple(
        Mention(start, end, text[start:end], root, sense, text[start : start + length], rule)
        for start, end, root, sense, length, rule in row[0]
    )
    terms = tuple(
        Term(start, end, text[start:end], kind, name, tuple(parts))
        for start, end, kind, name, parts in row[1]
    )
    return _reading(text, terms, mentions, frozenset(mentions[number] for number in row[2]))


def home_roots(article: Article, section: Section) -> tuple[str, ...]:
    """Return the roots a passage here is about unless it says otherwise."""
    heading = read(section.heading[:_LONGEST_HEADING], None).roots
    if article.imported:
        return heading if len(heading) == 1 else article.roots if len(article.roots) == 1 else ()
    return article.roots if article.kind == "root" else heading if len(heading) == 1 else ()
