"""The rule reader refuses what it cannot apply, and paints what a row says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dermatome.errors import AtlasError
from tests.tools.conftest import SamplesAt
from tools.build_assets import rules
from tools.build_assets.build import DATA, scheme_files
from tools.build_assets.landmarks import landmark_heights
from tools.build_assets.rules import RuleError, paint, read_basis, read_inferred_roots, read_rows

HEIGHTS = {"nipple": 400.0, "vertebra-prominens": 598.0}
GROUND = {"paint": "C4", "region": "all"}
BAND = {"edge": "C4|T2", "paint": "T2", "chart": "trunk", "below": [[0, 400], [180, 440]]}
Read = Callable[..., list[rules.Row]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def rows(*edges: dict[str, Any]) -> list[rules.Row]:
        path = tmp_path / "toy.yaml"
        path.write_text(yaml.safe_dump({"edges": list(edges)}), encoding="utf-8")
        return read_rows(path, HEIGHTS)

    return rows


def _painted(rows: list[rules.Row], samples: Any) -> list[str]:
    labels = sorted({row.paint for row in rows})
    return [labels[i] for i in paint(rows, samples, labels)]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"chart": "trunc"}, "unknown chart 'trunc'"),
        ({"chart": None}, "unknown chart None"),
        ({"above": [[0, 1]]}, "give one of below, above, left, right, inside, not 2"),
        ({"below": [[0, "nippel + 3"]]}, "'nippel + 3' is neither a number nor 'landmark ± mm'"),
        ({"below": [[0, "nipple + + 3"]]}, "'nipple + + 3' is neither"),
        ({"below": [[0, "nipple * 2"]]}, "'nipple * 2' is neither"),
        ({"below": [[0, 400, 3]]}, "[0, 400, 3] is not a point of two coordinates"),
        ({"below": [[0, 400], [0, 410]]}, "two points of the curve lie at the same place"),
        ({"region": "tronk"}, "unknown region 'tronk'"),
        ({"belwo": [[0, 400]]}, "unknown key 'belwo'"),
        ({"also": [{"chart": "trunk", "lft": [[1, 2]]}]}, "unknown key 'lft'"),
        ({"also": [{"chart": "trunk"}]}, "give one of below, above, left, right, inside, not 0"),
        ({"also": [{"chart": "moon", "left": [[1, 2]]}]}, "unknown chart 'moon'"),
    ],
)
def test_a_faulty_row_is_refused_by_file_and_edge(read: Read, change: dict[str, Any], fault: str) -> None:
    with pytest.raises(RuleError) as caught:
        read(GROUND, BAND | change)
    assert str(caught.value).startswith("toy.yaml, edge C4|T2: ")
    assert fault in str(caught.value)
    assert "\n" not in str(caught.value)
    assert isinstance(caught.value, AtlasError)


def test_a_closed_curve_needs_three_points(read: Read) -> None:
    with pytest.raises(RuleError, match=r"toy\.yaml, edge spot: a closed curve needs three points, not 2"):
        read({"edge": "spot", "paint": "T4", "chart": "front", "inside": [[0, 0], [9, 9]]})


def test_a_row_that_paints_nothing_is_refused(read: Read) -> None:
    with pytest.raises(RuleError, match=r"toy\.yaml, edge C4\|T2: say what it paints"):
        read({"edge": "C4|T2", "region": "all"})


@pytest.mark.parametrize("text", ["", "edges: []", "- a list", "id: toy"])
def test_a_file_without_rows_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "empty.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleError, match=r"empty\.yaml has no edges"):
        read_rows(tmp_path / "empty.yaml", HEIGHTS)


def test_samples_that_no_row_paints_are_an_error_that_names_the_file(
    read: Read, samples_at: SamplesAt
) -> None:
    rows = read(BAND)
    with pytest.raises(RuleError, match=r"toy\.yaml: 2 skin samples are painted by no row"):
        paint(rows, samples_at([[0, 300, 100], [0, 500, 100], [0, 600, 100]]), ["T2"])


@pytest.mark.parametrize(
    ("text", "height"),
    [
        ("nipple", 400),
        ("nipple + 12.5", 412.5),
        ("nipple - 12", 388),
        ("nipple+3", 403),
        (" vertebra-prominens - 2 ", 596),
        (7, 7),
        (-0.5, -0.5),
    ],
)
def test_heights_hang_on_landmarks(read: Read, text: object, height: float) -> None:
    (row,) = read(BAND | {"below": [[0, text]]})
    assert row.sides[0].points.tolist() == [[0, height]]


def test_a_row_paints_where_its_chart_belongs_unless_it_says_otherwise(read: Read) -> None:
    default, named, several, ground = read(
        BAND, BAND | {"region": "trunk"}, BAND | {"region": ["foot", "toes"]}, GROUND
    )
    assert default.regions == ("body",)
    assert named.regions == ("trunk",)
    assert several.regions == ("foot", "toes")
    assert ground.regions == ("all",)
    assert ground.edge == "C4"


@pytest.mark.parametrize(
    ("side", "curve", "painted"),
    [
        ("below", [[0, 100]], {(50, 50), (150, 50)}),
        ("above", [[0, 100]], {(50, 150), (150, 150)}),
        ("left", [[100, 0]], {(50, 50), (50, 150)}),
        ("right", [[100, 0]], {(150, 50), (150, 150)}),
        ("inside", [[20, 20], [80, 20], [80, 80], [20, 80]], {(50, 50)}),
    ],
)
def test_each_side_of_a_curve(
    read: Read, samples_at: SamplesAt, side: str, curve: list[list[float]], painted: set[tuple[int, int]]
) -> None:
    places = [(50, 50), (150, 50), (50, 150), (150, 150)]
    rows = read(GROUND, {"paint": "T5", "chart": "front", side: curve})
    labels = _painted(rows, samples_at([[x, y, 60] for x, y in places]))
    assert {place for place, label in zip(places, labels, strict=True) if label == "T5"} == painted


def test_later_rows_paint_over_earlier_ones(read: Read, samples_at: SamplesAt) -> None:
    rows = read(GROUND, BAND, BAND | {"paint": "T3", "below": [[0, 300]]})
    heights = [[0, y, 100] for y in (200, 350, 500)]
    assert _painted(rows, samples_at(heights)) == ["T3", "T2", "C4"]


def test_all_sides_of_a_row_must_hold(read: Read, samples_at: SamplesAt) -> None:
    both = BAND | {"also": [{"chart": "front", "left": [[50, 0]]}, {"chart": "side", "right": [[0, 0]]}]}
    places = [[20, 300, 100], [90, 300, 100], [20, 300, -100], [20, 500, 100]]
    assert _painted(read(GROUND, both), samples_at(places)) == ["T2", "C4", "C4", "C4"]


def test_several_regions_paint_only_where_they_meet(read: Read, samples_at: SamplesAt) -> None:
    rows = read(GROUND, {"paint": "L5", "region": ["foot", "toes"]})
    assert _painted(rows, samples_at([[100, -810, 160], [100, -810, 20]], "foot")) == ["L5", "C4"]
    assert _painted(rows, samples_at([[100, 0, 160]], "trunk")) == ["C4"]


def test_right_and_left_are_painted_alike(read: Read, samples_at: SamplesAt) -> None:
    places = np.random.default_rng(5).uniform([-200, 200, -100], [200, 600, 100], (300, 3))
    rows = read(GROUND, BAND, {"paint": "T5", "chart": "front", "inside": [[10, 300], [90, 320], [50, 390]]})
    labels = _painted(rows, samples_at(places))
    assert labels == _painted(rows, samples_at(places * [-1, 1, 1]))
    assert set(labels) == {"C4", "T2", "T5"}


@settings(deadline=None)
@given(
    points=st.lists(
        st.tuples(st.integers(0, 180), st.integers(300, 500)), min_size=1, unique_by=lambda p: p[0]
    ),
    angle=st.floats(-50, 250),
)
def test_a_curve_goes_through_its_points_and_never_beyond_them(
    points: list[tuple[int, int]], angle: float
) -> None:
    x, y = np.array(points, float).T
    assert rules._curve(x, y, x) == pytest.approx(y)
    assert y.min() - 1e-9 <= rules._curve(x, y, np.array([angle]))[0] <= y.max() + 1e-9


def test_a_closed_curve_goes_through_its_points() -> None:
    corners = np.array([[0, 0], [100, 0], [120, 2], [60, 3]], float)
    ring = rules._closed(corners)
    for corner in corners:
        assert np.hypot(*(ring - corner).T).min() < 1.5
    assert ring[0] == pytest.approx(ring[-1])


def test_a_basis_is_painted_like_a_map(tmp_path: Path, samples_at: SamplesAt) -> None:
    path = tmp_path / "toy.yaml"
    ground = {"paint": "published", "region": "all"}
    flank = {"edge": "flank", "paint": "inferred", "chart": "trunk", "right": [[90, 0], [90, 600]]}
    path.write_text(yaml.safe_dump({"edges": [GROUND], "basis": [ground, flank]}), encoding="utf-8")
    rows = read_basis(path, HEIGHTS)
    assert _painted(rows, samples_at([[0, 300, 100], [0, 300, -100]])) == ["published", "inferred"]


def test_a_map_need_not_speak_of_its_basis(tmp_path: Path) -> None:
    path = tmp_path / "toy.yaml"
    path.write_text(yaml.safe_dump({"edges": [GROUND]}), encoding="utf-8")
    assert read_basis(path, HEIGHTS) == []
    assert read_inferred_roots(path, {"C4"}) == []


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        (
            {"basis": [{"edge": "back", "paint": "infered", "region": "all"}]},
            "edge back: the basis paints 'infered'",
        ),
        ({"basis": [{"edge": "back", "paint": "inferred", "chart": "moon"}]}, "edge back: give one of below"),
        ({"basis": []}, "has no basis"),
        ({"inferred_roots": ["C4", "L9"]}, "inferred_roots: no edge paints 'L9'"),
        ({"inferred_roots": "C4"}, "inferred_roots: give a list of roots"),
    ],
)
def test_a_faulty_basis_is_refused_by_file_and_row(tmp_path: Path, keys: dict[str, Any], fault: str) -> None:
    path = tmp_path / "toy.yaml"
    path.write_text(yaml.safe_dump({"edges": [GROUND]} | keys), encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        read_basis(path, HEIGHTS)
        read_inferred_roots(path, {"C4"})
    assert str(caught.value).startswith("toy.yaml")
    assert fault in str(caught.value)


@pytest.mark.parametrize("path", [*scheme_files(), DATA / "body_parts.yaml"], ids=lambda path: path.stem)
def test_the_shipped_rules_can_be_applied(path: Path, samples_at: SamplesAt) -> None:
    rows = read_rows(path, landmark_heights(DATA / "landmarks.yaml"))
    assert rows[0].regions == ("all",), "the first row is the ground, so that nothing stays unpainted"
    assert not rows[0].sides
    labels = sorted({row.paint for row in rows})
    some = np.random.default_rng(11).uniform([-300, -817, -150], [300, 860, 200], (500, 3))
    assert (paint(rows, samples_at(some), labels) >= 0).all()
