"""Apply the rows of a map to skin samples.

A map is a painter's list: each row paints one label on one side of one edge, later rows over earlier ones.
With a first row that paints everything, gaps and overlaps cannot occur. A map whose published fields overlap
has a second list, `edges_over`, painted on a sheet of its own. A row:

    edge: T4|T5            name of the border, for people
    paint: T5              the label
    chart: trunk           the coordinates the curve is written in (fields.py)
    below: [[0, nipple - 13], [100, …], …]
                           one of below/above (second coordinate as a function of the first), left/right
                           (first as a function of the second), inside (a closed curve)
    also: [{chart, side}]  further edges that bound the row
    region: body           where the row may paint (one or several); default: the chart's own region
    landmark, source       what the edge hangs on and who says so

What the published figure does not draw is inferred: `inferred_roots` names roots whose whole field is, and a
third list, `basis`, paints `published` or `inferred` over the fields, whose borders stay where they are.

Heights may name a landmark of data/landmarks.yaml, with an offset in mm: "umbilicus + 15".
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
import yaml
from scipy.interpolate import CubicSpline, PchipInterpolator

from dermatome.anatomy.ids import BASES
from dermatome.errors import DataError
from tools.build_assets.fields import REGIONS, Samples

OVER = "edges_over"
"""Key of the rows of a second painting, where the fields of a map overlap those of the first."""

BASIS = "basis"
INFERRED_ROOTS = "inferred_roots"
"""Keys of what a map says of its own basis: rows that paint one of BASES, and roots inferred throughout."""

SIDES = ("below", "above", "left", "right", "inside")
SIDE_KEYS = {"chart", *SIDES}
ROW_KEYS = SIDE_KEYS | {"edge", "paint", "also", "region", "landmark", "source"}
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
    "plan": "foot",
}
_EXPRESSION = re.compile(r"^\s*([a-z][a-z0-9-]*)\s*(?:([+-])\s*(\d+(?:\.\d+)?))?\s*$")


class RuleError(DataError, ValueError):
    """A row that cannot be applied; names the file and the edge."""


@dataclass(frozen=True)
class Side:
    """One side of one curve in one chart; points: (n, 2) in the units of the chart."""

    chart: str
    which: str
    points: np.ndarray


@dataclass(frozen=True)
class Row:
    """What one row paints: `paint`, in all of the regions at once, on all of the sides at once."""

    file: str
    edge: str
    paint: str
    regions: tuple[str, ...]
    sides: tuple[Side, ...]


def read_rows(path: Path, heights: dict[str, float], key: str = "edges") -> list[Row]:
    """The rows under `key` of a rule file, as painted. heights: landmark → mm (landmarks.py).

    Raises RuleError for a row that cannot be applied.
    """
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(document, dict) or not document.get(key):
        raise RuleError(f"{path.name} has no {key}: give at least a row that paints everything")
    return [_row(raw, path.name, heights) for raw in document[key]]


def read_basis(path: Path, heights: dict[str, float]) -> list[Row]:
    """The rows under `basis` of a rule file, none where it has no such key; heights as for `read_rows`.

    Raises RuleError for a row that cannot be applied or paints anything but a basis.
    """
    if BASIS not in yaml.safe_load(path.read_text(encoding="utf-8")):
        return []
    rows = read_rows(path, heights, BASIS)
    for row in rows:
        if row.paint not in BASES:
            raise RuleError(
                f"{row.file}, edge {row.edge}: the basis paints {row.paint!r}; use {' or '.join(BASES)}"
            )
    return rows


def read_inferred_roots(path: Path, painted: Collection[str]) -> list[str]:
    """The roots under `inferred_roots` of a rule file. Raises RuleError for one that is not `painted`."""
    roots = yaml.safe_load(path.read_text(encoding="utf-8")).get(INFERRED_ROOTS, [])
    if not isinstance(roots, list):
        raise RuleError(f"{path.name}, {INFERRED_ROOTS}: give a list of roots, not {roots!r}")
    for root in roots:
        if root not in painted:
            raise RuleError(f"{path.name}, {INFERRED_ROOTS}: no edge paints {root!r}")
    return roots


def _row(raw: dict[str, Any], file: str, heights: dict[str, float]) -> Row:
    name = raw.get("edge", raw.get("paint", "without a name"))
    where = f"{file}, edge {name}"
    if "paint" not in raw:
        raise RuleError(f"{where}: say what it paints")
    _refuse_unknown(raw, ROW_KEYS, where)
    for part in raw.get("also", []):
        _refuse_unknown(part, SIDE_KEYS, where)
    bounded = [part for part in [raw, *raw.get("also", [])] if SIDE_KEYS & set(part)]
    sides = tuple(_side(part, where, heights) for part in bounded)
    region = raw.get("region") or (DEFAULT_REGION[sides[0].chart] if sides else "all")
    regions = tuple(region) if isinstance(region, list) else (region,)
    for name_of_region in regions:
        if name_of_region not in REGIONS:
            raise RuleError(f"{where}: unknown region {name_of_region!r}; use one of {', '.join(REGIONS)}")
    return Row(file, name, raw["paint"], regions, sides)


def _refuse_unknown(part: dict[str, Any], known: set[str], where: str) -> None:
    # A misspelt side would otherwise leave its row unbounded, and the row would paint its whole region.
    if unknown := sorted(set(part) - known):
        raise RuleError(f"{where}: unknown key {unknown[0]!r}")


def _side(raw: dict[str, Any], where: str, heights: dict[str, float]) -> Side:
    given = [s for s in SIDES if s in raw]
    if len(given) != 1:
        raise RuleError(f"{where}: give one of {', '.join(SIDES)}, not {len(given)}")
    if raw.get("chart") not in DEFAULT_REGION:
        raise RuleError(
            f"{where}: unknown chart {raw.get('chart')!r}; use one of {', '.join(DEFAULT_REGION)}"
        )
    points = np.array([_point(p, heights, where) for p in raw[given[0]]], float)
    along = points[:, 1] if given[0] in ("left", "right") else points[:, 0]
    if given[0] == "inside":
        if len(points) < 3:
            raise RuleError(f"{where}: a closed curve needs three points, not {len(points)}")
    elif len(np.unique(along)) < len(along):
        raise RuleError(f"{where}: two points of the curve lie at the same place along it")
    return Side(raw["chart"], given[0], points)


def _point(value: Any, heights: dict[str, float], where: str) -> list[float]:
    if not isinstance(value, list) or len(value) != 2:
        raise RuleError(f"{where}: {value!r} is not a point of two coordinates")
    return [_number(v, heights, where) for v in value]


def _number(value: Any, heights: dict[str, float], where: str) -> float:
    if isinstance(value, int | float):
        return float(value)
    match = _EXPRESSION.match(str(value))
    if not match or match[1] not in heights:
        raise RuleError(f"{where}: {value!r} is neither a number nor 'landmark ± mm'")
    offset = float(match[3] or 0)
    return heights[match[1]] + (-offset if match[2] == "-" else offset)


def paint(rows: list[Row], samples: Samples, labels: list[str]) -> np.ndarray:
    """The place in `labels` of each sample's label, (n,) int. Raises RuleError where one stays unpainted."""
    out = np.full(len(samples.position), -1)
    number = {label: i for i, label in enumerate(labels)}
    for row in rows:
        where = np.logical_and.reduce([samples.region(r) for r in row.regions])
        for side in row.sides:
            where[where] = _on_side(side, *(of[where] for of in samples.chart(side.chart)))
        out[where] = number[row.paint]
    if (out < 0).any():
        files = ", ".join(sorted({row.file for row in rows}))
        missed = int((out < 0).sum())
        raise RuleError(f"{files}: {missed} skin samples are painted by no row: start with a row for all")
    return out


def _on_side(side: Side, first: np.ndarray, second: np.ndarray) -> np.ndarray:
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
    return shapely.contains_xy(polygon, first, second)


def _curve(x: np.ndarray, y: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Monotone interpolation through the points (x, y), constant beyond the ends, at (n,) places."""
    if len(x) == 1:
        return np.full(len(at), y[0])
    order = np.argsort(x)
    return PchipInterpolator(x[order], y[order])(np.clip(at, x.min(), x.max()))


def _closed(points: np.ndarray) -> np.ndarray:
    """A smooth closed curve through points (n, 2) → (40 n, 2): periodic cubic, by the root of the chord."""
    ring = np.vstack([points, points[:1]])
    span = np.ptp(points, axis=0)
    s = np.r_[0, np.cumsum(np.sqrt(np.linalg.norm(np.diff(ring, axis=0) / span, axis=1)))]
    return CubicSpline(s, ring, bc_type="periodic")(np.linspace(0, s[-1], 40 * len(points)))
