"""What the browser fetches to draw the map: one constant JSON document per map, view and theme.

A *plate* is the ``go.Figure`` of a view plus what plotly does not know: names for screen readers and a
point inside each region. A click changes none of it, so it is served as a static file and kept by the
browser; only the choice itself travels over the websocket.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import shapely
from shapely.geometry import LineString

from dermatome.anatomy.ids import LIMBS, parse_view, view_name
from dermatome.atlas.charts import described, drawing, label_texts
from dermatome.atlas.hit import body_part_at
from dermatome.atlas.load import atlas, published_atlas
from dermatome.atlas.records import Area, Drawn, Territory
from dermatome.figures.body import body_figure_json
from dermatome.language import N_, _

INSIDE = 0.75
"""How far inside its region a line from a name ends, as a share of the radius of the largest circle there."""

TRIGEMINAL_HINT = N_(
    "Division of the trigeminal nerve: a neighbour of the cervical roots, not a spinal root."
)


def plate_json(map_id: str, view: str, theme: str, *, inferred: bool = True) -> bytes:
    """Return one plate as UTF-8 JSON; coordinates in millimetres, as in the figure.

    Without ``inferred`` a map is blank where its published figure draws nothing.

    :raises InputError: there is no such map, view or theme.
    :raises AssetError: the built geometry is missing or malformed.
    """
    view = parse_view(view)
    source = atlas() if inferred else published_atlas()
    figure = json.loads(body_figure_json(view, map_id, theme, source))
    x, y = (figure["layout"][axis]["range"] for axis in ("xaxis", "yaxis"))
    named = {(meta["id"], meta["side"]): meta for trace in figure["data"] if "id" in (meta := trace["meta"])}
    regions = {
        f"{region.id}|{region.side}": _region(region, named[region.key], map_id)
        for region in drawing(map_id, view, source=source).regions
    }
    title = view_name(view)
    document = {
        "view": view,
        "title": title,
        "full_title": figure["layout"]["meta"]["title"],
        "label": _label(title, len(regions)),
        "aspect": abs(x[1] - x[0]) / abs(y[1] - y[0]),
        "regions": regions,
        "limbs": _limbs(regions, view),
        "figure": figure,
    }
    if drawing(map_id, view, source=source).unmapped is not None:
        document["blank"] = {"name": _("Left blank on this map"), "hint": described(map_id).short_name}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _label(title: str, count: int) -> str:
    keys = _("Arrow keys move between them, Page Up and Page Down from limb to limb, Enter selects.")
    return f"{title}. {_('%(count)s regions') % {'count': count}}. {keys}"


def _limbs(regions: Mapping[str, Mapping[str, Any]], view: str) -> list[dict[str, Any]]:
    """The regions as a reader is led through them: limb by limb, the patient's right before left."""
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for key, region in regions.items():
        part = body_part_at(view, *region["at"])
        limb = next((limb for limb, parts in LIMBS.items() if part in parts), None)
        if limb:
            found[limb, key.rpartition("|")[2]].append(key)
    names = _limb_names()
    return [
        {"name": names[limb, side], "regions": found[limb, side]}
        for limb in LIMBS
        for side in ("right", "left")
        if (limb, side) in found
    ]


def _limb_names() -> dict[tuple[str, str], str]:
    return {
        ("head and neck", "right"): _("Right side of head and neck"),
        ("head and neck", "left"): _("Left side of head and neck"),
        ("arm", "right"): _("Right arm"),
        ("arm", "left"): _("Left arm"),
        ("trunk", "right"): _("Right side of the trunk"),
        ("trunk", "left"): _("Left side of the trunk"),
        ("hip and perineum", "right"): _("Right hip and perineum"),
        ("hip and perineum", "left"): _("Left hip and perineum"),
        ("leg", "right"): _("Right leg"),
        ("leg", "left"): _("Left leg"),
    }


def _region(drawn: Drawn, meta: Mapping[str, Any], map_id: str) -> dict[str, Any]:
    # The middle of the largest circle inside lies well within even a crescent, where a centroid may not.
    circle = shapely.maximum_inscribed_circle(drawn.geometry, tolerance=0.5)
    x, y = circle.coords[0]
    region: dict[str, Any] = {
        "name": meta["name"],
        "at": [round(x, 1), round(y, 1)],
        "r": round(circle.length, 1),
    }
    if ends := _ends(drawn.geometry, circle):
        region["ends"] = ends
    if not isinstance(drawn, Territory):
        region["label"] = label_texts(drawn, described(map_id))
    if hint := ". ".join(filter(None, (_hint(meta, map_id), _basis(drawn)))):
        region["hint"] = hint
    return region


def _ends(shape: Area, circle: LineString) -> list[list[float]]:
    """Return how far a line from a name on the left, and from one on the right, needs to reach into a band.

    Nearly as far inside as its middle, but at its end rather than behind half of the body. Nothing for what
    is no band across: there its middle is as near.
    """
    (x, y), radius = circle.coords[0], circle.length
    left, low, right, high = shape.bounds
    if max(x - left, right - x) < 3 * radius or right - left < (high - low) / 2:
        return []  # most shapes: no need to look further
    inner = shapely.get_parts(shapely.simplify(shape, 0.1 * radius).buffer(-INSIDE * radius, quad_segs=1))
    if not inner.size:
        return []
    ring = shapely.get_coordinates(inner[shapely.distance(inner, shapely.Point(x, y)).argmin()])
    middle, ends = (x, y), []
    for end in (ring[ring[:, 0].argmin()], ring[ring[:, 0].argmax()]):
        aside = abs(end[0] - x)
        ends.append(end if aside > max(abs(end[1] - y), 2 * radius) else middle)
    if all(end is middle for end in ends):
        return []
    return [[round(float(x), 1), round(float(y), 1)] for x, y in ends]


def _basis(drawn: Drawn) -> str:
    if not isinstance(drawn, Territory) or drawn.inferred is None:
        return ""
    return _("Inferred in part: where it is paler") if drawn.published else _("Inferred")


def _hint(meta: Mapping[str, Any], map_id: str) -> str:
    if meta.get("kind") == "trigeminal":
        return _(TRIGEMINAL_HINT)
    where = meta.get("body_label", "")
    if "root" not in meta:
        return f"{where[:1].upper()}{where[1:]}"
    scheme = atlas().scheme(map_id).short_name
    said = {"part": f"{where[:1].upper()}{where[1:]}", "map": scheme}
    return (_("%(part)s, on the %(map)s map") if where else _("On the %(map)s map")) % said
