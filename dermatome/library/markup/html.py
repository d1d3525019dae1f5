"""HTML → blocks.

The walk over the sanitised page is a flat loop over events, so neither depth nor broken nesting can overflow
it. Every visible word ends up in exactly one block, but for those of merged cells, which are in each row they
reach. What the reader would not see (scripts, styles, embedded frames, fallback content, and all that
:mod:`dermatome.library.markup.seen` tells) is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urljoin, urlsplit

from dermatome.library.markup import office
from dermatome.library.markup.blocks import Block, Pieces, check_number, clean_text
from dermatome.library.markup.definitions import join_definitions
from dermatome.library.markup.formulas import Formula
from dermatome.library.markup.pieces import balance, raise_numbers
from dermatome.library.markup.safety import BLOCKS, INLINE, LINK_SCHEMES, sanitise, too_deep
from dermatome.library.markup.seen import Attributes, is_bold, is_icon, unseen
from dermatome.library.markup.sheets import Sheet, sheet_of
from dermatome.library.markup.tables import Table
from dermatome.library.markup.tabs import Tabs

MAX_INLINE: Final = 200
"""Deepest nesting of bold type, links and the like."""
_HEADINGS: Final = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_LISTS: Final = frozenset({"ul", "ol", "menu", "dir"})
_EMPTY: Final = frozenset({"br", "hr"})
_NAMES: Final = frozenset({*_HEADINGS, "summary"})


@dataclass(slots=True)
class _List:
    """A list being read: its identity, the number of the item open, and whether that item has begun."""

    id: int
    next: int | None
    implied: bool = False
    depth: int | None = None
    number: int | None = None
    begun: bool = False

    def open_item(self, value: int | None) -> None:
        if self.next is not None:
            self.number = self.next if value is None else value
            self.next = self.number + 1
        self.begun = False


@dataclass(slots=True)
class _Sight:
    """What is being passed over: depths inside an element that is not seen, and inside one that adorns."""

    unseen: int = 0
    adorning: int = 0
    whole: bool = False  # all that adorns is passed over, not only its signs
    bold: list[bool] = field(default_factory=list)
    comment: int | None = None  # the block, by its place in the stack, that is a comment


class _Walker(HTMLParser):
    """Turns the events of sanitised HTML into blocks."""

    def __init__(self, base: str, schemes: frozenset[str], sheet: Sheet) -> None:
        super().__init__(convert_charrefs=True)
        self.base = base
        self.schemes = schemes
        self.sheet = sheet
        self.blocks: list[Block] = []
        self.stack: list[str] = []
        self.begun: list[int] = []  # of each open block, how many had been read before it
        self.lists: list[_List] = []
        self.inline: list[tuple[str, str]] = []  # open inline elements: (tag, href)
        self.pieces: Pieces = []
        self.tables = 0
        self.table = Table()
        self.tabs = Tabs()
        self.formula = Formula()
        self.office = office.Paragraph()
        self.sight = _Sight()
        self.list_count = 0
        self.count = 0

    # -- events

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if self.passed_over(tag, attributes):
            return
        if self.tabs.opens(tag, attributes):
            self.flush()
        if tag not in _EMPTY and (sign := self.formula.opens(tag)):
            self.pieces.append(("text", sign))
        if tag == "br":
            self.pieces.append(("br",))
        elif tag in BLOCKS:
            self.flush()
            if tag != "hr":
                self.begun.append(self.count)
                self.stack.append(tag)
                self.open_block(tag, attributes)
        elif tag == "span":
            self.sight.bold.append(is_bold(tag, attributes, self.sheet))
            if self.sight.bold[-1]:
                self.open_phrase("strong", "")
            self.office.open_span(attributes)
        elif tag in INLINE:
            self.open_phrase(tag, self.link(attributes.get("href")) if tag == "a" else "")

    def handle_endtag(self, tag: str) -> None:
        if self.sight.unseen:
            self.sight.unseen -= 1
            return
        self.sight.adorning = max(0, self.sight.adorning - 1)
        if self.tabs.closes():
            self.flush()
        self.formula.closes()
        if tag in BLOCKS:
            self.flush()
            if tag in self.stack:
                while True:
                    closed = self.stack.pop()
                    self.begun.pop()
                    if self.sight.comment is not None and len(self.stack) <= self.sight.comment:
                        self.sight.comment = None
                    self.close_block(closed)
                    if closed == tag:
                        break
        elif tag == "span":
            self.office.close_span()
            if self.sight.bold and self.sight.bold.pop():
                self.close_phrase("strong")
        elif tag in INLINE:
            self.close_phrase(tag)

    def handle_data(self, data: str) -> None:
        if self.sight.unseen or self.office.marks(data):
            return
        if self.sight.adorning and (self.sight.whole or not any(map(str.isalnum, data))):
            return
        # again: what was written as an entity is seen only now
        self.pieces.append(("text", self.office.words(clean_text(data))))

    def finish(self) -> list[Block]:
        """End the document and return its blocks."""
        self.close()
        self.flush()
        self.blocks += self.table.end_row()
        return join_definitions(self.tabs.untold(self.blocks))

    # -- helpers

    def passed_over(self, tag: str, attributes: Attributes) -> bool:
        """Note what is not seen, or only adorns; True of what is not seen."""
        sight = self.sight
        if sight.unseen:
            sight.unseen += tag not in _EMPTY
            return True
        if tag not in _EMPTY and unseen(tag, attributes, self.sheet, self.tabs.opened):
            sight.unseen = 1
            return True
        if sight.adorning:
            sight.adorning += tag not in _EMPTY
        elif attributes.get("aria-hidden") == "true" and tag not in _EMPTY:
            sight.adorning = 1
            sight.whole = is_icon(attributes) or tag == "a" or not _NAMES.isdisjoint(self.stack)
        if tag == "a" and (attributes.get("href") or "").startswith("#cmnt_ref") and self.stack:
            # The comment at the end of a document: the division it has for itself, else the paragraph.
            own = [n for n, name in enumerate(self.stack) if name == "div" and self.begun[n] == self.count]
            sight.comment = own[-1] if own else len(self.stack) - 1
        return False

    def open_phrase(self, tag: str, href: str) -> None:
        self.inline.append((tag, href))
        if len(self.inline) > MAX_INLINE:  # each is opened again in every block
            raise too_deep(MAX_INLINE)
        self.open_inline(tag, href)

    def close_phrase(self, tag: str) -> None:
        for index in range(len(self.inline) - 1, -1, -1):
            if self.inline[index][0] == tag:
                _, href = self.inline.pop(index)
                if tag != "a" or href:
                    self.pieces.append(("close", INLINE[tag]))
                break

    def open_block(self, tag: str, attributes: Attributes) -> None:
        if heading := self.tabs.heading(attributes):
            self.add(replace(heading, kind="heading", level=7, region=self.region()))
        if tag in _LISTS:
            self.list_count += 1
            start = _integer(attributes.get("start"), 1) if tag == "ol" else None
            self.lists.append(_List(self.list_count, start, depth=office.depth_of_list(attributes)))
        elif tag == "li":
            if not self.lists:  # an item without a list: browsers show a bullet all the same
                self.list_count += 1
                self.lists.append(_List(self.list_count, None, implied=True))
            self.lists[-1].open_item(_integer(attributes.get("value"), None))
        elif tag == "p":
            self.office.begin(attributes)
        elif tag == "table":
            self.tables += 1
            if self.tables == 1:
                self.table.begin()
        elif tag == "tr" and self.tables == 1:
            self.table.open_row()
        elif tag in {"td", "th"} and self.tables == 1:
            rows, columns = (_integer(attributes.get(name), 1) or 0 for name in ("rowspan", "colspan"))
            self.table.open_cell(tag == "th", rows, columns)

    def close_block(self, tag: str) -> None:
        if (tag in _LISTS and self.lists) or (
            # The list that items without one stand in ends with the outermost of them.
            tag == "li" and self.lists and self.lists[-1].implied and "li" not in self.stack
        ):
            self.lists.pop()
        elif tag == "p":
            self.office.end()
        elif tag == "table":
            self.tables -= 1
        elif tag == "tr" and self.tables == 1:
            self.blocks += self.table.end_row()
        elif tag in {"td", "th"} and self.tables == 1:
            self.table.close_cell()

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
        if self.sight.comment is not None:
            return
        if not any(piece[0] == "text" and piece[1].strip() for piece in pieces):
            return
        block = self.make_block(raise_numbers(balance(pieces)))
        block.region = self.region()
        self.tabs.note(block)
        self.add(block)

    def add(self, block: Block) -> None:
        self.count += 1
        check_number(self.count)
        cell = self.table.cell
        (self.blocks if cell is None else cell).append(block)

    def make_block(self, pieces: Pieces) -> Block:
        """Return the block that ``pieces`` are, seen from the innermost element that says so."""
        for tag in reversed(self.stack):
            if tag in _HEADINGS and not self.lists:
                return Block("heading", pieces, level=_HEADINGS[tag])
            if tag == "summary" and not self.lists:
                return Block("heading", pieces, level=7)
            if tag in _LISTS or tag == "li":
                current = self.lists[-1]
                depth = len(self.lists) - 1 if current.depth is None else current.depth
                block = Block("item", pieces, depth=depth, number=current.number, list_id=current.id)
                block.continued, current.begun = current.begun, True
                return block
            if tag in {"dt", "dd"}:
                return Block("term" if tag == "dt" else "item", pieces, list_id=-1)
            if tag == "pre":
                return Block("code", pieces)
            if tag == "blockquote":
                return Block("quote", pieces)
            if tag in {"figcaption", "caption"}:
                return Block("caption", pieces)
        if self.office.title and not self.tables:
            return Block("heading", pieces, level=1, header=True)
        return self.office.item(pieces) or Block("paragraph", pieces)

    def region(self) -> str:
        """Return which part of the page the block being read belongs to."""
        if "nav" in self.stack or "menu" in self.stack:
            return "nav"
        if "main" in self.stack or "article" in self.stack:
            return "main"
        return "chrome" if {"header", "footer", "aside"}.intersection(self.stack) else ""


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
    walker = _Walker(base, allowed, sheet_of(html))
    walker.feed(sanitise(html, schemes=allowed))
    return walker.finish()
