"""What the reader looks for in the library, and its form in the address of the page. Pure data."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dermatome.anatomy.ids import ROOTS, SENSES, parse_root
from dermatome.errors import InputError
from dermatome.library.render import SENSE_NAMES

ROOT_CHOICES: Final = (*ROOTS[:-1], "S4-5", ROOTS[-1])

TOPICS: Final[dict[str, str]] = {
    "overview": "Overview",
    "meanings": "What the label can mean",
    "course": "Course and exit",
    "dermatome": "Dermatome",
    "myotome": "Myotome",
    "reflex": "Reflex",
    "disc_and_level": "Disc and level",
    "lesions": "Lesions and imaging",
    "lookalikes": "Look-alikes",
    "variants": "Variants",
    "questions": "Common questions",
    "method": "Method",
}
"""Roles of sections a search can be narrowed to, as a reader calls them."""

SENSE_CHOICES: Final = tuple(sense for sense in SENSES if sense != "other")
LONGEST: Final = 200
"""Characters of a search text; more is cut off, as no passage would match it."""


@dataclass(frozen=True, slots=True)
class Query:
    """A search: words and filters; the empty one shows the list of articles."""

    text: str = ""
    root: str | None = None
    sense: str | None = None
    topic: str | None = None

    def __bool__(self) -> bool:
        return bool(self.text or self.root or self.sense or self.topic)

    def to_query(self) -> dict[str, str]:
        """Return the query of the page's address; what is not set is left out."""
        named = {"q": self.text, "root_filter": self.root, "sense": self.sense, "topic": self.topic}
        return {name: value for name, value in named.items() if value}


def read_query(query: Mapping[str, str]) -> tuple[Query, list[str]]:
    """Return the search an address describes, and a sentence for each value that had to be dropped."""
    notes: list[str] = []

    def one(name: str, read: Callable[[str], str], use: str) -> str | None:
        value = query.get(name, "").strip()
        if not value:
            return None
        try:
            return read(value)
        except InputError:
            shown = value if len(value) <= 30 else value[:29] + "…"
            notes.append(f"{name} “{shown}” is not known and was left out. Use {use}.")
            return None

    root = one("root_filter", lambda value: _pick(parse_root(value), ROOT_CHOICES), "a root such as S1")
    sense = one("sense", lambda value: _pick(value, SENSE_CHOICES), f"one of {', '.join(SENSE_CHOICES)}")
    topic = one("topic", lambda value: _pick(value, tuple(TOPICS)), f"one of {', '.join(TOPICS)}")
    return Query(" ".join(query.get("q", "").split())[:LONGEST], root, sense, topic), notes


def _pick(value: str, choices: Sequence[str]) -> str:
    def fold(text: str) -> str:
        return re.sub(r"[\s_-]+", "-", text.lower())

    for choice in choices:
        if fold(choice) == fold(value):
            return choice
    raise InputError(f"There is no {value[:30]!r} to choose.")


def sense_name(sense: str) -> str:
    """Return a sense as a reader calls it ("cord segment")."""
    return SENSE_NAMES[sense]
