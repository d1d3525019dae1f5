"""The panel beside the map: what the selected root is, in the order a reader asks."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dermatome.language import N_, _
from dermatome.library.passages import passages
from dermatome.library.records import RankedPassage
from dermatome.ui.base.passages import passage_list
from dermatome.ui.base.state import Selection
from dermatome.ui.base.stores import readable_stores
from dermatome.ui.map import muscles, root
from dermatome.ui.map.nerves import nerve, tests
from dermatome.ui.map.reflexes import reflex
from dermatome.ui.map.rows import grades
from dermatome.ui.map.spot import claims_there, who_says_here

PASSAGES_SHOWN: Final = 2

OTHER_MAPS, WHO_SAYS, TESTS = N_("Other maps"), N_("Who says so here?"), N_("All tests")
MRC, GRADES = N_("MRC grades"), N_("Grading")
CONVENTION, DISSENT = N_("ISNCSCI convention"), N_("Who disagrees?")
LEVELS, WHICH = N_("Levels"), N_("Which %(root)s?")
CLOSER: Final = {
    "dermatome": (OTHER_MAPS, WHO_SAYS, LEVELS),
    "myotome": (MRC, CONVENTION, DISSENT, WHO_SAYS),
    "reflex": (GRADES, WHO_SAYS),
    "nerve": (TESTS, WHO_SAYS),
}
"""What can be asked further, by layer, besides what the label of the root can mean."""

_OF_LAYER: Final = {
    "myotome": muscles.myotome,
    "reflex": reflex,
    "nerve": nerve,
}


def panel(selection: Selection) -> None:
    """Say what is selected and what the articles have on it there.

    One element carries nearly all of it: every element costs a message of its own at each click.
    """
    st.html(
        "<div class=panel>"
        + _facts(selection)
        + passage_list(_passages(selection, selection.layer))
        + root.caveat()
        + "</div>"
    )
    _closer_look(selection)


def _facts(selection: Selection) -> str:
    if selection.layer in _OF_LAYER:
        return _OF_LAYER[selection.layer](selection)
    return (
        root.heading(selection)
        + root.place(selection)
        + claims_there(selection)
        + root.key_facts(selection.root)
    )


def _passages(selection: Selection, layer: str) -> list[RankedPassage]:
    part = selection.body_part
    own = passages(
        selection.root,
        layer,
        part,
        limit=PASSAGES_SHOWN,
        scheme=selection.scheme,
        nerve=selection.picked("nerve"),
    )
    # Ours win nearly always, so what the reader brought gets a place of its own.
    brought = passages(selection.root, layer, part, articles=(), limit=1, stores=readable_stores())
    return [*own, *brought]


def _closer_look(selection: Selection) -> None:
    """Offer more on request; nothing of it is worked out or sent before it is asked for."""
    more = CLOSER.get(selection.layer, CLOSER["dermatome"])
    asked = st.pills(
        _("Look closer"),
        [WHICH, *more],
        format_func=lambda question: _(question) % {"root": selection.root},
        key=f"closer-{selection.layer}",
        wrap=True,
    )
    if asked is not None:
        st.html(f"<div class=panel>{_answer(asked, selection)}</div>")


def _answer(asked: str, selection: Selection) -> str:
    if asked == LEVELS:
        return passage_list(_passages(selection, "level"))
    if asked == OTHER_MAPS:
        return root.other_maps(selection)
    if asked == WHO_SAYS:
        return who_says_here(selection)
    if asked == TESTS:
        return tests(selection)
    if asked in (MRC, GRADES):
        return grades("mrc" if asked == MRC else "reflex")
    if asked == CONVENTION:
        return muscles.conventions(selection.root)
    if asked == DISSENT:
        return muscles.disagreement(selection)
    return root.meanings(selection.root)
