"""Shared pieces of the library's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dermatome.library.importing import parse_articles
from dermatome.library.records import Article
from dermatome.library.store import Store


def article(text: str, name: str = "note.md") -> Article:
    """Return the one article that ``text`` is."""
    (read,) = parse_articles(text.encode(), name)
    return read


@pytest.fixture
def make():
    return article


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "library") as opened:
        yield opened
