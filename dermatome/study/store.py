"""The log of answers, and when each card is due: one SQLite file, or a PostgreSQL that replicas share.

An answer is one transaction, on the disk before it is acknowledged: the line in the log and the state of its
card. The log is only ever added to, and a state is what the scheduler makes of a card's log in the order of
time; so answers from two windows, two replicas or two machines merge without loss, whichever comes first.

A learner is known by a name, or by the secret in a link, of which only a hash is kept.
"""

from __future__ import annotations

import contextlib
import hashlib
import secrets
import sqlite3
import time
import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from dermatome.databases import (
    PROGRESS,
    UNREACHED,
    connect,
    file_engine,
    hold,
    identity,
    is_address,
    is_damage,
    reason,
    shown,
)
from dermatome.errors import DataError, InputError, Unavailable
from dermatome.language import _, grouped
from dermatome.study import clock
from dermatome.study.exchange import (
    LONGEST_ID,
    MOST_REVIEWS,
    Exported,
    ReviewFile,
    batches,
    read_export,
    write_export,
)
from dermatome.study.kept import Answered, Days, Kept, Learner, Merged, Review
from dermatome.study.memory import Memory, review
from dermatome.study.names import ever_folded, folded, shown_name
from dermatome.study.records import card_of
from dermatome.study.tables import EXAMINATION, LEARNER, MEMORY, REVIEW, STATE, TABLES
from dermatome.study.worksheets import add_worksheets, worksheets

AHEAD: Final = timedelta(days=1)
"""An answer further in the future than this was given under a clock that went wrong."""
SILENT_SECONDS: Final = 2.0
"""A server that fails after longer says nothing; one that refuses does so at once."""
AWAY_SECONDS: Final = 10.0
"""How long a silent server is left alone."""


def open_progress(place: Path | str | None = None) -> Progress:
    """Open the progress in a folder or file (SQLite), or on a database server.

    :param place: None means where ``DERMATOME_PROGRESS`` says, else beside the library.
    :raises DataError: it cannot be opened or written, or is damaged, another program's or newer.
    """
    named = place if place is not None else PROGRESS.place()
    return _on_server(named) if is_address(named) else _in_file(Path(named))


def _on_server(address: str) -> Progress:
    engine = PROGRESS.server(address)
    try:
        with engine.begin() as db:
            hold(db, PROGRESS.application_id)  # two replicas that start at once
            TABLES.create_all(db)
    except (SQLAlchemyError, *UNREACHED) as error:
        raise PROGRESS.unkept(address, error) from error
    return Progress(engine, None)


def _in_file(place: Path) -> Progress:
    file = PROGRESS.file(place)
    try:
        file.touch(mode=0o600)
    except OSError as error:
        raise PROGRESS.unkept(place, error) from error
    engine = file_engine(file)
    progress = Progress(engine, file)
    try:
        with progress._asking(), engine.begin() as db:
            if PROGRESS.is_empty(file, lambda query: db.execute(sa.text(query)).scalar_one()):
                PROGRESS.mark(db.exec_driver_sql)
                TABLES.create_all(db)
            else:
                EXAMINATION.create(db, checkfirst=True)  # files of before have no such table
        with progress._asking(), engine.connect() as db:
            db.execute(sa.select(STATE).limit(1)).all()
    except BaseException:
        engine.dispose()
        raise
    return progress


class Progress:
    """Open progress. Safe to share between threads and processes; every method is one transaction."""

    def __init__(self, engine: sa.Engine, path: Path | None) -> None:
        self._engine = engine
        self._away = 0.0
        self._known_as = identity(path)
        self.path = path

    @property
    def there(self) -> bool:
        """Whether the file that was opened still lies in its place; a server always does."""
        return self._known_as == identity(self.path)

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- learners

    def learner(self, name: str) -> Learner:
        """Return the learner of a name, however spaced, composed and in capitals or not; a new one is made.

        :raises InputError: the name is empty or longer than :data:`LONGEST_NAME`.
        :raises DataError: the database does not answer.
        """
        shown = shown_name(name)
        if not shown:
            raise InputError(_("Say a name to practise under."))
        for _attempt in range(2):
            if found := self.known(name):
                return found
            with contextlib.suppress(IntegrityError), self.writing() as db:
                made = Learner(uuid.uuid4().hex, shown)
                _insert_learner(db, made, folded=folded(shown))
                return made
        raise DataError(_("The name %(name)s could not be kept. Try again.") % {"name": repr(shown)})

    def known(self, name: str) -> Learner | None:
        """Return the learner of a name, or None. Errors as for :meth:`learner`."""
        asked = sa.select(LEARNER).where(LEARNER.c.folded.in_(ever_folded(name)))
        with self.reading() as db:
            row = db.execute(asked.order_by(LEARNER.c.created)).first()
        return Learner(row.id, row.name) if row else None

    def new_link(self, name: str = "") -> tuple[Learner, str]:
        """Return a new learner and the secret of the link that opens it; it is shown this once.

        :raises InputError: the name is longer than :data:`LONGEST_NAME`.
        :raises DataError: the database does not answer.
        """
        token = secrets.token_urlsafe(24)
        made = Learner(uuid.uuid4().hex, shown_name(name), linked=True)
        with self.writing() as db:
            _insert_learner(db, made, secret=_hash(token))
        return made, token

    def by_link(self, token: str) -> Learner | None:
        """Return the learner a secret opens, or None. :raises DataError: the database does not answer."""
        with self.reading() as db:
            row = db.execute(sa.select(LEARNER).where(LEARNER.c.secret == _hash(token))).first()
        return Learner(row.id, row.name, linked=True) if row else None

    def forget(self, learner: Learner) -> None:
        """Remove a learner and all that is kept. :raises DataError: the database does not answer."""
        with self.writing() as db:
            for table in (EXAMINATION, STATE, REVIEW):
                db.execute(sa.delete(table).where(table.c.learner == learner.id))
            db.execute(sa.delete(LEARNER).where(LEARNER.c.id == learner.id))

    # -- answers

    def answer(self, learner: Learner, told: Answered) -> Kept:
        """Keep an answer; when this returns it is on the disk.

        :raises InputError: a rating beyond 1 to 4, or no such learner.
        :raises DataError: the database does not answer; nothing was kept, or the same ``id`` may be tried
            again.
        """
        if told.rating not in (1, 2, 3, 4):
            raise InputError(
                _("There is no rating %(rating)s. Use 1 (again) to 4 (easy).") % {"rating": told.rating}
            )
        row = {
            "learner": learner.id,
            "id": (told.id or uuid.uuid4().hex)[:64],
            "card": card_of(told.question)[:LONGEST_ID],
            "question": told.question[:LONGEST_ID],
            "at": clock.micros(told.at) if told.at else clock.micros_now(),
            "rating": told.rating,
            "correct": told.correct,
            "given": None if told.given is None else told.given[:LONGEST_ID],
            "seconds": told.seconds,
            "exam": told.exam[:LONGEST_ID],
        }
        with self.writing() as db:
            self.hold(db, learner)
            known = sa.select(REVIEW.c.id).where(REVIEW.c.learner == learner.id, REVIEW.c.id == row["id"])
            before = self._memory(db, learner.id, row["card"])
            if db.execute(known).first() is not None and before is not None:
                return Kept(row["card"], clock.moment(before.due), before.reviews, again=True)
            db.execute(sa.insert(REVIEW).values(row))
            after = self._remember(db, learner.id, row["card"], before, (row["at"], told.rating))
        return Kept(row["card"], clock.moment(after.due), after.reviews)

    def history(self, learner: Learner, limit: int = 200) -> list[Review]:
        """Return the latest answers, the last one first. :raises DataError: the database does not answer."""
        asked = (
            sa.select(*(REVIEW.c[name] for name in Review._fields))
            .where(REVIEW.c.learner == learner.id)
            .order_by(REVIEW.c.at.desc(), REVIEW.c.id)
            .limit(limit)
        )
        with self.reading() as db:
            rows = db.execute(asked).all()
        return [Review(*row)._replace(at=clock.moment(row.at)) for row in rows]

    def states(self, learner: Learner) -> dict[str, Memory]:
        """Return the state of each card answered. :raises DataError: the database does not answer."""
        with self.reading() as db:
            rows = db.execute(sa.select(STATE.c.card, *MEMORY).where(STATE.c.learner == learner.id)).all()
        return {card: Memory(*state) for card, *state in rows}

    def answered(self, learner: Learner) -> set[str]:
        """Return the ids of the cards answered so far. :raises DataError: the database does not answer."""
        with self.reading() as db:
            return set(db.execute(sa.select(STATE.c.card).where(STATE.c.learner == learner.id)).scalars())

    def due(self, learner: Learner, now: datetime | None = None, limit: int | None = None) -> list[str]:
        """Return the ids of the cards that are due, what is likeliest to be forgotten first.

        A card last answered in the future, by a clock that went wrong, is due as well.

        How likely that is grows with the time since the last answer, in units of the card's stability.

        :raises DataError: the database does not answer.
        """
        moment = clock.micros(now or datetime.now(UTC))
        late = moment + clock.span(AHEAD)
        asked = (
            sa.select(STATE.c.card)
            .where(STATE.c.learner == learner.id, (STATE.c.due <= moment) | (STATE.c.last > late))
            .order_by(((moment - STATE.c.last) / STATE.c.stability).desc(), STATE.c.card)
            .limit(limit)
        )
        with self.reading() as db:
            return list(db.execute(asked).scalars())

    def days(self, learner: Learner, now: datetime | None = None, zone: tzinfo = UTC) -> Days:
        """Return how much practice there was of late, by the days of the learner's time zone.

        :raises DataError: the database does not answer.
        """
        moment = (now or datetime.now(UTC)).astimezone(zone)
        today = moment.date()
        asked = sa.select(REVIEW.c.at).where(
            REVIEW.c.learner == learner.id,
            REVIEW.c.at >= clock.micros(moment - timedelta(days=8)),
            REVIEW.c.at <= clock.micros(moment),
        )
        with self.reading() as db:
            found = [clock.moment(at).astimezone(zone).date() for at in db.execute(asked).scalars()]
        return Days(len({day for day in found if (today - day).days < 7}), found.count(today))

    # -- to take along

    def export(self, learner: Learner) -> str:
        """Return answers and examinations of a learner as JSON, for :meth:`merge`.

        Of more answers than a file holds these are the latest.

        :raises DataError: the database does not answer.
        """
        names = [*ReviewFile.model_fields]
        asked = (
            sa.select(*(REVIEW.c[name] for name in names))
            .where(REVIEW.c.learner == learner.id)
            .order_by(REVIEW.c.at.desc(), REVIEW.c.id.desc())
        )
        with self.reading() as db:
            rows = (dict(zip(names, row, strict=True)) for row in db.execute(asked))
            return write_export(learner.name, rows, worksheets(db, learner.id))

    def merge(self, learner: Learner, exported: str | Exported) -> Merged:
        """Add the answers and the examinations of an exported file that are not known yet.

        An answer is known by its id, an examination by all that its worksheet says. Answers are added some at
        a time, and between two times others may answer; interrupted, the rest is added when the same file is
        brought again. Where examinations would be too many, nothing is added.

        :raises InputError: as of :func:`read_export`, or there would be too many.
        :raises DataError: the database does not answer.
        """
        told = read_export(exported) if isinstance(exported, str) else exported
        reviews = {review.id: review for review in told.reviews}
        with self.reading() as db:
            known = set(db.execute(sa.select(REVIEW.c.id).where(REVIEW.c.learner == learner.id)).scalars())
        new = [review for key, review in reviews.items() if key not in known]
        if new and len(known) + len(new) > MOST_REVIEWS:
            raise InputError(
                _("More than %(n)s answers of one learner are not kept.") % {"n": grouped(MOST_REVIEWS)}
            )
        sheets = told.worksheets
        with self.writing() as db:
            self.hold(db, learner)
            examinations = add_worksheets(db, learner.id, sheets)
        added = 0
        for batch in batches(new):
            count, seconds = self._add(learner, batch)
            added += count
            time.sleep(seconds)  # half of the time is left to those who answer
        return Merged(added, len(reviews) - added, examinations, len(sheets) - examinations)

    def _add(self, learner: Learner, batch: Sequence[ReviewFile]) -> tuple[int, float]:
        """Add answers in one transaction, with the states of their cards.

        Return how many were new, and for how many seconds nobody else could write.
        """
        ids = [review.id for review in batch]
        with self.writing() as db:
            self.hold(db, learner)
            started = time.monotonic()
            asked = sa.select(REVIEW.c.id).where(REVIEW.c.learner == learner.id, REVIEW.c.id.in_(ids))
            known = set(db.execute(asked).scalars())
            new = [review for review in batch if review.id not in known]
            if new:
                db.execute(
                    sa.insert(REVIEW), [{"learner": learner.id, **review.model_dump()} for review in new]
                )
            for card in dict.fromkeys(review.card for review in new):
                self._remember(db, learner.id, card, self._memory(db, learner.id, card), None)
        return len(new), time.monotonic() - started

    def backup(self, target: Path | str) -> Path:
        """Copy the whole file, while it is in use or not. :raises InputError: it is on a server, or no place.

        :raises DataError: the copy could not be written.
        """
        if self.path is None:
            raise InputError(_("Progress on a server is backed up with the server's own means, as pg_dump."))
        place = Path(target)
        if place.exists() and place.samefile(self.path):
            raise InputError(_("%(file)s is the progress itself. Name another file.") % {"file": place})
        try:
            with (
                contextlib.closing(connect(self.path)) as mine,
                contextlib.closing(connect(place)) as copy,
            ):
                mine.backup(copy)
        except sqlite3.Error as error:
            raise DataError(
                _("%(file)s could not be written: %(reason)s. Choose a folder that exists.")
                % {"file": place, "reason": error}
            ) from error
        return place

    # -- inside

    def hold(self, db: sa.Connection, learner: Learner) -> None:
        """Make others who write for the same learner wait; SQLite has one writer anyway.

        :raises InputError: there is no such learner any more.
        """
        row = db.execute(sa.select(LEARNER.c.id).where(LEARNER.c.id == learner.id).with_for_update()).first()
        if row is None:
            raise InputError(_("This learner is not known here any more. Choose a name again."))

    def _memory(self, db: sa.Connection, learner: str, card: str) -> Memory | None:
        row = db.execute(sa.select(*MEMORY).where(STATE.c.learner == learner, STATE.c.card == card)).first()
        return Memory(*row) if row else None

    def _remember(
        self,
        db: sa.Connection,
        learner: str,
        card: str,
        before: Memory | None,
        latest: tuple[int, int] | None,
    ) -> Memory:
        """Bring the state of a card up to its log: by the latest answer, or, out of order, from the start.

        Answers of the future count as given now: a clock that was wrong puts no card off for years. They stay
        as they are in the log.
        """
        now = max(clock.micros_now(), latest[0] if latest else 0)
        if latest is not None and (before is None or before.last < latest[0]):
            after = review(before, *latest)
        else:
            after = None
            log = sa.select(REVIEW.c.at, REVIEW.c.rating).where(
                REVIEW.c.learner == learner, REVIEW.c.card == card
            )
            for at, rating in db.execute(log.order_by(REVIEW.c.at, REVIEW.c.id)).all():
                after = review(after, at if at <= now + clock.span(AHEAD) else now, rating)
            assert after is not None
        if before is None:
            db.execute(sa.insert(STATE).values(learner=learner, card=card, **after._asdict()))
        else:
            here = (STATE.c.learner == learner) & (STATE.c.card == card)
            db.execute(sa.update(STATE).where(here).values(**after._asdict()))
        return after

    @contextlib.contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Ask in one transaction. :raises DataError: the database does not answer."""
        with self._asking(), self._engine.connect().execution_options(reading=True) as db:
            yield db

    @contextlib.contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Write in one transaction. :raises DataError: the database does not answer; nothing is kept."""
        self._check_there()
        with self._asking(), self._engine.begin() as db:
            yield db
        self._check_there()  # what was written into a file that is gone is not kept

    def _check_there(self) -> None:
        if not self.there:
            self._engine.dispose()
            raise DataError(
                _("Progress in %(file)s was taken away or replaced. Nothing was kept; try again.")
                % {"file": self.path}
            )

    @contextlib.contextmanager
    def _asking(self) -> Iterator[None]:
        started = time.monotonic()
        if started < self._away:
            raise Unavailable(_("Progress does not answer at the moment. Try again in a minute."))
        try:
            yield
        except IntegrityError:
            raise
        except (SQLAlchemyError, sqlite3.Error, OSError) as error:
            if self.path is None and time.monotonic() - started > SILENT_SECONDS:
                self._away = time.monotonic() + AWAY_SECONDS  # others need not wait as long
            place = self.path or shown(self._engine.url.render_as_string(hide_password=True))
            if unwritten := PROGRESS.unwritten(self.path, error):
                raise unwritten from error
            if self.path is not None and is_damage(error):
                raise DataError(
                    _(
                        "Progress in %(file)s is damaged (%(reason)s). Restore a copy, or move it away to "
                        "begin anew."
                    )
                    % {"file": place, "reason": reason(error)}
                ) from error
            raise DataError(
                _("Progress in %(file)s does not answer: %(reason)s. Try again.")
                % {"file": place, "reason": reason(error)}
            ) from error


def _insert_learner(db: sa.Connection, made: Learner, **known_by: str) -> None:
    now = clock.micros_now()
    db.execute(sa.insert(LEARNER).values(id=made.id, name=made.name, created=now, **known_by))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
