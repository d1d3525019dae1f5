"""Do the areas of a view tile the body? Gaps, overlaps and edges that do not match, in square millimetres."""

from __future__ import annotations

import numpy as np
import shapely

from dermatome.atlas.findings import Findings
from dermatome.atlas.records import Area

ROUNDING_MM2 = 0.01
"""Files hold tenths of a millimetre; anything larger than this is no rounding error."""

LAYER_GAP_MM2 = 1.0
OUTLINE_SLACK_MM = 0.2
"""Layers have a linework of their own, on a grid of a tenth of a millimetre: within this of the silhouette
they may differ from it, beyond it by no more than ``LAYER_GAP_MM2`` a view."""


def apart(found: Findings, what: str, shapes: np.ndarray, outline: Area) -> None:
    """Shapes of a layer are valid, share no skin and stay on the body."""
    if not shapes.size:
        return
    invalid = np.flatnonzero(~shapely.is_valid(shapes))
    if invalid.size:
        found.faults.append(f"{what}: {shapely.is_valid_reason(shapes[invalid[0]])}.")
        return
    overlap = shared_area(shapes)
    found.worst("overlap_mm2", overlap)
    if overlap > ROUNDING_MM2:
        found.faults.append(f"{what}: {overlap:.2f} mm² belong to two areas.")
    beside = shapely.union_all(shapes).difference(outline.buffer(OUTLINE_SLACK_MM)).area
    found.worst("beside_mm2", beside)
    if beside > LAYER_GAP_MM2:
        found.faults.append(f"{what}: {beside:.1f} mm² lie beside the body.")


def cover(found: Findings, what: str, shapes: np.ndarray, outline: Area) -> None:
    """Note where `shapes` do not tile the outline; `what` names them."""
    if not _all_valid(found, what, shapes):
        return
    if not shapely.coverage_is_valid(shapes):
        length = shapely.length(shapely.coverage_invalid_edges(shapes)).sum()
        found.faults.append(f"{what}: {length:.1f} mm of edges do not match their neighbour's.")
    overlap = shared_area(shapes)
    found.worst("overlap_mm2", overlap)
    if overlap > ROUNDING_MM2:
        found.faults.append(f"{what}: {overlap:.2f} mm² belong to two areas.")
    _fill(found, what, shapes, outline)


def cover_overlapping(
    found: Findings, what: str, shapes: np.ndarray, unmapped: Area | None, outline: Area
) -> float:
    """As :func:`cover`, for fields that may overlap; `unmapped` is the last shape. Returns their overlap."""
    if not _all_valid(found, what, shapes):
        return 0.0
    fields = shapes if unmapped is None else shapes[:-1]
    claimed = 0.0 if unmapped is None else shapely.intersection(shapely.union_all(fields), unmapped).area
    if claimed > ROUNDING_MM2:
        found.faults.append(f"{what}: {claimed:.2f} mm² are called blank inside a field.")
    _fill(found, what, shapes, outline)
    return shared_area(fields)


def _all_valid(found: Findings, what: str, shapes: np.ndarray) -> bool:
    invalid = np.flatnonzero(~shapely.is_valid(shapes))
    if invalid.size:
        found.faults.append(f"{what}: {shapely.is_valid_reason(shapes[invalid[0]])}.")
    return not invalid.size


def _fill(found: Findings, what: str, shapes: np.ndarray, outline: Area) -> None:
    gap = outline.symmetric_difference(shapely.union_all(shapes)).area
    found.add("views")
    found.worst("gap_mm2", gap)
    if gap > ROUNDING_MM2:
        found.faults.append(f"{what}: differs from the outline by {gap:.2f} mm².")


def shared_area(shapes: np.ndarray) -> float:
    """Return the area, in mm², that lies in two shapes."""
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pair = first < second
    return float(shapely.area(shapely.intersection(shapes[first[pair]], shapes[second[pair]])).sum())
