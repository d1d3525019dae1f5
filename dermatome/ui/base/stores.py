"""The articles readers brought: where the app finds the store."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterator
from pathlib import Path

from dermatome.databases import LIBRARY, is_address
from dermatome.errors import DataError
from dermatome.library.load import library
from dermatome.library.records import Article
from dermatome.library.store import Store


def stores() -> tuple[Store, ...]:
    """Return the store of imported articles, or nothing while there is none: looking creates no file.

    :raises DataError: the file is damaged or not ours.
    """
    place = LIBRARY.place()
    if is_address(place):
        return (_shared(place),)
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
    """Open the library for a change; a file gets a connection of its own, so that readers go on reading.

    :raises DataError: it cannot be opened.
    """
    place = LIBRARY.place()
    if is_address(place):
        yield _shared(place)
        return
    with Store.open(place) as store:
        yield store


@functools.lru_cache(maxsize=1)
def _shared(address: str) -> Store:
    # Only a server that shares its articles needs SQLAlchemy, which takes its time to load.
    from dermatome.library.shared import open_library

    return open_library(address)


@functools.lru_cache(maxsize=4)
def _opened(place: Path, inode: int) -> Store:
    """Open a store once a process; a file put in its place (``inode``) is opened anew."""
    return Store.open(place)


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
