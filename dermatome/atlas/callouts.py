"""Names for shapes too narrow to be written on: beside the body, with a line to the place.

Complements :mod:`dermatome.atlas.labels`; same input, same callouts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from dermatome.atlas.charts import Chart, described, drawing, label_texts
from dermatome.atlas.labels import WORD_SIZE, Label, broken, labels
from dermatome.atlas.load import Atlas, atlas
from dermatome.atlas.records import Drawn
from dermatome.atlas.sizes import full_size_mm
from dermatome.language import cached

SIZE = 0.85
"""Size of the text, as a share of a full label."""

LEAST_WIDTH_EM = 0.16
"""Slivers narrower than this have no callout: the line could not be seen to end in them."""

SIDE_MARGIN_EM = 1.2
"""How far beyond the bounds of the view a name may stand."""

ONE_LINE = 16
"""Longer names stand on two lines."""

_ANGLES = (0, 15, -15, 30, -30, 45, -45, 65, -65)
_DISTANCES_EM = np.arange(1.5, 14, 0.5)
_THROUGH_BODY = 2.0


@dataclass(frozen=True, slots=True)
class Callout:
    """A name beside the body and the point, in millimetres, its line leads to."""

    label: Label
    anchor: tuple[float, float]
    line_start: tuple[float, float]


def callouts(
    map_id: str, view: str, *, only: frozenset[str] | None = None, source: Atlas | None = None
) -> tuple[Callout, ...]:
    """Return the callouts of the shapes of a chart that carry no label, in map order.

    ``only`` names the ids that are called out, None calls all.

    :raises InputError: there is no such chart or view.
    :raises AssetError: the built geometry is missing or malformed.
    """
    return _callouts(source or atlas(), map_id, view, only)


@cached(maxsize=512)
def _callouts(source: Atlas, map_id: str, view: str, only: frozenset[str] | None) -> tuple[Callout, ...]:
    body, chart = source.view(view), described(map_id, source=source)
    full = full_size_mm(body)
    size = full if chart.layer == "dermatome" else WORD_SIZE * full
    written = labels(map_id, view, source=source)
    named = {(label.id, label.side) for label in written}
    taken: list[BaseGeometry] = [shapely.box(*label.box).buffer(0.15 * size) for label in written]
    x0, y0, x1, y1 = body.bounds
    page = shapely.box(x0 - SIDE_MARGIN_EM * full, y0, x1 + SIDE_MARGIN_EM * full, y1)
    surroundings = _Surroundings(page, body.outline, body.outline.buffer(0.3 * full), size)
    shapely.prepare([page, surroundings.near_body])  # asked of some hundred places a name
    placed = []
    for region in drawing(map_id, view, source=source).regions:
        if region.key in named or (only is not None and region.id not in only):
            continue
        callout = _best(region, _text(region, chart), surroundings, taken)
        if callout is not None:
            placed.append(callout)
            taken += [shapely.box(*callout.label.box).buffer(0.3 * size), _line(callout).buffer(0.1 * size)]
    return tuple(placed)


def _text(region: Drawn, chart: Chart) -> str:
    """Return the first name short enough for the margin, else the shortest; a long one on two lines."""
    texts = label_texts(region, chart)
    text = next((text for text in texts if len(text) <= 36), min(texts, key=len))
    return text if len(text) <= ONE_LINE or " " not in text else broken(text)[1]


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """Where a name may stand (``page``) and where not (``near_body``)."""

    page: Polygon
    body: BaseGeometry
    near_body: BaseGeometry
    size: float


def _best(region: Drawn, text: str, around: _Surroundings, taken: Iterable[BaseGeometry]) -> Callout | None:
    circles = [shapely.maximum_inscribed_circle(piece) for piece in shapely.get_parts(region.geometry)]
    widest = max(circles, key=lambda line: line.length)
    if 2 * widest.length < LEAST_WIDTH_EM * around.size:
        return None
    anchor = Point(widest.coords[0])
    found = list(_options(region, text, anchor, around))
    if not found:
        return None
    tree = shapely.STRtree(list(taken))
    needed = [(_line(option), shapely.box(*option.label.box)) for option in found]
    blocked = {int(at) // 2 for at in tree.query([each for pair in needed for each in pair], "intersects")[0]}
    options = ((_cost(option, around), option) for at, option in enumerate(found) if at not in blocked)
    return min(options, key=lambda scored: scored[0], default=(0, None))[1]


def _options(region: Drawn, text: str, anchor: Point, around: _Surroundings) -> Iterator[Callout]:
    """Yield every place beside the body from which a line can lead to the anchor."""
    blank = Label(text, region.id, region.side, 0, 0, round(SIZE * around.size, 1))
    half_width, half_height = (blank.box[2] - blank.box[0]) / 2, (blank.box[3] - blank.box[1]) / 2
    # Words are wide: their distance is that of their near edge.
    reach = half_width if len(text) > 4 else 0.0
    for outward in (-1, 1):
        for angle in np.radians(_ANGLES):
            distances = _DISTANCES_EM * around.size
            xs = np.round(anchor.x + outward * (distances * np.cos(angle) + reach), 1)
            ys = np.round(anchor.y + distances * np.sin(angle), 1)
            boxes = shapely.box(xs - half_width, ys - half_height, xs + half_width, ys + half_height)
            free = around.page.contains(boxes) & ~around.near_body.intersects(boxes)
            if not free.any():
                continue
            first = int(free.argmax())
            label = replace(blank, x=float(xs[first]), y=float(ys[first]))
            edge = label.box[0] if outward > 0 else label.box[2]
            start = (round(edge - outward * 0.12 * around.size, 1), label.y)
            yield Callout(label, (round(anchor.x, 1), round(anchor.y, 1)), start)


def _cost(callout: Callout, around: _Surroundings) -> tuple[float, float, float]:
    line = _line(callout)
    crossed = line.intersection(around.body).length
    return (round(line.length + _THROUGH_BODY * crossed, 3), callout.label.x, callout.label.y)


def _line(callout: Callout) -> LineString:
    return LineString([callout.line_start, callout.anchor])
