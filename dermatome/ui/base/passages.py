"""Passages of articles as a list, each with a link to where it stands. Pure: records in, HTML out."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Final

from dermatome.language import _
from dermatome.library.records import RankedPassage
from dermatome.ui.base.html import article_link
from dermatome.ui.base.spoken import english

PASSAGE_LENGTH: Final = 180


def passage_list(passages: Iterable[RankedPassage]) -> str:
    """Return passages with why each was chosen and a link to where it stands."""
    # Sent with every click: a paragraph and an item need no closing in HTML.
    items = "".join(
        f"<li>{_excerpt(passage)}"
        f'<p><a href="{article_link(passage.article, passage.section_id)}">{_("Read on")}</a> '
        f"{imported_badge() if passage.imported else ''}{escape(passage.why)}"
        for passage in passages
    )
    nothing = _("The articles say nothing about this yet.")
    return f"<ul class=passages>{items}</ul>" if items else f"<p>{nothing}</p>"


def imported_badge() -> str:
    """Return the mark of what a reader brought."""
    return f"<span class=badge>{_('imported')}</span> "


def _excerpt(passage: RankedPassage) -> str:
    """Return the sentence that answers best, with as much of the text after it as fits."""
    return _own_language(passage, _shortened(passage))


def _own_language(passage: RankedPassage, html: str) -> str:
    # What readers bring may be in any language, which is not known here.
    return html if passage.imported else english(html)


def _shortened(passage: RankedPassage) -> str:
    text, (start, end) = passage.text, passage.highlight
    if start == end:
        start, end = 0, len(text)
    shown = text[start:end]
    if len(shown) > PASSAGE_LENGTH:
        return f"{escape(shown[: shown.rfind(' ', 0, PASSAGE_LENGTH)])} …"
    after = text[end : start + PASSAGE_LENGTH]
    after = after if start + PASSAGE_LENGTH >= len(text) else after[: after.rfind(". ") + 1]
    return escape(shown + after.rstrip())
