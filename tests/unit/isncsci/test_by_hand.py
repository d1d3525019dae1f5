"""Examinations classified by hand from the standard of 2019, each with what is easily got wrong."""

from __future__ import annotations

from typing import Any

import pytest

from dermatome.isncsci.classify import classify
from dermatome.isncsci.reading import read_exam
from dermatome.isncsci.records import MODALITIES, MOTOR_LEVELS, SENSORY_LEVELS

Runs = list[tuple[str, int]]


def half(motor: Runs, touch: Runs, prick: Runs) -> dict[str, dict[str, str]]:
    """One side: how often each score follows itself, from the top."""
    columns = zip(MODALITIES, (motor, touch, prick), strict=True)
    levels = {modality: MOTOR_LEVELS if modality == "motor" else SENSORY_LEVELS for modality in MODALITIES}
    return {
        modality: dict(zip(levels[modality], [s for s, n in runs for _ in range(n)], strict=True))
        for modality, runs in columns
    }


def classified(right: Any, left: Any, contraction: str, pressure: str, **muscles: str) -> str:
    """Return all results in their order, as the command line writes them."""
    exam = {
        "right": right,
        "left": left,
        "voluntary_anal_contraction": contraction,
        "deep_anal_pressure": pressure,
        **muscles,
    }
    return " ".join(value.text for _, _, value in classify(read_exam(exam)).results())


INTACT = half([("5", 10)], [("2", 28)], [("2", 28)])
T6 = [("2", 12), ("0", 16)]
L1 = [("2", 19), ("0", 9)]

# Sensory right, left; motor right, left; neurological level; completeness; AIS; zones: sensory right, left;
# motor right, left.
BY_HAND = {
    "a non-key muscle alone makes it C, and touch at S4-5 spares one side's zone": (
        half([("5", 2), ("0", 8)], [("2", 5), ("0", 22), ("1", 1)], [("2", 5), ("0", 23)]),
        half([("5", 2), ("1", 1), ("0", 7)], [("2", 5), ("1", 2), ("0", 21)], [("2", 5), ("0", 23)]),
        ("No", "No"),
        {"left_lowest_non_key_muscle": "L2"},
        "C6 C6 C6 C6 C6 I C NA C8 C6 L2",
    ),
    "C7 not testable: below 3 the level is C6, 3 or 4 make it C7, 5 hands it to the skin": (
        half([("5", 2), ("NT", 1), ("5", 2), ("0", 5)], T6, T6),
        half([("5", 5), ("0", 5)], T6, T6),
        ("No", "No"),
        {},
        "T5 T5 C6,C7,T5 T5 C6,C7,T5 C A T5 T5 T1,T5 T5",
    ),
    "3* holds the level, 4** lets it go on and marks what rests on it": (
        half([("5", 1), ("3*", 1), ("5", 3), ("0", 5)], L1, L1),
        half([("4**", 1), ("5", 4), ("0", 5)], L1, L1),
        ("No", "No"),
        {},
        "T12 T12 C6 T12* C6* C A T12 T12 T1 T12*",
    ),
    "half of the key muscles below the neurological, not the motor level: 9 of 18 are D": (
        half(
            [("5", 1), ("3", 2), ("2", 2), ("3", 3), ("2", 2)], [("2", 4), ("1", 24)], [("2", 4), ("1", 24)]
        ),
        half(
            [("5", 1), ("3", 2), ("2", 2), ("3", 2), ("2", 3)], [("2", 4), ("1", 24)], [("2", 4), ("1", 24)]
        ),
        ("Yes", "Yes"),
        {},
        "C5 C5 C6 C6 C5 I D NA NA NA NA",
    ),
    "movement two levels below is no motor sparing, yet it is the zone": (
        half([("5", 5), ("2", 1), ("0", 4)], [("2", 19), ("1", 3), ("0", 5), ("1", 1)], L1),
        half([("5", 5), ("0", 5)], [("2", 19), ("1", 2), ("0", 7)], L1),
        ("No", "No"),
        {},
        "T12 T12 T12 T12 T12 I B NA L2 L2 T12",
    ),
    "all normal with contraction not testable: E, or B as the standard leaves open": (
        INTACT,
        INTACT,
        ("NT", "Yes"),
        {},
        "INT INT S3,INT S3,INT INT I B,E NA NA NA,S3 NA,S3",
    ),
}


@pytest.mark.parametrize("case", BY_HAND)
def test_it_comes_out_as_by_hand(case: str) -> None:
    right, left, anal, muscles, results = BY_HAND[case]
    assert classified(right, left, *anal, **muscles) == results
