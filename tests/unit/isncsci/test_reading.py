"""What is an examination, and what is none: the message names side, modality and level."""

from __future__ import annotations

import copy
import random
from typing import Any

import pytest

from dermatome.errors import ExamError, InputError
from dermatome.isncsci.classify import classify
from dermatome.isncsci.profiles import PROFILES, random_exam
from dermatome.isncsci.reading import exam_to_dict, read_exam
from dermatome.isncsci.records import MOTOR_SCORES, SENSORY_SCORES, Cell
from tests.unit.isncsci.exams import by_chance


@pytest.fixture
def exam() -> dict[str, Any]:
    return by_chance(random.Random(1), scores="open")


def test_every_allowed_score_is_taken_and_kept(exam) -> None:
    for modality, scores in (("motor", MOTOR_SCORES), ("pin_prick", SENSORY_SCORES)):
        for score in scores:
            exam["left"][modality]["T1"] = score
            read = read_exam(exam)
            assert read.score(Cell("left", modality, "T1")) == score
            assert read_exam(exam_to_dict(read)) == read


@pytest.mark.parametrize(
    ("modality", "level", "score"),
    [
        *(
            ("motor", "C5", score)
            for score in ("6", "5*", "5**", "-1", "nt", "UTD", "", None, True, 2.5, [], "٣")
        ),
        *(("light_touch", "T4", score) for score in ("3", "2*", "2**", "0***", "UTD", " 1", False, 3, {})),
        ("pin_prick", "S4-5", "NT***"),
    ],
)
@pytest.mark.parametrize("side", ["right", "left"])
def test_a_wrong_score_is_named_with_side_modality_and_level(exam, side, modality, level, score) -> None:
    exam[side][modality][level] = score
    with pytest.raises(ExamError) as caught:
        read_exam(exam)
    message = str(caught.value)
    assert message.startswith(f"{side}.{modality}.{level}: ") and "NT" in message
    assert modality.replace("_", " ") in message and len(message.splitlines()) == 1
    assert caught.value.cell == (side, modality, level)


def test_a_missing_level_is_named_unless_the_examination_goes_on(exam) -> None:
    del exam["right"]["light_touch"]["T4"]
    with pytest.raises(ExamError, match=r"^right\.light_touch\.T4: the light touch score is missing"):
        read_exam(exam)
    read = read_exam(exam, partial=True)
    assert read.missing() == (Cell("right", "light_touch", "T4"),)
    # What is not there yet may turn out as anything.
    exam["right"]["light_touch"]["T4"] = "NT"
    assert classify(read) == classify(read_exam(exam))


def test_an_examination_may_begin_with_nothing() -> None:
    read = read_exam({}, partial=True)
    assert len(read.missing()) == 134 and read.empty()
    assert classify(read).ais.possible == tuple("ABCDE")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda e: e["left"]["motor"].update({"T2": "5"}), r"left\.motor\.T2: .*C5, C6"),
        (lambda e: e["left"]["pin_prick"].update({"S4_5": "1"}), r"left\.pin_prick\.S4-5: there are two"),
        (lambda e: e["left"].pop("motor"), r"left\.motor: missing"),
        (lambda e: e.pop("right"), "right: missing"),
        (lambda e: e.update(right=[1]), r"right: \[1\] is none"),
        (lambda e: e["right"].update(touch={}), "right: there is no modality 'touch'"),
        (lambda e: e.pop("deep_anal_pressure"), "deep_anal_pressure: missing. Use Yes, No or NT"),
        (lambda e: e.update(voluntary_anal_contraction="maybe"), "voluntary_anal_contraction: 'maybe'"),
        (lambda e: e.update(voluntary_anal_contraction=True), "voluntary_anal_contraction: True"),
        (lambda e: e.update(left_lowest_non_key_muscle="T6"), "left_lowest_non_key_muscle: 'T6' .* C5, C6"),
        (lambda e: e.update(left_lowest_nonkey_muscle="L4"), "Did you mean left_lowest_non_key_muscle"),
    ],
)
def test_what_is_no_examination_is_refused(exam, change, told) -> None:
    change(exam)
    with pytest.raises(ExamError, match=told):
        read_exam(exam)


@pytest.mark.parametrize("data", [None, [], "exam", 5])
def test_only_an_object_is_an_examination(data) -> None:
    with pytest.raises(ExamError, match="An examination is an object"):
        read_exam(data)


def test_numbers_aliases_and_case_are_taken(exam) -> None:
    other = copy.deepcopy(exam)
    for side in ("right", "left"):
        for column in other[side].values():
            for level, score in column.items():
                column[level] = int(score) if score.isdecimal() else score
            if "S4-5" in column:
                column["S4_5"] = column.pop("S4-5")
    for name in ("voluntary_anal_contraction", "deep_anal_pressure"):
        other[name] = exam[name].upper()
    assert read_exam(other) == read_exam(exam)
    # Not ours, and no slip of a name of ours.
    assert read_exam(exam | {"id": 7, "comments": "left arm in plaster"}) == read_exam(exam)


@pytest.mark.parametrize("profile", PROFILES)
def test_profiles_draw_examinations_that_can_be(profile: str) -> None:
    drawn = [random_exam(profile, seed) for seed in range(60)]
    assert drawn == [random_exam(profile, seed) for seed in range(60)]
    assert len(set(drawn)) > 50
    for one in drawn:
        assert read_exam(exam_to_dict(one)) == one
    grades = {grade for one in drawn for grade in classify(one).ais.possible}
    assert grades == {"A"} if profile == "complete" else len(grades) > 1
    with pytest.raises(InputError, match="There is no profile"):
        random_exam("incomplete", 1)
