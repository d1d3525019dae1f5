"""What lies where on the skin of the whole body: the regions of a map or layer, told at any place of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from dermatome.anatomy.ids import BASES, INFERRED, SIDES
from tools.build_assets import rules
from tools.build_assets.landmarks import landmark_heights
from tools.build_assets.mesh import Body
from tools.build_assets.skin import SkinPlaces

TRIGEMINAL = ("V1", "V2", "V3")
BLANK = ("unmapped", "none")


@dataclass(frozen=True)
class Region:
    """One region: its root, muscle, nerve or part, the patient's side, and for maps its basis."""

    owner: str
    side: str
    basis: str | None = None


@dataclass(frozen=True, eq=False)
class Layer:
    """One picture of the skin. label: places → code; regions: code → region, None for skin without one."""

    id: str
    kind: str
    label: Callable[[SkinPlaces], np.ndarray]
    regions: dict[int, Region | None]


def all_layers(data: Path, body: Body) -> list[Layer]:
    """Every layer that the rule files in `data` paint. Raises RuleError for a row that cannot be applied."""
    heights = landmark_heights(data / "landmarks.yaml")
    found = []
    for path in sorted((data / "schemes").glob("*.yaml")):
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        order = [*TRIGEMINAL, *document["mapped_roots"]]
        sheets = {path.stem: "edges"}
        if rules.OVER in document:
            sheets[f"{path.stem}-over"] = rules.OVER
        rows = {name: rules.read_rows(path, heights, key) for name, key in sheets.items()}
        painted = {row.paint for of in rows.values() for row in of} - set(BLANK)
        inferred = rules.read_inferred_roots(path, painted)
        basis = rules.read_basis(path, heights)
        for name, of in rows.items():
            found.append(_layer(name, "root", of, body, _Basis(basis, inferred), order))
    for depth in ("superficial", "deep"):
        files = sorted((data / "muscles" / depth).glob("*.yaml"))
        rows = [row for path in files for row in rules.read_rows(path, heights)]
        found.append(_layer(f"muscles-{depth}", "muscle", rows, body))
    for name, kind, file in (("nerves", "nerve", "nerve_fields"), ("body-parts", "part", "body_parts")):
        found.append(_layer(name, kind, rules.read_rows(data / f"{file}.yaml", heights), body))
    return found


@dataclass(frozen=True)
class _Basis:
    """Which skin of a map is inferred: that painted so by the rows, and the roots named."""

    rows: list[rules.Row]
    roots: list[str]


def _layer(
    name: str,
    kind: str,
    rows: list[rules.Row],
    body: Body,
    basis: _Basis | None = None,
    order: list[str] | None = None,
) -> Layer:
    names = sorted({row.paint for row in rows}, key=lambda owner: (_rank(order, owner), owner))
    blank = np.isin(names, BLANK)
    throughout = np.isin(names, basis.roots if basis else [])

    def label(places: SkinPlaces) -> np.ndarray:
        samples = places.samples(body)
        owner = rules.paint(rows, samples, names)
        inferred = throughout[owner]
        if basis and basis.rows:
            inferred = inferred | (rules.paint(basis.rows, samples, list(BASES)) == BASES.index(INFERRED))
        right = places.position[:, 0] < 0
        return np.where(blank[owner], -1, 4 * owner + 2 * right + inferred)

    regions: dict[int, Region | None] = {-1: None}
    for i, owner in enumerate(names):
        for right, side in enumerate(SIDES):
            for inferred, of in enumerate(BASES):
                regions[4 * i + 2 * right + inferred] = Region(owner, side, of if basis else None)
    return Layer(name, kind, label, regions)


def _rank(order: list[str] | None, owner: str) -> int:
    return order.index(owner) if order and owner in order else -1


def as_json(kind: str, region: Region) -> dict[str, Any]:
    """A region with the names that the files of the flat views use."""
    found = {kind: region.owner, "side": region.side}
    return found | ({"basis": region.basis} if region.basis else {})
