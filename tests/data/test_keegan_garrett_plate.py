"""The map of Keegan and Garrett is true to the figure in Grant's atlas (GRANT1962, figure 663).

What was measured on the figure stands here as numbers: shares of a width, levels between landmarks, orders.
Its five drawings show one limb from several sides and do not always agree with each other. Each of our views
follows the drawing that shows the same, as far as one skin allows; where two of them put one border on two
places of it, the border lies where the larger of both errors is least (DISPUTED). All is measured on the
left side.
"""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
import shapely

from dermatome.anatomy.ids import VIEWS
from dermatome.atlas.load import atlas
from tests.data.keegan_garrett import (
    ARM_REACH_MM,
    BESIDE_THE_LEG_MM,
    across_the_arm,
    across_the_leg,
    holds,
    left_fields,
    level,
    part_of,
    passages,
    place_of,
    spans_along_the_midline,
)

LIMB, TRUNK, BETWEEN_VIEWS = 0.05, 0.08, 0.1
EVEN = 0.03
"""What a disputed border may miss beyond the error that no border could avoid."""

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
INNER_THIGH_BEHIND = {0.5: {"L1|S2": 0.14}, 0.8: {"L2|S2": 0.13}, 1.05: {"L3|S2": 0.14}}
# The same; 0 key point of S2 behind the knee, 1 height of the key point of L4.
CALF_BEHIND = {
    0.25: {"S2|S1": 0.63},
    0.5: {"S2|S1": 0.63},
    0.65: {"S2|L5": 0.57, "L5|S1": 0.61},
    0.78: {"S2|L5": 0.53, "L5|S1": 0.62},
    0.95: {"S2|L5": 0.47, "L5|S1": 0.63},
}
BUTTOCK_BEHIND = {"unmapped|S2": 0.25, "S2|S1": 0.57, "S1|L5": 0.87}
HIP_FROM_THE_SIDE = {"L5|L4": 0.60, "L4|L3": 0.77, "L3|L2": 0.89}
SACRAL_HIP_FROM_THE_SIDE = {"S1|L5": 0.35}
"""Fixed by the buttock from behind as well, where the figure has it further back; S2|S1 is held to it."""

# Borders from the outer edge in front. Levels of the thigh: 0 key point of S3, 1 of L3; of the shin: 0 of L3,
# 1 of L4.
THIGH_IN_FRONT = {
    0.25: {"L3|L2": 0.68},
    0.4: {"L3|L2": 0.79},
    0.5: {"L3|L2": 0.87},
    0.6: {"L4|L3": 0.48, "L3|L2": 0.95},
    0.7: {"L4|L3": 0.56},
    0.8: {"L4|L3": 0.62},
    0.95: {"L4|L3": 0.72},
}
SHIN_IN_FRONT = {
    0.1: {"L4|L3": 0.80},
    0.2: {"L4|L3": 0.81},
    0.35: {"L4|L3": 0.85},
    0.5: {"L5|L4": 0.49},
    0.62: {"L5|L4": 0.55},
    0.75: {"L5|L4": 0.60},
    0.85: {"L5|L4": 0.62},
    0.95: {"L5|L4": 0.65},
}

FRONT, SIDE, BACK = "anterior", "lateral-left", "posterior"
# A border that two drawings put on two places of one skin: part and level as above, its share in either
# drawing (0 or 1 where it lies beyond the outline), and the least that the larger error can be on this body.
DISPUTED = [
    ("S1|L5", "thigh", 0.1, {BACK: 0.83, SIDE: 0.24}, 0.05),
    ("S1|L5", "thigh", 0.25, {BACK: 0.79, SIDE: 0.24}, 0.08),
    ("S1|L5", "thigh", 0.5, {BACK: 0.77, SIDE: 0.24}, 0.10),
    ("S1|L5", "thigh", 0.8, {BACK: 0.81, SIDE: 0.23}, 0.07),
    ("S1|L5", "thigh", 0.95, {BACK: 0.85, SIDE: 0.21}, 0.06),
    ("S1|L5", "shin", 0.1, {BACK: 0.89, SIDE: 0.26}, 0.05),
    ("S1|L5", "shin", 0.85, {FRONT: 0.15, SIDE: 0.47}, 0.15),
    ("S1|L5", "shin", 0.9, {FRONT: 0.17, SIDE: 0.47}, 0.16),
    ("S1|L5", "shin", 0.95, {FRONT: 0.22, SIDE: 0.52}, 0.17),
    ("L5|L4", "thigh", 0.5, {FRONT: 0.06, SIDE: 0.59}, 0.05),
    ("L5|L4", "thigh", 0.7, {FRONT: 0.13, SIDE: 0.64}, 0.08),
    ("L5|L4", "thigh", 0.8, {FRONT: 0.18, SIDE: 0.66}, 0.07),
    ("L5|L4", "thigh", 0.95, {FRONT: 0.25, SIDE: 0.64}, 0.11),
    ("L5|L4", "shin", 0.1, {FRONT: 0.31, SIDE: 0.75}, 0.12),
    ("L5|L4", "shin", 0.2, {FRONT: 0.36, SIDE: 0.85}, 0.10),
    ("L5|L4", "shin", 0.35, {FRONT: 0.41, SIDE: 0.90}, 0.09),
    ("L4|L3", "thigh", 0.1, {FRONT: 0.23, SIDE: 0.77}, 0.09),
    ("L4|L3", "thigh", 0.25, {FRONT: 0.29, SIDE: 0.80}, 0.10),
    ("L4|L3", "thigh", 0.4, {FRONT: 0.37, SIDE: 0.84}, 0.11),
    ("L4|L3", "thigh", 0.5, {FRONT: 0.43, SIDE: 0.91}, 0.08),
    ("L3|L2", "thigh", 0.1, {FRONT: 0.59, SIDE: 0.91}, 0.09),
]
BEYOND = {FRONT: 0.0, SIDE: 1.0, BACK: 1.0}
"""Share of a border that has left the outline of a view on the side towards which all of these leave it."""

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

# Borders from the radial edge, the thumb with it. Levels: 0 crease of the wrist, 1 cleft between the fingers.
PALM = {
    0.0: {"C6|C7": 0.48, "C7|C8": 0.61},
    0.25: {"C6|C7": 0.49, "C7|C8": 0.73},
    0.5: {"C6|C7": 0.44, "C7|C8": 0.73},
    0.75: {"C6|C7": 0.33, "C7|C8": 0.72},
}
BACK_OF_THE_HAND = {
    0.1: {"C6|C7": 0.27, "C7|C8": 0.62},
    0.25: {"C7|C8": 0.63},
    0.5: {"C7|C8": 0.65},
}
"""Nearer to the web the thumb, spread here and closed in the figure, widens C6."""

# Borders from the inner edge of the sole. Levels: shares of the length of the foot, from the heel.
SOLE = {
    0.22: {"S2|L5": 0.48},
    0.3: {"S2|L5": 0.41, "L5|S1": 0.73},
    0.44: {"S2|L5": 0.35, "L5|S1": 0.72},
    0.52: {"L4|S2": 0.11, "S2|L5": 0.32, "L5|S1": 0.71},
    0.6: {"L4|S2": 0.17, "S2|L5": 0.31, "L5|S1": 0.69},
    0.67: {"L4|S2": 0.19, "S2|L5": 0.29, "L5|S1": 0.71},
}
LIMB_IN_FRONT = {
    *(("C5", "C6"), ("C5", "T1"), ("C6", "C7"), ("C7", "C8"), ("C8", "T1")),
    *(("L1", "L2"), ("L1", "S2"), ("L2", "L3"), ("L3", "L4"), ("L4", "L5"), ("L5", "S1")),
}
CORNER_MM = 15.0
"""Fields that meet in a corner of the figure share no more border than this."""


# ---- what is published ------------------------------------------------------------------------------


@pytest.mark.parametrize("view", VIEWS)
def test_the_coloured_strips_are_published_and_the_lines_of_l1_and_l2_inferred(view: str) -> None:
    for territory in atlas().territories("keegan-garrett", view):
        assert {basis for basis, _ in territory.parts} == (
            {"inferred"} if territory.root in ("L1", "L2") else {"published"}
        )
    assert set(left_fields(view)) <= {*UPPER, *LOWER, "L1", "L2", "unmapped"}


# ---- trunk ------------------------------------------------------------------------------------------


def test_strips_leave_the_spine_in_the_order_of_the_roots() -> None:
    spans = spans_along_the_midline("posterior")
    order = sorted(spans, key=lambda root: -spans[root][1])
    assert order == [*UPPER, "L1", "L2", *LOWER]
    assert all(spans[a][0] == pytest.approx(spans[b][1], abs=1) for a, b in pairwise(UPPER))


def test_strips_of_the_upper_back_run_obliquely_down_and_out() -> None:
    # About 30° in the figure, whose shoulders slope more than those of this body; the lower the steeper.
    fields = left_fields("posterior")
    slopes = []
    for upper, lower in pairwise(UPPER[1:]):
        border = fields[upper].boundary.intersection(fields[lower].boundary)
        xy = shapely.get_coordinates(shapely.segmentize(border, 1))
        xy = xy[(np.abs(xy[:, 0]) > 50) & (np.abs(xy[:, 0]) < 165) & (xy[:, 1] > 1230)]
        slopes.append(-np.degrees(np.arctan(np.polyfit(np.abs(xy[:, 0]), xy[:, 1], 1)[0])))
    assert slopes == sorted(slopes) and min(slopes) > 18 and max(slopes) < 42
    assert np.mean(slopes) == pytest.approx(30, abs=6)


def test_c5_and_t1_reach_the_sternum_with_the_axial_line_between_them() -> None:
    spans = spans_along_the_midline("anterior")
    assert set(spans) & set(UPPER) == {"C5", "T1"}
    notch, angle = place_of("anterior", "sternal-notch")[1], place_of("anterior", "sternal-angle")[1]
    assert spans["C5"][0] == pytest.approx(spans["T1"][1], abs=1)
    assert spans["C5"][1] > notch > spans["C5"][0] > notch - 20
    assert spans["T1"][0] == pytest.approx(angle, abs=8)


def test_t1_is_a_third_broader_than_c5_at_the_sternum() -> None:
    heights = {root: high - low for root, (low, high) in spans_along_the_midline("anterior").items()}
    assert heights["T1"] / heights["C5"] == pytest.approx(1.33, abs=0.12)


def test_c5_leaves_the_outline_behind_before_the_shoulder() -> None:
    # It tapers on the slope of the neck, at half of the way out; nothing but C6 lines the shoulder behind.
    tip = -left_fields("posterior")["C5"].bounds[0]
    shoulder = place_of("anterior", "acromioclavicular-joint")[0]
    assert 0.4 < tip / shoulder < 0.75


def test_t1_fills_the_armpit_and_reaches_the_side_of_the_chest() -> None:
    armpit = part_of("anterior", "axilla")
    assert left_fields("anterior")["T1"].intersection(armpit).area > 0.8 * armpit.area
    beside = left_fields("lateral-left")["T1"].bounds
    assert beside[1] < armpit.bounds[1] - 5


# ---- upper limb ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("u", ARM_IN_FRONT)
def test_strips_of_the_arm_in_front(u: float) -> None:
    holds(across_the_arm("anterior", u), ARM_IN_FRONT[u], LIMB)


@pytest.mark.parametrize("u", ARM_BEHIND)
def test_strips_of_the_arm_behind(u: float) -> None:
    found = across_the_arm("posterior", u)
    holds(found, ARM_BEHIND[u], LIMB)
    assert list(found) == ["C6|C7", "C7|C8"], "the inner edge is C8, T1 ends below the armpit"


def test_c5_and_t1_taper_to_the_middle_of_the_wrist() -> None:
    wide, narrow = (across_the_arm("anterior", u) for u in (1.5, 1.85))
    assert narrow["T1|C8"] - narrow["C5|T1"] < 0.85 * (wide["T1|C8"] - wide["C5|T1"])
    assert narrow["C5|T1"] - narrow["C6|C5"] < 0.6 * (wide["C5|T1"] - wide["C6|C5"])
    assert {"C5", "T1"}.isdisjoint(left_fields("hand-dorsal"))
    palm = part_of("hand-palmar", "palm")
    assert all(
        left_fields("hand-palmar")[root].intersection(palm).area < 0.02 * palm.area for root in ("C5", "T1")
    )


def _across_the_hand(view: str, share: float) -> dict[str, float]:
    """Passages from the radial edge of the hand, at a share of the way from wrist to fingers."""
    top, low = part_of(view, "wrist").bounds[1], part_of(view, "middle-finger").bounds[3]
    thumb, little = (
        shapely.get_coordinates(part_of(view, digit).centroid)[0, 0] for digit in ("thumb", "little-finger")
    )
    out = np.sign(thumb - little) * ARM_REACH_MM
    y = top + share * (low - top)
    return passages(view, (thumb + out, y), (little - out, y))


@pytest.mark.parametrize("share", PALM)
def test_strips_of_the_palm(share: float) -> None:
    holds(_across_the_hand("hand-palmar", share), PALM[share], LIMB)


@pytest.mark.parametrize("share", BACK_OF_THE_HAND)
def test_strips_of_the_back_of_the_hand(share: float) -> None:
    holds(_across_the_hand("hand-dorsal", share), BACK_OF_THE_HAND[share], LIMB)


def test_c7_begins_in_a_point_above_the_wrist_where_c5_ends() -> None:
    fields, wrist = left_fields("hand-palmar"), part_of("hand-palmar", "wrist").bounds[1]
    top = fields["C7"].bounds[3] - wrist
    assert 4 < top < 24
    assert fields["C5"].bounds[1] - wrist == pytest.approx(top, abs=6)
    assert abs(fields["T1"].bounds[1] - wrist) < 0.6 * top


@pytest.mark.parametrize("view", ["hand-palmar", "hand-dorsal"])
@pytest.mark.parametrize("digit", DIGITS)
def test_digits(view: str, digit: str) -> None:
    skin = part_of(view, digit)
    assert left_fields(view)[DIGITS[digit]].intersection(skin).area > 0.9 * skin.area


def test_the_middle_of_the_palm_is_c7() -> None:
    assert left_fields("hand-palmar")["C7"].contains(shapely.Point(place_of("hand-palmar", "middle-of-palm")))


# ---- hip, thigh and leg ---------------------------------------------------------------------------------


def test_the_buttock_from_behind() -> None:
    y = place_of("posterior", "ischial-tuberosity")[1] + 55
    holds(across_the_leg("posterior", y, from_inside=True), BUTTOCK_BEHIND, TRUNK)


def test_the_hip_from_the_side() -> None:
    y = place_of("posterior", "ischial-tuberosity")[1] + 62
    found = passages("lateral-left", (200, y), (-250, y))
    assert list(found)[:5] == ["S2|S1", *SACRAL_HIP_FROM_THE_SIDE, *HIP_FROM_THE_SIDE]
    holds(found, HIP_FROM_THE_SIDE, LIMB)
    holds(found, SACRAL_HIP_FROM_THE_SIDE, BETWEEN_VIEWS)


def test_l3_and_l4_have_left_the_outline_behind_above_the_gluteal_fold() -> None:
    y = place_of("posterior", "ischial-tuberosity")[1]
    assert list(across_the_leg("posterior", y, from_inside=True))[-2:] == ["S2|S1", "S1|L5"]


@pytest.mark.parametrize("share", THIGH_BEHIND)
def test_back_of_the_thigh(share: float) -> None:
    y = level("posterior", "ischial-tuberosity", "popliteal-fossa", share)
    holds(across_the_leg("posterior", y, from_inside=True), THIGH_BEHIND[share], LIMB)


@pytest.mark.parametrize("share", INNER_THIGH_BEHIND)
def test_the_ventral_axial_line_behind(share: float) -> None:
    y = level("posterior", "ischial-tuberosity", "popliteal-fossa", share)
    holds(across_the_leg("posterior", y, from_inside=True), INNER_THIGH_BEHIND[share], LIMB)


@pytest.mark.parametrize("share", CALF_BEHIND)
def test_back_of_the_calf_with_a_wedge_of_l5_above_the_heel(share: float) -> None:
    top, bottom = place_of("posterior", "popliteal-fossa")[1], place_of("anterior", "medial-malleolus")[1]
    found = across_the_leg("posterior", top + share * (bottom - top), from_inside=True)
    holds(found, CALF_BEHIND[share], LIMB)


def test_the_wedge_of_l5_begins_half_way_down_the_calf() -> None:
    top, bottom = place_of("posterior", "popliteal-fossa")[1], place_of("anterior", "medial-malleolus")[1]
    below = shapely.box(-500, -10, 0, bottom + 0.55 * (top - bottom))
    wedge = max(a.bounds[3] for a in shapely.get_parts(left_fields("posterior")["L5"].intersection(below)))
    assert (top - wedge) / (top - bottom) == pytest.approx(0.53, abs=TRUNK)


def _front_of_the_thigh(share: float) -> dict[str, float]:
    top, bottom = (
        place_of("posterior", "ischial-tuberosity")[1],
        place_of("anterior", "medial-femoral-condyle")[1],
    )
    return across_the_leg("anterior", top + share * (bottom - top), from_inside=False)


def _front_of_the_shin(share: float) -> dict[str, float]:
    y = level("anterior", "medial-femoral-condyle", "medial-malleolus", share)
    return across_the_leg("anterior", y, from_inside=False)


@pytest.mark.parametrize("share", THIGH_IN_FRONT)
def test_strips_spiral_over_the_front_of_the_thigh(share: float) -> None:
    holds(_front_of_the_thigh(share), THIGH_IN_FRONT[share], LIMB)


@pytest.mark.parametrize("share", SHIN_IN_FRONT)
def test_strips_of_the_shin(share: float) -> None:
    holds(_front_of_the_shin(share), SHIN_IN_FRONT[share], LIMB)


@pytest.mark.parametrize(("border", "part", "share", "drawn", "least"), DISPUTED)
def test_where_two_drawings_contradict_each_other_the_error_is_the_least_possible(
    border: str, part: str, share: float, drawn: dict[str, float], least: float
) -> None:
    knee = place_of("anterior", "medial-femoral-condyle")[1]
    start, end = {
        "thigh": (place_of("posterior", "ischial-tuberosity")[1], knee),
        "shin": (knee, place_of("anterior", "medial-malleolus")[1]),
    }[part]
    y = start + share * (end - start)
    found = {
        FRONT: across_the_leg(FRONT, y, from_inside=False),
        SIDE: passages(SIDE, (200, y), (-BESIDE_THE_LEG_MM, y)),
        BACK: across_the_leg(BACK, y, from_inside=True),
    }
    errors = {view: found[view].get(border, BEYOND[view]) - at for view, at in drawn.items()}
    assert max(abs(error) for error in errors.values()) <= least + EVEN, errors


@pytest.mark.parametrize("share", THIGH_FROM_THE_SIDE)
def test_the_thigh_from_the_side(share: float) -> None:
    y = level("posterior", "ischial-tuberosity", "popliteal-fossa", share)
    holds(passages("lateral-left", (200, y), (-250, y)), THIGH_FROM_THE_SIDE[share], LIMB)


@pytest.mark.parametrize("share", CALF_FROM_THE_SIDE)
def test_the_calf_from_the_side(share: float) -> None:
    y = level("anterior", "medial-femoral-condyle", "medial-malleolus", share)
    holds(passages("lateral-left", (200, y), (-250, y)), CALF_FROM_THE_SIDE[share], LIMB)


def test_neighbours_in_front() -> None:
    above_the_sole = shapely.box(0, 20, 500, 2000)
    fields = {root: area for root, area in left_fields("anterior").items() if root != "unmapped"}
    touching = {
        (a, b)
        for a, b in combinations(sorted(fields), 2)
        if shapely.intersection(fields[a].boundary, fields[b].boundary).intersection(above_the_sole).length
        > CORNER_MM
    }
    assert touching == LIMB_IN_FRONT


def test_s2_surrounds_the_genitals_inside_the_axial_line() -> None:
    low, high = spans_along_the_midline("anterior")["S2"]
    pubis = place_of("anterior", "mons-pubis")[1]
    assert high == pytest.approx(pubis, abs=8) and high - low > 40
    assert passages("anterior", (0, pubis - 20), (60, pubis - 20)).keys() >= {"S2|L1"}


# ---- foot -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("share", SOLE)
def test_strips_of_the_sole(share: float) -> None:
    foot = shapely.union_all([a for root, a in left_fields("foot-sole").items() if root != "unmapped"])
    x0, heel, x1, toes = foot.bounds
    y = heel + share * (toes - heel)
    inner, outer = (place_of("foot-sole", f"ball-of-{toe}-toe")[0] for toe in ("great", "little"))
    ends = [(x0 - 1, y), (x1 + 1, y)]
    holds(passages("foot-sole", *(ends if inner < outer else ends[::-1])), SOLE[share], LIMB)


def test_s1_reaches_the_outer_edge_in_front_of_the_heel() -> None:
    # A quarter of the length in the figure's sole, a third in its side; the pad of the heel is S2 and L5.
    foot = shapely.union_all(list(left_fields("foot-sole").values())).bounds
    share = (left_fields("foot-sole")["S1"].bounds[1] - foot[1]) / (foot[3] - foot[1])
    assert share == pytest.approx(0.29, abs=LIMB + 0.01)
    beside = passages("lateral-left", (60, 10), (-BESIDE_THE_LEG_MM, 10))
    assert beside["L5|S1"] == pytest.approx(0.26, abs=LIMB)


@pytest.mark.parametrize("share", [0.25, 0.5])
def test_l4_has_the_inner_quarter_of_the_back_of_the_foot(share: float) -> None:
    y = (1 - share) * place_of("foot-dorsum", "medial-malleolus")[1]
    found = passages("foot-dorsum", (BESIDE_THE_LEG_MM, y), (0, y))
    holds(found, {"L5|L4": 0.78}, LIMB)


def test_s1_of_the_outer_foot_lies_between_the_figure_from_the_front_and_from_the_side() -> None:
    # The figure gives it .36 of the width from the front, and .45 of the height from the side: from the
    # front its foot stands on the outer edge. Neither can be had without missing the other by twice as much.
    y = 0.5 * place_of("foot-dorsum", "medial-malleolus")[1]
    above = passages("foot-dorsum", (BESIDE_THE_LEG_MM, y), (0, y))["S1|L5"]
    heel, tip = 32, -203
    x = heel + 0.55 * (tip - heel)
    beside = 1 - passages("lateral-left", (x, 160), (x, -5))["L5|S1"]
    assert 0.36 - above == pytest.approx(beside - 0.45, abs=LIMB)
    assert max(0.36 - above, beside - 0.45) < 0.2 + EVEN


def test_s2_tapers_to_the_first_cleft_and_the_great_toe_is_halved() -> None:
    fields = left_fields("foot-sole")
    toe = part_of("foot-sole", "great-toe")
    assert fields["S2"].intersection(toe).area < 0.02 * toe.area
    assert fields["L4"].intersection(toe).area / toe.area == pytest.approx(0.5, abs=0.12)
    assert fields["S1"].contains(shapely.Point(place_of("foot-sole", "ball-of-little-toe")))


def test_the_great_toe_is_halved_in_one_line_from_the_nail_to_the_sole() -> None:
    tips = {}
    for view in ("foot-sole", "foot-dorsum"):
        toe, field = part_of(view, "great-toe"), left_fields(view)["L4"]
        end = toe.bounds[3] - 8 if view == "foot-sole" else toe.bounds[1] + 8
        across = shapely.intersection(
            field, shapely.LineString([(toe.bounds[0] - 1, end), (toe.bounds[2] + 1, end)])
        )
        tips[view] = max(abs(across.bounds[0]), abs(across.bounds[2]))
    assert tips["foot-sole"] == pytest.approx(tips["foot-dorsum"], abs=2)


def test_the_outer_side_of_the_heel_is_l5_behind_and_below_a_band_of_s1() -> None:
    fields = left_fields("lateral-left")
    heel = shapely.Point(place_of("lateral-left", "lateral-heel"))
    assert fields["L5"].contains(heel)
    # Straight up and forward from it S1 follows, then L5 again on the front of the ankle.
    found = passages("lateral-left", (heel.x, heel.y), (heel.x - 110, heel.y + 55))
    assert list(found) == ["L5|S1", "S1|L5"]
