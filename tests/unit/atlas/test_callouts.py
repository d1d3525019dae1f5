"""Names beside the body: off the skin, off one another, led to the right place."""

from __future__ import annotations

from itertools import combinations

import pytest
from shapely.geometry import LineString, Point, box

from dermatome.anatomy.ids import VIEWS
from dermatome.atlas.callouts import callouts
from dermatome.atlas.labels import labels
from dermatome.atlas.load import Atlas, atlas

EACH_MAP_AND_VIEW = pytest.mark.parametrize(
    ("scheme", "view"), [(scheme.id, view) for scheme in atlas().schemes for view in VIEWS]
)


@EACH_MAP_AND_VIEW
def test_only_what_has_no_label_is_called_out(scheme: str, view: str) -> None:
    named = {(label.id, label.side) for label in labels(scheme, view)}
    called = [(c.label.id, c.label.side) for c in callouts(scheme, view)]
    assert not named & set(called)
    assert len(called) == len(set(called))


@EACH_MAP_AND_VIEW
def test_a_line_ends_in_its_territory_and_the_name_stands_off_the_body(scheme: str, view: str) -> None:
    outline = atlas().view(view).outline
    for callout in callouts(scheme, view):
        territory = atlas().territory(scheme, view, callout.label.id, callout.label.side)
        assert territory is not None
        assert territory.geometry.distance(Point(callout.anchor)) <= 0.1
        assert not outline.intersects(box(*callout.label.box))


@EACH_MAP_AND_VIEW
def test_nothing_runs_into_anything(scheme: str, view: str) -> None:
    found = callouts(scheme, view)
    lines = [LineString([c.line_start, c.anchor]) for c in found]
    for one, other in combinations(range(len(found)), 2):
        assert not lines[one].intersects(lines[other])
        assert not box(*found[one].label.box).intersects(box(*found[other].label.box))
    for line in lines:
        assert not any(line.intersects(box(*label.box)) for label in labels(scheme, view))


def test_left_and_right_are_called_out_alike() -> None:
    found = {(c.label.id, c.label.side): c for c in callouts("isncsci", "anterior")}
    assert found, "the front has territories too narrow to write on"
    for (root, side), callout in found.items():
        twin = found[(root, "left" if side == "right" else "right")]
        assert twin.label.x == pytest.approx(-callout.label.x, abs=2)
        assert twin.label.y == pytest.approx(callout.label.y, abs=2)


def test_a_body_whose_every_part_is_labelled_needs_none(toy: Atlas) -> None:
    """Even the holes of the toy are wide enough for a name."""
    assert callouts("toy", "anterior", source=toy) == ()
