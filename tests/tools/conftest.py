"""A body small enough to reason about: a ball for skin, and joints at round numbers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from tools.build_assets.fields import Samples
from tools.build_assets.mesh import SEGMENTS, Body, _catmull_clark

FLOOR = -817.0
SamplesAt = Callable[..., Samples]


def cube() -> tuple[np.ndarray, np.ndarray]:
    """Corners (8, 3) of the cube from -1 to 1, and its six faces, seen counter-clockwise from outside."""
    corners = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], float)
    faces = np.array([[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]])
    return corners, faces


def _joints() -> dict[str, np.ndarray]:
    """An arm straight down at x = 200 with its palm forwards, and a leg at x = 100 with its foot forwards."""
    places: dict[str, tuple[float, float, float]] = {
        "upperarm01.L": (200, 500, 0),
        "lowerarm01.L": (200, 250, 0),
        "wrist.L": (200, 0, 0),
        "finger1-1.L": (232, -20, 0),
        "finger1-2.L": (250, -50, 0),
        "finger1-3.L": (262, -80, 0),
        "joint-l-upper-leg": (100, 0, 0),
        "joint-l-knee": (100, -400, 0),
        "joint-l-ankle": (100, -780, 0),
    }
    for finger in range(2, 6):
        for phalanx, y in ((1, -80), (2, -115), (3, -145)):
            places[f"finger{finger}-{phalanx}.L"] = (200 + 20 * (3 - finger), y, 0)
    for toe in range(1, 6):
        for joint, z in ((1, 110), (2, 140), (3, 160), (4, 175)):
            places[f"joint-l-toe-{toe}-{joint}"] = (100 + 15 * (toe - 3), -800, z)
    return {name: np.array(place, float) for name, place in places.items()}


@pytest.fixture(scope="session")
def body() -> Body:
    """A ball of about 40 mm radius about (0, 0, 0); one lone vertex stands on the floor."""
    corners, quads = cube()
    arrays = [corners * 60]
    for _ in range(4):
        quads, arrays = _catmull_clark(quads, arrays)
    positions = np.vstack([arrays[0], [[0, FLOOR, 0]]])
    weights = np.zeros((len(positions), len(SEGMENTS)))
    weights[:, SEGMENTS.index("trunk")] = 1
    return Body(
        poses={"anatomical": positions},
        weights=weights,
        triangles=np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]]),
        joints=_joints(),
        eye=np.zeros(len(positions)),
    )


@pytest.fixture(scope="session")
def samples_at(body: Body) -> SamplesAt:
    """Make samples of one segment at points (n, 3) in mm, all facing one way."""

    def make(
        points: object, segment: str = "trunk", normal: tuple[float, float, float] = (0, 0, 1)
    ) -> Samples:
        position = np.atleast_2d(np.array(points, float))
        weights = np.zeros((len(position), len(SEGMENTS)))
        weights[:, SEGMENTS.index(segment)] = 1
        return Samples.fold(position, weights, np.tile(np.array(normal, float), (len(position), 1)), body)

    return make
