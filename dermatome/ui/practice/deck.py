"""The cards of the selection as a deck for Anki: asked for, watched while it is made, then saved."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dermatome.errors import Busy
from dermatome.export import decks
from dermatome.export.decks import Making
from dermatome.language import _, n_, p_
from dermatome.study.questions import cards
from dermatome.study.records import Wanted
from dermatome.ui.base.gate import visitor
from dermatome.ui.base.html import plain
from dermatome.ui.practice.setup import wanted

ASKED, REFUSED = "deck_asked", "deck_refused"
LOOKING_SECONDS: Final = 1.0


def anki() -> None:
    """Offer the cards of the selection as a deck for Anki."""
    selection = wanted()
    st.button(
        _("Anki deck of this selection"),
        on_click=_ask,
        args=(selection,),
        icon=":material/style:",
        disabled=not cards(selection),
        help=_(
            "Cards with pictures; a large deck takes some minutes. "
            "A deck exported again updates its cards instead of doubling them."
        ),
    )
    if refused := st.session_state.pop(REFUSED, None):
        st.info(plain(refused), icon=":material/info:")
    making = decks.look(selection) if st.session_state.get(ASKED) == selection else None
    if making is None:
        return
    if making.data is not None:
        _save(making, making.data)
    elif making.trouble:
        st.info(plain(making.trouble), icon=":material/info:")
    else:
        st.html(f"<p class=muted role=status>{_('The deck is being made.')}</p>")
        st.fragment(_watch, run_every=LOOKING_SECONDS)(selection)


def _ask(selection: Wanted) -> None:
    try:
        decks.ask(selection, visitor())
    except Busy as error:
        st.session_state[REFUSED] = str(error)
        return
    st.session_state[ASKED] = selection


def _watch(selection: Wanted) -> None:
    """Show how far the deck is, until it is made."""
    making = decks.look(selection)
    if making is None or making.ended:
        st.rerun()
    how_far = _("Card %(done)s of %(of)s") % {"done": making.done, "of": making.of}
    st.progress(making.done / max(making.of, 1), text=how_far if making.of else _("It begins in a moment."))


def _save(making: Making, data: bytes) -> None:
    megabytes = f"{len(data) / 1e6:.1f}".replace(".", p_("decimal sign", "."))
    said = n_(
        "The deck is ready: %(n)s card, %(size)s MB.",
        "The deck is ready: %(n)s cards, %(size)s MB.",
        making.of,
    )
    st.html(f"<p role=status>{said % {'size': megabytes}}</p>")
    st.download_button(
        _("Save the deck"),
        data=lambda: data,
        file_name="dermatome-atlas.apkg",
        mime="application/octet-stream",
        icon=":material/save:",
        on_click="ignore",
    )
