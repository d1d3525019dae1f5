"""Line drawing of a view: inner contours found from depth steps, and authored feature lines.

A feature line is a row of data/feature_lines.yaml: points looked at from one direction, put on the skin
once and then drawn in every view where they are seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import shapely
import yaml
from scipy import ndimage
from scipy.interpolate import CubicSpline
from scipy.spatial import KDTree

from tools.build_assets.mesh import Body
from tools.build_assets.raster import Frame, Raster, frame

DEPTH_STEP_MM = 14.0
MIN_LENGTH_MM = 38.0
REACH_MM = 14.0  # no triangle is larger
SIGHT_MM = 2.5  # a skin point this far from the surface seen at its pixel still counts as seen
LOOK_FROM: dict[str, Frame] = {
    "front": frame((1, 0, 0), (0, 1, 0)),
    "back": frame((-1, 0, 0), (0, 1, 0)),
    "left": frame((0, 0, -1), (0, 1, 0)),
    "inner": frame((0, 0, 1), (0, 1, 0)),
    "above": frame((1, 0, 0), (0, 0, -1)),
    "below": frame((1, 0, 0), (0, 0, 1)),
}


@dataclass(frozen=True)
class SkinPoints:
    """Points on the surface: corners (n, 3) vertex numbers and barycentric weights (n, 3)."""

    corners: np.ndarray
    weights: np.ndarray

    def at(self, positions: np.ndarray) -> np.ndarray:
        """Where the points (n, 3) lie when the vertices lie at `positions` (v, 3), in the unit of these."""
        return (positions[self.corners] * self.weights[:, :, None]).sum(1)


def on_skin(body: Body, look: str, xy: np.ndarray, keep: np.ndarray | None = None) -> SkinPoints:
    """The nearest skin seen from `look` at sheet points (n, 2) mm; falls back to the closest vertex.

    Sheet x is counted from the midline to the patient's left for front, back, above and below, and is
    z (forwards) for left and inner. keep: (v,) bool, the vertices that count; default: all.
    """
    sheet, depth, tree = _looked_at(body, look)
    keep = np.ones(len(depth), bool) if keep is None else keep
    corners, weights = [], []
    for point in np.asarray(xy, float):
        near = body.triangles[tree.query_ball_point(point, REACH_MM)]
        near = near[keep[near].all(1)]
        a, b, c = (sheet[near[:, i]] for i in range(3))
        area = _cross(b - a, c - a)
        with np.errstate(divide="ignore", invalid="ignore"):
            w1 = _cross(point - a, c - a) / area
            w2 = _cross(b - a, point - a) / area
        w = np.stack([1 - w1 - w2, w1, w2], 1)
        inside = np.isfinite(w).all(1) & (w > -1e-9).all(1)
        if inside.any():
            w, near = w[inside], near[inside]
            front = int(np.argmax((depth[near] * w).sum(1)))
            corners.append(near[front])
            weights.append(w[front])
            continue
        used = np.nonzero(keep)[0]
        nearest = used[int(np.argmin(np.hypot(*(sheet[used] - point).T)))]
        corners.append([nearest] * 3)
        weights.append([1.0, 0.0, 0.0])
    return SkinPoints(np.array(corners), np.array(weights, float))


@cache
def _looked_at(body: Body, look: str) -> tuple[np.ndarray, np.ndarray, KDTree]:
    """Sheet (n, 2) and depth (n,), in mm, of the vertices from one direction, and a tree of the triangles."""
    positions = body.poses["anatomical"]
    camera = LOOK_FROM[look]
    x = positions[:, 2] if look in ("left", "inner") else positions[:, 0]
    y = positions[:, 2] if look in ("above", "below") else positions[:, 1]
    sheet = np.stack([x, y], 1)
    return sheet, positions @ camera.toward, KDTree(sheet[body.triangles].mean(1))


def _cross(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]


@dataclass(frozen=True)
class Feature:
    """One line of the drawing: its weight (contour, feature or fine), the views that show it, its points."""

    name: str
    weight: str
    views: tuple[str, ...]
    points: SkinPoints


def read_features(path: Path, body: Body) -> list[Feature]:
    """Feature lines of the left half (and of the midline), densely sampled on the skin."""
    features = []
    for row in yaml.safe_load(path.read_text(encoding="utf-8"))["lines"]:
        points = np.array(row["points"], float)
        if row.get("closed"):
            points = np.vstack([points, points[:1]])
        s = np.r_[0, np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))]
        if len(points) > 2:
            spline = CubicSpline(s, points, bc_type="periodic" if row.get("closed") else "natural")
            points = spline(np.linspace(0, s[-1], max(8, int(s[-1] / 1.2))))
        else:
            points = np.linspace(points[0], points[1], max(4, int(s[-1] / 1.2)))
        views = row["in"] if isinstance(row["in"], list) else [row["in"]]
        features.append(
            Feature(
                row["feature"], row.get("weight", "feature"), tuple(views), on_skin(body, row["from"], points)
            )
        )
    return features


def seen(raster: Raster, points: np.ndarray, tolerance: float = SIGHT_MM) -> np.ndarray:
    """Which 3D points (n, 3) mm of the drawn pose are not hidden behind the body in a view, (n,) bool."""
    p = raster.camera.project(points)
    px = raster.to_px(p[:, :2])
    col, row = np.rint(px).astype(int).T
    inside = (col >= 0) & (col < raster.width) & (row >= 0) & (row < raster.height)
    out = np.zeros(len(points), bool)
    gap = np.abs(p[inside, 2] - raster.depth[row[inside], col[inside]])
    out[inside] = (gap < tolerance) & raster.mask[row[inside], col[inside]]
    return out


def feature_lines(
    raster: Raster, view: str, pose: np.ndarray, features: list[Feature], mirror: bool
) -> list[dict]:
    """Visible runs of the features in one view, as {"feature", "weight", "line"} in sheet mm.

    pose: (v, 3) mm. With `mirror` the features of the left half are drawn on the right one.
    """
    found = []
    for feature in features:
        if view not in feature.views:
            continue
        p = feature.points.at(pose)
        if mirror:
            p = p * [-1, 1, 1]
        sheet = raster.camera.project(p)[:, :2]
        for run in runs(seen(raster, p)):
            if len(run) > 2:
                found.append(
                    {
                        "feature": feature.name,
                        "weight": feature.weight,
                        "line": shapely.LineString(sheet[run]),
                    }
                )
    return found


def runs(flags: np.ndarray) -> list[np.ndarray]:
    """Indices of each run of set flags (n,) bool."""
    index = np.nonzero(flags)[0]
    return [] if not len(index) else np.split(index, np.nonzero(np.diff(index) > 1)[0] + 1)


def contours(raster: Raster) -> list[dict]:
    """Lines where one part of the body passes in front of another; records as from `feature_lines`."""
    # `to_mm` of the pixel corner between two pixels with a depth step, merged into lines.
    depth = np.where(raster.mask, raster.depth, np.nan)
    segments = []
    for axis in (0, 1):
        step = np.abs(np.diff(depth, axis=axis))
        row, col = np.nonzero(step > DEPTH_STEP_MM)
        if axis == 0:
            ends = np.stack([np.stack([col - 0.5, row + 0.5], 1), np.stack([col + 0.5, row + 0.5], 1)], 1)
        else:
            ends = np.stack([np.stack([col + 0.5, row - 0.5], 1), np.stack([col + 0.5, row + 0.5], 1)], 1)
        segments.append(ends)
    ends = np.concatenate(segments)
    if not len(ends):
        return []
    merged = shapely.line_merge(shapely.multilinestrings(np.asarray(shapely.linestrings(ends))))
    found = []
    for line in shapely.get_parts(merged):
        xy = _smooth(shapely.get_coordinates(line), 1.6 * raster.k)
        line = shapely.LineString(raster.to_mm(xy))
        if line.length >= MIN_LENGTH_MM:
            found.append({"feature": "contour", "weight": "contour", "line": line})
    return found


def _smooth(xy: np.ndarray, sigma: float) -> np.ndarray:
    mode = "wrap" if np.allclose(xy[0], xy[-1]) else "nearest"
    out = ndimage.gaussian_filter1d(xy, sigma, axis=0, mode=mode)
    if mode == "nearest":
        out[0], out[-1] = xy[0], xy[-1]
    else:
        out[-1] = out[0]
    return out
