"""What the style sheets inside a page say of its elements: hidden, struck out, in bold type.

Read are selectors of one element by its classes and tag ("div.note", ".tab.closed"). As in a browser the
most particular rule tells, and of two alike the later. Selectors by an id or a tag alone are passed over:
they hide what a script shows at once, often the whole page.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

_STYLES: Final = 500_000
"""Characters of style sheets that are read; themes have more, which are not in the page."""
_SELECTOR: Final = re.compile(r"(?:\*|[a-z][a-z0-9]*)?(?:\.[\w-]+)+", re.IGNORECASE)
_NAMES: Final = re.compile(r"\.?[\w-]+")
_MOST_NAMES: Final = 3
"""Names of a selector; with :data:`_LOOKED_UP` it bounds the time that an element takes."""
_LOOKED_UP: Final = 12
"""Names of an element that a style sheet knows."""
_DECLARATION: Final = re.compile(
    r"(?<![\w-])(display|visibility|text-decoration(?:-line)?|font-weight)\s*:([^;]*)",
    re.IGNORECASE,
)
_TOLD: Final = {
    "display": re.compile(r"\s*none\b", re.IGNORECASE),
    "visibility": re.compile(r"\s*(?:hidden|collapse)\b", re.IGNORECASE),
    "text-decoration": re.compile(r".*\bline-through\b", re.IGNORECASE | re.DOTALL),
    "font-weight": re.compile(r"\s*(?:bold|[6-9]00)", re.IGNORECASE),
}
"""The values that hide, strike out or embolden; any other takes that back."""

_Rank = tuple[bool, int, int]
"""Of a rule: whether it is important, how particular, and which it is."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is said of elements with certain names: "div", ".note"."""

    rules: Mapping[str, Mapping[frozenset[str], tuple[_Rank, bool]]] = field(default_factory=dict)
    """By property: whether the value is the one that is looked for, and how particular the selector is."""
    names: frozenset[str] = frozenset()

    def hides(self, tag: str, attributes: Mapping[str, str | None]) -> bool:
        """True of an element that is not shown."""
        return self._says(tag, attributes, "display", "visibility")

    def strikes(self, tag: str, attributes: Mapping[str, str | None]) -> bool:
        """True of an element whose words are struck out."""
        return self._says(tag, attributes, "text-decoration")

    def emboldens(self, tag: str, attributes: Mapping[str, str | None]) -> bool:
        """True of an element in bold type."""
        return self._says(tag, attributes, "font-weight")

    def _says(self, tag: str, attributes: Mapping[str, str | None], *told: str) -> bool:
        if not self.names:
            return False
        classes = dict.fromkeys((attributes.get("class") or "").lower().split())
        named = [tag, *(f".{each}" for each in classes)]
        known = [name for name in named if name in self.names][:_LOOKED_UP]
        groups = [
            frozenset(group)
            for size in range(1, _MOST_NAMES + 1)
            for group in itertools.combinations(known, size)
        ]
        for which in told:
            by_names = self.rules.get(which, {})
            found = [by_names[group] for group in groups if group in by_names]
            if found and max(found)[1]:
                return True
        return False


def sheet_of(html: str) -> Sheet:
    """Return what the style sheets inside a page say of its elements."""
    rules: dict[str, dict[frozenset[str], tuple[_Rank, bool]]] = {}
    order = 0
    for css in _style_sheets(html):
        for names, body in _rules(css):
            order += 1
            for which, value in _DECLARATION.findall(body):
                which = which.lower().removesuffix("-line")
                particular = sum(2 if name.startswith(".") else 1 for name in names)
                rank = ("!important" in value.replace(" ", "").lower(), particular, order)
                own = rules.setdefault(which, {})
                own[names] = max(own.get(names, (rank, False)), (rank, bool(_TOLD[which].match(value))))
    # what nothing strikes out or hides needs no looking up
    kept = {which: own for which, own in rules.items() if any(hit for _rank, hit in own.values())}
    return Sheet(kept, frozenset(name for own in kept.values() for names in own for name in names))


def _style_sheets(html: str) -> Iterator[str]:
    folded = html.lower()
    if len(folded) != len(html):  # a letter whose lower case is two would shift what follows
        folded = html
    position = left = 0
    while left < _STYLES and (start := folded.find("<style", position)) >= 0:
        start = folded.find(">", start) + 1
        end = folded.find("</style", start) if start else -1
        if end < 0:
            return
        yield html[start : min(end, start + _STYLES - left)]
        left += end - start
        position = end


def _rules(css: str) -> Iterator[tuple[frozenset[str], str]]:
    """Yield (names of a selector, declarations) of the rules that stand outside ``@media`` and the like."""
    depth = 0
    for chunk in css.split("}"):
        opened = chunk.count("{")
        selectors, _, body = chunk.partition("{")
        if depth == 0 and opened == 1 and "@" not in selectors.rpartition(";")[2]:
            for selector in selectors.rpartition(";")[2].split("*/")[-1].split(","):
                selector = selector.replace("<!--", "").strip()
                if _SELECTOR.fullmatch(selector):
                    names = frozenset(_NAMES.findall(selector.lower()))
                    if len(names) <= _MOST_NAMES:
                        yield names, body
        depth = max(0, depth + opened - 1)
