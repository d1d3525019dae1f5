"""The map page: what to take along, the map, the panel.

Map and panel form one fragment, so a click reruns and resends only them.
"""

from __future__ import annotations

import streamlit as st

from dermatome.ui.base import session
from dermatome.ui.base.body import body_map
from dermatome.ui.base.frontend import embedded
from dermatome.ui.base.html import plain
from dermatome.ui.download.menu import download_menu
from dermatome.ui.map.panel import panel


def atlas_page() -> None:
    """Show the page for what the address or the session has selected."""
    notes = session.open_address()
    if notes:
        with st.container(key="notes"):  # the map leaves it its height (body_map.js)
            st.info("  \n".join(plain(note) for note in notes), icon=":material/info:")
    with st.container(key="atlas"):
        if not embedded():
            with st.container(key="take"):
                download_menu()
        _map_and_panel()


@st.fragment
def _map_and_panel() -> None:
    # Laid out side by side in style.css: columns would add their messages to every click.
    selection = session.current()
    body_map(selection)
    panel(selection)
