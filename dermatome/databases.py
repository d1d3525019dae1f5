"""Databases: where one lies, whose it is, how it is opened, and how a failing one is put in words.

A database is a file (SQLite) or lies on a server that several replicas share (PostgreSQL). A file that is
damaged, newer or another program's is reported and never written to. A server that says nothing, because it
is stopped or the network is cut, is given up after :data:`ANSWER_SECONDS`.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeGuard

from dermatome.errors import DataError, one_line
from dermatome.language import N_, _

if TYPE_CHECKING:  # only what lies on a server, and practice, need it; it takes its time to load
    import sqlalchemy as sa

BUSY_SECONDS: Final = 20
"""How long a writer waits for another one."""
ANSWER_SECONDS: Final = 25
"""How long a server may say nothing; longer than a writer waits, which the server itself ends."""
UNREACHED: Final = (OSError, ImportError, TypeError, ValueError)
"""What drivers raise, beside their own errors, where an address has a host or a setting they cannot use."""
AGAIN_SECONDS: Final = 0.02
"""How long one that was refused waits before it asks again."""
CONNECTIONS: Final = 4
"""Connections to a server or file that are kept; as many again are opened when all are in use."""

_SUFFIXES: Final = frozenset({".sqlite3", ".sqlite", ".db"})


@dataclass(frozen=True, slots=True)
class Database:
    """One of the atlas's databases: its name in a sentence, and what tells its file from any other.

    ``variable`` is the environment variable that names its place; without it, it lies ``beside`` another.
    """

    name: str
    variable: str
    file_name: str
    application_id: int
    version: int
    beside: Database | None = None

    def place(self) -> Path | str:
        """Return where it lies: a folder or file, or the address of a server as it stands."""
        if named := os.environ.get(self.variable):
            return named if is_address(named) else Path(named).expanduser()
        if self.beside is not None:
            place = self.beside.place()
            return place.parent if isinstance(place, Path) and place.suffix else place
        base = os.environ.get("XDG_DATA_HOME")
        return (Path(base) if base else Path.home() / ".local" / "share") / "dermatome-atlas"

    def file(self, place: Path) -> Path:
        """Return the file in a folder, or the file itself, and make the folder it lies in.

        :raises DataError: the folder cannot be made.
        """
        try:
            file = place if place.suffix in _SUFFIXES else place / self.file_name
            file.parent.mkdir(parents=True, exist_ok=True)
        except (OSError, ValueError) as error:
            raise self.unkept(place, error) from error
        return file

    def is_empty(self, file: Path | None, ask: Callable[[str], int]) -> bool:
        """Return whether a file still has to get its tables; ``ask`` runs a query and returns one number.

        :raises DataError: the file is of another program or of a newer version of the atlas.
        """
        if not ask("SELECT count(*) FROM sqlite_master"):
            return True
        told = {"file": file, "variable": self.variable}
        if ask("PRAGMA application_id") != self.application_id:
            raise DataError(
                _("%(file)s is a database of another program. Set %(variable)s to another folder.") % told
            )
        if ask("PRAGMA user_version") > self.version:
            raise DataError(
                _("%(file)s was written by a newer version of the atlas. Update this one.") % told
            )
        return False

    def mark(self, run: Callable[[str], Any]) -> None:
        """Mark an empty file as ours."""
        run(f"PRAGMA application_id = {self.application_id}")
        run(f"PRAGMA user_version = {self.version}")

    def unkept(self, place: Path | str, error: Exception) -> DataError:
        """Return the error that says that it cannot be kept in this place, without any password."""
        told = {
            "what": _(self.name),
            "place": shown(place) if is_address(place) else place,
            "reason": reason(error),
            "variable": self.variable,
        }
        text = (
            _(
                "%(what)s cannot be kept on %(place)s: %(reason)s. Check %(variable)s and that the server "
                "can be reached."
            )
            if is_address(place)
            else _(
                "%(what)s cannot be kept in %(place)s: %(reason)s. Set %(variable)s to a folder that can be "
                "written."
            )
        )
        return DataError(text % told)

    def unwritten(self, file: Path | None, error: Exception) -> DataError | None:
        """Return the error of a file that cannot be written for a reason that its owner can mend, or None."""
        code = _code(error)
        if file is None or code not in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY}:
            return None
        if code == sqlite3.SQLITE_READONLY:
            return self.unkept(file, error)
        text = _("%(what)s in %(file)s cannot be written: the disk is full. Make room and try again.")
        return DataError(text % {"what": _(self.name), "file": file})

    def server(self, address: str) -> sa.Engine:
        """Return the engine of a server; nothing is asked yet.

        :raises DataError: the address is none.
        """
        import sqlalchemy as sa
        from sqlalchemy.exc import SQLAlchemyError

        try:
            url = sa.make_url(address)
            if url.drivername in {"postgresql", "postgres"}:
                url = url.set(drivername="postgresql+pg8000")
            if url.get_backend_name() == "postgresql" and not url.username:
                raise self.unkept(address, ValueError(_("the address names no user")))
            return sa.create_engine(
                url,
                pool_pre_ping=True,
                pool_size=CONNECTIONS,
                pool_timeout=BUSY_SECONDS,
                connect_args=_patience() if url.get_backend_name() == "postgresql" else {},
            )
        except (SQLAlchemyError, ImportError, ValueError, TypeError) as error:
            raise self.unkept(address, error) from error


LIBRARY: Final = Database(N_("The library"), "DERMATOME_LIBRARY", "library.sqlite3", 0x44524D41, 1)
PROGRESS: Final = Database(
    N_("Progress"), "DERMATOME_PROGRESS", "progress.sqlite3", 0x44524D50, 1, beside=LIBRARY
)


def identity(file: Path | None) -> tuple[int, int] | None:
    """Return what tells a file from another one in its place; None for none, zeros for one that is gone."""
    try:
        found = file.stat() if file is not None else None
    except OSError:
        return 0, 0
    return found and (found.st_dev, found.st_ino)


def is_address(place: Path | str) -> TypeGuard[str]:
    """Return whether a place is the address of a server, not a folder or file."""
    return "://" in str(place)


def connect(file: Path | str) -> sqlite3.Connection:
    """Open a file whose transactions the caller begins and ends; threads may share the connection in turn."""
    return sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)


def file_engine(file: Path) -> sa.Engine:
    """Return the engine of a file in which what was committed survives a power cut.

    Transactions take the writer's lock when they begin, unless they have the option ``reading``.
    """
    import sqlalchemy as sa
    from sqlalchemy import event

    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(file)),
        connect_args={"timeout": BUSY_SECONDS},
        pool_size=CONNECTIONS,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def write_ahead(connection: sqlite3.Connection) -> None:
    """Let readers of a file go on while one writes.

    While another one writes, SQLite refuses this to a new file at once, whatever time it was told to wait.

    :raises sqlite3.OperationalError: the other one has not done after :data:`BUSY_SECONDS`.
    """
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
        time.sleep(AGAIN_SECONDS)


def hold(server: sa.Connection, number: int) -> None:
    """Wait for other writers; given back at the end of the transaction. ``number`` names the lock."""
    import sqlalchemy as sa

    if server.dialect.name == "postgresql":
        server.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": number})
    elif server.dialect.name == "sqlite":
        server.exec_driver_sql("BEGIN IMMEDIATE")


def shown(address: str) -> str:
    """Return an address without its password, which may also stand among its settings."""
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    with contextlib.suppress(ArgumentError, ValueError):
        url = make_url(address)
        return url.set(query={}).render_as_string(hide_password=True) + ("?…" if url.query else "")
    return address.split("://")[0] + "://…"


def reason(error: Exception) -> str:
    """Return in a few words, without a full stop, why a database failed."""
    told = getattr(error, "orig", None) or error
    if told.args and isinstance(told.args[0], dict):  # the fields of a PostgreSQL message
        told = told.args[0].get("M", told)
    return (getattr(told, "strerror", None) or one_line(told)).rstrip(".")


def is_damage(error: Exception) -> bool:
    """Return whether a file can no longer be read as the database it was: trying again does not help."""
    return _code(error) in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def _code(error: Exception) -> int:
    """Return what SQLite calls the kind of a fault; 0 for a fault that is not its own."""
    told = getattr(error, "orig", None) or error
    return (getattr(told, "sqlite_errorcode", 0) or 0) & 0xFF


def _patience() -> dict[str, Any]:
    """Return how long PostgreSQL lets a statement run or wait, and how long we wait for any answer."""
    limit = str(BUSY_SECONDS * 1000)
    return {
        "timeout": ANSWER_SECONDS,
        "startup_params": {"statement_timeout": limit, "lock_timeout": limit},
    }


def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
    # The driver would begin transactions late and without the lock; `_begin` does.
    connection.isolation_level = None
    run = connection.execute
    write_ahead(connection)
    run("PRAGMA synchronous = FULL")
    run("PRAGMA foreign_keys = ON")


def _begin(connection: sa.Connection) -> None:
    options = connection.get_execution_options()
    connection.exec_driver_sql("BEGIN" if options.get("reading") else "BEGIN IMMEDIATE")
