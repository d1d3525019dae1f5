"""Every name of what can be shown on the map, in English, German and Latin, ready to be looked up."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dermatome.anatomy.ids import COARSE_PARTS, PART_NAMES, TERRITORY_ROOTS, root_name
from dermatome.anatomy.load import facts
from dermatome.anatomy.nerves import nerve_named, skin_nerves
from dermatome.library.mentions import lexicon
from dermatome.lookup.load import Target, plain, spoken


@dataclass(frozen=True, slots=True)
class Name:
    """One spelling, as it is shown, and what it stands for, the likeliest first."""

    shown: str
    targets: tuple[Target, ...]


@functools.cache
def names() -> Mapping[str, Name]:
    """Return every name by its plain spelling."""
    found: dict[str, tuple[str, dict[Target, None]]] = {}
    for shown, target in _all():
        key = plain(shown)
        if key:
            found.setdefault(key, (shown, {}))[1][target] = None
    return {key: Name(shown, tuple(targets)) for key, (shown, targets) in found.items()}


def _all() -> Iterator[tuple[str, Target]]:
    yield from _signs()
    yield from _roots()
    yield from _parts()
    yield from _muscles()
    yield from _reflexes()
    yield from _movements()
    yield from _nerves()


def _signs() -> Iterator[tuple[str, Target]]:
    for words, targets in spoken().signs.values():
        for word in words:
            for target in targets:
                yield word, target


def _roots() -> Iterator[tuple[str, Target]]:
    for root in TERRITORY_ROOTS:
        yield root, Target("root", root)
        yield root_name(root), Target("root", root)


def _parts() -> Iterator[tuple[str, Target]]:
    landmarks = _landmarks()
    also = spoken().also

    def spelt(phrase: str, part: str) -> Iterator[tuple[str, Target]]:
        roots = landmarks.get(plain(phrase), ())
        for word in (phrase, *also.get(phrase, ())):
            yield word, Target("part", part, roots)

    for part, words in lexicon().body_parts.items():
        for word in words:
            yield from spelt(word, part)
    for part, name in PART_NAMES.items():
        yield from spelt(name, part)
        if term := facts().terms.get(("part", part)):
            roots = landmarks.get(plain(name), ())
            for word in (term.de, term.la):
                yield word, Target("part", part, roots)
    for part in COARSE_PARTS:
        yield from spelt(part.replace("-", " "), part)


def _landmarks() -> Mapping[str, tuple[str, ...]]:
    """Return the roots of landmarks that clinicians go by, by each phrase of their names."""
    found: dict[str, tuple[str, ...]] = {}
    for row in facts().landmarks:
        if row.kind != "vertebral" and row.status == "adopted" and row.roots:
            for phrase in re.sub(r"\(.*?\)", "", row.landmark).split("/"):
                found.setdefault(plain(phrase), row.roots)
    for phrase, words in spoken().also.items():
        if roots := found.get(plain(phrase)):
            found.update({plain(word): roots for word in words})
    return found


def _muscles() -> Iterator[tuple[str, Target]]:
    synonyms = lexicon().terms["muscle"]
    words = {spelt: (name, *others) for name, others in synonyms.items() for spelt in (name, *others)}
    for muscle in facts().muscles.values():
        target = Target("muscle", muscle.id)
        short = re.split(r",| \(", muscle.name)[0]
        bare = re.sub(r"^(musculus|musculi) ", "", muscle.latin)
        for name in (muscle.name, short, muscle.latin, bare, bare.replace("biceps", "bizeps")):
            yield name, target
        # Of a group of muscles each goes by the group's other names as well, its own name first.
        for other in words.get(short, ()):
            if not any(_own_name(other, known.name) for known in facts().muscles.values()):
                yield other, target


def _own_name(word: str, name: str) -> bool:
    return plain(word) == plain(re.split(r",| \(", name)[0])


def _reflexes() -> Iterator[tuple[str, Target]]:
    synonyms = lexicon().terms["reflex"]
    for reflex in facts().reflexes_by_id.values():
        target = Target("reflex", reflex.id)
        for part in (each.strip() for each in re.split(r"[(),]", reflex.reflex) if each.strip()):
            for name in (part, f"{part} reflex", f"{part} jerk"):
                yield name, target
                for others in (synonyms.get(name, ()), *(o for n, o in synonyms.items() if name in o)):
                    for word in others:
                        yield word, target
        if term := facts().terms.get(("reflex", reflex.id)):
            for part in re.split(r"[()]", term.de):
                yield part, target


def _movements() -> Iterator[tuple[str, Target]]:
    synonyms = lexicon().terms["movement"]
    for move in facts().movements.values():
        target = Target("movement", move.id)
        term = facts().terms.get(("movement", move.id))
        for word in (move.name, *synonyms.get(move.name, ()), term.de if term else ""):
            yield word, target


def _nerves() -> Iterator[tuple[str, Target]]:
    synonyms = lexicon().terms["nerve"]
    for nerve in skin_nerves():
        target, row = Target("nerve", nerve), nerve_named(nerve)
        term = facts().terms.get(("nerve", nerve))
        pieces = [each.strip() for each in re.split(r"[()]", row.nerve) if each.strip()]
        spelt = [*pieces, *(f"{piece} nerve" for piece in pieces)]
        if term:
            spelt += [term.de, term.la, re.sub(r"^(nervus|nervi) ", "", term.la)]
        for word in (*spelt, *(other for name in spelt for other in synonyms.get(name, ()))):
            yield word, target
