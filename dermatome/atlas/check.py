"""Is the atlas true? Checks of the built geometry, for ``python -m dermatome check`` and the tests.

Each check looks at every map and view it applies to and returns one :class:`CheckReport`; a
file that cannot be read is a fault of the check that needed it, never a crash.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import shapely
import shapely.errors
from PIL import Image, UnidentifiedImageError
from shapely.affinity import scale

from dermatome.anatomy.ids import (
    BODY_PARTS,
    DEPTHS,
    SIDES,
    TERRITORY_ROOTS,
    TRIGEMINAL,
    VIEWS,
)
from dermatome.anatomy.load import facts
from dermatome.atlas.across_views import layers_of_areas, views_agree
from dermatome.atlas.findings import Findings, noting
from dermatome.atlas.hit import hit
from dermatome.atlas.indexes import MIN_SHARED_BORDER_MM, RegionIndex
from dermatome.atlas.load import Atlas, Expectation, atlas
from dermatome.atlas.manifest import manifest, stale
from dermatome.atlas.records import Area, Bounds, Drawn, Landmark, Territory
from dermatome.atlas.tiling import (
    LAYER_GAP_MM2,
    OUTLINE_SLACK_MM,
    ROUNDING_MM2,
    apart,
    cover,
    cover_overlapping,
)
from dermatome.report import CheckReport

MAX_FILE_KB = 150
"""A view has to reach a phone on a slow line."""

MIRROR_SHARE = 0.001
"""Left and right may differ by this share of a territory's area …"""

MIRROR_FLOOR_MM2 = 1.0
"""… or by this area, for slivers at the edge of a view."""

REFLEX_SLACK_MM = 0.5

MAX_SHADE_ASPECT_ERROR = 0.01
MAX_SHADE_ASTRAY = 0.01
SHADE_MARGIN_MM = 4.0
_SAMPLED = (160, 160)
MAPPING_ALL_KEY_POINTS = "isncsci"

MIRRORED_VIEW = {"lateral-left": "lateral-right", "lateral-right": "lateral-left"}
"""The view in which the other side is drawn; every other view shows both."""


Check = Callable[[Atlas, Findings], None]


def run(source: Atlas | None = None) -> list[CheckReport]:
    """Return one report for each check of the atlas, in a fixed order."""
    source = source or atlas()
    reports = []
    for name, check in CHECKS.items():
        findings = Findings()
        with noting(findings):
            check(source, findings)
        reports.append(findings.report(name))
    return reports


def files(source: Atlas, found: Findings) -> None:
    """Every file of every view is there, well formed and small."""
    for view in VIEWS:
        for read in (
            source.view,
            source.parts,
            source.landmarks,
            source.reflexes,
            *layers_of_areas(source).values(),
        ):
            with noting(found):
                read(view)
        for scheme in source.schemes:
            with noting(found):
                source.index(scheme.id, view)
    for file in sorted(source.assets.rglob("*.json")):
        found.add("files")
        kilobytes = file.stat().st_size / 1000
        found.worst("largest_kb", kilobytes)
        if kilobytes > MAX_FILE_KB and file.name != "surface_samples.json":
            found.faults.append(
                f"{file.relative_to(source.assets)} has {kilobytes:.0f} KB, over {MAX_FILE_KB}."
            )


def coverage(source: Atlas, found: Findings) -> None:
    """Territories are valid and fill the outline exactly; they meet edge to edge without overlap.

    On a map whose published fields overlap any two neighbours may, and then some must; blank skin still
    belongs to no field.
    """
    for scheme in source.schemes:
        folded = 0.0
        for view in VIEWS:
            with noting(found):
                index = source.index(scheme.id, view)
                what, outline = f"{scheme.id} {view}", source.view(view).outline
                found.add("territories", len(index.territories))
                blank = [] if index.unmapped is None else [index.unmapped]
                if scheme.overlapping:
                    shapes = np.array([t.geometry for t in index.territories] + blank)
                    folded += cover_overlapping(found, what, shapes, index.unmapped, outline)
                else:
                    parts = [area for t in index.territories for _, area in t.parts]
                    cover(found, what, np.array(parts + blank), outline)
        if scheme.overlapping and not folded:
            found.faults.append(
                f"{scheme.id}: no two fields overlap. Rebuild it, or move edges_over into edges."
            )


def bases(source: Atlas, found: Findings) -> None:
    """Fields are published or inferred; where one is both, its parts share no skin and meet in some view."""
    for scheme in source.schemes:
        meet: dict[tuple[str, str], float] = {}
        for view in VIEWS:
            with noting(found):
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


def body_parts(source: Atlas, found: Findings) -> None:
    """Body parts fill the outline of every view without overlap, and all are known."""
    seen: set[str] = set()
    for view in VIEWS:
        with noting(found):
            parts = source.parts(view)
            found.add("areas", len(parts))
            seen.update(part.part for part in parts)
            if not parts:
                found.faults.append(f"{view}: no body parts. Run make assets to build them.")
                continue
            cover(found, f"parts of {view}", np.array([p.geometry for p in parts]), source.view(view).outline)
    found.faults += [f"{part} is no body part of the atlas." for part in sorted(seen - set(BODY_PARTS))]
    found.faults += [f"No view shows the {part}." for part in BODY_PARTS if part not in seen]


def muscles(source: Atlas, found: Findings) -> None:
    """Muscles of one depth do not overlap and lie on the body; each is drawn in its own depth, and known."""
    known = facts().muscles
    for depth in DEPTHS:
        seen: set[tuple[str, str]] = set()
        for view in VIEWS:
            with noting(found):
                index = source.muscle_index(depth, view)
                seen.update(region.key for region in index.regions)
                shapes = np.array([region.geometry for region in index.regions])
                found.add("areas", len(shapes))
                apart(found, f"{depth} muscles, {view}", shapes, source.view(view).outline)
        wanted = {muscle.id for muscle in known.values() if muscle.depth == depth}
        found.add(f"{depth}_muscles", len({name for name, _ in seen}))
        found.faults += _drawn_or_missing(f"{depth} muscles", wanted, seen)


def nerves(source: Atlas, found: Findings) -> None:
    """Nerve fields do not overlap and fill the body in every view; each is drawn on both sides, and known."""
    seen: set[tuple[str, str]] = set()
    for view in VIEWS:
        with noting(found):
            index, outline = source.nerve_index(view), source.view(view).outline
            seen.update(region.key for region in index.regions)
            shapes = np.array([region.geometry for region in index.regions])
            found.add("areas", len(shapes))
            apart(found, f"nerves, {view}", shapes, outline)
            gap = outline.buffer(-OUTLINE_SLACK_MM).difference(shapely.union_all(shapes)).area
            found.worst("gap_mm2", gap)
            if gap > LAYER_GAP_MM2:
                found.faults.append(f"nerves, {view}: {gap:.1f} mm² of skin belong to no nerve.")
    found.add("fields", len({name for name, _ in seen}))
    found.faults += _drawn_or_missing("nerves", set(facts().nerve_fields), seen)


def reflexes(source: Atlas, found: Findings) -> None:
    """Reflexes are elicited on the body, alike on both sides, and each is known; each is shown somewhere."""
    known = facts().reflexes_by_id
    seen: set[str] = set()
    for view in VIEWS:
        with noting(found):
            outline = source.view(view).outline.buffer(REFLEX_SLACK_MM)
            for mark in source.reflexes(view):
                found.add("marks")
                seen.add(mark.reflex)
                if not outline.covers(mark.geometry):
                    found.faults.append(f"{view}: {mark.reflex} ({mark.side}) is marked beside the body.")
    found.faults += [f"Reflex {name} is drawn, but no table knows it." for name in sorted(seen - set(known))]
    found.faults += [f"No view shows where {name} is elicited." for name in known if name not in seen]


def mirror(source: Atlas, found: Findings) -> None:
    """The left of the body is the mirror image of the right, shape by shape, on every map and layer."""
    drawn: dict[str, Callable[[str], Sequence[Drawn]]] = {
        scheme.id: functools.partial(source.territories, scheme.id) for scheme in source.schemes
    }
    drawn |= {name: _regions_of(read) for name, read in layers_of_areas(source).items()}
    for name, read in drawn.items():
        for view in VIEWS:
            with noting(found):
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


def roots_drawn(source: Atlas, found: Findings) -> None:
    """Every root a map maps is drawn on both sides, and nothing else is."""
    for scheme in source.schemes:
        with noting(found):
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


def key_points(source: Atlas, found: Findings) -> None:
    """All 28 key points of both sides are shown, each inside its own territory."""
    shown: set[tuple[str, str]] = set()
    for view in VIEWS:
        with noting(found):
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


def landmarks(source: Atlas, found: Findings) -> None:
    """Landmarks lie in the root the sources give them (``data/landmark_expectations.csv``)."""
    places: dict[str, list[Landmark]] = {}
    for view in VIEWS:
        with noting(found):
            for mark in source.landmarks(view):
                places.setdefault(mark.id, []).append(mark)
    for expected in source.expectations:
        seen = places.get(expected.landmark, [])
        if not seen:
            found.faults.append(f"{expected.scheme}: no view shows the landmark {expected.landmark}.")
        for mark in seen:
            with noting(found):
                found.add("landmarks")
                found.faults += _misplaced(source, expected, mark)


def shades(source: Atlas, found: Findings) -> None:
    """Every view has its relief picture, with alpha, in the proportions it is drawn at."""
    for view in VIEWS:
        with noting(found):
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


def as_built(source: Atlas, found: Findings) -> None:
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


def _opposite(side: str) -> str:
    return "left" if side == "right" else "right"


def _cranial_first(root: str) -> int:
    return TERRITORY_ROOTS.index(root) if root in TERRITORY_ROOTS else -1


def _named(root: str | None) -> str:
    return root or "no territory"
