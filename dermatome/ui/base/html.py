"""A source as text, the same wherever one is listed."""

from __future__ import annotations

from html import escape

from dermatome.anatomy.records import Source
from dermatome.language import _
from dermatome.ui.base.spoken import english


def reference(source: Source) -> str:
    """Return the full reference as HTML, with a link where one is known."""
    citation = escape(source.citation)
    if source.link:
        shown = escape(f"doi:{source.doi}" if source.doi else _("read it"))
        citation += f' <a href="{escape(source.link)}" target="_blank" rel="noopener noreferrer">{shown}</a>'
    note = f' <span class="muted">{english(escape(source.note))}</span>' if source.note else ""
    return citation + note
