"""What German words judge: numb or felt, weak or strong, a jerk gone or there, a sign."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from dermatome.localiser.german.words import Word
from dermatome.localiser.records import Told

CONTENT: Final = ("part", "move", "muscle", "reflex", "nerve", "root", "sign", "ache")
ACHING: Final = ("pain", "burning", "ache", "radiating")
_BY_ITSELF: Final = frozenset(
    (
        *("buckle", "ankle rolls", "trip", "slap foot", "scuff foot", "hangs", "hangs down", "foot drop"),
        *("wrist drop", "drop things", "fumbling finger clumsy"),
    )
)
"""Movements that tell of weakness by themselves."""
_GRADE: Final = re.compile(
    r"(?i)\b(?:kg|kraftgrade?s?|kraft|mrc|janda|m|grad)?\s*[:=]?\s*\b([0-5](?:[.,]5)?)\s*([+-]?)\s*/\s*5\s*([+-])?"
    r"|\b(?:kg|kraftgrade?s?|mrc|janda|m)\s*[:=]?\s*([0-5]|i{1,3}|iv|v)\s*([+-]?)(?![\w/])"
)
_BARE_GRADE: Final = re.compile(r"(?<=[a-zäöüß]) ([0-5])([+-]?)\s*$")
_ROMAN: Final = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
_FULL: Final = 5.0


def grade_in(text: str, *, bare: bool) -> str:
    """Return the grade of power that a text tells as ``4+/5``; with ``bare`` a number at its end is one."""
    if match := _GRADE.search(text):
        number = match[1] or _ROMAN.get(match[4].lower(), match[4])
        return f"{number[:1]}{match[2] or match[3] or match[5] or ''}/5"
    if bare and (match := _BARE_GRADE.search(text)):
        return f"{match[1]}{match[2]}/5"
    return ""


def without_grade(text: str) -> str:
    """Return a text in which blanks stand for a grade, so that places in it stay what they are."""
    return _GRADE.sub(lambda m: " " * len(m[0]), text)


def has(words: Sequence[Word], *roles: str) -> bool:
    """Return whether any of the words has one of these roles."""
    return any(word.is_(*roles) for word in words)


def links_of(words: Sequence[Word]) -> set[str]:
    """Return the marks among words: ``+``, ``(+)``, ``-``."""
    return {word.roles["link"] for word in words if word.is_("link")}


def minus(words: Sequence[Word]) -> bool:
    """Return whether a mark says that a jerk or a sign is gone, or less: ``ASR (+)``, ``Lasègue -``."""
    last = words[-1].roles.get("link") if words else None
    zero = bool(words) and words[-1].roles.get("number") == "0"
    return bool(links_of(words) & {"(+)", "<", ">", "∅", "↓"}) or last in {"-", "–"} or zero


def verdicts(words: Sequence[Word], grade: str = "", *, denied: bool = False) -> list[Told]:
    """Return what the words judge; nothing where they only name a place, a movement or a jerk."""
    no = has(words, "not") or denied
    if any(word.is_("reflex") and word.is_("sign") for word in words):
        return ["kept"] if no or has(words, "negative", "fine") or minus(words) else ["sign"]
    if has(words, "reflex"):
        told = _on_reflexes(words, no)
        return [*told, "spared"] if told == ["kept"] and has(words, "sense") else told
    found: list[Told] = []
    if has(words, "sign"):
        found.append("sign")
    if told := _on_power(words, grade, no):
        found.append(told)
    if told := _on_skin(words, no, bool(found)):
        found.append(told)
    tapped = any(word.roles.get("sign") == "tinel" for word in words)
    if has(words, *ACHING) and not (no or tapped) and not {"lost", "weak", "strong"} & {*found}:
        found.append("lost")
    elif (has(words, "pain", "burning", "ache") or _turns(words)) and not found:
        found.append("sign")
    return found


def _turns(words: Sequence[Word]) -> bool:
    """Return whether words tell what makes it worse, or better."""
    return has(words, "worse", "better") and has(words, "move", "part", "way")


def _on_reflexes(words: Sequence[Word], no: bool) -> list[Told]:
    bad = has(words, "gone", "weak", "hardly", "wasted") or minus(words)
    if no and (bad or has(words, "uneven")):
        return ["gone" if has(words, "hardly") else "kept"]
    if bad or no or has(words, "negative"):
        return ["gone"]
    there = has(words, "fine", "equal", "positive", "able", "strong") or links_of(words) & {"+", "++", "↑"}
    return ["kept"] if there else []


def _on_power(words: Sequence[Word], grade: str, no: bool) -> Told | None:
    if grade:
        return "strong" if grade == "5/5" else "weak"
    moving = has(words, "move", "muscle", "power") or (has(words, "way") and has(words, "part"))
    bad = has(words, "weak", "wasted")
    if has(words, "sense", "numb") and not bad and not has(words, "power"):
        return None
    if bad:
        return "strong" if _denied(words, "weak", no) and not has(words, "able") else "weak"
    if any(word.roles.get("move") in _BY_ITSELF for word in words):
        return "strong" if no and not has(words, "able") else "weak"
    if has(words, "hardly") and (moving or has(words, "able")):
        return "weak"
    if moving and has(words, "gone"):
        return "strong" if no else "weak"
    if no and (has(words, "able") or (moving and not has(words, "fine", "equal", "pain", "sign"))):
        return "weak"
    named = moving or has(words, "part")
    if (moving and has(words, "fine", "equal", "able")) or (named and has(words, "strong")):
        return "weak" if no and not has(words, "fine", "equal", "able") else "strong"
    return None


def _denied(words: Sequence[Word], role: str, no: bool) -> bool:
    """Return whether a "not" is meant of a judgement: it stands before it, at the end, or is "nothing".

    ``Der Fuß ist eingeschlafen und wacht nicht mehr auf`` denies nothing.
    """
    told = [n for n, word in enumerate(words) if word.is_(role)]
    nots = [n for n, word in enumerate(words) if word.is_("not")]
    if not nots or not told:
        return no
    return any(n < told[-1] or n == len(words) - 1 or words[n].text in _NOTHING for n in nots)


def _none_of_it(words: Sequence[Word], role: str) -> bool:
    """Return whether a "kein" stands before a judgement: ``kein Taubheitsgefühl an der Hand``."""
    told = [n for n, word in enumerate(words) if word.is_(role)]
    return any(word.text.startswith(("kein", "ohne")) for word in words[: told[-1]])


_NOTHING: Final = frozenset({"nichts", "nix", "nirgends", "nirgendwo", "keine", "keiner", "niemals"})


def _on_skin(words: Sequence[Word], no: bool, judged: bool) -> Told | None:
    if has(words, "numb"):
        spared = _denied(words, "numb", no) and not has(words, "able", "sense")
        return "spared" if spared or _none_of_it(words, "numb") else "lost"
    if has(words, "sense", "nerve", "root"):
        if has(words, "gone", "hardly") or (has(words, "sense") and has(words, "weak")):
            return "spared" if no and not has(words, "hardly") else "lost"
        if has(words, "sense") and no:
            return "lost"
        if has(words, "fine", "equal", "able"):
            return "spared"
        return None
    if judged or has(words, "move", "muscle", "power", *ACHING):
        return None
    if has(words, "part"):
        return "spared" if has(words, "fine", "equal") else "lost" if has(words, "gone") and not no else None
    return None
