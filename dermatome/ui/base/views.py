"""The row of choices above a map: which views of the body are shown."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dermatome.anatomy.ids import VIEWS, view_name
from dermatome.language import _
from dermatome.ui.base import session
from dermatome.ui.base.state import PRESETS, in_order, preset_of

PRESET, CUSTOM = "preset", "views"


def view_choices() -> DeltaGenerator:
    """Offer the views; return the row, for what else belongs there."""
    selection = session.current()
    # The widgets mirror the selection; what they change goes through it.
    st.session_state[PRESET] = preset_of(selection.views)
    st.session_state[CUSTOM] = list(selection.views)
    choices = st.container(key="choices", horizontal=True, vertical_alignment="center", gap="medium")
    with choices:
        st.segmented_control(
            _("Views"),
            list(PRESETS),
            format_func=_,
            key=PRESET,
            on_change=_preset_chosen,
            label_visibility="collapsed",
        )
        with st.popover(_("Choose views")):
            st.pills(
                _("Views shown"),
                VIEWS,
                selection_mode="multi",
                format_func=view_name,
                key=CUSTOM,
                on_change=_views_chosen,
            )
    return choices


def _preset_chosen() -> None:
    preset = st.session_state[PRESET]
    if preset:
        session.select(replace(session.current(), views=PRESETS[preset]))


def _views_chosen() -> None:
    views = in_order(st.session_state[CUSTOM])
    if views:
        session.select(replace(session.current(), views=views))
