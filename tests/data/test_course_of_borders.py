"""The course of single borders: what joins two drawings of one figure, and lines of the foot without jogs.

All is measured on the left side.
"""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from dermatome.atlas.load import atlas
from dermatome.atlas.records import Area
from tests.data.keegan_garrett import left_fields, place_of
from tests.data.test_keegan_garrett_plate import EVEN


def _c5_meets_the_slope(view: str) -> float:
    """Where the upper border of C5 meets the outline, as a share of the way from midline to acromion."""
    fields = left_fields(view)
    border = shapely.get_coordinates(shapely.intersection(fields["C5"].boundary, fields["unmapped"].boundary))
    above = border[border[:, 1] > place_of("anterior", "sternal-notch")[1]]
    return float(np.abs(above[:, 0]).max() / place_of("anterior", "acromioclavicular-joint")[0])


def test_c5_crosses_the_ridge_of_the_shoulder_between_its_two_drawings() -> None:
    # In front it meets the outline at .74, behind at .35: no line on one skin misses both by less than .2.
    in_front, behind = (_c5_meets_the_slope(view) for view in ("anterior", "posterior"))
    assert in_front == pytest.approx(behind, abs=0.1)
    assert max(0.74 - in_front, abs(behind - 0.35)) <= 0.2 + EVEN


def test_the_upper_border_of_c5_rises_evenly_to_the_ridge() -> None:
    fields = left_fields("anterior")
    border = shapely.get_coordinates(
        shapely.segmentize(shapely.intersection(fields["C5"].boundary, fields["unmapped"].boundary), 1)
    )
    above = border[border[:, 1] > place_of("anterior", "sternal-notch")[1]]
    above = above[np.argsort(above[:, 0])]
    assert (np.diff(above[:, 1]) > -0.3).all(), "it does not turn back at the neck"
    slope = np.polyfit(above[above[:, 0] > 30, 0], above[above[:, 0] > 30, 1], 1)[0]
    assert 0.3 < slope < 0.7


ANKLE_AND_FOOT = shapely.box(-400, 0, 400, 140)
STRIDE_MM = 4.0
# Map, view, two fields, and how far their border may turn from one stride to the next.
AT_THE_FOOT = [
    ("isncsci", "posterior", "L4", "S1", 15),
    ("isncsci", "foot-dorsum", "L5", "S1", 15),
    ("keegan-garrett", "foot-dorsum", "L4", "L5", 9),
    ("keegan-garrett", "foot-sole", "L5", "S1", 25),
    ("keegan-garrett", "foot-sole", "S2", "L5", 6),
]


def _left(scheme: str, view: str, root: str) -> Area:
    (field,) = (t for t in atlas().territories(scheme, view) if (t.root, t.side) == (root, "left"))
    return field.geometry


def _turns(line: shapely.LineString) -> np.ndarray:
    """Degrees that a line turns from each stride to the next."""
    steps = np.arange(0, line.length, STRIDE_MM)
    way = np.diff(shapely.get_coordinates(shapely.line_interpolate_point(line, steps)), axis=0)
    return np.degrees(np.diff(np.unwrap(np.arctan2(way[:, 1], way[:, 0]))))


@pytest.mark.parametrize(("scheme", "view", "a", "b", "most"), AT_THE_FOOT)
def test_borders_of_the_foot_have_no_jogs(scheme: str, view: str, a: str, b: str, most: float) -> None:
    border = shapely.intersection(_left(scheme, view, a).boundary, _left(scheme, view, b).boundary)
    if view == "posterior":
        border = shapely.intersection(border, ANKLE_AND_FOOT)
    lines: list[shapely.LineString] = list(shapely.get_parts(shapely.line_merge(border)))
    pieces = [line for line in lines if line.length > 5 * STRIDE_MM]
    assert pieces
    for line in pieces:
        within = _turns(line)[1:-1]  # a border may turn where it meets the outline
        assert np.abs(within).max() < most, within.round()


@pytest.mark.parametrize("view", ["hand-palmar", "hand-dorsal"])
def test_the_border_of_index_and_middle_finger_ends_in_the_middle_of_their_cleft(view: str) -> None:
    border = shapely.intersection(
        _left("isncsci", view, "C6").boundary, _left("isncsci", view, "C7").boundary
    )
    xy = shapely.get_coordinates(border)
    x, y = xy[xy[:, 1].argmin()]
    level = shapely.LineString([(x - 12, y - 6), (x + 12, y - 6)])
    cleft = shapely.difference(level, atlas().view(view).outline)
    assert x == pytest.approx(cleft.centroid.x, abs=1.5)
    last = shapely.get_coordinates(shapely.intersection(border, shapely.box(x - 20, y, x + 20, y + 15)))
    slope = np.polyfit(last[:, 1], last[:, 0], 1)
    assert np.abs(np.polyval(slope, last[:, 1]) - last[:, 0]).max() < 0.8, "no step"


def test_seen_from_the_side_the_lower_border_of_c3_is_straight_behind_the_ridge() -> None:
    c3, c4 = (_left("isncsci", "head-lateral", root) for root in ("C3", "C4"))
    xy = shapely.get_coordinates(shapely.segmentize(shapely.intersection(c3.boundary, c4.boundary), 1))
    nape = xy[xy[:, 1].argmax()]
    behind = xy[xy[:, 1] > 9]  # the ridge of the shoulder
    chord = shapely.LineString([nape, behind[behind[:, 1].argmin()]])
    assert shapely.distance(shapely.points(behind), chord).max() < 2


def test_no_thread_of_published_skin_runs_along_the_clefts_of_the_toes() -> None:
    for territory in atlas().territories("isncsci", "foot-sole"):
        published = territory.published
        assert published is not None
        threads = published.difference(published.buffer(-1.1).buffer(1.3))
        assert threads.area < 80, territory.root
