"""Brings places of skin told in other words to those that the lexicon knows.

Words that only seem to name a place are dropped: ``a hand-sized patch``, ``the arm of the sofa``.
"""

from __future__ import annotations

import re
from typing import Final

from dermatome.localiser.finger_sides import halves_named
from dermatome.localiser.rewording import reworded, rewording

_BOTH_FACES: Final = re.compile(
    r"\b(?:top and (?:the )?bottom|bottom and (?:the )?top|front and (?:the )?back|back and (?:the )?front"
    r"|palm and back)\b(?: of)?"
)
"""Both faces of a place are the whole of it."""
_FINGER: Final = r"(?:pointing|pointer|index|middle|long|ring|little|pinkie|pinky)"
_LENGTH: Final = r"(lower leg|leg|calf|thigh|forearm|lower arm|upper arm|arm|knee)"
_SPOKEN: Final = rewording(
    (
        # One noun for two: "pointing and long finger", "back and outside of the lower leg".
        (rf"\b({_FINGER}) (?:and|&|plus) (?={_FINGER} fingers?\b)", r"\1 finger and "),
        (
            rf"\bback and (outside|inside|front|outer side|inner side|sides?|outer aspect|inner aspect) of "
            rf"(?:the |my )?{_LENGTH}\b",
            r"posterior \2 and \1 of \2",
        ),
        (rf"\bboth sides of (?:the |my )?(shin|calf|ankle|foot|{_LENGTH})\b", r"inner \1 and outer \1"),
        (r"(\bthumb\b[^;.]*?)\bfirst finger\b", r"\1index finger"),
        (r"\bback of (?:the |my )?lower arm\b", "posterior forearm"),
        (r"\baround (?:my |the )?(?:bottom|bum|backside|behind|arse)\b(?! (?:cheek|hole))", "saddle"),
        (r"\b(?:where|(?:part|bit|area|skin) (?:that )?) ?(?:i|he|she) sits?(?: on)?\b", "saddle"),
        (r"\bback (?:just )?(?:above|below|at|near) (?:the |my )?waist\b", "lower back"),
        # How near a joint a place lies along a limb.
        (
            r"\b(?:just |right )above (?:the |my )?knee(?:cap)?s? (?:on|at|along) (?:the |my )?"
            r"((?:inner|outer|inside|outside|front|back)(?: of)?(?: the| my)? thigh)\b",
            r"\1 lower half",
        ),
        (
            r"\b(forearm|lower arm|shin|calf|lower leg|leg|upper arm)(?P<mid> [^,;]*?)?,?"
            r" (?:just|right) below"
            r" (?:the |my )?(?:elbow|knee|shoulder)\b",
            r"\1\2 upper half",
        ),
        (
            r"\b(forearm|lower arm|shin|calf|lower leg|upper arm)(?P<mid> [^,;]*?)?,? (?:just|right) above"
            r" (?:the |my )?(?:wrist|ankle|elbow)\b",
            r"\1\2 lower half",
        ),
        (
            r"\b(?:edge|side|border) of (?:the |my )?foot (?:by|near|next to|towards?|beside) (?:the |my )?"
            r"(?:little|small|pinky|baby) toe\b",
            "little toe side of the foot",
        ),
        (
            r"\bbetween (?:the |my )?(?:big|great) toe and (?:the )?next(?: toe)?\b",
            "first web space of the foot",
        ),
        (r"\b(?:underneath|under|underside of) (?:the |my |both )?(?=thighs?\b|upper legs?\b)", "posterior "),
        (
            r"\bbelt (?:across|around|round|along|of|over) (?:the |my )?(?=ribs?\b|chest|breast"
            r"|tummy|belly|back)",
            " ",
        ),
        (
            r"\b(?:dorsum|dorsal|back|top)(?: of)?(?: the)? (?:1st|first) web(?: ?space)?"
            r"(?=.*\b(?:foot|toes?)\b)",
            "first web space",
        ),
        (
            r"\b(?:from (?:the )?)?thumb to (?:the )?(?:half(?: ?way)?|middle|centre|center)"
            r"(?: (?:through|across|of|along))?"
            r" (?:the |my )?ring(?: finger)?\b",
            "thumb, index, middle and radial half of ring finger",
        ),
        (r"\bthree middle fingers\b|\bmiddle three fingers\b", "index, middle and ring finger"),
        (r"\b(?:sock|shoe|slipper)s? (?=(?:on|along|at|over) the (?:outside|inside|top|edge|side))", " "),
        (r"\bfrom (?:the |my )?knees? (?:down(?:wards?)?|on down)\b(?! to)", "leg below knee, foot"),
        (r"\bbelt of (?=blister|rash|pain|numb|burn|red|spots)", " "),
        (r"\bback of (?:the |my )?upper arm\b", "posterior upper arm"),
        (r"\bhalf of (i{2,3}|iv|v)\b", r"half of digit \1"),
        (
            r"\b(?:1st|first) web(?: ?space)?"
            r"(?=.*\b(?:hand|forearm|thumb|wrist|radial|dorsoradial|fingers?)\b)",
            "first web hand",
        ),
        (r"(^|\b(?:of|in|to|on|up|and|over|down|with|from|under|behind) )me (?=[a-z])", r"\1my "),
        (
            r"\b(?:small|little|tiny|wee) (?=(?:(?!finger|toe)\w+ ){0,2}?(?:area|patch|bit|spot"
            r"|strip|region|zone|oval|square|circle"
            r"|web|gap|space|band"
            r"|stripe|piece|part))",
            " ",
        ),
        (
            r"\b(?:in|across|down|through|to) the (?:very )?(?:middle|centre|center) of (?:it|the|my|that)\b",
            "of",
        ),
        (r"\b(?:those|these) (?:two |three |four |same )?(?:fingers|toes|places|spots|parts)\b", " "),
        (
            r"(\b(?:fingers?|thumb|toes?|pinky|hand)\b.*)\b(?:on|at|over) the back\b(?! of)",
            r"\1 dorsal ",
        ),
        (r"\blat\.? (?=(?:3|three|two|2)\b)", "lateral "),
        (r"\bmed\.? (?=(?:1|one|two|2)\b)", "medial "),
        (
            r"\b(came|come|comes|coming|went|goes?|going|gets?|got|way|moved?|push\w*|pull\w*|bend\w*"
            r"|bent|lean\w*"
            r"|tilt\w*|put|look\w*|step\w*) back\b",
            r"\1",
        ),
        (r"(\b(?:bum|buttocks?|bottom|backside|arse)\b.*)\b(?:left|right|one|each) cheeks?\b", r"\1"),
        (r"\b(?:at|on|near|to|towards|from) the (?:very )?bottom\b", "lower"),
        (r"\bthumb's side\b", "thumb side"),
        (r"\b(armpit|pubic|leg|arm|chest) hairs?\b", r"\1"),
        (r"(?<!lower )\bleg\b([^,;]*?) down to (?:behind )?(?:the |my )?knee\b", r"thigh\1"),
        (
            r"(?<!lower )\bleg\b([^,;]*?),? from (?:the |my )?(?:bum|buttock|bottom|hip"
            r"|groin)(?: (?!to)\w+)?(?: down)? to"
            r" (?:behind )?(?:the |my )?knee\b",
            r"thigh\1",
        ),
        (r"(?<!upper )(?<!lower )\barm\b([^,;]*?) down to (?:the |my )?elbow\b", r"upper arm\1"),
        (r"\bof (?:both|each) (?:of )?(?:my |the )?", "of the "),
        (r"\b[a-z]+(?:-sized?| sized)\b", " "),
        (r"\b(?:just )?behind (?:the |my )?(?:toes|fingers|thumb|big toe)\b", " "),
        (r"\btail bone", "tailbone"),
        (r"\bdown there\b(?!.*\b(?:foot|leg|toe|knee|ankle)s?\b)", "perineum and genitals"),
        (r"\bthat (?:finger|toe|thumb|foot|hand|arm|leg)(?:'s)?\b", " "),
        (
            r"\bbottom of (?:my |the )?(?=ear|face|back\b|rib|belly|tummy|shin|neck|palm|calf)",
            "lower ",
        ),
        (
            r"\b(lower|upper|top|bottom) (?:part|end|third|bit|edge) of (?:the |my )?(?=back of)",
            r"\1 half of ",
        ),
        (
            r"\b(thigh\b[^,;]*?),? (?:just |right )?above (?:the |my )?knee(?:cap)?s?\b",
            r"\1 lower half",
        ),
        (
            r"\bunder ?sides? of (?:the |my )?(?=(?:\w+ ){0,2}(?:thumb|finger|wrist|index|middle|ring"
            r"|pinky)s?\b)",
            "palmar ",
        ),
        (r"\bunder ?sides? of (?:the |my )?(?=(?:\w+ ){0,2}toes?\b)", "plantar "),
        (r"\bcheeks? of (?:my |the )?(?:bottom|bum|backside|arse|behind)\b", "buttock"),
        (r"\barm,? (?:both )?upper and lower\b", "upper arm and forearm"),
        (r"\bleg,? (?:both )?upper and lower\b", "thigh and lower leg"),
        (r"\((?:the )?(foot|hand|arm|leg)\)", r" of the \1"),
        (
            r"\b(?:1st|first) ?(?:/|-|and|&) ?(?:2nd|second) (?:toe )?(?=web ?space|interspace)",
            "first foot ",
        ),
        (
            r"\bdorsal (?:(?:cutaneous )?branch (?:of )?(?:the )?ulnar|ulnar cutaneous)(?: nerve| n\.)?"
            r"(?: territory| distribution| area)?",
            "ulnar dorsum of the hand",
        ),
        (r"\bwee (?=toe|finger)", "little "),
        (r"\bbottom (?=lip|half|part|edge|ribs?\b|end)", "lower "),
        (
            r"\b(?:bow|writing|mouse|throwing|dominant|racket|pen|good|working|gear)[ -](?:hand|arm"
            r"|foot|leg)\b",
            " ",
        ),
        (
            r"\b(?:arm|foot|head|leg|back) of (?:the |my |a )(?=couch|sofa|chair|bed|settee|table|stairs)",
            " ",
        ),
    )
)
"""Words that name something else than they seem to."""


def in_plain_sense(told: str) -> str:
    """Return a text in lower case whose words of another sense are replaced."""
    return halves_named(_BOTH_FACES.sub(" ", reworded(told, _SPOKEN)))
