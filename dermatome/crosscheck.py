"""Checks that need two layers at once: articles against maps, conflicts against the body."""

from __future__ import annotations

from typing import Final

from dermatome.anatomy.ids import BODY_PARTS, INFERRED, PUBLISHED, VIEWS, root_order, territory_root
from dermatome.anatomy.load import Facts, facts
from dermatome.anatomy.nerves import nerve_named
from dermatome.anatomy.records import Conflict
from dermatome.atlas.compare import who_says
from dermatome.atlas.load import Atlas, atlas
from dermatome.atlas.spots import spot
from dermatome.errors import InputError
from dermatome.library.check import coverage
from dermatome.report import CheckReport

MIN_AREA_MM2: Final = 100.0
"""Smaller overlaps of a territory and a body part are border effects nobody aims at."""


def run() -> list[CheckReport]:
    """Check our own articles and the tables against every map, and every conflict where it is shown."""
    source = atlas()
    return [
        coverage(drawn_pairs(source)),
        conflicts_shown(facts(), source),
        schematic_bases(facts(), source),
    ]


def schematic_bases(tables: Facts, source: Atlas) -> CheckReport:
    """A map drawn after descriptions calls a field published just where the description was read."""
    faults: list[str] = []
    compared = 0
    for scheme in source.schemes:
        if scheme.kind != "schematic":
            continue
        drawn: dict[str, set[str]] = {}
        for territory in (t for view in VIEWS for t in source.territories(scheme.id, view)):
            drawn.setdefault(territory.root, set()).update(basis for basis, _ in territory.parts)
        for root, bases in drawn.items():
            compared += 1
            claims = [c for c in tables.territories(root) if c.scheme == scheme.id and c.mapped]
            read = bool(claims) and all(claim.verified for claim in claims)
            if bases != {PUBLISHED if read else INFERRED}:
                seen = "was read" if read else "was not read"
                faults.append(
                    f"{scheme.id}: {root} is called {' and '.join(sorted(bases))}, and its description {seen}"
                )
    return CheckReport("schematic maps: published where read", {"territories": compared}, faults)


def conflicts_shown(tables: Facts, source: Atlas) -> CheckReport:
    """Every conflict is shown where it is seen: a spot some map gives to its root, or a thing there is."""
    faults = [f"{row.id}: {fault}" for row in tables.conflicts if (fault := _unseen(row, tables, source))]
    return CheckReport("conflicts: shown where they are seen", {"conflicts": len(tables.conflicts)}, faults)


def _unseen(row: Conflict, tables: Facts, source: Atlas) -> str:
    root, view, name = row.shown_root, row.shown_view, row.shown_item
    if row.roots and root not in row.roots:
        return f"{root} is none of its roots"
    if row.shown_layer == "level":
        return "levels have no view" if view or row.shown_spot or name else ""
    try:
        if row.shown_layer == "dermatome":
            if territory_root(root) not in _roots_said(row, source):
                return f"no map gives {row.shown_spot or view} to {root}"
        elif row.shown_layer == "nerve":
            nerve_named(name)
        elif name not in _known(row.shown_layer, tables):
            return f"there is no {row.shown_layer} {name!r}"
    except InputError as error:
        return str(error)
    return "" if view in VIEWS else f"there is no view {view!r}"


def _known(layer: str, tables: Facts) -> set[str]:
    return set(tables.reflexes_by_id) if layer == "reflex" else {*tables.muscles, *tables.movements}


def _roots_said(row: Conflict, source: Atlas) -> set[str]:
    """The roots any map names at the spot of a conflict, or in its view."""
    if row.shown_spot:
        x, y = spot(row.shown_spot, row.shown_view, source=source)
        return {r for said in who_says(row.shown_view, x, y, source=source).maps for r in said.roots}
    return {t.root for scheme in source.schemes for t in source.territories(scheme.id, row.shown_view)}


def drawn_pairs(source: Atlas) -> list[tuple[str, str]]:
    """Return each (root, body part) that some map draws in some view on at least :data:`MIN_AREA_MM2`."""
    pairs: set[tuple[str, str]] = set()
    for view in VIEWS:
        parts = source.parts(view)
        for scheme in source.schemes:
            for territory in source.territories(scheme.id, view):
                if territory.kind != "spinal":
                    continue
                for part in parts:
                    pair = (territory.root, part.part)
                    if part.side not in {territory.side, "midline"} or pair in pairs:
                        continue
                    if part.geometry.intersection(territory.geometry).area >= MIN_AREA_MM2:
                        pairs.add(pair)
    return sorted(pairs, key=lambda pair: (root_order(pair[0]), BODY_PARTS.index(pair[1])))
