"""What practice is made of: questions, answers, verdicts, cards and cases, all frozen.

Ids are strings that say all there is to a thing: :func:`dermatome.study.questions.question` builds the same
question again from its id, in this process or another. Sides are the patient's, lengths millimetres.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final, Literal, get_args

from pydantic import StringConstraints

from dermatome.anatomy.records import Keys, Record, RootId, Text
from dermatome.library.records import RankedPassage

Kind = Literal[
    "click_territory",
    "name_territory",
    "click_key_point",
    "muscle",
    "movement",
    "reflex",
    "disc",
    "which_map",
    "root_or_nerve",
    "case",
    "patient",
    "loss",
]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

Stage = Literal["basics", "isncsci", "motor", "maps", "cases"]
STAGES: Final[tuple[Stage, ...]] = get_args(Stage)
"""Stages of the path through practice, in order."""

MARK: Final = "~"
"""Stands in the id of a question between that of its card and the variant."""

DIFFICULTIES: Final = (1, 2, 3)
"""Easy, medium, hard."""

MOST_POINTS: Final = 10

EITHER: Final = "either"
"""The choice that a finding does not tell the root from its look-alike; a side that is not asked for."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to practise; an empty filter leaves nothing out.

    ``layers`` never leave out cases: name the ``kinds`` for that. ``sides`` asks clicks for a side as well;
    without it either side of the body is right.
    """

    kinds: tuple[Kind, ...] = ()
    roots: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()
    difficulties: tuple[int, ...] = ()
    sides: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """A thing drawn on the body: light ``id`` on the plate ``map_id`` in ``view``.

    ``id`` is a root, a muscle, a reflex or a skin field, as the traces of the plate carry it; ``side`` is
    ``left`` or ``right``, or None for both.
    """

    layer: str
    map_id: str
    view: str
    id: str
    side: str | None = None


@dataclass(frozen=True, slots=True)
class PassageQuery:
    """What to ask :func:`dermatome.library.passages.passages` for.

    One of the ``names`` shall stand in it if any does, and ``beside`` that name preferably these words.
    """

    root: str
    layer: str | None = None
    body_part: str | None = None
    scheme: str | None = None
    nerve: str | None = None
    names: tuple[str, ...] = ()
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One fact asked in one direction: what is scheduled. ``root`` is the root it is practice for."""

    id: str
    kind: Kind
    root: str
    layer: str
    difficulty: int
    scheme: str | None = None


def card_of(question_id: str) -> str:
    """Return the id of the card a question belongs to; a card's own id is returned as it is."""
    return question_id.partition(MARK)[0]


@dataclass(frozen=True, slots=True)
class Question:
    """One question. :mod:`dermatome.study.wording` puts it in words, in the visitor's language.

    - ``id`` names it, variant included; ``card`` is what is scheduled.
    - ``root`` is what it is about; for a case the root that is sought.
    - ``answers`` are the ids that are right, of which ``choices`` holds one. Choices are ids too.
    - ``click`` is true when the answer is a spot on the body, of the map ``map_id`` in ``view``.
    - ``free`` is true when a root may be typed instead of chosen.
    - ``shown`` is lit while the question is asked, ``target`` is the right region, lit with the verdict.
    - ``several`` is true when all ``answers`` are to be marked among the choices, and nothing else.
    - ``tests`` are what may be examined before the answer: ids of the localiser's tests.
    - ``subject`` is the id of the muscle, movement, reflex, disc, finding or case asked about, "" otherwise.
    """

    id: str
    card: str
    kind: Kind
    root: str
    layer: str
    difficulty: int
    answers: tuple[str, ...]
    choices: tuple[str, ...] = ()
    click: bool = False
    free: bool = False
    several: bool = False
    tests: tuple[str, ...] = ()
    scheme: str | None = None
    map_id: str | None = None
    view: str | None = None
    side: str | None = None
    asks: str = ""
    subject: str = ""
    site: str = ""
    shown: Target | None = None
    target: Target | None = None
    query: PassageQuery | None = None
    sources: tuple[str, ...] = ()
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered: a choice, a text, a spot on a view, a region picked by keyboard, a drawing."""

    choice: str | None = None
    text: str | None = None
    view: str | None = None
    x: float | None = None
    y: float | None = None
    region: tuple[str, str] | None = None
    marks: tuple[str, ...] | None = None
    """Choices that were marked, where several are right."""
    tests: tuple[str, ...] = ()
    """What was examined before the answer."""
    drawn: tuple[int, int] | None = None
    """What was painted, in per cent: how much of the field it covers, how much of it lies in the field."""

    @classmethod
    def choose(cls, choice: str) -> Answer:
        """A choice by its id."""
        return cls(choice=choice)

    @classmethod
    def mark(cls, *marks: str) -> Answer:
        """Several choices by their ids, or none of them."""
        return cls(marks=marks)

    @classmethod
    def write(cls, text: str) -> Answer:
        """A root in the learner's own spelling."""
        return cls(text=text)

    @classmethod
    def click(cls, view: str, x: float, y: float) -> Answer:
        """A spot of a view, in millimetres."""
        return cls(view=view, x=x, y=y)

    @classmethod
    def pick(cls, view: str, region: str, side: str) -> Answer:
        """A region chosen whole, as by keyboard: the id and the side its trace carries."""
        return cls(view=view, region=(region, side))

    @classmethod
    def draw(cls, covered: int, inside: int) -> Answer:
        """A drawing, as :func:`dermatome.study.drawn.measured` holds it against the field asked for."""
        return cls(drawn=(covered, inside))

    @classmethod
    def skip(cls) -> Answer:
        """No answer: "I do not know", or the time was over."""
        return cls()

    @property
    def skipped(self) -> bool:
        """True when nothing was answered."""
        return self == Answer(tests=self.tests)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Who would have taken the wrong answer for right.

    A published map (``scheme``), with the roots it has there and the body parts where it does; or, when
    ``scheme`` is None, works (``sources``, keys of ``data/sources.csv``) the atlas does not follow.
    """

    scheme: str | None
    roots: tuple[str, ...]
    view: str | None = None
    body_parts: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer is worth, and what to show for it.

    - ``given`` is the id that was answered (for a click the root hit), None when nothing was hit.
    - ``clicked`` and ``right`` are regions to light side by side; ``clicked`` is None where the map is blank.
    - ``distance_mm`` runs from the clicked spot to the right region (0 inside) or the right key point; None
      where the view does not show it or nothing was clicked.
    - ``wrong_side``: the right root on the other side of the patient.
    - ``close``: a root that contributes, though another is the chief one.
    - ``drawn`` is how much of the field was painted, and how much of the paint lies in it, in per cent.
    - ``inferred``: the spot lies where the published figure draws nothing and the atlas infers ``given``.
    - ``accepted_by``: who else would take the answer; empty when it was right.
    - ``tests`` is how many tests were made, ``fewest`` how many the shortest way takes; None where none are.
    - ``reasons`` say in words why, from the facts; ``passage`` is the piece of an article that explains it.
    """

    question: str
    correct: bool
    given: str | None
    answers: tuple[str, ...]
    clicked: Target | None = None
    right: Target | None = None
    distance_mm: float | None = None
    wrong_side: bool = False
    close: bool = False
    body_part: str | None = None
    inferred: bool = False
    accepted_by: tuple[Acceptance, ...] = ()
    tests: int | None = None
    fewest: int | None = None
    drawn: tuple[int, int] | None = None
    reasons: tuple[str, ...] = ()
    passage: RankedPassage | None = None
    sources: tuple[str, ...] = ()

    @property
    def points(self) -> int | None:
        """Points where tests are made: 10, one less for each test too many, none for a wrong place."""
        if self.tests is None or self.fewest is None:
            return None
        return max(1, MOST_POINTS - max(0, self.tests - self.fewest)) if self.correct else 0


class Basic(Record):
    """A card of the Basics: what every examiner asks, and why it is one of them."""

    card: Text
    reason: Text
    source: Keys


class Case(Record):
    """A short case: findings, the root, and why.

    ``answer`` is ``root``: then ``roots`` holds every root that may be answered, the likeliest first, more
    than one when the findings leave it open. Or it is ``mimic``: ``mimic`` explains the findings better
    than ``roots``, for which it may be taken. ``against`` are the wrong choices: roots, and look-alikes by
    name. ``source`` holds keys of ``data/sources.csv``.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: Text
    answer: Literal["root", "mimic"] = "root"
    roots: tuple[RootId, ...]
    mimic: str = ""
    difficulty: Literal[1, 2, 3]
    findings: tuple[Text, ...]
    reasons: tuple[Text, ...]
    against: tuple[Text, ...]
    source: tuple[Text, ...]

    @property
    def open(self) -> bool:
        """True when the findings fit more than one root."""
        return self.answer == "root" and len(self.roots) > 1
