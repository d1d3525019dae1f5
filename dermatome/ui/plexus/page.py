"""The page of the plexuses: the figure, and beside it what runs through the part that is chosen.

The address holds the choice; the browser lights the way, for the drawing says which it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import streamlit as st

from dermatome.figures.palette import THEMES
from dermatome.figures.plexus import PLEXUSES, Plexus, drawing, plexus_of
from dermatome.language import N_, _
from dermatome.localiser.names import candidate_name, part_label
from dermatome.ui.base.frontend import draw
from dermatome.ui.base.spoken import page_query, write_query
from dermatome.ui.plexus import text

STYLE: Final = Path(__file__).with_name("plexus.css")
FIGURE: Final = "plexus_figure"
"""Key of the component."""
_TITLES: Final[Mapping[Plexus, str]] = {
    "brachial": N_("Brachial plexus"),
    "lumbosacral": N_("Lumbosacral plexus"),
}
_COLUMNS: Final = {
    "root": N_("Roots"),
    "trunk": N_("Trunks"),
    "division": N_("Divisions"),
    "plexus": N_("Plexuses"),
    "cord": N_("Cords"),
    "nerve": N_("Nerves"),
}
_PLEXUS, _PART, _CHOSEN, _ADDRESS = (f"plexus_{name}" for name in ("which", "part", "chosen", "address"))


def plexus_page() -> None:
    """Show the plexus and the part that the address or the session names."""
    st.html(STYLE)
    st.title(_("Plexus"), anchor=False)
    _page()


@st.fragment
def _page() -> None:
    plexus, part = _open()
    _controls(plexus, part)
    with st.container(key="plexus"):
        with st.container(key="plexus-picture"):
            draw("plexus", FIGURE, figure(plexus, part), pick=_picked)
            st.html(text.caption())
        with st.container(key="plexus-panel"):
            st.html(f"<section class='panel px' aria-live=polite>{text.panel(plexus, part)}</section>")


def read_query(query: Mapping[str, Sequence[str]]) -> tuple[Plexus, str]:
    """Return the plexus and the part of it that an address names; "" for what does not exist."""
    named, part = ([*query.get(name, ()), ""][0] for name in ("plexus", "part"))
    known: Plexus | None = next((p for p in PLEXUSES if p == named), None)
    plexus = known or plexus_of(part) or "brachial"
    return plexus, part if part in drawing(plexus).nodes else ""


def _open() -> tuple[Plexus, str]:
    query = page_query()
    if query and query != st.session_state.get(_ADDRESS):
        st.session_state[_CHOSEN] = read_query(query)
    plexus, part = st.session_state.get(_CHOSEN, ("brachial", ""))
    told = {"plexus": plexus} | ({"part": part} if part else {})
    write_query(told)
    st.session_state[_ADDRESS] = {name: [value] for name, value in told.items()}
    return plexus, part


def _choose(plexus: Plexus, part: str) -> None:
    st.session_state[_CHOSEN] = (plexus, part if part in drawing(plexus).nodes else "")


def _controls(plexus: Plexus, part: str) -> None:
    # The widgets mirror the state; what they change goes through it.
    st.session_state[_PLEXUS], st.session_state[_PART] = plexus, part or None
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.segmented_control(
            _("Plexus"),
            list(PLEXUSES),
            format_func=lambda each: _(_TITLES[each]),
            key=_PLEXUS,
            required=True,
            on_change=lambda: _choose(st.session_state[_PLEXUS], ""),
        )
        st.selectbox(
            _("Root, part or nerve"),
            list(drawing(plexus).nodes),
            format_func=candidate_name,
            key=_PART,
            index=None,
            placeholder=_("Choose in the figure, or search…"),
            on_change=lambda: _choose(plexus, st.session_state[_PART] or ""),
            width=340,
        )


def _picked(message: Any) -> None:
    plexus = st.session_state.get(_CHOSEN, ("brachial", ""))[0]
    if isinstance(message, Mapping):
        _choose(plexus, str(message.get("part")))


def figure(plexus: Plexus, part: str) -> dict[str, Any]:
    """Return what the browser draws: nodes and strands, the way through each node, the roots' colours."""
    drawn = drawing(plexus)
    ways = {name: drawn.way(name) for name in drawn.nodes}
    nodes = [
        {
            "id": node.id,
            "kind": node.kind,
            "column": node.column,
            "label": part_label(node.id),
            "title": candidate_name(node.id),
            "x": node.x,
            "y": round(node.y, 1),
            "width": node.width,
            "roots": len(node.roots),
            "way": sorted(ways[node.id][0]),
            "strands": sorted(ways[node.id][1]),
        }
        for node in drawn.nodes.values()
    ]
    return {
        "title": _(_TITLES[plexus]),
        "chosen": part,
        "width": drawn.width,
        "height": drawn.height,
        "nodes": nodes,
        "columns": [_column(drawn.columns, n) for n in range(len(drawn.columns))],
        "strands": [{"root": s.root, "path": s.path, "verified": s.verified} for s in drawn.strands],
        "colours": {name: text.strand_colours(drawn.nodes, theme) for name, theme in THEMES.items()},
    }


def _column(kinds: Sequence[str], n: int) -> str:
    """Return the heading of a column; of nerves that come from nerves, that they are branches."""
    again = kinds[n] == "nerve" and "nerve" in kinds[:n]
    return (
        _("Branches") if again and kinds.index("nerve") == n - 1 else "" if again else _(_COLUMNS[kinds[n]])
    )
