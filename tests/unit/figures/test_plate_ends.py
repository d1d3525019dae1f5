"""Where lines from names beside the body end: what the browser is told of each region of a plate."""

from __future__ import annotations

import json

import pytest
import shapely

from dermatome.atlas.charts import drawing
from dermatome.ui.documents.plates import plate_json


@pytest.mark.parametrize("map_id", ["isncsci", "lee", "muscles-superficial", "nerves"])
def test_lines_end_well_inside_what_they_name(map_id: str) -> None:
    told = json.loads(plate_json(map_id, "posterior", "light"))["regions"]
    for region in drawing(map_id, "posterior").regions:
        about = told[f"{region.id}|{region.side}"]
        for end in about.get("ends", []):
            assert region.geometry.contains(shapely.Point(end)), region.key
            assert region.geometry.boundary.distance(shapely.Point(end)) > about["r"] / 2, region.key


def test_a_band_is_reached_at_its_end_and_a_round_field_in_its_middle() -> None:
    told = json.loads(plate_json("isncsci", "posterior", "light"))["regions"]
    for side, outer in (("left", 0), ("right", 1)):
        for root in ("T3", "T4", "T5"):
            band = told[f"{root}|{side}"]
            assert abs(band["ends"][outer][0]) > 3 * abs(band["at"][0]), "a line need not cross half the back"
        assert "ends" not in told[f"S1|{side}"]
