"""Reads signs from words, and what is said to be absent."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import Final

from dermatome.localiser.lexicon import Matcher, plain, words_of
from dermatome.localiser.load import lexicon_file
from dermatome.localiser.matching import NamesRead, spread
from dermatome.localiser.named_nerves import named_nerves
from dermatome.localiser.short_words import is_aside
from dermatome.localiser.sign_idioms import in_sign_words, provoked

_COMMAS: Final = re.compile(r"[,;]|\bbut\b")
_LACK: Final = re.compile(
    r"\bno (?=(?:erections?|control|feeling|warning|urge|round|round o)\b)|\bno longer (?=works?\b)"
)
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
_PAIN_THEN_WEAK: Final = re.compile(
    r"(?<!neck )(?<!back )(?<!leg )\b(?:pain|agony)\b[^.]{0,80}?"
    r"(?:\b(?:then|followed|later|after|before|preced|subsid|eas|settl|went|gone)\w*\b[^.]{0,60}?"
    r"\b(?:weak|paraly|couldn't (?:lift|move))\w*"
    r"|\b(?:weak|paraly)\w*\b[^.]{0,60}?\b(?:later|after|afterwards|once|as|when)\b)"
)
"""Weakness that comes as a pain goes."""
_NO: Final = re.compile(r"\b(?:with |and |but )?(no|without|denies)\b")
_ABSENT: Final = re.compile(
    r"^\W*(?:no|not|without|denies|never)\b"
    r"|\b(?:does|do|did|is|was|are|were|has|have|had)(?:n'?t| not)\b"
    r"(?!(?: \w+)? (?:feel|control|hold|empty|start|pass(?:ed)?|get|stop|keep|know|notice|realise|peed?"
    r"|able|work|working|stand)\b)"
    r"|\b(?:say|says|said|think) (?:it|that) (?:is|was)(?:n'?t| not)"
    r"|\bnot (?:diabetic|tested|there|worse|painful|tender|stiff)"
    r"|\b(?:normal|normally|equal|unaffected|unremarkable|fine|all right|alright|okay|ok(?! sign))$"
    r"|\b(?:pain|ache)(?: is| has)?(?: now| nearly| almost| all| since)* (?:gone|better)$"
)
"""What tells that a sign is not there."""
_UNTRIED: Final = re.compile(r"\b(?:not|n'?t) (?:been )?(?:tested|done|tried|checked)\b|\buntested\b")


def read_signs(text: str) -> NamesRead:
    """Return the signs a text names, and those it says are not there."""
    found = NamesRead()
    told = plain(text)
    pieces = _COMMAS.split(told)
    tests = [provoked(piece) for piece in pieces]
    if any(tests):
        told = ", ".join(piece for piece, sign in zip(pieces, tests, strict=True) if not sign)
    elif sign := provoked(told):
        tests, told = [sign], ""
    for sign in filter(None, tests):
        if sign in lexicon_file().signs:
            found.names.append(sign)
        else:
            found.absent.append(sign.replace("-negative", "-positive"))
    if any(tests) and not told.strip():
        return found
    told = in_sign_words(_UNFELT.sub(r"\1 incontinence", _NO_ERECTION.sub("erection", told)))
    if _PAIN_THEN_WEAK.search(told) and not _ABSENT.search(told.strip()):
        found.names.append("severe-pain-then-weakness")
        told = _PAIN_THEN_WEAK.sub("pain", told)
    told = _NO.sub(r", \1", _LACK.sub("lost ", told))
    if painless := _PAINLESS.match(told):
        found.names.append("painless")
        found.names += read_signs(told[painless.end() :]).names if painless.end() < len(told) else ()
        return found
    chunks = [piece.strip() for piece in _COMMAS.split(told)]
    there = " ".join(chunk for chunk in chunks if not _ABSENT.search(chunk))
    size, names, whole = _sign_matcher().longest(words_of(there))
    if size >= 2 and "negative" not in words_of(there):
        found.names += names
    for chunk in chunks:
        if not _UNTRIED.search(chunk):
            _read_chunk(chunk, found, whole if size >= 2 else frozenset())
    found.names = [
        name for name in most_precise(found.names) if name != "painless" or not _MOVED.search(told)
    ]
    return found


_MOVED: Final = re.compile(r"\b(?:passive|rom|range)\b")
"""A joint that moves without pain is not a lesion without pain."""


def _read_chunk(chunk: str, found: NamesRead, whole: frozenset[str]) -> None:
    """Read one piece between commas; ``whole`` are the words by which the text as a whole was read."""
    words = words_of(chunk)
    if nerves := named_nerves(chunk):
        found.names += nerves if not _ABSENT.search(chunk) else ()
        return
    if _PAINLESS.match(chunk):
        found.names.append("painless")
        return
    absent = bool(_ABSENT.search(chunk))
    negative = "negative" in words
    names, unread = spread(chunk, _sign_matcher(), drop={"no"})
    if absent or (negative and not any(name.endswith("-negative") for name in names)):
        told_so = [name for name in names if name.endswith(("-negative", "-normal"))]
        found.names += [*told_so, *filter(None, map(_negative, names))]
        found.absent += [name for name in names if name not in told_so]
        return
    # "SLR negative bilat" tells nothing of both sides but that.
    found.names += [name for name in names if not (negative and name.endswith(("-positive", "bilateral")))]
    # What the whole text was read by needs no reading of its own.
    aside = bool(whole & set(words)) or (bool(found.names) and is_aside(chunk))
    aside = aside or ("severe-pain-then-weakness" in found.names and "pain" in words)
    if unread and not aside and not is_story(chunk):
        found.unread.append(unread)


_SYMPTOM: Final = re.compile(
    r"\b(?:numb|tingl|pain|ach|hurt|sore|weak|burn|pins|wast|thin|hollow|droop|swell|cramp|jerk"
    r"|reflex|clums|dead"
    r"|unable|lost|loss|lose|bladder|bowel|pee|toilet|sex|erect|sign|positive|negative|tinel|feel|swollen)\w*"
    r"|can'?t|won'?t|cannot|couldn'?t|\+"
)
_STORY: Final = re.compile(
    r"\b(?:ago|years?|months?|weeks?|wks?|days?|hours?|since|yesterday|last|after|before|when|while"
    r"|was|were|got|went"
    r"|came|fell|had|been|am|i'm|i|knocked|hit|stab|knifed|wound|thought|referred|chronic|acute|post"
    r"|right after"
    r"|diagnosed|driv\w+|kept|still|first|then|they|he|she|by|h/o|hx|sudden\w*)\b"
)


def is_story(told: str) -> bool:
    """Return whether a piece only tells how it came about, and of no symptom that a reader would miss."""
    return bool(_STORY.search(told)) and not _SYMPTOM.search(told)


_PAINLESS: Final = re.compile(
    r"^\W*(?:there(?:'s| is| was)?\W+)?(?:no|without) pain(?: at all| anywhere| with it| whatsoever)?\W*$"
    r"|^\W*(?:it |this |that )?(?:is|was)(?:n'?t| not) painful\W*$"
    r"|^\W*(?:painless|pain[ -]?free|(?:it )?(?:does|did)n'?t hurt(?: at all)?\W*$)"
)


def _negative(name: str) -> str | None:
    """Return the sign that says that a test was negative: ``slr-negative``."""
    negative = name.replace("-positive", "-negative")
    return negative if negative != name and negative in lexicon_file().signs else None


def most_precise(names: Iterable[str]) -> list[str]:
    """Return signs without the general one where a particular one of its kind is told."""
    kinds = {
        "winging": ("winging-at-rest", "winging-on-pushing"),
        "tinel-inner-ankle": ("tinel-medial-malleolus",),
        "humerus-fracture": ("supracondylar-fracture",),
        "upper-arm-traction": ("humerus-fracture", "shoulder-dislocation", "clavicle-fracture"),
    }
    kept = dict.fromkeys(names)
    for name in names:
        if name.endswith("-negative"):
            kept.pop(name.replace("-negative", "-positive"), None)
    for general, particular in kinds.items():
        if general in kept and any(name in kept for name in particular):
            del kept[general]
    return list(kept)


VISIBLE: Final = frozenset(
    {
        *("claw-hand", "froment", "wartenberg", "winging", "winging-at-rest", "winging-on-pushing"),
        *("ok-sign-fails", "waiters-tip", "thenar-wasting", "hypothenar-wasting", "painless"),
    }
)
"""Signs that are seen while power is tested."""


def visible_signs(told: str, *, least: int) -> list[str]:
    """Return the signs that are seen where power is told of: ``the last two fingers curl in like a claw``.

    Of wasting and of what may be a movement as well, a pattern of ``least`` words must be there.
    """
    size, names, _ = _sign_matcher().longest(words_of(in_sign_words(told)))
    sure = {"claw-hand", "ok-sign-fails", "waiters-tip", "froment"}
    if not names or not set(names) <= VISIBLE or _ABSENT.search(told):
        return []
    if any(name.endswith("-wasting") for name in names):
        names = tuple(name for name in names if name.endswith("-wasting"))
    return most_precise(list(names)) if size >= least or (set(names) <= sure and size >= 1) else []


@functools.cache
def _sign_matcher() -> Matcher:
    return Matcher(lexicon_file().signs)
