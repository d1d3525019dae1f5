"""Small tools to draw with: smooth closed curves, rounded corners, bands along a path."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry import LineString, MultiPolygon, Polygon

from dermatome.spine.column import Point

Area = Polygon | MultiPolygon
GRAIN = 0.09
"""Points closer to the curve than this are left out, mm."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One drawn area in one view, mm.

    ``kind`` and ``id`` say what it belongs to (a :data:`~dermatome.spine.rules.Kind`, or ``sac``,
    ``canal``, ``filum``); ``part`` which piece of it, and with it how it is painted.
    """

    kind: str
    id: str
    part: str
    geometry: Area


def smooth(points: Sequence[Point], rounds: int = 3) -> Polygon:
    """Return the closed curve that cuts the corners of a polygon ever finer."""
    ring = list(points)
    for _ in range(rounds):
        cut: list[Point] = []
        for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
            cut += [
                (0.75 * ax + 0.25 * bx, 0.75 * ay + 0.25 * by),
                (0.25 * ax + 0.75 * bx, 0.25 * ay + 0.75 * by),
            ]
        ring = cut
    return Polygon(ring)


def rounded(area: Area, radius: float) -> Area:
    """Return an area with outward corners rounded off."""
    result = area.buffer(-radius).buffer(radius)
    assert isinstance(result, Polygon | MultiPolygon)
    return result if not result.is_empty else area


def blended(areas: Sequence[Area], radius: float) -> Area:
    """Return the union of areas with all corners rounded, as if grown together."""
    joined = shapely.union_all(list(areas))
    result = joined.buffer(radius).buffer(-2 * radius).buffer(radius)
    assert isinstance(result, Polygon | MultiPolygon)
    return result


def ellipse(centre: Point, rx: float, ry: float, angle: float = 0.0, points: int = 22) -> Polygon:
    """Return an ellipse, turned by ``angle`` radians against the clock."""
    cos, sin = math.cos(angle), math.sin(angle)
    ring = []
    for i in range(points):
        t = 2 * math.pi * i / points
        u, v = rx * math.cos(t), ry * math.sin(t)
        ring.append((centre[0] + u * cos - v * sin, centre[1] + u * sin + v * cos))
    return Polygon(ring)


def quadratic(a: Point, control: Point, b: Point, steps: int = 10) -> list[Point]:
    """Return points of a quadratic curve from ``a`` towards ``b``, ``b`` left out."""
    curve = []
    for i in range(steps):
        t = i / steps
        curve.append(
            (
                (1 - t) ** 2 * a[0] + 2 * t * (1 - t) * control[0] + t * t * b[0],
                (1 - t) ** 2 * a[1] + 2 * t * (1 - t) * control[1] + t * t * b[1],
            )
        )
    return curve


def spline(points: Sequence[Point], steps: int = 8) -> list[Point]:
    """Return a smooth line through points (Catmull-Rom)."""
    ends = [points[0], *points, points[-1]]
    line: list[Point] = []
    for p0, p1, p2, p3 in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for i in range(steps):
            t = i / steps
            line.append(
                tuple(  # type: ignore[arg-type]
                    0.5
                    * (
                        2 * p1[k]
                        + (p2[k] - p0[k]) * t
                        + (2 * p0[k] - 5 * p1[k] + 4 * p2[k] - p3[k]) * t * t
                        + (3 * p1[k] - p0[k] - 3 * p2[k] + p3[k]) * t**3
                    )
                    for k in (0, 1)
                )
            )
    return [*line, points[-1]]


def band(line: Sequence[Point], width: float) -> Area:
    """Return a band of even width along a line, round at its ends."""
    result = LineString(line).buffer(width / 2, quad_segs=3)
    assert isinstance(result, Polygon | MultiPolygon)
    return result


def tidy(area: Area) -> Area:
    """Return an area ready to be drawn: valid, without needless points, in tenths of a millimetre."""
    simple = shapely.make_valid(shapely.set_precision(area.simplify(GRAIN), 0.05))
    polygons = [p for p in shapely.get_parts(simple) if isinstance(p, Polygon) and p.area > 0.05]
    return polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)
