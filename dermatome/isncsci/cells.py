"""What the cells of an examination can be, as bits: what :mod:`dermatome.isncsci.classify` works on.

Bit n stands for the n-th of :data:`LEVELS`, C1 at bit 0, and bit 28 for the segment S4-5.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from dermatome.isncsci.records import LEVELS, MOTOR_SCORES, NOT_SCORED, SENSORY_SCORES, Half

# ---- what a score can be -------------------------------------------------------------------------


def motor_range(score: str) -> range:
    """Return the grades that a motor score may stand for."""
    return _range(score, 5)


def sensory_range(score: str) -> range:
    """Return the scores that a sensory score may stand for."""
    return _range(score, 2)


def _range(score: str, normal: int) -> range:
    number = score.rstrip("*")
    if score.endswith("**"):
        return range(normal, normal + 1)
    if score.endswith("*"):
        return range(_AT_LEAST[number], normal)
    if number in {"NT", NOT_SCORED}:
        return range(normal + 1)
    return range(int(number), int(number) + 1)


_AT_LEAST: Final = {"NT": 0, "0": 0, "1": 1, "2": 1, "3": 3, "4": 3}
"""What the injury alone leaves at least: a movement stays one, and so does a movement against gravity."""

_SCORES: Final = (*dict.fromkeys((NOT_SCORED, *SENSORY_SCORES, *MOTOR_SCORES)),)
_PLAIN: Final = tuple(sorted(_SCORES, key=lambda score: "*" in score))
_CODE: Final = {score: code for code, score in enumerate(_PLAIN)}
"""A column is kept as bytes, a score each; codes from :data:`_FLAGGED` on have a star."""
_FLAGGED: Final = next(code for code, score in enumerate(_PLAIN) if "*" in score)
UNSCORED: Final = 100
"""Counts for a cell without a number: more than any column can sum up to."""


def _table(value: dict[str, int]) -> bytes:
    return bytes(value.get(_PLAIN[code], 0) if code < len(_PLAIN) else 0 for code in range(256))


def _can(ranges: dict[str, range], *wanted: int) -> bytes:
    return _table({score: ord("01"[any(x in span for x in wanted)]) for score, span in ranges.items()})


_MOTOR: Final = {score: motor_range(score) for score in (NOT_SCORED, *MOTOR_SCORES)}
_SENSORY: Final = {score: sensory_range(score) for score in (NOT_SCORED, *SENSORY_SCORES)}
_NORMAL, _IMPAIRED = _can(_SENSORY, 2), _can(_SENSORY, 0, 1)
_ABSENT, _PRESENT = _can(_SENSORY, 0), _can(_SENSORY, 1, 2)
_FULL, _GRADED = _can(_MOTOR, 5), _can(_MOTOR, 3, 4)
_STRONG, _WEAK = _can(_MOTOR, 3, 4, 5), _can(_MOTOR, 0, 1, 2)
_ZERO, _MOVING = _can(_MOTOR, 0), _can(_MOTOR, 1, 2, 3, 4, 5)
NUMBER: Final = _table(
    {score: int(number) if (number := score.rstrip("*")).isdigit() else UNSCORED for score in _SCORES}
)
_STRIPPED: Final = _table({score: _CODE[score.rstrip("*")] for score in _SCORES})


class Columns(NamedTuple):
    """One side in bytes, caudal to rostral, so that the highest bit comes first."""

    motor: bytes
    light_touch: bytes
    pin_prick: bytes
    non_key: int  # place among the levels, or -1

    @classmethod
    def of(cls, half: Half) -> Columns:
        code = _CODE.__getitem__
        return cls(
            bytes(map(code, half.motor[::-1])),
            bytes(map(code, half.light_touch[::-1])),
            bytes(map(code, half.pin_prick[::-1])),
            LEVELS.index(half.non_key_muscle) if half.non_key_muscle else -1,
        )

    def flagged(self) -> bool:
        return max(max(self.motor), max(self.light_touch), max(self.pin_prick)) >= _FLAGGED

    def stripped(self) -> Columns:
        """Return the side with every marked score read as the injury's."""
        motor, touch, prick = (column.translate(_STRIPPED) for column in self[:3])
        return Columns(motor, touch, prick, self.non_key)


def _spread(keys: bytes) -> int:
    """Return ten key muscles at the places of their levels."""
    bits = int(keys, 2)
    return (bits & 31) << 4 | bits >> 5 << 21


class Cells(NamedTuple):
    """What the cells of one side can be: a bit a level. C1 counts as normal."""

    normal: int  # light touch and pin prick both
    impaired: int  # either of them
    absent: int  # both
    present: int  # either
    full: int  # 5
    graded: int  # 3 or 4
    strong: int  # 3 or more
    weak: int  # less than 3
    zero: int
    moving: int  # more than 0
    non_key: int

    @classmethod
    def of(cls, side: Columns) -> Cells:
        touch, prick, motor = side.light_touch, side.pin_prick, side.motor
        return cls(
            (int(touch.translate(_NORMAL), 2) & int(prick.translate(_NORMAL), 2)) << 1 | 1,
            (int(touch.translate(_IMPAIRED), 2) | int(prick.translate(_IMPAIRED), 2)) << 1,
            (int(touch.translate(_ABSENT), 2) & int(prick.translate(_ABSENT), 2)) << 1,
            (int(touch.translate(_PRESENT), 2) | int(prick.translate(_PRESENT), 2)) << 1 | 1,
            _spread(motor.translate(_FULL)),
            _spread(motor.translate(_GRADED)),
            _spread(motor.translate(_STRONG)),
            _spread(motor.translate(_WEAK)),
            _spread(motor.translate(_ZERO)),
            _spread(motor.translate(_MOVING)),
            side.non_key,
        )
