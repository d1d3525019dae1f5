"""The page of the localiser: findings on one side, the places they point to on the other.

One change, one path: a widget or the browser changes what is told, and the fragments that show what follows
from it run again, the ranking first; the widgets stay as they are, for the browser takes longer over them
than over all the rest. Nothing is kept but in the address.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, Final, NoReturn

import streamlit as st

from dermatome.anatomy.load import facts
from dermatome.language import N_, _
from dermatome.localiser.answer import Answer, localise
from dermatome.localiser.drawn import NERVES, drawn
from dermatome.localiser.names import candidate_name, finding_name, jerk_name, motor_name
from dermatome.localiser.next_tests import prepare
from dermatome.ui.base.findings import (
    POWER,
    STEP_MM,
    TOLD,
    Told,
    choices,
    findings,
    read_paint,
    read_query,
    with_power,
)
from dermatome.ui.base.frontend import draw
from dermatome.ui.base.html import plain
from dermatome.ui.base.served import plotly_version
from dermatome.ui.base.spoken import page_query, write_query
from dermatome.ui.localise import text

STYLE: Final = Path(__file__).with_name("localise.css")
PAINT: Final = "localise_paint"
"""Key of the component."""
SENTENCE, UNDERSTOOD, LISTS, PLACES = (f"localise_{n}" for n in ("sentence", "understood", "lists", "places"))
"""Keys of the fragments."""
ROWS: Final = (
    ("anterior", "posterior"),
    ("hand-palmar", "hand-dorsal", "foot-dorsum", "foot-sole", "perineum"),
)
"""Views that are painted, a row each."""
LIT: Final = 2
"""Leading places that are drawn under the paint."""
NEXT: Final = 0.1
"""Share of belief from which the second is drawn."""
_ADDRESS, _CHANGED, _SEEN, _TURN = (f"localise_{name}" for name in ("address", "changed", "seen", "turn"))
_SIDES: Final = {"right": N_("Right"), "left": N_("Left"), "bilateral": N_("Both sides")}
_TITLES: Final = {
    "numb": N_("Numb skin"),
    "pain": N_("Painful skin"),
    "spared": N_("Skin that feels normal"),
    "weak": N_("Weak"),
    "strong": N_("Strong"),
    "gone": N_("Reflexes lost"),
    "kept": N_("Reflexes normal"),
    "signs": N_("Signs and circumstances"),
}
EXAMPLE: Final = N_("numb little finger, weak grip, triceps jerk normal")


def localise_page() -> None:
    """Show the page for what the address or the session tells."""
    st.html(STYLE)
    st.title(_("Where is the lesion?"), anchor=False)
    prepare()
    _open()
    with st.container(key="localise"):
        with st.container(key="localise-told"):
            _sentence()
            _understood()
            _lists()
        _places()


# ---- state ------------------------------------------------------------------------------------------


def _open() -> None:
    """Take over what an address tells that the page did not write itself, and write what is told."""
    query, changed = page_query(), st.session_state.pop(_CHANGED, False)
    # Just after a change the browser still speaks of the address before it.
    if query and not changed and query != st.session_state.get(_ADDRESS):
        st.session_state[TOLD] = read_query(query)
        st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    _write(chosen=changed)


def _write(*, chosen: bool) -> None:
    told = _told().query()
    write_query(told, chosen=chosen)
    st.session_state[_ADDRESS] = {name: [value] for name, value in told.items()}


def _told() -> Told:
    return st.session_state.get(TOLD) or Told()


def _change(*also: str, **changes: Any) -> NoReturn:
    """Tell something else, and show what follows from it; ``also`` names further fragments to run again."""
    st.session_state[TOLD] = replace(_told(), **changes)
    st.session_state[_CHANGED] = True
    st.rerun([PLACES, *also])


def _emptied() -> NoReturn:
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    _change(SENTENCE, UNDERSTOOD, LISTS, **{f.name: f.default for f in fields(Told)})


# ---- what is told -----------------------------------------------------------------------------------


def _key(name: str) -> str:
    return f"localise_{name}"


@st.fragment(key=SENTENCE)
def _sentence() -> None:
    # The widgets mirror the state; what they change goes through it.
    st.session_state[_key("say")] = _told().say
    st.text_area(
        _("Tell it in your own words"),
        key=_key("say"),
        placeholder=_(EXAMPLE),
        height=80,
        max_chars=400,
        on_change=lambda: _change(UNDERSTOOD, say=st.session_state[_key("say")] or ""),
    )


@st.fragment(key=UNDERSTOOD)
def _understood() -> None:
    if pieces := findings(_told())[1]:
        st.html(text.understood(pieces))


@st.fragment(key=LISTS)
def _lists() -> None:
    told = _told()
    st.session_state[_key("side")] = told.side or None
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.segmented_control(
            _("Side"),
            list(_SIDES),
            format_func=lambda side: _(_SIDES[side]),
            key=_key("side"),
            on_change=lambda: _change(side=st.session_state[_key("side")] or ""),
        )
        st.button(_("Start again"), on_click=_emptied, icon=":material/delete:")
    for names, title in (
        (("weak", "strong"), N_("Power")),
        (("numb", "pain", "spared"), N_("Skin by name")),
        (("gone", "kept", "signs"), N_("Reflexes and signs")),
    ):
        # A press on the body adds to a folded list; unfolding it, the body would move from under the finger.
        unfolded = f"{_key(title)}_{st.session_state.get(_TURN, 0)}"
        st.session_state.setdefault(unfolded, any(getattr(told, name) for name in names))
        with st.expander(_(title), expanded=st.session_state[unfolded]):
            for name in names:
                _choose(told, name)


def _choose(told: Told, name: str) -> None:
    st.session_state[_key(name)] = list(getattr(told, name))
    named = motor_name if name in ("weak", "strong") else _sign_name if name == "signs" else finding_name
    if name in ("gone", "kept"):
        named = jerk_name
    st.multiselect(
        _(_TITLES[name]),
        choices()[name],
        format_func=named,
        key=_key(name),
        placeholder=_("Search…"),
        on_change=lambda: _change(**{name: tuple(st.session_state[_key(name)])}),
    )


def _sign_name(sign: str) -> str:
    return plain(finding_name(sign))


# ---- what follows from it ---------------------------------------------------------------------------


@st.fragment(key=PLACES)
def _places() -> None:
    told = _told()
    answer = localise(findings(told)[0])
    with st.container(key="localise-places"):
        st.html(
            f"<section class='panel lo' aria-live=polite>{text.ranking(answer)}"
            f"{text.tests(answer.tests)}{text.maps(answer)}</section>"
        )
        _take_along(told, answer)
    with st.container(key="localise-paint"):
        _paint(told, answer)
    if st.session_state.pop(_CHANGED, False):
        _write(chosen=True)


def _take_along(told: Told, answer: Answer) -> None:
    if told != Told():
        st.download_button(
            _("Handout of this case (PDF)"),
            data=functools.partial(_handout, told),
            file_name="localise.pdf",
            mime="application/pdf",
            icon=":material/download:",
            on_click="ignore",
        )
        if patient := text.practise(answer, repr(told)):
            st.html(patient)


def _handout(told: Told) -> bytes:
    from dermatome.export.case import case_handout  # only who prints needs it

    return case_handout(localise(findings(told)[0]))


# ---- the body ---------------------------------------------------------------------------------------


def _paint(told: Told, answer: Answer) -> None:
    st.html(f"<h3 class=lo-title>{_('Paint what is numb, choose muscles')}</h3>")
    lit = _lit(answer)
    draw(
        "paint",
        PAINT,
        {
            "plotly": plotly_version(),
            "rows": ROWS,
            "steps": dict(STEP_MM),
            "map": lit["map"],
            "lit": lit["ids"],
            "names": lit["names"],
            "paint": [list(square) for square in told.paint],
            "power": {state: [n for n in getattr(told, state) if n in facts().muscles] for state in POWER},
            "side": told.side,
            "turn": st.session_state.get(_TURN, 0),
            "n": st.session_state.get(_SEEN, 0),
        },
        act=_painted,
    )


def _painted(message: Any) -> None:
    if isinstance(message, Mapping):
        number = message.get("n")
        st.session_state[_SEEN] = number if isinstance(number, int) else 0
        muscle = message.get("muscle")
        if isinstance(muscle, str) and muscle in facts().muscles:
            _change(LISTS, **with_power(_told(), muscle, message.get("state")))
        if "paint" in message:
            _change(paint=read_paint(message["paint"]))


def _lit(answer: Answer) -> dict[str, Any]:
    """Return which map is drawn and what of it is lit: the first place, and the next if it is on that map."""
    leading = [c for n, c in enumerate(answer.candidates[:LIT]) if not n or c.score >= NEXT]
    found = [(candidate_name(c.id), *drawn(c.id)) for c in leading]
    found = [each for each in found if each[2]]
    found = [each for each in found if each[1] == found[0][1]]
    # Skin of both is that of the smaller place: it would not be seen otherwise.
    order = sorted(range(len(found)), key=lambda n: -len(found[n][2]))
    return {
        "map": found[0][1] if found else NERVES,
        "ids": {name: n for n in order for name in found[n][2]},
        "names": [name for name, _map, _ids in found],
    }
