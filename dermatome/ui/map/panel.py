"""The panel beside the map: what the selected root is, in the order a reader asks."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dermatome.atlas.load import atlas
from dermatome.language import N_, _
from dermatome.library.answers import answer
from dermatome.library.records import RankedPassage
from dermatome.library.things import passages_on
from dermatome.ui.base.frontend import draw, embedded
from dermatome.ui.base.passages import passage_list
from dermatome.ui.base.state import Selection
from dermatome.ui.base.stores import readable_stores
from dermatome.ui.map import muscles, root, start
from dermatome.ui.map.nerves import nerve, tests
from dermatome.ui.map.reflexes import reflex
from dermatome.ui.map.rows import grades
from dermatome.ui.map.spot import claims_there, others, who_says_here

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
OF_ROOT: Final = (CONVENTION, TESTS)
"""Of these, what is asked of a root, and not of a muscle or a nerve by itself."""
ANSWER: Final = "closer-look"

_OF_LAYER: Final = {
    "myotome": muscles.myotome,
    "reflex": reflex,
    "nerve": nerve,
}


def panel(selection: Selection) -> None:
    """Say what is selected and what the articles have on it there.

    One element carries nearly all of it: every element costs a message of its own at each click.
    """
    if not selection.chosen and selection.item is None:
        st.html(f"<div class=panel>{start.invitation(selection, bare=embedded())}</div>")
        return
    st.html(f"<div class=panel>{_facts(selection)}</div>")
    _closer_look(selection)


def _facts(selection: Selection) -> str:
    told = passage_list(_passages(selection, selection.layer))
    if selection.layer in _OF_LAYER:
        return _OF_LAYER[selection.layer](selection, told)
    return (
        root.heading(selection)
        + root.clinical_line(selection.root)
        + root.place(selection)
        + claims_there(selection)
        + told
        + others(selection)
        + root.caveat()
    )


def _worksheet(selection: Selection) -> str:
    """The neurological level is found by the examination that the ISNCSCI map belongs to."""
    if selection.scheme != atlas().schemes[0].id:
        return ""
    way = root.worksheet(selection.root, selection.one_side)
    return f"<p>{way}</p>" if way else ""


def _passages(selection: Selection, layer: str) -> list[RankedPassage]:
    item = selection.item
    if item and not selection.difference:
        return list(passages_on(item.kind, item.id))
    return answer(
        selection.root,
        layer,
        selection.body_part,
        scheme=selection.scheme,
        nerve=selection.picked("nerve"),
        stores=readable_stores(),
    )


def _closer_look(selection: Selection) -> None:
    """Offer more on request; nothing of it is worked out or sent before it is asked for."""
    asked = st.pills(
        _("Look closer"),
        _questions(selection),
        format_func=lambda question: _(question) % {"root": selection.root},
        key=f"closer-{selection.layer}",
        wrap=True,
    )
    if asked is not None:
        st.html(f"<div class='panel answer' id={ANSWER}>{_answer(asked, selection)}</div>")
        draw("reveal", ANSWER, {"id": ANSWER, "asked": f"{asked} {selection}"})


def _questions(selection: Selection) -> list[str]:
    """Return what can be asked: of a spot or a root only where one was pointed at or named."""
    more = CLOSER.get(selection.layer, CLOSER["dermatome"])
    if selection.point is None:
        more = tuple(question for question in more if question != WHO_SAYS)
    if selection.item and not selection.difference:
        return [question for question in more if question not in OF_ROOT]
    return [WHICH, *more]


def _answer(asked: str, selection: Selection) -> str:
    if asked == LEVELS:
        return root.levels(selection.root) + passage_list(_passages(selection, "level"))
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
    return root.meanings(selection.root) + _worksheet(selection)
