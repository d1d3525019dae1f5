"""What the atlas is, and how to use it."""

from __future__ import annotations

import streamlit as st

from dermatome.language import _


def about_page() -> None:
    """Say what the atlas shows, how to read it, and which keys work on the map."""
    st.title(_("About the atlas"), anchor=False)
    st.markdown(
        _(
            "A map of the skin's nerve roots that answers a click: the root lights up on every view, and the "
            "panel says what that root is *there*, with the passages to read next."
        )
    )
    st.header(_("How to read the map"), anchor=False)
    st.markdown("\n".join(f"- {rule}" for rule in _rules()))
    st.header(_("Keys"), anchor=False)
    head = [f"| {_('Key')} | {_('On the map')} |", "|---|---|"]
    st.markdown("\n".join([*head, *(f"| {key} | {does} |" for key, does in _keys())]))
    st.markdown(
        _(
            "Mouse and touch: click or tap a region; Ctrl and the wheel, two fingers or the buttons zoom; "
            "drag moves a zoomed plate. The address of the page holds root, side, map and views: copy it to "
            "share what you see."
        )
    )


def _rules() -> list[str]:
    return [
        _(
            "**One map at a time.** Published maps disagree, so the atlas never blends them. The panel names "
            "the map on screen."
        ),
        _("**R and L are the patient's right and left**, not the observer's."),
        _(
            "**A label such as S1 has several meanings**: a vertebra, a nerve root, a disc level, a "
            "neurological level. The panel says which is meant and offers the others under *Which S1?*"
        ),
        _(
            "**Borders are drawn sharper than they are.** Neighbouring territories overlap, and people "
            "differ."
        ),
    ]


def _keys() -> list[tuple[str, str]]:
    return [
        ("/", _("Find on the map")),
        (_("Tab"), _("to the map, one stop a view")),
        (_("Arrow keys"), _("to the nearest region in that direction")),
        (_("Page Up, Page Down"), _("to the limb before, to the next limb")),
        (_("Enter or Space"), _("select the region")),
        ("+ − 0", _("zoom in, zoom out, whole plate")),
        (_("Shift + arrow keys"), _("move a zoomed plate")),
        (_("Esc"), _("close the hint")),
        ("F8", _("on any page: lecture mode, where H lists the keys")),
    ]
