"""The database that keeps imported articles and answers searches (SQLite, FTS5).

One file, ``library.sqlite3``, in the folder named by the environment variable ``DERMATOME_LIBRARY``, or in
the user's data folder. An import is one transaction: interrupted at any point, the library is as it was. A
file that is damaged or belongs to another program is reported and never written to.
"""

from __future__ import annotations

import contextlib
import itertools
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

from dermatome.anatomy.ids import root_members
from dermatome.databases import LIBRARY, connect, identity, write_ahead
from dermatome.errors import DataError, ImportFailed, InputError, Unavailable, one_line
from dermatome.language import _
from dermatome.library.identity import Replacing, Saving, Standing, free_id, standing
from dermatome.library.mentions import lexicon, section_context
from dermatome.library.ranking import WANTED
from dermatome.library.reading import MOST_EFFORT, effort, home_roots, read
from dermatome.library.records import Article, Passage, Section
from dermatome.library.rows import (
    FROM,
    HOME,
    LONGEST_HEADING,
    SCHEMA,
    Found,
    Listed,
    Saved,
    as_article,
    as_found,
    as_passage,
    packed,
    placeholders,
    statements,
)

MOST_WORDS, LONGEST_WORD = 30_000, 40
"""Word forms a misspelt word is compared with, and letters of the longest; textbooks have fewer."""
MOST_SHOWN: Final = 20_000
"""Sections, and passages, of the longest article; an import makes none longer."""


class Store:
    """An open library. Safe to share between threads; every public method is one transaction."""

    def __init__(self, connection: sqlite3.Connection, path: Path | None) -> None:
        self._connection = connection
        self._lock = threading.RLock()
        self._vocabulary: tuple[int, tuple[str, ...]] | None = None
        self._reads = True
        self.path, self._known_as = path, identity(path)

    # -- opening

    @classmethod
    def open(cls, path: Path | str | None = None, *, refresh: bool = True) -> Store:
        """Open the library in a folder (or the file itself), creating it when there is none.

        :param refresh: whether what another version of the lexicon read is read again, which takes a large
            library minutes.
        :raises DataError: the folder cannot be written, or the file is damaged or not a library.
        """
        place = Path(path if path is not None else LIBRARY.place())
        file = LIBRARY.file(place)
        try:
            connection = connect(file)
        except sqlite3.Error as error:
            raise LIBRARY.unkept(place, error) from error
        store = cls(connection, file)
        try:
            store._prepare()
            if refresh:
                store.refresh()
        except BaseException:
            connection.close()
            raise
        return store

    @classmethod
    def memory(cls, articles: Iterable[Article] = ()) -> Store:
        """Return a library that lives in memory, for our own articles."""
        store = cls(connect(":memory:"), None)
        store._prepare()
        store.save_all(articles)
        return store

    def close(self) -> None:
        """Close the database; the store is of no use after this."""
        with self._lock:
            self._connection.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _prepare(self) -> None:
        """Check the file, and give an empty one its tables; touches nothing that is not ours."""
        with self._guard():
            run = self._connection.execute
            empty = LIBRARY.is_empty(self.path, lambda query: run(query).fetchone()[0])
            if self.path is not None:
                write_ahead(self._connection)
                run("PRAGMA synchronous = NORMAL")
            run("PRAGMA foreign_keys = ON")
            run("PRAGMA temp_store = MEMORY")
            run("PRAGMA cache_size = -16000")
            run(
                "CREATE VIRTUAL TABLE temp.stem USING fts5 "
                '(word, tokenize="porter unicode61 remove_diacritics 2")'
            )
            run("CREATE VIRTUAL TABLE temp.stems USING fts5vocab (temp, 'stem', 'row')")
            if empty:
                with self._transaction():
                    if not run("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                        for statement in statements(SCHEMA):
                            run(statement)
                        LIBRARY.mark(run)
                        run("INSERT INTO meta VALUES ('lexicon', ?)", (lexicon().version,))
            run("SELECT id FROM article LIMIT 1").fetchone()
            run("SELECT rowid FROM words LIMIT 1").fetchone()

    # -- writing

    def save(self, article: Article) -> str:
        """Add an article, or replace the one with the same source or id; returns the id it is kept under.

        :raises DataError: the database is damaged or full.
        """
        return self.save_all([article]).ids[0]

    def save_all(self, articles: Iterable[Article], replacing: Replacing = "sure") -> Saved:
        """Add or replace all ``articles``, or, when anything goes wrong or the process dies, none.

        ``articles`` may be a generator: it is consumed inside the transaction, one article at a time.

        :raises DataError: the database is damaged or full.
        """
        saving = Saving(replacing)
        with self._guard(), self._transaction():
            for article in articles:
                self._write(article, saving)
        return saving.saved()

    def remove(self, article_id: str) -> None:
        """Remove an imported article.

        :raises InputError: there is none with this id.
        """
        with self._guard(), self._transaction():
            if not self._delete(article_id):
                raise no_article(article_id)

    def look(self) -> None:
        """Look for changes by other processes now, if that takes looking: a file always shows its state."""

    def standing(self, article: Article) -> Standing | None:
        """Return the article that ``article`` is or may be a version of, or None."""
        with self._guard():
            return standing(self._connection.execute, article, frozenset())

    def _write(self, article: Article, saving: Saving) -> str:
        """Write an article; return the id it is kept under."""
        old = standing(self._connection.execute, article, saving.ids)
        if old is not None and saving.replaces(old):
            kept = old.id
            saving.replace(old, changed=self.get(kept) != replace(article, id=kept))
            self._delete(kept)
        else:
            kept = free_id(self._connection.execute, article.id)
            saving.add(kept, old)
        self._insert(kept, article)
        return kept

    def _insert(self, kept: str, article: Article) -> None:
        run = self._connection.execute
        count = sum(len(section.passages) for section in article.sections)
        run(
            "INSERT INTO article VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                kept,
                article.title,
                article.kind,
                " ".join(article.roots),
                article.summary,
                article.updated,
                article.source,
                article.date,
                article.language,
                datetime.now(UTC).isoformat(timespec="seconds"),
                count,
            ),
        )
        for position, section in enumerate(article.sections):
            run(
                "INSERT INTO section VALUES (?, ?, ?, ?, ?, ?, ?)",
                (kept, position, section.id, section.heading, section.level, section.role, section.parent),
            )
            home = home_roots(article, section)
            for passage in section.passages:
                number = run(
                    "INSERT INTO passage (article, section, id, title, heading, text, extra) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (
                        kept,
                        position,
                        passage.id,
                        article.title,
                        section.heading,
                        passage.text,
                        packed(passage),
                    ),
                ).lastrowid
                self._write_reading(number, passage.text, section_context(section), home)

    def _write_reading(self, number: int | None, text: str, role: str | None, home: Sequence[str]) -> None:
        if not self._reads:
            return
        # What comes by the thousand is not kept in the cache, where it would push out all else.
        reading = (read if self.path is None else read.__wrapped__)(text, role)
        roots = {(root, sense, number) for root, senses in reading.senses.items() for sense in senses}
        roots |= {(root, HOME, number) for root in home if root not in reading.senses}
        parts = {(part, number) for term in reading.terms for part in term.parts}
        many = self._connection.executemany
        many("INSERT INTO passage_root VALUES (?, ?, ?)", sorted(roots))
        many("INSERT INTO passage_part VALUES (?, ?)", sorted(parts))

    def _delete(self, article_id: str) -> bool:
        run = self._connection.execute
        # Passages first and by hand: a cascade would not fire the trigger that keeps the word index in step.
        run("DELETE FROM passage WHERE article = ?", (article_id,))
        return run("DELETE FROM article WHERE id = ?", (article_id,)).rowcount > 0

    @property
    def stale(self) -> bool:
        """Whether the lexicon has changed since the passages were filed."""
        with self._guard():
            stored = self._connection.execute("SELECT value FROM meta WHERE key = 'lexicon'").fetchone()
        return not stored or stored[0] != lexicon().version

    def refresh(self) -> None:
        """Read stored passages again when the lexicon has changed since they were filed."""
        if not self.stale:
            return
        run = self._connection.execute
        with self._guard(), self._transaction():
            run("DELETE FROM passage_root")
            run("DELETE FROM passage_part")
            for found in self._rows("SELECT p.number, p.*, s.*, a.* " + FROM, ()):
                number, place = found
                home = home_roots(place.article, place.section)
                self._write_reading(number, place.passage.text, section_context(place.section), home)
            run("INSERT OR REPLACE INTO meta VALUES ('lexicon', ?)", (lexicon().version,))

    # -- reading

    def articles(self) -> tuple[Listed, ...]:
        """Return the articles kept, the latest import first."""
        with self._guard():
            rows = self._connection.execute(
                "SELECT id, title, roots, source, date, language, added, passages FROM article "
                "ORDER BY added DESC, title"
            ).fetchall()
        return tuple(Listed(row[0], row[1], tuple(row[2].split()), *row[3:]) for row in rows)

    def get(self, article_id: str) -> Article | None:
        """Return an article whole, or None."""
        with self._guard():
            run = self._connection.execute
            head = run("SELECT * FROM article WHERE id = ?", (article_id,)).fetchone()
            if head is None:
                return None
            sections = run(
                "SELECT position, id, heading, level, role, parent FROM section WHERE article = ? "
                "ORDER BY position LIMIT ?",
                (article_id, MOST_SHOWN),
            ).fetchall()
            rows = run(
                "SELECT section, id, text, extra FROM passage WHERE article = ? ORDER BY number LIMIT ?",
                (article_id, MOST_SHOWN),
            ).fetchall()
        passages: dict[int, list[Passage]] = {}
        for position, passage_id, text, extra in rows:
            passages.setdefault(position, []).append(as_passage(passage_id, text, extra))
        return as_article(
            head,
            tuple(
                Section(
                    section_id,
                    heading[:LONGEST_HEADING],
                    level,
                    tuple(passages.get(position, ())),
                    role,
                    parent,
                )
                for position, section_id, heading, level, role, parent in sections
            ),
        )

    def count(self) -> int:
        """Return the number of passages kept."""
        with self._guard():
            return self._connection.execute("SELECT count(*) FROM passage").fetchone()[0]

    def candidates(
        self, root: str, layer: str | None = None, parts: Sequence[str] = (), limit: int = 120
    ) -> list[tuple[Article, Section, Passage]]:
        """Return passages that may be about ``root``, those on the part and sense asked for first."""
        members = (root, *root_members(root))
        wanted = WANTED.get(layer or "", ())
        on_part = f"r.passage IN (SELECT passage FROM passage_part WHERE part IN ({placeholders(parts)}))"
        query = (
            "WITH chosen AS (SELECT r.passage AS number, "
            f"max({on_part}) AS on_part, max(r.sense IN ({placeholders(wanted)})) AS on_sense "
            f"FROM passage_root r WHERE r.root IN ({placeholders(members)}) GROUP BY r.passage "
            "ORDER BY on_part DESC, on_sense DESC, r.passage LIMIT ?) "
            "SELECT p.number, p.*, s.*, a.* FROM chosen JOIN passage p USING (number) "
            "JOIN section s ON s.article = p.article AND s.position = p.section "
            "JOIN article a ON a.id = p.article ORDER BY on_part DESC, on_sense DESC, p.number"
        )
        with self._guard():
            rows = list(self._rows(query, (*parts, *wanted, *members, limit)))
        efforts = itertools.accumulate(effort(place.passage.text) for _, place in rows)
        few = [row for row, spent in zip(rows, efforts, strict=True) if spent <= MOST_EFFORT]
        return [(place.article, place.section, place.passage) for _, place in sorted(few, key=itemgetter(0))]

    def match(
        self,
        expression: str,
        *,
        roots: Sequence[str] = (),
        sense: str | None = None,
        article: str | None = None,
        role: str | None = None,
        limit: int = 20,
    ) -> list[Found]:
        """Return the passages that match an FTS5 ``expression`` ("" for all), the best first.

        Each names all ``roots``.
        """
        tests: list[str] = []
        values: list[Any] = []
        if expression:
            tests.append("words MATCH ?")
            values.append(expression)
        for root in roots or ((None,) if sense else ()):
            members = (root, *root_members(root)) if root else ()
            named = "SELECT passage FROM passage_root WHERE sense <> ''"
            named += f" AND root IN ({placeholders(members)})" if root else ""
            named += " AND sense = ?" if sense else ""
            tests.append(f"words.rowid IN ({named})")
            values += [*members, *([sense] if sense else ())]
        if article or role:
            places = (
                "SELECT p.number FROM passage p "
                "JOIN section s ON s.article = p.article AND s.position = p.section "
                "WHERE (? IS NULL OR p.article = ?) AND (? IS NULL OR s.role = ?)"
            )
            tests.append(f"words.rowid IN ({places})")
            values += [article, article, role, role]
        score = "bm25(words, 0.8, 1.2, 1.0)" if expression else "0.0"
        where = f"WHERE {' AND '.join(tests)}" if tests else ""
        query = (
            "SELECT p.number, w.score, p.*, s.*, a.* FROM "
            f"(SELECT words.rowid AS number, {score} AS score FROM words {where} "
            "ORDER BY score, words.rowid LIMIT ?) w JOIN passage p USING (number) "
            "JOIN section s ON s.article = p.article AND s.position = p.section "
            "JOIN article a ON a.id = p.article ORDER BY w.score, p.number"
        )
        values.append(limit)
        with self._guard():
            rows = self._connection.execute(query, values).fetchall()
        return [as_found(row[2:], -row[1]) for row in rows]

    def stem(self, word: str) -> str:
        """Return the form under which a word is indexed ("dermatomes" → "dermatom")."""
        with self._guard():
            run = self._connection.execute
            run("DELETE FROM temp.stem")
            run("INSERT INTO temp.stem VALUES (?)", (word,))
            row = run("SELECT term FROM temp.stems LIMIT 1").fetchone()
        return row[0] if row else word.lower()

    def knows(self, stem: str, *, beginning: bool = False) -> bool:
        """Return whether a word form is in the index, or one of four letters or more that begins so."""
        if not beginning:
            query, values = "SELECT 1 FROM vocabulary WHERE term = ?", (stem,)
        else:
            query = "SELECT 1 FROM vocabulary WHERE term >= ? AND term < ? AND length(term) >= 4 LIMIT 1"
            values = (stem, stem + chr(0x10FFFF))
        with self._guard():
            return self._connection.execute(query, values).fetchone() is not None

    def vocabulary(self) -> tuple[str, ...]:
        """Return, in order, the word forms a misspelt one may stand for: the commonest long enough."""
        with self._guard():
            revision = self._revision()
            if self._vocabulary is None or self._vocabulary[0] != revision:
                rows = self._connection.execute(
                    "SELECT term FROM vocabulary WHERE length(term) BETWEEN 4 AND ? "
                    "ORDER BY doc DESC, term LIMIT ?",
                    (LONGEST_WORD, MOST_WORDS),
                )
                self._vocabulary = (revision, tuple(sorted(term for (term,) in rows if term.isalpha())))
            return self._vocabulary[1]

    @property
    def revision(self) -> int:
        """A number that changes with every change of the content, by this or another process."""
        with self._guard():
            return self._revision()

    def _revision(self) -> int:
        own = self._connection.total_changes
        return self._connection.execute("PRAGMA data_version").fetchone()[0] * 1_000_003 + own

    def _rows(self, query: str, values: Sequence[Any]) -> Iterator[tuple[int, Found]]:
        for row in self._connection.execute(query, values).fetchall():
            yield row[0], as_found(row[1:])

    # -- transactions and errors

    @contextlib.contextmanager
    def _guard(self) -> Iterator[None]:
        """Hold the lock, and turn the database's complaints into errors a reader can act on."""
        with self._lock:
            try:
                yield
            except sqlite3.OperationalError as error:
                text = one_line(error)
                if "locked" in text or "busy" in text:
                    raise Unavailable(
                        _("The library is in use by another import. Try again when it has ended.")
                    ) from error
                if "malformed" in text or "no such" in text:
                    raise DataError(_damaged(self.path, text)) from error
                raise LIBRARY.unwritten(self.path, error) or DataError(
                    _("The library in %(file)s cannot be used: %(reason)s.")
                    % {"file": self.path, "reason": text}
                ) from error
            except sqlite3.ProgrammingError as error:
                raise DataError(
                    _("The library has been closed: %(reason)s") % {"reason": one_line(error)}
                ) from error
            except sqlite3.DatabaseError as error:
                raise DataError(_damaged(self.path, one_line(error))) from error

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        self._check_there()
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")
            raise
        self._check_there()

    def _check_there(self) -> None:
        """Raise where the file that was opened is gone: what is written into it is seen by nobody."""
        if self._known_as != identity(self.path):
            raise DataError(
                _("The library in %(file)s was taken away or replaced. Nothing was kept; try again.")
                % {"file": self.path}
            )


def no_article(article_id: str) -> InputError:
    """Return the error for an id under which nothing was imported."""
    return InputError(_("There is no imported article “%(id)s”.") % {"id": article_id[:60]})


def import_into(store: Store, articles: Iterable[Article], replacing: Replacing = "sure") -> Saved:
    """Write all imported ``articles`` in one transaction.

    :raises ImportFailed: none could be read.
    """
    saved = store.save_all(articles, replacing)
    if not saved.ids:
        raise ImportFailed(_("Nothing was imported."))
    return saved


def _damaged(path: Path | None, detail: str) -> str:
    return _(
        "The library file %(file)s is damaged (%(reason)s). It has not been changed: restore a copy, or move "
        "it away to start an empty library."
    ) % {"file": path, "reason": detail}
