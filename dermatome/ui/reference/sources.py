"""The page of sources: every work the atlas rests on, under the number by which it is cited."""

from __future__ import annotations

from html import escape

import streamlit as st

from dermatome.anatomy.load import facts
from dermatome.anatomy.records import Source
from dermatome.language import N_, _
from dermatome.ui.base.html import numbered_source, plain, reference, source_number

KIND_TITLES = {
    "standard": N_("Standards"),
    "article": N_("Journal articles"),
    "book": N_("Books"),
    "web": N_("Web pages"),
}


def sources_page() -> None:
    """List the sources; ``?n=12`` puts the twelfth first."""
    st.title(_("Sources"))
    sources = facts().sources
    asked = _asked()
    if asked:
        st.html(f"<ol class='references reading'>{entry(sources[asked], asked=True)}</ol>")
    for kind, title in KIND_TITLES.items():
        own = [source for source in sources.values() if source.kind == kind]
        if own:
            st.header(_(title), anchor=kind)
            st.html(f"<ol class='references reading'>{''.join(entry(source) for source in own)}</ol>")


def _asked() -> str | None:
    text = st.query_params.get("n", "")
    key = numbered_source(int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else None
    if text and key is None:
        st.info(
            _("There is no source number %(number)s. All sources are listed below.")
            % {"number": plain(repr(text[:20]))},
            icon=":material/info:",
        )
    return key


def entry(source: Source, *, asked: bool = False) -> str:
    """Return one numbered reference; a source not seen in the original says so."""
    mark = " class=asked" if asked else f" id='{escape(source.key)}'"
    unseen = f' <span class="muted">({_("cited from other works; not seen")})</span>'
    unseen = "" if source.seen else unseen
    number = source_number(source.key)
    return f"<li{mark}><span>{number}</span><span>{reference(source)}{unseen}</span></li>"
