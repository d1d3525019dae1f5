"""What the panel says of the one spot pointed at. Pure: a selection in, HTML out."""

from __future__ import annotations

from dermatome.anatomy.ids import INFERRED
from dermatome.atlas.compare import who_says
from dermatome.atlas.hit import hit
from dermatome.language import _
from dermatome.ui.base import spots
from dermatome.ui.base.state import Selection
from dermatome.ui.map.rows import (
    root_list,
)


def claims_there(selection: Selection) -> str:
    """Return what else is to be said of the map at the spot pointed at.

    That it is inferred or blank there, or which other roots claim the spot.
    """
    point = selection.point
    if point is None or selection.layer != "dermatome":
        return ""
    spot = (point.view, point.x, point.y)
    found = hit(selection.scheme, *spot, source=selection.source)
    if found.root is None:
        if hit(selection.scheme, *spot).root is not None:
            return spots.left_out(selection)
        return spots.what_others_say(who_says(*spot, source=selection.source), selection.scheme)
    under = [
        root for root in (found.root, *(root for root, _ in found.also)) if root and root != selection.root
    ]
    inferred = spots.inferred_here(selection.scheme) if found.basis == INFERRED else ""
    if not found.also or not under:
        return inferred
    said = _("Fields overlap here: %(roots)s claim this spot too. Click again to step through.")
    return f"{inferred}<p>{said % {'roots': root_list(under)}}</p>"


def others(selection: Selection) -> str:
    """Return what the other maps say of the spot pointed at, in one line; empty where no spot is known."""
    point = selection.point
    if point is None or selection.layer != "dermatome":
        return ""
    said = who_says(point.view, point.x, point.y, source=selection.source)
    if said.body_part is None or not any(
        each.mapped for each in said.maps if each.scheme == selection.scheme
    ):
        return ""
    told = spots.others_in_short(said, selection.scheme)
    return f"<p class=others>{_('Other maps here:')} {told}.</p>"


def who_says_here(selection: Selection) -> str:
    """Return a table: what each map, the skin nerves and the muscles say of the spot pointed at."""
    point = selection.point
    if point is None:
        return f"<p>{_('Point at a spot of the body first, then ask again.')}</p>"
    said = who_says(point.view, point.x, point.y, source=selection.source)
    if said.body_part is None:
        return f"<p>{_('That spot lies outside the body.')}</p>"
    return spots.table(said)
