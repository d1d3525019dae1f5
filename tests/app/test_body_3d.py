"""What the browser is told of the body in the round."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dermatome.anatomy.load import facts
from dermatome.atlas.charts import agreement_id
from dermatome.atlas.load import atlas
from dermatome.ui.documents.body_3d import body_3d_json


def told(map_id: str, *, inferred: bool = True) -> dict[str, Any]:
    return json.loads(body_3d_json(map_id, "light", inferred=inferred))


def test_every_reflex_with_a_place_can_be_chosen_there() -> None:
    marks = told("reflexes")["marks"]
    known = set(facts().reflexes_by_id)
    assert {mark["meta"]["id"] for mark in marks} <= known
    assert {"biceps", "knee-jerk-patellar", "plantar"} <= {mark["meta"]["id"] for mark in marks}
    assert {len(mark["path"]) > 1 for mark in marks if mark["kind"] == "stroke"} == {True}
    assert all(mark["name"] and mark["label"] and mark["meta"]["layer"] == "reflex" for mark in marks)


def test_maps_mark_the_key_points_of_both_sides_and_other_layers_none() -> None:
    marks = told("isncsci")["marks"]
    assert {mark["kind"] for mark in marks} == {"key_point"}
    assert len(marks) == 2 * 28
    assert told("nerves")["marks"] == []


@pytest.mark.parametrize("inferred", [True, False])
def test_agreement_counts_what_each_map_gives_to_the_root(inferred: bool) -> None:
    found = told(agreement_id("L1"), inferred=inferred)
    sheets = [sheet for role, sheet in found["sheets"].items() if role.startswith("map")]
    # Two pictures of a map whose fields overlap count once.
    assert sum(not sheet["again"] for sheet in sheets) == len(atlas().schemes) == len(found["counts"])
    drawn = [sum(sheet["gives"]) for sheet in sheets]
    whole = [
        sum(sheet["gives"]) for name, sheet in told(agreement_id("L1"))["sheets"].items() if name[:3] == "map"
    ]
    assert sum(whole) > 0 and all(0 <= few <= all_ for few, all_ in zip(drawn, whole, strict=True))
    assert all(
        on >= given for sheet in sheets for given, on in zip(sheet["gives"], sheet["maps"], strict=True)
    )


def test_a_number_of_the_agreement_says_how_many_of_how_many() -> None:
    numbers = told(agreement_id("S1"))["sheets"]["ground"]["numbers"]
    assert numbers[3 + 8 * 4 - 1]["label"] == "3/4"
    assert "3 of 4" in numbers[3 + 8 * 4 - 1]["name"]
    assert numbers[3 + 8 * 2 - 1]["meta"] is None, "three maps of two"
