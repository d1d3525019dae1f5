"""Records of progress: who practises, answers as they were kept, days of practice, what a file brought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Learner:
    """Who practises; ``linked`` when known by the secret of a link and not by name."""

    id: str
    name: str
    linked: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it was kept.

    ``reviews`` counts all answers to the card. ``elsewhere``: another window has answered the card since this
    one saw it; both answers count. ``again``: this very answer had been kept before, nothing was added.
    """

    card: str
    due: datetime
    reviews: int
    elsewhere: bool = False
    again: bool = False


class Review(NamedTuple):
    """One line of the log."""

    id: str
    card: str
    question: str
    at: datetime
    rating: int
    correct: bool
    given: str | None
    seconds: float | None
    exam: str


@dataclass(frozen=True, slots=True)
class Days:
    """On which days there was practice. ``today`` counts the answers of today."""

    last_7: int
    last_30: int
    today: int
    dates: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """What an import did: answers added, and answers that were known already; examinations likewise."""

    added: int
    known: int
    examinations: int = 0
    known_examinations: int = 0
