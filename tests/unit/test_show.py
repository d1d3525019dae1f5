"""Everything known of a root, as data."""

import json

import pytest

from dermatome.anatomy import ids
from dermatome.errors import InputError
from dermatome.show import show


def test_s1_is_told_in_full() -> None:
    s1 = show("s1")
    assert s1["root"] == "S1" and s1["region"] == "S"
    assert {meaning["sense"] for meaning in s1["meanings"]} == {"vertebra", "nerve_root", "disc", "level"}
    assert "heel" in s1["key_point"]["location"]
    assert {"gastrocnemius", "soleus"} <= {row["muscle"] for row in s1["myotome"] if row["key_muscle"]}
    assert "ankle jerk (Achilles)" in {row["reflex"] for row in s1["reflexes"]}
    assert s1["level"]["disc_paracentral"] == "L5/S1"
    assert s1["level"]["vertebra"] == "S1"


def test_maps_come_in_the_order_they_are_offered_and_say_where_they_draw() -> None:
    told = show("S1")["territories"]
    known = [scheme for scheme in ids.SCHEME_ORDER if scheme in told]
    assert list(told)[: len(known)] == known
    assert told["isncsci"]["mapped"] and told["isncsci"]["drawn"]
    assert {"posterior", "foot-sole"} <= set(told["isncsci"]["views"])


@pytest.mark.parametrize("root", ["S4", "S5", "S4-5"])
def test_the_lowest_roots_resolve_to_the_pooled_territory_and_say_so(root: str) -> None:
    told = show(root)
    assert "S4-5" in told["pooled"]
    assert told["territories"]["isncsci"]["mapped"]
    assert "perineum" in told["territories"]["isncsci"]["views"]
    assert told["key_point"]["root"] == "S4-5"


def test_what_a_map_leaves_out_is_called_not_mapped() -> None:
    t4 = show("T4")["territories"]
    assert t4["isncsci"]["mapped"]
    assert not t4["keegan-garrett"]["mapped"] and t4["keegan-garrett"]["views"] == []
    assert "not mapped" in t4["keegan-garrett"]["area"]


@pytest.mark.parametrize("root", ["C1", "Co1"])
def test_a_root_without_skin_is_on_no_map(root: str) -> None:
    told = show(root)
    assert not any(entry["mapped"] for entry in told["territories"].values())
    assert told["key_point"] is None


@pytest.mark.parametrize("root", [*ids.ROOTS, "S4-5"])
def test_every_root_is_plain_json_and_every_key_it_cites_is_resolved(root: str) -> None:
    told = json.loads(json.dumps(show(root)))
    cited: set[str] = set()

    def collect(node: object) -> None:
        if isinstance(node, dict):
            for name, child in node.items():
                cited.update(child) if name == "source" else collect(child)
        elif isinstance(node, list):
            for child in node:
                collect(child)

    collect(told)
    works = {work["key"]: work for work in told["sources"]}
    assert cited <= set(works)
    assert all(work["citation"] for work in works.values())


def test_an_unknown_root_is_refused() -> None:
    with pytest.raises(InputError):
        show("S9")
