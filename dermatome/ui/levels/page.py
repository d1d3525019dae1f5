"""The page of levels: the column, what belongs together, and the body lit to match.

Everything is one fragment, so a choice reruns and resends only this. The address holds the state; the
root that goes with it is the atlas's selection, so the map page shows the same root, and a root
chosen there is chosen here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import streamlit as st

from dermatome.anatomy.ids import territory_root
from dermatome.errors import InputError
from dermatome.language import N_, _
from dermatome.library.passages import passages
from dermatome.spine.cord import conus_level
from dermatome.spine.load import spine_data
from dermatome.spine.relations import herniation as herniation_of
from dermatome.spine.relations import relations
from dermatome.spine.rules import KINDS, SITES, TRANSITIONAL, parse_place
from dermatome.ui.base import session
from dermatome.ui.base.body import linked_maps
from dermatome.ui.base.html import plain
from dermatome.ui.base.levels import KIND_TITLES, SITE_TITLES, Levels, read_levels, start_at
from dermatome.ui.base.passages import passage_list
from dermatome.ui.base.spoken import page_query, write_query
from dermatome.ui.levels import text as spine_text
from dermatome.ui.levels.column import spine_map

STYLE: Final = Path(__file__).with_name("spine.css")
_STATE, _ADDRESS, _SEEN, _SHARED = "levels", "levels_address", "levels_seen", "levels_shared"
_KIND, _THING, _SITE, _CONUS, _FORM, _WHICH = (
    f"levels_{name}" for name in ("kind", "thing", "herniation", "conus", "transitional", "which")
)
_FORM_TITLES: Final = {
    "none": N_("Usual"),
    "sacralised-l5": N_("L5 sacralised"),
    "lumbarised-s1": N_("S1 lumbarised"),
}
PASSAGES_SHOWN: Final = 2
BODY_HEIGHT: Final = 0.46
"""Share of the window's height for the body beside the column."""


def levels_page() -> None:
    """Show the page for what the address or the session has selected."""
    st.html(STYLE)
    st.title(_("Levels"), anchor=False)
    _page()


@st.fragment
def _page() -> None:
    if notes := _open():
        st.info("  \n".join(plain(note) for note in notes), icon=":material/info:")
    state = _current()
    _share(state)
    _controls(state)
    with st.container(key="levels"):
        with st.container(key="levels-picture"):
            _picture(state)
        with st.container(key="levels-panel"):
            _panel(state)


# ---- state --------------------------------------------------------------------------------------


def _open() -> list[str]:
    """Take over the address, or a root chosen elsewhere in the atlas; return what had to be dropped."""
    query = page_query()
    chosen = session.current().root
    if st.session_state.get(_SHARED, chosen) != chosen:
        # The body map on this page, or the map page, has chosen another root.
        st.session_state[_SHARED] = chosen
        before = _current()
        st.session_state[_STATE] = replace(before.choose("root", start_at(chosen).id), which=before.which)
        notes: list[str] = []
    elif query and query != st.session_state.get(_ADDRESS):
        st.session_state[_STATE], notes = read_levels(query, start_at(chosen))
    else:
        notes = []
    _write_address(_current())
    return notes


def _current() -> Levels:
    return st.session_state.get(_STATE) or start_at(session.current().root)


def _write_address(state: Levels) -> None:
    query = {name: [value] for name, value in state.to_query().items()}
    write_query(query)
    st.session_state[_ADDRESS] = query


def _share(state: Levels) -> None:
    """Make the root that goes with the choice the atlas's selection; a root without skin leaves it be."""
    root = territory_root(state.root)
    selection = session.current()
    if root and root != selection.root:
        session.keep(selection.choose(root))
    st.session_state[_SHARED] = session.current().root


def _changed(change: Callable[[Levels], Levels]) -> None:
    st.session_state[_STATE] = change(_current())


def _picked(pick: Any) -> None:
    try:
        kind = pick["kind"]
        if kind not in KINDS:
            return
        thing = parse_place(kind, str(pick["id"]))
        st.session_state[_SEEN] = int(pick["n"])
    except (InputError, KeyError, TypeError, ValueError):
        return  # only a tampered message can name what does not exist
    _changed(lambda state: state.choose(kind, thing))


# ---- controls -----------------------------------------------------------------------------------


def _controls(state: Levels) -> None:
    conus = spine_data().conus
    # The widgets mirror the state; what they change goes through it.
    mirrored = {
        _KIND: state.kind,
        _THING: state.id,
        _SITE: state.herniation,
        _CONUS: state.conus,
        _FORM: state.transitional,
        _WHICH: state.which,
    }
    for key, value in mirrored.items():
        st.session_state[key] = value
    with st.container(key="levels-choices", horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.segmented_control(
            _("Choose a"),
            list(KINDS),
            format_func=lambda kind: _(KIND_TITLES[kind]),
            key=_KIND,
            required=True,
            on_change=_kind_chosen,
        )
        st.selectbox(
            _(KIND_TITLES[state.kind]),
            spine_text.choices(state.kind),
            key=_THING,
            on_change=_thing_chosen,
            width=120,
        )
        st.segmented_control(
            _("Herniated disc"),
            list(SITES),
            format_func=lambda site: _(SITE_TITLES[site]),
            key=_SITE,
            on_change=_herniated,
        )
        st.select_slider(
            _("The cord ends at"),
            list(conus),
            format_func=lambda key: spine_text.conus_name(conus[key].name),
            key=_CONUS,
            on_change=_conus_moved,
            width=260,
        )
        st.segmented_control(
            _("Lumbosacral junction"),
            list(TRANSITIONAL),
            format_func=lambda form: _(_FORM_TITLES[form]),
            key=_FORM,
            required=True,
            on_change=_form_chosen,
        )
        st.toggle(
            _("Which %(root)s do you mean?") % {"root": state.label}, key=_WHICH, on_change=_which_asked
        )


def _kind_chosen() -> None:
    kind = st.session_state[_KIND]

    def change(state: Levels) -> Levels:
        """Keep to the same level: the first thing of the new kind that belongs to the old."""
        if kind == state.kind:
            return state
        found = relations(state.kind, state.id, state.conus)
        same = next((mark.id for mark in found.marks if mark.kind == kind), None)
        options = spine_text.choices(kind)
        if kind == "root":
            same = state.root  # what a herniation takes, not what passes
        return state.choose(kind, same or (found.root if found.root in options else options[-1]))

    _changed(change)


def _thing_chosen() -> None:
    thing = session.on_offer(_THING, spine_text.choices(_current().kind))
    if thing is not None:
        _changed(lambda state: state.choose(state.kind, thing))


def _herniated() -> None:
    _changed(lambda state: state.herniate(st.session_state[_SITE]))


def _conus_moved() -> None:
    _changed(lambda state: replace(state, conus=conus_level(st.session_state[_CONUS]).id))


def _form_chosen() -> None:
    _changed(lambda state: replace(state, transitional=st.session_state[_FORM]))


def _which_asked() -> None:
    # What the page is about stays: the root a herniation takes is the one whose label is asked about.
    _changed(lambda state: replace(state, which=st.session_state[_WHICH]))


# ---- picture and panel --------------------------------------------------------------------------


def _picture(state: Levels) -> None:
    spine_map(state, side=session.current().one_side, seen=st.session_state.get(_SEEN, 0), on_pick=_picked)
    st.html(spine_text.caption())


def _panel(state: Levels) -> None:
    found = relations(state.kind, state.id, state.conus)
    if state.which:
        parts = [spine_text.which(state.label, state.conus)]
    else:
        parts = [spine_text.heading(state.kind, state.id)]
        if state.herniation:
            threat, _marks = herniation_of(state.id, state.herniation, state.conus)
            parts.append(spine_text.herniation(threat, session.current().one_side))
        parts.append(spine_text.table(found))
    parts += [spine_text.transitional(state.transitional), spine_text.conus(state.conus)]
    st.html(f"<div class=panel>{''.join(parts)}</div>")
    root = state.root
    title = _("The %(root)s root") % {"root": root}
    st.html(f"<div class=panel><h3>{title}</h3>{spine_text.body_link(root)}</div>")
    selection = session.current()
    if territory_root(root):
        with st.container(key="levels-body"):
            linked_maps(
                selection,
                [(selection.scheme, "anterior"), (selection.scheme, "posterior")],
                "levels-body-map",
                height=BODY_HEIGHT,
            )
    best = passages(root, "level", limit=PASSAGES_SHOWN)
    st.html(f"<div class=panel>{passage_list(best)}</div>")
