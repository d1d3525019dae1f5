"""One plate: everything a drawn view consists of, before anything draws it.

The screen figure (plotly) and the exported files (SVG, PNG, PDF) are made from the same plate,
so they cannot disagree. Millimetres; rings are closed, shells run anticlockwise and holes
clockwise, which fills them rightly under the non-zero and the even-odd rule alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeAlias

import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from dermatome.anatomy.ids import parse_side, parse_view, side_name, view_name
from dermatome.anatomy.load import facts
from dermatome.anatomy.terms import fact
from dermatome.atlas.callouts import Callout, callouts
from dermatome.atlas.charts import Chart, described, drawing
from dermatome.atlas.describe import describe, summarise
from dermatome.atlas.labels import Label, labels
from dermatome.atlas.load import Atlas, atlas
from dermatome.atlas.records import Area, BodyView, Bounds, Drawn, Shade, Territory
from dermatome.atlas.sizes import full_size_mm
from dermatome.figures.paint import LegendEntry, Paint, legend, paints
from dermatome.figures.palette import Theme, ink_on, theme_named
from dermatome.language import N_, SOURCE, _, cached, language

Path: TypeAlias = tuple[tuple[float, float], ...]

UNMAPPED = N_("not mapped on this map")
"""What the hatched rest of the body is called."""

LONG_EDGE_PX = 900
"""Size at which text and lines are laid out: the longer edge of a view, in CSS pixels."""

SILHOUETTE_PX = 1.6

THINNED_MM = 0.1
"""How far a field of a map whose fields overlap may be drawn off its border: the step of the built
coordinates. Such a map has no seams to keep closed, and nearly twice the borders of another."""

THINNED_BLANK_MM = 0.15
"""Hatching ends under the drawn lines of the body, and its edge needs no finer points than that."""

THINNED_LINE_MM = 0.4
"""The same of the dashed borders that shine through, of the dotted ones and of what these enclose."""

SAME_LINE_MM = 0.5
"""Thinned lines nearer than this are the same."""

SEAM_PX = 2.2
"""Width of a dotted border: its dots are as long as wide, and as far apart."""

_NICE_LENGTHS_MM = (10, 20, 50, 100, 200)


@dataclass(frozen=True, slots=True)
class Fill:
    """One painted shape. ``summary`` says on which body parts it lies.

    ``layer`` and ``id`` are those of the record drawn; ``kind`` is ``spinal`` or ``trigeminal`` for
    territories, else empty. ``paint`` holds colour and pattern; ``over`` marks the second painting of a
    map whose fields overlap, which lets the first shine through.
    """

    id: str
    layer: str
    side: str
    kind: str
    name: str
    summary: str
    paint: Paint
    over: bool
    rings: tuple[Path, ...]
    area: Area

    @property
    def key(self) -> tuple[str, str]:
        """(id, side): unique within one chart and view."""
        return (self.id, self.side)

    @property
    def colour(self) -> str:
        """The ground colour, ``#rrggbb``."""
        return self.paint.colour

    @property
    def selected(self) -> bool:
        """True for what was asked to be picked out."""
        return self.paint.emphasis == "main"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class PlateOptions:
    """How a plate is drawn.

    ``callouts`` name, beside the body, the shapes too narrow for a label; with something selected only what
    is picked out. ``selected`` is a root to pick out, or a muscle, nerve or reflex on its own layer, on one
    ``side`` of the patient or on both (None).
    """

    theme: str = "light"
    labels: bool = True
    callouts: bool = False
    key_points: bool = False
    selected: str | None = None
    side: str | None = None


@dataclass(frozen=True, slots=True)
class Plate:
    """A chart in a view, ready to be drawn. ``bounds`` include the margin for letters and scale bar.

    ``beneath`` are borders of a map's first painting where its second lies over them. What is inferred is
    paler: whole fields by their paint, and parts of fields, ``veiled``, by skin colour laid over them.
    ``paled`` are the borders that these would cover, and ``seams`` those with the rest, which are dotted.
    """

    chart: Chart
    view: str
    theme: Theme
    bounds: Bounds
    px_per_mm: float
    body: tuple[Path, ...]
    silhouette_px: float
    unmapped: tuple[Path, ...]
    blank: Area | None
    fills: tuple[Fill, ...]
    beneath: tuple[Path, ...]
    veiled: tuple[Path, ...]
    paled: tuple[Path, ...]
    seams: tuple[Path, ...]
    strokes: tuple[Stroke, ...]
    shade: Shade | None
    labels: tuple[InkedLabel, ...]
    callouts: tuple[Callout, ...]
    key_points: tuple[KeyPoint, ...]
    letters: tuple[Letter, ...]
    scale_bar: ScaleBar
    legend: tuple[LegendEntry, ...]
    text_mm: float
    title: str
    caption: str


def plate(
    view: str, map_id: str, options: PlateOptions = PlateOptions(), source: Atlas | None = None
) -> Plate:
    """Return the plate of a chart (:mod:`dermatome.atlas.charts`) in a view; equal arguments, same object.

    :raises InputError: unknown view, map, theme or side.
    :raises AssetError: the built geometry is missing or malformed.
    """
    side = parse_side(options.side) if options.side else None
    return _plate(source or atlas(), parse_view(view), map_id, replace(options, side=side))


@cached(maxsize=256)
def _plate(source: Atlas, view: str, map_id: str, options: PlateOptions) -> Plate:
    theme, selected = theme_named(options.theme), options.selected
    chart, drawn, shape = (
        described(map_id, source=source),
        drawing(map_id, view, source=source),
        source.view(view),
    )
    text_mm = full_size_mm(shape)
    painted = paints(chart, drawn.regions, theme, selected, options.side, source)
    fills = tuple(
        _fill(region, chart, paint, over, source)
        for region, paint, over in zip(drawn.regions, painted, drawn.over, strict=True)
    )
    colours = {fill.key: fill.colour for fill in fills}
    return Plate(
        chart=chart,
        view=view,
        theme=theme,
        bounds=_with_margin(shape.bounds, text_mm),
        px_per_mm=LONG_EDGE_PX / max(shape.width, shape.height),
        body=rings(shape.outline),
        silhouette_px=SILHOUETTE_PX,
        unmapped=rings(_thinned(drawn.unmapped, THINNED_BLANK_MM)) if drawn.unmapped is not None else (),
        blank=drawn.unmapped,
        # What lies over the first painting is drawn after it.
        fills=tuple(sorted(fills, key=lambda fill: fill.over)),
        beneath=_borders(fills, shapely.union_all([fill.area for fill in fills if fill.over]), shape),
        veiled=rings(_thinned(drawn.veiled, THINNED_LINE_MM)) if drawn.veiled is not None else (),
        paled=_borders(fills, drawn.veiled, shape, drawn.inferred),
        seams=_within(drawn.inferred.boundary, shape, drawn.unmapped) if drawn.inferred is not None else (),
        strokes=_strokes(shape, theme),
        shade=shape.shade,
        labels=tuple(
            _inked(
                label,
                _ground(label, shape, theme) if chart.layer == "reflex" else colours[label.id, label.side],
            )
            for label in labels(map_id, view, source=source)
            if chart.layer in _ALL_NAMED or selected is None or _lit(fills, label)
        )
        if options.labels
        else (),
        callouts=_callouts(chart, view, fills, selected, source) if options.callouts else (),
        key_points=_key_points(source, view) if options.key_points else (),
        letters=_letters(source, view, shape.bounds, text_mm),
        scale_bar=_scale_bar(shape, text_mm),
        legend=legend(chart, painted, theme, selected, drawn.inferred is not None),
        text_mm=text_mm,
        title=f"{chart.title} · {_lower(view_name(view))}",
        caption=chart.caption,
    )


_ALL_NAMED = ("dermatome", "agreement", "difference")
"""Layers on which what is not picked out keeps its name; on the others names would drown what is."""


def _lit(fills: Iterable[Fill], label: Label) -> bool:
    return any(
        fill.paint.emphasis in ("main", "contributing")
        for fill in fills
        if fill.key == (label.id, label.side)
    )


def _callouts(
    chart: Chart, view: str, fills: Iterable[Fill], selected: str | None, source: Atlas
) -> tuple[Callout, ...]:
    only = None
    if selected is not None and chart.layer not in _ALL_NAMED:
        only = frozenset(fill.id for fill in fills if fill.paint.emphasis in ("main", "contributing"))
    return callouts(chart.id, view, only=only, source=source)


def _fill(region: Drawn, chart: Chart, paint: Paint, over: bool, source: Atlas) -> Fill:
    return Fill(
        id=region.id,
        layer=region.layer,
        side=region.side,
        kind=region.kind if isinstance(region, Territory) else "",
        name=describe(region, chart, source=source),
        summary=summarise(region, source=source),
        paint=paint,
        over=over,
        rings=rings(_drawn_area(region, source)),
        area=region.geometry,
    )


def _drawn_area(region: Drawn, source: Atlas) -> Area:
    if not isinstance(region, Territory) or not source.scheme(region.scheme).overlapping:
        return region.geometry
    return _thinned(region.geometry, THINNED_MM)


def _thinned(area: Area, off_mm: float) -> Area:
    """Return an area without points that move its border by less than a length."""
    thinned = area.simplify(off_mm)
    assert isinstance(thinned, Polygon | MultiPolygon)
    return thinned


def _ground(label: Label, shape: BodyView, theme: Theme) -> str:
    """Return what a name beside a mark is written on: skin or paper."""
    return theme.skin if shape.outline.intersects(shapely.box(*label.box)) else theme.paper


def _borders(
    fills: Iterable[Fill], under: BaseGeometry | None, shape: BodyView, apart: Area | None = None
) -> tuple[Path, ...]:
    """Return the borders of the first painting under an area, without those of an area ``apart``."""
    if under is None or under.is_empty:
        return ()
    borders = shapely.union_all([fill.area.boundary for fill in fills if not fill.over])
    return _within(borders.intersection(under), shape, apart)


def _within(borders: BaseGeometry, shape: BodyView, blank: Area | None = None) -> tuple[Path, ...]:
    """Return borders as lines, without what is the silhouette of the body or borders on blank skin."""
    edges = shapely.union_all([area.boundary for area in (shape.outline, blank) if area is not None])
    inner = borders.difference(edges.buffer(SAME_LINE_MM))
    lines = shapely.get_parts(shapely.line_merge(inner))
    thinned = (line.simplify(THINNED_LINE_MM) for line in lines if line.geom_type == "LineString")
    return tuple(_rounded(line.coords) for line in thinned)


def _inked(label: Label, fill: str) -> InkedLabel:
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
    place = f": {fact(described.location)}" if described else ""
    named = {"root": root, "side": side_name(side)}
    return _("%(root)s, %(side)s: ISNCSCI key sensory point") % named + place


def _lower(name: str) -> str:
    """Return a name for the middle of a line; German nouns keep their capital."""
    return name.lower() if language() == SOURCE else name


def _letters(source: Atlas, view: str, bounds: Bounds, text_mm: float) -> tuple[Letter, ...]:
    """Write R and L where the patient's right and left lie on the page."""
    middles: dict[str, list[float]] = {"left": [], "right": []}
    for part in source.parts(view):
        if part.side in middles:
            middles[part.side].append(part.geometry.centroid.x)
    sides = [side for side, xs in middles.items() if xs]
    sides.sort(key=lambda side: sum(middles[side]) / len(middles[side]))
    columns = (bounds[0], bounds[2]) if len(sides) == 2 else (bounds[0],)
    row = bounds[3] + 0.9 * text_mm
    return tuple(
        Letter(_("R") if side == "right" else _("L"), round(x, 1), round(row, 1))
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


def rings(area: BaseGeometry) -> tuple[Path, ...]:
    """Return the rings of an area, rounded to 0.1 mm, shells anticlockwise and holes clockwise."""
    found: list[Path] = []
    for polygon in shapely.get_parts(shapely.orient_polygons(area)):
        assert isinstance(polygon, Polygon)
        found.extend(_rounded(ring.coords) for ring in (polygon.exterior, *polygon.interiors))
    return tuple(found)


def _rounded(coords: Iterable[tuple[float, ...]]) -> Path:
    # Points that fall together at this scale are drawn once.
    return tuple(point for point, _ in groupby((round(x, 1), round(y, 1)) for x, y, *_ in coords))
