"""Measured numbers are found in a text, and what only counts or names something is not."""

from __future__ import annotations

import pytest

from dermatome.anatomy.numbers import bears_out, measured, parse_number


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("found in 69.7 % of roots", {"69.7 %"}),
        ("between 7-12 % of herniations", {"7 %", "12 %"}),
        ("3.4 to 7.2 per cent", {"3.4 %", "7.2 %"}),
        ("at least 19 mm high, 7–8 cm from the midline", {"19 mm", "7 cm", "8 cm"}),
        ("five times as common", {"5 times"}),
        ("sensitivity 0.90, specificity 0.23", {"0.90", "0.23"}),
        ("a likelihood ratio of a lowered jerk 7.1", {"7.1"}),
        ("no likelihood ratio above 4 [@X]", {"4"}),
        ("abnormal in 8 of 9", {"8/9"}),
        ("in eight of nine patients", {"8/9", "n = 9"}),
        ("two thirds of the patients", {"2/3"}),
        ("half of the specimens", {"1/2"}),
        ("one in a hundred", {"1/100"}),
        ("34 cadavers were dissected", {"n = 34"}),
        ("1,211 healthy volunteers", {"n = 1211"}),
    ],
)
def test_a_measured_number_is_found(text: str, numbers: set[str]) -> None:
    assert {str(number) for number in measured(text)} == numbers


@pytest.mark.parametrize(
    "text",
    [
        "C5 to T1, the L4/5 disc, S2-S4",
        "the ratio of L5 to S1",
        "grade 4 of strength in 2019",
        "toes II to V, fingers 4 and 5",
        "two people told it so",
        "the lower third of the thigh",
        "one of the roots",
    ],
)
def test_what_counts_or_names_is_no_measurement(text: str) -> None:
    assert not measured(text)


@pytest.mark.parametrize("text", ["69.7 %", "5 mm", "3 times", "n = 34", "7/39", "0.90", "6.28"])
def test_a_number_is_read_as_it_is_written(text: str) -> None:
    assert str(parse_number(text)) == text


@pytest.mark.parametrize("text", ["", "many %", "7 of 39", "34"])
def test_other_writing_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no number"):
        parse_number(text)


@pytest.mark.parametrize(
    ("read", "told", "true"),
    [
        ("69.7 %", "69.7 %", True),
        ("69.7 %", "70 %", True),
        ("69.7 %", "69 %", False),
        ("69.7 %", "69.70 %", True),
        ("70 %", "69.7 %", False),
        ("69.7 %", "70 mm", False),
        ("7/39", "7/39", True),
        ("7/39", "14/78", False),
        ("6.28", "6.3", True),
    ],
)
def test_a_number_may_be_told_rounded_and_no_other_way(read: str, told: str, true: bool) -> None:
    assert bears_out(parse_number(read), parse_number(told)) is true
