"""Connects the selection to a running session: address, session memory, callbacks.

One click, one path: the map calls :func:`picked`, which writes the selection; the rerun reads it
back with :func:`current`. Nothing else stores what is selected.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from dermatome.anatomy.ids import parse_view
from dermatome.atlas.hit import hit
from dermatome.atlas.load import atlas
from dermatome.errors import InputError
from dermatome.ui.state import SIDE_CHOICES, Selection, default_selection, read_query

MAP: Final = "map"
"""Key of the map component."""
_SELECTION, _SEEN = "selection", "picks_seen"


def schemes() -> tuple[str, ...]:
    """Return the ids of the maps on offer."""
    return tuple(scheme.id for scheme in atlas().schemes)


def open_address() -> list[str]:
    """Take the selection over from the address; return a sentence for each value that was dropped.

    An address without any of our parameters (another page was left) keeps what was selected before.
    """
    query = {name: st.query_params.get_all(name) for name in st.query_params}
    if not query and _SELECTION in st.session_state:
        select(current())
        return []
    selection, notes = read_query(query, schemes())
    select(selection)
    return notes


def current() -> Selection:
    """Return what is selected now."""
    return st.session_state.get(_SELECTION) or default_selection(schemes())


def select(selection: Selection) -> None:
    """Make this the selection, in the session and in the address."""
    st.session_state[_SELECTION] = selection
    query = selection.to_query()
    shown = {name: st.query_params.get_all(name) for name in st.query_params}
    if shown != {name: [value] if isinstance(value, str) else list(value) for name, value in query.items()}:
        st.query_params.from_dict(query)


def picks_seen() -> int:
    """Return the number of the last choice the browser has reported."""
    return st.session_state.get(_SEEN, 0)


def picked() -> None:
    """Take over what the reader chose on the map; called before the rerun."""
    pick = st.session_state[MAP].pick
    if not isinstance(pick, Mapping):
        return
    try:
        chosen = _read_pick(pick, current())
    except InputError:
        return  # only a tampered message can name what does not exist
    st.session_state[_SEEN] = int(pick.get("n") or 0)
    select(chosen)


def _read_pick(pick: Mapping[str, Any], before: Selection) -> Selection:
    side = pick.get("side")
    part = None
    if pick.get("view") is not None and pick.get("x") is not None and pick.get("y") is not None:
        view = parse_view(pick["view"])
        part = hit(before.scheme, view, float(pick["x"]), float(pick["y"])).body_part
    return before.choose(str(pick.get("root")), side=side if side in SIDE_CHOICES else None, body_part=part)
