"""Parts talk into clauses: what tells the finding, what is said to be well, and what is told beside it.

``Back of my hand where the watch sits, but the thumb is fine, since the plaster came off`` tells of the back
of the hand, keeps the thumb, and says beside it where and since when. A place told beside is a finding only
where nothing else names one: ``numb where I wipe``. A text is read once and cut short: the time is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["told", "kept", "beside", "history"]

_SHORT: Final = (
    "post|symm|sens|dist|prox|approx|dec|inc|incl|cut|br|sup|inf|lat|med|ant|dr|mr|"
    "mrs|vs|abd|add|ext|flex|sec|perf|no|supf|bilat"
)
"""Words after which a full stop ends no sentence."""
_SENTENCE: Final = re.compile(
    r"\s*;\s*|\s+[-–—]+\s+|"
    + "".join(rf"(?<!\b{word})" for word in _SHORT.split("|"))
    + r"(?<=[a-z0-9)\"']{2})[.!?…]+(?=\s|$)"
    r"|\s*,?\s*(?<!finger )(?<!fingers )(?<!toe )(?<!toes )(?<!all )\bbut\b(?! for\b)"
    r"|\s*,?\s*\b(?:sparing|spares)\b(?= )"
)
_SPARING: Final = re.compile(r"\b(?:sparing|spares)$")
_TIME: Final = r"(?:second|minute|hour|day|night|week|month|year)s?"
_MOVES: Final = (
    r"(?:goes|go|runs?|shoots?|travels?|radiates?|spreads?|comes?|starts?|moves?|extends?|reaches|continues"
    r"|wraps?|climbs?|feels?|tingles?|burns?|hurts?|aches?|is|are|'s)"
)
_HISTORY: Final = (
    rf"(?:ever )?since|after(?! the (?:thumb|index|knee|elbow))|following|because(?: of)?|cos|due to|d/t|s/p"
    rf"|thanks to|post[- ]?op\w*|post(?= )|for (?:\w+ ){{0,4}}?{_TIME}|before|during"
)
_BESIDE: Final = (
    rf"where(?:ver)?|when(?:ever)?|while|whilst|until|till|unless|if|whether|so that|who|whose"
    rf"|which(?! {_MOVES}\b)"
    r"|like(?! (?:it|they) always)|as (?:if|though|when|soon|long|i|we)|though|although|even (?:if"
    r"|when|though|with)|than|so (?:i|that)"
    r"|(?:about )?(?:the )?size of|(?:every|each) time|compared|same as|as the other|versus|vs"
    r"|by \w+ing|from (?:all )?(?:the |my )?(?!radiat|shoot|travel)\w+ing"
    rf"|that (?!{_MOVES}\b)(?:i|we|you|it|the|my|\w+s)(?! side)"
)
_CUE: Final = re.compile(rf"(?<![\w'-])(?:(?P<history>{_HISTORY})|(?P<beside>{_BESIDE}))(?![\w'])")
_LIKENED: Final = re.compile(
    r"(?:like|(?:about )?(?:the )?size of) (?:an? |the |my )?[\w']+ (?:[\w']+ )?"
    r"(?=(?:from|down|along|across|round|around|over|high|just|above|below|on the (?:in|out)|(?:on|in) my)\b)"
)
"""What a patch is likened to is told in few words, before the place goes on."""
_SENDS: Final = re.compile(
    r"\b(?:shoots?|sends?|fires?|gives? me|sets? off) (?=(?:it|pain|a|the|sparks?|shocks?|tingl\w*)\b)"
)
_GOES_ON: Final = re.compile(
    r"(?<=\w) (?=(?:the|my) (?:\w+ of (?:the |my ))?(?:(?!the |my |a |i |it )\w+ ){1,4}?"
    r"(?:has|have|is|are|was|goes|go|went|gets?|feels?|falls?|buzz\w*|tingl\w*|burns?|aches?|hurts?)\b"
    r"(?:.*(?:numb|dead|tingl|asleep|sleep|burn|pain|sore|buzz|ache|hurt|pins|fizz|weird|funny|odd|strange)))"
)
"""``Since the baby came the front of my thigh has been dead``."""
_UNFELT: Final = re.compile(
    r"\b(?:i )?(?:don'?t|can'?t|cannot|can not|couldn'?t|could not|do not|didn'?t|never|hardly|barely) "
    r"(?:even |really |always )?(?:feel|felt|notice)\b"
)
_THING: Final = re.compile(
    _UNFELT.pattern
    + r" (?:the |my |a |any )?(?:\w+ )?(?:seat|saddle|chair|razor|needle|sofa|bench|bike|socks?|shoes?)\b"
)
"""``Can't feel the razor`` tells that something is numb; where it lies is told beside."""
_NOT_IT: Final = re.compile(r" (?:it|that|them|anything|a thing)\b")
_SENSED: Final = (
    r"feel|felt|numb|tingl|burn|pain|ache|aching|hurt|sore|dead|pins|needle|itch|sting|shoot|stab"
    r"|prickl|buzz|fizz"
    r"|sensation|rash|blister|spots|throb|electric"
)
_NARRATED: Final = re.compile(
    r"^\W*(?:(?:and|so|then|now|also|sometimes|or) )*"
    r"(?:i(?:'\w+)?|we|they|he|she|you|someone|somebody|people|everyone)\b"
    rf"(?!.*(?:{_SENSED}))(?! (?:get|got|have|had|lost|lose|notice|call|mean|said|always get)\b(?! to\b))"
)
"""``I stubbed it on the door`` tells what happened, not where it is numb."""
_NARRATES: Final = re.compile(
    r"^\W*(?:and |so |then )*(?:i|we|he|she) (?!can|do|could|feel|get|have|had|never)[a-z]+"
)
_DOING: Final = re.compile(
    rf"^\W*(?:and |even |just )*(?!(?:{_SENSED}|start|go|run|radiat|spread|travel|com|spar|involv"
    rf"|affect|los|miss"
    r"|mov|includ|extend|someth|anyth|noth|everyth)\w*ing\b)[a-z]{2,}ing\b(?! (?:finger|of))"
)
"""``Sitting on the saddle …``, ``leaning on the desk …``."""
_WOKEN: Final = re.compile(r"^\W*(?:and |it )*(?:wakes?|woke|waking) (?:me|us|him|her)\b")
_HEARD: Final = re.compile(r"^\W*(?:and |i'?ve |i was |was )*(?:been )?told\b")
_LIES_ON: Final = re.compile(
    r"\b(?:sits?|rests?|rubs?|rubbing|touch(?:es|ing)?|press(?:es|ing)?|digs?|made)\b.*\b(?:it|there|them)\b"
)
_ENDS: Final = re.compile(
    r"^\W*(?:and |it )*(?:just )?(?:stops?|ends?|finishes) (?:at|by|above|below|near|just)\b"
)
_STAYS: Final = re.compile(
    r"^\W*not (?:the |my )?(?:whole|entire|all|just|only|really|quite|so much|everywhere)\b"
    r"|^\W*(?:nothing (?:goes|runs|shoots|travels|moves)|no (?:pain|ache)\b|there'?s no (?:sock|shoe|glove))"
)
"""Where no pain goes the skin may be numb all the same."""
_TESTED: Final = re.compile(r"^\W*(?:positive |negative )?(?:tinel|phalen|spurling|percussion|tapping|slr)\b")
_OTHER_SIDE: Final = re.compile(
    r"\b(?:other|opposite) (?:side|hand|arm|leg|foot|knee|shoulder|thigh|ear|ankle|wrist|elbow|calf"
    r"|buttock|cheek)\b"
)
_WIPED: Final = re.compile(r"\bwip(?:e|es|ing)\b")
_NOTHING_ODD: Final = re.compile(
    r"\bnothing (?:feels?|is|seems?) (?:different|odd|numb|wrong|strange|weird|unusual|off|amiss)\b"
)
_NOT_WELL: Final = re.compile(
    r"(?:\b(?:is|are|was|were|does|do|did|has|have|ca|could|wo|would)n'?t|\bnot|\bnever|\bno longer"
    r"|less than|hardly|barely|\bnothing|\bnone) (?:\w+ ){0,3}?"
    r"(?:fine|normal\w*|right|ok|okay|feel\w*|felt|proper\w*|good|perfect\w*)\b|abnormal"
    rf"|\bcan feel (?:\w+ ){{0,2}}(?:{_SENSED})|\bsens\w* (?:over|on|in|at)\b"
)
_WELL: Final = re.compile(
    r"\b(?:fine(?! touch)|normal(?:ly)?(?! (?:side|one|hand|self|skin))|ok|okay|all ?right|alright"
    r"|grand|perfect(?:ly)?"
    r"|intact|preserved|spared|unaffected|untouched|unremarkable|wnl|nad|n (?=both|all|throughout)"
    r"|(?:[cltsv]\d+|finger|thumb|toes?|foot|hand|sole|palm|arm|leg|thigh|calf|shin|heel|reflex) n$"
    r"|full feeling|(?:haven|hasn|didn)'?t lo(?:st|se) (?:any |all |the |my )?(?:feeling|sensation|touch)"
    r"|no (?:bother|problems?|trouble|complaints?)|(?:no|not? an?) issues?|(?:like|as) (?:it|they) always \w+"
    r"|good as (?:gold|new))\b|\bcan'?t complain\b"
    r"|(?:\b(?:is|are|feels?|felt|was|were|seems?|still)|'s|'re) (?:\w+ )?(?:good|great|right|well"
    r"|proper(?:ly)?)\b"
    r"|(?:\b(?:can|could|still|would|do|does)|'d|'ll) (?:still |always |actually )?feel\b"
)
_DENIED: Final = re.compile(
    r"^\W*only\b.*\b(?:felt|feels?) (?:it|that|anything|normal)\b|"
    r"^\W*(?:(?:and|so|only|just|it|that|this|sorry) )*(?:it )?(?:not\b|isn'?t\b|wasn'?t\b"
    r"|it'?s not\b|(?:is|was) not\b"
    r"|never (?:in|on|the|below|above|past|down|beyond|my|further|any|numb|up|into|to|reach\w*|goes"
    r"|affect\w*)\b|none\b|nothing\b(?! (?:goes|runs|shoots|travels|moves))"
    r"|no (?!feeling|sensation|sense|longer|touch|one|pain|ache))"
    r"|(?:\bnot|\b(?:is|are|was|were|does|do|did|has|have)n'?t) (?:at all |really "
    r"|in the least )?(?:numb|dead|tingling|affected|involved)\b"
    r"(?!.*\b(?:is|are|but)\b)"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause and what it does: it tells the finding, keeps a place, or is told beside it."""

    text: str
    kind: Kind
    sentence: int
    """Clauses of one sentence share it."""


def clauses_of(told: str) -> Iterator[Clause]:
    """Yield the clauses of a text in lower case, in its order."""
    start, number, sparing = 0, 0, False
    for end in (*_SENTENCE.finditer(told), None):
        sentence = told[start : end.start() if end else len(told)]
        for clause in _of_sentence(sentence, number):
            yield Clause(clause.text, "kept", number) if sparing and clause.kind == "told" else clause
        if end:
            start, number, sparing = end.end(), number + 1, bool(_SPARING.search(end[0]))


def _of_sentence(sentence: str, number: int) -> Iterator[Clause]:
    brackets = 0
    chunk: list[str] = []
    for piece in re.split(r"(,)", sentence):
        brackets += piece.count("(") - piece.count(")")
        if piece == "," and brackets <= 0:
            yield from _of_chunk("".join(chunk), number)
            chunk = []
        else:
            chunk.append(piece)
    yield from _of_chunk("".join(chunk), number)


def _of_chunk(chunk: str, number: int) -> Iterator[Clause]:
    """Yield what stands between two commas: what is told, then what is told beside it."""
    cue = _CUE.search(chunk)
    head = chunk[: cue.start()] if cue else chunk
    if head.strip():
        unfelt = _UNFELT.search(head)
        doing = _DOING.match(head) or _NARRATES.match(head)
        if doing and unfelt and unfelt.start() > doing.end():
            untold = _NOT_IT.match(head, unfelt.end())
            yield Clause(head[: unfelt.start()].strip(), "told" if untold else "beside", number)
            head = head[unfelt.start() :]
        elif doing and (sends := _SENDS.search(head)):
            yield Clause(head[: sends.start()].strip(), "beside", number)
            head = head[sends.start() :]
        yield Clause(head.strip(), kind_of(head), number)
    if not cue:
        return
    rest = chunk[cue.start() :]
    if further := _LIKENED.match(rest):
        yield Clause(rest[: further.end()].strip(), "beside", number)
        yield from _of_chunk(rest[further.end() :], number)
        return
    kind: Kind = "history" if cue["history"] else "beside"
    if _WIPED.search(rest):
        kind = "told"
    if not head.strip() and kind != "told" and (further := _GOES_ON.search(rest)):
        yield Clause(rest[: further.start()].strip(), kind, number)
        yield from _of_chunk(rest[further.end() :], number)
        return
    if unfelt := _UNFELT.search(rest):
        # "When she stroked my shin I couldn't feel it": what is stroked is numb.
        told: Kind = "told" if _NOT_IT.match(rest, unfelt.end()) and not head.strip() else kind
        yield Clause(rest[: unfelt.start()].strip(), told, number)
        yield Clause(rest[unfelt.start() :].strip(), "told", number)
    else:
        yield Clause(rest.strip(), kind, number)


def kind_of(clause: str) -> Kind:
    """Return what a clause without a conjunction does."""
    if _WOKEN.match(clause):
        return "history"
    if _TESTED.match(clause):
        return "history"
    if (
        _ENDS.match(clause) or _STAYS.match(clause) or _HEARD.match(clause) or _LIES_ON.search(clause)
    ) and not _UNFELT.search(clause):
        return "beside"
    if _OTHER_SIDE.search(clause) or _THING.search(clause):
        return "beside"
    if _NOTHING_ODD.search(clause):
        return "kept"
    if _NOT_WELL.search(clause):
        return "told"
    if _WELL.search(clause) or _DENIED.search(clause):
        return "kept"
    return "beside" if _NARRATED.match(clause) or _DOING.match(clause) else "told"
