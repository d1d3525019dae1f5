"""Borders between regions on the skin, finer than the texels, and how far each texel lies from one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import KDTree

from tools.build_assets.skin import Labeller, SkinPlaces

HALVINGS = 6
TURNED_AWAY_MM = 6.0  # skin that faces another way counts as further off: the next finger is no neighbour
NEAREST = 4


@dataclass(frozen=True, eq=False)
class Borders:
    """Pieces of border: ends (n, 2, 3) mm, normal (n, 3) of the skin there, pair (n, 2) of labels."""

    ends: np.ndarray
    normal: np.ndarray
    pair: np.ndarray

    def distances(
        self, places: SkinPlaces, labels: np.ndarray, reach: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """Distance (n,) in mm of each place to a border of its label, at most `reach`; the label beyond.

        Where no border is within reach the label beyond is the place's own.
        """
        distance, other = np.full(len(labels), reach), labels.copy()
        middle = np.hstack([self.ends.mean(1), self.normal * TURNED_AWAY_MM])
        at = np.hstack([places.position, places.normal * TURNED_AWAY_MM])
        for label in np.unique(self.pair):
            own = np.nonzero((self.pair == label).any(1))[0]
            mine = np.nonzero(labels == label)[0]
            _, near = KDTree(middle[own]).query(at[mine], NEAREST, distance_upper_bound=reach + 1)
            near = near.reshape(len(mine), -1)
            found = near < len(own)
            piece = own[np.where(found, near, 0)]
            gap = np.where(found, _to_pieces(places.position[mine], self.ends[piece]), np.inf)
            best = gap.argmin(1)
            gap, piece = (of[np.arange(len(mine)), best] for of in (gap, piece))
            within = gap < reach
            distance[mine[within]] = gap[within]
            pair = self.pair[piece[within]]
            other[mine[within]] = np.where(pair[:, 0] == label, pair[:, 1], pair[:, 0])
        return distance, other


def _to_pieces(points: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Distances (n, k) of points (n, 3) to the straight pieces (n, k, 2, 3)."""
    start, way = ends[:, :, 0], ends[:, :, 1] - ends[:, :, 0]
    offset = points[:, None] - start
    length = np.maximum((way**2).sum(-1), 1e-12)
    share = np.clip((offset * way).sum(-1) / length, 0, 1)
    return np.linalg.norm(offset - share[..., None] * way, axis=-1)


def find_borders(number: np.ndarray, labels: np.ndarray, places: SkinPlaces, labeller: Labeller) -> Borders:
    """The borders between labels (n,) of places that form a picture.

    number (h, w): which place each texel is, -1 for none. Skin without a region has a border like any other.
    Between two texels it is found by asking the labeller halfway, again and again; where that disagrees with
    the labels the border is drawn midway.
    """
    crossings, ends_of = _crossings(number, labels)
    share = _halve(crossings, labels, places, labeller)
    at = places.between(crossings[:, 0], crossings[:, 1], share)
    pair = np.sort(labels[crossings], 1)
    ends, normals, pairs = [], [], []
    count = (ends_of >= 0).sum(1)
    crowded = count > 2  # three regions meet, or two do crosswise: every side is joined to the middle
    for cells in (count == 2, crowded):
        corner = ends_of[cells]
        there = corner >= 0
        position = np.where(there[..., None], at.position[corner], 0.0)
        middle = position.sum(1) / there.sum(1, keepdims=True)
        if cells is not crowded:
            two = corner[there].reshape(-1, 2)
            ends.append(at.position[two])
            normals.append(at.normal[two].mean(1))
            pairs.append(pair[two[:, 0]])
        else:
            cell, _ = np.nonzero(there)
            ends.append(np.stack([position[there], middle[cell]], 1))
            normals.append(at.normal[corner[there]])
            pairs.append(pair[corner[there]])
    return Borders(np.concatenate(ends), np.concatenate(normals), np.concatenate(pairs))


def _crossings(number: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Neighbouring places with different labels (m, 2); for each cell of four texels on a border (c, 4) the
    numbers of such pairs on its sides, -1 for none."""
    image = labels[number]
    found, index = [], []
    start = 0
    for a, b, na, nb in (
        (image[:, :-1], image[:, 1:], number[:, :-1], number[:, 1:]),
        (image[:-1], image[1:], number[:-1], number[1:]),
    ):
        differ = (a != b) & (na >= 0) & (nb >= 0)
        numbers = np.full(a.shape, -1)
        numbers[differ] = start + np.arange(differ.sum())
        start += int(differ.sum())
        found.append(np.stack([na[differ], nb[differ]], 1))
        index.append(numbers)
    across, down = index
    sides = np.stack([across[:-1], across[1:], down[:, :-1], down[:, 1:]], -1)
    whole = (number[:-1, :-1] >= 0) & (number[1:, :-1] >= 0) & (number[:-1, 1:] >= 0) & (number[1:, 1:] >= 0)
    return np.concatenate(found), sides[whole & ((sides >= 0).sum(-1) >= 2)]


def _halve(pairs: np.ndarray, labels: np.ndarray, places: SkinPlaces, labeller: Labeller) -> np.ndarray:
    """How far (m,), 0…1, from the first to the second place of each pair their border lies."""
    first, second = labels[pairs].T
    raw = labeller(places.take(pairs.ravel())).reshape(-1, 2)
    low, high = np.zeros(len(pairs)), np.ones(len(pairs))
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        label = labeller(places.between(pairs[:, 0], pairs[:, 1], middle))
        # A third label between the two counts as the second: the border of the first is what is sought.
        before = label == first
        low, high = np.where(before, middle, low), np.where(before, high, middle)
    sure = (raw[:, 0] == first) & (raw[:, 1] == second)
    return np.where(sure, (low + high) / 2, 0.5)
