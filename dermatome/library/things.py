"""The passage of our own articles about a muscle, a movement, a reflex or a nerve, or none.

A sentence is about what it names first, in a section that is about such things. Rather none than one that
speaks of something else, or that settles a dispute nobody asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dermatome.anatomy.load import facts
from dermatome.anatomy.nerves import nerve_named
from dermatome.language import _, cached
from dermatome.library.answers import made
from dermatome.library.excerpt import excerpt, label_of, labelled_sentences, stands_alone
from dermatome.library.load import library
from dermatome.library.mentions import find_terms, section_context
from dermatome.library.passages import nerve_terms
from dermatome.library.reading import home_roots, read
from dermatome.library.records import RankedPassage, Section, Term

_ROLES: Final = {
    "muscle": {"myotome": 2.0, "lookalikes": 1.0},
    "movement": {"myotome": 2.0},
    "reflex": {"reflex": 2.0},
    "nerve": {"lookalikes": 2.0, "variants": 0.5, "lesions": 0.5},
}
"""The sections that speak of each kind of thing, and what they count; articles on topics count for all."""
_NEAR: Final = {"muscle": 40, "movement": 45, "reflex": 40, "nerve": 12}
"""Within so many characters of its start a sentence names what it is about."""
_LEAST: Final = 64
"""Characters of an excerpt that says something; less is an entry of a list."""
_MOST_BESIDE: Final = 3
"""Muscles a sentence may name and still be about one of them."""
_DISPUTE: Final = re.compile(
    r"\b(?:non-key|teaching (?:card|table)s?|dispute[ds]?|disagree|outlier|assigns|says L\d|shared with the"
    r"|(?:some|older|few) (?:cards|tables)|table (?:places|gives)|favours? (?:the )?root)\b",
    re.IGNORECASE,
)
_COMMON: Final = frozenset(
    re.findall(
        r"\w+",
        "flexor extensor abductor adductor opponens scalenus pectoralis tibialis gluteus teres pronator "
        "longus obturator quadratus fibularis levator lumbricals interossei dorsal palmar first external "
        "internal",
    )
)
"""First words of names that many muscles share."""


@dataclass(frozen=True, slots=True)
class _Thing:
    """What is asked about: its names in the lexicon, the words of its name, the roots it is told under."""

    kind: str
    names: frozenset[str]
    words: tuple[str, ...]
    roots: frozenset[str]


@cached(maxsize=1024)
def passages_on(kind: str, item: str) -> tuple[RankedPassage, ...]:
    """Return the passage about a muscle, a movement, a reflex or a nerve (``item`` is its id), or nothing."""
    best = max(_about(_thing(kind, item)), key=lambda found: found.score, default=None)
    return (best,) if best else ()


def _thing(kind: str, item: str) -> _Thing:
    if kind == "nerve":
        nerve = nerve_named(item)
        roots = frozenset(nerve.mimics or nerve.roots)
        return _Thing(kind, nerve_terms(nerve.nerve), (), roots)
    if kind == "reflex":
        reflex = facts().reflexes_by_id[item]
        names = [name.strip() for name in re.split(r"[(),]", reflex.reflex) if name.strip()]
        spelled = [f"{name}{more}" for name in names for more in ("", " reflex", " jerk")]
        found = frozenset(each for name in spelled for each in _named(name, kind))
        return _Thing(kind, found, (names[0].split()[0],), frozenset(reflex.roots_primary))
    if kind == "movement":
        move = facts().movements[item]
        return _Thing(kind, _named(move.name, kind), tuple(move.name.split()), frozenset(move.roots_main))
    muscle = facts().muscles[item]
    name = re.split(r",| of the | to | and ", muscle.name)[0]
    own = () if muscle.name.endswith("of the foot") else _named(name, kind)
    return _Thing(kind, frozenset(own), tuple(name.split()), frozenset(muscle.roots_main))


def _named(name: str, kind: str) -> frozenset[str]:
    """Return the lexicon's names for a whole name, not for a part of it."""
    return frozenset(t.id for t in find_terms(name) if t.kind == kind and t.surface.lower() == name.lower())


def _about(thing: _Thing) -> Iterator[RankedPassage]:
    for article, section, passage in library().passages():
        weight = _weight(thing.kind, section, topic=article.kind == "topic")
        terms = read(passage.text, section_context(section)).terms
        if weight is None or not any(term.id in thing.names for term in terms):
            continue
        for start, end in labelled_sentences(passage.text):
            shown = excerpt(passage.text, (start, end), alone=True)
            near = _subject(thing, passage.text[start:end])
            if near is None or len(shown) < _LEAST or _DISPUTE.search(shown) or not stands_alone(shown):
                continue
            at_home = 1.0 if thing.roots & set(home_roots(article, section)) else 0.0
            score = 3.0 + weight + at_home - near.start / 30
            why = _("about the %(thing)s") % {"thing": " ".join(near.surface.split()).lower()}
            yield made(article, section, passage, (start, end), score, why)


def _weight(kind: str, section: Section, *, topic: bool) -> float | None:
    return 0.0 if topic else _ROLES[kind].get(section.role or "")


def _subject(thing: _Thing, sentence: str) -> Term | None:
    """Return the thing where a sentence names it first and by its own name; a label names nothing else."""
    label = label_of(sentence)
    terms = [term for term in find_terms(sentence) if term.kind in _ROLES]
    if len({term.id for term in terms if term.kind == "muscle"}) > _MOST_BESIDE:
        return None  # a list, of which this is one
    for number, term in enumerate(terms):
        if term.id in thing.names and term.kind == thing.kind and _by_name(thing, term):
            alone = number == 0 or thing.kind == "nerve"
            labelled = not label or ":" in label or (term.end <= len(label) and "," not in label)
            return term if alone and labelled and term.start - _skipped(label) <= _NEAR[thing.kind] else None
    return None


def _skipped(label: str) -> int:
    return len(label) if ":" in label else 0


def _by_name(thing: _Thing, term: Term) -> bool:
    if not thing.words:
        return True
    said = {_stem(word) for word in re.findall(r"\w+", term.surface.lower())}
    shared = [word for word in thing.words if _stem(word.lower()) in said]
    if thing.kind == "movement":
        return 2 * len(shared) >= len(thing.words)
    first = thing.words[0]
    return first in shared and (len(shared) > 1 or first.lower() not in _COMMON or thing.kind == "reflex")


def _stem(word: str) -> str:
    return word.removesuffix("s")[:6]
