"""Reading the built files: shared, lazy, and plain about what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import shapely

from dermatome.anatomy.ids import SCHEME_ORDER, VIEWS
from dermatome.atlas.hit import hit
from dermatome.atlas.load import Atlas, atlas, published_atlas
from dermatome.atlas.neighbours import neighbours
from dermatome.errors import AssetError, DataError, InputError

Edit = Callable[[str, Callable[[dict], None]], None]


def test_one_atlas_a_process_and_one_parse_a_view() -> None:
    first, second = atlas(), atlas()
    assert first is second
    assert first.territories("isncsci", "anterior") is second.territories("isncsci", "anterior")
    assert first.view("foot-sole") is second.view("foot-sole")


def test_nothing_is_read_before_it_is_asked_for(tmp_path: Path) -> None:
    empty = Atlas(tmp_path / "nowhere", tmp_path)
    with pytest.raises(AssetError):
        empty.view("anterior")


def test_schemes_come_in_the_agreed_order() -> None:
    found = [scheme.id for scheme in atlas().schemes]
    assert found[:2] == list(SCHEME_ORDER[:2])
    assert found == sorted(found, key=lambda s: (SCHEME_ORDER.index(s) if s in SCHEME_ORDER else 99, s))


def test_a_new_map_is_found_by_its_file(toy_files: Path) -> None:
    text = (toy_files / "data/schemes/toy.yaml").read_text(encoding="utf-8")
    (toy_files / "data/schemes/zoo.yaml").write_text(text.replace("id: toy", "id: zoo"), encoding="utf-8")
    assert [s.id for s in Atlas(toy_files / "assets", toy_files / "data").schemes] == ["toy", "zoo"]


def test_records_cannot_be_changed(toy: Atlas) -> None:
    with pytest.raises(AttributeError):
        toy.territories("toy", "anterior")[0].root = "S1"  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(AttributeError):
        toy.view("anterior").bounds = (0, 0, 1, 1)  # pyright: ignore[reportAttributeAccessIssue]


def test_unknown_map_and_view_are_named(toy: Atlas) -> None:
    with pytest.raises(InputError, match=r"no map called 'nosuch'.*toy"):
        toy.territories("nosuch", "anterior")
    with pytest.raises(InputError, match=r"no view 'above'.*anterior"):
        toy.view("above")


def test_missing_file_says_what_to_run(toy_files: Path, toy: Atlas) -> None:
    (toy_files / "assets/anterior.json").unlink()
    with pytest.raises(AssetError, match=r"anterior\.json is missing\. Run make assets"):
        toy.view("anterior")


@pytest.mark.parametrize(
    ("file", "spoil", "complaint"),
    [
        ("anterior.json", lambda d: d.pop("outline"), "outline: Field required"),
        ("anterior.json", lambda d: d.update(units="inch"), "units"),
        ("anterior.json", lambda d: d.update(view="posterior"), "says view 'posterior'"),
        ("anterior.json", lambda d: d.update(bounds=[1, 0, -1, 5]), "bounds"),
        ("territories/toy/anterior.json", lambda d: d.update(scheme="other"), "says scheme 'other'"),
        (
            "territories/toy/anterior.json",
            lambda d: d["features"][0]["properties"].update(side="middle"),
            r"features\.0\.properties\.side",
        ),
        (
            "territories/toy/anterior.json",
            lambda d: d["features"][0]["properties"].pop("basis"),
            r"features\.0\.properties\.basis: Field required",
        ),
        (
            "territories/toy/anterior.json",
            lambda d: d["features"][0]["properties"].update(basis="guessed"),
            r"features\.0\.properties\.basis",
        ),
        (
            "territories/toy/anterior.json",
            lambda d: d["features"][0]["geometry"].update(type="Point"),
            r"features\.0\.geometry",
        ),
    ],
)
def test_malformed_file_names_the_field(
    toy: Atlas, edit: Edit, file: str, spoil: Callable[[dict], None], complaint: str
) -> None:
    edit(file, spoil)
    with pytest.raises(AssetError, match=complaint) as caught:
        toy.view("anterior")
        toy.territories("toy", "anterior")
    assert "make assets" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_two_parts_of_a_field_are_one_territory(partly_inferred: Atlas) -> None:
    drawn = partly_inferred.territories("toy", "anterior")
    assert len({territory.key for territory in drawn}) == len(drawn)
    split = partly_inferred.territory("toy", "anterior", "T4", "right")
    assert split is not None and split.published is not None and split.inferred is not None
    assert split.geometry.bounds == (-100, 100, 0, 200)
    assert split.geometry.area == split.published.area + split.inferred.area
    whole = partly_inferred.territory("toy", "anterior", "C5", "right")
    assert whole is not None and whole.inferred is None
    assert whole.published is whole.geometry


def test_a_part_given_twice_is_refused(partly_inferred: Atlas, edit: Edit) -> None:
    def repeat(document: dict) -> None:
        for feature in document["features"]:
            feature["properties"]["basis"] = "inferred"

    edit("territories/toy/anterior.json", repeat)
    with pytest.raises(AssetError, match=r"holds T4 right, inferred, twice\. Run make assets"):
        partly_inferred.territories("toy", "anterior")


def test_truncated_json_is_an_asset_error(toy_files: Path, toy: Atlas) -> None:
    file = toy_files / "assets/parts/anterior.json"
    file.write_text(file.read_text(encoding="utf-8")[:-20], encoding="utf-8")
    with pytest.raises(AssetError, match="make assets"):
        toy.parts("anterior")


def test_scheme_file_must_carry_its_own_name(toy_files: Path, toy: Atlas) -> None:
    file = toy_files / "data/schemes/toy.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("id: toy", "id: other"), encoding="utf-8")
    with pytest.raises(DataError, match="Give it the id 'toy'"):
        _ = toy.schemes


def test_scheme_file_with_broken_yaml_is_named(toy_files: Path, toy: Atlas) -> None:
    (toy_files / "data/schemes/toy.yaml").write_text("id: [", encoding="utf-8")
    with pytest.raises(DataError, match=r"toy\.yaml"):
        _ = toy.schemes


def test_everything_can_be_read_ahead(toy: Atlas) -> None:
    toy.warm()
    assert all(toy.territories("toy", view) for view in VIEWS)


def test_layers_are_read_when_asked_for_and_once(toy_files: Path, toy: Atlas) -> None:
    toy.warm()
    for file in (toy_files / "assets" / "muscles").rglob("*.json"):
        file.write_text("{}", encoding="utf-8")
    with pytest.raises(AssetError, match=r"muscles/superficial/anterior\.json"):
        toy.muscles("superficial", "anterior")
    assert toy.nerves("anterior") is toy.nerves("anterior")


def test_muscles_come_in_two_depths(toy: Atlas) -> None:
    assert {r.key for r in toy.muscles("deep", "anterior")} == {
        ("psoas-major", "left"),
        ("psoas-major", "right"),
    }
    assert {r.id for r in toy.muscles("superficial", "lateral-left")} == {"deltoid", "quadriceps-femoris"}
    assert {r.side for r in toy.muscles("superficial", "lateral-left")} == {"left"}
    with pytest.raises(InputError, match="no depth"):
        toy.muscles("middle", "anterior")
    with pytest.raises(InputError, match="no view"):
        toy.muscles("deep", "above")


def test_regions_of_a_layer_know_what_they_border_on(toy: Atlas) -> None:
    index = toy.nerve_index("anterior")
    place = {region.key: i for i, region in enumerate(index.regions)}
    around = {index.regions[i].key for i in index.adjacent[place["radial-field", "right"]]}
    assert around == {("radial-field", "left"), ("femoral-field", "right")}


def test_folds_that_meet_on_the_sheet_alone_are_no_neighbours(toy: Atlas, edit: Edit) -> None:
    edit("nerves/anterior.json", lambda d: d.update(apart=[["femoral-field", "radial-field"]]))
    index = toy.nerve_index("anterior")
    assert all(
        index.regions[i].id == region.id
        for region, row in zip(index.regions, index.adjacent, strict=True)
        for i in row
    )


def test_reflexes_are_tapped_or_stroked(toy: Atlas) -> None:
    marks = {(mark.reflex, mark.side): mark for mark in toy.reflexes("anterior")}
    tap, stroke = marks["knee-jerk-patellar", "right"], marks["abdominal-all-quadrants", "left"]
    assert (tap.kind, list(tap.geometry.coords)) == ("tap", [(-50, 50)])
    assert (stroke.kind, list(stroke.geometry.coords)) == ("stroke", [(80, 150), (20, 160)])


def test_a_tap_is_no_line(toy: Atlas, edit: Edit) -> None:
    edit("reflexes/anterior.json", lambda d: d["features"][0]["properties"].update(kind="stroke"))
    with pytest.raises(AssetError, match="a tap is a Point"):
        toy.reflexes("anterior")


def test_without_what_is_inferred_the_map_is_blank_there(partly_inferred: Atlas) -> None:
    source = replace(partly_inferred, inferred=False)
    index = source.index("toy", "anterior")
    assert [t.key for t in index.territories] == [
        t.key for t in partly_inferred.territories("toy", "anterior")
    ]
    band = source.territory("toy", "anterior", "T4", "right")
    assert band is not None and band.inferred is None and band.geometry.bounds == (-100, 130, 0, 200)
    assert index.unmapped is not None and index.unmapped.bounds == (-100, 100, 100, 130)
    whole = shapely.union_all([*(t.geometry for t in index.territories), index.unmapped])
    assert whole.equals(source.view("anterior").outline)
    assert hit("toy", "anterior", -50, 110, source=source).root is None
    # Across the blank T4 and L1 no longer touch.
    assert ("L1", "right") not in neighbours("toy", "T4", "right", source=source)


def test_a_field_that_is_all_inferred_is_not_drawn_without(partly_inferred: Atlas, edit: Edit) -> None:
    def infer(document: dict) -> None:
        for feature in document["features"]:
            if feature["properties"]["root"] == "S1":
                feature["properties"]["basis"] = "inferred"

    edit("territories/toy/anterior.json", infer)
    source = replace(partly_inferred, inferred=False)
    assert partly_inferred.territory("toy", "anterior", "S1", "left") is not None
    assert source.territory("toy", "anterior", "S1", "left") is None
    assert hit("toy", "anterior", -50, 50, source=source).root is None


def test_the_shipped_maps_cover_the_body_without_what_is_inferred() -> None:
    for scheme in published_atlas().schemes:
        for view in VIEWS:
            index = published_atlas().index(scheme.id, view)
            shapes = [t.geometry for t in index.territories] + ([index.unmapped] if index.unmapped else [])
            gap = shapely.union_all(shapes).symmetric_difference(atlas().view(view).outline).area
            assert gap < 0.01, (scheme.id, view)
