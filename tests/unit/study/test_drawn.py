"""Drawings: paint is held against the field on the skin of the body."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from dermatome.anatomy.ids import SIDES
from dermatome.atlas.load import published_atlas
from dermatome.errors import InputError
from dermatome.study import wording
from dermatome.study.drawn import measured
from dermatome.study.judge import judge
from dermatome.study.questions import question
from dermatome.study.records import Answer
from dermatome.ui.base.findings import STEP_MM

Square = tuple[str, int, int]


def squares(scheme: str, root: str, side: str) -> set[Square]:
    """The squares whose middle lies in a territory, in every view that can be painted."""
    shapes = [
        (view, t.geometry)
        for view in STEP_MM
        for t in published_atlas().territories(scheme, view)
        if (t.root, t.side) == (root, side)
    ]
    return {square for view, shape in shapes for square in _inside(view, shape)}


def _inside(view: str, shape: BaseGeometry) -> Iterator[Square]:
    step = STEP_MM[view]
    x0, y0, x1, y1 = (round(value / step) for value in shape.bounds)
    for column in range(x0, x1 + 1):
        for row in range(y0, y1 + 1):
            if shapely.contains_xy(shape, column * step, row * step):
                yield view, column, row


@pytest.mark.parametrize(
    ("scheme", "root"),
    [("isncsci", root) for root in ("C6", "T10", "L5", "S1", "S4-5")] + [("keegan-garrett", "L4")],
)
@pytest.mark.parametrize("side", SIDES)
def test_who_paints_a_field_and_nothing_else_is_right(scheme: str, root: str, side: str) -> None:
    asked = question(f"click_territory/{scheme}/{root}", seed=1)
    covered, inside = measured(asked, squares(scheme, root, side), STEP_MM)
    assert covered > 75 and inside > 80
    assert judge(asked, Answer.draw(covered, inside), with_passage=False).correct


def test_the_neighbour_painted_as_well_is_too_much_and_a_strip_too_little() -> None:
    asked = question("click_territory/isncsci/L4~anterior.either")
    own = squares("isncsci", "L4", "right")
    covered, inside = measured(asked, own | squares("isncsci", "L5", "right"), STEP_MM)
    assert covered > 75 and inside < 50
    strip = {square for square in own if square[0] == "posterior"}
    covered, inside = measured(asked, strip, STEP_MM)
    assert covered < 50 < inside
    for drawn in ((covered, inside), (100, 49)):
        verdict = judge(asked, Answer.draw(*drawn), with_passage=False)
        assert not verdict.correct
        assert "half is wanted" in wording.verdict_line(asked, verdict)


def test_of_a_side_that_is_asked_for_the_other_is_wrong_and_both_are_right_where_none_is() -> None:
    one, both = (question(f"click_territory/isncsci/L4~anterior.{side}") for side in ("right", "either"))
    left, right = (squares("isncsci", "L4", side) for side in ("left", "right"))
    assert measured(one, left, STEP_MM) == (0, 0)
    assert measured(one, left | right, STEP_MM)[1] < 60
    assert min(measured(both, left | right, STEP_MM)) > 75


def test_what_the_atlas_infers_counts_neither_way() -> None:
    asked = question("click_territory/isncsci/S1~posterior.either")
    own = squares("isncsci", "S1", "left")
    # The ISNCSCI diagram shows no sole but of the outer edge: the rest is inferred.
    sole = {("foot-sole", column, row) for column in range(-60, 60) for row in range(-10, 60)}
    with_sole = measured(asked, own | {each for each in sole if each[1] > 0}, STEP_MM)
    assert with_sole[1] > 60
    assert measured(asked, set(), STEP_MM) == (0, 0)


def test_other_questions_are_not_drawn() -> None:
    with pytest.raises(InputError):
        judge(question("muscle/root-of/soleus"), Answer.draw(100, 100), with_passage=False)
