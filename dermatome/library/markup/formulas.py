"""Formulas (MathML): their words and signs in a line, as they would be typed."""

from __future__ import annotations

from typing import Final

FORMULAS: Final = frozenset(
    (
        *("math", "maction", "menclose", "merror", "mfenced", "mfrac", "mi", "mmultiscripts", "mn", "mo"),
        *("mover", "mpadded", "mroot", "mrow", "ms", "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup"),
        *("mtable", "mtd", "mtext", "mtr", "munder", "munderover", "semantics"),
    )
)
"""Elements of a formula; an annotation repeats it for programs."""
_BETWEEN: Final = {"mfrac": "/", "msup": "^", "mtable": " ", "mtr": " "}
"""What stands between the parts of an element: a fraction of L5 and S1 is no "L5S1"."""


class Formula:
    """The formula being read: its open elements, and how many parts each has had."""

    def __init__(self) -> None:
        self._open: list[tuple[str, int]] = []

    def opens(self, tag: str) -> str:
        """Note an element that opens; return the sign that stands before it."""
        if not self._open and tag != "math":
            return ""
        sign = ""
        if self._open:
            above, parts = self._open[-1]
            self._open[-1] = above, parts + 1
            sign = _BETWEEN.get(above, "") if parts else ""
        self._open.append((tag, 0))
        return sign

    def closes(self) -> None:
        """Note that the innermost element ends."""
        if self._open:
            self._open.pop()
