"""The tables against what the standards say, written here by hand from the ISNCSCI worksheet."""

import csv
import re
from dataclasses import replace
from types import MappingProxyType

import pytest

from dermatome.anatomy import check, ids
from dermatome.anatomy.load import DATA_DIR, TABLES, facts

KEY_POINTS = {
    "C2": "occipital protuberance",
    "C3": "supraclavicular fossa",
    "C4": "acromioclavicular",
    "C5": "lateral.*antecubital",
    "C6": "dorsal.*thumb",
    "C7": "dorsal.*middle finger",
    "C8": "dorsal.*little finger",
    "T1": "medial.*antecubital",
    "T2": "apex of the axilla",
    "T3": "third intercostal",
    "T4": "fourth intercostal",
    "T5": "fifth intercostal",
    "T6": "xiphisternum",
    "T7": "quarter.*xiphisternum.*umbilicus",
    "T8": "halfway.*xiphisternum.*umbilicus",
    "T9": "three quarters.*xiphisternum.*umbilicus",
    "T10": "level of the umbilicus",
    "T11": "midway.*umbilicus.*inguinal ligament",
    "T12": "midpoint of the inguinal ligament",
    "L1": "midway.*T12.*L2",
    "L2": "anteromedial thigh",
    "L3": "medial femoral condyle",
    "L4": "medial malleolus",
    "L5": "third metatarsophalangeal",
    "S1": "lateral.*heel",
    "S2": "popliteal fossa",
    "S3": "ischial tuberosity",
    "S4-5": "perianal.*mucocutaneous",
}

KEY_MUSCLES = {
    "C5": ("elbow flexors", {"biceps brachii", "brachialis"}),
    "C6": ("wrist extensors", {"extensor carpi radialis longus", "extensor carpi radialis brevis"}),
    "C7": ("elbow extensors", {"triceps brachii"}),
    "C8": ("finger flexors", {"flexor digitorum profundus to index and middle fingers"}),
    "T1": ("finger abductors", {"abductor digiti minimi of the hand"}),
    "L2": ("hip flexors", {"psoas major", "iliacus"}),
    "L3": ("knee extensors", {"quadriceps femoris"}),
    "L4": ("ankle dorsiflexors", {"tibialis anterior"}),
    "L5": ("long toe extensors", {"extensor hallucis longus"}),
    "S1": ("ankle plantar flexors", {"gastrocnemius", "soleus"}),
}

REFLEXES = {
    "biceps": "C5",
    "brachioradialis (supinator)": "C6",
    "triceps": "C7",
    "knee jerk (patellar)": "L4",
    "ankle jerk (Achilles)": "S1",
}

WORDS_OF_THE_WORKSHOP = ("index file", "code search", "from memory", "deck", "not retrieved", "TODO", "http")


@pytest.mark.parametrize("name", TABLES)
def test_every_row_has_every_column(name: str) -> None:
    with (DATA_DIR / name).open(encoding="utf-8", newline="") as handle:
        rows = list(csv.reader(handle, strict=True))
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(TABLES[name].model_fields)}


@pytest.mark.parametrize("name", [name for name in TABLES if name.startswith("facts/")])
def test_cells_speak_of_anatomy_only(name: str) -> None:
    text = (DATA_DIR / name).read_text(encoding="utf-8")
    assert [word for word in WORDS_OF_THE_WORKSHOP if word in text] == []
    assert "\u00a0" not in text and "\ufffd" not in text


def test_all_tables_of_the_folder_are_read() -> None:
    assert {f"facts/{path.name}" for path in (DATA_DIR / "facts").glob("*.csv")} | {"sources.csv", "readings.csv"} == set(
        TABLES
    )


@pytest.mark.parametrize(("root", "place"), KEY_POINTS.items())
def test_key_points_stand_where_the_standard_puts_them(root: str, place: str) -> None:
    assert re.search(place, facts().key_points[root].location, re.IGNORECASE)


def test_there_are_28_key_points_a_side() -> None:
    assert list(facts().key_points) == list(ids.TERRITORY_ROOTS) == list(KEY_POINTS)


def test_common_errors_of_charts_are_not_repeated() -> None:
    points = facts().key_points
    assert "great toe" not in points["L5"].location
    assert "little toe" not in points["S1"].location
    assert facts().key_point("C1") is None


@pytest.mark.parametrize(("root", "expected"), KEY_MUSCLES.items())
def test_key_muscles_are_those_of_the_standard(root: str, expected: tuple[str, set[str]]) -> None:
    group, muscles = expected
    rows = [row for row in facts().myotomes(root) if row.key_muscle]
    assert [row.muscle for row in rows if row.kind == "isncsci_key_group"] == [group]
    assert {row.muscle for row in rows if row.kind == "muscle_root"} == muscles
    assert all(row.movement and row.how_tested for row in rows)


def test_no_other_root_has_a_key_muscle() -> None:
    assert {row.root for row in facts().all_myotomes if row.key_muscle} == set(KEY_MUSCLES)


@pytest.mark.parametrize(("reflex", "root"), REFLEXES.items())
def test_reflexes_are_carried_by_the_roots_every_textbook_gives(reflex: str, root: str) -> None:
    (row,) = (row for row in facts().reflexes(root) if row.reflex == reflex and row.status == "adopted")
    assert root in row.roots_primary


@pytest.mark.parametrize(
    ("root", "central", "lateral"),
    [
        ("C5", "C4/5", "C4/5"),
        ("C6", "C5/6", "C5/6"),
        ("C7", "C6/7", "C6/7"),
        ("C8", "C7/T1", "C7/T1"),
        ("L4", "L3/4", "L4/5"),
        ("L5", "L4/5", "L5/S1"),
        ("S1", "L5/S1", ""),
    ],
)
def test_discs_threaten_the_roots_they_should(root: str, central: str, lateral: str) -> None:
    record = facts().roots[root]
    assert (record.disc_paracentral, record.disc_foraminal) == (central, lateral)


def test_keegan_and_garrett_mapped_limb_roots_only() -> None:
    claims = {c.root: c.mapped for c in facts().claims if c.scheme == "keegan-garrett"}
    assert not any(claims[root] for root in ("C2", "C3", "C4", *ids.roots_between("T2", "T12"), "S3", "S4-5"))
    assert all(claims[root] for root in (*ids.roots_between("C5", "T1"), *ids.roots_between("L3", "S2")))


def test_the_isncsci_chart_says_something_of_every_root() -> None:
    assert {c.root for c in facts().claims if c.scheme == "isncsci" and c.mapped} == set(ids.TERRITORY_ROOTS)


def test_maps_differ_on_l4_and_the_table_says_so() -> None:
    said = {c.scheme: c.summary for c in facts().territories("L4")}
    assert "thigh" in said["keegan-garrett"]
    assert "thigh" not in said["isncsci"]


def test_everything_checks_out() -> None:
    assert [fault for report in check.run() for fault in report.faults] == []


def test_what_is_missing_is_found() -> None:
    whole = facts()
    fewer = MappingProxyType({root: point for root, point in whole.key_points.items() if root != "T7"})
    uncited = MappingProxyType({key: work for key, work in whole.sources.items() if key != "GRAY41"})
    swapped = MappingProxyType(
        {**whole.roots, "S1": whole.roots["S1"].model_copy(update={"disc_paracentral": "L4/5"})}
    )
    doubled = (*whole.claims, whole.claims[0])
    broken = replace(whole, key_points=fewer, sources=uncited, roots=swapped, claims=doubled)
    faults = "\n".join(fault for report in check.run(broken) for fault in report.faults)
    for trace in (
        "key point T7 is missing",
        "unknown source GRAY41",
        "S1: disc_paracentral is 'L4/5'",
        "stands 2 times",
    ):
        assert trace in faults
