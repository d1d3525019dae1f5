"""The outline of a herniated disc in both views: where it bulges, schematically, not how far one does."""

from __future__ import annotations

from dermatome.anatomy.ids import VERTEBRAE
from dermatome.spine.back import pedicle
from dermatome.spine.column import Column, Point
from dermatome.spine.nerves import exit_back, stump_tip
from dermatome.spine.rules import BODY_SHARE, Site, exiting, neighbours
from dermatome.spine.shapes import Area, smooth, tidy


def disc_place(disc: str) -> float:
    """Return the place of the middle of a disc along the column."""
    return VERTEBRAE.index(neighbours(disc)[0]) + (1 + BODY_SHARE) / 2


def herniation_back(column: Column, disc: str, site: Site, side: str) -> Area:
    """Return a herniation from behind; ``side`` is the patient's, which is also the picture's."""
    sign = -1 if side == "left" else 1
    x, y = _spot(column, disc, site)
    small = disc[0] == "C"
    rx, ry = (3.6, 3.4) if small else (5.2, 4.6)
    if site == "central":
        rx *= 1.35
    blob = [
        (1.0, 0.1),
        (0.75, 0.85),
        (0.05, 1.1),
        (-0.7, 0.8),
        (-1.05, 0.0),
        (-0.75, -0.8),
        (0.1, -1.0),
        (0.8, -0.8),
    ]
    return tidy(smooth([(sign * (x + a * rx * 1.15), y + b * ry * 1.15) for a, b in blob]))


def _spot(column: Column, disc: str, site: Site) -> Point:
    at = disc_place(disc)
    y = column.height(at)
    if site == "central":
        return 0.0, y
    if site == "paracentral" and disc[0] == "C":
        # The root passes within a few millimetres of the disc: the bulge lies between both.
        return column.canal_width(at) / 2 - 4.0, (y + exit_back(column, exiting(disc))[1]) / 2
    if site == "paracentral":
        return column.canal_width(at) / 2 - 5.0, y
    # On the nerve on its way out: where the stump of the exiting root crosses the height of the disc.
    root = exiting(disc)
    (x0, y0), (x1, y1) = exit_back(column, root), stump_tip(column, root)
    if disc[0] == "C":
        return x0, y0 - 0.5
    share = min(max((y0 - y - 2.5) / (y0 - y1), 0.1), 0.8)
    outer = pedicle(column, neighbours(disc)[0])
    return max(x0 + (x1 - x0) * share, outer[0]), y0 + (y1 - y0) * share


def herniation_side(column: Column, disc: str, site: Site) -> Area:
    """Return a herniation from the side: into the canal, or up into the foramen."""
    at = disc_place(disc)
    reach = {"central": 6.4, "paracentral": 5.6, "foraminal": 6.2}[site] * (0.72 if disc[0] == "C" else 1.0)
    half = 0.13 if disc[0] == "L" else 0.16
    up = -0.16 if site == "foraminal" and disc[0] != "C" else 0.0
    ring = [
        column.canal(at + half * 0.5, -2.6),
        column.canal(at + half, 0.4),
        column.canal(at + half * 1.1 + up * 0.4, reach * 0.75),
        column.canal(at + half * 0.2 + up, reach * 1.12),
        column.canal(at - half * 1.1 + up, reach * 0.8),
        column.canal(at - half, 0.4),
        column.canal(at - half * 0.5, -2.6),
    ]
    return tidy(smooth(ring))
