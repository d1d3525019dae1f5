"""Where the name of a root is written on a view: inside its territory, once, at a fixed size.

Each connected piece of a territory gets at most one label, at the centre of the largest
label-shaped ellipse that fits (the largest inscribed circle after squeezing the page so that
the label becomes square). Names of thoracic bands are then lined up in a column where the
bands allow, as in a printed plate. Same input, same labels.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely.affinity import scale
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from dermatome.atlas.load import Atlas, atlas
from dermatome.atlas.records import Area, BodyView, Landmark, Territory

EM_WIDTH = 0.6
"""Mean advance of a bold sans-serif capital or figure, in ems."""

CAP_HEIGHT = 0.72
"""Height of a capital, in ems: roots are written without descenders."""

AIR = 0.16
"""Clear space kept around the text on each side, in ems."""

FULL_BODY_SHARE = 1 / 72
CLOSE_UP_SHARE = 1 / 54
"""Full label size as a share of the longer edge of the view: 12.5 px on a 900 px plate of the
whole body, whose thoracic bands leave no room for more, and 17 px on a close-up."""

FULL_BODY_VIEWS = ("anterior", "posterior", "lateral-left", "lateral-right")

SMALLEST = 0.7
"""Labels shrink to this share of the full size before they are left out."""

KEY_POINT_EM = 0.35
"""Radius of a key point's mark, in ems of a full label."""

NEARLY_AS_ROOMY = 0.93
"""Places with this share of the largest circle's radius are as good; the middle one of them is taken."""

NOTHING = Polygon()

_COLUMN_STEP_MM = 1.0


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a root, centred at (x, y) millimetres, ``size_mm`` to the em."""

    text: str
    root: str
    side: str
    x: float
    y: float
    size_mm: float

    @property
    def box(self) -> tuple[float, float, float, float]:
        """x0, y0, x1, y1 of the inked text, without the air around it, in millimetres."""
        half_width, half_height = _half_box(self.text, self.size_mm, air=0.0)
        return (self.x - half_width, self.y - half_height, self.x + half_width, self.y + half_height)


def full_size_mm(view: BodyView) -> float:
    """Return the size of an unshrunk label in a view, in millimetres to the em."""
    share = FULL_BODY_SHARE if view.view in FULL_BODY_VIEWS else CLOSE_UP_SHARE
    return round(max(view.width, view.height) * share, 1)


def labels(scheme: str, view: str, *, source: Atlas | None = None) -> tuple[Label, ...]:
    """Return the labels of a map in a view, in the order of its territories.

    Territories too small for a legible label have none; the map names them on focus and hover.

    :raises InputError: there is no such map or view.
    :raises AssetError: the built geometry is missing or malformed.
    """
    return _labels(source or atlas(), scheme, view)


@functools.cache
def _labels(source: Atlas, scheme: str, view: str) -> tuple[Label, ...]:
    size = full_size_mm(source.view(view))
    territories = source.territories(scheme, view)
    marks = _key_point_marks(source.landmarks(view), size)
    placed = [label for territory in territories for label in _label_pieces(territory, size, marks)]
    placed = _align_columns(placed, {t.key: t.geometry.difference(marks) for t in territories})
    return tuple(_without_collisions(placed))


def _key_point_marks(landmarks: tuple[Landmark, ...], size: float) -> Area:
    """Where key points are marked: labels keep clear, so that they stay put when that layer is shown."""
    points = shapely.points([(mark.x, mark.y) for mark in landmarks if mark.key_point_of] or np.empty((0, 2)))
    return shapely.union_all(shapely.buffer(points, KEY_POINT_EM * size))  # pyright: ignore[reportReturnType]


def _label_pieces(territory: Territory, size: float, marks: Area = NOTHING) -> list[Label]:
    label = Label(territory.root, territory.root, territory.side, 0.0, 0.0, size)
    fitting = []
    for piece in shapely.get_parts(territory.geometry):
        # Marks may cut a piece in two; it is one region still and has one name.
        fits = [fit for room in shapely.get_parts(piece.difference(marks)) if (fit := _fit(label, room))]
        fitting += sorted(fits, key=_largest_first)[:1]
    kept: list[Label] = []
    for candidate in sorted(fitting, key=_largest_first):
        # Pieces cut apart by a limb in front read as one region: a name each would be a double.
        if all(np.hypot(candidate.x - k.x, candidate.y - k.y) > 6 * size for k in kept):
            kept.append(candidate)
    return kept


def _largest_first(label: Label) -> tuple[float, float, float]:
    return (-label.size_mm, label.x, label.y)


def _fit(label: Label, piece: Polygon) -> Label | None:
    """Return the label at its best place in a piece, shrunk if need be; None when it cannot fit."""
    half_width, half_height = _half_box(label.text, label.size_mm)
    squeeze = half_height / half_width
    squeezed = scale(piece, xfact=squeeze, yfact=1.0, origin=(0, 0))
    radius_line = shapely.maximum_inscribed_circle(squeezed, tolerance=0.05 * half_height)
    share = min(1.0, radius_line.length / half_height)
    if share < SMALLEST:
        return None
    x, y = radius_line.coords[0]
    x, y = _centred(squeezed, x, y, NEARLY_AS_ROOMY * radius_line.length)
    return replace(label, x=round(x / squeeze, 1), y=round(y, 1), size_mm=round(label.size_mm * share, 1))


def _centred(shape: Polygon, x: float, y: float, radius: float) -> tuple[float, float]:
    """Move a fitting place to the middle of its surroundings: in a band many places fit equally well."""
    room = shape.buffer(-radius)
    x0, y0, x1, y1 = shape.bounds
    for _ in range(2):
        y = _middle(room, LineString([(x, y0), (x, y1)]), Point(x, y)).y
        x = _middle(room, LineString([(x0, y), (x1, y)]), Point(x, y)).x
    return x, y


def _middle(room: BaseGeometry, line: LineString, place: Point) -> Point:
    """Return the middle of that part of the line, inside the room, on which the place lies."""
    chords = [chord for chord in shapely.get_parts(line.intersection(room)) if chord.distance(place) < 1e-6]
    return chords[0].centroid if chords else place


def _align_columns(placed: list[Label], shapes: Mapping[tuple[str, str], BaseGeometry]) -> list[Label]:
    """Line up the labels of each side's thoracic bands at the x that suits most of them."""
    aligned = list(placed)
    for side in ("left", "right"):
        members = [i for i, p in enumerate(placed) if p.side == side and _is_band(p, shapes)]
        if len(members) < 3:
            continue
        spans = [_clear_heights(placed[i], shapes[(placed[i].root, side)]) for i in members]
        candidates = sorted({x for span in spans for x in span})
        middle = float(np.median([placed[i].x for i in members]))
        column = max(candidates, key=lambda x: (sum(x in s for s in spans), -abs(x - middle)), default=None)
        for i, span in zip(members, spans, strict=True):
            if column in span:
                aligned[i] = replace(placed[i], x=column, y=span[column])
    return aligned


def _is_band(label: Label, shapes: Mapping[tuple[str, str], BaseGeometry]) -> bool:
    if not label.root.startswith("T"):
        return False
    x0, _, x1, _ = shapes[(label.root, label.side)].bounds
    return x1 - x0 > 3 * (label.box[2] - label.box[0])


def _clear_heights(label: Label, shape: BaseGeometry) -> dict[float, float]:
    """Return, for whole millimetres x, the y at which the label fits best inside its territory."""
    half_width, half_height = _half_box(label.text, label.size_mm)
    squeeze = half_height / half_width
    room = scale(shape, xfact=squeeze, yfact=1.0, origin=(0, 0)).buffer(-half_height)
    if room.is_empty:
        return {}
    x0, y0, x1, y1 = room.bounds
    columns = np.arange(np.ceil(x0 / squeeze), np.floor(x1 / squeeze) + 1, _COLUMN_STEP_MM)
    lines = shapely.linestrings([[(x * squeeze, y0 - 1), (x * squeeze, y1 + 1)] for x in columns])
    fits: dict[float, float] = {}
    for x, chord in zip(columns, shapely.intersection(lines, room), strict=True):
        pieces = [piece for piece in shapely.get_parts(chord) if not piece.is_empty]
        if pieces:
            longest = max(pieces, key=lambda piece: piece.length)
            fits[float(x)] = round(float(longest.centroid.y), 1)
    return fits


def _without_collisions(placed: list[Label]) -> list[Label]:
    """Drop the smaller of two labels that run into each other or almost touch."""
    boxes = [shapely.box(*label.box).buffer(0.05 * label.size_mm) for label in placed]
    kept: list[int] = []
    for i in sorted(range(len(placed)), key=lambda i: (-placed[i].size_mm, i)):
        if all(not _overlap(boxes[i], boxes[k]) for k in kept):
            kept.append(i)
    return [placed[i] for i in sorted(kept)]


def _overlap(one: Polygon, other: Polygon) -> bool:
    return bool(one.intersection(other).area > 0)


def _half_box(text: str, size: float, air: float = AIR) -> tuple[float, float]:
    """Half width and half height of the text with its air, in millimetres."""
    return ((len(text) * EM_WIDTH + 2 * air) * size / 2, (CAP_HEIGHT + 2 * air) * size / 2)
