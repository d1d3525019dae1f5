"""Reads movements and muscles from words, clause by clause, with grades and with what is strong."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from dermatome.anatomy.load import facts
from dermatome.localiser.lexicon import LONGEST, Matcher, Pattern, phrase_words, plain, vocabulary, words_of
from dermatome.localiser.limbs import LOWER_PARTS, TRUNK_PARTS, UPPER_PARTS, limb_of
from dermatome.localiser.load import lexicon_file
from dermatome.localiser.matching import AS_NORMAL, WAYS, expanded, group_of, sharpest, spread
from dermatome.localiser.motor_clauses import Clause, joined, power_clauses
from dermatome.localiser.motor_idioms import in_lexicon_words
from dermatome.localiser.named_nerves import named_nerves
from dermatome.localiser.records import Motor
from dermatome.localiser.rewording import reworded, rewording
from dermatome.localiser.sign_words import visible_signs

_GRADE: Final = re.compile(
    r"(?:mrc|grade|m)?\s*\b([0-5])(?:\s*([+-])|\.\d)?\s*(?:/\s*5)?(?=$|[\s,;).])(?!\s*(?:and|,)?\s*[0-9])"
)
_FRACTION: Final = re.compile(r"\b([0-5])\s*([+-])?\s*(?:-\s*[0-5])?\s*/\s*5\s*([+-])?")
_BETWEEN: Final = re.compile(r"(\b(?:between|with) (?:\w+ ){0,2}thumb )and\b")
"""Paper is held between thumb and finger by one movement."""
_FINGER: Final = r"(?:index|middle|ring|little|small|pinky)(?: finger)?"
_SEVERAL: Final = re.compile(rf"\b{_FINGER},? {_FINGER}(?:,|,? (?:and|or))? {_FINGER}\b")
"""Three fingers told by name move as the fingers do."""
_ON_TOES: Final = re.compile(
    r"\b(up |stand(?:ing)? |walk(?:ing)? |ris(?:e|ing) )?(?:on|onto) (?:to )?(?:my |the |her |his "
    r"|your )?(?:tip ?)?toes?\b"
)
"""Up on the toes the foot goes down; toes that go up are another movement."""
_ON_HEELS: Final = re.compile(r"\bon (?:my |the |her |his |your |both )?heels\b")
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
    r"(?:(?:pointing|facing|turned|looking|pointed) )?"
    r"(?:extended|flexed|straight|bent|tucked|up|down|supinated|pronated|neutral|at|held|fixed)\b"
    r"(?: in| to| \d+| degrees| the| my| side| against)*"
)
"""How a joint is held while another is tested: ``supination with the elbow extended``."""
_EXPLAINED: Final = re.compile(
    r"(?<=\w)(?<!\d) ?\((?![^)]*(?:\d|weak|wasted|normal|\bno\b|only|except|slight))[^)]*\)"
)
"""In brackets behind a muscle stands what it does: ``ECU (wrist goes radial on extension)``."""
_EXCEPT: Final = re.compile(r"\b(?:except|apart from|other than|aside from|outside|bar|barring|save for)\b")
_FULL: Final = 5.0
_GOOD: Final = 4.0
"""Among what is strong only less than this is weak; 4 is called strong by some."""


@dataclass(slots=True)
class PowerRead:
    """What was read of one text on power; ``other…`` is told the other way round than the list it stands in.

    ``context`` are the words told last, for what is told next.
    """

    motors: list[Motor] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    others: list[Motor] = field(default_factory=list)
    other_groups: list[str] = field(default_factory=list)
    signs: list[str] = field(default_factory=list)
    vague: bool = True
    """No more than a part of the body is told of."""
    context: tuple[str, ...] = ()

    @property
    def told(self) -> bool:
        """True when anything was read."""
        return bool(self.motors or self.groups or self.others or self.other_groups or self.signs)

    def motors_to(self, same: bool) -> list[Motor]:
        """Return the list for what is told the same way, or the other way round."""
        return self.motors if same else self.others

    def groups_to(self, same: bool) -> list[str]:
        """Return the list of groups for what is told the same way, or the other way round."""
        return self.groups if same else self.other_groups


@dataclass(frozen=True, slots=True)
class _How:
    """How a text is read: in which list it stands, after which parts, and how much must be told."""

    weak: bool
    before: tuple[str, ...]
    alone: bool
    """Only one of its clauses names anything."""
    asides: bool
    least: int = 1
    """Words that a pattern must have."""


def read_power(text: str, *, weak: bool = True, before: tuple[str, ...] = ()) -> PowerRead:
    """Return the movements and muscles a text names, with their grades.

    With ``weak`` it stands among what is weak; ``before`` are the words told before it.
    """
    if _EXPLAINED.search(text[:LONGEST]):
        outside = read_power(_EXPLAINED.sub(" ", text[:LONGEST]), weak=weak, before=before)
        if outside.motors and all(motor.id in facts().muscles for motor in outside.motors):
            return outside
    told = _ON_HEELS.sub("heel walk", _ON_TOES.sub(r"\1 tiptoe", in_lexicon_words(plain(text))))
    told = _SEVERAL.sub("fingers", _BETWEEN.sub(r"\1", _EAR_DOWN.sub("neck tilt", told)))
    told = _LITTLE_ACROSS.sub("pinky oppose", told)
    clauses = power_clauses(told, weak=weak)
    bare = [not (set(words_of(_bare(clause.text))) & (_content() | {"other"})) for clause in clauses]
    alone = sum(not empty for empty in bare) < 2
    clauses = _graded(joined(clauses, bare), weak=weak)
    main = [clause for clause, _ in clauses if not clause.aside]
    how = _How(weak, before, alone, asides=not main)
    found = _read(clauses, how)
    if found.vague and len(main) < len(clauses):
        more = _read(clauses, replace(how, asides=True))
        found = more if not more.vague or not found.told else found
    if not found.told and len(clauses) > 1:
        whole = _read([(Clause(told), grade_of(told))], replace(how, asides=True, least=2))
        found = whole if whole.told else found
    found.context = found.context or before
    return found


def _graded(clauses: list[Clause], *, weak: bool) -> list[tuple[Clause, float | None]]:
    """Return clauses with their grades; muscles told in a row have that at its end: ``TA, EHL 4/5``."""
    found: list[tuple[Clause, float | None]] = []
    grade: float | None = None
    grades = [grade_of(clause.text) for clause in clauses]
    worse = any(one is not None and one < _FULL for one in grades)
    for clause, own in zip(reversed(clauses), reversed(grades), strict=True):
        lone = weak and grade == _FULL and not worse  # "the grip, wrist extension 5/5"
        if own is None and (clause.how or len(clause.text.split()) > 2 or lone):
            grade = None
        grade = own if own is not None else grade
        found.append((clause, grade))
    return found[::-1]


def _read(clauses: list[tuple[Clause, float | None]], how: _How) -> PowerRead:
    found = PowerRead()
    parts, last = tuple(w for w in how.before if w in UPPER_PARTS | LOWER_PARTS), how.before
    vague: list[Motor] = []
    vague_groups: list[str] = []
    for clause, grade in clauses:
        own = tuple(w for w in words_of(clause.text) if w in UPPER_PARTS | LOWER_PARTS | {"big"})
        parts = own or parts
        if clause.aside and not how.asides:
            continue
        weak = _is_weak(clause, grade, weak=how.weak)
        same = weak == how.weak
        if weak and (signs := visible_signs(clause.text, least=3 if len(clauses) == 1 else 2)):
            found.signs += signs
            continue
        found.signs += named_nerves(clause.text) if weak else ()
        text = _pushed(clause.text) if clause.by_tester else clause.text
        sure = clause.how == "fine" or grade is not None
        told, groups = _groups_among(_bare(text), strong=not weak, alone=how.alone, sure=sure)
        muscles = [_muscle_names()[name] for name in _muscle_pattern().findall(told)]
        told = _muscle_pattern().sub(" ", told)
        if weak and not how.weak:
            groups = [group for group in groups if group not in {"all", "all-other"}]
        words = words_of(told)
        names, unread = _named(told, parts, last if weak else (), how.least) if words else ([], "")
        if muscles:
            names, unread = [*muscles, *(n for n in names if n not in _VAGUE)], ""
        moved = expanded(names)
        if clause.by_tester:
            moved = [one for one in map(_held_by, moved) if one]
        motors = [Motor(name, grade) for name in moved]
        if set(names) <= _VAGUE and (weak or not same):
            # "That foot just won't do it" tells something only where nothing else does.
            vague += motors if weak else ()
            (vague_groups if weak else found.groups_to(same)).extend(groups)
        else:
            found.groups_to(same).extend(groups)
            found.motors_to(same).extend(motors)
        last = words or last
        if unread and not clause.aside and (set(words) & _content() or len(clauses) == 1):
            found.unread.append(unread)
    weaker = found.motors_to(how.weak)
    found.vague = not (found.motors or found.others or found.signs or found.other_groups)
    if not weaker:
        weaker.extend(vague)
        found.groups_to(how.weak).extend(vague_groups)
    found.context = (*parts, *last)
    return found


_PUSH: Final = re.compile(r"\b(?:push|pull|press|force|move|prise|pry)(?:ed|d)?\b")
_PUSHED: Final = rewording(
    (
        (r"\barms? down\b", "shoulder adduct"),
        (r"\b(?:leg|thigh|knee)s? down\b", "hip extend"),
        (r"\b(?:wrist|hand)s? down\b", "wrist flex"),
        (r"\bfingers? down\b", "finger flex"),
        (r"\bthumbs? (?:down|in|back in)\b", "thumb adduct"),
    )
)


def _pushed(told: str) -> str:
    """Return what somebody else did to a limb, by the movement it would be if it moved by itself."""
    return _PUSH.sub(" ", reworded(told, _PUSHED))


_OPPOSED: Final = tuple(
    (one, other)
    for pair in (
        *(("dorsiflexion", "plantar-flexion"), ("flexion", "extension"), ("abduction", "adduction")),
        *(("external", "internal"), ("inversion", "eversion"), ("supination", "pronation")),
    )
    for one, other in (pair, pair[::-1])
)


def _held_by(name: str) -> str | None:
    """Return the movement that holds against another: who bends my elbow, tests that I straighten it."""
    known = facts().movements
    for one, other in _OPPOSED:
        if f"-{one}" in name and (held := name.replace(f"-{one}", f"-{other}")) in known:
            return held
    return "thumb-abduction-away-from-the-palm" if name == "thumb-adduction" else None


_VAGUE: Final = frozenset(
    (UPPER_PARTS | LOWER_PARTS) - {"hamstring", "quadriceps", "triceps", "biceps", "calf"}
)
"""Parts of the body: a name of one tells that something is weak there, not what."""


@functools.cache
def _muscle_names() -> Mapping[str, str]:
    """Return muscles by names of their own: ``adductor pollicis`` is not adduction of the thumb."""
    named = {plain(entry.name): entry.id for entry in facts().muscles.values()}
    whole = {name: muscle for name, muscle in named.items() if re.fullmatch(r"[a-z]+ [a-z ]+", name)}
    return {name: m for name, m in whole.items() if " and " not in name} | {
        **{name: named[name] for name in ("supinator", "iliacus")},
        "psoas": "psoas-major",
    }


@functools.cache
def _muscle_pattern() -> re.Pattern[str]:
    longest = sorted(_muscle_names(), key=lambda name: (-len(name), name))
    return re.compile(
        rf"\b({'|'.join(longest)})\b(?! (?:longus|brevis|communis|minimi|minor|reflex|jerk|foot)\b)"
    )


def _is_weak(clause: Clause, grade: float | None, *, weak: bool) -> bool:
    if grade is not None:
        return grade < _FULL if weak else grade < _GOOD
    return clause.how != "fine" if weak else clause.how == "lost"


def _bare(text: str) -> str:
    """Return a clause without its grade, with what idioms it holds by the words of the lexicon."""
    bare = _FRACTION.sub(" ", text)
    bare = _GRADE.sub(" ", bare) if grade_of(text) is not None else bare
    unposed = _POSED.sub(" ", bare)
    return unposed if spread(unposed, _power_matcher(), actions=True)[0] else bare


def _named(told: str, parts: tuple[str, ...], last: tuple[str, ...], least: int) -> tuple[list[str], str]:
    """Return the names a clause tells; one without a part of the body has that told before it."""
    words = words_of(told)
    own = set(words) & (UPPER_PARTS | LOWER_PARTS)
    fits = _fitting(words)
    matcher = _power_matcher()
    size, _, sure = sharpest(matcher, fits, words)
    if (
        not own
        and parts
        and not set(words) & _OF_ONE_JOINT
        and (size < least + 1 or re.search(r"\b(?:it|them|they)\b", told))
    ):
        moves = [w for w in last if w not in WAYS] if set(words) <= WAYS | {"no"} else []
        carried = " ".join((*parts, *moves, told))
        bigger, _, used = sharpest(matcher, _fitting(words_of(carried)), words_of(carried))
        told_there = used & set(parts) and used & set(words) - {*parts, *moves}
        if told_there and (sure <= used or sure <= _JUDGING) and bigger >= max(size, least):
            return spread(carried, matcher, actions=True, fits=_fitting(words_of(carried)))
    bare = set(words) <= UPPER_PARTS | LOWER_PARTS | set(lexicon_file().soft) | {"and", "no"}
    if own and last and size <= 1 and bare:
        doing = [w for w in last if w not in UPPER_PARTS and w not in LOWER_PARTS]
        bigger, names, used = sharpest(matcher, fits, (*words, *doing))
        if bigger > size and used & own and used & set(doing):
            return list(names), ""
    if size < least:
        return [], told
    return spread(told, matcher, actions=True, fits=fits)


_OF_ONE_JOINT: Final = frozenset({"dorsiflex", "plantarflex", "evert", "invert", "pronate", "supinate"})
"""Movements that need no part of the body beside them."""
_JUDGING: Final = frozenset({"wasted", "drop", "hangs", "weak"})


def _fitting(words: Iterable[str]) -> Callable[[Pattern], bool]:
    """Return what fits a clause: patterns of the limb that is told of; what hangs is not bent."""
    told = set(words)
    limbs = {limb for limb, parts in (("upper", _UPPER), ("lower", LOWER_PARTS)) if told & parts}
    hangs = told & _HANGS
    limb_words = UPPER_PARTS | LOWER_PARTS

    def fits(pattern: Pattern) -> bool:
        limb = limb_of(pattern.target)
        if limbs and limb == "trunk" and not pattern.words & (TRUNK_PARTS | limb_words):
            return False
        if limbs and limb and limb not in limbs and limb != "trunk" and not pattern.words & limb_words:
            return False
        return not (hangs and pattern.target in _BENT and not pattern.words & _HANGS)

    return fits


_UPPER: Final = UPPER_PARTS | {"deltoid", "infraspinatus", "supraspinatus", "trapezius", "brachioradialis"}
"""Of "deltoid / abduction" the arm is meant."""
_HANGS: Final = frozenset({"hangs", "hang", "slap", "drop", "floppy", "limp", "ptosis", "flops", "droop"})
_BENT: Final = frozenset(
    {"wrist-flexion", "ankle-plantar-flexion", "toe-flexion", "great-toe-flexion", "neck-flexion"}
)


def _groups_among(text: str, *, strong: bool, alone: bool, sure: bool) -> tuple[str, list[str]]:
    """Return a clause without the groups among its parts, and these: ``my hand and the rest``."""
    table = lexicon_file().motor_groups
    words = set(words_of(text))
    telling = words & _content()
    unknown = words - vocabulary()
    dull = {*lexicon_file().ignored, *unknown} if strong else unknown
    if group := group_of(text, table) or group_of(text, table, drop={*dull, "whole"}):
        return "", [group] if strong or group not in {"all", "all-other"} or alone else []
    if strong and _EXCEPT.search(text) and {"all", "normal", "no"} & words:
        return "", ["all-other"]
    if strong and "other" in words and telling <= _WHOLE:
        return "", ["all-other"]
    pieces = [piece for piece in _AND.split(text) if piece.strip()]
    groups = [group_of(piece, table) for piece in pieces]
    if len(pieces) > 1 and all(groups):
        return "", [group for group in groups if group]
    if strong and not (words & vocabulary()) - _DULL and (words & _EVERYWHERE or alone):
        return "", ["all"] if sure or words & {*_EVERYWHERE, "no", "normal"} else []
    taken = {"all", "all-other"} if strong and words - {"normal"} else set[str]()
    kept = [piece for piece, group in zip(pieces, groups, strict=True) if group not in taken]
    return " and ".join(kept), [group for group in groups if group in taken]


_AND: Final = re.compile(r"\band\b|\bn?or\b|[/&]|\bplus\b|(?<= )\+(?= )")
_WHOLE: Final = frozenset({"arm", "leg", "hand", "foot", "limb", "upper", "lower", "body"})
_EVERYWHERE: Final = frozenset({"all", "everywhere", "throughout", "anywhere"})
_DULL: Final = frozenset(
    (
        *lexicon_file().soft,
        *lexicon_file().ignored,
        *AS_NORMAL,
        *_EVERYWHERE,
        "normal",
        "motor",
        "limb",
        "pain",
    )
)


@functools.cache
def _content() -> frozenset[str]:
    """Return the words that name a movement, a muscle or a part of the body."""
    file = lexicon_file()
    rows = (*file.movements.values(), *file.muscles.values())
    phrases = [phrase for row in rows for phrase in row] + [*file.muscle_words]
    words = {
        w for phrase in phrases for piece in phrase.replace("|", " ").split() for w in phrase_words(piece)
    }
    names = {
        w for e in (*facts().muscles.values(), *facts().movements.values()) for w in words_of(plain(e.name))
    }
    dull = {
        *file.soft,
        *file.ignored,
        *file.fillers,
        "normal",
        "no",
        "all",
        "other",
        "and",
        "work",
        "motor",
    } - {"neck"}
    return frozenset((words | names | {"arm", "leg", "neck"}) - dull)


_NUMBERED: Final = re.compile(r"\b(?:fdp|fds|d|c|l|s|t|x) ?\d(?: ?(?:[-/&]|and) ?\d)?\b(?= |$)(?! ?/)")


def grade_of(told: str) -> float | None:
    """Return the grade told on the scale of 0 to 5: ``4+/5`` is 4.3, ``5-`` is 4.7; None when none is."""
    told = _NUMBERED.sub(" ", told) if not _FRACTION.search(told) else told
    lone = len(re.findall(r"\d+", told)) == 1
    match = _FRACTION.search(told) or (_GRADE.search(told) if lone else None)
    if match is None:
        return None
    sign = match.group(2) or (match.group(3) if match.re is _FRACTION else None)
    return float(match.group(1)) + {"+": 0.3, "-": -0.3, None: 0.0}[sign]


@functools.cache
def _power_matcher() -> Matcher:
    file = lexicon_file()
    table: dict[str, list[str]] = {}
    for source in (file.movements, file.muscles):
        for name, phrases in source.items():
            table.setdefault(name, []).extend(phrases)
    for phrase in file.muscle_words:
        table.setdefault(phrase, []).append(phrase)
    own_names = set(_muscle_names().values())
    muscles = (entry for entry in facts().muscles.values() if entry.id not in own_names)
    for entry in (*facts().movements.values(), *muscles):
        table.setdefault(entry.id, []).append(" ".join(words_of(plain(entry.name))))
    return Matcher(table)
