"""The shipped body in three dimensions: as built, as the flat views show it, and small."""

from __future__ import annotations

import functools
import json
import struct

import numpy as np
import pytest

from dermatome.anatomy.ids import SIDES, VIEWS
from dermatome.atlas import check_surface
from dermatome.atlas.load import atlas
from dermatome.atlas.surface import SURFACE, Place, labels, regions_at, surface
from dermatome.report import CheckReport


@functools.cache
def reports() -> dict[str, CheckReport]:
    return {report.name: report for report in check_surface.run()}


@pytest.mark.slow
@pytest.mark.parametrize("name", check_surface.CHECKS)
def test_nothing_is_amiss(name: str) -> None:
    assert reports()[name].faults == []


@pytest.mark.slow
def test_enough_skin_is_compared() -> None:
    counts = reports()["body in 3D: agrees with the views"].counts
    tested = {name: int(count) for name, count in counts.items() if name.startswith("tested_")}
    assert len(tested) == len(atlas().schemes) + 3
    assert min(tested.values()) >= 3000


@pytest.mark.parametrize("name", ["body", "body-fine"])
def test_a_mesh_is_one_primitive_with_both_poses(name: str) -> None:
    content = (SURFACE / f"{name}.glb").read_bytes()
    magic, version, length, size, kind = struct.unpack("<4sII I4s", content[:20])
    assert (magic, version, length, kind) == (b"glTF", 2, len(content), b"JSON")
    document = json.loads(content[20 : 20 + size])
    (mesh,) = document["meshes"]
    (primitive,) = mesh["primitives"]
    assert mesh["extras"]["targetNames"] == list(surface().poses[1:])
    assert len(primitive["targets"]) == 2
    assert "CC0" in document["asset"]["copyright"]
    accessors = document["accessors"]
    known = surface().files[f"{name}.glb"]
    assert accessors[primitive["indices"]]["count"] == 3 * (known.triangles or 0)
    places = accessors[primitive["attributes"]["POSITION"]]
    assert places["count"] == known.vertices
    scale = document["nodes"][1]["scale"][0]
    low, high = surface().bounds["anatomical"]
    assert np.array(places["min"]) * scale == pytest.approx(np.array(low), abs=1.5)
    assert np.array(places["max"]) * scale == pytest.approx(np.array(high), abs=1.5)


@pytest.mark.parametrize("layer", surface().layers)
def test_a_picture_names_known_regions_and_real_borders(layer: str) -> None:
    own, other, steps = (labels(layer)[..., i] for i in range(3))
    count = len(surface().layers[layer].regions)
    assert set(np.unique(own)) - {0} == set(range(1, count + 1))
    assert other.max() <= count
    assert ((steps == 255) == (own == other)).all(), (
        "there is a distance where there is a border, and only there"
    )


@pytest.mark.parametrize("layer", surface().layers)
def test_a_region_is_labelled_inside(layer: str) -> None:
    regions = surface().layers[layer].regions
    uv = np.array([region.label.uv for region in regions])
    assert regions_at(layer, uv).tolist() == list(range(1, len(regions) + 1))
    for region in regions:
        x = region.label.at["anatomical"][0]
        assert (x > 0) == (region.side == "left"), region.owner


@pytest.mark.parametrize("layer", surface().layers)
def test_left_mirrors_right(layer: str) -> None:
    areas = {(r.owner, r.basis, r.side): r.area for r in surface().layers[layer].regions}
    for (owner, basis, side), area in areas.items():
        # Along the midline a column of texels belongs to one side or the other.
        assert area == pytest.approx(areas[owner, basis, SIDES[side == "left"]], rel=0.04, abs=20), owner


def _unit(place: Place) -> bool:
    return all(abs(np.linalg.norm(normal) - 1) < 0.02 for normal in place.normal.values())


def test_places_lie_on_the_body_in_every_pose() -> None:
    known = surface()
    places = [*known.landmarks, *(place for reflex in known.reflexes for place in reflex.path)]
    assert len(places) > 150
    for place in places:
        assert _unit(place)
        for pose, at in place.at.items():
            low, high = known.bounds[pose]
            assert all(a - 0.1 <= x <= b + 0.1 for a, x, b in zip(low, at, high, strict=True))


@pytest.mark.parametrize("view", VIEWS)
def test_the_flat_views_are_made_of_the_body_as_is_told(view: str) -> None:
    """Every landmark that a view shows lies there where its projection puts the place on the body."""
    known = surface()
    found = {(mark.landmark, mark.side): mark for mark in known.landmarks}
    ways = {each.side: each for each in known.projections if each.view == view}
    compared = 0
    for flat in atlas().landmarks(view):
        sides = SIDES if flat.side == "midline" else (flat.side,)
        for way in (ways[side] for side in sides if side in ways):
            at = np.array(found[flat.id, flat.side].at[way.pose])
            x, y = at @ way.right + way.shift[0], at @ way.up + way.shift[1]
            assert (x, y) == pytest.approx((flat.x, flat.y), abs=0.8), flat.id
            assert way.low[0] - 1 < x < way.high[0] + 1 and way.low[1] - 1 < y < way.high[1] + 1
            depth = at @ np.cross(way.right, way.up)
            assert way.depth[0] - 1 < depth < way.depth[1] + 1
            compared += 1
    assert compared >= 2


def test_landmarks_are_those_of_the_views() -> None:
    flat = {(mark.id, mark.side) for view in VIEWS for mark in atlas().landmarks(view)}
    assert flat <= {(mark.landmark, mark.side) for mark in surface().landmarks}
