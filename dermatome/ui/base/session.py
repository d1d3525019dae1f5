"""Connects the selection to a running session: address, session memory, callbacks.

One click, one path: the map calls :func:`picked`, which writes the selection; the rerun reads it
back with :func:`current`. Nothing else stores what is selected.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, Final, TypeVar

import streamlit as st

from dermatome.anatomy.ids import (
    BODY_PARTS,
    parse_choice,
    parse_depth,
    parse_layer,
)
from dermatome.anatomy.load import facts
from dermatome.anatomy.nerves import skin_nerves
from dermatome.atlas.hit import body_part_at, hit
from dermatome.atlas.load import atlas
from dermatome.errors import InputError
from dermatome.language import _
from dermatome.ui.base.spoken import page_query, write_query
from dermatome.ui.base.state import (
    LAYER_OF,
    SIDE_CHOICES,
    UNSAID,
    Item,
    Selection,
    default_selection,
    in_order,
    parse_shown,
    parse_stand,
    read_point,
    read_query,
)

T = TypeVar("T")

STAYED: Final = "stayed_on_page"
"""Key of whether the page shown before was this one: an empty address then is where Back led to."""
MAP: Final = "map"
"""Key of the map component."""
EXAMINATION: Final = "examination_code"
"""Key of the examination on the worksheet, as its address has it; empty or absent for none."""
EXAMINATIONS_OF: Final = "examinations_of"
"""Key of the learner whose kept examinations are laid out."""
_SELECTION, _SEEN = "selection", "picks_seen"


def schemes() -> tuple[str, ...]:
    """Return the ids of the maps on offer."""
    return tuple(scheme.id for scheme in atlas().schemes)


def open_address() -> list[str]:
    """Take the selection over from the address; return a sentence for each value that was dropped.

    An address without any of our parameters keeps what was selected before where another page was left; on
    the same page it is the address of a map without a choice.
    """
    query = page_query()
    if not query and _SELECTION in st.session_state and not st.session_state.get(STAYED):
        select(current())
        return []
    selection, notes = read_query(query, schemes(), known())
    select(selection)
    return notes


def current() -> Selection:
    """Return what is selected now."""
    return st.session_state.get(_SELECTION) or default_selection(schemes())


def select(selection: Selection, *, chosen: bool = False) -> None:
    """Make this the selection, in the session and in the address; ``chosen`` on the map just now."""
    st.session_state[_SELECTION] = selection
    write_query(selection.to_query(), chosen=chosen)


def keep(selection: Selection) -> None:
    """Make this the selection without writing the address: for a page whose address says something else."""
    st.session_state[_SELECTION] = selection


def on_offer(key: str, options: Collection[T]) -> T | None:
    """Return what the reader chose with the widget ``key``, or None if it is no longer one of the options.

    A browser that has not heard of new names for them yet (of a step, in another language) sends an old one.
    """
    value = st.session_state[key]
    return value if value in options else None


def picks_seen(key: str = MAP) -> int:
    """Return the number of the last choice the browser has reported from the map component ``key``."""
    return st.session_state.get(f"{key}-{_SEEN}", 0)


def picked(pick: Any, key: str = MAP) -> None:
    """Take over what the reader chose on the map component ``key``, once; called before the rerun."""
    if not isinstance(pick, Mapping):
        return
    try:
        number = int(pick.get("n") or 0)
        if 0 < number <= picks_seen(key):
            return  # at a press: see catch_up()
        chosen = _read_pick(pick, current())
    except (AttributeError, OverflowError, TypeError, ValueError):
        return  # only a tampered message can name what does not exist, or hold something else than a name
    st.session_state[f"{key}-{_SEEN}"] = number
    select(chosen, chosen=True)


def catch_up() -> None:
    """Make what the map shows the selection; for the callback of a press that acts on that.

    Where a choice on the map and a press arrive together, Streamlit lets the press act first. And amid
    quick choices the browser speaks of an older address, which the run would take over were it not written.
    """
    picked(getattr(st.session_state.get(MAP), "pick", None))
    select(current(), chosen=True)


def _read_pick(pick: Mapping[str, Any], before: Selection) -> Selection:
    """Return what a message of the map selects. :raises InputError: it names what does not exist."""
    kind, item = pick.get("kind"), pick.get("item")
    unsaid = {**UNSAID, "views": None}
    pick = {**unsaid, **({} if pick.get("views") else {"stand": before.stand}), **pick}
    layer, root = parse_layer(pick["layer"]), pick.get("root")
    chosen = replace(
        before.choose(
            before.root if root is None else str(root),
            side=parse_choice(pick.get("side", ""), SIDE_CHOICES, "side"),
            body_part=parse_choice(pick["part"], BODY_PARTS, "body part") if pick.get("part") else None,
        ),
        scheme=atlas().scheme(pick.get("scheme", before.scheme)).id,
        views=_read_views(pick, before),
        layer=layer,
        depth=parse_depth(pick["depth"]),
        item=None,
        difference=False,
        inferred=bool(pick["inferred"]),
        chosen=root is not None,
        stand=parse_stand(str(pick["stand"])) if pick["stand"] else "",
    )
    if kind is not None:
        if LAYER_OF.get(kind) != layer or item not in known()[kind]:
            raise InputError(
                _("There is no %(kind)s %(item)s in this layer.") % {"kind": kind, "item": repr(item)}
            )
        chosen = replace(chosen, item=Item(kind, item), difference=bool(pick.get("difference")))
    if not pick.get("at"):
        return chosen
    where = read_point(pick["at"])
    if pick.get("guess"):  # the browser cannot tell which of several overlapping fields is meant
        found = hit(chosen.scheme, where.view, where.x, where.y, source=chosen.source)
        chosen = replace(
            chosen,
            root=found.root or chosen.root,
            side=found.side or chosen.side,
            chosen=chosen.chosen or found.root is not None,
        )
    return replace(chosen, point=where, body_part=body_part_at(where.view, where.x, where.y))


def _read_views(pick: Mapping[str, Any], before: Selection) -> tuple[str, ...]:
    # Maps side by side know nothing of the views of the map page.
    views = pick["views"]
    if views is None:
        return before.views
    if not isinstance(views, list) or not views:
        raise InputError(_("A map shows one view at least."))
    return in_order([parse_shown(str(view)) for view in views])


@functools.cache
def known() -> Mapping[str, frozenset[str]]:
    """Return the ids that can be picked, by kind (see :data:`dermatome.ui.base.state.LAYER_OF`)."""
    return {
        "muscle": frozenset(facts().muscles),
        "movement": frozenset(facts().movements),
        "reflex": frozenset(facts().reflexes_by_id),
        "nerve": frozenset(skin_nerves()),
    }
