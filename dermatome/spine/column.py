"""The stance of every vertebra in space: sizes stacked along the curves of a standing adult.

Side view: x to the right is backwards, y is up, in millimetres; the patient looks to the left. The
same y is used in the view from behind, so what is level in one picture is level in the other.
"""

from __future__ import annotations

import functools
import math
from bisect import bisect_right
from dataclasses import dataclass

from dermatome.anatomy.ids import VERTEBRAE
from dermatome.spine.load import spine_data
from dermatome.spine.records import VertebraSize
from dermatome.spine.rules import BODY_SHARE, DISCS, neighbours

Point = tuple[float, float]

FUSED_DISC_MM = 0.8
"""Seam between fused sacral vertebrae, and what is left of the disc over a sacralised one."""
COCCYGEAL_GAP_MM = 2.0
LUMBARISED_DISC_MM = 7.0
SACRALISED_DISC_MM = 2.6


@dataclass(frozen=True, slots=True)
class Frame:
    """Where one vertebra stands: the middle of its body, its tilt in radians, and its sizes."""

    vertebra: str
    centre: Point
    tilt: float
    size: VertebraSize

    def at(self, back: float, up: float) -> Point:
        """Return the point ``back`` mm behind the back wall of the body and ``up`` mm above its middle."""
        a = back + (self.size.depth_upper + self.size.depth_lower) / 4
        return self.local(a, up)

    def local(self, a: float, up: float) -> Point:
        """Return the point ``a`` mm behind the middle of the body and ``up`` mm above it."""
        sin, cos = math.sin(self.tilt), math.cos(self.tilt)
        return (self.centre[0] + a * cos + up * sin, self.centre[1] - a * sin + up * cos)

    @property
    def height(self) -> float:
        """Mean height of the body."""
        return (self.size.height_anterior + self.size.height_posterior) / 2

    def corner(self, *, back: bool, upper: bool) -> Point:
        """Return a corner of the body as seen from the side."""
        depth = self.size.depth_upper if upper else self.size.depth_lower
        height = self.size.height_posterior if back else self.size.height_anterior
        return self.local(depth / 2 if back else -depth / 2, height / 2 if upper else -height / 2)


@dataclass(frozen=True)
class Column:
    """All frames from C1 to the coccyx, and the canal behind them."""

    frames: dict[str, Frame]
    transitional: str

    def canal(self, at: float, back: float) -> Point:
        """Return the point of the canal at a place, ``back`` mm behind the backs of the bodies."""
        (x, y), tilt = self._wall(at)
        return (x + back * math.cos(tilt), y - back * math.sin(tilt))

    def height(self, at: float) -> float:
        """Return y of the back wall at a place; the height of that place in the view from behind."""
        return self._wall(at)[0][1]

    def canal_depth(self, at: float) -> float:
        """Return the depth of the canal from front to back, mm."""
        return self._between(at, lambda size: size.canal_depth)

    def canal_width(self, at: float) -> float:
        """Return the width of the canal from side to side, mm."""
        return self._between(at, lambda size: size.canal_width)

    def _between(self, at: float, read) -> float:
        middles = [index + BODY_SHARE / 2 for index in range(len(VERTEBRAE))]
        values = [read(frame.size) for frame in self.frames.values()]
        return _interpolate(at, middles, values)

    def _wall(self, at: float) -> tuple[Point, float]:
        places, points, tilts = _wall_points(self)
        x = _interpolate(at, places, [p[0] for p in points])
        y = _interpolate(at, places, [p[1] for p in points])
        return (x, y), _interpolate(at, places, tilts)


def _interpolate(at: float, places: list[float], values: list[float]) -> float:
    index = min(max(bisect_right(places, at), 1), len(places) - 1)
    low, high = places[index - 1], places[index]
    share = (at - low) / (high - low)
    if at < places[0] or at > places[-1]:
        share = min(max(share, -1.0), 2.0)
    return values[index - 1] + (values[index] - values[index - 1]) * share


@functools.lru_cache(maxsize=8)
def _wall_points_of(transitional: str) -> tuple[list[float], list[Point], list[float]]:
    frames = column(transitional).frames
    places: list[float] = []
    points: list[Point] = []
    tilts: list[float] = []
    for index, frame in enumerate(frames.values()):
        for share, upper in ((0.0, True), (BODY_SHARE, False)):
            places.append(index + share)
            points.append(frame.corner(back=True, upper=upper))
            tilts.append(frame.tilt)
    return places, points, tilts


def _wall_points(which: Column) -> tuple[list[float], list[Point], list[float]]:
    return _wall_points_of(which.transitional)


def disc_height(upper: str, transitional: str = "none") -> float:
    """Return the gap below a vertebra, mm: a disc, a seam of the sacrum, or what a transition leaves."""
    if transitional == "sacralised-l5" and upper == "L5":
        return SACRALISED_DISC_MM
    if transitional == "lumbarised-s1" and upper == "S1":
        return LUMBARISED_DISC_MM
    for disc in DISCS:
        if neighbours(disc)[0] == upper:
            return spine_data().discs[disc].height
    if upper == "S5":
        return COCCYGEAL_GAP_MM
    return FUSED_DISC_MM if upper[0] == "S" else 1.5


@functools.lru_cache(maxsize=8)
def column(transitional: str = "none") -> Column:
    """Return the column, C1 on top, the middle of the S1 upper surface at (0, 0).

    :raises DataError: a table of ``data/spine`` is faulty.
    """
    sizes = spine_data().vertebrae
    frames: dict[str, Frame] = {}
    x = y = 0.0
    before: Frame | None = None
    for vertebra in VERTEBRAE:
        size = sizes[vertebra]
        tilt = math.radians(size.tilt)
        height = (size.height_anterior + size.height_posterior) / 2
        if before is not None:
            gap = disc_height(before.vertebra, transitional)
            middle = (before.tilt + tilt) / 2
            x -= (
                before.height / 2 * math.sin(before.tilt)
                + gap * math.sin(middle)
                + height / 2 * math.sin(tilt)
            )
            y -= (
                before.height / 2 * math.cos(before.tilt)
                + gap * math.cos(middle)
                + height / 2 * math.cos(tilt)
            )
        before = frames[vertebra] = Frame(vertebra, (x, y), tilt, size)
    origin = frames["S1"].local(0, frames["S1"].height / 2)
    moved = {
        name: Frame(name, (f.centre[0] - origin[0], f.centre[1] - origin[1]), f.tilt, f.size)
        for name, f in frames.items()
    }
    return Column(moved, transitional)
