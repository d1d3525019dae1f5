"""Imported articles kept in a database server that several replicas share (PostgreSQL, through SQLAlchemy).

The server keeps whole articles, each with the revision that wrote it. Every process answers from an index of
its own, an SQLite file that lives as long as the process, and brings it up to date when the revision has
grown. So searches are the same, and as quick, wherever the articles are kept; a process that is killed loses
nothing, and a server that is away for a while stops only changes, not reading.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import logging
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from dermatome.errors import DataError, InputError
from dermatome.library.records import Article, Passage, Section
from dermatome.library.store import FILE_NAME, VARIABLE, Saved, Store, default_path, is_address

SYNC_SECONDS: Final = 2.0
"""A change by another replica shows after this long at most."""
_LOCK: Final = 0x44524D41
"""Number of the lock that makes writers wait for one another, so that revisions are committed in order."""

_TABLES: Final = sa.MetaData()
_ARTICLE: Final = sa.Table(
    "dermatome_article",
    _TABLES,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("source", sa.Text, nullable=False, index=True),
    sa.Column("revision", sa.BigInteger, nullable=False, index=True),
    # A removed article leaves its line, without the text: the other replicas learn from it what to forget.
    sa.Column("document", sa.Text, nullable=True),
)

_log = logging.getLogger(__name__)


def open_library(place: Path | str | None = None) -> Store:
    """Open a library: a folder or file (SQLite), or the address of a database server.

    :param place: such as ``/srv/library`` or ``postgresql://user:password@host/name``; None means the one the
        environment variable ``DERMATOME_LIBRARY`` names, else the user's data folder.
    :raises DataError: it cannot be opened.
    """
    named = str(place if place is not None else default_path())
    return SharedStore.connect(named) if is_address(named) else Store.open(place)


class SharedStore(Store):
    """A library on a database server, with an index of its own. As :class:`Store`, safe between threads."""

    def __init__(self, connection: sqlite3.Connection, path: Path, engine: sa.Engine) -> None:
        super().__init__(connection, path)
        self._engine = engine
        self._seen = 0
        self._checked = float("-inf")
        self._syncing = False
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    @classmethod
    def connect(cls, address: str) -> SharedStore:
        """Connect to a server, creating the table where there is none, and read what it keeps.

        :raises DataError: the address is none, or the server cannot be used.
        """
        try:
            url = sa.make_url(address)
            if url.drivername == "postgresql":
                url = url.set(drivername="postgresql+pg8000")
            engine = sa.create_engine(url, pool_pre_ping=True, pool_size=2)
            with engine.begin() as server:
                _lock(server)
                _TABLES.create_all(server)
        except (SQLAlchemyError, OSError, ImportError) as error:
            raise DataError(
                f"The shared library {_shown(address)} cannot be used: {_reason(error)}. Check {VARIABLE} "
                "and that the server can be reached."
            ) from error
        folder = tempfile.TemporaryDirectory(prefix="dermatome-")
        file = Path(folder.name) / FILE_NAME
        connection = sqlite3.connect(file, timeout=20, isolation_level=None, check_same_thread=False)
        store = cls(connection, file, engine)
        store._folder = folder
        store._syncing = True  # nothing to bring up to date before the tables are there
        store._prepare()
        store._syncing = False
        with store._guard():
            return store

    def close(self) -> None:
        """Close the connections and forget the index."""
        with self._lock:
            self._connection.close()
        self._engine.dispose()
        if self._folder is not None:
            self._folder.cleanup()

    def save_all(self, articles: Iterable[Article]) -> Saved:
        """As :meth:`Store.save_all`; the other replicas see all of the articles or none."""
        added: list[str] = []
        replaced: list[str] = []
        with self._change() as (server, revision):
            for article in articles:
                kept, existed = self._write(article, {*added, *replaced})
                (replaced if existed else added).append(kept)
                document = json.dumps(dataclasses.asdict(dataclasses.replace(article, id=kept)))
                _put(server, kept, source=article.source, revision=revision, document=document)
        return Saved(tuple(added), tuple(replaced))

    def remove(self, article_id: str) -> None:
        """As :meth:`Store.remove`."""
        with self._change() as (server, revision):
            if not self._delete(article_id):
                raise InputError(f"There is no imported article {article_id!r}.")
            _put(server, article_id, source="", revision=revision, document=None)

    @contextlib.contextmanager
    def _change(self) -> Iterator[tuple[sa.Connection, int]]:
        """One change of the server and the index together; the server is committed first.

        Killed between the two, the process takes its index with it, and the next one reads the server's.
        """
        with self._guard(), self._asking(), self._engine.connect() as server:
            _lock(server)
            self._catch_up(server)
            revision = self._seen + 1
            self._syncing = True
            try:
                with self._transaction():
                    yield server, revision
                    server.commit()
            finally:
                self._syncing = False
            self._seen = revision

    @contextlib.contextmanager
    def _guard(self) -> Iterator[None]:
        with super()._guard():
            if not self._syncing and time.monotonic() - self._checked > SYNC_SECONDS:
                self._sync()
            yield

    def _sync(self) -> None:
        """Bring the index up to date; a server that is away leaves it as it was."""
        first = self._checked == float("-inf")
        self._checked = time.monotonic()
        try:
            with self._asking(), self._engine.connect() as server:
                self._catch_up(server)
        except DataError as error:
            if first:
                raise
            _log.warning("%s Imported articles are shown as they were.", error)

    def _catch_up(self, server: sa.Connection) -> None:
        newer = server.execute(
            sa.select(_ARTICLE).where(_ARTICLE.c.revision > self._seen).order_by(_ARTICLE.c.revision)
        ).all()
        if not newer:
            return
        syncing, self._syncing = self._syncing, True
        try:
            with self._transaction():
                for row in newer:
                    self._delete(row.id)
                    if row.document is not None:
                        self._take(row.id, row.document)
            self._seen = newer[-1].revision
        finally:
            self._syncing = syncing

    def _take(self, article_id: str, document: str) -> None:
        """Put an article of the server into the index; one that somebody spoilt must not hide the others."""
        try:
            article = _article(json.loads(document))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            _log.warning("Article %r of the shared library is damaged and left out: %s", article_id, error)
            return
        self._write(article, set())

    @contextlib.contextmanager
    def _asking(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            shown = self._engine.url.render_as_string(hide_password=True)
            raise DataError(
                f"The shared library {shown} does not answer: {_reason(error)}. "
                "Nothing was changed; try again."
            ) from error


def _lock(server: sa.Connection) -> None:
    """Wait for the other writers; given back at the end of the transaction."""
    if server.dialect.name == "postgresql":
        server.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    elif server.dialect.name == "sqlite":
        server.exec_driver_sql("BEGIN IMMEDIATE")


def _put(server: sa.Connection, article_id: str, **values: Any) -> None:
    changed = server.execute(sa.update(_ARTICLE).where(_ARTICLE.c.id == article_id).values(**values))
    if not changed.rowcount:
        server.execute(sa.insert(_ARTICLE).values(id=article_id, **values))


def _article(raw: dict[str, Any]) -> Article:
    sections = tuple(
        Section(**{**section, "passages": tuple(_passage(each) for each in section["passages"])})
        for section in raw["sections"]
    )
    return Article(**{**raw, "sections": sections, "roots": tuple(raw["roots"])})


def _passage(raw: dict[str, Any]) -> Passage:
    return Passage(**{**raw, "citations": tuple(raw["citations"]), "cells": tuple(raw["cells"])})


def _shown(address: str) -> str:
    """The address without its password."""
    with contextlib.suppress(ArgumentError):
        return sa.make_url(address).render_as_string(hide_password=True)
    return address.split("://")[0] + "://…"


def _reason(error: Exception) -> str:
    told = getattr(error, "orig", None) or error
    if told.args and isinstance(told.args[0], dict):  # the fields of a PostgreSQL message
        told = told.args[0].get("M", told)
    return " ".join(str(told).split())[:160]
