"""A plate for the screen: without points that no screen shows.

Files keep every point. On screen each costs time wherever the picture is built, sent and drawn. Shapes share
their borders, so neighbours are thinned together and stay closed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import shapely

from dermatome.atlas.records import Area
from dermatome.figures.plate import Fill, Path, Plate, rings

THINNED_PX: Final = 0.65
"""Corners are cut that are smaller than half of this squared, at the size the plate is laid out for."""

SAME_AREA: Final = 2e-3
"""Share of the body by which the shapes of a map that divides it may differ from it, thinned as they are."""


def thinned(drawn: Plate) -> Plate:
    """Return the plate with thinned shapes; borders move by less than a pixel, of two shapes alike."""
    tolerance = THINNED_PX / drawn.px_per_mm
    blank = [drawn.blank] if drawn.blank is not None else []
    painted = [fill for fill in drawn.fills if not fill.over], [fill for fill in drawn.fills if fill.over]
    below = _together([*(fill.area for fill in painted[0]), *blank], tolerance)
    above = _together([fill.area for fill in painted[1]], tolerance)
    fills = (*_filled(painted[0], below), *_filled(painted[1], above))
    return replace(
        drawn,
        fills=fills,
        unmapped=rings(below[-1]) if blank else (),
        body=_body(drawn, below, tolerance),
    )


def _together(areas: Sequence[Area], tolerance: float) -> Sequence[Area]:
    if not areas or not shapely.coverage_is_valid(list(areas)):
        return areas
    return shapely.coverage_simplify(list(areas), tolerance)  # pyright: ignore[reportReturnType]


def _filled(fills: Sequence[Fill], areas: Sequence[Area]) -> list[Fill]:
    return [replace(fill, rings=rings(area)) for fill, area in zip(fills, areas, strict=False)]


def _body(drawn: Plate, areas: Sequence[Area], tolerance: float) -> tuple[Path, ...]:
    if any(fill.over for fill in drawn.fills):
        return drawn.body  # which border of an overlapping field is the body's is told by equal points
    body = sum(shapely.Polygon(ring).area for ring in drawn.body)
    if abs(sum(area.area for area in areas) - body) < SAME_AREA * body:
        return rings(
            shapely.union_all(list(areas))
        )  # where the shapes divide the body, its outline is theirs
    thinned = (shapely.LineString(ring).simplify(tolerance / 2) for ring in drawn.body)
    return tuple(tuple((x, y) for x, y, *_ in line.coords) for line in thinned)
