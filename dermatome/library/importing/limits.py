"""How much an import may hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an import may hold, and how long and in how many bytes it is read.

    Real exports stay far below; more is refused with a reason.
    """

    file_bytes: int = 64 * 2**20
    document_bytes: int = 8 * 2**20
    archive_bytes: int = 256 * 2**20
    archive_files: int = 10_000
    archive_ratio: int = 200
    folder_depth: int = 12
    articles: int = 10_000
    passages: int = 300_000
    json_values: int = 3_000_000
    seconds: float = 600
    memory: int = 3 * 2**30


LIMITS: Final = Limits()
