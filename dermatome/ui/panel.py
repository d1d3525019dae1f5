"""The panel beside the map: what the selected root is, in the order a reader asks."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dermatome.library.passages import passages
from dermatome.library.records import RankedPassage
from dermatome.ui import panel_text
from dermatome.ui.library_store import readable_stores
from dermatome.ui.state import Selection

CLOSER: Final = {"Muscles": "myotome", "Reflexes": "reflex", "Levels": "level"}
OTHER_MAPS: Final = "Other maps"
PASSAGES_SHOWN: Final = 2


def panel(selection: Selection) -> None:
    """Say what is selected and what the articles have on it there.

    One element carries nearly all of it: every element costs a message of its own at each click.
    """
    st.html(
        "<div class=panel>"
        + panel_text.heading(selection)
        + panel_text.place(selection)
        + panel_text.key_facts(selection.root)
        + panel_text.passage_list(_passages(selection, selection.layer))
        + panel_text.caveat()
        + "</div>"
    )
    _closer_look(selection)


def _passages(selection: Selection, layer: str) -> list[RankedPassage]:
    part = selection.body_part
    own = passages(selection.root, layer, part, limit=PASSAGES_SHOWN, scheme=selection.scheme)
    # Ours win nearly always, so what the reader brought gets a place of its own.
    brought = passages(selection.root, layer, part, articles=(), limit=1, stores=readable_stores())
    return [*own, *brought]


def _closer_look(selection: Selection) -> None:
    """Offer more on request; nothing of it is worked out or sent before it is asked for."""
    which = f"Which {selection.root}?"
    asked = st.pills("Look closer", [which, OTHER_MAPS, *CLOSER], key="closer", wrap=True)
    if asked is None:
        return
    if asked in CLOSER:
        body = panel_text.passage_list(_passages(selection, CLOSER[asked]))
    elif asked == OTHER_MAPS:
        body = panel_text.other_maps(selection)
    else:
        body = panel_text.meanings(selection.root)
    st.html(f"<div class=panel>{body}</div>")
