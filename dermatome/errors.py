"""Exceptions the package raises on purpose.

Each message is one line, written for the person at the keyboard: what is wrong and what to
do about it. The command line prints it to stderr; the app shows it in a callout.
"""

from __future__ import annotations


class AtlasError(Exception):
    """Base of every error the package raises on purpose."""


class InputError(AtlasError, ValueError):
    """The caller asked for something that does not exist or makes no sense."""


class ExamError(InputError):
    """An ISNCSCI examination cannot be as it is written.

    ``cell`` says where: side, modality and level; None if it is no single cell of the worksheet.
    """

    def __init__(self, message: str, cell: tuple[str, str, str] | None = None) -> None:
        super().__init__(message)
        self.cell = cell


class Busy(AtlasError):
    """Too much is asked for at once; the same may be tried again later."""


class DataError(AtlasError):
    """A file under ``data/`` is missing, malformed or contradicts another one."""


class Unavailable(DataError, Busy):
    """Something cannot be had for the moment; the message names no place, and anybody may read it."""


class AssetError(AtlasError):
    """A built file under ``assets/`` is missing or malformed; ``make assets`` rebuilds it."""


class ImportFailed(AtlasError):
    """A document handed to the library could not be read."""


def one_line(error: object, longest: int = 160) -> str:
    """Return what an error of others says, on one line and cut short."""
    return " ".join(str(error).split())[:longest]
