"""Every lesion that is reckoned with, and what each takes: muscles, skin, reflexes, as arrays.

A candidate may have several variants, a nerve one for each site at which it is hurt. All numbers are chances
between 0 and 1 that a thing is lost.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from dermatome.anatomy.ids import SCHEME_ORDER, TERRITORY_ROOTS, root_members, territory_root
from dermatome.anatomy.load import facts
from dermatome.anatomy.nerves import nerve_id
from dermatome.localiser.load import entries, parameters
from dermatome.localiser.paths import fibres, reflex_fibres, through, trunks_of
from dermatome.localiser.records import Kind
from dermatome.localiser.skin import skin

SHARES: Mapping[str, float] = {"typical": 0.85, "usual": 0.5, "possible": 0.25}
"""How often a syndrome takes a thing: words of the table as numbers."""
SITE_SHARES: Mapping[str, float] = {"usual": 4.0, "seldom": 1.0}
"""Likewise for the sites of a nerve."""

PARTIAL: Mapping[str, tuple[frozenset[str], ...]] = {
    "brachial-plexus": (frozenset({"C5", "C6", "C7"}), frozenset({"C7", "C8", "T1"})),
    "lumbosacral-plexus": (frozenset({"L4", "L5", "S1"}),),
    "conus-medullaris": (frozenset({"S3", "S4", "S5"}),),
    "cauda-equina": (frozenset({"S2", "S3", "S4", "S5"}), frozenset({"S3", "S4", "S5"})),
}
"""Plexuses, conus and cauda are often hurt in part; each part is a variant beside the whole."""
PARTIAL_SHARES: Mapping[str, float] = {"cauda-equina": 0.2}
"""How often it is such a part, to 1 for the whole; else as often. Of pressed caudas some 70 % show it in a
leg (CES_REFERRALS: weakness in 68, loss of feeling in 72 %)."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One lesion: a candidate, at one of its sites or in one of its forms."""

    candidate: str
    kind: Kind
    site: str = ""
    shown: bool = False
    share: float = 1.0
    """How often the candidate takes this form, relative to its other ones."""
    spares_muscles: frozenset[str] = frozenset()
    spares_skin: frozenset[str] = frozenset()
    roots: frozenset[str] = frozenset()
    """The roots it is confined to; empty: all that run through it."""


@dataclass(frozen=True, eq=False)
class Lesions:
    """All variants, with what each takes; rows of the arrays stand in the order of ``variants``."""

    variants: tuple[Variant, ...]
    muscles: np.ndarray
    reflexes: np.ndarray
    skin: np.ndarray
    """By the mean of the maps."""
    skin_by_map: Mapping[str, np.ndarray]
    muscle_ids: tuple[str, ...]
    reflex_ids: tuple[str, ...]

    def skin_by(self, scheme: str | None) -> np.ndarray:
        """Return the chances by one map, or by the mean of all."""
        return self.skin if scheme is None else self.skin_by_map[scheme]


def element_roots(candidate: str) -> frozenset[str]:
    """Return the single roots that a root's id stands for, else nothing."""
    return frozenset(root_members(candidate)) if territory_root(candidate) else frozenset()


@functools.cache
def variants() -> tuple[Variant, ...]:
    """Return every lesion reckoned with, in the order of the candidates."""
    return tuple(variant for entry in entries().values() for variant in _variants(entry.id, entry.kind))


def _variants(candidate: str, kind: Kind) -> Iterator[Variant]:
    sites = [row for row in facts().nerve_sites if row.nerve == candidate]
    for row in sites:
        spared = frozenset(row.spares_muscles), frozenset(row.spares_skin)
        yield Variant(candidate, kind, row.site, row.shown, SITE_SHARES[row.frequency], *spared)
    if not sites:
        yield Variant(candidate, kind)
    for roots in PARTIAL.get(candidate, ()):
        yield Variant(candidate, kind, share=PARTIAL_SHARES.get(candidate, 1.0), roots=roots)


@functools.cache
def lesions() -> Lesions:
    """Return what every variant takes, worked out once per process."""
    muscle_ids, reflex_ids = tuple(facts().muscles), tuple(facts().reflexes_by_id)
    exponent = parameters().power.exponent.value
    muscles = np.array([[_taken(v, fibres(m), m) for m in muscle_ids] for v in variants()]) ** exponent
    reflexes = np.array([[_arc(v, r) for r in reflex_ids] for v in variants()]) ** exponent
    _add_syndromes(muscles, reflexes, muscle_ids, reflex_ids)
    partial = parameters().power.partial.value
    whole = np.array([[partial if v.kind == "plexus" else 1.0] for v in variants()], dtype=np.float32)
    maps = {scheme: whole * _skin_loss(scheme) for scheme in SCHEME_ORDER}
    mean = whole * _skin_loss(None)
    return Lesions(variants(), whole * muscles, whole * reflexes, mean, maps, muscle_ids, reflex_ids)


def _taken(variant: Variant, by_part: Mapping[str, float], muscle: str) -> float:
    if muscle in variant.spares_muscles:
        return 0.0
    roots = element_roots(variant.candidate)
    if roots:
        return sum(by_part.get(root, 0.0) for root in roots)
    if variant.roots:
        return min(by_part.get(variant.candidate, 0.0), sum(by_part.get(root, 0.0) for root in variant.roots))
    return by_part.get(variant.candidate, 0.0)


@functools.cache
def _turned() -> frozenset[str]:
    """Return the reflexes whose abnormal answer is another movement; a broken arc does not make it."""
    rows = (row for row in facts().syndromes if row.syndrome == "upper-motor-neuron" and row.kind == "reflex")
    return frozenset(item for row in rows for item in row.items)


def _arc(variant: Variant, reflex: str) -> float:
    if reflex in _turned():
        return 0.0
    return _taken(variant, reflex_fibres(reflex), facts().reflex_nerves[reflex].muscle)


def _add_syndromes(muscles: np.ndarray, reflexes: np.ndarray, muscle_ids, reflex_ids) -> None:
    for row in facts().syndromes:
        share = SHARES[row.share]
        for number in _rows(row.syndrome):
            for item in row.items:
                if row.kind == "muscle":
                    _raise(muscles, number, muscle_ids.index(item), share)
                elif row.kind == "reflex":
                    _raise(reflexes, number, reflex_ids.index(item), share)
                elif row.kind == "root" and _reaches(variants()[number], item):
                    for n, muscle in enumerate(muscle_ids):
                        muscles[number, n] += share * fibres(muscle).get(item, 0.0)
                    for n, reflex in enumerate(reflex_ids):
                        if reflex not in _turned():
                            reflexes[number, n] += share * reflex_fibres(reflex).get(item, 0.0)
    np.clip(muscles, 0.0, 1.0, out=muscles)
    np.clip(reflexes, 0.0, 1.0, out=reflexes)


def _reaches(variant: Variant, root: str) -> bool:
    return not variant.roots or root in variant.roots


def _raise(table: np.ndarray, row: int, column: int, share: float) -> None:
    table[row, column] = max(table[row, column], share)


def _rows(candidate: str) -> list[int]:
    return [n for n, variant in enumerate(variants()) if variant.candidate == candidate]


def _skin_loss(scheme: str | None) -> np.ndarray:
    """Return variants × cells: the chance that the skin there is numb, by one map or the mean of all."""
    territory = _territory(scheme)
    found = np.zeros((len(variants()), len(skin().x)), dtype=np.float32)
    for number, variant in enumerate(variants()):
        roots = element_roots(variant.candidate)
        if roots:
            column = TERRITORY_ROOTS.index(variant.candidate)
            found[number] = territory[:, column]
        elif variant.kind in {"nerve", "plexus"}:
            found[number] = _nerve_skin(variant, territory)
    for row in facts().syndromes:
        for number in _rows(row.syndrome):
            if row.kind == "part":
                here = np.asarray(np.isin(skin().part, row.items))
                found[number, here] = np.maximum(found[number, here], SHARES[row.share])
            elif row.kind == "root":
                reached = [root for root in row.items if _reaches(variants()[number], root)]
                columns = [TERRITORY_ROOTS.index(territory_root(root) or root) for root in reached]
                loss = SHARES[row.share] * territory[:, columns].max(axis=1, initial=0.0)
                found[number] = np.maximum(found[number], loss)
    return found


def _territory(scheme: str | None) -> np.ndarray:
    """Return cells × roots, by one map where it is drawn; elsewhere, and with None, the mean of the maps."""
    drawn = sum(skin().mapped[s].astype(float) for s in SCHEME_ORDER)
    mean = sum(skin().roots[s] for s in SCHEME_ORDER) / np.maximum(drawn, 1.0)[:, None]
    if scheme is None:
        return mean
    return np.where(skin().mapped[scheme][:, None], skin().roots[scheme], mean)


@functools.cache
def segments() -> np.ndarray:
    """Return variants × cells: 1 in the skin of a nerve's roots, or of a root and its neighbours; else 0.

    There a nerve without skin is felt to ache, and a root whose pain leaves its territory.
    """
    territory = _territory(None)
    found = np.zeros((len(variants()), len(skin().x)), dtype=np.float32)
    for nerve in facts().nerves:
        drawn = [territory_root(root) for root in nerve.roots if territory_root(root)]
        columns = [TERRITORY_ROOTS.index(root) for root in drawn]
        for number in _rows(nerve_id(nerve.nerve)):
            found[number] = territory[:, columns].max(axis=1, initial=0.0)
    for number, variant in enumerate(variants()):
        if element_roots(variant.candidate):
            here = TERRITORY_ROOTS.index(variant.candidate)
            found[number] = territory[:, max(here - 1, 0) : here + 2].max(axis=1)
    return found


def _nerve_skin(variant: Variant, territory: np.ndarray) -> np.ndarray:
    """Return the chance for a nerve or a part of a plexus, from the fields of the nerves that pass it."""
    found = np.zeros(len(skin().x))
    for field in _fields():
        if field.id in variant.spares_skin:
            continue
        if variant.kind == "nerve":
            if variant.candidate in field.nerves or variant.candidate in trunks_of(field.nerves[0]):
                found[field.cells] = 1.0
            continue
        share = _passing(variant, field, territory)
        if share is not None:
            found[field.cells] = np.maximum(found[field.cells], share)
    return found


@dataclass(frozen=True, slots=True)
class _Field:
    """The field of a nerve of the skin: nerves by id, roots that are drawn, places of these and its cells."""

    id: str
    nerves: tuple[str, ...]
    roots: tuple[str, ...]
    columns: np.ndarray
    cells: np.ndarray


@functools.cache
def _fields() -> tuple[_Field, ...]:
    found: list[_Field] = []
    for number, field in enumerate(facts().nerve_fields.values()):
        known = tuple(root for root in field.roots if territory_root(root))
        columns = np.array([TERRITORY_ROOTS.index(territory_root(root) or root) for root in known], dtype=int)
        nerves = tuple(nerve_id(name) for name in field.nerve)
        found.append(_Field(field.id, nerves, known, columns, np.flatnonzero(skin().fields[:, number] > 0)))
    return tuple(found)


def _passing(variant: Variant, field: _Field, territory: np.ndarray) -> np.ndarray | None:
    """Return, for the cells of a field, the share of its fibres that pass a part of a plexus; None: none do.

    Which of the nerve's roots feeds a cell is read from the maps, evenly where they name none of them.
    """
    passing = np.array(
        [
            float(
                variant.candidate in through(field.nerves[0], root)
                and (not variant.roots or root in variant.roots)
            )
            for root in field.roots
        ]
    )
    if not passing.any():
        return None
    weights = territory[np.ix_(field.cells, field.columns)] + 0.15
    return (weights * passing).sum(axis=1) / weights.sum(axis=1)
