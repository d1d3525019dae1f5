"""By which words ``skin_clauses`` cuts talk of skin, and what a clause is by its words.

All patterns are for plain text in lower case. Within a pattern each row is one turn of speech.
"""

from __future__ import annotations

import re
from typing import Final

from dermatome.localiser.patterns import either, found

# ---- words that several patterns share --------------------------------------------------------------

_SENSED: Final = either(
    *(
        "feel",
        "felt",
        "numb",
        "tingl",
        "burn",
        "pain",
        "ache",
        "aching",
        "hurt",
        "sore",
        "dead",
        "pins",
        "needle",
    ),
    *("itch", "sting", "shoot", "stab", "prickl", "buzz", "fizz", "sensation", "rash", "blister", "spots"),
    *("throb", "electric"),
)
"""Beginnings of words for what is felt."""
_GOES: Final = either(
    *("goes", "go", "runs?", "shoots?", "travels?", "radiates?", "spreads?", "comes?", "starts?", "moves?"),
    *("extends?", "reaches", "continues", "wraps?", "climbs?", "feels?", "tingles?", "burns?", "hurts?"),
    *("aches?", "is", "are", "'s"),
)
"""What a sensation does: after "which" and "that" it goes on with the finding."""
_TIME: Final = r"(?:second|minute|hour|day|night|week|month|year)s?"
_START: Final = r"^\W*"

# ---- where a sentence ends --------------------------------------------------------------------------

_ABBREVIATED: Final = (
    *(
        "post",
        "symm",
        "sens",
        "dist",
        "prox",
        "approx",
        "dec",
        "inc",
        "incl",
        "cut",
        "br",
        "sup",
        "inf",
        "lat",
    ),
    *(
        "med",
        "ant",
        "dr",
        "mr",
        "mrs",
        "vs",
        "abd",
        "add",
        "ext",
        "flex",
        "sec",
        "perf",
        "no",
        "supf",
        "bilat",
    ),
)
"""Words after which a full stop ends no sentence."""
SENTENCE_ENDS: Final = found(
    r"\s*;\s*",
    r"\s+[-–—]+\s+",
    "".join(rf"(?<!\b{word})" for word in _ABBREVIATED) + r"(?<=[a-z0-9)\"']{2})[.!?…]+(?=\s|$)",
    r"\s*,?\s*(?<!finger )(?<!fingers )(?<!toe )(?<!toes )(?<!all )\bbut\b(?! for\b)",
    r"\s*,?\s*\b(?:sparing|spares)\b(?= )",
)
SPARING: Final = re.compile(r"\b(?:sparing|spares)$")

# ---- where a clause ends: what follows tells when, why, where or what it is like -------------------

_HISTORY: Final = either(
    *("(?:ever )?since", "after(?! the (?:thumb|index|knee|elbow))", "following", "because(?: of)?", "cos"),
    *("due to", "d/t", "s/p", "thanks to", r"post[- ]?op\w*", "post(?= )", "before", "during"),
    rf"for (?:\w+ ){{0,4}}?{_TIME}",
)
_BESIDE: Final = either(
    *("where(?:ver)?", "when(?:ever)?", "while", "whilst", "until", "till", "unless", "if", "whether"),
    *("so that", "so (?:i|that)", "who", "whose", rf"which(?! {_GOES}\b)"),
    *("like(?! (?:it|they) always)", "as (?:if|though|when|soon|long|i|we)", "though", "although"),
    *("even (?:if|when|though|with)", "than", "compared", "same as", "as the other", "versus", "vs"),
    *("(?:about )?(?:the )?size of", "(?:every|each) time", r"by \w+ing"),
    r"from (?:all )?(?:the |my )?(?!radiat|shoot|travel)\w+ing",
    rf"that (?!{_GOES}\b)(?:i|we|you|it|the|my|\w+s)(?! side)",
)
CUE: Final = re.compile(rf"(?<![\w'-])(?:(?P<history>{_HISTORY})|(?P<beside>{_BESIDE}))(?![\w'])")
LIKENED: Final = re.compile(
    r"(?:like|(?:about )?(?:the )?size of) (?:an? |the |my )?[\w']+ (?:[\w']+ )?"
    r"(?=(?:from|down|along|across|round|around|over|high|just|above|below|on the (?:in|out)|(?:on|in) my)\b)"
)
"""What a patch is likened to is told in few words, before the place goes on."""
GOES_ON: Final = re.compile(
    r"(?<=\w) (?=(?:the|my) (?:\w+ of (?:the |my ))?(?:(?!the |my |a |i |it )\w+ ){1,4}?"
    r"(?:has|have|is|are|was|goes|go|went|gets?|feels?|falls?|buzz\w*|tingl\w*|burns?|aches?|hurts?)\b"
    r"(?:.*(?:numb|dead|tingl|asleep|sleep|burn|pain|sore|buzz|ache|hurt|pins|fizz|weird|funny|odd|strange)))"
)
"""``Since the baby came the front of my thigh has been dead``."""
SENDS: Final = re.compile(
    r"\b(?:shoots?|sends?|fires?|gives? me|sets? off) (?=(?:it|pain|a|the|sparks?|shocks?|tingl\w*)\b)"
)
"""What was done ``sends sparks into my thumb``."""
WIPED: Final = re.compile(r"\bwip(?:e|es|ing)\b")

# ---- what cannot be felt ----------------------------------------------------------------------------

UNFELT: Final = re.compile(
    r"\b(?:i )?(?:don'?t|can'?t|cannot|can not|couldn'?t|could not|do not|didn'?t|never|hardly|barely) "
    r"(?:even |really |always )?(?:feel|felt|notice)\b"
)
NOT_IT: Final = re.compile(r" (?:it|that|them|anything|a thing)\b")
"""After it nothing is named that could not be felt."""
THING: Final = re.compile(
    UNFELT.pattern
    + r" (?:the |my |a |any )?(?:\w+ )?(?:seat|saddle|chair|razor|needle|sofa|bench|bike|socks?|shoes?)\b"
)
"""``Can't feel the razor`` tells that something is numb; where it lies is told beside."""

# ---- what a clause is, by its words -----------------------------------------------------------------

DOING: Final = re.compile(
    rf"{_START}(?:and |even |just )*(?!(?:{_SENSED}|start|go|run|radiat|spread|travel|com|spar|involv|affect"
    r"|los|miss|mov|includ|extend|someth|anyth|noth|everyth)\w*ing\b)[a-z]{2,}ing\b(?! (?:finger|of))"
)
"""``Sitting on the saddle …``, ``leaning on the desk …``."""
NARRATES: Final = re.compile(
    rf"{_START}(?:and |so |then )*(?:i|we|he|she) (?!can|do|could|feel|get|have|had|never)[a-z]+"
)
NARRATED: Final = re.compile(
    rf"{_START}(?:(?:and|so|then|now|also|sometimes|or) )*"
    r"(?:i(?:'\w+)?|we|they|he|she|you|someone|somebody|people|everyone)\b"
    rf"(?!.*{_SENSED})(?! (?:get|got|have|had|lost|lose|notice|call|mean|said|always get)\b(?! to\b))"
)
"""``I stubbed it on the door`` tells what happened, not where it is numb."""
WOKEN: Final = re.compile(rf"{_START}(?:and |it )*(?:wakes?|woke|waking) (?:me|us|him|her)\b")
TESTED: Final = re.compile(
    rf"{_START}(?:positive |negative )?(?:tinel|phalen|spurling|percussion|tapping|slr)\b"
)
ASIDE: Final = re.compile(
    rf"(?s)^(?!.*{UNFELT.pattern})"
    + either(
        # "It stops just above the knee": how far it goes.
        r"\W*(?:and |it )*(?:just )?(?:stops?|ends?|finishes) (?:at|by|above|below|near|just)\b",
        # "Not the whole hand"; and where no pain goes the skin may be numb all the same.
        r"\W*not (?:the |my )?(?:whole|entire|all|just|only|really|quite|so much|everywhere)\b",
        r"\W*nothing (?:goes|runs|shoots|travels|moves)",
        r"\W*no (?:pain|ache)\b",
        r"\W*there'?s no (?:sock|shoe|glove)",
        # "I was told"; "where the strap rubs on it".
        r"\W*(?:and |i'?ve |i was |was )*(?:been )?told\b",
        r".*\b(?:sits?|rests?|rubs?|rubbing|touch(?:es|ing)?|press(?:es|ing)?|digs?|made)\b.*\b(?:it|there|them)\b",
    )
)
"""How far it goes, where it is not, and what lies on it, unless it tells as well what cannot be felt."""
_PART: Final = either(
    *("side", "hand", "arm", "leg", "foot", "knee", "shoulder", "thigh", "ear", "ankle", "wrist", "elbow"),
    *("calf", "buttock", "cheek"),
)
OTHER_SIDE: Final = re.compile(rf"\b(?:other|opposite) {_PART}\b")
NOTHING_ODD: Final = re.compile(
    r"\bnothing (?:feels?|is|seems?) (?:different|odd|numb|wrong|strange|weird|unusual|off|amiss)\b"
)
NOT_WELL: Final = found(
    either(
        r"\b(?:is|are|was|were|does|do|did|has|have|ca|could|wo|would)n'?t",
        *(r"\bnot", r"\bnever", r"\bno longer", "less than", "hardly", "barely", r"\bnothing", r"\bnone"),
    )
    + r" (?:\w+ ){0,3}?(?:fine|normal\w*|right|ok|okay|feel\w*|felt|proper\w*|good|perfect\w*)\b",
    "abnormal",
    rf"\bcan feel (?:\w+ ){{0,2}}{_SENSED}",
    r"\bsens\w* (?:over|on|in|at)\b",
)
WELL: Final = found(
    r"\b"
    + either(
        *(
            "fine(?! touch)",
            "normal(?:ly)?(?! (?:side|one|hand|self|skin))",
            "ok",
            "okay",
            "all ?right",
            "alright",
        ),
        *(
            "grand",
            "perfect(?:ly)?",
            "intact",
            "preserved",
            "spared",
            "unaffected",
            "untouched",
            "unremarkable",
        ),
        *("wnl", "nad", "n (?=both|all|throughout)", "full feeling", "good as (?:gold|new)"),
        r"(?:[cltsv]\d+|finger|thumb|toes?|foot|hand|sole|palm|arm|leg|thigh|calf|shin|heel|reflex) n$",
        r"(?:haven|hasn|didn)'?t lo(?:st|se) (?:any |all |the |my )?(?:feeling|sensation|touch)",
        r"no (?:bother|problems?|trouble|complaints?)",
        r"(?:no|not? an?) issues?",
        r"(?:like|as) (?:it|they) always \w+",
    )
    + r"\b",
    r"\bcan'?t complain\b",
    r"(?:\b(?:is|are|feels?|felt|was|were|seems?|still)|'s|'re) (?:\w+ )?"
    r"(?:good|great|right|well|proper(?:ly)?)\b",
    r"(?:\b(?:can|could|still|would|do|does)|'d|'ll) (?:still |always |actually )?feel\b",
)
DENIED: Final = found(
    rf"{_START}only\b.*\b(?:felt|feels?) (?:it|that|anything|normal)\b",
    rf"{_START}(?:(?:and|so|only|just|it|that|this|sorry) )*(?:it )?"
    + either(
        *(r"not\b", r"isn'?t\b", r"wasn'?t\b", r"it'?s not\b", r"(?:is|was) not\b", r"none\b"),
        r"never (?:in|on|the|below|above|past|down|beyond|my|further|any|numb|up|into|to|reach\w*|goes"
        r"|affect\w*)\b",
        r"nothing\b(?! (?:goes|runs|shoots|travels|moves))",
        "no (?!feeling|sensation|sense|longer|touch|one|pain|ache)",
    ),
    r"(?:\bnot|\b(?:is|are|was|were|does|do|did|has|have)n'?t) (?:at all |really |in the least )?"
    r"(?:numb|dead|tingling|affected|involved)\b(?!.*\b(?:is|are|but)\b)",
)
