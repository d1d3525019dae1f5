"""Landmarks and feature lines are put on the skin, and drawn only where they are seen."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely
import yaml

from tools.build_assets.landmarks import landmark_heights, read_landmarks
from tools.build_assets.lines import LOOK_FROM, contours, feature_lines, on_skin, read_features, seen
from tools.build_assets.mesh import Body
from tools.build_assets.raster import Raster, frame

FRONT = frame((1, 0, 0), (0, 1, 0))
BOX = (-45.0, -45.0, 45.0, 45.0)


@pytest.fixture(scope="module")
def ball(body: Body) -> Raster:
    return Raster(body.poses["anatomical"], body.triangles, FRONT, BOX, 2.0)


@pytest.mark.parametrize(
    ("look", "axes", "outward"),
    [
        ("front", (0, 1), (0, 0, 1)),
        ("back", (0, 1), (0, 0, -1)),
        ("left", (2, 1), (1, 0, 0)),
        ("inner", (2, 1), (-1, 0, 0)),
        ("above", (0, 2), (0, 1, 0)),
        ("below", (0, 2), (0, -1, 0)),
    ],
)
def test_on_skin_finds_the_near_side_under_the_point(
    body: Body, look: str, axes: tuple[int, int], outward: tuple[float, float, float]
) -> None:
    asked = np.array([[5.0, 7.0], [-6.0, 3.3]])
    ball_only = body.poses["anatomical"][:, 1] > -100
    found = on_skin(body, look, asked, ball_only)
    places = found.at(body.poses["anatomical"])
    assert places[:, list(axes)] == pytest.approx(asked)
    assert (places @ np.array(outward) > 20).all(), "the far side of the ball was found"
    assert found.weights.sum(1) == pytest.approx(1)
    assert LOOK_FROM[look].toward == pytest.approx(outward)


def test_on_skin_beside_the_body_takes_the_nearest_vertex(body: Body) -> None:
    place = on_skin(body, "front", np.array([[300.0, 0.0]])).at(body.poses["anatomical"])[0]
    assert place[0] == pytest.approx(body.poses["anatomical"][:, 0].max())


def test_on_skin_keeps_to_the_vertices_that_count(body: Body) -> None:
    behind = body.poses["anatomical"][:, 2] < -1
    assert on_skin(body, "front", np.array([[5.0, 7.0]]), behind).at(body.poses["anatomical"])[0, 2] < -1


def test_skin_points_move_with_the_body(body: Body) -> None:
    points = on_skin(body, "front", np.array([[5.0, 7.0], [1.0, 2.0]]))
    moved = points.at(body.poses["anatomical"] * 2 + [1, 0, 0])
    assert moved == pytest.approx(points.at(body.poses["anatomical"]) * 2 + [1, 0, 0])


def test_points_behind_the_body_are_not_seen(body: Body, ball: Raster) -> None:
    asked = np.array([[5.0, 7.0], [-10.0, 0.0]])
    skin = body.poses["anatomical"]
    assert seen(ball, on_skin(body, "front", asked).at(skin)).tolist() == [True, True]
    assert seen(ball, on_skin(body, "back", asked).at(skin)).tolist() == [False, False]
    assert seen(ball, np.array([[500.0, 0.0, 0.0]])).tolist() == [False]


def _features(tmp_path: Path, *rows: dict) -> Path:
    path = tmp_path / "lines.yaml"
    path.write_text(yaml.safe_dump({"lines": list(rows)}), encoding="utf-8")
    return path


def test_feature_lines_are_drawn_where_they_are_seen(body: Body, ball: Raster, tmp_path: Path) -> None:
    points = [[4, 0], [12, 6], [20, 0]]
    path = _features(
        tmp_path,
        {"feature": "cheek", "from": "front", "in": ["anterior"], "points": points},
        {"feature": "nape", "from": "back", "in": ["anterior"], "points": points},
        {"feature": "chin", "from": "front", "in": ["lateral-left"], "points": points, "weight": "fine"},
    )
    features = read_features(path, body)
    assert [feature.weight for feature in features] == ["feature", "feature", "fine"]
    (line,) = feature_lines(ball, "anterior", body.poses["anatomical"], features, mirror=False)
    assert (line["feature"], line["weight"]) == ("cheek", "feature")
    for point in points:
        assert shapely.distance(line["line"], shapely.Point(point)) < 0.5


def test_a_mirrored_feature_is_the_same_on_the_other_half(body: Body, ball: Raster, tmp_path: Path) -> None:
    path = _features(
        tmp_path, {"feature": "x", "from": "front", "in": "anterior", "points": [[4, 0], [12, 6], [20, 0]]}
    )
    features = read_features(path, body)
    (left,) = feature_lines(ball, "anterior", body.poses["anatomical"], features, mirror=False)
    (right,) = feature_lines(ball, "anterior", body.poses["anatomical"], features, mirror=True)
    flipped = shapely.get_coordinates(right["line"]) * [-1, 1]
    assert flipped == pytest.approx(shapely.get_coordinates(left["line"]))


def test_a_line_that_passes_behind_the_body_is_cut(body: Body, ball: Raster) -> None:
    round_the_ball = np.array([[39 * np.sin(a), 0, 39 * np.cos(a)] for a in np.linspace(0, 2 * np.pi, 200)])
    near = np.linalg.norm(body.poses["anatomical"], axis=1)[:-1].min()
    visible = seen(ball, round_the_ball * near / 39, tolerance=4)
    share = visible.mean()
    assert 0.3 < share < 0.65


def test_a_closed_feature_ends_where_it_began(body: Body, tmp_path: Path) -> None:
    ring = {"feature": "iris", "from": "front", "in": "anterior", "closed": True}
    (iris,) = read_features(
        _features(tmp_path, ring | {"points": [[10, 0], [0, 10], [-10, 0], [0, -10]]}), body
    )
    places = iris.points.at(body.poses["anatomical"])
    assert places[0] == pytest.approx(places[-1])


def test_a_lone_ball_has_no_inner_contour(ball: Raster) -> None:
    assert contours(ball) == []


def test_a_contour_is_drawn_where_one_part_passes_before_another() -> None:
    def square(x0: float, x1: float, z: float) -> list[list[float]]:
        return [[x0, -40, z], [x1, -40, z], [x1, 40, z], [x0, 40, z]]

    points = np.array(square(-40, 40, 0) + square(-41, 3, 50), float)
    triangles = np.array([[0, 1, 2], [0, 2, 3], [4, 5, 6], [4, 6, 7]])
    (edge,) = contours(Raster(points, triangles, FRONT, BOX, 2.0))
    x = shapely.get_coordinates(edge["line"])[:, 0]
    assert x == pytest.approx(3, abs=0.5)
    assert edge["line"].length == pytest.approx(80, abs=2)
    assert edge["weight"] == "contour"


def _landmarks(tmp_path: Path, **rows: dict) -> Path:
    path = tmp_path / "landmarks.yaml"
    path.write_text(yaml.safe_dump({"landmarks": rows}, sort_keys=False), encoding="utf-8")
    return path


def test_landmarks_are_named_points_of_the_left_half(body: Body, tmp_path: Path) -> None:
    path = _landmarks(
        tmp_path,
        navel={"name": "navel", "from": "front", "x": 0, "y": 3},
        nipple={"name": "nipple", "from": "front", "x": 12, "y": 9, "key_point": "T4"},
        anus={"name": "anus", "from": "below", "x": 0, "y": 4, "between": [-100, 100]},
    )
    navel, nipple, anus = read_landmarks(path, body)
    assert (navel.midline, nipple.midline, anus.midline) == (True, False, False)
    assert (navel.key_point_of, nipple.key_point_of) == (None, "T4")
    skin = body.poses["anatomical"]
    assert nipple.point.at(skin)[0, :2] == pytest.approx([12, 9])
    assert nipple.point.at(skin)[0, 2] > 20
    assert anus.point.at(skin)[0, [0, 2]] == pytest.approx([0, 4])
    assert -100 < anus.point.at(skin)[0, 1] < -20, "the vertex on the floor lies outside `between`"


def test_an_unknown_direction_is_refused_by_file_and_landmark(body: Body, tmp_path: Path) -> None:
    path = _landmarks(tmp_path, navel={"name": "navel", "from": "top", "x": 0, "y": 3})
    with pytest.raises(
        SystemExit, match=r"landmarks\.yaml, navel: unknown direction 'top'; use one of front,"
    ):
        read_landmarks(path, body)


def test_only_landmarks_with_a_height_carry_edges(tmp_path: Path) -> None:
    path = _landmarks(
        tmp_path,
        front={"name": "f", "from": "front", "x": 0, "y": 3},
        inner={"name": "i", "from": "inner", "x": 0, "y": -4},
        above={"name": "a", "from": "above", "x": 0, "y": 5},
    )
    assert landmark_heights(path) == {"front": 3.0, "inner": -4.0}
