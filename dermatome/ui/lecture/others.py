"""Adding steps that are not of the map: a thing on the column, a passage, a case, an examination."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from dermatome.errors import InputError
from dermatome.language import N_, _
from dermatome.lecture.deck import Step
from dermatome.library.load import library
from dermatome.library.records import Article, Section
from dermatome.spine.rules import KINDS, SITES, Kind, things
from dermatome.ui.base import session
from dermatome.ui.base.findings import TOLD, Told, findings
from dermatome.ui.base.html import plain
from dermatome.ui.base.levels import KIND_TITLES, SITE_TITLES, Levels
from dermatome.ui.lecture.steps import (
    ARTICLE,
    EXAMINATION,
    LEVELS,
    LOCALISE,
    Reading,
    article_step,
    case_step,
    described,
    examination_step,
    levels_step,
)

_PAGES: Final = {
    LEVELS: N_("Levels"),
    ARTICLE: N_("Article"),
    LOCALISE: N_("Localise"),
    EXAMINATION: N_("Examination"),
}
FIRST_DISC: Final = "L4/5"
LONGEST: Final = 70
"""Letters of a passage by which it is told from the others."""


def other_step(add: Callable[[Step], None]) -> None:
    """Ask what the step is to show; ``add`` is given the step."""
    what = st.segmented_control(
        _("What the step shows"),
        list(_PAGES),
        format_func=lambda page: _(_PAGES[page]),
        default=LEVELS,
        required=True,
        key="lecture_other",
    )
    steps = {LEVELS: _levels, ARTICLE: _article, LOCALISE: _case, EXAMINATION: _examination}
    step = steps[what or LEVELS]()
    if step is None:
        return
    st.button(
        _("Add this step"),
        icon=":material/add:",
        type="primary",
        on_click=add,
        args=(step,),
        key="lecture_add",
    )


def _case() -> Step | None:
    """Return the case that the page of the localiser shows now, or say why there is none."""
    told = st.session_state.get(TOLD) or Told()
    if findings(told)[0].empty:
        st.caption(_("Tell the findings on the page Localise first; the step takes them over from there."))
        return None
    try:
        step = case_step(told)
    except InputError as error:
        st.caption(plain(str(error)))
        return None
    st.caption(plain(described(step)))
    return step


def _examination() -> Step | None:
    """Return the examination on the worksheet now, or say why there is none."""
    if code := st.session_state.get(session.EXAMINATION):
        step = examination_step(code)
        st.caption(plain(described(step)))
        return step
    st.caption(_("Fill in the worksheet on the page Examination first; the step takes it over from there."))
    return None


def _levels() -> Step:
    kind: Kind = (
        st.segmented_control(
            _("Choose a"),
            list(KINDS),
            format_func=lambda each: _(KIND_TITLES[each]),
            default="disc",
            required=True,
            key="lecture_kind",
        )
        or "disc"
    )
    options = list(things(kind))
    start = options.index(FIRST_DISC) if FIRST_DISC in options else 0
    thing = st.selectbox(_(KIND_TITLES[kind]), options, index=start, key=f"lecture_thing_{kind}")
    site = None
    if kind == "disc":
        site = st.segmented_control(
            _("Herniated disc"),
            list(SITES),
            format_func=lambda each: _(SITE_TITLES[each]),
            key="lecture_site",
        )
    return levels_step(Levels(kind, thing, site))


def _article() -> Step:
    articles = library().articles
    article: Article = st.selectbox(
        _("Article"), articles, format_func=lambda each: each.title, key="lecture_article"
    )
    sections = [each for each in article.sections if each.passages]
    section: Section = st.selectbox(
        _("Section"), sections, format_func=lambda each: each.heading, key=f"lecture_section_{article.id}"
    )
    passage = st.selectbox(
        _("Passage"),
        [None, *section.passages],
        format_func=lambda each: _begun(each.text) if each else _("The whole section"),
        key=f"lecture_passage_{article.id}_{section.id}",
    )
    return article_step(Reading(article, section, passage))


def _begun(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rsplit(' ', 1)[0]}…"
