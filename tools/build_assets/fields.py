"""Surface charts: the coordinates in which every edge of a map is written.

A chart gives two numbers for each skin point, computed in the anatomical pose on the left half of the body
(the right half is folded onto it). Angles are in degrees, heights and distances in millimetres.

trunk   (angle, height)   angle about the body axis: 0 front midline, 90 flank, 180 spine; height is y
head    (angle, height)   the same about the axis of the head
arm     (angle, u)        angle about the arm: 0 front, 90 lateral (radial), 180 back, -90 medial (ulnar);
                          u: 0 shoulder, 1 elbow, 2 wrist
arm-round (angle, u)      the same with the jump of the angle at the inner side of the arm
hand    (ray, t)          ray: 1 thumb … 5 little finger along their middle lines; t: 0 wrist, 1 knuckles
thumb   (distance, t)     distance from the middle line of the thumb; t: 0 its root, 1 its last joint
leg     (angle, u)        angle as in the arm (lateral = fibular); u: 0 hip, 1 knee, 2 ankle, < 0 above hip
foot    (angle, reach)    angle about the ankle as in the leg; reach: horizontal distance from the ankle axis
sole    (ray, t)          ray: 1 great toe … 5 little toe; t: 0 back of the heel, 1 ball of the foot
ring    (distance, angle) distance from the anus in the anatomical pose; angle 0 towards the pubis
front   (x, height)       as seen from the front; x from the midline
side    (z, height)       as seen from the side; z forwards
plan    (x, z)            as seen from above or below; x from the midline, z forwards
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from tools.build_assets.mesh import SEGMENTS, Body

TRUNK_AXIS_Z = 20.0
HEAD_AXIS_Z = 48.0
ANUS = np.array([0.0, 2.0, -42.0])
RAY_FALL_OFF = 10.0  # how fast a neighbouring ray stops counting
FINGER_SPACING, TOE_SPACING = 20.0, 15.0  # mm from one middle line to the next

# Where the angle around a limb jumps by 360°: along an axial line, so that no edge has to cross the jump.
ARM_CUT = 205.0
ARM_ROUND_CUT = 300.0
LEG_CUT = 250.0
BEND_MM = 60.0
JOINT_MM = 35.0  # the same for the bend at the elbow and the knee


@dataclass
class Samples:
    """Skin points to label, all folded onto the left half.

    position: (n, 3) mm in the anatomical pose. weights: (n, len(SEGMENTS)). normal: (n, 3) unit vectors.
    """

    position: np.ndarray
    weights: np.ndarray
    normal: np.ndarray
    body: Body
    _cache: dict[str, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict)
    _regions: dict[str, np.ndarray] = field(default_factory=dict)

    @staticmethod
    def fold(position: np.ndarray, weights: np.ndarray, normal: np.ndarray, body: Body) -> Samples:
        """Samples of both halves as one half: the right one (x < 0) reflected. Shapes as in the class."""
        flip = np.where(position[:, :1] < 0, -1.0, 1.0) * [1.0, 0.0, 0.0] + [0.0, 1.0, 1.0]
        # Adding 0 turns -0 into 0: an angle about the body axis would read it as -180 at the spine.
        return Samples(position * flip + 0.0, weights, normal * flip, body)

    def weight(self, *segments: str) -> np.ndarray:
        """How much of each sample belongs to the segments together, (n,) 0…1."""
        return self.weights[:, [SEGMENTS.index(s) for s in segments]].sum(1)

    def chart(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        """Both coordinates of a chart, (n,) each; their units stand at the head of this module."""
        if name not in self._cache:
            self._cache[name] = CHARTS[name](self)
        return self._cache[name]

    def region(self, name: str) -> np.ndarray:
        """Which samples lie in a region of REGIONS, (n,) bool."""
        if name not in self._regions:
            self._regions[name] = REGIONS[name](self)
        return self._regions[name]


def _trunk(s: Samples) -> tuple[np.ndarray, np.ndarray]:
    x, y, z = s.position.T
    return np.degrees(np.arctan2(x, z - TRUNK_AXIS_Z)), y


def _head(s: Samples) -> tuple[np.ndarray, np.ndarray]:
    x, y, z = s.position.T
    return np.degrees(np.arctan2(x, z - HEAD_AXIS_Z)), y


def _smooth(t: np.ndarray) -> np.ndarray:
    """0 up to t = 0, 1 from t = 1, without a corner between; any shape."""
    t = np.clip(t, 0, 1)
    return t**2 * (3 - 2 * t)


def _along(
    p: np.ndarray, a: np.ndarray, b: np.ndarray, c: np.ndarray, up: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """u (n,) along a → b → c, and the axis point (n, 3) beside p; with `up` the axis follows it above a."""
    first, second = b - a, c - b
    t1 = (p - a) @ first / (first @ first)
    t2 = (p - b) @ second / (second @ second)
    # The axis bends at b as well: a plain change of segment leaves a ledge in every edge behind the knee.
    across = first / np.linalg.norm(first) + second / np.linalg.norm(second)
    beyond = _smooth((p - b) @ (across / np.linalg.norm(across)) / (2 * JOINT_MM) + 0.5)
    u = (1 - beyond) * t1 + beyond * (1 + t2)
    on_first, on_second = a + t1[:, None] * first, b + t2[:, None] * second
    centre = (1 - beyond)[:, None] * on_first + beyond[:, None] * on_second
    if up is not None:
        # The axis bends at a: spread over a hand's breadth, or every edge across the bend would show a kink.
        h = (p - a) @ up
        above = _smooth(h / (2 * BEND_MM) + 0.5)
        u = (1 - above) * u - above * h / np.linalg.norm(first)
        centre = (1 - above)[:, None] * centre + above[:, None] * (a + h[:, None] * up)
    return u, centre


def _turn(angle: np.ndarray, cut: float) -> np.ndarray:
    """Angles into [cut - 360, cut)."""
    return (angle - cut) % 360 + cut - 360


def arm_axes(body: Body) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Shoulder, elbow, wrist (mm) and the unit vectors to the lateral side and the front of the left arm."""
    j = body.joints
    shoulder, elbow, wrist = j["upperarm01.L"], j["lowerarm01.L"], j["wrist.L"]
    axis = (wrist - shoulder) / np.linalg.norm(wrist - shoulder)
    lateral = np.array([1.0, 0, 0]) - axis * axis[0]
    lateral /= np.linalg.norm(lateral)
    front = np.cross(axis, lateral)
    front *= np.sign(front[2])
    return shoulder, elbow, wrist, lateral, front


def _arm(s: Samples, cut: float = ARM_CUT) -> tuple[np.ndarray, np.ndarray]:
    shoulder, elbow, wrist, lateral, front = arm_axes(s.body)
    u, centre = _along(s.position, shoulder, elbow, wrist)
    d = s.position - centre
    return _turn(np.degrees(np.arctan2(d @ lateral, d @ front)), cut), u


def _leg(s: Samples) -> tuple[np.ndarray, np.ndarray]:
    j = s.body.joints
    hip, knee, ankle = j["joint-l-upper-leg"], j["joint-l-knee"], j["joint-l-ankle"]
    u, centre = _along(s.position, hip, knee, ankle, up=np.array([0.0, 1.0, 0.0]))
    d = s.position - centre
    return _turn(np.degrees(np.arctan2(d[:, 0], d[:, 2])), LEG_CUT), u


def _foot(s: Samples) -> tuple[np.ndarray, np.ndarray]:
    d = s.position - s.body.joints["joint-l-ankle"]
    return _turn(np.degrees(np.arctan2(d[:, 0], d[:, 2])), LEG_CUT), np.hypot(d[:, 0], d[:, 2])


def _to_polyline(
    p: np.ndarray, points: list[np.ndarray], prolong: bool = True
) -> tuple[np.ndarray, np.ndarray]:
    """Distance (n,) of each point to a polyline, and the offset from it (n, 3), in mm.

    With `prolong` the last segment runs on beyond its end.
    """
    best, offset = np.full(len(p), np.inf), np.zeros_like(p)
    for i, (a, b) in enumerate(pairwise(points)):
        ab = b - a
        t = np.clip((p - a) @ ab / (ab @ ab), 0, None if prolong and i == len(points) - 2 else 1)
        d = p - a - t[:, None] * ab
        distance = np.linalg.norm(d, axis=1)
        nearer = distance < best
        best[nearer], offset[nearer] = distance[nearer], d[nearer]
    return best, offset


def _ray(
    p: np.ndarray, rays: dict[int, list[np.ndarray]], across: np.ndarray, spacing: float, prolong: bool = True
) -> np.ndarray:
    """Which ray a point lies on, (n,): k on the middle line of ray k, growing against `across` in between."""
    total, weights = np.zeros(len(p)), np.zeros(len(p))
    for k, points in rays.items():
        distance, offset = _to_polyline(p, points, prolong)
        weight = 1 / np.maximum(distance, 1e-3) ** RAY_FALL_OFF
        total += weight * (k - np.clip(offset @ across / spacing, -0.5, 0.5))
        weights += weight
    return total / weights


def hand_axes(body: Body) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Left wrist (mm), the way to the middle knuckle (mm), unit vector out of the back of the hand."""
    j = body.joints
    wrist, index, middle, little = (j[k] for k in ("wrist.L", "finger2-1.L", "finger3-1.L", "finger5-1.L"))
    along = middle - wrist
    back = np.cross(index - little, along)
    back *= -np.sign(back[2])
    return wrist, along, back / np.linalg.norm(back)


def _hand(s: Samples) -> tuple[np.ndarray, np.ndarray]:
    j = s.body.joints
    wrist, along, _ = hand_axes(s.body)
    across = j["finger2-1.L"] - j["finger5-1.L"]
    across /= np.linalg.norm(across)
    rays = {}
    for k in range(1, 6):
        # The rays start spread over the width of the wrist, so that they fan out without crowding there.
        start = wrist + across * (3 - k) * 9.0 - along * 0.25
        joints = [j[f"finger{k}-{i}.L"] for i in (1, 2, 3)]
        rays[k] = [start, *joints]
    t = (s.position - wrist) @ along / (along @ along)
    return _ray(s.position, rays, across, FINGER_SPACING), t


def _thumb(s: Samples) -> tuple[np.ndarray, np.ndarray]:
    """Distance (mm) from the thumb's middle line, and t along it: 0 at its root, 1 at the last joint."""
    j = s.body.joints
    points = [j["finger1-1.L"], j["finger1-2.L"], j["finger1-3.L"]]
    distance, _ = _to_polyline(s.position, points)
    axis = points[2] - points[0]
    return distance, (s.position - points[0]) @ axis / (axis @ axis)


def _sole(s: Samples) -> tuple[np.ndarray, np.ndarray]:
    j = s.body.joints
    ankle = j["joint-l-ankle"]
    ball = j["joint-l-toe-3-1"]
    axis = (ball - ankle) * [1, 0, 1]
    heel = ankle - axis / np.linalg.norm(axis) * 52.0
    axis = (ball - heel) * [1, 0, 1]
    rays = {}
    across = np.array([axis[2], 0, -axis[0]]) / np.linalg.norm(axis)
    for k in range(1, 6):
        start = heel + across * (k - 3) * 10.0
        start[1] = ball[1]
        # Up to the tip and no further: a prolonged little toe would run into its neighbour.
        rays[k] = [start, *(j[f"joint-l-toe-{k}-{i}"] for i in range(1, 4 if k == 1 else 5))]
    t = (s.position - heel) @ axis / (axis @ axis)
    return _ray(s.position, rays, -across, TOE_SPACING, prolong=False), t


def _ring(s: Samples) -> tuple[np.ndarray, np.ndarray]:
    d = s.position - ANUS
    return np.linalg.norm(d * [1.15, 1.0, 1.0], axis=1), np.degrees(np.arctan2(d[:, 0], d[:, 2]))


def _front(s: Samples) -> tuple[np.ndarray, np.ndarray]:
    return s.position[:, 0], s.position[:, 1]


def _side(s: Samples) -> tuple[np.ndarray, np.ndarray]:
    return s.position[:, 2], s.position[:, 1]


def _plan(s: Samples) -> tuple[np.ndarray, np.ndarray]:
    return s.position[:, 0], s.position[:, 2]


CHARTS: dict[str, Callable[[Samples], tuple[np.ndarray, np.ndarray]]] = {
    "trunk": _trunk,
    "head": _head,
    "arm": _arm,
    "arm-round": lambda s: _arm(s, ARM_ROUND_CUT),
    "hand": _hand,
    "thumb": _thumb,
    "leg": _leg,
    "foot": _foot,
    "sole": _sole,
    "ring": _ring,
    "front": _front,
    "side": _side,
    "plan": _plan,
}


def _is_arm(s: Samples) -> np.ndarray:
    return s.weight("upper_arm", "forearm", "hand") > 0.5


def _is_hand(s: Samples) -> np.ndarray:
    return _is_arm(s) & (s.chart("hand")[1] > 0)


def _is_back_of_hand(s: Samples) -> np.ndarray:
    return s.normal @ hand_axes(s.body)[2] > 0


def _is_foot(s: Samples) -> np.ndarray:
    return (s.weight("foot") > 0.5) | ((s.chart("leg")[1] > 1.9) & ~_is_arm(s))


def _is_sole(s: Samples) -> np.ndarray:
    floor = s.body.poses["anatomical"][:, 1].min()
    return _is_foot(s) & (s.normal[:, 1] < -0.45) & (s.position[:, 1] < floor + 40)


REGIONS: dict[str, Callable[[Samples], np.ndarray]] = {
    "all": lambda s: np.ones(len(s.position), bool),
    "head": lambda s: s.weight("head", "neck") > 0.5,
    "body": lambda s: ~s.region("arm"),
    "trunk": lambda s: ~s.region("arm") & ~s.region("head") & (s.weight("thigh", "leg", "foot") <= 0.5),
    "arm": _is_arm,
    "hand": _is_hand,
    "palm": lambda s: s.region("hand") & ~_is_back_of_hand(s),
    "back of hand": lambda s: s.region("hand") & _is_back_of_hand(s),
    "leg": lambda s: ~s.region("arm") & (s.position[:, 1] < 330),
    "foot": _is_foot,
    "sole": _is_sole,
    "ear": lambda s: s.position[:, 0] > 66,
    "hindfoot": lambda s: s.position[:, 2] < 45,
    "toes": lambda s: s.chart("sole")[1] > 0.85,
    "front of trunk": lambda s: s.region("body") & (s.chart("trunk")[0] < 90),
    "back of trunk": lambda s: s.region("body") & (s.chart("trunk")[0] >= 90),
}
