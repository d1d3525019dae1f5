"""Brings places of skin told in other words to those that the lexicon knows.

Words that only seem to name a place are dropped: ``a hand-sized patch``, ``the arm of the sofa``.
"""

from __future__ import annotations

import re
from typing import Final

from dermatome.localiser.finger_sides import halves_named

_BOTH_FACES: Final = re.compile(
    r"\b(?:top and (?:the )?bottom|bottom and (?:the )?top|front and (?:the )?back|back and (?:the )?front"
    r"|palm and back)\b(?: of)?"
)
"""Both faces of a place are the whole of it."""
_SPOKEN: Final = (
    (re.compile(r"(^|\b(?:of|in|to|on|up|and|over|down|with|from|under|behind) )me (?=[a-z])"), r"\1my "),
    (
        re.compile(
            r"\b(?:small|little|tiny|wee) (?=area|patch|bit|spot|strip|region|zone|oval|square|circle"
            r"|web|gap|space|band"
            r"|stripe|piece|part)"
        ),
        " ",
    ),
    (
        re.compile(
            r"\b(?:in|across|down|through|to) the (?:very )?(?:middle|centre|center) of (?:it|the|my|that)\b"
        ),
        "of",
    ),
    (re.compile(r"\b(?:those|these) (?:two |three |four |same )?(?:fingers|toes|places|spots|parts)\b"), " "),
    (
        re.compile(r"(\b(?:fingers?|thumb|toes?|pinky|hand)\b.*)\b(?:on|at|over) the back\b(?! of)"),
        r"\1 dorsal ",
    ),
    (re.compile(r"\blat\.? (?=(?:3|three|two|2)\b)"), "lateral "),
    (re.compile(r"\bmed\.? (?=(?:1|one|two|2)\b)"), "medial "),
    (
        re.compile(
            r"\b(came|come|comes|coming|went|goes?|going|gets?|got|way|moved?|push\w*|pull\w*|bend\w*"
            r"|bent|lean\w*"
            r"|tilt\w*|put|look\w*|step\w*) back\b"
        ),
        r"\1",
    ),
    (re.compile(r"(\b(?:bum|buttocks?|bottom|backside|arse)\b.*)\b(?:left|right|one|each) cheeks?\b"), r"\1"),
    (re.compile(r"\b(?:at|on|near|to|towards|from) the (?:very )?bottom\b"), "lower"),
    (re.compile(r"\bthumb's side\b"), "thumb side"),
    (re.compile(r"\b(armpit|pubic|leg|arm|chest) hairs?\b"), r"\1"),
    (re.compile(r"(?<!lower )\bleg\b([^,;]*?) down to (?:behind )?(?:the |my )?knee\b"), r"thigh\1"),
    (
        re.compile(
            r"(?<!lower )\bleg\b([^,;]*?),? from (?:the |my )?(?:bum|buttock|bottom|hip"
            r"|groin)(?: (?!to)\w+)?(?: down)? to"
            r" (?:behind )?(?:the |my )?knee\b"
        ),
        r"thigh\1",
    ),
    (re.compile(r"(?<!upper )(?<!lower )\barm\b([^,;]*?) down to (?:the |my )?elbow\b"), r"upper arm\1"),
    (re.compile(r"\bof (?:both|each) (?:of )?(?:my |the )?"), "of the "),
    (re.compile(r"\b[a-z]+(?:-sized?| sized)\b"), " "),
    (re.compile(r"\b(?:just )?behind (?:the |my )?(?:toes|fingers|thumb|big toe)\b"), " "),
    (re.compile(r"\btail bone"), "tailbone"),
    (re.compile(r"\bdown there\b(?!.*\b(?:foot|leg|toe|knee|ankle)s?\b)"), "perineum and genitals"),
    (re.compile(r"\bthat (?:finger|toe|thumb|foot|hand|arm|leg)(?:'s)?\b"), " "),
    (
        re.compile(r"\bbottom of (?:my |the )?(?=ear|face|back\b|rib|belly|tummy|shin|neck|palm|calf)"),
        "lower ",
    ),
    (
        re.compile(r"\b(lower|upper|top|bottom) (?:part|end|third|bit|edge) of (?:the |my )?(?=back of)"),
        r"\1 half of ",
    ),
    (
        re.compile(r"\b(thigh\b[^,;]*?),? (?:just |right )?above (?:the |my )?knee(?:cap)?s?\b"),
        r"\1 lower half",
    ),
    (
        re.compile(
            r"\bunder ?sides? of (?:the |my )?(?=(?:\w+ ){0,2}(?:thumb|finger|wrist|index|middle|ring"
            r"|pinky)s?\b)"
        ),
        "palmar ",
    ),
    (re.compile(r"\bunder ?sides? of (?:the |my )?(?=(?:\w+ ){0,2}toes?\b)"), "plantar "),
    (re.compile(r"\bcheeks? of (?:my |the )?(?:bottom|bum|backside|arse|behind)\b"), "buttock"),
    (re.compile(r"\barm,? (?:both )?upper and lower\b"), "upper arm and forearm"),
    (re.compile(r"\bleg,? (?:both )?upper and lower\b"), "thigh and lower leg"),
    (re.compile(r"\((?:the )?(foot|hand|arm|leg)\)"), r" of the \1"),
    (
        re.compile(r"\b(?:1st|first) ?(?:/|-|and|&) ?(?:2nd|second) (?:toe )?(?=web ?space|interspace)"),
        "first foot ",
    ),
    (
        re.compile(
            r"\bdorsal (?:(?:cutaneous )?branch (?:of )?(?:the )?ulnar|ulnar cutaneous)(?: nerve| n\.)?"
            r"(?: territory| distribution| area)?"
        ),
        "ulnar dorsum of the hand",
    ),
    (re.compile(r"\bwee (?=toe|finger)"), "little "),
    (re.compile(r"\bbottom (?=lip|half|part|edge|ribs?\b|end)"), "lower "),
    (
        re.compile(
            r"\b(?:bow|writing|mouse|throwing|dominant|racket|pen|good|working|gear)[ -](?:hand|arm"
            r"|foot|leg)\b"
        ),
        " ",
    ),
    (
        re.compile(
            r"\b(?:arm|foot|head|leg|back) of (?:the |my |a )(?=couch|sofa|chair|bed|settee|table|stairs)"
        ),
        " ",
    ),
)
"""Words that name something else than they seem to."""


def in_plain_sense(told: str) -> str:
    """Return a text in lower case whose words of another sense are replaced."""
    for pattern, instead in _SPOKEN:
        told = pattern.sub(instead, told)
    return halves_named(_BOTH_FACES.sub(" ", told))
