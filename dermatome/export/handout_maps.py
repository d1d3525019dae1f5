"""The maps of a handout: the part of the body a root is about, lit, compared, or blank to be filled in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import shapely

from dermatome.atlas.charts import drawing
from dermatome.atlas.load import Atlas
from dermatome.atlas.records import BodyView, Bounds
from dermatome.export.sheet import picture
from dermatome.export.svg import to_svg
from dermatome.figures.paint import Paint
from dermatome.figures.palette import DARK_INK
from dermatome.figures.plate import Fill, InkedLabel, Plate, PlateOptions, plate
from dermatome.language import _

BODY_VIEWS: Final = ("anterior", "posterior", "lateral-right")
CLOSE_UPS: Final = ("hand-palmar", "hand-dorsal", "foot-dorsum", "foot-sole", "perineum", "head-lateral")
BODY_SHOWN, CLOSE_UPS_SHOWN = 2, 2
NUMBER_TIMES: Final = 1.3
SIDE_WEIGHT: Final = 0.5
LEAST_SHARE: Final = 0.04
"""A close-up is worth its room when this much of it is lit."""
MOST_OF_VIEW: Final = 0.6
"""A close-up is of a part of the body when so much of what it shows is that part."""
LEAST_MM: Final = 25.0
AROUND: Final = 0.16
"""Room left round the lit skin, as a share of the window."""
SMALLEST_WINDOW: Final = (420.0, 520.0)
"""Less of the body than this many millimetres cannot be told from any other piece of it."""
NARROWEST, WIDEST = 0.42, 1.3
"""Width of a window over its height."""
PAPER: Final = "#ffffff"
BODY_PX, CLOSE_UP_PX = 440.0, 250.0
"""Height at which a map is laid out, about that of the print: lines and letters keep their weight."""
CLOSE_UP_TIMES: Final = 2.5
"""How much larger names are on a close-up, which is printed smaller than it is shown on a screen."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture for a handout: SVG, width over height, and what it shows in words.

    ``sides`` are the letters of the patient's sides from left to right on the page.
    """

    svg: str
    aspect: float
    view: str
    alt: str
    sides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """How maps of a handout are drawn.

    ``roots`` are lit, the rest steps back. ``numbers`` (root → number) take the place of names; an empty
    mapping leaves the map without any. ``blank`` leaves out all colour, ``relief`` the light and shadow.
    """

    roots: Collection[str]
    numbers: Mapping[str, int] | None = None
    blank: bool = False
    relief: bool = True
    key_points: bool = False


def views_of(roots: Collection[str], scheme: str, source: Atlas) -> tuple[str, ...]:
    """Return the views that show most of the skin of some roots on a map; at least one if any shows it."""
    lit = {view: _lit_area(roots, scheme, view, source) for view in (*BODY_VIEWS, *CLOSE_UPS)}
    # Front and back are what every other drawing shows: the side has to show much more to take their place.
    seen = {view: lit[view] * (SIDE_WEIGHT if view == "lateral-right" else 1) for view in BODY_VIEWS}
    body = sorted((view for view in BODY_VIEWS if seen[view]), key=lambda view: -seen[view])[:BODY_SHOWN]
    share = {view: lit[view] / source.view(view).outline.area for view in CLOSE_UPS}
    close = sorted((view for view in CLOSE_UPS if share[view] >= LEAST_SHARE), key=lambda v: -share[v])
    # Palm and back of a hand, or sole and top of a foot, before a third kind of close-up.
    chosen = {*body, *close[:CLOSE_UPS_SHOWN]}
    return tuple(view for view in (*BODY_VIEWS, *CLOSE_UPS) if view in chosen)


def window_of(roots: Collection[str], schemes: Iterable[str], view: str, source: Atlas) -> Bounds | None:
    """Return the part of a view (mm) that holds the skin of some roots on all these maps, with room round it.

    Front and back show the same piece of the body. None for the whole view: close-ups are small enough
    already.
    """
    if view not in BODY_VIEWS:
        return None
    views = ("anterior", "posterior") if view in ("anterior", "posterior") else (view,)
    areas = [
        region.geometry
        for scheme in schemes
        for each in views
        for region in drawing(scheme, each, source=source).regions
        if region.id in roots
    ]
    if not areas:
        return None
    x0, y0, x1, y1 = shapely.union_all(areas).bounds
    around = AROUND * max(x1 - x0, y1 - y0, *SMALLEST_WINDOW)
    wide = max(x1 - x0 + around, SMALLEST_WINDOW[0])
    high = max(y1 - y0 + around, SMALLEST_WINDOW[1], wide / WIDEST)
    wide = max(wide, NARROWEST * high)
    shape = source.view(view)
    return _within(
        ((x0 + x1 - wide) / 2, (y0 + y1 - high) / 2, (x0 + x1 + wide) / 2, (y0 + y1 + high) / 2), shape
    )


def close_views(leaves: Collection[str], source: Atlas) -> tuple[str, ...]:
    """Return the close-ups that show nothing much but these parts of the body (leaf parts)."""

    def share(view: str) -> float:
        area = sum(part.geometry.area for part in source.parts(view) if part.part in leaves)
        return area / source.view(view).outline.area

    return tuple(view for view in CLOSE_UPS if share(view) >= MOST_OF_VIEW)


def map_picture(scheme: str, view: str, look: Look, source: Atlas, *, window: Bounds | None = None) -> Drawn:
    """Return one map in one view.

    :raises InputError: no such map or view.
    :raises AssetError: the built geometry is missing or malformed.
    """
    # An empty mapping asks for a map without any name.
    callouts = window is None and look.numbers != {}
    whole = plate(view, scheme, PlateOptions(callouts=callouts, key_points=look.key_points), source)
    framed = _scaled(_framed(_painted(whole, look), window or whole.bounds), window is None)
    page = picture(framed, source, framed.bounds)
    lit = sorted({fill.id for fill in framed.fills if fill.id in look.roots})
    told = (
        _("blank, to be filled in")
        if look.blank
        else _("%(roots)s lit") % {"roots": ", ".join(lit) or _("none of the roots")}
    )
    sides = tuple(letter.text for letter in sorted(whole.letters, key=lambda letter: letter.x))
    return Drawn(to_svg(page), page.width / page.height, view, f"{whole.title}: {told}", sides)


def numbers_for(roots: Collection[str], scheme: str, views: Iterable[str], source: Atlas) -> dict[str, int]:
    """Number roots as the eye meets them on the page, so that a number does not give its root away."""
    order: dict[str, None] = {}
    for view in views:
        shown = [
            r for r in drawing(scheme, view, source=source).regions if r.id in roots and r.side == "right"
        ]
        for region in sorted(
            shown, key=lambda r: (-round(r.geometry.centroid.y / 60), r.geometry.centroid.x)
        ):
            order.setdefault(region.id)
    return {root: number for number, root in enumerate(order, 1)}


def _lit_area(roots: Collection[str], scheme: str, view: str, source: Atlas) -> float:
    regions = drawing(scheme, view, source=source).regions
    area = sum(region.geometry.area for region in regions if region.id in roots)
    return area if area > LEAST_MM**2 else 0.0


def _within(window: Bounds, shape: BodyView) -> Bounds:
    """Move a window into the view, and cut what does not fit."""
    x0, y0, x1, y1 = window
    left, bottom, right, top = shape.bounds
    margin = 20.0
    left, bottom, right, top = left - margin, bottom - margin, right + margin, top + margin
    wide, high = min(x1 - x0, right - left), min(y1 - y0, top - bottom)
    x0 = min(max(x0, left), right - wide)
    y0 = min(max(y0, bottom), top - high)
    return (round(x0, 1), round(y0, 1), round(x0 + wide, 1), round(y0 + high, 1))


def _painted(drawn: Plate, look: Look) -> Plate:
    """Return the plate with what is asked for in colour, or with no colour at all."""
    fills = tuple(_fill(fill, drawn, look) for fill in drawn.fills)
    grounds = {fill.key: fill.colour for fill in fills}
    labels = tuple(
        InkedLabel(
            inked.label,
            inked.ink if inked.label.id in look.roots else drawn.theme.quiet_ink,
            grounds.get((inked.label.id, inked.label.side), inked.halo),
        )
        for inked in drawn.labels
    )
    callouts = drawn.callouts
    if look.numbers is not None:
        callouts = tuple(
            replace(callout, label=replace(callout.label, text=str(look.numbers[callout.label.id])))
            for callout in callouts
            if callout.label.id in look.numbers
        )
        labels = tuple(_numbered(inked, look.numbers) for inked in labels if inked.label.id in look.numbers)
    return replace(
        drawn,
        fills=fills,
        labels=labels,
        callouts=callouts,
        veiled=() if look.blank else drawn.veiled,
        shade=drawn.shade if look.relief and not look.blank else None,
        key_points=tuple(point for point in drawn.key_points if point.root in look.roots),
        # They stand in the caption, where no arm is in the way.
        letters=(),
        legend=(),
    )


def _fill(fill: Fill, drawn: Plate, look: Look) -> Fill:
    if look.blank:
        return replace(fill, paint=Paint(PAPER), over=False)
    if fill.id in look.roots:
        # One root among others has a heavy edge; where all are lit, edges would only be noise.
        return replace(fill, paint=replace(fill.paint, emphasis="main")) if len(look.roots) == 1 else fill
    return replace(
        fill, paint=replace(fill.paint, colour=drawn.theme.stepped_back(fill.colour), emphasis="back")
    )


def _numbered(inked: InkedLabel, numbers: Mapping[str, int]) -> InkedLabel:
    label = replace(
        inked.label, text=str(numbers[inked.label.id]), size_mm=inked.label.size_mm * NUMBER_TIMES
    )
    return InkedLabel(label, DARK_INK, PAPER)


def _framed(drawn: Plate, window: Bounds) -> Plate:
    """Return the plate with only the names that lie inside a window."""
    if window == drawn.bounds:
        return drawn
    frame = shapely.box(*window)
    labels = tuple(inked for inked in drawn.labels if frame.contains(shapely.box(*inked.label.box)))
    return replace(drawn, bounds=window, labels=labels, callouts=())


def _scaled(drawn: Plate, close_up: bool) -> Plate:
    """Return the plate laid out at the size at which it is printed."""
    x0, y0, x1, y1 = drawn.bounds
    if not close_up:
        return replace(drawn, px_per_mm=BODY_PX / (y1 - y0))
    # The scale bar's room at the foot stays empty otherwise.
    bottom = drawn.scale_bar.y + drawn.text_mm
    labels = tuple(
        replace(inked, label=replace(inked.label, size_mm=inked.label.size_mm * CLOSE_UP_TIMES))
        for inked in drawn.labels
    )
    callouts = tuple(
        replace(callout, label=replace(callout.label, size_mm=callout.label.size_mm * CLOSE_UP_TIMES))
        for callout in drawn.callouts
    )
    return replace(
        drawn,
        bounds=(x0, round(bottom, 1), x1, y1),
        px_per_mm=CLOSE_UP_PX / (y1 - bottom),
        labels=labels,
        callouts=callouts,
    )
