"""The inner side of the mouth: no skin of its own, it is labelled as the lower lip before it is.

The rules tell a place by its angle about the head and its height: behind the lips they would find the neck.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import KDTree

from tools.build_assets.mesh import SEGMENTS, Body
from tools.build_assets.skin import SkinPlaces
from tools.build_assets.stands import Stands

LEAST_SEEN = 2.0  # times its own area, over all looks; open skin comes to about a quarter of the looks
MARGIN_MM = 2.0
DEEP_MM = 12.0  # nearer to its rim the lining is a lip, and the rules tell it as they tell the skin
TURNED_MM = 30.0  # skin that faces the other way counts as twice this far: a lip is thin


class Lining:
    """Skin of the head that is seen from nowhere, the largest piece of it.

    normals: (n, 3) of the vertices of the body at rest.
    """

    def __init__(self, body: Body, stands: Stands, normals: np.ndarray) -> None:
        triangles, at = stands.triangles, body.poses["anatomical"]
        middles = SkinPlaces(*(of[triangles].mean(1) for of in (at, body.weights, normals)))
        head = middles.weights[:, SEGMENTS.index("head")] > 0.5
        hidden = np.nonzero(head & (stands.seen.sum(0) < LEAST_SEEN * _areas(at[triangles])))[0]
        piece = _pieces(triangles[hidden], len(at))
        lining = np.zeros(len(triangles), bool)
        lining[hidden[piece == np.bincount(piece).argmax()]] = True
        lip, far = _rim(at, triangles, lining)
        self._is_lining = far > DEEP_MM
        self._nearest = KDTree(_turned(middles))
        inner = middles.position[self._is_lining]
        self._low, self._high = inner.min(0) - MARGIN_MM, inner.max(0) + MARGIN_MM
        self._outer = middles.take(lip)

    def of(self, places: SkinPlaces) -> np.ndarray:
        """Which places (n,) lie on it."""
        return self._is_lining[self._triangle(places)]

    def outside(self, places: SkinPlaces) -> SkinPlaces:
        """The same places, those of the lining moved to the lower lip."""
        triangle = self._triangle(places)
        inner = self._is_lining[triangle]
        to = self._outer.take(triangle[inner])
        same = np.sign(to.position[:, :1]) == np.sign(places.position[inner, :1])
        turn = np.where(same, 1.0, [-1.0, 1.0, 1.0])  # each side of the mouth is that of its own lips
        to = SkinPlaces(to.position * turn, to.weights, to.normal * turn)
        moved = [of.copy() for of in (places.position, places.weights, places.normal)]
        for values, others in zip(moved, (to.position, to.weights, to.normal), strict=True):
            values[inner] = others
        return SkinPlaces(*moved)

    def _triangle(self, places: SkinPlaces) -> np.ndarray:
        """The triangle (n,) each place lies on; 0, which is none of the head's, far from the lining."""
        near = ((places.position > self._low) & (places.position < self._high)).all(1)
        found = np.zeros(len(near), int)
        found[near] = self._nearest.query(_turned(places.take(near)))[1]
        return found


def _turned(places: SkinPlaces) -> np.ndarray:
    """Positions and directions together, (n, 6)."""
    return np.hstack([places.position, TURNED_MM * places.normal])


def _rim(at: np.ndarray, triangles: np.ndarray, lining: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each triangle of the lining the nearest one (m,) of the lower lip along it, itself for others.

    Also how far (m,) each of it is from its rim, in millimetres along it; 0 for others.
    """
    a, b, c = triangles[lining].T
    one, other = np.r_[a, b, c], np.r_[b, c, a]
    edges = coo_matrix((np.linalg.norm(at[one] - at[other], axis=1), (one, other)), (len(at), len(at)))
    graph = edges.tocsr()
    opening = np.full(len(at), -1)
    opening[triangles[~lining]] = np.nonzero(~lining)[0][:, None]
    rim = np.intersect1d(triangles[lining], triangles[~lining])
    lower = rim[at[rim, 1] < np.median(at[rim, 1])]
    far = dijkstra(graph, directed=False, indices=rim, min_only=True)
    source = dijkstra(graph, directed=False, indices=lower, return_predecessors=True, min_only=True)[2]
    lip, depth = np.arange(len(triangles)), np.zeros(len(triangles))
    lip[lining], depth[lining] = opening[source[a]], far[a]
    return lip, depth


def _areas(corners: np.ndarray) -> np.ndarray:
    """mm² of triangles (m, 3, 3)."""
    a, b, c = (corners[:, i] for i in range(3))
    return np.linalg.norm(np.cross(b - a, c - a), axis=1) / 2


def _pieces(triangles: np.ndarray, count: int) -> np.ndarray:
    """The number (m,) of the connected piece that each triangle belongs to; `count` vertices."""
    a, b, c = triangles.T
    edges = coo_matrix((np.ones(2 * len(a)), (np.r_[a, b], np.r_[b, c])), (count, count))
    return connected_components(edges, directed=False)[1][a]
