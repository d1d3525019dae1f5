"""Connects a round of questions to a running session: starting, answering, going on, ending.

One answer, one path: the browser reports it, :func:`acted` judges and keeps it, the rerun shows the verdict.
The address keeps what is asked and how far the open patient is examined, the learner's progress what was
answered; together they are the round.
"""

from __future__ import annotations

import secrets
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import streamlit as st

from dermatome.errors import AtlasError, InputError
from dermatome.study.drawn import DRAWN, measured
from dermatome.study.exam import Exam, Report, report
from dermatome.study.judge import judge
from dermatome.study.kept import Answered
from dermatome.study.records import Answer, Question, Verdict
from dermatome.study.schedule import rating
from dermatome.study.sets import QuestionSet, as_exam, make
from dermatome.ui.base.faults import told
from dermatome.ui.base.findings import STEP_MM, read_paint
from dermatome.ui.base.learner import learner, learner_query, progress, somebody
from dermatome.ui.base.spoken import write_query
from dermatome.ui.practice.state import (
    Drawing,
    Given,
    Mode,
    Round,
    Standing,
    kept_answer,
    read_answer,
    read_round,
    write_answer,
)

_STANDING: Final = "standing"
MORE_SECONDS: Final = 300
"""What "More time" gives; it may be asked for as often as wanted."""
_KEPT: Final = 500
"""So many of a learner's last answers are looked through for those of a round."""


def standing() -> Standing | None:
    """Return the round of this session, or None."""
    return st.session_state.get(_STANDING)


def start(asked: QuestionSet, *, mode: Mode = "practice", drawing: Drawing = "borders") -> None:
    """Begin a round. :raises InputError: a question of the set is not known."""
    begun = Round(asked, secrets.token_hex(8), mode, drawing, began=int(time.time()))
    questions = _questions(asked)
    st.session_state[_STANDING] = Standing(begun, questions)
    write_address()


def start_again(held: Standing, wanted: Sequence[str]) -> None:
    """Begin a new round, with feedback, of some questions of an old one."""
    asked = held.round.asked
    start(make(asked.title, tuple(wanted), seed=asked.seed), drawing=held.round.drawing)


def wrong(held: Standing) -> tuple[str, ...]:
    """Return the ids of the questions of a round that were not answered rightly."""
    right = {name for name, given in held.given.items() if given.verdict.correct}
    return tuple(q.id for q in held.questions if q.id not in right)


def check(asked: QuestionSet) -> None:
    """Do nothing when a set can be asked. :raises InputError: a question of it is not known."""
    _questions(asked)


def offer(handed: str) -> None:
    """Put a set that was handed out into the address."""
    write_query({**learner_query(), "set": handed})


def leave() -> None:
    """Put the round away; what was answered stays with the progress."""
    st.session_state.pop(_STANDING, None)


def write_address() -> None:
    """Put learner and round into the address."""
    held = standing()
    write_query({**learner_query(), **({**held.round.to_query(), **held.tests_query()} if held else {})})


def open_round(query: Mapping[str, Sequence[str]]) -> None:
    """Take the round over from the address, with what was answered before.

    :raises InputError: the address holds a round that cannot be read.
    """
    held = standing()
    if "round" not in query:
        return
    asked = read_round(query)
    if held is None or held.round.key != asked.key:
        st.session_state[_STANDING] = begun = _restored(asked)
        begun.read_tests(query)


def _restored(asked: Round) -> Standing:
    held = Standing(asked, _questions(asked.asked))
    by_id = {each.id: each for each in held.questions}
    found = learner()
    for review in progress().history(found, limit=_KEPT) if found else ():
        answer = kept_answer(review.given)
        if review.exam == asked.key and review.question in by_id and answer is not None:
            verdict = judge(by_id[review.question], answer, with_passage=False)
            held.given[review.question] = Given(answer, verdict, review.seconds)
    return held


def restore() -> None:
    """Look again for what was answered before: who is practising has become known."""
    held = standing()
    if held is not None:
        known = _restored(held.round)
        known.tests = held.tests
        st.session_state[_STANDING] = known


def _questions(asked: QuestionSet) -> tuple[Question, ...]:
    return as_exam(asked).questions


# ---- what the learner does --------------------------------------------------------------------------


def acted(message: Any) -> None:
    """Take over what the learner did; called before the rerun."""
    held = standing()
    if held is None or not isinstance(message, Mapping):
        return
    held.seen = max(held.seen, int(message.get("n") or 0))
    held.trouble = ""
    match message.get("do"):
        case "answer":
            _answered(held, message)
        case "test":
            _examined(held, message.get("q"), message.get("test"))
        case "next" if message.get("q") == held.reading:
            held.reading = None
        case "more":
            held.round = replace(held.round, extra=held.round.extra + MORE_SECONDS)
            write_address()
        case "unlimited":
            held.round = replace(held.round, unlimited=True)
            write_address()
        case "end" | "time":
            held.end()
            write_address()


def _examined(held: Standing, asked: Any, test: Any) -> None:
    question = held.current
    if question is None or question.id != asked or asked in held.given or test not in question.tests:
        return
    held.tests[asked] = tuple(dict.fromkeys((*held.tests.get(asked, ()), test)))
    write_address()


def _answered(held: Standing, message: Mapping[str, Any]) -> None:
    asked = held.current
    if asked is None or message.get("q") != asked.id or asked.id in held.given:
        return  # a second click, or an answer to a question that has gone
    exam = held.round.mode == "exam"
    try:
        # What was examined is what the server has told, whatever the message says.
        answer = replace(_read(asked, message), tests=held.tests.get(asked.id, ()))
        verdict = judge(asked, answer, with_passage=not exam)
    except InputError as error:
        held.trouble = str(error)
        return
    seconds = message.get("seconds")
    seconds = float(seconds) if isinstance(seconds, int | float) and 0 <= seconds < 86_400 else None
    newcomer = learner() is None
    try:
        _keep(held, answer, verdict, seconds)
    except AtlasError as error:  # nothing is acknowledged that is not kept
        held.trouble = told(error)
        return
    held.given[asked.id] = Given(answer, verdict, seconds)
    if newcomer or held.tests.get(asked.id):
        write_address()
    held.reading = None if exam else asked.id


def _read(asked: Question, message: Mapping[str, Any]) -> Answer:
    """Return what was answered; what a drawing is worth is measured here."""
    painted = read_paint(message.get("squares")) if asked.kind in DRAWN else ()
    drawn = list(measured(asked, painted, STEP_MM)) if painted else None
    return read_answer({**message, "drawn": drawn})


def _keep(held: Standing, answer: Answer, verdict: Verdict, seconds: float | None) -> None:
    asked = verdict.question
    answered = Answered(
        asked,
        rating(verdict.correct, seconds=seconds, thrift=verdict.points),
        verdict.correct,
        given=write_answer(answer),
        seconds=seconds,
        exam=held.round.key,
        # The same round and question give the same id: an answer that arrives twice counts once.
        id=str(uuid.uuid5(uuid.NAMESPACE_OID, f"{held.round.key} {asked}")),
    )
    progress().answer(somebody(), answered)


def report_of(held: Standing) -> Report:
    """Return the report on a round so far."""
    asked = held.round.asked
    exam = Exam(held.questions, asked.seconds, asked.title, asked.seed)
    answers = {name: given.answer for name, given in held.given.items()}
    took = {name: given.seconds for name, given in held.given.items() if given.seconds is not None}
    return report(exam, answers, took)
