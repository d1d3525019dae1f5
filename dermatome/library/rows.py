"""The tables of the library, and what their rows become."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Final, get_args

from dermatome.errors import DataError
from dermatome.language import _
from dermatome.library.markup import safe_inline
from dermatome.library.records import Article, Passage, PassageKind, Section

SCHEMA: Final = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE article (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, kind TEXT NOT NULL, roots TEXT NOT NULL,
    summary TEXT NOT NULL, updated TEXT NOT NULL, source TEXT NOT NULL, date TEXT NOT NULL,
    language TEXT NOT NULL, added TEXT NOT NULL,
    passages INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX article_source ON article (source);
CREATE INDEX article_title ON article (title);
CREATE TABLE section (
    article TEXT NOT NULL REFERENCES article ON DELETE CASCADE, position INTEGER NOT NULL, id TEXT NOT NULL,
    heading TEXT NOT NULL, level INTEGER NOT NULL, role TEXT, parent TEXT,
    PRIMARY KEY (article, position)
) WITHOUT ROWID;
CREATE TABLE passage (
    number INTEGER PRIMARY KEY, article TEXT NOT NULL REFERENCES article ON DELETE CASCADE,
    section INTEGER NOT NULL, id TEXT NOT NULL, title TEXT NOT NULL, heading TEXT NOT NULL,
    text TEXT NOT NULL, extra TEXT NOT NULL
);
CREATE INDEX passage_article ON passage (article, section, number);
CREATE TABLE passage_root (
    root TEXT NOT NULL, sense TEXT NOT NULL, passage INTEGER NOT NULL REFERENCES passage ON DELETE CASCADE,
    PRIMARY KEY (root, sense, passage)
) WITHOUT ROWID;
CREATE INDEX passage_root_passage ON passage_root (passage);
CREATE TABLE passage_part (
    part TEXT NOT NULL, passage INTEGER NOT NULL REFERENCES passage ON DELETE CASCADE,
    PRIMARY KEY (part, passage)
) WITHOUT ROWID;
CREATE INDEX passage_part_passage ON passage_part (passage);
CREATE VIRTUAL TABLE words USING fts5 (
    title, heading, text, content='passage', content_rowid='number',
    tokenize="porter unicode61 remove_diacritics 2"
);
CREATE VIRTUAL TABLE vocabulary USING fts5vocab (words, 'row');
CREATE TRIGGER passage_added AFTER INSERT ON passage BEGIN
    INSERT INTO words (rowid, title, heading, text) VALUES (new.number, new.title, new.heading, new.text);
END;
CREATE TRIGGER passage_removed AFTER DELETE ON passage BEGIN
    INSERT INTO words (words, rowid, title, heading, text)
    VALUES ('delete', old.number, old.title, old.heading, old.text);
END;
"""
LONGEST_TEXT: Final = 20_000
"""Characters shown of a stored passage. No import makes one as long; others may have put it there."""
LONGEST_MARKUP: Final = 200_000
LONGEST_HEADING: Final = 1_000
CUT: Final = " […]"
HOME: Final = ""
"""Sense under which a passage is filed for the root of its article when it names none."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list of imported articles."""

    id: str
    title: str
    roots: tuple[str, ...]
    source: str
    date: str
    language: str
    added: str
    passages: int


@dataclass(frozen=True, slots=True)
class Saved:
    """What an import did: ids of the articles added and of those replaced.

    ``former`` are id and title of the replaced ones that said something else. ``beside`` are, of those added
    that may be new versions of others, their ids, and ids and titles of these, which stay.
    """

    added: tuple[str, ...]
    replaced: tuple[str, ...]
    former: tuple[tuple[str, str], ...] = ()
    beside: tuple[tuple[str, str, str], ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """All articles the import wrote."""
        return (*self.added, *self.replaced)


@dataclass(frozen=True, slots=True)
class Found:
    """A passage as the database returns it, with a stand-in for its article and section."""

    article: Article
    section: Section
    passage: Passage
    score: float = 0.0


FROM: Final = (
    "FROM passage p JOIN section s ON s.article = p.article AND s.position = p.section "
    "JOIN article a ON a.id = p.article"
)
_EXTRA: Final = {
    "markup": "",
    "kind": "paragraph",
    "citations": [],
    "lead": "",
    "depth": 0,
    "number": None,
    "continued": False,
    "cells": [],
    "header": False,
}


def packed(passage: Passage) -> str:
    """Return what a passage holds beside id and text, as JSON without the defaults."""
    values: Mapping[str, Any] = {
        "markup": passage.markup,
        "kind": passage.kind,
        "citations": list(passage.citations),
        "lead": passage.lead,
        "depth": passage.depth,
        "number": passage.number,
        "continued": passage.continued,
        "cells": list(passage.cells),
        "header": passage.header,
    }
    told = {key: value for key, value in values.items() if value != _EXTRA[key]}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def as_passage(passage_id: str, text: str, extra: str) -> Passage:
    """Return a stored passage. Others may write to the database as well: what they wrote is made harmless.

    One that is longer than anything an import makes is cut, and says so by :data:`CUT`.

    :raises DataError: it is no passage of this library.
    """
    if len(text) > LONGEST_TEXT or len(extra) > LONGEST_MARKUP:
        text = text[:LONGEST_TEXT] + CUT
        return Passage(id=passage_id[:LONGEST_HEADING], text=text, markup=escape(text, quote=False))
    try:
        told = json.loads(extra)
        values = {key: told.get(key, default) for key, default in _EXTRA.items()}
        number = values["number"]
        return Passage(
            id=passage_id,
            text=text,
            markup=safe_inline(values["markup"]),
            kind=values["kind"] if values["kind"] in get_args(PassageKind) else "paragraph",
            citations=tuple(str(key) for key in values["citations"]),
            lead=str(values["lead"]),
            depth=int(values["depth"]),
            number=None if number is None else int(number),
            continued=bool(values["continued"]),
            cells=tuple(safe_inline(cell) for cell in values["cells"]),
            header=bool(values["header"]),
        )
    except (AttributeError, RecursionError, TypeError, ValueError) as error:
        raise DataError(
            _("Passage “%(id)s” of the library is damaged. Remove the article and import it again.")
            % {"id": passage_id}
        ) from error


def as_article(head: Sequence[Any], sections: tuple[Section, ...]) -> Article:
    """Build the article of a row: its columns from the id to the language, in the order of :data:`SCHEMA`."""
    article_id, title, kind, roots, summary, updated, source, date, language = head[:9]
    return Article(
        article_id,
        title[:LONGEST_HEADING],
        kind,
        sections,
        tuple(roots.split()),
        summary[:LONGEST_HEADING],
        updated,
        source,
        date,
        language,
    )


def as_found(row: Sequence[Any], score: float = 0.0) -> Found:
    """Build the records of one joined row: passage (8 columns), section (7), article (11)."""
    passage = as_passage(row[3], row[6], row[7])
    section = Section(row[10], row[11][:LONGEST_HEADING], row[12], (passage,), row[13], row[14])
    return Found(as_article(row[15:], (section,)), section, passage, score)


def statements(script: str) -> Iterator[str]:
    """Split a script into statements; unlike ``executescript`` they can then run inside a transaction."""
    statement = ""
    for line in script.splitlines():
        statement += line + "\n"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def placeholders(values: Sequence[Any]) -> str:
    """Return what stands for so many values in an SQL statement: ``"?, ?, ?"``."""
    return ", ".join("?" * len(values))
