"""Orthographic views of the surface: a z-buffer that keeps, per pixel, which skin point is seen."""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np


@numba.njit(cache=True)
def _z_buffer(x, y, z, triangles, width, height):
    depth = np.full((height, width), -1e18)
    face = np.full((height, width), -1, np.int32)
    b0 = np.zeros((height, width))
    b1 = np.zeros((height, width))
    for t in range(triangles.shape[0]):
        i, j, k = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        x0, y0, x1, y1, x2, y2 = x[i], y[i], x[j], y[j], x[k], y[k]
        area = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
        if area > -1e-12:  # seen from behind (image y points down)
            continue
        xa = max(0, int(np.ceil(min(x0, x1, x2))))
        xb = min(width - 1, int(np.floor(max(x0, x1, x2))))
        ya = max(0, int(np.ceil(min(y0, y1, y2))))
        yb = min(height - 1, int(np.floor(max(y0, y1, y2))))
        for row in range(ya, yb + 1):
            for col in range(xa, xb + 1):
                w1 = ((col - x0) * (y2 - y0) - (x2 - x0) * (row - y0)) / area
                w2 = ((x1 - x0) * (row - y0) - (col - x0) * (y1 - y0)) / area
                w0 = 1 - w1 - w2
                if w0 < -1e-9 or w1 < -1e-9 or w2 < -1e-9:
                    continue
                d = w0 * z[i] + w1 * z[j] + w2 * z[k]
                if d > depth[row, col]:
                    depth[row, col] = d
                    face[row, col] = t
                    b0[row, col] = w0
                    b1[row, col] = w1
    return depth, face, b0, b1


def vertex_normals(positions: np.ndarray, triangles: np.ndarray) -> np.ndarray:
    """Unit normals (n, 3) of the vertices (n, 3), the triangles (m, 3) about each weighted by area."""
    face = np.cross(
        positions[triangles[:, 1]] - positions[triangles[:, 0]],
        positions[triangles[:, 2]] - positions[triangles[:, 0]],
    )
    normal = np.zeros_like(positions)
    for corner in range(3):
        np.add.at(normal, triangles[:, corner], face)
    return normal / np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-12)


@dataclass(frozen=True)
class Frame:
    """Where the camera of a view stands: unit vectors to the right, up and towards the viewer."""

    right: np.ndarray
    up: np.ndarray

    @property
    def toward(self) -> np.ndarray:
        """Unit vector towards the viewer, (3,)."""
        return np.cross(self.right, self.up)

    def project(self, points: np.ndarray) -> np.ndarray:
        """(n, 3) points in mm → (n, 3): x and y on the sheet in mm, depth towards the viewer in mm."""
        return points @ np.stack([self.right, self.up, self.toward], 1)


def frame(right: tuple[float, float, float], up: tuple[float, float, float]) -> Frame:
    """A frame from any two directions that are not parallel; `up` is made square to `right`."""
    r, u = np.array(right, float), np.array(up, float)
    r /= np.linalg.norm(r)
    u -= r * (u @ r)
    return Frame(r, u / np.linalg.norm(u))


class Raster:
    """One view sampled on a grid: pixel (row, col) is centred at x0 + col / k, y1 - row / k (k px per mm).

    positions: (n, 3) mm; triangles: (m, 3); box: sheet limits (x0, y0, x1, y1) in mm. mask (h, w): where the
    body is seen; depth (h, w): mm towards the viewer; face (h, w): the triangle that is seen there, else -1.
    """

    def __init__(
        self,
        positions: np.ndarray,
        triangles: np.ndarray,
        camera: Frame,
        box: tuple[float, float, float, float],
        k: float,
    ) -> None:
        self.camera, self.k, self.triangles = camera, k, triangles
        x0, y0, x1, y1 = box
        self.x0, self.y1 = x0, y1
        self.width = int(np.ceil((x1 - x0) * k)) + 1
        self.height = int(np.ceil((y1 - y0) * k)) + 1
        p = camera.project(positions)
        self.depth, self.face, self.b0, self.b1 = _z_buffer(
            (p[:, 0] - x0) * k,
            (y1 - p[:, 1]) * k,
            np.ascontiguousarray(p[:, 2]),
            triangles.astype(np.int64),
            self.width,
            self.height,
        )
        self.mask = self.face >= 0

    def sample(self, values: np.ndarray) -> np.ndarray:
        """Vertex values (n,) or (n, c) at the seen skin points → (number of body pixels,) or (…, c)."""
        t = self.triangles[self.face[self.mask]]
        b0, b1 = self.b0[self.mask], self.b1[self.mask]
        if values.ndim == 2:
            b0, b1 = b0[:, None], b1[:, None]
        return values[t[:, 0]] * b0 + values[t[:, 1]] * b1 + values[t[:, 2]] * (1 - b0 - b1)

    def image(self, samples: np.ndarray, fill: float = np.nan) -> np.ndarray:
        """Body samples (number of body pixels, …) back on the grid (h, w, …), `fill` off the body."""
        out = np.full(
            (self.height, self.width, *samples.shape[1:]),
            fill,
            dtype=samples.dtype if fill == fill else float,
        )
        out[self.mask] = samples
        return out

    def to_mm(self, xy: np.ndarray) -> np.ndarray:
        """Pixel (col, row) → sheet (x, y) in mm."""
        return np.stack([self.x0 + xy[..., 0] / self.k, self.y1 - xy[..., 1] / self.k], -1)

    def to_px(self, xy: np.ndarray) -> np.ndarray:
        """Sheet (x, y) in mm → pixel (col, row), not rounded."""
        return np.stack([(xy[..., 0] - self.x0) * self.k, (self.y1 - xy[..., 1]) * self.k], -1)
