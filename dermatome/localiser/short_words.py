"""What is written short is written out, and who said it is left out, before a text is read.

``KE 4-/5``, ``↓ PP lat thigh``, ``SLR -ve``, ``the physio says my EPL is weak``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Final

from dermatome.localiser.load import lexicon_file

_SYMBOLS: Final[Mapping[str, str]] = {
    "↓": " reduced ",
    "↔": " normal ",
    "↑": " brisk ",
    "#": " fracture ",
    "°": " degrees ",
    "−": "-",
}
_SYMBOL: Final = re.compile("|".join(map(re.escape, _SYMBOLS)))
_SIGNED: Final = re.compile(r"(?:\(?([+-]) ?ve\)?|\(([+-])\))(?![a-zA-Z])")
_ALSO_WORDS: Final = frozenset({"HE", "WE"})
"""Capitals that are words as well are short only before a grade or a judgement."""
_JUDGED: Final = r"(?=\W*(?:[LR]\W+)?(?:[0-5]|weak|full|strong|power|normal|reduced|intact|bilat))"
_SIDES: Final[Mapping[str, str]] = {
    "lat": "lateral",
    "med": "medial",
    "ant": "anterior",
    "post": "posterior",
    "sup": "upper",
    "inf": "lower",
}
_SIDE: Final = re.compile(
    r"\b(lat|med|ant|post|sup|inf)\.? (?=(?:and |/ ?)?"
    r"(?:aspect|border|side|half|surface|thigh|leg|calf|shin|foot|sole|knee|ankle|heel|elbow|fore|arm|upper"
    r"|lower|hand|palm|hallux|big toe|toes|malleol|epicond|flex|rot"
    r"|hamst|chest|neck|abdo|dorsum|buttock|trunk|shoulder|wrist|delt|scrot|scalp|ear|cubital)\w*)"
)
_OUTWARD: Final = re.compile(r"\bext\.? (?=rot|obl|anal|ureth|sphinc)")
_INWARD: Final = re.compile(r"\bint\.? (?=rot|obl)")

_PERSON: Final = (
    r"(?:doctor|dr|gp|consultant|specialist|neurologist|urologist|surgeon|physician|registrar|nurse|midwife"
    r"|physio|physiotherapist|therapist|osteopath|chiropractor|podiatrist|trainer|coach|instructor|teacher"
    r"|clinic|hospital|letter|report|notes?|wife|husband|mother|partner|friend)"
)
_WHO: Final = rf"(?:they|he|she|it|(?:(?:the|my|our|a|his|her) )?(?:[a-z]+ ){{0,2}}{_PERSON})"
_SAYS: Final = (
    r"(?:have |has |had )?(?:says?|said|tells?|told|wrote|writes|noted|notes|noticed|reckons?|thinks?|thought"
    r"|found|mentioned|reports?|reported)"
)
_HEARD: Final = r"i(?: was|'ve been| have been|'m| am) told"
_FIRST: Final = re.compile(
    rf"^\W*(?:{_WHO} {_SAYS}|{_HEARD})(?: me| us)?(?: that)?(?: it'?s)?\W{{1,5}}(?=\w)"
)
_LAST: Final = re.compile(
    rf"(?<=\w)\W{{1,5}}(?:so )?"
    rf"(?:{_WHO} {_SAYS}(?: me| us| so| it)?|{_SAYS} {_WHO}|according to {_WHO}|{_HEARD}"
    rf"|{_WHO} {_SAYS} in {_WHO})(?: in (?:the |my )?letter)?\W*$"
)
_TIMES: Final = re.compile(r"(?<![\d/])(\d{1,2})/(7|52|12)(?![\d/])")
_UNITS: Final = {"7": "days", "52": "weeks", "12": "months"}
"""``3/52`` is three weeks."""
_SHORT_WITH: Final = re.compile(r"(?<![\w/])(?:w/(?=[\s\w])|c̄|c\u0304) ?")
_NUMBER_SIGN: Final = re.compile(r"#\s?(?=\d)")
_MINUS: Final = re.compile(r"(?<=[A-Za-z]{2}) ?[–−-]\s*(?=$|[,;)])")
"""``Spurling –``: a sign that is not there."""
_DEEP_TENDON: Final = re.compile(r"(?i)\bdeep tendon (?=reflex|jerk)")
"""What every jerk is; the deep abdominal reflex is one of its own."""
_ASIDE: Final = re.compile(
    r"^\W*(?:it|it's|which|so|because|since|like|as|even|though|they|he|she|i'm|i've|nothing|poor"
    r"|the (?:side|half|bit|part|big one|one)|where|just where|(?:i )?can'?t feel|in the crease"
    r"|at the hairline)\b"
)


def is_aside(told: str) -> bool:
    """Return whether a piece of a text only says more of what was told before it: ``which is bad for …``."""
    return bool(_ASIDE.match(told))


def written_out(text: str) -> str:
    """Return a text whose symbols and abbreviations in capitals are words, and its jerks plain ones."""
    text = _DEEP_TENDON.sub("", _TIMES.sub(lambda m: f"{m[1]} {_UNITS[m[2]]}", text))
    text = _MINUS.sub(" negative", _SHORT_WITH.sub("with ", _NUMBER_SIGN.sub(" ", text)))
    text = _SYMBOL.sub(lambda m: _SYMBOLS[m[0]], text)
    text = _SIGNED.sub(lambda m: " positive" if (m[1] or m[2]) == "+" else " negative", text)
    return _capitals().sub(lambda m: lexicon_file().abbreviations[m[0]], text)


def sides_written_out(told: str) -> str:
    """Return a text in lower case in which ``lat thigh`` and ``ext rotation`` are written out."""
    told = _INWARD.sub("internal ", _OUTWARD.sub("external ", told))
    return _SIDE.sub(lambda m: f"{_SIDES[m[1]]} ", told)


def without_speaker(told: str) -> str:
    """Return a text in lower case without who said it: ``the letter says …``, ``…, I was told``."""
    return _LAST.sub("", _FIRST.sub("", told))


@functools.cache
def _capitals() -> re.Pattern[str]:
    known = sorted(lexicon_file().abbreviations, key=len, reverse=True)
    told = "|".join(re.escape(w) + (_JUDGED if w in _ALSO_WORDS else "") for w in known)
    return re.compile(rf"(?<![\w-])(?:{told})(?![\w-])")
