"""The ISNCSCI map is true to the diagram of the key sensory points (PRAXIS_KSP in data/sources.csv).

What was measured on the diagram stands here as numbers: levels between two key points, shares of a width,
lengths of contact. The figures have other proportions than the body of the atlas, so a border may lie a
twentieth off on the limbs and eight hundredths off on the trunk. All is measured on the left side.
"""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
import shapely
import shapely.affinity
from shapely.geometry.base import BaseGeometry

from dermatome.atlas.load import atlas
from dermatome.atlas.records import Area

LIMB, TRUNK = 0.05, 0.08
BAND = 0.05
"""What a border between two bands of the trunk may miss where no key point stands in its way."""
CORNER_MM = 12.0
"""Fields that meet in a corner of the diagram share no more border than this."""

# Heights at .05, .35, .65 and .95 of the border's way from midline to flank; 0 nipple, 1 key point of T12.
TRUNK_BORDERS = {
    ("C3", "C4"): (-0.44, -0.45, -0.48, -0.52),
    ("C4", "T2"): (-0.24, -0.24, -0.25, -0.32),
    ("T2", "T3"): (-0.19, -0.18, -0.15, -0.10),
    ("T3", "T4"): (-0.10, -0.10, -0.09, -0.06),
    ("T4", "T5"): (0.05, 0.04, 0.01, -0.04),
    ("T5", "T6"): (0.16, 0.14, 0.09, 0.01),
    ("T6", "T7"): (0.25, 0.23, 0.17, 0.08),
    ("T7", "T8"): (0.37, 0.35, 0.30, 0.22),
    ("T8", "T9"): (0.49, 0.46, 0.41, 0.33),
    ("T9", "T10"): (0.61, 0.59, 0.53, 0.43),
    ("T10", "T11"): (0.76, 0.73, 0.65, 0.54),
    ("T11", "T12"): (0.88, 0.85, 0.76, 0.63),
    ("T12", "L1"): (1.09, 1.06, 0.99, 0.81),
    ("L1", "L2"): (1.57, 1.46, 1.14, 0.97),
    ("L2", "L3"): (1.87, 1.87, 1.73, 1.47),
}

# The key points of this body lie further out, T11's just where the figure has the border below it.
HELD_BY_A_KEY_POINT = ("T11", "T12")
# On its broad shoulders the tip of C3 lies higher; how the border falls from it to the midline is told apart.
SHOULDERS = ("C3", "C4")
FALL_OF_C3 = (0.02, 0.18, 0.44, 0.89)
"""Heights of the lower border of C3, at the same places, as shares of the way from the midline to its tip."""

# Where one field passes into the next, as a share of the width from the inner edge.
# Levels: 0 key point of L3, 1 key point of L4.
SHIN = {0.3: {"L4|L5": 0.66}, 0.5: {"L4|L5": 0.54}, 0.7: {"L4|L5": 0.51}, 0.9: {"L4|L5": 0.475}}

# The same behind, from the outer edge; 0 key point of S2 in the popliteal fossa, 1 of S1 at the heel. The leg
# of the diagram is turned out a little, so L5 of a leg seen straight from behind tends to the lower end.
LEG_BEHIND = {
    -0.4: {"S2|L2": 0.83},
    -0.2: {"S2|L3": 0.865},
    0.0: {"S2|L3": 0.835},
    0.2: {"L5|S2": 0.216, "S2|L4": 0.855},
    0.5: {"L5|S1": 0.479, "S1|L4": 0.849},
    0.6: {"L5|S1": 0.509, "S1|L4": 0.858},
    0.8: {"L5|S1": 0.505, "S1|L4": 0.842},
}

DIGITS = {
    "thumb": "C6",
    "index-finger": "C6",
    "middle-finger": "C7",
    "ring-finger": "C8",
    "little-finger": "C8",
}

# The same across the front of the arm, from its inner edge; 0 armpit, 1 between the key points of T1 and C5.
ARM_IN_FRONT = {
    0.7: {"T2|T1": 0.246},
    0.9: {"T1|C6": 0.393, "C6|C5": 0.521},
    1.0: {"T1|C6": 0.394, "C6|C5": 0.582},
}

SPINE = (
    "T2",
    "T3",
    "T4",
    "T5",
    "T6",
    "T7",
    "T8",
    "T9",
    "T10",
    "T11",
    "T12",
    "L1",
    "L2",
    "L3",
    "L4",
    "L5",
    "S1",
)
TOUCH_IN_FRONT = {
    *(frozenset(pair) for pair in pairwise(SPINE)),
    *(frozenset(pair.split("-")) for pair in (
        "C2-C3", "C3-C4", "C4-C5", "C4-T2", "C5-C6", "C5-T2", "C6-C7", "C6-T1", "C7-C8", "C8-T1", "T1-T2",
    )),
}  # fmt: skip
MEET_AT_THE_ELBOW_AND_WRIST = {frozenset({"C5", "T1"}), frozenset({"C6", "C8"})}
TOUCH_BEHIND = {
    frozenset(pair.split("_")) for pair in (
        "L2_S2", "L2_S3", "L3_S2", "L4_S1", "L4_S2", "L5_S1", "L5_S2", "S1_S2", "S2_S3", "S3_S4-5",
        "L2_L3", "L3_L4",
    )
}  # fmt: skip


def _fields(view: str, *, published: bool = False) -> dict[str, Area]:
    """The left fields of the spinal roots in a view: root → whole area, or what of it is published."""
    shown = [t for t in atlas().territories("isncsci", view) if t.side == "left" and t.kind == "spinal"]
    areas = {t.root: t.published if published else t.geometry for t in shown}
    return {root: area for root, area in areas.items() if area is not None}


def _key_point(view: str, root: str) -> tuple[float, float]:
    """Sheet millimetres of the left key point of a root."""
    marks = atlas().landmarks(view)
    (mark,) = (m for m in marks if m.key_point_of == root and m.side in ("left", "midline"))
    return mark.x, mark.y


def _shared(a: BaseGeometry, b: BaseGeometry) -> BaseGeometry:
    """The line along which two fields of one map touch."""
    return a.boundary.intersection(b.boundary)


def _heights_along(line: shapely.Geometry, at: tuple[float, ...]) -> list[float]:
    """Sheet y of a border (mm) at shares of its way from the midline outwards."""
    xy = shapely.get_coordinates(shapely.segmentize(line, 0.5))
    out = np.abs(xy[:, 0])
    places = out.min() + np.array(at) * np.ptp(out)
    return [float(xy[np.argsort(np.abs(out - place))[:2], 1].mean()) for place in places]


def _passages(fields: dict[str, Area], y: float, *, from_inside: bool) -> dict[str, float]:
    """Where one field passes into the next at a height, as shares of the width of all of them together."""
    level = shapely.LineString([(-500, y), (500, y)])
    pieces = sorted(
        (*sorted(np.abs(shapely.get_coordinates(piece)[[0, -1], 0])), root)
        for root, area in fields.items()
        for piece in shapely.get_parts(area.intersection(level))
        if piece.length > 0.3
    )
    inner, outer = pieces[0][0], max(end for _, end, _ in pieces)
    found = {}
    for (_, end, root), (_, _, following) in pairwise(pieces):
        share = (end - inner) / (outer - inner)
        found[f"{root}|{following}" if from_inside else f"{following}|{root}"] = (
            share if from_inside else 1 - share
        )
    return found


def _along_the_arm(x: float, y: float) -> float:
    """How far down the left arm a point of the anterior sheet lies: 0 armpit, 1 elbow crease, 2 wrist."""
    c5, t1 = np.array(_key_point("anterior", "C5")), np.array(_key_point("anterior", "T1"))
    behind = _key_point("posterior", "T2")
    wrist = next(
        p.geometry for p in atlas().parts("anterior") if p.part == "wrist" and p.side == "left"
    ).centroid
    armpit, elbow, end = np.array([-behind[0], behind[1]]), (c5 + t1) / 2, np.array([wrist.x, wrist.y])
    point = np.array([x, y])
    upper = (point - armpit) @ (elbow - armpit) / np.sum((elbow - armpit) ** 2)
    lower = (point - elbow) @ (end - elbow) / np.sum((end - elbow) ** 2)
    return float(upper if upper <= 1 else 1 + max(lower, 0))


def _on_leg(view: str, upper: str, lower: str, share: float) -> float:
    """Sheet y at a share of the way from one key point to another."""
    top, bottom = _key_point(view, upper)[1], _key_point(view, lower)[1]
    return top + share * (bottom - top)


@pytest.mark.parametrize("pair", TRUNK_BORDERS, ids="|".join)
def test_the_bands_of_the_trunk_rise_as_on_the_diagram(pair: tuple[str, str]) -> None:
    fields = _fields("anterior")
    line = _shared(fields[pair[0]], fields[pair[1]])
    nipple, groin = _key_point("anterior", "T4")[1], _key_point("anterior", "T12")[1]
    heights = [(nipple - y) / (nipple - groin) for y in _heights_along(line, (0.05, 0.35, 0.65, 0.95))]
    if pair == SHOULDERS:
        assert heights[:3] == pytest.approx(TRUNK_BORDERS[pair][:3], abs=BAND)
    else:
        tolerance = TRUNK if pair == HELD_BY_A_KEY_POINT else BAND
        assert heights == pytest.approx(TRUNK_BORDERS[pair], abs=tolerance)


def test_c3_tapers_to_a_point_on_the_slope_of_the_shoulder() -> None:
    fields = _fields("anterior")
    line = _shared(fields["C3"], fields["C4"])
    tip = line.bounds[2]
    shoulder = _shared(fields["C4"], fields["C5"]).bounds[2]
    assert tip / shoulder == pytest.approx(0.62, abs=LIMB)
    low, high = line.bounds[1::2]
    fall = [(y - low) / (high - low) for y in _heights_along(line, (0.05, 0.35, 0.65, 0.95))]
    assert fall == pytest.approx(FALL_OF_C3, abs=0.06)
    outer = fields["C3"].intersection(shapely.box(tip - 12, 0, 500, 2000))
    assert np.ptp(outer.bounds[1::2]) < 20, "a point, not a corner"


def test_the_lower_border_of_c3_runs_obliquely_from_the_nape_to_the_front() -> None:
    fields = _fields("lateral-left")
    band = fields["C3"]
    line = _shared(band, fields["C4"])
    xy = shapely.get_coordinates(line)
    nape, front = xy[xy[:, 0].argmax()], xy[xy[:, 0].argmin()]
    assert nape[1] - front[1] > 70
    # The drawn heads put the nape of C3 at .62 of its front; both ends of it on the outline.
    outline = atlas().view("lateral-left").outline
    rim = shapely.get_coordinates(shapely.intersection(band.boundary, outline.boundary))
    middle = band.centroid.x
    behind, before = (np.ptp(rim[side, 1]) for side in (rim[:, 0] > middle, rim[:, 0] < middle))
    assert behind / before == pytest.approx(0.62, abs=0.06)


def test_c3_is_narrow_at_the_nape_seen_from_behind() -> None:
    behind, before = (
        np.ptp(_fields(view)["C3"].intersection(shapely.box(-3, 0, 3, 2000)).bounds[1::2])
        for view in ("posterior", "anterior")
    )
    assert behind / before == pytest.approx(0.62, abs=0.06)


def test_from_the_fifth_thoracic_band_down_every_border_climbs_to_the_flank() -> None:
    fields = _fields("anterior")
    for upper, lower in pairwise(SPINE[2:13]):
        heights = _heights_along(_shared(fields[upper], fields[lower]), (0.05, 0.35, 0.65, 0.95))
        assert heights == sorted(heights), f"{upper}|{lower}"
        assert heights[-1] - heights[0] > 15, f"{upper}|{lower}"


def test_the_third_to_fifth_bands_narrow_to_the_armpit() -> None:
    fields = _fields("anterior")
    armpit = _key_point("posterior", "T2")
    for root in ("T3", "T4", "T5"):
        assert fields[root].distance(shapely.Point(-armpit[0], armpit[1])) < 35
        at_the_sternum = fields[root].intersection(shapely.box(0, 0, 10, 2000)).area / 10
        at_the_side = fields[root].intersection(shapely.box(138, 0, 148, 2000)).area / 10
        assert at_the_side < 0.75 * at_the_sternum, root


@pytest.mark.parametrize("share", SHIN)
def test_a_straight_diagonal_parts_l4_from_l5_on_the_shin(share: float) -> None:
    found = _passages(_fields("anterior"), _on_leg("anterior", "L3", "L4", share), from_inside=True)
    # The arms hang beside the thigh, not beside the shin: only fields of the leg are met.
    assert found == pytest.approx(SHIN[share], abs=LIMB)


@pytest.mark.parametrize("share", LEG_BEHIND)
def test_the_back_of_the_leg_has_the_fields_of_the_diagram(share: float) -> None:
    leg = {root: area for root, area in _fields("posterior").items() if root[0] in "LS"}
    found = _passages(leg, _on_leg("posterior", "S2", "S1", share), from_inside=False)
    assert found == pytest.approx(LEG_BEHIND[share], abs=LIMB)


def test_s2_ends_above_in_an_oblique_line_and_below_in_a_round_one_at_mid_calf() -> None:
    s2 = _fields("posterior")["S2"]
    knee, heel = _key_point("posterior", "S2")[1], _key_point("posterior", "S1")[1]

    def level(y: float) -> float:
        return (knee - y) / (knee - heel)

    assert level(s2.bounds[1]) == pytest.approx(0.40, abs=LIMB)
    outline = atlas().view("posterior").outline
    rim = shapely.get_coordinates(shapely.intersection(s2.boundary, outline.boundary))
    outer = rim[rim[:, 0] < s2.centroid.x, 1].max()
    assert level(outer) == pytest.approx(-0.43, abs=TRUNK)
    assert level(s2.bounds[3]) == pytest.approx(-0.66, abs=TRUNK)
    foot_of_it = s2.intersection(shapely.box(-300, s2.bounds[1], 0, s2.bounds[1] + 10))
    above = s2.intersection(shapely.box(-300, s2.bounds[1] + 40, 0, s2.bounds[1] + 50))
    assert np.ptp(foot_of_it.bounds[::2]) < 0.75 * np.ptp(above.bounds[::2])


def test_s3_is_a_ring_and_s4_5_half_an_ellipse_in_it() -> None:
    fields = _fields("posterior")
    ring, ellipse = fields["S3"], fields["S4-5"]
    _, low, _, high = ring.bounds
    assert np.ptp(ellipse.bounds[1::2]) / (high - low) == pytest.approx(0.456, abs=LIMB)
    middle = (ellipse.bounds[1] + ellipse.bounds[3]) / 2
    hip = shapely.union_all(list(fields.values())).intersection(
        shapely.LineString([(-260, middle), (0, middle)])
    )
    half_hip = -hip.bounds[0]
    assert -ring.bounds[0] / half_hip == pytest.approx(0.52, abs=LIMB)
    assert -ellipse.bounds[0] / half_hip == pytest.approx(0.24, abs=LIMB)


@pytest.mark.parametrize("view", ["hand-dorsal", "hand-palmar"])
@pytest.mark.parametrize(("digit", "root"), DIGITS.items())
def test_each_digit_belongs_to_one_root_whole_on_both_faces(view: str, digit: str, root: str) -> None:
    part = next(p.geometry for p in atlas().parts(view) if p.part == digit and p.side == "left")
    assert _fields(view)[root].intersection(part).area / part.area > 0.97


def test_the_great_toe_is_l5_and_only_the_outermost_toe_s1() -> None:
    parts = {p.part: p.geometry for p in atlas().parts("foot-dorsum") if p.side == "left"}
    fields = _fields("foot-dorsum")
    assert fields["L5"].intersection(parts["great-toe"]).area / parts["great-toe"].area > 0.97
    toes = fields["S1"].intersection(parts["toes"])
    assert 0.1 < toes.area / parts["toes"].area < 0.35
    assert toes.centroid.x > fields["L5"].intersection(parts["toes"]).centroid.x


@pytest.mark.parametrize("view", ["hand-dorsal", "hand-palmar"])
def test_c7_ends_at_the_wrist_and_c6_meets_t1_above_it(view: str) -> None:
    fields = _fields(view)
    fingers = shapely.union_all([fields[r] for r in ("C6", "C7", "C8")])
    forearm = next(p.geometry for p in atlas().parts(view) if p.part == "forearm" and p.side == "left")
    assert fields["C7"].intersection(forearm).area < 1
    assert fields["C7"].distance(fields["T1"]) > 5
    assert _shared(fields["C6"], fields["T1"]).length > 40
    assert _shared(fields["C6"], fields["C8"]).length < 30
    assert fingers.bounds[3] > fields["C7"].bounds[3] + 40


def test_the_borders_at_the_elbow_and_on_the_arm_are_oblique() -> None:
    fields = _fields("anterior")
    for a, b, inner, outer in (("C5", "C6", 0.75, 1.4), ("T2", "T1", 0.79, 0.61)):
        line = shapely.get_coordinates(_shared(fields[a], fields[b]))
        across = line[np.argsort(line[:, 0])]
        assert _along_the_arm(*across[0]) == pytest.approx(inner, abs=LIMB), f"{a}|{b} inside"
        assert _along_the_arm(*across[-1]) == pytest.approx(outer, abs=LIMB), f"{a}|{b} outside"


@pytest.mark.parametrize("share", ARM_IN_FRONT)
def test_the_front_of_the_arm_above_the_elbow_is_shared_as_on_the_diagram(share: float) -> None:
    behind = _key_point("posterior", "T2")
    armpit = np.array([-behind[0], behind[1]])
    elbow = (np.array(_key_point("anterior", "C5")) + np.array(_key_point("anterior", "T1"))) / 2
    # Turned so that the upper arm hangs straight down, a cut across it is a level one.
    lean = np.degrees(np.arctan2(elbow[0] - armpit[0], armpit[1] - elbow[1]))
    level = armpit[1] - share * np.hypot(*(elbow - armpit))
    arm = {
        root: shapely.intersection(
            shapely.affinity.rotate(area, -lean, origin=tuple(armpit)),
            shapely.box(armpit[0] - 90, level - 1, armpit[0] + 90, level + 1),
        )
        for root, area in _fields("anterior").items()
        if root in ("C5", "C6", "T1", "T2")
    }
    found = _passages(arm, level, from_inside=True)
    wanted = ARM_IN_FRONT[share]
    assert {name: found[name] for name in wanted} == pytest.approx(wanted, abs=LIMB)


def test_c2_is_a_band_under_the_chin_and_c3_does_not_meet_the_face() -> None:
    for view in ("anterior", "head-lateral"):
        fields = _fields(view)
        face = [
            t.geometry
            for t in atlas().territories("isncsci", view)
            if t.kind == "trigeminal" and t.side == "left"
        ]
        assert _shared(fields["C2"], shapely.union_all(face)).length > 20
        assert fields["C3"].distance(shapely.union_all(face)) > 10


def test_the_band_under_the_chin_has_a_third_of_the_way_to_the_end_of_c3() -> None:
    fields = _fields("anterior")
    middle = shapely.LineString([(1, 0), (1, 2000)])
    ends = {root: fields[root].intersection(middle).bounds[1::2] for root in ("C2", "C3", "C4")}
    below_the_chin = ends["C2"][1] - ends["C4"][0]
    assert (ends["C2"][1] - ends["C2"][0]) / below_the_chin == pytest.approx(0.185, abs=LIMB)
    assert (ends["C2"][1] - ends["C3"][0]) / below_the_chin == pytest.approx(0.585, abs=TRUNK)


def test_c2_begins_behind_the_crown() -> None:
    head = [t for t in atlas().territories("isncsci", "head-lateral") if t.side == "left"]
    back = shapely.get_coordinates(next(t.geometry for t in head if t.root == "C2"))
    nose, occiput = min(t.geometry.bounds[0] for t in head), back[:, 0].max()
    crown = back[back[:, 1].argmax()]
    assert (occiput - crown[0]) / (occiput - nose) == pytest.approx(0.28, abs=LIMB)


def _contacts(fields: dict[str, Area]) -> dict[frozenset[str], float]:
    return {
        frozenset(pair): _shared(fields[pair[0]], fields[pair[1]]).length
        for pair in combinations(sorted(fields), 2)
        if fields[pair[0]].intersects(fields[pair[1]])
    }


def test_the_fields_of_the_front_touch_as_on_the_diagram() -> None:
    contacts = _contacts(_fields("anterior"))
    meant = TOUCH_IN_FRONT | MEET_AT_THE_ELBOW_AND_WRIST
    assert {pair for pair, length in contacts.items() if length > CORNER_MM} - meant == set()
    assert {pair for pair in TOUCH_IN_FRONT if contacts.get(pair, 0) <= CORNER_MM} == set()


def test_the_fields_behind_touch_as_on_the_diagram() -> None:
    # What is published of L2 and L3 behind lies at the inner edge of the thigh; the rest of them is inferred.
    legs = {root: area for root, area in _fields("posterior", published=True).items() if root[0] in "LS"}
    contacts = _contacts(legs)
    assert {pair for pair, length in contacts.items() if length > CORNER_MM} - TOUCH_BEHIND == set()
    assert {pair for pair in TOUCH_BEHIND if contacts.get(pair, 0) == 0} == set()


def test_front_and_back_figure_meet_in_the_crotch() -> None:
    # L1 to the outline in front, S3 to the outline behind: nothing of the one is seen on the other side.
    front, behind = _fields("anterior"), _fields("posterior")
    crotch = shapely.box(0, 740, 60, 830)
    assert (
        front["L1"].intersection(crotch).area
        > 0.7 * atlas().view("anterior").outline.intersection(crotch).area
    )
    assert {"S3", "S4-5"}.isdisjoint(front)
    assert behind["L1"].intersection(shapely.box(-120, 700, 0, 830)).area < 1


def test_only_what_neither_figure_sees_of_the_perineum_is_inferred() -> None:
    # What the figure from the front or that from behind sees of the crotch is published by it.
    crotch = shapely.box(-120, 700, 120, 830)
    for view, roots in (("anterior", {"L1", "L2"}), ("posterior", {"S2", "S3", "S4-5"})):
        for territory in atlas().territories("isncsci", view):
            if territory.root in roots and territory.inferred is not None:
                assert territory.inferred.intersection(crotch).area < 1, (view, territory.root)
    # No figure looks from below: where L1 and S3 meet there, neither is published.
    below = {t.root: t for t in atlas().territories("isncsci", "perineum") if t.side == "left"}
    seam = _shared(below["L1"].geometry, below["S3"].geometry)
    assert seam.length > 40
    for root in ("L1", "S3"):
        inferred, published = below[root].inferred, below[root].published
        assert inferred is not None and published is not None
        assert _shared(published, seam).length < 0.05 * seam.length, root
        assert inferred.difference(seam.buffer(40)).area < 1, root
        if root == "S3":
            assert inferred.area < 0.15 * below[root].geometry.area
    assert {root for root in ("L2", "S2", "S4-5") if below[root].inferred is not None} == set()


def test_s3_ends_below_in_a_tip_where_l2_and_s2_begin() -> None:
    fields = _fields("posterior")
    ring = shapely.get_coordinates(fields["S3"])
    tip = shapely.Point(ring[ring[:, 1].argmin()])
    assert fields["L2"].distance(tip) < 4 and fields["S2"].distance(tip) < 4
    assert -0.35 < tip.x / np.ptp(fields["S3"].bounds[::2]) / 2 < -0.1


def test_the_genitals_lie_in_l1() -> None:
    part = next(p.geometry for p in atlas().parts("anterior") if p.part == "genitals")
    left = part.intersection(shapely.box(0, 0, 500, 2000))
    assert _fields("anterior")["L1"].intersection(left).area / left.area > 0.99


def test_what_the_diagram_does_not_draw_is_not_called_published() -> None:
    behind = {t.root: t for t in atlas().territories("isncsci", "posterior") if t.side == "left"}
    for root in (*SPINE[:11], "L1"):
        published = behind[root].published
        assert published is None or published.area < 0.12 * behind[root].geometry.area, root
    # The rim of the sole under the heel is seen from behind as well.
    for root in ("S1", "S2", "S3", "S4-5", "L4", "L5"):
        inferred = behind[root].inferred
        assert inferred is None or inferred.area < 0.06 * behind[root].geometry.area, root
    for territory in atlas().territories("isncsci", "foot-sole"):
        assert territory.inferred is not None
        assert territory.inferred.area > 0.7 * territory.geometry.area
    # From the side no more of it is seen than the edge it stands on.
    foot = shapely.box(-300, 0, 100, 60)
    for territory in atlas().territories("isncsci", "lateral-left"):
        edge = shapely.intersection(territory.inferred, foot) if territory.inferred else shapely.Point()
        if not edge.is_empty:
            assert edge.bounds[3] < 15, territory.root
            assert edge.area < 0.15 * shapely.intersection(territory.geometry, foot).area, territory.root
    for view in ("hand-dorsal", "hand-palmar", "foot-dorsum"):
        for territory in atlas().territories("isncsci", view):
            assert territory.inferred is None or territory.inferred.area < 1, (view, territory.root)
