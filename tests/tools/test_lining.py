"""The inner side of the mouth belongs to the lower lip."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from tools.build_assets.lining import Lining
from tools.build_assets.mesh import SEGMENTS, Body, in_triangles
from tools.build_assets.skin import SkinPlaces

PROFILE = [
    (-30, 0),
    (-20, 0),
    (-10, 0),
    (-3, 0),
    (-4, -10),
    (-6, -24),
    (-6, -40),
    (0, -50),
    (6, -40),
    (6, -24),
]
PROFILE += [(4, -10), (3, 0), (10, 0), (20, 0), (30, 0)]
"""Height and depth from the lower lip through a mouth to the upper lip, in millimetres."""
WIDE = (-20.0, -10.0, 0.0, 10.0, 20.0)


@dataclass
class Seen:
    """What is seen of each triangle, as Stands has it."""

    triangles: np.ndarray
    seen: np.ndarray


@pytest.fixture(scope="module")
def mouth() -> tuple[Lining, SkinPlaces]:
    """The lining of a mouth, and the middles of all triangles of the skin about it."""
    at = np.array([(x, y, z) for y, z in PROFILE for x in WIDE], float)
    number = np.arange(len(at)).reshape(len(PROFILE), len(WIDE))
    quads = np.stack([number[:-1, :-1], number[:-1, 1:], number[1:, 1:], number[1:, :-1]], -1).reshape(-1, 4)
    triangles = in_triangles(quads)
    weights = np.zeros((len(at), len(SEGMENTS)))
    weights[:, SEGMENTS.index("head")] = 1
    # Faces forward outside and at the back, up on the floor, down on the roof.
    normals = np.where(at[:, 2:] == 0, [0.0, 0.0, 1.0], -np.sign(at[:, 1:2]) * [0.0, 1.0, 0.0])
    normals[at[:, 2] == -50] = [0, 0, 1]
    seen = np.where((at[triangles][:, :, 2] < 0).any(1), 0.0, 1e4)[None]
    body = Body({"anatomical": at}, weights, triangles, {}, np.zeros(len(at)))
    middles = SkinPlaces(*(of[triangles].mean(1) for of in (at, weights, normals)))
    return Lining(body, Seen(triangles, seen), normals), middles  # type: ignore[arg-type]


def test_the_depth_of_the_mouth_is_moved_to_the_lower_lip_of_its_side(
    mouth: tuple[Lining, SkinPlaces],
) -> None:
    lining, middles = mouth
    deep = middles.take(middles.position[:, 2] < -20)
    assert lining.of(deep).all()
    moved = lining.outside(deep).position
    assert (moved[:, 2] == 0).all()
    assert (moved[:, 1] < 0).all()
    assert np.array_equal(np.sign(moved[:, 0]), np.sign(deep.position[:, 0]))


def test_the_lips_and_the_skin_outside_stay_where_they_are(mouth: tuple[Lining, SkinPlaces]) -> None:
    lining, middles = mouth
    skin = middles.take(middles.position[:, 2] > -6)
    assert not lining.of(skin).any()
    assert np.array_equal(lining.outside(skin).position, skin.position)
