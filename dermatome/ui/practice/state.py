"""A round of questions and its form in the address of the page.

The address holds what is asked and the key of the round; what was answered is kept with the learner's
progress under that key. So a reload, another process or another replica goes on where the round stood.
Everything here is plain data; :mod:`dermatome.ui.practice.session` connects it to a running session.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from dermatome.anatomy.ids import VIEWS
from dermatome.errors import InputError
from dermatome.language import _
from dermatome.study import sets
from dermatome.study.records import Answer, Question, Verdict
from dermatome.study.sets import QuestionSet

Mode = Literal["practice", "exam"]
MODES: Final[tuple[Mode, ...]] = ("practice", "exam")
Drawing = Literal["borders", "colours", "blank"]
DRAWINGS: Final[tuple[Drawing, ...]] = ("borders", "colours", "blank")
"""How much of the map a question shows: borders; their colours too, which tell the roots; or a bare body."""

MOST_TESTS: Final = 100


@dataclass(frozen=True, slots=True)
class Round:
    """Questions in the order asked, and how.

    ``key`` names the round among the learner's answers. ``began`` and ``extra`` are seconds (since 1970, and
    added to the limit of the set so far); ``unlimited`` takes the limit away; ``ended`` is true once the
    learner has ended it.
    """

    asked: QuestionSet
    key: str
    mode: Mode = "practice"
    drawing: Drawing = "borders"
    began: int = 0
    extra: int = 0
    unlimited: bool = False
    ended: bool = False

    @property
    def seconds(self) -> int | None:
        """The time allowed in all; None when there is no limit."""
        if self.asked.seconds is None or self.unlimited or self.mode != "exam":
            return None
        return self.asked.seconds + self.extra

    def left(self, now: float) -> float | None:
        """Return the seconds left at ``now``, never below 0; None when there is no limit."""
        return None if self.seconds is None else max(0.0, self.began + self.seconds - now)

    def to_query(self) -> dict[str, str]:
        """Return the round's part of the address; what goes without saying is left out."""
        query = {"round": sets.encode(self.asked), "key": self.key}
        if self.mode != MODES[0]:
            query["mode"] = self.mode
        if self.drawing != DRAWINGS[0]:
            query["drawing"] = self.drawing
        for name, value in (("began", self.began), ("extra", self.extra)):
            if value and self.mode == "exam":
                query[name] = str(value)
        if self.unlimited:
            query["limit"] = "off"
        if self.ended:
            query["ended"] = "yes"
        return query


def read_round(query: Mapping[str, Sequence[str]]) -> Round:
    """Return the round an address holds. :raises InputError: it cannot be read."""

    def one(name: str, default: str = "") -> str:
        return next((value for value in reversed(query.get(name, ())) if value), default)

    mode, drawing = one("mode", MODES[0]), one("drawing", DRAWINGS[0])
    key = one("key")
    if mode not in MODES or drawing not in DRAWINGS or not (key.isalnum() and len(key) <= 40):
        raise InputError(_("The address of this round is not complete. Start a new one."))
    held = Round(
        asked=sets.decode(one("round")),
        key=key,
        mode=mode,
        drawing=drawing,
        began=_whole(one("began", "0")),
        extra=_whole(one("extra", "0")),
        unlimited=one("limit") == "off",
        ended=one("ended") == "yes",
    )
    if held.seconds is not None and not held.began:  # its time would be over before it is seen
        raise InputError(_("The address of this test does not say when it began. Start a new one."))
    return held


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


@dataclass(frozen=True, slots=True)
class Given:
    """An answer, what it was worth, and the seconds it took."""

    answer: Answer
    verdict: Verdict
    seconds: float | None = None


@dataclass(slots=True)
class Standing:
    """How far a round has come: the answers by question id, and whether the last one is still being read."""

    round: Round
    questions: tuple[Question, ...]
    given: dict[str, Given] = field(default_factory=dict)
    reading: str | None = None
    trouble: str = ""
    seen: int = 0
    tests: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """What was examined so far, by question id."""

    @property
    def current(self) -> Question | None:
        """The question on screen: the one whose verdict is read, else the first open one; None at the end."""
        if self.round.ended:
            return None
        wanted = self.reading
        if wanted is None:
            wanted = next((q.id for q in self.questions if q.id not in self.given), None)
        return next((q for q in self.questions if q.id == wanted), None)

    def tests_query(self) -> dict[str, str]:
        """Return the part of the address that says what was examined of the open question.

        It is the place of the question, then those of the tests among the ones it offers: ``2.0.14``. Of an
        answered question the answer holds them.
        """
        asked = self.current
        made = self.tests.get(asked.id, ()) if asked and asked.id not in self.given else ()
        if asked is None or not made:
            return {}
        places = (self.questions.index(asked), *(asked.tests.index(test) for test in made))
        return {"examined": ".".join(map(str, places))}

    def read_tests(self, query: Mapping[str, Sequence[str]]) -> None:
        """Take over what an address says was examined; what it says of no open question is left out."""
        at, *made = [_whole(place) for place in next(iter(query.get("examined", ())), "").split(".")]
        asked = self.questions[at] if at < len(self.questions) else None
        tests = tuple(asked.tests[n] for n in dict.fromkeys(made) if n < len(asked.tests)) if asked else ()
        if asked and tests and asked.id not in self.given:
            self.tests[asked.id] = tests

    def end(self) -> None:
        """Close the round; what was not answered stays so."""
        self.round, self.reading = replace(self.round, ended=True), None


# ---- answers as they travel and are kept ------------------------------------------------------------


def read_answer(message: Mapping[str, Any]) -> Answer:
    """Return the answer a message of the browser holds. :raises InputError: it holds none."""
    match message:
        case {"skip": True, **rest}:
            return Answer(tests=_tests(rest))
        case {"choice": str(choice), **rest}:
            return Answer(choice=choice, tests=_tests(rest))
        case {"marks": list(marks)} if all(isinstance(each, str) for each in marks):
            return Answer.mark(*marks)
        case {"text": str(text)} if text.strip() and len(text) <= 100:
            return Answer.write(text)
        case {"region": [str(view), str(region), str(side)]} if view in VIEWS:
            return Answer.pick(view, region, side)
        case {"drawn": [int(covered), int(inside)]} if {covered, inside} <= set(range(101)):
            return Answer.draw(covered, inside)
        case {"at": [str(view), int() | float() as x, int() | float() as y]} if view in VIEWS:
            return Answer.click(view, float(x), float(y))
    raise InputError(_("The answer did not arrive. Please give it again."))


def _tests(message: Mapping[str, Any]) -> tuple[str, ...]:
    told = message.get("tests")
    return (
        tuple(each for each in told if isinstance(each, str))[:MOST_TESTS] if isinstance(told, list) else ()
    )


def write_answer(answer: Answer) -> str:
    """Return an answer as text that :func:`kept_answer` reads."""
    tests = {"tests": answer.tests} if answer.tests else {}
    if answer.choice is not None:
        return json.dumps({"choice": answer.choice, **tests})
    if answer.marks is not None:
        return json.dumps({"marks": answer.marks})
    if answer.text is not None:
        return json.dumps({"text": answer.text})
    if answer.drawn is not None:
        return json.dumps({"drawn": answer.drawn})
    if answer.region is not None:
        return json.dumps({"region": [answer.view, *answer.region]})
    if answer.view is not None:
        return json.dumps({"at": [answer.view, answer.x, answer.y]})
    return json.dumps({"skip": True, **tests})


def kept_answer(text: str | None) -> Answer | None:
    """Return the answer that :func:`write_answer` wrote, or None: other tools keep answers in other words."""
    try:
        message = json.loads(text or "")
        return read_answer(message) if isinstance(message, dict) else None
    except (ValueError, InputError):
        return None
