"""Maps laid over one another."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest
import shapely
from shapely.geometry import box, mapping

from dermatome.anatomy.ids import VIEWS
from dermatome.atlas import compare
from dermatome.atlas.compare import agreement, difference, skin_root, tally, views_of, who_says
from dermatome.atlas.load import Atlas, atlas
from dermatome.errors import InputError

Edit = Callable[[str, Callable[[dict], None]], None]
RADIAL = "radial (trunk)"


@pytest.fixture
def fields(monkeypatch: pytest.MonkeyPatch) -> None:
    """The radial nerve of the toy has the upper field, the femoral nerve the lower one."""
    monkeypatch.setattr(compare, "fields_of", lambda nerve: (f"{nerve.split()[0]}-field",))


def blank(root: str) -> Callable[[dict], None]:
    """Take a root off a map, on both sides, and leave its skin blank."""

    def change(document: dict) -> None:
        gone = [f for f in document["features"] if f["properties"]["root"] == root]
        document["features"] = [f for f in document["features"] if f not in gone]
        shapes, rest = (
            shapely.union_all([shapely.geometry.shape(f["geometry"]) for f in features])
            for features in (gone, document["features"])
        )
        document["unmapped"] = mapping(shapes.difference(rest))

    return change


def test_who_says_what_of_a_spot(folded: Atlas) -> None:
    said = who_says("anterior", -50, 190, source=folded)
    assert said.to_dict() == {
        "view": "anterior",
        "x": -50,
        "y": 190,
        "side": "right",
        "body_part": "chest",
        "maps": [
            {"scheme": "fold", "mapped": True, "roots": ["T4", "C5"], "basis": "published"},
            {"scheme": "toy", "mapped": True, "roots": ["T4"], "basis": "published"},
        ],
        "nerve": "radial-field",
        "muscles": [],
    }


def test_all_muscles_under_a_spot_are_told(folded: Atlas) -> None:
    said = who_says("anterior", 50, 80, source=folded)
    assert [(m.id, m.depth) for m in said.muscles] == [
        ("quadriceps-femoris", "superficial"),
        ("psoas-major", "deep"),
    ]


def test_a_blank_map_says_nothing(folded: Atlas, edit: Edit) -> None:
    edit("territories/fold/anterior.json", blank("L1"))
    said = {m.scheme: m for m in who_says("anterior", -50, 20, source=folded).maps}
    assert (said["fold"].mapped, said["fold"].roots) == (False, ())
    assert (said["toy"].mapped, said["toy"].roots) == (True, ("L1",))


def test_nobody_says_anything_beside_the_body(folded: Atlas) -> None:
    said = who_says("anterior", 999, 20, source=folded)
    assert (said.side, said.body_part, said.nerve, said.muscles) == (None, None, None, ())
    assert not any(m.mapped for m in said.maps)


def test_agreement_counts_maps(folded: Atlas) -> None:
    """C5 reaches from 200 to 300 on one map and from 180 to 300 on the other."""
    found = {(a.id, a.side): a for a in agreement("C5", "anterior", source=folded)}
    assert set(found) == {(name, side) for name in ("fold+toy", "fold~toy") for side in ("left", "right")}
    both, one = found["fold+toy", "right"], found["fold~toy", "right"]
    assert (both.label, one.label) == ("2 of 2", "1 of 2")
    assert both.geometry.symmetric_difference(box(-100, 200, 0, 300)).area < 1
    assert one.geometry.symmetric_difference(box(-100, 180, 0, 200)).area < 1


def test_most_maps_come_first(folded: Atlas) -> None:
    counts = [len(a.giving) for a in agreement("T4", "posterior", source=folded)]
    assert counts == sorted(counts, reverse=True)


def test_a_blank_map_neither_agrees_nor_disagrees(folded: Atlas, edit: Edit) -> None:
    edit("territories/fold/anterior.json", blank("L1"))
    found = {a.label: a for a in agreement("L1", "anterior", source=folded) if a.side == "left"}
    assert set(found) == {"1 of 1", "1 of 2"}
    assert found["1 of 1"].mapping == ("toy",)
    # T4 of the other map reaches down to 80: there, it contradicts.
    assert found["1 of 2"].id == "toy~fold"
    assert found["1 of 2"].geometry.bounds == pytest.approx((0, 80, 100, 100))


def test_how_much_skin_the_maps_agree_on(folded: Atlas) -> None:
    """C5 is 100 mm wide a side, 100 high on one map and 120 on the other."""
    found = tally("C5", "anterior", "right", source=folded)
    assert found.areas == pytest.approx({2: 100, 1: 20}, abs=0.1)
    assert found.of == pytest.approx({"toy": 100, "fold": 120}, abs=0.1)
    assert (found.agreed, found.alone, found.total) == pytest.approx((100, 0, 120), abs=0.1)
    assert tally("C5", "anterior", source=folded).total == pytest.approx(240, abs=0.2)


def test_maps_that_are_alone_agree_with_nobody(folded: Atlas, edit: Edit) -> None:
    edit("territories/fold/anterior.json", blank("L1"))
    left = tally("L1", "anterior", "left", source=folded)
    # T4 of the other map contradicts on a strip of 20 by 100 mm; the rest only one map speaks of.
    assert left.agreed == 0
    assert left.alone == pytest.approx(left.total - 20, abs=0.1)
    assert left.alone > 20


def test_agreement_of_a_root_nobody_draws(folded: Atlas) -> None:
    assert agreement("S2", "anterior", source=folded) == ()
    with pytest.raises(InputError, match="C1 owns no skin"):
        agreement("C1", "anterior", source=folded)


@pytest.mark.usefixtures("fields")
def test_root_against_nerve(toy: Atlas) -> None:
    """T4 reaches from 100 to 200, the radial field from 130 to 300."""
    found = {(d.kind, d.side): d.geometry for d in difference("toy", "T4", "radial", "anterior", source=toy)}
    expected = {
        "root": box(-100, 100, 0, 130),
        "both": box(-100, 130, 0, 200),
        "nerve": box(-100, 200, 0, 300),
    }
    assert set(found) == {(kind, side) for kind in expected for side in ("left", "right")}
    for kind, shape in expected.items():
        assert found[kind, "right"].symmetric_difference(shape).area < 1


@pytest.mark.usefixtures("fields")
def test_where_the_map_is_blank_the_nerve_is_not_said_to_be_alone(toy: Atlas, edit: Edit) -> None:
    edit("territories/toy/anterior.json", blank("C5"))
    found = {d.kind: d.geometry for d in difference("toy", "T4", RADIAL, "anterior", source=toy)}
    assert set(found) == {"root", "both", "blank"}
    assert found["blank"].bounds[1::2] == pytest.approx((200, 300))


@pytest.mark.usefixtures("fields")
def test_root_and_nerve_far_apart_share_nothing(toy: Atlas) -> None:
    assert {d.kind for d in difference("toy", "C5", "femoral", "anterior", source=toy)} == {"root", "nerve"}
    assert views_of("toy", "C5", "femoral", source=toy) == VIEWS


def test_unknown_nerves_are_named(toy: Atlas) -> None:
    with pytest.raises(InputError, match=r"no nerve 'fibluar'\. Did you mean"):
        difference("toy", "T4", "fibluar", "anterior", source=toy)


def test_hairlines_and_crumbs_are_dropped() -> None:
    hairline, crumb, body = box(0, 0, 500, 0.2), box(0, 10, 0.9, 10.9), box(0, 20, 10, 30)
    solid = compare._solid(shapely.union_all([hairline, crumb, body]))
    assert solid is not None
    assert solid.symmetric_difference(body).area < 0.1
    assert compare._solid(hairline) is None


def test_pooled_roots_are_taken_together() -> None:
    assert skin_root("s4") == "S4-5"


@pytest.mark.parametrize("view", ["anterior", "posterior", "foot-sole"])
@pytest.mark.parametrize("root", ["C6", "L5", "S1", "S4-5"])
def test_the_areas_of_the_shipped_maps_are_what_the_maps_draw(root: str, view: str) -> None:
    """Each map's territory is the union of the areas that count it, hairlines apart; none overlap."""
    areas = agreement(root, view)
    for side in ("left", "right"):
        own = [a for a in areas if a.side == side]
        total = sum(a.geometry.area for a in own)
        assert shapely.union_all([a.geometry for a in own]).area == pytest.approx(total, abs=0.01)
        for scheme in atlas().schemes:
            territory = atlas().territory(scheme.id, view, root, side)
            counted = shapely.union_all([a.geometry for a in own if scheme.id in a.giving])
            drawn = territory.geometry if territory else shapely.Polygon()
            assert counted.difference(drawn).area < 0.01
            lost = drawn.difference(counted)
            assert lost.area <= 0.02 * drawn.area + 1


def test_asking_who_says_so_is_quick() -> None:
    view = atlas().view("posterior")
    x0, y0, x1, y1 = view.bounds
    who_says("posterior", 0.5 * x0, 0.5 * (y0 + y1))
    started = time.perf_counter()
    for n in range(100):
        who_says("posterior", x0 + (x1 - x0) * n / 100, y0 + (y1 - y0) * n / 100)
    assert (time.perf_counter() - started) / 100 < 0.01


def test_who_says_tells_what_is_inferred(partly_inferred: Atlas) -> None:
    (said,) = who_says("anterior", -30, 110, source=partly_inferred).maps
    assert (said.roots, said.basis) == (("T4",), "inferred")
    (said,) = who_says("anterior", -30, 190, source=partly_inferred).maps
    assert (said.roots, said.basis) == (("T4",), "published")
    (said,) = who_says("anterior", -30, 110, source=replace(partly_inferred, inferred=False)).maps
    assert (said.mapped, said.basis) == (False, None)
    told = who_says("anterior", -30, 110, source=partly_inferred).to_dict()
    assert told["maps"] == [{"scheme": "toy", "mapped": True, "roots": ["T4"], "basis": "inferred"}]
