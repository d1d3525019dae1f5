"""What the browser fetches to draw a map on the body in the round: a constant document per map and theme.

The surface and what lies where on it are files of ``assets/body_3d`` (its README tells the format). The
document says what the numbers of those pictures mean, in the colours and names of the flat map.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from dermatome.anatomy.ids import INFERRED, VIEWS, side_name
from dermatome.atlas.charts import Chart, described, drawing, label_texts, name_of, short_nerve
from dermatome.atlas.load import Atlas, atlas, published_atlas
from dermatome.atlas.records import Drawn
from dermatome.atlas.surface import Place, pairs, surface
from dermatome.figures.paint import VEIL, counted, legend, paints
from dermatome.figures.palette import Theme, mix, theme_named
from dermatome.language import _
from dermatome.ui.base.served import three_version

_GROUNDS: Final = {
    "myotome": "muscles-{depth}",
    "nerve": "nerves",
    "reflex": "body-parts",
    "difference": "{scheme}",
}
_NO_COLOUR: Final = "#000000"
_SEEN_ABOUT_MM2: Final = 40_000
"""Skin that is looked at together with the place of a reflex."""


def body_3d_json(map_id: str, theme: str, *, inferred: bool = True) -> bytes:
    """Return what a map is on the body in the round, as UTF-8 JSON; lengths in millimetres.

    :raises InputError: there is no such map or theme.
    :raises AssetError: the built geometry is missing or malformed.
    """
    chart, colours = described(map_id), theme_named(theme)
    agreeing = chart.layer == "agreement"
    sheets = (_agreement if agreeing else _sheets)(chart, colours, inferred=inferred)
    marks = _key_points() if chart.layer == "dermatome" else []
    if chart.layer == "reflex":
        marks = _reflexes(chart, colours)
    named = [each for sheet in sheets.values() for each in sheet["numbers"]] + marks
    document = {
        "view": "3d",
        "title": _("3D"),
        "full_title": chart.title,
        "caption": chart.caption,
        "colours": {name: getattr(colours, name) for name in _USED},
        "counts": [counted(n + 1, colours).colour for n in range(len(atlas().schemes))] if agreeing else [],
        "mesh": "body_3d/body.glb",
        "three": three_version(),
        "mm_per_step": surface().labels.mm_per_step,
        "told_mm": surface().labels.reach_mm,
        "bounds": surface().bounds,
        "projections": [each.model_dump() for each in surface().projections],
        "regions": {
            each["key"]: {"name": each["name"], "hint": each["hint"]} for each in named if "key" in each
        },
        "legend": _legend(chart, colours),
        "marks": marks,
        "sheets": sheets,
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _sheets(chart: Chart, theme: Theme, *, inferred: bool) -> dict[str, dict[str, Any]]:
    """The pictures of a map by what they are: its fields, those laid over them, a nerve held against them."""
    ground = _GROUNDS.get(chart.layer, chart.id).format(depth=chart.depth, scheme=chart.scheme)
    sheets = {"ground": (ground, _ground_chart(chart))}
    if f"{ground}-over" in surface().layers:
        sheets["over"] = (f"{ground}-over", sheets["ground"][1])
    if chart.layer == "difference":
        sheets["nerve"] = ("nerves", described("nerves"))
    return {role: _sheet(layer, of, theme, inferred=inferred) for role, (layer, of) in sheets.items()}


def _agreement(chart: Chart, theme: Theme, *, inferred: bool) -> dict[str, dict[str, Any]]:
    """The pictures of all maps: what of each gives the skin to the root, and what maps it at all.

    ``again``: of a map whose fields overlap, the second picture counts together with the first.
    """
    found: dict[str, dict[str, Any]] = {}
    for scheme in atlas().schemes:
        for layer in (scheme.id, f"{scheme.id}-over"):
            if layer not in surface().layers:
                continue
            picture = surface().layers[layer]
            shown = [inferred or region.basis != INFERRED for region in picture.regions]
            found[f"map{len(found)}"] = {
                "picture": f"body_3d/{picture.file}",
                "pairs": pairs(layer),
                "empty": theme.skin,
                "again": layer != scheme.id,
                "gives": [
                    int(on and of.root == chart.root) for on, of in zip(shown, picture.regions, strict=True)
                ],
                "maps": [int(on) for on in shown],
                "numbers": [],
            }
    return {"ground": {**found["map0"], "numbers": _shares(chart.root or "")}, **found}


def _shares(root: str) -> list[dict[str, Any]]:
    """What a number of the browser means: how many maps give skin to the root + 8 × how many map it."""
    most = len(atlas().schemes)
    found = []
    for n, of in ((number % 8, number // 8) for number in range(1, 8 * most + most + 1)):
        known = 0 < n <= of
        said = {"root": root, "n": n, "of": of}
        found.append(
            {
                "key": f"{n} of {of}|",
                "name": _("%(root)s on %(n)s of %(of)s maps") % said if known else "",
                "hint": "",
                "label": f"{n}/{of}",
                "colour": _NO_COLOUR,
                "meta": {"layer": "agreement"} if known else None,
            }
        )
    return found


_USED: Final = ("paper", "ink", "skin", "border", "contour", "nerve")


def _legend(chart: Chart, theme: Theme) -> list[dict[str, str]]:
    """What is laid over one another where a nerve is held against a root, and what maps agree on."""
    if chart.layer == "agreement":
        entries = legend(chart, [counted(n + 1, theme) for n in range(len(atlas().schemes))], theme, None)
        return [
            {"text": each.text, "colour": each.paint.colour, "pattern": "", "ink": ""} for each in entries
        ]
    if chart.layer != "difference":
        return []
    nerve = {"text": short_nerve(chart.nerve or ""), "colour": theme.skin, "pattern": "/", "ink": theme.nerve}
    return [{"text": chart.root or "", "colour": theme.fill(chart.root or "")}, nerve]


def _ground_chart(chart: Chart) -> Chart:
    return described(chart.scheme) if chart.layer == "difference" and chart.scheme else chart


def _sheet(layer: str, chart: Chart, theme: Theme, *, inferred: bool) -> dict[str, Any]:
    """What each number of a picture of labels means; what is inferred is blank where that is wanted."""
    drawn, colours = _painted(chart, theme, inferred=inferred)
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
                "colour": empty if blank else _colour(colours[key], shape, basis, theme),
                "meta": _meta(shape, chart) if shape and not blank else None,
                "inferred": basis == INFERRED,
                "stand": region.stand.model_dump(),
                "area": region.area,
            }
        )
    return {
        "picture": f"body_3d/{picture.file}",
        "pairs": pairs(layer),
        "empty": empty,
        "numbers": numbers,
    }


def _painted(
    chart: Chart, theme: Theme, *, inferred: bool
) -> tuple[dict[tuple[str, str], Drawn], dict[tuple[str, str], str]]:
    """The regions of a map, and the colour of each, by id and side."""
    drawn = _shapes(chart.id, inferred=inferred)
    found = paints(chart, tuple(drawn.values()), theme, None, None, _source(inferred))
    return drawn, {key: paint.colour for key, paint in zip(drawn, found, strict=True)}


def _key_points() -> list[dict[str, Any]]:
    return [
        {"kind": "key_point", "path": [_place(mark)]} for mark in surface().landmarks if mark.key_point_of
    ]


def _reflexes(chart: Chart, theme: Theme) -> list[dict[str, Any]]:
    """Where reflexes are tapped or stroked; what is told of each is what is told of a region."""
    drawn, colours = _painted(chart, theme, inferred=True)
    found = []
    for reflex in surface().reflexes:
        key = (reflex.reflex, reflex.side)
        if (shape := drawn.get(key)) is None:
            continue
        middle = reflex.path[len(reflex.path) // 2]
        side = "" if reflex.side == "midline" else f", {side_name(reflex.side)}"
        found.append(
            {
                "key": "|".join(key),
                "kind": reflex.kind,
                "name": f"{name_of(shape, chart)}{side}",
                "hint": "",
                "label": label_texts(shape, chart)[0],
                "colour": colours[key],
                "meta": _meta(shape, chart),
                "path": [_place(place) for place in reflex.path],
                "stand": {"toward": middle.normal["anatomical"], "centre": middle.at},
                "area": _SEEN_ABOUT_MM2,
            }
        )
    return found


def _place(place: Place) -> dict[str, Any]:
    return place.model_dump(include={"at", "normal"})


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
