"""The clickable column: a Streamlit component that draws both views and the names between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

import shapely

from dermatome.language import _
from dermatome.spine.column import column
from dermatome.spine.cord import segments
from dermatome.spine.drawing import VIEWS, window_for
from dermatome.spine.herniation import herniation_back, herniation_side
from dermatome.spine.nerves import exit_back, exit_side
from dermatome.spine.relations import Mark, meanings_on_drawing, relations
from dermatome.spine.relations import herniation as herniation_of
from dermatome.spine.shapes import Area, ellipse
from dermatome.spine.transitional import disc_label, vertebra_label
from dermatome.ui.base.frontend import draw
from dermatome.ui.base.levels import Levels
from dermatome.ui.base.served import plotly_version
from dermatome.ui.levels.text import summary

SPINE: Final = "spine"
"""Key of the component."""


def spine_map(state: Levels, *, side: str, seen: int, on_pick: Callable[[Any], None]) -> None:
    """Draw the column for a state.

    :param side: of the patient, on which a herniation is drawn.
    :param seen: number of the last choice the browser has reported.
    """
    draw("spine", SPINE, {"n": seen, **told(state, side)}, pick=on_pick)


def told(state: Levels, side: str) -> dict[str, Any]:
    """Return what the drawing of a state is told.

    ``said`` is what a screen reader hears of a new choice; ``window`` the stretch of the column to turn to
    when it changes; ``near`` the stretch in which the chosen thing lies, for narrow screens.
    """
    found = relations(state.kind, state.id, state.conus)
    marks, level_of, window = found.marks, None, "whole"
    if state.which:
        marks, level_of = meanings_on_drawing(state.label, state.conus), state.label
        level_of = level_of if level_of not in {"C1", "Co1"} else None
    elif state.herniation:
        _threat, marks = herniation_of(state.id, state.herniation, state.conus)
        window = window_for(state.id)
    elif state.transitional != "none":
        window = "low-back"
    shown: list[dict[str, Any]] = [
        {"kind": m.kind, "id": m.id, "state": m.state, "label": _label(m, state)} for m in marks
    ]
    shapes = [*_herniation(state, side), *_foramen(state, shown)]
    if level_of:
        level, line = _level(state, level_of)
        shown.append(level)
        shapes += line
    sided = state.herniation and not state.which and state.herniation != "central"
    return {
        "plotly": plotly_version(),
        "kind": state.kind,
        "id": state.id,
        "conus": state.conus,
        "transitional": state.transitional,
        "marks": shown,
        "shapes": shapes,
        "said": summary(found),
        "window": window,
        "near": window_for(next(mark.id for mark in found.marks if mark.kind in {"vertebra", "disc"})),
        **({"side": side} if sided else {}),
    }


def _label(mark: Mark, state: Levels) -> str:
    """Return name and note of a mark, in the words that stand on the drawing."""
    name = mark.label
    if mark.kind == "vertebra":
        name = name.replace(mark.id, vertebra_label(mark.id, state.transitional))
    elif mark.kind == "disc":
        name = name.replace(mark.id, disc_label(mark.id, state.transitional))
    return f"{name} | {mark.note}" if mark.note else name


def _herniation(state: Levels, side: str) -> list[dict[str, Any]]:
    if not state.herniation or state.which:
        return []
    spine = column(state.transitional)
    return [
        _shape("side", "herniation", herniation_side(spine, state.id, state.herniation)),
        _shape("back", "herniation", herniation_back(spine, state.id, state.herniation, side)),
    ]


def _foramen(state: Levels, marks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Ring the opening of the chosen thing's root, where that root is marked."""
    if state.which or state.herniation:
        return []
    roots = [mark["id"] for mark in marks if mark["kind"] == "root"][:1]
    spine = column(state.transitional)
    rings = []
    for root in roots:
        x, y = exit_back(spine, root)
        both = shapely.MultiPolygon([ellipse((s * x, y), 5.6, 4.6) for s in (-1, 1)])
        rings += [
            _shape("side", "foramen", ellipse(exit_side(spine, root), 5.4, 5.4)),
            _shape("back", "foramen", both),
        ]
    return rings


def _level(state: Levels, segment: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The neurological level: the lower end of the lowest segment that works, as a line across the cord."""
    spine = column(state.transitional)
    at = segments(state.conus)[segment].bottom
    depth = spine.canal_depth(at)
    ends = {
        "side": [spine.canal(at, -1.0), spine.canal(at, depth + 1.0)],
        "back": [(-13.0, spine.height(at)), (13.0, spine.height(at))],
    }
    mark = {
        "kind": "level",
        "id": segment,
        "state": "alarm",
        "label": "5 "
        + _("Neurological level %(id)s") % {"id": segment}
        + " | "
        + _("cord works down to here"),
        "at": {view: _rounded(ends[view][1 if view == "side" else 0]) for view in VIEWS},
    }
    lines = [{"view": view, "kind": "level", "rings": [[_rounded(p) for p in ends[view]]]} for view in VIEWS]
    return mark, lines


def _shape(view: str, kind: str, area: Area) -> dict[str, Any]:
    rings = [[_rounded(p) for p in part.exterior.coords] for part in shapely.get_parts(area)]
    return {"view": view, "kind": kind, "rings": rings}


def _rounded(point: Iterable[float]) -> list[float]:
    return [round(value, 1) for value in point]
