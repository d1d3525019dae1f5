"""Cells that no spreadsheet takes for a formula or a command."""

from __future__ import annotations

import unicodedata
from typing import Final

from dermatome.unseen import shows_nothing

_FORMULA: Final = frozenset("=+-@|%\u2212")


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet runs: where it might, an apostrophe comes first, as they expect.

    What shows nothing at its beginning is looked past, and wide signs count as the ones they stand for.
    """
    first = next((sign for sign in cell if not shows_nothing(sign)), "")
    runs = unicodedata.normalize("NFKC", first)[:1] in _FORMULA if first else False
    return f"'{cell}" if runs or cell.startswith(("\t", "\r", "\n")) else cell
