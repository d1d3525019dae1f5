"""The checks find what they are for: each test breaks one thing and expects one check to say so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from dermatome.anatomy.ids import TRIGEMINAL, VIEWS
from dermatome.atlas.check import CHECKS, run
from dermatome.atlas.load import Atlas
from dermatome.report import CheckReport

Edit = Callable[[str, Callable[[dict], None]], None]

# The toy has boxes for a body: it lacks most body parts, key points, pictures and the trigeminal.
SOUND_ON_THE_TOY = (
    "atlas files",
    "territories cover the body",
    "territories are published or inferred",
    "left mirrors right",
    "mapped roots are drawn",
    "landmarks lie where sources say",
    "views agree on the skin",
)


def _feature(name: str, side: str) -> Callable[[dict], dict]:
    def find(document: dict) -> dict:
        for feature in document["features"]:
            if name in feature["properties"].values() and feature["properties"]["side"] == side:
                return feature
        raise AssertionError(f"no {name} {side}")

    return find


def _reports(toy: Atlas) -> dict[str, CheckReport]:
    return {report.name: report for report in run(toy)}


def _ring(root: str, side: str) -> Callable[[dict], list]:
    def find(document: dict) -> list:
        for feature in document["features"]:
            if (feature["properties"]["root"], feature["properties"]["side"]) == (root, side):
                return feature["geometry"]["coordinates"][0]
        raise AssertionError(f"no {root} {side}")

    return find


def test_a_report_for_every_check(toy: Atlas) -> None:
    assert [report.name for report in run(toy)] == list(CHECKS)


@pytest.mark.parametrize("name", SOUND_ON_THE_TOY)
def test_a_sound_atlas_has_no_faults(toy: Atlas, name: str) -> None:
    report = _reports(toy)[name]
    assert report.faults == []
    assert report.counts, "a check that counted nothing proves nothing"


def test_a_missing_file_is_a_fault_and_not_a_crash(toy: Atlas, toy_files: Path) -> None:
    (toy_files / "assets/territories/toy/foot-sole.json").unlink()
    for report in run(toy):
        assert sum("foot-sole.json is missing" in fault for fault in report.faults) <= 1
    assert any("foot-sole.json is missing" in fault for fault in _reports(toy)["atlas files"].faults)


def test_a_heavy_file_is_named(toy: Atlas, edit: Edit) -> None:
    edit("anterior.json", lambda d: d["lines"].extend(d["lines"] * 2000))
    assert any("anterior.json has" in fault for fault in _reports(toy)["atlas files"].faults)


def test_a_gap_is_found(toy: Atlas, edit: Edit) -> None:
    edit("territories/toy/anterior.json", lambda d: d["features"].pop())
    faults = _reports(toy)["territories cover the body"].faults
    assert any("toy anterior: differs from the outline by" in fault for fault in faults)


def test_an_overlap_is_found(toy: Atlas, edit: Edit) -> None:
    def stretch(document: dict) -> None:
        for point in _ring("T4", "right")(document):
            point[1] = 210.0 if point[1] == 200.0 else point[1]

    edit("territories/toy/anterior.json", stretch)
    faults = _reports(toy)["territories cover the body"].faults
    assert any("mm² belong to two areas" in fault for fault in faults)
    assert any("edges do not match" in fault for fault in faults)


COVERAGE = "territories cover the body"


def test_fields_of_a_map_that_says_so_may_overlap(folded: Atlas) -> None:
    report = _reports(folded)[COVERAGE]
    assert report.faults == []
    # The 40 mm of the second map are no fault, and none of the first is excused by them.
    assert report.counts["overlap_mm2"] == 0


def test_a_gap_between_overlapping_fields_is_found(folded: Atlas, edit: Edit) -> None:
    def shrink(document: dict) -> None:
        for point in _ring("T4", "right")(document):
            point[1] = min(point[1], 170.0)

    edit("territories/fold/anterior.json", shrink)
    assert "fold anterior: differs from the outline by 1000.00 mm²." in _reports(folded)[COVERAGE].faults


def test_blank_skin_inside_an_overlapping_field_is_found(folded: Atlas, edit: Edit) -> None:
    square = {
        "type": "Polygon",
        "coordinates": [[[-60, 140], [-50, 140], [-50, 150], [-60, 150], [-60, 140]]],
    }
    edit("territories/fold/anterior.json", lambda d: d.update(unmapped=square))
    assert _reports(folded)[COVERAGE].faults == ["fold anterior: 100.00 mm² are called blank inside a field."]


def test_a_crossed_ring_among_overlapping_fields_is_found(folded: Atlas, edit: Edit) -> None:
    def cross(document: dict) -> None:
        ring = _ring("C5", "left")(document)
        ring[1], ring[2] = ring[2], ring[1]

    edit("territories/fold/anterior.json", cross)
    faults = _reports(folded)[COVERAGE].faults
    assert any("territories/fold/anterior.json holds a crossed shape" in fault for fault in faults)


def test_a_map_said_to_overlap_that_does_not_is_found(toy: Atlas, toy_files: Path) -> None:
    scheme = toy_files / "data/schemes/toy.yaml"
    text = scheme.read_text(encoding="utf-8")
    scheme.write_text(text + "edges_over: [{paint: T4}]\n", encoding="utf-8")
    faults = _reports(toy)[COVERAGE].faults
    assert faults == ["toy: no two fields overlap. Rebuild it, or move edges_over into edges."]


def test_a_crossed_ring_is_found(toy: Atlas, edit: Edit) -> None:
    def cross(document: dict) -> None:
        ring = _ring("C5", "left")(document)
        ring[1], ring[2] = ring[2], ring[1]

    edit("territories/toy/anterior.json", cross)
    faults = _reports(toy)["territories cover the body"].faults
    assert any("Self-intersection" in fault for fault in faults)


@pytest.mark.parametrize("view", ["anterior", "lateral-left"])
def test_a_lopsided_view_is_found(toy: Atlas, edit: Edit, view: str) -> None:
    def lower(document: dict) -> None:
        for root in ("C5", "T4"):
            for point in _ring(root, "left")(document):
                point[1] = 201.0 if point[1] == 200.0 else point[1]

    edit(f"territories/toy/{view}.json", lower)
    faults = _reports(toy)["left mirrors right"].faults
    assert any(f"{view}: C5 left differs from its mirror image" in fault for fault in faults)


def test_a_side_without_its_twin_is_found(toy: Atlas, edit: Edit) -> None:
    edit("territories/toy/perineum.json", lambda d: d["features"].pop())
    assert any("has no twin" in fault for fault in _reports(toy)["left mirrors right"].faults)


def test_a_mapped_root_that_is_not_drawn_is_found(toy: Atlas, toy_files: Path) -> None:
    scheme = toy_files / "data/schemes/toy.yaml"
    scheme.write_text(scheme.read_text(encoding="utf-8").replace("[C5, T4,", "[C5, C6,"), encoding="utf-8")
    faults = _reports(toy)["mapped roots are drawn"].faults
    assert "toy: C6 is drawn in no view on the left and right." in faults
    assert "toy: T4 is drawn, but the map is not said to map it." in faults


@pytest.mark.parametrize(
    ("not_mapped", "drawn", "missing"),
    [
        ("", (), ("V1", "V2", "V3")),
        ("not_mapped: {reason: it varies}\n", (), ()),
        ("not_mapped: {reason: it varies}\n", ("V1",), ("V2", "V3")),
    ],
)
def test_a_map_of_the_whole_head_shows_the_whole_face(
    toy: Atlas, toy_files: Path, edit: Edit, not_mapped: str, drawn: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    scheme = toy_files / "data/schemes/toy.yaml"
    text = scheme.read_text(encoding="utf-8").replace("[C5,", "[C2,")
    scheme.write_text(text + not_mapped, encoding="utf-8")
    for view in VIEWS:
        edit(f"territories/toy/{view}.json", _renamed({"C5": "C2", "T4": "V1"} if drawn else {"C5": "C2"}))
    faults = _reports(toy)["mapped roots are drawn"].faults
    for division in TRIGEMINAL:
        said = f"toy: {division} is drawn in no view on the left and right." in faults
        assert said == (division in missing)


def _renamed(names: dict[str, str]) -> Callable[[dict], None]:
    def rename(document: dict) -> None:
        for feature in document["features"]:
            root = feature["properties"]["root"]
            feature["properties"]["root"] = names.get(root, root)

    return rename


def test_a_landmark_may_lie_in_any_field_under_it(folded: Atlas, toy_files: Path, edit: Edit) -> None:
    """At 205 mm, C5 runs on to 300 mm and is the field in which the point lies deepest; T4 ends at 220."""
    for view in VIEWS:
        edit(f"landmarks/{view}.json", _raised_to(205))
    table = toy_files / "data/landmark_expectations.csv"
    rows = "".join(f"fold,nipple,{root},,TOY\n" for root in ("C5", "T4", "L1"))
    table.write_text("scheme,landmark,roots,within_mm,source\n" + rows, encoding="utf-8")
    faults = _reports(folded)["landmarks lie where sources say"].faults
    assert [fault for fault in faults if "not in L1" in fault]
    assert not [fault for fault in faults if "not in C5" in fault or "not in T4" in fault]


def _raised_to(height: float) -> Callable[[dict], None]:
    def move(document: dict) -> None:
        for feature in document["features"]:
            feature["geometry"]["coordinates"][1] = height

    return move


def test_a_misplaced_landmark_is_found(toy: Atlas, edit: Edit) -> None:
    def move(document: dict) -> None:
        for feature in document["features"]:
            feature["geometry"]["coordinates"][1] = 20

    edit("landmarks/anterior.json", move)
    faults = _reports(toy)["landmarks lie where sources say"].faults
    assert "toy anterior: nipple (right) lies in L1, not in T4." in faults
    assert any("seam (left) is 80 mm from T4, more than 5" in fault for fault in faults)


def test_a_landmark_nobody_shows_is_found(toy: Atlas, toy_files: Path) -> None:
    table = toy_files / "data/landmark_expectations.csv"
    table.write_text(table.read_text(encoding="utf-8") + "toy,thumb,C6,,TOY\n", encoding="utf-8")
    assert "toy: no view shows the landmark thumb." in _reports(toy)["landmarks lie where sources say"].faults


def test_views_that_disagree_are_found(toy: Atlas, edit: Edit) -> None:
    def rename(document: dict) -> None:
        for feature in document["features"]:
            feature["properties"]["root"] = {"T4": "C5", "C5": "T4"}.get(
                feature["properties"]["root"], feature["properties"]["root"]
            )

    edit("territories/toy/posterior.json", rename)
    faults = _reports(toy)["views agree on the skin"].faults
    assert any("C5 right in anterior, T4 right in posterior" in fault for fault in faults)


def test_parts_of_a_field_are_counted(partly_inferred: Atlas) -> None:
    report = _reports(partly_inferred)["territories are published or inferred"]
    fields = sum(len(partly_inferred.territories("toy", view)) for view in VIEWS)
    halves = sum(t.root == "T4" for view in VIEWS for t in partly_inferred.territories("toy", view))
    assert report.counts == {"published": fields, "inferred": halves, "split": halves}
    for name in SOUND_ON_THE_TOY:
        assert _reports(partly_inferred)[name].ok, name


def _inferred_of(document: dict, root: str, side: str) -> dict:
    return next(
        f
        for f in document["features"]
        if f["properties"] == {"root": root, "side": side, "kind": "spinal", "basis": "inferred"}
    )


def test_skin_called_both_is_found(partly_inferred: Atlas, edit: Edit) -> None:
    def grow(document: dict) -> None:
        ring = _inferred_of(document, "T4", "right")["geometry"]["coordinates"][0]
        ring[:] = [[x, 160 if y == 130 else y] for x, y in ring]

    edit("territories/toy/posterior.json", grow)
    (fault,) = _reports(partly_inferred)["territories are published or inferred"].faults
    assert fault == "toy posterior: 3000.00 mm² of T4 right are called both published and inferred."


def test_parts_that_meet_nowhere_are_found(partly_inferred: Atlas, edit: Edit) -> None:
    def lower(document: dict) -> None:
        for feature in document["features"]:
            if feature["properties"]["root"] == "T4" and feature["properties"]["basis"] == "inferred":
                ring = feature["geometry"]["coordinates"][0]
                ring[:] = [[x, 120 if y == 130 else y] for x, y in ring]

    for view in VIEWS:
        edit(f"territories/toy/{view}.json", lower)
    faults = _reports(partly_inferred)["territories are published or inferred"].faults
    assert faults == [
        f"toy: the published and the inferred part of T4 {side} meet in no view."
        for side in ("right", "left")
    ]


def test_views_that_disagree_on_the_basis_are_found(partly_inferred: Atlas, edit: Edit) -> None:
    def all_inferred(document: dict) -> None:
        for feature in document["features"]:
            if feature["properties"]["root"] == "C5":
                feature["properties"]["basis"] = "inferred"

    edit("territories/toy/posterior.json", all_inferred)
    faults = _reports(partly_inferred)["views agree on the skin"].faults
    assert "C5 right in anterior, C5 right inferred in posterior" in faults[0]


def test_points_near_a_border_are_not_held_against_a_view(toy: Atlas, edit: Edit) -> None:
    edit(
        "surface_samples.json",
        lambda d: d["points"].append({"anterior": [-50, 200.5], "posterior": [-50, 199.5]}),
    )
    assert _reports(toy)["views agree on the skin"].faults == []


def test_too_few_skin_points_prove_nothing(toy: Atlas, edit: Edit) -> None:
    edit("surface_samples.json", lambda d: d.update(points=d["points"][:50]))
    assert any("could be compared" in fault for fault in _reports(toy)["views agree on the skin"].faults)


@pytest.mark.parametrize(
    ("mode", "size", "complaint"),
    [("RGBA", (200, 300), None), ("RGBA", (200, 200), "out of proportion"), ("RGB", (200, 300), "no alpha")],
)
def test_relief_pictures(
    toy: Atlas, toy_files: Path, edit: Edit, mode: str, size: tuple[int, int], complaint: str | None
) -> None:
    Image.new(mode, size, (0, 0, 0, 90)[: len(mode)]).save(toy_files / "assets/relief.webp")
    edit("anterior.json", lambda d: d.update(shade={"file": "relief.webp", "bounds": d["bounds"]}))
    found = [fault for fault in _reports(toy)["relief pictures"].faults if "relief.webp" in fault]
    assert (complaint is None and not found) or any(complaint and complaint in fault for fault in found)


def test_a_relief_beside_the_body_is_found(toy: Atlas, toy_files: Path, edit: Edit) -> None:
    Image.new("RGBA", (200, 300), (0, 0, 0, 90)).save(toy_files / "assets/relief.webp")
    edit("anterior.json", lambda d: d.update(shade={"file": "relief.webp", "bounds": [0, 0, 200, 300]}))
    assert any(
        "48 % of relief.webp lie outside" in fault for fault in _reports(toy)["relief pictures"].faults
    )


def test_a_key_point_outside_its_root_is_found(toy: Atlas, edit: Edit) -> None:
    """The key points are those of the ISNCSCI, so the toy borrows its name."""
    for view_side in ("left", "right"):
        edit(
            "landmarks/anterior.json",
            lambda d, side=view_side: d["features"].append(
                {
                    "type": "Feature",
                    "properties": {"landmark": "heel", "side": side, "key_point_of": "S1"},
                    "geometry": {"type": "Point", "coordinates": [50 if side == "left" else -50, 50]},
                }
            ),
        )
    sound = _as_isncsci(toy)
    assert not any("key point of S1" in fault for fault in sound["key points lie in their roots"].faults)
    assert (
        "No view shows the key point of C2 on the left or right."
        in sound["key points lie in their roots"].faults
    )


def test_a_key_point_in_another_root_is_found(toy: Atlas, edit: Edit) -> None:
    edit(
        "landmarks/anterior.json",
        lambda d: d["features"][0]["properties"].update(key_point_of="C5"),
    )
    faults = _as_isncsci(toy)["key points lie in their roots"].faults
    assert "anterior: the right key point of C5 lies in T4." in faults


def _as_isncsci(toy: Atlas) -> dict[str, CheckReport]:
    schemes, territories = toy.data / "schemes", toy.assets / "territories"
    text = (schemes / "toy.yaml").read_text(encoding="utf-8").replace("id: toy", "id: isncsci")
    (schemes / "isncsci.yaml").write_text(text, encoding="utf-8")
    (territories / "isncsci").mkdir()
    for file in (territories / "toy").iterdir():
        copy = file.read_text(encoding="utf-8").replace('"scheme": "toy"', '"scheme": "isncsci"')
        (territories / "isncsci" / file.name).write_text(copy, encoding="utf-8")
    return _reports(toy)


def test_muscles_of_one_depth_that_overlap_are_found(toy: Atlas, edit: Edit) -> None:
    def grow(document: dict) -> None:
        ring = _feature("deltoid", "right")(document)["geometry"]["coordinates"][0]
        ring[:] = [[x, 50 if y < 250 else y] for x, y in ring]

    edit("muscles/superficial/anterior.json", grow)
    faults = _reports(toy)["muscles lie side by side"].faults
    assert "superficial muscles, anterior: 3200.00 mm² belong to two areas." in faults


def test_muscles_beside_the_body_are_found(toy: Atlas, edit: Edit) -> None:
    def move(document: dict) -> None:
        ring = _feature("deltoid", "right")(document)["geometry"]["coordinates"][0]
        ring[:] = [[x - 20, y] for x, y in ring]

    edit("muscles/superficial/anterior.json", move)
    faults = _reports(toy)["muscles lie side by side"].faults
    assert "superficial muscles, anterior: 784.0 mm² lie beside the body." in faults


def test_muscles_nobody_draws_and_nobody_knows_are_found(toy: Atlas, edit: Edit) -> None:
    def rename(document: dict) -> None:
        _feature("deltoid", "right")(document)["properties"]["muscle"] = "musculus-novus"

    edit("muscles/superficial/anterior.json", rename)
    faults = _reports(toy)["muscles lie side by side"].faults
    assert "superficial muscles: musculus-novus is drawn, but no table knows it." in faults
    assert "superficial muscles: trapezius is drawn in no view on the left and right." in faults
    assert "deep muscles: deltoid is drawn, but no table knows it." not in faults


def test_a_muscle_in_the_wrong_depth_is_found(toy: Atlas, edit: Edit) -> None:
    def rename(document: dict) -> None:
        _feature("psoas-major", "right")(document)["properties"]["muscle"] = "deltoid"

    edit("muscles/deep/anterior.json", rename)
    faults = _reports(toy)["muscles lie side by side"].faults
    assert "deep muscles: deltoid is drawn, but no table knows it." in faults


def test_skin_without_a_nerve_is_found(toy: Atlas, edit: Edit) -> None:
    def shrink(document: dict) -> None:
        ring = _feature("femoral-field", "right")(document)["geometry"]["coordinates"][0]
        ring[:] = [[x, max(y, 5)] for x, y in ring]

    edit("nerves/foot-sole.json", shrink)
    faults = _reports(toy)["nerve fields cover the body"].faults
    assert "nerves, foot-sole: 479.0 mm² of skin belong to no nerve." in faults


def test_a_lopsided_layer_is_found(toy: Atlas, edit: Edit) -> None:
    def shrink(document: dict) -> None:
        ring = _feature("psoas-major", "right")(document)["geometry"]["coordinates"][0]
        ring[:] = [[x, max(y, 65)] for x, y in ring]

    edit("muscles/deep/posterior.json", shrink)
    faults = _reports(toy)["left mirrors right"].faults
    assert any("deep muscles posterior: psoas-major right differs" in fault for fault in faults)


def test_a_reflex_beside_the_body_is_found(toy: Atlas, edit: Edit) -> None:
    def move(document: dict) -> None:
        _feature("knee-jerk-patellar", "left")(document)["geometry"]["coordinates"] = [500, 50]

    edit("reflexes/anterior.json", move)
    faults = _reports(toy)["reflexes lie on the body"].faults
    assert "anterior: knee-jerk-patellar (left) is marked beside the body." in faults
    assert any(fault.startswith("No view shows where triceps is elicited") for fault in faults)


def test_layers_that_disagree_between_views_are_found(toy: Atlas, edit: Edit) -> None:
    def swap(document: dict) -> None:
        for feature in document["features"]:
            names = {"radial-field": "femoral-field", "femoral-field": "radial-field"}
            feature["properties"]["nerve"] = names[feature["properties"]["nerve"]]

    edit("nerves/posterior.json", swap)
    faults = _reports(toy)["views agree on the skin"].faults
    assert any(
        fault.startswith("nerves: one skin point is radial-field right in anterior") for fault in faults
    )
