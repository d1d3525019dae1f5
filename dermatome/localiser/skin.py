"""The skin as cells: what part each lies in, to which side of it, and what maps and nerves give it to.

Cells are a grid over the views of the patient's right; the left is its mirror image. Lengths in millimetres
of the page.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely

from dermatome.anatomy.ids import BODY_PARTS, TERRITORY_ROOTS
from dermatome.anatomy.load import facts
from dermatome.atlas.load import Atlas, atlas

STEP: Final[Mapping[str, float]] = {
    **dict.fromkeys(("anterior", "posterior", "lateral-right"), 13.0),
    **dict.fromkeys(("hand-palmar", "hand-dorsal", "foot-dorsum", "foot-sole"), 5.0),
    "perineum": 9.0,
    "head-lateral": 11.0,
}
"""Width of the grid in each view: a finger has some twenty cells."""

_FRONT_BACK = ("anterior", "posterior")
_ROUND = (*_FRONT_BACK, "lateral-right")
_HAND = ("hand-palmar", "hand-dorsal")
_FOOT = ("foot-dorsum", "foot-sole")
SEEN_IN: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(BODY_PARTS, _ROUND),
    **dict.fromkeys(("upper-arm", "elbow", "forearm", "wrist"), _FRONT_BACK),
    **dict.fromkeys(("palm", "hand-dorsum"), _HAND),
    **dict.fromkeys(("thumb", "index-finger", "middle-finger", "ring-finger", "little-finger"), _HAND),
    **dict.fromkeys(("great-toe", "toes"), _FOOT),
    "foot-dorsum": ("foot-dorsum", "lateral-right"),
    "foot-sole": ("foot-sole",),
    "heel": ("foot-sole", "posterior", "lateral-right"),
    "perineum": ("perineum",),
    "genitals": ("perineum", "anterior"),
    "ear": ("head-lateral",),
    "scalp": ("head-lateral", "posterior"),
    "face": ("head-lateral", "anterior"),
    "neck": ("head-lateral", "anterior", "posterior"),
}
"""Where the cells of a part are taken from: the views that show it best, for no skin should count twice."""

EDGE: Final = 0.75
"""Of parts that are seen side-on as well, the outer side is but the edge of what is seen from the front."""
FOOT_EDGE: Final = 0.4
"""Of the foot seen side-on, its outer edge is what lies this low; what lies higher is its top again."""
SEEN_SIDE_ON: Final = tuple(part for part, views in SEEN_IN.items() if "lateral-right" in views)
POINT_REACH_MM: Final = 8.0
"""A point that is told stands for the skin this far around it."""


@dataclass(frozen=True, eq=False)
class Skin:
    """All cells, as arrays of one entry a cell."""

    view: np.ndarray
    x: np.ndarray
    y: np.ndarray
    part: np.ndarray
    across: np.ndarray
    """0 at the inner edge of the part (or the midline), 1 at the outer; side-on 0 behind, 1 in front."""
    along: np.ndarray
    """0 at the lower end of the part, 1 at the upper."""
    area: np.ndarray
    roots: Mapping[str, np.ndarray]
    """By map: cells × roots of :data:`TERRITORY_ROOTS`, 1 where the map gives the cell to the root."""
    mapped: Mapping[str, np.ndarray]
    fields: np.ndarray
    """Cells × fields of skin nerves."""

    def surface(self, name: str) -> np.ndarray:
        """Return 1 for cells on a surface of their part (``medial``, ``palmar``), 0 for the others."""
        side_on = self.view == "lateral-right"
        behind = np.isin(self.view, ("posterior", "hand-dorsal"))
        outer = self.across > np.where(np.isin(self.part, SEEN_SIDE_ON), EDGE, 0.6)
        inner = self.across < 0.4
        dorsal = np.isin(self.view, ("hand-dorsal", "foot-dorsum", "posterior"))
        found = {
            "anterior": np.where(side_on, outer, ~behind),
            "posterior": np.where(side_on, inner, behind),
            "lateral": side_on | outer,
            "medial": ~side_on & inner,
            "radial": side_on | outer,
            "ulnar": ~side_on & inner,
            "upper": self.along > 0.5,
            "lower": self.along < 0.5,
            "palmar": ~dorsal,
            "dorsal": dorsal,
            "plantar": self.view == "foot-sole",
        }[name]
        return found.astype(np.float32)

    def patch(self, part: str, surfaces: tuple[str, ...] = ()) -> np.ndarray:
        """Return the weights of a patch over the cells; they add up to one, or to nothing.

        Surfaces narrow the part down one after the other, but one that no cell of it is on is passed over.
        """
        weights = self.area * (self.part == part)
        if part == "foot-dorsum":
            # The outer edge of the foot, which the side view shows along its sole, is not what its top means.
            edge = (self.along < FOOT_EDGE) if "lateral" in surfaces else False
            weights = weights * ((self.view == "foot-dorsum") | edge)
        for name in surfaces:
            narrower = weights * self.surface(name)
            weights = narrower if narrower.any() else weights
        total = weights.sum()
        return weights / total if total else weights

    def around(self, view: str, x: float, y: float) -> np.ndarray:
        """Return the weights of the skin around a point of a view, on either side of the body.

        A point beside the body stands for the skin next to it.
        """
        weights = np.zeros_like(self.area)
        here = self._near(view, x, y)
        weights[here] = self.area[here] / self.area[here].sum() if here.size else 0.0
        return weights

    @functools.lru_cache(maxsize=8192)  # noqa: B019 (there is one skin a process)
    def _near(self, view: str, x: float, y: float, beside: bool = True) -> np.ndarray:
        if view == "lateral-left":
            view, x = "lateral-right", -x
        same = self._cells_of(view)
        if not same.size:
            return same
        elsewhere = np.sign(self.x[same].mean()) != np.sign(x) and "lateral" not in view
        far = np.hypot(self.x[same] - (-x if elsewhere else x), self.y[same] - y)
        near = float(far.min()) + 0.1
        reach = max(POINT_REACH_MM, near if beside or near < 2 * STEP[view] else 0.0)
        return same[far <= reach]

    @functools.cache  # noqa: B019
    def _cells_of(self, view: str) -> np.ndarray:
        return np.flatnonzero(self.view == view)

    def painted(self, spots: tuple[tuple[str, float, float], ...]) -> np.ndarray:
        """Return the weights of the skin under painted spots of a part."""
        weights = np.zeros_like(self.area)
        here = np.concatenate([self._near(*spot) for spot in spots])
        weights[here] = self.area[here]
        total = weights.sum()
        return weights / total if total else weights

    def parts_of(
        self, spots: Iterable[tuple[str, float, float]]
    ) -> Mapping[str, tuple[tuple[str, float, float], ...]]:
        """Return painted spots by the part of the body each lies in; those beside the body are left out."""
        found: dict[str, dict[tuple[str, float, float], None]] = {}
        for view, x, y in spots:
            here = self._near(view, x, y, beside=False)
            if here.size:
                part = str(self.part[here[np.argmax(self.area[here])]])
                found.setdefault(part, {})[view, x, y] = None
        return {part: tuple(sorted(inside)) for part, inside in sorted(found.items())}


@functools.cache
def skin() -> Skin:
    """Return the cells of this installation, worked out once per process.

    :raises AssetError: the built geometry is missing or malformed.
    """
    source = atlas()
    pieces = [piece for view in STEP for piece in _cells(source, view)]
    names = ("view", "x", "y", "part", "across", "along", "area")
    columns = {name: np.concatenate([piece[name] for piece in pieces]) for name in names}
    roots, mapped = _roots(source, columns)
    return Skin(**columns, roots=roots, mapped=mapped, fields=_fields(source, columns))


def _cells(source: Atlas, view: str):
    step = STEP[view]
    for area in source.parts(view):
        if area.side == "left" or view not in SEEN_IN[area.part]:
            continue
        x0, y0, x1, y1 = area.geometry.bounds
        xs, ys = np.meshgrid(np.arange(x0 + step / 2, x1, step), np.arange(y0 + step / 2, y1, step))
        inside = shapely.contains_xy(area.geometry, xs, ys)
        if not inside.any():
            centre = area.geometry.representative_point()
            xs, ys, inside = np.array([[centre.x]]), np.array([[centre.y]]), np.array([[True]])
        across = _across(xs, inside, view)
        x, y = xs[inside], ys[inside]
        span = max(y1 - y0, 1.0)
        yield {
            "view": np.full(x.shape, view),
            "x": x,
            "y": y,
            "part": np.full(x.shape, area.part),
            "across": across[inside],
            "along": (y - y0) / span,
            "area": np.full(x.shape, step * step, dtype=np.float32),
        }


def _across(xs: np.ndarray, inside: np.ndarray, view: str) -> np.ndarray:
    """Return where each cell lies in its row of the part, from its inner edge to its outer."""
    outward = xs if view in {"lateral-right", "head-lateral"} else np.abs(xs)
    low = np.where(inside, outward, np.inf).min(axis=1, keepdims=True)
    high = np.where(inside, outward, -np.inf).max(axis=1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        found = (outward - low) / (high - low)
    return np.where(np.isfinite(found), found, 0.5)


def _roots(source: Atlas, cells: Mapping[str, np.ndarray]):
    column = {root: n for n, root in enumerate(TERRITORY_ROOTS)}
    roots: dict[str, np.ndarray] = {}
    mapped: dict[str, np.ndarray] = {}
    for scheme in source.schemes:
        found = np.zeros((len(cells["x"]), len(column)), dtype=np.float32)
        for view in STEP:
            here = np.flatnonzero(cells["view"] == view)
            for territory in source.territories(scheme.id, view):
                if territory.side != "left" and territory.root in column:
                    inside = shapely.intersects_xy(territory.geometry, cells["x"][here], cells["y"][here])
                    found[here[inside], column[territory.root]] = 1.0
        roots[scheme.id] = found
        mapped[scheme.id] = np.any(found, axis=1).astype(bool)
    return roots, mapped


def _fields(source: Atlas, cells: Mapping[str, np.ndarray]) -> np.ndarray:
    column = {field: n for n, field in enumerate(facts().nerve_fields)}
    found = np.zeros((len(cells["x"]), len(column)), dtype=np.float32)
    for view in STEP:
        here = np.flatnonzero(cells["view"] == view)
        for region in source.nerves(view):
            if region.side != "left":
                inside = shapely.intersects_xy(region.geometry, cells["x"][here], cells["y"][here])
                found[here[inside], column[region.id]] = 1.0
    return found
