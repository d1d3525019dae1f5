"""What the browser looks up when it paints a selection: names, roots, neighbours.

One document for the first page and one for each layer beside the dermatomes, fetched when that layer is
asked for. All are constant, so they are served as files (see :mod:`dermatome.ui.routes`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from dermatome.anatomy.ids import (
    REGION_TITLES,
    SIDES,
    TERRITORY_ROOTS,
    TRIGEMINAL,
    VIEWS,
    region_of,
    root_members,
    root_name,
    territory_root,
)
from dermatome.anatomy.load import facts
from dermatome.anatomy.nerves import carries, look_alikes, nerve_id, nerve_named, skin_nerves
from dermatome.anatomy.terms import field_name, movement_name, muscle_name, nerve_name, reflex_name
from dermatome.atlas.charts import inferred_meaning
from dermatome.atlas.describe import drawn_roots
from dermatome.atlas.load import atlas
from dermatome.atlas.neighbours import neighbours
from dermatome.atlas.records import Scheme
from dermatome.errors import InputError
from dermatome.figures.palette import THEMES
from dermatome.language import _
from dermatome.ui.base.served import plotly_version
from dermatome.ui.base.state import LAYER_MAPS, PRESETS, SHOWN, UNSAID, shown_name


def catalogue_json(layer: str) -> bytes:
    """Return the catalogue of a layer as UTF-8 JSON; ``dermatome`` is what the toolbar always needs.

    :raises InputError: the layer has none.
    :raises DataError: a table or a map's description is malformed.
    :raises AssetError: the built geometry is missing or malformed.
    """
    if layer not in _CATALOGUES:
        raise InputError(
            _("There is no catalogue %(layer)s. Use one of %(choices)s.")
            % {"layer": repr(layer), "choices": ", ".join(_CATALOGUES)}
        )
    return json.dumps(_CATALOGUES[layer](), ensure_ascii=False, separators=(",", ":")).encode()


# ---- dermatomes -------------------------------------------------------------------------------------


def _dermatomes() -> dict[str, Any]:
    groups = [
        {
            "name": _(title),
            "roots": [{"id": r, "name": _chip_name(r)} for r in TERRITORY_ROOTS if region_of(r) == region],
        }
        for region, title in REGION_TITLES.items()
    ]
    schemes = {
        scheme.id: {
            "name": scheme.short_name,
            "roots": [root for root in TERRITORY_ROOTS if root in drawn_roots(scheme.id)],
            "partial": bool(scheme.not_mapped),
            "overlapping": scheme.overlapping,
            "inferred": _inferred(scheme),
            "neighbours": {
                f"{root}|{side}": [f"{r}|{s}" for r, s in neighbours(scheme.id, root, side)]
                for root in TERRITORY_ROOTS
                for side in SIDES
            },
        }
        for scheme in atlas().schemes
    }
    return {
        "plotly": plotly_version(),
        "groups": groups,
        "names": {root: _chip_name(root) for root in TERRITORY_ROOTS},
        "schemes": schemes,
        "opening": UNSAID,
        "presets": [{"id": name, "name": _(name), "views": views} for name, views in PRESETS.items()],
        "views": {view: shown_name(view) for view in SHOWN},
        "maps": LAYER_MAPS,
        "colours": {name: theme.roots for name, theme in THEMES.items()},
    }


def _inferred(scheme: Scheme) -> dict[str, Any] | None:
    """What that means, and the roots whose whole field is inferred; None where nothing of the map is."""
    drawn = [t for view in VIEWS for t in atlas().territories(scheme.id, view)]
    if all(territory.inferred is None for territory in drawn):
        return None
    published = {territory.root for territory in drawn if territory.published is not None}
    return {
        "means": inferred_meaning(scheme.kind),
        "roots": [root for root in TERRITORY_ROOTS if root in drawn_roots(scheme.id) - published],
    }


def _chip_name(root: str) -> str:
    return f"{root}, {root_name(root)}"


# ---- layers -----------------------------------------------------------------------------------------


def _muscles() -> dict[str, Any]:
    muscles = facts().muscles.values()
    items = {
        muscle.id: {
            "name": muscle_name(muscle),
            "depth": muscle.depth,
            "roots": _skinned(muscle.roots_main),
        }
        for muscle in muscles
    }
    movements = {
        move.id: {
            "name": movement_name(move.id),
            "muscles": [m for m in move.muscles if m in items],
            "roots": _skinned(move.roots_main),
        }
        for move in facts().movements.values()
    }
    roots = {}
    for root in TERRITORY_ROOTS:
        own = facts().muscles_of(root)
        members = {root, *root_members(root)}
        roots[root] = {
            "main": [m.id for m in own if m.contribution_of(root) == "main"],
            "contributing": [m.id for m in own if m.contribution_of(root) == "contributing"],
            "key": [m.id for m in own if members & set(m.key_of)],
        }
    return {"items": items, "movements": movements, "roots": roots}


def _reflexes() -> dict[str, Any]:
    reflexes = facts().reflexes_by_id
    roots = {}
    for root in TERRITORY_ROOTS:
        members = {root, *root_members(root)}
        main = [name for name, row in reflexes.items() if members & set(row.roots_primary)]
        also = [n for n, row in reflexes.items() if members & set(row.roots_secondary) and n not in main]
        roots[root] = {"main": main, "contributing": also, "key": []}
    items = {
        name: {"name": reflex_name(row), "roots": _skinned(row.roots_primary)}
        for name, row in reflexes.items()
    }
    return {"items": items, "roots": roots}


def _skinned(roots: Iterable[str]) -> list[str]:
    """Return the roots of something as the strip of roots names them: S4 and S5 as one, C1 not at all."""
    known = (territory_root(root) for root in roots if root not in TRIGEMINAL)
    return list(dict.fromkeys(root for root in known if root))


def _nerves() -> dict[str, Any]:
    nerves = skin_nerves()
    # A click on a field means its own nerve, not the trunks that nerve comes from.
    fields = {
        field.id: {
            "name": field_name(field),
            "nerve": nerve_id(field.nerve[0]),
            "roots": [root for root in TERRITORY_ROOTS if carries(field.roots, root)],
        }
        for field in facts().nerve_fields.values()
    }
    items = {
        nerve: {
            "name": nerve_name(nerve_named(nerve)),
            "fields": list(own),
            "roots": _skinned(nerve_named(nerve).roots),
        }
        for nerve, own in nerves.items()
    }
    pairs = [{"root": root, "nerve": nerve} for root, nerve in look_alikes()]
    return {"items": items, "fields": fields, "pairs": pairs}


_CATALOGUES: Final[Mapping[str, Callable[[], dict[str, Any]]]] = {
    "dermatome": _dermatomes,
    "myotome": _muscles,
    "reflex": _reflexes,
    "nerve": _nerves,
}
