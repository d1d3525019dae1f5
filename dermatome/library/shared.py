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
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from dermatome.databases import LIBRARY, UNREACHED, connect, hold, is_address, reason
from dermatome.errors import DataError
from dermatome.language import _
from dermatome.library.identity import Replacing, Saving
from dermatome.library.records import Article, Passage, Section
from dermatome.library.store import Saved, Store, no_article

SYNC_SECONDS: Final = 2.0
"""How often the server is asked for changes by other replicas."""
PATIENCE_SECONDS: Final = 0.2
"""How long a reader waits for the answer."""
AWAY_SECONDS: Final = 30.0
"""How long a server that does not answer is left alone."""
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


def open_library(place: Path | str | None = None, *, reads: bool = True) -> Store:
    """Open a library: a folder or file (SQLite), or the address of a database server.

    :param place: such as ``/srv/library`` or ``postgresql://user:password@host/name``; None means the one the
        environment variable ``DERMATOME_LIBRARY`` names, else the user's data folder.
    :param reads: see :meth:`SharedStore.connect`; a file is always read.
    :raises DataError: it cannot be opened.
    """
    named = str(place if place is not None else LIBRARY.place())
    return SharedStore.connect(named, reads=reads) if is_address(named) else Store.open(place)


class SharedStore(Store):
    """A library on a database server, with an index of its own. As :class:`Store`, safe between threads.

    Readers have a connection to the index of their own: they wait for no writer, and for the server no longer
    than :data:`PATIENCE_SECONDS`; what it says later is shown to those who come later.
    """

    def __init__(self, engine: sa.Engine, *, reads: bool = True) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="dermatome-")
        file = Path(self._folder.name) / LIBRARY.file_name
        super().__init__(connect(file), file)
        self._due = float("inf")
        self._index = Store(connect(file), file)
        self._index._prepare()
        self._index._reads = reads
        self._prepare()
        self._engine = engine
        self._seen = 0

    @classmethod
    def connect(cls, address: str, *, reads: bool = True) -> SharedStore:
        """Connect to a server, creating the table where there is none, and read what it keeps.

        :param reads: whether passages are read for the roots they name: who only writes need not.
        :raises DataError: the address is none, or the server cannot be used.
        """
        engine = LIBRARY.server(address)
        try:
            with engine.begin() as server:
                hold(server, _LOCK)
                _TABLES.create_all(server)
            store = cls(engine, reads=reads)
            with store._index._guard(), engine.connect() as server:
                store._catch_up(server)
        except (SQLAlchemyError, *UNREACHED) as error:
            engine.dispose()
            raise LIBRARY.unkept(address, error) from error
        store._due = time.monotonic() + SYNC_SECONDS
        return store

    def close(self) -> None:
        """Close the connections and forget the index."""
        self._due = float("inf")
        self._index.close()
        super().close()
        self._engine.dispose()
        self._folder.cleanup()

    def save_all(self, articles: Iterable[Article], replacing: Replacing = "sure") -> Saved:
        """As :meth:`Store.save_all`; the other replicas see all of the articles or none."""
        saving = Saving(replacing)
        with self._change() as (server, revision):
            for article in articles:
                kept = self._index._write(article, saving)
                document = json.dumps(dataclasses.asdict(dataclasses.replace(article, id=kept)))
                _put(server, kept, source=article.source, revision=revision, document=document)
        return saving.saved()

    def remove(self, article_id: str) -> None:
        """As :meth:`Store.remove`."""
        with self._change() as (server, revision):
            if not self._index._delete(article_id):
                raise no_article(article_id)
            _put(server, article_id, source="", revision=revision, document=None)

    def look(self) -> None:
        """As :meth:`Store.look`: the next reader asks the server."""
        self._due = min(self._due, 0.0)

    @contextlib.contextmanager
    def _change(self) -> Iterator[tuple[sa.Connection, int]]:
        """One change of the server and the index together; the server is committed first.

        Killed between the two, the process takes its index with it, and the next one reads the server's.
        """
        with self._index._guard(), self._asking(), self._engine.connect() as server:
            hold(server, _LOCK)
            self._catch_up(server)
            revision = self._seen + 1
            with self._index._transaction():
                yield server, revision
                server.commit()
            self._seen = revision

    @contextlib.contextmanager
    def _guard(self) -> Iterator[None]:
        if time.monotonic() > self._due:
            self._due = time.monotonic() + SYNC_SECONDS
            sync = threading.Thread(target=self._sync, daemon=True)
            sync.start()
            sync.join(PATIENCE_SECONDS)
        with super()._guard():
            yield

    def _sync(self) -> None:
        """Bring the index up to date; a server that is away, or another that writes, leaves it as it was."""
        if not self._index._lock.acquire(blocking=False):
            return
        try:
            with self._index._guard(), self._asking(), self._engine.connect() as server:
                self._catch_up(server)
        except DataError as error:
            self._due = time.monotonic() + AWAY_SECONDS
            _log.warning("%s Imported articles are shown as they were.", error)
        finally:
            self._index._lock.release()

    def _catch_up(self, server: sa.Connection) -> None:
        newer = server.execute(
            sa.select(_ARTICLE).where(_ARTICLE.c.revision > self._seen).order_by(_ARTICLE.c.revision)
        ).all()
        if not newer:
            return
        with self._index._transaction():
            for row in newer:
                self._index._delete(row.id)
                if row.document is not None:
                    self._take(row.id, row.document)
        self._seen = newer[-1].revision

    def _take(self, article_id: str, document: str) -> None:
        """Put an article of the server into the index; one that somebody spoilt must not hide the others."""
        try:
            article = _article(json.loads(document))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            _log.warning("Article %r of the shared library is damaged and left out: %s", article_id, error)
            return
        self._index._insert(article_id, article)

    @contextlib.contextmanager
    def _asking(self) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, OSError) as error:
            told = {
                "place": self._engine.url.render_as_string(hide_password=True),
                "reason": reason(error),
            }
            raise DataError(
                _("The shared library %(place)s does not answer: %(reason)s. Nothing was changed; try again.")
                % told
            ) from error


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
