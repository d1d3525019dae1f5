"""Passages of articles as a list, each with a link to where it stands. Pure: records in, HTML out."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from dermatome.language import _
from dermatome.library.excerpt import excerpt
from dermatome.library.records import RankedPassage
from dermatome.ui.base.html import article_link, badge
from dermatome.ui.base.spoken import english, in_english


def passage_list(passages: Iterable[RankedPassage]) -> str:
    """Return passages with why each was chosen and a link to where it stands; nothing for none."""
    # Sent with every click: a paragraph and an item need no closing in HTML.
    items = "".join(
        f"<li>{_excerpt(passage)}"
        f'<p><a href="{article_link(passage.article, passage.section_id)}">{_("Read on")}</a> '
        f"{imported_badge() if passage.imported else english_badge()}{escape(passage.why)}"
        for passage in passages
    )
    return f"<ul class=passages>{items}</ul>" if items else ""


def imported_badge() -> str:
    """Return the mark of what a reader brought."""
    return f"{badge(_('imported'))} "


def english_badge() -> str:
    """Return the mark of an article of ours on a page in another language."""
    return f"{badge(_('in English'))} " if in_english() else ""


def _excerpt(passage: RankedPassage) -> str:
    shown = escape(excerpt(passage.text, passage.highlight, alone=not passage.root))
    # What readers bring may be in any language, which is not known here.
    return shown if passage.imported else english(shown)
