"""Worksheets of the ISNCSCI examination kept beside a learner's answers, to compare them over time."""

from __future__ import annotations

import sqlalchemy as sa

from dermatome.isncsci.files import Sheet
from dermatome.study.clock import micros_now
from dermatome.study.kept import Learner
from dermatome.study.store import Progress
from dermatome.study.tables import EXAMINATION
from dermatome.study.worksheets import Worksheet, add_worksheets, worksheets


def keep(progress: Progress, learner: Learner, name: str, sheet: Sheet) -> None:
    """Keep a worksheet under a name; one that is kept already stays as it is.

    :raises InputError: the learner keeps as many as there may be, or is not known any more.
    :raises DataError: the database does not answer.
    """
    with progress.writing() as db:
        progress.hold(db, learner)
        add_worksheets(db, learner.id, [Worksheet(name, micros_now(), sheet)])


def kept(progress: Progress, learner: Learner) -> list[tuple[str, Sheet]]:
    """Return the worksheets of a learner by name, the oldest first.

    :raises DataError: the database does not answer.
    """
    with progress.reading() as db:
        return [(each.name, each.sheet) for each in worksheets(db, learner.id)]


def put_away(progress: Progress, learner: Learner) -> None:
    """Remove all worksheets of a learner. :raises DataError: the database does not answer."""
    with progress.writing() as db:
        db.execute(sa.delete(EXAMINATION).where(EXAMINATION.c.learner == learner.id))
