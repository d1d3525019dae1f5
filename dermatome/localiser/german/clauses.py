"""Cuts German talk into clauses, and gives each what it shares with its neighbours.

In ``Hypästhesie am Unterarm und Dig. V, Fingerspreizer 4/5`` the judgement stands before what it judges, in
``Daumen, Zeigefinger und Handrücken sind taub`` behind it; ``der Handrücken nicht`` turns round what was told
last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from dermatome.localiser.german.verdicts import ACHING, CONTENT, grade_in, has, verdicts, without_grade
from dermatome.localiser.german.words import Word, folded, words_in
from dermatome.localiser.records import Told

_SHORT: Final = frozenset(
    (
        *("re", "li", "bds", "dig", "z", "n", "m", "mm", "nn", "v", "a", "o", "ca", "d", "u", "b", "i", "h"),
        *(
            "lat",
            "med",
            "prox",
            "dist",
            "dors",
            "vent",
            "rad",
            "uln",
            "abd",
            "add",
            "ext",
            "flex",
            "str",
            "st",
        ),
        *("ggf", "evtl", "bzw", "inkl", "mind", "max", "pos", "neg", "path", "sens", "mot", "refl", "beids"),
    )
)
"""Words after which a full stop ends no sentence."""
_STOP: Final = re.compile(r"[;!?\n]|\.(?=\s|$)|(?<=\s)[-–—]+(?=\s)")
_ORDINAL: Final = re.compile(
    r"\s*(?:und|bis|u\.|/|[Ff]inger|[Ss]trahl|[Zz]eh|[Zz]wischen|[Ii]nterdigital|\d)"
)
_PIECE: Final = re.compile(
    r"(?<!\w-),(?!\d)|(?=\b(?:während|waehrend|wobei|obwohl|weil|wenn|ansonsten|sonst|im Übrigen)\b)"
    r"|(?=\b(?:bis auf|außer|ausser|mit Ausnahme)\b)"
    r"|(?<=\w )(?<!gibt )(?<!gab )(?<!geben )"
    r"(?=(?:seit|nachdem|nach(?= \w)(?! (?:außen|aussen|innen|oben|unten|vorne?|hinten|links|rechts)))\b)",
    re.IGNORECASE,
)
_BOUNDED: Final = re.compile(r"\S.{0,238}(?:\S(?=\s|$)|$)|\S{1,240}")
"""Nobody tells one finding at greater length; what is longer is read in parts."""
_MOST_JOINS: Final = 6
_JOINS: Final = frozenset({"und", "sowie", "mit", "bei", "oder", "ohne", "plus", "u", "noch"}) | {
    *("aber", "jedoch", "sondern", "dagegen", "hingegen", "allerdings", "doch"),
}
_SHARED_NO: Final = frozenset({"oder", "noch", "und", "sowie"})
_CIRCUMSTANCE: Final = re.compile(
    r"(?i)^\W*(?:(?:und|aber|vor allem|besonders|v\.a\.) )?"
    r"(?:z\.?\s?n|st\.\s?n|(?:zustand|status) nach|wenn|als|seit\w*|nachdem|damit"
    r"|nach(?! (?:außen|aussen|innen|oben|unten|vorne?|hinten|links|rechts)\b)|beim?|bevor|sobald"
    r"|während|unter(?! (?:dem|der|den)\b)|um(?! (?:de[nm]|die|das|mein\w*)\b)|zum|falls|trotz|dass)\b"
)
_ALSO_NOT: Final = re.compile(r"(?i)\bauch (?:nicht|kein|kaum)|\bebenso|\bgenauso|\bebenfalls")
_GOES_ON: Final = re.compile(
    r"(?i)^\W*(?:und )?(?:bis|vor allem|v\.a\.|besonders|inkl|samt|einschließlich)\b"
)
_HOW_FAR: Final = re.compile(r"(?i)^\W*(?:und )?bis\b")
_EDGES: Final = re.compile(r"(?i)^(?:und|sowie|oder)\s+|\s+(?:bei|und|mit)$")
_BUT_WORDS: Final = frozenset({"aber", "sondern"})
_BUT: Final = re.compile(r"(?i)^\W*(?:aber|sondern|dafür|nur)\b")
_TURNED: Final[dict[Told, Told]] = {
    "lost": "spared",
    "spared": "lost",
    "weak": "strong",
    "strong": "weak",
    "gone": "kept",
    "kept": "gone",
    "sign": "sign",
}


@dataclass(slots=True)
class Clause:
    """A clause as it was told, its words, and what they judge."""

    text: str
    words: list[Word]
    sentence: int
    grade: str = ""
    told: list[Told] = field(default_factory=list)
    first: bool = False
    """What judges stands before what is judged."""
    circumstance: bool = False
    """It tells when or why, and judges nothing."""
    denied: bool = False
    pain: bool = False

    @property
    def content(self) -> bool:
        """True when a place, a movement, a jerk or a sign is named."""
        return has(self.words, *CONTENT) or has(self.words, "power", "sense")


def clauses_of(text: str) -> list[Clause]:
    """Return the clauses of a text, each with what it judges by itself or shares with its neighbours."""
    found = [
        clause
        for n, sentence in enumerate(_sentences(text))
        for piece in _pieces(sentence)
        for clause in _cut(_clause(piece, n))
    ]
    found = _continued([c for c in found if c.words or c.grade])
    _share(found)
    return found


def _continued(found: Sequence[Clause]) -> list[Clause]:
    """Return clauses in which one that only tells how far it goes has joined the one before it."""
    joined: list[Clause] = []
    for clause in found:
        last = joined[-1] if joined else clause
        together = last is not clause and last.sentence == clause.sentence
        graded = clause.grade and not clause.content and not has(clause.words, "all", "other")
        if together and graded and has(last.words, "move", "muscle"):
            last.text, last.grade = f"{last.text}, {clause.text}", clause.grade
            last.told = verdicts(last.words, clause.grade)
        elif together and _HOW_FAR.match(clause.text) and not clause.told:
            last.text, last.words = f"{last.text}, {clause.text}", [*last.words, *clause.words]
        else:
            joined.append(clause)
    return joined


def _sentences(text: str) -> Iterator[str]:
    start = 0
    for stop in _STOP.finditer(text):
        if stop[0] == ".":
            before = re.search(r"[^\W_]+$", text[max(start, stop.start() - 12) : stop.start()])
            word = folded(before[0]) if before else ""
            if word in _SHORT or (word.isdigit() and _ORDINAL.match(text, stop.end())):
                continue
        yield text[start : stop.start()]
        start = stop.end()
    yield text[start:]


def _pieces(sentence: str) -> Iterator[str]:
    """Yield what stands between commas; a heading before a colon is left out."""
    head, colon, rest = sentence.partition(":")
    if colon and not has(words_in(head), "part", "move", "muscle", "sign", "numb", "pain", "weak"):
        if any(not word.roles for word in words_in(head)):
            yield head.strip()
        sentence = rest
    for long in _PIECE.split(sentence.replace(":", " ")):
        for piece in _BOUNDED.findall(long):
            if told := _EDGES.sub("", piece.strip(" .")):
                yield told


def _clause(text: str, sentence: int, *, denied: bool = False) -> Clause:
    words = words_in(without_grade(text))
    moving = has(words, "move", "muscle") or (has(words, "part") and not has(words, "numb", "sense", *ACHING))
    grade = grade_in(text, bare=moving and not has(words, "reflex"))
    if grade:
        words = [w for w in words if not (w.start >= len(text) - 3 and w.is_("number"))]
    clause = Clause(text, words, sentence, grade, verdicts(words, grade, denied=denied), denied=denied)
    judging = [n for n, w in enumerate(words) if _judges(w)]
    naming = [n for n, w in enumerate(words) if w.is_("part", "move", "muscle", "reflex", "nerve", "root")]
    clause.first = bool(judging) and (not naming or judging[0] <= naming[0]) and not grade
    clause.circumstance = not clause.told and bool(_CIRCUMSTANCE.match(text))
    clause.pain = has(words, *ACHING) and not has(words, "numb")
    return clause


def _judges(word: Word) -> bool:
    return word.is_("numb", "pain", "burning", "weak", "gone", "wasted", "fine", "ache")


def _cut(clause: Clause) -> Iterator[Clause]:
    """Yield a clause cut where "und", "mit" or "ohne" joins two that judge for themselves."""
    joins = [word for word in clause.words[1:] if word.text in _JOINS]
    for word in joins[:_MOST_JOINS]:
        at = word.start
        left = _clause(clause.text[:at].strip(), clause.sentence, denied=clause.denied)
        body = clause.text[at if word.text in {"ohne", *_BUT_WORDS} else word.end :].strip()
        no = bool(has(left.words, "not") or left.denied) and word.text in _SHARED_NO
        right = _clause(body, clause.sentence)
        if no and right.told and not has(right.words, "not", "fine", "equal", "hardly", "part"):
            right = _clause(body, clause.sentence, denied=True)
        if _apart(left, right) or (word.text in _BUT_WORDS and left.told and right.content):
            yield left
            yield from _cut(right)
            return
    yield clause


def _apart(left: Clause, right: Clause) -> bool:
    if left.told and right.told and right.denied and {*left.told} != {*right.told}:
        return True
    if not (left.told and left.content and right.told) or right.words[0].is_("radiating"):
        return False
    named = has(right.words, "part", "move", "muscle", "reflex", "sign", "ache", "root", "nerve")
    return named or set(left.told) != set(right.told) or right.denied


def _share(found: Sequence[Clause]) -> None:
    """Give clauses that judge nothing the judgement that goes with them."""
    for n, clause in enumerate(found):
        if clause.told or not has(clause.words, *CONTENT) or clause.circumstance:
            continue
        before = found[n - 1] if n and found[n - 1].sentence == clause.sentence else None
        last = next((c for c in reversed(found[:n]) if c.told), None)
        fits = before is not None and _alike(before, clause) and all(w.roles for w in clause.words)
        behind = _behind(found, n)
        if has(clause.words, "not", "fine", "equal", "gone") and last:
            same = _ALSO_NOT.search(clause.text) or has(clause.words, "gone")
            fine = has(clause.words, "fine", "equal") and not has(clause.words, "not")
            clause.told = [_well(t) if fine else t if same else _TURNED[t] for t in _judged(last)]
        elif before and before.told and has(before.words, "not") and _BUT.match(clause.text):
            clause.told = [_TURNED[t] for t in _judged(before)]
        elif before and before.told and (_GOES_ON.match(clause.text) or (before.first and fits)):
            clause.told, clause.first, clause.pain = _judged(before), True, before.pain
        elif behind is not None:
            follower = found[behind]
            clause.told, clause.grade, clause.pain = _judged(follower), follower.grade, follower.pain
        elif before and before.told and fits:
            clause.told, clause.pain = _judged(before), before.pain


def _judged(clause: Clause) -> list[Told]:
    """Return what a clause shares with its neighbours; a sign is its own."""
    return [told for told in clause.told if told != "sign"]


def _well(told: Told) -> Told:
    return _TURNED[told] if told in {"lost", "weak", "gone"} else told


def _alike(one: Clause, other: Clause) -> bool:
    """Return whether two clauses name things of one kind: both places, both movements, both jerks."""
    if has(one.words, "reflex") != has(other.words, "reflex"):
        return False
    if {"lost", "spared"} & {*one.told}:
        return not has(other.words, "move", "muscle", "sign")
    if {"weak", "strong"} & {*one.told}:
        return has(other.words, "move", "muscle", "part")
    return True


def _behind(found: Sequence[Clause], n: int) -> int | None:
    """Return the next clause of the sentence that judges what is named before it too."""
    for k in range(n + 1, min(len(found), n + 6)):
        if found[k].sentence != found[n].sentence:
            return None
        if _judged(found[k]):
            return k if not found[k].first and _alike(found[k], found[n]) else None
    return None
