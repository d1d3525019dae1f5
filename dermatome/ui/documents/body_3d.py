"""What the browser fetches to draw a map on the body in the round: a constant document per map and theme.

The surface and what lies where on it are files of ``assets/body_3d`` (its README tells the format). The
document says what the numbers of those pictures mean, in the colours and names of the flat map.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from dermatome.anatomy.ids import INFERRED, VIEWS, side_name
from dermatome.atlas.charts import Chart, described, drawing, name_of, short_nerve
from dermatome.atlas.load import Atlas, atlas, published_atlas
from dermatome.atlas.records import Drawn
from dermatome.atlas.surface import surface
from dermatome.figures.paint import VEIL, paints
from dermatome.figures.palette import Theme, mix, theme_named
from dermatome.language import _
from dermatome.ui.base.served import three_version

_GROUNDS: Final = {
    "myotome": "muscles-{depth}",
    "nerve": "nerves",
    "reflex": "body-parts",
    "difference": "{scheme}",
}


def body_3d_json(map_id: str, theme: str, *, inferred: bool = True) -> bytes:
    """Return what a map is on the body in the round, as UTF-8 JSON; lengths in millimetres.

    :raises InputError: there is no such map or theme.
    :raises AssetError: the built geometry is missing or malformed.
    """
    chart, colours = described(map_id), theme_named(theme)
    ground = _GROUNDS.get(chart.layer, map_id).format(depth=chart.depth, scheme=chart.scheme)
    sheets = {"ground": (ground, _ground_chart(chart))}
    if f"{ground}-over" in surface().layers:
        sheets["over"] = (f"{ground}-over", sheets["ground"][1])
    if chart.layer == "difference":
        sheets["nerve"] = ("nerves", described("nerves"))
    document = {
        "view": "3d",
        "title": _("3D"),
        "full_title": chart.title,
        "caption": chart.caption,
        "colours": {name: getattr(colours, name) for name in _USED},
        "mesh": "body_3d/body.glb",
        "three": three_version(),
        "mm_per_step": surface().labels.mm_per_step,
        "bounds": surface().bounds,
        "regions": {},
        "legend": _legend(chart, colours),
        "sheets": {
            role: _sheet(layer, of, colours, inferred=inferred) for role, (layer, of) in sheets.items()
        },
    }
    for sheet in document["sheets"].values():
        document["regions"] |= {
            number["key"]: {"name": number["name"], "hint": number["hint"]} for number in sheet["numbers"]
        }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


_USED: Final = ("paper", "ink", "skin", "border", "contour", "nerve")


def _legend(chart: Chart, theme: Theme) -> list[dict[str, str]]:
    """What is laid over one another where a nerve is held against a root."""
    if chart.layer != "difference":
        return []
    nerve = {"text": short_nerve(chart.nerve or ""), "colour": theme.skin, "pattern": "/", "ink": theme.nerve}
    return [{"text": chart.root or "", "colour": theme.fill(chart.root or "")}, nerve]


def _ground_chart(chart: Chart) -> Chart:
    return described(chart.scheme) if chart.layer == "difference" and chart.scheme else chart


def _sheet(layer: str, chart: Chart, theme: Theme, *, inferred: bool) -> dict[str, Any]:
    """What each number of a picture of labels means; what is inferred is blank where that is wanted."""
    drawn = _shapes(chart.id, inferred=inferred)
    colours = dict(
        zip(drawn, paints(chart, tuple(drawn.values()), theme, None, None, _source(inferred)), strict=True)
    )
    empty = theme.unmapped if chart.layer == "dermatome" else theme.skin
    numbers = []
    picture = surface().layers[layer]
    for region in picture.regions:
        key = (region.owner, region.side)
        shape, basis = drawn.get(key), region.basis
        blank = shape is None or (basis == INFERRED and not inferred)
        numbers.append(
            {
                "key": "|".join(key),
                "name": f"{name_of(shape, chart)}, {side_name(key[1])}" if shape else "",
                "hint": _("Inferred") if basis == INFERRED else "",
                "label": name_of(shape, chart).partition(" (")[0] if shape else "",
                "colour": empty if blank else _colour(colours[key].colour, shape, basis, theme),
                "meta": _meta(shape, chart) if shape and not blank else None,
                "inferred": basis == INFERRED,
                "stand": region.stand.model_dump(),
                "area": region.area,
            }
        )
    return {"picture": f"body_3d/{picture.file}", "empty": empty, "numbers": numbers}


def _colour(colour: str, shape: Drawn | None, basis: str | None, theme: Theme) -> str:
    # What the map infers altogether is pale already.
    whole = getattr(shape, "published", None) is None
    return mix(colour, theme.skin, VEIL) if basis == INFERRED and not whole else colour


def _meta(shape: Drawn, chart: Chart) -> dict[str, Any]:
    kind = getattr(shape, "kind", None) if chart.layer == "dermatome" else None
    territory = {"root": shape.id, "kind": kind} if kind else {}
    layer = "territory" if kind else chart.layer
    return {"layer": layer, "id": shape.id, **territory, "side": shape.side}


def _source(inferred: bool) -> Atlas:
    return atlas() if inferred else published_atlas()


def _shapes(map_id: str, *, inferred: bool) -> dict[tuple[str, str], Drawn]:
    """The regions of a map by id and side, from any view that shows them; published before inferred."""
    found: dict[tuple[str, str], Drawn] = {}
    for shape in _all_shapes(map_id, inferred=inferred):
        kept = found.get(shape.key)
        if kept is None or getattr(kept, "published", True) is None:
            found[shape.key] = shape
    return found


def _all_shapes(map_id: str, *, inferred: bool) -> Iterator[Drawn]:
    for view in VIEWS:
        yield from drawing(map_id, view, source=_source(inferred)).regions
