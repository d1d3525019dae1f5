"""A printed sheet: a plate with its title, the map's name, sources and licence, laid out once.

A sheet is a list of marks in CSS pixels, y downwards. The SVG and PDF writers only translate
marks, so the files look alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import shapely

from dermatome.anatomy.ids import root_name
from dermatome.anatomy.load import facts
from dermatome.atlas.load import Atlas
from dermatome.atlas.records import Area
from dermatome.export.fonts import wrap
from dermatome.figures.plate import UNMAPPED, Path, Plate

MARGIN = 28.0
MIN_WIDTH = 560.0
HATCH_GAP = 6.0
HALO_EM = 0.24
"""Width of the edge round a label, in ems; half of it shows outside the letters."""

LICENCE = "Dermatome Atlas, Apache-2.0. Body drawn from the MakeHuman base mesh (CC0)."


@dataclass(frozen=True, slots=True)
class Shape:
    """Closed rings to fill, or open lines to stroke; ``name`` is read aloud."""

    paths: tuple[Path, ...]
    fill: str | None = None
    stroke: str | None = None
    width: float = 0.0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text; (x, y) is its baseline at the left or in the middle (``anchor``).

    ``halo`` is the colour of an edge round the letters.
    """

    text: str
    x: float
    y: float
    size: float
    colour: str
    bold: bool = False
    anchor: str = "start"
    halo: str | None = None


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
    """Marks in drawing order on a page of ``width`` × ``height`` CSS pixels."""

    width: float
    height: float
    paper: str
    title: str
    description: str
    marks: tuple[Mark, ...]


def sheet(drawn: Plate, root: str | None, source: Atlas, note: str = "") -> Sheet:
    """Lay out a plate; ``root`` is named in the title, ``note`` is added below it.

    :raises DataError: a source of the map is missing from ``data/sources.csv``.
    :raises AssetError: the relief picture is missing.
    """
    x0, y0, x1, y1 = drawn.bounds
    scale = drawn.px_per_mm
    plate_width, plate_height = (x1 - x0) * scale, (y1 - y0) * scale
    page_width = max(plate_width + 2 * MARGIN, MIN_WIDTH)
    room = page_width - 2 * MARGIN
    head, top = _lines(_heading(drawn, root, note), room, MARGIN)
    place = _Placement(x0, y1, scale, (page_width - plate_width) / 2, top + 6)
    foot, bottom = _lines(_footing(drawn), room, top + 6 + plate_height + 8)
    marks = (*head, *_plate_marks(drawn, place, source), *foot)
    return Sheet(
        width=round(page_width, 1),
        height=round(bottom + MARGIN, 1),
        paper=drawn.theme.paper,
        title=" ".join(mark.text for mark in head if mark.bold),
        description=f"{drawn.title}. {drawn.caption}",
        marks=marks,
    )


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


def _heading(drawn: Plate, root: str | None, note: str) -> Iterator[_Paragraph]:
    theme = drawn.theme
    view = drawn.title.rpartition(" · ")[2]
    # "S1" alone could be a vertebra: the title says it is skin, and whose.
    title = f"{root} dermatome ({root_name(root)}): {view}" if root else drawn.title
    yield _Paragraph(title, 20, theme.ink, bold=True)
    scheme = drawn.scheme
    year = f", {scheme.year}" if scheme.year and str(scheme.year) not in scheme.name else ""
    yield _Paragraph(f"Map: {scheme.name} ({scheme.short_name}{year})", 13.5, theme.ink)
    if note:
        yield _Paragraph(note, 13.5, theme.ink)


def _footing(drawn: Plate) -> Iterator[_Paragraph]:
    ink = drawn.theme.quiet_ink
    yield _Paragraph(drawn.caption, 12, ink)
    if drawn.scheme.caveat:
        yield _Paragraph(drawn.scheme.caveat, 12, ink)
    if drawn.unmapped:
        reason = f": {drawn.scheme.not_mapped}" if drawn.scheme.not_mapped else "."
        yield _Paragraph(f"Hatched: {UNMAPPED}{reason}", 12, ink)
    for cited in facts().cite(drawn.scheme.sources):
        yield _Paragraph(f"Source: {cited.citation}", 11, ink)
    yield _Paragraph(LICENCE, 11, ink)


def _lines(paragraphs: Iterable[_Paragraph], room: float, top: float) -> tuple[list[Words], float]:
    """Set paragraphs below one another; return the lines and where they end."""
    lines: list[Words] = []
    for paragraph in paragraphs:
        for text in wrap(paragraph.text, paragraph.size, room, bold=paragraph.bold):
            top += 1.3 * paragraph.size
            lines.append(Words(text, MARGIN, round(top, 1), paragraph.size, paragraph.colour, paragraph.bold))
    return lines, top


def _plate_marks(drawn: Plate, place: _Placement, source: Atlas) -> Iterator[Mark]:
    theme = drawn.theme
    yield Shape(place.paths(drawn.body), fill=theme.skin)
    if drawn.unmapped:
        area = source.index(drawn.scheme.id, drawn.view).unmapped
        assert area is not None
        yield Shape(place.paths(drawn.unmapped), fill=theme.unmapped, name=UNMAPPED)
        hatch = _hatch(area, HATCH_GAP / place.scale)
        yield Shape(place.paths(hatch), stroke=theme.hatch, width=0.8)
    for fill in sorted(drawn.fills, key=lambda fill: fill.selected):
        name = f"{fill.name}: {fill.summary}" if fill.summary else fill.name
        yield Shape(place.paths(fill.rings), fill.colour, theme.border, 0.7, name)
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
    yield Shape(place.paths(drawn.body), stroke=theme.contour, width=drawn.silhouette_px)
    for stroke in drawn.strokes:
        yield Shape(place.paths(stroke.paths), stroke=stroke.colour, width=stroke.width_px)
    for fill in drawn.fills:
        # Drawn over the relief and the lines: the chosen root is told by its edge, not by colour alone.
        if fill.selected:
            yield Shape(place.paths(fill.rings), stroke=theme.selected_edge, width=2.6)
    for point in drawn.key_points:
        yield Dot(place.x(point.x), place.y(point.y), 3.6, theme.key_point, theme.key_point_edge, point.name)
    for inked in drawn.labels:
        size = inked.label.size_mm * place.scale
        # Baseline: half a capital below the middle.
        base = place.y(inked.label.y) + 0.33 * size
        yield Words(
            inked.label.text,
            place.x(inked.label.x),
            round(base, 2),
            round(size, 1),
            inked.ink,
            True,
            "middle",
            inked.halo,
        )
    lit = {(fill.root, fill.side) for fill in drawn.fills if fill.selected}
    lines = [(callout.line_start, callout.anchor) for callout in drawn.callouts]
    if lines:
        yield Shape(place.paths(lines), stroke=theme.ink, width=0.8)
    for callout in drawn.callouts:
        label = callout.label
        size = label.size_mm * place.scale
        base = round(place.y(label.y) + 0.33 * size, 2)
        bold = (label.root, label.side) in lit
        yield Words(label.text, place.x(label.x), base, round(size, 1), theme.ink, bold, "middle")
    for letter in drawn.letters:
        yield Words(letter.text, place.x(letter.x), place.y(letter.y) + 5, 15, theme.ink, True, "middle")
    bar = drawn.scale_bar
    ends = ((bar.x, bar.y), (bar.x + bar.length_mm, bar.y))
    yield Shape(place.paths((ends,)), stroke=theme.ink, width=2)
    yield Words(bar.text, place.x(bar.x + bar.length_mm) + 8, place.y(bar.y) + 4, 12, theme.quiet_ink)


def _hatch(area: Area, gap: float) -> tuple[Path, ...]:
    """Return diagonal lines ``gap`` millimetres apart, cut to the area."""
    x0, y0, x1, y1 = area.bounds
    height = y1 - y0
    starts = np.arange(x0 - height, x1, gap * np.sqrt(2))
    diagonals = shapely.linestrings([[(x, y0), (x + height, y1)] for x in starts])
    pieces = shapely.get_parts(shapely.intersection(diagonals, area))
    return tuple(
        tuple(piece.coords) for piece in pieces if piece.geom_type == "LineString" and not piece.is_empty
    )
