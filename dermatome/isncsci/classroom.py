"""Practice: an examination to classify, in stages, and what a reader makes of it."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from dermatome.errors import InputError
from dermatome.isncsci.classify import APART, COMPLETENESS, GRADES, ZONES, classify
from dermatome.isncsci.profiles import PROFILES, random_exam
from dermatome.isncsci.records import (
    LEVELS,
    MODALITIES,
    MOTOR_LEVELS,
    NOT_DETERMINABLE,
    SENSORY_LEVELS,
    SIDES,
    Classification,
    Exam,
    Value,
)
from dermatome.language import N_, _

STAGES: Final[dict[str, tuple[str, ...]]] = {
    "levels": ("sensory_level", "motor_level", "neurological_level"),
    "grade": ("completeness", "ais"),
    "zones": ("sensory_zpp", "motor_zpp"),
}
"""What is asked one after the other: results as :meth:`Classification.results` names them."""

CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "sensory_level": LEVELS,
    "motor_level": LEVELS,
    "neurological_level": LEVELS,
    "completeness": COMPLETENESS,
    "ais": GRADES,
    "sensory_zpp": ZONES,
    "motor_zpp": ZONES,
}
"""What may be answered, besides that it cannot be determined."""

Asked = tuple[str, str]
"""A result and its side; the side is empty where there is one for both."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What an answer is worth. ``right`` is what the standard gives: a value, or ND."""

    given: str
    right: str
    correct: bool


PITFALLS: Final[dict[str, str]] = {
    "sides": N_("The sides differ: the neurological level is the uppermost of four."),
    "skin_for_muscle": N_("No key muscle belongs to the motor level: sensation decides."),
    "modalities": N_("Light touch and pin prick end at different levels."),
    "sparing": N_("One sign alone makes the injury incomplete."),
    "far_muscle": N_("Something moves more than three levels below the motor level."),
    "non_key": N_("A non-key muscle tells B from C."),
    "not_testable": N_("A score that cannot be tested leaves a result open."),
    "flagged": N_("Scores are impaired by something else than the injury."),
    "zone": N_("There is a zone of partial preservation."),
}
"""What makes an examination harder to classify than it looks, by id."""

EASY, HARD = 2, 4
"""Up to so many pitfalls an examination is easy, from so many on hard."""
DIFFICULTIES: Final[dict[str, str]] = {
    "any": N_("any"),
    "easy": N_("easy"),
    "medium": N_("medium"),
    "hard": N_("hard"),
}
TRIES: Final = 200
"""So many seeds are tried for a difficulty; some profiles have no easy examinations, others no hard ones."""


def asked(stage: str) -> tuple[Asked, ...]:
    """Return what a stage asks for, in order."""
    return tuple(
        (result, side)
        for result in STAGES[stage]
        for side in (("",) if result in {"neurological_level", "completeness", "ais"} else SIDES)
    )


def right_answer(value: Value) -> str:
    """Return what a value has to be answered with: itself, or that it cannot be determined."""
    return value.possible[0] if value.decided else NOT_DETERMINABLE


def judge(found: Classification, answers: Mapping[Asked, str]) -> dict[Asked, Mark]:
    """Return what each answer is worth."""
    right = {(name, side): right_answer(value) for name, side, value in found.results()}
    return {key: Mark(given, right[key], given == right[key]) for key, given in answers.items()}


def pitfalls(exam: Exam, found: Classification) -> tuple[str, ...]:
    """Return what makes an examination hard, as ids of :data:`PITFALLS`, in their order."""
    return tuple(name for name, holds in _holds(exam, found).items() if holds)


def _holds(exam: Exam, found: Classification) -> dict[str, bool]:
    scores = [exam.score(cell) for cell in exam.cells()]
    levels = [right_answer(value) for value in (*found.sensory_level, *found.motor_level)]
    motor = [right_answer(value) for value in found.motor_level]
    signs = [
        *(exam.half(side).column(m)[-1] for side in SIDES for m in MODALITIES[1:]),
        exam.anal_pressure,
        exam.anal_contraction,
    ]
    felt = sum(sign not in ("0", "No") for sign in signs)
    return {
        "sides": len(set(levels)) > 2,
        "skin_for_muscle": any(level in SENSORY_LEVELS and level not in MOTOR_LEVELS for level in motor),
        "modalities": any(
            _ends(exam, side, "light_touch") != _ends(exam, side, "pin_prick") for side in SIDES
        ),
        "sparing": felt == 1,
        "far_muscle": any(_moves_far(exam, side, level) for side, level in zip(SIDES, motor, strict=True)),
        "non_key": any(exam.half(side).non_key_muscle for side in SIDES),
        "not_testable": not all(value.decided for _, _, value in found.results()),
        "flagged": any("*" in score for score in scores),
        "zone": any(
            right_answer(v) not in (ZONES[0], NOT_DETERMINABLE)
            for v in (*found.sensory_zpp, *found.motor_zpp)
        ),
    }


def _ends(exam: Exam, side: str, modality: str) -> int:
    column = exam.half(side).column(modality)  # type: ignore[arg-type]
    return next((place for place, score in enumerate(column) if score != "2"), len(column))


def _moves_far(exam: Exam, side: str, level: str) -> bool:
    if level not in SENSORY_LEVELS:
        return False
    place = SENSORY_LEVELS.index(level)
    motor = zip(MOTOR_LEVELS, exam.half(side).motor, strict=True)  # type: ignore[arg-type]
    return any(score[0] in "12345" and SENSORY_LEVELS.index(key) - place > APART for key, score in motor)


def difficulty(exam: Exam, found: Classification) -> str:
    """Return how hard an examination is: ``easy``, ``medium`` or ``hard``."""
    count = len(pitfalls(exam, found))
    return "easy" if count <= EASY else "hard" if count >= HARD else "medium"


@functools.lru_cache(64)
def draw(profile: str, wanted: str, seed: int) -> tuple[Exam, Classification]:
    """Return an examination of a profile and difficulty, the same for the same seed.

    :raises InputError: there is no such profile or difficulty, or no examination that has both.
    """
    if wanted not in DIFFICULTIES:
        raise InputError(
            _("There is no difficulty %(wanted)s. Use one of %(choices)s.")
            % {"wanted": repr(wanted), "choices": ", ".join(DIFFICULTIES)}
        )
    if profile not in PROFILES and profile != "mixed":
        raise InputError(
            _("There is no profile %(profile)s. Use mixed or one of %(choices)s.")
            % {"profile": repr(profile), "choices": ", ".join(PROFILES)}
        )
    names = tuple(PROFILES)
    for attempt in range(TRIES):
        name = names[(seed + attempt) % len(names)] if profile == "mixed" else profile
        exam = random_exam(name, seed * TRIES + attempt)
        found = classify(exam)
        if wanted in ("any", difficulty(exam, found)):
            return exam, found
    raise InputError(
        _("No examination of the profile %(profile)s is %(wanted)s. Choose another difficulty.")
        % {"profile": profile, "wanted": wanted}
    )
