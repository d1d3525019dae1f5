"""Apply the rows of a map to skin samples.

A map is a painter's list: each row paints one label on one side of one edge, later rows over earlier ones.
With a first row that paints everything, gaps and overlaps cannot occur. A row:

    edge: T4|T5            name of the border, for people
    paint: T5              the label
    chart: trunk           the coordinates the curve is written in (fields.py)
    below: [[0, nipple - 13], [100, …], …]   one of below/above (second coordinate as a function of the first),
                           left/right (first as a function of the second), inside (a closed curve)
    also: [{chart, side}]  further edges that bound the row
    region: body           where the row may paint (one or several); default: the chart's own region
    landmark, source       what the edge hangs on and who says so

Heights may name a landmark of data/landmarks.yaml, with an offset in mm: "umbilicus + 15".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
import yaml
from scipy.interpolate import CubicSpline, PchipInterpolator

from tools.build_assets.fields import Samples

SIDES = ("below", "above", "left", "right", "inside")
DEFAULT_REGION = {
    "trunk": "body",
    "head": "head",
    "arm": "arm",
    "arm-round": "arm",
    "hand": "hand",
    "thumb": "hand",
    "leg": "leg",
    "foot": "foot",
    "sole": "sole",
    "ring": "leg",
    "front": "body",
    "side": "body",
}
_EXPRESSION = re.compile(r"^\s*([a-z][a-z0-9-]*)\s*(?:([+-])\s*(\d+(?:\.\d+)?))?\s*$")


class RuleError(ValueError):
    """A row that cannot be applied; names the file and the edge."""


@dataclass(frozen=True)
class Side:
    """One side of one curve in one chart."""

    chart: str
    which: str
    points: np.ndarray


@dataclass(frozen=True)
class Row:
    edge: str
    paint: str
    regions: tuple[str, ...]
    sides: tuple[Side, ...]


def read_rows(path: Path, heights: dict[str, float]) -> list[Row]:
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [_row(raw, path.name, heights) for raw in document["edges"]]


def _row(raw: dict[str, Any], file: str, heights: dict[str, float]) -> Row:
    name = raw.get("edge", raw["paint"])
    where = f"{file}, edge {name}"
    sides = tuple(_side(part, where, heights) for part in [raw, *raw.get("also", [])] if set(SIDES) & set(part))
    region = raw.get("region") or (DEFAULT_REGION[sides[0].chart] if sides else "all")
    return Row(name, raw["paint"], tuple(region) if isinstance(region, list) else (region,), sides)


def _side(raw: dict[str, Any], where: str, heights: dict[str, float]) -> Side:
    given = [s for s in SIDES if s in raw]
    if len(given) != 1:
        raise RuleError(f"{where}: give one of {', '.join(SIDES)}, not {len(given)}")
    if raw.get("chart") not in DEFAULT_REGION:
        raise RuleError(f"{where}: unknown chart {raw.get('chart')!r}")
    points = np.array([[_number(v, heights, where) for v in p] for p in raw[given[0]]], float)
    return Side(raw["chart"], given[0], points)


def _number(value: Any, heights: dict[str, float], where: str) -> float:
    if isinstance(value, int | float):
        return float(value)
    match = _EXPRESSION.match(str(value))
    if not match or match[1] not in heights:
        raise RuleError(f"{where}: {value!r} is neither a number nor 'landmark ± mm'")
    offset = float(match[3] or 0)
    return heights[match[1]] + (-offset if match[2] == "-" else offset)


def paint(rows: list[Row], samples: Samples, labels: list[str]) -> np.ndarray:
    """Label number of each sample, (n,) int; raises RuleError where a sample stays unpainted."""
    out = np.full(len(samples.position), -1)
    number = {label: i for i, label in enumerate(labels)}
    for row in rows:
        where = np.logical_and.reduce([samples.region(r) for r in row.regions])
        for side in row.sides:
            where = where & _on_side(side, samples, where)
        out[where] = number[row.paint]
    if (out < 0).any():
        raise RuleError(f"{int((out < 0).sum())} skin samples are painted by no row: start with a row for all")
    return out


def _on_side(side: Side, samples: Samples, where: np.ndarray) -> np.ndarray:
    first, second = samples.chart(side.chart)
    x, y = side.points.T
    match side.which:
        case "below":
            return second < _curve(x, y, first)
        case "above":
            return second > _curve(x, y, first)
        case "left":
            return first < _curve(y, x, second)
        case "right":
            return first > _curve(y, x, second)
    polygon = shapely.Polygon(_closed(side.points))
    shapely.prepare(polygon)
    hit = np.zeros(len(first), bool)
    hit[where] = shapely.contains_xy(polygon, first[where], second[where])
    return hit


def _curve(x: np.ndarray, y: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Monotone interpolation through the points, constant beyond the ends."""
    if len(x) == 1:
        return np.full(len(at), y[0])
    order = np.argsort(x)
    return PchipInterpolator(x[order], y[order])(np.clip(at, x.min(), x.max()))


def _closed(points: np.ndarray) -> np.ndarray:
    """A smooth closed curve through the points (periodic cubic by chord length)."""
    ring = np.vstack([points, points[:1]])
    span = np.ptp(points, axis=0)
    s = np.r_[0, np.cumsum(np.sqrt(np.linalg.norm(np.diff(ring, axis=0) / span, axis=1)))]
    return CubicSpline(s, ring, bc_type="periodic")(np.linspace(0, s[-1], 40 * len(points)))
