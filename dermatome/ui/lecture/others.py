"""Adding steps that are not of the map: a thing on the vertebral column, a passage of an article."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from dermatome.language import _
from dermatome.lecture.deck import Step
from dermatome.library.load import library
from dermatome.library.records import Article, Section
from dermatome.spine.rules import KINDS, SITES, Kind, things
from dermatome.ui.base.levels import KIND_TITLES, SITE_TITLES, Levels
from dermatome.ui.lecture.steps import ARTICLE, LEVELS, Reading, article_step, levels_step

FIRST_DISC: Final = "L4/5"
LONGEST: Final = 70
"""Letters of a passage by which it is told from the others."""


def other_step(add: Callable[[Step], None]) -> None:
    """Ask what the step is to show; ``add`` is given the step."""
    what = st.segmented_control(
        _("What the step shows"),
        [LEVELS, ARTICLE],
        format_func=lambda page: _("Levels") if page == LEVELS else _("Article"),
        default=LEVELS,
        required=True,
        key="lecture_other",
    )
    step = _levels() if what == LEVELS else _article()
    st.button(
        _("Add this step"),
        icon=":material/add:",
        type="primary",
        on_click=add,
        args=(step,),
        key="lecture_add",
    )


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
