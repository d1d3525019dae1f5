"""HTML and Markdown → blocks → sections: one clean reading of any article, ours or imported.

The sanitiser (nh3, a browser-grade parser) runs first and returns well-formed HTML; the walk over
it is a flat loop over events, so neither depth nor broken nesting can overflow it. Every visible
word ends up in exactly one block. What the reader would not see (scripts, styles, embedded frames,
fallback content) is dropped.
"""

from __future__ import annotations

import functools
import html as html_lib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urljoin, urlsplit

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, reference
from markdown_it.rules_inline import StateInline

from dermatome.errors import ImportFailed
from dermatome.library.records import Passage, PassageKind, Section

MAX_DEPTH: Final = 2_000
"""Deepest nesting of elements accepted. Real pages stay below 100; parsing time grows with its square."""
MAX_INLINE: Final = 200
"""Deepest nesting of bold type, links and the like."""
MAX_TAGS: Final = 300_000
"""Elements accepted in one document."""
MAX_PASSAGES: Final = 20_000
"""Headings, paragraphs, items and rows accepted in one article: more than the longest books have."""
MAX_PASSAGE: Final = 20_000
"""Characters of one passage; a longer one is cut between words into several."""
MAX_HEADING: Final = 1_000
"""Characters of a heading; a longer one is a paragraph."""
_MAX_REOPENED: Final = 2_000_000
"""Elements the parser may have to open again, as ``<b>`` in each paragraph until one is closed."""

_HEADINGS: Final = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
# fmt: off
_BLOCKS: Final = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "legend", "li", "main", "menu", "nav",
    "ol", "optgroup", "option", "p", "pre", "search", "section", "select", "summary", "table",
    "tbody", "td", "textarea", "tfoot", "th", "thead", "tr", "ul",
})
# fmt: on
_INLINE: Final = {
    "a": "a",
    "b": "strong",
    "strong": "strong",
    "i": "em",
    "em": "em",
    "cite": "em",
    "dfn": "em",
    "sub": "sub",
    "sup": "sup",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
}
"""Inline elements that carry meaning worth keeping, and what they become; all others lose the tag only."""

# fmt: off
_INVISIBLE: Final = frozenset({
    "script", "style", "noscript", "template", "iframe", "object", "embed", "applet", "audio",
    "video", "canvas", "svg", "head", "title", "noframes", "map",
})
# fmt: on
_LISTS: Final = frozenset({"ul", "ol", "menu", "dir"})
_SHOWN: Final = {*_INLINE.values(), "br", "sup"}
"""Elements inside a passage."""
_LINK_SCHEMES: Final = frozenset({"http", "https", "mailto"})
# fmt: off
_VOID: Final = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
})
# fmt: on
# Elements a browser closes by itself when the next one opens: a run of them is not nesting.
# fmt: off
_SELF_CLOSING: Final = frozenset({
    "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup", "rt",
    "rp", "colgroup",
})
# fmt: on

_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)")
_START: Final = re.compile(r"<([a-zA-Z][^\s/>]*)")
# What a browser reads as one piece. Where readings differ the longer one is taken: an end tag inside it is
# not believed, a start tag is, so that nothing can nest deeper than is counted.
_MARKUP: Final = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))|<!\[CDATA\[.*?(?:\]\]>|\Z)|<[!?][^>]*>?|</[^a-zA-Z][^>]*>?"
    r"|<script\b[^<]*+(?:<(?!/script[\s/>]|!--)[^<]*+|<!--(?:-?>|.*?(?:-->|\Z))[^<]*+)*+"
    r"|<(?P<raw>style|textarea|title|xmp|iframe|noembed|noframes|noscript|plaintext)\b"
    r".*?(?=</(?P=raw)[\s/>]|\Z)"
    r"|<(?P<end>/?)(?P<tag>[a-zA-Z][^\s/>]*)"
    r"(?P<rest>(?:[^>\"'=]++|=\s*\"[^\"]*\"|=\s*'[^']*'|[\"'=])*+)>?",
    re.IGNORECASE | re.DOTALL,
)
# Elements a browser opens again in the next block when they are left open. Attributes make each another one.
_FORMATTING: Final = frozenset(
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"]
)
_FENCES: Final = frozenset({"td", "th", "caption", "object", "applet", "marquee", "template"})
"""Elements inside which an end tag does not close what was opened outside."""
_NEVER_INSIDE: Final = _VOID | _SELF_CLOSING - {"rt", "rp", "option", "optgroup"}
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
_CONTROL: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2060\ufeff\u00ad\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
_SPACE: Final = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_BULLET: Final = re.compile(r"^(?:[-–—•·▪◦‣*○●■]\s+|[•▪◦‣●■])")
_CITATION: Final = re.compile(r"\s*\[(@[A-Za-z0-9_]+(?:\s*[;,]\s*@[A-Za-z0-9_]+)*)\]")
_FOOTNOTE: Final = re.compile(r"\[\^(\d{1,3})\](:?)", re.ASCII)
_NUMBERS: Final = re.compile(r"\d{1,3}(?:\s?[,–-]\s?\d{1,3})*", re.ASCII)
_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_HEADING_ATTRIBUTES: Final = re.compile(r"\s*\{#(?P<id>[\w-]+)(?:\s+role=(?P<role>[\w-]+))?\}\s*$")
_TERMINAL: Final = (".", "!", ";", ",", ":", "…")


Piece = tuple[str, ...]
Pieces = list[Piece]


@dataclass(slots=True)
class Block:
    """One heading or passage in reading order, before sections are formed.

    ``pieces`` is the inline content: ``("text", words)``, ``("open", tag, href)``, ``("close", tag)``,
    ``("br",)`` and ``("cite", keys)``.
    """

    kind: PassageKind | str
    pieces: Pieces
    level: int = 0
    depth: int = 0
    number: int | None = None
    continued: bool = False
    list_id: int = 0
    cells: list[Pieces] = field(default_factory=list)
    header: bool = False
    region: str = ""  # of a page: "main", "nav", "chrome" (header, footer, aside outside main) or ""


def clean_text(text: str) -> str:
    """Remove what no reader sees: control characters, soft hyphens, zero-width and direction marks.

    Lone surrogates, which no encoder accepts, become the replacement character.
    """
    return _SURROGATE.sub("\ufffd", _CONTROL.sub("", text))


def collapse(text: str) -> str:
    """Return ``text`` with every run of white space, no-break spaces included, as one space."""
    return _SPACE.sub(" ", text).strip()


def slugify(text: str, fallback: str = "section") -> str:
    """Return an id of lower-case ASCII letters, digits and hyphens for a heading or title."""
    folded = unicodedata.normalize("NFKD", text.replace("–", "-").replace("—", "-").replace("ß", "ss"))
    folded = folded.encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’]", "", folded)).strip("-")
    return slug[:80].rstrip("-") or fallback


# ---------------------------------------------------------------------------- HTML → blocks


def sanitise(html: str, *, schemes: Iterable[str] = _LINK_SCHEMES) -> str:
    """Return well-formed, harmless HTML with the same visible words.

    :raises ImportFailed: the elements are nested deeper than :data:`MAX_DEPTH`.
    """
    html = clean_text(html)
    _check_depth(html)
    return nh3.clean(
        _tamed(html),
        tags=set(_BLOCKS | set(_INLINE) | {"br", "span"}),
        clean_content_tags=set(_INVISIBLE),
        attributes={"a": {"href"}, "ol": {"start"}, "li": {"value"}},
        url_schemes=set(schemes),
        link_rel=None,
    )


def _tamed(html: str) -> str:
    """Return the page without attributes of formatting elements, which the sanitiser removes anyway.

    A browser opens an element like ``<b>`` again in every block until it is closed, three times at most, but
    counts those with other attributes anew: a few kilobytes of these make the parser fill the memory. What
    is left is counted as the parser would see it at its worst.

    :raises ImportFailed: too many elements, or too many to open again, or nested too deeply.
    """
    stack: list[tuple[str, bool]] = []  # open elements, and whether a formatting one counts as open
    active: dict[str, int] = {}
    fence = tags = reopened = 0

    def opened(tag: str) -> None:
        nonlocal fence, tags, reopened
        tags += 1
        reopened += sum(active.values()) if active else 0
        if tag in _FENCES:
            fence = len(stack)
        if tags > MAX_TAGS or reopened > _MAX_REOPENED:
            raise ImportFailed(
                "The page has more elements than any real article. Save it again from the browser, or import "
                "its plain text."
            )
        if tag in _NEVER_INSIDE:
            return
        counts = tag in _FORMATTING and active.get(tag, 0) < 3
        if counts:
            active[tag] = active.get(tag, 0) + 1
        stack.append((tag, counts))
        if len(stack) > 2 * MAX_DEPTH:
            raise ImportFailed(_too_deep())

    def seen(match: re.Match[str]) -> str:
        nonlocal fence
        if match["tag"] is None:
            for hidden in _START.finditer(match[0]):
                opened(hidden[1].lower())
            return match[0]
        tag = match["tag"].lower()
        if match["end"]:
            if stack and stack[-1][0] == tag:
                _tag, counts = stack.pop()
                if counts and len(stack) >= fence:
                    active[tag] -= 1
                fence = min(fence, len(stack))
            return match[0]
        for hidden in _START.finditer(match["rest"]):
            opened(hidden[1].lower())
        opened(tag)
        if tag in _FORMATTING and tag != "a" and match[0].endswith(">"):
            return f"<{tag}>"
        return match[0]

    return _MARKUP.sub(seen, html)


def _too_deep(most: int = MAX_DEPTH) -> str:
    return (
        f"The page nests its elements more than {most:,} deep, which no real article does. "
        "Save it again from the browser, or import its plain text."
    )


@functools.lru_cache(maxsize=4096)
def safe_inline(html: str) -> str:
    """Return the inline HTML of a passage as it may be shown, whoever wrote it to the library's database.

    What :func:`sanitise` and the reader of our own articles have made comes back as it is.
    """
    if "<" not in html and "&" not in html:
        return html
    return nh3.clean(
        html,
        tags=_SHOWN,
        clean_content_tags=set(_INVISIBLE),
        attributes={"a": {"href", "title"}},
        allowed_classes={"sup": {"cite"}},
        url_schemes=set(_LINK_SCHEMES | {"article"}),
        link_rel=None,
    )


def _check_depth(html: str) -> None:
    """Raise before parsing when elements nest too deeply; linear in the length of ``html``."""
    depth = 0
    open_tags: dict[str, int] = {}
    for match in _TAG.finditer(html):
        tag = match[2].lower()
        # Items and cells close themselves unless a list or table opened in between, which is counted.
        if tag in _VOID or tag in _SELF_CLOSING:
            continue
        if not match[1]:
            open_tags[tag] = open_tags.get(tag, 0) + 1
            depth += 1
            if depth > MAX_DEPTH:
                raise ImportFailed(_too_deep())
        elif open_tags.get(tag, 0) > 0:
            open_tags[tag] -= 1
            depth -= 1


def check_number(passages: int) -> None:
    """Do nothing while an article holds no more passages than it may. :raises ImportFailed: it does."""
    if passages > MAX_PASSAGES:
        raise ImportFailed(f"The text holds more than {MAX_PASSAGES:,} paragraphs. Split it.")


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
        elif tag in _BLOCKS:
            self.flush()
            if tag != "hr":
                self.stack.append(tag)
                self.open_block(tag, dict(attrs))
        elif tag in _INLINE:
            href = self.link(dict(attrs).get("href")) if tag == "a" else ""
            self.inline.append((tag, href))
            if len(self.inline) > MAX_INLINE:  # each is opened again in every block
                raise ImportFailed(_too_deep(MAX_INLINE))
            self.open_inline(tag, href)

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.flush()
            if tag in self.stack:
                while True:
                    closed = self.stack.pop()
                    self.close_block(closed)
                    if closed == tag:
                        break
        elif tag in _INLINE:
            for index in range(len(self.inline) - 1, -1, -1):
                if self.inline[index][0] == tag:
                    _, href = self.inline.pop(index)
                    if tag != "a" or href:
                        self.pieces.append(("close", _INLINE[tag]))
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
            self.row, self.row_header = [], True
        elif tag in {"td", "th"} and self.tables == 1 and self.row is not None:
            self.row.append([])
            self.in_cell = True
            self.row_header = self.row_header and tag == "th"

    def close_block(self, tag: str) -> None:
        if (tag in _LISTS and self.lists) or (tag == "li" and self.lists and self.lists[-1].implied):
            self.lists.pop()
        elif tag == "table":
            self.tables -= 1
        elif tag == "tr" and self.tables == 1:
            self.end_row()
        elif tag in {"td", "th"} and self.tables == 1:
            self.in_cell = False

    def open_inline(self, tag: str, href: str) -> None:
        if tag != "a":
            self.pieces.append(("open", _INLINE[tag], ""))
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
        block = self.make_block(_raise_numbers(_balance(pieces)))
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
        cells = [_join([block.pieces for block in cell], ("br",)) for cell in row]
        filled = [cell for cell in cells if cell]
        if filled:
            self.blocks.append(
                Block(
                    "row",
                    _join(filled, ("text", "; ")),
                    cells=cells,
                    header=self.row_header,
                    region=blocks[0].region,
                )
            )


def _join(groups: list[Pieces], separator: Piece) -> Pieces:
    joined: Pieces = []
    for group in groups:
        if joined:
            joined.append(separator)
        joined += group
    return joined


def _integer(text: str | None, default: int | None) -> int | None:
    """Return the whole number an attribute holds, kept within what a list can sensibly be numbered."""
    match = re.fullmatch(r"\s*(-?\d{1,6})\s*", text or "", re.ASCII)
    return int(match[1]) if match else default


def _balance(pieces: Pieces) -> Pieces:
    """Return the pieces well nested: closers matched, nothing left open, no duplicate or empty element."""
    result: Pieces = []
    stack: list[Piece] = []
    duplicates: dict[str, int] = {}
    for piece in pieces:
        if piece[0] == "open":
            if any(opened[1] == piece[1] for opened in stack):
                duplicates[piece[1]] = duplicates.get(piece[1], 0) + 1
            else:
                stack.append(piece)
                result.append(piece)
        elif piece[0] == "close":
            tag = piece[1]
            if duplicates.get(tag, 0):
                duplicates[tag] -= 1
            elif any(opened[1] == tag for opened in stack):
                reopen: list[Piece] = []
                while True:
                    opened = stack.pop()
                    _close(result, opened)
                    if opened[1] == tag:
                        break
                    reopen.append(opened)
                for opened in reversed(reopen):
                    stack.append(opened)
                    result.append(opened)
        else:
            result.append(piece)
    while stack:
        _close(result, stack.pop())
    return result


def _raise_numbers(pieces: Pieces) -> Pieces:
    """Return the pieces with raised numbers as characters of their own: the note 2 at "T1" makes no "T12"."""
    result: Pieces = []
    start = -1
    for piece in pieces:
        result.append(piece)
        if piece[:2] == ("open", "sup"):
            start = len(result) - 1
        elif piece[:2] == ("close", "sup") and start >= 0:
            if _NUMBERS.fullmatch(_words(result[start:])):
                inside = result[start + 1 : -1]
                result[start:] = [(p[0], p[1].translate(_RAISED)) if p[0] == "text" else p for p in inside]
            start = -1
    return result


def _close(result: Pieces, opened: Piece) -> None:
    """Close the innermost open element; one that holds no word leaves only its white space behind."""
    index = len(result) - 1
    while result[index] is not opened:
        piece = result[index]
        if piece[0] in {"close", "cite"} or (piece[0] == "text" and piece[1].strip()):
            result.append(("close", opened[1]))
            return
        index -= 1
    del result[index]


def _split(pieces: Pieces, cuts: Iterable[int]) -> list[Pieces]:
    """Cut the pieces before each index in ``cuts``; inline elements open at a cut go on after it."""
    groups: list[Pieces] = [[]]
    wanted = set(cuts)
    stack: list[Piece] = []
    for index, piece in enumerate(pieces):
        if index in wanted:
            groups.append(list(stack))
        groups[-1].append(piece)
        if piece[0] == "open":
            stack.append(piece)
        elif piece[0] == "close" and stack:
            stack.pop()
    return [_balance(group) for group in groups]


def _words(pieces: Pieces) -> str:
    """Return the plain words of the pieces, line breaks as spaces."""
    return collapse(
        "".join(piece[1] if piece[0] == "text" else " " for piece in pieces if piece[0] in {"text", "br"})
    )


def words_of(block: Block) -> str:
    """Return the plain words of a block."""
    return _words(block.pieces)


def _bold(pieces: Pieces) -> bool:
    """True when every word stands in bold type."""
    inside = False
    for piece in pieces:
        if piece[0] in {"open", "close"} and piece[1] == "strong":
            inside = piece[0] == "open"
        elif piece[0] == "text" and piece[1].strip(" \t\r\n\u00a0:.-–") and not inside:
            return False
    return True


def _starts_bold(pieces: Pieces) -> bool:
    for piece in pieces:
        if piece[0] == "open" and piece[1] == "strong":
            return True
        if piece[0] == "text" and piece[1].strip():
            return False
    return False


def blocks_from_html(html: str, base: str = "", schemes: Iterable[str] = _LINK_SCHEMES) -> list[Block]:
    """Return the blocks of an HTML fragment in reading order.

    ``base`` is the address relative links start from; without it they lose their target, not their words.

    :raises ImportFailed: nested too deeply, or too many elements or blocks.
    """
    allowed = frozenset(schemes)
    walker = _Walker(base, allowed)
    walker.feed(sanitise(html, schemes=allowed))
    return walker.finish()


# ---------------------------------------------------------------------------- repairs


def repair(blocks: Iterable[Block]) -> list[Block]:
    """Give the blocks of a page from outside the structure its author meant.

    Double line breaks end a paragraph; lines that start with a dash or bullet are list items; a bold
    line that asks a question, or stands alone, is a heading; items under a bold-only item belong to it.
    No word is added or lost, only bullet characters.
    """
    split = [part for block in blocks for part in _split_at_breaks(block)]
    promoted = [
        part for index, block in enumerate(split) for part in _promote(block, split[index + 1 : index + 2])
    ]
    return _nest_under_labels(promoted)


def _split_at_breaks(block: Block) -> Iterator[Block]:
    """Yield the paragraphs and items that line breaks separate inside one block."""
    if block.kind not in {"paragraph", "item", "quote"} or not any(
        piece[0] == "br" for piece in block.pieces
    ):
        yield block
        return
    cuts: list[int] = []
    bullets: set[int] = set()
    breaks = 0
    for index, piece in enumerate(block.pieces):
        if piece[0] == "br":
            breaks += 1
        elif piece[0] == "text" and piece[1].strip():
            if breaks and _BULLET.match(piece[1].lstrip()):
                cuts.append(index)
                bullets.add(len(cuts))
            elif breaks > 1:
                cuts.append(index)
            elif breaks and bullets and len(cuts) in bullets:
                pass  # the bullet's text runs on over a single break
            breaks = 0
    # An element opened after the break belongs to what follows: cut before it.
    cuts = [_before_openers(block.pieces, cut) for cut in cuts]
    groups = _split(block.pieces, cuts)
    for number, group in enumerate(groups):
        if not _words(group):
            continue
        if number in bullets:
            yield Block(
                "item",
                _strip_bullet(group),
                depth=block.depth + 1 if block.kind == "item" else 0,
                list_id=-2 - block.list_id,
            )
        else:
            yield replace(
                block, pieces=group, continued=block.continued or (number > 0 and block.kind == "item")
            )


def _before_openers(pieces: Pieces, index: int) -> int:
    while index and (
        pieces[index - 1][0] == "open"
        or pieces[index - 1] == ("text", "")
        or (pieces[index - 1][0] == "text" and not pieces[index - 1][1].strip())
    ):
        index -= 1
    return index


def _strip_bullet(pieces: Pieces) -> Pieces:
    for index, piece in enumerate(pieces):
        if piece[0] == "text" and piece[1].strip():
            return [
                *pieces[:index],
                ("text", _BULLET.sub("", piece[1].lstrip(), count=1)),
                *pieces[index + 1 :],
            ]
    return pieces


def _promote(block: Block, following: list[Block]) -> Iterator[Block]:
    """Yield the block, or a heading and the rest where bold type stands in for a heading."""
    if block.kind == "paragraph":
        words = _words(block.pieces)
        if _bold(block.pieces) and len(words) <= 120 and following and not words.endswith(_TERMINAL):
            yield replace(block, kind="heading", level=8)
            return
        breaks = [index for index, piece in enumerate(block.pieces) if piece[0] == "br"]
        if breaks:
            first, rest = _split(block.pieces, breaks[:1])
            question = _words(first)
            if question.endswith("?") and len(question) <= 250 and _bold(first) and _words(rest):
                yield replace(block, kind="heading", level=8, pieces=first)
                yield replace(block, pieces=rest)
                return
    yield block


def _nest_under_labels(blocks: list[Block]) -> list[Block]:
    """Indent the items that follow a bold-only item of the same list, up to the next bold one.

    Exports of nested lists often come out flat like this.
    """
    label: Block | None = None
    under: tuple[int, int] | None = None  # (list, depth) of a list that an item with a colon introduces
    for index, block in enumerate(blocks):
        before = blocks[index - 1] if index else None
        if before is not None and block.kind == before.kind == "item" and before.list_id != block.list_id:
            introduced = before.number is not None and words_of(before).endswith(":")
            nested = introduced and before.depth == block.depth and block.number is None
            under = (block.list_id, block.depth) if nested else None
        if under is not None and (block.list_id, block.depth) == under:
            blocks[index] = block = replace(block, depth=block.depth + 1)
            continue
        if block.kind != "item" or block.list_id < 0:
            label = None if block.kind != "item" else label
            continue
        if label and (block.list_id, block.depth) == (label.list_id, label.depth) and not block.continued:
            if not _starts_bold(block.pieces):
                blocks[index] = replace(block, depth=block.depth + 1, number=None)
                continue
            label = None
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if (
            not block.continued
            and _bold(block.pieces)
            and following is not None
            and (following.kind, following.list_id, following.depth) == ("item", block.list_id, block.depth)
            and not following.continued
            and not _starts_bold(following.pieces)
        ):
            label = block
        elif label is None or (block.depth <= label.depth and not block.continued):
            label = None
    return blocks


# ---------------------------------------------------------------------------- Markdown → blocks


def blocks_from_markdown(text: str, base: str = "") -> list[Block]:
    """Return the blocks of a Markdown document from outside; HTML in it is read too.

    :raises ImportFailed: nested too deeply.
    """
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 100}).enable(["table", "strikethrough"])
    parser.block.ruler.at("reference", _reference)
    parser.inline.ruler.before("link", "footnote", _footnote)
    return blocks_from_html(parser.render(clean_text(text)), base)


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
        state.push("text", "", 0).content = match[1].translate(_RAISED) + (" " if match[2] else "")
    state.pos = match.end()
    return True


def blocks_from_own_markdown(text: str) -> list[Block]:
    """Return the blocks of one of our own articles: no HTML, links to ``article:slug#section`` allowed."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    return blocks_from_html(parser.render(text), schemes=(*_LINK_SCHEMES, "article"))


# ---------------------------------------------------------------------------- blocks → sections


def sections_from_blocks(blocks: list[Block], *, title: str = "", own: bool = False) -> tuple[Section, ...]:
    """Group blocks into sections.

    In our ``own`` articles headings carry ``{#id role=ROLE}`` and text carries ``[@KEY]`` citations;
    elsewhere ids come from the headings, and a first heading that repeats the title is left out.
    """
    if not own:
        if blocks and blocks[0].kind == "heading" and _same(_words(blocks[0].pieces), title):
            blocks = blocks[1:]
        blocks = [part for block in blocks for part in _cut(block)]
        check_number(len(blocks))
    levels = [block.level for block in blocks if block.kind == "heading" and block.level <= 6]
    shift = 2 - min(levels, default=2)
    drafts: list[_Draft] = []
    used: dict[str, int] = {}
    real_level = 1
    for block in blocks:
        if block.kind == "heading":
            words = _words(block.pieces)
            section_id = role = None
            if own and (match := _HEADING_ATTRIBUTES.search(words)):
                section_id, role, words = match["id"], match["role"], words[: match.start()]
            level = min(block.level + shift, 6) if block.level <= 6 else min(real_level + 1, 6)
            real_level = level if block.level <= 6 else real_level
            parent = next(
                (draft for draft in reversed(drafts) if draft.level < level and draft.heading), None
            )
            if section_id is None:
                slug = slugify(words)
                section_id = f"{parent.id}-{slug}" if own and parent else slug
            if not own:
                section_id = unique(section_id, used)
            drafts.append(
                _Draft(
                    section_id,
                    words,
                    level,
                    role or (parent.role if parent else None),
                    parent.id if parent else None,
                )
            )
        else:
            if not drafts:
                drafts.append(_Draft(unique("introduction", used), "", 2, None, None))
            drafts[-1].blocks.append(block)
    numbers: dict[str, int] = {}
    return tuple(draft.finish(numbers if own else None) for draft in drafts)


def _cut(block: Block) -> Iterator[Block]:
    """Yield the block, or, when it is too long for one passage, the parts of it."""
    size = sum(len(piece[1]) for piece in block.pieces if piece[0] == "text")
    if block.kind == "heading" and size > MAX_HEADING:
        block = replace(block, kind="paragraph", level=0)
    if size <= MAX_PASSAGE:
        yield block
        return
    pieces: Pieces = []
    cuts: list[int] = []
    length = 0
    for piece in block.pieces:
        if piece[0] != "text":
            pieces.append(piece)
            continue
        rest = piece[1]
        while length + len(rest) > MAX_PASSAGE:
            end = rest.rfind(" ", 0, MAX_PASSAGE - length) + 1
            if not end and not length:  # a word without end
                end = MAX_PASSAGE
            if end:
                pieces.append(("text", rest[:end]))
            cuts.append(len(pieces))
            rest, length = rest[end:], 0
        pieces.append(("text", rest))
        length += len(rest)
    kind = "paragraph" if block.kind == "row" else block.kind
    for number, group in enumerate(_split(pieces, cuts)):
        if _words(group):
            continued = block.continued or (number > 0 and kind == "item")
            yield replace(block, kind=kind, pieces=group, cells=[], continued=continued)


@dataclass(slots=True)
class _Draft:
    id: str
    heading: str
    level: int
    role: str | None
    parent: str | None
    blocks: list[Block] = field(default_factory=list)

    def finish(self, numbers: dict[str, int] | None) -> Section:
        passages: list[Passage] = []
        leads: dict[int, str] = {}
        previous = ""
        for block in self.blocks:
            passage = _passage(block, f"{self.id}-{len(passages) + 1}", numbers)
            if block.kind == "item":
                if block.depth not in leads:
                    leads[block.depth] = previous
                lead = leads[block.depth]
                leads = {depth: text for depth, text in leads.items() if depth <= block.depth}
                passage = replace(passage, lead=lead)
            else:
                leads = {}
            previous = _lead(passage.text) if passage.text.endswith(":") or block.kind == "item" else ""
            passages.append(passage)
        return Section(self.id, self.heading, self.level, tuple(passages), self.role, self.parent)


def _lead(text: str) -> str:
    """Return the last sentence of what introduces a list."""
    return re.split(r"(?<=[.!?])\s+|\n", text)[-1]


def _passage(block: Block, passage_id: str, numbers: dict[str, int] | None) -> Passage:
    keep = block.kind == "code"
    text, markup, citations = inline(block.pieces, numbers, keep_lines=keep)
    return Passage(
        id=passage_id,
        text=text,
        markup=markup,
        kind=block.kind,  # pyright: ignore[reportArgumentType]
        citations=citations,
        depth=block.depth,
        number=block.number,
        continued=block.continued,
        cells=tuple(inline(_balance(cell), numbers)[1] for cell in block.cells),
        header=block.header,
    )


def inline(
    pieces: Pieces, numbers: dict[str, int] | None = None, *, keep_lines: bool = False
) -> tuple[str, str, tuple[str, ...]]:
    """Return plain text, sanitised inline HTML and citation keys of balanced pieces.

    The text nodes of the HTML outside ``<sup class="cite">``, with ``<br>`` as a line break, spell exactly
    the text. ``numbers`` numbers the sources in order of first citation and is added to; None leaves
    ``[@KEY]`` as it stands.
    """
    text: list[str] = []
    markup: list[str] = []
    citations: list[str] = []
    open_tags: list[str] = []
    line, bold = "", True  # the last words since the last break, and whether all of that line is bold
    pending = ""

    def space() -> None:
        nonlocal pending
        if pending and text:
            text.append(pending)
            markup.append("<br>" if pending == "\n" else pending)
        pending = ""

    if keep_lines:
        pieces = _trimmed(pieces)
    for piece in _with_citations(pieces) if numbers is not None else pieces:
        if piece[0] == "text" and keep_lines:
            text.append(piece[1])
            markup.append(html_lib.escape(piece[1], quote=False))
        elif piece[0] == "text":
            words = collapse(piece[1])
            if piece[1][:1] and _SPACE.match(piece[1]):
                pending = pending or " "
            if words:
                space()
                line, bold = words, bold and "strong" in open_tags
                text.append(words)
                markup.append(html_lib.escape(words, quote=False))
                pending = " " if _SPACE.match(piece[1][-1]) else ""
        elif piece[0] == "br":
            if keep_lines:
                text.append("\n")
                markup.append("\n")
            else:
                # A bold line without a closing mark is a label, such as the name of a step: keep the break.
                label = line and bold and line[-1] not in ".!?;,:…"
                pending = "\n" if pending == "\n" or label else " "
                line, bold = "", True
        elif piece[0] == "open":
            space()
            href = f' href="{html_lib.escape(piece[2])}"' if piece[1] == "a" else ""
            markup.append(f"<{piece[1]}{href}>")
            open_tags.append(piece[1])
        elif piece[0] == "close":
            markup.append(f"</{piece[1]}>")
            open_tags.pop()
        elif piece[0] == "cite" and numbers is not None:
            keys = piece[1].split()
            citations += keys
            links = ", ".join(
                f'<a href="#ref-{key}" title="{key}">{numbers.setdefault(key, len(numbers) + 1)}</a>'
                for key in keys
            )
            markup.append(f'<sup class="cite">{links}</sup>')
    return (
        "".join(text),
        "".join(markup).rstrip(),
        tuple(dict.fromkeys(citations)),
    )


def _trimmed(pieces: Pieces) -> Pieces:
    """Return the pieces of a preformatted block without the white space around it."""
    filled = [index for index, piece in enumerate(pieces) if piece[0] == "text" and piece[1].strip()]
    if not filled:
        return pieces
    result: Pieces = []
    for index, piece in enumerate(pieces):
        outside = not filled[0] <= index <= filled[-1]
        if outside and piece[0] in {"text", "br"}:
            continue
        if piece[0] == "text":
            words = piece[1].lstrip() if index == filled[0] else piece[1]
            piece = ("text", words.rstrip() if index == filled[-1] else words)
        result.append(piece)
    return result


def _with_citations(pieces: Pieces) -> Iterator[Piece]:
    for piece in pieces:
        if piece[0] != "text":
            yield piece
            continue
        position = 0
        for match in _CITATION.finditer(piece[1]):
            if match.start() > position:
                yield ("text", piece[1][position : match.start()])
            yield ("cite", " ".join(re.findall(r"@([A-Za-z0-9_]+)", match[1])))
            position = match.end()
        if position < len(piece[1]):
            yield ("text", piece[1][position:])


def _same(first: str, second: str) -> bool:
    return bool(first) and re.sub(r"\W+", "", first).casefold() == re.sub(r"\W+", "", second).casefold()


def unique(slug: str, used: dict[str, int]) -> str:
    """Return an id not used yet, and note it: ``used`` holds each, and the number to try next for it."""
    candidate, number = slug, used.get(slug, 1)
    while candidate in used:
        number += 1
        candidate = f"{slug}-{number}"
    used[slug] = number
    used.setdefault(candidate, 1)
    return candidate
