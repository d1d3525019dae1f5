"""What the numbers of each chart mean, at points whose answer is known from anatomy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.conftest import FLOOR, SamplesAt
from tools.build_assets.fields import ANUS, ARM_CUT, CHARTS, LEG_CUT, REGIONS, TRUNK_AXIS_Z
from tools.build_assets.mesh import Body
from tools.build_assets.rules import DEFAULT_REGION

ROUND_THE_LIMB = [(0, (0, 0, 40)), (90, (40, 0, 0)), (180, (0, 0, -40)), (-90, (-40, 0, 0))]
COORDINATE = st.floats(-900, 900).map(lambda v: round(v, 3))


@pytest.mark.parametrize(
    ("angle", "x", "z"),
    [(0, 0, 120), (90, 150, TRUNK_AXIS_Z), (180, 0, -100), (45, 50, TRUNK_AXIS_Z + 50)],
    ids=["front midline", "flank", "spine", "between front and flank"],
)
def test_trunk_angle_runs_from_the_front_midline_to_the_spine(
    samples_at: SamplesAt, angle: float, x: float, z: float
) -> None:
    told, height = samples_at([x, 321, z]).chart("trunk")
    assert told[0] == pytest.approx(angle)
    assert height[0] == 321


@pytest.mark.parametrize("angle, offset", ROUND_THE_LIMB, ids=["front", "lateral", "back", "medial"])
@pytest.mark.parametrize(
    "chart, joint", [("arm", "lowerarm01.L"), ("leg", "joint-l-knee"), ("foot", "joint-l-ankle")]
)
def test_angles_about_a_limb(
    samples_at: SamplesAt,
    body: Body,
    chart: str,
    joint: str,
    angle: float,
    offset: tuple[float, float, float],
) -> None:
    told, _ = samples_at(body.joints[joint] + np.array(offset)).chart(chart)
    assert told[0] == pytest.approx(angle)


@pytest.mark.parametrize(
    ("chart", "joint", "u"),
    [
        ("arm", "upperarm01.L", 0),
        ("arm", "lowerarm01.L", 1),
        ("arm", "wrist.L", 2),
        ("leg", "joint-l-upper-leg", 0),
        ("leg", "joint-l-knee", 1),
        ("leg", "joint-l-ankle", 2),
    ],
)
def test_u_counts_the_joints_of_a_limb(
    samples_at: SamplesAt, body: Body, chart: str, joint: str, u: float
) -> None:
    assert samples_at(body.joints[joint] + [0, 0, 40]).chart(chart)[1][0] == pytest.approx(u)


@pytest.mark.parametrize(("chart", "x", "top"), [("arm", 200, 500), ("leg", 100, 200)])
def test_u_grows_all_the_way_down_a_limb(samples_at: SamplesAt, chart: str, x: float, top: float) -> None:
    down = [[x, y, 40] for y in np.linspace(top, -100, 60)]
    assert (np.diff(samples_at(down).chart(chart)[1]) > 0).all()


def test_u_is_negative_above_the_hip(samples_at: SamplesAt) -> None:
    assert samples_at([100, 100, 40]).chart("leg")[1][0] == pytest.approx(-0.25)


def test_arm_round_jumps_elsewhere_than_arm(samples_at: SamplesAt, body: Body) -> None:
    inner = samples_at(body.joints["lowerarm01.L"] + [[-40, 0, 4], [-40, 0, -4]])
    assert np.ptp(inner.chart("arm-round")[0]) < 15
    behind_the_cut = body.joints["lowerarm01.L"] + [
        [40 * np.sin(a), 0, 40 * np.cos(a)] for a in np.radians([ARM_CUT - 1, ARM_CUT + 1])
    ]
    assert np.ptp(samples_at(behind_the_cut).chart("arm")[0]) == pytest.approx(358)
    assert np.ptp(samples_at(behind_the_cut).chart("arm-round")[0]) == pytest.approx(2)


@pytest.mark.parametrize("ray", range(1, 6))
def test_a_hand_ray_lies_on_its_finger(samples_at: SamplesAt, body: Body, ray: int) -> None:
    skin = body.joints[f"finger{ray}-2.L"] + [0, 0, 8]
    assert samples_at(skin, "hand").chart("hand")[0][0] == pytest.approx(ray, abs=0.05)


def test_the_clefts_lie_halfway_between_two_rays(samples_at: SamplesAt) -> None:
    clefts = [[210, -115, 0], [190, -115, 0], [170, -115, 0]]
    assert samples_at(clefts, "hand").chart("hand")[0] == pytest.approx([2.5, 3.5, 4.5], abs=0.02)


def test_rays_grow_evenly_from_the_index_to_the_little_finger(samples_at: SamplesAt) -> None:
    # 4 mm and 5 mm off a middle line, where fingers lie 20 mm and toes 15 mm apart.
    fingers = samples_at([[204, -115, 0], [196, -115, 0], [195, -60, 0]], "hand").chart("hand")[0]
    assert fingers == pytest.approx([2.8, 3.2, 3.25], abs=0.03)
    toes = samples_at([[96, -800, 130], [104, -800, 130]], "foot").chart("sole")[0]
    assert toes == pytest.approx([3 - 4 / 15, 3 + 4 / 15], abs=0.03)
    across = samples_at([[x, -115, 0] for x in range(218, 150, -2)], "hand").chart("hand")[0]
    assert (np.diff(across) > 0).all()


def test_rays_start_spread_over_the_wrist(samples_at: SamplesAt) -> None:
    wrist = samples_at([[x, 20, 0] for x in (218, 209, 200, 191, 182)], "hand").chart("hand")[0]
    assert wrist == pytest.approx([1, 2, 3, 4, 5], abs=0.2)


def test_hand_t_is_0_at_the_wrist_and_1_at_the_knuckles(samples_at: SamplesAt) -> None:
    assert samples_at([[200, 0, 10], [200, -80, 10]], "hand").chart("hand")[1] == pytest.approx([0, 1])


def test_thumb_counts_distance_from_its_middle_line(samples_at: SamplesAt, body: Body) -> None:
    root, last = body.joints["finger1-1.L"], body.joints["finger1-3.L"]
    distance, t = samples_at([np.add(root, (0, 0, 9)), np.add(last, (0, 0, 9))], "hand").chart("thumb")
    assert distance == pytest.approx([9, 9])
    assert t == pytest.approx([0, 1])


@pytest.mark.parametrize("ray", range(1, 6))
def test_a_sole_ray_lies_on_its_toe(samples_at: SamplesAt, body: Body, ray: int) -> None:
    skin = body.joints[f"joint-l-toe-{ray}-2"] + [0, -8, 0]
    assert samples_at(skin, "foot").chart("sole")[0][0] == pytest.approx(ray, abs=0.1)


def test_sole_t_is_0_behind_the_heel_and_1_at_the_ball(samples_at: SamplesAt) -> None:
    assert samples_at([[100, FLOOR, -52], [100, FLOOR, 110]], "foot").chart("sole")[1] == pytest.approx(
        [0, 1]
    )


def test_foot_reach_is_horizontal(samples_at: SamplesAt) -> None:
    assert samples_at([100, FLOOR, 150], "foot").chart("foot")[1] == pytest.approx([150])


def test_ring_faces_the_pubis_at_0_and_the_coccyx_at_180(samples_at: SamplesAt) -> None:
    distance, angle = samples_at([np.add(ANUS, (0, 0, 30)), np.add(ANUS, (0, 0, -30))]).chart("ring")
    assert distance == pytest.approx([30, 30])
    assert angle == pytest.approx([0, 180])


def test_front_side_and_plan_are_the_sheets_of_the_landmarks(samples_at: SamplesAt) -> None:
    point = samples_at([12, 34, 56])
    assert [float(v[0]) for v in point.chart("front")] == [12, 34]
    assert [float(v[0]) for v in point.chart("side")] == [56, 34]
    assert [float(v[0]) for v in point.chart("plan")] == [12, 56]


@settings(deadline=None)
@given(x=COORDINATE, y=COORDINATE, z=COORDINATE, chart=st.sampled_from(sorted(CHARTS)))
def test_left_and_right_read_alike_in_every_chart(
    samples_at: SamplesAt, x: float, y: float, z: float, chart: str
) -> None:
    right = samples_at([-abs(x), y, z]).chart(chart)
    left = samples_at([abs(x), y, z]).chart(chart)
    np.testing.assert_array_equal(right, left)
    assert np.isfinite(left).all()


@settings(deadline=None)
@given(x=COORDINATE, y=COORDINATE, z=COORDINATE)
def test_angles_stay_within_one_turn_below_the_cut(
    samples_at: SamplesAt, x: float, y: float, z: float
) -> None:
    point = samples_at([x, y, z])
    assert ARM_CUT - 360 <= point.chart("arm")[0][0] < ARM_CUT
    assert LEG_CUT - 360 <= point.chart("leg")[0][0] < LEG_CUT


def test_folding_turns_normals_too(samples_at: SamplesAt) -> None:
    assert samples_at([-10, 0, 0], normal=(-0.6, 0, 0.8)).normal.tolist() == [[0.6, 0, 0.8]]


def test_every_chart_has_a_region_of_its_own() -> None:
    assert set(DEFAULT_REGION) == set(CHARTS)
    assert set(DEFAULT_REGION.values()) <= set(REGIONS)


@pytest.mark.parametrize(
    ("point", "segment", "normal", "inside", "outside"),
    [
        ((60, 300, 100), "trunk", (0, 0, 1), {"body", "trunk", "front of trunk"}, {"arm", "head", "foot"}),
        ((60, 300, -60), "trunk", (0, 0, -1), {"body", "trunk", "back of trunk"}, {"front of trunk", "hand"}),
        ((0, 700, 100), "head", (0, 0, 1), {"head", "body"}, {"trunk", "leg", "arm"}),
        ((70, 700, 40), "head", (1, 0, 0), {"head", "ear"}, {"trunk"}),
        ((200, -60, 8), "hand", (0, 0, 1), {"arm", "hand", "palm"}, {"back of hand", "body", "leg", "foot"}),
        ((200, -60, -8), "hand", (0, 0, -1), {"arm", "hand", "back of hand"}, {"palm", "body"}),
        ((200, 100, 30), "forearm", (0, 0, 1), {"arm"}, {"hand", "palm", "back of hand", "body"}),
        ((100, -200, 60), "thigh", (0, 0, 1), {"leg", "body"}, {"trunk", "foot"}),
        ((100, FLOOR, 60), "foot", (0, -1, 0), {"foot", "sole", "leg"}, {"arm", "trunk", "hindfoot"}),
        ((100, FLOOR + 20, 60), "foot", (0, 1, 0), {"foot"}, {"sole"}),
        ((100, FLOOR, 160), "foot", (0, -1, 0), {"foot", "toes"}, {"hindfoot"}),
        ((100, FLOOR, -40), "foot", (0, -1, 0), {"foot", "hindfoot"}, {"toes"}),
    ],
)
def test_regions(
    samples_at: SamplesAt,
    point: tuple[float, float, float],
    segment: str,
    normal: tuple[float, float, float],
    inside: set[str],
    outside: set[str],
) -> None:
    here = samples_at(point, segment, normal)
    assert {name for name in inside | outside if here.region(name)[0]} == inside
    assert here.region("all")[0]


def test_every_region_answers_for_every_sample(samples_at: SamplesAt) -> None:
    some = samples_at(np.random.default_rng(3).uniform(-800, 800, (50, 3)), "hand")
    for name in REGIONS:
        assert some.region(name).shape == (50,), name
        assert some.region(name).dtype == bool, name
