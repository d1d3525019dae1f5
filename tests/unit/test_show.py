"""Everything known of a root, as data."""

import json

import pytest

from dermatome.anatomy import ids
from dermatome.cli.facts import summary
from dermatome.errors import InputError
from dermatome.show import show


def test_s1_is_told_in_full() -> None:
    s1 = show("s1")
    assert s1["root"] == "S1" and s1["region"] == "S"
    assert {meaning["sense"] for meaning in s1["meanings"]} == {"vertebra", "nerve_root", "disc", "level"}
    assert "heel" in s1["key_point"]["location"]
    assert {"gastrocnemius", "soleus"} <= {row["muscle"] for row in s1["myotome"] if row["key_muscle"]}
    assert s1["reflexes"][0]["reflex"] == "ankle jerk (Achilles)"  # the usual one first
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


def test_a_map_says_whether_what_is_told_of_it_was_read() -> None:
    told = show("L4")["territories"]
    assert {scheme for scheme, entry in told.items() if entry["verified"] is False} == {"foerster", "lee"}
    lines = [line for line in summary(show("L4")) if line.endswith("(second-hand)")]
    assert [line.split(":")[0].strip() for line in lines] == ["foerster", "lee"]


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


def test_muscles_say_what_the_root_is_to_them() -> None:
    told = {muscle["id"]: muscle for muscle in show("L5")["muscles"]}
    hallux, tibialis = told["extensor-hallucis-longus"], told["tibialis-anterior"]
    assert hallux["contribution"] == "main" and hallux["key"]
    assert tibialis["contribution"] == "contributing" and not tibialis["key"]
    assert (tibialis["roots_main"], tibialis["roots_contributing"]) == (["L4"], ["L5"])
    assert "HARRISON19" in {key for row in tibialis["dissent"] for key in row["source"]}
    assert told["erector-spinae-and-multifidus"]["contribution"] == "segmental"
    assert next(iter(told)) == "extensor-hallucis-longus"


def test_what_only_dissent_gives_to_a_root_comes_last_and_is_called_so() -> None:
    contributions = [muscle["contribution"] for muscle in show("S3")["muscles"]]
    assert contributions[-1] == "dissent"
    first = contributions.index("dissent")
    assert set(contributions[first:]) == {"dissent"}
    disputed = {m["id"] for m in show("S3")["muscles"] if m["contribution"] == "dissent"}
    assert "flexor-hallucis-longus" in disputed


def test_movements_say_what_the_root_is_to_them() -> None:
    told = {movement["id"]: movement for movement in show("L5")["movements"]}
    assert told["hip-abduction"]["contribution"] == "main"
    assert told["ankle-plantar-flexion"]["contribution"] == "contributing"
    assert "gluteus-medius" in told["hip-abduction"]["muscles"]
    assert "hip-abduction" not in {movement["id"] for movement in show("L2")["movements"]}


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


def test_the_accuracy_of_tests_is_told_with_sources() -> None:
    told = show("S1")
    rows = {row["finding"]: row for row in told["accuracy"]}
    raised = rows["straight leg raise positive"]
    assert "sensitivity 0.91, specificity 0.26" in raised["summary"]
    works = {work["key"] for work in told["sources"]}
    assert all(set(row["source"]) <= works for row in told["accuracy"])
    assert any("straight leg raise" in line or "ankle jerk" in line for line in summary(told))
    assert show("T6")["accuracy"] == []


def test_a_map_says_what_its_field_rests_on() -> None:
    maps = show("L2")["territories"]
    assert maps["isncsci"]["basis"] == "published" and "posterior" in maps["isncsci"]["inferred_views"]
    assert "anterior" not in maps["isncsci"]["inferred_views"]
    assert maps["keegan-garrett"]["basis"] == "inferred"
    assert maps["keegan-garrett"]["inferred_views"] == maps["keegan-garrett"]["views"]
    assert show("T5")["territories"]["keegan-garrett"]["basis"] is None
    for root in ids.TERRITORY_ROOTS:
        for scheme, said in show(root)["territories"].items():
            assert set(said["inferred_views"]) <= set(said["views"]), (root, scheme)
            assert (said["basis"] is None) == (not said["drawn"]), (root, scheme)
