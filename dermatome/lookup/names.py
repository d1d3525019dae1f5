"""Every name of what can be shown on the map, in English, German and Latin, ready to be looked up."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from dermatome.anatomy.ids import COARSE_PARTS, PART_NAMES, TERRITORY_ROOTS, root_name
from dermatome.anatomy.load import facts
from dermatome.anatomy.nerves import nerve_named, skin_nerves
from dermatome.errors import DataError
from dermatome.library.mentions import lexicon
from dermatome.lookup.load import SPOKEN, spoken_words

_SPELT: Final = str.maketrans({"ß": "ss", "–": "-", "’": "'"})
_PARTED: Final = re.compile(r"\b(c|t|th|d|l|s) (\d)")
"""A root whose number stands apart: "S 1"."""
_WORD: Final = re.compile(r"[^\W_]+(?:[-/][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Target:
    """What a name stands for: ``kind`` is root, part, disc, muscle, movement, reflex or nerve; ``id`` its id.

    A part is a leaf or a coarse one; ``roots`` are those a landmark of the tables gives to the phrase.
    """

    kind: str
    id: str
    roots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Name:
    """One spelling, as it is shown, and what it stands for, the likeliest first."""

    shown: str
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words of ``data/lexicon/spoken.yaml``, spelt as :func:`plain` spells them."""

    intents: Mapping[str, str]
    sides: Mapping[str, str]
    ignored: frozenset[str]
    also: Mapping[str, tuple[str, ...]]
    signs: Mapping[str, tuple[tuple[str, ...], tuple[Target, ...]]]


def plain(text: str) -> str:
    """Return a text as it is looked up: small letters without accents, one space between words."""
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_SPELT))
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return _PARTED.sub(r"\1\2", " ".join(_WORD.findall(bare)))


@functools.cache
def spoken() -> Spoken:
    """Return what people type beside the names of the tables.

    :raises DataError: the file is missing or malformed, or a sign means what does not exist.
    """
    try:
        raw: dict[str, Any] = spoken_words()
        targets = {
            sign: tuple(Target(*meaning.split(" ")) for meaning in entry["means"])
            for sign, entry in raw["signs"].items()
        }
        return Spoken(
            intents={plain(w): kind for kind, words in raw["intents"].items() for w in words},
            sides={plain(word): side for side, words in raw["sides"].items() for word in words},
            ignored=frozenset(plain(str(word)) for word in raw["ignored"]),
            also={phrase: tuple(words) for phrase, words in raw["also"].items()},
            signs={s: (tuple(map(str, e["words"])), targets[s]) for s, e in raw["signs"].items()},
        )
    except (OSError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise DataError(f"data/lexicon/{SPOKEN.name} cannot be read: {error!r:.120}.") from error


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
        if root.startswith("T"):
            yield root.replace("T", "Th"), Target("root", root)
            yield root.replace("T", "D"), Target("root", root)
    for level in facts().levels.values():
        if level.disc_below and level.paracentral_root:
            disc = level.disc_below
            first, second = disc.split("/")
            full = second if second[0].isalpha() else f"{first[0]}{second}"
            bare = second[1:] if second[0] == first[0] else second
            for spelt in (disc, f"{first}/{bare}", f"{first}-{bare}", f"{first}/{full}", f"{first}-{full}"):
                yield spelt, Target("disc", disc)


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
