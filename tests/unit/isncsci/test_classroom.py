"""Practice, addresses and files of examinations."""

from __future__ import annotations

import json
import random

import pytest

from dermatome.errors import InputError
from dermatome.isncsci.address import from_code, to_code
from dermatome.isncsci.classify import classify
from dermatome.isncsci.classroom import (
    CHOICES,
    DIFFICULTIES,
    PITFALLS,
    STAGES,
    asked,
    difficulty,
    draw,
    judge,
    pitfalls,
    right_answer,
)
from dermatome.isncsci.files import LARGEST_FILE, Sheet, read_json, sheet_to_dict, to_json
from dermatome.isncsci.profiles import PROFILES, random_exam
from dermatome.isncsci.reading import read_exam
from dermatome.isncsci.records import NOT_DETERMINABLE, Cell
from tests.unit.isncsci.exams import by_chance


@pytest.mark.parametrize("seed", range(40))
def test_an_address_gives_the_examination_back(seed: int) -> None:
    data = by_chance(random.Random(seed), scores="open")
    for side in ("right", "left"):
        data[side]["motor"].pop("C7")
    data["deep_anal_pressure"] = ""
    exam = read_exam(data, partial=True)
    assert from_code(to_code(exam)) == exam


def test_an_untouched_worksheet_is_a_short_address() -> None:
    assert len(to_code(read_exam({}, partial=True))) < 12


@pytest.mark.parametrize(
    "code",
    [
        "",
        "a132",
        "a131.----",
        "a133.----",
        "a999a999.----",
        "z132.----",
        "u132.----",
        "a132.x---",
        "a1" * 5000 + ".----",
    ],
)
def test_an_address_that_holds_no_examination_is_refused(code: str) -> None:
    with pytest.raises(InputError, match=r"examination|no motor score"):
        from_code(code)


def test_a_sensory_cell_takes_no_motor_score_from_an_address() -> None:
    full = to_code(read_exam({}, partial=True)).replace("a132", "f132")  # 4 everywhere
    with pytest.raises(InputError, match="light_touch"):
        from_code(full)


@pytest.mark.parametrize("profile", PROFILES)
def test_the_right_answers_are_on_offer_and_right(profile: str) -> None:
    for seed in range(30):
        found = classify(random_exam(profile, seed))
        right = {(name, side): right_answer(value) for name, side, value in found.results()}
        for stage in STAGES:
            answers = {key: right[key] for key in asked(stage)}
            assert all(value in (*CHOICES[name], NOT_DETERMINABLE) for (name, _), value in answers.items())
            assert all(mark.correct for mark in judge(found, answers).values())
            wrong = {key: "C1" if value != "C1" else "C2" for key, value in answers.items()}
            assert not any(mark.correct for mark in judge(found, wrong).values())
    assert {key for stage in STAGES for key in asked(stage)} == set(right)


def test_a_difficulty_is_kept_and_the_same_seed_gives_the_same() -> None:
    for wanted in ("easy", "medium", "hard"):
        for seed in range(5):
            exam, found = draw("mixed", wanted, seed)
            assert difficulty(exam, found) == wanted
            assert draw("mixed", wanted, seed)[0] == exam


def test_every_pitfall_comes_up() -> None:
    exams = [random_exam(profile, seed) for profile in PROFILES for seed in range(60)]
    met = {name for exam in exams for name in pitfalls(exam, classify(exam))}
    assert met == set(PITFALLS)


def test_unknown_profiles_and_difficulties_are_named() -> None:
    with pytest.raises(InputError, match="profile 'nobody'"):
        draw("nobody", "easy", 1)
    with pytest.raises(InputError, match="difficulty 'brutal'"):
        draw("mixed", "brutal", 1)
    assert "any" in DIFFICULTIES


def test_files_keep_scores_and_notes_and_are_read_by_the_command_line() -> None:
    exam = random_exam("flagged", 3)
    cell = next(cell for cell in exam.cells() if "*" in exam.score(cell))
    sheet = Sheet(exam, "2026-01-31", "A. B.", "two\nlines", {cell: "a cast"})
    assert read_json(to_json([sheet]).encode()) == [sheet]
    assert read_exam(sheet_to_dict(sheet)) == exam
    two = [sheet, Sheet(random_exam("complete", 1))]
    assert read_json(to_json(two).encode("utf-8-sig")) == two
    lines = "\n".join(json.dumps(sheet_to_dict(each)) for each in two)
    assert read_json(lines.encode()) == two


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"\xff\xfe", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"{} trailing", "no JSON"),
        (b"[1]", "examination is an object"),
        (b'{"right": {"motor": {"C5": "7"}}}', r"right\.motor\.C5"),
        (b" " * (LARGEST_FILE + 1), "larger"),
        (b"[" + b",".join([b"{}"] * 201) + b"]", "201"),
    ],
)
def test_a_file_that_is_none_says_so(text: bytes, told: str) -> None:
    with pytest.raises(InputError, match=told):
        read_json(text)


def test_notes_are_cut_and_hold_no_control_characters() -> None:
    [sheet] = read_json(json.dumps({"comments": "a\x00b" + "x" * 5000}).encode())
    assert sheet.comments.startswith("abx") and len(sheet.comments) <= 2000
    [sheet] = read_json(b'{"impaired_by": {"left.motor.C9": "x", "left.motor.C5": "cast"}}')
    assert sheet.impaired_by == {Cell("left", "motor", "C5"): "cast"}
