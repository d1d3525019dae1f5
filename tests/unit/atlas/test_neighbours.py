"""Who borders whom, over all views."""

from __future__ import annotations

import pytest

from dermatome.atlas.load import Atlas, atlas
from dermatome.atlas.neighbours import neighbours
from dermatome.errors import InputError


def test_neighbours_of_a_band(toy: Atlas) -> None:
    assert neighbours("toy", "T4", "right", source=toy) == (("C5", "right"), ("T4", "left"), ("L1", "right"))


def test_neighbours_of_an_island(toy: Atlas) -> None:
    assert neighbours("toy", "S1", "left", source=toy) == (("L1", "left"),)


def test_a_root_the_map_does_not_draw_has_none(toy: Atlas) -> None:
    assert neighbours("toy", "C8", "left", source=toy) == ()


def test_unknown_map(toy: Atlas) -> None:
    with pytest.raises(InputError, match="no map"):
        neighbours("nosuch", "S1", "left", source=toy)


@pytest.mark.parametrize("scheme", [scheme.id for scheme in atlas().schemes])
def test_being_next_to_each_other_is_mutual(scheme: str) -> None:
    for root in atlas().scheme(scheme).mapped_roots:
        for side in ("left", "right"):
            for other_root, other_side in neighbours(scheme, root, side):
                assert (root, side) in neighbours(scheme, other_root, other_side)
