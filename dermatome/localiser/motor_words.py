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

_GRADE: Final = re.compile(
    r"(?:mrc|grade|m)?\s*\b([0-5])(?:\s*([+-])|\.\d)?\s*(?:/\s*5)?(?=$|[\s,;).])(?!\s*(?:and|,)?\s*[0-9])"
)
_FRACTION: Final = re.compile(r"\b([0-5])\s*([+-])?\s*(?:-\s*[0-5])?\s*/\s*5\s*([+-])?")
_COMMAS: Final = re.compile(r"[,;]")
_AND: Final = re.compile(r"\band\b|\bor\b|\bund\b|[/&]|\bplus\b|\bbut\b")
_ABSENT: Final = re.compile(r"^\W*(?:no|not|without|denies|never|kein|keine|ohne)\b")


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


def read_power(text: str) -> PowerRead:
    """Return the movements and muscles a text names, with its grade."""
    found = PowerRead()
    told = plain(text)
    grade = grade_of(told)
    bare = _FRACTION.sub(" ", told)
    bare = _GRADE.sub(" ", bare) if grade is not None else bare
    if group := _group(bare, lexicon_file().motor_groups):
        found.groups.append(group)
        return found
    for chunk in _COMMAS.split(bare):
        names, unread = _spread(chunk, _power_matcher(), actions=True)
        found.motors += [Motor(name, grade) for name in _expanded(names)]
        if not names and (group := _group(chunk, lexicon_file().motor_groups)):
            found.groups.append(group)
        elif unread:
            found.unread.append(unread)
    return found


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
    told = plain(text)
    if group := _group(told, lexicon_file().reflex_groups, drop={"jerk"}):
        found.groups.append(group)
        return found
    for chunk in _COMMAS.split(told):
        names, unread = _spread(chunk, _reflex_matcher(), drop={"jerk"})
        found.names += names
        if not names and (group := _group(chunk, lexicon_file().reflex_groups, drop={"jerk"})):
            found.groups.append(group)
        elif unread:
            found.unread.append(unread)
    return found


def read_signs(text: str) -> NamesRead:
    """Return the signs a text names, and those it says are not there."""
    found = NamesRead()
    told = plain(text)
    if _painless(told):
        found.names.append("painless")
        return found
    size, names, _ = _sign_matcher().longest(words_of(told))
    if size >= 2 and not _ABSENT.match(told):
        found.names += names
    for chunk in _COMMAS.split(told):
        absent = bool(_ABSENT.match(chunk))
        negative = "negative" in words_of(chunk)
        names, unread = _spread(chunk, _sign_matcher(), drop={"no"})
        if absent or (negative and not any(name.endswith("-negative") for name in names)):
            found.absent += names
        else:
            found.names += [name for name in names if not (negative and name.endswith("-positive"))]
            if unread:
                found.unread.append(unread)
    found.names = _most_precise(found.names)
    return found


def _painless(told: str) -> bool:
    return bool(re.match(r"^\W*(?:no pain|painless|pain[ -]?free|without pain)\b", told))


def _most_precise(names: list[str]) -> list[str]:
    """Drop the general sign where a particular one of its kind was read."""
    kinds = {"winging": ("winging-at-rest", "winging-on-pushing")}
    kept = dict.fromkeys(names)
    for general, particular in kinds.items():
        if general in kept and any(name in kept for name in particular):
            del kept[general]
    return list(kept)


def _group(text: str, table: Mapping[str, Iterable[str]], drop: Iterable[str] = ()) -> str | None:
    told = frozenset(words_of(text)) - set(drop) - {"muscle"}
    if not told:
        return None
    for group, phrases in table.items():
        if any(told == frozenset(phrase_words(p)) - {"muscle"} for p in phrases):
            return group
    return None


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
    for n, piece in enumerate(pieces):
        size, names, _ = matcher.longest(piece)
        if len(pieces) > 1:
            for other in (*pieces[n + 1 : n + 2], *pieces[max(n - 1, 0) : n]):
                more = _borrowed(piece, other) if actions else other
                bigger, others, used = matcher.longest((*piece, *more))
                if bigger > size and (used & set(piece)):
                    size, names = bigger, others
        found += names
    if not found:
        _, names, _ = matcher.longest([w for piece in pieces for w in piece])
        found += names
    ignored = set(lexicon_file().ignored) | set(lexicon_file().soft)
    unread = "" if found or all(w in ignored for piece in pieces for w in piece) else " ".join(text.split())
    return list(dict.fromkeys(found)), unread


def _borrowed(piece: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
    """Return what a part may take from its neighbour: actions if it has none, else the neighbour's joint."""
    known = set(lexicon_file().actions)
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
