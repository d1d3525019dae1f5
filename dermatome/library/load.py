"""Reads our own articles and what was found in them; the lexicon: :mod:`dermatome.library.mentions.load`."""

from __future__ import annotations

import datetime
import functools
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import frontmatter
import yaml

from dermatome.anatomy.ids import root_members, root_order
from dermatome.errors import DataError, InputError, one_line
from dermatome.language import _
from dermatome.library.markup import blocks_from_own_markdown, sections_from_blocks
from dermatome.library.mentions import lexicon
from dermatome.library.records import Article, Passage, Section
from dermatome.places import ASSETS, DATA, PACKAGE

ARTICLES: Final = DATA / "articles"
KEPT: Final = ASSETS / "library" / "mentions.json"
"""What the rules found in our articles, written by ``make mentions``."""
_FIELDS: Final = {"id": str, "title": str, "kind": str, "roots": list, "summary": str}


@dataclass(frozen=True)
class Library:
    """Articles in a fixed order: roots cranial to caudal as the files sort, then topics by title."""

    articles: tuple[Article, ...]
    _by_id: Mapping[str, Article] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {article.id: article for article in self.articles})

    def article(self, article_id: str) -> Article:
        """Return the article with this id.

        :raises InputError: there is none.
        """
        try:
            return self._by_id[article_id]
        except KeyError:
            raise InputError(
                _("There is no article %(article)s in the library.") % {"article": repr(article_id)}
            ) from None

    def get(self, article_id: str) -> Article | None:
        """Return the article with this id, or None."""
        return self._by_id.get(article_id)

    def root_article(self, root: str) -> Article | None:
        """Return the article about ``root`` (``S4-5`` is served by its own article or by that of S4)."""
        wanted = (root, *root_members(root))
        for candidate in wanted:
            for article in self.articles:
                if article.kind == "root" and candidate in article.roots:
                    return article
        return None

    @property
    def topics(self) -> tuple[Article, ...]:
        """The articles that are not about one root."""
        return tuple(article for article in self.articles if article.kind == "topic")

    def passages(self) -> tuple[tuple[Article, Section, Passage], ...]:
        """Every passage with the section and article it stands in."""
        return tuple(
            (article, section, passage)
            for article in self.articles
            for section in article.sections
            for passage in section.passages
        )


@functools.cache
def library() -> Library:
    """Return our own articles, read once per process from ``data/articles/*.md``.

    :raises DataError: an article has no valid front matter.
    """
    articles = [parse_own(path) for path in sorted(ARTICLES.glob("*.md"))]
    return Library(tuple(sorted(articles, key=_order)))


@functools.cache
def found_before() -> Mapping[str, Sequence[Any]]:
    """Return what was found in our own texts before, by :func:`key_of`; nothing once the rules are others."""
    try:
        kept = json.loads(kept_as_written())
    except ValueError:
        return {}
    return kept["found"] if kept.get("rules") == rules_digest() else {}


def kept_as_written() -> str:
    """Return the file of what was found before, or nothing where there is none."""
    try:
        return KEPT.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def key_of(text: str, role: str | None) -> str:
    """Return the key of a text that stands where ``role`` says."""
    return hashlib.sha256(f"{role or ''}\n{text}".encode(errors="surrogatepass")).hexdigest()[:24]


@functools.cache
def rules_digest() -> str:
    """Return a digest of what decides what is found in a text: the lexicon, and the code that applies it."""
    code = ("notation.py", "anatomy/ids.py", "library/records.py", "library/reading.py")
    files = (*sorted((PACKAGE / "library" / "mentions").glob("*.py")), *(PACKAGE / name for name in code))
    digest = hashlib.sha256(lexicon().version.encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:24]


def _order(article: Article) -> tuple[int, int, str]:
    if article.kind == "root" and article.roots:
        return (0, root_order(article.roots[0]), article.id)
    return (1, 0, article.title)


def parse_own(path: Path) -> Article:
    """Read one article of ours: front matter, then Markdown with ``## Heading {#id role=ROLE}``.

    :raises DataError: no front matter, a field missing or of the wrong type.
    """
    try:
        post = frontmatter.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DataError(f"{path.name}: the front matter cannot be read ({one_line(error)}).") from error
    meta = post.metadata
    for name, kind in _FIELDS.items():
        if not isinstance(meta.get(name), kind):
            raise DataError(f"{path.name}: front matter needs {name!r} as {kind.__name__}.")
    updated = meta.get("updated", "")
    roots: list[Any] = meta["roots"]  # pyright: ignore[reportAssignmentType]
    return Article(
        id=str(meta["id"]),
        title=str(meta["title"]),
        kind=str(meta["kind"]),
        roots=tuple(str(root) for root in roots),
        summary=str(meta["summary"]),
        updated=updated.isoformat() if isinstance(updated, datetime.date) else str(updated),
        sections=sections_from_blocks(
            blocks_from_own_markdown(post.content), title=str(meta["title"]), own=True
        ),
        language=str(meta.get("language", "en")),
    )
