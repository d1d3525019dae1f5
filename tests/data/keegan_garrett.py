"""The map of Keegan and Garrett measured as its figure was: along lines over the left side of a view."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
import shapely

from dermatome.atlas.load import atlas
from dermatome.atlas.records import Area

SPECK_MM = 1.0
"""Shorter runs of one field on a line are its rim."""

BESIDE_THE_LEG_MM = 230.0
"""Out of the leg, short of the hand that hangs beside the thigh."""
ARM_REACH_MM = 60.0


def left_fields(view: str) -> dict[str, Area]:
    """The left fields in a view: root → area, and `unmapped` → the skin of the body left blank."""
    index = atlas().index("keegan-garrett", view)
    fields: dict[str, Area] = {t.root: t.geometry for t in index.territories if t.side == "left"}
    return fields | ({"unmapped": index.unmapped} if index.unmapped is not None else {})


def place_of(view: str, slug: str) -> np.ndarray:
    """Sheet millimetres (2,) of a landmark of the left side or the midline."""
    (mark,) = (m for m in atlas().landmarks(view) if m.id == slug and m.side in ("left", "midline"))
    return np.array([mark.x, mark.y])


def part_of(view: str, slug: str) -> Area:
    (part,) = (p for p in atlas().parts(view) if p.part == slug and p.side == "left")
    return part.geometry


def passages(
    view: str, start: Sequence[float] | np.ndarray, end: Sequence[float] | np.ndarray
) -> dict[str, float]:
    """Where one field passes into the next from `start` to `end`, as shares of the skin on the way."""
    line = shapely.LineString([start, end])
    runs: list[tuple[float, float, str]] = []
    for root, area in left_fields(view).items():
        for piece in shapely.get_parts(shapely.intersection(area, line)):
            if piece.length > SPECK_MM:
                ends = shapely.points(shapely.get_coordinates(piece)[[0, -1]])
                first, last = np.sort(shapely.line_locate_point(line, ends))
                runs.append((first, last, root))
    runs.sort()
    first, last = runs[0][0], runs[-1][1]
    return {f"{a}|{b}": (at - first) / (last - first) for (_, at, a), (_, _, b) in pairwise(runs)}


def across_the_leg(view: str, y: float, *, from_inside: bool) -> dict[str, float]:
    """Passages over the left leg, or the left half of the hip, at a height of the sheet (mm)."""
    outer = BESIDE_THE_LEG_MM * (1 if view == "anterior" else -1)
    ends = [(0.0, y), (outer, y)]
    return passages(view, *(ends if from_inside else ends[::-1]))


def across_the_arm(view: str, u: float) -> dict[str, float]:
    """Passages square to the left arm from its outer edge, at u: 0 shoulder, 1 elbow, 2 wrist."""
    front = "anterior"
    armpit = shapely.get_coordinates(part_of(front, "axilla").centroid)[0]
    shoulder = (armpit + place_of(front, "acromioclavicular-joint")) / 2
    elbow = (place_of(front, "lateral-antecubital") + place_of(front, "medial-antecubital")) / 2
    wrist = shapely.get_coordinates(part_of(front, "wrist").centroid)[0]
    upper, lower = (shoulder, elbow) if u < 1 else (elbow, wrist)
    along = lower - upper
    middle = upper + (u % 1) * along
    out = np.array([-along[1], along[0]]) / np.linalg.norm(along) * ARM_REACH_MM
    mirror = np.array([1.0 if view == "anterior" else -1.0, 1.0])
    return passages(view, (middle + out) * mirror, (middle - out) * mirror)


def level(view: str, upper: str, lower: str, share: float) -> float:
    """Sheet y at a share of the way from one landmark to another."""
    return float((1 - share) * place_of(view, upper)[1] + share * place_of(view, lower)[1])


def holds(found: dict[str, float], wanted: dict[str, float], tolerance: float) -> None:
    assert {border: found.get(border) for border in wanted} == pytest.approx(wanted, abs=tolerance), found


def spans_along_the_midline(view: str) -> dict[str, tuple[float, float]]:
    """Root → (lowest, highest) sheet y at which the left fields reach the midline."""
    near = shapely.box(-1.5, -10, 1.5, 2000)
    cut = {root: area.intersection(near) for root, area in left_fields(view).items() if root != "unmapped"}
    return {root: (piece.bounds[1], piece.bounds[3]) for root, piece in cut.items() if piece.area > 2}
