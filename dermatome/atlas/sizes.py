"""How large things are written and marked on a view, in millimetres of the page."""

from __future__ import annotations

from dermatome.atlas.records import BodyView

FULL_BODY_SHARE = 1 / 72
CLOSE_UP_SHARE = 1 / 54
"""Full label size as a share of the longer edge of the view: 12.5 px on a 900 px plate of the
whole body, whose thoracic bands leave no room for more, and 17 px on a close-up."""

FULL_BODY_VIEWS = ("anterior", "posterior", "lateral-left", "lateral-right")

REFLEX_EM = 0.62
"""Radius of the mark where a reflex is tapped, in ems of a full label."""

REFLEX_REACH_EM = 1.2
"""A reflex is hit this near to its place: a finger on a small picture is no sharper."""


def full_size_mm(view: BodyView) -> float:
    """Return the size of an unshrunk label in a view, in millimetres to the em."""
    share = FULL_BODY_SHARE if view.view in FULL_BODY_VIEWS else CLOSE_UP_SHARE
    return round(max(view.width, view.height) * share, 1)
