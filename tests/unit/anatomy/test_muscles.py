"""Muscles, movements, grades and reflexes as they are put together from their tables."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from dermatome.anatomy import check, ids, load
from dermatome.anatomy.check import KEY_MUSCLE_ROOTS
from dermatome.anatomy.load import facts, painted_depths, reflex_points
from dermatome.anatomy.records import Movement, Muscle
from dermatome.errors import DataError


def test_a_muscle_gathers_what_its_rows_say() -> None:
    muscle = facts().muscles["tibialis-anterior"]
    assert (muscle.roots_main, muscle.roots_contributing) == (("L4",), ("L5",))
    assert (muscle.nerve, muscle.key_of) == ("deep fibular nerve", ("L4",))
    assert muscle.movements == ("ankle-dorsiflexion", "foot-inversion")
    assert "heel walk" in muscle.how_tested
    assert {row.root for row in muscle.rows} == {"L4", "L5"}


def test_a_root_that_one_table_alone_gives_is_dissent() -> None:
    muscle = facts().muscles["sartorius"]
    assert "L4" not in {*muscle.roots_main, *muscle.roots_contributing}
    assert [row.root for row in muscle.dissent] == ["L4"]
    assert muscle.contribution_of("L4") == "dissent"
    assert muscle in facts().muscles_disputed("L4") and muscle not in facts().muscles_of("L4")


def test_studies_are_told_apart_by_what_they_find() -> None:
    muscle = facts().muscles["tibialis-anterior"]
    assert {("L5", "HARRISON19"), ("L5", "HASHIMOTO2024")} <= {(r.root, r.source[0]) for r in muscle.dissent}
    assert [(r.root, r.source) for r in muscle.evidence] == [("L4", ("PHILLIPS1991",))]


def test_a_study_of_two_muscles_is_heard_for_both() -> None:
    for name in ("fibularis-longus", "fibularis-brevis"):
        muscle = facts().muscles[name]
        assert "HARRISON19" in {key for row in muscle.evidence for key in row.source}


def test_a_segmental_muscle_belongs_to_every_root_in_part() -> None:
    back = facts().muscles["erector-spinae-and-multifidus"]
    assert back.segmental and back.roots_main == ()
    assert all(back.contribution_of(root) == "segmental" for root in ids.ROOTS)
    assert all(facts().muscles_of(root)[-1] == back for root in ("C5", "T7", "S1"))


@pytest.mark.parametrize("root", ids.ROOTS)
def test_muscles_of_a_root_come_as_they_are_examined_then_key_muscles_then_main_then_contributing(
    root: str,
) -> None:
    order = ("main", "contributing", "segmental")
    found = facts().muscles_of(root)
    examined = facts().examined[root].muscles if root in facts().examined else ()
    assert tuple(muscle.id for muscle in found[: len(examined)]) == examined
    rest = found[len(examined) :]
    keyed = [root in muscle.key_of for muscle in rest]
    assert keyed == sorted(keyed, reverse=True)
    told = [muscle.contribution_of(root) for muscle in rest if root not in muscle.key_of]
    assert told == [what for what in order for _ in range(told.count(what))]


@pytest.mark.parametrize("root", KEY_MUSCLE_ROOTS)
def test_every_root_with_a_key_muscle_has_an_order_of_examination(root: str) -> None:
    row = facts().examined[root]
    assert row.source and row.verified
    assert facts().muscles[row.muscles[0]].contribution_of(root) == "main"


def test_the_pooled_root_hears_of_both_its_members() -> None:
    both = {muscle.id for root in ("S4", "S5") for muscle in facts().muscles_of(root)}
    assert {muscle.id for muscle in facts().muscles_of("S4-5")} == both
    assert facts().muscles["coccygeus"].contribution_of("S4-5") == "main"


@pytest.mark.parametrize(
    ("movement", "main"),
    [
        ("shoulder-abduction", {"C5"}),
        ("elbow-flexion", {"C5", "C6"}),
        ("elbow-extension", {"C7"}),
        ("finger-abduction", {"T1"}),
        ("hip-flexion", {"L2", "L3"}),
        ("knee-extension", {"L3", "L4"}),
        ("ankle-dorsiflexion", {"L4", "L5"}),
        ("great-toe-extension", {"L5"}),
        ("hip-abduction", {"L5"}),
        ("ankle-plantar-flexion", {"S1"}),
        ("breathing-with-the-diaphragm", {"C4"}),
    ],
)
def test_movements_have_the_roots_every_textbook_gives(movement: str, main: set[str]) -> None:
    found = facts().movements[movement]
    assert set(found.roots_main) == main
    assert all(found in facts().movements_of(root) for root in main)


def test_the_isncsci_convention_never_names_the_root_of_a_movement() -> None:
    """Its non-key list puts hip abduction and eversion at L4; clinically they are L5 with S1."""
    (nonkey,) = (row for row in facts().conventions("L4") if row.kind == "isncsci_nonkey")
    assert "abduction" in nonkey.movement and "eversion" in nonkey.movement
    assert "no guide to a root lesion" in nonkey.note
    assert "L4" not in facts().movements["hip-abduction"].roots_main
    assert set(facts().movements["foot-eversion"].roots_main) == {"L5", "S1"}
    names = {muscle.name for muscle in facts().muscles.values()}
    assert not any(row.muscle in names for root in ids.ROOTS for row in facts().conventions(root))


def test_each_convention_says_what_it_is_for_in_one_sentence() -> None:
    rows = [row for row in facts().all_myotomes if row.contribution == "convention"]
    notes = {kind: {row.note for row in rows if row.kind == kind} for kind in {row.kind for row in rows}}
    assert set(notes) == {"isncsci_key_group", "isncsci_nonkey"}
    assert all(len(said) == 1 and "cord injury" in min(said) for said in notes.values())


def test_the_mrc_scale_has_six_steps_and_gravity_in_the_middle() -> None:
    steps = facts().grades_of("mrc")
    assert [step.grade for step in steps] == list("012345")
    assert "gravity" in steps[3].meaning and "resistance" in steps[4].meaning
    assert facts().grades_of("nobody's") == ()


def test_the_motor_score_knows_nt_and_the_star() -> None:
    steps = {step.grade: step for step in facts().grades_of("isncsci")}
    assert steps["NT"].name == "not testable"
    assert "2019" in steps["5*"].meaning


def test_dissent_stands_beside_the_reflex_it_is_about() -> None:
    assert {row.status for row in facts().reflexes_by_id.values()} == {"adopted"}
    said = {row.source: set(row.roots_secondary) for row in facts().reflex_dissent("triceps")}
    assert said == {
        ("EPOMED", "UWA_REFLEX", "MAGEE2014"): {"C8"},
        ("ACCESS_REFLEX", "CAMPBELL2019"): {"C6"},
    }
    assert facts().reflexes_by_id["knee-jerk-patellar"].roots_primary == ("L4",)


def test_every_reflex_says_where_it_is_struck() -> None:
    assert set(reflex_points()) == set(facts().reflexes_by_id)
    assert "patellar tendon" in reflex_points()["knee-jerk-patellar"].landmark
    strokes = {point.reflex for point in reflex_points().values() if point.kind == "stroke"}
    superficial = {i for i, row in facts().reflexes_by_id.items() if row.kind == "superficial"}
    assert strokes == superficial - {"bulbocavernosus"}, "skin is stroked; the glans is pinched"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(load, "DATA_DIR", tmp_path)
    for cached in (reflex_points, painted_depths):
        monkeypatch.setattr(load, cached.__name__, cached.__wrapped__)
    return tmp_path


def test_painted_depths_are_read_from_the_folders(data: Path) -> None:
    for depth, muscles in {"superficial": ("deltoid", "soleus"), "deep": ("soleus",)}.items():
        folder = data / "muscles" / depth
        folder.mkdir(parents=True)
        rows = "".join(f"  - {{paint: {name}}}\n" for name in ("none", *muscles))
        (folder / "10-toy.yaml").write_text(f"edges:\n{rows}", encoding="utf-8")
    assert load.painted_depths() == {"deltoid": ("superficial",), "soleus": ("deep", "superficial")}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("points: [", "reflex_points.yaml is no YAML"),
        ("points: []\npoints: []\n", "reflex_points.yaml is no YAML: “points” stands twice"),
        ("points:\n- {reflex: knee, kind: kick, landmark: x, source: GRAY41}\n", "line 1, kind"),
        (
            "points:\n" + "- {reflex: knee, kind: tap, landmark: x, source: GRAY41}\n" * 2,
            "'knee' is there twice",
        ),
    ],
)
def test_a_broken_file_of_places_is_named(data: Path, text: str, message: str) -> None:
    (data / "reflex_points.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=message):
        load.reflex_points()


def test_a_missing_file_of_places_says_what_to_do(data: Path) -> None:
    with pytest.raises(DataError, match=r"reflex_points.yaml cannot be read: restore data/"):
        load.reflex_points()


def _muscle(key: str, /, **columns: object) -> dict[str, Muscle]:
    return {**facts().muscles, key: facts().muscles[key].model_copy(update=columns)}


def _movement(key: str, /, **columns: object) -> dict[str, Movement]:
    return {**facts().movements, key: facts().movements[key].model_copy(update=columns)}


BREAKS: dict[str, Callable[[], dict[str, object]]] = {
    "muscle soleus is missing": lambda: {
        "muscles": {key: muscle for key, muscle in facts().muscles.items() if key != "soleus"}
    },
    "muscle thumb twiddler is unexpected": lambda: {"muscles": _muscle("soleus", name="thumb twiddler")},
    "deltoid: no root is its chief one": lambda: {"muscles": _muscle("deltoid", roots_main=())},
    "deltoid: key muscle of 'C5'": lambda: {"muscles": _muscle("deltoid", isncsci_key_root="C5")},
    "deltoid: no study names 'tail'": lambda: {"muscles": _muscle("deltoid", named_in_evidence=("tail",))},
    "evidence: 'vastus medialis' is no muscle's name": lambda: {
        "muscles": _muscle("quadriceps-femoris", named_in_evidence=())
    },
    "hip-flexion: there is no muscle 'tail'": lambda: {
        "movements": _movement("hip-flexion", muscles=("iliacus", "tail"))
    },
    "hip-abduction: none of its muscles has S3 as main root": lambda: {
        "movements": _movement("hip-abduction", roots_main=("S3",))
    },
    "key movement S1 is missing": lambda: {
        "movements": {k: move for k, move in facts().movements.items() if move.isncsci_key_root != "S1"}
    },
    "mrc: the steps are": lambda: {"grades": facts().grades[1:]},
    "triceps: an alternative to nothing": lambda: {
        "reflexes_by_id": {k: row for k, row in facts().reflexes_by_id.items() if k != "triceps"}
    },
    "place of the reflex triceps is unexpected": lambda: {
        "reflexes_by_id": {k: row for k, row in facts().reflexes_by_id.items() if k != "triceps"}
    },
}


@pytest.mark.parametrize("fault", BREAKS)
def test_what_is_broken_is_found(fault: str) -> None:
    changes = {
        name: MappingProxyType(value) if isinstance(value, dict) else value
        for name, value in BREAKS[fault]().items()
    }
    broken = replace(facts(), **changes)  # pyright: ignore[reportArgumentType]
    faults = [found for report in check.run(broken) for found in report.faults]
    assert any(re.match(re.escape(fault), found) for found in faults), faults


@pytest.mark.parametrize(
    ("painted", "fault"),
    [
        ({"soleus": ()}, "painted muscle soleus is missing"),
        ({"soleus": ("deep",)}, "soleus: superficial in the table, painted deep"),
        (
            {"soleus": ("deep", "superficial")},
            "soleus: superficial in the table, painted deep and superficial",
        ),
        ({"tail": ("deep",)}, "painted muscle tail is unexpected"),
    ],
)
def test_a_muscle_painted_wrongly_is_found(
    monkeypatch: pytest.MonkeyPatch, painted: dict[str, tuple[str, ...]], fault: str
) -> None:
    right = {muscle.id: (muscle.depth,) for muscle in facts().muscles.values()}
    told = {name: depths for name, depths in (right | painted).items() if depths}
    monkeypatch.setattr(check, "painted_depths", lambda: told)
    assert [fault for report in check.run() for fault in report.faults] == [fault]


def test_every_muscle_is_painted_in_its_depth() -> None:
    assert painted_depths() == {muscle.id: (muscle.depth,) for muscle in facts().muscles.values()}
