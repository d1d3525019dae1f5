"""How roots, vertebrae and discs are written, known in this one place.

"S1", "S-1", "Th4", "D12", "th 4"; "L4/5", "L4–L5", "L5S1", "L5-1", "L45"; "C5–T1", "T10 to L1";
"C5,6,7", "C567", "L4, L5 and S1"; "L3/4, 4/5 and L5/S1"; "first sacral". Articles, the search, answers typed
in practice and addresses are all read with it. What a label means is told elsewhere: see
:mod:`dermatome.library.mentions`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_ROOT_COUNTS: Final = {"C": 8, "T": 12, "L": 5, "S": 5, "Co": 1}
ROOTS: Final[tuple[str, ...]] = tuple(
    f"{region}{number}" for region, most in _ROOT_COUNTS.items() for number in range(1, most + 1)
)
"""All 31 pairs of spinal nerves, cranial to caudal."""

VERTEBRAE: Final[tuple[str, ...]] = tuple(root for root in ROOTS if root != "C8")
"""Vertebrae. There is no eighth cervical vertebra, although there is a C8 root."""

EXTRA: Final = ("T13", "L6")
"""Vertebrae of a spine with one more of a kind: written like the others, and namesakes of no root."""

_COLUMN: Final = (
    *ROOTS[: ROOTS.index("L1")],
    "T13",
    *ROOTS[ROOTS.index("L1") : ROOTS.index("S1")],
    "L6",
    *ROOTS[ROOTS.index("S1") :],
)
_BELOW: Final = {"C": ("C7", "T1"), "T": ("T12", "L1"), "L": ("L5", "S1")}
"""The disc between two regions, "L5-1"; "5/1" after "L4/5" is one."""
_OTHERWISE: Final = {"TH": "T", "D": "T", "CO": "Co", "CX": "Co"}

# ---- the signs ------------------------------------------------------------------------------------------

_DASH: Final = r"\-‐‑‒–—−"
_SLASH: Final = "/⁄∕／"
"""The solidus, and those of fractions, of division and of full width."""
_LETTER: Final = r"T[hH]|th(?=[ -]?\d)|C[oO]|Cx|[CTLSD]|[ctls](?=[ -]?\d)"
_START: Final = re.compile(rf"(?<![\w.])(?=(?:{_LETTER})[ {_DASH}]?\d)")
_SINGLE: Final = re.compile(
    rf"(?<![\w.])(?P<letter>{_LETTER})(?P<gap>[ {_DASH}]?)(?P<number>\d{{1,2}})(?![\w]|\.\d)"
)
_GLUED: Final = re.compile(r"(?:(?:T[hH]|[CTLS])\d{1,2}){2,5}(?!\w|\.\d)")
_GLUED_LABEL: Final = re.compile(r"(?P<letter>T[hH]|[CTLS])(?P<number>\d{1,2})")
_RUN: Final = re.compile(r"(?P<letter>[CTLS])(?P<digits>\d{2,3})(?!\w|[.,]\d|\s?%)")
_RANGE: Final = re.compile(rf"\s?[{_DASH}]\s?|\s+(?:to|through|thru|bis)\s+|\s?[{_SLASH}]\s?", re.IGNORECASE)
_LIST: Final = re.compile(
    r"\s*,\s*(?:and|or|und|oder)?\s*|\s+(?:and|or|&|\+|und|oder)\s+|\s?&\s?|\s?\+\s?", re.IGNORECASE
)
_BETWEEN: Final = re.compile(r"(?:[\s,;&+]|and|und)*", re.IGNORECASE)
_NO_UNIT: Final = (
    r"(?!\s*(?:%|°|mm|cm|ml|mg|kg|g|l|pmol|weeks?|days?|months?|years?|hours?|hrs?|minutes?|min|times|out|of|patients?|"
    r"cases?|points?|people|percent|per)\b|\s*%|\.\d|"
    rf"\s*[{_SLASH}])"
)
_NUMBER: Final = re.compile(rf"(?P<number>\d{{1,2}})(?!\w|,\d){_NO_UNIT}")
_COMPACT: Final = re.compile(rf"(?P<number>\d{{1,2}})(?!\w|,\d{{3}}){_NO_UNIT}")
"""A number after a comma without a space, as in "C5,6,7"."""
_JOINED: Final = re.compile(rf"(?P<number>\d{{1,2}})(?!\w|\.\d|\s*%|[{_SLASH}]\d{{3}})")
_LATER: Final = re.compile(
    rf"(?P<first>\d{{1,2}})\s?[{_DASH}{_SLASH}]\s?(?P<letter>T[hH]|[CTLS])?(?P<second>\d{{1,2}})"
    rf"(?!\w|[.,]\d|\s?%|\s?[{_DASH}{_SLASH}]\s?\d)"
)
"""A pair that leaves out the letter of the pair before it."""

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

# ---- one root -------------------------------------------------------------------------------------------

_ROOT: Final = re.compile(r"(?P<letter>TH|CO|CX|[CTLSD])-?(?P<number>\d{1,2})")
_DASHES: Final = re.compile(rf"[{_DASH}]")
_CAPITALS: Final = str.maketrans({letter: letter.upper() for letter in "abcdefghijklmnopqrstuvwxyz"})
_POOLED: Final = re.compile(rf"S4[-,{_SLASH}]?S?5")


def root_written(text: str, pooled: str) -> str | None:
    """Return the root that ``text`` is, however it is written, or None: ``" th 4 "`` → ``"T4"``.

    ``pooled`` is returned for S4 and S5 as one, such as "s4/5".
    """
    folded = _DASHES.sub("-", "".join(text.split())).upper()
    if folded in {"CO", "COCCYGEAL"}:
        return "Co1"
    if _POOLED.fullmatch(folded):
        return pooled
    match = _ROOT.fullmatch(folded)
    root = match and _label(match["letter"], match["number"])
    return root if root in ROOTS else None


def roots_written(text: str) -> tuple[str, ...]:
    """Return the roots of the lists, pairs and ranges that a text is; none if anything else is in it."""
    return tuple(dict.fromkeys(root for element in elements_written(text) for root in element.roots))


def label_without_root(text: str) -> str:
    """Return a label as it is written where it names a vertebra that has no root of its own, else "".

    The disc of ``"L6-S1"`` is no disc of S1 alone, though S1 is all that a map can show of it.
    """
    ends = {end for element in elements_written(text) for end in element.ends}
    return "" if ends.isdisjoint(EXTRA) else text


def elements_written(text: str) -> tuple[Element, ...]:
    """Return the labels, pairs and ranges of the list that a text is; none if anything else is in it."""
    told = capitals(text)
    elements = tuple(element for expression in expressions(told) for element in expression.elements)
    ends = (0, *(element.end for element in elements))
    starts = (*(element.start for element in elements), len(told))
    rest = " ".join(told[end:start] for end, start in zip(ends, starts, strict=True))
    return elements if _BETWEEN.fullmatch(rest) else ()


def pair_written(text: str) -> tuple[str, str] | None:
    """Return the two labels that ``text`` is, one beside the other, or None: ``"l45"`` → ``("L4", "L5")``."""
    found = [each for expression in expressions(capitals(text)) for each in expression.elements]
    if len(found) != 1 or found[0].form != "pair" or text[found[0].start : found[0].end] != text.strip():
        return None
    return found[0].ends[0], found[0].ends[1]


def capitals(text: str) -> str:
    """Return ``text`` in capitals and of the same length: what is typed is not prose."""
    return text.translate(_CAPITALS)


# ---- expressions in a text ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Element:
    """One label, pair or range, with the roots it names.

    ``ends`` are the labels as written: first and last of a range, all of a list under one surface. ``form``
    is single, pair, range or list.
    """

    start: int
    end: int
    ends: tuple[str, ...]
    form: str
    roots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expression:
    """Labels joined by commas and conjunctions, which mean the same kind of thing.

    ``weak`` ones might be no labels at all unless what stands around says so, such as "L45"; ``spelled`` ones
    are written in words.
    """

    elements: tuple[Element, ...]
    weak: bool = False
    spelled: bool = False


def expressions(text: str) -> Iterator[Expression]:
    """Yield the label expressions of ``text`` in order; takes time that grows with its length."""
    position = 0
    spelled = [*_spelled(text)]
    while match := _START.search(text, position):
        found = _Reader(text).read(match.start())
        if found is None:
            position = match.end() + 1
            continue
        while spelled and spelled[0].elements[0].start < found.elements[0].start:
            yield spelled.pop(0)
        yield found
        position = found.elements[-1].end
    yield from spelled


class _Reader:
    """Reads one expression, label by label."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.elements: list[Element] = []
        self.weak = True

    def read(self, start: int) -> Expression | None:
        position = self.element(start, None)
        if position is None:
            return None
        while following := _LIST.match(self.text, position):
            end = self.element(following.end(), self.elements[-1])
            if end is None:
                break
            position = end
        several = len(self.elements) > 1 and all(element.form == "pair" for element in self.elements)
        return Expression(tuple(self.elements), self.weak and not several)

    def element(self, start: int, before: Element | None) -> int | None:
        """Read one element at ``start`` and return its end; None when there is none."""
        found = self.glued(start) or self.later(start, before) if before else self.glued(start)
        if found is not None:
            self.elements.append(found)
            return found.end
        first = self.label(start, before.ends[-1] if before else None)
        if first is None:
            return None
        return self.joined(start, *first)

    def label(self, position: int, previous: str | None) -> tuple[str, int] | None:
        """Return the label at ``position`` and its end; after another one it has to look like it."""
        match = _SINGLE.match(self.text, position)
        root = _label(match["letter"], match["number"]) if match else None
        if match is None or root is None:
            return None
        letter, gap = match["letter"], match["gap"]
        if previous is not None and (
            gap == " " or (letter.islower() and previous[0].isupper() and self.text[position - 1] == " ")
        ):
            return None
        sure = letter in {"Th", "TH", "Co"} or (letter.isupper() and letter != "D" and gap != " ")
        sure = sure and (gap == "" or letter in {"C", "T", "L", "S", "Th", "TH", "Co"})
        self.weak = self.weak and not (sure and root not in EXTRA)
        return root, match.end()

    def joined(self, start: int, first: str, position: int) -> int:
        """Read what leans on the label before it: the end of a range, the other vertebra, a bare number."""
        labels, ranged, slashed = [first], False, False
        while True:
            separator = _RANGE.match(self.text, position)
            following = self.after_range(separator, labels[-1]) if separator else None
            if separator and following:
                slash = separator[0].strip() in _SLASH
                slashed, ranged = slashed or slash, ranged or not slash
                labels.append(following[0])
                position = following[1]
                continue
            separator = _LIST.match(self.text, position)
            kind = _COMPACT if separator and separator[0] == "," else _NUMBER
            following = self.bare(kind, separator.end(), labels[-1]) if separator else None
            pair = _made(start, position, labels) if len(labels) == 2 else None
            if following is None or (separator and self.later(separator.end(), pair)):
                break
            labels.append(following[0])
            slashed = True
            position = following[1]
        self.weak = self.weak and not (len(labels) > 1 and not set(EXTRA).isdisjoint(labels))
        self.elements.append(_made(start, position, labels, ranged, slashed))
        return position

    def after_range(self, separator: re.Match[str], previous: str) -> tuple[str, int] | None:
        position, word = separator.end(), separator[0].strip().isalpha()
        if found := self.label(position, previous):
            # "axial T2 through L3-S1": from another region to what is a span itself is no span.
            span = word and _region(found[0]) != _region(previous) and _RANGE.match(self.text, found[1])
            if span and (self.label(span.end(), found[0]) or self.bare(_JOINED, span.end(), found[0])):
                return None
            return found
        below = _BELOW.get(_region(previous), ("", ""))
        match = _NUMBER.match(self.text, position) if len(separator[0]) == 1 else None
        if previous == below[0] and match and match["number"] == "1":
            return below[1], match.end()
        return self.bare(_NUMBER if word else _JOINED, position, previous, extra=not word)

    def bare(
        self, kind: re.Pattern[str], position: int, previous: str, *, extra: bool = False
    ) -> tuple[str, int] | None:
        """Return the label that a number alone stands for, which goes on downwards, and its end."""
        match = kind.match(self.text, position)
        region = _region(previous)
        root = _label(region, match["number"]) if match else None
        if match is None or root is None or (root in EXTRA and not extra):
            return None
        return (root, match.end()) if int(match["number"]) > int(previous[len(region) :]) else None

    def glued(self, start: int) -> Element | None:
        """Read labels without a sign between them: "L5S1", "L45", "C567"."""
        if match := _GLUED.match(self.text, start):
            labels = [_label(each["letter"], each["number"]) for each in _GLUED_LABEL.finditer(match[0])]
            known = [label for label in labels if label is not None]
            order = [_COLUMN.index(label) for label in known]
            if len(known) != len(labels) or order != sorted(set(order)):
                return None
            if len(known) == 2 and not _adjacent(*known):
                return None
            self.weak = False
            return _made(start, match.end(), known, slashed=True)
        match = _RUN.match(self.text, start)
        if match is None or _label(match["letter"], match["digits"][:2]):
            return None
        digits = match["digits"]
        named = [_label(match["letter"], digit) for digit in digits]
        known = [label for label in named if label is not None and label not in EXTRA]
        steps = all(int(b) - int(a) == 1 for a, b in itertools.pairwise(digits))
        return _made(start, match.end(), known, slashed=True) if steps and len(known) == len(digits) else None

    def later(self, start: int, before: Element | None) -> Element | None:
        """Read a pair without its letter after another pair: "L3/4, 4/5"."""
        if before is None or before.form != "pair":
            return None
        match = _LATER.match(self.text, start)
        if match is None:
            return None
        region = _region(before.ends[-1])
        first = _label(region, match["first"])
        if first is None or _COLUMN.index(first) < _COLUMN.index(before.ends[-1]):
            return None
        letter, second = match["letter"], match["second"]
        labels = (first, _label(letter or region, second))
        if not letter and second == "1":
            labels = _BELOW.get(region, labels) if first == _BELOW.get(region, ("",))[0] else labels
        if labels[1] is None or not _adjacent(first, labels[1]):
            return None
        return _made(start, match.end(), [first, labels[1]], slashed=True)


def _label(letter: str, number: str) -> str | None:
    """Return the label of a letter and a number, or None when nothing in the spine has it."""
    region = _OTHERWISE.get(letter.upper(), letter.upper() if len(letter) == 1 else letter)
    value = int(number)
    label = f"{region}{value}"
    return label if label in _COLUMN and not number.startswith("0") else None


def _region(label: str) -> str:
    return label.rstrip("0123456789")


def _expand(first: str, last: str) -> tuple[str, ...]:
    """Return the roots from first to last; both alone when they do not run downwards."""
    low, high = _COLUMN.index(first), _COLUMN.index(last)
    span = _COLUMN[low : high + 1] if low < high else tuple(dict.fromkeys((first, last)))
    return tuple(label for label in span if label not in EXTRA)


def _adjacent(first: str, last: str) -> bool:
    """True of neighbours: two vertebrae with a disc between them, or two roots."""
    return any((first, last) in itertools.pairwise(order) for order in (VERTEBRAE, ROOTS, _COLUMN))


def _made(
    start: int, end: int, labels: Sequence[str], ranged: bool = False, slashed: bool = False
) -> Element:
    known = tuple(label for label in dict.fromkeys(labels) if label not in EXTRA)
    if len(labels) == 1:
        return Element(start, end, (labels[0],), "single", known)
    if len(labels) == 2 and _adjacent(labels[0], labels[1]):
        return Element(start, end, tuple(labels), "pair", _expand(labels[0], labels[1]))
    if len(labels) == 2 and ranged and not slashed:
        return Element(start, end, tuple(labels), "range", _expand(labels[0], labels[1]))
    return Element(start, end, tuple(labels), "list", known)


def _spelled(text: str) -> Iterator[Expression]:
    """Yield labels in words: "first sacral", "second to fourth lumbar", "coccygeal nerve"."""
    for match in _SPELLED.finditer(text):
        region = _REGIONS[match["region"].lower()]
        words = match["ordinals"].lower()
        numbers = [_ORDINALS[word] for word in re.findall(_ORDINAL, words)]
        labels = [f"{region}{number}" for number in numbers if number <= _ROOT_COUNTS[region]]
        if len(labels) != len(numbers):
            continue
        ranged = bool(re.search(r"\b(?:to|through)\b|[-–]", words)) and len(labels) == 2
        element = _made(match.start(), match.end(), labels, ranged, not ranged and len(labels) > 1)
        if not ranged and element.form == "pair":
            element = Element(element.start, element.end, element.ends, "list", element.roots)
        yield Expression((element,), spelled=True)
    for match in _COCCYGEAL.finditer(text):
        yield Expression((Element(match.start(), match.end(), ("Co1",), "single", ("Co1",)),), spelled=True)


# ---- how else it is written -----------------------------------------------------------------------------


def spellings(labels: Sequence[str]) -> tuple[str, ...]:
    """Return how a label, or labels one beside the other, stand in a text: its words, folded, in order.

    ``("T4",)`` → "t4", "th4", "d4", "t 4" …; ``("L4", "L5")`` → "l4 l5", "l4 5", "l45", "l4l5"; L5 and S1 are
    "l5 1" too.
    """
    if len(labels) == 1:
        region, number = _region(labels[0]), labels[0].lstrip("CTLSo")
        letters = {"T": ("t", "th", "d"), "Co": ("co", "cx")}.get(region, (region.lower(),))
        return tuple(f"{letter}{gap}{number}" for gap in ("", " ") for letter in letters)
    regions = [_region(label) for label in labels]
    numbers = [label.lstrip("CTLSo") for label in labels]
    written = [" ".join(label.lower() for label in labels), "".join(label.lower() for label in labels)]
    if "T" in regions:
        written += [
            " ".join(label.lower().replace("t", letter) for label in labels) for letter in ("th", "d")
        ]
    if len(set(regions)) == 1:
        letters = ("t", "th", "d") if regions[0] == "T" else (regions[0].lower(),)
        written += [f"{letter}{' '.join(numbers)}" for letter in letters]
        if all(len(number) == 1 for number in numbers):
            written.append(f"{regions[0].lower()}{''.join(numbers)}")
    elif tuple(labels) in _BELOW.values():
        written.append(f"{labels[0].lower()} 1")
    return tuple(dict.fromkeys(written))
