"""Fingers told by number: ``digits 4 and 5``, ``last three fingers``, ``thumb to ring finger``.

In numbers the thumb is the first, as in the books; the first finger is the index, and so begin the first two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

FINGERS: Final = ("thumb", "index finger", "middle finger", "ring finger", "little finger")
_NUMBERS: Final = {
    **{str(n): n for n in range(1, 6)},
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    **dict(zip(("1st", "2nd", "3rd", "4th", "5th"), range(1, 6), strict=True)),
    **dict(zip(("first", "second", "third", "fourth", "fifth"), range(1, 6), strict=True)),
}
_COUNTS: Final = {"one": 1, "two": 2, "three": 3, "four": 4, "2": 2, "3": 3, "4": 4}
_FINGER: Final = r"thumb|index|middle|ring|little|pinky|pinkie|small|long|pointer|pointing|forefinger"
_NUMBER: Final = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_DIGIT: Final = r"(?:finger|digit)s?"
_SERIES: Final = re.compile(
    rf"\b(?:(?P<before>{_DIGIT}) )?(?P<one>{_NUMBER})(?: {_DIGIT})?"
    rf" ?(?P<link>and|to|through|-|–|&|/|,"
    rf"|\+) ?(?:the )?(?P<other>{_NUMBER})\b(?! half)(?: (?P<after>{_DIGIT}))?"
)
_THREE: Final = re.compile(
    rf"\b(?:{_DIGIT} (?P<a>{_NUMBER}),? (?P<b>{_NUMBER}),? (?:and|&) (?P<c>{_NUMBER})\b"
    rf"|(?P<x>{_NUMBER}),? (?P<y>{_NUMBER}),? (?:and|&) (?P<z>{_NUMBER}) {_DIGIT})"
)
_NAMED: Final = re.compile(
    r"\b(?:from )?(thumb|index|middle|ring|little|pinky)(?: finger)? to (?:the |my )?"
    r"(thumb|index|middle|ring|little|pinky)(?: finger)?\b"
)
_EDGE: Final = re.compile(
    r"\b(?P<edge>first|last|smallest|middle|ulnar|radial|inner|outer|outside|medial|lateral) "
    rf"(?P<count>{'|'.join(_COUNTS)}) {_DIGIT}\b"
    rf"(?! and)|\b(?P<alone>last|ulnar|medial) (?P<few>two|three)$"
)
_AFTER_THUMB: Final = re.compile(
    r"\bthumb (?:and|plus|&) (?:the )?(?:first|next) (?P<count>two |three )?fingers?\b"
)

_NEXT: Final = re.compile(
    r"\b(?P<which>thumb|little finger|pinky) and (?:the )?(?:(?P<count>two|three)(?: fingers?)?|one|finger)"
    r" (?:next to|beside|after) it\b"
)
_TWICE: Final = re.compile(rf"\b({_DIGIT} [1-5] (?:to|and|-) ){_DIGIT} ([1-5])\b")
"""``Digit 1 to digit 3``."""
_TIPS: Final = re.compile(
    rf"\b(?:(?:finger)?(?:tips|ends|pads|pulps)(?: of)?|fingertip of) (?:both |all )?(?:(?:the|my|his"
    rf"|her) )?(?=(?:{_FINGER})\b)"
)
"""``The fingertips of pointer and middle finger`` are those of these two."""
_TIP: Final = re.compile(rf"\b({_FINGER})(?: finger)? fingertips?\b")
_NEIGHBOUR: Final = re.compile(
    r"\bfingers? (?:(?:right |just )?(?:next to|beside|alongside|adjacent to)) (?:the |my )?"
    r"(?:(?P<thumb>thumb)|little finger|pink(?:y|ie)|small finger|baby finger)\b"
)
_FIRST_DIGIT: Final = re.compile(r"\b(?:first|1st) digits?\b(?! (?:and|to|-))")
_COUNT_FIRST: Final = re.compile(
    rf"\b(?P<count>two|three) (?P<edge>last|ulnar|radial|inner|outer|outside|medial|lateral"
    rf"|smallest|first) {_DIGIT}\b"
)
_LETTERS: Final = re.compile(
    r"(?<!level )(?<!dermatome )\bd([1-5]) ?(-|–|to|and|&|/|,|\+) ?d?([1-5])\b"
    r"(?P<foot> (?:of the |\(?)foot\)?)?(?! ?(?:level|dermatome))"
)
_COUNTED: Final = re.compile(
    r"(?<!level )(?<!dermatome )\bd([1-5])(?: (?:of the |\(?)(?P<where>hand|foot)\)?)?\b"
    r"(?! ?(?:level|dermatome))"
)
"""``D2`` is the index, or a toe where the foot is told of."""
_TOES: Final = re.compile(
    rf"\b(?:(?P<before>toes?) )?(?P<one>{_NUMBER}) ?(?P<link>and|to|through|-|–|&|/|,|\+) ?(?:the )?"
    rf"(?P<other>{_NUMBER})(?: (?P<after>toes?))?\b"
)
_ORDINALS: Final = ("big", "second", "third", "fourth", "fifth")


def fingers_named(told: str) -> str:
    """Return a text in which fingers and toes told by number are told by name."""
    told = _TIP.sub(r"\1 finger", _TIPS.sub("", _TWICE.sub(r"\1\2", told)))
    told = _NEIGHBOUR.sub(lambda m: FINGERS[1 if m["thumb"] else 3], told)
    told = _FIRST_DIGIT.sub(FINGERS[0], _COUNT_FIRST.sub(r"\g<edge> \g<count> fingers", told))
    told = _COUNTED.sub(_from_letter, _LETTERS.sub(_from_letters, told))
    told = _TOES.sub(_from_toes, told)
    told = _NEXT.sub(_from_next, told)
    told = _AFTER_THUMB.sub(lambda m: _run(1, 1 + _COUNTS[(m["count"] or "one").strip()]), told)
    told = _EDGE.sub(_from_edge, told)
    told = _THREE.sub(lambda m: " ".join(FINGERS[_NUMBERS[w] - 1] for w in m.groups() if w), told)
    told = _SERIES.sub(_from_numbers, told)
    return _NAMED.sub(lambda m: _run(*sorted((_place(m[1]), _place(m[2])))), told)


def _from_letters(match: re.Match[str]) -> str:
    one, other = sorted((int(match[1]), int(match[3])))
    numbers = range(one, other + 1) if match[2] in {"-", "–", "to"} else (one, other)
    if match["foot"]:
        return " and ".join(f"{_ORDINALS[n - 1]} toe" for n in numbers)
    return " ".join(FINGERS[n - 1] for n in numbers)


def _run(first: int, last: int) -> str:
    return " ".join(FINGERS[first - 1 : last])


def _from_next(match: re.Match[str]) -> str:
    count = _COUNTS[match["count"] or "one"]
    return _run(1, 1 + count) if match["which"] == "thumb" else _run(5 - count, 5)


def _from_edge(match: re.Match[str]) -> str:
    if match["alone"]:
        return _run(6 - _COUNTS[match["few"]], 5)
    count = _COUNTS[match["count"]]
    if match["edge"] == "middle":
        return _run(3, 4) if count == 2 else _run(2, 4) if count == 3 else match[0]
    # "Outer two fingers" are those at the edge of the hand; nobody counts two from the thumb.
    if match["edge"] == "first" and count == 2 and "finger" in match[0]:
        return _run(2, 3)  # who counts fingers begins behind the thumb, who counts digits with it
    if match["edge"] in {"last", "smallest", "ulnar", "medial"} or (
        match["edge"] in {"outer", "outside"} and count == 2
    ):
        return _run(6 - count, 5)
    return _run(1, count)


def _from_letter(match: re.Match[str]) -> str:
    place = int(match[1])
    return f"{_ORDINALS[place - 1]} toe" if match["where"] == "foot" else FINGERS[place - 1]


def _from_toes(match: re.Match[str]) -> str:
    told = _numbered(match)
    if not told or (told[0], told[-1]) == (1, 4):
        return match[0]  # no toes, or a place of its own in the lexicon
    return " ".join(f"{_ORDINALS[n - 1]} toe" for n in told)


def _from_numbers(match: re.Match[str]) -> str:
    numbers = _numbered(match)
    if (match["one"], match["other"]) == ("first", "second") and (match["after"] or "").startswith("finger"):
        numbers = (2, 3)
    return " ".join(FINGERS[n - 1] for n in numbers) or match[0]


def _numbered(match: re.Match[str]) -> Sequence[int]:
    """Return the fingers or toes that two numbers tell, none where no word says that they are such."""
    if not (match["before"] or match["after"]):
        return ()
    one, other = sorted((_NUMBERS[match["one"]], _NUMBERS[match["other"]]))
    return range(one, other + 1) if match["link"] in {"to", "through", "-", "–"} else (one, other)


def _place(name: str) -> int:
    return (
        5 if name == "pinky" else 1 + next(n for n, finger in enumerate(FINGERS) if finger.startswith(name))
    )
