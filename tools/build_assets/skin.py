"""The unfolded skin: a square picture, each texel of which is one point of the body.

The base mesh lays its skin out flat in charts. Beyond the edge of a chart the picture goes on for some texels
with the skin that follows on the body, so that whatever is painted by place meets itself across the seam.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import ndimage
from scipy.spatial import KDTree

from tools.build_assets.fields import Samples
from tools.build_assets.mesh import Body, in_triangles
from tools.build_assets.raster import _z_buffer, vertex_normals
from tools.build_assets.vector import nearest_pixel

GUTTER_TEXELS = 3.0  # as far as the triangles at the edge of a chart are prolonged
UNKNOWN = -9


@dataclass(frozen=True)
class SkinPlaces:
    """Points on the skin of both halves: position (n, 3) mm, weights (n, segments), normal (n, 3)."""

    position: np.ndarray
    weights: np.ndarray
    normal: np.ndarray

    def between(self, a: np.ndarray, b: np.ndarray, share: np.ndarray) -> SkinPlaces:
        """The places a share (m,) of the way from places a to places b, (m,) numbers each."""
        t = share[:, None]
        mixed = (values[a] * (1 - t) + values[b] * t for values in (self.position, self.weights, self.normal))
        return SkinPlaces(*mixed)

    def take(self, chosen: np.ndarray) -> SkinPlaces:
        """The chosen (m,) places."""
        return SkinPlaces(self.position[chosen], self.weights[chosen], self.normal[chosen])

    def samples(self, body: Body) -> Samples:
        """As the rules of the maps want them."""
        return Samples.fold(self.position, self.weights, self.normal, body)


Labeller = Callable[[SkinPlaces], np.ndarray]
"""Places → the code of what lies there, (n,) int, at least -1."""


class Texels:
    """The skin on a picture of size × size texels.

    inside (h, w): texels on a chart; known (h, w): these and the gutter about them. number (h, w): of each
    known texel, row by row, else -1; triangle (n,), weights (n, 3): where on the skin each known texel lies.
    """

    def __init__(self, body: Body, size: int) -> None:
        self.body, self.size = body, size
        flat = body.flat
        self._flat_triangles = in_triangles(body.unfoldings[-1].flat_quads)
        x, y = flat[:, 0] * size - 0.5, (1 - flat[:, 1]) * size - 0.5
        self._xy = np.stack([x, y], 1)
        corners = self._flat_triangles
        turned = _area(self._xy[corners]) > 0
        facing = np.where(turned[:, None], corners[:, [0, 2, 1]], corners).astype(np.int64)
        _, face, _, _ = _z_buffer(x, y, np.zeros(len(x)), facing, size, size)
        self.inside = face >= 0
        row, col = nearest_pixel(self.inside)
        rows, cols = np.indices(face.shape, np.int32)
        self.known = (row - rows) ** 2 + (col - cols) ** 2 <= GUTTER_TEXELS**2
        self.nearest = nearest_pixel(self.known)
        self.number = np.full(self.known.shape, -1)
        self.number[self.known] = np.arange(self.known.sum())
        self.triangle = face[row, col][self.known]
        self._at = np.argwhere(self.known)[:, ::-1].astype(float)
        self.weights = self._weights(self._at)

    def _weights(self, at: np.ndarray) -> np.ndarray:
        a, b, c = (self._xy[self._flat_triangles[self.triangle, i]] for i in range(3))
        whole = _cross(b - a, c - a)
        w1, w2 = _cross(at - a, c - a) / whole, _cross(b - a, at - a) / whole
        return np.stack([1 - w1 - w2, w1, w2], 1)

    def sample(self, values: np.ndarray) -> np.ndarray:
        """Vertex values (v, c) at the known texels, (n, c)."""
        corners = self.body.triangles[self.triangle]
        a, b, c = (values[corners[:, i]] * self.weights[:, i, None] for i in range(3))
        return a + b + c

    def corner(self, texel: int) -> np.ndarray:
        """The three vertices (3,) about a known texel."""
        return self.body.triangles[self.triangle[texel]]

    def uv(self, texel: int) -> np.ndarray:
        """The middle of a known texel, (2,) 0…1, origin at the upper left."""
        return (self._at[texel] + 0.5) / self.size

    def number_at(self, uv: np.ndarray) -> np.ndarray:
        """The known texel (n,) that holds each place (n, 2) of a chart."""
        col, row = np.clip((uv * self.size).astype(int), 0, self.size - 1).T
        return self.number[self.nearest[0][row, col], self.nearest[1][row, col]]

    @cached_property
    def _tree(self) -> KDTree:
        return KDTree(self.points.position)

    def nearest_to(self, points: np.ndarray) -> np.ndarray:
        """The known texel (n,) nearest to each point (n, 3) mm of the body in its anatomical pose."""
        return np.asarray(self._tree.query(points)[1])

    @cached_property
    def points(self) -> SkinPlaces:
        """Where the known texels lie on the body, in the anatomical pose."""
        at = self.body.poses["anatomical"]
        normals = vertex_normals(at, self.body.triangles)
        return SkinPlaces(self.sample(at), self.sample(self.body.weights), self.sample(normals))

    @cached_property
    def area(self) -> np.ndarray:
        """mm² of skin a texel stands for, (n,), 0 in the gutter."""
        corners = self.body.poses["anatomical"][self.body.triangles]
        real = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
        flat = np.abs(_area(self._xy[self._flat_triangles]))
        return np.where(self.inside[self.known], (real / flat)[self.triangle], 0.0)

    def labels(self, labeller: Labeller) -> np.ndarray:
        """The label of each known texel, (n,).

        Asked first of every second row and column, then wherever these do not agree all around.
        """
        coarse = self.number[::2, ::2]
        asked = np.full(coarse.shape, UNKNOWN)
        asked[coarse >= 0] = labeller(self.points.take(coarse[coarse >= 0]))
        low, high = ndimage.minimum_filter(asked, 3), ndimage.maximum_filter(asked, 3)
        alike = np.where((low == high) & (low > UNKNOWN), low, UNKNOWN)
        found = np.repeat(np.repeat(alike, 2, 0), 2, 1)[self.known]
        open_ = np.nonzero(found == UNKNOWN)[0]
        found[open_] = labeller(self.points.take(open_))
        return found

    def image(self, values: np.ndarray) -> np.ndarray:
        """Values (n,) of the known texels as a picture (h, w); beyond them that of the nearest."""
        out = np.zeros((self.size, self.size), values.dtype)
        out[self.known] = values
        return out[tuple(self.nearest)]


def _cross(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]


def _area(corners: np.ndarray) -> np.ndarray:
    return _cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
