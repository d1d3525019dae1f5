"""Examinations in files: JSON that the command line reads as well, with what is noted beside the scores."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from dermatome.errors import InputError
from dermatome.isncsci.reading import exam_to_dict, read_exam
from dermatome.isncsci.records import Cell, Exam
from dermatome.language import _

LARGEST_FILE: Final = 2**20
"""Bytes; a file of several hundred examinations."""
MOST_EXAMS: Final = 200
LONGEST_NOTE: Final = 2_000
LONGEST_REASON: Final = 200
NOTES: Final = ("date", "examiner", "comments")
_IMPAIRED_BY: Final = "impaired_by"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet: the scores and what is noted beside them. ``impaired_by`` says why a score has a star."""

    exam: Exam
    date: str = ""
    examiner: str = ""
    comments: str = ""
    impaired_by: Mapping[Cell, str] = field(default_factory=dict)


EMPTY: Final = Sheet(read_exam({}, partial=True))


def to_json(sheets: list[Sheet]) -> str:
    """Return examinations as a file: one as an object, more as a list."""
    told = [sheet_to_dict(sheet) for sheet in sheets]
    return json.dumps(told[0] if len(told) == 1 else told, ensure_ascii=False, indent=1)


def sheet_to_dict(sheet: Sheet) -> dict[str, Any]:
    """Return a worksheet as JSON holds it: what the command line reads, and the notes."""
    notes = {name: getattr(sheet, name) for name in NOTES if getattr(sheet, name)}
    reasons = {".".join(cell): reason for cell, reason in sheet.impaired_by.items()}
    return {**notes, **exam_to_dict(sheet.exam), **({_IMPAIRED_BY: reasons} if reasons else {})}


def read_sheet(data: Any) -> Sheet:
    """Return the worksheet that parsed JSON describes; cells may be empty.

    :raises InputError: it is none; the message says what is wrong.
    """
    exam = read_exam(data, partial=True)
    notes = {name: _note(data.get(name)) for name in NOTES}
    reasons = data.get(_IMPAIRED_BY)
    cells = {".".join(cell): cell for cell in exam.cells()}
    reasons = reasons if isinstance(reasons, dict) else {}
    told = {cells[key]: _note(why)[:LONGEST_REASON] for key, why in reasons.items() if key in cells}
    return Sheet(exam, **notes, impaired_by=told)


def read_json(text: bytes) -> list[Sheet]:
    """Return the worksheets of a file: one, a list of them, or one a line.

    :raises InputError: the file holds something else, or too much.
    """
    if len(text) > LARGEST_FILE:
        raise InputError(
            _("The file is larger than %(n)s MB. Save fewer examinations in one.") % {"n": LARGEST_FILE >> 20}
        )
    try:
        written = text.decode("utf-8-sig")
        data = _parsed(written)
    except (ValueError, RecursionError) as error:
        raise InputError(
            _("The file is no JSON. Choose a file that was saved here or by the command line.")
        ) from error
    exams = data if isinstance(data, list) else [data]
    if len(exams) > MOST_EXAMS:
        raise InputError(
            _("The file holds %(n)s examinations; at most %(most)s are opened at once.")
            % {"n": len(exams), "most": MOST_EXAMS}
        )
    return [read_sheet(exam) for exam in exams]


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2:
            raise
        return [json.loads(line) for line in lines]


def _note(told: Any) -> str:
    return "".join(c for c in str(told or "") if c.isprintable() or c == "\n")[:LONGEST_NOTE]
