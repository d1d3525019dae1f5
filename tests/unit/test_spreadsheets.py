"""No cell runs, whatever its beginning looks like."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dermatome.spreadsheets import harmless

BLANK = [
    "",
    " ",
    "\u00a0",
    "\ufeff",
    "\u200b",
    "\u2060\u200e",
    "\u3164",
    "\u2800",
    "\ufe0f",
    "\u00ad",
    "\x00",
    "\ufffc",
    "\u034f",
    "\U000e0041",
    "\U0001d159",
]


@pytest.mark.parametrize("blank", BLANK)
@pytest.mark.parametrize(
    "sign", ["=", "+", "-", "@", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\ufe63", "\u2212"]
)
def test_a_formula_behind_what_shows_nothing_runs_no_more(blank: str, sign: str) -> None:
    cell = f"{blank}{sign}cmd|' /C calc'!A0"
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "S1", "C5–T1", "Ann = Bob", "5 - 3", "\u200bS1", "é=", "(−1)"])
def test_what_no_spreadsheet_runs_stays(cell: str) -> None:
    assert harmless(cell) == cell


@given(st.text(max_size=12))
def test_a_cell_is_kept_whole(cell: str) -> None:
    made = harmless(cell)
    assert made in (cell, f"'{cell}")
    assert unicodedata.normalize("NFKC", made.lstrip())[:1] not in {*"=+-@"}
