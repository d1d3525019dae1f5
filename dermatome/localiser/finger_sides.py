"""Sides of fingers told by the finger they face: ``the half of the ring finger nearest the middle one``."""

from __future__ import annotations

import re
from typing import Final

from dermatome.localiser.finger_words import FINGERS

_HALF_NEAR: Final = re.compile(
    r"\b(?:half|side) (?:of )?(?:the |my )?(?P<ring>ring(?: finger)?|fourth finger|4th finger),?"
    r"(?: (?:just |only )?(?:the )?(?:half|side|bit|part))?(?: (?:that |which )?(?:faces|facing|is|'s"
    r"|that's))?"
    r"(?: (?:nearest|nearer|closest|close|near|next|beside|by|towards?)(?: to)?)? (?:the |my )?"
    r"(?P<near>middle|long|thumb|index|little|pinky|pinkie|baby|wee|it\b)(?: one\b| finger\b)?"
)
"""The ring finger is halved by the finger that each half is next to."""
_OTHER_HALF: Final = re.compile(r"\bother half\b(?! of (?:me|my|the (?!ring|finger)))")
_CALLED: Final = {"pinky": 5, "pinkie": 5, "baby": 5, "small": 5, "pointer": 2, "forefinger": 2, "long": 3}
_ONE_FINGER: Final = r"thumb|index|middle|ring|little|pinky|pinkie|baby|pointer|long"
_FINGER_WORD: Final = re.compile(rf"\b(?:{_ONE_FINGER})\b")
_BESIDE_FINGER: Final = re.compile(
    r"\b(?:side|half|edge|border) (?:that's |that is |which is )?(?:next to|nearest|nearer|by|near"
    r"|beside|facing|closest"
    rf" to|towards?)(?: to)? (?:the |my )?(?P<finger>{_ONE_FINGER})(?: finger| one)?\b"
)
_FINGER_SIDE: Final = re.compile(
    rf"\b(?P<finger>{_ONE_FINGER})(?: finger)? (?:side|edge)(?P<of> of (?:my |the )?(?:{_ONE_FINGER})\b)?"
)
_SIDE_LATER: Final = re.compile(
    r"\bhalf (?:of )?(?:the |my )?ring(?: finger)?(?:'s)?( [a-z]+)?,? (?:\()?(?:just "
    r"|only )?(?:the )?(radial|ulnar)"
    r" (?:side|half)\b\)?"
)
_NEAR_HALF: Final = re.compile(
    r"\b(?:near|nearer|nearest|adjacent|adjoining|its|it's) (?:half|side) of (?:the |my )?ring(?: finger)?\b"
)
_LITTLE: Final = re.compile(r"\b(?:little|pinky|pinkie|baby|small|fifth)\b")
_TOWARDS_THUMB: Final = frozenset({"middle", "long", "thumb", "index"})


def halves_named(told: str) -> str:
    """Return a text in which the halves of the ring finger are called radial and ulnar."""
    told = _BESIDE_FINGER.sub(lambda m: _side_by(m, told), told)
    told = _FINGER_SIDE.sub(lambda m: _side_by(m, told), told)
    told = _SIDE_LATER.sub(r"\2 half of the ring finger", told)
    told = _NEAR_HALF.sub(
        lambda m: ("ulnar" if _LITTLE.search(told[: m.start()]) else "radial") + " half of the ring finger",
        told,
    )
    told = _HALF_NEAR.sub(
        lambda m: f"{'radial' if m['near'] in _TOWARDS_THUMB else 'ulnar'} half of the ring finger", told
    )
    if match := re.search(r"\b(?:(radial|ulnar) )?half (?:of )?(?:the |my )?(?:ring|fourth|4th)\b", told):
        other = "ulnar" if match[1] == "radial" else "radial"
        told = _OTHER_HALF.sub(f"{other} half of the ring finger", told)
    return told


def _side_by(match: re.Match[str], told: str) -> str:
    """Return the side of a finger by the neighbour it faces: ``the side next to the middle one``."""
    named = _finger_number(match["finger"])
    of = match.groupdict().get("of") or ""
    around = told[: match.start()] + of
    own = [
        number for word in _FINGER_WORD.findall(around) if abs((number := _finger_number(word)) - named) == 1
    ]
    if not own:
        return match[0]
    return f"{'ulnar' if named > own[-1] else 'radial'} side{of}"


def _finger_number(word: str) -> int:
    return _CALLED.get(word) or 1 + next(n for n, f in enumerate(FINGERS) if f.startswith(word))
