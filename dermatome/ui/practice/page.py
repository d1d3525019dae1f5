"""The practice page: what is due and what to practise; a round; its report."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import UTC, tzinfo
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import streamlit as st

from dermatome.atlas.load import atlas
from dermatome.errors import DataError, InputError
from dermatome.language import _, n_
from dermatome.localiser.next_tests import prepare
from dermatome.study.exam import to_csv
from dermatome.study.path import at, stage_of
from dermatome.study.schedule import strength
from dermatome.study.wording import stage_name
from dermatome.ui.base import learner as practice_learner
from dermatome.ui.base.faults import told
from dermatome.ui.base.html import plain
from dermatome.ui.base.learner import learner, progress
from dermatome.ui.base.spoken import page_query
from dermatome.ui.practice import deck as practice_deck
from dermatome.ui.practice import session as practice_session
from dermatome.ui.practice import setup as practice_setup
from dermatome.ui.practice import teacher as practice_teacher
from dermatome.ui.practice import text as practice_text
from dermatome.ui.practice.card import practice, strength_map
from dermatome.ui.practice.state import Standing

STYLE: Final = Path(__file__).with_name("practice.css")
FIRM, FAIR = 0.7, 0.25
"""From these strengths on a root counts as firm, or as getting there.

One right answer lifts a card just above the second; answers over a month, above the first.
"""
WEAKEST: Final = 5
TEACHERS: Final = "practice_teachers"


def practice_page() -> None:
    """Show what the address asks for: a round, a set that was handed out, or what to practise."""
    st.html(STYLE)
    prepare()
    query = page_query()
    notes = practice_learner.open_learner(query)
    handed = None
    try:
        practice_session.open_round(query)
        handed = practice_teacher.read_set(query)
    except InputError as error:
        notes.append(str(error))
        query = {}
    if notes:
        st.info("  \n".join(plain(note) for note in notes), icon=":material/info:")
    if "round" in query and practice_session.standing():
        _round()
        return
    if handed is not None:
        practice_teacher.open_set(handed)
    else:
        _home()
    practice_learner.keep_in_tab(practice_session.restore)


# ---- what to practise -------------------------------------------------------------------------------


def _home() -> None:
    with st.container(key="practice-head", horizontal=True, vertical_alignment="center"):
        st.title(_("Practice"), anchor=False)
        practice_learner.who()
    with st.container():  # keeps its place when it is empty, so that what follows keeps its state
        practice_learner.say()
        _go_on()
    with st.container(key="practice-home"):
        with st.container(key="practice-choose"):
            # What is due comes first; before anything was answered, where to begin.
            for part in (_path, _today) if learner() is None else (_today, _path):
                _without_progress(part)
            st.header(_("Or choose what to practise"), anchor=False)
            practice_setup.choices()
            practice_setup.begin()
            practice_deck.anki()
        with st.container(key="practice-known"):
            _without_progress(_known)
    with st.expander(_("Your progress: save, bring back, forget")):
        practice_learner.keep_progress()
    # Its list of all questions is made for those who open it.
    teachers = st.expander(_("For teachers: a set for a class"), key=TEACHERS, on_change="rerun")
    if teachers.open:
        with teachers:
            practice_teacher.teachers_set()


def _without_progress(part: Callable[[], None]) -> None:
    """Show a part of the page; where progress does not answer, say so and go on with the others."""
    try:
        part()
    except DataError as error:
        st.warning(plain(told(error)), icon=":material/warning:")


def _go_on() -> None:
    held = practice_session.standing()
    if held is None or held.current is None:
        return
    left = sum(1 for q in held.questions if q.id not in held.given)
    st.button(
        n_("Go on with the round: %(n)s question left", "Go on with the round: %(n)s questions left", left),
        on_click=practice_session.write_address,
        icon=":material/resume:",
    )


def _today() -> None:
    found = learner()
    st.header(_("Today"), anchor=False)
    if found is None:
        st.html(f"<p>{_('Cards you have answered come back here when they are due.')}</p>")
        return
    due = len(progress().due(found))
    days = progress().days(found, zone=_zone())
    st.html(practice_text.today(due, days, answered=bool(progress().answered(found))))
    if due:
        st.button(
            _("Review what is due"),
            type="primary",
            on_click=practice_setup.start_due,
            icon=":material/replay:",
        )


def _zone() -> tzinfo:
    """Return the time zone of the visitor's browser: a day of practice is a day there."""
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (KeyError, OSError, ValueError):  # a name that this system does not know, or that is none
        return UTC


def _path() -> None:
    """Offer the stages of the path, the one the learner stands in first in rank, not in place."""
    st.header(_("Step by step"), anchor=False)
    steps = practice_setup.stages()
    standing = at(steps)
    for step in steps:
        with st.container(key=f"practice-stage-{step.stage}", horizontal=True, vertical_alignment="center"):
            st.button(
                stage_name(step.stage),
                type="primary" if step.stage == standing else "secondary",
                on_click=practice_setup.start_stage,
                args=(step.stage,),
                key=f"practice_begin_{step.stage}",
                width=220,
            )
            st.html(practice_text.stage(step))


def _known() -> None:
    found = learner()
    strengths = strength(progress(), found) if found else {}
    st.header(_("How well you know each root"), anchor=False)
    values = {root: each.value for root, each in strengths.items() if each.value is not None}
    weakest = sorted((root for root in values if values[root] < FAIR), key=values.__getitem__)[:WEAKEST]
    st.html(
        practice_text.weak_roots(weakest)
        or f"<p class=muted>{_('Choose a root on the body to practise it.')}</p>"
    )
    strength_map(atlas().schemes[0].id, {root: grade(value) for root, value in values.items()}, _root_picked)


def grade(value: float) -> str:
    """Return how well a root is known, from 0 to 1, in one of three steps."""
    return "firm" if value >= FIRM else "fair" if value >= FAIR else "weak"


def _root_picked(picked: Any) -> None:
    if not isinstance(picked, dict):
        return
    try:
        practice_setup.start_root(str(picked.get("root")))
    except InputError:
        return  # only a tampered message can name what does not exist


# ---- a round ----------------------------------------------------------------------------------------


@st.fragment
def _round() -> None:
    held = practice_session.standing()
    if held is None:
        return
    ended = held.current is None
    report = practice_session.report_of(held) if ended else None
    practice(held, practice_session.acted, report)
    if report is not None:
        _after(held)
        st.html(practice_text.report_lines(report))
    practice_learner.keep_in_tab(practice_session.restore)  # here, for the first answer makes a learner


def _after(held: Standing) -> None:
    found = learner()
    stage = stage_of([q.card for q in held.questions]) if held.round.mode == "practice" else None
    with st.container(key="practice-after", horizontal=True, vertical_alignment="center", gap="small"):
        if stage is not None and st.button(
            _("Go on: %(stage)s") % {"stage": stage_name(stage)},
            type="primary",
            icon=":material/play_arrow:",
        ):
            practice_setup.start_stage(stage)
            st.rerun(scope="app")
        if st.button(_("Practise something else"), icon=":material/arrow_back:"):
            practice_session.leave()
            practice_session.write_address()
            st.rerun(scope="app")
        wrong = practice_session.wrong(held)
        if wrong and st.button(
            n_("Practise the %(n)s that was wrong", "Practise the %(n)s that were wrong", len(wrong)),
            icon=":material/replay:",
        ):
            practice_session.start_again(held, wrong)
            st.rerun(scope="app")
        st.download_button(
            _("Results as CSV"),
            data=functools.partial(_csv, held, found.name if found else ""),
            file_name="dermatome-results.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )


def _csv(held: Standing, name: str) -> bytes:
    # Spreadsheets take a file for UTF-8 only when it says so at its beginning.
    return to_csv(practice_session.report_of(held), name).encode("utf-8-sig")
