"""A printed sheet: one plate or several with title, the map's name, sources and licence, laid out once.

A sheet is a list of marks in CSS pixels, y downwards. The SVG and PDF writers only translate
marks, so the files look alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from dermatome.anatomy.load import facts
from dermatome.atlas.charts import sources_of
from dermatome.atlas.labels import LINE_EM, Label
from dermatome.atlas.load import Atlas
from dermatome.atlas.records import Bounds
from dermatome.export.fonts import width, wrap
from dermatome.export.load import day, edition
from dermatome.figures.paint import VEIL, Paint
from dermatome.figures.plate import SEAM_PX, UNMAPPED, Path, Plate
from dermatome.language import N_, _

MARGIN = 28.0
MIN_WIDTH = 560.0
ROW_WIDTH = 2300.0
"""Plates stand side by side up to this width."""
PLATE_GAP = 30.0
NAME_HEIGHT = 30.0
"""Room for the name of a view above its plate, where there are several."""
FULL_WIDTH = 900.0
"""Up to this width of the page its words keep their size; on wider pages they grow with it, …"""
LARGEST_WORDS = 1.7
"""… up to so many times."""
HATCH_GAP = 6.0
OVER_GAP = 7.0
DASH = (4.0, 3.0)
DOTS = (0.1, 2 * SEAM_PX)
"""Round ends make a dot of next to nothing."""
SOURCES_APART = 8
"""More works than this share one paragraph."""
HALO_EM = 0.24
"""Width of the edge round a label, in ems; half of it shows outside the letters."""

LICENCE = N_("Dermatome Atlas, Apache-2.0. Body drawn from the MakeHuman base mesh (CC0).")


@dataclass(frozen=True, slots=True)
class Shape:
    """Closed rings to fill, or open lines to stroke; ``name`` is read aloud.

    ``opacity`` (0 to 1) is that of the fill; strokes with ``dashes`` (length, gap) are broken; ``cap`` is
    their end.
    """

    paths: tuple[Path, ...]
    fill: str | None = None
    stroke: str | None = None
    width: float = 0.0
    name: str = ""
    opacity: float = 1.0
    dashes: tuple[float, float] | None = None
    cap: Literal["round", "butt"] = "round"


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text; (x, y) is its baseline at the left or in the middle (``anchor``).

    ``halo`` is the colour of an edge round the letters. ``told`` words are read aloud for the picture; labels
    on the body are not.
    """

    text: str
    x: float
    y: float
    size: float
    colour: str
    bold: bool = False
    anchor: str = "start"
    halo: str | None = None
    told: bool = True


@dataclass(frozen=True, slots=True)
class Dot:
    """A round mark."""

    x: float
    y: float
    radius: float
    fill: str
    stroke: str
    name: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A bitmap with alpha, stretched over a rectangle."""

    data: bytes
    x: float
    y: float
    width: float
    height: float


Mark = Shape | Words | Dot | Picture


@dataclass(frozen=True, slots=True)
class Sheet:
    """Marks in drawing order on a page of ``width`` × ``height`` CSS pixels; no ``paper``: transparent."""

    width: float
    height: float
    paper: str | None
    title: str
    description: str
    marks: tuple[Mark, ...]


def sheet(
    drawn: Plate | Sequence[Plate], title: str, source: Atlas, note: str = "", *, transparent: bool = False
) -> Sheet:
    """Lay out plates of one chart under a ``title`` (empty: the plate's own); ``note`` is added below it.

    :raises DataError: a source of the map is missing from ``data/sources.csv``.
    :raises AssetError: the relief picture is missing.
    """
    plates = (drawn,) if isinstance(drawn, Plate) else tuple(drawn)
    rows = _rows(plates)
    page_width = max(*(sum(_row_widths(row)) + 2 * MARGIN for row in rows), MIN_WIDTH)
    room = page_width - 2 * MARGIN
    times = min(max(page_width / FULL_WIDTH, 1.0), LARGEST_WORDS)
    head, top = _lines(_heading(plates, title, note), room, MARGIN, times)
    keys, top = _legend(plates, room, top)
    body: list[Mark] = []
    top += 6
    for row in rows:
        marks, top = _row(row, page_width, top, source, named=len(plates) > 1)
        body += marks
    foot, bottom = _lines(_footing(plates), room, top + 8, times)
    return Sheet(
        width=round(page_width, 1),
        height=round(bottom + MARGIN, 1),
        paper=None if transparent else plates[0].theme.paper,
        title=" ".join(mark.text for mark in head if mark.bold),
        description=f"{_own_title(plates)}. {plates[0].caption}",
        marks=(*head, *keys, *body, *foot),
    )


def picture(drawn: Plate, source: Atlas, window: Bounds | None = None) -> Sheet:
    """Return a plate alone, without words round it; ``window`` (mm) is the part shown, None the whole.

    A part has no scale bar, which belongs below the whole.

    :raises AssetError: the relief picture is missing.
    """
    x0, y0, x1, y1 = window or drawn.bounds
    place = _Placement(x0, y1, drawn.px_per_mm, 0, 0)
    return Sheet(
        width=round((x1 - x0) * drawn.px_per_mm, 1),
        height=round((y1 - y0) * drawn.px_per_mm, 1),
        paper=None,
        title=drawn.title,
        description=drawn.caption,
        marks=tuple(_plate_marks(drawn, place, source, with_scale=window is None)),
    )


def _rows(plates: Sequence[Plate]) -> list[list[Plate]]:
    """Set plates side by side, as many a row as there is room for."""
    rows: list[list[Plate]] = [[]]
    for each in plates:
        if rows[-1] and sum(_row_widths([*rows[-1], each])) > ROW_WIDTH:
            rows.append([])
        rows[-1].append(each)
    return rows


def _row_widths(row: Sequence[Plate]) -> list[float]:
    """Return the widths of plates, each with the gap after it."""
    gaps = [PLATE_GAP] * (len(row) - 1) + [0.0]
    return [_size(each)[0] + gap for each, gap in zip(row, gaps, strict=True)]


def _size(drawn: Plate) -> tuple[float, float]:
    x0, y0, x1, y1 = drawn.bounds
    return (x1 - x0) * drawn.px_per_mm, (y1 - y0) * drawn.px_per_mm


def _row(
    row: Sequence[Plate], page_width: float, top: float, source: Atlas, *, named: bool
) -> tuple[list[Mark], float]:
    """Set plates on one ground line; return their marks and where the row ends."""
    widths = _row_widths(row)
    top += NAME_HEIGHT if named else 0
    height = max(_size(each)[1] for each in row)
    left = (page_width - sum(widths)) / 2
    marks: list[Mark] = []
    for each, width_px in zip(row, widths, strict=True):
        place = _Placement(
            each.bounds[0], each.bounds[3], each.px_per_mm, left, top + height - _size(each)[1]
        )
        if named:
            middle = round(left + _size(each)[0] / 2, 1)
            marks.append(
                Words(_view_name(each), middle, round(place.top - 8, 1), 17, each.theme.ink, True, "middle")
            )
        marks += _plate_marks(each, place, source)
        left += width_px
    return marks, top + height


def _view_name(drawn: Plate) -> str:
    name = drawn.title.rpartition(" · ")[2]
    return name[:1].upper() + name[1:]


def _own_title(plates: Sequence[Plate]) -> str:
    """Return the title of the chart with the views shown."""
    chart, _, view = plates[0].title.rpartition(" · ")
    views = ", ".join([view, *(each.title.rpartition(" · ")[2] for each in plates[1:])])
    return f"{chart} · {views}"


@dataclass(frozen=True, slots=True)
class _Placement:
    """Turns millimetres of the plate into pixels of the page."""

    x0: float
    y1: float
    scale: float
    left: float
    top: float

    def x(self, mm: float) -> float:
        return round(self.left + (mm - self.x0) * self.scale, 2)

    def y(self, mm: float) -> float:
        return round(self.top + (self.y1 - mm) * self.scale, 2)

    def paths(self, paths: Iterable[Path]) -> tuple[Path, ...]:
        return tuple(tuple((self.x(x), self.y(y)) for x, y in path) for path in paths)


@dataclass(frozen=True, slots=True)
class _Paragraph:
    text: str
    size: float
    colour: str
    bold: bool = False


def _heading(plates: Sequence[Plate], title: str, note: str) -> Iterator[_Paragraph]:
    theme, chart = plates[0].theme, plates[0].chart
    own = _own_title(plates)
    views = own.rpartition(" · ")[2]
    yield _Paragraph(f"{title}: {views}" if title else own, 20, theme.ink, bold=True)
    if chart.layer == "dermatome":
        year = f", {chart.year}" if chart.year and str(chart.year) not in chart.name else ""
        yield _Paragraph(f"Map: {chart.name} ({chart.short_name}{year})", 13.5, theme.ink)
    elif not (title and chart.layer in ("myotome", "nerve", "reflex")):
        # With something picked out the colours no longer mean what the name of the layer says.
        yield _Paragraph(f"{chart.name}.", 13.5, theme.ink)
    if note:
        yield _Paragraph(note, 13.5, theme.ink)


def _footing(plates: Sequence[Plate]) -> Iterator[_Paragraph]:
    drawn = plates[0]
    ink, chart = drawn.theme.quiet_ink, drawn.chart
    yield _Paragraph(drawn.caption, 12, ink)
    if chart.caveat:
        yield _Paragraph(chart.caveat, 12, ink)
    if any(each.unmapped for each in plates):
        why = f": {chart.not_mapped}" if chart.not_mapped else "."
        yield _Paragraph(_("Hatched: not mapped on this map%(why)s") % {"why": why}, 12, ink)
    if any(fill.over for each in plates for fill in each.fills):
        yield _Paragraph(
            _("Striped: two fields lie over each other there; the borders of the lower are dashed."), 12, ink
        )
    if any(each.key_points for each in plates):
        yield _Paragraph(_("Dots: the key sensory points of the ISNCSCI."), 12, ink)
    lit = [fill.id for each in plates for fill in each.fills if fill.paint.emphasis != "back"]
    works = [work.citation for work in facts().cite(sources_of(chart, lit))]
    if len(works) > SOURCES_APART:
        yield _Paragraph(f"{_('Sources')}: {' · '.join(works)}", 11, ink)
    else:
        yield from (_Paragraph(f"{_('Source')}: {work}", 11, ink) for work in works)
    yield _Paragraph(f"{_(LICENCE)} {_('Data of %(day)s') % {'day': day(edition())}}.", 11, ink)


def _legend(plates: Sequence[Plate], room: float, top: float) -> tuple[list[Mark], float]:
    """Set a swatch and its meaning side by side, as many a line as there is room for; return the end."""
    theme = plates[0].theme
    # Each view explains what it shows: together they may need more than the first.
    entries = {entry.text: entry for each in plates for entry in each.legend}.values()
    marks: list[Mark] = []
    size, x, y = 13.0, MARGIN, top + 8
    for entry in entries:
        needed = 26 + width(entry.text, size) + 22
        if x > MARGIN and x + needed > MARGIN + room:
            x, y = MARGIN, y + 22
        swatch = shapely.box(x, y, x + 20, y + 14)
        ring: Path = ((x, y), (x + 20, y), (x + 20, y + 14), (x, y + 14), (x, y))
        marks.append(Shape((ring,), entry.paint.colour))
        marks += [
            Shape(lines, stroke=entry.paint.ink, width=1.0)
            for lines in _pattern(entry.paint, swatch, 1.0, down=True)
        ]
        edge = 2.6 if entry.paint.emphasis == "main" else 0.9
        marks.append(Shape((ring,), stroke=theme.border, width=edge))
        marks.append(Words(entry.text, x + 26, y + 11.5, size, theme.ink))
        x += needed
    return marks, y + 18 if entries else top


def _lines(
    paragraphs: Iterable[_Paragraph], room: float, top: float, times: float
) -> tuple[list[Words], float]:
    """Set paragraphs below one another, ``times`` as large; return the lines and where they end."""
    lines: list[Words] = []
    for paragraph in paragraphs:
        size = round(times * paragraph.size, 1)
        for text in wrap(paragraph.text, size, room, bold=paragraph.bold):
            top += 1.3 * size
            lines.append(Words(text, MARGIN, round(top, 1), size, paragraph.colour, paragraph.bold))
    return lines, top


def _plate_marks(
    drawn: Plate, place: _Placement, source: Atlas, *, with_scale: bool = True
) -> Iterator[Mark]:
    yield from _areas(drawn, place)
    if drawn.shade is not None:
        data = source.shade_bytes(drawn.view)
        assert data is not None
        left, bottom, right, top = drawn.shade.bounds
        yield Picture(
            data,
            place.x(left),
            place.y(top),
            round((right - left) * place.scale, 2),
            round((top - bottom) * place.scale, 2),
        )
    yield from _lines_and_points(drawn, place)
    yield from _names(drawn, place)
    if with_scale:
        yield from _scale(drawn, place)


def _areas(drawn: Plate, place: _Placement) -> Iterator[Mark]:
    theme = drawn.theme
    yield Shape(place.paths(drawn.body), fill=theme.skin)
    if drawn.unmapped:
        assert drawn.blank is not None
        yield Shape(place.paths(drawn.unmapped), fill=theme.unmapped, name=UNMAPPED)
        hatch = _hatch(drawn.blank, HATCH_GAP / place.scale)
        yield Shape(place.paths(hatch), stroke=theme.hatch, width=0.8)
    # Fields of the second painting lie solid beneath the first and striped above it.
    yield from (Shape(place.paths(fill.rings), fill.colour) for fill in drawn.fills if fill.over)
    for fill in sorted(drawn.fills, key=lambda fill: (fill.over, fill.selected)):
        name = f"{fill.name}: {fill.summary}" if fill.summary else fill.name
        opacity = 0.0 if fill.over else 1.0
        yield Shape(place.paths(fill.rings), fill.colour, theme.border, 0.7, name, opacity)
        if fill.over:
            stripes = _hatch(fill.area, OVER_GAP / place.scale)
            yield Shape(place.paths(stripes), stroke=fill.colour, width=OVER_GAP / 2, cap="butt")
        for lines in _pattern(fill.paint, fill.area, 1 / place.scale):
            yield Shape(place.paths(lines), stroke=fill.paint.ink, width=1.1)
    if drawn.beneath:
        yield Shape(place.paths(drawn.beneath), stroke=theme.border, width=0.8, dashes=DASH)
    if drawn.veiled:
        yield Shape(place.paths(drawn.veiled), theme.skin, name="inferred", opacity=VEIL)
        yield Shape(place.paths(drawn.paled), stroke=theme.border, width=0.7)
    if drawn.seams:
        yield Shape(place.paths(drawn.seams), stroke=theme.border, width=SEAM_PX, dashes=DOTS)


def _lines_and_points(drawn: Plate, place: _Placement) -> Iterator[Mark]:
    theme = drawn.theme
    yield Shape(place.paths(drawn.body), stroke=theme.contour, width=drawn.silhouette_px)
    for stroke in drawn.strokes:
        yield Shape(place.paths(stroke.paths), stroke=stroke.colour, width=stroke.width_px)
    for fill in drawn.fills:
        # Drawn over the relief and the lines: the chosen root is told by its edge, not by colour alone.
        if fill.selected:
            yield Shape(place.paths(fill.rings), stroke=theme.selected_edge, width=2.6)
    for point in drawn.key_points:
        yield Dot(place.x(point.x), place.y(point.y), 3.6, theme.key_point, theme.key_point_edge, point.name)


def _names(drawn: Plate, place: _Placement) -> Iterator[Mark]:
    theme = drawn.theme
    for inked in drawn.labels:
        yield from _written(inked.label, place, inked.ink, bold=True, halo=inked.halo)
    lit = {fill.key for fill in drawn.fills if fill.selected}
    lines = [(callout.line_start, callout.anchor) for callout in drawn.callouts]
    if lines:
        yield Shape(place.paths(lines), stroke=theme.ink, width=0.8)
    for callout in drawn.callouts:
        label = callout.label
        yield from _written(label, place, theme.ink, bold=(label.id, label.side) in lit)
    for letter in drawn.letters:
        yield Words(
            letter.text, place.x(letter.x), place.y(letter.y) + 5, 15, theme.ink, True, "middle", told=False
        )


def _scale(drawn: Plate, place: _Placement) -> Iterator[Mark]:
    theme = drawn.theme
    bar = drawn.scale_bar
    ends = ((bar.x, bar.y), (bar.x + bar.length_mm, bar.y))
    yield Shape(place.paths((ends,)), stroke=theme.ink, width=2)
    yield Words(
        bar.text, place.x(bar.x + bar.length_mm) + 8, place.y(bar.y) + 4, 12, theme.quiet_ink, told=False
    )


def _written(
    label: Label, place: _Placement, ink: str, *, bold: bool, halo: str | None = None
) -> Iterator[Words]:
    size = label.size_mm * place.scale
    lines = label.lines
    # Baseline of the first line: half a capital below the middle, less half of what follows.
    first = place.y(label.y) + 0.33 * size - 0.5 * (len(lines) - 1) * LINE_EM * size
    for number, line in enumerate(lines):
        base = round(first + number * LINE_EM * size, 2)
        yield Words(line, place.x(label.x), base, round(size, 1), ink, bold, "middle", halo, False)


def _pattern(
    paint: Paint, area: BaseGeometry, px: float, *, down: bool = False
) -> Iterator[tuple[Path, ...]]:
    """Yield the lines of a pattern, cut to an area; ``px`` is the size of a CSS pixel in its unit.

    ``down`` says that y grows downwards there.
    """
    gap = HATCH_GAP * px
    if paint.pattern in ("/", "x"):
        yield _hatch(area, gap, falling=down)
    if paint.pattern in ("\\", "x"):
        yield _hatch(area, gap, falling=not down)
    if paint.pattern == ".":
        x0, y0, x1, y1 = area.bounds
        x, y = np.meshgrid(np.arange(x0, x1, gap), np.arange(y0, y1, gap))
        x[1::2] += gap / 2
        inside = shapely.contains_xy(area, x, y)
        yield tuple(((px_, py), (px_ + 0.02 * px, py)) for px_, py in zip(x[inside], y[inside], strict=True))


def _hatch(area: BaseGeometry, gap: float, *, falling: bool = False) -> tuple[Path, ...]:
    """Return diagonal lines ``gap`` apart, cut to the area; they rise to the right as y grows, or fall."""
    x0, y0, x1, y1 = area.bounds
    height = y1 - y0
    # From one origin, so that the lines of neighbouring areas meet.
    step = gap * np.sqrt(2)
    if falling:
        starts = np.arange(np.floor((x0 + y0) / step), np.ceil((x1 + y1) / step) + 1) * step
        diagonals = [[(c - y0, y0), (c - y0 - height, y1)] for c in starts]
    else:
        starts = np.arange(np.floor((x0 - y1) / step), np.ceil((x1 - y0) / step) + 1) * step
        diagonals = [[(c + y0, y0), (c + y0 + height, y1)] for c in starts]
    # All lines in one cut: one by one, each would walk around the whole area.
    pieces = shapely.get_parts(shapely.intersection(shapely.multilinestrings(diagonals), area))
    return tuple(
        tuple(piece.coords) for piece in pieces if piece.geom_type == "LineString" and not piece.is_empty
    )
