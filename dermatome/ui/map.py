"""The clickable body map: a Streamlit component round the plotly.js of the installed plotly wheel.

The browser side lives in ``body_map/``. It fetches each plate once (see :mod:`dermatome.ui.routes`);
per click only the choice goes to the server and only the selection comes back.
"""

from __future__ import annotations

from collections.abc import Callable

from streamlit.components.v2 import component

from dermatome.ui.routes import build_id
from dermatome.ui.session import MAP, picked, picks_seen
from dermatome.ui.state import Selection

_component: Callable[..., object] = component(
    "dermatome.body_map", js="body_map.js", css="body_map.css", isolate_styles=False
)


def body_map(selection: Selection) -> None:
    """Draw the views of a selection and report what the reader picks."""
    _component(
        key=MAP,
        data={
            "v": build_id(),
            "n": picks_seen(),
            "root": selection.root,
            "side": selection.side,
            "scheme": selection.scheme,
            "views": selection.views,
        },
        on_pick_change=picked,
    )
