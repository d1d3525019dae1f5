"""What the browser fetches to draw the map: one constant JSON document per map, view and theme.

A *plate* is the ``go.Figure`` of a view plus what plotly does not know: names for screen readers and a
point inside each region. A click changes none of it, so it is served as a static file and kept by the
browser; only the choice itself travels over the websocket.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import shapely

from dermatome.anatomy.ids import VIEW_NAMES, parse_view
from dermatome.atlas.load import atlas
from dermatome.figures.body import body_figure_json

TRIGEMINAL_HINT = "Division of the trigeminal nerve: a neighbour of the cervical roots, not a spinal root."


def plate_json(map_id: str, view: str, theme: str) -> bytes:
    """Return one plate as UTF-8 JSON; coordinates in millimetres, as in the figure.

    :raises InputError: there is no such map, view or theme.
    :raises AssetError: the built geometry is missing or malformed.
    """
    view = parse_view(view)
    figure = json.loads(body_figure_json(view, map_id, theme, True, True))
    x, y = (figure["layout"][axis]["range"] for axis in ("xaxis", "yaxis"))
    regions = {
        f"{trace['meta']['id']}|{trace['meta']['side']}": _region(trace, map_id)
        for trace in figure["data"]
        if "id" in trace["meta"]
    }
    title = VIEW_NAMES[view]
    document = {
        "view": view,
        "title": title,
        "full_title": figure["layout"]["meta"]["title"],
        "label": f"{title}. {len(regions)} regions. Arrow keys move between them, Enter selects.",
        "aspect": abs(x[1] - x[0]) / abs(y[1] - y[0]),
        "regions": regions,
        "figure": figure,
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _region(trace: Mapping[str, Any], map_id: str) -> dict[str, Any]:
    # The middle of the largest circle inside lies well within even a crescent, where a centroid may not.
    circle = shapely.maximum_inscribed_circle(_area(trace["x"], trace["y"]), tolerance=0.5)
    x, y = circle.coords[0]
    meta = trace["meta"]
    region: dict[str, Any] = {
        "name": meta["name"],
        "at": [round(x, 1), round(y, 1)],
        "r": round(circle.length, 1),
    }
    if hint := _hint(meta, map_id):
        region["hint"] = hint
    return region


def _area(xs: Sequence[float | None], ys: Sequence[float | None]) -> shapely.Geometry:
    """Return the area a trace fills: rings with None between them, filled by the even-odd rule."""
    points = zip(xs, ys, strict=True)
    rings = (list(ring) for gap, ring in groupby(points, lambda point: point[0] is None) if not gap)
    return functools.reduce(
        shapely.symmetric_difference, (shapely.make_valid(shapely.Polygon(r)) for r in rings)
    )


def _hint(meta: Mapping[str, Any], map_id: str) -> str:
    if meta.get("kind") == "trigeminal":
        return TRIGEMINAL_HINT
    where = meta.get("body_label", "")
    if "root" not in meta:
        return f"{where[:1].upper()}{where[1:]}"
    scheme = atlas().scheme(map_id).short_name
    return f"{where[0].upper()}{where[1:]}, on the {scheme} map" if where else f"On the {scheme} map"
