"""The bones and discs seen from the left side, the near arch drawn apart so that the canal shows through.

All shapes are our own, schematic, drawn in units of each vertebra's body height and canal depth.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final

import shapely
from shapely.geometry import LineString, Polygon

from dermatome.anatomy.ids import VERTEBRAE
from dermatome.spine.column import Column, Frame, Point
from dermatome.spine.rules import disc_name
from dermatome.spine.shapes import Area, Piece, blended, ellipse, quadratic, rounded, smooth, tidy

# Outlines of the near arch (pedicle, pars, articular processes) of a typical vertebra of each region.
# First number: share of the canal's depth behind the body; second: of the body's height above its middle.
_LUMBAR_ARCH: Final = (
    *((-0.12, 0.40), (0.30, 0.36), (0.52, 0.50), (0.60, 0.74), (0.78, 0.80), (0.96, 0.64), (1.02, 0.40)),
    *((1.30, 0.16), (1.40, -0.20), (1.36, -0.66), (1.22, -0.88), (1.06, -0.84), (0.98, -0.54), (0.78, -0.20)),
    *((0.40, -0.12), (-0.12, -0.14)),
)
_THORACIC_ARCH: Final = (
    *((-0.12, 0.42), (0.30, 0.40), (0.50, 0.56), (0.60, 0.86), (0.74, 0.88), (0.86, 0.58), (1.16, 0.44)),
    *((1.34, 0.20), (1.20, -0.02), (1.14, -0.34), (1.10, -0.72), (0.96, -0.78), (0.84, -0.46), (0.62, -0.12)),
    *((0.30, -0.10), (-0.12, -0.08)),
)
_CERVICAL_ARCH: Final = (
    *((-0.12, 0.30), (0.16, 0.30), (0.30, 0.78), (0.44, 0.86), (0.98, 0.40), (1.08, 0.10), (1.06, -0.62)),
    *((0.96, -0.82), (0.46, -0.42), (0.34, -0.30), (0.12, -0.26), (-0.12, -0.26)),
)
# Back of the atlas, which has no spinous process: millimetres behind and above the middle of the bone.
_ATLAS_ARCH: Final = (
    *((17, 4.2), (25, 5), (33, 3.5), (37, 1.5), (37, -3), (33, -4), (25, -2.5)),
    *((17, -2.5), (4, -1), (4, 3)),
)
_AXIS_ARCH: Final = (
    *((-0.30, 0.62), (0.10, 0.86), (0.36, 0.62), (0.66, 0.30), (1.02, 0.06), (1.06, -0.52)),
    *((0.96, -0.72), (0.46, -0.36), (0.30, -0.22), (-0.20, -0.16)),
)


def side_bones(column: Column) -> list[Piece]:
    """Return spinous processes, bodies, discs and near arches, in the order in which they are drawn."""
    bones = [
        Piece("vertebra", v, "spinous", _spinous(column, f))
        for v, f in column.frames.items()
        if _has_spine(v)
    ]
    bones += list(_discs(column))
    for vertebra, frame in column.frames.items():
        bones += [Piece("vertebra", vertebra, "body", area) for area in _bodies(column, frame)]
    return [Piece(b.kind, b.id, b.part, tidy(b.geometry)) for b in bones]


def side_arches(column: Column) -> list[Piece]:
    """Return the near arches: pedicle and articular processes, which the canal shows through."""
    arches = [
        Piece("vertebra", vertebra, "arch", tidy(_arch(column, frame)))
        for vertebra, frame in column.frames.items()
        if vertebra[0] in "CTL" and vertebra != "Co1"
    ]
    return [*arches, *_sacral_walls(column)]


def canal(column: Column) -> Area:
    """Return the canal from the atlas to the sacral hiatus, between the bodies and the laminae."""
    places = [0.1 + i * 0.1 for i in range(int((VERTEBRAE.index("S5") + 0.45 - 0.1) / 0.1) + 1)]
    front = [column.canal(at, -0.6) for at in places]
    back = [column.canal(at, column.canal_depth(at) + 0.5) for at in places]
    return tidy(Polygon([*front, *reversed(back)]).buffer(0.01))  # type: ignore[arg-type]


def _bodies(column: Column, frame: Frame) -> Iterator[Area]:
    if frame.vertebra == "C1":
        yield smooth(
            [frame.local(*p) for p in ((-12, 5), (-9.5, 6.4), (-7, 3), (-7, -3), (-9.5, -6), (-12, -4))]
        )
        return
    if frame.vertebra == "Co1":
        yield from _coccyx(frame)
        return
    depth = (frame.size.depth_upper + frame.size.depth_lower) / 2
    corners = [
        _corner(column, frame, back=b, upper=u)
        for b, u in ((False, True), (True, True), (True, False), (False, False))
    ]
    waist_front, waist_back, sag = (0.05, 0.02, 0.0) if frame.vertebra[0] == "S" else (0.15, 0.08, 0.11)
    height = frame.height
    controls = [
        frame.local(0, height / 2 - sag * height),
        frame.local(depth / 2 * (1 - 2 * waist_back), 0),
        frame.local(0, -height / 2 + sag * height),
        frame.local(-depth / 2 * (1 - 2 * waist_front), 0),
    ]
    ring: list[Point] = []
    for a, control, b in zip(corners, controls, [*corners[1:], corners[0]], strict=True):
        ring += quadratic(a, control, b)
    body = rounded(Polygon(ring), 0.4 if frame.vertebra[0] == "S" else min(1.6, height / 9))
    if frame.vertebra == "C2":
        top = height / 2
        dens = smooth(
            [
                frame.local(*p)
                for p in (
                    (-5, top - 3),
                    (-5.6, top + 5),
                    (-5, top + 12),
                    (-2, top + 17),
                    (2, top + 17),
                    (4.8, top + 12),
                    (4.2, top + 5),
                    (5.5, top - 3),
                )
            ]
        )
        body = blended([body, dens], 0.9)
    yield body


def _corner(column: Column, frame: Frame, *, back: bool, upper: bool) -> Point:
    """Return a corner of a body; fused bodies of the sacrum meet half-way."""
    own = frame.corner(back=back, upper=upper)
    index = VERTEBRAE.index(frame.vertebra) + (-1 if upper else 1)
    above = min(index, VERTEBRAE.index(frame.vertebra))
    if not fused(VERTEBRAE[above], column.transitional):
        return own
    other = column.frames[VERTEBRAE[index]].corner(back=back, upper=not upper)
    return ((own[0] + other[0]) / 2, (own[1] + other[1]) / 2)


def fused(upper: str, transitional: str) -> bool:
    """Return whether a vertebra has grown together with the one below it."""
    return upper in {"S1", "S2", "S3", "S4"} and not drawn_disc(upper, transitional)


def _coccyx(frame: Frame) -> Iterator[Area]:
    x, y = frame.local(0, frame.height / 2)
    tilt = frame.tilt
    for height, depth in ((9.5, 8.0), (7.5, 6.2), (6.0, 4.8), (4.5, 3.4)):
        sin, cos = math.sin(tilt), math.cos(tilt)
        middle = (x - sin * height / 2, y - cos * height / 2)
        yield ellipse(middle, depth / 2, height / 2 + 0.3, -tilt)
        x, y = x - sin * (height + 0.7), y - cos * (height + 0.7)
        tilt += math.radians(9)


def _arch(column: Column, frame: Frame) -> Area:
    region = frame.vertebra[0]
    if frame.vertebra == "C1":
        mass = [(-5.5, 7.5), (6, 8.5), (7.5, 2), (5, -6.5), (-6, -6), (-7.5, 0)]
        return smooth([frame.local(*p) for p in mass])
    outline = {"C": _CERVICAL_ARCH, "T": _THORACIC_ARCH, "L": _LUMBAR_ARCH}[region]
    if frame.vertebra == "C2":
        outline = _AXIS_ARCH
    depth, height = max(frame.size.canal_depth, 15.5), frame.height
    return smooth([frame.at(a * depth, v * height) for a, v in outline])


def _has_spine(vertebra: str) -> bool:
    return vertebra not in {"S5", "Co1"}


def _spinous(column: Column, frame: Frame) -> Area:
    """Lamina and spinous process: a beam from the back of the canal to the tabulated tip."""
    size, vertebra, height = frame.size, frame.vertebra, frame.height
    depth = size.canal_depth
    region = vertebra[0]
    if vertebra == "C1":
        return smooth([frame.at(a - 3, v) for a, v in _ATLAS_ARCH])
    if region == "S":
        return _crest(column, frame)
    tip = column.canal(size.spine_tip, column.canal_depth(size.spine_tip) + size.spine_length)
    root = frame.at(depth + 1.0, (0.02 if region != "C" else -0.05) * height)
    dx, dy = tip[0] - root[0], tip[1] - root[1]
    length = (dx * dx + dy * dy) ** 0.5
    ux, uy = dx / length, dy / length
    nx, ny = -uy, ux  # upward normal, for the beam points to the right
    if ny < 0:
        nx, ny = -nx, -ny

    def on(along: float, across: float) -> Point:
        return (root[0] + ux * along * length + nx * across, root[1] + uy * along * length + ny * across)

    lamina = smooth(
        [
            frame.at(depth + a, v * height)
            for a, v in ((-0.6, 0.36), (3.4, 0.30), (4.4, -0.36), (1.6, -0.62), (-0.4, -0.5))
        ]
    )
    return blended([smooth(_beam(frame, on)), lamina], 0.8)


def _beam(frame: Frame, on: Callable[[float, float], Point]) -> list[Point]:
    """Outline of a spinous process; ``on`` takes what lies along its beam (0 to 1) and across it (mm)."""
    vertebra, height = frame.vertebra, frame.height
    region = vertebra[0]
    half = {"C": 0.34, "T": 0.34, "L": 0.36}[region] * height
    if region == "L":
        lower = 0.40 * height
        beam = [
            on(-0.16, half * 0.8),
            on(0.1, half * 0.62),
            on(0.55, half * 0.72),
            on(0.93, half * 0.78),
            on(1.05, half * 0.3),
        ]
        beam += [
            on(1.04, -lower * 0.9),
            on(0.9, -lower * 1.5),
            on(0.6, -lower * 1.25),
            on(0.22, -lower * 1.05),
            on(-0.14, -lower * 1.1),
        ]
    elif vertebra == "C2":
        beam = [
            on(-0.25, 5.5),
            on(0.3, 5.6),
            on(0.85, 5.4),
            on(1.06, 2.2),
            on(1.05, -4.2),
            on(0.8, -5.2),
            on(0.25, -4.6),
            on(-0.2, -4.6),
        ]
    elif region == "C":
        tip_half = 2.6 if vertebra not in {"C6", "C7"} else 3.4
        beam = [on(-0.3, 5.2), on(0.2, 3.6), on(0.7, tip_half * 0.95), on(0.98, tip_half * 1.15), on(1.07, 0)]
        beam += [on(1.0, -tip_half * 1.15), on(0.7, -tip_half * 0.95), on(0.2, -3.6), on(-0.2, -5.2)]
    else:
        tip_half = 2.9 if vertebra not in {"T11", "T12"} else 5.2
        beam = [
            on(-0.18, half * 1.15),
            on(0.12, half * 0.95),
            on(0.55, half * 0.6),
            on(0.92, tip_half),
            on(1.03, tip_half * 0.55),
        ]
        beam += [
            on(1.02, -tip_half * 0.9),
            on(0.85, -tip_half * 1.1),
            on(0.5, -half * 0.62),
            on(0.1, -half * 0.9),
            on(-0.1, -half * 0.9),
        ]
    return beam


def _crest(column: Column, frame: Frame) -> Area:
    """One stretch of the back wall of the sacrum with its bump of the median crest."""
    index = VERTEBRAE.index(frame.vertebra)
    places = [index + share for share in (0.0, 0.25, 0.5, 0.75, 1.0)]
    inner = [column.canal(at, column.canal_depth(at) + 0.4) for at in places]
    bump = (0.45, 0.9, 1.0, 0.75, 0.4)
    if frame.vertebra == "S4":
        bump = (0.5, 0.8, 0.7, 0.45, 0.15)
    outer = [
        column.canal(at, column.canal_depth(at) + 3.0 + frame.size.spine_length * b * 0.8)
        for at, b in zip(places, bump, strict=True)
    ]
    return rounded(Polygon([*inner, *reversed(outer)]), 0.9)


def _sacral_walls(column: Column) -> Iterator[Piece]:
    """The side mass of the sacrum, thin over the canal, with its foramina left open."""
    first, last = VERTEBRAE.index("S1"), VERTEBRAE.index("S5")
    holes = shapely.union_all([ellipse(sacral_foramen(column, n), 2.6, 3.3, 0.5) for n in range(1, 5)])
    for index in range(first, last + 1):
        end = 1.0 if index < last else 0.5
        places = [index + end * step / 5 for step in range(6)]
        front = [column.canal(at, -0.3) for at in places]
        back = [column.canal(at, column.canal_depth(at) + 0.6) for at in places]
        wall = shapely.difference(Polygon([*front, *reversed(back)]), holes)
        yield Piece("vertebra", VERTEBRAE[index], "arch", tidy(wall))  # type: ignore[arg-type]


def sacral_foramen(column: Column, number: int) -> Point:
    """Return the middle of a sacral foramen, 1 to 4 from above, as seen from the side."""
    at = VERTEBRAE.index(f"S{number}") + 0.94
    return column.canal(at, column.canal_depth(at) * 0.45)


def _discs(column: Column) -> Iterator[Piece]:
    frames = list(column.frames.values())
    for upper, lower in pairwise(frames):
        name = disc_name(upper.vertebra, lower.vertebra)
        if not drawn_disc(upper.vertebra, column.transitional):
            continue
        a, b = upper.corner(back=False, upper=False), upper.corner(back=True, upper=False)
        c, d = lower.corner(back=True, upper=True), lower.corner(back=False, upper=True)
        gap = LineString([a, d]).length
        bulge = min(1.4, 0.16 * gap)
        front, back = _outwards(a, d, -bulge), _outwards(b, c, bulge * 0.5)
        ring = [
            *quadratic(a, upper.local(0, -upper.height / 2 + 0.11 * upper.height), b),
            *quadratic(b, back, c),
        ]
        ring += [
            *quadratic(c, lower.local(0, lower.height / 2 - 0.11 * lower.height), d),
            *quadratic(d, front, a),
        ]
        # A little larger than the gap: the bodies, drawn over it, cover the seam.
        yield Piece("disc", name, "disc", Polygon(ring).buffer(0.35))  # type: ignore[arg-type]


def drawn_disc(upper: str, transitional: str) -> bool:
    """Return whether a disc is drawn below a vertebra: also S1/2 where S1 is lumbarised."""
    if upper == "S1":
        return transitional == "lumbarised-s1"
    return upper[0] in "CTL" and upper not in {"C1", "Co1"}


def _outwards(a: Point, b: Point, by: float) -> Point:
    """Return the control point that lets the line from a to b bulge backwards by ``by``."""
    mx, my = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = (dx * dx + dy * dy) ** 0.5 or 1.0
    return (mx - dy / length * 2 * by, my + dx / length * 2 * by)
