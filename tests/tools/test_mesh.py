"""The surface: subdivision, rotations and what is read from the base mesh."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tests.tools.conftest import cube
from tools.build_assets.mesh import (
    SEGMENTS,
    _catmull_clark,
    _read_obj,
    _read_target,
    _segment_of,
    _symmetrise,
    align,
    rotation,
    straight_rim,
    twist,
)

VECTOR = arrays(float, 3, elements=st.floats(-10, 10)).filter(lambda v: np.linalg.norm(v) > 0.1)
ANGLE = st.floats(-3, 3)


def _sheet(size: int = 3) -> tuple[np.ndarray, np.ndarray]:
    """A square sheet of size × size quads in the plane z = 0."""
    grid = np.arange((size + 1) ** 2).reshape(size + 1, -1)
    quads = np.stack([grid[:-1, :-1], grid[1:, :-1], grid[1:, 1:], grid[:-1, 1:]], -1).reshape(-1, 4)
    row, col = np.divmod(np.arange((size + 1) ** 2), size + 1)
    return np.stack([col, row, np.zeros_like(row)], 1).astype(float), quads


def _subdivide(points: np.ndarray, quads: np.ndarray, levels: int = 2) -> np.ndarray:
    arrays_ = [points]
    for _ in range(levels):
        quads, arrays_ = _catmull_clark(quads, arrays_)
    return arrays_[0]


def _sorted(points: np.ndarray) -> np.ndarray:
    points = np.round(points, 9) + 0.0
    return points[np.lexsort(points.T)]


@settings(deadline=None)
@given(normal=VECTOR, offset=st.floats(-5, 5), bumps=arrays(float, (16, 2), elements=st.floats(-0.4, 0.4)))
def test_a_plane_stays_flat(normal: np.ndarray, offset: float, bumps: np.ndarray) -> None:
    points, quads = _sheet()
    points[:, :2] += bumps
    unit = normal / np.linalg.norm(normal)
    tilted = points @ align(np.array([0.0, 0, 1]), unit).T + offset * unit
    assert _subdivide(tilted, quads) @ unit == pytest.approx(offset, abs=1e-9)


def test_an_even_sheet_stays_even_and_its_straight_rims_straight() -> None:
    points, quads = _sheet(4)
    finer, (moved,) = _catmull_clark(quads, [points])
    middle = moved[(np.abs(moved[:, :2] - 2) <= 1).all(1)]
    assert set(np.round(middle[:, :2].ravel() * 2, 9)) <= set(range(9))
    at_rim = moved[np.bincount(finer.ravel()) <= 2]
    assert all(np.isclose(p[:2], 0, atol=0.2).any() or np.isclose(p[:2], 4, atol=0.2).any() for p in at_rim)


def test_the_rim_of_what_is_laid_out_flat_lies_on_the_edges_of_the_step_before() -> None:
    points, quads = _sheet(4)
    bent = points[:, :2] + 0.2 * (points[:, 1::-1] - 2) ** 2
    finer, (moved,) = _catmull_clark(quads, [bent])
    straight = straight_rim(quads, moved)
    sides = np.stack([finer, np.roll(finer, -1, 1)], -1).reshape(-1, 2)
    sides, uses = np.unique(np.sort(sides, 1), axis=0, return_counts=True)
    old = len(points)
    halves = {new: [] for new in range(old, len(moved))}
    for corner, middle in sides[uses == 1]:
        halves[middle].append(corner)
    on_rim = [new for new, ends in halves.items() if ends]
    assert len(on_rim) == 16
    for new in on_rim:
        assert straight[new] == pytest.approx(straight[halves[new]].mean(0))
    assert not np.allclose(moved[on_rim], straight[on_rim])
    within = np.setdiff1d(np.arange(len(moved)), on_rim)
    assert (straight[within] == moved[within]).all()


def test_one_step_on_a_cube_is_the_textbook_one() -> None:
    corners, faces = cube()
    quads, (points,) = _catmull_clark(faces, [corners])
    assert len(quads) == 4 * len(faces)
    assert len(points) == 8 + 12 + 6
    # Catmull and Clark: (Q + 2 R + (n - 3) S) / n for a corner where n = 3 faces meet.
    assert points[:8] == pytest.approx(corners * 5 / 9)
    edges = np.abs(points[8:20])
    assert np.sort(edges, 1) == pytest.approx(np.tile([0, 0.75, 0.75], (12, 1)))
    assert np.sort(np.abs(points[20:]), 1) == pytest.approx(np.tile([0, 0, 1], (6, 1)))


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_a_symmetric_mesh_stays_symmetric(axis: int) -> None:
    corners, faces = cube()
    points = _subdivide(corners * [1, 2, 3], faces)
    mirror = np.where(np.arange(3) == axis, -1, 1)
    assert _sorted(points * mirror) == pytest.approx(_sorted(points))


@settings(deadline=None)
@given(matrix=arrays(float, (3, 3), elements=st.floats(-2, 2)), shift=VECTOR)
def test_subdivision_moves_with_its_mesh(matrix: np.ndarray, shift: np.ndarray) -> None:
    corners, faces = cube()
    moved = _subdivide(corners @ matrix + shift, faces)
    assert moved == pytest.approx(_subdivide(corners, faces) @ matrix + shift, abs=1e-9)


def test_weights_are_subdivided_like_positions_and_still_sum_to_one() -> None:
    corners, faces = cube()
    left = (corners[:, :1] > 0).astype(float)
    _, (points, weights) = _catmull_clark(faces, [corners, np.hstack([left, 1 - left])])
    assert weights.sum(1) == pytest.approx(1)
    assert weights[:, 0] - weights[:, 1] == pytest.approx(points[:, 0])


def test_a_triangle_may_be_given_with_its_last_corner_twice() -> None:
    points = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0]], float)
    _, (moved,) = _catmull_clark(np.array([[0, 1, 2, 2]]), [points])
    assert np.isfinite(moved).all()
    assert moved[:, 2] == pytest.approx(0)


@settings(deadline=None)
@given(axis=VECTOR, radians=ANGLE, vector=VECTOR)
def test_a_rotation_keeps_lengths_and_its_axis(axis: np.ndarray, radians: float, vector: np.ndarray) -> None:
    turn = rotation(axis, radians)
    assert turn @ turn.T == pytest.approx(np.eye(3), abs=1e-9)
    assert np.linalg.det(turn) == pytest.approx(1)
    assert turn @ axis == pytest.approx(axis)
    assert np.linalg.norm(turn @ vector) == pytest.approx(np.linalg.norm(vector))


def test_rotations_follow_the_right_hand() -> None:
    assert rotation(np.array([0, 0, 5.0]), np.pi / 2) @ [1, 0, 0] == pytest.approx([0, 1, 0])


@settings(deadline=None)
@given(a=VECTOR, b=VECTOR)
def test_align_turns_one_direction_into_the_other(a: np.ndarray, b: np.ndarray) -> None:
    a, b = a / np.linalg.norm(a), b / np.linalg.norm(b)
    assume(a @ b > -0.999)
    assert align(a, b) @ a == pytest.approx(b, abs=1e-6)


@settings(deadline=None)
@given(axis=VECTOR, radians=ANGLE, vector=VECTOR)
def test_twist_measures_a_rotation(axis: np.ndarray, radians: float, vector: np.ndarray) -> None:
    assume(np.linalg.norm(np.cross(axis, vector)) > 0.1)
    assert twist(vector, rotation(axis, radians) @ vector, axis) == pytest.approx(radians, abs=1e-6)


@pytest.mark.parametrize(
    ("bone", "segment"),
    [
        ("upperarm01.L", "upper_arm"),
        ("lowerarm02.R", "forearm"),
        ("finger3-2.L", "hand"),
        ("upperleg01.R", "thigh"),
        ("lowerleg02.L", "leg"),
        ("toe4-1.L", "foot"),
        ("spine03", "trunk"),
        ("neck02", "neck"),
        ("clavicle.L", "shoulder"),
        ("jaw", "head"),
        ("eye.L", "head"),
    ],
)
def test_bones_belong_to_segments(bone: str, segment: str) -> None:
    assert _segment_of(bone) == segment
    assert segment in SEGMENTS


def test_reading_faces_and_groups(tmp_path: Path) -> None:
    path = tmp_path / "base.obj"
    path.write_text("# x\nv 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\ng body\nf 1/1 2/2 3/3 4/4\ng helper\nf 1 2 3\n")
    vertices, faces, groups, _, _ = _read_obj(path)
    assert vertices.tolist() == [[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]]
    assert faces == [[0, 1, 2, 3], [0, 1, 2]]
    assert groups == ["body", "helper"]


@pytest.mark.parametrize(("text", "index"), [("# empty\n\n", []), ("# one\n7 .1 0 -.2\n9 0 0 1\n", [7, 9])])
def test_morph_targets_may_be_empty(tmp_path: Path, text: str, index: list[int]) -> None:
    path = tmp_path / "x.target.gz"
    path.write_bytes(gzip.compress(text.encode()))
    numbers, offsets = _read_target(path)
    assert numbers.tolist() == index
    assert numbers.dtype.kind == "i"
    assert offsets.shape == (len(index), 3)


def test_symmetrising_makes_exact_twins(tmp_path: Path) -> None:
    (tmp_path / "mesh_metadata").mkdir()
    (tmp_path / "mesh_metadata" / "hm08.mirror").write_text("0 1 r\n2 2 m\n")
    even = _symmetrise(np.array([[1.0, 2, 3], [-1.2, 2.2, 2.8], [0.1, 5, 5]]), tmp_path)
    assert (even[0] == even[1] * [-1, 1, 1]).all()
    assert even[2].tolist() == [0, 5, 5]
