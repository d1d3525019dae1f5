"""The examination page without a browser: addresses, files, and messages that nobody should send."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dermatome.anatomy.ids import DEPTHS
from dermatome.atlas.load import atlas
from dermatome.isncsci.address import to_code
from dermatome.isncsci.files import EMPTY, Sheet, sheet_to_dict
from dermatome.isncsci.profiles import random_exam
from dermatome.language import speaking
from dermatome.ui.base.gate import UPLOADS
from dermatome.ui.base.learner import close_progress
from dermatome.ui.examination.answers import answers
from dermatome.ui.examination.document import examination_json
from dermatome.ui.examination.state import Case, Held, next_case, read_case, read_query
from dermatome.ui.examination.text import comparison

PROJECT = Path(__file__).resolve().parents[2]


def open_page(**query: str) -> AppTest:
    test = AppTest.from_file(str(PROJECT / "pages" / "examination.py"), default_timeout=60)
    for name, value in query.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception, [error.message for error in test.exception]
    return test


def test_it_opens_empty_and_says_what_it_is_for() -> None:
    test = open_page()
    assert "no record system" in " ".join(str(getattr(each, "body", "")) for each in test.get("html"))
    assert not test.query_params.get("exam")


@pytest.mark.parametrize(
    "query", [{"exam": "x"}, {"case": "mixed"}, {"case": "mixed.any.99999999"}, {"case": "a.b.1"}]
)
def test_an_address_that_cannot_be_read_is_dropped_with_a_word(query: dict[str, str]) -> None:
    test = open_page(**query)
    assert len(test.info) == 1
    assert not set(query) & set(test.query_params)


def test_an_address_lays_out_its_examination() -> None:
    exam = random_exam("central-cord", 5)
    test = open_page(exam=to_code(exam))
    assert test.session_state["examination_held"].sheet.exam == exam
    assert test.query_params["exam"] == to_code(exam)


def test_answers_hold_results_only_when_they_may_be_known() -> None:
    held = Held()
    held.practise(Case("complete", "any", 1))
    assert "results" not in answers(held)
    assert not held.marks
    held.stage = 3
    assert {row["result"] for row in answers(held)["results"]} >= {"ais", "motor_zpp"}


def test_every_reason_names_cells_that_the_worksheet_has() -> None:
    made = json.loads(examination_json())
    keys = {
        f"{side}.{modality}.{level}"
        for side, modality in made["columns"]
        for level in made["modalities"][modality]["levels"]
    } | {f".{name}." for name in made["observations"]}
    for profile in ("not-testable", "flagged", "sacral-sparing"):
        held = Held()
        held.put(Sheet(random_exam(profile, 2)))
        told: list[dict[str, Any]] = answers(held)["results"]
        assert all(row["why"] for row in told)
        assert {cell for row in told for why in row["why"] for cell in why["cells"]} <= keys


def test_what_is_tested_at_a_level_is_told_in_the_readers_language() -> None:
    with speaking("de"):
        made = json.loads(examination_json())
    assert made["actions"]["C5"] == "Ellenbogenbeuger"
    assert made["points"]["L5"].startswith("Fußrücken")
    assert dict(made["choices"]["completeness"]) == {"C": "komplett", "I": "inkomplett", "ND": "ND"}


def test_every_level_with_a_motor_score_has_muscles_on_the_body() -> None:
    made = json.loads(examination_json())
    assert set(made["key_muscles"].values()) == set(made["muscles"])
    drawn = {
        region.id
        for view in ("anterior", "posterior")
        for depth in DEPTHS
        for region in atlas().muscles(depth, view)
    }
    assert {level for muscle, level in made["key_muscles"].items() if muscle in drawn} == set(made["muscles"])


def test_cases_in_a_row_follow_one_another() -> None:
    held = Held()
    read_query({"case": ["mixed.easy.7.1.3"]}, held)
    case = held.case
    assert case and str(case) == "mixed.easy.7.1.3" and held.query() == {"case": "mixed.easy.7.1.3"}
    second = next_case(case)
    assert (second.n, second.of) == (2, 3) and second.exam != case.exam
    assert read_case("mixed.easy.7").of == 1


def test_a_sheet_is_told_as_the_command_line_reads_it() -> None:
    held = Held()
    held.put(Sheet(random_exam("complete", 3), comments="<b>"))
    assert answers(held)["sheet"] == sheet_to_dict(held.sheet)


def test_examinations_laid_aside_are_kept_with_ones_progress_and_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DERMATOME_PROGRESS", str(tmp_path))
    close_progress()
    try:
        test = open_page(exam=to_code(random_exam("central-cord", 5)), name="Ann")
        press(test, "Lay this one aside")
        press(test, "Keep these with my progress")
        assert not test.error
        again = open_page(name="Ann")
        assert [sheet.exam for _, sheet in again.session_state["examination_held"].kept] == [
            random_exam("central-cord", 5)
        ]
        assert again.query_params["name"] == "Ann"
        press(again, "Remove those kept with my progress")
        assert not open_page(name="Ann").session_state["examination_held"].kept
    finally:
        close_progress()


def press(test: AppTest, label: str) -> None:
    next(button for button in test.button if button.label == label).click().run()
    assert not test.exception, [error.message for error in test.exception]


def test_a_server_that_takes_no_files_offers_to_open_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(open_page().get("file_uploader")) == 1
    monkeypatch.setenv(UPLOADS, "off")
    assert not open_page().get("file_uploader")


def test_what_a_visitor_has_written_outlasts_cases() -> None:
    mine, held = Sheet(random_exam("complete", 3)), Held()
    held.put(mine)
    assert not answers(held)["own"]
    held.practise(Case("complete", "any", 1, 1, 2))
    held.practise(Case("complete", "any", 1, 2, 2))
    assert held.own == mine and not answers(held)["own"]
    held.put(EMPTY)
    assert answers(held)["own"]


def test_a_comparison_follows_the_dates_and_holds_the_latest() -> None:
    exam = random_exam("complete", 3)
    named = [(f"no {n}", Sheet(exam, date=f"2026-01-{30 - n:02}")) for n in range(20)]
    made = comparison([*named, ("now", Sheet(exam))])
    names = re.findall("<th scope=col>(.*?)</th>", made)
    assert names == [f"no {n}" for n in range(10, -1, -1)] + ["now"]


def test_an_address_begins_at_a_cell() -> None:
    test = open_page(cell="right.motor.L4")
    assert test.session_state["examination_held"].cell == "right.motor.L4"
    assert "cell" not in test.query_params
    assert len(open_page(cell="right.motor.L1").info) == 1
