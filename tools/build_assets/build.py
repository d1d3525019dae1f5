"""Build every asset of the body map: outlines, territories, body parts, landmarks, lines, shading.

`python -m tools.build_assets` writes assets/body_outlines from the pinned mesh and the rule files in data/.
The result is the same, byte for byte, on every run.
"""

from __future__ import annotations

import json
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely
import yaml

from dermatome.atlas.manifest import manifest
from tools.build_assets import lines, rules, vector
from tools.build_assets.fields import Samples
from tools.build_assets.landmarks import landmark_heights, read_landmarks
from tools.build_assets.mesh import Body, build_body
from tools.build_assets.raster import Raster, vertex_normals
from tools.build_assets.shade import shade_picture
from tools.build_assets.source import mesh_data
from tools.build_assets.views import OTHER, PAIR_GAP_MM, Side, View, all_views, rasterise

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
ASSETS = ROOT / "assets" / "body_outlines"
CACHE = ROOT / ".build-assets"
UNMAPPED = "unmapped"
TRIGEMINAL = ("V1", "V2", "V3")
SAMPLE_COUNT = 6000
SAMPLE_SEED = 1948
MIRRORED_VIEW = {"lateral-left": "lateral-right"}
MIN_ISLAND_MM2 = 6.0


@dataclass
class Sheet:
    """How built geometry lands on the published sheet: reflected copies, moved so that y starts at 0."""

    view: View
    shift: np.ndarray

    def place(self, geometry: shapely.Geometry, mirrored: bool) -> shapely.Geometry:
        flip = -1.0 if mirrored else 1.0

        def move(xy: np.ndarray) -> np.ndarray:
            return np.round((xy + self.shift) * [flip, 1.0], 3) + 0.0

        placed = shapely.transform(geometry, move)
        return shapely.orient_polygons(placed) if placed.geom_type.endswith("Polygon") else placed

    def sides(self) -> list[tuple[Side, bool]]:
        """(patient's side, is it the reflected copy) of what the view shows."""
        own: list[tuple[Side, bool]] = [(self.view.side, False)]
        return own if self.view.layout == "one" else [*own, (OTHER[self.view.side], True)]


@cache
def _body() -> Body:
    return build_body(mesh_data(CACHE))


@cache
def _normals(pose: str) -> np.ndarray:
    body = _body()
    return vertex_normals(body.poses[pose], body.triangles)


def scheme_files() -> list[Path]:
    return sorted((DATA / "schemes").glob("*.yaml"))


def build_all(processes: int = 2) -> None:
    mesh_data(CACHE)
    ids = [view.id for view in all_views(_body())]
    with ProcessPoolExecutor(processes) as pool:
        list(pool.map(build_view, ids))
    _write_json(ASSETS / "surface_samples.json", surface_samples())
    _write_json(ASSETS / "manifest.json", manifest(ROOT))


# --- one view ----------------------------------------------------------------------------------------


def build_view(view_id: str) -> None:
    body = _body()
    view = next(v for v in all_views(body) if v.id == view_id)
    raster = rasterise(view, body, view.px_per_mm)
    samples = Samples.fold(
        raster.sample(body.poses["anatomical"]), raster.sample(body.weights), raster.sample(_normals("anatomical")), body
    )
    heights = landmark_heights(DATA / "landmarks.yaml")
    layers, names = {}, {}
    for path in [*scheme_files(), DATA / "body_parts.yaml"]:
        rows = rules.read_rows(path, heights)
        names[path.stem] = sorted({row.paint for row in rows})
        image = raster.image(rules.paint(rows, samples, names[path.stem]), fill=-1)
        layers[path.stem] = _without_islands(image, raster)
    outline, polygons = vector.vectorise(raster.mask, layers, raster.to_mm, raster.k, view.layout == "half")

    sheet = Sheet(view, _shift(view, outline))
    placed_outline = shapely.union_all([sheet.place(outline, mirrored) for _, mirrored in sheet.sides()])
    _write_view(view.id, sheet, raster, placed_outline)
    for path in scheme_files():
        regions = {names[path.stem][i]: g for i, g in polygons[path.stem].items()}
        _write_territories(path, view.id, sheet, regions)
    parts = {names["body_parts"][i]: g for i, g in polygons["body_parts"].items()}
    features = [
        _feature(sheet.place(g, mirrored), part=part, side=side)
        for part, g in sorted(parts.items())
        for side, mirrored in sheet.sides()
    ]
    _publish("parts", view.id, {"type": "FeatureCollection", "view": view.id, "units": "mm", "features": features})
    _write_landmarks(view, sheet, raster)


def _without_islands(image: np.ndarray, raster: Raster) -> np.ndarray:
    """Drop specks that the raster leaves at grazing angles: each takes the label around it."""
    from scipy import ndimage

    bad = np.zeros(image.shape, bool)
    for label in np.unique(image[raster.mask]):
        part, count = ndimage.label(image == label)
        size = np.bincount(part.ravel(), minlength=count + 1)
        small = size < MIN_ISLAND_MM2 * raster.k**2
        small[0] = False
        bad |= small[part]
    good = raster.mask & ~bad
    row, col = ndimage.distance_transform_edt(~good, return_distances=False, return_indices=True)
    return np.where(raster.mask, image[row, col], -1)


def _shift(view: View, outline: shapely.Geometry) -> np.ndarray:
    x0, y0, *_ = shapely.bounds(outline)
    return np.round([PAIR_GAP_MM / 2 - x0 if view.layout == "pair" else 0.0, -y0], 2)


def _write_view(view_id: str, sheet: Sheet, raster: Raster, outline: shapely.Geometry) -> None:
    body, view = _body(), sheet.view
    features = lines.read_features(DATA / "feature_lines.yaml", body)
    drawn = lines.contours(raster)
    # A feature is written on the patient's left; the drawn half may be the right one.
    drawn += lines.feature_lines(raster, view.id, body.poses[view.pose], features, mirror=view.side == "right")
    placed = [
        {"feature": d["feature"], "weight": d["weight"], "geometry": _geojson(_thin(sheet.place(d["line"], mirrored)))}
        for d in drawn
        for _, mirrored in sheet.sides()
    ]
    fine = rasterise(view, body, view.shade_px_per_mm)
    picture = shade_picture(fine, _normals(view.pose), body.eye)
    shade, bounds = _compose_shade(picture, fine, sheet)
    document = {
        "view": view_id,
        "units": "mm",
        "bounds": [round(v, 2) for v in shapely.bounds(outline)],
        "shade": {"file": f"shade/{view_id}.webp", "bounds": bounds},
        "outline": _geojson(outline),
        "lines": placed,
    }
    (ASSETS / "shade").mkdir(parents=True, exist_ok=True)
    shade.save(ASSETS / "shade" / f"{view_id}.webp", quality=60, alpha_quality=100, method=4)
    _write_json(ASSETS / f"{view_id}.json", document)
    if twin := MIRRORED_VIEW.get(view_id):
        shade.transpose(0).save(ASSETS / "shade" / f"{twin}.webp", quality=60, alpha_quality=100, method=4)
        x0, y0, x1, y1 = bounds
        document |= {"shade": {"file": f"shade/{twin}.webp", "bounds": [-x1, y0, -x0, y1]}}
        _write_json(ASSETS / f"{twin}.json", _mirror_document(document, twin))


def _thin(line: shapely.Geometry) -> shapely.Geometry:
    return shapely.set_precision(shapely.simplify(line, 0.12), 0.05, mode="pointwise")


def _compose_shade(picture, raster: Raster, sheet: Sheet):
    """Both halves of the shading picture side by side, and its bounds on the sheet in mm."""
    from PIL import Image

    k = raster.k
    x0, y1 = raster.to_mm(np.array([[-0.5, -0.5]]))[0] + sheet.shift
    x1, y0 = raster.to_mm(np.array([[raster.width - 0.5, raster.height - 0.5]]))[0] + sheet.shift
    if sheet.view.layout == "one":
        return picture, [round(float(v), 3) for v in (x0, y0, x1, y1)]
    half = round(x1 * k)
    right = Image.new("RGBA", (2 * half, picture.height))
    right.paste(picture, (round(half + x0 * k), 0))
    both = Image.alpha_composite(right.transpose(0), right)
    return both, [round(float(v), 3) for v in (-half / k, y0, half / k, y1)]


def _write_territories(path: Path, view_id: str, sheet: Sheet, regions: dict[str, shapely.Geometry]) -> None:
    scheme = path.stem
    order = yaml.safe_load(path.read_text(encoding="utf-8"))["mapped_roots"]
    rank = {root: i for i, root in enumerate([*TRIGEMINAL, *order])}
    features = [
        _feature(
            sheet.place(geometry, mirrored), root=root, side=side, kind="trigeminal" if root in TRIGEMINAL else "spinal"
        )
        for root, geometry in sorted(regions.items(), key=lambda item: rank.get(item[0], -1))
        if root != UNMAPPED
        for side, mirrored in sheet.sides()
    ]
    blank = None
    if UNMAPPED in regions:
        blank = _geojson(shapely.union_all([sheet.place(regions[UNMAPPED], mirrored) for _, mirrored in sheet.sides()]))
    document = {"type": "FeatureCollection", "scheme": scheme, "view": view_id, "units": "mm"}
    _publish(f"territories/{scheme}", view_id, document | {"unmapped": blank, "features": features})


def _write_landmarks(view: View, sheet: Sheet, raster: Raster) -> None:
    body = _body()
    features = []
    for landmark in read_landmarks(DATA / "landmarks.yaml", body):
        for side, mirrored in sheet.sides():
            if landmark.midline and side != view.side:
                continue
            xy = _project(view, sheet, raster, landmark.point.at(body.poses[view.pose]))
            if np.isnan(xy[0, 0]):
                continue
            x, y = xy[0] * [-1 if mirrored else 1, 1]
            features.append(
                _feature(
                    shapely.Point(0.0 if landmark.midline and view.layout == "half" else round(x, 2), round(y, 2)),
                    landmark=landmark.id,
                    name=landmark.name,
                    side="midline" if landmark.midline else side,
                    key_point_of=landmark.key_point_of,
                )
            )
    _publish("landmarks", view.id, {"type": "FeatureCollection", "view": view.id, "units": "mm", "features": features})


def _project(view: View, sheet: Sheet, raster: Raster, left_points: np.ndarray) -> np.ndarray:
    """Sheet positions of skin points given on the patient's left, in the drawn half; NaN where hidden."""
    p = left_points * ([1, 1, 1] if view.side == "left" else [-1, 1, 1])
    xy = raster.camera.project(p)[:, :2] + sheet.shift
    xy[~lines.seen(raster, p)] = np.nan
    return xy


# --- the same skin point in several views ------------------------------------------------------------


def surface_samples() -> dict[str, Any]:
    """Random skin points with their places in every view that shows them; both sides are drawn alike, so left ones do."""
    body = _body()
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
        outline = shapely.from_geojson(json.dumps(json.loads((ASSETS / f"{view.id}.json").read_text())["outline"]))
        dx = shapely.bounds(outline)
        sheet = Sheet(view, _shift_from(view, raster, dx))
        xy = _project(view, sheet, raster, skin.at(body.poses[view.pose]))
        if view.side == "right":  # the left copy is the reflected one
            xy[:, 0] *= -1
        for place, at in zip(places, xy, strict=True):
            if not np.isnan(at[0]):
                place[view.id] = [round(float(v), 2) for v in at]
    return {"side": "left", "points": [place for place in places if len(place) > 1]}


def _shift_from(view: View, raster: Raster, bounds: np.ndarray) -> np.ndarray:
    """The shift of a published view, read back from its bounds."""
    row, col = np.nonzero(raster.mask)
    low = raster.to_mm(np.array([[col.min() - 0.5, row.max() + 0.5]]))[0]
    x = PAIR_GAP_MM / 2 - low[0] if view.layout == "pair" else 0.0
    return np.array([x, -low[1]])


# --- writing -----------------------------------------------------------------------------------------


def _feature(geometry: shapely.Geometry, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": _geojson(geometry)}


def _geojson(geometry: shapely.Geometry) -> dict[str, Any]:
    return json.loads(shapely.to_geojson(geometry))


def _publish(folder: str, view_id: str, document: dict[str, Any]) -> None:
    _write_json(ASSETS / folder / f"{view_id}.json", document)
    if twin := MIRRORED_VIEW.get(view_id):
        _write_json(ASSETS / folder / f"{twin}.json", _mirror_document(document, twin))


def _mirror_document(document: Any, view_id: str) -> Any:
    """The same sheet seen from the other side: x reflected, left and right exchanged."""

    def walk(node: Any) -> Any:
        if isinstance(node, dict):
            if "coordinates" in node:
                g = shapely.transform(shapely.from_geojson(json.dumps(node)), lambda xy: xy * [-1, 1] + 0.0)
                return _geojson(shapely.orient_polygons(g) if g.geom_type.endswith("Polygon") else g)
            return {k: walk(v) for k, v in node.items()}
        if isinstance(node, list):
            return [walk(v) for v in node]
        return OTHER.get(node, node) if isinstance(node, str) else node

    mirrored = walk(document) | {"view": view_id}
    if "bounds" in mirrored:
        x0, y0, x1, y1 = mirrored["bounds"]
        mirrored["bounds"] = [-x1, y0, -x0, y1]
    return mirrored


def _write_json(path: Path, document: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, separators=(",", ":")) + "\n", encoding="utf-8")
