"""Tables of facts: complete, with sources, and harmless in a spreadsheet."""

from __future__ import annotations

import copy
import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dermatome.anatomy.load import facts
from dermatome.export.load import edition
from dermatome.export.tables import COLUMNS, facts_csv, facts_json
from dermatome.show import show
from dermatome.spreadsheets import harmless


@pytest.fixture(scope="module")
def s1() -> dict[str, Any]:
    return show("S1")


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_every_muscle_reflex_and_look_alike_has_its_row(s1: dict[str, Any]) -> None:
    rows = _rows(facts_csv([s1]))
    assert tuple(rows[0]) == COLUMNS
    for topic, there in (
        ("muscle", s1["muscles"]),
        ("reflex", s1["reflexes"]),
        ("look-alike", s1["differentials"]),
        ("accuracy of a test", s1["accuracy"]),
    ):
        assert sum(row["topic"] == topic for row in rows) == len(there) > 0
    assert {row["item"] for row in rows if row["topic"] == "skin on a map"} == {
        territory["map"] for territory in s1["territories"].values()
    }


def test_every_fact_names_its_sources_in_full(s1: dict[str, Any]) -> None:
    rows = [row for row in _rows(facts_csv([s1])) if row["topic"] != "about"]
    citations = {work.citation for work in facts().sources.values()}
    for row in rows:
        assert row["root"] == "S1"
        assert row["sources"], row
        assert any(citation in row["sources"] for citation in citations), row


def test_title_date_and_licence_are_told(s1: dict[str, Any]) -> None:
    about = {row["item"]: row["text"] for row in _rows(facts_csv([s1])) if row["topic"] == "about"}
    assert about["licence"] == "Apache-2.0"
    assert about["date"] == edition().isoformat()
    document = json.loads(facts_json([s1, show("L5")]))
    assert document["licence"] == "Apache-2.0"
    assert [root["root"] for root in document["roots"]] == ["S1", "L5"]
    assert {work["key"] for work in document["sources"]} >= {work["key"] for work in s1["sources"]}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "|", "%", " =", "\ufeff="])
def test_nothing_is_a_formula(s1: dict[str, Any], start: str) -> None:
    evil = f"{start}cmd|' /C calc'!A0"
    tampered = copy.deepcopy(s1)
    tampered["reflexes"][0]["reflex"] = evil
    row = next(row for row in _rows(facts_csv([tampered])) if row["topic"] == "reflex")
    assert row["item"] == f"'{evil}"


@given(st.text(max_size=40))
def test_harmless_cells_stay_as_they_are(text: str) -> None:
    cell = harmless(text)
    assert cell in (text, f"'{text}")
    assert not cell.lstrip(" \u00a0\ufeff").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_what_a_drawn_field_rests_on_is_noted() -> None:
    rows = {row["item"]: row for row in _rows(facts_csv([show("L2")])) if row["topic"] == "skin on a map"}
    notes = [row["note"] for row in rows.values()]
    assert "drawn field: inferred by the atlas" in notes
    assert any(note.startswith("drawn field: published, inferred in part (") for note in notes)
