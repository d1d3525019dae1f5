"""Plates that give nothing away: the map of a question, its regions under neutral names.

A reader who cannot see the map answers by walking through its regions. They are called by the part of the
body they lie on and counted from the top, which is what the eye sees as well; the names proper come along
for afterwards.
"""

from __future__ import annotations

import functools
import json
from collections import defaultdict
from typing import Any, Final

from dermatome.anatomy.terms import part_name
from dermatome.atlas.hit import body_part_at
from dermatome.language import _
from dermatome.ui.documents.plates import plate_json

SIDE_NAMES: Final = {"left": "left", "right": "right"}


def blind_plate_json(map_id: str, view: str, theme: str) -> bytes:
    """Return one plate without labels, its regions under neutral names. As UTF-8 JSON, like a plate.

    It is blank where the published figure draws nothing: nothing is asked there.

    Each region carries what it is called before the answer as ``name`` and afterwards as ``told``, with the
    hint that belongs to it then as ``told_hint``.

    :raises InputError: there is no such map, view or theme.
    :raises AssetError: the built geometry is missing or malformed.
    """
    plate = json.loads(plate_json(map_id, view, theme, inferred=False))
    traces = [t for t in plate["figure"]["data"] if t["meta"].get("layer") != "key_points"]
    names = blind_names({key: region["at"] for key, region in plate["regions"].items()}, plate["view"])
    reach = {f"{m['id']}|{m['side']}": m.get("body_label") for t in traces if "id" in (m := t["meta"])}
    for key, region in plate["regions"].items():
        region["told"], region["name"] = region["name"], names[key]
        region["told_hint"] = region.pop("hint", "")
        region.pop("label", None)
        if parts := reach.get(key):
            region["hint"] = _("Reaches over: %(parts)s") % {"parts": parts}
    layout = plate["figure"]["layout"]
    layout["annotations"] = [
        text for text in layout.get("annotations", ()) if not text.get("name", "").startswith("label")
    ]
    for trace in traces:
        for told in ("name", "body_label"):
            trace["meta"].pop(told, None)
    plate["figure"]["data"] = traces
    return json.dumps(plate, ensure_ascii=False, separators=(",", ":")).encode()


def blind_names(anchors: dict[str, list[float]], view: str) -> dict[str, str]:
    """Return a neutral name for each region of a view, each once.

    :param anchors: ``"id|side"`` → a point in millimetres well inside the region.
    """
    places: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for key, (x, y) in anchors.items():
        side = key.rpartition("|")[2]
        places[side, body_part_at(view, x, y) or ""].append(key)
    return {
        key: _blind_name(side, part, number, len(keys))
        for (side, part), keys in places.items()
        for number, key in enumerate(sorted(keys, key=functools.partial(_from_the_top, anchors)), start=1)
    }


def _from_the_top(anchors: dict[str, list[float]], key: str) -> tuple[float, float]:
    x, y = anchors[key]
    return -y, x


def _blind_name(side: str, part: str, number: int, of: int) -> str:
    words: dict[str, Any] = {
        "part": part_name(part) if part else _("body"),
        "side": _(SIDE_NAMES.get(side, "")) if side in SIDE_NAMES else _("midline"),
        "n": number,
        "of": of,
    }
    if of == 1:
        return _("%(part)s, %(side)s") % words
    return _("%(part)s, %(side)s, region %(n)s of %(of)s") % words
