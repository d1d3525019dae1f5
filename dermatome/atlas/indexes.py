"""What of a view is searched: its regions, and which of them border on or overlap which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
import shapely.errors

from dermatome.atlas.records import (
    Area,
    PartArea,
    Region,
    Territory,
)

MIN_SHARED_BORDER_MM = 0.5
"""Territories that meet along less than this touch at a corner and are not called neighbours."""
MIN_OVERLAP_MM2 = 1.0
"""Fields that share less skin than this merely meet."""


@dataclass(frozen=True, slots=True)
class TerritoryIndex:
    """The territories of one scheme in one view, ready to be searched.

    ``adjacent[i]`` holds the positions of the territories that share a border with
    ``territories[i]``, or skin; ``overlaps[i]`` those that share skin with it, as happens on maps whose
    fields overlap. ``unmapped`` is the part of the body this map leaves blank.
    """

    territories: tuple[Territory, ...]
    unmapped: Area | None
    tree: shapely.STRtree
    adjacent: tuple[tuple[int, ...], ...]
    overlaps: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class RegionIndex:
    """The regions of one layer (of one depth) in one view, ready to be searched; ``adjacent`` as above."""

    regions: tuple[Region, ...]
    tree: shapely.STRtree
    adjacent: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class PartIndex:
    """The body parts of one view, ready to be searched."""

    parts: tuple[PartArea, ...]
    tree: shapely.STRtree


def region_index(regions: Iterable[Region], apart: Iterable[tuple[str, str]]) -> RegionIndex:
    """Return regions of one view, ready to be searched; ``apart`` are pairs of ids with no common border."""
    regions = tuple(regions)
    tree = shapely.STRtree([region.geometry for region in regions])
    return RegionIndex(regions, tree, neighbours_of(tree, [region.id for region in regions], apart))


def neighbours_of(
    tree: shapely.STRtree, names: Sequence[str], apart: Iterable[tuple[str, str]]
) -> tuple[tuple[int, ...], ...]:
    """Return what each geometry borders on the skin: on the sheet a fold may bring strangers together."""
    strangers = {frozenset(pair) for pair in apart}
    return tuple(
        tuple(j for j in row if frozenset((names[i], names[j])) not in strangers)
        for i, row in enumerate(_adjacency(tree))
    )


def _adjacency(tree: shapely.STRtree) -> tuple[tuple[int, ...], ...]:
    """Return, for each geometry, the sorted positions of those it shares a border with."""
    first, second = _meeting(tree)
    borders = shapely.boundary(tree.geometries)
    shared = shapely.length(shapely.intersection(borders[first], borders[second]))
    return _rows(len(tree.geometries), first, second, shared >= MIN_SHARED_BORDER_MM)


def overlapping_of(tree: shapely.STRtree) -> tuple[tuple[int, ...], ...]:
    """Return, for each geometry, the sorted positions of those it shares skin with."""
    first, second = _meeting(tree)
    shapes = tree.geometries
    shared = shapely.area(shapely.intersection(shapes[first], shapes[second]))
    return _rows(len(shapes), first, second, shared >= MIN_OVERLAP_MM2)


def _meeting(tree: shapely.STRtree) -> tuple[np.ndarray, np.ndarray]:
    """Return the positions of all geometries that touch, each pair once."""
    first, second = tree.query(tree.geometries, predicate="intersects")
    pair = first < second
    return first[pair], second[pair]


def _rows(
    count: int, first: np.ndarray, second: np.ndarray, wanted: np.ndarray
) -> tuple[tuple[int, ...], ...]:
    """Return the wanted pairs as a table, seen from either partner."""
    rows: list[list[int]] = [[] for _ in range(count)]
    for one, other in zip(first[wanted], second[wanted], strict=True):
        rows[one].append(int(other))
        rows[other].append(int(one))
    return tuple(tuple(sorted(row)) for row in rows)
