"""Cuts what is told of power or reflexes into clauses, and says of each whether it tells of loss.

``I can stand on my toes but not on my heels``, ``AJ 0, KJ 2+``, ``the knee gives when I step off a kerb``:
what only tells when, why or who was there is an aside, and is read where nothing else says anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final, Literal

How = Literal["lost", "fine", ""]


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: its words, whether they tell of loss or of health, and whether it is beside the point."""

    text: str
    how: How = ""
    aside: bool = False
    by_tester: bool = False
    """Somebody else moved the limb: ``he could push my foot down``."""


_SUBJECT: Final = r"(?:i|it|they|he|she|(?:the|my|that|his|her|one|both) (?:\w+ ){0,2}?\w+)"
_TESTER: Final = (
    r"(?:he|she|they|nobody|no one|(?:the |my |a )?(?:doctor|doc|gp|physio|nurse|neurologist|surgeon"
    r"|registrar"
    r"|examiner|husband|wife|friend)s?)"
)
_CAN_T: Final = r"(?:can'?t|cannot|won'?t|couldn'?t|could not|will not)"
_CUT_ALWAYS: Final = (
    r"[,;!?\n]|:(?=\s|$)|\.(?=\s|$)|(?<=\s)[-–—]+(?=\s)|—|→|->"
    r"|\b(?:but|though|although|whereas|versus|vs|yet)\b"
    rf"|\band (?=(?:{_SUBJECT} )?{_CAN_T}\b)|\band (?=(?:it|they)(?:'s|'ve| )|then\b|now\b|neither\b)"
    r"|\band (?=(?:the|my|that) (?:\w+ ){1,3}?(?:is|are|has|have|won'?t|can'?t|looks?|feels?|goes|drops?"
    r"|hangs?)\b)"
    r"|(?=\b(?:when(?:ever)?|as soon as|while|if|because|since|until|unless|during|after|before|due to"
    r"|so(?! (?:so|far|weak|much|bad|well|strong|good|do|does|is|are|did)\b)(?!-)"
    r"|for (?:my|the|a)|as (?:i|if|though))\b)"
    r"|(?<=\d/5)(?= [a-z]{2,})(?! (?:in|on|at|of|for|to|power|strength|weak|strong|with|bilat|both|and|or|b/l"
    r"|throughout|right|left|all|l|r|lt|rt|the|each|grade|by|only|otherwise)\b)"
    r"|(?=\botherwise\b|(?<!on )(?<!at )(?<!near )(?<!of )(?<!all )\bthe rest\b|\beverything else\b)"
    r"|(?=\b(?:with )?sparing\b|\bwith (?:preserved|preservation|normal|intact|full|spared)\b"
    r"|\bwithout (?:any )?(?:\w+ ){1,3}?weakness\b)"
)
_ACTS: Final = (
    rf"(?:and )?{_TESTER} "
    r"(?:could|can|had|tried|put|pushed|pulled|pressed|held|banged|did|wrote|said|flattened|watched|asked"
    r"|made)\b"
)
_BY_TESTER: Final = re.compile(
    rf"^\W*(?:and )?{_TESTER} (?:(?:easily|just|simply) )?(?:(?:could|can)(?:n'?t| not|not)?|tried to"
    rf"|was able to"
    rf"|managed to)?(?: (?:easily|just|even))* ?"
    r"(?:push|pull|press|bend|straighten|open|prise|pry|move|force|bent|spread|close|squeeze|turn"
    r"|lift|pushed|pulled"
    r"|pressed|opened|prised|moved|forced)\b"
)
_CUT: Final = re.compile(
    r"[,;!?\n]|:(?=\s|$)|\.(?=\s|$)|(?<=\s)[-–—]+(?=\s)|—|→|->|\b(?:but|though|although|whereas|versus|vs"
    r"|yet)\b"
    r"|\band (?=the other)"
)
_CUT_TESTER: Final = re.compile(rf"{_CUT_ALWAYS}|(?<= )(?={_ACTS})")
"""Where one clause ends: at its marks, before who else did something, and before when or why it was."""
_ASIDE: Final = re.compile(
    r"^\W*(?:when(?:ever)?|as soon as|while|if|because|since|so|until|unless|during|after|before|due to|for"
    r"|which|like|as (?:i|if|though)|it'?s (?:since|because|like|bad)"
    r"|(?:they|it|(?:the|my) \w+) (?:just |always )?(?:stays?|remains?)\b"
    rf"|{_ACTS}|nearly|almost|physio|doctor|you know|thank god"
    r"|i(?:'m| am|'ve| have|'d| had)? (?:use|need|had to|noticed?|walk with|hold on|just|now)\b)"
)
_TOLD_TO: Final = re.compile(
    rf"\b{_TESTER} (?:told|asked|made|got|wanted|had|let) me(?: to)? |\b(?:when )?(?:i'm |i was )?asked to "
)
_PURPOSE: Final = re.compile(
    r"(?<!able)(?<!hard)(?<!harder)(?<!easy)(?<!difficult)(?<!trying)(?<!try)(?<!tried)(?<!have)(?<!had)(?<!need)"
    r"(?<!struggle)(?<!used)(?<!want)(?<!got)(?<!me)(?<!weak)(?<!strength)(?<!power)(?<!going)(?<!refuses)"
    r"(?<!seems)(?<!difficulty)(?<!struggling)(?<!managed)(?<!manage)(?<!impossible)(?<!enough)(?<!trouble)"
    r" to (?=(?:reach|tie|comb|brush|wash|get|do|put|pick|catch|throw|serve|see|look|clear|climb|kick"
    r"|stop|save"
    r"|make|open|hang|change|drive|play|lace|turn (?:over|round))\b)"
)
"""What a movement is for: ``onto my toes to reach a shelf``."""
_POSTURE: Final = re.compile(
    r"^(?:(?:when )?(?:i'm )?(?:lying|lie|laid|flat) (?:down )?(?:on|flat)\b[\w ]{0,20}|face down"
    r"|prone|on my (?:front|tummy|belly))$"
)
"""How one lies while a movement is tried goes with the movement."""
_OTHER_SIDE: Final = re.compile(
    r"^\W*(?:the )?(?:other|right|left|good|opposite|unaffected) (?:side|leg|arm)"
    r" (?:(?:is|was|were|all) )*(?:fine|normal|ok|good)\W*$|"
    r"\([^)]*\bother side\b[^)]*\)"
    r"|\b(?:the )?same as (?:on )?(?:the|my) (?:other|good|left|right)\b(?: (?:leg|arm|side|foot|hand|one"
    r"|knee))?"
    r"|\b(?:the |my )other (?:foot|leg|knee|ankle|arm|side|heel|elbow|wrist|hand) (?:was |is )?"
    r"(?:jump\w*|kick\w*|fine|ok|normal|good|strong)(?: fine| well| ok)?\b"
)
"""What is told of the side that is well."""
_NO_FAULT: Final = re.compile(
    r"\b(?:no|not|never|nothing|none|without|nor|nil|nowhere|deny|denies|(?:is|are|was|were|do|does|did"
    r"|have|has"
    r"|had)n'?t)\b(?: (?!but\b)[\w'-]+){0,4}? ?\b(?:weak\w*|trouble|problems?|difficult\w*|issues?|loss"
    r"|deficits?"
    r"|bother\w*|affected|involved|wrong|fault\w*|paresis|wasting|focal|missing|worse|impaired|amiss)\b"
)
_FINE_WORDS: Final = (
    r"(?:normal\w*|strong|strength|intact|spared|preserved|preservation|sparing|fine|full|good"
    r"|unaffected|unremarkable|unimpaired"
    r"|maintained|untouched|ok|okay|all ?right|alright|grand|perfect\w*|solid|great(?! toe)|firm|excellent"
    r"|(?<!as )well"
    r"|easily|easy|wnl|nad|nl|unchanged|works?|working|worked|right)"
)
_NOT_FINE: Final = re.compile(
    r"\b(?:not|\w+n't|(?:ca|wo|do|does|did|is|are|was|has|could)nt|cannot|never|no longer|hardly|barely"
    r"|less|no|lost|losing|reduced|half|poor|little|much)\b"
    rf"(?: (?:as|so|very|that|quite|too|really|feel|the|be|been|being|at|all|much|its|my|any|of|got|have"
    rf"|in))*"
    rf" ?{_FINE_WORDS}\b"
)
_FINE: Final = re.compile(
    rf"\b(?!strength\b|right\b){_FINE_WORDS}\b|(?<![\d.])5\s*/\s*5|\bm(?:rc )?5\b|\ba vice\b|\bas (?:hard"
    rf"|good) as\b"
    r"|\bsame (?:weight )?as\b|\bas (?:ever|always|usual)\b|\bno problem\b"
)
_LOST: Final = re.compile(
    rf"\b(?:weak\w*|{_CAN_T}|unable|\w+n't|(?:ca|wo|do|does|did|is|are|was|has|could)nt|not|never|no|none"
    rf"|nor|without|hardly|barely|nothing|gone|lost|losing"
    r"|trouble|problems?|difficult\w*|struggl\w*|wast\w*|feeble|useless|floppy|drops?|dropp\w+|hangs?"
    r"|paralys\w*"
    r"|absent|reduced|worse|less|lags?|limp|neither|poor|impossible|gives?|gave|buckl\w+)\b"
)
_STILL_LOST: Final = re.compile(
    r"(?<!no )(?<!not )(?<!any )\bweak\w*|\b(?:can'?t|cannot|won'?t)\b(?! (?:be|break|overcome|beat|budge"
    r"|fault|hold"
    r"|complain|stop|say))|\b[0-4]-?\s*/\s*5|\bthe (?:trouble|problem)\b|\bis(?:n'?t| not)\b|\bm[0-4]\b"
    r"|\bnot$|\bnot (?:a chance|at all)\b|\b(?:cannot|unable)\b"
)
_MAY: Final = re.compile(r"^\W*(?:i )?(?:can|could) (?!not|hardly|barely|only|just|no)")
"""``Can lift it``: said beside what one cannot."""
_NOT_SO: Final = re.compile(r"^\W*(?:and )?(?:not|nor|neither)\b|\bnot$|\bneither\b")


def power_clauses(told: str, *, weak: bool) -> list[Clause]:
    """Return the clauses of a text on power; with ``weak`` it stands among what is weak."""
    texts = _texts(told, _CUT_TESTER)
    hows: list[How] = [_how_weak(text) if weak else _how_strong(text) for text in texts]
    if weak and any(how == "lost" or _NOT_SO.search(text) for how, text in zip(hows, texts, strict=True)):
        hows = [
            "fine" if _MAY.search(t) and not _NOT_SO.search(t) else h
            for h, t in zip(hows, texts, strict=True)
        ]
    if not weak:
        hows = [
            "lost" if n and _NOT_SO.search(t) and not _NO_FAULT.search(t) else h
            for n, (h, t) in enumerate(zip(hows, texts, strict=True))
        ]
    return [
        Clause(
            text,
            "" if _BY_TESTER.search(text) else how,
            bool(_ASIDE.search(text)),
            bool(_BY_TESTER.search(text)),
        )
        for text, how in zip(texts, hows, strict=True)
    ]


def _texts(told: str, cut: re.Pattern[str]) -> list[str]:
    told = _TOLD_TO.sub(" ", _OTHER_SIDE.sub(" ", told))
    told = _PURPOSE.sub(", for a ", told)
    pieces = [piece.strip() for piece in cut.split(told) if piece and piece.strip(" .-()'\"")]
    for n in range(len(pieces) - 1):
        if _POSTURE.search(pieces[n]):  # "lying on my front, I can't raise my leg"
            pieces[n + 1] = f"{pieces[n]} {pieces[n + 1]}"
            pieces[n] = ""
    return [piece for piece in pieces if piece]


_NOT_THIS: Final = re.compile(r"^\W*(?:and )?it(?:'s not| is not| isn'?t) (?:my|the|in the|so much)\b")
"""``It isn't my grip, it's the spreading``."""


def _how_weak(text: str) -> How:
    if _NOT_THIS.search(text):
        return "fine"
    if _NO_FAULT.search(text):
        return "" if _LOST.search(_NO_FAULT.sub(" ", text)) else "fine"
    if _NOT_FINE.search(text):
        return "lost"
    lost = _LOST.search(text)
    if _FINE.search(text):
        return "" if lost else "fine"
    return "lost" if lost else ""


def _how_strong(text: str) -> How:
    if _NO_FAULT.search(text):
        return "fine"
    return (
        "lost"
        if _STILL_LOST.search(text) and not _FINE.search(text)
        else "fine"
        if _FINE.search(text)
        else ""
    )


_GONE: Final = re.compile(
    r"\b(?:absent|lost|gone|missing|nothing|no|none|not|never|\w+n't|(?:ca|wo|do|does|did|is|are|was|has"
    r"|could)nt|hardly|barely|reduced|diminished|depressed"
    r"|sluggish|weak\w*|attenuated|dead|0|1|trace|tr|faint|only just|dull|less|areflexi\w*|without|nil"
    r"|neither"
    r"|slow|unobtainable|poor|nought|zero|lazy|cannot|sat|stayed)\b|[-–]$"
)
_THERE: Final = re.compile(
    r"\b(?:normal\w*|fine|ok|okay|present|brisk\w*|equal\w*|symm\w*|even\w*|there|good|great|all ?right"
    r"|alright|intact"
    r"|jump\w*|kick\w*|bounc\w*|twitch\w*|swung|shot|came|alike|same|preserved|unremarkable|works?|worked"
    r"|lively"
    r"|nl|wnl|nad|n|full|well|healthy|should|responded|respond|elicit\w*|strong|did|perfect\w*|flew|snappy)\b"
    r"|\b[23]\s*\+|(?<![\d.])2(?!\d)(?:\s*/\s*[44])?|\+\+"
)
_NONE_MISSING: Final = re.compile(
    r"\b(?:no|none|not|nothing|never|isn'?t|aren'?t|weren'?t)\b(?: \w+){0,2}? ?\b(?:missing|absent|lost"
    r"|gone|wrong"
    r"|change\w*|difference|asymmetr\w*|abnormal\w*|problems?|reduced|diminished)\b"
)


def reflex_clauses(told: str) -> list[Clause]:
    """Return the clauses of a text on reflexes."""
    texts = _texts(told, _CUT)
    return [Clause(text, _how_reflex(text), bool(_ASIDE.search(text))) for text in texts]


_DOWNGOING: Final = re.compile(
    r"\bplantars?\b.*\b(?:down\w*|reduced|flexor)\b|\btoes? (?:went|goes|go|curls?|moves?) down"
)


def _how_reflex(text: str) -> How:
    if _NONE_MISSING.search(text) or _DOWNGOING.search(text):
        return "fine"
    if _GONE.search(text):
        return "lost"
    return "fine" if _THERE.search(text) else ""


_FEELS: Final = re.compile(r"\bfeels? (?:weak|heavy|odd|strange|clumsy)")
"""``Nothing weak, although it feels weak``: what was tested counts."""


def joined(clauses: list[Clause], bare: list[bool]) -> list[Clause]:
    """Return clauses in which one that only judges (``not a twitch``) has joined the one it judges."""
    found: list[Clause] = []
    for clause, empty in zip(clauses, bare, strict=True):
        if empty and found and clause.text in {"no", "none", "yes"}:
            continue
        if empty and found and found[-1].how == "fine" and _FEELS.search(clause.text):
            continue
        if empty and clause.how and found and not clause.aside:
            last = found[-1]
            found[-1] = replace(last, how=clause.how if not last.how or clause.how == "lost" else last.how)
        else:
            found.append(clause)
    return found
