"""Examinations as JSON for the tests: as injuries make them, and as chance does."""

from __future__ import annotations

import random
from typing import Any

from dermatome.isncsci.profiles import PROFILES, random_exam
from dermatome.isncsci.reading import exam_to_dict
from dermatome.isncsci.records import LEVELS, MODALITIES, MOTOR_LEVELS, SENSORY_LEVELS, SIDES, levels_of

ANAL = ("voluntary_anal_contraction", "deep_anal_pressure")
PLACE = {level: place for place, level in enumerate((*LEVELS[:-1], "S4-5"))}


def by_chance(dice: random.Random, *, scores: str) -> dict[str, Any]:
    """An examination with a level a side and chance below it; ``scores`` is plain, open or marked."""
    bottom, softness = dice.randrange(36), dice.choice((0, 0.1, 0.3, 0.7, 1))
    above = dice.choice(("5", "55555345"))
    exam: dict[str, Any] = {}
    for side in SIDES:
        last = max(0, bottom + dice.randrange(-3, 4))
        exam[side] = {
            "motor": {
                level: dice.choice(above)
                if PLACE[level] <= last
                else dice.choice("012345" if dice.random() < softness else "0")
                for level in MOTOR_LEVELS
            },
            **{
                modality: {
                    level: "2"
                    if PLACE[level] <= last
                    else dice.choice("012" if dice.random() < softness else "0")
                    for level in SENSORY_LEVELS
                }
                for modality in MODALITIES[1:]
            },
        }
        exam[f"{side}_lowest_non_key_muscle"] = dice.choice((None, None, *MOTOR_LEVELS))
    for name in ANAL:
        exam[name] = dice.choice(("Yes", "No", "No", "No" if scores == "plain" else "NT"))
    if scores == "plain":
        return exam
    cells = [
        (side, modality, level) for side in SIDES for modality in MODALITIES for level in levels_of(modality)
    ]
    near = [cell for cell in cells if -3 < PLACE[cell[2]] - bottom < 4 or cell[2] == "S4-5"]
    near += [cell for cell in cells if cell[1] == "motor"]
    for side, modality, level in dice.sample(near, dice.randint(1, 5)):
        column = exam[side][modality]
        if scores == "open" or column[level] not in "01234" or (modality != "motor" and column[level] == "2"):
            column[level] = "NT" if scores == "open" else dice.choice(("NT", "NT*", "NT**"))
        else:
            column[level] += dice.choice(("*", "**"))
    return exam


def by_profile(dice: random.Random) -> dict[str, Any]:
    """An examination as an injury of some profile makes it."""
    return exam_to_dict(random_exam(dice.choice(tuple(PROFILES)), dice.randrange(10**6)))


def mixed(
    seed: int, count: int, kinds: tuple[str, ...] = ("plain", "open", "marked")
) -> list[dict[str, Any]]:
    """So many examinations of all sorts, the same for the same seed."""
    dice = random.Random(seed)
    found = []
    while len(found) < count:
        exam = by_profile(dice) if dice.random() < 0.4 else by_chance(dice, scores=dice.choice(kinds))
        if sort_of(exam) in kinds:
            found.append(exam)
    return found


def sort_of(exam: dict[str, Any]) -> str:
    """What an examination holds: stars, NT, or numbers alone."""
    scores = {score for side in SIDES for column in exam[side].values() for score in column.values()}
    if any("*" in score for score in scores):
        return "marked"
    return "open" if scores & {"NT"} or "NT" in (exam[name] for name in ANAL) else "plain"
