"""Label expressions: "S1", "C-5", "L4, L5 and S1", "T10 to L1", "S2-4", "first sacral"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dermatome.anatomy.ids import ROOTS, VERTEBRAE

_MAX: Final = {"C": 8, "T": 12, "L": 5, "S": 5, "Co": 1}
_UNIT: Final = (
    r"(?!\s*(?:%|°|mm|cm|ml|mg|kg|g|l|pmol|weeks?|days?|months?|years?|hours?|hrs?|minutes?|min|times|out|of|patients?|"
    r"cases?|points?|people|percent|per)\b|\s*%|[.,]\d|\s*/)"
)
_DASH: Final = r"\-‐‑‒–—−"
_SINGLE: Final = re.compile(
    rf"(?<![\w.])(?P<letter>Th|Co|Cx|[CTLSD]|[ctls](?=[ -]?\d))"
    rf"(?P<gap>[ {_DASH}]?)(?P<number>\d{{1,2}})(?![\w]|\.\d)"
)
_RANGE: Final = re.compile(rf"(?:\s?[{_DASH}]\s?|\s+(?:to|through|thru)\s+|\s?/\s?)")
_LIST: Final = re.compile(
    r"(?:\s*,\s*(?:and|or|und)?\s*|\s+(?:and|or|&|\+|und)\s+|\s?&\s?|\s?\+\s?)", re.IGNORECASE
)
_NUMBER: Final = re.compile(rf"(?P<number>\d{{1,2}})(?!\w){_UNIT}")
_JOINED: Final = re.compile(r"(?P<number>\d{1,2})(?!\w|\.\d|\s*%|/\d{3})")
_ORDINALS: Final = {
    word: number
    for number, words in enumerate(
        (
            "first 1st",
            "second 2nd",
            "third 3rd",
            "fourth 4th",
            "fifth 5th",
            "sixth 6th",
            "seventh 7th",
            "eighth 8th",
            "ninth 9th",
            "tenth 10th",
            "eleventh 11th",
            "twelfth 12th",
        ),
        start=1,
    )
    for word in words.split()
}
_ORDINAL: Final = "(?:" + "|".join(_ORDINALS) + ")"
_REGIONS: Final = {"cervical": "C", "thoracic": "T", "dorsal": "T", "lumbar": "L", "sacral": "S"}
_SPELLED: Final = re.compile(
    rf"\b(?P<ordinals>{_ORDINAL}(?:(?:\s*,\s*(?:and\s+)?|\s+(?:to|and|or|through)\s+(?:the\s+)?|[-–]){_ORDINAL}){{0,6}})"
    rf"\s+(?P<region>cervical|thoracic|lumbar|sacral)\b",
    re.IGNORECASE,
)
_COCCYGEAL: Final = re.compile(r"\bcoccygeal(?=\s+(?:nerve|root|spinal nerve|nerve root)s?\b)", re.IGNORECASE)


@dataclass(slots=True)
class _Element:
    """One label, pair or range, with the roots it names."""

    start: int
    end: int
    ends: tuple[str, ...]  # as written: first and last for a range, all for slashes
    form: str  # single, pair, range or list
    roots: tuple[str, ...]


@dataclass(slots=True)
class Group:
    """Labels joined by commas and conjunctions; they share one sense."""

    elements: list[_Element]
    weak: bool = False  # might be no label at all unless its surroundings say so
    spelled: bool = False
    sense: str = ""
    rule: str = ""
    surface_end: int = 0

    @property
    def start(self) -> int:
        return self.elements[0].start

    @property
    def end(self) -> int:
        return self.elements[-1].end

    @property
    def form(self) -> str:
        forms = {element.form for element in self.elements}
        return "pair" if forms == {"pair"} else "list" if len(self.elements) > 1 else forms.pop()


def _label(letter: str, number: str) -> str | None:
    """Return the root id of a letter and a number, or None when there is no such root."""
    region = {"th": "T", "d": "T", "co": "Co", "cx": "Co"}.get(letter.lower(), letter.upper())
    value = int(number)
    return f"{region}{value}" if 1 <= value <= _MAX[region] and not number.startswith("0") else None


def _expand(first: str, last: str) -> tuple[str, ...]:
    """Return the roots from first to last; both alone when they do not run downwards."""
    low, high = ROOTS.index(first), ROOTS.index(last)
    return ROOTS[low : high + 1] if low < high else tuple(dict.fromkeys((first, last)))


def _adjacent(first: str, last: str) -> bool:
    if first in VERTEBRAE and last in VERTEBRAE:
        return VERTEBRAE.index(last) - VERTEBRAE.index(first) == 1
    return ROOTS.index(last) - ROOTS.index(first) == 1


def find_groups(text: str) -> Iterator[Group]:
    position = 0
    spelled = [*_spelled_groups(text)]
    while match := _SINGLE.search(text, position):
        group = _read_group(text, match)
        if group is None:
            position = match.end()
            continue
        while spelled and spelled[0].start < group.start:
            yield spelled.pop(0)
        yield group
        position = group.end
    yield from spelled


def _read_group(text: str, match: re.Match[str]) -> Group | None:
    """Read the expression that starts with the label ``match``."""
    letter, gap = match["letter"], match["gap"]
    first = _label(letter, match["number"])
    if first is None:
        return None
    weak = letter.islower() or letter == "D" or gap == " " or (gap != "" and letter not in "CTLS")
    elements: list[_Element] = []
    position = match.end()
    start, labels, ranged, slashed = match.start(), [first], False, False
    while True:
        separator = _RANGE.match(text, position)
        bare = _NUMBER if separator and separator[0].strip().isalpha() else _JOINED
        following = _next_label(text, separator.end(), labels[-1], bare) if separator else None
        if separator and following:
            slash = "/" in separator[0]
            slashed, ranged = slashed or slash, ranged or not slash
            labels.append(following[0])
            position = following[1]
            continue
        separator = _LIST.match(text, position)
        following = _next_label(text, separator.end(), labels[-1], _NUMBER) if separator else None
        if separator is None or following is None:
            break
        if following[2]:  # a bare number leans on the label before it: one surface
            labels.append(following[0])
            slashed = True
            position = following[1]
            continue
        elements.append(_element(start, position, labels, ranged, slashed))
        start, labels, ranged, slashed = separator.end(), [following[0]], False, False
        position = following[1]
    elements.append(_element(start, position, labels, ranged, slashed))
    return Group(elements, weak=weak)


def _next_label(
    text: str, position: int, previous: str, bare: re.Pattern[str]
) -> tuple[str, int, bool] | None:
    """Return (root, end, was a bare number) of the label at ``position``."""
    if match := _SINGLE.match(text, position):
        root = _label(match["letter"], match["number"])
        lower = match["letter"].islower()
        if root and not (
            match["gap"] == " " or (lower and previous[0].isupper() and text[position - 1] == " ")
        ):
            return root, match.end(), False
        return None
    if match := bare.match(text, position):
        region = previous.rstrip("0123456789")
        root = _label(region, match["number"])
        if root and int(match["number"]) > int(previous[len(region) :]):
            return root, match.end(), True
    return None


def _element(start: int, end: int, labels: list[str], ranged: bool, slashed: bool) -> _Element:
    if len(labels) == 1:
        return _Element(start, end, (labels[0],), "single", (labels[0],))
    if len(labels) == 2 and _adjacent(*labels):
        return _Element(start, end, tuple(labels), "pair", _expand(*labels))
    if len(labels) == 2 and ranged and not slashed:
        return _Element(start, end, tuple(labels), "range", _expand(*labels))
    return _Element(start, end, tuple(labels), "list", tuple(dict.fromkeys(labels)))


def _spelled_groups(text: str) -> Iterator[Group]:
    """Yield labels in words: "first sacral", "second to fourth lumbar", "coccygeal nerve"."""
    for match in _SPELLED.finditer(text):
        region = _REGIONS[match["region"].lower()]
        words = match["ordinals"].lower()
        numbers = [_ORDINALS[word] for word in re.findall(_ORDINAL, words)]
        labels = [f"{region}{number}" for number in numbers if number <= _MAX[region]]
        if len(labels) != len(numbers):
            continue
        ranged = bool(re.search(r"\b(?:to|through)\b|[-–]", words)) and len(labels) == 2
        element = _element(match.start(), match.end(), labels, ranged, not ranged and len(labels) > 1)
        if not ranged and element.form == "pair":
            element.form = "list"
        yield Group([element], spelled=True)
    for match in _COCCYGEAL.finditer(text):
        yield Group([_Element(match.start(), match.end(), ("Co1",), "single", ("Co1",))], spelled=True)
