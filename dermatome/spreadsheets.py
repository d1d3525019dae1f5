"""Cells that no spreadsheet takes for a formula or a command."""

from __future__ import annotations

import unicodedata
from typing import Final

_FORMULA: Final = frozenset("=+-@|%\u2212")
_BLANK: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs that show nothing."""


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet runs: where it might, an apostrophe comes first, as they expect.

    What shows nothing at its beginning is looked past, and wide signs count as the ones they stand for.
    """
    first = next((sign for sign in cell if not _shows_nothing(sign)), "")
    runs = unicodedata.normalize("NFKC", first)[:1] in _FORMULA if first else False
    return f"'{cell}" if runs or cell.startswith(("\t", "\r", "\n")) else cell


def _shows_nothing(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "CMZ" or sign in _BLANK
