"""The lecture a visitor prepares, in the running session: what it is now, which step is open, what it was."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from dermatome.lecture.deck import Deck
from dermatome.ui.lecture.steps import step_data

_DECK, _OPEN, _PAST, _EDITION = "lecture", "lecture_open", "lecture_past", "lecture_edition"
_ARRANGED = "lecture_arranged"
MOST_PAST: Final = 100


def deck() -> Deck:
    """Return the lecture as it is now."""
    return st.session_state.get(_DECK) or Deck()


def begun() -> bool:
    """Return whether this session has had a lecture, be it an empty one."""
    return _DECK in st.session_state


def open_step() -> int:
    """Return the position of the step that is being edited, 0 when there is none."""
    return max(0, min(st.session_state.get(_OPEN, 0), len(deck().steps) - 1))


def edition() -> int:
    """Return a number that is another one whenever fields on the page have to be filled anew."""
    return st.session_state.get(_EDITION, 0)


def arrangement() -> int:
    """Return a number that is another one whenever steps have come, gone or changed places."""
    return st.session_state.get(_ARRANGED, 0)


def change(after: Deck, at: int | None = None, *, refill: bool = True, arranged: bool = True) -> None:
    """Make this the lecture, with the step at a position open; what it was can be returned to.

    ``refill``: fields on the page have to take over the new values, for the reader did not write them there.
    ``arranged``: a position may mean another step than before.
    """
    if arranged:
        st.session_state[_ARRANGED] = arrangement() + 1
    st.session_state[_PAST] = [*_past(), (deck(), open_step())][-MOST_PAST:]
    _set(after, open_step() if at is None else at, refill)


def go_to(at: int) -> None:
    """Open another step."""
    _set(deck(), at, refill=True)


def can_undo() -> bool:
    """Return whether there is an earlier lecture to return to."""
    return bool(_past())


def undo() -> None:
    """Return to the lecture before the last change."""
    *earlier, (before, at) = _past()
    st.session_state[_PAST] = earlier
    st.session_state[_ARRANGED] = arrangement() + 1
    _set(before, at, refill=True)


def _past() -> list[tuple[Deck, int]]:
    return st.session_state.get(_PAST, [])


def _set(after: Deck, at: int, refill: bool) -> None:
    st.session_state[_DECK], st.session_state[_OPEN] = after, at
    if refill:
        st.session_state[_EDITION] = edition() + 1


def steps_data() -> list[dict[str, Any]]:
    """Return the steps as the browser needs them."""
    return [step_data(step) for step in deck().steps]
