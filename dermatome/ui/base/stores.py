"""The articles readers brought: where the app finds the store."""

from __future__ import annotations

import contextlib
import functools
import logging
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from dermatome.databases import LIBRARY, is_address
from dermatome.errors import AtlasError, DataError, Unavailable
from dermatome.export.apart import apart
from dermatome.language import _
from dermatome.library.load import library
from dermatome.library.records import Article
from dermatome.library.store import Store

PATIENCE_SECONDS: Final = 0.2
"""How long a visitor waits while a shared library is opened."""
AWAY_SECONDS: Final = 30.0
"""How long a server that could not be reached is left alone."""

_log = logging.getLogger(__name__)


def stores() -> tuple[Store, ...]:
    """Return the store of imported articles, or nothing while there is none: looking creates no file.

    :raises DataError: the file is damaged or not ours, or the server has not answered yet.
    """
    place = LIBRARY.place()
    if is_address(place):
        return (_opening(place).store(),)
    place = Path(place)
    file = place if place.is_file() else place / LIBRARY.file_name
    try:
        return (_opened(place, file.stat().st_ino),)
    except OSError:
        return ()


def readable_stores() -> tuple[Store, ...]:
    """Return :func:`stores`, and nothing where that fails; for pages on which imports are a side matter."""
    with contextlib.suppress(DataError):
        return stores()
    return ()


@contextlib.contextmanager
def writing() -> Iterator[Store]:
    """Open the library for a change, on connections of its own, so that readers go on reading.

    :raises DataError: it cannot be opened.
    """
    place = LIBRARY.place()
    if is_address(place):
        # Only a server that shares its articles needs SQLAlchemy, which takes its time to load.
        from dermatome.library.shared import open_library

        with open_library(place, reads=False) as store:
            yield store
    else:
        with Store.open(place) as store:
            yield store


class _Opening:
    """A shared library that is opened in the background: a server that says nothing holds no visitor."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._store: Store | None = None
        self._again = 0.0

    def store(self) -> Store:
        """Return it when it is open. :raises DataError: it is not, or not yet."""
        with self._lock:
            thread = self._thread
            if thread is None and self._store is None and time.monotonic() >= self._again:
                thread = self._thread = threading.Thread(target=self._open, name="library", daemon=True)
                thread.start()
        if self._store is None and thread is not None:
            thread.join(PATIENCE_SECONDS)
        if self._store is None:
            raise Unavailable(
                _("The shared library does not answer yet. Its articles come back when it does.")
            )
        return self._store

    def _open(self) -> None:
        from dermatome.library.shared import open_library

        try:
            self._store = open_library(self._address)
        except AtlasError as error:
            _log.warning("%s", error)
            self._again = time.monotonic() + AWAY_SECONDS
        finally:
            self._thread = None


@functools.lru_cache(maxsize=1)
def _opening(address: str) -> _Opening:
    return _Opening(address)


@functools.lru_cache(maxsize=4)
def _opened(place: Path, inode: int) -> Store:
    """Open a store once a process; a file put in its place (``inode``) is opened anew.

    What an older lexicon read serves until another process has read it again.
    """
    store = Store.open(place, refresh=False)
    if store.stale:
        threading.Thread(target=_refresh, args=(place,), name="library", daemon=True).start()
    return store


def _refresh(place: Path) -> None:
    try:
        apart("library", refreshed, place)
    except AtlasError as error:
        _log.warning("The library could not be read anew: %s", error)


def refreshed(place: Path) -> bytes:
    """Read a library's passages again where the lexicon has changed; done by a process of its own."""
    Store.open(place).close()
    return b""


def find_article(article_id: str) -> Article:
    """Return an article, ours or imported.

    :raises InputError: there is none with this id.
    """
    if article := library().get(article_id):
        return article
    for store in readable_stores():
        if article := store.get(article_id):
            return article
    return library().article(article_id)  # says that there is none
