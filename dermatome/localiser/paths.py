"""Which way each root takes to each nerve and muscle, after the tables of plexus and muscle nerves."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from dermatome.anatomy.ids import ROOTS
from dermatome.anatomy.load import facts
from dermatome.anatomy.nerves import nerve_id

CHIEF_WEIGHT = 3.0
ALSO_WEIGHT = 1.0
"""A chief root or nerve of a muscle against one that helps: weights of teaching, no measurements."""
LESION_STUDIES = frozenset({"TSAO2003", "FURUKAWA2021", "HAND_C8T1", "LEVINT1", "LEVIN1996"})
"""Works that examined muscles in proven lesions of single roots: a root they name weighs like a chief one."""


@functools.cache
def origins() -> Mapping[str, tuple[tuple[str, frozenset[str]], ...]]:
    """Return for each part its origins, each with the roots that come by it."""
    found: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for row in facts().plexus:
        found.setdefault(row.part, []).append((row.origin, frozenset(row.roots)))
    return {part: tuple(rows) for part, rows in found.items()}


@functools.cache
def trunks_of(nerve: str) -> frozenset[str]:
    """Return the nerve and the nerves it comes from: ``anterior-interosseous`` → and ``median``."""
    nerves = {row.part for row in facts().plexus if row.kind == "nerve"}
    parents = {origin for origin, _ in origins().get(nerve, ()) if origin in nerves}
    return frozenset({nerve}).union(*(trunks_of(parent) for parent in parents))


@functools.cache
def cranial() -> frozenset[str]:
    """Return the cranial nerves; the roots of their muscles are twigs that run beside them."""
    return frozenset(nerve_id(row.nerve) for row in facts().nerves if row.ramus == "cranial")


@functools.cache
def through(nerve: str, root: str) -> frozenset[str]:
    """Return all that the fibres of a root pass on their way into a nerve: root, plexus parts, nerves."""
    ways = [origin for origin, roots in origins().get(nerve, ()) if root in roots]
    if nerve == "roots":
        return frozenset({root})
    if nerve in cranial():
        return frozenset({nerve})
    if not ways:
        # The muscle table gives this root to the nerve's muscles and the plexus table has no way for it.
        return frozenset({root}) | trunks_of(nerve)
    return frozenset({nerve}).union(*(through(way, root) for way in ways))


@functools.cache
def root_shares(muscle: str) -> Mapping[str, float]:
    """Return the share of each root in a muscle; they add up to one."""
    entry = facts().muscles[muscle]
    if entry.segmental:
        return {root: 1 / len(ROOTS) for root in ROOTS}
    weights = dict.fromkeys(entry.roots_contributing, ALSO_WEIGHT)
    weights |= dict.fromkeys(entry.roots_main, CHIEF_WEIGHT)
    for row in (*entry.dissent, *entry.evidence):
        if set(row.source) & LESION_STUDIES:
            weights[row.root] = CHIEF_WEIGHT
    total = sum(weights.values())
    return {root: weight / total for root, weight in weights.items()}


@functools.cache
def nerve_shares(muscle: str) -> Mapping[str, float]:
    """Return the share of each nerve in a muscle; they add up to one."""
    rows = [row for row in facts().muscle_nerves if row.muscle == muscle]
    weights = {row.nerve: CHIEF_WEIGHT if row.part == "chief" else ALSO_WEIGHT for row in rows}
    total = sum(weights.values())
    return {nerve: weight / total for nerve, weight in weights.items()}


@functools.cache
def fibres(muscle: str) -> Mapping[str, float]:
    """Return the share of a muscle's supply that passes each root, plexus part and nerve."""
    found: dict[str, float] = {}
    for nerve, by_nerve in nerve_shares(muscle).items():
        for root, by_root in root_shares(muscle).items():
            for part in through(nerve, root):
                found[part] = found.get(part, 0.0) + by_nerve * by_root
    return found


@functools.cache
def reflex_fibres(reflex: str) -> Mapping[str, float]:
    """Return the share of a reflex's arc that passes each root, plexus part and nerve.

    Where the muscle has one nerve, all that comes in by several goes out by it.
    """
    row = facts().reflexes_by_id[reflex]
    nerves, muscle = facts().reflex_nerves[reflex].nerves, facts().reflex_nerves[reflex].muscle
    weights = {root: CHIEF_WEIGHT for root in row.roots_primary if root in ROOTS}
    weights |= dict.fromkeys(row.roots_secondary, ALSO_WEIGHT)
    total = sum(weights.values()) or 1.0
    found: dict[str, float] = {}
    for nerve in nerves:
        for root, weight in weights.items():
            for part in through(nerve, root):
                found[part] = found.get(part, 0.0) + weight / total / len(nerves)
    way_out = {each.nerve for each in facts().muscle_nerves if each.muscle == muscle} & set(nerves)
    if len(way_out) == 1:
        found[way_out.pop()] *= len(nerves)
    return found
