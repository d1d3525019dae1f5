"""The map of Keegan and Garrett is true to the figure in Grant's atlas (GRANT1962, figure 663).

What was measured on the figure stands here as numbers: shares of a width, levels between landmarks, orders.
Its five drawings show one limb from several sides and do not always agree with each other: where two of them
fix the same border, it can keep to neither, and BETWEEN_VIEWS holds instead of LIMB. All is measured on the
left side.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

import numpy as np
import pytest
import shapely

from dermatome.anatomy.ids import VIEWS
from dermatome.atlas.load import atlas
from dermatome.atlas.records import Area

LIMB, TRUNK, BETWEEN_VIEWS = 0.05, 0.08, 0.1
SPECK_MM = 1.0
"""Shorter runs of one field on a line are its rim."""

BESIDE_THE_LEG_MM = 230.0
"""Out of the leg, short of the hand that hangs beside the thigh."""
ARM_REACH_MM = 60.0

UPPER, LOWER = ("C5", "C6", "C7", "C8", "T1"), ("L3", "L4", "L5", "S1", "S2")

DIGITS = {
    "thumb": "C6",
    "index-finger": "C7",
    "middle-finger": "C7",
    "ring-finger": "C8",
    "little-finger": "C8",
}

# Borders from the inner edge behind. Levels: 0 key point of S3 at the gluteal fold, 1 of S2 behind the knee.
THIGH_BEHIND = {0.25: {"S2|S1": 0.40}, 0.5: {"S2|S1": 0.40}, 0.8: {"S2|S1": 0.45}, 1.0: {"S2|S1": 0.51}}
OUTER_THIGH_BEHIND = {0.25: {"S1|L5": 0.79}, 0.5: {"S1|L5": 0.77}, 0.8: {"S1|L5": 0.81}, 1.0: {"S1|L5": 0.86}}
INNER_THIGH_BEHIND = {0.5: {"L1|S2": 0.14}, 0.8: {"L2|S2": 0.13}, 1.05: {"L3|S2": 0.14}}
# The same; 0 key point of S2 behind the knee, 1 height of the key point of L4.
CALF_BEHIND = {
    0.25: {"S2|S1": 0.63},
    0.5: {"S2|S1": 0.63},
    0.78: {"S2|L5": 0.53, "L5|S1": 0.62},
    0.95: {"S2|L5": 0.47, "L5|S1": 0.63},
}
BUTTOCK_BEHIND = {"unmapped|S2": 0.25, "S2|S1": 0.57, "S1|L5": 0.87}
HIP_FROM_THE_SIDE = {"L5|L4": 0.60, "L4|L3": 0.77, "L3|L2": 0.89}
SACRAL_HIP_FROM_THE_SIDE = {"S1|L5": 0.35}
"""Fixed by the buttock from behind as well, where the figure has it further back; S2|S1 is held to it."""

# Borders from the outer edge in front. Levels of the thigh: 0 key point of S3, 1 of L3; of the shin: 0 of L3,
# 1 of L4.
UPPER_THIGH_IN_FRONT = {
    0.1: {"L3|L2": 0.55},
    0.25: {"L3|L2": 0.66},
    0.4: {"L3|L2": 0.77},
    0.5: {"L3|L2": 0.84},
}
"""The drawings from the front and from the inner side agree on it; from the side it would lie further out."""
THIGH_IN_FRONT = {
    0.25: {"L4|L3": 0.29},
    0.5: {"L4|L3": 0.43},
    0.7: {"L5|L4": 0.14, "L4|L3": 0.56},
    0.95: {"L5|L4": 0.27, "L4|L3": 0.72},
}
INNER_SHIN_IN_FRONT = {0.1: {"L4|L3": 0.79}, 0.2: {"L4|L3": 0.80}, 0.35: {"L4|L3": 0.85}}
SHIN_IN_FRONT = {
    0.2: {"L5|L4": 0.35},
    0.35: {"L5|L4": 0.38},
    0.62: {"L5|L4": 0.57},
    0.75: {"L5|L4": 0.62},
    0.9: {"L5|L4": 0.67},
}

# Borders from the back edge, seen from the side; levels as above.
THIGH_FROM_THE_SIDE = {0.1: {"L5|L4": 0.53}, 0.25: {"L5|L4": 0.54}, 0.4: {"L5|L4": 0.57}}
CALF_FROM_THE_SIDE = {
    0.1: {"S1|L5": 0.26},
    0.25: {"S1|L5": 0.37},
    0.4: {"S1|L5": 0.44},
    0.6: {"S1|L5": 0.47},
}

# Borders from the outer edge of the arm in front; u: 0 armpit, 1 elbow, 2 wrist.
ARM_IN_FRONT = {
    0.6: {"C6|C5": 0.14, "C5|T1": 0.54, "T1|C8": 0.92},
    0.8: {"C6|C5": 0.13, "C5|T1": 0.54, "T1|C8": 0.91},
    1.2: {"C6|C5": 0.14, "C5|T1": 0.51, "T1|C8": 0.85},
    1.5: {"C6|C5": 0.17, "C5|T1": 0.46, "T1|C8": 0.83},
    1.75: {"C6|C5": 0.31, "C5|T1": 0.45, "T1|C8": 0.77},
}
ARM_BEHIND = {
    0.6: {"C6|C7": 0.15, "C7|C8": 0.56},
    0.8: {"C6|C7": 0.23, "C7|C8": 0.62},
    1.3: {"C6|C7": 0.20, "C7|C8": 0.68},
    1.7: {"C6|C7": 0.15, "C7|C8": 0.62},
}

# Borders from the inner edge of the sole. Levels: shares of the length of the foot, from the heel.
SOLE = {
    0.22: {"S2|L5": 0.48, "L5|S1": 0.71},
    0.3: {"S2|L5": 0.41, "L5|S1": 0.73},
    0.44: {"S2|L5": 0.35, "L5|S1": 0.72},
    0.52: {"L4|S2": 0.11, "S2|L5": 0.32, "L5|S1": 0.71},
    0.67: {"L4|S2": 0.19, "S2|L5": 0.29, "L5|S1": 0.71},
}
LIMB_IN_FRONT = {
    *(("C5", "C6"), ("C5", "T1"), ("C6", "C7"), ("C7", "C8"), ("C8", "T1")),
    *(("L1", "L2"), ("L1", "S2"), ("L2", "L3"), ("L3", "L4"), ("L4", "L5"), ("L5", "S1")),
}
CORNER_MM = 15.0
"""Fields that meet in a corner of the figure share no more border than this."""


def _fields(view: str) -> dict[str, Area]:
    """The left fields in a view: root → area, and `unmapped` → the skin of the body left blank."""
    index = atlas().index("keegan-garrett", view)
    fields: dict[str, Area] = {t.root: t.geometry for t in index.territories if t.side == "left"}
    return fields | ({"unmapped": index.unmapped} if index.unmapped is not None else {})


def _mark(view: str, slug: str) -> np.ndarray:
    """Sheet millimetres (2,) of a landmark of the left side or the midline."""
    (mark,) = (m for m in atlas().landmarks(view) if m.id == slug and m.side in ("left", "midline"))
    return np.array([mark.x, mark.y])


def _part(view: str, slug: str) -> Area:
    (part,) = (p for p in atlas().parts(view) if p.part == slug and p.side == "left")
    return part.geometry


def _passages(
    view: str, start: Sequence[float] | np.ndarray, end: Sequence[float] | np.ndarray
) -> dict[str, float]:
    """Where one field passes into the next from `start` to `end`, as shares of the skin on the way."""
    line = shapely.LineString([start, end])
    runs: list[tuple[float, float, str]] = []
    for root, area in _fields(view).items():
        for piece in shapely.get_parts(shapely.intersection(area, line)):
            if piece.length > SPECK_MM:
                ends = shapely.points(shapely.get_coordinates(piece)[[0, -1]])
                first, last = np.sort(shapely.line_locate_point(line, ends))
                runs.append((first, last, root))
    runs.sort()
    first, last = runs[0][0], runs[-1][1]
    return {f"{a}|{b}": (at - first) / (last - first) for (_, at, a), (_, _, b) in pairwise(runs)}


def _across_the_leg(view: str, y: float, *, from_inside: bool) -> dict[str, float]:
    """Passages over the left leg, or the left half of the hip, at a height of the sheet (mm)."""
    outer = BESIDE_THE_LEG_MM * (1 if view == "anterior" else -1)
    ends = [(0.0, y), (outer, y)]
    return _passages(view, *(ends if from_inside else ends[::-1]))


def _across_the_arm(view: str, u: float) -> dict[str, float]:
    """Passages square to the left arm from its outer edge, at u: 0 shoulder, 1 elbow, 2 wrist."""
    front = "anterior"
    armpit = shapely.get_coordinates(_part(front, "axilla").centroid)[0]
    shoulder = (armpit + _mark(front, "acromioclavicular-joint")) / 2
    elbow = (_mark(front, "lateral-antecubital") + _mark(front, "medial-antecubital")) / 2
    wrist = shapely.get_coordinates(_part(front, "wrist").centroid)[0]
    upper, lower = (shoulder, elbow) if u < 1 else (elbow, wrist)
    along = lower - upper
    middle = upper + (u % 1) * along
    out = np.array([-along[1], along[0]]) / np.linalg.norm(along) * ARM_REACH_MM
    mirror = np.array([1.0 if view == "anterior" else -1.0, 1.0])
    return _passages(view, (middle + out) * mirror, (middle - out) * mirror)


def _level(view: str, upper: str, lower: str, share: float) -> float:
    """Sheet y at a share of the way from one landmark to another."""
    return float((1 - share) * _mark(view, upper)[1] + share * _mark(view, lower)[1])


def _holds(found: dict[str, float], wanted: dict[str, float], tolerance: float) -> None:
    assert {border: found.get(border) for border in wanted} == pytest.approx(wanted, abs=tolerance), found


def _spans_along_the_midline(view: str) -> dict[str, tuple[float, float]]:
    """Root → (lowest, highest) sheet y at which the left fields reach the midline."""
    near = shapely.box(-1.5, -10, 1.5, 2000)
    cut = {root: area.intersection(near) for root, area in _fields(view).items() if root != "unmapped"}
    return {root: (piece.bounds[1], piece.bounds[3]) for root, piece in cut.items() if piece.area > 2}


# ---- what is published ------------------------------------------------------------------------------


@pytest.mark.parametrize("view", VIEWS)
def test_the_coloured_strips_are_published_and_the_lines_of_l1_and_l2_inferred(view: str) -> None:
    for territory in atlas().territories("keegan-garrett", view):
        assert {basis for basis, _ in territory.parts} == (
            {"inferred"} if territory.root in ("L1", "L2") else {"published"}
        )
    assert set(_fields(view)) <= {*UPPER, *LOWER, "L1", "L2", "unmapped"}


# ---- trunk ------------------------------------------------------------------------------------------


def test_strips_leave_the_spine_in_the_order_of_the_roots() -> None:
    spans = _spans_along_the_midline("posterior")
    order = sorted(spans, key=lambda root: -spans[root][1])
    assert order == [*UPPER, "L1", "L2", *LOWER]
    assert all(spans[a][0] == pytest.approx(spans[b][1], abs=1) for a, b in pairwise(UPPER))


def test_strips_of_the_upper_back_run_obliquely_down_and_out() -> None:
    # About 30° in the figure, whose shoulders slope more than those of this body; the lower the steeper.
    fields = _fields("posterior")
    slopes = []
    for upper, lower in pairwise(UPPER[1:]):
        border = fields[upper].boundary.intersection(fields[lower].boundary)
        xy = shapely.get_coordinates(shapely.segmentize(border, 1))
        xy = xy[(np.abs(xy[:, 0]) > 50) & (np.abs(xy[:, 0]) < 165) & (xy[:, 1] > 1230)]
        slopes.append(-np.degrees(np.arctan(np.polyfit(np.abs(xy[:, 0]), xy[:, 1], 1)[0])))
    assert slopes == sorted(slopes) and min(slopes) > 18 and max(slopes) < 42
    assert np.mean(slopes) == pytest.approx(30, abs=6)


def test_c5_and_t1_reach_the_sternum_with_the_axial_line_between_them() -> None:
    spans = _spans_along_the_midline("anterior")
    assert set(spans) & set(UPPER) == {"C5", "T1"}
    notch, angle = _mark("anterior", "sternal-notch")[1], _mark("anterior", "sternal-angle")[1]
    assert spans["C5"][0] == pytest.approx(spans["T1"][1], abs=1)
    assert spans["C5"][1] > notch > spans["C5"][0] > notch - 20
    assert spans["T1"][0] == pytest.approx(angle, abs=8)


def test_c5_leaves_the_outline_behind_before_the_shoulder() -> None:
    # It tapers on the slope of the neck, at half of the way out; nothing but C6 lines the shoulder behind.
    tip = -_fields("posterior")["C5"].bounds[0]
    shoulder = _mark("anterior", "acromioclavicular-joint")[0]
    assert 0.4 < tip / shoulder < 0.75


def test_t1_fills_the_armpit_and_reaches_the_side_of_the_chest() -> None:
    armpit = _part("anterior", "axilla")
    assert _fields("anterior")["T1"].intersection(armpit).area > 0.8 * armpit.area
    beside = _fields("lateral-left")["T1"].bounds
    assert beside[1] < armpit.bounds[1] - 5


# ---- upper limb ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("u", ARM_IN_FRONT)
def test_strips_of_the_arm_in_front(u: float) -> None:
    _holds(_across_the_arm("anterior", u), ARM_IN_FRONT[u], LIMB)


@pytest.mark.parametrize("u", ARM_BEHIND)
def test_strips_of_the_arm_behind(u: float) -> None:
    found = _across_the_arm("posterior", u)
    _holds(found, ARM_BEHIND[u], LIMB)
    assert list(found) == ["C6|C7", "C7|C8"], "the inner edge is C8, T1 ends below the armpit"


def test_c5_and_t1_taper_to_the_middle_of_the_wrist() -> None:
    wide, narrow = (_across_the_arm("anterior", u) for u in (1.5, 1.85))
    assert narrow["T1|C8"] - narrow["C5|T1"] < 0.85 * (wide["T1|C8"] - wide["C5|T1"])
    assert narrow["C5|T1"] - narrow["C6|C5"] < 0.6 * (wide["C5|T1"] - wide["C6|C5"])
    assert {"C5", "T1"}.isdisjoint(_fields("hand-dorsal"))
    palm = _part("hand-palmar", "palm")
    assert all(
        _fields("hand-palmar")[root].intersection(palm).area < 0.02 * palm.area for root in ("C5", "T1")
    )


@pytest.mark.parametrize("view", ["hand-palmar", "hand-dorsal"])
@pytest.mark.parametrize("digit", DIGITS)
def test_digits(view: str, digit: str) -> None:
    skin = _part(view, digit)
    assert _fields(view)[DIGITS[digit]].intersection(skin).area > 0.9 * skin.area


def test_the_middle_of_the_palm_is_c7() -> None:
    assert _fields("hand-palmar")["C7"].contains(shapely.Point(_mark("hand-palmar", "middle-of-palm")))


# ---- hip, thigh and leg ---------------------------------------------------------------------------------


def test_the_buttock_from_behind() -> None:
    y = _mark("posterior", "ischial-tuberosity")[1] + 55
    _holds(_across_the_leg("posterior", y, from_inside=True), BUTTOCK_BEHIND, TRUNK)


def test_the_hip_from_the_side() -> None:
    y = _mark("posterior", "ischial-tuberosity")[1] + 62
    found = _passages("lateral-left", (200, y), (-250, y))
    assert list(found)[:5] == ["S2|S1", *SACRAL_HIP_FROM_THE_SIDE, *HIP_FROM_THE_SIDE]
    _holds(found, HIP_FROM_THE_SIDE, LIMB)
    _holds(found, SACRAL_HIP_FROM_THE_SIDE, BETWEEN_VIEWS)


def test_l3_and_l4_have_left_the_outline_behind_above_the_gluteal_fold() -> None:
    y = _mark("posterior", "ischial-tuberosity")[1]
    assert list(_across_the_leg("posterior", y, from_inside=True))[-2:] == ["S2|S1", "S1|L5"]


@pytest.mark.parametrize("share", THIGH_BEHIND)
def test_back_of_the_thigh(share: float) -> None:
    y = _level("posterior", "ischial-tuberosity", "popliteal-fossa", share)
    found = _across_the_leg("posterior", y, from_inside=True)
    _holds(found, THIGH_BEHIND[share], LIMB)
    _holds(found, OUTER_THIGH_BEHIND[share], BETWEEN_VIEWS)


@pytest.mark.parametrize("share", INNER_THIGH_BEHIND)
def test_the_ventral_axial_line_behind(share: float) -> None:
    y = _level("posterior", "ischial-tuberosity", "popliteal-fossa", share)
    _holds(_across_the_leg("posterior", y, from_inside=True), INNER_THIGH_BEHIND[share], LIMB)


@pytest.mark.parametrize("share", CALF_BEHIND)
def test_back_of_the_calf_with_a_wedge_of_l5_above_the_heel(share: float) -> None:
    top, bottom = _mark("posterior", "popliteal-fossa")[1], _mark("anterior", "medial-malleolus")[1]
    found = _across_the_leg("posterior", top + share * (bottom - top), from_inside=True)
    _holds(found, CALF_BEHIND[share], LIMB)


def _front_of_the_thigh(share: float) -> dict[str, float]:
    top, bottom = _mark("posterior", "ischial-tuberosity")[1], _mark("anterior", "medial-femoral-condyle")[1]
    return _across_the_leg("anterior", top + share * (bottom - top), from_inside=False)


def _front_of_the_shin(share: float) -> dict[str, float]:
    y = _level("anterior", "medial-femoral-condyle", "medial-malleolus", share)
    return _across_the_leg("anterior", y, from_inside=False)


@pytest.mark.parametrize("share", THIGH_IN_FRONT)
def test_strips_spiral_over_the_front_of_the_thigh(share: float) -> None:
    _holds(_front_of_the_thigh(share), THIGH_IN_FRONT[share], BETWEEN_VIEWS)


@pytest.mark.parametrize("share", SHIN_IN_FRONT)
def test_strips_of_the_shin(share: float) -> None:
    _holds(_front_of_the_shin(share), SHIN_IN_FRONT[share], BETWEEN_VIEWS)


@pytest.mark.parametrize("share", UPPER_THIGH_IN_FRONT)
def test_l3_spirals_to_the_inner_side_of_the_thigh(share: float) -> None:
    _holds(_front_of_the_thigh(share), UPPER_THIGH_IN_FRONT[share], LIMB)


@pytest.mark.parametrize("share", INNER_SHIN_IN_FRONT)
def test_l3_tapers_along_the_inner_shin(share: float) -> None:
    _holds(_front_of_the_shin(share), INNER_SHIN_IN_FRONT[share], LIMB)


@pytest.mark.parametrize("share", THIGH_FROM_THE_SIDE)
def test_the_thigh_from_the_side(share: float) -> None:
    y = _level("posterior", "ischial-tuberosity", "popliteal-fossa", share)
    _holds(_passages("lateral-left", (200, y), (-250, y)), THIGH_FROM_THE_SIDE[share], LIMB)


@pytest.mark.parametrize("share", CALF_FROM_THE_SIDE)
def test_the_calf_from_the_side(share: float) -> None:
    y = _level("anterior", "medial-femoral-condyle", "medial-malleolus", share)
    _holds(_passages("lateral-left", (200, y), (-250, y)), CALF_FROM_THE_SIDE[share], LIMB)


def test_neighbours_in_front() -> None:
    above_the_sole = shapely.box(0, 20, 500, 2000)
    fields = {root: area for root, area in _fields("anterior").items() if root != "unmapped"}
    touching = {
        (a, b)
        for a, b in combinations(sorted(fields), 2)
        if shapely.intersection(fields[a].boundary, fields[b].boundary).intersection(above_the_sole).length
        > CORNER_MM
    }
    assert touching == LIMB_IN_FRONT


def test_s2_surrounds_the_genitals_inside_the_axial_line() -> None:
    low, high = _spans_along_the_midline("anterior")["S2"]
    pubis = _mark("anterior", "mons-pubis")[1]
    assert high == pytest.approx(pubis, abs=8) and high - low > 40
    assert _passages("anterior", (0, pubis - 20), (60, pubis - 20)).keys() >= {"S2|L1"}


# ---- foot -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("share", SOLE)
def test_strips_of_the_sole(share: float) -> None:
    foot = shapely.union_all([a for root, a in _fields("foot-sole").items() if root != "unmapped"])
    x0, heel, x1, toes = foot.bounds
    y = heel + share * (toes - heel)
    inner, outer = (_mark("foot-sole", f"ball-of-{toe}-toe")[0] for toe in ("great", "little"))
    ends = [(x0 - 1, y), (x1 + 1, y)]
    _holds(_passages("foot-sole", *(ends if inner < outer else ends[::-1])), SOLE[share], LIMB)


def test_s2_tapers_to_the_first_cleft_and_the_great_toe_is_halved() -> None:
    fields = _fields("foot-sole")
    toe = _part("foot-sole", "great-toe")
    assert fields["S2"].intersection(toe).area < 0.02 * toe.area
    assert fields["L4"].intersection(toe).area / toe.area == pytest.approx(0.5, abs=0.12)
    assert fields["S1"].contains(shapely.Point(_mark("foot-sole", "ball-of-little-toe")))


def test_the_great_toe_is_halved_in_one_line_from_the_nail_to_the_sole() -> None:
    tips = {}
    for view in ("foot-sole", "foot-dorsum"):
        toe, field = _part(view, "great-toe"), _fields(view)["L4"]
        end = toe.bounds[3] - 8 if view == "foot-sole" else toe.bounds[1] + 8
        across = shapely.intersection(
            field, shapely.LineString([(toe.bounds[0] - 1, end), (toe.bounds[2] + 1, end)])
        )
        tips[view] = max(abs(across.bounds[0]), abs(across.bounds[2]))
    assert tips["foot-sole"] == pytest.approx(tips["foot-dorsum"], abs=2)


def test_the_outer_side_of_the_heel_is_l5_behind_and_below_a_band_of_s1() -> None:
    fields = _fields("lateral-left")
    heel = shapely.Point(_mark("lateral-left", "lateral-heel"))
    assert fields["L5"].contains(heel)
    # Straight up and forward from it S1 follows, then L5 again on the front of the ankle.
    found = _passages("lateral-left", (heel.x, heel.y), (heel.x - 110, heel.y + 55))
    assert list(found) == ["L5|S1", "S1|L5"]
