"""Every value of every result has a reason, which names its cells, in words of either language."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from dermatome.isncsci.classify import classify
from dermatome.isncsci.profiles import random_exam
from dermatome.isncsci.reading import read_exam
from dermatome.isncsci.reasons import notes, reasons
from dermatome.isncsci.records import MODALITIES, levels_of
from dermatome.isncsci.wording import RULES, reason_to_dict, word
from dermatome.language import speaking
from tests.unit.isncsci import plain
from tests.unit.isncsci.exams import mixed
from tests.unit.isncsci.test_classify import everything

DATA = Path(__file__).resolve().parents[3] / "data"


@pytest.fixture(scope="module")
def exams():
    return [read_exam(exam) for exam in mixed(7, 500)]


def test_every_value_has_a_reason_and_no_other_has(exams) -> None:
    for exam in exams:
        found = classify(exam)
        told = [reason for reason in reasons(exam, found) if reason.rule not in {"flagged", "total_open"}]
        for result, side, value in found.results():
            spoken = {reason.value for reason in told if (reason.result, reason.side) == (result, side)}
            assert spoken == set(value.possible), (result, side, exam)
            certain = [r for r in told if (r.result, r.side) == (result, side) and r.certain]
            assert value.decided or not certain
        assert len(told) == len(set(map(repr, told)))


def test_reasons_are_certain_where_all_scores_are_numbers(exams) -> None:
    plain_exams = [read_exam(exam) for exam in mixed(8, 150, ("plain",))]
    for exam in plain_exams:
        for reason in reasons(exam, classify(exam)):
            assert reason.certain, (reason, exam)


def test_every_rule_is_used_and_worded_in_both_languages(exams) -> None:
    used, texts = set(), {"en": set(), "de": set()}
    low = everything("2", "Yes", motor="5")
    low["left"]["pin_prick"]["S3"] = "1"
    normal = [read_exam(everything("2", anal, motor="5")) for anal in ("Yes", "No")] + [read_exam(low)]
    for exam in (*exams, *normal):
        found = classify(exam)
        for reason in (*reasons(exam, found), *notes(exam, found)):
            used.add(reason.rule)
            for code in texts:
                with speaking(code):
                    text = word(reason, exam)
                assert not re.search(r"%\(|\(\)|\bNone\b", text), text
                texts[code].add(text)
    assert used == set(RULES)
    assert not texts["en"] & texts["de"]


def test_rules_cite_works_that_exist() -> None:
    with (DATA / "sources.csv").open(encoding="utf-8") as file:
        known = {row["key"] for row in csv.DictReader(file)}
    assert {source for rule in RULES.values() for source in rule.sources} <= known


def test_a_motor_level_is_told_as_a_teacher_would() -> None:
    exam = everything("2", "Yes", motor="5")
    exam["right"]["motor"]["C8"] = "3"
    read = read_exam(exam)
    (reason,) = (r for r in reasons(read, classify(read)) if (r.result, r.side) == ("motor_level", "right"))
    assert reason_to_dict(reason, read) == {
        "result": "motor_level",
        "side": "right",
        "value": "C8",
        "rule": "motor_graded",
        "certain": True,
        "cells": [{"side": "right", "modality": "motor", "level": "C8", "score": "3"}],
        "text": "C8: its key muscle has 3 or 4, and everything above is normal (C8 motor right 3).",
        "sources": ["ISNCSCI2019", "RUPP2021"],
    }


def test_an_open_level_names_the_cells_it_hangs_on() -> None:
    exam = everything("2", "Yes", motor="5")
    exam["left"]["motor"]["C7"] = "NT"
    exam["left"]["light_touch"]["T9"] = "1"
    read = read_exam(exam)
    told = {
        reason.value: [(cell.level, cell.modality) for cell in reason.cells]
        for reason in reasons(read, classify(read))
        if (reason.result, reason.side) == ("motor_level", "left")
    }
    assert told == {
        "C6": [("C6", "motor"), ("C7", "motor")],
        "C7": [("C7", "motor")],
        "T8": [("T9", "light_touch"), ("C7", "motor")],
    }


def test_what_the_standard_leaves_open_is_said_beside_the_result() -> None:
    normal = read_exam(everything("2", "No", motor="5"))
    (note,) = notes(normal, classify(normal))
    assert note.rule == "note_contraction" and "does not spell this out" in word(note, normal)
    exam = everything("2", "No", motor="5")
    for side in ("right", "left"):
        for column in exam[side].values():
            for level in list(column):
                if plain.SENSORY.index(level) > plain.SENSORY.index("C6"):
                    column[level] = "0"
    exam["right"]["light_touch"]["S4-5"] = "1"
    exam["left_lowest_non_key_muscle"] = "L2"
    read = read_exam(exam)
    assert [note.rule for note in notes(read, classify(read))] == ["note_non_key"]
    exam["left_lowest_non_key_muscle"] = None
    read = read_exam(exam)
    assert notes(read, classify(read)) == ()


def test_a_star_is_named_where_it_makes_the_difference() -> None:
    exam = random_exam("flagged", 4)
    found = classify(exam)
    named = {
        (reason.result, reason.side): {".".join(cell) for cell in reason.cells}
        for reason in reasons(exam, found)
        if reason.rule == "flagged"
    }
    assert named["sensory_level", "left"] == {"left.pin_prick.T1", "left.pin_prick.T3"}
    assert named["sensory_zpp", "left"] == {"left.light_touch.S4-5"}


def test_an_examination_full_of_stars_is_explained_without_trying_each() -> None:
    columns = {modality: dict.fromkeys(levels_of(modality), "NT**") for modality in MODALITIES}
    exam = read_exam(
        {"right": columns, "left": columns, "voluntary_anal_contraction": "NT", "deep_anal_pressure": "NT"}
    )
    flagged = [each for each in reasons(exam, classify(exam)) if each.rule == "flagged"]
    assert flagged and all(len(each.cells) >= 66 for each in flagged)
