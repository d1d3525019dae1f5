"""What may come in: HTML made well-formed and harmless, with limits to how much and how deep.

The sanitiser (nh3) is a browser-grade parser; what would make it take for ever, or fill the memory, is
counted before.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import Final

import nh3

from dermatome.errors import ImportFailed
from dermatome.language import _, grouped
from dermatome.library.markup.blocks import clean_text
from dermatome.library.markup.formulas import FORMULAS
from dermatome.library.markup.seen import LOOKED_AT, PHRASES

MAX_DEPTH: Final = 2_000
"""Deepest nesting of elements accepted. Real pages stay below 100; parsing time grows with its square."""
MAX_TAGS: Final = 300_000
"""Elements accepted in one document."""
_MAX_REOPENED: Final = 2_000_000
"""Elements the parser may have to open again, as ``<b>`` in each paragraph until one is closed."""
# fmt: off
BLOCKS: Final = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "legend", "li", "main", "menu", "nav",
    "ol", "optgroup", "option", "p", "pre", "search", "section", "select", "summary", "table",
    "tbody", "td", "textarea", "tfoot", "th", "thead", "tr", "ul",
})
# fmt: on
INLINE: Final = {
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
    "video", "canvas", "svg", "head", "title", "noframes", "map", "annotation", "annotation-xml", "mphantom",
})
# fmt: on
_SHOWN: Final = {*INLINE.values(), "br", "sup"}
"""Elements inside a passage."""
LINK_SCHEMES: Final = frozenset({"http", "https", "mailto"})
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


def sanitise(html: str, *, schemes: Iterable[str] = LINK_SCHEMES) -> str:
    """Return well-formed, harmless HTML with the same visible words, and what tells how they look.

    :raises ImportFailed: the elements are nested deeper than :data:`MAX_DEPTH`.
    """
    html = clean_text(html)
    _check_depth(html)
    return nh3.clean(
        _tamed(html),
        tags=set(BLOCKS | set(INLINE) | PHRASES | FORMULAS | {"br"}),
        clean_content_tags=set(_INVISIBLE),
        attributes={
            "*": set(LOOKED_AT),
            "a": {"href"},
            "ol": {"start"},
            "li": {"value"},
            "td": {"rowspan", "colspan"},
            "th": {"rowspan", "colspan"},
        },
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
                _(
                    "The page has more elements than any real article. Save it again from the browser, or "
                    "import its plain text."
                )
            )
        if tag in _NEVER_INSIDE:
            return
        counts = tag in _FORMATTING and active.get(tag, 0) < 3
        if counts:
            active[tag] = active.get(tag, 0) + 1
        stack.append((tag, counts))
        if len(stack) > 2 * MAX_DEPTH:
            raise too_deep()

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


class TooDeep(ImportFailed):
    """Elements are nested deeper than any article's."""


def too_deep(most: int = MAX_DEPTH) -> TooDeep:
    """Return the error that a page nests its elements deeper than ``most``."""
    return TooDeep(
        _(
            "The page nests its elements more than %(n)s deep, which no real article does. Save it again "
            "from the browser, or import its plain text."
        )
        % {"n": grouped(most)}
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
        url_schemes=set(LINK_SCHEMES | {"article"}),
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
                raise too_deep()
        elif open_tags.get(tag, 0) > 0:
            open_tags[tag] -= 1
            depth -= 1
