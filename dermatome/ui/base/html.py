"""Pieces of HTML that every page is made of: citations, sources, links, words of facts.

All text is escaped here; the only markup is our own.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from dermatome.anatomy.load import facts
from dermatome.anatomy.records import Fact, Source
from dermatome.anatomy.terms import fact_text
from dermatome.language import _
from dermatome.ui.base.spoken import english, link


def reference(source: Source) -> str:
    """Return the full reference as HTML, with a link where one is known."""
    citation = escape(source.citation)
    if source.link:
        shown = escape(f"doi:{source.doi}" if source.doi else _("read it"))
        citation += f' <a href="{escape(source.link)}" target="_blank" rel="noopener noreferrer">{shown}</a>'
    note = f' <span class="muted">{told(source.note)}</span>' if source.note else ""
    return citation + note


MAX_CITED: Final = 2
"""Sources named after a statement in the panel; the articles name them all."""


def cite(keys: Sequence[str], limit: int = MAX_CITED) -> str:
    """Return source numbers as links, at most ``limit`` of them. :raises DataError: unknown key."""
    numbers = [source_number(source.key) for source in facts().cite(tuple(keys[:limit]))]
    return "".join(f'<a href="{link("sources", {"n": str(n)})}">{n}</a>' for n in numbers)


def unread(rows: Iterable[Fact]) -> str:
    """Return that the sources are cited without having been read, where a row says so."""
    return "" if all(row.verified for row in rows) else f" ({_('second-hand')})"


def cite_fact(row: Fact, limit: int = MAX_CITED) -> str:
    """Return the source numbers of a row as links, marked when they were not read."""
    return cite(row.source, limit) + unread([row])


@functools.cache
def _numbers() -> dict[str, int]:
    return {key: number for number, key in enumerate(facts().sources, start=1)}


def source_number(key: str) -> int:
    """Return the number under which the atlas cites a source."""
    return _numbers()[key]


def numbered_source(number: int) -> str | None:
    """Return the key of the source cited under a number, or None."""
    return next((key for key, n in _numbers().items() if n == number), None)


def article_link(article: str, section: str = "") -> str:
    """Return the address of an article, at one of its sections."""
    return link("articles", {"article": article}, section)


def badge(text: str, sense: str = "") -> str:
    """Return a small label; ``sense`` gives it the look of that sense."""
    mark = f' data-sense="{escape(sense)}"' if sense else ""
    return f"<span class=badge{mark}>{escape(text)}</span>"


def told(text: str, *, capital: bool = False) -> str:
    """Return a fact as HTML: in the visitor's language, or in English and marked so.

    :param capital: begin with a capital letter.
    """
    said = fact_text(text)
    shown = said or text
    if capital and shown:
        shown = shown[0].upper() + shown[1:]
    return escape(shown) if said else english(escape(shown))


def lower(text: str) -> str:
    """Return a fact for use inside a sentence: lower-case first letter unless it is an abbreviation."""
    if said := fact_text(text):
        return escape(said)
    shown = escape(text.strip().rstrip("."))
    if len(shown) > 1 and not (shown[1].isupper() or shown[1].isdigit()):
        shown = shown[0].lower() + shown[1:]
    return english(shown)


def plain(text: str) -> str:
    """Return text so that Streamlit's headings and notes, which are Markdown, show it as it is."""
    return re.sub(r"[\\`*_\[\]<>#$~]|:(?=[\w+-]+[:/\[])", r"\\\g<0>", text)
