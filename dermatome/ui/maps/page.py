"""The page of the published maps: all of them side by side, what each says of a spot, where they disagree.

The selection is that of the map page; this page shows it in one view. Maps and tables form one fragment, so
that a click redraws nothing else.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

import streamlit as st

from dermatome.anatomy.ids import BODY_PARTS
from dermatome.anatomy.load import facts
from dermatome.anatomy.terms import part_name
from dermatome.atlas.charts import agreement_id
from dermatome.atlas.hit import body_part_at, hit
from dermatome.atlas.load import atlas
from dermatome.atlas.spots import spot
from dermatome.language import _
from dermatome.ui.base import session
from dermatome.ui.base.body import linked_maps
from dermatome.ui.base.html import plain
from dermatome.ui.base.state import BODY_3D, SHOWN, Point, Selection, shown_name
from dermatome.ui.maps import text

VIEW, MAPS, AGREEMENT = "comparison-view", "comparison-maps", "comparison-agreement"
PLACE: Final = "comparison-place"
STYLE: Final = Path(__file__).with_name("comparison.css")
MAPS_HEIGHT: Final = 0.8
AGREEMENT_HEIGHT: Final = 0.62
"""Shares of the window's height."""


def maps_page() -> None:
    """Show the page for what the address or the session has selected."""
    notes = session.open_address()
    st.html(STYLE)
    st.title(_("Published maps"))
    if notes:
        st.info("  \n".join(plain(note) for note in notes), icon=":material/info:")
    st.html(text.introduction(atlas().schemes))
    _maps_and_tables()
    st.header(_("How each map was made"), anchor="maps")
    st.html(text.scheme_cards(atlas().schemes))
    st.header(_("Where they disagree"), anchor="disagreements")
    st.html(text.conflict_cards(facts().conflicts))


@st.fragment
def _maps_and_tables() -> None:
    selection = session.current()
    view = text.shown_view(selection)
    # The widget mirrors the selection; what it changes goes through it.
    shown = BODY_3D if BODY_3D in selection.views else view
    st.session_state[VIEW] = shown
    st.pills(
        _("View"),
        SHOWN,
        format_func=shown_name,
        key=VIEW,
        on_change=_view_chosen,
        label_visibility="collapsed",
        wrap=True,
    )
    linked_maps(
        selection,
        [(scheme.id, shown) for scheme in atlas().schemes],
        MAPS,
        MAPS_HEIGHT,
        about=text.heads(selection, shown),
    )
    place, agreed = st.columns([1, 1], gap="large")
    with place:
        _places(selection, view)
        words = (
            text.who_says_here(selection, view),
            text.agreement_heading(selection, view),
            text.agreement_table(selection, view),
        )
        st.html(f"<div class=panel>{''.join(words)}</div>")
    with agreed:
        if text.drawn_in(selection, view):
            plates = [(agreement_id(selection.root), shown)]
            linked_maps(selection, plates, AGREEMENT, AGREEMENT_HEIGHT, bare=True)


def _places(selection: Selection, view: str) -> None:
    """Offer the parts of the body by name: so keyboards reach a spot that a map leaves blank, too."""
    sides = (selection.one_side, "midline")
    seen = {area.part for area in atlas().parts(view) if area.side in sides}
    point = selection.point
    here = body_part_at(point.view, point.x, point.y) if point else None
    # The widget mirrors the selection; what it changes goes through it.
    st.session_state[PLACE] = here if here in seen else None
    st.selectbox(
        _("Place"),
        [part for part in BODY_PARTS if part in seen],
        index=None,
        format_func=part_name,
        key=PLACE,
        placeholder=_("Point at a map, or choose a place…"),
        on_change=_place_chosen,
    )


def _place_chosen() -> None:
    part, selection = session.on_offer(PLACE, BODY_PARTS), session.current()
    if part is None:
        return
    view, side = text.shown_view(selection), selection.one_side
    x, y = spot(part, view, side)
    root = hit(selection.scheme, view, x, y, source=selection.source).root or selection.root
    point = Point(view, x, y)
    session.select(replace(selection, root=root, side=side, point=point, body_part=part, chosen=True))


def _view_chosen() -> None:
    view = st.session_state[VIEW]
    if view:
        session.select(replace(session.current(), views=(view,), point=None, body_part=None))
