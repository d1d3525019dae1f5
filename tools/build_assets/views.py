"""The ten views: which pose, from where, how much of the body, at which resolution."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from tools.build_assets.fields import hand_axes
from tools.build_assets.mesh import SEGMENTS, Body
from tools.build_assets.raster import Frame, Raster, frame

# half: the sheet is mirrored at x = 0 and one half is drawn, then reflected.
# pair: one limb is drawn and its mirror image set beside it. one: a single side (lateral views).
Layout = Literal["half", "pair", "one"]
Side = Literal["left", "right"]
Keep = Callable[[Body], np.ndarray]
Limits = Callable[[np.ndarray], tuple[float, float, float, float]]
PAIR_GAP_MM = 22.0
OTHER: dict[Side, Side] = {"left": "right", "right": "left"}


@dataclass(frozen=True)
class View:
    """One view as it is built.

    side: the patient's side that is drawn (for half and pair: at sheet x ≥ 0). keep: body → (n,) bool, the
    vertices whose faces are drawn. box: sheet points (n, 2) → limits (x0, y0, x1, y1) in mm, before a pair is
    moved apart.
    """

    id: str
    pose: str
    camera: Frame
    layout: Layout
    side: Side
    keep: Keep
    box: Limits
    px_per_mm: float
    shade_px_per_mm: float


def _weight(body: Body, *segments: str) -> np.ndarray:
    return body.weights[:, [SEGMENTS.index(s) for s in segments]].sum(1)


def _sign(side: Side) -> float:
    return 1.0 if side == "left" else -1.0


def _whole_body(side: Side) -> Keep:
    def keep(body: Body) -> np.ndarray:
        return body.poses["anatomical"][:, 0] * _sign(side) > -25

    return keep


def _near_half(body: Body) -> np.ndarray:
    """The left half with its own limbs; the far arm and leg would only show as fragments."""
    limbs = _weight(body, "upper_arm", "forearm", "hand", "thigh", "leg", "foot") > 0.3
    x = body.poses["anatomical"][:, 0]
    return (x > -0.5) | (~limbs & (x > -20))


def _hand_only(side: Side) -> Keep:
    def keep(body: Body) -> np.ndarray:
        wrist, along, _ = hand_axes(body)
        p = body.poses["anatomical"] * [_sign(side), 1, 1]
        t = (p - wrist) @ along / (along @ along)
        return (p[:, 0] > 0) & (t > -1.0) & (_weight(body, "hand", "forearm") > 0.5)

    return keep


def _foot_only(body: Body, side: Side, height: float) -> np.ndarray:
    p = body.poses["anatomical"] * [_sign(side), 1, 1]
    return (p[:, 0] > 0) & (p[:, 1] < p[:, 1].min() + height)


def _all(body: Body) -> np.ndarray:
    return np.ones(len(body.weights), bool)


def _lower(body: Body) -> np.ndarray:
    """Pelvis and thighs; the shins would stand between the camera and the perineum."""
    return (_weight(body, "upper_arm", "forearm", "hand", "leg", "foot") < 0.02) & (
        body.poses["anatomical"][:, 1] < 330
    )


def _around(
    pad: float,
    x0: float | None = None,
    y0: float | None = None,
    x1: float | None = None,
    y1: float | None = None,
):
    def box(xy: np.ndarray) -> tuple[float, float, float, float]:
        low, high = xy.min(0) - pad, xy.max(0) + pad
        return (
            low[0] if x0 is None else x0,
            low[1] if y0 is None else y0,
            high[0] if x1 is None else x1,
            high[1] if y1 is None else y1,
        )

    return box


def _hand_frame(body: Body, back: bool, side: Side) -> Frame:
    _, along, out = hand_axes(body)
    mirror = np.array([_sign(side), 1, 1])
    up, toward = -along * mirror, (out if back else -out) * mirror
    return Frame(*_orthonormal(np.cross(up, toward), up))


def _orthonormal(right: np.ndarray, up: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    up = up / np.linalg.norm(up)
    right = right - up * (right @ up)
    return right / np.linalg.norm(right), up


def all_views(body: Body) -> list[View]:
    """The views that are drawn; lateral-right is the mirror image of lateral-left."""
    x, y, z = (1, 0, 0), (0, 1, 0), (0, 0, 1)
    back, left = (-1, 0, 0), (0, 0, -1)
    slope = np.radians(48)
    along_foot = (0, np.cos(slope), -np.sin(slope))
    from_below = np.radians(16)
    hand_y0 = _hand_crop(body)
    ankle = body.joints["joint-l-ankle"] + [0, 75, 0]
    return [
        View("anterior", "anatomical", frame(x, y), "half", "left", _whole_body("left"),
             _around(6, x0=0), 2.0, 1.5),
        View("posterior", "anatomical", frame(back, y), "half", "right", _whole_body("right"),
             _around(6, x0=0), 2.0, 1.5),
        View("lateral-left", "arm-forward", frame(left, y), "one", "left", _near_half, _around(6), 2.0, 1.5),
        View("hand-palmar", "anatomical", _hand_frame(body, False, "left"), "pair", "left",
             _hand_only("left"), _around(4, y1=hand_y0), 4.0, 4.0),
        View("hand-dorsal", "anatomical", _hand_frame(body, True, "right"), "pair", "right",
             _hand_only("right"), _around(4, y1=hand_y0), 4.0, 4.0),
        View("foot-dorsum", "anatomical", frame(x, along_foot), "pair", "left",
             lambda b: _foot_only(b, "left", 260), _around(4, y1=float(ankle @ along_foot)), 4.0, 4.0),
        View("foot-sole", "anatomical", frame(x, z), "pair", "left",
             lambda b: _foot_only(b, "left", 75), _around(4), 4.0, 4.0),
        View("perineum", "lithotomy", frame(x, (0, np.sin(from_below), np.cos(from_below))), "half", "left",
             _lower, _around(4, x0=0, x1=230, y1=175), 3.0, 3.0),
        View("head-lateral", "anatomical", frame((0, 0, 1), y), "pair", "right",
             lambda b: b.poses["anatomical"][:, 0] < 0.5, _around(4, y0=588), 3.0, 3.0),
    ]  # fmt: skip


def _hand_crop(body: Body) -> float:
    """Sheet y, in the hand views, of the cut through the forearm."""
    wrist, along, _ = hand_axes(body)
    up = -along / np.linalg.norm(along)
    return float((wrist - along * 0.75) @ up)


def rasterise(view: View, body: Body, k: float) -> Raster:
    """Sample a view at k px per mm; the first column of a half is centred half a pixel from the midline."""
    positions = body.poses[view.pose]
    kept = view.keep(body)
    triangles = body.triangles[kept[body.triangles].all(1)]
    sheet = view.camera.project(positions)[:, :2]
    x0, y0, x1, y1 = view.box(sheet[np.unique(triangles)])
    if view.layout == "half":
        x0 = 0.5 / k
    return Raster(positions, triangles, view.camera, (x0, y0, x1, y1), k)
