"""Named spots of the skin."""

from __future__ import annotations

import pytest

from dermatome.anatomy.load import facts
from dermatome.atlas.compare import who_says
from dermatome.atlas.hit import body_part_at
from dermatome.atlas.load import atlas
from dermatome.atlas.spots import spot
from dermatome.errors import InputError


def test_a_landmark_is_found_where_it_was_built() -> None:
    (mark,) = [m for m in atlas().landmarks("anterior") if (m.id, m.side) == ("nipple", "left")]
    assert spot("nipple", "anterior", "left") == (mark.x, mark.y)


def test_a_landmark_of_the_midline_is_on_both_sides() -> None:
    assert spot("umbilicus", "anterior", "left") == spot("umbilicus", "anterior", "right")


def test_a_body_part_is_met_inside() -> None:
    x, y = spot("great-toe", "foot-dorsum")
    assert body_part_at("foot-dorsum", x, y) == "great-toe"


@pytest.mark.parametrize(("name", "view"), [("nipple", "posterior"), ("tail", "anterior")])
def test_what_is_not_seen_is_an_error(name: str, view: str) -> None:
    with pytest.raises(InputError, match=name):
        spot(name, view)


@pytest.mark.parametrize("conflict", [c for c in facts().conflicts if c.shown_spot], ids=lambda c: c.id)
def test_the_spot_of_a_conflict_is_skin_that_some_map_gives_to_the_root_shown(conflict) -> None:
    x, y = spot(conflict.shown_spot, conflict.shown_view)
    said = who_says(conflict.shown_view, x, y)
    assert said.body_part
    assert conflict.shown_root in {root for each in said.maps for root in each.roots}
