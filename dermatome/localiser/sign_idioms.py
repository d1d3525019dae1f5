"""Turns of speech about signs and causes, in the words of the lexicon; and what a manoeuvre brought on.

``they lifted my leg a little way and I yelled``, ``my back cracked``, ``it runs down the leg``.
"""

from __future__ import annotations

import re
from typing import Final

from dermatome.localiser.rewording import reworded, rewording

_MY: Final = r"(?:my|the|that|this|his|her|a|one)"
_LIMB: Final = (
    r"(leg|thigh|calf|foot|toes?|buttock|bum|shin|knee|lower limb|arm|hand|forearm|fingers?|thumb"
    r"|elbow|upper limb)"
)
_TINGLES: Final = r"(?:tingl|buzz|zing|zap|spark|shock|shot|shoot|electric|pins|fizz|jolt|prickl)\w*"
_SEEN_AT: Final = (
    r"(?:(?:the |my )?(?:belly ?button|navel|umbilicus|waist|nipples?|nipple line|breasts?|chest"
    r"|ribs?|rib ?cage|neck"
    r"|tummy|stomach|armpits?|level of (?:the )?(?:[ctl] ?\d{1,2}|navel|umbilicus|nipples?))|[ctl] ?\d{1,2})"
)
_UNFELT: Final = (
    r"(?:numb\w*|no (?:feeling|sensation)|can'?t feel|dead|tingl\w*|lost|sens\w*|an(?:a)?esthe\w*|loss)"
)
_LEVEL: Final = re.compile(
    r"\b(?:sensory|sensation|spinal|pinprick) level\b|\blevel of sens\w+ loss\b"
    rf"|\b{_UNFELT}[\w' ]{{0,30}}?\b(?:from|below|beneath) {_SEEN_AT} (?:down(?:wards?)?|on down)\b"
    r"(?! (?:to|into|the|my|one|an?|along|his|her)\b)"
    rf"|\b(?:from|below|beneath) {_SEEN_AT} (?:down(?:wards?)? )?(?:[\w' ]{{0,12}} )?"
    rf"(?:everything|all|both (?:legs|sides)|i)\b[\w' ]{{0,20}}?\b{_UNFELT}"
    rf"|\b(?:everything|all|both (?:legs|sides))[\w' ]{{0,12}}? (?:from|below"
    rf"|beneath) {_SEEN_AT}\b.*\b{_UNFELT}"
    rf"|\b(?:can'?t feel|cannot feel|no feeling|feel nothing)(?: \w+){{0,2}} (?:below|beneath) {_SEEN_AT}\b"
    rf"|\b(?:sens\w* (?:loss|lost)|loss of sens\w*|numb\w*) (?:to \w+ )?below {_SEEN_AT}\b"
)
"""From a level down on all is numb: so a lesion of the cord."""


def tells_level(told: str) -> bool:
    """Return whether a text in lower case tells of a sensory level."""
    return bool(_LEVEL.search(told))


_IDIOMS: Final = rewording(
    (
        (_LEVEL.pattern, "cordlevel"),
        (r"\bno (?:round )?o(?: sign)? with\b", "ok sign fails"),
        (
            r"\b(?:neck|head)(?: compression)? test\b[\w ]{0,25}?\b(?:did nothing|negative|normal|fine)\b",
            "spurling negative",
        ),
        (r"\bbladder (?:is |feels? )?(?:bursting|full)\b", "retention of urine"),
        (
            r"\b(?:don'?t|do not|can'?t|cannot|never|no longer|didn'?t) (?:even |really "
            r"|always )?(?:notice|feel|know"
            r"|realise|realize)(?: it)? (?:when(?:ever)? |that |if )?(?:i(?:'m|'ve| am| have)? )?"
            r"(?:need to |have to )?(?:pee\w*|wee\w*|urinat\w*|pass\w* (?:water|urine))",
            "urine incontinence",
        ),
        (
            r"\b(?:not|never|no|nothing(?: was| is)?|wasn'?t|isn'?t|without(?: any)?) (?:\w+ )?"
            r"(?:dislocat\w+|out of (?:joint|place|its socket)|popped out)\b",
            " ",
        ),
        (r"(?<!flu )(?<!a )(?<!the )(?<!my )\bshot (?=through|in|into|at|by|with)\b", "gunshot "),
        (r"\bslump(?:ed|ing|s)? (?=in|on|over|against|asleep)\b", "sat "),
        (r"\bcervico-?brachialgia\b", "neck pain, pain down arm"),
        (r"\b(?:lumbo-?(?:ischialgia|sciatica)|ischialgia)\b", "back pain, pain down leg"),
        (r"\bbrachialgia\b", "pain down arm"),
        (
            r"\b(?:did|put|threw|cricked|pulled|ricked|bust|busted|wrecked) (?:my|the|his|her) back"
            r"(?: (?:in|out))?\b",
            "back pain",
        ),
        (r"\bno (?:back|neck)(?: pain)? (?:or|and|nor) (?:leg|arm) pain\b", "painless"),
        (
            r"\b(?:woke|awoke|wake) (?:up )?(?:\w+ ){0,4}?after (?:a |some |too much |heavy )?"
            r"(?:\w+ )?(?:boozy|drunk\w*|drink\w*|party|alcohol|binge|night out|bender|wedding)\b",
            "drunk sleep",
        ),
        (r"^\W*(?:it|this|that) (?:wakes|woke|keeps waking) me(?: up)?\W*$", "wakes at night"),
        (
            r"\bthumb(?: tip)?(?: joint)? (?:crooks?|bends?|curls?|buckles?|flexes)\b.{0,25}"
            r"\b(?:hold|pinch|grip|grab|pull)\w*\b",
            "froment",
        ),
        (
            r"\bweak\w* (?:\w+ ){0,3}(?:days?|weeks?|fortnight) after (?:the )?pain\b",
            "pain then weakness",
        ),
        (
            r"\b(?:shoulder ?blade|scapula) (?:\w+ )?(?:stands?|comes|came|lifts?|peels?|pops?) "
            r"(?:off|away|proud)\b",
            "blade wings",
        ),
        (r"\b(?:symptoms?|sx|pain|tingling|numbness) brisk\b", "symptom worse"),
        (r"\bneck[- ]of[- ]femur\b|\bfemoral neck\b", "proximal femur"),
        (
            r"\bbilat(?:eral)? (?=(?:hernio|inguinal|mast|hyster|knee rep|hip rep|th[ar]|carpal)\w*)",
            "",
        ),
        (r"\b(?:brings?|sets?) (?:it|them|this) (?:on|off)\b", "worse"),
        (
            r"\b(muscle|pad|flesh\w*|meat|bulk|mound)\b([\w' ]{0,40}?)\b"
            r"(?:gone|vanished|smaller|thinner|melted)\b",
            r"\1\2 wasted",
        ),
        (r"\blower limb\b", "leg"),
        (
            rf"\b(?:slept|lay|lain|lying|passed out|fell asleep|dozed) on (?:it|{_MY} arm)\b",
            "sleep on arm",
        ),
        (r"\bupper limb\b", "arm"),
        (r"\bsupraclav\b", "supraclavicular"),
        # A night at which it is worse, not one that was long.
        (
            r"\b(?:at|by|every|each|in the(?: middle of the)?|through the|most|during the|of a) nights?\b",
            "nightly",
        ),
        (
            r"\b(?:big|all|whole|last|one|a|two|long|mostly) nights?\b|\bnights? (?:out|shifts?)\b",
            "evening",
        ),
        # The back and the neck, not the way back.
        (r"\b(?:put|popped|pushed|snapped|slid|shoved) ([\w ]{0,20}?)back\b(?! out)", r"moved \1"),
        (
            r"\b(?:bad|dodgy|gammy|poorly|sore) ((?:low(?:er)? )?back|neck)\b"
            r"|\b((?:low(?:er)? )?back|neck)(?:'s| is| has| was)? (?:been )?"
            r"(?:bad|dodgy|sore|awful|terrible|went|cracked|popped|gave|seized|locked|clicked"
            r"|playing up|trouble"
            r"|problems?|issues?)\b",
            r"\1\2 pain",
        ),
        (
            rf"\b(?:hurt|injured|strained|ricked|tweaked|wrenched|injecting|injections? (?:in"
            rf"|into)) {_MY} (back|neck)\b",
            r"\1 pain",
        ),
        (rf"\b{_MY} (neck|back) is killing\b", r"\1 pain"),
        (
            r"\b(?:shooting|stabbing|electric\w*|sharp|lightning) (?:pains?|shocks?) (?:(?:going"
            r"|running|right|straight"
            rf"|all the way|down) )*(?:down|to|into|along) (?:{_MY} )?{_LIMB}\b",
            r"pain down \1",
        ),
        # What runs down a limb is pain, unless it tingles.
        (
            r"\b(?:runs?|running|ran|goes|going|went|travels?|travell?ing|shoots?|shooting|stabs?"
            r"|stabbing|radiat\w+"
            rf"|spreads?|spreading|jabs?|shot) (?:right |all the way |straight )?(?:down|into|to|along"
            rf"|through) "
            rf"(?:{_MY} )?(?:(?:back|side|front|inside|outside) of {_MY} |whole |left |right "
            rf"|same )?{_LIMB}\b",
            r"pain down \1",
        ),
        (
            r"\bback ?(?:pain|ache) (?=(?:that |which )?(?:pain|radiat|go|shoot|run|travel|spread"
            r"|into|down|to ))",
            "backache, pain ",
        ),
        (r"\b(?:a|bad|heavy) cold\b|\burti\b", "virus"),
        (
            r"\b(?:curl|hook|bent|bend)\w* (?:up |in )?like (?:a |an )?(?:claw|bird'?s? (?:foot|claw)"
            r"|talons?)\b",
            "claw",
        ),
        (r"\bnot (?:the same on both sides|symmetric\w*)\b", "asymmetrical"),
        (
            r"\bleft (?:is |was )?(?:the )?same as (?:the )?right\b|\bright (?:is "
            r"|was )?(?:the )?same as (?:the )?left\b",
            "symmetrical",
        ),
        (r"\btoes? (?:\w+ ){0,2}claw\w*|\bclaw(?:ed|ing)? (?:of the )?toes?\b", "toes bent"),
        (r"\bmatching pair\b", "both sides"),
        (
            r"\bsame (?:on (?:the )?)?left and (?:the )?right\b"
            r"|\bleft and right (?:(?:side|both|look|feel|are|is)s? )*(?:the )?(?:same|alike|equal\w*)\b",
            "symmetrical",
        ),
        (
            rf"\b(?:tap(?:s|ped)?|tapping|flick(?:s|ed|ing)?|percuss\w*|knock(?:s|ed"
            rf"|ing)?)\b(?=[^.]*\b{_TINGLES})",
            "tinel",
        ),
    )
)
_AWAY: Final = re.compile(
    rf"(\btinel\b[^.]*?)[, ]+(?:and |so )?(?:it |that |this |sends? |sent )?(?:my )?\b{_TINGLES}.*$"
)
"""Where the tingling went when a nerve was tapped is no sign of its own."""


def in_sign_words(told: str) -> str:
    """Return a plain text in which turns of speech stand in the words of the lexicon."""
    return _AWAY.sub(r"\1 tingle", reworded(" ".join(told.split()), _IDIOMS))


_HURTS: Final = re.compile(
    r"\b(?:pain\w*|hurts?|yell\w*|ouch|scream\w*|tortur\w*|agony|kill\w*|shot|shoots?|zing\w*|zap\w*"
    r"|buzz\w*"
    r"|tingl\w*|sparks?|electric\w*|jolt\w*|shock\w*|sore|fire|unbearable|hell|stab\w*|worse"
    r"|reproduc\w*|positive"
    r"|cried|cry|ow|swore|off|that'?s it|there it (?:was|is)|degrees|halfway|stopp?\w*)\b|\+"
)
_HARMLESS: Final = re.compile(
    r"\b(?:nothing|no (?:pain|problem|trouble|effect|bother|change|difference)|painless"
    r"|without (?:any )?pain|pain[- ]?free"
    r"|(?:not|isn'?t|wasn'?t|never) (?:painful|sore|tender|uncomfortable|a problem)"
    r"|(?:did|does)(?:n'?t| not) (?:hurt|bother|do (?:anything|much)|change|matter)|fine|no worse"
    r"|all the way up"
    r"|neg(?:ative)?|normal|easy|full)\b"
)
_LIFTED: Final = r"(?:lift|rais|hoist|pull|bring|brought|hold|held|elevat|push)\w*"
_MANOEUVRES: Final = (
    (
        "femoral-stretch",
        re.compile(
            r"\breverse\b.*\b(?:leg|slr|lasegue)\b|\bfemoral (?:nerve )?stretch|\b(?:tummy|belly"
            r"|stomach|face down|prone|on (?:my|the) front)\b.*\b(?:b[ei]nd\w*|bent"
            r"|flex\w*|fold\w*|heel"
            r"|knee|foot)\b"
            r"|\b(?:b[ei]nd\w*|bent|flex\w*) (?:the |my )?knees?\b.*"
            r"\b(?:tummy|belly|stomach|face down|prone|on (?:my|the) front)\b"
            r"|\b(?:heel|foot) (?:\w+ ){0,2}?(?:up )?(?:to(?:wards?)?|behind|against|onto)"
            r" (?:(?:my|the|your|his|her) )?(?:bottom|bum|buttocks?|backside|arse|me|seat)\b"
        ),
    ),
    (
        "slr",
        re.compile(
            rf"\b{_LIFTED} (?:up )?(?:(?:my|the|that|his|her|a|one) )?(?:whole |other |left |right "
            rf"|good |bad )?"
            r"(?:straight |outstretched )?leg\b|\blegs? (?:\w+ )?(?:up|lifted|raised|in the air)\b"
            r"|\bstraight[- ]leg(?:[- ](?:test|raise|raising|lift))?\b|\bslrt?\b|\bleg[- ]rais\w+"
        ),
    ),
    (
        "spurling",
        re.compile(
            r"\b(?:press|push|squash|squeez|weight|lean|bear|load)\w* (?:\w+ ){0,5}?(?:head|skull|crown)\b"
            r"|\b(?:tilt|bend|bent|lean|turn|twist|extend)\w* .{0,25}\b(?:head|neck)\b"
            r".{0,40}\b(?:press|push|squash|compress)\w*"
            r"|\b(?:cervical|neck|foraminal) compression\b|\bspurling\w*"
        ),
    ),
)
_OWN_POWER: Final = re.compile(r"\b(?:can'?t|cannot|couldn'?t|unable|weak)\b|\bcouch\b.*\bget\b")


def provoked(told: str) -> str | None:
    """Return the sign that a manoeuvre tells by what it brought on: ``slr-positive``; None: none is told."""
    for name, pattern in _MANOEUVRES:
        if pattern.search(told) and not _OWN_POWER.search(told):
            harmless = _HARMLESS.search(told)
            hurts = _HURTS.search(_HARMLESS.sub(" ", told))
            if harmless and not hurts:
                return f"{name}-negative"
            if hurts:
                return f"{name}-positive"
    return None


_SHORT: Final = 100
_TRAVELS: Final = re.compile(
    r"^\W*(?:it|that|this|the pain|pain)?\W*(?:just |then |also )?(?:shoots?|travels?|runs?|radiates?"
    r"|shooting|goes)"
    r"(?: right| all the way)?(?: down| along| on)?\W*$"
    r"|\bpains?\b.*\b(?:runs?|shoots?|travels?|goes|radiat\w+|radiates?|shooting|running)(?: down"
    r"| along| on)?(?=\W*$|,)"
)


def travels(text: str) -> bool:
    """Return whether a text tells of a pain that runs on, and not whither: ``it shoots``."""
    return bool(_TRAVELS.search(text[:_SHORT].lower()))
