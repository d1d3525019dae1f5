"""Reads movements, muscles, reflexes and signs from words, with grades and with what is said to be absent."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from dermatome.anatomy.load import facts
from dermatome.localiser.lexicon import Matcher, phrase_words, plain, words_of
from dermatome.localiser.load import lexicon_file
from dermatome.localiser.records import Motor
from dermatome.localiser.short_words import is_aside

_GRADE: Final = re.compile(
    r"(?:mrc|grade|m)?\s*\b([0-5])(?:\s*([+-])|\.\d)?\s*(?:/\s*5)?(?=$|[\s,;).])(?!\s*(?:and|,)?\s*[0-9])"
)
_FRACTION: Final = re.compile(r"\b([0-5])\s*([+-])?\s*(?:-\s*[0-5])?\s*/\s*5\s*([+-])?")
_COMMAS: Final = re.compile(r"[,;]|\bbut\b")
_AND: Final = re.compile(r"\band\b|\bor\b|\bund\b|[/&]|\bplus\b|\bbut\b")
_BETWEEN: Final = re.compile(r"(\b(?:between|with) (?:\w+ ){0,2}thumb )and\b")
"""Paper is held between thumb and finger by one movement."""
_FINGER: Final = r"(?:index|middle|ring|little|small|pinky)"
_SEVERAL: Final = re.compile(
    rf"\b{_FINGER}(?: finger)?, {_FINGER}(?: finger)?,? (?:and|or) {_FINGER}\b(?: fingers?)?"
)
"""Three fingers told by name move as the fingers do."""
_ON_TOES: Final = re.compile(
    r"\b(?:up |stand |walk )?(?:on|onto) (?:to )?(?:my |the |her |his |your )?(?:tip ?)?toes?\b"
)
"""Up on the toes the foot goes down; toes that go up are another movement."""
_EAR_DOWN: Final = re.compile(
    r"\bear (?:down |over )?(?:to|towards?|onto) (?:my |the |her |his |one )?shoulder\b"
)
"""The ear that goes to the shoulder tilts the head; the shoulder that goes to the ear shrugs."""
_LITTLE_ACROSS: Final = re.compile(
    r"\b(?:little|pinky|small|fifth|5th)(?: finger)?\b"
    r"(?=[^,;]{0,40}\b(?:across|meet|towards?)\b)[^,;]{0,60}\bthumb\b"
)
"""The little finger that goes to the thumb is opposed; more often the thumb goes to it."""
_POSED: Final = re.compile(
    r"\bwith (?:the |my |his |her |an? )?"
    r"(?:elbow|knee|hip|wrist|palm|forearm|arm|leg|ip|pip|mcp|finger|thumb)s? (?:joints? )?"
    r"(?:extended|flexed|straight|bent|tucked|up|down|supinated|pronated|neutral|at|held|fixed)\b"
    r"(?: in| to| \d+| degrees| the| my| side| against)*"
)
"""How a joint is held while another is tested: ``supination with the elbow extended``."""
_LACK: Final = re.compile(r"\bno (?=(?:erections?|control|feeling|warning|urge|round|round o)\b)")
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
_BRINGS_ON: Final = re.compile(r"\b(?:brings?|sets?) (?:it|them|this) (?:on|off)\b")
_PAIN_THEN_WEAK: Final = re.compile(
    r"(?<!neck )(?<!back )(?<!leg )\b(?:pain|agony)\b[^.]{0,80}?"
    r"(?:\b(?:then|followed|later|after|before|preced|subsid|eas|settl|went|gone)\w*\b[^.]{0,60}?"
    r"\b(?:weak|paraly|couldn't (?:lift|move))\w*"
    r"|\b(?:weak|paraly)\w*\b[^.]{0,60}?\b(?:later|after|afterwards|once|as|when)\b)"
)
"""Weakness that comes as a pain goes."""
_BAD_BACK: Final = re.compile(r"\bback (?:trouble|problems?|issues?)\b")
_A_COLD: Final = re.compile(r"\b(?:a|bad|heavy) cold\b")
_BACK_AND: Final = re.compile(
    r"\bback ?(?:pain|ache) (?=(?:that |which )?(?:radiat|go|shoot|run|travel|spread|into|down|to ))"
)
"""Pain of the back that goes on into the leg is two signs."""
_NO: Final = re.compile(r"\b(?:with |and |but )?(no|without|denies)\b")
_ABSENT: Final = re.compile(
    r"^\W*(?:no|not|without|denies|never|kein|keine|ohne)\b"
    r"|\b(?:does|do|did|is|was|are|were|has|have|had)(?:n'?t| not)\b"
    r"(?!(?: \w+)? (?:feel|control|hold|empty|start|pass(?:ed)?|get|stop|keep|know|notice|realise|peed?"
    r"|able|work|stand)\b)"
    r"|\b(?:say|says|said|think) (?:it|that) (?:is|was)(?:n'?t| not)"
    r"|\bnot (?:diabetic|tested|there|worse|painful|tender|stiff)"
    r"|\b(?:normal|normally|equal|unaffected|unremarkable|fine|all right|alright|okay|ok(?! sign))$"
)
"""What tells that a sign is not there."""
_UNTRIED: Final = re.compile(r"\b(?:not|n'?t) (?:been )?(?:tested|done|tried|checked)\b|\buntested\b")
_EXCEPT: Final = re.compile(r"\b(?:except|apart from|other than|aside from|outside)\b")
_WELL: Final = re.compile(r"\b(?:fine|normal|ok|okay|strong|good|all right|alright)$")


_JERK: Final = frozenset({"jerk", "tinel", "tap", "taps", "tapped"})
_COUNT: Final = re.compile(r"\b[0-4]\s*\+(?!\d)|\b[0-4]\s*/\s*4\b")
"""Jerks are graded by pluses, or of four."""
_TAPPED: Final = frozenset(
    {"rise", "brisk", "over", "reduced", "positive", "equal", "symmetrical", "bilateral", "jump"}
)
"""Words that say how jerks were, not which."""


@dataclass(slots=True)
class PowerRead:
    """What was read of one text on power."""

    motors: list[Motor] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


@dataclass(slots=True)
class NamesRead:
    """What was read of one text on reflexes or signs; ``absent`` are signs said not to be there."""

    names: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def read_power(text: str, *, weak: bool = False) -> PowerRead:
    """Return the movements and muscles a text names, with its grade; with ``weak`` it tells of weakness."""
    found = PowerRead()
    told = plain(text)
    grade = grade_of(told)
    bare = _FRACTION.sub(" ", told)
    bare = _ON_TOES.sub("tiptoe", _GRADE.sub(" ", bare) if grade is not None else bare)
    bare = _SEVERAL.sub("fingers", _BETWEEN.sub(r"\1", _EAR_DOWN.sub("neck tilt", bare)))
    bare = _LITTLE_ACROSS.sub("pinky oppose", bare)
    group = _group(bare, lexicon_file().motor_groups)
    if group is None and not weak and _EXCEPT.search(bare) and {"all", "normal", "no"} & set(words_of(bare)):
        group = "all-other"
    if group:
        found.groups.append(group)
        return found
    unposed = _POSED.sub(" ", bare)
    bare = unposed if _spread(unposed, _power_matcher(), actions=True)[0] else bare
    before = ""
    chunks = [piece.strip() for piece in _COMMAS.split(bare)]
    for chunk in chunks:
        if weak and len(chunks) > 1 and _WELL.search(chunk):
            continue  # "can't lift the foot, the toes are fine"
        if not weak:
            chunk, groups = _groups_among(chunk)
            found.groups += groups
        names, unread = _spread(_whose(chunk, before), _power_matcher(), actions=True)
        found.motors += [Motor(name, grade) for name in _expanded(names)]
        if unread and not (found.motors and is_aside(chunk)):
            found.unread.append(unread)
        before = chunk
    return found


def _whose(chunk: str, before: str) -> str:
    """Return a piece with what its pronoun stands for: ``my fingers droop, I can't straighten them``."""
    if not re.search(r"\b(?:it|them)\b", chunk):
        return chunk
    known = {w for phrase in lexicon_file().muscle_words for w in phrase_words(phrase)}
    return " ".join((*(w for w in words_of(before) if w in known), chunk))


def _groups_among(chunk: str) -> tuple[str, list[str]]:
    """Return a piece without the groups among its parts, and these: ``my hand and the rest``."""
    found: list[str] = []
    kept: list[str] = []
    pieces = _AND.split(chunk)
    for piece in pieces:
        group = _group(piece, lexicon_file().motor_groups)
        if group in {"all", "all-other"} or (group and len(pieces) == 1):
            found.append(group)
        else:
            kept.append(piece)
    return " and ".join(kept), found


def grade_of(told: str) -> float | None:
    """Return the grade told on the scale of 0 to 5: ``4+/5`` is 4.3, ``5-`` is 4.7; None when none is."""
    lone = len(re.findall(r"\d+", told)) == 1
    match = _FRACTION.search(told) or (_GRADE.search(told) if lone else None)
    if match is None:
        return None
    sign = match.group(2) or (match.group(3) if match.re is _FRACTION else None)
    return float(match.group(1)) + {"+": 0.3, "-": -0.3, None: 0.0}[sign]


def read_reflexes(text: str) -> NamesRead:
    """Return the reflexes a text names."""
    found = NamesRead()
    told = _COUNT.sub(" ", plain(text))
    hows = _JERK | _TAPPED | set(lexicon_file().ignored)
    table = lexicon_file().reflex_groups
    if group := _group(told, table, drop=_JERK) or _group(told, table, drop=hows):
        found.groups.append(group)
        return found
    if "jerk" in words_of(told) and set(words_of(told)) <= hows | {"and", "but", "normal"}:
        found.groups.append("all")  # "reflexes present and equal" are all of them
        return found
    for chunk in _COMMAS.split(told):
        names, unread = _spread(chunk, _reflex_matcher(), drop=_JERK)
        found.names += names
        if not names and (group := _group(chunk, table, drop=hows)):
            found.groups.append(group)
        elif unread and not (found.names and is_aside(chunk)):
            found.unread.append(unread)
    return found


def read_signs(text: str) -> NamesRead:
    """Return the signs a text names, and those it says are not there."""
    found = NamesRead()
    told = _UNFELT.sub(r"\1 incontinence", _NO_ERECTION.sub("erection", plain(text)))
    told = _BRINGS_ON.sub("worse", told)
    if _PAIN_THEN_WEAK.search(told) and not _ABSENT.search(told.strip()):
        found.names.append("severe-pain-then-weakness")
        told = _PAIN_THEN_WEAK.sub("pain", told)
    told = _A_COLD.sub("virus", _BAD_BACK.sub("backache", told))
    told = _BACK_AND.sub("backache, pain ", _NO.sub(r", \1", _LACK.sub("lost ", told)))
    if painless := _PAINLESS.match(told):
        found.names.append("painless")
        found.names += read_signs(told[painless.end() :]).names if painless.end() < len(told) else ()
        return found
    size, names, whole = _sign_matcher().longest(words_of(told))
    if size >= 2 and not _ABSENT.search(told.strip()) and "negative" not in words_of(told):
        found.names += names
    for chunk in (piece.strip() for piece in _COMMAS.split(told)):
        absent = bool(_ABSENT.search(chunk))
        negative = "negative" in words_of(chunk)
        names, unread = _spread(chunk, _sign_matcher(), drop={"no"})
        if _UNTRIED.search(chunk):
            continue
        if absent or (negative and not any(name.endswith("-negative") for name in names)):
            told_so = [name for name in names if name.endswith(("-negative", "-normal"))]
            found.names += [*told_so, *filter(None, map(_negative, names))]
            found.absent += [name for name in names if name not in told_so]
        else:
            found.names += [name for name in names if not (negative and name.endswith("-positive"))]
            # What the whole text was read by needs no reading of its own.
            aside = (size >= 2 and whole & set(words_of(chunk))) or (found.names and is_aside(chunk))
            aside = aside or ("severe-pain-then-weakness" in found.names and "pain" in words_of(chunk))
            if unread and not aside:
                found.unread.append(unread)
    found.names = _most_precise(found.names)
    return found


_PAINLESS: Final = re.compile(
    r"^\W*(?:(?:no|without) pain(?: at all| anywhere)?\W*$|painless|pain[ -]?free"
    r"|(?:it )?(?:does|did)n'?t hurt(?: at all)?\W*$)"
)


def _negative(name: str) -> str | None:
    """Return the sign that says that a test was negative: ``slr-negative``."""
    negative = name.replace("-positive", "-negative")
    return negative if negative != name and negative in lexicon_file().signs else None


def _most_precise(names: list[str]) -> list[str]:
    """Drop the general sign where a particular one of its kind was read."""
    kinds = {"winging": ("winging-at-rest", "winging-on-pushing")}
    kept = dict.fromkeys(names)
    for name in names:
        if name.endswith("-negative"):
            kept.pop(name.replace("-negative", "-positive"), None)
    for general, particular in kinds.items():
        if general in kept and any(name in kept for name in particular):
            del kept[general]
    return list(kept)


def _group(text: str, table: Mapping[str, Iterable[str]], drop: Iterable[str] = ()) -> str | None:
    told = frozenset(words_of(text)) - set(drop) - {"muscle"}
    # "Legs are fine" is the legs, "normal" alone is everything.
    for words in (told, told - {"normal", *_AS_NORMAL}, told - {"all", "normal", "both", *_AS_NORMAL}):
        for group, phrases in table.items():
            if words and any(words == frozenset(phrase_words(p)) - {"muscle"} for p in phrases):
                return group
    return "all-other" if "other" in told and told <= _OTHERS else None


_AS_NORMAL: Final = frozenset(
    (
        *("work", "no", "in", "and", "anywhere", "throughout", "exam"),
        *("symmetrical", "equal", "change", "bilateral"),
    )
)
_OTHERS: Final = _AS_NORMAL | {
    *("all", "and", "other", "normal", "both", "body", "in", "groups", "arm", "leg", "hand", "foot", "limb"),
    *("upper", "lower", "extremity", "side", "myotomes", "neurological", "examination"),
}
"""Words that may stand beside "other" or "else" and name nothing of their own."""


def _spread(
    text: str, matcher: Matcher, *, actions: bool = False, drop: Iterable[str] = ()
) -> tuple[list[str], str]:
    """Return the names found in the parts of a text between its "and"s, and the text where there are none.

    A part that lacks its joint or its action gets it from its neighbours: ``elbow flexion and extension``.
    """
    pieces = [tuple(w for w in words_of(piece) if w not in drop) for piece in _AND.split(text)]
    pieces = [piece for piece in pieces if piece]
    if not pieces:
        return [], ""
    found: list[str] = []
    sure = max(matcher.longest(piece)[0] for piece in pieces)
    for n, piece in enumerate(pieces):
        size, names, used = matcher.longest(piece)
        if len(pieces) > 1:
            for other in (*pieces[n + 1 : n + 2], *pieces[max(n - 1, 0) : n]):
                more = _borrowed(piece, other) if actions else other
                bigger, others, more_used = matcher.longest((*piece, *more))
                if bigger > size and (more_used & set(piece) - {"normal"}):
                    size, names, used = bigger, others, more_used
        if actions and size == 1 and used <= _parts() and (sure > 1 or set(piece) - used - _beside()):
            continue  # a part of the body alone tells no movement where something else is told of it
        found += names
        if names and not actions:
            found += matcher.longest(set(piece) - used)[1]  # "winged scapula after mastectomy"
    if not found:
        _, names, used = matcher.longest([w for piece in pieces for w in piece])
        found += names if not (actions and used <= _parts() and len(pieces) == 1) else ()
    ignored = set(lexicon_file().ignored) | set(lexicon_file().soft)
    known = all(w in ignored or w.isdigit() for piece in pieces for w in piece)
    unread = "" if found or known else " ".join(text.split())
    return list(dict.fromkeys(found)), unread


_WAYS: Final = frozenset({"in", "external", "internal", "up", "down", "front", "back"})
"""Where a movement goes: ``turning the foot in or out``."""


@functools.cache
def _parts() -> frozenset[str]:
    """Return the parts of the body whose name alone stands for their chief movements."""
    return frozenset(
        w for phrase in lexicon_file().muscle_words for w in phrase_words(phrase) if " " not in phrase
    )


@functools.cache
def _beside() -> frozenset[str]:
    """Return words that change nothing beside the name of a part of the body."""
    file = lexicon_file()
    return frozenset((*file.ignored, *file.soft, *_AS_NORMAL, "normal", "little", "jerk", "pain"))


def _borrowed(piece: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
    """Return what a part may take from its neighbour: actions if it has none, else the neighbour's joint."""
    known = set(lexicon_file().actions)
    if set(piece) <= _WAYS:
        return tuple(w for w in other if w not in _WAYS)
    if set(piece) & known:
        return tuple(w for w in other if w not in known)
    return tuple(w for w in other if w in known)


def _expanded(names: Iterable[str]) -> list[str]:
    """Return movements and muscles, names that stand for several replaced by those."""
    table = lexicon_file().muscle_words
    return list(dict.fromkeys(one for name in names for one in table.get(name, (name,))))


@functools.cache
def _power_matcher() -> Matcher:
    file = lexicon_file()
    table: dict[str, list[str]] = {}
    for source in (file.movements, file.muscles):
        for name, phrases in source.items():
            table.setdefault(name, []).extend(phrases)
    for phrase in file.muscle_words:
        table.setdefault(phrase, []).append(phrase)
    for entry in (*facts().movements.values(), *facts().muscles.values()):
        table.setdefault(entry.id, []).append(" ".join(words_of(plain(entry.name))))
    return Matcher(table)


@functools.cache
def _reflex_matcher() -> Matcher:
    return Matcher(lexicon_file().reflexes)


@functools.cache
def _sign_matcher() -> Matcher:
    return Matcher(lexicon_file().signs)
