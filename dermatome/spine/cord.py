"""Where the cord segments lie for a given end of the cord, and which face which vertebra.

The average adult is tabulated; a higher or lower conus draws the segments below the neck along, those
near the end most. That stretching is schematic: no source gives the segments of other cords.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Final

from dermatome.anatomy.ids import VERTEBRAE
from dermatome.errors import InputError
from dermatome.language import _
from dermatome.spine.load import spine_data
from dermatome.spine.records import ConusLevel
from dermatome.spine.rules import BODY_SHARE, CAUDA

AVERAGE_CONUS: Final = "L1-lower"
_FIXED: Final = float(VERTEBRAE.index("T1"))
"""Above this place the conus moves nothing."""

TOLERANCE: Final = 0.15
"""A segment faces the tip of a spinous process when it comes this near to it, in steps of the column."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One cord segment: place of its upper and lower end, width and depth in mm."""

    segment: str
    top: float
    bottom: float
    width: float
    depth: float

    @property
    def middle(self) -> float:
        """The place half-way down."""
        return (self.top + self.bottom) / 2


def conus_level(text: str) -> ConusLevel:
    """Return an end of the cord by id, whatever its case. :raises InputError: there is none."""
    levels = spine_data().conus
    found = next((level for key, level in levels.items() if key.lower() == text.strip().lower()), None)
    if found is None:
        raise InputError(
            _("There is no conus level %(text)s. Use one of %(choices)s.")
            % {"text": repr(text), "choices": ", ".join(levels)}
        )
    return found


@functools.lru_cache(maxsize=32)
def segments(conus: str = AVERAGE_CONUS) -> dict[str, Segment]:
    """Return all segments, top to bottom, for a cord that ends at ``conus``.

    :raises InputError: there is no such conus level.
    """
    end = conus_level(conus).at
    average = spine_data().conus[AVERAGE_CONUS].at

    def moved(at: float) -> float:
        share = max(at - _FIXED, 0) / (average - _FIXED)
        return at + (end - average) * share**2

    return {
        row.segment: Segment(row.segment, moved(row.top), moved(row.bottom), row.width, row.depth)
        for row in spine_data().cord.values()
    }


def segments_between(top: float, bottom: float, conus: str = AVERAGE_CONUS) -> tuple[str, ...]:
    """Return the segments that reach into a stretch of the column, top to bottom."""
    return tuple(s.segment for s in segments(conus).values() if s.top < bottom and s.bottom > top)


def behind_body(vertebra: str, conus: str = AVERAGE_CONUS) -> tuple[str, ...]:
    """Return the segments behind a vertebra's body; none below the conus."""
    top = VERTEBRAE.index(vertebra)
    return segments_between(top, top + BODY_SHARE, conus)


def at_spine(vertebra: str, conus: str = AVERAGE_CONUS) -> tuple[str, ...]:
    """Return the segments level with the tip of a vertebra's spinous process."""
    tip = spine_tip(vertebra)
    return segments_between(tip - TOLERANCE, tip + TOLERANCE, conus)


def spine_tip(vertebra: str) -> float:
    """Return the place along the column level with the tip of a vertebra's spinous process."""
    return spine_data().vertebrae[vertebra].spine_tip


def segment_opposite(vertebra: str, conus: str = AVERAGE_CONUS) -> tuple[str, ...]:
    """Return the cord segments a vertebra stands for at the bedside: those level with its spinous process.

    From L1 down, where the process lies behind the body, those behind the body; none below the conus.
    """
    slanting = vertebra[0] in "CT" and vertebra != "Co1"
    return at_spine(vertebra, conus) if slanting else behind_body(vertebra, conus)


def spoken(found: tuple[str, ...]) -> str:
    """Return segments as ``T9–T10``, or the cauda equina when there is none."""
    if not found:
        return _(CAUDA)
    return found[0] if len(found) == 1 else f"{found[0]}–{found[-1]}"
