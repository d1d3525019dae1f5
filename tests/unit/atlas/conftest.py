# pyright: reportArgumentType=false
"""A toy atlas of boxes, small enough to reason about: three bands a side, one of them with a hole."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import shapely
from shapely.geometry import box, mapping
from shapely.geometry.base import BaseGeometry

from dermatome.anatomy.ids import VIEWS
from dermatome.atlas.load import Atlas

# Right half of the patient at x < 0, as in the anterior view. Heights in millimetres.
BANDS = {"C5": (200.0, 300.0), "T4": (100.0, 200.0), "L1": (0.0, 100.0)}
HOLE = box(-60, 40, -40, 60)
MUSCLES = {
    "superficial": {"deltoid": box(-90, 210, -10, 290), "quadriceps-femoris": box(-90, 10, -10, 90)},
    "deep": {"psoas-major": box(-80, 60, -20, 140)},
}
"""Shapes of the right side, by depth."""
NERVES = {"radial-field": box(-100, 130, 0, 300), "femoral-field": box(-100, 0, 0, 130)}
REFLEXES = {
    "knee-jerk-patellar": ("tap", [[-50, 50]]),
    "abdominal-all-quadrants": ("stroke", [[-80, 150], [-20, 160]]),
}
SCHEME = """\
id: toy
name: Toy map
short_name: Toy
year: 1900
kind: schematic
sources: [TOY]
summary: Three bands.
caveat: Made of boxes.
mapped_roots: [C5, T4, L1, S1]
"""


def _both_sides(shape: BaseGeometry) -> dict[str, BaseGeometry]:
    return {"right": shape, "left": shapely.affinity.scale(shape, xfact=-1, origin=(0, 0))}


def _feature(shape: BaseGeometry, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "properties": properties, "geometry": mapping(shape)}


def _layer(view: str, kind: str, shapes: dict[str, BaseGeometry]) -> dict[str, object]:
    """A layer's file: every shape on both sides, or on the one side that the view shows."""
    only = view.removeprefix("lateral-") if view.startswith("lateral-") else None
    features = [
        _feature(part, **{kind: name, "side": side})
        for name, shape in shapes.items()
        for side, part in _both_sides(shape).items()
        if only in (None, side)
    ]
    return {"type": "FeatureCollection", "view": view, "units": "mm", "apart": [], "features": features}


def _reflexes(view: str) -> dict[str, object]:
    only = view.removeprefix("lateral-") if view.startswith("lateral-") else None
    features = [
        _feature(
            shapely.Point(places[0]) if kind == "tap" else shapely.LineString(places),
            reflex=name,
            side=side,
            kind=kind,
        )
        for name, (kind, way) in REFLEXES.items()
        for side, flip in (("right", 1), ("left", -1))
        if only in (None, side)
        for places in ([[flip * x, y] for x, y in way],)
    ]
    return {"type": "FeatureCollection", "view": view, "units": "mm", "features": features}


def _shapes(view: str) -> dict[tuple[str, str], BaseGeometry]:
    """Territories of a view; the lateral views show one side only."""
    only = view.removeprefix("lateral-") if view.startswith("lateral-") else None
    shapes: dict[tuple[str, str], BaseGeometry] = {}
    for root, (low, high) in BANDS.items():
        band = box(-100, low, 0, high)
        pieces = {root: band.difference(HOLE), "S1": HOLE} if root == "L1" else {root: band}
        for name, piece in pieces.items():
            shapes |= {
                (name, side): part for side, part in _both_sides(piece).items() if only in (None, side)
            }
    return shapes


@pytest.fixture
def toy_files(tmp_path: Path) -> Path:
    """Write the toy atlas and return the folder that holds ``assets`` and ``data``."""
    assets, data = tmp_path / "assets", tmp_path / "data"
    (data / "schemes").mkdir(parents=True)
    (data / "schemes" / "toy.yaml").write_text(SCHEME, encoding="utf-8")
    (data / "landmark_expectations.csv").write_text(
        "scheme,landmark,roots,within_mm,source\ntoy,nipple,T4,,TOY\ntoy,seam,T4|L1,5,TOY\n", encoding="utf-8"
    )
    folders = ["territories/toy", "parts", "landmarks", "nerves", "reflexes"]
    for folder in (*folders, *(f"muscles/{depth}" for depth in MUSCLES)):
        (assets / folder).mkdir(parents=True)
    for view in VIEWS:
        shapes = _shapes(view)
        outline = shapely.union_all(list(shapes.values()))
        x0, y0, x1, y1 = outline.bounds
        documents = {
            assets / f"{view}.json": {
                "view": view,
                "units": "mm",
                "bounds": [x0, y0, x1, y1],
                "outline": mapping(outline),
                "lines": [
                    {
                        "feature": "navel",
                        "weight": "feature",
                        "geometry": {"type": "LineString", "coordinates": [[-5, 150], [5, 150]]},
                    }
                ],
                "shade": None,
            },
            assets / "territories" / "toy" / f"{view}.json": {
                "type": "FeatureCollection",
                "scheme": "toy",
                "view": view,
                "units": "mm",
                "unmapped": None,
                "features": [
                    _feature(shape, root=root, side=side, kind="spinal", basis="published")
                    for (root, side), shape in shapes.items()
                ],
            },
            assets / "parts" / f"{view}.json": {
                "type": "FeatureCollection",
                "features": [
                    _feature(
                        shapely.union_all([s for (r, sd), s in shapes.items() if sd == side and r in roots]),
                        part=part,
                        side=side,
                    )
                    for part, roots in (("chest", ("C5", "T4")), ("thigh-front", ("L1", "S1")))
                    for side in ("left", "right")
                    if any(sd == side for _, sd in shapes)
                ],
            },
            assets / "landmarks" / f"{view}.json": {
                "type": "FeatureCollection",
                "features": [
                    _feature(shapely.Point(x, y), landmark=name, side=side, key_point_of=None)
                    for name, y in (("nipple", 150), ("seam", 97))
                    for side, x in (("right", -20), ("left", 20))
                    if any(sd == side for _, sd in shapes)
                ],
            },
        }
        documents |= {
            assets / "muscles" / depth / f"{view}.json": _layer(view, "muscle", shapes_of_depth)
            for depth, shapes_of_depth in MUSCLES.items()
        }
        documents[assets / "nerves" / f"{view}.json"] = _layer(view, "nerve", dict(NERVES))
        documents[assets / "reflexes" / f"{view}.json"] = _reflexes(view)
        for file, document in documents.items():
            file.write_text(json.dumps(document), encoding="utf-8")
    samples = [
        {"anterior": [-90 + 0.1 * n, 150], "lateral-right": [-90 + 0.1 * n, 150]} for n in range(400)
    ] + [{"anterior": [-90 + 0.1 * n, 250], "posterior": [-90 + 0.1 * n, 250]} for n in range(800)]
    (assets / "surface_samples.json").write_text(json.dumps({"points": samples}), encoding="utf-8")
    return tmp_path


@pytest.fixture
def toy(toy_files: Path) -> Atlas:
    """The toy atlas, loaded."""
    return Atlas(toy_files / "assets", toy_files / "data")


@pytest.fixture
def partly_inferred(toy_files: Path) -> Atlas:
    """The toy atlas, in which the lower part of T4, below 130 mm, is inferred."""
    for file in sorted((toy_files / "assets/territories/toy").glob("*.json")):
        document = json.loads(file.read_text(encoding="utf-8"))
        features = []
        for feature in document["features"]:
            told = feature["properties"]
            if told["root"] != "T4":
                features.append(feature)
                continue
            for basis, (low, high) in (("published", (130.0, 200.0)), ("inferred", (100.0, 130.0))):
                half = _both_sides(box(-100, low, 0, high))[told["side"]]
                features.append(_feature(half, **{**told, "basis": basis}))
        file.write_text(json.dumps(document | {"features": features}), encoding="utf-8")
    return Atlas(toy_files / "assets", toy_files / "data")


FOLDED = {"C5": (180.0, 300.0), "T4": (80.0, 220.0), "L1": (0.0, 120.0)}
"""Bands that overlap by 40 mm: C5 and L1 are painted first, T4 over both."""


@pytest.fixture
def folded(toy_files: Path) -> Atlas:
    """The toy atlas with a second map, ``fold``, whose fields overlap."""
    text = SCHEME.replace("id: toy", "id: fold").replace("Toy", "Fold").replace(", S1]", "]")
    (toy_files / "data" / "schemes" / "fold.yaml").write_text(
        f"{text}edges: []\nedges_over: [{{paint: T4}}]\n", encoding="utf-8"
    )
    (toy_files / "assets" / "territories" / "fold").mkdir()
    for view in VIEWS:
        only = view.removeprefix("lateral-") if view.startswith("lateral-") else None
        features = [
            _feature(part, root=root, side=side, kind="spinal", basis="published")
            for root, (low, high) in FOLDED.items()
            for side, part in _both_sides(box(-100, low, 0, high)).items()
            if only in (None, side)
        ]
        document = {"type": "FeatureCollection", "scheme": "fold", "view": view, "units": "mm"}
        document |= {"unmapped": None, "features": features}
        (toy_files / "assets" / "territories" / "fold" / f"{view}.json").write_text(
            json.dumps(document), encoding="utf-8"
        )
    return Atlas(toy_files / "assets", toy_files / "data")


@pytest.fixture
def edit(toy_files: Path) -> Callable[[str, Callable[[dict], None]], None]:
    """Change one of the toy's files in place, before it is read."""

    def change(file: str, how: Callable[[dict], None]) -> None:
        path = toy_files / "assets" / file
        document = json.loads(path.read_text(encoding="utf-8"))
        how(document)
        path.write_text(json.dumps(document), encoding="utf-8")

    return change
