"""What the browser fetches to draw one view of the column: a constant JSON document.

It is the ``go.Figure`` of the view plus what plotly does not know: names, label places, and where to
point at each thing. What is chosen travels apart, as on the map page.
"""

from __future__ import annotations

import json
from typing import Final

from dermatome.anatomy.ids import territory_root
from dermatome.errors import InputError
from dermatome.figures.spine import spine_figure
from dermatome.language import _
from dermatome.spine.cord import conus_level
from dermatome.spine.drawing import VIEW_TITLES, VIEWS, WINDOWS, drawing
from dermatome.spine.rules import KINDS, SITE_NAMES, TRANSITIONAL, things
from dermatome.ui.base.levels import Levels, read_levels
from dermatome.ui.base.state import DEFAULT_SIDE
from dermatome.ui.levels.column import told
from dermatome.ui.levels.text import thing_name

NO_SITE: Final = "none"


def levels_named(kind: str, thing: str, site: str, conus: str, transitional: str) -> Levels:
    """Return what an address names on the column, however it is spelt.

    ``thing`` spells a disc with a hyphen; ``site`` is that of a herniation, or ``none``.

    :raises InputError: there is no such thing, site, conus level or transition.
    """
    query = {kind: [thing], "conus": [conus], "transitional": [transitional]}
    if site != NO_SITE:
        query["herniation"] = [site]
    if kind not in KINDS:
        raise InputError(_("There is no such thing on the column."))
    state, notes = read_levels(query, Levels())
    if notes:
        raise InputError(_("There is no such thing on the column."))
    return state


def levels_json(state: Levels) -> bytes:
    """Return what a lecture shows of a thing on the column, as UTF-8 JSON: its drawing and its name."""
    document = {
        "drawing": told(state, DEFAULT_SIDE),
        "root": territory_root(state.root),
        "name": state.id,
        "what": thing_name(state.kind, state.id),
        "where": _(SITE_NAMES[state.herniation]) if state.herniation else _("Vertebral column"),
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def spine_json(view: str, conus: str, transitional: str, theme: str) -> bytes:
    """Return one view as UTF-8 JSON; coordinates in millimetres, as in the figure.

    :raises InputError: there is no such view, conus level, transition or theme.
    :raises DataError: a table of ``data/spine`` is faulty.
    """
    if view not in VIEWS or transitional not in TRANSITIONAL:
        raise InputError(_("There is no such drawing of the column."))
    conus = conus_level(conus).id
    drawn = drawing(view, conus, transitional)
    figure = spine_figure(view, conus=conus, transitional=transitional, theme=theme).to_json()
    assert figure is not None
    document = {
        "view": view,
        "title": _(VIEW_TITLES[view]),
        "windows": drawn.windows,
        "titles": {name: _(title) for name, (title, *_bounds) in WINDOWS.items()},
        "order": {kind: list(things(kind)) for kind in KINDS},
        "things": {
            f"{kind}|{key}": {"name": thing_name(kind, key), "at": [round(x, 1), round(y, 1)]}
            for (kind, key), (x, y) in drawn.anchors.items()
        },
        "labels": [
            {
                "kind": label.kind,
                "id": label.id,
                "text": label.text,
                "at": [round(label.at[0], 1), round(label.at[1], 1)],
                "anchor": label.anchor,
                "room": [round(size, 1) for size in label.room],
            }
            for label in drawn.labels
        ],
        "figure": json.loads(figure),
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
