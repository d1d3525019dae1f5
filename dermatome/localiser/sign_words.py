"""Reads signs from words, and what is said to be absent."""

from __future__ import annotations

import functools
import re
from typing import Final

from dermatome.localiser.lexicon import Matcher, plain, words_of
from dermatome.localiser.load import lexicon_file
from dermatome.localiser.matching import NamesRead, spread
from dermatome.localiser.short_words import is_aside

_COMMAS: Final = re.compile(r"[,;]|\bbut\b")
_LACK: Final = re.compile(r"\bno (?=(?:erections?|control|feeling|warning|urge|round|round o)\b)")
"""What is a finding by its absence: ``no control of the bladder``."""
_NO_ERECTION: Final = re.compile(
    r"\b(?:get|getting|keep|keeping) it up\b(?! (?:the|to|on|off|from))"
    r"|\b(?:get|stay|keep)(?:ing)? (?:it )?hard\b"
)
_UNFELT: Final = re.compile(
    r"\b(pee|wee|urine|urinate|poo|stools?)\b(?=[^.]{0,40}\b(?:without (?:want|know|feel|notic|warn|realis)"
    r"|comes? out\b[^.]{0,30}\b(?:feel|know|notic)))"
)
"""What passes unfelt is incontinence."""
_BRINGS_ON: Final = re.compile(r"\b(?:brings?|sets?) (?:it|them|this) (?:on|off)\b")
_PAIN_THEN_WEAK: Final = re.compile(
    r"(?<!neck )(?<!back )(?<!leg )\b(?:pain|agony)\b[^.]{0,80}?"
    r"(?:\b(?:then|followed|later|after|before|preced|subsid|eas|settl|went|gone)\w*\b[^.]{0,60}?"
    r"\b(?:weak|paraly|couldn't (?:lift|move))\w*"
    r"|\b(?:weak|paraly)\w*\b[^.]{0,60}?\b(?:later|after|afterwards|once|as|when)\b)"
)
"""Weakness that comes as a pain goes."""
_BAD_BACK: Final = re.compile(r"\bback (?:trouble|problems?|issues?)\b")
_A_COLD: Final = re.compile(r"\b(?:a|bad|heavy) cold\b")
_BACK_AND: Final = re.compile(
    r"\bback ?(?:pain|ache) (?=(?:that |which )?(?:radiat|go|shoot|run|travel|spread|into|down|to ))"
)
"""Pain of the back that goes on into the leg is two signs."""
_NO: Final = re.compile(r"\b(?:with |and |but )?(no|without|denies)\b")
_ABSENT: Final = re.compile(
    r"^\W*(?:no|not|without|denies|never|kein|keine|ohne)\b"
    r"|\b(?:does|do|did|is|was|are|were|has|have|had)(?:n'?t| not)\b"
    r"(?!(?: \w+)? (?:feel|control|hold|empty|start|pass(?:ed)?|get|stop|keep|know|notice|realise|peed?"
    r"|able|work|stand)\b)"
    r"|\b(?:say|says|said|think) (?:it|that) (?:is|was)(?:n'?t| not)"
    r"|\bnot (?:diabetic|tested|there|worse|painful|tender|stiff)"
    r"|\b(?:normal|normally|equal|unaffected|unremarkable|fine|all right|alright|okay|ok(?! sign))$"
)
"""What tells that a sign is not there."""
_UNTRIED: Final = re.compile(r"\b(?:not|n'?t) (?:been )?(?:tested|done|tried|checked)\b|\buntested\b")


def read_signs(text: str) -> NamesRead:
    """Return the signs a text names, and those it says are not there."""
    found = NamesRead()
    told = _UNFELT.sub(r"\1 incontinence", _NO_ERECTION.sub("erection", plain(text)))
    told = _BRINGS_ON.sub("worse", told)
    if _PAIN_THEN_WEAK.search(told) and not _ABSENT.search(told.strip()):
        found.names.append("severe-pain-then-weakness")
        told = _PAIN_THEN_WEAK.sub("pain", told)
    told = _A_COLD.sub("virus", _BAD_BACK.sub("backache", told))
    told = _BACK_AND.sub("backache, pain ", _NO.sub(r", \1", _LACK.sub("lost ", told)))
    if painless := _PAINLESS.match(told):
        found.names.append("painless")
        found.names += read_signs(told[painless.end() :]).names if painless.end() < len(told) else ()
        return found
    size, names, whole = _sign_matcher().longest(words_of(told))
    if size >= 2 and not _ABSENT.search(told.strip()) and "negative" not in words_of(told):
        found.names += names
    for chunk in (piece.strip() for piece in _COMMAS.split(told)):
        absent = bool(_ABSENT.search(chunk))
        negative = "negative" in words_of(chunk)
        names, unread = spread(chunk, _sign_matcher(), drop={"no"})
        if _UNTRIED.search(chunk):
            continue
        if absent or (negative and not any(name.endswith("-negative") for name in names)):
            told_so = [name for name in names if name.endswith(("-negative", "-normal"))]
            found.names += [*told_so, *filter(None, map(_negative, names))]
            found.absent += [name for name in names if name not in told_so]
        else:
            found.names += [name for name in names if not (negative and name.endswith("-positive"))]
            # What the whole text was read by needs no reading of its own.
            aside = (size >= 2 and whole & set(words_of(chunk))) or (found.names and is_aside(chunk))
            aside = aside or ("severe-pain-then-weakness" in found.names and "pain" in words_of(chunk))
            if unread and not aside:
                found.unread.append(unread)
    found.names = _most_precise(found.names)
    return found


_PAINLESS: Final = re.compile(
    r"^\W*(?:(?:no|without) pain(?: at all| anywhere)?\W*$|painless|pain[ -]?free"
    r"|(?:it )?(?:does|did)n'?t hurt(?: at all)?\W*$)"
)


def _negative(name: str) -> str | None:
    """Return the sign that says that a test was negative: ``slr-negative``."""
    negative = name.replace("-positive", "-negative")
    return negative if negative != name and negative in lexicon_file().signs else None


def _most_precise(names: list[str]) -> list[str]:
    """Drop the general sign where a particular one of its kind was read."""
    kinds = {"winging": ("winging-at-rest", "winging-on-pushing")}
    kept = dict.fromkeys(names)
    for name in names:
        if name.endswith("-negative"):
            kept.pop(name.replace("-negative", "-positive"), None)
    for general, particular in kinds.items():
        if general in kept and any(name in kept for name in particular):
            del kept[general]
    return list(kept)


_VISIBLE: Final = frozenset(
    (
        *("claw-hand", "froment", "wartenberg", "winging", "winging-at-rest", "winging-on-pushing"),
        *(
            "ok-sign-fails",
            "waiters-tip",
            "thenar-wasting",
            "hypothenar-wasting",
            "painless",
            "trendelenburg",
        ),
    )
)


def visible_signs(told: str, *, least: int) -> list[str]:
    """Return the signs that are seen where power is told of: ``the last two fingers curl in like a claw``.

    Of wasting and of what may be a movement as well, a pattern of ``least`` words must be there.
    """
    size, names, _ = _sign_matcher().longest(words_of(told))
    sure = {"claw-hand", "ok-sign-fails", "waiters-tip", "froment"}
    if not names or not set(names) <= _VISIBLE or _ABSENT.search(told):
        return []
    return _most_precise(list(names)) if size >= least or (set(names) <= sure and size >= 1) else []


@functools.cache
def _sign_matcher() -> Matcher:
    return Matcher(lexicon_file().signs)
