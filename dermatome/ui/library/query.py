"""What the reader looks for in the library, and its form in the address of the page. Pure data."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dermatome.anatomy.ids import ROOTS, SENSES, parse_roots
from dermatome.errors import InputError
from dermatome.language import N_, _
from dermatome.library.render import sense_name as name_of_sense
from dermatome.ui.base.state import LONGEST_LIST, first_of, left_out

ROOT_CHOICES: Final = (*ROOTS[:-1], "S4-5", ROOTS[-1])

TOPICS: Final[dict[str, str]] = {
    "overview": N_("Overview"),
    "summary": N_("Five-line summary"),
    "meanings": N_("What the label can mean"),
    "course": N_("Course and exit"),
    "dermatome": N_("Dermatome"),
    "myotome": N_("Myotome"),
    "reflex": N_("Reflex"),
    "disc_and_level": N_("Disc and level"),
    "lesions": N_("Lesions and imaging"),
    "lookalikes": N_("Look-alikes"),
    "variants": N_("Variants"),
    "questions": N_("Common questions"),
    "method": N_("Method"),
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
            notes.append(left_out(name, value, use))
            return None

    root = one(
        "root_filter",
        lambda value: first_of(parse_roots(value[:LONGEST_LIST]), notes),
        _("a root such as S1"),
    )
    sense = one(
        "sense",
        lambda value: _pick(value, SENSE_CHOICES),
        _one_of(SENSE_CHOICES),
    )
    topic = one(
        "topic",
        lambda value: _pick(value, tuple(TOPICS)),
        _one_of(tuple(TOPICS)),
    )
    return Query(" ".join(query.get("q", "").split())[:LONGEST], root, sense, topic), notes


def _one_of(choices: Sequence[str]) -> str:
    return _("one of %(choices)s") % {"choices": ", ".join(choices)}


def _pick(value: str, choices: Sequence[str]) -> str:
    def fold(text: str) -> str:
        return re.sub(r"[\s_-]+", "-", text.lower())

    for choice in choices:
        if fold(choice) == fold(value):
            return choice
    raise InputError(_("There is no %(value)s to choose.") % {"value": repr(value[:30])})


def sense_name(sense: str) -> str:
    """Return a sense as a reader calls it ("cord segment")."""
    return name_of_sense(sense)
