"""What lies under a point."""

from __future__ import annotations

import math
import time

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dermatome.anatomy.ids import VIEWS
from dermatome.atlas.compare import who_says
from dermatome.atlas.hit import body_part_at, hit, layer_hit
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
        "also": [],
        "basis": "published",
    }


def test_neighbours_nearest_first(toy: Atlas) -> None:
    found = hit("toy", "anterior", -30, 110, source=toy)
    assert [(n.root, n.side, n.distance_mm) for n in found.neighbours] == [
        ("L1", "right", 10.0),
        ("T4", "left", 30.0),
        ("C5", "right", 90.0),
    ]


@pytest.mark.parametrize(
    ("y", "basis"), [(110, "inferred"), (129, "inferred"), (130, "published"), (199, "published")]
)
def test_a_spot_is_published_or_inferred(partly_inferred: Atlas, y: float, basis: str) -> None:
    found = hit("toy", "anterior", -30, y, source=partly_inferred)
    assert (found.root, found.basis) == ("T4", basis)


def test_both_parts_of_a_field_have_its_neighbours(toy: Atlas, partly_inferred: Atlas) -> None:
    for y in (120, 180):
        whole, split = (hit("toy", "anterior", -30, y, source=source) for source in (toy, partly_inferred))
        assert split.neighbours == whole.neighbours


def test_where_nothing_is_drawn_nothing_is_inferred(toy: Atlas) -> None:
    assert hit("toy", "anterior", 0, 1000, source=toy).basis is None


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


@pytest.mark.parametrize("scheme", [scheme.id for scheme in atlas().schemes])
def test_a_hit_is_quick(scheme: str) -> None:
    """A click leaves 120 ms for the whole answer; the geometry may take 1 ms of it."""
    x0, y0, x1, y1 = atlas().view("posterior").bounds
    hit(scheme, "posterior", 0.6 * x0, 0.5 * (y0 + y1))
    started = time.perf_counter()
    for n in range(200):
        hit(scheme, "posterior", x0 + (x1 - x0) * n / 200, y0 + (y1 - y0) * n / 200)
    assert (time.perf_counter() - started) / 200 < 0.005


@pytest.mark.parametrize(
    ("y", "root", "also"),
    [
        (250, "C5", ()),
        (215, "C5", ("T4",)),
        (185, "T4", ("C5",)),
        (150, "T4", ()),
        (110, "T4", ("L1",)),
        (90, "L1", ("T4",)),
    ],
)
def test_where_fields_overlap_the_deeper_one_is_hit(
    folded: Atlas, y: float, root: str, also: tuple[str, ...]
) -> None:
    """The overlaps run from 180 to 220 and from 80 to 120 mm; the silhouette is no border."""
    for x in (-50, -99.5):
        found = hit("fold", "anterior", x, y, source=folded)
        assert (found.root, found.side, found.also) == (root, "right", tuple((a, "right") for a in also))


def test_neighbours_on_a_map_whose_fields_overlap(folded: Atlas) -> None:
    """What lies under the point is named in ``also``; what only overlaps elsewhere is a neighbour."""
    across = {("C5", "left"), ("T4", "left"), ("L1", "left")}
    in_t4 = {(n.root, n.side) for n in hit("fold", "anterior", -50, 150, source=folded).neighbours}
    assert in_t4 == {("C5", "right"), ("L1", "right")} | across
    in_both = hit("fold", "anterior", -50, 185, source=folded)
    assert {(n.root, n.side) for n in in_both.neighbours} == {("L1", "right")} | across
    assert in_both.to_dict()["also"] == [{"root": "C5", "side": "right"}]


def test_a_map_without_overlap_has_nothing_else_under_a_point(toy: Atlas) -> None:
    assert hit("toy", "anterior", -50, 200, source=toy).also == ()


@pytest.mark.parametrize(
    ("layer", "depth", "point", "found"),
    [
        ("myotome", "superficial", (-50, 250), ("deltoid", "right", "superficial")),
        ("myotome", "superficial", (-50, 120), (None, None, "superficial")),
        ("myotome", "deep", (50, 120), ("psoas-major", "left", "deep")),
        ("myotome", None, (-50, 80), ("quadriceps-femoris", "right", "superficial")),
        ("myotome", None, (-50, 120), ("psoas-major", "right", "deep")),
        ("myotome", None, (-50, 160), (None, None, None)),
        ("nerve", None, (50, 250), ("radial-field", "left", None)),
        ("reflex", None, (-50, 54), ("knee-jerk-patellar", "right", None)),
        ("reflex", None, (50, 158), ("abdominal-all-quadrants", "left", None)),
        ("reflex", None, (50, 250), (None, None, None)),
    ],
)
def test_layers_beside_the_maps(
    toy: Atlas, layer: str, depth: str | None, point: tuple[float, float], found: tuple
) -> None:
    told = layer_hit(layer, "anterior", *point, depth, source=toy)
    assert (told.id, told.side, told.depth) == found
    assert told.to_dict() == {
        "layer": layer,
        "id": found[0],
        "side": found[1],
        "view": "anterior",
        "body_part": "chest" if point[1] > 100 else "thigh-front",
        "depth": found[2],
    }


def test_nothing_is_hit_beside_the_body(toy: Atlas) -> None:
    """Not even a reflex whose place is within reach."""
    for layer in ("myotome", "nerve", "reflex"):
        told = layer_hit(layer, "anterior", -100.5, 150, source=toy)
        assert (told.id, told.side, told.body_part) == (None, None, None)


def test_layer_hits_refuse_what_makes_no_sense(toy: Atlas) -> None:
    with pytest.raises(InputError, match="no layer to hit 'dermatome'"):
        layer_hit("dermatome", "anterior", 0, 0, source=toy)
    with pytest.raises(InputError, match="nerve layer has no depths"):
        layer_hit("nerve", "anterior", 0, 0, "deep", source=toy)
    with pytest.raises(InputError, match="Give x and y in millimetres"):
        layer_hit("nerve", "anterior", math.nan, 0, source=toy)


def test_a_click_makes_the_point_it_asks_of_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    point = shapely.Point
    monkeypatch.setattr(shapely, "Point", lambda *place: made.append(place) or point(*place))
    spot = (-51.3, 217.9)
    who_says("anterior", *spot)
    hit("isncsci", "anterior", *spot)
    body_part_at("anterior", *spot)
    assert made == [spot]
