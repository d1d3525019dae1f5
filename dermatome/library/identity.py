"""Is it the same article? With an address that settles it; without one, name, title and text tell."""

from __future__ import annotations

import functools
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Final, Literal

from dermatome.library.records import Article
from dermatome.library.rows import Saved

Run = Callable[..., sqlite3.Cursor]

_NEAR: Final = 50
"""Articles of the same name or title that are compared with a new one."""
_WORD: Final = re.compile(r"[^\W_]{4,}|[A-Za-z]{1,2}\d+")
_NUMBER: Final = re.compile(r"-\d{1,4}\Z")
_SAME_NAME: Final = 0.3
"""Share of the words that two versions have in common at least, where name and title are the same."""
_SAME_TITLE: Final = 0.5
_SAME_TEXT: Final = 0.8
"""From so many words on it is the same text, whatever its title."""
_TELLING: Final = 40
"""Characters of a passage that two authors do not write alike by chance."""

Replacing = Literal["sure", "any", "none"]
"""What is replaced: what an article surely is a version of, what it may be one of too, or nothing."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An article that stands in the library, and whether another one surely is a version of it."""

    id: str
    title: str
    sure: bool = True


@dataclass(slots=True)
class Saving:
    """What an import has done so far: the ids it wrote, and what it changed."""

    replacing: Replacing = "sure"
    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    former: list[tuple[str, str]] = field(default_factory=list)
    beside: list[tuple[str, str, str]] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)

    def replaces(self, old: Standing) -> bool:
        """True when ``old`` makes way; of one text that comes twice in an import the first does."""
        return old.id in self.ids or self.replacing == "any" or (self.replacing == "sure" and old.sure)

    def add(self, kept: str, old: Standing | None) -> None:
        self.ids.add(kept)
        self.added.append(kept)
        self.beside += [(kept, old.id, old.title)] if old else []

    def replace(self, old: Standing, *, changed: bool) -> None:
        self.ids.add(old.id)
        if old.id not in self.added and old.id not in self.replaced:
            self.replaced.append(old.id)
            self.former += [(old.id, old.title)] if changed else []

    def saved(self) -> Saved:
        return Saved(tuple(self.added), tuple(self.replaced), tuple(self.former), tuple(self.beside))


class _Text:
    """The words of an article that tell it from others, and its longer passages."""

    def __init__(self, texts: Iterable[str]) -> None:
        passages = [*texts]
        self.words = telling_words(passages)
        self.passages = {text for text in passages if len(text) >= _TELLING}

    def common(self, other: _Text) -> float:
        return len(self.words & other.words) / max(1, len(self.words), len(other.words))

    def same(self, other: _Text) -> bool:
        """True of versions of one text: nearly all words or half of the passages are the same."""
        shared = len(self.passages & other.passages)
        fewer = min(len(self.passages), len(other.passages))
        return self.common(other) >= _SAME_TEXT or (shared >= 2 and 2 * shared >= fewer)


def standing(run: Run, article: Article, taken: AbstractSet[str]) -> Standing | None:
    """Return the article that ``article`` is a version of, or, where there is none, may be; else None.

    :param run: asks the library's database.
    :param taken: what came with the same import, and so is another article.
    """
    doubtful = None
    for old in _versions(run, article, taken):
        if old.sure:
            return old
        doubtful = doubtful or old
    return doubtful


def _versions(run: Run, article: Article, taken: AbstractSet[str]) -> Iterator[Standing]:
    own = functools.cache(lambda: _Text(passage.text for passage in article.passages))
    # A site may give one address to all its pages, so an address alone is not enough.
    at_address = run(
        "SELECT id, title FROM article WHERE source = ? ORDER BY title <> ?, id LIMIT ?",
        (article.source, article.title, _NEAR if article.source else 0),
    ).fetchall()
    for kept, title in at_address:
        if title == article.title and kept not in taken:
            yield Standing(kept, title)
            continue
        text = _kept(run, kept)
        if kept in taken:
            if own().common(text) >= _SAME_TEXT:
                yield Standing(kept, title)
        elif own().common(text) >= _SAME_NAME:
            yield Standing(kept, title, own().same(text))
    near = run(
        "SELECT id, title, source FROM article WHERE id = ? OR title = ? OR (id > ? AND id < ?) "
        "ORDER BY id <> ?, title <> ?, id LIMIT ?",
        (article.id, article.title, f"{article.id}-", f"{article.id}.", article.id, article.title, _NEAR),
    ).fetchall()
    for kept, title, source in near:
        # A file's name alone says little: every folder has its "notes". Another name is another article.
        if kept in taken or (source and article.source) or not _related(article.id, kept):
            continue
        text = _kept(run, kept)
        least = _SAME_NAME if kept == article.id else _SAME_TITLE
        sure = own().same(text) if title == article.title else own().common(text) >= _SAME_TEXT
        if sure or (title == article.title and own().common(text) >= least):
            yield Standing(kept, title, sure)


def _kept(run: Run, kept: str) -> _Text:
    return _Text(text for (text,) in run("SELECT text FROM passage WHERE article = ?", (kept,)))


def free_id(run: Run, wanted: str) -> str:
    """Return the id wanted, or, where it is in use, the first of it with a number that is not."""
    number, kept = 1, wanted
    while run("SELECT 1 FROM article WHERE id = ?", (kept,)).fetchone():
        number += 1
        kept = f"{wanted}-{number}"
    return kept


def telling_words(texts: Iterable[str]) -> frozenset[str]:
    """Return the words of an article that tell it from others: the longer ones, and labels."""
    return frozenset(word.lower() for text in texts for word in _WORD.findall(text))


def _related(first: str, second: str) -> bool:
    """True of ids of one file name, but for a folder or a number: "week 2/notes", "notes (1)"."""
    a, b = (_NUMBER.sub("", name.removeprefix("imported-")) for name in (first, second))
    return a == b or a.endswith(f"-{b}") or b.endswith(f"-{a}")
