"""Landmarks: named skin points, and where each is seen in a view."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

from tools.build_assets.lines import LOOK_FROM, SkinPoints, on_skin
from tools.build_assets.mesh import Body

HEIGHT_DIRECTIONS = ("front", "back", "left", "inner")


@dataclass(frozen=True)
class Landmark:
    """One named point on the skin of the left half, or of the midline; `point` holds one SkinPoint."""

    id: str
    name: str
    key_point_of: str | None
    midline: bool
    point: SkinPoints


def _rows(path: Path) -> dict[str, dict]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))["landmarks"]


def landmark_heights(path: Path) -> dict[str, float]:
    """Heights (mm, mesh coordinates) on which edges may hang."""
    return {key: float(row["y"]) for key, row in _rows(path).items() if row["from"] in HEIGHT_DIRECTIONS}


def read_landmarks(path: Path, body: Body) -> list[Landmark]:
    """All landmarks of a rule file, put on the skin. Raises SystemExit for an unknown direction."""
    positions = body.poses["anatomical"]
    found = []
    for key, row in _rows(path).items():
        if row["from"] not in LOOK_FROM:
            raise SystemExit(
                f"{path.name}, {key}: unknown direction {row['from']!r}; use one of {', '.join(LOOK_FROM)}"
            )
        low, high = row.get("between", (-1e9, 1e9))
        keep = (positions[:, 0] > -1e-6) & (positions[:, 1] > low) & (positions[:, 1] < high)
        point = on_skin(body, row["from"], np.array([[row["x"], row["y"]]], float), keep)
        midline = row["from"] in ("front", "back") and row["x"] == 0
        found.append(Landmark(key, row["name"], row.get("key_point"), midline, point))
    return found
