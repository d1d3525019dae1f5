"""Is the column true? Its rules against the fact tables, and its drawing; part of ``check``."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from dermatome.anatomy.ids import ROOTS, VERTEBRAE
from dermatome.anatomy.load import Facts, facts
from dermatome.report import CheckReport
from dermatome.spine.cord import AVERAGE_CONUS, segment_opposite, segments, spoken
from dermatome.spine.drawing import VIEWS, drawing
from dermatome.spine.load import spine_data
from dermatome.spine.rules import CAUDA, DISCS, TRANSITIONAL, discs_taking, foramen, taken_root
from dermatome.spine.shapes import Piece

_POOLED: Final = "sacral + coccygeal segments (S1-Co1)"
"""How the table of levels spells the segments behind L1."""


def run() -> list[CheckReport]:
    """Check rules and drawing."""
    return [rules(facts()), sources(facts()), cord(), shapes()]


def rules(tables: Facts) -> CheckReport:
    """Hold the rule functions against every row of levels and roots."""
    faults: list[str] = []
    discs = 0
    for vertebra, row in tables.levels.items():
        if row.disc_below:
            discs += 1
            if row.disc_below not in DISCS:
                faults.append(f"levels.csv, {vertebra}: {row.disc_below} is no disc of the column.")
                continue
            for site, said in (("paracentral", row.paracentral_root), ("foraminal", row.foraminal_root)):
                ruled = taken_root(row.disc_below, site) or ""  # type: ignore[arg-type]
                if ruled != said:
                    faults.append(
                        f"levels.csv, {row.disc_below}, {site}: {said or 'none'}; the rule says {ruled}."
                    )
        drawn = segment_opposite(vertebra)
        if table_segments(row.cord_segments) != drawn:
            faults.append(f"levels.csv, {vertebra}: {row.cord_segments}; the drawing has {spoken(drawn)}.")
    for root, row in tables.roots.items():
        for site, said in (("paracentral", row.disc_paracentral), ("foraminal", row.disc_foraminal)):
            ruled = "; ".join(discs_taking(root, site))  # type: ignore[arg-type]
            if ruled != said:
                faults.append(
                    f"roots.csv, {root}, {site}: {said or 'none'}; the rule says {ruled or 'none'}."
                )
        if foramen(root) != row.foramen:
            faults.append(f"roots.csv, {root}: foramen {row.foramen!r}; the rule says {foramen(root)!r}.")
    counts = {"vertebrae": len(tables.levels), "discs": discs, "roots": len(tables.roots)}
    return CheckReport("spine: rules agree with the facts", counts, faults)


def table_segments(cell: str) -> tuple[str, ...]:
    """Return the segments a cell of the table of levels names; none where it names the cauda equina."""
    text = "S1-Co1" if cell == _POOLED else cell
    if text.startswith(CAUDA):
        return ()
    first, _, last = text.partition("-")
    return ROOTS[ROOTS.index(first) : ROOTS.index(last or first) + 1]


def sources(tables: Facts) -> CheckReport:
    """Hold every work the conus levels cite against the table of sources."""
    levels = spine_data().conus.values()
    cited = [(level.id, key) for level in levels for key in level.source]
    faults = [
        f"conus.csv, {level}: unknown source {key!r}." for level, key in cited if key not in tables.sources
    ]
    faults += [
        f"conus.csv, {level.id}: says something without a source."
        for level in levels
        if level.said and not level.source
    ]
    return CheckReport("spine: sources", {"levels": len(levels), "citations": len(cited)}, faults)


def cord() -> CheckReport:
    """Hold the segments to their order, for every end of the cord."""
    faults: list[str] = []
    for conus, level in spine_data().conus.items():
        found = list(segments(conus).values())
        if [s.segment for s in found] != list(ROOTS):
            faults.append(f"{conus}: the segments are not C1 to Co1.")
        faults += [f"{conus}: {s.segment} ends above its beginning." for s in found if s.bottom <= s.top]
        faults += [
            f"{conus}: {b.segment} does not follow {a.segment}."
            for a, b in pairwise(found)
            if abs(a.bottom - b.top) > 1e-6
        ]
        if abs(found[-1].bottom - level.at) > 0.01:
            faults.append(f"{conus}: the cord ends at {found[-1].bottom:.2f}, not at {level.at}.")
    return CheckReport(
        "spine: cord", {"conus levels": len(spine_data().conus), "segments": len(ROOTS)}, faults
    )


def shapes() -> CheckReport:
    """Hold each drawing to being complete and valid."""
    faults: list[str] = []
    pieces = 0
    for view in VIEWS:
        for conus, transitional in [
            *((c, "none") for c in _extremes()),
            *((AVERAGE_CONUS, t) for t in TRANSITIONAL),
        ]:
            drawn = drawing(view, conus, transitional)
            pieces += len(drawn.pieces)
            where = f"{view}, conus {conus}, {transitional}"
            faults += [f"{where}: {fault}" for fault in faults_of(drawn.pieces)]
    return CheckReport("spine: drawing", {"pieces": pieces}, faults)


def _extremes() -> tuple[str, str]:
    levels = tuple(spine_data().conus)
    return levels[0], levels[-1]


def faults_of(pieces: Iterable[Piece]) -> list[str]:
    """Return what is missing from or wrong with the pieces of a view."""
    pieces = tuple(pieces)
    wanted = {"vertebra": VERTEBRAE, "disc": DISCS, "root": ROOTS, "segment": ROOTS}
    there = {(piece.kind, piece.id) for piece in pieces}
    faults = [
        f"{kind} {key} is not drawn."
        for kind, keys in wanted.items()
        for key in keys
        if (kind, key) not in there
    ]
    for piece in pieces:
        if piece.geometry.is_empty or not piece.geometry.is_valid:
            faults.append(f"{piece.kind} {piece.id}, {piece.part}: the shape is empty or crosses itself.")
    return faults
