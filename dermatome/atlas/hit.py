"""What lies under a point: territory and neighbours, muscle, nerve field or reflex, body part.

Pure look-ups in the shared index; no geometry is built per click beyond the point itself.
"""

from __future__ import annotations

import functools
import math

import numpy as np
import shapely

from dermatome.anatomy.ids import DEPTHS, parse_choice, parse_depth, parse_view
from dermatome.atlas.indexes import TerritoryIndex
from dermatome.atlas.load import Atlas, atlas
from dermatome.atlas.records import Hit, LayerHit, Neighbour
from dermatome.atlas.sizes import REFLEX_REACH_EM, full_size_mm
from dermatome.errors import InputError
from dermatome.language import _

HIT_LAYERS = ("myotome", "nerve", "reflex")
"""Layers beside the maps that have something to hit."""

_LAST = 256
"""Spots remembered: one click asks of its own many times."""
_SAME_LINE_MM = 0.05
"""Borders this close to the silhouette of the body are that silhouette."""


def hit(scheme: str, view: str, x: float, y: float, *, source: Atlas | None = None) -> Hit:
    """Return what the map ``scheme`` shows at (x, y) millimetres in ``view``.

    A point exactly on a border belongs to the territory that comes first in the map, so the
    answer never depends on chance. On a map whose fields overlap the point belongs to the field in
    which it lies deepest: farthest from the field's border, where the silhouette of the body, behind
    which the field goes on, is no border. The others are told in ``also``.

    :raises InputError: unknown map or view, or a coordinate that is no finite number.
    :raises AssetError: the built geometry is missing or malformed.
    """
    source = source or atlas()
    view, point = parse_view(view), _point(x, y)
    index = source.index(scheme, view)
    body_part = body_part_at(view, x, y, source=source)
    found = np.sort(index.tree.query(point, predicate="intersects")).tolist()
    if len(found) > 1 and source.scheme(scheme).overlapping:
        borders = _inner_borders(source, scheme, view)
        found.sort(key=lambda i: (-round(float(shapely.distance(borders[i], point)), 3), i))
    if not found:
        return Hit(None, None, scheme, view, body_part)
    position, *others = found
    territory = index.territories[position]
    under = set(found) if index.overlaps[position] else {position}
    return Hit(
        territory.root,
        territory.side,
        scheme,
        view,
        body_part,
        _neighbours(index, position, under, point),
        tuple(index.territories[i].key for i in others if i in index.overlaps[position]),
        territory.basis_at(point),
    )


def layer_hit(
    layer: str, view: str, x: float, y: float, depth: str | None = None, *, source: Atlas | None = None
) -> LayerHit:
    """Return what a layer beside the maps shows at (x, y) millimetres in ``view``.

    :param layer: ``myotome``, ``nerve`` or ``reflex``.
    :param depth: of the muscles; None looks at the superficial ones and, where there is none, beneath.
    :raises InputError: unknown layer, view or depth, a depth asked of another layer, or a coordinate that
        is no finite number.
    :raises AssetError: the built geometry is missing or malformed.
    """
    source = source or atlas()
    layer, view, point = parse_choice(layer, HIT_LAYERS, "layer to hit"), parse_view(view), _point(x, y)
    if depth is not None and layer != "myotome":
        raise InputError(_("The %(layer)s layer has no depths. Leave the depth out.") % {"layer": layer})
    body_part = body_part_at(view, x, y, source=source)
    if layer == "reflex":
        return _reflex_hit(source, view, point, body_part)
    for looked in (parse_depth(depth),) if depth else DEPTHS if layer == "myotome" else (None,):
        index = source.muscle_index(looked, view) if looked else source.nerve_index(view)
        position = _first(index.tree, point)
        if position is not None:
            region = index.regions[position]
            return LayerHit(layer, region.id, region.side, view, body_part, looked)
    return LayerHit(layer, None, None, view, body_part, parse_depth(depth) if depth else None)


def _reflex_hit(source: Atlas, view: str, point: shapely.Point, body_part: str | None) -> LayerHit:
    near = [(float(mark.geometry.distance(point)), i) for i, mark in enumerate(source.reflexes(view))]
    distance, position = min(near, default=(math.inf, 0))
    if body_part is None or distance > REFLEX_REACH_EM * full_size_mm(source.view(view)):
        return LayerHit("reflex", None, None, view, body_part)
    mark = source.reflexes(view)[position]
    return LayerHit("reflex", mark.reflex, mark.side, view, body_part)


@functools.lru_cache(maxsize=_LAST)
def _point(x: float, y: float) -> shapely.Point:
    if not (math.isfinite(x) and math.isfinite(y)):
        raise InputError(
            _("(%(x)s, %(y)s) is no point. Give x and y in millimetres, for example 0 100.")
            % {"x": x, "y": y}
        )
    return shapely.Point(x, y)


@functools.cache
def _inner_borders(source: Atlas, scheme: str, view: str) -> np.ndarray:
    """Return the border of each territory without what is the silhouette of the body."""
    silhouette = source.view(view).outline.boundary.buffer(_SAME_LINE_MM)
    borders = shapely.boundary(source.index(scheme, view).tree.geometries)
    inner = shapely.difference(borders, silhouette)
    # A field that is seen whole from silhouette to silhouette has no border here: nothing is deeper.
    inner[shapely.is_empty(inner)] = shapely.Point(1e6, 1e6)
    shapely.prepare(inner)
    return inner


def body_part_at(view: str, x: float, y: float, *, source: Atlas | None = None) -> str | None:
    """Return the body part at (x, y) millimetres, or None outside the body. Errors as for :func:`hit`."""
    return _part_at(source or atlas(), parse_view(view), x, y)


@functools.lru_cache(maxsize=_LAST)
def _part_at(source: Atlas, view: str, x: float, y: float) -> str | None:
    index = source.part_index(view)
    position = _first(index.tree, _point(x, y))
    return None if position is None else index.parts[position].part


def _first(tree: shapely.STRtree, point: shapely.Point) -> int | None:
    found = tree.query(point, predicate="intersects")
    return int(found.min()) if found.size else None


def _neighbours(
    index: TerritoryIndex, position: int, under: set[int], point: shapely.Point
) -> tuple[Neighbour, ...]:
    """Return what lies next to the territory hit, without what lies ``under`` the point as well."""
    around = [i for i in index.adjacent[position] if i not in under]
    if not around:
        return ()
    distances = np.round(shapely.distance(index.tree.geometries[around], point), 1)
    found = (
        Neighbour(index.territories[i].root, index.territories[i].side, float(distance))
        for i, distance in zip(around, distances, strict=True)
    )
    return tuple(sorted(found, key=lambda n: (n.distance_mm, n.root, n.side)))
