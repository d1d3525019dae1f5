"""Is the atlas true? Checks of the built geometry, for ``python -m dermatome check`` and the tests.

Each check looks at every map and view it applies to and returns one :class:`CheckReport`; a
file that cannot be read is a fault of the check that needed it, never a crash.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
import shapely.errors
from PIL import Image, UnidentifiedImageError
from shapely.affinity import scale

from dermatome.anatomy.ids import (
    BODY_PARTS,
    DEPTHS,
    PUBLISHED,
    SIDES,
    TERRITORY_ROOTS,
    TRIGEMINAL,
    VIEWS,
)
from dermatome.anatomy.load import facts
from dermatome.atlas.hit import hit
from dermatome.atlas.indexes import MIN_SHARED_BORDER_MM, RegionIndex
from dermatome.atlas.load import Atlas, Expectation, atlas
from dermatome.atlas.manifest import manifest, stale
from dermatome.atlas.records import Area, Bounds, Drawn, Landmark, Territory
from dermatome.errors import AtlasError
from dermatome.report import CheckReport

MAX_FILE_KB = 150
"""A view has to reach a phone on a slow line."""

ROUNDING_MM2 = 0.01
"""Files hold tenths of a millimetre; anything larger than this is no rounding error."""

MIRROR_SHARE = 0.001
"""Left and right may differ by this share of a territory's area …"""

MIRROR_FLOOR_MM2 = 1.0
"""… or by this area, for slivers at the edge of a view."""

LAYER_GAP_MM2 = 1.0
OUTLINE_SLACK_MM = 0.2
"""Layers have a linework of their own, on a grid of a tenth of a millimetre: within this of the silhouette
they may differ from it, beyond it by no more than ``LAYER_GAP_MM2`` a view."""

REFLEX_SLACK_MM = 0.5

BORDER_MM = 1.0
"""Skin points closer than this to a border in any view say nothing about it …"""

SLIVER_MM = 2.3
"""… nor do those this close to the outline, where a field seen edge-on is not drawn when it is narrower."""

MIN_SURFACE_POINTS = 1000
MAX_SHADE_ASPECT_ERROR = 0.01
MAX_SHADE_ASTRAY = 0.01
SHADE_MARGIN_MM = 4.0
_SAMPLED = (160, 160)
MAPPING_ALL_KEY_POINTS = "isncsci"

MIRRORED_VIEW = {"lateral-left": "lateral-right", "lateral-right": "lateral-left"}
"""The view in which the other side is drawn; every other view shows both."""


@dataclass
class _Findings:
    """What one check collects while it walks through the atlas."""

    counts: dict[str, int | float | str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def add(self, count: str, number: float = 1) -> None:
        self.counts[count] = round(float(self.counts.get(count, 0)) + number, 3)

    def worst(self, count: str, number: float) -> None:
        self.counts[count] = max(float(self.counts.get(count, 0.0)), round(float(number), 6))

    def report(self, name: str) -> CheckReport:
        whole = {k: int(v) if isinstance(v, float) and v.is_integer() else v for k, v in self.counts.items()}
        return CheckReport(name, whole, self.faults)


EXPECTED = (AtlasError, shapely.errors.ShapelyError)
"""What a spoilt file makes the checks raise: it cannot be read, or its shapes cannot be compared."""

Check = Callable[[Atlas, _Findings], None]


def run(source: Atlas | None = None) -> list[CheckReport]:
    """Return one report for each check of the atlas, in a fixed order."""
    source = source or atlas()
    reports = []
    for name, check in CHECKS.items():
        findings = _Findings()
        with _noting(findings):
            check(source, findings)
        reports.append(findings.report(name))
    return reports


def files(source: Atlas, found: _Findings) -> None:
    """Every file of every view is there, well formed and small."""
    for view in VIEWS:
        for read in (source.view, source.parts, source.landmarks, source.reflexes, *_layers(source).values()):
            with _noting(found):
                read(view)
        for scheme in source.schemes:
            with _noting(found):
                source.index(scheme.id, view)
    for file in sorted(source.assets.rglob("*.json")):
        found.add("files")
        kilobytes = file.stat().st_size / 1000
        found.worst("largest_kb", kilobytes)
        if kilobytes > MAX_FILE_KB and file.name != "surface_samples.json":
            found.faults.append(
                f"{file.relative_to(source.assets)} has {kilobytes:.0f} KB, over {MAX_FILE_KB}."
            )


def coverage(source: Atlas, found: _Findings) -> None:
    """Territories are valid and fill the outline exactly; they meet edge to edge without overlap.

    On a map whose published fields overlap any two neighbours may, and then some must; blank skin still
    belongs to no field.
    """
    for scheme in source.schemes:
        folded = 0.0
        for view in VIEWS:
            with _noting(found):
                index = source.index(scheme.id, view)
                what, outline = f"{scheme.id} {view}", source.view(view).outline
                found.add("territories", len(index.territories))
                blank = _present(index.unmapped)
                if scheme.overlapping:
                    shapes = np.array([t.geometry for t in index.territories] + blank)
                    folded += _cover_overlapping(found, what, shapes, index.unmapped, outline)
                else:
                    parts = [area for t in index.territories for _, area in t.parts]
                    _cover(found, what, np.array(parts + blank), outline)
        if scheme.overlapping and not folded:
            found.faults.append(
                f"{scheme.id}: no two fields overlap. Rebuild it, or move edges_over into edges."
            )


def bases(source: Atlas, found: _Findings) -> None:
    """Fields are published or inferred; where one is both, its parts share no skin and meet in some view."""
    for scheme in source.schemes:
        meet: dict[tuple[str, str], float] = {}
        for view in VIEWS:
            with _noting(found):
                for territory in source.territories(scheme.id, view):
                    for basis, _ in territory.parts:
                        found.add(basis)
                    if territory.published is None or territory.inferred is None:
                        continue
                    found.add("split")
                    both = territory.published.intersection(territory.inferred)
                    meet[territory.key] = max(meet.get(territory.key, 0.0), both.length)
                    if both.area > ROUNDING_MM2:
                        found.faults.append(
                            f"{scheme.id} {view}: {both.area:.2f} mm² of {' '.join(territory.key)} are "
                            "called both published and inferred."
                        )
        found.faults += [
            f"{scheme.id}: the published and the inferred part of {' '.join(key)} meet in no view."
            for key, length in meet.items()
            if length < MIN_SHARED_BORDER_MM
        ]


def body_parts(source: Atlas, found: _Findings) -> None:
    """Body parts fill the outline of every view without overlap, and all are known."""
    seen: set[str] = set()
    for view in VIEWS:
        with _noting(found):
            parts = source.parts(view)
            found.add("areas", len(parts))
            seen.update(part.part for part in parts)
            if not parts:
                found.faults.append(f"{view}: no body parts. Run make assets to build them.")
                continue
            _cover(
                found, f"parts of {view}", np.array([p.geometry for p in parts]), source.view(view).outline
            )
    found.faults += [f"{part} is no body part of the atlas." for part in sorted(seen - set(BODY_PARTS))]
    found.faults += [f"No view shows the {part}." for part in BODY_PARTS if part not in seen]


def muscles(source: Atlas, found: _Findings) -> None:
    """Muscles of one depth do not overlap and lie on the body; each is drawn in its own depth, and known."""
    known = facts().muscles
    for depth in DEPTHS:
        seen: set[tuple[str, str]] = set()
        for view in VIEWS:
            with _noting(found):
                index = source.muscle_index(depth, view)
                seen.update(region.key for region in index.regions)
                shapes = np.array([region.geometry for region in index.regions])
                found.add("areas", len(shapes))
                _apart(found, f"{depth} muscles, {view}", shapes, source.view(view).outline)
        wanted = {muscle.id for muscle in known.values() if muscle.depth == depth}
        found.add(f"{depth}_muscles", len({name for name, _ in seen}))
        found.faults += _drawn_or_missing(f"{depth} muscles", wanted, seen)


def nerves(source: Atlas, found: _Findings) -> None:
    """Nerve fields do not overlap and fill the body in every view; each is drawn on both sides, and known."""
    seen: set[tuple[str, str]] = set()
    for view in VIEWS:
        with _noting(found):
            index, outline = source.nerve_index(view), source.view(view).outline
            seen.update(region.key for region in index.regions)
            shapes = np.array([region.geometry for region in index.regions])
            found.add("areas", len(shapes))
            _apart(found, f"nerves, {view}", shapes, outline)
            gap = outline.buffer(-OUTLINE_SLACK_MM).difference(shapely.union_all(shapes)).area
            found.worst("gap_mm2", gap)
            if gap > LAYER_GAP_MM2:
                found.faults.append(f"nerves, {view}: {gap:.1f} mm² of skin belong to no nerve.")
    found.add("fields", len({name for name, _ in seen}))
    found.faults += _drawn_or_missing("nerves", set(facts().nerve_fields), seen)


def reflexes(source: Atlas, found: _Findings) -> None:
    """Reflexes are elicited on the body, alike on both sides, and each is known; each is shown somewhere."""
    known = facts().reflexes_by_id
    seen: set[str] = set()
    for view in VIEWS:
        with _noting(found):
            outline = source.view(view).outline.buffer(REFLEX_SLACK_MM)
            for mark in source.reflexes(view):
                found.add("marks")
                seen.add(mark.reflex)
                if not outline.covers(mark.geometry):
                    found.faults.append(f"{view}: {mark.reflex} ({mark.side}) is marked beside the body.")
    found.faults += [f"Reflex {name} is drawn, but no table knows it." for name in sorted(seen - set(known))]
    found.faults += [f"No view shows where {name} is elicited." for name in known if name not in seen]


def mirror(source: Atlas, found: _Findings) -> None:
    """The left of the body is the mirror image of the right, shape by shape, on every map and layer."""
    drawn: dict[str, Callable[[str], Sequence[Drawn]]] = {
        scheme.id: functools.partial(source.territories, scheme.id) for scheme in source.schemes
    }
    drawn |= {name: _regions_of(read) for name, read in _layers(source).items()}
    for name, read in drawn.items():
        for view in VIEWS:
            with _noting(found):
                here = {shape.key: shape.geometry for shape in read(view)}
                there = {shape.key: shape.geometry for shape in read(MIRRORED_VIEW.get(view, view))}
                for (what, side), shape in here.items():
                    twin = there.get((what, _opposite(side)))
                    if twin is None:
                        found.faults.append(f"{name} {view}: {what} {side} has no twin on the other side.")
                        continue
                    off = shape.symmetric_difference(scale(twin, xfact=-1, origin=(0, 0))).area
                    found.add("shapes")
                    found.worst("worst_percent", 100 * off / max(shape.area, 1000 * MIRROR_FLOOR_MM2))
                    if off > max(MIRROR_SHARE * shape.area, MIRROR_FLOOR_MM2):
                        found.faults.append(
                            f"{name} {view}: {what} {side} differs from its mirror image by {off:.1f} mm² "
                            f"({100 * off / shape.area:.2f} %)."
                        )


def roots_drawn(source: Atlas, found: _Findings) -> None:
    """Every root a map maps is drawn on both sides, and nothing else is."""
    for scheme in source.schemes:
        with _noting(found):
            drawn: dict[tuple[str, str], Territory] = {}
            for view in VIEWS:
                drawn.update((t.key, t) for t in source.territories(scheme.id, view))
            known = {t.root for t in drawn.values()}
            found.add("roots", len(scheme.mapped_roots))
            wanted = set(scheme.mapped_roots)
            # A map that leaves skin blank may leave the face so; where one division is drawn, all are.
            if known & set(TRIGEMINAL) or (wanted & {"C2", "C3"} and not scheme.not_mapped):
                wanted |= set(TRIGEMINAL)
            for root in sorted(wanted, key=_cranial_first):
                missing = [side for side in SIDES if (root, side) not in drawn]
                if missing:
                    found.faults.append(
                        f"{scheme.id}: {root} is drawn in no view on the {' and '.join(missing)}."
                    )
            for root in sorted(known - wanted, key=_cranial_first):
                found.faults.append(f"{scheme.id}: {root} is drawn, but the map is not said to map it.")
            for territory in drawn.values():
                if (territory.kind == "trigeminal") != (territory.root in TRIGEMINAL):
                    found.faults.append(f"{scheme.id}: {territory.root} is called {territory.kind}.")


def key_points(source: Atlas, found: _Findings) -> None:
    """All 28 key points of both sides are shown, each inside its own territory."""
    shown: set[tuple[str, str]] = set()
    for view in VIEWS:
        with _noting(found):
            for mark in source.landmarks(view):
                if mark.key_point_of is None:
                    continue
                found.add("key_points")
                shown.add((mark.key_point_of, mark.side))
                here = hit(MAPPING_ALL_KEY_POINTS, view, mark.x, mark.y, source=source)
                if here.root != mark.key_point_of or mark.side not in ("midline", here.side):
                    point = f"{mark.side} key point of {mark.key_point_of}"
                    found.faults.append(f"{view}: the {point} lies in {_named(here.root)}.")
    for root in TERRITORY_ROOTS:
        missing = [side for side in SIDES if (root, side) not in shown and (root, "midline") not in shown]
        if missing:
            found.faults.append(f"No view shows the key point of {root} on the {' or '.join(missing)}.")


def landmarks(source: Atlas, found: _Findings) -> None:
    """Landmarks lie in the root the sources give them (``data/landmark_expectations.csv``)."""
    places: dict[str, list[Landmark]] = {}
    for view in VIEWS:
        with _noting(found):
            for mark in source.landmarks(view):
                places.setdefault(mark.id, []).append(mark)
    for expected in source.expectations:
        seen = places.get(expected.landmark, [])
        if not seen:
            found.faults.append(f"{expected.scheme}: no view shows the landmark {expected.landmark}.")
        for mark in seen:
            with _noting(found):
                found.add("landmarks")
                found.faults += _misplaced(source, expected, mark)


def views_agree(source: Atlas, found: _Findings) -> None:
    """A skin point seen in several views is given to the same roots, nerve and muscles in all of them.

    So is what the root rests on: what one view draws as published, none infers.

    Points within a millimetre of a border say nothing.
    """
    points = source.surface_samples()
    found.add("skin_points", len(points))
    for name, areas in _everything(source).items():
        tables: dict[str, _SampledView] = {}
        for view in VIEWS:
            with _noting(found):
                tables[view] = _SampledView.of(areas(view), source.view(view).outline, view, points)
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


def shades(source: Atlas, found: _Findings) -> None:
    """Every view has its relief picture, with alpha, in the proportions it is drawn at."""
    for view in VIEWS:
        with _noting(found):
            shade = source.view(view).shade
            picture = source.shade_bytes(view)
            if shade is None or picture is None:
                found.faults.append(f"{view}: no relief picture. Run make assets to build it.")
                continue
            found.add("pictures")
            found.add("kb", len(picture) / 1000)
            try:
                with Image.open(io.BytesIO(picture)) as image:
                    width, height = image.size
                    alpha = image.getchannel("A") if "A" in image.getbands() else None
                    alpha = alpha and np.asarray(alpha.resize(_SAMPLED, Image.Resampling.BOX))
            except UnidentifiedImageError:
                found.faults.append(f"{view}: {shade.file} is no picture. Run make assets to rebuild it.")
                continue
            x0, y0, x1, y1 = shade.bounds
            stretch = abs((width / height) / ((x1 - x0) / (y1 - y0)) - 1)
            if stretch > MAX_SHADE_ASPECT_ERROR:
                found.faults.append(f"{view}: {shade.file} is drawn {100 * stretch:.1f} % out of proportion.")
            if alpha is None:
                found.faults.append(f"{view}: {shade.file} has no alpha, so it would hide the map.")
                continue
            astray = _astray(alpha, shade.bounds, source.view(view).outline)
            found.worst("worst_astray_percent", 100 * astray)
            if astray > MAX_SHADE_ASTRAY:
                found.faults.append(f"{view}: {100 * astray:.0f} % of {shade.file} lie outside the body.")


def as_built(source: Atlas, found: _Findings) -> None:
    """The drawn map is what the rules give: neither has been edited since the last build."""
    root = source.data.parent
    for part, digests in manifest(root, source.assets).items():
        found.add(f"{part}_files", len(digests))
    found.faults += stale(root, source.assets)


CHECKS: dict[str, Check] = {
    "atlas files": files,
    "the map is as built": as_built,
    "territories cover the body": coverage,
    "territories are published or inferred": bases,
    "body parts cover the body": body_parts,
    "left mirrors right": mirror,
    "mapped roots are drawn": roots_drawn,
    "muscles lie side by side": muscles,
    "nerve fields cover the body": nerves,
    "reflexes lie on the body": reflexes,
    "key points lie in their roots": key_points,
    "landmarks lie where sources say": landmarks,
    "views agree on the skin": views_agree,
    "relief pictures": shades,
}
"""Name of each check and what does it."""


@dataclass
class _noting:
    """Turns a spoilt file into a fault, so that one gap does not hide the other results."""

    found: _Findings

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if not isinstance(error, EXPECTED):
            return False
        if str(error) not in self.found.faults:
            self.found.faults.append(str(error))
        return True


@dataclass(frozen=True)
class _SampledView:
    """For each skin point seen in a view: whose areas it lies in, and whether a border is near."""

    at: dict[int, tuple[frozenset[tuple[str, ...]], bool]]

    @classmethod
    def of(
        cls,
        areas: _Areas,
        outline: Area,
        view: str,
        samples: Iterable[dict[str, tuple[float, float]]],
    ) -> _SampledView:
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


def _everything(source: Atlas) -> dict[str, Callable[[str], _Areas]]:
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
    return maps | {name: functools.partial(of_layer, read) for name, read in _layers(source).items()}


def _layers(source: Atlas) -> dict[str, Callable[[str], RegionIndex]]:
    """Return the layers of areas beside the maps, by name, each read view by view."""
    depths = {f"{depth} muscles": functools.partial(source.muscle_index, depth) for depth in DEPTHS}
    return {**depths, "nerves": source.nerve_index}


def _regions_of(read: Callable[[str], RegionIndex]) -> Callable[[str], Sequence[Drawn]]:
    return lambda view: read(view).regions


def _drawn_or_missing(what: str, wanted: set[str], seen: set[tuple[str, str]]) -> Iterator[str]:
    """Yield what no table knows, and what is not drawn on both sides."""
    for name in sorted({name for name, _ in seen} - wanted):
        yield f"{what}: {name} is drawn, but no table knows it."
    for name in sorted(wanted):
        missing = [side for side in SIDES if (name, side) not in seen]
        if missing:
            yield f"{what}: {name} is drawn in no view on the {' and '.join(missing)}."


def _apart(found: _Findings, what: str, shapes: np.ndarray, outline: Area) -> None:
    """Shapes of a layer are valid, share no skin and stay on the body."""
    if not shapes.size:
        return
    invalid = np.flatnonzero(~shapely.is_valid(shapes))
    if invalid.size:
        found.faults.append(f"{what}: {shapely.is_valid_reason(shapes[invalid[0]])}.")
        return
    overlap = _overlap(shapes)
    found.worst("overlap_mm2", overlap)
    if overlap > ROUNDING_MM2:
        found.faults.append(f"{what}: {overlap:.2f} mm² belong to two areas.")
    beside = shapely.union_all(shapes).difference(outline.buffer(OUTLINE_SLACK_MM)).area
    found.worst("beside_mm2", beside)
    if beside > LAYER_GAP_MM2:
        found.faults.append(f"{what}: {beside:.1f} mm² lie beside the body.")


def _astray(alpha: np.ndarray, bounds: Bounds, outline: Area) -> float:
    """Return the share of a picture's visible pixels that lie outside the body."""
    x0, y0, x1, y1 = bounds
    rows, columns = np.nonzero(alpha > 16)
    if not rows.size:
        return 0.0
    height, width = alpha.shape
    x = x0 + (columns + 0.5) * (x1 - x0) / width
    y = y1 - (rows + 0.5) * (y1 - y0) / height
    room = outline.buffer(SHADE_MARGIN_MM)
    shapely.prepare(room)
    return float(1 - shapely.contains_xy(room, x, y).mean())


def _cover(found: _Findings, what: str, shapes: np.ndarray, outline: Area) -> None:
    """Note where `shapes` do not tile the outline; `what` names them."""
    if not _all_valid(found, what, shapes):
        return
    if not shapely.coverage_is_valid(shapes):
        length = shapely.length(shapely.coverage_invalid_edges(shapes)).sum()
        found.faults.append(f"{what}: {length:.1f} mm of edges do not match their neighbour's.")
    overlap = _overlap(shapes)
    found.worst("overlap_mm2", overlap)
    if overlap > ROUNDING_MM2:
        found.faults.append(f"{what}: {overlap:.2f} mm² belong to two areas.")
    _fill(found, what, shapes, outline)


def _cover_overlapping(
    found: _Findings, what: str, shapes: np.ndarray, unmapped: Area | None, outline: Area
) -> float:
    """As :func:`_cover`, for fields that may overlap; `unmapped` is the last shape. Returns their overlap."""
    if not _all_valid(found, what, shapes):
        return 0.0
    fields = shapes if unmapped is None else shapes[:-1]
    claimed = 0.0 if unmapped is None else shapely.intersection(shapely.union_all(fields), unmapped).area
    if claimed > ROUNDING_MM2:
        found.faults.append(f"{what}: {claimed:.2f} mm² are called blank inside a field.")
    _fill(found, what, shapes, outline)
    return _overlap(fields)


def _all_valid(found: _Findings, what: str, shapes: np.ndarray) -> bool:
    invalid = np.flatnonzero(~shapely.is_valid(shapes))
    if invalid.size:
        found.faults.append(f"{what}: {shapely.is_valid_reason(shapes[invalid[0]])}.")
    return not invalid.size


def _fill(found: _Findings, what: str, shapes: np.ndarray, outline: Area) -> None:
    gap = outline.symmetric_difference(shapely.union_all(shapes)).area
    found.add("views")
    found.worst("gap_mm2", gap)
    if gap > ROUNDING_MM2:
        found.faults.append(f"{what}: differs from the outline by {gap:.2f} mm².")


def _overlap(shapes: np.ndarray) -> float:
    """Return the area, in mm², that lies in two shapes."""
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pair = first < second
    return float(shapely.area(shapely.intersection(shapes[first[pair]], shapes[second[pair]])).sum())


def _misplaced(source: Atlas, expected: Expectation, mark: Landmark) -> Iterator[str]:
    """Yield a fault when a landmark lies elsewhere; ``A|B`` asks for the border between the two.

    Where fields overlap it is enough that one of those under the landmark is expected.
    """
    point = shapely.Point(mark.x, mark.y)
    where = f"{expected.scheme} {mark.view}: {mark.id} ({mark.side})"
    here = hit(expected.scheme, mark.view, mark.x, mark.y, source=source)
    if expected.within_mm is None:
        if not {here.root, *(root for root, _ in here.also)} & set(expected.roots):
            yield f"{where} lies in {_named(here.root)}, not in {' or '.join(expected.roots)}."
        return
    for root in expected.roots:
        shapes = [t.geometry for t in source.territories(expected.scheme, mark.view) if t.root == root]
        apart = min((float(shape.distance(point)) for shape in shapes), default=float("inf"))
        if apart > expected.within_mm:
            yield f"{where} is {apart:.0f} mm from {root}, more than {expected.within_mm:g}."


def _maps_and_views(source: Atlas) -> Iterator[tuple[str, str]]:
    for scheme in source.schemes:
        for view in VIEWS:
            yield scheme.id, view


def _present(shape: Area | None) -> list[Area]:
    return [] if shape is None else [shape]


def _opposite(side: str) -> str:
    return "left" if side == "right" else "right"


def _cranial_first(root: str) -> int:
    return TERRITORY_ROOTS.index(root) if root in TERRITORY_ROOTS else -1


def _named(root: str | None) -> str:
    return root or "no territory"


def _named_keys(keys: Iterable[tuple[str, ...]]) -> str:
    return " and ".join(" ".join(key) for key in sorted(keys)) or "no territory"


def _places(sample: dict[str, tuple[float, float]]) -> str:
    return "; ".join(f"{view} {x:g}, {y:g}" for view, (x, y) in sample.items())
