"""Where names are written on a view: inside their shape, once, at a fixed size.

Each connected piece of a shape gets at most one label, at the centre of the largest
label-shaped ellipse that fits (the largest inscribed circle after squeezing the page so that
the label becomes square). Names of thoracic bands are then lined up in a column where the
bands allow, as in a printed plate. Same input, same labels.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely.affinity import scale
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from dermatome.atlas.charts import Chart, described, drawing, label_texts
from dermatome.atlas.indexes import TerritoryIndex
from dermatome.atlas.load import Atlas, atlas
from dermatome.atlas.records import Area, BodyView, Drawn, Landmark
from dermatome.atlas.sizes import full_size_mm
from dermatome.language import cached

EM_WIDTH = 0.6
"""Mean advance of a bold sans-serif capital or figure, in ems."""

SMALL_LETTER_WIDTH = 0.53
"""The same of words."""

CAP_HEIGHT = 0.72
"""Height of a capital, in ems: roots are written without descenders."""

LINE_EM = 1.05
"""From one line of a name to the next, in ems."""

MOST_LINES = 4

WORD_SIZE = 0.8
"""Size of words, as a share of the size of roots."""

AIR = 0.16
"""Clear space kept around the text on each side, in ems."""

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
    """A name, centred at (x, y) millimetres, ``size_mm`` to the em; ``id`` and ``side`` say whose it is.

    A line feed in ``text`` begins a new line.
    """

    text: str
    id: str
    side: str
    x: float
    y: float
    size_mm: float

    @property
    def lines(self) -> tuple[str, ...]:
        """The text, line by line."""
        return tuple(self.text.split("\n"))

    @property
    def box(self) -> tuple[float, float, float, float]:
        """x0, y0, x1, y1 of the inked text, without the air around it, in millimetres."""
        half_width, half_height = _half_box(self.text, self.size_mm, air=0.0)
        return (self.x - half_width, self.y - half_height, self.x + half_width, self.y + half_height)


def labels(map_id: str, view: str, *, source: Atlas | None = None) -> tuple[Label, ...]:
    """Return the labels of a chart (:mod:`dermatome.atlas.charts`) in a view, in the order of its shapes.

    Shapes too small for a legible label have none; the map names them on focus and hover. Reflexes are
    named beside their marks.

    :raises InputError: there is no such chart or view.
    :raises AssetError: the built geometry is missing or malformed.
    """
    return _labels(source or atlas(), map_id, view)


@cached(maxsize=1024)
def _labels(source: Atlas, map_id: str, view: str) -> tuple[Label, ...]:
    size = full_size_mm(source.view(view))
    chart, drawn = described(map_id, source=source), drawing(map_id, view, source=source)
    if chart.layer == "reflex":
        return tuple(_beside(drawn.regions, chart, source.view(view), WORD_SIZE * size))
    if chart.layer != "dermatome":
        placed = [label for region in drawn.regions for label in _names(region, chart, WORD_SIZE * size)]
        return tuple(_without_collisions(placed))
    marks = _key_point_marks(source.landmarks(view), size)
    rooms = _own_rooms(source.index(map_id, view)) if source.scheme(map_id).overlapping else {}
    placed = []
    for territory in drawn.regions:
        # Where fields overlap a name is best written on skin that no other field has.
        alone = _label_pieces(replace(territory, geometry=rooms[territory.key]), size, marks) if rooms else []
        placed += _once_a_piece(alone, territory) or _label_pieces(territory, size, marks)
    placed = _align_columns(placed, {t.key: t.geometry.difference(marks) for t in drawn.regions})
    if rooms:
        placed += _shared_names(source.index(map_id, view), tuple(placed), WORD_SIZE * size, marks)
    return tuple(_without_collisions(placed))


def _shared_names(index: TerritoryIndex, named: Sequence[Label], size: float, marks: Area) -> Iterator[Label]:
    """Name the skin that two fields share by both, ``"S1+S2"``, where neither is ``named`` already.

    Such a label is that of the field drawn first. The bands of the trunk share all their skin, so two names a
    band would say no more than one does.
    """
    fields = index.territories
    for i, j in ((i, j) for i, over in enumerate(index.overlaps) for j in sorted(over) if j > i):
        one, other = fields[i], fields[j]
        if "T" in (one.root[0], other.root[0]):
            continue
        standing = [
            shapely.box(*label.box) for label in named if (label.id, label.side) in (one.key, other.key)
        ]
        for piece in shapely.get_parts(one.geometry.intersection(other.geometry)):
            if isinstance(piece, Polygon) and not any(box.intersects(piece) for box in standing):
                yield from _label_pieces(
                    replace(one, geometry=piece), size, marks, [f"{one.root}+{other.root}"]
                )


def _own_rooms(index: TerritoryIndex) -> dict[tuple[str, str], BaseGeometry]:
    """Return what each territory has for itself on a map whose fields overlap."""
    shapes = index.tree.geometries
    return {
        territory.key: territory.geometry.difference(shapely.union_all(shapes[list(over)]))
        for territory, over in zip(index.territories, index.overlaps, strict=True)
    }


def _once_a_piece(placed: Iterable[Label], territory: Drawn) -> list[Label]:
    """Return the largest label on each connected piece: what a field has for itself may be cut in two."""
    pieces = shapely.get_parts(territory.geometry)
    best: dict[int, Label] = {}
    for label in sorted(placed, key=_largest_first):
        piece = int(shapely.distance(pieces, shapely.Point(label.x, label.y)).argmin())
        best.setdefault(piece, label)
    return list(best.values())


def _key_point_marks(landmarks: tuple[Landmark, ...], size: float) -> Area:
    """Where key points are marked: labels keep clear, so that they stay put when that layer is shown."""
    points = shapely.points([(mark.x, mark.y) for mark in landmarks if mark.key_point_of] or np.empty((0, 2)))
    return shapely.union_all(shapely.buffer(points, KEY_POINT_EM * size))  # pyright: ignore[reportReturnType]


def _names(region: Drawn, chart: Chart, size: float) -> list[Label]:
    """Return the fullest name that fits a shape, broken into lines as suits it best."""
    for text in label_texts(region, chart):
        if found := _label_pieces(region, size, texts=broken(text)):
            return found
    return []


def broken(text: str) -> tuple[str, ...]:
    """Return a name on one line, two, three and four, its lines as even as they can be; counts stay whole.

    Lines may end in a hyphen, but for that of a range: "lumbricals 3-4".
    """
    words, found = [] if text[0].isdigit() else re.sub(r"(?<=\D)-", "- ", text).split(), [text]
    for count in range(2, min(len(words), MOST_LINES) + 1):
        cuts = itertools.combinations(range(1, len(words)), count - 1)
        splits = (
            [" ".join(words[a:b]).replace("- ", "-") for a, b in itertools.pairwise((0, *cut, len(words)))]
            for cut in cuts
        )
        found.append("\n".join(min(splits, key=lambda lines: max(map(len, lines)))))
    return tuple(found)


def _beside(regions: Iterable[Drawn], chart: Chart, view: BodyView, size: float) -> Iterator[Label]:
    """Write the name of each mark beside it, on the outer side where that is free."""
    regions = tuple(regions)
    x0, _, x1, _ = view.bounds
    page = (x0 - 0.5 * size, x1 + 0.5 * size)
    taken = [region.geometry.envelope for region in regions]
    for region in regions:
        text = label_texts(region, chart)[0]
        name = Label(broken(text)[1] if " " in text else text, region.id, region.side, 0, 0, size)
        left, low, right, high = region.geometry.bounds
        half_width, half_height = _half_box(name.text, size)
        x, y = (left + right) / 2, (low + high) / 2
        outward = (
            (right + half_width, left - half_width) if x >= 0 else (left - half_width, right + half_width)
        )
        places = [(outward[0], y), (outward[1], y), (x, high + half_height), (x, low - half_height)]
        for at in places:
            label = replace(name, x=round(at[0], 1), y=round(at[1], 1))
            box = shapely.box(*label.box)
            inside = page[0] <= label.box[0] and label.box[2] <= page[1]
            if inside and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                yield label
                break


def _label_pieces(
    territory: Drawn, size: float, marks: Area = NOTHING, texts: Sequence[str] = ()
) -> list[Label]:
    options = [Label(text, territory.id, territory.side, 0.0, 0.0, size) for text in texts or (territory.id,)]
    fitting = []
    for piece in shapely.get_parts(territory.geometry):
        # Marks may cut a piece in two; it is one region still and has one name.
        rooms = shapely.get_parts(piece.difference(marks)) if marks else [piece]
        fits = [fit for room in rooms for label in options if (fit := _fit(label, room))]
        fitting += sorted(fits, key=lambda fit: (-fit.size_mm, len(fit.lines), *_largest_first(fit)))[:1]
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
    if piece.area < SMALLEST**2 * half_width * half_height * np.pi:
        return None
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
        spans = [_clear_heights(placed[i], shapes[(placed[i].id, side)]) for i in members]
        candidates = sorted({x for span in spans for x in span})
        middle = float(np.median([placed[i].x for i in members]))
        column = max(candidates, key=lambda x: (sum(x in s for s in spans), -abs(x - middle)), default=None)
        for i, span in zip(members, spans, strict=True):
            if column in span:
                aligned[i] = replace(placed[i], x=column, y=span[column])
    return aligned


def _is_band(label: Label, shapes: Mapping[tuple[str, str], BaseGeometry]) -> bool:
    if not label.id.startswith("T"):
        return False
    x0, _, x1, _ = shapes[(label.id, label.side)].bounds
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
    if not columns.size:  # narrower than a step
        return {}
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


def _overlap(one: BaseGeometry, other: BaseGeometry) -> bool:
    return bool(one.intersection(other).area > 0)


def _half_box(text: str, size: float, air: float = AIR) -> tuple[float, float]:
    """Half width and half height of the text with its air, in millimetres."""
    lines = text.split("\n")
    letters = EM_WIDTH if text == text.upper() else SMALL_LETTER_WIDTH
    height = CAP_HEIGHT + (len(lines) - 1) * LINE_EM
    return ((max(map(len, lines)) * letters + 2 * air) * size / 2, (height + 2 * air) * size / 2)
