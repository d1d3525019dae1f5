"""Painted squares of a view as a short text for addresses, and back.

A brush leaves runs of squares side by side. Each run is three numbers: how many rows below the last run it
lies, how far beside that one it begins, how many squares follow its first. A number is digits of five bits,
the lowest first, each a letter of :data:`LETTERS`; the letters of the upper half say that more follow.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

LETTERS: Final = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_"
"""What an address holds as it is."""
_BITS: Final = 5
_MORE: Final = 1 << _BITS
FARTHEST: Final = 999
"""No square lies farther from the middle, in columns or rows."""

Square = tuple[int, int]
"""Column and row."""


def to_text(squares: Iterable[Square]) -> str:
    """Return squares as text, each once and in no order of theirs."""
    text, x, y = "", 0, 0
    for row, column, more in _runs(squares):
        text += _spelt(_folded(row - y)) + _spelt(_folded(column - x)) + _spelt(more)
        x, y = column, row
    return text


def from_text(text: str, most: int) -> Iterator[Square]:
    """Yield the squares of a text of :func:`to_text`, at most so many; what cannot be read ends it."""
    numbers, x, y = _numbers(text), 0, 0
    for down, beside, more in zip(numbers, numbers, numbers, strict=False):
        y, x = y + _unfolded(down), x + _unfolded(beside)
        for column in range(x, x + min(more, most) + 1):
            if most <= 0 or max(abs(column), abs(y)) > FARTHEST:
                return
            most -= 1
            yield column, y


def _runs(squares: Iterable[Square]) -> list[tuple[int, int, int]]:
    """Return row, first column and number of further squares of each run."""
    runs: list[tuple[int, int, int]] = []
    for y, x in sorted({(y, x) for x, y in squares}):
        if runs and runs[-1][0] == y and sum(runs[-1][1:]) + 1 == x:
            runs[-1] = (y, runs[-1][1], runs[-1][2] + 1)
        else:
            runs.append((y, x, 0))
    return runs


def _spelt(number: int) -> str:
    text = ""
    while number >= _MORE:
        text += LETTERS[_MORE | number % _MORE]
        number >>= _BITS
    return text + LETTERS[number]


def _numbers(text: str) -> Iterator[int]:
    number = shift = 0
    for letter in text:
        digit = LETTERS.find(letter)
        if digit < 0 or shift > 2 * _BITS:
            return
        number |= digit % _MORE << shift
        shift += _BITS
        if digit < _MORE:
            yield number
            number = shift = 0


def _folded(number: int) -> int:
    """Return small numbers of either sign as small ones of none: 0, -1, 1, -2 as 0, 1, 2, 3."""
    return 2 * number if number >= 0 else -2 * number - 1


def _unfolded(number: int) -> int:
    return number // 2 if number % 2 == 0 else -(number + 1) // 2
