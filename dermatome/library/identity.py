"""Is it the same article? With an address that settles it; without one, name, title and text tell."""

from __future__ import annotations

import functools
import re
import sqlite3
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Final

from dermatome.library.records import Article
from dermatome.library.rows import Saved

Run = Callable[..., sqlite3.Cursor]

_NEAR: Final = 50
"""Articles of the same name or title that are compared with a new one."""
_WORD: Final = re.compile(r"[^\W_]{4,}|[A-Za-z]{1,2}\d+")
_NUMBER: Final = re.compile(r"-\d{1,4}\Z")
_SAME_NAME: Final = 0.3
"""Share of the words that two versions of an article have in common, where name and title are the same."""
_SAME_TITLE: Final = 0.5
_SAME_TEXT: Final = 0.8


@dataclass(frozen=True, slots=True)
class Standing:
    """An article that stands in the library; ``changed`` when a new version said something else."""

    id: str
    title: str
    changed: bool = True


@dataclass(slots=True)
class Saving:
    """What an import has done so far: the ids it wrote, and what it changed."""

    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    former: list[tuple[str, str]] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)

    def note(self, kept: str, old: Standing | None) -> None:
        self.ids.add(kept)
        if old is None:
            self.added.append(kept)
        elif kept not in self.added and kept not in self.replaced:
            self.replaced.append(kept)
            self.former += [(kept, old.title)] if old.changed else []

    def saved(self) -> Saved:
        return Saved(tuple(self.added), tuple(self.replaced), tuple(self.former))


def standing(run: Run, article: Article, taken: AbstractSet[str]) -> Standing | None:
    """Return the article that ``article`` is a version of, or None.

    :param run: asks the library's database.
    :param taken: what came with the same import, and so is another article.
    """
    own = functools.cache(lambda: telling_words(passage.text for passage in article.passages))
    # A site may give one address to all its pages, so an address alone is not enough.
    at_address = run(
        "SELECT id, title FROM article WHERE source = ? ORDER BY title <> ?, id LIMIT ?",
        (article.source, article.title, _NEAR if article.source else 0),
    ).fetchall()
    for kept, title in at_address:
        if title == article.title and kept not in taken:
            return Standing(kept, title)
        if _common(own(), _kept_words(run, kept)) >= (_SAME_TEXT if kept in taken else _SAME_NAME):
            return Standing(kept, title)
    near = run(
        "SELECT id, title, source FROM article WHERE id = ? OR title = ? OR (id > ? AND id < ?) "
        "ORDER BY id <> ?, title <> ?, id LIMIT ?",
        (article.id, article.title, f"{article.id}-", f"{article.id}.", article.id, article.title, _NEAR),
    ).fetchall()
    for kept, title, source in near:
        if kept in taken or (source and article.source):
            continue
        if same_article(article, own(), kept, title, _kept_words(run, kept)):
            return Standing(kept, title)
    return None


def _kept_words(run: Run, kept: str) -> frozenset[str]:
    return telling_words(text for (text,) in run("SELECT text FROM passage WHERE article = ?", (kept,)))


def _common(first: frozenset[str], second: frozenset[str]) -> float:
    return len(first & second) / max(1, len(first), len(second))


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


def same_article(
    new: Article, words: frozenset[str], kept: str, title: str, kept_words: frozenset[str]
) -> bool:
    """True when ``new``, of these ``words``, is a version of the article kept under this id and title.

    A file's name alone says little: every folder has its "notes". Another name, on the other hand, is another
    article, but for what the folder adds to it or a number: "week 2/notes" and "notes (1)".
    """
    if not _related(new.id, kept):
        return False
    common = _common(words, kept_words)
    if title == new.title:
        return common >= (_SAME_NAME if kept == new.id else _SAME_TITLE)
    return common >= _SAME_TEXT


def _related(first: str, second: str) -> bool:
    """True of ids of one file name, whatever folder stands before it."""
    a, b = (_NUMBER.sub("", name.removeprefix("imported-")) for name in (first, second))
    return a == b or a.endswith(f"-{b}") or b.endswith(f"-{a}")
