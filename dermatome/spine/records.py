"""Frozen records of the tables under ``data/spine``. Lengths in millimetres, angles in degrees."""

from __future__ import annotations

from dermatome.anatomy.records import Keys, Record, RootId, Text


class VertebraSize(Record):
    """The schematic size and stance of one vertebra. ``Co1`` stands for the whole coccyx.

    ``tilt`` is how far the body's upward axis leans back (negative: forwards); depth is measured front
    to back, width and span from side to side, the spinous process from the canal straight backwards.
    """

    vertebra: Text
    height_anterior: float
    height_posterior: float
    depth_upper: float
    depth_lower: float
    width_upper: float
    width_lower: float
    tilt: float
    canal_width: float
    canal_depth: float
    pedicle_width: float
    pedicle_height: float
    span: float
    """Tip to tip of the transverse processes; of the sacrum its width."""
    spine_length: float
    spine_tip: float
    """Place along the column level with the tip of the spinous process, as in :class:`SegmentPlace`."""


class DiscSize(Record):
    """The height of one disc in its middle."""

    disc: Text
    height: float


class SegmentPlace(Record):
    """One cord segment in the adult whose cord ends where it does on average.

    ``top`` and ``bottom`` are places along the column: 0 is the upper edge of C1, 1 that of C2, and so
    on downwards; see :func:`dermatome.spine.rules.place_name`.
    """

    segment: RootId
    top: float
    bottom: float
    width: float
    depth: float


class ConusLevel(Record):
    """One height at which the adult cord may end, and what studies say of it."""

    id: Text
    name: Text
    at: float
    said: str
    source: Keys
