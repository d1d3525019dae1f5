"""Worksheets of the ISNCSCI examination in the database of progress, a row each.

A worksheet is known by what it says, its date and notes included: the same one is kept once, wherever it
comes from.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from dermatome.errors import InputError
from dermatome.isncsci.files import MOST_EXAMS, Sheet, read_sheet, sheet_to_dict
from dermatome.language import _
from dermatome.study.tables import EXAMINATION

LONGEST_NAME: Final = 80


class Worksheet(NamedTuple):
    """A worksheet under the name it is kept by, and when that was in microseconds since 1970."""

    name: str
    at: int
    sheet: Sheet

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON holds it."""
        return {"name": self.name, "at": self.at, "worksheet": sheet_to_dict(self.sheet)}


def worksheets(db: sa.Connection, learner: str) -> list[Worksheet]:
    """Return the worksheets of a learner, the oldest first."""
    asked = (
        sa.select(EXAMINATION.c.name, EXAMINATION.c.at, EXAMINATION.c.worksheet)
        .where(EXAMINATION.c.learner == learner)
        .order_by(EXAMINATION.c.at, EXAMINATION.c.id)
    )
    return [Worksheet(name, at, read_sheet(json.loads(told))) for name, at, told in db.execute(asked)]


def add_worksheets(db: sa.Connection, learner: str, given: Iterable[Worksheet]) -> int:
    """Add those that are not kept yet, and return how many these were; one that is kept stays as it is.

    :raises InputError: they would be more than :data:`MOST_EXAMS`; none is added.
    """
    known = set(db.execute(sa.select(EXAMINATION.c.id).where(EXAMINATION.c.learner == learner)).scalars())
    rows: dict[str, dict[str, Any]] = {}
    for name, at, sheet in given:
        told = json.dumps(sheet_to_dict(sheet), ensure_ascii=False, sort_keys=True)
        row = {"learner": learner, "name": name[:LONGEST_NAME], "at": at, "worksheet": told}
        key = hashlib.sha256(told.encode()).hexdigest()[:32]
        if key not in known:
            rows.setdefault(key, row | {"id": key})
    if rows and len(known) + len(rows) > MOST_EXAMS:
        raise InputError(
            _("%(n)s examinations are kept and %(more)s would come; %(most)s are the most. Put some away.")
            % {"n": len(known), "more": len(rows), "most": MOST_EXAMS}
        )
    if rows:
        db.execute(sa.insert(EXAMINATION), list(rows.values()))
    return len(rows)
