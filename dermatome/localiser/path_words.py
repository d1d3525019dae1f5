"""Reads paths along a limb: ``from the elbow down to the little finger`` is the forearm and the finger."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

_LIMBS: Final = (
    ("neck", "shoulder", "upper arm", "elbow", "forearm", "wrist", "hand", "finger"),
    ("back", "buttock", "hip", "thigh", "knee", "lower leg", "ankle", "foot", "toe"),
)
_JOINTS: Final = frozenset({"shoulder", "elbow", "wrist", "hip", "knee", "ankle"})
"""They say how far it goes; what is numb lies between."""
_CALLED: Final = {
    "armpit": "shoulder",
    "arm": "upper arm",
    "thumb": "finger",
    "index": "finger",
    "middle": "finger",
    "ring": "finger",
    "little": "finger",
    "pinky": "finger",
    "pinkie": "finger",
    "fingertip": "finger",
    "bum": "buttock",
    "bottom": "buttock",
    "groin": "hip",
    "calf": "lower leg",
    "shin": "lower leg",
    "leg": "lower leg",
    "kneecap": "knee",
    "big toe": "toe",
    "low back": "back",
    "lower back": "back",
}
_STATIONS: Final = "|".join(
    sorted({*(name for limb in _LIMBS for name in limb), *_CALLED}, key=len, reverse=True)
)
_THE: Final = r"(?:(?:the|my|his|her) )?"
_DETAIL: Final = (
    r"(?:(?:crook|tip|point|base|top|crease|fold|back|inside|outside|just below|just above|below|above)"
    rf"(?: of)? {_THE})?"
)
_NOUN: Final = r"(?:s\b|\b)(?: (?:bone|joint|crease|fold|finger|cap))?"
_WAY: Final = r"(?:(?:right|all|straight|the|way|down|up|along|round|across|over|out) ){0,5}"
_PATH: Final = re.compile(
    rf"(?:(?:^|(?<=\s))from {_THE}{_DETAIL}|^{_THE}|(?<=, ){_THE})"
    rf"(?P<first>{_STATIONS}){_NOUN} {_WAY}(?P<how>to|as far as|till|until) "
    rf"{_THE}(?P<past>(?:just )?(?:below|past|beyond) {_THE})?{_DETAIL}(?P<last>(?P<end>{_STATIONS}){_NOUN})"
)
_LIMIT: Final = re.compile(
    rf",?(?: and)? (?:(?:down|up|back|out|right|all the way|as far as) ){{1,2}}(?:to )?{_THE}{_DETAIL}"
    r"(?:elbow|wrist|knee(?!cap))(?: (?:bone|joint|crease))?\b(?! (?:and|in)\b)"
    rf"|(?<=\w) to {_THE}(?:elbow|wrist|knee|ankle) (?:crease|joint)\b"
)
_FROM_DOWN: Final = re.compile(
    rf",? from {_THE}(?:shoulder|elbow|wrist|hip|knee|ankle)s? (?:down|up|downwards|upwards)\b(?! to)"
)
_STARTS: Final = re.compile(
    rf"\b(?:starts?|begins?|beginning|starting) (?:at|from|by|in|just above|just below) {_THE}(?:elbow"
    rf"|wrist|knee|ankle)\b"
)
_APART: Final = re.compile(
    rf", ?(?:just |right )?(?:below|under|above|beneath|short of|by|near|next to) {_THE}(?:jaw|chin"
    rf"|elbow|wrist"
    rf"|ankle)\b(?= ?(?:,|$))"
)
_BESIDE: Final = re.compile(
    r"(?<=\w) (?:just |right )?(?:below|above|beneath|beside|next to|by) (?:the |my )(?!knee|elbow"
    r"|belly|navel|button|rib|ankle"
    r"|kneecap|collar|thumb|pink|little|waist|nipple|groin|eye|ear|one|other)[a-z]+"
)
_ABOVE_KNEE: Final = re.compile(r"\b(leg\b[^;.]*?),? above (?:the |my )?knee\b")
"""The leg above the knee is the thigh."""
_THAT_SIDE: Final = re.compile(r"\b(?:on|of|down|up|along) (?:that|the same) side\b")
_ULNAR: Final = re.compile(r"\b(?:little|pinky|pinkie|ring|baby|last two)\b")
_RADIAL: Final = re.compile(r"\b(?:thumb|index|pointer)\b")


def paths_named(told: str, placed: Callable[[str], bool]) -> str:
    """Return a text whose paths are told by the places they lead through.

    ``placed`` tells whether a text names a place.
    """
    told = _ABOVE_KNEE.sub(lambda m: "thigh" + m[1][3:], told)
    told = _THAT_SIDE.sub(lambda m: _that_side(told[: m.start()]) or m[0], told)
    if match := _PATH.search(told):
        told = _through(told, match, placed)
    for limit in (_STARTS, _LIMIT, _APART, _FROM_DOWN, _BESIDE):
        if (without := limit.sub(" ", told)) != told and placed(without):
            told = without
    return told


def _that_side(before: str) -> str:
    if _ULNAR.search(before):
        return "little finger side"
    return "thumb side" if _RADIAL.search(before) else ""


def _through(told: str, match: re.Match[str], placed: Callable[[str], bool]) -> str:
    first, end = (_CALLED.get(match[name], match[name]) for name in ("first", "end"))
    end = {"elbow": "forearm", "knee": "lower leg"}.get(end, end) if match["past"] else end
    limb = next((limb for limb in _LIMBS if first in limb and end in limb), None)
    if limb is None:
        return told
    low, high = sorted((limb.index(first), limb.index(end)))
    passed = _JOINTS | {"hand", "foot"} if end == limb[-1] else _JOINTS
    between = [place for place in limb[low + 1 : high] if place not in passed]
    before, after = told[: match.start()], told[match.end() :]
    if placed(f"{before} {after}"):
        # Who tells the inside of the arm from shoulder to thumb means all of the arm.
        between = [place for place in between if place in {"forearm", "thigh"}] if _whole(before) else []
    said = end if match["past"] else match["last"]
    ends = [said] if end not in _JOINTS else []
    start = [match["first"]] if first not in _JOINTS else []
    if not (start or between or ends or placed(f"{before} {after}")):
        return told
    # What follows tells the side of the limb, not of the finger at its end.
    way = f"{', '.join([*start, *between])} {after}".strip()
    return ", ".join(piece for piece in (before.strip(), way, *ends) if piece)


def _whole(before: str) -> bool:
    return bool(re.search(r"(?<!fore)(?<!upper )(?<!lower )\b(?:arm|leg)\b", before))
