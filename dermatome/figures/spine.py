"""The vertebral column as plotly figures, one a view.

The figure of a (view, conus, transition, theme) never changes: what is chosen is painted over it in the
browser. Trace order is drawing order. Every trace of a thing that can be chosen carries ``meta`` with
its kind and id. Colours of roots and cord segments are those of the same root's skin on the body map.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

import plotly.graph_objects as go
import shapely

from dermatome.anatomy.ids import POOLED_SACRAL
from dermatome.figures.body import FONT, TEMPLATE
from dermatome.figures.palette import Theme, mix, theme_named
from dermatome.spine.cord import AVERAGE_CONUS
from dermatome.spine.drawing import Drawing, View, drawing
from dermatome.spine.rules import KINDS
from dermatome.spine.shapes import Area, Piece


@dataclass(frozen=True, slots=True)
class SpineColours:
    """What the column needs beside the colours of the body map."""

    bone: str
    far_bone: str
    cut_bone: str
    bone_line: str
    light: str
    disc: str
    disc_core: str
    disc_line: str
    canal: str
    sac: str
    sac_line: str


COLOURS: Final = {
    "light": SpineColours(
        bone="#f0e4ce",
        far_bone="#e4d5ba",
        cut_bone="#dcc39d",
        bone_line="#7a674c",
        light="rgba(255,253,246,0.42)",
        disc="#a9c1c9",
        disc_core="rgba(255,255,255,0.34)",
        disc_line="#4d6a74",
        canal="#d3cabd",
        sac="rgba(252,249,238,0.92)",
        sac_line="#a3977f",
    ),
    "dark": SpineColours(
        bone="#b9ac95",
        far_bone="#a09380",
        cut_bone="#8d7c62",
        bone_line="#2d261c",
        light="rgba(255,247,228,0.16)",
        disc="#5f7d88",
        disc_core="rgba(215,236,242,0.17)",
        disc_line="#18252a",
        canal="#4a443c",
        sac="rgba(226,219,203,0.80)",
        sac_line="#5c5444",
    ),
}

INSETS: Final = (1.1, 2.6)
"""How far the two inlays of the relief stand back from the edge, mm."""
GLOSS: Final = "rgba(255,255,255,0.22)"
_SHADED: Final = {"body", "spinous", "process", "bar"}


def spine_figure(
    view: View, *, conus: str = AVERAGE_CONUS, transitional: str = "none", theme: str = "light"
) -> go.Figure:
    """Return one view of the column; axes are millimetres with equal aspect, without margins.

    :raises InputError: unknown conus level or theme.
    :raises DataError: a table of ``data/spine`` is faulty.
    """
    palette, colours = theme_named(theme), COLOURS[theme]
    drawn = drawing(view, conus, transitional)
    traces: list[dict[str, Any]] = []
    # Relief lies over all pieces of one part and under those of the next: one trace for the lot.
    for part, group in groupby(drawn.pieces, key=lambda piece: piece.part):
        pieces = list(group)
        traces += [_piece(piece, palette, colours) for piece in pieces]
        if part in _SHADED or part == "disc":
            colour = colours.disc_core if part == "disc" else colours.light
            insets = INSETS[:1] if part == "process" else INSETS
            traces += [_relief(pieces, inset, colour) for inset in insets]
        elif part == "segment" and view == "back":
            traces.append(_gloss(pieces))
    traces.insert(_first(drawn, "root", traces), _filum(drawn, palette))
    return go.Figure(data=traces, layout=_layout(drawn, palette), skip_invalid=False)


def root_colour(root: str, palette: Theme) -> str:
    """Return the colour of a root or cord segment; those without skin of their own take a neighbour's."""
    return palette.fill(
        {"C1": "C2", "S4": POOLED_SACRAL, "S5": POOLED_SACRAL, "Co1": POOLED_SACRAL}.get(root, root)
    )


def _piece(piece: Piece, palette: Theme, colours: SpineColours) -> dict[str, Any]:
    fill, line, width = {
        "body": (colours.bone, colours.bone_line, 0.9),
        "bar": (colours.far_bone, colours.bone_line, 0.8),
        "spinous": (colours.far_bone, colours.bone_line, 0.8),
        "process": (colours.far_bone, colours.bone_line, 0.8),
        "arch": (_translucent(colours.bone, 0.58), colours.bone_line, 0.8),
        "pedicle": (colours.cut_bone, colours.bone_line, 0.9),
        "disc": (colours.disc, colours.disc_line, 0.7),
        "canal": (colours.canal, colours.canal, 0.0),
        "sac": (colours.sac, colours.sac_line, 0.7),
        "segment": ("", "", 0.6),
        "root": ("", "", 0.6),
    }[piece.part]
    if piece.part in {"segment", "root"}:
        fill = root_colour(piece.id, palette)
        line = mix(fill, "#14161a", 0.62)
    meta = {"part": piece.part}
    if piece.kind in KINDS and piece.id != "S1/2":
        meta |= {"kind": piece.kind, "id": piece.id}
    return {
        **_area(piece.geometry, fill),
        "line": {"width": width, "color": line},
        "name": f"{piece.kind} {piece.id}",
        "meta": meta,
    }


def _relief(pieces: Sequence[Piece], inset: float, colour: str) -> dict[str, Any]:
    """A paler inlay that lets flat shapes look rounded."""
    inner = (piece.geometry.buffer(-inset, quad_segs=4).buffer(0.4, quad_segs=3) for piece in pieces)
    parts = [part for area in inner for part in shapely.get_parts(area.simplify(0.3))]
    return _plain(shapely.MultiPolygon([part for part in parts if not part.is_empty]), colour)


def _gloss(pieces: Sequence[Piece]) -> dict[str, Any]:
    """A pale stripe down the middle of the cord."""
    wide = [piece.geometry for piece in pieces if piece.geometry.bounds[2] > 1.5]
    stripes = [shapely.transform(area, lambda points: points * [0.3, 1]) for area in wide]
    return _plain(shapely.MultiPolygon([p for stripe in stripes for p in shapely.get_parts(stripe)]), GLOSS)


def _plain(area: Any, colour: str) -> dict[str, Any]:
    return {**_area(area, colour), "line": {"width": 0}, "name": "relief", "meta": {"part": "relief"}}


def _filum(drawn: Drawing, palette: Theme) -> dict[str, Any]:
    return {
        "x": [round(x, 1) for x, _ in drawn.filum],
        "y": [round(y, 1) for _, y in drawn.filum],
        "line": {"width": 1.1, "color": mix(palette.ink, palette.skin, 0.35), "dash": "dot"},
        "name": "filum terminale",
        "meta": {"part": "filum"},
    }


def _first(drawn: Drawing, kind: str, traces: list[dict[str, Any]]) -> int:
    return next(i for i, trace in enumerate(traces) if trace["meta"].get("kind") == kind)


def _area(area: Area, colour: str) -> dict[str, Any]:
    x, y = _rings(area)
    return {"x": x, "y": y, "fill": "toself", "fillcolor": colour, "hoverinfo": "skip"}


def _rings(area: Area) -> tuple[list[float | None], list[float | None]]:
    x: list[float | None] = []
    y: list[float | None] = []
    for ring in _all_rings(area):
        if x:
            x.append(None)
            y.append(None)
        x += [round(px, 1) for px, _ in ring]
        y += [round(py, 1) for _, py in ring]
    return x, y


def _all_rings(area: Area) -> Iterable[list[tuple[float, float]]]:
    for polygon in shapely.get_parts(area):
        yield list(polygon.exterior.coords)
        for hole in polygon.interiors:
            yield list(hole.coords)


def _translucent(colour: str, share: float) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share})"


def _layout(drawn: Drawing, palette: Theme) -> dict[str, Any]:
    x0, y0, x1, y1 = drawn.windows["whole"]
    axis = {"visible": False, "showgrid": False, "zeroline": False}
    return {
        "template": TEMPLATE,
        "xaxis": {**axis, "range": [x0, x1]},
        "yaxis": {**axis, "range": [y0, y1], "scaleanchor": "x", "scaleratio": 1},
        "width": round((x1 - x0) * 1.5),
        "height": round((y1 - y0) * 1.5),
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "color": palette.ink, "size": 12},
        "hovermode": False,
        "dragmode": False,
        "showlegend": False,
    }
