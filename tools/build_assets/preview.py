"""`python -m tools.build_assets.preview PAINTING VIEW PICTURE`: look at the rules of one painting.

PAINTING is the name of a map (isncsci), of a layer (muscles/superficial, nerves) or body_parts. The picture
shows what the rules paint, before borders are smoothed, with the name of each label; nothing is published.
Rulers show millimetres of the camera's sheet; --chart draws the lines of a chart, to tell where an edge goes.
"""

from __future__ import annotations

import argparse
import colorsys
import pickle
import sys
import zlib

import numpy as np
from PIL import Image, ImageDraw
from scipy import ndimage

from dermatome.errors import AtlasError
from tools.build_assets import rules, vector
from tools.build_assets.build import CACHE, DATA, layer_paintings, map_paintings
from tools.build_assets.fields import CHARTS, Samples
from tools.build_assets.landmarks import landmark_heights
from tools.build_assets.mesh import build_body
from tools.build_assets.raster import vertex_normals
from tools.build_assets.shade import shade_picture
from tools.build_assets.source import mesh_data
from tools.build_assets.territories import NOTHING, UNMAPPED
from tools.build_assets.views import all_views, rasterise

PALE = (238, 232, 226)
GRID_STEP = {
    "trunk": (15, 25),
    "head": (15, 25),
    "front": (25, 25),
    "side": (25, 25),
    "plan": (10, 10),
    "ring": (10, 30),
}


def main() -> int:
    """Draw one preview. Returns 0, or 2 where the painting or a rule cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m tools.build_assets.preview", description=__doc__)
    parser.add_argument("painting")
    parser.add_argument("view")
    parser.add_argument("picture")
    parser.add_argument("--chart", choices=sorted(CHARTS), help="draw the lines of this chart")
    parser.add_argument("--crop", nargs=4, type=float, metavar=("X0", "Y0", "X1", "Y1"), help="sheet mm")
    parser.add_argument("--scale", type=float, default=1.0, help="of the picture")
    options = parser.parse_args()
    try:
        picture(options)
    except (AtlasError, KeyError, StopIteration) as error:
        print(f"Cannot draw {options.painting} in {options.view}: {error}", file=sys.stderr)
        return 2
    return 0


def picture(options: argparse.Namespace) -> None:
    """Paint, light and label the chosen painting and save it."""
    raster, samples, shade = _seen(options.view)
    paintings = {p.name: p for p in [*map_paintings(), *layer_paintings().values()]}
    painting = paintings[options.painting]
    heights = landmark_heights(DATA / "landmarks.yaml")
    rows = [row for path in painting.files for row in rules.read_rows(path, heights, painting.key)]
    names = sorted({row.paint for row in rows})
    image = raster.image(rules.paint(rows, samples, names), fill=-1)
    colours = np.array([_colour(name) for name in names] + [(255, 255, 255)], np.uint8)
    drawn = Image.fromarray(colours[image], "RGB").convert("RGBA")
    drawn.alpha_composite(shade)
    if options.chart:
        _chart_lines(drawn, raster, samples, options.chart)
    box = (0, 0, *drawn.size)
    if options.crop:
        x0, y0, x1, y1 = options.crop
        origin = raster.to_mm(np.zeros((1, 2)))[0]
        col, row = ((x0, x1) - origin[0]) * raster.k, (origin[1] - np.array([y1, y0])) * raster.k
        box = (int(col[0]), int(row[0]), int(col[1]), int(row[1]))
    drawn = drawn.crop(box)
    drawn = drawn.resize((round(drawn.width * options.scale), round(drawn.height * options.scale)))
    pen = ImageDraw.Draw(drawn)
    for number, name in enumerate(names):
        if name not in (NOTHING, UNMAPPED):
            _write_name(pen, image == number, name, box, options.scale)
    _rulers(pen, raster, box, options.scale)
    drawn.convert("RGB").save(options.picture)


def _seen(view_id: str):
    """Raster, samples and relief of a view, kept from one preview to the next."""
    kept = CACHE / f"preview-{view_id}.pickle"
    if kept.exists():
        return pickle.loads(kept.read_bytes())
    body = build_body(mesh_data(CACHE))
    view = next(v for v in all_views(body) if v.id == view_id)
    raster = rasterise(view, body, view.px_per_mm)
    normals = vertex_normals(body.poses["anatomical"], body.triangles)
    samples = Samples.fold(
        raster.sample(body.poses["anatomical"]), raster.sample(body.weights), raster.sample(normals), body
    )
    shade = shade_picture(raster, vertex_normals(body.poses[view.pose], body.triangles), body.eye)
    kept.write_bytes(pickle.dumps((raster, samples, shade)))
    return raster, samples, shade


def _colour(name: str) -> tuple[int, int, int]:
    if name in (NOTHING, UNMAPPED):
        return PALE
    seed = zlib.crc32(name.encode())
    r, g, b = colorsys.hls_to_rgb(seed % 360 / 360, 0.55 + seed // 360 % 20 / 100, 0.65)
    return round(255 * r), round(255 * g), round(255 * b)


def _write_name(pen: ImageDraw.ImageDraw, where: np.ndarray, name: str, box, scale: float) -> None:
    pieces = vector.islands(where)
    for piece in range(1, min(int(pieces.max()), 4) + 1):
        row, col = np.nonzero(pieces == piece)
        if len(row) < 60:
            continue
        depth = np.zeros(np.add(where.shape, 2))
        ndimage.distance_transform_edt(np.pad(pieces == piece, 1), distances=depth)
        depth = depth[1:-1, 1:-1]
        row, col = np.unravel_index(int(np.argmax(depth)), depth.shape)
        at = ((col - box[0]) * scale, (row - box[1]) * scale)
        pen.text(at, name, fill=(0, 0, 0), anchor="mm", stroke_width=1, stroke_fill=(255, 255, 255))


def _chart_lines(drawn: Image.Image, raster, samples: Samples, chart: str) -> None:
    step = GRID_STEP.get(chart, (15, 0.1) if chart in ("arm", "arm-round", "leg") else (0.5, 0.1))
    ink = np.zeros((*raster.mask.shape, 4), np.uint8)
    for number, values in enumerate(samples.chart(chart)):
        cell = raster.image(np.floor(values / step[number]).astype(int), fill=-999)
        edge = (cell != np.roll(cell, 1, 0)) | (cell != np.roll(cell, 1, 1))
        ink[edge & raster.mask] = (150, 0, 0, 150) if number else (0, 0, 150, 150)
    drawn.alpha_composite(Image.fromarray(ink, "RGBA"))


def _rulers(pen: ImageDraw.ImageDraw, raster, box, scale: float) -> None:
    """Ticks every 20 mm of the camera's sheet at the left and lower rim."""
    x0, y1 = raster.to_mm(np.array([[box[0], box[1]]], float))[0]
    x1, y0 = raster.to_mm(np.array([[box[2], box[3]]], float))[0]
    for mm in range(int(np.ceil(x0 / 20)) * 20, int(x1), 20):
        at = (mm - x0) * raster.k * scale
        pen.line([(at, (box[3] - box[1]) * scale - 6), (at, (box[3] - box[1]) * scale)], fill=(90, 90, 90))
        pen.text((at, (box[3] - box[1]) * scale - 8), str(mm), fill=(90, 90, 90), anchor="mb")
    for mm in range(int(np.ceil(y0 / 20)) * 20, int(y1), 20):
        at = (y1 - mm) * raster.k * scale
        pen.line([(0, at), (6, at)], fill=(90, 90, 90))
        pen.text((8, at), str(mm), fill=(90, 90, 90), anchor="lm")


if __name__ == "__main__":
    sys.exit(main())
