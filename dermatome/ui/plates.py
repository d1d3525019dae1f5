"""What the browser fetches to draw the map: one constant JSON document per scheme, view and theme.

A *plate* is the ``go.Figure`` of a view plus what plotly does not know: names for screen readers and a
point inside each region. A click changes none of it, so it is served as a static file and kept by the
browser; only the choice itself travels over the websocket.
"""

from __future__ import annotations

import functools
import json
from typing import Any, Final

import plotly
import shapely

from dermatome.anatomy.ids import SIDES, TERRITORY_ROOTS, VIEW_NAMES, VIEWS, region_of, root_name
from dermatome.atlas.describe import describe, summarise
from dermatome.atlas.load import atlas
from dermatome.atlas.neighbours import neighbours
from dermatome.atlas.records import Territory
from dermatome.figures.body import body_figure_json
from dermatome.figures.palette import THEMES

REGION_TITLES: Final = {"C": "Cervical", "T": "Thoracic", "L": "Lumbar", "S": "Sacral"}


@functools.cache
def plate_json(scheme: str, view: str, theme: str) -> bytes:
    """Return one plate as UTF-8 JSON; coordinates in millimetres, as in the figure.

    :raises InputError: there is no such map or view.
    :raises AssetError: the built geometry is missing or malformed.
    """
    figure = json.loads(body_figure_json(view, scheme, theme, True, True))
    x, y = (figure["layout"][axis]["range"] for axis in ("xaxis", "yaxis"))
    territories = atlas().territories(scheme, view)
    title = VIEW_NAMES[view]
    return _dump(
        {
            "view": view,
            "title": title,
            "label": f"{title}. {len(territories)} regions. Arrow keys move between them, Enter selects.",
            "aspect": abs(x[1] - x[0]) / abs(y[1] - y[0]),
            "regions": {f"{t.root}|{t.side}": _region(t) for t in territories},
            "figure": figure,
        }
    )


@functools.cache
def catalogue_json() -> bytes:
    """Return what the toolbar needs, as UTF-8 JSON: roots by spinal region, maps, colours.

    :raises DataError: a map's description is malformed.
    :raises AssetError: the built geometry is missing or malformed.
    """
    groups = [
        {
            "name": title,
            "roots": [{"id": r, "name": _chip_name(r)} for r in TERRITORY_ROOTS if region_of(r) == region],
        }
        for region, title in REGION_TITLES.items()
    ]
    schemes = {
        scheme.id: {
            "name": scheme.short_name,
            "roots": [root for root in TERRITORY_ROOTS if root in drawn_roots(scheme.id)],
            "partial": bool(scheme.not_mapped),
            "neighbours": {
                f"{root}|{side}": [f"{r}|{s}" for r, s in neighbours(scheme.id, root, side)]
                for root in TERRITORY_ROOTS
                for side in SIDES
            },
        }
        for scheme in atlas().schemes
    }
    return _dump(
        {
            "plotly": plotly.__version__,
            "groups": groups,
            "names": {root: _chip_name(root) for root in TERRITORY_ROOTS},
            "schemes": schemes,
            "colours": {name: theme.roots for name, theme in THEMES.items()},
        }
    )


@functools.cache
def drawn_roots(scheme: str) -> frozenset[str]:
    """Return the roots a map draws in any view. Errors as for :func:`plate_json`."""
    return frozenset(
        t.root for view in VIEWS for t in atlas().territories(scheme, view) if t.kind == "spinal"
    )


def _chip_name(root: str) -> str:
    return f"{root}, {root_name(root)}"


def _region(territory: Territory) -> dict[str, Any]:
    # The middle of the largest circle inside lies well within even a crescent, where a centroid may not.
    circle = shapely.maximum_inscribed_circle(territory.geometry, tolerance=0.5)
    x, y = circle.coords[0]
    region: dict[str, Any] = {
        "name": describe(territory),
        "at": [round(x, 1), round(y, 1)],
        "r": round(circle.length, 1),
    }
    if hint := _hint(territory):
        region["hint"] = hint
    return region


def _hint(territory: Territory) -> str:
    if territory.kind == "trigeminal":
        return "Division of the trigeminal nerve: a neighbour of the cervical roots, not a spinal root."
    scheme = atlas().scheme(territory.scheme).short_name
    parts = summarise(territory)
    return f"{parts[0].upper()}{parts[1:]}, on the {scheme} map" if parts else f"On the {scheme} map"


def _dump(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
