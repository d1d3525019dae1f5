"""Is a point of the skin given to the same roots, nerve and muscles in every view that shows it?"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import shapely

from dermatome.anatomy.ids import DEPTHS, PUBLISHED, VIEWS
from dermatome.atlas.findings import Findings, noting
from dermatome.atlas.indexes import RegionIndex
from dermatome.atlas.load import Atlas
from dermatome.atlas.records import Area

BORDER_MM = 1.0
"""Skin points closer than this to a border in any view say nothing about it …"""

SLIVER_MM = 3.3
"""… nor do those this close to the outline, where a field seen edge-on is not drawn when it is narrower."""

MIN_SURFACE_POINTS = 1000


def views_agree(source: Atlas, found: Findings) -> None:
    """A skin point seen in several views is given to the same roots, nerve and muscles in all of them.

    So is what the root rests on: what one view draws as published, none infers.

    Points within a millimetre of a border say nothing.
    """
    points = source.surface_samples()
    found.add("skin_points", len(points))
    for name, areas in everything(source).items():
        tables: dict[str, SampledView] = {}
        for view in VIEWS:
            with noting(found):
                tables[view] = SampledView.of(areas(view), source.view(view).outline, view, points)
        tested = 0
        for number, sample in enumerate(points):
            seen = {view: tables[view].at[number] for view in sample if view in tables}
            if len(seen) < 2 or any(near for _, near in seen.values()):
                continue
            tested += 1
            if len({key for key, _ in seen.values()}) > 1:
                said = ", ".join(f"{_named_keys(keys)} in {view}" for view, (keys, _) in seen.items())
                found.faults.append(f"{name}: one skin point is {said} ({_places(sample)}).")
        found.counts[f"tested_{name.replace(' ', '_')}"] = tested
        if tested < MIN_SURFACE_POINTS:
            found.faults.append(f"{name}: only {tested} skin points could be compared across views.")


@dataclass(frozen=True)
class SampledView:
    """For each skin point seen in a view: whose areas it lies in, and whether a border is near."""

    at: dict[int, tuple[frozenset[tuple[str, ...]], bool]]

    @classmethod
    def of(
        cls,
        areas: _Areas,
        outline: Area,
        view: str,
        samples: Iterable[dict[str, tuple[float, float]]],
    ) -> SampledView:
        """Sample one view; each of the ``samples``, a point of the skin, holds its place (mm) by view."""
        numbered = [(i, sample[view]) for i, sample in enumerate(samples) if view in sample]
        if not numbered:
            return cls({})
        points = shapely.points([place for _, place in numbered])
        owners: dict[int, set[tuple[str, ...]]] = {}
        for point, area in zip(*areas.tree.query(points, predicate="intersects"), strict=True):
            owners.setdefault(int(point), set()).add(areas.keys[area])
        borders = [*areas.tree.geometries, *_present(areas.unmapped)]
        edges = shapely.STRtree(np.concatenate([shapely.get_parts(shapely.boundary(b)) for b in borders]))
        near = set(edges.query(points, predicate="dwithin", distance=BORDER_MM)[0].tolist())
        near |= set(np.flatnonzero(shapely.dwithin(points, shapely.boundary(outline), SLIVER_MM)).tolist())
        return cls(
            {number: (frozenset(owners.get(i, ())), i in near) for i, (number, _) in enumerate(numbered)}
        )


@dataclass(frozen=True)
class _Areas:
    """The areas of a map or layer in a view: their keys, in the order of the tree."""

    keys: tuple[tuple[str, ...], ...]
    tree: shapely.STRtree
    unmapped: Area | None


def everything(source: Atlas) -> dict[str, Callable[[str], _Areas]]:
    """Return every map and every layer of areas by name, each read view by view."""

    def of_map(scheme: str, view: str) -> _Areas:
        index = source.index(scheme, view)
        parts = [
            (t.key if basis == PUBLISHED else (*t.key, basis), area)
            for t in index.territories
            for basis, area in t.parts
        ]
        tree = shapely.STRtree([area for _, area in parts])
        return _Areas(tuple(key for key, _ in parts), tree, index.unmapped)

    def of_layer(read: Callable[[str], RegionIndex], view: str) -> _Areas:
        index = read(view)
        return _Areas(tuple(region.key for region in index.regions), index.tree, None)

    maps = {scheme.id: functools.partial(of_map, scheme.id) for scheme in source.schemes}
    return maps | {name: functools.partial(of_layer, read) for name, read in layers_of_areas(source).items()}


def layers_of_areas(source: Atlas) -> dict[str, Callable[[str], RegionIndex]]:
    """Return the layers of areas beside the maps, by name, each read view by view."""
    depths = {f"{depth} muscles": functools.partial(source.muscle_index, depth) for depth in DEPTHS}
    return {**depths, "nerves": source.nerve_index}


def _present(shape: Area | None) -> list[Area]:
    return [] if shape is None else [shape]


def _named_keys(keys: Iterable[tuple[str, ...]]) -> str:
    return " and ".join(" ".join(key) for key in sorted(keys)) or "no territory"


def _places(sample: dict[str, tuple[float, float]]) -> str:
    return "; ".join(f"{view} {x:g}, {y:g}" for view, (x, y) in sample.items())
