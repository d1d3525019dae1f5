"""What the browser looks up when it paints a selection: names, roots, neighbours.

One document for the first page and one for each layer beside the dermatomes, fetched when that layer is
asked for. All are constant, so they are served as files (see :mod:`dermatome.ui.routes`).
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import plotly

from dermatome.anatomy.ids import (
    SIDES,
    TERRITORY_ROOTS,
    VIEWS,
    region_of,
    root_members,
    root_name,
    territory_root,
)
from dermatome.anatomy.load import facts
from dermatome.anatomy.nerves import fields_of, nerve_id, nerve_named
from dermatome.anatomy.terms import field_name, movement_name, muscle_name, nerve_name, reflex_name
from dermatome.atlas.load import atlas
from dermatome.atlas.neighbours import neighbours
from dermatome.errors import InputError
from dermatome.figures.palette import THEMES
from dermatome.language import N_, _
from dermatome.ui.base.state import LAYER_MAPS, UNSAID

REGION_TITLES: Final = {"C": N_("Cervical"), "T": N_("Thoracic"), "L": N_("Lumbar"), "S": N_("Sacral")}
"""Regions as headings of lists of roots, to be translated where they are shown."""


@functools.cache
def known() -> Mapping[str, frozenset[str]]:
    """Return the ids that can be picked, by kind (see :data:`dermatome.ui.base.state.LAYER_OF`)."""
    return {
        "muscle": frozenset(facts().muscles),
        "movement": frozenset(facts().movements),
        "reflex": frozenset(facts().reflexes_by_id),
        "nerve": frozenset(skin_nerves()),
    }


def catalogue_json(layer: str) -> bytes:
    """Return the catalogue of a layer as UTF-8 JSON; ``dermatome`` is what the toolbar always needs.

    :raises InputError: the layer has none.
    :raises DataError: a table or a map's description is malformed.
    :raises AssetError: the built geometry is missing or malformed.
    """
    if layer not in _CATALOGUES:
        raise InputError(f"There is no catalogue {layer!r}. Use one of {', '.join(_CATALOGUES)}.")
    return json.dumps(_CATALOGUES[layer](), ensure_ascii=False, separators=(",", ":")).encode()


@functools.cache
def drawn_roots(scheme: str) -> frozenset[str]:
    """Return the roots a map draws in any view. Errors as for :func:`catalogue_json`."""
    return frozenset(
        t.root for view in VIEWS for t in atlas().territories(scheme, view) if t.kind == "spinal"
    )


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
            "neighbours": {
                f"{root}|{side}": [f"{r}|{s}" for r, s in neighbours(scheme.id, root, side)]
                for root in TERRITORY_ROOTS
                for side in SIDES
            },
        }
        for scheme in atlas().schemes
    }
    return {
        "plotly": plotly.__version__,
        "groups": groups,
        "names": {root: _chip_name(root) for root in TERRITORY_ROOTS},
        "schemes": schemes,
        "opening": UNSAID,
        "maps": LAYER_MAPS,
        "colours": {name: theme.roots for name, theme in THEMES.items()},
    }


def _chip_name(root: str) -> str:
    return f"{root}, {root_name(root)}"


# ---- layers -----------------------------------------------------------------------------------------


def _muscles() -> dict[str, Any]:
    muscles = facts().muscles.values()
    items = {muscle.id: {"name": muscle_name(muscle), "depth": muscle.depth} for muscle in muscles}
    movements = {
        move.id: {"name": movement_name(move.id), "muscles": [m for m in move.muscles if m in items]}
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
    return {"items": {name: {"name": reflex_name(row)} for name, row in reflexes.items()}, "roots": roots}


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
        nerve: {"name": nerve_name(nerve_named(nerve)), "fields": list(own)} for nerve, own in nerves.items()
    }
    pairs = [{"root": root, "nerve": nerve} for root, nerve in look_alikes()]
    return {"items": items, "fields": fields, "pairs": pairs}


def carries(roots: Iterable[str], root: str) -> bool:
    """Return whether a root, or for ``S4-5`` one of the two, is among ``roots``."""
    return bool({root, *root_members(root)} & set(roots))


@functools.cache
def skin_nerves() -> Mapping[str, tuple[str, ...]]:
    """Return the nerves that have skin, by id, each with the ids of its fields."""
    own = {nerve.nerve: nerve_id(nerve.nerve) for nerve in facts().nerves}
    with_skin = {name for field in facts().nerve_fields.values() for name in field.nerve}
    return {own[name]: fields_of(name) for name in own if name in with_skin}


@functools.cache
def look_alikes() -> tuple[tuple[str, str], ...]:
    """Return pairs of a root and a skin nerve that findings are recorded to tell apart."""
    pairs: dict[tuple[str, str], None] = {}
    for row in facts().differentials:
        nerve = mimicking_nerve(row.mimic)
        for root in (territory_root(own) for own in row.roots):
            if nerve and root:
                pairs[root, nerve] = None
    return tuple(pairs)


@functools.cache
def mimicking_nerve(mimic: str) -> str | None:
    """Return the id of the skin nerve a look-alike is, or None: ``"median at wrist"`` is the median."""
    name = re.sub(r"\bnerve\b.*|\(.*| at .*", "", mimic).strip()
    try:
        found = nerve_id(nerve_named(name).nerve)
    except InputError:
        return None
    return found if found in skin_nerves() else None


_CATALOGUES: Final[Mapping[str, Callable[[], dict[str, Any]]]] = {
    "dermatome": _dermatomes,
    "myotome": _muscles,
    "reflex": _reflexes,
    "nerve": _nerves,
}
