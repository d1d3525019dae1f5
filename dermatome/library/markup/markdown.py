"""Markdown → blocks, by way of HTML."""

from __future__ import annotations

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, reference
from markdown_it.rules_inline import StateInline

from dermatome.library.markup.blocks import Block, clean_text
from dermatome.library.markup.html import blocks_from_html
from dermatome.library.markup.notes import read_notes
from dermatome.library.markup.pieces import RAISED
from dermatome.library.markup.safety import LINK_SCHEMES, too_deep

_NESTED: Final = 100
"""Of lists and quotations nested deeper the parser drops what stands inside."""
_LINES: Final = re.compile("[\u2028\u2029]")
"""Ends of lines that only word processors know."""
_FOOTNOTE: Final = re.compile(r"\[\^(\d{1,3})\](:?)", re.ASCII)


def blocks_from_markdown(text: str, base: str = "") -> list[Block]:
    """Return the blocks of a Markdown document from outside; HTML in it is read too.

    :raises TooDeep: nested too deeply; nothing of it is lost when it is read as plain text.
    """
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": _NESTED}).enable(
        ["table", "strikethrough"]
    )
    parser.block.ruler.before("table", "depth", _depth)
    parser.block.ruler.at("reference", _reference)
    parser.inline.ruler.before("link", "footnote", _footnote)
    read_notes(parser)
    return blocks_from_html(parser.render(_LINES.sub("\n", clean_text(text))), base)


def _depth(state: StateBlock, _start: int, _end: int, _silent: bool) -> bool:
    """Refuse what is nested so deeply that the next list in it would be dropped."""
    if state.level >= _NESTED - 2:
        raise too_deep(_NESTED)
    return False


def _reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read the target of links, but no ``[^1]: note``: CommonMark takes a note of one word for a target."""
    here = state.bMarks[start] + state.tShift[start]
    return not state.src.startswith("[^", here) and reference(state, start, end, silent)


def _footnote(state: StateInline, silent: bool) -> bool:
    """Read the mark of a footnote, ``[^1]``, as a raised number; a mark in words stays as it is written."""
    match = _FOOTNOTE.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        state.push("text", "", 0).content = match[1].translate(RAISED) + (" " if match[2] else "")
    state.pos = match.end()
    return True


def blocks_from_own_markdown(text: str) -> list[Block]:
    """Return the blocks of one of our own articles: no HTML, links to ``article:slug#section`` allowed."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    return blocks_from_html(parser.render(text), schemes=(*LINK_SCHEMES, "article"))
