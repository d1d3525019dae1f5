"""What the panel says of the one spot pointed at. Pure: a selection in, HTML out."""

from __future__ import annotations

from dermatome.atlas.compare import who_says
from dermatome.atlas.hit import hit
from dermatome.language import _
from dermatome.ui.base import spots as spot_text
from dermatome.ui.base.state import Selection
from dermatome.ui.map.rows import (
    root_list,
)


def claims_there(selection: Selection) -> str:
    """Return which other roots of the same map claim the spot pointed at, or that the map is blank there."""
    point = selection.point
    if point is None or selection.layer != "dermatome":
        return ""
    found = hit(selection.scheme, point.view, point.x, point.y)
    if found.root is None:
        return spot_text.what_others_say(who_says(point.view, point.x, point.y), selection.scheme)
    under = [
        root for root in (found.root, *(root for root, _ in found.also)) if root and root != selection.root
    ]
    if not found.also or not under:
        return ""
    said = _("Fields overlap here: %(roots)s claim this spot too. Click again to step through.")
    return f"<p>{said % {'roots': root_list(under)}}</p>"


def who_says_here(selection: Selection) -> str:
    """Return a table: what each map, the skin nerves and the muscles say of the spot pointed at."""
    point = selection.point
    if point is None:
        return f"<p>{_('Point at a spot of the body first, then ask again.')}</p>"
    said = who_says(point.view, point.x, point.y)
    if said.body_part is None:
        return f"<p>{_('That spot lies outside the body.')}</p>"
    return spot_text.table(said)
