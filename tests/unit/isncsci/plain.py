"""The standard on plain scores, level by level and without any cleverness: what the engine is held against.

Written from the worksheet and its text (ISNCSCI2019, RUPP2021), apart from the engine; it knows no NT and no
star, and :func:`union` tries out everything that an open examination may stand for.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

SENSORY = [f"C{n}" for n in range(2, 9)] + [f"T{n}" for n in range(1, 13)] + [f"L{n}" for n in range(1, 6)]
SENSORY += ["S1", "S2", "S3", "S4-5"]
UPPER = ["C5", "C6", "C7", "C8", "T1"]
LOWER = ["L2", "L3", "L4", "L5", "S1"]
KEYS = UPPER + LOWER
LEVELS = ["C1", *SENSORY[:-1], "INT"]
FIELDS = (
    *("sensory_right", "sensory_left", "motor_right", "motor_left", "nli", "completeness", "ais"),
    *("sensory_zpp_right", "sensory_zpp_left", "motor_zpp_right", "motor_zpp_left"),
)


@dataclass
class Side:
    touch: dict[str, int]
    prick: dict[str, int]
    motor: dict[str, int]
    non_key: str | None = None

    def feels(self, level: str) -> bool:
        return level == "C1" or (self.touch[level] == 2 and self.prick[level] == 2)


@dataclass
class Plain:
    right: Side
    left: Side
    contraction: bool
    pressure: bool


def number(level: str) -> int:
    return LEVELS.index(level)


def sensory_level(side: Side) -> str:
    found = "C1"
    for level in SENSORY:
        if not side.feels(level):
            return found
        found = level
    return "INT"


def motor_level(side: Side, contraction: bool) -> str:
    """The lowest key muscle with at least 3, if all above have 5; elsewhere the sensory level tells."""
    level = "C1"
    for following in ["C2", "C3", "C4"]:
        if not side.feels(following):
            return level
        level = following
    for muscles, skin, after in (
        (UPPER, ["C5", "C6", "C7", "C8", "T1", "T2"], [f"T{n}" for n in range(2, 13)] + ["L1"]),
        (LOWER, ["L2", "L3", "L4", "L5", "S1", "S2"], ["S2", "S3", "S4-5"]),
    ):
        for muscle in muscles:
            if side.motor[muscle] < 3:
                return level
            level = muscle
            if side.motor[muscle] < 5:
                return level
        if not all(side.feels(one) for one in skin):
            return level
        for following in after:
            if not side.feels(following):
                return level
            level = following
    return "INT" if contraction else "S3"


def neurological_level(exam: Plain) -> str:
    """The lowest segment with normal sensation and movement (at least 3, 5 above) on both sides."""
    lowest = "INT"
    for side in (exam.right, exam.left):
        # The anal contraction belongs to no side and no segment of the NLI.
        lowest = min(lowest, sensory_level(side), motor_level(side, True), key=number)
    return lowest


def sacral_sensation(exam: Plain) -> bool:
    spared = (side.touch["S4-5"] or side.prick["S4-5"] for side in (exam.right, exam.left))
    return exam.pressure or any(spared)


def moves_far_below(side: Side, motor: str) -> bool:
    moving = [muscle for muscle in KEYS if side.motor[muscle] > 0] + ([side.non_key] if side.non_key else [])
    return any(number(muscle) - number(motor) > 3 for muscle in moving)


def ais(exam: Plain) -> str:
    level = neurological_level(exam)
    if level == "INT" and exam.contraction:
        return "E"
    if not exam.contraction:
        if not sacral_sensation(exam):
            return "A"
        if not any(
            moves_far_below(side, motor_level(side, exam.contraction)) for side in (exam.right, exam.left)
        ):
            return "B"
    below = [muscle for muscle in KEYS if number(muscle) > number(level)]
    strong = sum(side.motor[muscle] >= 3 for side in (exam.right, exam.left) for muscle in below)
    return "D" if strong >= len(below) else "C"  # half of the muscles of both sides


def sensory_zpp(exam: Plain, side: Side) -> str:
    if exam.pressure or side.touch["S4-5"] or side.prick["S4-5"]:
        return "NA"
    felt = [level for level in SENSORY if side.touch[level] or side.prick[level]]
    return felt[-1] if felt else "C1"


def motor_zpp(exam: Plain, side: Side) -> str:
    if exam.contraction:
        return "NA"
    level = motor_level(side, exam.contraction)
    zone = max([level] + [muscle for muscle in KEYS if side.motor[muscle]], key=number)
    if side.non_key and ais(exam) == "C" and number(side.non_key) - number(zone) > 3:
        return side.non_key
    return zone


def classify(exam: Plain) -> tuple[str, ...]:
    return (
        sensory_level(exam.right),
        sensory_level(exam.left),
        motor_level(exam.right, exam.contraction),
        motor_level(exam.left, exam.contraction),
        neurological_level(exam),
        "I" if exam.contraction or sacral_sensation(exam) else "C",
        ais(exam),
        sensory_zpp(exam, exam.right),
        sensory_zpp(exam, exam.left),
        motor_zpp(exam, exam.right),
        motor_zpp(exam, exam.left),
    )


# ---- open examinations ------------------------------------------------------------------------------

MOTOR = {str(n): [n] for n in range(6)} | {f"{n}**": [5] for n in range(5)}
MOTOR |= {"NT": [0, 1, 2, 3, 4, 5], "NT**": [5], "NT*": [0, 1, 2, 3, 4], "0*": [0, 1, 2, 3, 4]}
MOTOR |= {"1*": [1, 2, 3, 4], "2*": [1, 2, 3, 4], "3*": [3, 4], "4*": [3, 4]}
TOUCH = {"0": [0], "1": [1], "2": [2], "NT": [0, 1, 2], "0*": [0, 1], "NT*": [0, 1], "1*": [1]}
TOUCH |= {"0**": [2], "1**": [2], "NT**": [2]}
ANAL = {"Yes": [True], "No": [False], "NT": [True, False]}


def columns(exam: dict) -> Iterator[list[list[int]]]:
    for side in ("right", "left"):
        yield [TOUCH[exam[side]["light_touch"][level]] for level in SENSORY]
        yield [TOUCH[exam[side]["pin_prick"][level]] for level in SENSORY]
        yield [MOTOR[exam[side]["motor"][level]] for level in KEYS]


def ways(exam: dict) -> int:
    """How many plain examinations an open one may stand for."""
    count = len(ANAL[exam["voluntary_anal_contraction"]]) * len(ANAL[exam["deep_anal_pressure"]])
    for column in columns(exam):
        for cell in column:
            count *= len(cell)
    return count


def plain(exam: dict) -> Iterator[Plain]:
    """Every plain examination that an open one may stand for."""
    for cells in itertools.product(*(itertools.product(*column) for column in columns(exam))):
        one, other = (
            Side(
                dict(zip(SENSORY, touch, strict=True)),
                dict(zip(SENSORY, prick, strict=True)),
                dict(zip(KEYS, motor, strict=True)),
                exam.get(f"{side}_lowest_non_key_muscle"),
            )
            for side, (touch, prick, motor) in zip(("right", "left"), (cells[:3], cells[3:]), strict=True)
        )
        for contraction in ANAL[exam["voluntary_anal_contraction"]]:
            for pressure in ANAL[exam["deep_anal_pressure"]]:
                yield Plain(one, other, contraction, pressure)


def union(exam: dict) -> dict[str, set[str]]:
    """Every value that each result has for any of the plain examinations."""
    found: dict[str, set[str]] = {field: set() for field in FIELDS}
    for one in plain(exam):
        for field, value in zip(FIELDS, classify(one), strict=True):
            found[field].add(value)
    return found
