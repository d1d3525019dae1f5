"""What to practise: the choices of a round, and what they leave."""

from __future__ import annotations

import secrets
from typing import Any, Final

import streamlit as st

from dermatome.anatomy.ids import LAYERS, REGION_TITLES, TERRITORY_ROOTS, region_of
from dermatome.atlas.load import atlas
from dermatome.language import N_, _, n_
from dermatome.study.path import Reached, ahead, reached
from dermatome.study.questions import cards, question, quiz
from dermatome.study.records import DIFFICULTIES, KINDS, Stage, Wanted
from dermatome.study.schedule import plan
from dermatome.study.sets import make
from dermatome.study.wording import difficulty_name, kind_name, stage_name
from dermatome.ui.base.learner import learner, progress
from dermatome.ui.practice import session as practice_session

LAYER_NAMES: Final = {
    "dermatome": N_("Dermatomes"),
    "myotome": N_("Muscles"),
    "reflex": N_("Reflexes"),
    "nerve": N_("Skin nerves"),
    "level": N_("Levels"),
}
DRAWING_NAMES: Final = {
    "borders": N_("Borders only"),
    "colours": N_("Coloured map"),
    "blank": N_("Bare body"),
}
MODE_NAMES: Final = {"practice": N_("Practice"), "exam": N_("Test")}
COUNTS: Final = (5, 10, 20, 50)
NEW_CARDS: Final = 10
"""New cards mixed into a round of what is due."""
MOST_MINUTES: Final = 300

REGIONS, ROOTS, LAYERS_ON, KINDS_ON = "pr_regions", "pr_roots", "pr_layers", "pr_kinds"
SCHEMES, LEVELS, SIDES, DRAWING = "pr_schemes", "pr_difficulties", "pr_sides", "pr_drawing"
COUNT, MODE, MINUTES = "pr_count", "pr_mode", "pr_minutes"
DEFAULTS: Final[dict[str, Any]] = {
    REGIONS: [],
    ROOTS: [],
    LAYERS_ON: [],
    KINDS_ON: [],
    SCHEMES: [],
    LEVELS: [],
    SIDES: False,
    DRAWING: "borders",
    COUNT: 10,
    MODE: "practice",
    MINUTES: 0,
}
_KEPT: Final = "practice_choices"


def wanted() -> Wanted:
    """Return what the choices on the page ask for."""
    chosen = _chosen()
    regions = [root for root in TERRITORY_ROOTS if region_of(root) in chosen[REGIONS]]
    return Wanted(
        kinds=tuple(chosen[KINDS_ON]),
        roots=tuple(dict.fromkeys((*regions, *chosen[ROOTS]))),
        layers=tuple(chosen[LAYERS_ON]),
        schemes=tuple(chosen[SCHEMES]),
        difficulties=tuple(chosen[LEVELS]),
        sides=bool(chosen[SIDES]),
    )


def _chosen() -> dict[str, Any]:
    """Return all choices; those of widgets that are not on the page now are as they were left."""
    kept = st.session_state.get(_KEPT, DEFAULTS)
    return {key: st.session_state.get(key, kept[key]) for key in DEFAULTS}


def remember() -> None:
    """Keep the choices for when this page is shown again."""
    st.session_state[_KEPT] = _chosen()


def choices() -> None:
    """Offer the choices; each left empty leaves nothing out."""
    kept = st.session_state.get(_KEPT, DEFAULTS)
    for key, value in DEFAULTS.items():
        st.session_state.setdefault(key, kept.get(key, value))
    st.pills(
        _("Regions"),
        list(REGION_TITLES),
        selection_mode="multi",
        format_func=lambda region: _(REGION_TITLES[region]),
        key=REGIONS,
    )
    st.pills(
        _("Kinds of question"),
        KINDS,
        selection_mode="multi",
        format_func=kind_name,
        key=KINDS_ON,
    )
    _closer()
    _round()


def _closer() -> None:
    asked = {card.scheme for card in cards()}
    with st.expander(_("Choose more closely")):
        st.multiselect(_("Roots"), TERRITORY_ROOTS, key=ROOTS, placeholder=_("All roots"))
        st.pills(
            _("Layers"),
            [layer for layer in LAYERS if layer in LAYER_NAMES],
            selection_mode="multi",
            format_func=lambda layer: _(LAYER_NAMES[layer]),
            key=LAYERS_ON,
        )
        st.pills(
            _("Published maps"),
            [scheme.id for scheme in atlas().schemes if scheme.id in asked],
            selection_mode="multi",
            format_func=lambda scheme: atlas().scheme(scheme).short_name,
            key=SCHEMES,
        )
        st.pills(
            _("Difficulty"),
            DIFFICULTIES,
            selection_mode="multi",
            format_func=difficulty_name,
            key=LEVELS,
        )
        st.segmented_control(
            _("Map shown with a question"),
            list(DRAWING_NAMES),
            format_func=lambda name: _(DRAWING_NAMES[name]),
            key=DRAWING,
            required=True,
        )
        st.toggle(_("Clicks have to hit the patient's right or left as asked"), key=SIDES)


def _round() -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.segmented_control(_("Questions"), COUNTS, key=COUNT, required=True)
        st.segmented_control(
            _("Mode"),
            list(MODE_NAMES),
            format_func=lambda mode: _(MODE_NAMES[mode]),
            key=MODE,
            required=True,
            help=_("A test gives no feedback until its end, then a report."),
        )
        if st.session_state[MODE] == "exam":
            st.number_input(
                _("Minutes (0: no limit)"), min_value=0, max_value=MOST_MINUTES, key=MINUTES, width=190
            )


def begin() -> None:
    """Offer to begin, and say how much there is to ask."""
    found = len(cards(wanted()))
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.button(
            _("Start"), type="primary", on_click=_start, disabled=not found, icon=":material/play_arrow:"
        )
        said = (
            n_("%(n)s card fits.", "%(n)s cards fit.", found)
            if found
            else _("No question fits. Choose more.")
        )
        first = f" {_('Without a choice the Basics come first.')}" if basics_first() else ""
        st.html(f"<p class=muted role=status>{said}{first}</p>")


def _start() -> None:
    remember()
    chosen = _chosen()
    seed = secrets.randbelow(2**31)
    exam = chosen[MODE] == "exam"
    if basics_first():
        start_stage("basics")
        return
    questions = quiz(wanted(), chosen[COUNT], seed)
    seconds = int(chosen[MINUTES]) * 60 if exam and chosen[MINUTES] else None
    practice_session.start(
        make("", tuple(q.id for q in questions), seconds, seed),
        mode=chosen[MODE],
        drawing=chosen[DRAWING],
    )


def basics_first() -> bool:
    """Return whether a round begins with the Basics, since nothing is chosen and they are not known yet."""
    chosen = wanted()
    return _chosen()[MODE] != "exam" and chosen == Wanted(sides=chosen.sides) and not stages()[0].done


def stages() -> tuple[Reached, ...]:
    """Return how far whoever is practising has come on the path."""
    found = learner()
    return reached(progress().states(found) if found else {})


def start_stage(stage: Stage) -> None:
    """Begin a round of what comes next in a stage of the path."""
    remember()
    found = learner()
    limit = _chosen()[COUNT] or DEFAULTS[COUNT]
    coming = ahead(progress() if found else None, found, stage, limit)
    seed = secrets.randbelow(2**31)
    questions = tuple(question(card, seed, sides=wanted().sides).id for card in coming)
    practice_session.start(make(stage_name(stage), questions, None, seed), drawing=_chosen()[DRAWING])


def start_due() -> None:
    """Begin a round of what is due, the most forgotten first, with some new cards after it."""
    remember()
    found = learner()
    if found is None:
        return
    seed = secrets.randbelow(2**31)
    planned = plan(progress(), found, wanted(), limit=_chosen()[COUNT] or DEFAULTS[COUNT], new=NEW_CARDS)
    questions = tuple(question(card, seed, sides=wanted().sides).id for card in planned)
    if questions:
        practice_session.start(make("", questions, None, seed), drawing=_chosen()[DRAWING])


def start_root(root: str) -> None:
    """Begin a round on one root."""
    remember()
    seed = secrets.randbelow(2**31)
    questions = quiz(Wanted(roots=(root,)), _chosen()[COUNT] or DEFAULTS[COUNT], seed)
    practice_session.start(make("", tuple(q.id for q in questions), None, seed), drawing=_chosen()[DRAWING])
