"""Names on the drawing when the lumbosacral junction is transitional.

Two counts compete: down from C2, which the atlas uses, and up from the sacrum, which a film of the low
back alone invites. The second is quoted behind the first.
"""

from __future__ import annotations

from typing import Final

from dermatome.anatomy.ids import VERTEBRAE
from dermatome.language import _
from dermatome.spine.rules import disc_name, neighbours

LUMBAR_TYPE: Final = {"none": 5, "sacralised-l5": 4, "lumbarised-s1": 6}
"""How many vertebrae look lumbar."""

_SHIFT: Final = {"sacralised-l5": 1, "lumbarised-s1": -1}
_RELABELLED: Final = ("L1", "L2", "L3", "L4", "L5", "S1")


def counted_from_below(vertebra: str, transitional: str) -> str:
    """Return the number a vertebra gets when the lowest free one is taken for L5; its own when that is so."""
    shift = _SHIFT.get(transitional, 0)
    if vertebra not in _RELABELLED or not shift:
        return vertebra
    return VERTEBRAE[VERTEBRAE.index(vertebra) + shift]


def vertebra_label(vertebra: str, transitional: str) -> str:
    """Return a vertebra's name on the drawing: ``L4`` or ``L4 “L5”``."""
    other = counted_from_below(vertebra, transitional)
    return vertebra if other == vertebra else f"{vertebra} “{other}”"


def disc_label(disc: str, transitional: str) -> str:
    """Return a disc's name on the drawing; the disc within a lumbarised sacrum is ``S1/2``."""
    if disc == "S1/2":
        return "S1/2 “L5/S1”"
    upper, lower = (counted_from_below(v, transitional) for v in neighbours(disc))
    other = disc_name(upper, lower)
    if transitional == "sacralised-l5" and disc == "L5/S1":
        return _("L5/S1 remnant")
    return disc if other == disc or disc[0] != "L" else f"{disc} “{other}”"


def lowest_free_disc(transitional: str) -> str:
    """Return the lowest disc that moves."""
    return {"sacralised-l5": "L4/5", "lumbarised-s1": "S1/2"}.get(transitional, "L5/S1")
