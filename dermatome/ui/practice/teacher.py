"""Sets for a class: choose questions, hand them out as a link or a file, collect results as CSV."""

from __future__ import annotations

import functools
import secrets
from collections.abc import Mapping, Sequence
from typing import Any, Final

import streamlit as st

from dermatome.errors import InputError
from dermatome.language import _, n_
from dermatome.study import sets
from dermatome.study.questions import cards, question, quiz
from dermatome.study.sets import QuestionSet
from dermatome.study.wording import prompt
from dermatome.ui.base.gate import uploads
from dermatome.ui.base.html import plain
from dermatome.ui.practice import session as practice_session
from dermatome.ui.practice import setup as practice_setup
from dermatome.ui.practice.learner import learner, who

TITLE, DRAFT, ASKED, MINUTES, FILE = "set_title", "set_draft", "set_asked", "set_minutes", "set_file"
_TROUBLE: Final = "set_trouble"
SUGGESTED: Final = 20
"""So many questions of the selection are suggested for a set."""
MOST: Final = 100
MOST_MB: Final = 1
HEIGHT: Final = 320
"""Of the list of questions, in px; it scrolls."""


def teachers_set() -> None:
    """Build a set from the selection on the page, and open one from a file."""
    st.write(
        _("Choose what to ask above, then draw questions and leave out those you do not want. ")
        + _("The set is asked as a test; each learner can save the results as CSV.")
    )
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.number_input(_("Questions to draw"), 1, MOST, SUGGESTED, key="set_count", width=180)
        st.button(
            _("Draw questions"), on_click=_draw, disabled=not cards(practice_setup.wanted()), key="set_draw"
        )
    draft: QuestionSet | None = st.session_state.get(DRAFT)
    if draft is not None:
        _edit(draft)
    if uploads():
        st.file_uploader(
            _("Open a set from a file"), type="json", key=FILE, on_change=_opened, max_upload_size=MOST_MB
        )
    if trouble := st.session_state.pop(_TROUBLE, None):
        st.error(plain(trouble), icon=":material/error:")


def _draw() -> None:
    seed = secrets.randbelow(2**31)
    drawn = quiz(practice_setup.wanted(), st.session_state["set_count"], seed)
    st.session_state[DRAFT] = sets.make("", tuple(q.id for q in drawn), None, seed)
    for q in drawn:  # also one left out of an earlier draft
        st.session_state[f"{ASKED}-{q.id}"] = True


def _edit(draft: QuestionSet) -> None:
    st.text_input(_("Title of the set"), key=TITLE, max_chars=100)
    with st.container(height=HEIGHT, key="set-questions"):
        for name, asked in _names(draft).items():
            st.session_state.setdefault(f"{ASKED}-{name}", True)
            st.checkbox(plain(asked), key=f"{ASKED}-{name}")
    st.number_input(_("Minutes (0: no limit)"), 0, practice_setup.MOST_MINUTES, key=MINUTES, width=190)
    picked = tuple(each for each in draft.questions if st.session_state[f"{ASKED}-{each}"])
    if not picked:
        st.write(_("Choose one question at least."))
        return
    minutes = int(st.session_state[MINUTES])
    made = sets.make(
        st.session_state[TITLE].strip() or _("Set of %(n)s questions") % {"n": len(picked)},
        picked,
        minutes * 60 if minutes else None,
        draft.seed,
    )
    st.write(_("The link to hand out:"))
    page = (st.context.url or "practice").partition("?")[0]
    try:
        st.code(f"{page}?set={sets.encode(made)}", language=None, wrap_lines=True)
    except InputError as error:
        st.info(plain(str(error)), icon=":material/info:")
    st.download_button(
        _("Save the set as a file"),
        data=functools.partial(sets.to_file, made),
        file_name="dermatome-set.json",
        mime="application/json",
        icon=":material/download:",
        on_click="ignore",
    )


def _names(draft: QuestionSet) -> dict[str, str]:
    made = {each: question(each, draft.seed) for each in draft.questions}
    return {
        each: f"{number}. {' '.join((prompt(q), *q.details))}"
        for number, (each, q) in enumerate(made.items(), start=1)
    }


def _opened() -> None:
    file = st.session_state.get(FILE)
    if file is None:
        return
    try:
        handed = sets.from_file(file.getvalue().decode("utf-8"))
        practice_session.check(handed)
        practice_session.offer(sets.encode(handed))
    except (InputError, UnicodeDecodeError) as error:
        what = error if isinstance(error, InputError) else _("The file is not text.")
        st.session_state[_TROUBLE] = _("The set could not be opened. %(why)s") % {"why": what}


# ---- a set that was handed out ------------------------------------------------------------------------


def read_set(query: Mapping[str, Sequence[str]]) -> QuestionSet | None:
    """Return the set the address hands out, or None. :raises InputError: it cannot be read."""
    text = next(iter(query.get("set", ())), "")
    if not text:
        return None
    handed = sets.decode(text)
    practice_session.check(handed)
    return handed


def open_set(handed: QuestionSet) -> None:
    """Say what a set holds, ask who is answering, and offer to begin."""
    st.title(plain(handed.title) or _("Set of questions"), anchor=False)
    said: list[Any] = [n_("%(n)s question.", "%(n)s questions.", len(handed.questions))]
    if handed.seconds:
        said.append(n_("%(n)s minute.", "%(n)s minutes.", round(handed.seconds / 60)))
        said.append(_("The time can be prolonged or taken away at any moment."))
    said.append(_("What was right is told at the end."))
    st.write(" ".join(said))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        who()
        st.button(
            _("Begin"),
            type="primary",
            on_click=functools.partial(practice_session.start, handed, mode="exam"),
            icon=":material/play_arrow:",
        )
    if learner() is None:
        st.write(_("Give a name if the results are to carry one."))
