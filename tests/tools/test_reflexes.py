"""Places of reflexes are put on the skin, and shown only where they can be pointed at."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely
import yaml

from tools.build_assets import build
from tools.build_assets.mesh import Body
from tools.build_assets.publish import Sheet
from tools.build_assets.raster import Raster, frame, vertex_normals
from tools.build_assets.reflexes import read_reflexes, seen_of
from tools.build_assets.views import Layout, Side, View

FRONT = frame((1, 0, 0), (0, 1, 0))
BACK = frame((-1, 0, 0), (0, 1, 0))
BOX = (-45.0, -45.0, 45.0, 45.0)
TAP = {"reflex": "knee", "kind": "tap", "from": "front", "x": 8, "y": 5, "between": [-100, 100]}
MIDLINE = {"reflex": "jaw", "kind": "tap", "from": "front", "x": 0, "y": 20, "between": [-100, 100]}
STROKE = {
    "reflex": "sole",
    "kind": "stroke",
    "from": "front",
    "points": [[20, -10], [14, 0], [2, 6]],
    "between": [-100, 100],
}


@pytest.fixture
def rules(tmp_path: Path):
    def write(*rows: dict) -> Path:
        path = tmp_path / "reflex_points.yaml"
        path.write_text(yaml.safe_dump({"points": list(rows)}), encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="module")
def rasters(body: Body) -> dict[str, Raster]:
    positions = body.poses["anatomical"]
    return {
        name: Raster(positions, body.triangles, camera, BOX, 2.0)
        for name, camera in (("front", FRONT), ("back", BACK))
    }


def _shown(body: Body, raster: Raster, path: Path) -> list[list[np.ndarray]]:
    positions = body.poses["anatomical"]
    normals = vertex_normals(positions, body.triangles)
    return [
        seen_of(place, raster, place.points.at(positions), place.points.at(normals))
        for place in read_reflexes(path, body)
    ]


def test_a_tap_is_a_point_where_it_was_asked_for(body: Body, rasters: dict[str, Raster], rules) -> None:
    ((piece,),) = _shown(body, rasters["front"], rules(TAP))
    assert piece == pytest.approx(np.array([[8.0, 5.0]]))


def test_a_stroke_keeps_its_direction_and_passes_its_points(
    body: Body, rasters: dict[str, Raster], rules
) -> None:
    ((piece,),) = _shown(body, rasters["front"], rules(STROKE))
    asked = np.array(STROKE["points"], float)
    assert piece[[0, -1]] == pytest.approx(asked[[0, -1]], abs=1e-6)
    assert shapely.LineString(piece).distance(shapely.Point(asked[1])) < 0.2
    assert np.linalg.norm(np.diff(piece, axis=0), axis=1).max() < 1.6, "a stroke must follow the skin closely"


def test_nothing_is_shown_from_behind(body: Body, rasters: dict[str, Raster], rules) -> None:
    assert _shown(body, rasters["back"], rules(TAP, STROKE)) == [[], []]


def test_skin_seen_on_edge_is_left_out(body: Body, rasters: dict[str, Raster], rules) -> None:
    edge = float(body.poses["anatomical"][:, 0].max()) - 0.2
    assert _shown(body, rasters["front"], rules(TAP | {"x": edge, "y": 0})) == [[]]


@pytest.mark.parametrize(("end", "shown"), [(0.4, 1), (-0.9, 0)])
def test_a_stroke_is_left_out_where_too_little_of_it_is_seen(
    body: Body, rasters: dict[str, Raster], rules, end: float, shown: int
) -> None:
    nose = float(body.poses["anatomical"][:, 2].max())
    round_the_side = STROKE | {"from": "left", "points": [[nose * 0.97, 0], [nose * end, 0]]}
    (pieces,) = _shown(body, rasters["front"], rules(round_the_side))
    assert len(pieces) == shown


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (TAP | {"from": "aside"}, "knee: unknown direction 'aside'; use one of front"),
        (TAP | {"kind": "stroke"}, "knee: a stroke has points, a tap has x and y"),
        (STROKE | {"kind": "tap"}, "sole: a stroke has points, a tap has x and y"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_by_name(body: Body, rules, row: dict, message: str) -> None:
    with pytest.raises(SystemExit, match=message):
        read_reflexes(rules(row), body)


def test_a_row_in_the_midline_is_known_as_such(body: Body, rules) -> None:
    assert [place.midline for place in read_reflexes(rules(TAP, MIDLINE, STROKE), body)] == [
        False,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("layout", "side", "knees", "jaws"),
    [
        ("one", "left", {"left": 8.0}, 1),
        ("half", "left", {"left": 8.0, "right": -8.0}, 1),
        ("pair", "left", {"left": 8.0, "right": -8.0}, 2),
    ],
)
def test_published_marks_have_the_patients_side(
    body: Body,
    rasters: dict[str, Raster],
    rules,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    layout: Layout,
    side: Side,
    knees: dict[str, float],
    jaws: int,
) -> None:
    published = {}
    monkeypatch.setattr(build, "shaped_body", lambda: body)
    monkeypatch.setattr(
        build, "normals_of", lambda pose: vertex_normals(body.poses["anatomical"], body.triangles)
    )
    monkeypatch.setattr(build, "publish", lambda out, folder, view, document: published.update(document))
    rules(TAP, MIDLINE)
    monkeypatch.setattr(build, "DATA", tmp_path)
    view = View("toy", "anatomical", FRONT, layout, side, lambda b: b.eye == 0, lambda xy: BOX, 2.0, 1.5)
    build._write_reflexes(tmp_path, Sheet(view, np.zeros(2)), rasters["front"])
    marks = [(f["properties"], f["geometry"]["coordinates"]) for f in published["features"]]
    assert {p["side"]: xy[0] for p, xy in marks if p["reflex"] == "knee"} == pytest.approx(knees)
    assert [p["side"] for p, _ in marks if p["reflex"] == "jaw"] == ["midline"] * jaws
    assert {p["kind"] for p, _ in marks} == {"tap"}
