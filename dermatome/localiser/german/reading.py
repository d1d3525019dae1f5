"""Reads findings told in German: each clause in the lexicon's English words, in the list where it belongs."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from dermatome.localiser.german.clauses import Clause, clauses_of
from dermatome.localiser.german.english import in_english
from dermatome.localiser.german.verdicts import ACHING, CONTENT, has, minus
from dermatome.localiser.german.words import Word
from dermatome.localiser.lexicon import words_of
from dermatome.localiser.limbs import LOWER_PARTS, TRUNK_PARTS, UPPER_PARTS
from dermatome.localiser.load import lexicon_file
from dermatome.localiser.motor_words import read_power
from dermatome.localiser.records import Told
from dermatome.localiser.reflex_words import read_reflexes
from dermatome.localiser.sign_idioms import provoked
from dermatome.localiser.sign_words import read_signs
from dermatome.localiser.skin_words import read_skin

Item = str | dict[str, Any]
_ORDER: Final[tuple[Told, ...]] = ("weak", "lost", "gone", "strong", "spared", "kept", "sign")
"""What a clause is said to be taken for, of all that it tells."""
_FUNCTIONS: Final = frozenset({"urine", "bladder", "bowel"})
"""What goes well or does not; by name it is neither a sign nor its absence."""
_WHOLE: Final = frozenset({"arm", "leg", "whole arm", "whole leg", "hand", "foot"})
"""Limbs into which a pain radiates; it lies in none of their skin alone."""

_SIGNS_OF: Final = {"neck-pain": {"neck"}, "back-pain": {"back", "lower back"}}
"""Where the pain lies that is told as a sign; the skin there is no finding."""


_PAIN_THEN_WEAK: Final = re.compile(
    r"(?i)(?:schulter|arm)[\w ]{0,30}?schmerz[^.;]{0,100}"
    r"\b(?:dann|später|spaeter|danach|darauf|gefolgt|nach (?:\w+ )?(?:tag|woche|monat)\w*|nachl\w+|abkl\w+)\b"
    r"[^.;]{0,80}(?:nicht mehr|schwäch|schwach|schwaech|parese|lähm|laehm|atroph)"
)
"""Weakness that comes as a pain of shoulder or arm goes."""


_SEEN_AT: Final = (
    r"(?:th|c|l) ?\d{1,2}|(?:bauch)?nabel\w*|brustwarze\w*|mamill\w*|taille|gürtellinie|brust"
    r"|rippenbogen|hals"
    r"|bauch|hüfte"
)
_LEVEL: Final = re.compile(
    r"(?i)\bsensib\w* (?:niveau|querschnitt)|\bsensibilitätsniveau|\bquerschnitt(?:s|ss?yndrom"
    r"|slähmung|slaehmung)?\b"
    rf"|\b(?:ab|von|vom|unterhalb)(?: (?:von|de[rmns]|höhe|niveau))* (?:{_SEEN_AT})(?: an)? "
    rf"(?:abwärts|abwaerts|nach unten|runter|hinunter|herunter)\b"
    rf"|\bunterhalb(?: (?:von|de[rmns]|höhe|niveau))* (?:{_SEEN_AT})\b.*\b(?:alles|komplett"
    rf"|überall|beid\w+)\b"
)
"""From a level down on all is numb: so a lesion of the cord."""
_NO_LEVEL: Final = re.compile(r"(?i)\b(?:kein\w*|ohne|nicht) (?:sensib|querschnitt)")


@dataclass(slots=True)
class German:
    """A clause as it was told, and what of it goes to which list; without any nobody knows it."""

    text: str
    items: list[tuple[Told, Item]] = field(default_factory=list)

    @property
    def told(self) -> Told | None:
        """What the clause is taken for."""
        kinds = {kind for kind, _ in self.items}
        return next((kind for kind in _ORDER if kind in kinds), None)


@dataclass(slots=True)
class _Context:
    """What was told before: parts of the body that move, those told last, and the words of the last sign."""

    parts: list[Word] = field(default_factory=list)
    last: list[Word] = field(default_factory=list)
    sign: str = ""


def read_german(text: str, kind: Told | None = None) -> list[German]:
    """Return the clauses of a German text and what they tell.

    ``kind`` is what a clause is taken for that judges nothing itself: that of the list it stands in.
    """
    context = _Context()
    found: list[German] = []
    for clause, beside, told in _with_circumstances(clauses_of(text)):
        read = German(told)
        if kind == "sign" and not clause.told and _both_sides(clause.words):
            read.items.append(("sign", "bilateral"))
        if kind or clause.text.strip().lower().startswith("symmetr"):
            _judge(clause, kind or "sign")
        for item in _level(clause) or _items(clause, beside, context):
            if item not in read.items:
                read.items.append(item)
        dull = ("ignored", *ACHING) if kind and found else ("ignored",)
        if not read.items and clause.words and all(word.is_(*dull) for word in clause.words):
            continue
        parts = [word for word in clause.words if word.is_("part")]
        if parts:
            context.last = parts
            context.parts = context.parts if {"lost", "spared"} & {*clause.told} else parts
        found.append(read)
    _excepted(found)
    if found and _PAIN_THEN_WEAK.search(text):
        found[0].items.append(("sign", "severe-pain-then-weakness"))
    return found


def _judge(clause: Clause, kind: Told) -> None:
    """Give a clause the judgement of its list where it has none, or none that belongs there."""
    power = kind in {"weak", "strong"}
    if power and clause.told == ["lost"] and not has(clause.words, "numb", "pain", "burning", "ache"):
        # What pulls among movements is no pain: "die Schultern nach hinten ziehen".
        clause.words = [replace(w, roles={"move": "pull"}) if w.is_("radiating") else w for w in clause.words]
        clause.told = [kind]
    elif power and clause.told == ["sign"] and has(clause.words, "move", "muscle"):
        clause.told = [kind]  # "Liegestütze" is a cause elsewhere
    elif (
        kind == "sign" and not clause.told and has(clause.words, "equal") and not has(clause.words, *CONTENT)
    ):
        clause.words = [
            w if not w.is_("equal") else replace(w, roles={"sign": "symmetrical"}) for w in clause.words
        ]
        clause.told = [kind]
    elif not clause.told and (kind == "sign" or not clause.circumstance):
        clause.told = [kind] if has(clause.words, *_JUDGEABLE) else []


def _level(clause: Clause) -> tuple[tuple[Told, Item], ...]:
    level = _LEVEL.search(clause.text) and not _NO_LEVEL.search(clause.text)
    return (("sign", "sensory level"),) if level else ()


_JUDGEABLE: Final = (*CONTENT, "power", "sense", "all", "other", "way", "bilateral", "both")
"""What a list may judge: ``Fuß heben`` among what is weak."""
_PLURALS: Final = frozenset({"haende", "haenden", "fuesse", "fuessen"})
"""Who has both of them numb says no more than that."""
_LACKS: Final[dict[Told, Told]] = {"spared": "lost", "strong": "weak"}


def _excepted(found: Sequence[German]) -> None:
    """Take "all" for "all other" where the text tells of something numb or weak; where it hurts one feels."""
    items = [item for read in found for item in read.items]
    kinds = {kind for kind, item in items if kind != "lost" or str(item).startswith("numb")}
    for read in found:
        read.items = [
            (kind, {"group": "all-other"} if item == {"group": "all"} and _LACKS.get(kind) in kinds else item)
            for kind, item in read.items
        ]


def _with_circumstances(clauses: Sequence[Clause]) -> Iterator[tuple[Clause, list[Word], str]]:
    """Yield clauses with the words of when and why it was so, which stand before them or behind."""
    waiting: list[Clause] = []
    for n, clause in enumerate(clauses):
        follows = n + 1 < len(clauses) and clauses[n + 1].sentence == clause.sentence
        if clause.circumstance and follows:
            waiting.append(clause)
            continue
        beside = [*waiting]
        if clause.circumstance and not waiting:
            yield clause, [], clause.text
            continue
        waiting = []
        words = [word for one in beside for word in one.words]
        yield clause, words, ", ".join(one.text for one in (*beside, clause))


def _items(clause: Clause, beside: Sequence[Word], context: _Context) -> Iterator[tuple[Told, Item]]:
    for told in clause.told:
        if told == "sign":
            yield from _signs(clause, context)
        elif told in {"weak", "strong"}:
            yield from _power(clause, beside, context, weak=told == "weak")
        elif told in {"gone", "kept"}:
            yield from _reflexes(clause, told)
        else:
            yield from _skin(clause, beside, told)
    if not clause.told:
        yield from _unjudged(clause, context)
    if beside:
        yield from _causes(beside)
    numb = "lost" in clause.told and not clause.pain
    if (_both_sides(clause.words) and {"weak", "gone", "lost"} & {*clause.told}) or (
        numb and any(word.text in _PLURALS for word in clause.words)
    ):
        yield "sign", "bilateral"


def _both_sides(words: Sequence[Word]) -> bool:
    """Return whether both sides are told of, or both limbs: ``beider Füße``."""
    return has(words, "bilateral") or any(
        one.is_("both") and other.roles.get("part") in _WHOLE for one, other in itertools.pairwise(words)
    )


def _causes(beside: Sequence[Word]) -> Iterator[tuple[Told, Item]]:
    """Yield the signs that words of when and why tell: ``nach Humerusfraktur``, ``wenn ich klopfe``."""
    only = " ".join(word.roles["sign"] for word in beside if word.is_("sign"))
    told = next((t for t in (in_english(beside, "sign"), only) if only and read_signs(t).names), "")
    if told and not has(beside, "not"):
        yield "sign", told


def _unjudged(clause: Clause, context: _Context) -> Iterator[tuple[Told, Item]]:
    """Yield what is told without a judgement; a story names places too, and is none."""
    words = clause.words
    if clause.circumstance:
        if (
            context.sign
            and (joint := f"{context.sign} {in_english(words, 'sign')}")
            and read_signs(joint).names
        ):
            yield "sign", joint
        yield from _causes(words)
    elif has(words, "reflex") or any(not word.roles or word.is_("able", "not", "positive") for word in words):
        return
    elif has(words, "move", "muscle"):
        yield from _power(clause, (), context, weak=True)
    elif has(words, "part", "root", "nerve"):
        yield from _skin(clause, (), "lost")


def _signs(clause: Clause, context: _Context) -> Iterator[tuple[Told, Item]]:
    words = clause.words
    only = " ".join(w.roles["sign"] for w in words if w.is_("sign"))
    no = has(words, "not", "negative") or clause.denied or minus(words)
    no = no and not (has(words, "able") and "weak" in clause.told)
    well = has(words, "fine", "equal") and not has(words, "not")
    if no and has(words, "able") and ({*only.split()} <= _FUNCTIONS or "fails" in only):
        no = False  # "beim Wasserlassen kommt nichts", "das O-Zeichen gelingt nicht"
    joint = f"{context.sign} {in_english(words, 'sign')}" if context.sign and not (no or well) else ""
    if only == "erection":
        # It is a finding by its absence.
        if (no or has(words, "hardly", "gone", "weak")) and not (well and not no):
            yield "sign", "no erection"
        return
    if only == "tinel" and not has(words, "part"):
        joint = f"{in_english(context.last, 'sign')} tinel"
    texts = (in_english(words, "sign"), only, joint)
    if joint and "wing" in context.sign:
        texts = texts[::-1]  # when it wings tells more than that it does
    for text in filter(None, dict.fromkeys(texts)):
        told = text
        if no or well:
            # A test of which one knows that it was negative is more than silence.
            told = text.replace(" positive", " negative") if " positive" in text else f"no {text}"
        read = read_signs(told)
        if read.names or read.absent:
            context.sign = "" if no or well else only
            yield "sign", told
            return


def _power(
    clause: Clause, beside: Sequence[Word], context: _Context, *, weak: bool
) -> Iterator[tuple[Told, Item]]:
    words = clause.words
    told: Told = "weak" if weak else "strong"
    if not weak and has(words, "other") and not has(words, "move"):
        yield told, {"group": "all-other"}
        return
    if not weak and not has(words, "move", "muscle", "part", "way"):
        yield told, {"group": "all"}
        return
    if weak and has(words, "wasted"):
        wasted = f"{in_english(words, 'sign')} wasted"
        between = any(word.roles.get("part", "").startswith("web") for word in words)
        if not between and any(name.endswith("-wasting") for name in read_signs(wasted).names):
            yield "sign", wasted
            return
    if text := _readable(clause, beside, context, weak=weak):
        yield told, text


def _readable(clause: Clause, beside: Sequence[Word], context: _Context, *, weak: bool) -> str:
    """Return what a clause says of power so that it is understood, with what it lacks from those before."""
    text = in_english(clause.words, "power")
    limb = in_english(context.parts, "power")
    around = in_english([w for w in beside if w.is_("move", "part")], "power")
    said = {*words_of(text)}
    bare = not has(clause.words, "muscle") and said <= {*lexicon_file().actions}
    choices = [f"{limb} {text}", text] if bare and limb else [text]
    choices += [f"{limb} {text}"] if limb and not said & (UPPER_PARTS | LOWER_PARTS | TRUNK_PARTS) else []
    choices += [f"{around} {text}"] if around else []
    own = [w for w in clause.words if w.is_("part")]
    if bare and not limb and not own:
        choices += [f"{in_english(context.last, 'power')} {text}"]  # "den Fuß spür ich, heben geht nicht"
    choices += [in_english(own or ([] if text else context.last), "power")]
    vague = ""
    for choice in filter(None, map(str.strip, choices)):
        graded = f"{choice} {clause.grade}".strip()
        read = read_power(graded, weak=weak)
        if read.told and not (read.vague and weak):
            return graded
        vague = vague or (graded if read.told else "")
    return vague


def _reflexes(clause: Clause, told: Told) -> Iterator[tuple[Told, Item]]:
    text = in_english(clause.words, "reflex")
    if has(clause.words, "other"):
        text = f"other {text.replace('other', ' ')}"
    read = read_reflexes(text, lost=told == "gone")
    if read.names or read.groups:
        yield told, text


def _skin(clause: Clause, beside: Sequence[Word], told: Told) -> Iterator[tuple[Told, Item]]:
    words = clause.words
    if told == "spared" and not has(words, "part", "nerve", "root", "ache"):
        yield told, {"group": "all-other" if has(words, "other") else "all"}
    elif clause.pain and told == "lost":
        yield from _pain(clause, beside)
    elif told == "lost" and beside and not has(words, "part", "nerve", "root"):
        tingles = f"{_manoeuvre(beside, 'tingle')}"
        if any(name.endswith("-positive") for name in read_signs(tingles).names):
            yield "sign", tingles
    elif text := in_english(words, "skin"):
        text = f"numb {text}" if told == "lost" else text
        if read_skin(text, normal=told == "spared").patches or read_skin(text, normal=True).groups:
            yield told, text


def _pain(clause: Clause, beside: Sequence[Word]) -> Iterator[tuple[Told, Item]]:
    words = clause.words
    text = in_english(words, "pain")
    around = _manoeuvre([*beside, *words], text)
    positive = bool(provoked(around)) or any(n.endswith("-positive") for n in read_signs(around).names)
    spread = has(words, "radiating") or any("radiating" in word.roles.get("ache", "") for word in words)
    # A pain in one place of a limb is no pain that runs down it.
    local = not spread and any(w.is_("part") and w.roles["part"] not in _WHOLE for w in words)
    signs: list[str] = []
    for sentence in filter(None, (around if positive else "", text)):
        signs = read_signs(sentence).names
        if signs and not (local and all(name.startswith("radicular") for name in signs)):
            yield "sign", sentence
            break
    dull = {part for name, parts in _SIGNS_OF.items() if name in signs for part in parts}
    spread = spread and any(name.startswith("radicular") for name in signs)
    dull |= _WHOLE if spread or positive else set()
    if dull:
        words = [w for w in words if w.roles.get("part") not in dull and not w.is_("ache")]
        text = in_english(words, "pain") if has(words, *CONTENT) else ""
    if text and read_skin(text).patches:
        yield "lost", text


def _manoeuvre(words: Sequence[Word], pain: str) -> str:
    """Return what was done, the doing first, and the pain it brought: ``extend raise leg, pain``."""
    done = sorted(
        (w for w in words if w.is_("move", "way")), key=lambda w: w.roles.get("move", "").startswith("raise")
    )
    places = [w for w in words if w.is_("part", "muscle") and w not in done]
    return f"{in_english([*done, *places], 'sign')}, {pain}" if done else ""
