"""The unfolded skin, borders finer than its texels, and from where a field is looked at."""

from __future__ import annotations

import numpy as np
import pytest

from tools.build_assets.borders import find_borders
from tools.build_assets.mesh import SEGMENTS, Body, Unfolding, in_triangles
from tools.build_assets.skin import GUTTER_TEXELS, SkinPlaces, Texels
from tools.build_assets.stands import Stands, directions

SIZE = 64
MM = 100.0


@pytest.fixture(scope="module")
def plate() -> Body:
    """A square plate of 100 mm that faces the viewer, its skin in the middle half of the picture."""
    grid = np.linspace(0, 1, 9)
    x, y = (of.ravel() for of in np.meshgrid(grid, grid))
    number = np.arange(81).reshape(9, 9)
    quads = np.stack([number[:-1, :-1], number[:-1, 1:], number[1:, 1:], number[1:, :-1]], -1).reshape(-1, 4)
    positions = np.stack([x * MM, y * MM, np.zeros(81)], 1)
    weights = np.zeros((81, len(SEGMENTS)))
    weights[:, SEGMENTS.index("trunk")] = 1
    step = Unfolding(quads, quads)
    return Body(
        {"anatomical": positions},
        weights,
        in_triangles(quads),
        {},
        np.zeros(81),
        flat=0.25 + np.stack([x, y], 1) / 2,
        unfoldings=(step, step),
    )


@pytest.fixture(scope="module")
def texels(plate: Body) -> Texels:
    return Texels(plate, SIZE)


def _halves(places: SkinPlaces) -> np.ndarray:
    """1 above a slanted line, 0 below."""
    return (places.position @ [0.3, 1.0, 0.0] > 62.0).astype(int)


def _thirds(places: SkinPlaces) -> np.ndarray:
    return np.where(places.position[:, 0] < 50, 0, 1 + _halves(places))


def test_each_texel_knows_its_skin(texels: Texels) -> None:
    assert texels.inside.sum() == pytest.approx((SIZE / 2) ** 2, abs=2 * SIZE)
    row, col = np.nonzero(texels.known)
    expected = np.stack([(col + 0.5) / SIZE, 1 - (row + 0.5) / SIZE], 1)
    assert texels.points.position[:, :2] / MM == pytest.approx((expected - 0.25) * 2)
    assert texels.points.normal == pytest.approx(np.tile([0.0, 0.0, 1.0], (len(row), 1)))
    assert texels.area.sum() == pytest.approx(MM**2, rel=0.1)


def test_the_skin_goes_on_into_the_gutter(texels: Texels) -> None:
    beyond = np.abs(texels.points.position[:, :2] / MM - 0.5).max(1) - 0.5
    assert beyond.max() * SIZE / 2 == pytest.approx(GUTTER_TEXELS, abs=1)
    assert (texels.image(texels.points.position[:, 0]) != 0).all(), "what lies further off has the nearest"


def test_labels_asked_for_sparingly_are_those_of_every_texel(texels: Texels) -> None:
    asked = []

    def labeller(places: SkinPlaces) -> np.ndarray:
        asked.append(len(places.position))
        return _thirds(places)

    assert (texels.labels(labeller) == _thirds(texels.points)).all()
    assert sum(asked) < len(texels.triangle)


def test_a_border_is_found_between_the_texels(texels: Texels) -> None:
    labels = texels.labels(_halves)
    borders = find_borders(texels.number, labels, texels.points, _halves)
    distance, other = borders.distances(texels.points, labels, 12.0)
    slope = np.array([0.3, 1.0, 0.0])
    true = np.abs(texels.points.position @ slope - 62.0) / np.linalg.norm(slope)
    within = (true < 11) & texels.inside[texels.known]
    assert np.abs(distance - true)[within].max() < 0.1, "a texel is 3 mm"
    assert (other[within] == 1 - labels[within]).all()
    assert (other[true > 13] == labels[true > 13]).all()


def test_where_three_regions_meet_each_texel_is_told_the_nearest_other(texels: Texels) -> None:
    labels = texels.labels(_thirds)
    borders = find_borders(texels.number, labels, texels.points, _thirds)
    distance, other = borders.distances(texels.points, labels, 6.0)
    x = texels.points.position[:, 0]
    assert (other != labels).sum() == (distance < 6).sum()
    left = (labels == 0) & (x > 46) & texels.inside[texels.known]
    assert set(other[left]) == {1, 2}
    assert distance[left] == pytest.approx(50 - x[left], abs=1.0)


def test_skin_on_another_finger_is_no_neighbour(texels: Texels) -> None:
    labels = texels.labels(_halves)
    borders = find_borders(texels.number, labels, texels.points, _halves)
    places = texels.points
    opposite = SkinPlaces(places.position + np.array([0.0, 0.0, 3.0]), places.weights, -places.normal)
    distance, _ = borders.distances(opposite, labels, 4.0)
    assert (distance == 4.0).all()


def test_directions_point_everywhere() -> None:
    found = directions(96)
    assert np.linalg.norm(found, axis=1) == pytest.approx(1)
    assert np.linalg.norm(found.mean(0)) < 0.02


def test_a_field_is_looked_at_from_where_it_faces(plate: Body) -> None:
    stands = Stands(plate, {"rest": "anatomical"})
    upper = (stands.middles["rest"][:, 1] > MM / 2).astype(int)
    for field, height in ((0, MM / 4), (1, 3 * MM / 4)):
        toward, centre = stands.of(upper)[field]
        assert toward[2] > 0.95
        assert centre["rest"] == pytest.approx([MM / 2, height, 0], abs=3)
