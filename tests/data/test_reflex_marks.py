"""Where reflexes are drawn, against where a textbook puts them; the places are written here by hand."""

from __future__ import annotations

import pytest
import shapely

from dermatome.anatomy.ids import VIEWS
from dermatome.anatomy.load import facts, reflex_points
from dermatome.atlas.load import atlas
from dermatome.atlas.records import ReflexMark

PLACES = {
    "jaw-jerk": {"face"},
    "pectoral": {"chest", "shoulder"},
    "deltoid": {"upper-arm", "shoulder"},
    "scapulohumeral": {"upper-back"},
    "latissimus-dorsi": {"upper-arm", "axilla", "shoulder"},
    "biceps": {"elbow"},
    "triceps": {"upper-arm", "elbow"},
    "brachioradialis-supinator": {"forearm", "wrist"},
    "finger-flexor": {"middle-finger"},
    "hoffmann-sign": {"middle-finger"},
    "abdominal-muscle-deep": {"abdomen"},
    "epigastric": {"abdomen"},
    "upper-abdominal": {"abdomen"},
    "middle-abdominal": {"abdomen"},
    "lower-abdominal": {"abdomen"},
    "gluteal": {"buttock"},
    "bulbocavernosus": {"genitals"},
    "anal-anocutaneous": {"perineum", "buttock"},
    "cremasteric": {"thigh-front", "groin"},
    "adductor": {"knee"},
    "knee-jerk-patellar": {"knee"},
    "medial-hamstring": {"popliteal-fossa", "knee"},
    "lateral-hamstring": {"popliteal-fossa", "knee"},
    "tibialis-posterior": {"ankle", "calf"},
    "ankle-jerk-achilles": {"ankle", "calf", "heel"},
    "plantar": {"foot-sole", "heel"},
}

BEST_VIEWS = {
    "biceps": "anterior",
    "triceps": "posterior",
    "knee-jerk-patellar": "anterior",
    "ankle-jerk-achilles": "posterior",
    "plantar": "foot-sole",
    "anal-anocutaneous": "perineum",
    "bulbocavernosus": "perineum",
    "finger-flexor": "hand-palmar",
    "hoffmann-sign": "hand-dorsal",
    "deltoid": "lateral-left",
}


def _marks(reflex: str) -> list[ReflexMark]:
    return [mark for view in VIEWS for mark in atlas().reflexes(view) if mark.reflex == reflex]


def test_what_is_drawn_is_what_is_told() -> None:
    assert {mark.reflex for view in VIEWS for mark in atlas().reflexes(view)} == set(facts().reflexes_by_id)
    assert set(PLACES) == set(facts().reflexes_by_id)


@pytest.mark.parametrize("reflex", PLACES)
def test_a_reflex_is_drawn_on_the_part_of_the_body_it_belongs_to(reflex: str) -> None:
    marks = _marks(reflex)
    assert marks
    for mark in marks:
        assert mark.kind == reflex_points()[reflex].kind
        middle = mark.geometry.interpolate(0.5, normalized=True) if mark.kind == "stroke" else mark.geometry
        near = {part.part for part in atlas().parts(mark.view) if part.geometry.distance(middle) < 1.0}
        assert near & PLACES[reflex], f"{mark.view} {mark.side}: {near}"


@pytest.mark.parametrize(("reflex", "view"), BEST_VIEWS.items())
def test_a_reflex_is_drawn_where_one_would_look_for_it(reflex: str, view: str) -> None:
    sides = {mark.side for mark in _marks(reflex) if mark.view == view}
    both = {"left"} if view == "lateral-left" else {"left", "right"}
    assert sides in (both, {"midline"})


@pytest.mark.parametrize("view", ["anterior", "posterior", "hand-palmar", "foot-sole", "perineum"])
def test_left_mirrors_right(view: str) -> None:
    marks = atlas().reflexes(view)
    for mark in marks:
        if mark.side != "left":
            continue
        (twin,) = (m for m in marks if (m.reflex, m.side) == (mark.reflex, "right"))
        mirrored = shapely.transform(twin.geometry, lambda xy: xy * [-1, 1])
        assert mark.geometry.hausdorff_distance(mirrored) < 0.02


def test_strokes_run_towards_the_midline_or_the_toes() -> None:
    for reflex in ("upper-abdominal", "middle-abdominal", "lower-abdominal", "gluteal", "anal-anocutaneous"):
        for mark in _marks(reflex):
            if mark.view in ("anterior", "posterior"):
                start, *_, end = mark.geometry.coords
                assert abs(end[0]) < abs(start[0]), reflex
    (sole,) = (mark for mark in _marks("plantar") if (mark.view, mark.side) == ("foot-sole", "left"))
    start, *_, end = sole.geometry.coords
    assert end[1] > start[1] + 80, "from the heel to the ball"
    assert abs(end[0]) < abs(start[0]), "from the outer edge inwards"
