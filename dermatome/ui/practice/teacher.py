"""Sets for a class: choose questions, hand them out as a link or a file, collect results as CSV."""

from __future__ import annotations

import functools
import secrets
from collections.abc import Mapping, Sequence
from typing import Any, Final

import streamlit as st

from dermatome.errors import InputError
from dermatome.language import _, language, n_
from dermatome.study import sets
from dermatome.study.questions import cards, question, quiz
from dermatome.study.records import Question
from dermatome.study.sets import QuestionSet
from dermatome.ui.base.gate import uploads
from dermatome.ui.base.html import plain
from dermatome.ui.base.learner import called, learner, who
from dermatome.ui.practice import session as practice_session
from dermatome.ui.practice import setup as practice_setup
from dermatome.ui.practice import text as practice_text
from dermatome.ui.practice.card import preview

TITLE, DRAFT, ASKED, MINUTES, FILE = "set_title", "set_draft", "set_asked", "set_minutes", "set_file"
CHOSEN, PREVIEW, NAME = "set_chosen", "set_preview_of", "set_name"
_TROUBLE: Final = "set_trouble"
SUGGESTED: Final = 20
"""So many questions of the selection are suggested for a set."""
MOST: Final = 100
MOST_MB: Final = 1
HEIGHT: Final = 320
"""Of the list of questions, in px; it scrolls."""


def teachers_set() -> None:
    """Build a set of chosen questions and look at each as a learner will see it; open one from a file."""
    st.write(
        _("Draw questions from what is chosen above, add the ones you want, leave out the others. ")
        + _("The set is asked as a test; each learner can save the results as CSV.")
    )
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.number_input(_("Questions to draw"), 1, MOST, SUGGESTED, key="set_count", width=180)
        st.button(
            _("Draw questions"), on_click=_draw, disabled=not cards(practice_setup.wanted()), key="set_draw"
        )
    _choose()
    draft: QuestionSet | None = st.session_state.get(DRAFT)
    if draft is not None:
        _edit(draft)
    if uploads():
        st.file_uploader(
            _("Open a set from a file"), type="json", key=FILE, on_change=_opened, max_upload_size=MOST_MB
        )
    if trouble := st.session_state.pop(_TROUBLE, None):
        st.error(plain(trouble), icon=":material/error:")


def _choose() -> None:
    """Offer every question that fits the choices on the page, by its words and its answer."""
    lines = _lines(tuple(card.id for card in cards(practice_setup.wanted())), language())
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.multiselect(
            _("Choose questions (type a root, a muscle, a word)"),
            list(lines),
            format_func=lambda name: lines[name],
            key=CHOSEN,
            placeholder=n_("%(n)s question fits", "%(n)s questions fit", len(lines)),
        )
        st.button(
            _("Add to the set"), on_click=_add, key="set_add", disabled=not st.session_state.get(CHOSEN)
        )


@functools.lru_cache(maxsize=8)
def _lines(names: tuple[str, ...], _language: str) -> dict[str, str]:
    return {name: practice_text.line_of(question(name)) for name in names}


def _draw() -> None:
    seed = secrets.randbelow(2**31)
    drawn = quiz(practice_setup.wanted(), st.session_state["set_count"], seed)
    _take(tuple(q.id for q in drawn), seed)


def _add() -> None:
    held: QuestionSet | None = st.session_state.get(DRAFT)
    seed = held.seed if held else secrets.randbelow(2**31)
    added = tuple(question(name, seed).id for name in st.session_state[CHOSEN])
    st.session_state[CHOSEN] = []
    try:
        _take((*(held.questions if held else ()), *added), seed, fresh=added)
    except InputError as error:
        st.session_state[_TROUBLE] = str(error)


def _take(asked: tuple[str, ...], seed: int, fresh: tuple[str, ...] | None = None) -> None:
    st.session_state[DRAFT] = sets.make("", asked, None, seed)
    for name in asked if fresh is None else fresh:  # also one left out of an earlier draft
        st.session_state[f"{ASKED}-{name}"] = True


def _edit(draft: QuestionSet) -> None:
    asked = {each: question(each, draft.seed) for each in draft.questions}
    with st.container(height=HEIGHT, key="set-questions"):
        for number, (name, q) in enumerate(asked.items(), start=1):
            st.session_state.setdefault(f"{ASKED}-{name}", True)
            st.checkbox(plain(f"{number}. {practice_text.line_of(q)}"), key=f"{ASKED}-{name}")
    picked = tuple(each for each in draft.questions if st.session_state[f"{ASKED}-{each}"])
    if not picked:
        st.write(_("Choose one question at least."))
        return
    _preview([asked[name] for name in picked])
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_input(_("Title of the set"), key=TITLE, max_chars=100)
        st.number_input(_("Minutes (0: no limit)"), 0, practice_setup.MOST_MINUTES, key=MINUTES, width=190)
    title = st.session_state[TITLE].strip()
    if not title:
        st.info(_("Give the set a title: it stands in every learner's results."), icon=":material/edit:")
        return
    minutes = int(st.session_state[MINUTES])
    _hand_out(sets.make(title, picked, minutes * 60 if minutes else None, draft.seed))


def _preview(asked: Sequence[Question]) -> None:
    """Show one question of the set as a learner will see it, and its answer."""
    at = st.selectbox(
        _("Preview"),
        [None, *range(len(asked))],
        format_func=lambda n: (
            _("no question") if n is None else f"{n + 1}. {practice_text.line_of(asked[n])}"
        ),
        key=PREVIEW,
    )
    if at is not None and at < len(asked):
        with st.container(border=True, key="set-preview"):
            preview(asked[at])


def _hand_out(made: QuestionSet) -> None:
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
    found = learner()
    if found is None or not found.name:
        st.text_input(_("Your name, as it shall stand in the results"), key=NAME, max_chars=60, width=420)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if found is not None:
            who()
        st.button(_("Begin"), type="primary", on_click=_begin, args=(handed,), icon=":material/play_arrow:")
    if trouble := st.session_state.pop(_TROUBLE, None):
        st.error(plain(trouble), icon=":material/error:")


def _begin(handed: QuestionSet) -> None:
    """Begin the set; results without a name would be nobody's."""
    found = learner()
    if found is None or not found.name:
        name = " ".join(str(st.session_state.get(NAME, "")).split())
        if not name:
            st.session_state[_TROUBLE] = _("Give a name first: the results are to carry one.")
            return
        try:
            called(name)
        except InputError as error:
            st.session_state[_TROUBLE] = str(error)
            return
    practice_session.start(handed, mode="exam")
