"""How built geometry is published: where it lands on a sheet, and the files it is written to.

Lengths are millimetres of the body. A sheet is what is seen: x to the right, y up from its lowest point.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from PIL import Image

from tools.build_assets.shade import for_screen
from tools.build_assets.views import OTHER, Side, View

MIRRORED_VIEW = {"lateral-left": "lateral-right"}
EXCHANGED: dict[str, str] = {"left": "right", "right": "left"}


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


def feature(geometry: shapely.Geometry, **properties: Any) -> dict[str, Any]:
    """One feature of a GeoJSON collection; geometry in sheet mm."""
    return {"type": "Feature", "properties": properties, "geometry": geojson(geometry)}


def geojson(geometry: shapely.Geometry) -> dict[str, Any]:
    """A geometry as GeoJSON has it."""
    return json.loads(shapely.to_geojson(geometry))


def _oriented(geometry: shapely.Geometry) -> shapely.Geometry:
    """Shells counter-clockwise, holes clockwise, as GeoJSON has it; lines and points stay as they are."""
    areas = isinstance(geometry, shapely.Polygon | shapely.MultiPolygon)
    return shapely.orient_polygons(geometry) if areas else geometry


def reflected(picture: Image.Image) -> Image.Image:
    """The picture as in a mirror, left to right."""
    return picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)


def publish(out: Path, folder: str, view_id: str, document: dict[str, Any]) -> None:
    """Write the document of a view, and of the view that mirrors it, into a folder of `out`."""
    write_json(out / folder / f"{view_id}.json", document)
    if twin := MIRRORED_VIEW.get(view_id):
        write_json(out / folder / f"{twin}.json", mirror_document(document, twin))


def mirror_document(document: Any, view_id: str) -> Any:
    """The same sheet seen from the other side: x reflected, left and right exchanged."""

    def walk(node: Any) -> Any:
        if isinstance(node, dict):
            if "coordinates" in node:
                g = shapely.transform(shapely.from_geojson(json.dumps(node)), lambda xy: xy * [-1, 1] + 0.0)
                return geojson(_oriented(g))
            return {k: walk(v) for k, v in node.items()}
        if isinstance(node, list):
            return [walk(v) for v in node]
        return EXCHANGED.get(node, node) if isinstance(node, str) else node

    mirrored = walk(document) | {"view": view_id}
    if "bounds" in mirrored:
        x0, y0, x1, y1 = mirrored["bounds"]
        mirrored["bounds"] = [-x1, y0, -x0, y1]
    return mirrored


def write_picture(path: Path, picture: Image.Image) -> None:
    """Write the picture of a view, and a smaller one for the screen, making folders where needed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path, quality=60, alpha_quality=100, method=4)
    for_screen(path)


def write_json(path: Path, document: dict[str, Any]) -> None:
    """Write a document in one line, making folders where needed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, separators=(",", ":")) + "\n", encoding="utf-8")
