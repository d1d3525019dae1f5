"""HTML → blocks.

The walk over the sanitised page is a flat loop over events, so neither depth nor broken nesting can overflow
it. Every visible word ends up in exactly one block. What the reader would not see (scripts, styles, embedded
frames, fallback content) is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urljoin, urlsplit

from dermatome.library.markup.blocks import Block, Pieces, check_number, clean_text
from dermatome.library.markup.pieces import balance, join, raise_numbers
from dermatome.library.markup.safety import BLOCKS, INLINE, LINK_SCHEMES, sanitise, too_deep

MAX_INLINE: Final = 200
"""Deepest nesting of bold type, links and the like."""
_HEADINGS: Final = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_LISTS: Final = frozenset({"ul", "ol", "menu", "dir"})


@dataclass(slots=True)
class _List:
    """A list being read: its identity, the number of the item open, and whether that item has begun."""

    id: int
    next: int | None
    implied: bool = False
    number: int | None = None
    begun: bool = False

    def open_item(self, value: int | None) -> None:
        if self.next is not None:
            self.number = self.next if value is None else value
            self.next = self.number + 1
        self.begun = False


class _Walker(HTMLParser):
    """Turns the events of sanitised HTML into blocks."""

    def __init__(self, base: str, schemes: frozenset[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.base = base
        self.schemes = schemes
        self.blocks: list[Block] = []
        self.stack: list[str] = []
        self.lists: list[_List] = []
        self.inline: list[tuple[str, str]] = []  # open inline elements: (tag, href)
        self.pieces: Pieces = []
        self.tables = 0
        self.row: list[list[Block]] | None = None
        self.row_header = True
        self.in_cell = False
        self.list_count = 0
        self.count = 0

    # -- events

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.pieces.append(("br",))
        elif tag in BLOCKS:
            self.flush()
            if tag != "hr":
                self.stack.append(tag)
                self.open_block(tag, dict(attrs))
        elif tag in INLINE:
            href = self.link(dict(attrs).get("href")) if tag == "a" else ""
            self.inline.append((tag, href))
            if len(self.inline) > MAX_INLINE:  # each is opened again in every block
                raise too_deep(MAX_INLINE)
            self.open_inline(tag, href)

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.flush()
            if tag in self.stack:
                while True:
                    closed = self.stack.pop()
                    self.close_block(closed)
                    if closed == tag:
                        break
        elif tag in INLINE:
            for index in range(len(self.inline) - 1, -1, -1):
                if self.inline[index][0] == tag:
                    _, href = self.inline.pop(index)
                    if tag != "a" or href:
                        self.pieces.append(("close", INLINE[tag]))
                    break

    def handle_data(self, data: str) -> None:
        self.pieces.append(
            ("text", clean_text(data))
        )  # again: what was written as an entity is seen only now

    def finish(self) -> list[Block]:
        """End the document and return its blocks."""
        self.close()
        self.flush()
        self.end_row()
        return self.blocks

    # -- helpers

    def open_block(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag in _LISTS:
            self.list_count += 1
            start = _integer(attributes.get("start"), 1) if tag == "ol" else None
            self.lists.append(_List(self.list_count, start))
        elif tag == "li":
            if not self.lists:  # an item without a list: browsers show a bullet all the same
                self.list_count += 1
                self.lists.append(_List(self.list_count, None, implied=True))
            self.lists[-1].open_item(_integer(attributes.get("value"), None))
        elif tag == "table":
            self.tables += 1
        elif tag == "tr" and self.tables == 1:
            self.row, self.row_header, self.in_cell = [], True, False
        elif tag in {"td", "th"} and self.tables == 1 and self.row is not None:
            self.row.append([])
            self.in_cell = True
            self.row_header = self.row_header and tag == "th"

    def close_block(self, tag: str) -> None:
        if (tag in _LISTS and self.lists) or (
            # The list that items without one stand in ends with the outermost of them.
            tag == "li" and self.lists and self.lists[-1].implied and "li" not in self.stack
        ):
            self.lists.pop()
        elif tag == "table":
            self.tables -= 1
        elif tag == "tr" and self.tables == 1:
            self.end_row()
        elif tag in {"td", "th"} and self.tables == 1:
            self.in_cell = False

    def open_inline(self, tag: str, href: str) -> None:
        if tag != "a":
            self.pieces.append(("open", INLINE[tag], ""))
        elif href:
            self.pieces.append(("open", "a", href))

    def link(self, href: str | None) -> str:
        """Return the absolute address of a link, or "" when it leads nowhere safe."""
        if not href:
            return ""
        try:
            absolute = urljoin(self.base, href.strip()) if self.base else href.strip()
            scheme = urlsplit(absolute).scheme.lower()
        except ValueError:
            return ""
        return absolute if scheme in self.schemes else ""

    def flush(self) -> None:
        """End the block being read; inline elements still open go on in the next one."""
        pieces, self.pieces = self.pieces, []
        for tag, href in self.inline:
            self.open_inline(tag, href)
        if not any(piece[0] == "text" and piece[1].strip() for piece in pieces):
            return
        self.count += 1
        check_number(self.count)
        block = self.make_block(raise_numbers(balance(pieces)))
        block.region = self.region()
        if self.row is not None and self.in_cell:
            self.row[-1].append(block)
        else:
            self.blocks.append(block)

    def make_block(self, pieces: Pieces) -> Block:
        """Return the block that ``pieces`` are, seen from the innermost element that says so."""
        for tag in reversed(self.stack):
            if tag in _HEADINGS and not self.lists:
                return Block("heading", pieces, level=_HEADINGS[tag])
            if tag == "summary" and not self.lists:
                return Block("heading", pieces, level=7)
            if tag in _LISTS or tag == "li":
                current = self.lists[-1]
                block = Block(
                    "item", pieces, depth=len(self.lists) - 1, number=current.number, list_id=current.id
                )
                block.continued, current.begun = current.begun, True
                return block
            if tag == "dd":
                return Block("item", pieces, list_id=-1)
            if tag == "pre":
                return Block("code", pieces)
            if tag == "blockquote":
                return Block("quote", pieces)
            if tag in {"figcaption", "caption"}:
                return Block("caption", pieces)
        return Block("paragraph", pieces)

    def region(self) -> str:
        """Return which part of the page the block being read belongs to."""
        if "nav" in self.stack or "menu" in self.stack:
            return "nav"
        if "main" in self.stack or "article" in self.stack:
            return "main"
        return "chrome" if {"header", "footer", "aside"}.intersection(self.stack) else ""

    def end_row(self) -> None:
        """Emit the row as one passage, or, where a table only lays out a page, the blocks in its cells."""
        row, self.row, self.in_cell = self.row, None, False
        if not row:
            return
        blocks = [block for cell in row for block in cell]
        size = sum(len(piece[1]) for block in blocks for piece in block.pieces if piece[0] == "text")
        layout = (
            any(block.kind == "heading" for block in blocks) or size > 1_500 or len(blocks) > 4 * len(row)
        )
        if layout or len(row) == 1:
            self.blocks += blocks
            return
        cells = [join([block.pieces for block in cell], ("br",)) for cell in row]
        filled = [cell for cell in cells if cell]
        if filled:
            self.blocks.append(
                Block(
                    "row",
                    join(filled, ("text", "; ")),
                    cells=cells,
                    header=self.row_header,
                    region=blocks[0].region,
                )
            )


def _integer(text: str | None, default: int | None) -> int | None:
    """Return the whole number an attribute holds, kept within what a list can sensibly be numbered."""
    match = re.fullmatch(r"\s*(-?\d{1,6})\s*", text or "", re.ASCII)
    return int(match[1]) if match else default


def blocks_from_html(html: str, base: str = "", schemes: Iterable[str] = LINK_SCHEMES) -> list[Block]:
    """Return the blocks of an HTML fragment in reading order.

    ``base`` is the address relative links start from; without it they lose their target, not their words.

    :raises ImportFailed: nested too deeply, or too many elements or blocks.
    """
    allowed = frozenset(schemes)
    walker = _Walker(base, allowed)
    walker.feed(sanitise(html, schemes=allowed))
    return walker.finish()
