"""What lies under a point: the territory, its neighbours and the body part.

Pure look-ups in the shared index; no geometry is built per click beyond the point itself.
"""

from __future__ import annotations

import math

import numpy as np
import shapely

from dermatome.anatomy.ids import parse_view
from dermatome.atlas.load import Atlas, TerritoryIndex, atlas
from dermatome.atlas.records import Hit, Neighbour
from dermatome.errors import InputError


def hit(scheme: str, view: str, x: float, y: float, *, source: Atlas | None = None) -> Hit:
    """Return what the map ``scheme`` shows at (x, y) millimetres in ``view``.

    A point exactly on a border belongs to the territory that comes first in the map, so the
    answer never depends on chance.

    :raises InputError: unknown map or view, or a coordinate that is no finite number.
    :raises AssetError: the built geometry is missing or malformed.
    """
    source = source or atlas()
    view = parse_view(view)
    if not (math.isfinite(x) and math.isfinite(y)):
        raise InputError(f"({x}, {y}) is no point. Give x and y in millimetres, for example 0 100.")
    point = shapely.Point(x, y)
    index = source.index(scheme, view)
    position = _first(index.tree, point)
    body_part = body_part_at(view, x, y, source=source)
    if position is None:
        return Hit(None, None, scheme, view, body_part)
    found = index.territories[position]
    return Hit(found.root, found.side, scheme, view, body_part, _neighbours(index, position, point))


def body_part_at(view: str, x: float, y: float, *, source: Atlas | None = None) -> str | None:
    """Return the body part at (x, y) millimetres, or None outside the body. Errors as for :func:`hit`."""
    index = (source or atlas()).part_index(parse_view(view))
    position = _first(index.tree, shapely.Point(x, y))
    return None if position is None else index.parts[position].part


def _first(tree: shapely.STRtree, point: shapely.Point) -> int | None:
    found = tree.query(point, predicate="intersects")
    return int(found.min()) if found.size else None


def _neighbours(index: TerritoryIndex, position: int, point: shapely.Point) -> tuple[Neighbour, ...]:
    around = index.adjacent[position]
    if not around:
        return ()
    distances = np.round(shapely.distance(index.tree.geometries[list(around)], point), 1)
    found = (
        Neighbour(index.territories[i].root, index.territories[i].side, float(distance))
        for i, distance in zip(around, distances, strict=True)
    )
    return tuple(sorted(found, key=lambda n: (n.distance_mm, n.root, n.side)))
