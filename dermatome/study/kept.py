"""Records of progress: who practises, answers as they were kept, days of practice, what a file brought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Learner:
    """Who practises; ``linked`` when known by the secret of a link and not by name."""

    id: str
    name: str
    linked: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer to be kept.

    - ``question`` is the id of the question, which names its card.
    - ``rating``: 1 again, 2 hard, 3 good, 4 easy: see :func:`dermatome.study.schedule.rating`.
    - ``given`` is what was answered, as text that the page reads back.
    - ``seconds`` is what it took, ``exam`` the key of the round, ``at`` the time of the answer (None: now).
    - ``id`` is made when the question is shown: the same one twice is kept once. None: a new one.
    """

    question: str
    rating: int
    correct: bool
    given: str | None = None
    seconds: float | None = None
    exam: str = ""
    at: datetime | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it was kept.

    ``reviews`` counts all answers to the card. ``again``: this very answer had been kept before, nothing was
    added.
    """

    card: str
    due: datetime
    reviews: int
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
    """How much practice there was: days among the last seven with any, and answers of today."""

    last_7: int
    today: int


@dataclass(frozen=True, slots=True)
class Merged:
    """What an import did: answers added, and answers that were known already; examinations likewise."""

    added: int
    known: int
    examinations: int = 0
    known_examinations: int = 0
