"""Is the body in three dimensions what the flat views show? For ``python -m dermatome check`` and tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from dermatome.anatomy.ids import DEPTHS, INFERRED, VIEWS
from dermatome.atlas.across_views import SampledView, everything
from dermatome.atlas.check import MIRRORED_VIEW
from dermatome.atlas.findings import EXPECTED
from dermatome.atlas.load import Atlas, atlas
from dermatome.atlas.manifest import digest_of_rules
from dermatome.atlas.surface import SURFACE, SkinRegion, digest_of, regions_at, skin_samples, surface
from dermatome.report import CheckReport

WRITTEN_BY_HAND = {"README.md"}
MAX_TRIANGLES = 150_000
MAX_FIRST_PICTURE_KB = 700
MIN_SAMPLES = 3000


def run(source: Atlas | None = None, folder: Path = SURFACE) -> list[CheckReport]:
    """Return one report for each check of the body in three dimensions."""
    source = source or atlas()
    reports = []
    for name, check in CHECKS.items():
        counts: dict[str, int | float | str] = {}
        faults: list[str] = []
        try:
            faults += check(source, folder, counts)
        except EXPECTED as error:
            faults.append(str(error))
        reports.append(CheckReport(name, counts, faults))
    return reports


def _files(source: Atlas, folder: Path, counts: dict[str, int | float | str]) -> Iterator[str]:
    """Each file is there as built, and built from the rules as they are; no other lies beside them."""
    known = surface(folder)
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    counts["files"] = len(known.files)
    if known.rules != digest_of_rules(source.data.parent):
        yield "The rules were edited after the body in 3D was built: run make assets."
    for name in sorted(there - WRITTEN_BY_HAND - set(known.files) - {"surface.json"}):
        yield f"body_3d/{name} is no part of what was built: run make assets."
    for name, file in known.files.items():
        if name not in there:
            yield f"body_3d/{name} is missing: run make assets."
        elif digest_of(folder / name) != file.sha256:
            yield f"body_3d/{name} is not as built: run make assets."
        if (file.triangles or 0) > MAX_TRIANGLES:
            yield f"body_3d/{name} has {file.triangles} triangles, over {MAX_TRIANGLES}."
    largest = max(known.files[layer.file].bytes for layer in known.layers.values())
    first = (known.files["body.glb"].bytes + largest) / 1000
    counts["first_picture_kb"] = round(first)
    if first > MAX_FIRST_PICTURE_KB:
        yield f"The mesh and the largest picture have {first:.0f} KB, over {MAX_FIRST_PICTURE_KB}."


def _regions(source: Atlas, folder: Path, counts: dict[str, int | float | str]) -> Iterator[str]:
    """Every layer of the flat views has its picture, with the same regions."""
    known = surface(folder)
    wanted = {sheet for name in _names(source).values() for sheet in _sheets(source, name)} | {"body-parts"}
    if set(known.layers) != wanted:
        yield f"body_3d has the layers {sorted(known.layers)}, not {sorted(wanted)}: run make assets."
        return
    for name, areas in everything(source).items():
        flat = {key for view in VIEWS for key in areas(view).keys}
        sheets = _sheets(source, _names(source)[name])
        drawn = {_key(region) for sheet in sheets for region in known.layers[sheet].regions}
        counts[name.replace(" ", "_")] = len(drawn)
        for key in sorted(flat - drawn):
            yield f"{name}: {' '.join(key)} is drawn in a view, but not on the body in 3D."
    parts = {(part.part, part.side) for view in VIEWS for part in source.parts(view)}
    drawn = {_key(region) for region in known.layers["body-parts"].regions}
    counts["body_parts"] = len(drawn)
    for key in sorted(parts - drawn):
        yield f"body parts: {' '.join(key)} is drawn in a view, but not on the body in 3D."


def _agreement(source: Atlas, folder: Path, counts: dict[str, int | float | str]) -> Iterator[str]:
    """Random skin belongs to the same regions on the body in 3D as in each view that shows it.

    Points within a millimetre of a border say nothing.
    """
    samples = skin_samples(folder)
    counts["skin_points"] = 2 * len(samples)
    if len(samples) < MIN_SAMPLES:
        yield f"Only {len(samples)} skin points test the body in 3D: run make assets."
    known = surface(folder)
    for name, areas in everything(source).items():
        tested = 0
        for side in ("left", "right"):
            places = np.array([getattr(sample, side) for sample in samples])
            owners: list[set[tuple[str, ...]]] = [set() for _ in samples]
            for sheet in _sheets(source, _names(source)[name]):
                regions = known.layers[sheet].regions
                for owner, number in zip(owners, regions_at(sheet, places, folder), strict=True):
                    owner |= {_key(regions[number - 1])} if number else set()
            points = [_on_side(sample.views, side) for sample in samples]
            for view in VIEWS:
                seen = SampledView.of(areas(view), source.view(view).outline, view, points)
                for i, (keys, near) in seen.at.items():
                    if near:
                        continue
                    tested += 1
                    if keys != owners[i]:
                        x, y = points[i][view]
                        yield f"{name}: {sorted(keys)} in {view} at {x:g} {y:g}, {sorted(owners[i])} in 3D."
        counts[f"tested_{name.replace(' ', '_')}"] = tested


def _on_side(views: dict[str, tuple[float, float]], side: str) -> dict[str, tuple[float, float]]:
    if side == "left":
        return views
    return {MIRRORED_VIEW.get(view, view): (-x, y) for view, (x, y) in views.items()}


def _names(source: Atlas) -> dict[str, str]:
    """The name of a layer among the checks of the views → its name in ``body_3d``."""
    maps = {scheme.id: scheme.id for scheme in source.schemes}
    return maps | {f"{depth} muscles": f"muscles-{depth}" for depth in DEPTHS} | {"nerves": "nerves"}


def _sheets(source: Atlas, layer: str) -> list[str]:
    """The pictures of a layer or map: two where fields overlap."""
    overlapping = {scheme.id for scheme in source.schemes if scheme.overlapping}
    return [layer, f"{layer}-over"] if layer in overlapping else [layer]


def _key(region: SkinRegion) -> tuple[str, ...]:
    key = (region.owner, region.side)
    return (*key, INFERRED) if region.basis == INFERRED else key


CHECKS = {
    "body in 3D: files": _files,
    "body in 3D: regions": _regions,
    "body in 3D: agrees with the views": _agreement,
}
