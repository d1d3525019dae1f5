"""The published maps in words: how each was made, and where they disagree."""

from __future__ import annotations

from html import escape

import streamlit as st

from dermatome.anatomy.load import facts
from dermatome.anatomy.records import Conflict
from dermatome.atlas.load import atlas
from dermatome.atlas.records import Scheme
from dermatome.ui.catalogues import drawn_roots
from dermatome.ui.panel_text import cite

KINDS = {"published": "redrawn from its publication", "schematic": "schematic, after descriptions of it"}
SEVERITY = {"high": "changes what a click shows", "medium": "changes borders", "low": "detail"}


def maps_page() -> None:
    """Show every map on offer, then the questions on which sources disagree."""
    st.title("Published maps")
    st.html(
        "<p class=reading>There is no one true dermatome map. Each was made by another method, on other "
        "people, and answers another question. The atlas shows one at a time and names it.</p>"
    )
    st.html(f"<ul class='cards wide'>{''.join(scheme_card(scheme) for scheme in atlas().schemes)}</ul>")
    st.header("Where they disagree", anchor="disagreements")
    order = list(SEVERITY)
    conflicts = sorted(facts().conflicts, key=lambda conflict: order.index(conflict.severity))
    st.html(f"<ul class='cards wide'>{''.join(conflict_card(conflict) for conflict in conflicts)}</ul>")


def scheme_card(scheme: Scheme) -> str:
    """Return what a map is, how it was made and what it leaves out."""
    year = f", {scheme.year}" if scheme.year and str(scheme.year) not in scheme.name else ""
    roots = len(drawn_roots(scheme.id))
    gaps = f"<p><b>Left out:</b> {escape(scheme.not_mapped)}</p>" if scheme.not_mapped else ""
    return (
        f'<li><h3><a href="./?scheme={escape(scheme.id)}">{escape(scheme.name)}</a></h3>'
        f"<p class=muted>{escape(scheme.short_name)}{year} · {roots} territories a side · "
        f"{KINDS[scheme.kind]}</p>"
        f"<p>{escape(scheme.summary)}{cite(scheme.sources)}</p>"
        f"<p><b>Mind:</b> {escape(scheme.caveat)}</p>{gaps}</li>"
    )


def conflict_card(conflict: Conflict) -> str:
    """Return one open question with each position and who holds it."""
    positions = [
        (conflict.position_a, conflict.sources_a),
        (conflict.position_b, conflict.sources_b),
        (conflict.position_c, conflict.sources_c),
    ]
    rows = "".join(f"<li>{escape(text)}{cite(keys, 4)}</li>" for text, keys in positions if text)
    roots = ", ".join(f'<a href="./?root={root}">{root}</a>' for root in conflict.roots)
    about = f"{roots} · " if roots else ""
    return (
        f"<li id='{escape(conflict.id)}'><h3>{escape(conflict.topic)}</h3><ul class=positions>{rows}</ul>"
        f"<p class=muted>{about}{SEVERITY[conflict.severity]}</p></li>"
    )
