"""One plate: everything a drawn view consists of, before anything draws it.

The screen figure (plotly) and the exported files (SVG, PNG, PDF) are made from the same plate,
so they cannot disagree. Millimetres; rings are closed, shells run anticlockwise and holes
clockwise, which fills them rightly under the non-zero and the even-odd rule alike.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import shapely
from shapely.geometry import Polygon

from dermatome.anatomy.ids import VIEW_NAMES, parse_side, parse_view
from dermatome.anatomy.load import facts
from dermatome.atlas.callouts import Callout, callouts
from dermatome.atlas.describe import describe, summarise
from dermatome.atlas.labels import Label, full_size_mm, labels
from dermatome.atlas.load import Atlas, atlas
from dermatome.atlas.records import Area, BodyView, Bounds, Scheme, Shade, Territory
from dermatome.figures.palette import Theme, ink_on, theme_named

Path: TypeAlias = tuple[tuple[float, float], ...]

UNMAPPED = "not mapped on this map"
"""What the hatched rest of the body is called."""

LONG_EDGE_PX = 900
"""Size at which text and lines are laid out: the longer edge of a view, in CSS pixels."""

SILHOUETTE_PX = 1.6

_NICE_LENGTHS_MM = (10, 20, 50, 100, 200)


@dataclass(frozen=True, slots=True)
class Fill:
    """One painted territory. ``summary`` says on which body parts it lies."""

    root: str
    side: str
    kind: str
    name: str
    summary: str
    colour: str
    selected: bool
    rings: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Stroke:
    """Lines of one weight: ``contour``, ``feature`` or ``fine``."""

    weight: str
    colour: str
    width_px: float
    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class InkedLabel:
    """A label with its text colour and, against the shadows of the relief, the colour of its halo."""

    label: Label
    ink: str
    halo: str


@dataclass(frozen=True, slots=True)
class KeyPoint:
    """The point where the segment of ``root`` is tested."""

    root: str
    side: str
    name: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Letter:
    """The patient's side, written beside the body: R or L."""

    text: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class ScaleBar:
    """A known length, from (x, y) to the right, with its name."""

    x: float
    y: float
    length_mm: float
    text: str


@dataclass(frozen=True, slots=True)
class Plate:
    """A view of a map, ready to be drawn. ``bounds`` include the margin for letters and scale bar."""

    scheme: Scheme
    view: str
    theme: Theme
    bounds: Bounds
    px_per_mm: float
    body: tuple[Path, ...]
    silhouette_px: float
    unmapped: tuple[Path, ...]
    fills: tuple[Fill, ...]
    strokes: tuple[Stroke, ...]
    shade: Shade | None
    labels: tuple[InkedLabel, ...]
    callouts: tuple[Callout, ...]
    key_points: tuple[KeyPoint, ...]
    letters: tuple[Letter, ...]
    scale_bar: ScaleBar
    text_mm: float
    title: str
    caption: str


def plate(
    view: str,
    scheme: str,
    *,
    theme: str = "light",
    with_labels: bool = True,
    with_callouts: bool = False,
    with_key_points: bool = False,
    selected: str | None = None,
    side: str | None = None,
    source: Atlas | None = None,
) -> Plate:
    """Return the plate of a map in a view; equal arguments give the same object.

    ``with_callouts`` names, beside the body, the territories too narrow for a label.
    ``selected`` is a root to pick out, on one ``side`` of the patient or on both (None).

    :raises InputError: unknown view, map, theme or side, or a root the map does not draw.
    :raises AssetError: the built geometry is missing or malformed.
    """
    return _plate(
        source or atlas(),
        parse_view(view),
        scheme,
        theme,
        with_labels,
        with_callouts,
        with_key_points,
        selected,
        parse_side(side) if side else None,
    )


@functools.lru_cache(maxsize=256)
def _plate(
    source: Atlas,
    view: str,
    scheme: str,
    theme_name: str,
    with_labels: bool,
    with_callouts: bool,
    with_key_points: bool,
    selected: str | None,
    side: str | None,
) -> Plate:
    theme = theme_named(theme_name)
    shape, index, described = source.view(view), source.index(scheme, view), source.scheme(scheme)
    text_mm = full_size_mm(shape)
    fills = tuple(_fill(t, theme, selected, side, source) for t in index.territories)
    painted = {(f.root, f.side): f.colour for f in fills}
    return Plate(
        scheme=described,
        view=view,
        theme=theme,
        bounds=_with_margin(shape.bounds, text_mm),
        px_per_mm=LONG_EDGE_PX / max(shape.width, shape.height),
        body=_rings(shape.outline),
        silhouette_px=SILHOUETTE_PX,
        unmapped=_rings(index.unmapped) if index.unmapped is not None else (),
        fills=fills,
        strokes=_strokes(shape, theme),
        shade=shape.shade,
        labels=tuple(_inked(label, painted) for label in labels(scheme, view, source=source))
        if with_labels
        else (),
        callouts=callouts(scheme, view, source=source) if with_callouts else (),
        key_points=_key_points(source, view) if with_key_points else (),
        letters=_letters(index.territories, shape.bounds, text_mm),
        scale_bar=_scale_bar(shape, text_mm),
        text_mm=text_mm,
        title=f"{_map_name(described)} · {VIEW_NAMES[view].lower()}",
        caption=_caption(described),
    )


def _fill(territory: Territory, theme: Theme, selected: str | None, side: str | None, source: Atlas) -> Fill:
    lit = territory.root == selected and side in (None, territory.side)
    return Fill(
        root=territory.root,
        side=territory.side,
        kind=territory.kind,
        name=describe(territory),
        summary=summarise(territory, source=source),
        colour=theme.fill(territory.root) if lit or selected is None else theme.dimmed(territory.root),
        selected=lit,
        rings=_rings(territory.geometry),
    )


def _inked(label: Label, painted: dict[tuple[str, str], str]) -> InkedLabel:
    fill = painted[(label.root, label.side)]
    return InkedLabel(label, ink_on(fill), fill)


def _strokes(shape: BodyView, theme: Theme) -> tuple[Stroke, ...]:
    """Fine lines first, so that the contour is drawn over them; the silhouette is ``Plate.body``."""
    weights = (
        ("fine", theme.fine, 0.7),
        ("feature", theme.feature, 1.0),
        ("contour", theme.contour, SILHOUETTE_PX),
    )
    strokes = []
    for weight, colour, width in weights:
        paths = tuple(_rounded(line.geometry.coords) for line in shape.lines if line.weight == weight)
        if paths:
            strokes.append(Stroke(weight, colour, width, paths))
    return tuple(strokes)


def _key_points(source: Atlas, view: str) -> tuple[KeyPoint, ...]:
    return tuple(
        KeyPoint(mark.key_point_of, mark.side, _key_point_name(mark.key_point_of, mark.side), mark.x, mark.y)
        for mark in source.landmarks(view)
        if mark.key_point_of
    )


def _key_point_name(root: str, side: str) -> str:
    described = facts().key_point(root)
    place = f": {described.location}" if described else ""
    return f"{root}, {side}: ISNCSCI key sensory point{place}"


def _letters(territories: Iterable[Territory], bounds: Bounds, text_mm: float) -> tuple[Letter, ...]:
    """Write R and L where the patient's right and left lie on the page."""
    middles: dict[str, list[float]] = {"left": [], "right": []}
    for territory in territories:
        middles[territory.side].append(territory.geometry.centroid.x)
    sides = [side for side, xs in middles.items() if xs]
    sides.sort(key=lambda side: sum(middles[side]) / len(middles[side]))
    columns = (bounds[0], bounds[2]) if len(sides) == 2 else (bounds[0],)
    row = bounds[3] + 0.9 * text_mm
    return tuple(
        Letter("R" if side == "right" else "L", round(x, 1), round(row, 1))
        for side, x in zip(sides, columns, strict=True)
    )


def _scale_bar(shape: BodyView, text_mm: float) -> ScaleBar:
    longest = 0.25 * min(shape.width, shape.height)
    length = max((mm for mm in _NICE_LENGTHS_MM if mm <= longest), default=_NICE_LENGTHS_MM[0])
    return ScaleBar(shape.bounds[0], round(shape.bounds[1] - 1.6 * text_mm, 1), length, f"{length // 10} cm")


def _with_margin(bounds: Bounds, text_mm: float) -> Bounds:
    """Leave a line of text above for the letters and two below for the scale bar."""
    x0, y0, x1, y1 = bounds
    return (
        round(x0 - 0.8 * text_mm, 1),
        round(y0 - 2.2 * text_mm, 1),
        round(x1 + 0.8 * text_mm, 1),
        round(y1 + 1.8 * text_mm, 1),
    )


def _map_name(scheme: Scheme) -> str:
    return f"{scheme.short_name} map ({scheme.year})" if scheme.year else f"{scheme.short_name} map"


def _caption(scheme: Scheme) -> str:
    how = "One published map, redrawn" if scheme.kind == "published" else "Schematic, after one published map"
    return f"{how}. Territories overlap and people differ. R and L are the patient's right and left."


def _rings(area: Area) -> tuple[Path, ...]:
    rings: list[Path] = []
    for polygon in shapely.get_parts(shapely.orient_polygons(area)):
        assert isinstance(polygon, Polygon)
        rings.extend(_rounded(ring.coords) for ring in (polygon.exterior, *polygon.interiors))
    return tuple(rings)


def _rounded(coords: Iterable[tuple[float, ...]]) -> Path:
    return tuple((round(point[0], 1), round(point[1], 1)) for point in coords)
