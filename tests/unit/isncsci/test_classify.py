"""The engine says what the plain rules say, for one examination and for all that an open one may be."""

from __future__ import annotations

import time

import pytest

from dermatome.isncsci import classify as engine
from dermatome.isncsci.classify import classify
from dermatome.isncsci.reading import read_exam
from dermatome.isncsci.records import MODALITIES, SIDES, named
from tests.unit.isncsci import plain
from tests.unit.isncsci.exams import mixed

MOST_WAYS = 36


def possible(exam: dict) -> dict[str, set[str]]:
    values = (set(value.possible) for *_, value in classify(read_exam(exam)).results())
    return dict(zip(plain.FIELDS, values, strict=True))


def everything(score: str, anal: str, motor: str | None = None) -> dict:
    """An examination with one score everywhere."""
    half = {
        "motor": dict.fromkeys(plain.KEYS, motor or score),
        **{modality: dict.fromkeys(plain.SENSORY, score) for modality in MODALITIES[1:]},
    }
    exam: dict = {side: {name: dict(column) for name, column in half.items()} for side in SIDES}
    return exam | {"voluntary_anal_contraction": anal, "deep_anal_pressure": anal}


@pytest.mark.parametrize("seed", range(2))
def test_numbers_alone_give_what_the_plain_rules_give(seed: int) -> None:
    for exam in mixed(seed, 800, ("plain",)):
        assert possible(exam) == plain.union(exam), exam


@pytest.mark.parametrize("seed", range(4))
def test_open_scores_give_every_value_that_some_plain_examination_has(seed: int) -> None:
    asked = [exam for exam in mixed(100 + seed, 700, ("open", "marked")) if plain.ways(exam) <= MOST_WAYS]
    assert len(asked) > 200
    for exam in asked:
        assert possible(exam) == plain.union(exam), exam


def test_where_everything_is_open_everything_is_possible() -> None:
    told = possible(everything("NT", "NT"))
    assert told["ais"] == set("ABCDE") and told["completeness"] == {"C", "I"}
    assert told["nli"] == told["motor_left"] == set(plain.LEVELS)
    assert told["motor_zpp_right"] == {"NA", *plain.LEVELS[:-1]}


def test_all_normal_without_anal_contraction_is_intact_and_b() -> None:
    told = possible(everything("2", "No", motor="5"))
    assert (told["nli"], told["ais"], told["completeness"]) == ({"INT"}, {"B"}, {"I"})
    assert possible(everything("2", "Yes", motor="5"))["ais"] == {"E"}


def test_a_non_key_muscle_sets_the_zone_only_where_the_grade_can_be_c() -> None:
    exam = everything("2", "No", motor="5")
    for side in SIDES:
        for column in exam[side].values():
            for level in list(column):
                if plain.SENSORY.index(level) > plain.SENSORY.index("C6"):
                    column[level] = "0"
    exam["right"]["light_touch"]["S4-5"] = "NT"
    assert possible(exam)["ais"] == {"A", "B"}
    exam["left_lowest_non_key_muscle"] = "L2"
    # Spared: the muscle makes it C, and sets the zone. Not spared: A, and the key muscles set it.
    told = possible(exam)
    assert (told["ais"], told["motor_zpp_left"]) == ({"A", "C"}, {"C6", "L2"})
    exam["left_lowest_non_key_muscle"] = "T1"  # three levels below
    told = possible(exam)
    assert (told["ais"], told["motor_zpp_left"]) == ({"A", "B"}, {"C6"})


def tagged(exam: dict) -> dict[str, str]:
    texts = (value.text for *_, value in classify(read_exam(exam)).results())
    return dict(zip(plain.FIELDS, texts, strict=True))


def test_stars_show_what_rests_on_marked_scores() -> None:
    exam = everything("2", "Yes", motor="5")
    exam["left"]["motor"]["C6"] = "0*"
    told = tagged(exam)
    assert told["motor_left"] == "C5,C6*"  # read as the injury's, C5 alone
    assert (told["motor_right"], told["sensory_left"]) == ("INT", "INT")
    exam["left"]["motor"]["C6"] = "2**"
    assert tagged(exam)["motor_left"] == "INT*" and tagged(exam)["ais"] == "E*"
    exam["left"]["motor"]["C6"] = "3*"  # C6 with the star and without
    assert tagged(exam)["motor_left"] == "C6"


@pytest.mark.parametrize(
    ("score", "anal", "completeness", "ais"),
    [
        ("0", "No", "C", "A"),
        ("0*", "No", "C*,I*", "A*,B*"),
        ("0**", "No", "I*", "B*"),
        ("NT", "No", "C,I", "A,B"),
        ("1", "No", "I", "B"),
    ],
)
def test_completeness_hangs_on_one_sacral_cell(score: str, anal: str, completeness: str, ais: str) -> None:
    exam = everything("0", anal)
    exam["right"]["pin_prick"]["S4-5"] = score
    told = tagged(exam)
    assert (told["completeness"], told["ais"]) == (completeness, ais)


def test_sums_count_marked_scores_as_written_and_open_ones_not_at_all() -> None:
    exam = everything("1", "No", motor="3")
    exam["right"]["motor"]["C5"] = "4**"
    exam["left"]["pin_prick"]["T5"] = "NT**"
    totals = classify(read_exam(exam)).totals
    assert totals.right == (16, 15, 31, 28, 28)
    assert totals.left == (15, 15, 30, 28, None)
    assert totals[2:] == (31, 30, 56, None)


def test_lists_are_shortened_for_the_screen() -> None:
    bits = sum(1 << engine.LEVELS.index(level) for level in ("C5", "C6", "C7", "T1", "T2", "INT"))
    assert named(engine.LEVELS, bits).shown() == "ND: C5–C7, T1, T2, INT"
    assert named(engine.LEVELS, bits, bits).shown() == "ND: C5*–C7*, T1*, T2*, INT*"
    assert named(engine.LEVELS, 1 << 5).shown() == "C6"


def seconds(work, times: int) -> float:
    best = float("inf")
    for _ in range(5):
        start = time.process_time()
        for _ in range(times):
            work()
        best = min(best, time.process_time() - start)
    return best / times


def test_open_scores_cost_no_more_than_a_few_dozen_plain_examinations() -> None:
    """6^20 · 3^112 · 4 examinations at the price of fewer than 100."""
    numbers, nothing = read_exam(everything("0", "No")), read_exam(everything("NT", "NT"))
    assert seconds(lambda: classify(nothing), 5) < 100 * seconds(lambda: classify(numbers), 100)


def test_classifying_is_not_slower_than_trying_out_level_by_level() -> None:
    exam = mixed(3, 1, ("plain",))[0]
    record, tried = read_exam(exam), next(plain.plain(exam))
    assert seconds(lambda: classify(record), 200) < 2 * seconds(lambda: plain.classify(tried), 200)
