"""Reads findings from a sentence: ``numb little finger, weak grip, triceps jerk normal``.

The sentence is cut at its commas and conjunctions; words such as numb, weak or normal say what a piece tells,
and a piece without one goes on where the last one was.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from dermatome.localiser.german.language import is_german
from dermatome.localiser.german.reading import read_german
from dermatome.localiser.lexicon import plain
from dermatome.localiser.motor_words import read_power
from dermatome.localiser.named_nerves import named_nerves
from dermatome.localiser.records import Told
from dermatome.localiser.reflex_words import read_reflexes
from dermatome.localiser.sign_words import read_signs
from dermatome.localiser.skin_words import read_skin

MOST: Final = 2000
"""Characters of a sentence that are read."""
_CUT: Final = re.compile(r"([,;.\n]|\bbut\b|\bwhile\b)")
_NUMB: Final = re.compile(
    r"numb|tingl|burn|pain|ache|pins and needles|feel|sens|rash|ana?esth|po?a?esth|dead"
    r"|\blt\b|\bpp\b|pinprick"
)
_WEAK: Final = re.compile(
    r"weak|can'?t|cannot|unable|drop|paraly|palsy|difficult|trouble|wast|\bthin(?!g|k)|buckl|gives way|trips"
    r"|\b[0-4][+-]?/5|\b4-|(?:lost|no) (?:(?:its|the|my|all) )?(?:strength|power)|struggle|won't|feeble"
    r"|couldn't|slaps|slips|\bhang(?:s|ing)?\b|dangl|\blimp|flopp|drags?\b|stumbl|(?:isn't"
    r"|wasn't|not|stopped) (?:working|firing|pulling)"
)
_FINE: Final = re.compile(
    r"normal|strong|intact|spared|preserved|fine|full|good|unaffected|\b5/5|no weak"
    r"|\bok(?:ay)?\b|\ball ?right|perfectly|not involved"
    r"|(?:without|no) (?:any )?(?:problem|trouble|difficult)"
)
_UNFELT: Final = re.compile(
    r"\b(?:can'?t|cannot|could not|couldn'?t|don'?t|do not|hardly|barely|no longer)(?: (?:really"
    r"|even|quite))? feel\b"
)
_CAN: Final = re.compile(
    r"^\W*(?:and |but |still )*(?:i )?(?:still )?(?:can|could|am able to|able to)"
    r"(?!n|'| ?not| hardly| barely| only| just| no)\b"
)
"""``Can turn the foot in``: said beside what one cannot."""
_CAUSE: Final = re.compile(r"\b(?:after|since|following)\b")
_JERK: Final = re.compile(r"jerk|reflex|babinski|hoffmann|plantars|plantar response")
_TURNED: Final = re.compile(
    r"(?:babinski|hoffmann)\S*(?: sign)?(?: is| was)? (?:positive|present)|upgoing|extensor"
)
"""An abnormal answer stands for a lost one, whatever the jerks told before it were."""
_GONE: Final = re.compile(r"absent|lost|gone|reduced|diminished|missing|no |weak|depressed|sluggish")
_KEPT: Final = re.compile(
    r"present|brisk|equal|(?<!a)symmetr|downgoing|\b[23]\+|^\W*no (?:hoffmann|babinski)"
)
_BOTH_WEAK: Final = re.compile(
    r"\bboth (?:my |the )?\w+\b.*\b(?:weak|paraly|heavy|can'?t|won'?t)\w*|weak\w* .*\bboth\b"
)
_GRADED: Final = re.compile(r"\b[0-5][+-]?\s*/\s*5")
_NOT: Final = re.compile(
    r"^\W*(?:no(?! (?:feeling|sensation|strength|power|grip)\b)|not|without)\b|\bnot (?:numb|weak)"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of the sentence and what it was taken for; None: nobody knows."""

    text: str
    told: Told | None


def read_sentence(sentence: str, language: str = "") -> tuple[dict[str, Any], tuple[Piece, ...]]:
    """Return the findings as the localiser's JSON, words and all, and how each piece was taken.

    ``language`` is that of the page, which decides where the words belong to both.
    """
    skin: dict[str, list[str]] = {"lost": [], "spared": []}
    reflexes: dict[str, list[str]] = {"lost": [], "normal": []}
    found: dict[str, Any] = {"skin": skin, "weak": [], "strong": [], "reflexes": reflexes, "other": []}
    places = {
        "lost": skin["lost"],
        "spared": skin["spared"],
        "weak": found["weak"],
        "strong": found["strong"],
        "gone": reflexes["lost"],
        "kept": reflexes["normal"],
        "sign": found["other"],
    }
    pieces: list[Piece] = []
    if is_german(sentence[:MOST], hint=language == "de"):
        for clause in read_german(sentence[:MOST]):
            pieces.append(Piece(clause.text, clause.told))
            for kind, item in clause.items:
                places[kind].append(item)
        return found, tuple(pieces)
    last: Told | None = None
    cut = ["", *_CUT.split(sentence[:MOST])]
    for turn, text in zip(cut[::2], map(str.strip, cut[1::2]), strict=True):
        if text:
            taken = _taken_for(text, last)
            # "Fingers won't straighten, but the wrist comes up" tells what is strong.
            if turn.isalpha() and last == taken == "weak" and not _WEAK.search(plain(text)):
                taken = "strong"
            last = taken or last
            told = last if _understood(text, last) else None
            pieces.append(Piece(text, told))
            # What nobody understands is passed on, so that the answer tells it.
            places[told or "sign"].append(text)
            # "Foot slaps after a tight cast" is weakness and its cause.
            if told == "sign" and (weakness := _weakness_before(plain(text))):
                places["weak"].append(weakness)
            # "Pain down the back of the leg" is a sign and a place.
            if told == "sign" and _hurts_there(plain(text)):
                places["lost"] += [text] if read_skin(text).patches else []
            # "Both legs weak" is a sign and weakness.
            if told == "sign" and _BOTH_WEAK.search(plain(text)) and not _NOT.search(plain(text)):
                places["weak"].append(text)
    return found, tuple(pieces)


def _weakness_before(told: str) -> str:
    """Return the weakness that stands before its cause in one piece, else nothing."""
    head, cause = (*_CAUSE.split(told, maxsplit=1), "")[:2]
    if not cause or not _WEAK.search(head) or _NOT.search(head) or read_signs(head).names:
        return ""
    return head if read_power(head).motors else ""


def _hurts_there(told: str) -> bool:
    """Return whether a sign tells of skin as well; where a nerve is tapped is no such place."""
    return bool(_NUMB.search(told)) and not _NOT.search(told) and not _tapped(told)


def _tapped(told: str) -> bool:
    return any(name.startswith("tinel") for name in read_signs(told).names)


def _taken_for(text: str, last: Told | None) -> Told | None:
    told = plain(text)
    if _JERK.search(told):
        return (
            "gone"
            if _TURNED.search(told)
            else "kept"
            if _FINE.search(told) or _KEPT.search(told)
            else "gone"
            if _GONE.search(told)
            else "kept"
            if last == "kept"
            else "gone"
        )
    if _GRADED.search(told) and read_power(text).told:
        return "strong" if _FINE.search(told) and not _WEAK.search(told) else "weak"
    if named_nerves(told) and not _NOT.search(told):
        return "weak" if _WEAK.search(told) and read_power(text).motors else "sign"
    if read_signs(text).names and not (read_skin(text).patches and re.match(r"\W*(?:numb|tingl)", told)):
        return "sign"
    fine = bool(_FINE.search(told) or _NOT.search(told) or _CAN.search(told))
    power, skin = read_power(text), read_skin(text)
    if _UNFELT.search(told) and skin.patches:
        return "lost"
    if _WEAK.search(told) and not fine:
        return "weak"
    if _NUMB.search(told):
        return "spared" if fine else "lost"
    if fine:
        return "strong" if power.told else "spared" if skin.patches else None
    if last in {"lost", "spared"} and skin.patches:
        return last
    if last in {"weak", "strong"} and power.told:
        return last
    return "lost" if skin.patches else "weak" if power.told else None


def _understood(text: str, told: Told | None) -> bool:
    if told in {"lost", "spared"}:
        read = read_skin(text, normal=told == "spared")
        return bool(read.patches or read.groups)
    if told in {"weak", "strong"}:
        return read_power(text, weak=told == "weak").told
    if told in {"gone", "kept"}:
        reflexes = read_reflexes(text, lost=told == "gone")
        return bool(reflexes.names or reflexes.groups or reflexes.others or reflexes.other_groups)
    return told == "sign" and bool(read_signs(text).names or read_signs(text).absent)
