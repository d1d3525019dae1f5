"""Reflexes: where each is struck or stroked, and where that is seen in a view."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import yaml
from scipy.interpolate import PchipInterpolator

from tools.build_assets.lines import LOOK_FROM, SkinPoints, on_skin, runs, seen
from tools.build_assets.mesh import Body
from tools.build_assets.raster import Raster

STEP_MM = 1.2  # a stroke is put on the skin in steps of this length
MIN_SEEN = 0.6  # a stroke of which less is seen in one piece would lead the finger astray
MIN_FACING = 0.25  # skin turned further away from the viewer is seen as a mere edge: the sole from the front


@dataclass(frozen=True)
class ReflexPlace:
    """One reflex of the left half or the midline; `points` holds one place for a tap, many for a stroke."""

    reflex: str
    kind: Literal["tap", "stroke"]
    midline: bool
    points: SkinPoints


def read_reflexes(path: Path, body: Body) -> list[ReflexPlace]:
    """All places of a rule file, put on the skin. Raises SystemExit for a row that cannot be read."""
    positions = body.poses["anatomical"]
    found = []
    for row in yaml.safe_load(path.read_text(encoding="utf-8"))["points"]:
        if row["from"] not in LOOK_FROM:
            raise SystemExit(
                f"{path.name}, {row['reflex']}: unknown direction {row['from']!r}; "
                f"use one of {', '.join(LOOK_FROM)}"
            )
        if (row["kind"] == "stroke") != ("points" in row):
            raise SystemExit(f"{path.name}, {row['reflex']}: a stroke has points, a tap has x and y")
        drawn = row.get("points") or [[row["x"], row["y"]]]
        xy = np.array(drawn, float)
        low, high = row.get("between", (-1e9, 1e9))
        keep = (positions[:, 0] > -1e-6) & (positions[:, 1] > low) & (positions[:, 1] < high)
        midline = row["from"] in ("front", "back", "above", "below") and not xy[:, 0].any()
        found.append(
            ReflexPlace(row["reflex"], row["kind"], midline, on_skin(body, row["from"], _dense(xy), keep))
        )
    return found


def seen_of(place: ReflexPlace, raster: Raster, points: np.ndarray, normals: np.ndarray) -> list[np.ndarray]:
    """What a view shows of a reflex, in mm of the camera: a list of at most one piece (n, 2), start first.

    points: (m, 3) mm, the place as posed and on the drawn side, with the normals (m, 3) of its skin. A tap is
    one piece of one point; a stroke is left out where too little of it is seen.
    """
    xy = raster.camera.project(points)[:, :2]
    facing = normals @ raster.camera.toward > MIN_FACING * np.linalg.norm(normals, axis=1)
    pieces = runs(seen(raster, points) & facing)
    if place.kind == "stroke":
        whole = _length(points)
        pieces = [run for run in pieces if _length(points[run]) >= MIN_SEEN * whole]
    return [xy[run] for run in pieces]


def _dense(xy: np.ndarray) -> np.ndarray:
    """The way through points (n, 2), smooth where there are more than two, in steps of the length above."""
    if len(xy) == 1:
        return xy
    along = np.r_[0, np.cumsum(np.linalg.norm(np.diff(xy, axis=0), axis=1))]
    steps = np.linspace(0, along[-1], max(2, int(np.ceil(along[-1] / STEP_MM)) + 1))
    if len(xy) == 2:
        return np.stack([np.interp(steps, along, xy[:, i]) for i in (0, 1)], 1)
    return PchipInterpolator(along, xy)(steps)


def _length(points: np.ndarray) -> float:
    return float(np.linalg.norm(np.diff(points, axis=0), axis=1).sum())
