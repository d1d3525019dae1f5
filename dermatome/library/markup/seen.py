"""What of a page its reader sees: told from attributes and from the page's own style sheets.

Left out: what is hidden, struck out or meant for screen readers alone, comments and tracked deletions of
word processors. What a click opens (panels of tabs, toggles, accordions) is hidden only at first, and stays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from dermatome.library.markup.sheets import Sheet

Attributes = Mapping[str, str | None]

LOOKED_AT: Final = frozenset(
    {
        "aria-controls",
        "aria-hidden",
        "aria-labelledby",
        "class",
        "data-target",
        "hidden",
        "id",
        "role",
        "style",
    }
)
"""Attributes that the reader of a page needs on any element."""
PHRASES: Final = frozenset(
    {
        "abbr",
        "button",
        "del",
        "figure",
        "font",
        "ins",
        "label",
        "mark",
        "s",
        "small",
        "span",
        "strike",
        "time",
        "u",
    }
)
"""Elements inside a line that are looked at and leave nothing but their words."""
_STRUCK: Final = frozenset({"del", "s", "strike"})
_NOT_SHOWN: Final = re.compile(
    r"(?<![\w-])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.IGNORECASE
)
_OUTSIDE: Final = re.compile(r"(?<![\w-])(?:left|right|top|text-indent)\s*:\s*-\d{4,}(?:px)?", re.IGNORECASE)
"""Set beyond the edge of the page, as those do who mean only machines to read it."""
_LINE_THROUGH: Final = re.compile(r"(?<![\w-])text-decoration[\w-]*\s*:[^;]*line-through", re.IGNORECASE)
_BOLD: Final = re.compile(r"(?<![\w-])font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_COMMENT: Final = re.compile(r"mso-element\s*:\s*comment", re.IGNORECASE)
_COMMENT_CLASSES: Final = frozenset({"msocommentreference", "msocommenttext", "msocomanchor", "msocomoff"})
_SPOKEN_ONLY: Final = frozenset(
    {
        "screen-reader-text",
        "screen-reader-only",
        "sr-only",
        "visually-hidden",
        "visuallyhidden",
        "assistive-text",
        "accesshide",
        "element-invisible",
        "elementor-screen-only",
        "katex-mathml",
        "mjx_assistive_mathml",
        "show-for-sr",
        "sr-only-focusable",
        "visually-hidden-focusable",
    }
)
_OPENED: Final = re.compile(r"accordion|toggle|tab|panel|collaps|spoiler|expand|faq|reveal", re.IGNORECASE)
_ICON: Final = re.compile(r"(?:^|[\s_-])(?:icons?|dashicons|glyphicon)(?:$|[\s_-])", re.IGNORECASE)


def unseen(tag: str, attributes: Attributes, sheet: Sheet, opened: frozenset[str] | set[str]) -> bool:
    """True of an element that is not part of what the reader is told.

    ``opened`` are ids that a control of the page opens.
    """
    if tag in _STRUCK:
        return True
    if not attributes:
        return False
    classes = frozenset((attributes.get("class") or "").lower().split())
    style = attributes.get("style") or ""
    if classes & (_SPOKEN_ONLY | _COMMENT_CLASSES) or sheet.strikes(tag, attributes):
        return True
    if style and any(rule.search(style) for rule in (_LINE_THROUGH, _COMMENT, _OUTSIDE)):
        return True
    if tag == "a" and (attributes.get("id") or "").startswith("cmnt_ref"):
        return True
    hidden = (
        "hidden" in attributes or bool(style and _NOT_SHOWN.search(style)) or sheet.hides(tag, attributes)
    )
    return hidden and not _opens(attributes, opened)


def _opens(attributes: Attributes, opened: frozenset[str] | set[str]) -> bool:
    """True of a panel that is hidden until it is asked for."""
    named = attributes.get("id") or ""
    if named in opened or (attributes.get("role") or "") in {"region", "tabpanel"}:
        return True
    if attributes.get("aria-labelledby") or attributes.get("hidden") == "until-found":
        return True
    return bool(_OPENED.search(f"{attributes.get('class') or ''} {named}"))


def is_icon(attributes: Attributes) -> bool:
    """True of an element that draws a sign with letters, as icon fonts do."""
    return bool(_ICON.search(attributes.get("class") or ""))


def is_bold(tag: str, attributes: Attributes, sheet: Sheet) -> bool:
    """True of a span in bold type."""
    style = attributes.get("style") or ""
    return bool(style and _BOLD.search(style)) or sheet.emboldens(tag, attributes)
