"""Build every asset of the body map: outlines, territories, body parts, landmarks, lines, shading.

`python -m tools.build_assets` writes assets/body_outlines from the pinned mesh and the rule files in data/.
The result is the same, byte for byte, on every run. An outline that is shipped stays as it is, whatever
borders end on it; delete the file of a view to have its outline drawn anew.

Lengths are millimetres of the body. A sheet is what is seen: x to the right, y up from its lowest point.
"""

from __future__ import annotations

import itertools
import json
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import shapely
import yaml
from PIL import Image

from dermatome.anatomy.ids import BASES, INFERRED
from dermatome.atlas.manifest import manifest
from tools.build_assets import lines, rules, vector
from tools.build_assets.fields import Samples
from tools.build_assets.landmarks import landmark_heights, read_landmarks
from tools.build_assets.mesh import Body, build_body
from tools.build_assets.publish import (
    MIRRORED_VIEW,
    Sheet,
    feature,
    geojson,
    mirror_document,
    publish,
    reflected,
    write_json,
    write_picture,
)
from tools.build_assets.raster import Raster, vertex_normals
from tools.build_assets.reflexes import read_reflexes, seen_of
from tools.build_assets.shade import shade_picture
from tools.build_assets.source import mesh_data
from tools.build_assets.territories import UNMAPPED, write_layer, write_territories
from tools.build_assets.views import PAIR_GAP_MM, View, all_views, rasterise

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
ASSETS = ROOT / "assets" / "body_outlines"
CACHE = ROOT / ".build-assets"
SAMPLE_COUNT = 6000
SAMPLE_SEED = 1948
MIN_ISLAND_MM2 = 6.0
SAME_SKIN_MM = 12.0  # neighbouring pixels further apart than this on the body lie on two folds of it
MIN_SKIN_BORDER_MM = 4.0
SLIVER_MM = 3.3  # a field nowhere wider is seen edge-on: it would only line the outline of its neighbour


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
    write_json(out / "surface_samples.json", surface_samples())
    write_json(out / "manifest.json", manifest(ROOT, out))


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
        write_territories(out, path, sheet, sheets, sorted(set(apart)))
    for folder, painting in layer_paintings().items():
        images, labels = _painted([painting], samples, raster, heights)
        _, shapes = vector.vectorise(raster.mask, images, raster.to_mm, raster.k, symmetric)
        regions = {labels[folder][i]: g for i, g in shapes[folder].items()}
        apart = occluding_pairs(images[folder], labels[folder], raster)
        write_layer(out, folder, sheet, regions, apart)
    parts = {names["body_parts"][i]: g for i, g in polygons["body_parts"].items()}
    features = [
        feature(sheet.place(g, mirrored), part=part, side=side)
        for part, g in sorted(parts.items())
        for side, mirrored in sheet.sides()
    ]
    publish(
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
            "geometry": geojson(_thin(sheet.place(d["line"], mirrored))),
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
        "outline": geojson(outline),
        "lines": placed,
    }
    write_picture(out / "shade" / f"{view_id}.webp", shade)
    write_json(out / f"{view_id}.json", document)
    if twin := MIRRORED_VIEW.get(view_id):
        write_picture(out / "shade" / f"{twin}.webp", reflected(shade))
        x0, y0, x1, y1 = bounds
        document |= {"shade": {"file": f"shade/{twin}.webp", "bounds": [-x1, y0, -x0, y1]}}
        write_json(out / f"{twin}.json", mirror_document(document, twin))


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
    both = Image.alpha_composite(reflected(right), right)
    return both, [round(float(v), 3) for v in (-half / k, y0, half / k, y1)]


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
                feature(
                    shapely.Point(
                        0.0 if landmark.midline and view.layout == "half" else round(x, 2), round(y, 2)
                    ),
                    landmark=landmark.id,
                    name=landmark.name,
                    side="midline" if landmark.midline else side,
                    key_point_of=landmark.key_point_of,
                )
            )
    publish(
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
                    feature(
                        _rounded(sheet.place(shape, mirrored)),
                        reflex=place.reflex,
                        side="midline" if place.midline else side,
                        kind=place.kind,
                    )
                )
    document = {"type": "FeatureCollection", "view": view.id, "units": "mm", "features": features}
    publish(out, "reflexes", view.id, document)


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
