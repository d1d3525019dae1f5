"""Questions from the fact tables: muscles, movements, reflexes, discs, and root against look-alike."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from random import Random
from types import MappingProxyType
from typing import Any, Final

from dermatome.anatomy.ids import ROOTS, VIEWS, root_order, slug
from dermatome.anatomy.load import facts
from dermatome.anatomy.nerves import nerve_named
from dermatome.anatomy.records import Differential, Movement, Muscle, Reflex
from dermatome.atlas.load import Atlas
from dermatome.errors import InputError
from dermatome.spine.rules import DISCS, Site, discs_taking, taken_root
from dermatome.study.making import (
    TAUGHT_FIRST,
    Maker,
    asking,
    limb_of,
    root_choices,
    settle,
    unknown,
    with_others,
)
from dermatome.study.records import EITHER, Card, Kind, PassageQuery, Question, Target

ROOT: Final = "root"
MIMIC: Final = "mimic"

MOST_ROOTS: Final = 3
"""What more roots than this carry chiefly says nothing of any of them."""
EASY_REFLEXES: Final = frozenset(
    {"biceps", "brachioradialis-supinator", "triceps", "knee-jerk-patellar", "ankle-jerk-achilles"}
)
MIDDLING_REFLEXES: Final = frozenset(
    {
        "medial-hamstring",
        "adductor",
        "plantar",
        "cremasteric",
        "finger-flexor",
        "upper-abdominal",
        "lower-abdominal",
        "bulbocavernosus",
        "anal-anocutaneous",
    }
)
DISC_SITES: Final[tuple[Site, ...]] = ("paracentral", "foraminal")


def disc_id(disc: str) -> str:
    """Return a disc as it stands in ids: ``L4/5`` → ``L4-5``."""
    return disc.replace("/", "-")


_DISCS: Final = MappingProxyType({disc_id(disc): disc for disc in DISCS})


# ---- muscles, movements, reflexes: each asked for its root, each root for one of them --------------------


def contributing(thing: Muscle | Movement | Reflex) -> tuple[str, ...]:
    """Return the roots that take part without carrying it chiefly."""
    return thing.roots_secondary if isinstance(thing, Reflex) else thing.roots_contributing


def main_roots(thing: Muscle | Movement | Reflex) -> tuple[str, ...]:
    """Return the roots that chiefly carry a muscle, movement or reflex."""
    return thing.roots_primary if isinstance(thing, Reflex) else thing.roots_main


def other_roots(thing: Muscle | Movement | Reflex) -> tuple[str, ...]:
    """Return the roots that contribute, and those that only some sources name."""
    if isinstance(thing, Reflex):
        dissent = [r for row in facts().reflex_dissent(thing.id) for r in row.roots_primary]
        dissent += [r for row in facts().reflex_dissent(thing.id) for r in row.roots_secondary]
    elif isinstance(thing, Muscle):
        dissent = [row.root for row in thing.dissent]
    else:
        dissent = [r for key in thing.chief for r in _taking_part(facts().muscles[key], thing)]
    return tuple(r for r in dict.fromkeys((*contributing(thing), *dissent)) if r in ROOTS)


def _taking_part(muscle: Muscle, move: Movement) -> tuple[str, ...]:
    """Return the roots of a chief muscle by any source; of one at every level, those of its own region."""
    if muscle.roots_main:
        return (*muscle.roots_main, *other_roots(muscle))
    return tuple(r for r in muscle.roots_contributing if r[0] in {main[0] for main in move.roots_main})


@functools.cache
def things(kind: Kind) -> Mapping[str, Any]:
    """Return the muscles, movements or reflexes that are asked about, by id: what was read in a source."""
    known = facts()
    found: Mapping[str, Muscle | Movement | Reflex] = {
        "muscle": known.muscles,
        "movement": known.movements,
        "reflex": {r.id: r for r in known.reflexes_by_id.values() if r.kind != "pathological"},
    }[kind]
    return MappingProxyType(
        {
            key: thing
            for key, thing in found.items()
            if thing.verified
            and 0 < len(main_roots(thing)) <= MOST_ROOTS
            and set(main_roots(thing)) <= set(ROOTS)
        }
    )


def _thing_level(kind: Kind, thing: Any) -> int:
    if kind == "reflex":
        return 1 if thing.id in EASY_REFLEXES else 2 if thing.id in MIDDLING_REFLEXES else 3
    if thing.isncsci_key_root:
        return 1
    return 2 if len(main_roots(thing)) == 1 and (kind == "movement" or thing.depth == "superficial") else 3


def _recall_cards(kind: Kind, source: Atlas) -> Iterator[Card]:
    layer = "reflex" if kind == "reflex" else "myotome"
    carried: dict[str, int] = {}
    for key, thing in things(kind).items():
        level = _thing_level(kind, thing)
        root = getattr(thing, "isncsci_key_root", "") or main_roots(thing)[0]
        yield Card(f"{kind}/root-of/{key}", kind, root, layer, level)
        for root in main_roots(thing):
            carried[root] = min(level, carried.get(root, 3))
    for root, level in carried.items():
        if len(_strangers(kind, root)) >= 3:
            yield Card(f"{kind}/{kind}-of/{root}", kind, root, layer, level)


def _strangers(kind: Kind, root: str) -> list[str]:
    """Return what a root has no part in, by any source: what is nearest first, and of the same limb."""

    def far(key: str) -> tuple[bool, int]:
        roots = main_roots(things(kind)[key])
        other = limb_of(root) not in {limb_of(r) for r in roots}
        return other, min(abs(root_order(r) - root_order(root)) for r in roots)

    known = things(kind)
    free = [key for key in known if root not in {*main_roots(known[key]), *other_roots(known[key])}]
    return sorted(free, key=lambda key: (far(key), key))


def _recall(card: Card, variant: str | None, random: Random, sides: bool, source: Atlas) -> Question:
    _kind, asks, about = card.id.split("/", 2)
    known = things(card.kind)
    if asks == "root-of":
        if variant:
            raise unknown(card, variant)
        subject, answers = about, main_roots(known[about])
        right = card.root if card.root in answers else answers[0]
        choices = root_choices(right, (*answers, *other_roots(known[about])), random)
    else:
        carried = [key for key in known if about in main_roots(known[key])]
        easiest = [key for key in carried if _thing_level(card.kind, known[key]) == card.difficulty]
        subject = settle(card, variant, carried if variant else easiest, random)
        answers, choices = (subject,), with_others(subject, _strangers(card.kind, about), random)
    thing = known[subject]
    target = place(card.kind, thing, source, card.root)
    if card.kind == "movement":
        sources = thing.source
    elif card.kind == "muscle":
        sources = tuple(dict.fromkeys(key for row in thing.rows for key in row.source)) or thing.source
    else:
        sources = thing.source
    return asking(
        card,
        subject if asks != "root-of" else "",
        answers=answers,
        choices=choices,
        free=asks == "root-of",
        map_id=target.map_id if target else None,
        view=target.view if target else None,
        asks=asks,
        subject=subject,
        shown=target if asks == "root-of" else None,
        target=target,
        query=PassageQuery(card.root, card.layer, names=_names(thing)),
        sources=sources,
    )


def _names(thing: Muscle | Movement | Reflex) -> tuple[str, ...]:
    """Return how an article may speak of a thing: by its name, or by the first words of it."""
    name = (thing.reflex if isinstance(thing, Reflex) else thing.name).lower()
    bare = re.split(r"[,(]", name)[0].strip()
    if isinstance(thing, Reflex):
        return (name, f"{bare} reflex", f"{bare} jerk", bare)
    muscles = (
        [facts().muscles[key].name.lower() for key in thing.muscles] if isinstance(thing, Movement) else []
    )
    return tuple(dict.fromkeys((name, bare, *muscles)))


def place(kind: Kind, thing: Any, source: Atlas, root: str = "") -> Target | None:
    """Return where a muscle, a reflex, or the muscle of a movement is drawn best.

    Of the muscles of a movement it is the key muscle of ``root``, else the first that the root carries
    chiefly. With no root given it is the movement's key root, else the first of its chief ones.
    """
    if kind == "reflex":
        for view in VIEWS:
            if any(mark.reflex == thing.id for mark in source.reflexes(view)):
                return Target("reflex", "reflexes", view, thing.id)
        return None
    if kind == "movement":
        root = root or thing.isncsci_key_root or thing.roots_main[0]
        muscles = [facts().muscles[key] for key in thing.muscles]
        keys = [muscle for muscle in muscles if root in muscle.key_of]
        chief = [muscle for muscle in muscles if muscle.contribution_of(root) in {"main", "segmental"}]
        return place("muscle", (keys or chief or muscles)[0], source)
    view = _best_view(source, thing.depth, thing.id)
    return Target("myotome", f"muscles-{thing.depth}", view, thing.id) if view else None


@functools.cache
def _best_view(source: Atlas, depth: str, muscle: str) -> str | None:
    def area(view: str) -> float:
        return sum(r.geometry.area for r in source.muscles(depth, view) if r.id == muscle)

    best = max(VIEWS, key=area)
    return best if area(best) else None


# ---- discs ----------------------------------------------------------------------------------------------


def _disc_cards(source: Atlas) -> Iterator[Card]:
    for site in DISC_SITES:
        for disc in DISCS:
            root = taken_root(disc, site)
            if root is None or (site == "foraminal" and disc[0] == "C"):
                continue  # a cervical herniation takes the same root at either place
            common = root in TAUGHT_FIRST or disc in {"L2/3", "L3/4"}
            level = (1 if common else 2) if site == "paracentral" else 2 if disc[0] == "L" else 3
            yield Card(f"disc/root-of/{disc_id(disc)}.{site}", "disc", root, "level", level)
            yield Card(f"disc/disc-of/{root}.{site}", "disc", root, "level", level)


def _disc(card: Card, variant: str | None, random: Random, sides: bool, source: Atlas) -> Question:
    if variant:
        raise unknown(card, variant)
    _, asks, rest = card.id.split("/", 2)
    about, _, site = rest.partition(".")
    place: Site = "paracentral" if site == "paracentral" else "foraminal"
    if asks == "root-of":
        disc = _DISCS[about]
        answers: tuple[str, ...] = (card.root,)
        choices = root_choices(card.root, (), random, ROOTS)
    else:
        disc = discs_taking(about, place)[0]
        answers = (disc_id(disc),)
        near = sorted(DISCS, key=lambda other: abs(DISCS.index(other) - DISCS.index(disc)))
        drawn = with_others(disc_id(disc), [disc_id(other) for other in near], random, near=5)
        choices = tuple(sorted(drawn, key=lambda other: DISCS.index(_DISCS[other])))
    return asking(
        card,
        answers=answers,
        choices=choices,
        free=asks == "root-of",
        asks=asks,
        subject=disc_id(disc),
        site=place,
        query=PassageQuery(
            card.root,
            "level",
            names=(f"{_as_written(disc)} disc".lower(), "herniation", " disc"),
            beside=f"{card.root} root".lower(),
        ),
        sources=facts().roots[card.root].source,
    )


def _as_written(disc: str) -> str:
    """Return a disc as articles name it: ``"C4–C5"`` for ``"C4/5"``."""
    upper, lower = disc.split("/")
    return f"{upper}–{lower if lower[0].isalpha() else upper[0] + lower}"


# ---- root or look-alike ---------------------------------------------------------------------------------


def speaks_for(row: Differential) -> str | None:
    """Return what a finding speaks for: ``root``, ``mimic`` or ``either``; None when it sets others apart."""
    if not row.roots or row.mimic in ROOTS:
        return None
    named = "|".join(re.escape(root) for root in row.roots)
    root = re.compile(rf"^(?:{named}|root|cauda equina)\b")
    if row.favours.startswith(EITHER):
        return EITHER
    if root.search(row.favours):
        return ROOT
    if re.search(r"\broot\b", row.favours):
        return None  # shares the finding between both
    return MIMIC if re.search(rf"\b(?:{named}|root|cauda equina)\b", row.against) else None


@functools.cache
def findings() -> Mapping[str, Differential]:
    """Return the findings that are asked about, by an id made from what they say."""
    found: dict[str, Differential] = {}
    for row in facts().differentials:
        if speaks_for(row):
            mark = hashlib.sha256(f"{row.mimic}|{row.finding}".encode()).hexdigest()[:8]
            found[f"{'-'.join(row.roots)}.{slug(row.mimic)}.{mark}"] = row
    return MappingProxyType(found)


def nerve_of(row: Differential) -> str | None:
    """Return the name of the nerve a finding is about; None when the look-alike is no nerve."""
    try:
        return nerve_named(split_mimic(row)[0]).nerve
    except InputError:
        return None


def split_mimic(row: Differential) -> tuple[str, str]:
    """Return a look-alike and, apart, where it is hurt: ``"median at wrist"`` → ``("median", "wrist")``."""
    found = re.fullmatch(r"(.+?)(?: at (.+)| \((.+)\))?", row.mimic)
    assert found is not None
    return found[1], found[2] or found[3] or ""


def _mimic_names(row: Differential) -> tuple[str, ...]:
    """Return how an article may name a look-alike: whole, or by its first word of any length."""
    bare = row.mimic.lower().split("(")[0].strip()
    return (bare, *(word for word in bare.split() if len(word) > 4))


def _finding_cards(source: Atlas) -> Iterator[Card]:
    levels = {"strong": 2, "moderate": 2, "weak": 3}
    for key, row in findings().items():
        level = levels[row.strength] - (row.strength == "strong" and row.roots[0] in TAUGHT_FIRST)
        yield Card(f"root_or_nerve/{key}", "root_or_nerve", row.roots[0], "nerve", level)


def _finding(card: Card, variant: str | None, random: Random, sides: bool, source: Atlas) -> Question:
    if variant:
        raise unknown(card, variant)
    subject = card.id.partition("/")[2]
    row = findings()[subject]
    return asking(
        card,
        answers=(str(speaks_for(row)),),
        choices=(ROOT, MIMIC, EITHER),
        subject=subject,
        details=(row.finding[:1].upper() + row.finding[1:],),
        query=PassageQuery(card.root, "nerve", nerve=nerve_of(row), names=_mimic_names(row)),
        sources=row.source,
    )


def _partial(kind: Kind) -> Callable[[Atlas], Iterable[Card]]:
    return functools.partial(_recall_cards, kind)


MAKERS: Mapping[Kind, Maker] = {
    "muscle": Maker(_partial("muscle"), _recall),
    "movement": Maker(_partial("movement"), _recall),
    "reflex": Maker(_partial("reflex"), _recall),
    "disc": Maker(_disc_cards, _disc),
    "root_or_nerve": Maker(_finding_cards, _finding),
}
