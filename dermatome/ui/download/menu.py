"""The download menu of the map page; what it offers is loaded when it is opened for the first time."""

from __future__ import annotations

import streamlit as st

from dermatome.language import _
from dermatome.ui.base import session

MENU = "download"


@st.fragment
def download_menu() -> None:
    """Show the menu; its choices run alone, without the page."""
    menu = st.popover(_("Download"), icon=":material/download:", key=MENU, on_change="rerun")
    if menu.open:
        from dermatome.ui.download.offers import offers  # no visitor should wait for what draws files

        with menu:
            offers(session.current())
