"""What the download menu offers: picture, handout, facts. A file is made when its button is pressed."""

from __future__ import annotations

import functools
from typing import Final

import streamlit as st

from dermatome.anatomy.ids import TERRITORY_ROOTS
from dermatome.language import N_, _, p_
from dermatome.queues import asked_by
from dermatome.ui.base.gate import visitor
from dermatome.ui.base.state import Selection
from dermatome.ui.download.files import File, PictureWishes, facts_file, handout_file, picture_file

SIZES: Final = {"1": 1, "2": 2, "4": 4}
OWN: Final = "own"
MOST_ROOTS: Final = 12
"""A handout of more roots is one of a region."""
PAPERS: Final = {"a4": "A4", "letter": "US Letter"}
REGIONS: Final = {
    "cervical": N_("Cervical roots"),
    "thoracic": N_("Thoracic roots"),
    "lumbosacral": N_("Lumbosacral roots"),
    "upper-limb": N_("Upper limb"),
    "lower-limb": N_("Lower limb"),
    "trunk": N_("Trunk"),
    "hand": N_("Hand"),
    "foot": N_("Foot"),
}
"""Regions offered for a handout; the command line knows more."""


def offers(selection: Selection) -> None:
    """Show what can be downloaded of a selection."""
    # One at a time, so that the button of each is in sight.
    picture, handout, facts = st.tabs([_("Picture"), _("Handout"), _("Facts")])
    with picture:
        _picture(selection)
    with handout:
        _handout(selection)
    with facts:
        _facts(selection)


def _picture(selection: Selection) -> None:
    kind = st.segmented_control(
        _("Format"),
        ["svg", "png", "pdf"],
        default="svg",
        format_func=str.upper,
        key="picture-kind",
        required=True,
    )
    with st.container(horizontal=True, gap="small"):
        labels = st.checkbox(_("Labels"), value=True, key="picture-labels")
        points = selection.layer == "dermatome" and st.checkbox(_("Key points"), key="picture-points")
        clear = st.checkbox(_("Transparent"), key="picture-transparent")
    agreement = selection.layer == "dermatome" and st.checkbox(
        _("Where the maps agree on %(root)s") % {"root": selection.root}, key="picture-agreement"
    )
    times, width = _size() if kind == "png" else (1, None)
    wishes = PictureWishes(
        kind=kind or "svg",
        theme=st.context.theme.type or "light",
        labels=labels,
        key_points=bool(points),
        transparent=clear,
        agreement=bool(agreement),
        times=times,
        width_px=width,
    )
    _button(_("Download picture"), picture_file(selection, wishes), "picture")


def _size() -> tuple[int, int | None]:
    """Ask how large a PNG should be; return pixels a CSS pixel, or the width in pixels."""
    size = st.segmented_control(
        _("Resolution"),
        [*SIZES, OWN],
        default="2",
        format_func=lambda name: _("Width") if name == OWN else f"{name}×",
        key="picture-size",
        required=True,
        help=_("At most 40 megapixels: a larger picture comes smaller. PDF and SVG are sharp at every size."),
    )
    if size == OWN:
        return 1, int(st.number_input(_("Width in pixels"), 200, 10_000, 2400, 100, key="picture-width"))
    return SIZES[size or "1"], None


def _handout(selection: Selection) -> None:
    own = ""
    region = st.selectbox(
        p_("handout", "About"),
        [own, *REGIONS],
        format_func=lambda name: _(REGIONS[name]) if name else _("Chosen roots"),
        key="handout-region",
    )
    roots = [] if region else _roots(selection)
    paper = st.segmented_control(
        _("Paper"),
        list(PAPERS),
        default="a4",
        format_func=lambda name: PAPERS[name],
        key="handout-paper",
        required=True,
    )
    with st.container(horizontal=True, gap="medium"):
        blank = st.checkbox(_("Blank, to fill in"), key="handout-blank")
        key = blank and st.checkbox(_("With answers"), key="handout-key")
    made = handout_file(
        selection, roots=roots, region=region or None, paper=paper or "a4", blank=blank, key=bool(key)
    )
    _button(_("Download handout"), made, "handout")


def _roots(selection: Selection) -> list[str]:
    """Ask for the roots of a handout; the selected one unless others were chosen."""
    return st.multiselect(
        _("Roots"),
        ["C1", *TERRITORY_ROOTS, "Co1"],
        default=[selection.root],
        # What was chosen for one root is not carried over to the next.
        key=f"handout-roots-{selection.root}",
        placeholder=selection.root,
        max_selections=MOST_ROOTS,
    )


def _facts(selection: Selection) -> None:
    every = st.checkbox(_("All roots"), key="facts-all")
    with st.container(horizontal=True):
        for kind in ("csv", "json"):
            _button(
                f"{_('Facts')} {kind.upper()}", facts_file(selection, kind, every_root=every), f"facts-{kind}"
            )


def _button(label: str, made: File, key: str) -> None:
    st.download_button(
        label,
        functools.partial(asked_by, visitor(), made.make),
        file_name=made.name,
        mime=made.media_type,
        key=f"{key}-file",
        on_click="ignore",
        icon=":material/download:",
    )
