"""Says German words in English, so that the reader of the lexicon understands them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal

from dermatome.localiser.finger_words import FINGERS
from dermatome.localiser.german.words import Word

Kind = Literal["skin", "pain", "power", "sign", "reflex"]
_LINKS: Final = {
    **dict.fromkeys(("und", "sowie", "oder", "u", "&", "/"), "and"),
    ",": ",",
    **dict.fromkeys(("bis", "-", "–"), "to"),
}
_KNOWN: Final[dict[Kind, tuple[str, ...]]] = {
    "skin": ("part", "both", "side", "nerve", "root", "number", "bilateral", "muscle"),
    "pain": ("ache", "radiating", "burning", "pain", "part", "both", "side", "bilateral"),
    "power": ("move", "part", "muscle", "way", "side", "number", "wasted", "nerve"),
    "sign": (
        "sign",
        "worse",
        "better",
        "part",
        "move",
        "side",
        "way",
        "ache",
        "burning",
        "pain",
        "muscle",
        "both",
    ),
    "reflex": ("reflex", "other", "all", "part"),
}
"""The roles in which a word is said where a text of some kind is read, the first that it has."""
_ARTICLES: Final = frozenset({"der", "die", "das", "den", "dem", "rechte", "linke", "rechten", "linken"})
_REACHES: Final = frozenset({"bis", "abwaerts"})
"""What tells how far a place goes that a "von" begins."""
_DIGITS: Final = frozenset("12345")
_CALLED: Final = {"better": "relief"}
_MOVED: Final = frozenset({"power", "sign"})
_LOOSE: Final = re.compile(r"^(?:(?:and|to)\b|[\s,])+|(?:\b(?:and|to|from)\b|[\s,])+$")
_TWICE: Final = re.compile(r"\b(?:and |to )+(?=and\b|to\b)")


def in_english(words: Sequence[Word], kind: Kind) -> str:
    """Return words in English, those that tell something where a text of this kind is read."""
    found: list[str] = []
    words = _sides_first(words) if kind == "skin" else words
    for n, word in enumerate(words):
        if kind == "pain" and word.is_("part") and _passed(words, n):
            continue
        if role := next((r for r in _KNOWN[kind] if word.is_(r)), None):
            found.append(_said(word, role, kind))
        elif kind == "skin" and word.text == "abwaerts" and "from" in found:
            found.append("down")
        elif kind == "skin" and word.text in {"von", "vom", "ab"} and any(w.text in _REACHES for w in words):
            # "Die Innenseite vom Arm" goes nowhere.
            found += [] if n and words[n - 1].is_("side", "part") else ["from"]
        elif word.text == "noch" and any(w.text == "weder" for w in words[:n]):
            found.append("and")
        elif link := _LINKS.get(word.roles.get("link", word.text)):
            on = link == "to" and not ("from" in found or (found and found[-1].isdigit()))
            # Who tells of the arm down to a finger means the forearm too.
            found.append("and forearm and" if on and "arm" in found else "and" if on else link)
    if kind == "pain":
        found = _told_of_pain(found)
    told = (
        re.sub(r"\bfingertips (?=\d)", "digits ", " ".join(found))
        .replace(" ,", ",")
        .replace("into and ", "into ")
    )
    return " ".join(_LOOSE.sub(" ", _TWICE.sub("", told)).split())


def _sides_first(words: Sequence[Word]) -> Sequence[Word]:
    """Return words in which a place stands behind its two sides: ``front and inner thigh``."""
    told = [word for word in words if not word.is_("ignored") or word.text in _LINKS]
    for n in range(len(told) - 3):
        place, one, link, other = told[n : n + 4]
        alone = n + 4 == len(told) or not told[n + 4].is_("part", "side")
        if (
            place.is_("part")
            and one.is_("side")
            and _LINKS.get(link.text) == "and"
            and other.is_("side")
            and alone
        ):
            return [*told[:n], one, link, other, place, *told[n + 4 :]]
    return words


def _passed(words: Sequence[Word], n: int) -> bool:
    """Return whether a pain only passes a place: ``über die Hüfte ins Bein``."""
    before = next((w for w in reversed(words[:n]) if w.text not in _ARTICLES), None)
    return before is not None and before.text == "ueber" and any(w.is_("part") for w in words[n + 1 :])


def _said(word: Word, role: str, kind: Kind) -> str:
    english = _CALLED.get(role, word.roles[role])
    if role == "nerve":
        return f"{english} {'palsy' if kind == 'power' else 'distribution'}"
    if role == "root":
        return f"{english} dermatome"
    if role == "bilateral":
        return "bilat"
    if role == "number" and kind == "power":
        return FINGERS[int(english) - 1] if english in _DIGITS else ""
    skin, _, power = english.partition("|")
    return power if power and kind in _MOVED else skin


def _told_of_pain(found: list[str]) -> list[str]:
    """Return words of pain in their English order: where it is, and then where it goes."""
    if "radiating" in found:
        found = [word for n, word in enumerate(found) if word != "radiating" or n == found.index("radiating")]
        at = found.index("radiating")
        if at == len(found) - 1 and at:
            at -= 1  # "die ins Bein ziehen"
        found.remove("radiating")
        found.insert(at, "radiating into")
    return (
        found
        if any("pain" in word or word in {"sciatica", "burning"} for word in found)
        else ["pain", *found]
    )
