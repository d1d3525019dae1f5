"""The truth of the drawn maps, map by map and view by view.

The same checks as ``python -m dermatome check``, split so that a failure names its place.
"""

from __future__ import annotations

import functools
import re
from itertools import combinations

import pytest
import shapely
from shapely.affinity import scale

from dermatome.anatomy.ids import SIDES, TERRITORY_ROOTS, TRIGEMINAL, VIEWS
from dermatome.atlas import check
from dermatome.atlas.hit import hit
from dermatome.atlas.load import Expectation, atlas
from dermatome.atlas.records import Area
from dermatome.report import CheckReport

SCHEMES = [scheme.id for scheme in atlas().schemes]
MAPS_AND_VIEWS = [(scheme, view) for scheme in SCHEMES for view in VIEWS]
OVERLAPPING = [(scheme.id, view) for scheme in atlas().schemes if scheme.overlapping for view in VIEWS]
SIDE_BY_SIDE = [pair for pair in MAPS_AND_VIEWS if pair not in OVERLAPPING]
EXPECTATIONS = atlas().expectations


def _shapes(scheme: str, view: str) -> list[Area]:
    index = atlas().index(scheme, view)
    return [t.geometry for t in index.territories] + ([index.unmapped] if index.unmapped is not None else [])


@pytest.mark.parametrize(("scheme", "view"), MAPS_AND_VIEWS)
def test_shapes_are_valid(scheme: str, view: str) -> None:
    assert shapely.is_valid(_shapes(scheme, view)).all()


@pytest.mark.parametrize(("scheme", "view"), SIDE_BY_SIDE)
def test_shapes_meet_edge_to_edge(scheme: str, view: str) -> None:
    assert shapely.coverage_is_valid(_shapes(scheme, view))


@pytest.mark.parametrize(("scheme", "view"), SIDE_BY_SIDE)
def test_nothing_overlaps(scheme: str, view: str) -> None:
    shapes = _shapes(scheme, view)
    total = shapely.area(shapes).sum()
    # Areas add up to the area of the union exactly when no two share any.
    assert total == pytest.approx(shapely.union_all(shapes).area, abs=check.ROUNDING_MM2)


@pytest.mark.parametrize(("scheme", "view"), OVERLAPPING)
def test_no_skin_lies_in_three_fields(scheme: str, view: str) -> None:
    index = atlas().index(scheme, view)
    shapes = [t.geometry for t in index.territories]
    shared = [a.intersection(b) for a, b in combinations(shapes, 2) if a.intersects(b)]
    # What two fields share adds up to its union exactly when no third has a part in it.
    total = sum(area.area for area in shared)
    assert total > 0
    assert total == pytest.approx(shapely.union_all(shared).area, abs=check.ROUNDING_MM2)
    if index.unmapped is not None:
        assert index.unmapped.intersection(shapely.union_all(shapes)).area < check.ROUNDING_MM2


@pytest.mark.parametrize(("scheme", "view"), MAPS_AND_VIEWS)
def test_the_union_is_the_outline(scheme: str, view: str) -> None:
    outline = atlas().view(view).outline
    assert outline.symmetric_difference(shapely.union_all(_shapes(scheme, view))).area < check.ROUNDING_MM2


@pytest.mark.parametrize(("scheme", "view"), MAPS_AND_VIEWS)
def test_left_mirrors_right(scheme: str, view: str) -> None:
    twin_view = check.MIRRORED_VIEW.get(view, view)
    for territory in atlas().territories(scheme, view):
        other = "left" if territory.side == "right" else "right"
        twin = atlas().territory(scheme, twin_view, territory.root, other)
        assert twin is not None, f"{territory.root} {territory.side}"
        off = territory.geometry.symmetric_difference(scale(twin.geometry, xfact=-1, origin=(0, 0))).area
        allowed = max(check.MIRROR_SHARE * territory.geometry.area, check.MIRROR_FLOOR_MM2)
        assert off <= allowed, f"{territory.root} {territory.side}: {off:.1f} mm²"


@pytest.mark.parametrize("view", VIEWS)
def test_every_map_covers_the_same_body(view: str) -> None:
    unions = [shapely.union_all(_shapes(scheme, view)) for scheme in SCHEMES]
    assert all(unions[0].symmetric_difference(other).area < check.ROUNDING_MM2 for other in unions[1:])


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_roots_drawn_are_the_roots_mapped(scheme: str) -> None:
    drawn = {t.key for view in VIEWS for t in atlas().territories(scheme, view) if t.kind == "spinal"}
    mapped = atlas().scheme(scheme).mapped_roots
    assert set(mapped) <= set(TERRITORY_ROOTS)
    assert drawn == {(root, side) for root in mapped for side in SIDES}


def test_the_isncsci_map_is_complete() -> None:
    assert set(atlas().scheme("isncsci").mapped_roots) == set(TERRITORY_ROOTS)
    for view in VIEWS:
        assert atlas().index("isncsci", view).unmapped is None


@pytest.mark.parametrize("view", ["anterior", "head-lateral"])
def test_the_trigeminal_divisions_are_shown_as_neighbours(view: str) -> None:
    face = {t.root for t in atlas().territories("isncsci", view) if t.kind == "trigeminal"}
    assert face == set(TRIGEMINAL)


@pytest.mark.parametrize("root", TERRITORY_ROOTS)
def test_each_key_point_lies_in_its_own_territory(root: str) -> None:
    shown = [mark for view in VIEWS for mark in atlas().landmarks(view) if mark.key_point_of == root]
    assert {mark.side for mark in shown} in ({"left", "right"}, {"midline"})
    for mark in shown:
        found = hit("isncsci", mark.view, mark.x, mark.y)
        assert found.root == root, f"{mark.side} in {mark.view} lies in {found.root}"
        assert mark.side in ("midline", found.side)


def _expectation_id(expected: Expectation) -> str:
    return f"{expected.scheme}-{expected.landmark}-{'|'.join(expected.roots)}"


@pytest.mark.parametrize("expected", EXPECTATIONS, ids=_expectation_id)
def test_each_landmark_lies_where_its_source_says(expected: Expectation) -> None:
    shown = [mark for view in VIEWS for mark in atlas().landmarks(view) if mark.id == expected.landmark]
    assert shown, "no view shows it"
    for mark in shown:
        place = f"{mark.view} {mark.side}"
        if expected.within_mm is None:
            assert hit(expected.scheme, mark.view, mark.x, mark.y).root in expected.roots, place
            continue
        for root in expected.roots:
            areas = [t.geometry for t in atlas().territories(expected.scheme, mark.view) if t.root == root]
            apart = min(area.distance(shapely.Point(mark.x, mark.y)) for area in areas)
            assert apart <= expected.within_mm, place


def test_the_landmarks_of_the_standard_are_all_expected_somewhere() -> None:
    """The table of expectations cannot be thinned out to make the checks pass."""
    asked = {e.landmark: e.roots for e in EXPECTATIONS if e.scheme == "isncsci"}
    assert asked == {
        "nipple": ("T4",),
        "xiphoid": ("T6",),
        "umbilicus": ("T10",),
        "inguinal-ligament-mid": ("T12", "L1"),
        "thumb": ("C6",),
        "middle-finger": ("C7",),
        "little-finger": ("C8",),
        "medial-antecubital": ("T1",),
        "axilla-apex": ("T2",),
        "lateral-antecubital": ("C5",),
        "medial-femoral-condyle": ("L3",),
        "medial-malleolus": ("L4",),
        "third-mtp-dorsum": ("L5",),
        "lateral-heel": ("S1",),
        "popliteal-fossa": ("S2",),
        "ischial-tuberosity": ("S3",),
        "perianal": ("S4-5",),
        "occipital-protuberance-lateral": ("C2",),
        "supraclavicular-fossa": ("C3",),
        "acromioclavicular-joint": ("C4",),
    }


@functools.cache
def reports() -> dict[str, CheckReport]:
    return {report.name: report for report in check.run()}


@pytest.mark.parametrize("name", check.CHECKS)
def test_the_shipped_atlas_passes(name: str) -> None:
    assert reports()[name].faults == []


def test_few_coordinates_are_written_finer_than_a_tenth_of_a_millimetre() -> None:
    """Finer digits cost download time; only where a border ends on an outline does it need them."""
    for view in VIEWS:
        text = (atlas().assets / "territories" / "isncsci" / f"{view}.json").read_text(encoding="utf-8")
        digits = [len(each) for each in re.findall(r"\d\.(\d+)", text.partition('"features"')[2])]
        assert sum(each > 1 for each in digits) <= 0.04 * len(digits) and max(digits) <= 4, view
