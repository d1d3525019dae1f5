"""The page on which a lecture is prepared: the map to take steps from, the steps, and the step at hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

import streamlit as st

from dermatome.errors import AtlasError, InputError
from dermatome.language import _
from dermatome.lecture.deck import MAX_NOTE, MAX_TITLE, REVEALS, Deck, Step
from dermatome.lecture.formats import MAX_BYTES, file_name, pack, read_file, unpack, write_file
from dermatome.ui.base import session
from dermatome.ui.base.body import body_map
from dermatome.ui.base.faults import told
from dermatome.ui.base.gate import uploads
from dermatome.ui.base.html import plain
from dermatome.ui.lecture.address import PUBLIC_URL, only_here, public_url
from dermatome.ui.lecture.facts import REVEAL_NAMES
from dermatome.ui.lecture.others import other_step
from dermatome.ui.lecture.session import (
    arrangement,
    can_undo,
    change,
    deck,
    edition,
    go_to,
    open_step,
    undo,
)
from dermatome.ui.lecture.start import begin_button
from dermatome.ui.lecture.steps import MAP, check, described, map_address, page_of, selection_of

LINK: Final = "lecture"
"""Parameter of the address that carries a whole lecture."""
PAGE: Final = "lecture"
STYLE: Final = Path(__file__).with_name("lecture.css")

_STEPS, _FILE, _TITLE = "lecture_steps", "lecture_file", "lecture_title"
_NOTICE: Final = "lecture_notice"


def lecture_page() -> None:
    """Show the lecture of this session, or the one the address carries."""
    st.html(STYLE)
    problem = _open_link()
    notes = session.open_address()
    if not session.current().chosen:  # a step is always about a root
        session.select(session.current().choose(session.current().root))
    st.title(_("Prepare a lecture"), anchor=False)
    st.markdown(
        _(
            "Set the map as you want to show it and add it as a step. In lecture mode, the clicker's "
            "**Page Down** reveals fact after fact and then goes on to the next step; **H** lists all keys."
        )
    )
    if problem:
        st.error(plain(problem), icon=":material/link_off:")
    if notice := st.session_state.pop(_NOTICE, ""):
        st.error(plain(notice), icon=":material/error:")
    if notes:
        st.info("  \n".join(plain(note) for note in notes), icon=":material/info:")
    _heading()
    with st.container(key="lecture-desk"):
        with st.container(key="lecture-map"):
            # No fragment: what stands beside it (which step can be updated) goes by what the map shows.
            body_map(session.current(), prompt=True)
        with st.container(key="lecture-steps-side"):
            _steps()


# ---- the lecture as a whole ------------------------------------------------------------------------


def _heading() -> None:
    with st.container(key="lecture-head", horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_input(
            _("Name of the lecture"),
            deck().title,
            max_chars=MAX_TITLE,
            key=f"{_TITLE}_{edition()}",
            on_change=_rename_lecture,
            placeholder=_("Untitled lecture"),
        )
        if deck().steps:
            begin_button()
        st.download_button(
            _("Save to a file"),
            write_file(deck()),
            file_name=file_name(deck()),
            mime="application/json",
            icon=":material/download:",
            on_click="ignore",
            disabled=not deck().steps,
        )
        if uploads():
            _offer_opening()
        with st.popover(_("Share link"), icon=":material/share:"):
            _share()
        st.button(
            _("New"), icon=":material/note_add:", on_click=_new, disabled=not (deck().steps or deck().title)
        )
        st.button(_("Undo"), icon=":material/undo:", on_click=_undo, disabled=not can_undo())


def _offer_opening() -> None:
    with st.popover(_("Open a file"), icon=":material/folder_open:"):
        st.file_uploader(
            _("A lecture saved by the atlas"),
            type="json",
            key=f"{_FILE}_{edition()}",
            on_change=_open_file,
            max_upload_size=MAX_BYTES >> 20,
        )
        if deck().steps:
            st.caption(_("It takes the place of the lecture here; Undo brings that back."))


def _share() -> None:
    if not deck().steps:
        st.write(_("A lecture without steps cannot be shared yet."))
        return
    try:
        home = public_url() or _home()
        link = f"{home}/{PAGE}?{LINK}={pack(deck())}"
    except AtlasError as error:
        st.warning(plain(told(error)), icon=":material/warning:")
        return
    st.write(_("Whoever opens this link gets a copy of the lecture, with all notes:"))
    st.code(link, language=None, wrap_lines=True)
    if only_here(home):
        st.warning(
            _(
                "This address leads to this computer alone: phones and other computers cannot follow it. "
                "Start it with --address 0.0.0.0 and open it by the computer's name, or set %(variable)s "
                "to the address others use."
            )
            % {"variable": PUBLIC_URL},
            icon=":material/wifi_off:",
        )


def _home() -> str:
    """Return the address of the atlas as this visitor reaches it, without a slash at its end."""
    parts = urlsplit(st.context.url or "")
    path = parts.path.removesuffix("/").removesuffix(f"/{PAGE}")
    return urlunsplit((parts.scheme, parts.netloc, path, "", "")).rstrip("/")


def _rename_lecture() -> None:
    session.catch_up()
    change(deck().renamed(st.session_state[f"{_TITLE}_{edition()}"]), refill=False, arranged=False)


def _new() -> None:
    session.catch_up()
    change(Deck(), 0)


def _undo() -> None:
    session.catch_up()
    undo()


def _open_file() -> None:
    given = st.session_state[f"{_FILE}_{edition()}"]
    if given is None:
        return
    try:
        _opened(read_file(given.getvalue(), check))
    except InputError as error:
        st.session_state[_NOTICE] = str(error)


def _open_link() -> str:
    """Take over the lecture the address carries; return what is wrong with it, else nothing."""
    link = st.query_params.get(LINK)
    if link is None:
        return ""
    del st.query_params[LINK]
    try:
        _opened(unpack(link, check))
    except InputError as error:
        return str(error)
    return ""


def _opened(lecture: Deck) -> None:
    if lecture != deck():
        change(lecture, 0)
    if lecture.steps:
        session.select(selection_of(lecture.steps[0]))


# ---- the steps ------------------------------------------------------------------------------------


def _steps() -> None:
    with st.container(key="lecture-add", horizontal=True, gap="small"):
        st.button(_("Add what the map shows as a step"), icon=":material/add:", type="primary", on_click=_add)
        _update()
        with st.popover(_("Levels, article, case, examination"), icon=":material/add:"):
            other_step(_insert)
    steps = deck().steps
    if not steps:
        st.caption(_("No steps yet."))
        return
    st.session_state[_STEPS] = open_step()
    st.radio(
        _("Steps"),
        range(len(steps)),
        format_func=lambda at: f"{at + 1}. {_title(steps[at])}",
        key=_STEPS,
        on_change=_step_chosen,
    )
    _order()
    _editor(open_step(), steps[open_step()])


def _update() -> None:
    """Offer to change the open step to what the map shows, when that is something else."""
    at = open_step()
    if not deck().steps or page_of(deck().steps[at]) != MAP:
        return
    st.button(
        _("Update step %(n)s") % {"n": at + 1},
        icon=":material/sync:",
        on_click=_take_over,
        disabled=session.current() == selection_of(deck().steps[at]),
        help=_("The step then shows what the map shows now; name, note and reveals stay."),
    )


def _order() -> None:
    at, last = open_step(), len(deck().steps) - 1
    with st.container(key="lecture-order", horizontal=True, gap="small"):
        # They act on the step that is open when they are heard of: who clicks twice is faster than the page.
        st.button(_("Earlier"), icon=":material/arrow_upward:", on_click=_move, args=(-1,), disabled=at == 0)
        st.button(
            _("Later"), icon=":material/arrow_downward:", on_click=_move, args=(1,), disabled=at == last
        )
        st.button(_("Copy"), icon=":material/content_copy:", on_click=_copy)
        st.button(_("Delete"), icon=":material/delete:", on_click=_delete)
        if at > 0:
            begin_button(at)


def _editor(at: int, step: Step) -> None:
    def field(name: str) -> dict[str, Any]:
        key = f"lecture_{name}_{at}_{edition()}"
        return {"key": key, "on_change": _write, "args": (at, name, key, arrangement())}

    st.text_input(
        _("Name of the step"),
        step.title,
        max_chars=MAX_TITLE,
        placeholder=described(step),
        **field("title"),
    )
    st.multiselect(
        _("Shown at once"),
        REVEALS,
        step.shown,
        format_func=lambda kind: _(REVEAL_NAMES[kind]),
        **field("shown"),
    )
    st.multiselect(
        _("Revealed one by one, in this order"),
        REVEALS,
        step.reveals,
        format_func=lambda kind: _(REVEAL_NAMES[kind]),
        **field("reveals"),
    )
    st.toggle(_("Labels on the map"), step.labels, **field("labels"))
    st.text_area(
        _("Note"),
        step.note,
        max_chars=MAX_NOTE,
        help=_("For yourself; the audience sees it only if you reveal it."),
        **field("note"),
    )
    if page_of(step) == MAP and session.current() != selection_of(step):
        st.button(_("Show this step on the map"), on_click=_show, args=(at,))


def _title(step: Step) -> str:
    return plain(step.title or described(step))


# ---- what the buttons do ----------------------------------------------------------------------------


def _told(act: Callable[[], None]) -> None:
    try:
        act()
    except InputError as error:
        st.session_state[_NOTICE] = str(error)


def _add() -> None:
    session.catch_up()
    _insert(Step(address=map_address(session.current())))


def _insert(step: Step) -> None:
    at = min(open_step() + 1, len(deck().steps))
    _told(lambda: change(deck().insert(at, step), at))


def _copy() -> None:
    session.catch_up()
    at = open_step()
    _told(lambda: change(deck().insert(at + 1, deck().steps[at]), at + 1))


def _move(by: int) -> None:
    session.catch_up()
    at = open_step()
    if 0 <= at + by < len(deck().steps):
        change(deck().move(at, at + by), at + by)


def _delete() -> None:
    session.catch_up()
    at = open_step()
    if deck().steps:
        change(deck().remove(at), max(0, at - 1))


def _step_chosen() -> None:
    at = session.on_offer(_STEPS, range(len(deck().steps)))
    # Who writes faster than the page answers has chosen no other step.
    if at is not None and at != open_step():
        go_to(at)
        _show(at)


def _show(at: int) -> None:
    if page_of(deck().steps[at]) == MAP:
        session.catch_up()
        session.select(selection_of(deck().steps[at]), chosen=True)


def _take_over() -> None:
    session.catch_up()
    at = open_step()
    step = deck().steps[at].model_copy(update={"address": map_address(session.current())})
    change(deck().replace(at, step), at, arranged=False)


def _write(at: int, name: str, key: str, arranged: int) -> None:
    """Take over what the reader wrote into a field of a step.

    A click that overtakes the page makes Streamlit report fields of the page overtaken as if they had been
    written: these are not for the step that has come to stand at the position.
    """
    session.catch_up()
    if arranged != arrangement():
        return
    step, value = deck().steps[at], st.session_state[key]
    update: dict[str, Any] = {name: value.strip() if name == "title" else value}
    if name in ("shown", "reveals"):
        other = "reveals" if name == "shown" else "shown"
        update = {
            name: tuple(value),
            other: tuple(kind for kind in getattr(step, other) if kind not in value),
        }
    # What was taken from the other list has to vanish from it on the page as well.
    refill = len(update) > 1 and update != {each: getattr(step, each) for each in update} | {
        name: update[name]
    }
    change(deck().replace(at, step.model_copy(update=update)), at, refill=refill, arranged=False)
