"""Named spots of the skin as millimetres on a page: landmarks, and the middles of body parts."""

from __future__ import annotations

import shapely

from dermatome.anatomy.ids import parse_side, parse_view
from dermatome.atlas.load import Atlas, atlas
from dermatome.errors import InputError
from dermatome.language import _


def spot(name: str, view: str, side: str = "right", *, source: Atlas | None = None) -> tuple[float, float]:
    """Return (x, y) in millimetres of a landmark, or of the roomiest place of a body part, in ``view``.

    A landmark of the midline is found on either ``side`` of the patient. Landmarks come first.

    :raises InputError: no such view or side, or nothing of that name is seen in the view on that side.
    :raises AssetError: the built geometry is missing or malformed.
    """
    source, view, sides = source or atlas(), parse_view(view), {parse_side(side), "midline"}
    for mark in source.landmarks(view):
        if mark.id == name and mark.side in sides:
            return mark.x, mark.y
    for part in source.parts(view):
        if part.part == name and part.side in sides:
            x, y = shapely.maximum_inscribed_circle(part.geometry, tolerance=0.5).coords[0]
            return round(x, 1), round(y, 1)
    raise InputError(
        _("No landmark or body part %(name)s is seen in the view %(view)s on the %(side)s.")
        % {"name": repr(name), "view": view, "side": side}
    )
