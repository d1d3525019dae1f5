"""The fields of the cutaneous nerves, as drawn, against where textbooks put them."""

from __future__ import annotations

import csv
from collections import Counter

import pytest
import shapely
from shapely.affinity import scale

from dermatome.anatomy.ids import SIDES, VIEWS, parse_root
from dermatome.anatomy.load import DATA_DIR, facts
from dermatome.anatomy.nerves import fields_of
from dermatome.atlas.check import MIRRORED_VIEW
from dermatome.atlas.hit import layer_hit
from dermatome.atlas.load import atlas

COLUMNS = ["field", "landmark", "source"]
LEAST_MM2 = 60.0
"""A field that shows less than this in every view could not be found on the screen."""

SLACK_MM2 = 2.0

RIM_SHARE = 0.16
"""So much of a digit may show skin of its other face, seen edge on at its rim."""

with (DATA_DIR / "nerve_expectations.csv").open(encoding="utf-8", newline="") as _table:
    EXPECTATIONS = list(csv.DictReader(_table))

WELL_KNOWN = {
    "first-web-space-foot": "deep-fibular",
    "regimental-badge": "superior-lateral-cutaneous-arm",
    "little-fingertip": "ulnar-digital",
    "index-fingertip": "median-digital",
    "first-web-space-hand": "superficial-radial",
    "medial-malleolus": "saphenous",
    "lateral-thigh": "lateral-femoral-cutaneous",
    "angle-of-jaw": "great-auricular",
    "lateral-heel": "sural",
    "sole-of-heel": "medial-calcaneal",
    "axilla-apex": "intercostobrachial",
    "perianal": "inferior-rectal",
    "chin": "mandibular",
    "forehead": "ophthalmic",
    "cheek": "maxillary",
    "supraclavicular-fossa": "supraclavicular",
    "medial-antecubital": "medial-cutaneous-forearm",
    "radial-forearm": "lateral-cutaneous-forearm",
    "back-of-thigh": "posterior-femoral-cutaneous",
    "upper-buttock": "superior-cluneal",
    "mid-thigh": "anterior-cutaneous-femoral",
    "third-mtp-dorsum": "superficial-fibular",
    "ball-of-great-toe": "medial-plantar",
    "ball-of-little-toe": "lateral-plantar",
}

# view → body part → the fields that share it, with the least and the most of the part each may take
DIGITS = {
    "hand-palmar": {
        "index-finger": {"median-digital": (1, 1)},
        "middle-finger": {"median-digital": (1, 1)},
        "ring-finger": {"median-digital": (0.35, 0.65), "ulnar-digital": (0.35, 0.65)},
        "little-finger": {"ulnar-digital": (1, 1)},
    },
    "hand-dorsal": {
        "thumb": {"superficial-radial": (0.5, 0.9), "median-digital": (0.1, 0.5)},
        "index-finger": {"superficial-radial": (0.4, 0.7), "median-digital": (0.3, 0.6)},
        "middle-finger": {"superficial-radial": (0.2, 0.6), "median-digital": (0.4, 0.8)},
        "ring-finger": {
            "superficial-radial": (0.05, 0.35),
            "median-digital": (0.2, 0.5),
            "ulnar-dorsal": (0.05, 0.35),
            "ulnar-digital": (0.2, 0.5),
        },
        "little-finger": {"ulnar-dorsal": (0.3, 0.8), "ulnar-digital": (0.2, 0.7)},
    },
    "foot-dorsum": {"great-toe": {"superficial-fibular": (0.4, 0.8), "deep-fibular": (0.15, 0.5)}},
    "foot-sole": {"great-toe": {"medial-plantar": (0.8, 1)}},
}


def _drawn() -> set[tuple[str, str]]:
    return {(region.id, region.side) for view in VIEWS for region in atlas().nerves(view)}


def test_every_field_of_the_table_is_drawn_on_both_sides_and_no_other() -> None:
    assert _drawn() == {(field, side) for field in facts().nerve_fields for side in SIDES}


@pytest.mark.parametrize("field", facts().nerve_fields)
def test_a_field_is_large_enough_to_be_found(field: str) -> None:
    shown = [r.geometry.area for view in VIEWS for r in atlas().nerves(view) if r.id == field]
    assert max(shown) >= LEAST_MM2


def test_the_expectations_name_what_there_is() -> None:
    assert list(EXPECTATIONS[0]) == COLUMNS
    landmarks = {mark.id for view in VIEWS for mark in atlas().landmarks(view)}
    for row in EXPECTATIONS:
        assert row["field"] in facts().nerve_fields
        assert row["landmark"] in landmarks
        assert facts().cite(tuple(key.strip() for key in row["source"].split(";")))
    assert max(Counter(row["landmark"] for row in EXPECTATIONS).values()) == 1


def test_the_well_known_places_are_all_expected() -> None:
    """The table of expectations cannot be thinned out to make the checks pass."""
    asked = {row["landmark"]: row["field"] for row in EXPECTATIONS}
    assert WELL_KNOWN.items() <= asked.items()


@pytest.mark.parametrize("row", EXPECTATIONS, ids=lambda row: f"{row['landmark']}-{row['field']}")
def test_each_landmark_lies_in_the_skin_of_its_nerve(row: dict[str, str]) -> None:
    shown = [mark for view in VIEWS for mark in atlas().landmarks(view) if mark.id == row["landmark"]]
    assert shown, "no view shows it"
    for mark in shown:
        found = layer_hit("nerve", mark.view, mark.x, mark.y)
        assert found.id == row["field"], f"{mark.view} {mark.side}"
        assert mark.side in ("midline", found.side)


@pytest.mark.parametrize(("view", "part"), [(view, part) for view in DIGITS for part in DIGITS[view]])
def test_fingers_and_toes_are_shared_as_they_should_be(view: str, part: str) -> None:
    (digit,) = (p.geometry for p in atlas().parts(view) if (p.part, p.side) == (part, "left"))
    own = [r for r in atlas().nerves(view) if r.side == "left"]
    share = {r.id: r.geometry.intersection(digit).area / digit.area for r in own}
    for field, (least, most) in DIGITS[view][part].items():
        assert least - 0.03 <= share[field] <= most + 0.03, field
    others = sum(area for field, area in share.items() if field not in DIGITS[view][part])
    assert others < RIM_SHARE


@pytest.mark.parametrize("view", VIEWS)
def test_left_mirrors_right(view: str) -> None:
    twins = {(r.id, r.side): r.geometry for r in atlas().nerves(MIRRORED_VIEW.get(view, view))}
    for region in atlas().nerves(view):
        other = "left" if region.side == "right" else "right"
        twin = scale(twins[region.id, other], xfact=-1, origin=(0, 0))
        assert region.geometry.symmetric_difference(twin).area < max(0.001 * twin.area, SLACK_MM2), region.id


@pytest.mark.parametrize("view", VIEWS)
def test_fields_do_not_overlap(view: str) -> None:
    shapes = [region.geometry for region in atlas().nerves(view)]
    assert shapely.is_valid(shapes).all()
    assert shapely.area(shapes).sum() - shapely.union_all(shapes).area < 0.1


@pytest.mark.parametrize(
    ("nerve", "fields"),
    [
        ("common fibular (peroneal)", {"lateral-sural", "superficial-fibular", "deep-fibular"}),
        ("median", {"median-palmar", "median-digital"}),
        ("ulnar", {"ulnar-palmar", "ulnar-dorsal", "ulnar-digital"}),
        ("femoral", {"anterior-cutaneous-femoral", "saphenous", "infrapatellar"}),
        ("musculocutaneous", {"lateral-cutaneous-forearm"}),
        ("axillary (circumflex)", {"superior-lateral-cutaneous-arm"}),
    ],
)
def test_a_trunk_has_the_skin_of_its_branches(nerve: str, fields: set[str]) -> None:
    assert set(fields_of(nerve)) == fields


def test_the_forearm_is_not_the_ulnar_nerves_nor_the_great_toe_the_saphenous_nerves() -> None:
    """Two errors of many charts: they are told apart by exactly this skin."""
    for view in ("anterior", "posterior"):
        forearm = shapely.union_all([p.geometry for p in atlas().parts(view) if p.part == "forearm"])
        for region in atlas().nerves(view):
            if region.id in fields_of("ulnar"):
                assert region.geometry.intersection(forearm).area < SLACK_MM2
    toes = shapely.union_all([p.geometry for p in atlas().parts("foot-dorsum") if p.part == "great-toe"])
    for region in atlas().nerves("foot-dorsum"):
        if region.id == "saphenous":
            assert region.geometry.intersection(toes).area < SLACK_MM2


def test_roots_of_a_field_are_roots_of_its_nerve() -> None:
    nerves = {nerve.nerve: {*nerve.roots, *nerve.roots_variable} for nerve in facts().nerves}
    for field in facts().nerve_fields.values():
        if field.roots[0].startswith("V"):
            continue
        missing = {parse_root(root) for root in field.roots} - nerves[field.nerve[0]]
        assert not missing, f"{field.id}: {field.nerve[0]} has no {sorted(missing)}"
