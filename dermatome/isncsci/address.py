"""An examination as a short text for an address, finished or not: ``f10c56f10c56.yy--``.

A letter for each score, cell by cell as :meth:`Exam.cells` has them, and how often it comes in a row; after
the point contraction, pressure, and the lowest non-key muscle of either side.
"""

from __future__ import annotations

import itertools
import re
import string
from typing import Any, Final

from dermatome.errors import InputError
from dermatome.isncsci.reading import read_exam
from dermatome.isncsci.records import (
    MODALITIES,
    MOTOR_LEVELS,
    MOTOR_SCORES,
    NOT_SCORED,
    OBSERVATIONS,
    SIDES,
    Exam,
    levels_of,
)
from dermatome.language import _

_LETTERS: Final = dict(zip((NOT_SCORED, *MOTOR_SCORES), string.ascii_lowercase, strict=False))
_SCORES: Final = {letter: score for score, letter in _LETTERS.items()}
_TOLD: Final = dict(zip(("", *OBSERVATIONS), "-ynt", strict=True))
_MUSCLES: Final = dict(zip((None, *MOTOR_LEVELS), "-abcdefghij", strict=True))
_RUN: Final = re.compile(r"([a-z])([1-9]\d?\d?)?")
_CODE: Final = re.compile(r"((?:[a-z]\d{0,3}){1,132})\.([ynt-])([ynt-])([a-j-])([a-j-])")
CELLS: Final = len(SIDES) * sum(len(levels_of(modality)) for modality in MODALITIES)


def to_code(exam: Exam) -> str:
    """Return the text that stands for an examination."""
    letters = (_LETTERS[exam.score(cell)] for cell in exam.cells())
    runs = ((letter, sum(1 for _ in run)) for letter, run in itertools.groupby(letters))
    scores = "".join(f"{letter}{count if count > 1 else ''}" for letter, count in runs)
    observed = _TOLD[exam.anal_contraction] + _TOLD[exam.anal_pressure]
    return f"{scores}.{observed}{''.join(_MUSCLES[exam.half(side).non_key_muscle] for side in SIDES)}"


def from_code(code: str) -> Exam:
    """Return the examination that a text stands for.

    :raises InputError: it stands for none.
    """
    found = _CODE.fullmatch(code)
    if not found:
        raise InputError(
            _("The address holds no examination that can be read. Open the link once more, whole.")
        )
    scores = [
        _SCORES.get(letter, "?") for letter, count in _RUN.findall(found[1]) for _ in range(int(count or 1))
    ]
    if len(scores) != CELLS:
        raise InputError(
            _(
                "The address holds an examination of %(n)s scores; one has %(all)s. Open the link once more, "
                "whole."
            )
            % {"n": len(scores), "all": CELLS}
        )
    return read_exam(_shaped(scores, found), partial=True)


def _shaped(scores: list[str], found: re.Match[str]) -> dict[str, Any]:
    left = iter(scores)
    told = {letter: observation for observation, letter in _TOLD.items()}
    muscles = {letter: muscle for muscle, letter in _MUSCLES.items()}
    return {
        **{
            side: {modality: {level: next(left) for level in levels_of(modality)} for modality in MODALITIES}
            for side in SIDES
        },
        "voluntary_anal_contraction": told[found[2]],
        "deep_anal_pressure": told[found[3]],
        **{
            f"{side}_lowest_non_key_muscle": muscles[found[at]]
            for side, at in zip(SIDES, (4, 5), strict=True)
        },
    }
