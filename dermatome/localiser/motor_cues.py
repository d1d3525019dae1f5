"""By which words ``motor_clauses`` cuts talk of power and jerks, and what a clause tells by its words.

All patterns are for plain text in lower case. Within a pattern each row is one turn of speech.
"""

from __future__ import annotations

import re
from typing import Final

from dermatome.localiser.patterns import either, found

# ---- words that several patterns share --------------------------------------------------------------

_SUBJECT: Final = r"(?:i|it|they|he|she|(?:the|my|that|his|her|one|both) (?:\w+ ){0,2}?\w+)"
_TESTER: Final = either(
    *("he", "she", "they", "nobody", "no one"),
    r"(?:the |my |a )?(?:doctor|doc|gp|physio|nurse|neurologist|surgeon|registrar|examiner)s?",
    r"(?:the |my |a )?(?:husband|wife|friend)s?",
)
_CAN_T: Final = r"(?:can'?t|cannot|won'?t|couldn'?t|could not|will not)"
_N_T: Final = r"(?:\w+n't|(?:ca|wo|do|does|did|is|are|was|has|could)nt)"
_WHEN_OR_WHY: Final = ("when(?:ever)?", "as soon as", "while", "if", "because", "since")
_START: Final = r"^\W*"
_ACTS: Final = (
    rf"(?:and )?{_TESTER} "
    r"(?:could|can|had|tried|put|pushed|pulled|pressed|held|banged|did|wrote|said|flattened|watched|asked|made)\b"
)
"""Somebody else does something."""

# ---- where a clause ends ----------------------------------------------------------------------------

_MARKS: Final = (r"[,;!?\n]", r":(?=\s|$)", r"\.(?=\s|$)", r"(?<=\s)[-–—]+(?=\s)", "—", "→", "->")
_TURNS: Final = r"\b(?:but|though|although|whereas|versus|vs|yet)\b"
CUT: Final = found(*_MARKS, _TURNS, r"\band (?=the other)")
"""Where what is told of jerks is cut."""
CUT_TESTER: Final = found(
    *_MARKS,
    _TURNS,
    # "… and I can't", "… and it's", "… and the wrist drops"
    rf"\band (?=(?:{_SUBJECT} )?{_CAN_T}\b)",
    r"\band (?=(?:it|they)(?:'s|'ve| )|then\b|now\b|neither\b)",
    r"\band (?=(?:the|my|that) (?:\w+ ){1,3}?"
    r"(?:is|are|has|have|won'?t|can'?t|looks?|feels?|goes|drops?|hangs?)\b)",
    # before when, why and for what it was
    r"(?=\b"
    + either(
        *_WHEN_OR_WHY,
        *("until", "unless", "during", "after", "before", "due to", "for (?:my|the|a)", "as (?:i|if|though)"),
        r"so(?! (?:so|far|weak|much|bad|well|strong|good|do|does|is|are|did)\b)(?!-)",
    )
    + r"\b)",
    # behind a grade, unless what follows tells of what it is
    r"(?<=\d/5)(?= [a-z]{2,})(?! "
    + either(
        *(
            "in",
            "on",
            "at",
            "of",
            "for",
            "to",
            "power",
            "strength",
            "weak",
            "strong",
            "with",
            "bilat",
            "both",
            "and",
        ),
        *(
            "or",
            "b/l",
            "throughout",
            "right",
            "left",
            "all",
            "l",
            "r",
            "lt",
            "rt",
            "the",
            "each",
            "grade",
            "by",
        ),
        *("only", "otherwise"),
    )
    + r"\b)",
    # before what is well, or all the rest
    r"(?=\botherwise\b|(?<!on )(?<!at )(?<!near )(?<!of )(?<!all )\bthe rest\b|\beverything else\b)",
    r"(?=\b(?:with )?sparing\b|\bwith (?:preserved|preservation|normal|intact|full|spared)\b"
    r"|\bwithout (?:any )?(?:\w+ ){1,3}?weakness\b)",
    # before who else did something
    rf"(?<= )(?={_ACTS})",
)
"""Where what is told of power is cut."""
TOLD_TO: Final = re.compile(
    rf"\b{_TESTER} (?:told|asked|made|got|wanted|had|let) me(?: to)? |\b(?:when )?(?:i'm |i was )?asked to "
)
_TRIES: Final = (
    *(
        "able",
        "hard",
        "harder",
        "easy",
        "difficult",
        "trying",
        "try",
        "tried",
        "have",
        "had",
        "need",
        "struggle",
    ),
    *("used", "want", "got", "me", "weak", "strength", "power", "going", "refuses", "seems", "difficulty"),
    *("struggling", "managed", "manage", "impossible", "enough", "trouble"),
)
"""Words whose "to" is followed by the movement itself."""
PURPOSE: Final = re.compile(
    "".join(f"(?<!{word})" for word in _TRIES)
    + r" to (?=(?:reach|tie|comb|brush|wash|get|do|put|pick|catch|throw|serve|see|look|clear|climb|kick|stop"
    r"|save|make|open|hang|change|drive|play|lace|turn (?:over|round))\b)"
)
"""What a movement is for: ``onto my toes to reach a shelf``."""
POSTURE: Final = re.compile(
    r"^(?:(?:when )?(?:i'm )?(?:lying|lie|laid|flat) (?:down )?(?:on|flat)\b[\w ]{0,20}|face down"
    r"|prone|on my (?:front|tummy|belly))$"
)
"""How one lies while a movement is tried goes with the movement."""
OTHER_SIDE: Final = found(
    r"^\W*(?:the )?(?:other|right|left|good|opposite|unaffected) (?:side|leg|arm)"
    r" (?:(?:is|was|were|all) )*(?:fine|normal|ok|good)\W*$",
    r"\([^)]*\bother side\b[^)]*\)",
    r"\b(?:the )?same as (?:on )?(?:the|my) (?:other|good|left|right)\b"
    r"(?: (?:leg|arm|side|foot|hand|one|knee))?",
    r"\b(?:the |my )other (?:foot|leg|knee|ankle|arm|side|heel|elbow|wrist|hand) (?:was |is )?"
    r"(?:jump\w*|kick\w*|fine|ok|normal|good|strong)(?: fine| well| ok)?\b",
)
"""What is told of the side that is well."""

# ---- what is beside the point -----------------------------------------------------------------------

BY_TESTER: Final = re.compile(
    rf"{_START}(?:and )?{_TESTER} (?:(?:easily|just|simply) )?"
    r"(?:(?:could|can)(?:n'?t| not|not)?|tried to|was able to|managed to)?(?: (?:easily|just|even))* ?"
    + either(
        *(
            "push",
            "pull",
            "press",
            "bend",
            "straighten",
            "open",
            "prise",
            "pry",
            "move",
            "force",
            "bent",
            "spread",
        ),
        *(
            "close",
            "squeeze",
            "turn",
            "lift",
            "pushed",
            "pulled",
            "pressed",
            "opened",
            "prised",
            "moved",
            "forced",
        ),
    )
    + r"\b"
)
"""Somebody else moved the limb."""
ASIDE: Final = re.compile(
    _START
    + either(
        *_WHEN_OR_WHY,
        *(
            "so",
            "until",
            "unless",
            "during",
            "after",
            "before",
            "due to",
            "for",
            "which",
            "like",
            "as (?:i|if|though)",
        ),
        "it'?s (?:since|because|like|bad)",
        r"(?:they|it|(?:the|my) \w+) (?:just |always )?(?:stays?|remains?)\b",
        _ACTS,
        *("nearly", "almost", "physio", "doctor", "you know", "thank god"),
        r"i(?:'m| am|'ve| have|'d| had)? (?:use|need|had to|noticed?|walk with|hold on|just|now)\b",
    )
)
"""It tells when, why or who was there."""

# ---- power: lost or well ----------------------------------------------------------------------------

NO_FAULT: Final = re.compile(
    r"\b(?:no|not|never|nothing|none|without|nor|nil|nowhere|deny|denies|(?:is|are|was|were|do|does|did|have|has"
    r"|had)n'?t)\b(?: (?!but\b)[\w'-]+){0,4}? ?\b"
    + either(
        *(r"weak\w*", "trouble", "problems?", r"difficult\w*", "issues?", "loss", "deficits?", r"bother\w*"),
        *("affected", "involved", "wrong", r"fault\w*", "paresis", "wasting", "focal", "missing", "worse"),
        *("impaired", "amiss"),
    )
    + r"\b"
)
_FINE: Final = either(
    *(r"normal\w*", "strong", "strength", "intact", "spared", "preserved", "preservation", "sparing", "fine"),
    *("full", "good", "unaffected", "unremarkable", "unimpaired", "maintained", "untouched", "ok", "okay"),
    *("all ?right", "alright", "grand", r"perfect\w*", "solid", "great(?! toe)", "firm", "excellent"),
    *(
        "(?<!as )well",
        "easily",
        "easy",
        "wnl",
        "nad",
        "nl",
        "unchanged",
        "works?",
        "working",
        "worked",
        "right",
    ),
)
NOT_FINE: Final = re.compile(
    rf"\b(?:not|{_N_T}|cannot|never|no longer|hardly|barely|less|no|lost|losing|reduced|half|poor|little"
    r"|much)\b"
    r"(?: (?:as|so|very|that|quite|too|really|feel|the|be|been|being|at|all|much|its|my|any|of|got|have|in))*"
    rf" ?{_FINE}\b"
)
FINE: Final = found(
    rf"\b(?!strength\b|right\b){_FINE}\b",
    r"(?<![\d.])5\s*/\s*5",
    r"\bm(?:rc )?5\b",
    *(r"\ba vice\b", r"\bas (?:hard|good) as\b", r"\bsame (?:weight )?as\b", r"\bas (?:ever|always|usual)\b"),
    r"\bno problem\b",
)
LOST: Final = re.compile(
    r"\b"
    + either(
        *(
            r"weak\w*",
            _CAN_T,
            "unable",
            _N_T,
            "not",
            "never",
            "no",
            "none",
            "nor",
            "without",
            "hardly",
            "barely",
        ),
        *(
            "nothing",
            "gone",
            "lost",
            "losing",
            "trouble",
            "problems?",
            r"difficult\w*",
            r"struggl\w*",
            r"wast\w*",
        ),
        *("feeble", "useless", "floppy", "drops?", r"dropp\w+", "hangs?", r"paralys\w*", "absent", "reduced"),
        *("worse", "less", "lags?", "limp", "neither", "poor", "impossible", "gives?", "gave", r"buckl\w+"),
    )
    + r"\b"
)
STILL_LOST: Final = found(
    r"(?<!no )(?<!not )(?<!any )\bweak\w*",
    r"\b(?:can'?t|cannot|won'?t)\b(?! (?:be|break|overcome|beat|budge|fault|hold|complain|stop|say))",
    *(r"\b[0-4]-?\s*/\s*5", r"\bm[0-4]\b", r"\bthe (?:trouble|problem)\b", r"\bis(?:n'?t| not)\b"),
    *(r"\bnot$", r"\bnot (?:a chance|at all)\b", r"\b(?:cannot|unable)\b"),
)
"""What tells of loss among what is strong."""
MAY: Final = re.compile(rf"{_START}(?:i )?(?:can|could) (?!not|hardly|barely|only|just|no)")
"""``Can lift it``: said beside what one cannot."""
NOT_SO: Final = found(rf"{_START}(?:and )?(?:not|nor|neither)\b", r"\bnot$", r"\bneither\b")
NOT_THIS: Final = re.compile(rf"{_START}(?:and )?it(?:'s not| is not| isn'?t) (?:my|the|in the|so much)\b")
"""``It isn't my grip, it's the spreading``."""
FEELS: Final = re.compile(r"\bfeels? (?:weak|heavy|odd|strange|clumsy)")
"""``Nothing weak, although it feels weak``: what was tested counts."""

# ---- jerks: gone or there ---------------------------------------------------------------------------

GONE: Final = found(
    r"\b"
    + either(
        *(
            "absent",
            "lost",
            "gone",
            "missing",
            "nothing",
            "no",
            "none",
            "not",
            "never",
            _N_T,
            "hardly",
            "barely",
        ),
        *(
            "reduced",
            "diminished",
            "depressed",
            "sluggish",
            r"weak\w*",
            "attenuated",
            "dead",
            "0",
            "1",
            "trace",
            "tr",
        ),
        *("faint", "only just", "dull", "less", r"areflexi\w*", "without", "nil", "neither", "slow"),
        *("unobtainable", "poor", "nought", "zero", "lazy", "cannot", "sat", "stayed"),
    )
    + r"\b",
    "[-–]$",
)
THERE: Final = found(
    r"\b"
    + either(
        *(
            r"normal\w*",
            "fine",
            "ok",
            "okay",
            "present",
            r"brisk\w*",
            r"equal\w*",
            r"symm\w*",
            r"even\w*",
            "there",
        ),
        *(
            "good",
            "great",
            "all ?right",
            "alright",
            "intact",
            r"jump\w*",
            r"kick\w*",
            r"bounc\w*",
            r"twitch\w*",
        ),
        *(
            "swung",
            "shot",
            "came",
            "alike",
            "same",
            "preserved",
            "unremarkable",
            "works?",
            "worked",
            "lively",
        ),
        *("nl", "wnl", "nad", "n", "full", "well", "healthy", "should", "responded", "respond", r"elicit\w*"),
        *("strong", "did", r"perfect\w*", "flew", "snappy"),
    )
    + r"\b",
    r"\b[23]\s*\+",
    r"(?<![\d.])2(?!\d)(?:\s*/\s*[44])?",
    r"\+\+",
)
NONE_MISSING: Final = re.compile(
    r"\b(?:no|none|not|nothing|never|isn'?t|aren'?t|weren'?t)\b(?: \w+){0,2}? ?\b"
    r"(?:missing|absent|lost|gone|wrong|change\w*|difference|asymmetr\w*|abnormal\w*|problems?|reduced|diminished)\b"
)
DOWNGOING: Final = found(
    r"\bplantars?\b.*\b(?:down\w*|reduced|flexor)\b", r"\btoes? (?:went|goes|go|curls?|moves?) down"
)
