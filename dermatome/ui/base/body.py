"""The clickable body map, drawn in the browser by the plotly.js of the installed plotly wheel.

The browser side lives in ``dermatome/frontend/map/``. It fetches each plate once
(:mod:`dermatome.ui.routes`); per click only the choice goes to the server and only the selection comes back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from dermatome.ui.base.frontend import draw, embedded
from dermatome.ui.base.session import MAP, picked, picks_seen
from dermatome.ui.base.state import UNSAID, Selection


def body_map(selection: Selection, *, prompt: bool = False) -> None:
    """Draw the views of a selection and report what the reader picks.

    :param prompt: what else is pressed there acts on what the map shows: a choice is reported before the
        press (:func:`dermatome.ui.base.session.catch_up`). Not for a map within a fragment: the browser
        may send both at once, and then nothing but the fragment is run again.
    """
    around = {"bare": True} if embedded() else {"switches": True}
    around |= {"prompt": True} if prompt else {}
    draw("map", MAP, {"n": picks_seen(), **around, **_told(selection)}, pick=picked)


def _told(selection: Selection) -> dict[str, Any]:
    """Return what the map has to be told: sent with every click, so without what goes without saying."""
    told = {name: value for name, value in selection.to_data().items() if UNSAID.get(name) != value}
    return told if selection.chosen else {**told, "root": None}


def linked_maps(
    selection: Selection,
    plates: Sequence[tuple[str, str]],
    key: str,
    height: float | None = None,
    *,
    about: Sequence[Mapping[str, Any]] = (),
    bare: bool = False,
) -> None:
    """Draw several maps side by side with one selection lit on all of them.

    :param plates: (map id, view) in the order shown; a caption names each map. Map ids are those of the
        plates' addresses: a scheme, ``muscles-deep``, ``nerves``, ``agreement-<root>`` and so on.
    :param key: of the component; :func:`dermatome.ui.base.session.picked` takes over what the reader picks.
    :param height: share of the window's height for all plates; None lets them take what room there is.
    :param about: what stands above each plate in place of its title: ``name`` and ``kind`` of the map, a
        ``note``, and ``lit`` where the map gives the spot, or any skin, to the root.
    :param bare: leave out the choice of root and side.
    """
    point = selection.point
    draw(
        "map",
        key,
        {
            "n": picks_seen(key),
            "plates": [list(plate) for plate in plates],
            "root": selection.root,
            "side": selection.side,
            "scheme": selection.scheme,
            **({} if selection.inferred else {"inferred": False}),
            **({"height": height} if height else {}),
            # One root on many maps: their neighbours would hide how they differ.
            **({"about": list(about), "quiet": True} if about else {}),
            **({"bare": True} if bare else {}),
            **({"point": {"view": point.view, "x": point.x, "y": point.y}} if point else {}),
        },
        pick=partial(picked, key=key),
    )
