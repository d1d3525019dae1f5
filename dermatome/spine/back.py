"""The bones and discs seen from behind, the arches cut away at the pedicles.

x to the right is the patient's right; y is the height of the backs of the bodies in the side view.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import shapely
from shapely.geometry import Polygon

from dermatome.anatomy.ids import VERTEBRAE
from dermatome.spine.column import Column, Frame, Point
from dermatome.spine.rules import disc_name
from dermatome.spine.shapes import Area, Piece, blended, ellipse, quadratic, rounded, smooth, spline, tidy
from dermatome.spine.side import drawn_disc

PEDICLE_LIFT: Final = {"C": 0.0, "T": 0.17, "L": 0.16}
"""How far above the middle of the body the pedicle sits, as a share of the body's height."""

# Half the width of the sacrum from its base to its apex: (place from S1 down, share of the span of S1 / 2).
_SACRUM: Final = (
    (-0.02, 0.60),
    (0.12, 0.93),
    (0.45, 1.0),
    (1.0, 0.92),
    (1.6, 0.78),
    (2.2, 0.62),
    (2.9, 0.50),
    (3.5, 0.42),
    (4.1, 0.36),
    (4.55, 0.24),
    (4.8, 0.11),
)


def back_bones(column: Column) -> list[Piece]:
    """Return transverse processes, bodies, discs and sacrum, in the order in which they are drawn."""
    pieces: list[Piece] = []
    free = [f for v, f in column.frames.items() if v[0] in "CTL" and v not in {"C1", "Co1"}]
    pieces += [Piece("vertebra", f.vertebra, "process", _processes(column, f)) for f in free]
    pieces += list(_discs(column))
    pieces += [Piece("vertebra", f.vertebra, "body", _body(column, f)) for f in free]
    pieces += list(_atlas(column))
    pieces += list(_sacrum(column))
    pieces += [Piece("vertebra", "Co1", "body", _coccyx(column))]
    return [Piece(p.kind, p.id, p.part, tidy(p.geometry)) for p in pieces]


def pedicles(column: Column) -> list[Piece]:
    """Return the cut faces of the pedicles, left and right in one piece."""
    cuts = []
    for vertebra, frame in column.frames.items():
        if frame.size.pedicle_width and vertebra[0] in "CTL" and vertebra not in {"C1", "Co1"}:
            x, y, rx, ry = pedicle(column, vertebra)
            both = shapely.union_all([ellipse((side * x, y), rx, ry, side * 0.12) for side in (-1, 1)])
            cuts.append(Piece("vertebra", vertebra, "pedicle", tidy(both)))  # type: ignore[arg-type]
    return cuts


def pedicle(column: Column, vertebra: str) -> tuple[float, float, float, float]:
    """Return x and y of the middle of the right pedicle, and its half width and half height."""
    frame = column.frames[vertebra]
    lift = PEDICLE_LIFT.get(vertebra[0], 0.0)
    y = frame.at(0, lift * frame.height)[1]
    half = frame.size.pedicle_width / 2
    return frame.size.canal_width / 2 + half, y, half, frame.size.pedicle_height / 2 * math.cos(frame.tilt)


def span(frame: Frame, column: Column) -> float:
    """Return tip to tip of the transverse processes; a sacralised L5 reaches out to the sacrum."""
    return 104.0 if frame.vertebra == "L5" and column.transitional == "sacralised-l5" else frame.size.span


def _edges(frame: Frame) -> tuple[float, float]:
    return frame.corner(back=True, upper=True)[1], frame.corner(back=True, upper=False)[1]


def _body(column: Column, frame: Frame) -> Area:
    top, bottom = _edges(frame)
    wu, wl = frame.size.width_upper / 2, frame.size.width_lower / 2
    waist = min(wu, wl) * (0.96 if frame.vertebra[0] == "C" else 0.86)
    middle = (top + bottom) / 2
    sag = (top - bottom) * 0.05
    ring: list[Point] = []
    ring += quadratic((-wu, top), (0, top - sag), (wu, top))
    ring += quadratic((wu, top), (2 * waist - (wu + wl) / 2, middle), (wl, bottom))
    ring += quadratic((wl, bottom), (0, bottom + sag), (-wl, bottom))
    ring += quadratic((-wl, bottom), ((wu + wl) / 2 - 2 * waist, middle), (-wu, top))
    area: Area = rounded(Polygon(ring), 2.0)
    if frame.vertebra == "C2":
        tip = frame.local(0, frame.height / 2 + 15)[1]
        dens = smooth(
            [
                (-5.2, top - 4),
                (-5.4, top + 5),
                (-5.2, tip - 4),
                (-2, tip + 1),
                (2, tip + 1),
                (5.2, tip - 4),
                (5.4, top + 5),
                (5.2, top - 4),
            ]
        )
        facets = [
            smooth(
                [(s * 7, top + 3), (s * 22, top - 3), (s * 25, top - 8), (s * 16, top - 12), (s * 6, top - 8)]
            )
            for s in (-1, 1)
        ]
        area = blended([area, dens, *facets], 0.9)
    return area


def _processes(column: Column, frame: Frame) -> Area:
    """Transverse processes of both sides, in front of which the pedicle is cut."""
    x, y, half, tall = pedicle(column, frame.vertebra)
    ring = _process(column, frame)
    right = smooth(ring)
    left = smooth([(-a, b) for a, b in ring])
    # Behind the cut pedicles, what is left of the articular mass ties body and process together.
    joint = [ellipse((s * (x + half * 0.2), y), half + 2.4, tall + 2.2) for s in (-1, 1)]
    return blended([right, left, *joint], 0.8)


def _process(column: Column, frame: Frame) -> list[tuple[float, float]]:
    """Outline of the right transverse process."""
    x, y, _half, tall = pedicle(column, frame.vertebra)
    reach, region = span(frame, column) / 2, frame.vertebra[0]
    if region == "C":
        up = (0.0, 1.5) if frame.vertebra != "C7" else (0.5, 1.0)
        return [
            (x - 2, y + 3.4),
            (reach - 6, y + 3.2 + up[0]),
            (reach - 1, y + 3.0 + up[1]),
            (reach, y - 0.4),
            (reach - 2, y - 4.6),
            (reach - 7, y - 4.4),
            (x - 2, y - 3.6),
        ]
    if region == "T":
        number = int(frame.vertebra[1:])
        rise = 7.5 if number < 10 else 3.0
        return [
            (x - 2, y + tall * 0.85),
            (reach - 6, y + rise + 3.6),
            (reach - 1.5, y + rise + 5),
            (reach + 0.6, y + rise + 0.6),
            (reach - 2, y + rise - 5),
            (reach - 7, y + rise - 5.4),
            (x - 2, y - tall * 0.7),
        ]
    if frame.vertebra == "L5" and column.transitional == "sacralised-l5":
        return [
            (x - 4, y + tall * 0.8),
            (reach - 12, y + 9),
            (reach, y + 7),
            (reach + 2, y - 6),
            (reach - 3, y - 17),
            (reach - 22, y - 17),
            (x + 2, y - tall * 0.9),
        ]
    if frame.vertebra == "L5":
        return [
            (x - 4, y + tall * 0.8),
            (reach - 12, y + 7),
            (reach - 2, y + 6.6),
            (reach + 0.6, y + 2),
            (reach - 6, y - 4),
            (reach - 16, y - 5.5),
            (x - 2, y - tall * 0.8),
        ]
    rise = 2.5 if frame.vertebra == "L4" else 0.8
    return [
        (x - 4, y + tall * 0.62),
        (reach - 14, y + 4 + rise),
        (reach - 2, y + 4 + rise * 1.5),
        (reach + 0.8, y + rise),
        (reach - 3, y - 4.6 + rise),
        (reach - 14, y - 4.6),
        (x - 4, y - tall * 0.6),
    ]


def _atlas(column: Column) -> Iterator[Piece]:
    frame = column.frames["C1"]
    y = frame.centre[1]
    bar = smooth([(-16, y + 3.4), (0, y + 5.4), (16, y + 3.4), (16, y - 3.2), (0, y - 4.6), (-16, y - 3.2)])
    yield Piece("vertebra", "C1", "bar", bar)
    masses = []
    for s in (-1, 1):
        masses.append(
            smooth(
                [
                    (s * 11, y + 7),
                    (s * 18, y + 10),
                    (s * 25, y + 7),
                    (s * 25, y - 5),
                    (s * 18, y - 10),
                    (s * 10, y - 6),
                    (s * 9, y + 1),
                ]
            )
        )
        masses.append(
            smooth([(s * 20, y + 4), (s * 36, y + 4.5), (s * 39.5, y), (s * 36, y - 4.5), (s * 20, y - 5)])
        )
    yield Piece("vertebra", "C1", "body", blended(masses, 0.9))


def foramen_of_sacrum(column: Column, number: int) -> Point:
    """Return the middle of a right posterior sacral foramen, 1 to 4 from above."""
    return (21.0, 18.0, 15.0, 12.0)[number - 1], column.height(VERTEBRAE.index(f"S{number}") + 0.92)


def sacral_edge(column: Column) -> list[Point]:
    """Return the right edge of the sacrum, from base to apex."""
    base = VERTEBRAE.index("S1")
    reach = column.frames["S1"].size.span / 2
    return spline([(share * reach, column.height(base + at)) for at, share in _SACRUM])


def _sacrum(column: Column) -> Iterator[Piece]:
    base = VERTEBRAE.index("S1")
    edge = sacral_edge(column)
    outline = Polygon([*edge, *[(-x, y) for x, y in reversed(edge)]]).buffer(0)
    top = column.height(base)
    promontory = smooth(
        [(-27, top + 1), (-20, top + 3), (20, top + 3), (27, top + 1), (34, top - 8), (-34, top - 8)]
    )
    joints = [
        smooth(
            [(s * 17, top - 4), (s * 17, top + 8), (s * 23, top + 11), (s * 28, top + 6), (s * 29, top - 6)]
        )
        for s in (-1, 1)
    ]
    outline = blended([outline, promontory, *joints], 1.2)
    holes = shapely.union_all(
        [
            ellipse((s * x, y), 4.4 - 0.3 * n, 3.4 - 0.2 * n)
            for n in range(1, 5)
            for x, y in [foramen_of_sacrum(column, n)]
            for s in (-1, 1)
        ]
    )
    outline = shapely.difference(outline, holes)
    split = column.transitional == "lumbarised-s1"
    for number in range(1, 6):
        high = top + 60 if number == 1 else column.height(base + number - 1 - 0.11)
        low = -1e3 if number == 5 else column.height(base + number - 0.11)
        gap = 1.6 if split else 0.0
        slab = shapely.box(-200, low + (gap if number == 1 else 0), 200, high - (gap if number == 2 else 0))
        yield Piece("vertebra", f"S{number}", "body", shapely.intersection(outline, slab))  # type: ignore[arg-type]


def sacral_canal(column: Column) -> Area:
    """Return the sacral canal laid open, from the base of the sacrum to its hiatus."""
    base = VERTEBRAE.index("S1")
    places = [base - 0.05 + 0.15 * i for i in range(int(4.6 / 0.15) + 1)]
    right = [(column.canal_width(at) / 2 * 0.86, column.height(at)) for at in places]
    return tidy(rounded(Polygon([*right, *[(-x, y) for x, y in reversed(right)]]), 1.5))


def _coccyx(column: Column) -> Area:
    y = column.frames["Co1"].corner(back=True, upper=True)[1]
    parts: list[Area] = []
    for height, half in ((8.5, 9.0), (6.2, 6.0), (4.6, 4.2), (3.2, 2.8)):
        ring = [(-half, y), (half, y), (half * 0.72, y - height), (-half * 0.72, y - height)]
        parts.append(smooth([(a, b) for a, b in ring], 3))
        y -= height * 0.86
    return blended(parts, 0.3)


def _discs(column: Column) -> Iterator[Piece]:
    for upper, lower in pairwise(column.frames.values()):
        if not drawn_disc(upper.vertebra, column.transitional):
            continue
        top, bottom = _edges(upper)[1], _edges(lower)[0]
        wide = lower.size.width_upper / 2 if lower.vertebra != "S1" else 25.0
        wu, wl = upper.size.width_lower / 2 + 0.4, wide + 0.4
        if upper.vertebra == "S1":
            wu = wl = 24.0
            middle = column.height(VERTEBRAE.index("S1") + 0.89)
            top, bottom = middle + 2.2, middle - 2.2
        bulge = 1.1 + 0.08 * (top - bottom)
        ring = quadratic((-wu, top), (0, top + 0.6), (wu, top)) + quadratic(
            (wu, top), (max(wu, wl) + bulge, (top + bottom) / 2), (wl, bottom)
        )
        ring += quadratic((wl, bottom), (0, bottom - 0.6), (-wl, bottom)) + quadratic(
            (-wl, bottom), (-max(wu, wl) - bulge, (top + bottom) / 2), (-wu, top)
        )
        yield Piece("disc", disc_name(upper.vertebra, lower.vertebra), "disc", Polygon(ring).buffer(0.4))  # type: ignore[arg-type]
