"""Cord, dural sac and roots in both views, for a column and an end of the cord. Schematic throughout.

Every root is followed from its segment down the canal to its foramen. On the way those which leave
next run outermost (in front, in the side view), so the cauda equina falls into its natural order.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import shapely
from shapely.geometry import Polygon

from dermatome.anatomy.ids import ROOTS, VERTEBRAE
from dermatome.spine.back import foramen_of_sacrum, pedicle
from dermatome.spine.column import Column, Point, column
from dermatome.spine.cord import AVERAGE_CONUS, Segment, segments
from dermatome.spine.rules import riding_on
from dermatome.spine.shapes import Area, Piece, band, ellipse, spline, tidy
from dermatome.spine.side import sacral_foramen

SAC_END: Final = VERTEBRAE.index("S2") + 0.3
"""The dural sac ends at the upper third of S2 on average."""
_STEP: Final = 0.12


@dataclass(frozen=True, slots=True)
class Lane:
    """How far a root runs down the canal, in places along the column."""

    root: str
    start: float
    exit: float


def exit_place(column: Column, root: str) -> float:
    """Return the place along the column at which a root leaves the canal."""
    if root == "C1":
        return 0.12
    if root == "C2":
        return 0.86
    if root[0] == "S" and root != "S5":
        return VERTEBRAE.index(root) + 0.9
    if root in {"S5", "Co1"}:
        return VERTEBRAE.index("S5") + (0.5 if root == "S5" else 0.7)
    riding = riding_on(root)
    if riding is None or riding[1] == "above":
        index = VERTEBRAE.index("T1" if riding is None else root)
        return index - 0.02 if riding is None else index + 0.04
    return VERTEBRAE.index(root) + (0.72 if root[0] == "L" else 0.70)


@functools.lru_cache(maxsize=64)
def lanes(transitional: str, conus: str) -> dict[str, Lane]:
    """Return where each root starts and leaves. :raises InputError: no such conus level."""
    spine = column(transitional)
    found = segments(conus)
    return {root: Lane(root, found[root].middle, exit_place(spine, root)) for root in ROOTS}


def cord_outline(conus: str = AVERAGE_CONUS) -> list[Segment]:
    """Return the segments from top to bottom."""
    return list(segments(conus).values())


def _diameter(at: float, parts: list[Segment], what: str) -> float:
    middles = [(s.middle, getattr(s, what)) for s in parts]
    end = parts[-1].bottom
    middles.append((end, 0.9))
    if at <= middles[0][0]:
        return middles[0][1]
    for (a, va), (b, vb) in pairwise(middles):
        if a <= at <= b:
            return va + (vb - va) * (at - a) / (b - a)
    return 0.0


def _places(top: float, bottom: float) -> list[float]:
    count = max(int((bottom - top) / _STEP), 4)
    return [top + (bottom - top) * i / count for i in range(count + 1)]


# ---- from the side ------------------------------------------------------------------------------


def _middle_of_canal(column: Column, at: float) -> float:
    return column.canal_depth(at) * 0.5


def sac_side(column: Column) -> Area:
    """Return the dural sac from the side."""
    places = _places(0.1, SAC_END)
    front, back = [], []
    for at in places:
        half = _sac_half(column, at, column.canal_depth(at) / 2 - 2.0)
        middle = _middle_of_canal(column, at)
        front.append(column.canal(at, middle - half))
        back.append(column.canal(at, middle + half))
    return tidy(Polygon([*front, *reversed(back)]).buffer(0.6))  # type: ignore[arg-type]


def _sac_half(column: Column, at: float, full: float) -> float:
    left = max(SAC_END - at, 0.0)
    return max(min(full, 9.5), 0.6) * min(1.0, (left / 0.9) ** 0.6 if left < 0.9 else 1.0)


def segments_side(column: Column, conus: str) -> list[Piece]:
    """Return the cord segments from the side."""
    parts = cord_outline(conus)
    pieces = []
    for part in parts:
        front, back = [], []
        for at in _places(part.top, part.bottom):
            half, middle = _diameter(at, parts, "depth") / 2, _middle_of_canal(column, at)
            front.append(column.canal(at, middle - half))
            back.append(column.canal(at, middle + half))
        pieces.append(Piece("segment", part.segment, "segment", tidy(Polygon([*front, *reversed(back)]))))
    return pieces


def roots_side(column: Column, conus: str) -> list[Piece]:
    """Return the roots of the near side: path in the canal, ganglion, stump of the nerve."""
    return [Piece("root", root, "root", tidy(_root_side(column, conus, root))) for root in reversed(ROOTS)]


def exit_side(column: Column, root: str) -> Point:
    """Return where a root leaves in the side view."""
    if root[0] == "S" and root != "S5":
        return sacral_foramen(column, int(root[1]))
    at = exit_place(column, root)
    depth = column.canal_depth(at)
    share = {"C": 0.22, "T": 0.34, "L": 0.30, "S": 0.5}[root[0]] if root != "Co1" else 0.5
    return column.canal(at, max(depth, 8.0) * share if root not in {"S5", "Co1"} else depth * 0.5)


def _root_side(column: Column, conus: str, root: str) -> Area:
    paths = lanes(column.transitional, conus)
    lane = paths[root]
    parts = cord_outline(conus)
    line: list[Point] = []
    inner = max(lane.exit - lane.start, 0)
    for at in _places(lane.start, lane.exit - min(0.35, inner * 0.5)) if inner > 0.2 else [lane.start]:
        line.append(column.canal(at, _lane_depth(column, paths, root, at, parts)))
    end = exit_side(column, root)
    line.append(end)
    width, ganglion, stump = _gauge(root)
    down = math.radians({"C": 28, "T": 50, "L": 62, "S": 66}.get(root[0] if root != "Co1" else "S", 60))
    tip = (end[0] - math.cos(down) * stump, end[1] - math.sin(down) * stump)
    path = band(spline([*line, tip], 5), width)
    if not ganglion:
        return path
    knot = _knot(root, line[-2], end, math.pi + down, (ganglion, ganglion * 0.68))
    return shapely.union(path, knot)  # type: ignore[return-value]


def _lane_depth(column: Column, paths: dict[str, Lane], root: str, at: float, parts: list[Segment]) -> float:
    """How far behind the bodies a root runs at a place: those leaving next lie in front."""
    middle = _middle_of_canal(column, at)
    reach = _sac_half(column, at, column.canal_depth(at) / 2 - 2.0)
    order = _order(paths, root, at)
    cord = _diameter(at, parts, "depth") / 2
    if cord > 1.2:
        return (
            max(middle - reach + 0.5 + order * 0.5, middle - cord - 0.9)
            if order
            else middle - max(cord * 0.75, 1.2)
        )
    crowd = max(_crowd(paths, at), 2)
    return middle - reach + 0.7 + order * (2 * reach - 1.4) / (crowd - 1) * 0.92


def _order(paths: dict[str, Lane], root: str, at: float) -> int:
    """How many roots in the canal at a place leave before this one."""
    mine = ROOTS.index(root)
    return sum(1 for lane in paths.values() if lane.start <= at < lane.exit and ROOTS.index(lane.root) < mine)


def _crowd(paths: dict[str, Lane], at: float) -> int:
    return sum(1 for lane in paths.values() if lane.start <= at < lane.exit)


def _knot(root: str, before: Point, end: Point, outward: float, size: tuple[float, float]) -> Area:
    """Return the ganglion of a root: beyond the place where it leaves, that of S1 before it, in the canal.

    ``before`` is the last point of the path within, ``outward`` the angle of the stump. Source: KIKUCHI1994;
    how far it lies is schematic.
    """
    angle, far = outward, 1.5
    if root == "S1":
        angle, far = math.atan2(before[1] - end[1], before[0] - end[0]), 4.0
    return ellipse((end[0] + math.cos(angle) * far, end[1] + math.sin(angle) * far), *size, angle)


def _gauge(root: str) -> tuple[float, float, float]:
    """Return width of a root, half length of its ganglion and length of its stump, mm."""
    if root == "Co1":
        return 0.6, 0.0, 5.0
    if root[0] == "C":
        return 1.5, 2.6 if root != "C1" else 0.0, 9.0
    if root[0] == "T":
        return 1.2, 2.3, 9.0
    if root[0] == "L":
        return 1.5, 3.6, 14.0
    return (1.4, 3.0, 10.0) if root in {"S1", "S2"} else (0.9, 1.8, 7.0)


# ---- from behind --------------------------------------------------------------------------------


def sac_back(column: Column) -> Area:
    """Return the dural sac from behind."""
    places = _places(0.1, SAC_END)
    right = [(_sac_half_back(column, at), column.height(at)) for at in places]
    return tidy(Polygon([*right, *[(-x, y) for x, y in reversed(right)]]).buffer(0.6))  # type: ignore[arg-type]


def _sac_half_back(column: Column, at: float) -> float:
    left = max(SAC_END - at, 0.0)
    full = min(column.canal_width(at) / 2 - 2.2, 9.6)
    return max(full * (1.0 if left > 1.0 else left**0.6), 0.4)


def filum(column: Column, conus: str, view: str) -> list[Point]:
    """Return the filum terminale, from the tip of the cord to the coccyx."""
    start = cord_outline(conus)[-1].bottom
    places = _places(start, VERTEBRAE.index("Co1") + 0.1)
    if view == "back":
        return [(0.0, column.height(at)) for at in places]
    return [column.canal(at, _middle_of_canal(column, at) * 1.1) for at in places]


def segments_back(column: Column, conus: str) -> list[Piece]:
    """Return the cord segments from behind."""
    parts = cord_outline(conus)
    pieces = []
    for part in parts:
        right = [
            (_diameter(at, parts, "width") / 2, column.height(at)) for at in _places(part.top, part.bottom)
        ]
        ring = [*right, *[(-x, y) for x, y in reversed(right)]]
        pieces.append(Piece("segment", part.segment, "segment", tidy(Polygon(ring))))
    return pieces


def roots_back(column: Column, conus: str) -> list[Piece]:
    """Return the roots of both sides from behind, each pair in one piece."""
    pieces = []
    for root in reversed(ROOTS):
        right = _root_back(column, conus, root)
        left = shapely.transform(right, lambda points: points * [-1, 1])
        pieces.append(Piece("root", root, "root", tidy(shapely.union(right, left))))  # type: ignore[arg-type]
    return pieces


def exit_back(column: Column, root: str) -> Point:
    """Return where the right root leaves the canal, seen from behind."""
    if root[0] == "S" and root != "S5":
        return foramen_of_sacrum(column, int(root[1]))
    if root in {"S5", "Co1"}:
        return (5.0 if root == "S5" else 2.6, column.height(exit_place(column, root)))
    if root in {"C1", "C2"}:
        y = column.frames["C1"].centre[1]
        return (19.0, y + (11.0 if root == "C1" else -11.5))
    riding = riding_on(root)
    vertebra = "C7" if riding is None else riding[0]
    x, y, _, tall = pedicle(column, vertebra)
    if riding is not None and riding[1] == "above":
        return (x, y + tall + 2.0)
    return (x, y - tall - 2.2)


def stump_tip(column: Column, root: str) -> Point:
    """Return where the stump of the right root ends, seen from behind."""
    x, y = exit_back(column, root)
    _, _, stump = _gauge(root)
    down = math.radians({"C": 24, "T": 30, "L": 50, "S": 62}[root[0]] if root != "Co1" else 70)
    length = stump * (1.25 if root[0] in "CT" else 1.15) + (2.0 if root[0] in "CTL" else 0.0)
    return (x + math.cos(down) * length, y - math.sin(down) * length)


def _root_back(column: Column, conus: str, root: str) -> Area:
    paths = lanes(column.transitional, conus)
    lane = paths[root]
    parts = cord_outline(conus)
    end, tip = exit_back(column, root), stump_tip(column, root)
    width, ganglion, _ = _gauge(root)
    line: list[Point] = [(_diameter(lane.start, parts, "width") / 2 - 0.8, column.height(lane.start))]
    rise = 5.0 if root[0] in "CT" else 11.0
    x0, y0 = line[0]
    for at in _places(lane.start, lane.exit):
        y = column.height(at)
        if y < y0 - 1.5 and y > end[1] + rise:
            share = min((y0 - y) / 9.0, 1.0)
            across = _lane_across(column, paths, root, at, parts)
            line.append((x0 + (across - x0) * share * share * (3 - 2 * share), y))
    line = _evened(line)  # lanes shift in steps where a root leaves
    line += [end]
    curve = spline([*line, tip], 5)
    path = band(curve, width)
    if not ganglion:
        return path
    slope = math.atan2(tip[1] - end[1], tip[0] - end[0])
    knot = _knot(root, line[-2], end, slope, (ganglion, ganglion * 0.64))
    return shapely.union(path, knot)  # type: ignore[return-value]


def _lane_across(column: Column, paths: dict[str, Lane], root: str, at: float, parts: list[Segment]) -> float:
    """How far from the midline a root runs at a place: those leaving next lie outermost."""
    # Below the first sacral vertebra the roots leave the narrowing sac and go on beside it.
    beside = column.canal_width(at) * 0.43 - 1.6 if at > VERTEBRAE.index("S1") else 0.0
    reach = max(_sac_half_back(column, at) - 0.7, beside)
    cord = _diameter(at, parts, "width") / 2
    order, crowd = _order(paths, root, at), max(_crowd(paths, at), 1)
    inner = min(cord + 0.5 if cord > 0.6 else 0.7, reach)
    if crowd == 1:
        return max(reach * 0.5, 0.8)
    return reach - order * min((reach - inner) / (crowd - 1), 1.9)


def _evened(line: list[Point]) -> list[Point]:
    if len(line) < 3:
        return line
    for _ in range(4):
        middle = [
            ((a[0] + 2 * b[0] + c[0]) / 4, b[1]) for a, b, c in zip(line, line[1:], line[2:], strict=False)
        ]
        line = [line[0], *middle, line[-1]]
    return line
