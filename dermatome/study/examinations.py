"""Worksheets of the ISNCSCI examination kept beside a learner's answers, to compare them over time."""

from __future__ import annotations

import hashlib
import json
from typing import Final

import sqlalchemy as sa

from dermatome.errors import InputError
from dermatome.isncsci.files import MOST_EXAMS, Sheet, read_sheet, sheet_to_dict
from dermatome.language import _
from dermatome.study.kept import Learner
from dermatome.study.store import Progress, micros_now
from dermatome.study.tables import EXAMINATION

LONGEST_NAME: Final = 80


def keep(progress: Progress, learner: Learner, name: str, sheet: Sheet) -> None:
    """Keep a worksheet under a name; one that is kept already stays as it is.

    :raises InputError: the learner keeps :data:`MOST_EXAMS` already, or is not known any more.
    :raises DataError: the database does not answer.
    """
    told = json.dumps(sheet_to_dict(sheet), ensure_ascii=False, sort_keys=True)
    row = {
        "learner": learner.id,
        "id": hashlib.sha256(told.encode()).hexdigest()[:32],
        "name": name[:LONGEST_NAME],
        "at": micros_now(),
        "worksheet": told,
    }
    mine = EXAMINATION.c.learner == learner.id
    with progress.writing() as db:
        progress.hold(db, learner)
        known = set(db.execute(sa.select(EXAMINATION.c.id).where(mine)).scalars())
        if row["id"] in known:
            return
        if len(known) >= MOST_EXAMS:
            raise InputError(
                _("%(n)s examinations are kept, which is the most. Put some away first.") % {"n": len(known)}
            )
        db.execute(sa.insert(EXAMINATION).values(row))


def kept(progress: Progress, learner: Learner) -> list[tuple[str, Sheet]]:
    """Return the worksheets of a learner by name, the oldest first.

    :raises DataError: the database does not answer.
    """
    asked = (
        sa.select(EXAMINATION.c.name, EXAMINATION.c.worksheet)
        .where(EXAMINATION.c.learner == learner.id)
        .order_by(EXAMINATION.c.at, EXAMINATION.c.id)
    )
    with progress.reading() as db:
        rows = db.execute(asked).all()
    return [(row.name, read_sheet(json.loads(row.worksheet))) for row in rows]


def put_away(progress: Progress, learner: Learner) -> None:
    """Remove all worksheets of a learner. :raises DataError: the database does not answer."""
    with progress.writing() as db:
        db.execute(sa.delete(EXAMINATION).where(EXAMINATION.c.learner == learner.id))
