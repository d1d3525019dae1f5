"""Build assets/body_3d: the labelled surface itself, for views that can be turned.

Two meshes, a picture of the unfolded skin for each map and layer, and places on the skin. Axes and units as
in mesh.py; the shape of the files is told in assets/body_3d/README.md.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from scipy.spatial import KDTree

from dermatome.atlas.manifest import digest_of_rules
from tools.build_assets.borders import Borders, find_borders
from tools.build_assets.build import (
    DATA,
    MIRRORED_VIEW,
    ROOT,
    normals_of,
    sampled_skin,
    shaped_body,
    shift_of,
)
from tools.build_assets.gltf import Shape, write_glb
from tools.build_assets.landmarks import read_landmarks
from tools.build_assets.layers import Region, all_layers, as_json
from tools.build_assets.lining import Lining
from tools.build_assets.mesh import Body, in_triangles
from tools.build_assets.reflexes import read_reflexes
from tools.build_assets.skin import SkinPlaces, Texels
from tools.build_assets.stands import Stands
from tools.build_assets.views import OTHER, View, all_views, rasterise

BODY_3D = ROOT / "assets" / "body_3d"
POSES = {"anatomical": "anatomical", "arms-raised": "arm-forward", "lithotomy": "lithotomy"}
"""Poses as they are published, and as mesh.py names them; the first is the one at rest."""

MESHES = {"body": 0, "body-fine": 1}
"""Files, and how many steps of subdivision their triangles are."""

SIZE = 2048
MM_PER_STEP = 1 / 8
REACH_MM = 5.5  # half a line of three pixels where the whole body is seen, and its soft edge
FINE_MM = 4.0  # beyond it whole millimetres do: fewer bytes, and only broad lines ask for them
MIRROR = np.array([-1.0, 1.0, 1.0])
SAMPLES = 4000
STROKE_STEPS = 8  # every n-th place of a stroke is published


def build_surface(out: Path = BODY_3D, processes: int = 2) -> None:
    """Write every file of the body in three dimensions into the folder `out`.

    Raises RuleError for a row that cannot be applied and SystemExit where the mesh cannot be had.
    """
    (out / "labels").mkdir(parents=True, exist_ok=True)
    body = shaped_body()
    counts = {
        f"{name}.glb": _write_mesh(out / f"{name}.glb", name, body, step) for name, step in MESHES.items()
    }
    names = [layer.id for layer in all_layers(DATA, body)]
    with ProcessPoolExecutor(processes) as pool:
        layers = dict(zip(names, pool.map(partial(_build_layer, out=out), names), strict=True))
    _write_json(out / "samples.json", {"points": _samples()})
    files = ["samples.json", *counts, *(layer["file"] for layer in layers.values())]
    sizes = {name: _file(out / name) | counts.get(name, {}) for name in sorted(files)}
    document = {
        "version": _digest(json.dumps([sizes, layers]).encode())[:12],
        "rules": digest_of_rules(ROOT),
        "units": "mm",
        "poses": list(POSES),
        "bounds": {
            pose: [_round(body.poses[of].min(0)), _round(body.poses[of].max(0))] for pose, of in POSES.items()
        },
        "labels": {"size": SIZE, "mm_per_step": MM_PER_STEP, "reach_mm": REACH_MM},
        "files": sizes,
        "layers": layers,
        "projections": [each for view in all_views(body) for each in _projections(view, body)],
        "landmarks": _landmarks(body),
        "reflexes": _reflexes(body),
    }
    _write_json(out / "surface.json", document)


@cache
def _texels() -> Texels:
    return Texels(shaped_body(), SIZE)


# --- meshes ------------------------------------------------------------------------------------------


def _write_mesh(path: Path, name: str, body: Body, step: int) -> dict[str, int]:
    """Write the triangles of one step of subdivision, with places and normals of the finest surface."""
    unfolding = body.unfoldings[step]
    corner, place = (in_triangles(of).ravel() for of in (unfolding.quads, unfolding.flat_quads))
    pairs, triangles = np.unique(corner * len(body.flat) + place, return_inverse=True)
    vertex, flat = np.divmod(pairs, len(body.flat))
    shape = Shape(
        {pose: body.poses[of][vertex] for pose, of in POSES.items()},
        {pose: normals_of(of)[vertex] for pose, of in POSES.items()},
        body.flat[flat] * [1, -1] + [0, 1],
        triangles.reshape(-1, 3),
    )
    write_glb(path, name, shape)
    return {"triangles": len(shape.triangles), "vertices": len(vertex)}


# --- layers ------------------------------------------------------------------------------------------


def _build_layer(name: str, out: Path) -> dict[str, Any]:
    """Write the picture of one layer; returns what surface.json says of it."""
    layer = next(of for of in all_layers(DATA, shaped_body()) if of.id == name)
    texels = _texels()
    places = texels.points

    def label(at: SkinPlaces) -> np.ndarray:
        return layer.label(_lining().outside(at))

    codes = texels.labels(label)
    borders = find_borders(texels.number, codes, places, label)
    distance, beyond = borders.distances(places, codes, REACH_MM)
    within = distance < REACH_MM
    known = {int(code): layer.regions[code] for code in np.unique(codes)}
    present = [code for code, region in known.items() if region]
    red, green = (np.searchsorted([-1, *present], of) for of in (codes, beyond))
    distance = np.where(distance > FINE_MM, np.round(distance), distance)
    blue = np.where(within, np.round(distance / MM_PER_STEP), 255)
    image = np.stack([texels.image(channel.astype(np.uint8)) for channel in (red, green, blue)], -1)
    file = f"labels/{name}.webp"
    Image.fromarray(image).save(out / file, lossless=True, method=6)
    found = [region for region in known.values() if region]
    regions = _regions(layer.kind, found, red, borders, np.array(present), texels)
    return {"file": file, "kind": layer.kind, "regions": regions}


def _regions(
    kind: str, found: list[Region], red: np.ndarray, borders: Borders, codes: np.ndarray, texels: Texels
) -> list[dict[str, Any]]:
    """What surface.json says of each region; red: (n,) region of each known texel."""
    area = np.bincount(red, texels.area, minlength=len(found) + 1)
    stands = _stands()
    fields = np.array([-1, *(_field(found, region) for region in found)])
    at = texels.number_at(stands.uv)
    seen = stands.of(fields[red[at]])
    described = []
    for i, region in enumerate(found, 1):
        toward, middle = seen[int(fields[i])]
        own = np.nonzero(red == i)[0]
        chosen = own[_deepest(borders, codes[i - 1], texels, own, toward)]
        described.append(
            as_json(kind, region)
            | {
                "area": round(float(area[i])),
                "label": _place(texels.corner(chosen), texels.weights[chosen], texels.uv(chosen)),
                "stand": {"toward": _round(toward, 3), "centre": middle},
            }
        )
    return described


def _field(found: list[Region], region: Region) -> int:
    """The first of the regions that belongs to the same field: a field may be published and inferred."""
    return next(i for i, of in enumerate(found) if (of.owner, of.side) == (region.owner, region.side))


def _deepest(borders: Borders, code: int, texels: Texels, own: np.ndarray, toward: np.ndarray) -> int:
    """Which of the texels `own` of a region lies well inside it and faces where it is looked at from."""
    some = own[:: max(1, len(own) // 4000)]
    piece = (borders.pair == code).any(1)
    depth = (
        KDTree(borders.ends[piece].mean(1)).query(texels.points.position[some])[0]
        if piece.any()
        else np.ones(len(some))
    )
    facing = np.clip(texels.points.normal[some] @ toward, 0, 1)
    shown = texels.inside[texels.known][some] & ~_lining().of(texels.points.take(some))
    best = int(np.argmax(depth * (0.2 + facing) * shown))
    return int(np.searchsorted(own, some[best]))


@cache
def _stands() -> Stands:
    return Stands(shaped_body(), POSES)


@cache
def _lining() -> Lining:
    return Lining(shaped_body(), _stands(), normals_of("anatomical"))


# --- places ------------------------------------------------------------------------------------------


def _place(corners: np.ndarray, weights: np.ndarray, uv: np.ndarray, flip: bool = False) -> dict[str, Any]:
    """A place on the skin: corners (3,) vertex numbers, weights (3,), uv (2,); `flip` for the other side."""
    body, turn = shaped_body(), MIRROR if flip else 1.0
    normals = {pose: weights @ normals_of(of)[corners] * turn for pose, of in POSES.items()}
    return {
        "at": {pose: _round(weights @ body.poses[of][corners] * turn) for pose, of in POSES.items()},
        "normal": {pose: _round(n / np.linalg.norm(n), 2) for pose, n in normals.items()},
        "uv": _round(uv, 5),
    }


def _places(points: Any, flip: bool) -> list[dict[str, Any]]:
    at = points.at(shaped_body().poses["anatomical"]) * (MIRROR if flip else 1.0)
    uvs = [_texels().uv(near) for near in _texels().nearest_to(at)]
    return [
        _place(corners, weights, uv, flip)
        for corners, weights, uv in zip(points.corners, points.weights, uvs, strict=True)
    ]


def _sides(midline: bool) -> Iterable[tuple[str, bool]]:
    return [("midline", False)] if midline else [("left", False), ("right", True)]


def _landmarks(body: Body) -> list[dict[str, Any]]:
    return [
        {
            "landmark": landmark.id,
            "name": landmark.name,
            "side": side,
            "key_point_of": landmark.key_point_of,
            **_places(landmark.point, flip)[0],
        }
        for landmark in read_landmarks(DATA / "landmarks.yaml", body)
        for side, flip in _sides(landmark.midline)
    ]


def _reflexes(body: Body) -> list[dict[str, Any]]:
    return [
        {
            "reflex": place.reflex,
            "side": side,
            "kind": place.kind,
            "path": _places(_thinned(place.points), flip),
        }
        for place in read_reflexes(DATA / "reflex_points.yaml", body)
        for side, flip in _sides(place.midline)
    ]


def _thinned(points: Any) -> Any:
    count = len(points.corners)
    keep = np.unique(np.r_[np.arange(0, count, STROKE_STEPS), count - 1])
    return type(points)(points.corners[keep], points.weights[keep])


def _projections(view: View, body: Body) -> list[dict[str, Any]]:
    """How each side of the body comes to lie on a flat view, and on the view that mirrors it."""
    raster, camera = rasterise(view, body, view.px_per_mm), view.camera
    shift = shift_of(view, raster)
    pose = next(name for name, of in POSES.items() if of == view.pose)
    row, col = np.nonzero(raster.mask)
    corners = raster.to_mm(np.array([[col.min(), row.min()], [col.max(), row.max()]])) + shift
    depth = raster.depth[raster.mask]
    found = []
    for side, flip in ((view.side, 1.0), (OTHER[view.side], -1.0)):
        turn = np.array([flip, 1.0, 1.0])
        found.append(
            {
                "view": MIRRORED_VIEW.get(view.id, view.id) if flip < 0 else view.id,
                "side": side,
                "pose": pose,
                "right": _round(camera.right * turn * flip, 5),
                "up": _round(camera.up * turn, 5),
                "shift": _round(shift * [flip, 1.0], 2),
                "low": _round((corners * [flip, 1.0]).min(0)),
                "high": _round((corners * [flip, 1.0]).max(0)),
                "depth": _round(np.array([depth.min(), depth.max()])),
            }
        )
    return found


def _samples() -> list[dict[str, Any]]:
    """Random skin: its places on the picture, left and right, and on the flat views that show the left."""
    body, texels = shaped_body(), _texels()
    triangle, weights, views = sampled_skin()
    unfolding = body.unfoldings[-1]
    flat = (body.flat[in_triangles(unfolding.flat_quads)[triangle]] * weights[:, :, None]).sum(1)
    at = (body.poses["anatomical"][body.triangles[triangle]] * weights[:, :, None]).sum(1)
    twin = texels.nearest_to(at * MIRROR)
    found = [
        {"left": _round(uv * [1, -1] + [0, 1], 5), "right": _round(texels.uv(other), 5), "views": seen}
        for uv, other, seen in zip(flat, twin, views, strict=True)
        if seen
    ]
    return found[:SAMPLES]


# --- writing -----------------------------------------------------------------------------------------


def _round(values: np.ndarray, digits: int = 1) -> list[float]:
    return [float(v) + 0.0 for v in np.round(values, digits)]


def _write_json(path: Path, document: dict[str, Any]) -> None:
    path.write_text(json.dumps(document, separators=(",", ":")) + "\n", encoding="utf-8")


def _file(path: Path) -> dict[str, Any]:
    content = path.read_bytes()
    return {"bytes": len(content), "sha256": _digest(content)}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
