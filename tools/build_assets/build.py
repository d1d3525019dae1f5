"""Build every asset of the body map: outlines, territories, body parts, landmarks, lines, shading.

`python -m tools.build_assets` writes assets/body_outlines from the pinned mesh and the rule files in data/.
The result is the same, byte for byte, on every run. An outline that is shipped stays as it is, whatever
borders end on it; delete the file of a view to have its outline drawn anew.

Lengths are millimetres of the body. A sheet is what is seen: x to the right, y up from its lowest point.
"""

from __future__ import annotations

import functools
import itertools
import json
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import shapely
import yaml
from PIL import Image

from dermatome.anatomy.ids import BASES, INFERRED, PUBLISHED
from dermatome.atlas.manifest import manifest
from tools.build_assets import lines, rules, vector
from tools.build_assets.fields import Samples
from tools.build_assets.landmarks import landmark_heights, read_landmarks
from tools.build_assets.mesh import Body, build_body
from tools.build_assets.raster import Raster, vertex_normals
from tools.build_assets.reflexes import read_reflexes, seen_of
from tools.build_assets.shade import for_screen, shade_picture
from tools.build_assets.source import mesh_data
from tools.build_assets.views import OTHER, PAIR_GAP_MM, Side, View, all_views, rasterise

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
ASSETS = ROOT / "assets" / "body_outlines"
CACHE = ROOT / ".build-assets"
UNMAPPED = "unmapped"
BLANK = (UNMAPPED, PUBLISHED)
NOTHING = "none"  # what a muscle or nerve layer paints where it has nothing to show
TRIGEMINAL = ("V1", "V2", "V3")
Part: TypeAlias = tuple[str, str]  # (root, basis)
SAMPLE_COUNT = 6000
SAMPLE_SEED = 1948
MIRRORED_VIEW = {"lateral-left": "lateral-right"}
EXCHANGED: dict[str, str] = {"left": "right", "right": "left"}
MIN_ISLAND_MM2 = 6.0
SAME_SKIN_MM = 12.0  # neighbouring pixels further apart than this on the body lie on two folds of it
MIN_SKIN_BORDER_MM = 4.0
SLIVER_MM = 2.3  # a field nowhere wider is seen edge-on: it would only line the outline of its neighbour
HAIRLINE_MM = 1.5  # blank skin narrower than this is where one edge, smoothed on two sheets, came out as two


@dataclass
class Sheet:
    """How built geometry lands on the published sheet: reflected copies, moved so that y starts at 0.

    shift: (2,) mm, added to every point before it is reflected.
    """

    view: View
    shift: np.ndarray

    def place(self, geometry: shapely.Geometry, mirrored: bool) -> shapely.Geometry:
        """The geometry (mm) where it is published, on 1/10 000 mm; shells run counter-clockwise."""
        flip = -1.0 if mirrored else 1.0

        def move(xy: np.ndarray) -> np.ndarray:
            return np.round((xy + self.shift) * [flip, 1.0], 4) + 0.0

        return _oriented(shapely.transform(geometry, move))

    def drawn(self, placed: shapely.Geometry) -> shapely.Geometry:
        """What is built (mm) of a published geometry: without the reflected copy, and where it was before."""
        half = (
            placed if self.view.layout == "one" else shapely.intersection(placed, shapely.box(0, 0, 1e4, 1e4))
        )
        return shapely.transform(half, lambda xy: np.round(xy - self.shift, 4) + 0.0)

    def sides(self) -> list[tuple[Side, bool]]:
        """(patient's side, is it the reflected copy) of what the view shows."""
        own: list[tuple[Side, bool]] = [(self.view.side, False)]
        return own if self.view.layout == "one" else [*own, (OTHER[self.view.side], True)]


@cache
def shaped_body() -> Body:
    """The body of all views, built once a process."""
    return build_body(mesh_data(CACHE))


@cache
def normals_of(pose: str) -> np.ndarray:
    """Unit normals of its vertices (n, 3) in a pose."""
    body = shaped_body()
    return vertex_normals(body.poses[pose], body.triangles)


@dataclass(frozen=True)
class Painting:
    """One painting of the whole body: its name, and the rows that paint it, `key` of each file in turn."""

    name: str
    files: tuple[Path, ...]
    key: str = "edges"


def scheme_files() -> list[Path]:
    """The rule files of all maps, sorted by name."""
    return sorted((DATA / "schemes").glob("*.yaml"))


def _over(path: Path) -> str:
    """Name of the second painting of a map whose fields overlap."""
    return f"{path.stem}, {rules.OVER}"


def map_paintings() -> list[Painting]:
    """The maps and the body parts: one linework, so that all of them fill one outline exactly."""
    found = []
    for path in scheme_files():
        found.append(Painting(path.stem, (path,)))
        if rules.OVER in yaml.safe_load(path.read_text(encoding="utf-8")):
            found.append(Painting(_over(path), (path,), rules.OVER))
    return [*found, Painting("body_parts", (DATA / "body_parts.yaml",))]


def layer_paintings() -> dict[str, Painting]:
    """The layers beside the maps, by the folder they are published in; each has a linework of its own.

    Editing a muscle then moves no vertex of a map.
    """
    depths = sorted(path for path in (DATA / "muscles").glob("*") if path.is_dir())
    layers = {f"muscles/{path.name}": tuple(sorted(path.glob("*.yaml"))) for path in depths}
    if (DATA / "nerve_fields.yaml").exists():
        layers["nerves"] = (DATA / "nerve_fields.yaml",)
    return {name: Painting(name, files) for name, files in layers.items() if files}


def build_all(out: Path = ASSETS, processes: int = 2) -> None:
    """Write every file of the body map into the folder `out`.

    Raises RuleError for a row that cannot be applied and SystemExit where the mesh cannot be had.
    """
    mesh_data(CACHE)
    ids = [view.id for view in all_views(shaped_body())]
    with ProcessPoolExecutor(processes) as pool:
        list(pool.map(partial(build_view, out=out), ids))
    _write_json(out / "surface_samples.json", surface_samples())
    _write_json(out / "manifest.json", manifest(ROOT, out))


# --- one view ----------------------------------------------------------------------------------------


def build_view(view_id: str, out: Path) -> None:
    """Write the files of one view, and of the view that mirrors it, into the folder `out`."""
    body = shaped_body()
    view = next(v for v in all_views(body) if v.id == view_id)
    raster = rasterise(view, body, view.px_per_mm)
    samples = Samples.fold(
        raster.sample(body.poses["anatomical"]),
        raster.sample(body.weights),
        raster.sample(normals_of("anatomical")),
        body,
    )
    heights = landmark_heights(DATA / "landmarks.yaml")
    paintings = map_paintings()
    layers, names = _painted(paintings, samples, raster, heights)
    split = _split_by_basis(layers, names, samples, raster, heights)
    symmetric = view.layout == "half"
    outline, _ = vector.vectorise(raster.mask, {}, raster.to_mm, raster.k, symmetric)
    sheet = Sheet(view, _shift(view, outline))
    placed_outline = _shipped_outline(view) or shapely.union_all(
        [sheet.place(outline, mirrored) for _, mirrored in sheet.sides()]
    )
    _write_view(out, sheet, raster, placed_outline)
    polygons = {}
    # A map has a linework of its own, shared by its two paintings: editing it moves no vertex of another.
    for _, group in itertools.groupby(sorted(split), lambda name: name.split(",")[0]):
        images = {name: split[name] for name in group}
        polygons |= vector.vectorise(
            raster.mask, images, raster.to_mm, raster.k, symmetric, sheet.drawn(placed_outline)
        )[1]
    for path in scheme_files():
        sheets = [
            {(names[name][i // 2], BASES[i % 2]): g for i, g in polygons[name].items()}
            for name in (path.stem, _over(path))
            if name in polygons
        ]
        apart = [pair for name in (path.stem, _over(path)) if name in layers
                 for pair in occluding_pairs(layers[name], names[name], raster)]  # fmt: skip
        _write_territories(out, path, sheet, sheets, sorted(set(apart)))
    for folder, painting in layer_paintings().items():
        images, labels = _painted([painting], samples, raster, heights)
        _, shapes = vector.vectorise(raster.mask, images, raster.to_mm, raster.k, symmetric)
        regions = {labels[folder][i]: g for i, g in shapes[folder].items()}
        apart = occluding_pairs(images[folder], labels[folder], raster)
        _write_layer(out, folder, sheet, regions, apart)
    parts = {names["body_parts"][i]: g for i, g in polygons["body_parts"].items()}
    features = [
        _feature(sheet.place(g, mirrored), part=part, side=side)
        for part, g in sorted(parts.items())
        for side, mirrored in sheet.sides()
    ]
    _publish(
        out,
        "parts",
        view.id,
        {"type": "FeatureCollection", "view": view.id, "units": "mm", "features": features},
    )
    _write_landmarks(out, sheet, raster)
    _write_reflexes(out, sheet, raster)


def _shipped_outline(view: View) -> shapely.Geometry | None:
    """The outline of a view (sheet mm) as it is shipped, None where it never was."""
    path = ASSETS / f"{view.id}.json"
    if not path.exists():
        return None
    return shapely.from_geojson(json.dumps(json.loads(path.read_text(encoding="utf-8"))["outline"]))


def _painted(
    paintings: list[Painting], samples: Samples, raster: Raster, heights: dict[str, float]
) -> tuple[dict[str, np.ndarray], dict[str, list[str]]]:
    """Each painting as a label image (h, w), and the names of its labels."""
    layers, names = {}, {}
    for painting in paintings:
        rows = [row for path in painting.files for row in rules.read_rows(path, heights, painting.key)]
        names[painting.name] = sorted({row.paint for row in rows})
        image = raster.image(rules.paint(rows, samples, names[painting.name]), fill=-1)
        layers[painting.name] = _without_islands(image, raster)
    return layers, names


def _split_by_basis(
    layers: dict[str, np.ndarray],
    names: dict[str, list[str]],
    samples: Samples,
    raster: Raster,
    heights: dict[str, float],
) -> dict[str, np.ndarray]:
    """The layers, in which each map (h, w) has twice its label, plus one where that is inferred."""
    split = dict(layers)
    for path in scheme_files():
        sheets = [name for name in (path.stem, _over(path)) if name in layers]
        painted = {root for name in sheets for root in names[name]} - {UNMAPPED}
        roots = rules.read_inferred_roots(path, painted)
        rows = rules.read_basis(path, heights)
        drawn = raster.image(rules.paint(rows, samples, list(BASES)), fill=-1) if rows else np.array(0)
        for name in sheets:
            throughout, blank = (np.isin(names[name], of)[layers[name]] for of in (roots, [UNMAPPED]))
            inferred = (throughout | (drawn == BASES.index(INFERRED))) & ~blank
            split[name] = _without_islands(2 * layers[name] + inferred, raster, SLIVER_MM)
    return split


def _without_islands(image: np.ndarray, raster: Raster, narrowest: float = 0.0) -> np.ndarray:
    """Drop specks of image (h, w) the raster leaves at grazing angles: each gets the label around it.

    So does a piece that is nowhere `narrowest` mm wide.
    """
    thick = vector.depth(image) >= narrowest * raster.k / 2
    bad = np.zeros(image.shape, bool)
    for label in np.unique(image[raster.mask]):
        part = vector.islands(image == label)
        small = np.bincount(part.ravel()) < MIN_ISLAND_MM2 * raster.k**2
        small |= np.bincount(part.ravel(), thick.ravel()) == 0
        small[0] = False
        bad |= small[part]
    row, col = vector.nearest_pixel(raster.mask & ~bad)
    return np.where(raster.mask, image[row, col], -1)


def occluding_pairs(image: np.ndarray, names: list[str], raster: Raster) -> list[tuple[str, str]]:
    """Labels of image (h, w) that touch on the sheet but not on the skin: one hides the other's border."""
    where = raster.image(raster.sample(shaped_body().poses["anatomical"]))
    touching: dict[tuple[str, str], int] = {}
    for axis in (0, 1):
        a, b = (image[:-1], image[1:]) if axis == 0 else (image[:, :-1], image[:, 1:])
        differ = (a != b) & (a >= 0) & (b >= 0)
        gap = np.linalg.norm(np.diff(where, axis=axis)[differ], axis=1)
        for one, other, mm in zip(a[differ], b[differ], gap, strict=True):
            pair = (names[min(one, other)], names[max(one, other)])
            touching[pair] = touching.get(pair, 0) + int(mm < SAME_SKIN_MM)
    return sorted(pair for pair, near in touching.items() if near / raster.k < MIN_SKIN_BORDER_MM)


def _shift(view: View, outline: shapely.Geometry) -> np.ndarray:
    x0, y0, *_ = shapely.bounds(outline)
    return np.round([PAIR_GAP_MM / 2 - x0 if view.layout == "pair" else 0.0, -y0], 2)


def _write_view(out: Path, sheet: Sheet, raster: Raster, outline: shapely.Geometry) -> None:
    body, view = shaped_body(), sheet.view
    view_id = view.id
    features = lines.read_features(DATA / "feature_lines.yaml", body)
    drawn = lines.contours(raster)
    # A feature is written on the patient's left; the drawn half may be the right one.
    drawn += lines.feature_lines(
        raster, view.id, body.poses[view.pose], features, mirror=view.side == "right"
    )
    placed = [
        {
            "feature": d["feature"],
            "weight": d["weight"],
            "geometry": _geojson(_thin(sheet.place(d["line"], mirrored))),
        }
        for d in drawn
        for _, mirrored in sheet.sides()
    ]
    fine = rasterise(view, body, view.shade_px_per_mm)
    picture = shade_picture(fine, normals_of(view.pose), body.eye)
    shade, bounds = _compose_shade(picture, fine, sheet)
    document = {
        "view": view_id,
        "units": "mm",
        "bounds": [round(v, 2) for v in shapely.bounds(outline)],
        "shade": {"file": f"shade/{view_id}.webp", "bounds": bounds},
        "outline": _geojson(outline),
        "lines": placed,
    }
    _write_picture(out / "shade" / f"{view_id}.webp", shade)
    _write_json(out / f"{view_id}.json", document)
    if twin := MIRRORED_VIEW.get(view_id):
        _write_picture(out / "shade" / f"{twin}.webp", _reflected(shade))
        x0, y0, x1, y1 = bounds
        document |= {"shade": {"file": f"shade/{twin}.webp", "bounds": [-x1, y0, -x0, y1]}}
        _write_json(out / f"{twin}.json", _mirror_document(document, twin))


def _thin(line: shapely.Geometry) -> shapely.Geometry:
    """A line without points that move it by less than the width of a hair, on twentieths of a millimetre."""
    return shapely.set_precision(shapely.simplify(line, 0.12), 0.05, mode="pointwise")


def _compose_shade(picture: Image.Image, raster: Raster, sheet: Sheet) -> tuple[Image.Image, list[float]]:
    """Both halves of the shading picture side by side, and its bounds on the sheet in mm."""
    k = raster.k
    x0, y1 = raster.to_mm(np.array([[-0.5, -0.5]]))[0] + sheet.shift
    x1, y0 = raster.to_mm(np.array([[raster.width - 0.5, raster.height - 0.5]]))[0] + sheet.shift
    if sheet.view.layout == "one":
        return picture, [round(float(v), 3) for v in (x0, y0, x1, y1)]
    half = round(x1 * k)
    right = Image.new("RGBA", (2 * half, picture.height))
    right.paste(picture, (round(half + x0 * k), 0))
    both = Image.alpha_composite(_reflected(right), right)
    return both, [round(float(v), 3) for v in (-half / k, y0, half / k, y1)]


def _write_territories(
    out: Path,
    path: Path,
    sheet: Sheet,
    paintings: list[dict[Part, shapely.Geometry]],
    apart: list[tuple[str, str]],
) -> None:
    """Publish one map; the fields of its second painting, where it has one, overlap those of the first.

    A field that is inferred in part is two features, one a basis, which meet along one line.
    """
    scheme, view_id = path.stem, sheet.view.id
    order = yaml.safe_load(path.read_text(encoding="utf-8"))["mapped_roots"]
    rank = {root: i for i, root in enumerate([*TRIGEMINAL, *order])}
    blanks = [regions.get(BLANK, shapely.Polygon()) for regions in paintings]
    rest = blanks[0]
    if len(paintings) > 1:
        paintings, rest = _without_hairlines(paintings, _common_area(blanks))
    fields = [item for regions in paintings for item in regions.items() if item[0] != BLANK]
    features = [
        _feature(
            sheet.place(geometry, mirrored),
            root=root,
            side=side,
            kind="trigeminal" if root in TRIGEMINAL else "spinal",
            basis=basis,
        )
        for (root, basis), geometry in sorted(
            fields, key=lambda item: (rank.get(item[0][0], -1), BASES.index(item[0][1]))
        )
        for side, mirrored in sheet.sides()
    ]
    blank = None
    if not shapely.is_empty(rest):
        blank = _geojson(shapely.union_all([sheet.place(rest, mirrored) for _, mirrored in sheet.sides()]))
    document = {"type": "FeatureCollection", "scheme": scheme, "view": view_id, "units": "mm"}
    document |= {"apart": [pair for pair in apart if UNMAPPED not in pair]}
    _publish(out, f"territories/{scheme}", view_id, document | {"unmapped": blank, "features": features})


def _common_area(shapes: list[shapely.Geometry]) -> shapely.Geometry:
    """What lies in all shapes, without the lines and points in which they merely touch."""
    # No grid: the shapes are made of the same cells, and snapping would lose those narrower than it.
    common = functools.reduce(shapely.intersection, shapes)
    areas = [g for g in shapely.get_parts(common) if isinstance(g, shapely.Polygon)]
    return shapely.union_all(areas)


def _without_hairlines(
    paintings: list[dict[Part, shapely.Geometry]], blank: shapely.Geometry
) -> tuple[list[dict[Part, shapely.Geometry]], shapely.Geometry]:
    """Give each hairline of `blank`, left by all paintings, to the field it shares most border with.

    Returns the paintings and what stays blank.
    """
    paintings, stays = [dict(regions) for regions in paintings], []
    for piece in shapely.get_parts(blank):
        rim = shapely.boundary(piece)
        shared = [
            (shapely.length(shapely.intersection(rim, shapely.boundary(field))), number, name)
            for number, regions in enumerate(paintings)
            for name, field in regions.items()
            if name != BLANK
        ]
        if shared and max(shared)[0] > 0 and piece.buffer(-HAIRLINE_MM / 2).is_empty:
            _, number, name = max(shared)
            paintings[number][name] = shapely.union_all([paintings[number][name], piece])
        else:
            stays.append(piece)
    return paintings, shapely.union_all(stays)


def _write_layer(
    out: Path, folder: str, sheet: Sheet, regions: dict[str, shapely.Geometry], apart: list[tuple[str, str]]
) -> None:
    """Publish the muscles of one depth, or the fields of the skin nerves."""
    kind = "nerve" if folder == "nerves" else "muscle"
    features = [
        _feature(sheet.place(geometry, mirrored), **{kind: name, "side": side})
        for name, geometry in sorted(regions.items())
        if name != NOTHING
        for side, mirrored in sheet.sides()
    ]
    document = {"type": "FeatureCollection", "view": sheet.view.id, "units": "mm"}
    document |= {"apart": [pair for pair in apart if NOTHING not in pair], "features": features}
    _publish(out, folder, sheet.view.id, document)


def _write_landmarks(out: Path, sheet: Sheet, raster: Raster) -> None:
    body, view = shaped_body(), sheet.view
    features = []
    for landmark in read_landmarks(DATA / "landmarks.yaml", body):
        for side, mirrored in sheet.sides():
            if landmark.midline and side != view.side:
                continue
            xy = _project(sheet, raster, landmark.point.at(body.poses[view.pose]))
            if np.isnan(xy[0, 0]):
                continue
            x, y = xy[0] * [-1 if mirrored else 1, 1]
            features.append(
                _feature(
                    shapely.Point(
                        0.0 if landmark.midline and view.layout == "half" else round(x, 2), round(y, 2)
                    ),
                    landmark=landmark.id,
                    name=landmark.name,
                    side="midline" if landmark.midline else side,
                    key_point_of=landmark.key_point_of,
                )
            )
    _publish(
        out,
        "landmarks",
        view.id,
        {"type": "FeatureCollection", "view": view.id, "units": "mm", "features": features},
    )


def _write_reflexes(out: Path, sheet: Sheet, raster: Raster) -> None:
    """Publish where reflexes are struck (points) and stroked (lines, from start to end of the stroke)."""
    body, view = shaped_body(), sheet.view
    features = []
    for place in read_reflexes(DATA / "reflex_points.yaml", body):
        flip = [1, 1, 1] if view.side == "left" else [-1, 1, 1]
        points, normals = (
            place.points.at(at) * flip for at in (body.poses[view.pose], normals_of(view.pose))
        )
        for piece in seen_of(place, raster, points, normals):
            shape = shapely.Point(piece[0]) if place.kind == "tap" else _thin(shapely.LineString(piece))
            for side, mirrored in sheet.sides():
                if place.midline and mirrored and view.layout == "half":
                    continue
                features.append(
                    _feature(
                        _rounded(sheet.place(shape, mirrored)),
                        reflex=place.reflex,
                        side="midline" if place.midline else side,
                        kind=place.kind,
                    )
                )
    document = {"type": "FeatureCollection", "view": view.id, "units": "mm", "features": features}
    _publish(out, "reflexes", view.id, document)


def _rounded(geometry: shapely.Geometry) -> shapely.Geometry:
    """The geometry on hundredths of a millimetre."""
    return shapely.transform(geometry, lambda xy: np.round(xy, 2) + 0.0)


def _project(sheet: Sheet, raster: Raster, left_points: np.ndarray) -> np.ndarray:
    """Sheet places (n, 2), in the drawn half, of points (n, 3) of the patient's left; NaN where hidden."""
    p = left_points * ([1, 1, 1] if sheet.view.side == "left" else [-1, 1, 1])
    xy = raster.camera.project(p)[:, :2] + sheet.shift
    xy[~lines.seen(raster, p)] = np.nan
    return xy


# --- the same skin point in several views ------------------------------------------------------------


def surface_samples() -> dict[str, Any]:
    """Random skin points with their places in every view that shows them.

    Both sides are drawn alike, so points of the left half do.
    """
    _, _, places = sampled_skin()
    return {"side": "left", "points": [place for place in places if len(place) > 1]}


def sampled_skin() -> tuple[np.ndarray, np.ndarray, list[dict[str, list[float]]]]:
    """The triangles (n,) and weights (n, 3) of these points, and view → [x, y] mm where a view shows them."""
    body = shaped_body()
    positions = body.poses["anatomical"]
    left = (positions[body.triangles][:, :, 0] > 0.5).all(1) & (body.eye[body.triangles].max(1) == 0)
    triangles = body.triangles[left]
    a, b, c = (positions[triangles[:, i]] for i in range(3))
    area = np.linalg.norm(np.cross(b - a, c - a), axis=1)
    random = np.random.default_rng(SAMPLE_SEED)
    chosen = random.choice(len(triangles), SAMPLE_COUNT, p=area / area.sum())
    w = random.dirichlet([1, 1, 1], SAMPLE_COUNT)
    skin = lines.SkinPoints(triangles[chosen], w)
    places: list[dict[str, list[float]]] = [{} for _ in range(SAMPLE_COUNT)]
    for view in all_views(body):
        raster = rasterise(view, body, view.px_per_mm)
        sheet = Sheet(view, shift_of(view, raster))
        xy = _project(sheet, raster, skin.at(body.poses[view.pose]))
        if view.side == "right":  # the left copy is the reflected one
            xy[:, 0] *= -1
        for place, at in zip(places, xy, strict=True):
            if not np.isnan(at[0]):
                place[view.id] = [round(float(v), 2) for v in at]
    return np.nonzero(left)[0][chosen], w, places


def shift_of(view: View, raster: Raster) -> np.ndarray:
    """The shift of a view to within a pixel, without vectorising it: enough for points that test the map."""
    row, col = np.nonzero(raster.mask)
    low = raster.to_mm(np.array([[col.min() - 0.5, row.max() + 0.5]]))[0]
    x = PAIR_GAP_MM / 2 - low[0] if view.layout == "pair" else 0.0
    return np.array([x, -low[1]])


# --- writing -----------------------------------------------------------------------------------------


def _feature(geometry: shapely.Geometry, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": _geojson(geometry)}


def _geojson(geometry: shapely.Geometry) -> dict[str, Any]:
    return json.loads(shapely.to_geojson(geometry))


def _oriented(geometry: shapely.Geometry) -> shapely.Geometry:
    """Shells counter-clockwise, holes clockwise, as GeoJSON has it; lines and points stay as they are."""
    areas = isinstance(geometry, shapely.Polygon | shapely.MultiPolygon)
    return shapely.orient_polygons(geometry) if areas else geometry


def _reflected(picture: Image.Image) -> Image.Image:
    return picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)


def _publish(out: Path, folder: str, view_id: str, document: dict[str, Any]) -> None:
    _write_json(out / folder / f"{view_id}.json", document)
    if twin := MIRRORED_VIEW.get(view_id):
        _write_json(out / folder / f"{twin}.json", _mirror_document(document, twin))


def _mirror_document(document: Any, view_id: str) -> Any:
    """The same sheet seen from the other side: x reflected, left and right exchanged."""

    def walk(node: Any) -> Any:
        if isinstance(node, dict):
            if "coordinates" in node:
                g = shapely.transform(shapely.from_geojson(json.dumps(node)), lambda xy: xy * [-1, 1] + 0.0)
                return _geojson(_oriented(g))
            return {k: walk(v) for k, v in node.items()}
        if isinstance(node, list):
            return [walk(v) for v in node]
        return EXCHANGED.get(node, node) if isinstance(node, str) else node

    mirrored = walk(document) | {"view": view_id}
    if "bounds" in mirrored:
        x0, y0, x1, y1 = mirrored["bounds"]
        mirrored["bounds"] = [-x1, y0, -x0, y1]
    return mirrored


def _write_picture(path: Path, picture: Image.Image) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path, quality=60, alpha_quality=100, method=4)
    for_screen(path)


def _write_json(path: Path, document: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, separators=(",", ":")) + "\n", encoding="utf-8")
