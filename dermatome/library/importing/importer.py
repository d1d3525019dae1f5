"""Articles from outside: the ways in.

Whatever comes in, what comes out is an :class:`~dermatome.library.records.Article` of clean sections with
every visible sentence of the original, or one :class:`~dermatome.errors.ImportFailed` that says what is
wrong.
"""

from __future__ import annotations

import logging
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from dermatome.errors import AtlasError, ImportFailed
from dermatome.language import _, grouped
from dermatome.library import markup
from dermatome.library.importing.documents import articles_in
from dermatome.library.importing.files import documents_in, documents_of, documents_under, shown_name
from dermatome.library.importing.limits import LIMITS
from dermatome.library.records import Article

Progress = Callable[[int, int], None]
"""Called with (articles done, articles known of); the second is 0 while it is not known."""

_log = logging.getLogger(__name__)


def read_article(path: Path | str) -> Article:
    """Read the one article in a file.

    :raises ImportFailed: the file cannot be read, holds no article, or holds several.
    """
    articles = list(read_articles(path))
    if len(articles) > 1:
        raise ImportFailed(
            _(
                "%(name)s holds %(articles)s articles, and one was asked for. Import it into a library, "
                "which takes them all."
            )
            % {"name": Path(path).name, "articles": len(articles)}
        )
    return articles[0]


def read_articles(
    path: Path | str, *, progress: Progress | None = None, skipped: list[str] | None = None
) -> Iterator[Article]:
    """Yield the articles in a file, a folder or a zip file, one at a time.

    Documents of a collection that cannot be read are passed over; ``skipped`` receives a line on each.

    :raises ImportFailed: nothing there, nothing readable, or a limit exceeded.
    """
    path = Path(path)
    problems: list[str] = [] if skipped is None else skipped
    before = len(problems)
    try:
        is_folder = path.is_dir()
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        raise ImportFailed(
            _("There is no file %(path)s. Check the name.") % {"path": repr(str(path))}
        ) from error
    if is_folder:
        documents = documents_under(path, problems)
    elif stat.S_ISREG(mode):
        documents = documents_of(path, problems)
    else:
        raise ImportFailed(_("%(name)s is no regular file.") % {"name": path.name})
    yield from _articles(documents, progress, problems, before, shown_name(path.name), single=not is_folder)


def parse_articles(
    data: bytes, name: str = "upload", *, progress: Progress | None = None, skipped: list[str] | None = None
) -> Iterator[Article]:
    """Yield the articles in an uploaded file, given as bytes; ``name`` serves messages and untitled articles.

    :raises ImportFailed: as for :func:`read_articles`.
    """
    problems: list[str] = [] if skipped is None else skipped
    name = shown_name(name)
    documents = documents_in(data, name, problems)
    yield from _articles(documents, progress, problems, len(problems), name, single=True)


def _articles(
    documents: Iterator[tuple[str, bytes]],
    progress: Progress | None,
    problems: list[str],
    before: int,
    name: str,
    *,
    single: bool,
) -> Iterator[Article]:
    found = passages = 0
    used: dict[str, int] = {}
    for document, data in documents:
        try:
            for article, total in _read(data, document, problems):
                found += 1
                passages += len(article.passages)
                if found > LIMITS.articles or passages > LIMITS.passages:
                    break
                yield _unique(article, used)
                if progress:
                    progress(found, total if single else 0)
        except ImportFailed as error:
            if single and document == name:
                raise
            problems.append(f"{document}: {error}")
        if found > LIMITS.articles or passages > LIMITS.passages:
            raise ImportFailed(
                _("%(name)s holds more than %(articles)s articles or %(passages)s paragraphs. Split it.")
                % {"name": name, "articles": grouped(LIMITS.articles), "passages": grouped(LIMITS.passages)}
            )
    if not found:
        told = problems[before:]
        first = _("The first of %(n)s:") % {"n": len(told)}
        reason = (
            told[0]
            if len(told) == 1
            else f"{first} {told[0]}"
            if told
            else _("Articles are HTML, Markdown, plain text, and JSON or XML of WordPress.")
        )
        raise ImportFailed(_("%(name)s holds no article that can be read.") % {"name": name} + f" {reason}")


def _read(data: bytes, document: str, problems: list[str]) -> Iterator[tuple[Article, int]]:
    """As :func:`articles_in`; a document that upsets the reader is refused as one that cannot be read.

    What the reader did not foresee is a fault of ours: it is logged whole, and told in one line.
    """
    try:
        yield from articles_in(data, document, problems)
    except AtlasError:
        raise
    except Exception as error:
        _log.exception("%s upset the reader of articles.", document)
        raise ImportFailed(
            _("%(name)s is built in a way that cannot be read. Save it as plain text and try again.")
            % {"name": document}
        ) from error


def _unique(article: Article, used: dict[str, int]) -> Article:
    wanted = markup.unique(article.id, used)
    return article if wanted == article.id else replace(article, id=wanted)
