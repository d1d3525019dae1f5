"""The browser half of the pages: one Streamlit component, of which each part of a page is a use.

Its entry, ``dermatome/frontend/main.js``, fetches what a part is drawn with when the part is first asked for
(:func:`dermatome.ui.base.served.frontend_file`).
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import streamlit as st
from streamlit.components.v2 import component

from dermatome.ui.base.served import build_id
from dermatome.ui.base.spoken import for_browser


def embedded() -> bool:
    """Return whether the page stands in a frame of another site, by ``?embed=true``: map and panel alone."""
    return bool(st.context.is_embedded)


def draw(part: str, key: str, data: Mapping[str, Any], **heard: Callable[[Any], None]) -> None:
    """Draw a part of the page, or tell the one that stands there.

    :param part: its name in ``dermatome/frontend/base/mount.js``.
    :param key: of this use of it.
    :param data: what the part has to know; build, language and terms come with it.
    :param heard: by the event, as ``pick``: called before the rerun with what the browser says.
    """
    calls = {f"on_{event}_change": partial(_hear, key, event, call) for event, call in heard.items()}
    _component()(key=key, data={"part": part, "v": build_id(), **for_browser(), **data}, **calls)


def _hear(key: str, event: str, call: Callable[[Any], None]) -> None:
    # Who leaves a page in the moment of a click takes its parts along, and what they still said is not kept.
    said = getattr(st.session_state.get(key), event, None)
    if said is not None:
        call(said)


@functools.cache
def _component() -> Callable[..., object]:
    # Made when it is first drawn, for only then there is a session that knows where its files lie.
    return component("dermatome.frontend", js="main.js", isolate_styles=False)
