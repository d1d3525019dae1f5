"""From where most of a field is seen, other parts of the body in the way taken into account."""

from __future__ import annotations

import numpy as np

from tools.build_assets.mesh import Body, in_triangles
from tools.build_assets.raster import Frame, Raster

LOOKS = 96
PX_PER_MM = 0.4
STEP = 1  # the step of subdivision that is looked at
MIRROR = np.array([-1.0, 1.0, 1.0])


def directions(count: int) -> np.ndarray:
    """Unit vectors (count, 3) spread evenly over all directions, on a spiral from pole to pole."""
    i = np.arange(count) + 0.5
    height, turn = 1 - 2 * i / count, i * np.pi * (1 + 5**0.5)
    ring = np.sqrt(1 - height**2)
    return np.stack([ring * np.cos(turn), height, ring * np.sin(turn)], 1)


class Stands:
    """What is seen of each triangle of the body in its anatomical pose from many directions.

    uv: (m, 2) middle of each triangle on the picture of the skin, origin at the upper left.
    """

    def __init__(self, body: Body, poses: dict[str, str]) -> None:
        unfolding = body.unfoldings[STEP]
        self.triangles = in_triangles(unfolding.quads)
        flat = body.flat[in_triangles(unfolding.flat_quads)].mean(1)
        self.uv = flat * [1, -1] + [0, 1]
        self.toward = directions(LOOKS)
        self.middles = {pose: body.poses[of][self.triangles].mean(1) for pose, of in poses.items()}
        self.seen = np.stack([self._look(body.poses["anatomical"], toward) for toward in self.toward])

    def _look(self, positions: np.ndarray, toward: np.ndarray) -> np.ndarray:
        """mm² of each triangle (m,) on a sheet seen from the unit vector `toward`."""
        right = np.cross([0.0, 1.0, 0.0], toward)
        right /= np.linalg.norm(right)
        camera = Frame(right, np.cross(toward, right))
        sheet = camera.project(positions)[:, :2]
        (x0, y0), (x1, y1) = sheet.min(0) - 2, sheet.max(0) + 2
        face = Raster(positions, self.triangles, camera, (x0, y0, x1, y1), PX_PER_MM).face
        return np.bincount(face[face >= 0], minlength=len(self.triangles)).astype(np.float32) / PX_PER_MM**2

    def of(self, fields: np.ndarray) -> dict[int, tuple[np.ndarray, dict[str, list[float]]]]:
        """Field → (unit vector towards the best stand, pose → middle of what is seen from there, mm).

        fields: (m,) number of the field each triangle belongs to, negative for none.
        """
        found = {}
        for field in np.unique(fields[fields >= 0]):
            own = np.nonzero(fields == field)[0]
            sight = self.seen[:, own]
            best = int(sight.sum(1).argmax())
            weight = sight[best] + 1e-6
            found[int(field)] = (
                self.toward[best],
                {
                    pose: [int(v) for v in np.round(weight @ at[own] / weight.sum())]
                    for pose, at in self.middles.items()
                },
            )
        return found
