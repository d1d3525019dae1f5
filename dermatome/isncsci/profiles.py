"""Examinations drawn at random as injuries produce them, the same for the same seed.

They are drawn, not measured on people: a profile sets which side, limb and quality suffers, chance the rest.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from dermatome.errors import InputError
from dermatome.isncsci.records import (
    LOWER,
    MODALITIES,
    MOTOR_LEVELS,
    SENSORY_LEVELS,
    SIDES,
    Exam,
    Half,
    Modality,
    Observation,
    Side,
    levels_of,
    scores_of,
)
from dermatome.language import N_, _

_PLACE: Final = {level: place for place, level in enumerate(("C1", *SENSORY_LEVELS))}
_SACRAL: Final = SENSORY_LEVELS[-1]
_NORMAL: Final = {"motor": "5", "light_touch": "2", "pin_prick": "2"}


@dataclass
class _Draft:
    """An examination in the making: everything normal at first."""

    dice: random.Random
    scores: dict[tuple[Side, Modality, str], str] = field(
        default_factory=lambda: {
            (side, modality, level): _NORMAL[modality]
            for side in SIDES
            for modality in MODALITIES
            for level in levels_of(modality)
        }
    )
    contraction: Observation = "Yes"
    pressure: Observation = "Yes"
    non_key: dict[Side, str | None] = field(default_factory=dict)

    def below(self, side: Side, modality: Modality, last: int, spread: str, partly: str = "") -> None:
        """Fill a column below place ``last``: some levels out of ``partly``, the others out of ``spread``."""
        fading = self.dice.randint(1, 3) if partly else 0
        for level in levels_of(modality):
            if _PLACE[level] > last:
                choices = partly if _PLACE[level] <= last + fading else spread
                self.scores[side, modality, level] = self.dice.choice(choices)

    def sacral(self, choices: str) -> None:
        """Fill the four cells of S4-5."""
        for side in SIDES:
            for modality in ("light_touch", "pin_prick"):
                self.scores[side, modality, _SACRAL] = self.dice.choice(choices)

    def _column(self, side: Side, modality: Modality) -> tuple[str, ...]:
        return tuple(self.scores[side, modality, level] for level in levels_of(modality))

    def exam(self) -> Exam:
        right, left = (
            Half(
                self._column(side, "motor"),
                self._column(side, "light_touch"),
                self._column(side, "pin_prick"),
                self.non_key.get(side),
            )
            for side in SIDES
        )
        return Exam(right, left, self.contraction, self.pressure)


def _level(dice: random.Random, first: str, last: str) -> int:
    return dice.randint(_PLACE[first], _PLACE[last])


def _near(dice: random.Random, place: int) -> int:
    return max(0, place + dice.choice((-2, -1, 0, 0, 0, 1)))


def _either(dice: random.Random, *observations: Observation) -> Observation:
    return dice.choice(observations)


def _complete(draft: _Draft) -> None:
    dice = draft.dice
    level = _level(dice, "C3", "L2")
    draft.contraction = draft.pressure = "No"
    for side in SIDES:
        own = _near(dice, level)
        draft.below(side, "light_touch", own, "0", "0112")
        draft.below(side, "pin_prick", own, "0", "0011")
        draft.below(side, "motor", own, "0", "01234")
    draft.sacral("0")


def _brown_sequard(draft: _Draft) -> None:
    dice = draft.dice
    level = _level(dice, "C4", "T10")
    weak, numb = dice.sample(SIDES, 2)
    draft.below(weak, "motor", level, "0011234", "01")
    draft.below(weak, "light_touch", level, "0112", "01")
    draft.below(weak, "pin_prick", level, "22221", "01")
    draft.below(numb, "motor", level + 1, dice.choice(("45555", "12345")))
    draft.below(numb, "light_touch", level + 1, "2222221")
    draft.below(numb, "pin_prick", level + 1, "001", "112")
    draft.contraction = _either(dice, "Yes", "Yes", "No")


def _central_cord(draft: _Draft) -> None:
    dice = draft.dice
    level = _level(dice, "C4", "C7")
    for side in SIDES:
        own = _near(dice, level)
        draft.below(side, "light_touch", own, "1122", "01")
        draft.below(side, "pin_prick", own, "0112", "01")
        draft.below(side, "motor", own, "01123")
        for muscle in LOWER:
            draft.scores[side, "motor", muscle] = dice.choice("23445")
    draft.sacral("1122")
    draft.contraction = _either(dice, "Yes", "Yes", "Yes", "No")


def _cauda_equina(draft: _Draft) -> None:
    dice = draft.dice
    for side in SIDES:
        own = _level(dice, "T12", "S1")
        draft.below(side, "light_touch", own, "0012", "12")
        draft.below(side, "pin_prick", own, "0001", "01")
        draft.below(side, "motor", own, "00134", "34")
    draft.sacral("0001")
    draft.contraction = _either(dice, "Yes", "No", "No")
    draft.pressure = _either(dice, "Yes", "No", "No")


def _sacral_sparing(draft: _Draft) -> None:
    """One cell decides: spared or not, three levels below or four, the skin of S3 or of S4-5."""
    _complete(draft)
    dice = draft.dice
    side = dice.choice(SIDES)
    touch: Modality = dice.choice(("light_touch", "pin_prick"))
    trap = dice.choice(("skin", "pressure", "contraction", "nearly", "far", "near", "non-key"))
    if trap == "pressure":
        draft.pressure = "Yes"
    elif trap == "contraction":
        draft.contraction = "Yes"
    elif trap == "nearly":  # no sparing at all
        draft.scores[side, touch, "S3"] = "1"
    else:
        draft.scores[side, touch, _SACRAL] = "1"
    weak = [level for level in MOTOR_LEVELS if draft.scores[side, "motor", level] != "5"]
    if trap in {"far", "near", "non-key"} and weak:
        distance = 3 if trap == "near" else 4
        level = _PLACE[weak[0]] - 1  # the muscles are normal down to here
        reach = [muscle for muscle in weak if _PLACE[muscle] >= level + distance]
        if reach and trap == "non-key":
            draft.non_key[side] = dice.choice(reach)
        elif reach:
            draft.scores[side, "motor", reach[0]] = dice.choice("123")


def _not_testable(draft: _Draft) -> None:
    """NT where it matters: next to the level, at S4-5, in the anal examination."""
    dice = draft.dice
    dice.choice((_complete, _brown_sequard, _central_cord, _cauda_equina, _sacral_sparing))(draft)
    impaired = [cell for cell, score in draft.scores.items() if score != _NORMAL[cell[1]]]
    edge = min((_PLACE[level] for _, _, level in impaired), default=_PLACE["S3"])
    deciding = [
        cell
        for cell in draft.scores
        if abs(_PLACE[cell[2]] - edge) <= 2 or cell[2] == _SACRAL or (cell[1] == "motor" and cell in impaired)
    ]
    for cell in dice.sample(deciding, min(len(deciding), dice.randint(1, 4))):
        draft.scores[cell] = "NT"
    if dice.random() < 0.3:
        draft.contraction = "NT"
    if dice.random() < 0.3:
        draft.pressure = "NT"


def _flagged(draft: _Draft) -> None:
    """Scores that something else than the injury impairs: a nerve, a fracture, pain."""
    dice = draft.dice
    dice.choice((_complete, _brown_sequard, _central_cord, _cauda_equina, _sacral_sparing))(draft)
    for side, modality, level in dice.sample(list(draft.scores), dice.randint(1, 4)):
        score = draft.scores[side, modality, level]
        number = dice.choice("0123" if modality == "motor" else "01") if score == _NORMAL[modality] else score
        # Above the injury one takes the score as normal, below as not.
        stars = "**" if score == _NORMAL[modality] else dice.choice(("*", "**"))
        flagged = f"{dice.choice((number, number, 'NT'))}{stars}"
        assert flagged in scores_of(modality)
        draft.scores[side, modality, level] = flagged


_DRAWN: Final[dict[str, Callable[[_Draft], None]]] = {
    "complete": _complete,
    "brown-sequard": _brown_sequard,
    "central-cord": _central_cord,
    "cauda-equina": _cauda_equina,
    "sacral-sparing": _sacral_sparing,
    "not-testable": _not_testable,
    "flagged": _flagged,
}

PROFILES: Final[dict[str, str]] = {
    "complete": N_("Complete injury"),
    "brown-sequard": N_("Brown-Séquard syndrome"),
    "central-cord": N_("Central cord syndrome"),
    "cauda-equina": N_("Cauda equina syndrome"),
    "sacral-sparing": N_("Traps of sacral sparing"),
    "not-testable": N_("Scores that cannot be tested (NT)"),
    "flagged": N_("Scores impaired by other conditions (*)"),
}
"""What :func:`random_exam` can draw, by id, with names for the screen."""


def random_exam(profile: str, seed: int) -> Exam:
    """Return an examination of a profile, the same for the same seed.

    :raises InputError: there is no such profile.
    """
    if profile not in _DRAWN:
        raise InputError(
            _("There is no profile %(profile)s. Use one of %(choices)s.")
            % {"profile": repr(profile), "choices": ", ".join(_DRAWN)}
        )
    draft = _Draft(random.Random(f"{profile} {seed}"))
    _DRAWN[profile](draft)
    return draft.exam()
