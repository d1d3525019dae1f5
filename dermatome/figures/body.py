"""The body map as a plotly figure.

The figure of a (view, map id, theme) never changes: picking a root repaints paths in the
browser. Trace order is drawing order. Every shape is one trace whose ``meta`` says whose it
is: ``{"layer", "id", "side", "name", "body_label"}`` and for territories of published maps, whose
``layer`` is ``territory``, also ``root`` (equal to ``id``) and ``kind``; the second painting of a map whose
fields overlap has its colour in ``over``. Fields inferred in part lie under one pale veil there, whose
layer is ``inferred``, with dotted borders. The relief picture lies above
all traces, the labels above the picture.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import Any

import plotly.graph_objects as go

from dermatome.atlas.load import Atlas
from dermatome.figures.paint import VEIL
from dermatome.figures.palette import Theme
from dermatome.figures.plate import (
    SEAM_PX,
    UNMAPPED,
    Fill,
    Path,
    Plate,
    PlateOptions,
    plate,
)
from dermatome.figures.thin import thinned
from dermatome.language import _, cached

FONT = "Source Sans, Source Sans 3, Source Sans Pro, Helvetica, Arial, sans-serif"

TEMPLATE = {
    "data": {
        "scatter": [{"mode": "lines", "hoverinfo": "skip", "showlegend": False, "line": {"simplify": False}}]
    },
    "layout": {"annotationdefaults": {"showarrow": False}},
}
"""What all traces and texts share. Lines are not thinned out, or territories would part at their border."""


def body_figure(view: str, map_id: str, *, theme: str = "light", source: Atlas | None = None) -> go.Figure:
    """Return the chart ``map_id`` in ``view`` as a figure; a new one each call, always equal.

    Axes are millimetres with equal aspect. ``layout.meta`` holds view, map, layer, theme, bounds,
    title, caption, ``legend`` (text, colour, pattern and its ink) and ``px_per_mm``, the scale at which
    sizes of text and widths of lines were chosen (longer edge of the view = 900 px).

    :raises InputError: unknown view, map or theme.
    :raises AssetError: the built geometry is missing or malformed.
    """
    drawn = thinned(plate(view, map_id, PlateOptions(theme=theme, key_points=True), source))
    traces = [_body(drawn)]
    if drawn.unmapped:
        traces.append(_unmapped(drawn))
    traces += [_shape(fill, drawn.theme) for fill in drawn.fills]
    if drawn.beneath:
        traces.append(_borders(drawn.beneath, drawn.theme, dash="dash"))
    if drawn.veiled:
        traces.append(_veil(drawn))
    if drawn.paled:
        traces.append(_borders(drawn.paled, drawn.theme))
    if drawn.seams:
        traces.append(_seams(drawn))
    traces += [
        _stroke(stroke.paths, stroke.colour, stroke.width_px, stroke.weight) for stroke in drawn.strokes
    ]
    traces += [_scale_bar(drawn), _key_points(drawn)]
    return go.Figure(data=traces, layout=_layout(drawn), skip_invalid=False)


@cached(maxsize=256)
def body_figure_json(view: str, map_id: str, theme: str = "light", source: Atlas | None = None) -> str:
    """Return the figure as JSON text, made once per process. Arguments and errors as :func:`body_figure`."""
    text = body_figure(view, map_id, theme=theme, source=source).to_json()
    assert text is not None
    return text


def _body(drawn: Plate) -> dict[str, Any]:
    return {
        **_area(drawn.body, drawn.theme.skin),
        "name": "body",
        "hoverinfo": "skip",
        # The silhouette: fills drawn later cover its inner half, so it is twice as wide as it looks.
        "line": {"width": 2 * drawn.silhouette_px, "color": drawn.theme.contour},
        "meta": {"layer": "body"},
    }


def _unmapped(drawn: Plate) -> dict[str, Any]:
    theme = drawn.theme
    return {
        **_area(drawn.unmapped, theme.unmapped),
        "name": _(UNMAPPED),
        "text": f"{_(UNMAPPED)}: {drawn.chart.short_name}",
        "line": {"width": 0.6, "color": theme.hatch},
        "fillpattern": {
            "shape": "/",
            "bgcolor": theme.unmapped,
            "fgcolor": theme.hatch,
            "size": 7,
            "solidity": 0.15,
        },
        "meta": {"layer": "unmapped", "name": _(UNMAPPED)},
    }


def _shape(fill: Fill, theme: Theme) -> dict[str, Any]:
    territory = {"root": fill.id, "kind": fill.kind} if fill.kind else {}
    trace = {
        **_area(fill.rings, fill.colour),
        "name": fill.name,
        "text": f"<b>{fill.name}</b><br>{fill.summary}" if fill.summary else f"<b>{fill.name}</b>",
        "line": {"width": 0.8, "color": theme.border},
        "meta": {
            "layer": "territory" if fill.kind else fill.layer,
            "id": fill.id,
            **territory,
            "side": fill.side,
            "name": fill.name,
            "body_label": fill.summary,
            **({"over": fill.colour} if fill.over else {}),
        },
    }
    if fill.over:
        # Stripes alone: between them shows what lies beneath, another field or, where the page lays this
        # colour under all fields, the same colour. So what is striped belongs to two roots.
        trace["fillcolor"] = clear(fill.colour)
        trace["fillpattern"] = {
            "shape": "/",
            "bgcolor": clear(fill.colour),
            "fgcolor": fill.colour,
            "size": 7,
            "solidity": 0.5,
        }
    elif fill.paint.pattern:
        trace["fillpattern"] = {
            "shape": fill.paint.pattern,
            "bgcolor": fill.colour,
            "fgcolor": fill.paint.ink,
            "size": 7,
            "solidity": 0.18,
        }
    return trace


def clear(colour: str, opacity: float = 0) -> str:
    """Return a ``#rrggbb`` colour as plotly writes it when it covers nothing, or only in part."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"


def _borders(paths: tuple[Path, ...], theme: Theme, dash: str = "solid") -> dict[str, Any]:
    """Borders again, where something lies over them: dashed for the second painting, not for the veil."""
    x, y = _columns(paths)
    return {
        "x": x,
        "y": y,
        "line": {"width": 0.8, "color": theme.border, "dash": dash},
        "name": "borders beneath",
        "meta": {"layer": "lines", "weight": "border"},
    }


def _veil(drawn: Plate) -> dict[str, Any]:
    """What makes inferred skin paler; no region, so that what lies beneath is chosen and told."""
    return {
        **_area(drawn.veiled, clear(drawn.theme.skin, VEIL)),
        "name": _("inferred"),
        "hoverinfo": "skip",
        "line": {"width": 0},
        "meta": {"layer": "inferred"},
    }


def _seams(drawn: Plate) -> dict[str, Any]:
    x, y = _columns(drawn.seams)
    return {
        "x": x,
        "y": y,
        "line": {"width": SEAM_PX, "color": drawn.theme.border, "dash": f"{SEAM_PX}px,{SEAM_PX}px"},
        "name": "borders of what is inferred",
        "meta": {"layer": "lines", "weight": "seam"},
    }


def _area(rings: Iterable[Path], colour: str) -> dict[str, Any]:
    x, y = _columns(rings)
    return {
        "x": x,
        "y": y,
        "fill": "toself",
        "fillcolor": colour,
        "hoveron": "fills",
        "hoverinfo": "text",
    }


def _stroke(paths: Iterable[Path], colour: str, width: float, weight: str) -> dict[str, Any]:
    x, y = _columns(paths)
    return {
        "x": x,
        "y": y,
        "line": {"width": width, "color": colour},
        "name": f"{weight} lines",
        "meta": {"layer": "lines", "weight": weight},
    }


def _scale_bar(drawn: Plate) -> dict[str, Any]:
    bar = drawn.scale_bar
    return {
        "x": [bar.x, round(bar.x + bar.length_mm, 1)],
        "y": [bar.y, bar.y],
        "line": {"width": 2, "color": drawn.theme.ink},
        "name": f"scale bar, {bar.text}",
        "meta": {"layer": "scale_bar"},
    }


def _key_points(drawn: Plate) -> dict[str, Any]:
    theme = drawn.theme
    return {
        "mode": "markers",
        "x": [point.x for point in drawn.key_points],
        "y": [point.y for point in drawn.key_points],
        "text": [point.name for point in drawn.key_points],
        "customdata": [[point.root, point.side] for point in drawn.key_points],
        "marker": {
            "size": 8,
            "color": theme.key_point,
            "line": {"width": 1.5, "color": theme.key_point_edge},
        },
        "hoverinfo": "text",
        "name": "key sensory points",
        "meta": {"layer": "key_points"},
    }


def _layout(drawn: Plate) -> dict[str, Any]:
    x0, y0, x1, y1 = drawn.bounds
    theme = drawn.theme
    axis = {
        "visible": False,
        "showgrid": False,
        "zeroline": False,
        "fixedrange": False,
    }
    return {
        "template": TEMPLATE,
        "xaxis": {**axis, "range": [x0, x1], "constrain": "domain"},
        "yaxis": {**axis, "range": [y0, y1], "constrain": "domain", "scaleanchor": "x", "scaleratio": 1},
        "annotations": _texts(drawn),
        "images": _images(drawn),
        "width": round((x1 - x0) * drawn.px_per_mm),
        "height": round((y1 - y0) * drawn.px_per_mm) + 80,
        "autosize": True,
        "margin": {"l": 0, "r": 0, "t": 32, "b": 48},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "color": theme.ink, "size": 13},
        "hovermode": "closest",
        "clickmode": "event",
        "dragmode": "pan",
        "hoverlabel": {
            "bgcolor": theme.paper,
            "bordercolor": theme.ink,
            "font": {"color": theme.ink, "size": 14},
        },
        "showlegend": False,
        "meta": {
            "view": drawn.view,
            "map": drawn.chart.id,
            "layer": drawn.chart.layer,
            "theme": theme.name,
            "bounds": list(drawn.bounds),
            "px_per_mm": round(drawn.px_per_mm, 4),
            "title": drawn.title,
            "caption": drawn.caption,
            "legend": [
                {
                    "text": entry.text,
                    "colour": entry.paint.colour,
                    "pattern": entry.paint.pattern,
                    "ink": entry.paint.ink,
                }
                for entry in drawn.legend
            ],
        },
    }


def _texts(drawn: Plate) -> list[dict[str, Any]]:
    """Labels, R and L, scale, title and caption; annotations, for they lie above the relief picture."""
    theme, scale = drawn.theme, drawn.px_per_mm
    bar = drawn.scale_bar
    texts = [
        _text(
            inked.label.x,
            inked.label.y,
            f"<b>{_broken(inked.label.text)}</b>",
            inked.label.size_mm * scale,
            inked.ink,
            name=f"label {inked.label.id} {inked.label.side}",
            halo=inked.halo,
        )
        for inked in drawn.labels
    ]
    texts += [
        _text(letter.x, letter.y, f"<b>{letter.text}</b>", 15, theme.ink, name="side", xanchor="center")
        for letter in drawn.letters
    ]
    texts.append(
        _text(
            bar.x + bar.length_mm + drawn.text_mm * 0.6, bar.y, bar.text, 12, theme.quiet_ink, xanchor="left"
        )
    )
    page = {"xref": "paper", "yref": "paper"}
    texts.append(_text(0.5, 1, drawn.title, 14, theme.ink, name="title", yanchor="bottom", yshift=6, **page))
    caption = "<br>".join(
        textwrap.wrap(drawn.caption, int((drawn.bounds[2] - drawn.bounds[0]) * scale / 5.6))
    )
    texts.append(
        _text(0.5, 0, caption, 11, theme.quiet_ink, name="caption", yanchor="top", yshift=-6, **page)
    )
    return texts


def _broken(text: str) -> str:
    # The space keeps words apart where tags are stripped.
    return text.replace("\n", " <br>")


def _text(
    x: float, y: float, text: str, size: float, colour: str, halo: str | None = None, **more: Any
) -> dict[str, Any]:
    shadow = {"shadow": f"0 0 3px {halo}"} if halo else {}
    return {
        "x": round(x, 1),
        "y": round(y, 1),
        "text": text,
        "font": {"size": round(size, 1), "color": colour, **shadow},
        **more,
    }


def _images(drawn: Plate) -> list[dict[str, Any]]:
    if drawn.shade is None:
        return []
    x0, y0, x1, y1 = drawn.shade.bounds
    return [
        {
            "source": drawn.shade.file,
            "name": "relief",
            "xref": "x",
            "yref": "y",
            "x": x0,
            "y": y1,
            "sizex": round(x1 - x0, 2),
            "sizey": round(y1 - y0, 2),
            "sizing": "stretch",
            "layer": "above",
        }
    ]


def _columns(paths: Iterable[Path]) -> tuple[list[float | None], list[float | None]]:
    """Return x and y of all paths in one line each, a None between two of them."""
    x: list[float | None] = []
    y: list[float | None] = []
    for path in paths:
        if x:
            x.append(None)
            y.append(None)
        x.extend(point[0] for point in path)
        y.extend(point[1] for point in path)
    return x, y
