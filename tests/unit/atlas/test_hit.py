"""What lies under a point."""

from __future__ import annotations

import math
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dermatome.anatomy.ids import VIEWS
from dermatome.atlas.hit import body_part_at, hit
from dermatome.atlas.load import Atlas, atlas
from dermatome.errors import InputError


def test_inside_a_territory(toy: Atlas) -> None:
    found = hit("toy", "anterior", -50, 150, source=toy)
    assert (found.root, found.side, found.body_part) == ("T4", "right", "chest")


def test_the_command_line_form(toy: Atlas) -> None:
    assert hit("toy", "anterior", -50, 150, source=toy).to_dict() == {
        "root": "T4",
        "side": "right",
        "scheme": "toy",
        "view": "anterior",
        "body_part": "chest",
        "neighbours": [
            {"root": "C5", "side": "right", "distance_mm": 50.0},
            {"root": "L1", "side": "right", "distance_mm": 50.0},
            {"root": "T4", "side": "left", "distance_mm": 50.0},
        ],
    }


def test_neighbours_nearest_first(toy: Atlas) -> None:
    found = hit("toy", "anterior", -30, 110, source=toy)
    assert [(n.root, n.side, n.distance_mm) for n in found.neighbours] == [
        ("L1", "right", 10.0),
        ("T4", "left", 30.0),
        ("C5", "right", 90.0),
    ]


def test_a_corner_is_no_border(toy: Atlas) -> None:
    """C5 right and T4 left meet at one point only."""
    around = {(n.root, n.side) for n in hit("toy", "anterior", -30, 250, source=toy).neighbours}
    assert around == {("T4", "right"), ("C5", "left")}


def test_a_hole_belongs_to_the_territory_in_it(toy: Atlas) -> None:
    assert hit("toy", "anterior", -50, 50, source=toy).root == "S1"
    assert hit("toy", "anterior", -70, 50, source=toy).root == "L1"


def test_outside_the_body(toy: Atlas) -> None:
    found = hit("toy", "anterior", 0, 1000, source=toy)
    assert (found.root, found.side, found.body_part, found.neighbours) == (None, None, None, ())


def test_a_border_point_has_one_owner(toy: Atlas) -> None:
    assert {hit("toy", "anterior", -50, 200, source=toy).root for _ in range(20)} == {"C5"}


@pytest.mark.parametrize("dy", [0.01, 0.1, 1.0])
def test_either_side_of_a_border(toy: Atlas, dy: float) -> None:
    assert hit("toy", "anterior", -50, 200 + dy, source=toy).root == "C5"
    assert hit("toy", "anterior", -50, 200 - dy, source=toy).root == "T4"


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_no_number_is_no_point(toy: Atlas, bad: float) -> None:
    with pytest.raises(InputError, match="Give x and y in millimetres"):
        hit("toy", "anterior", bad, 0, source=toy)


def test_unknown_view_and_map(toy: Atlas) -> None:
    with pytest.raises(InputError, match="no view"):
        hit("toy", "top", 0, 0, source=toy)
    with pytest.raises(InputError, match="no map"):
        hit("nosuch", "anterior", 0, 0, source=toy)


def test_body_part_of_a_bare_point(toy: Atlas) -> None:
    assert body_part_at("anterior", 50, 50, source=toy) == "thigh-front"
    assert body_part_at("anterior", 50, 999, source=toy) is None


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(view=st.sampled_from(VIEWS), across=st.floats(0, 1), up=st.floats(0, 1))
def test_every_point_of_every_map_is_answered(view: str, across: float, up: float) -> None:
    """Root and side come together, neighbours are sorted, and nothing outside the outline is hit."""
    source = atlas()
    x0, y0, x1, y1 = source.view(view).bounds
    x, y = x0 + across * (x1 - x0), y0 + up * (y1 - y0)
    for scheme in source.schemes:
        found = hit(scheme.id, view, x, y)
        distances = [n.distance_mm for n in found.neighbours]
        assert (found.root is None) == (found.side is None)
        assert distances == sorted(distances)
        assert (found.root, found.side) not in {(n.root, n.side) for n in found.neighbours}


def test_a_hit_is_quick() -> None:
    """A click leaves 120 ms for the whole answer; the geometry may take 1 ms of it."""
    hit("isncsci", "posterior", 0, 0)
    started = time.perf_counter()
    for n in range(200):
        hit("isncsci", "posterior", n - 100, 8 * (n - 100))
    assert (time.perf_counter() - started) / 200 < 0.005
