"""Names of territories."""

from __future__ import annotations

from dataclasses import replace

from dermatome.anatomy.ids import VIEWS
from dermatome.atlas.describe import VIEW_WORDS, describe, parts_of, summarise
from dermatome.atlas.load import Atlas, atlas


def test_the_name_says_root_side_and_view() -> None:
    territory = atlas().territory("isncsci", "posterior", "S1", "right")
    assert territory is not None
    assert describe(territory) == "S1, right, posterior"


def test_a_trigeminal_division_is_not_passed_off_as_a_root() -> None:
    territory = atlas().territory("isncsci", "posterior", "S1", "right")
    assert territory is not None
    assert describe(replace(territory, root="V1")) == "V1 (trigeminal), right, posterior"


def test_every_view_has_a_word() -> None:
    assert set(VIEW_WORDS) == set(VIEWS)


def test_names_are_unique_within_a_view() -> None:
    for scheme in atlas().schemes:
        for view in VIEWS:
            names = [describe(t) for t in atlas().territories(scheme.id, view)]
            assert len(names) == len(set(names))


def test_the_summary_names_body_parts(toy: Atlas) -> None:
    territory = toy.territory("toy", "anterior", "L1", "left")
    assert territory is not None
    assert parts_of(territory, source=toy) == ("thigh-front",)
    assert summarise(territory, source=toy) == "front of the thigh"
