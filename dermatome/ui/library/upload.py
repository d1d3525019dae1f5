"""Uploaded files → the store, with an outcome for each file. Knows nothing of the screen.

Each file is a transaction of its own on a connection of its own: a file that cannot be read leaves the
library as it was, and readers go on reading meanwhile.
"""

from __future__ import annotations

import pickle  # between two processes of ours, see dermatome.export.apart
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from dermatome.errors import AtlasError, DataError
from dermatome.export.apart import Allowance, apart
from dermatome.language import _, n_
from dermatome.library.identity import Replacing
from dermatome.library.importing import LIMITS, parse_articles
from dermatome.library.mentions import section_context
from dermatome.library.reading import read
from dermatome.library.records import Article
from dermatome.library.store import Store, import_into
from dermatome.queues import on_behalf_of
from dermatome.ui.base.faults import told
from dermatome.ui.base.gate import visitor
from dermatome.ui.base.stores import writing

Report = Callable[[float, str], object]
"""Told the share done (0 to 1) and what is being done."""

DETAILED: Final = 20
"""Articles of one file listed with their numbers; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One article as the result list shows it."""

    id: str
    title: str
    sections: int
    mentions: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file.

    ``waiting`` are articles the library has already, ``former`` the titles it has them under: nothing is
    done to them before the reader decides.
    ``problems`` has a line for each document of the file that could not be read; ``error`` is set when
    nothing of the file was taken.
    """

    file: str
    taken: tuple[Taken, ...] = ()
    more: int = 0
    replaced: int = 0
    problems: tuple[str, ...] = ()
    waiting: tuple[Article, ...] = ()
    former: tuple[str, ...] = ()
    error: str = ""


def in_own_process(work: Callable[..., Outcome], name: str, given: object, report: Report) -> Outcome:
    """Return what ``work``, such as :func:`take`, makes of a file, done by another process.

    However long a file takes, others are served meanwhile; beyond ``LIMITS.seconds`` or ``LIMITS.memory`` the
    work is ended, and the library is as it was.
    """
    failed = _("Reading it took too long or too much memory. Split it.")

    def waiting(before: int) -> None:
        said = n_("%(n)s import is before it", "%(n)s imports are before it", before)
        report(0.0, f"{name}: {said}")

    try:
        with on_behalf_of(visitor()):
            answer = apart(
                "imports",
                _packed,
                work,
                name,
                given,
                allowance=Allowance(seconds=LIMITS.seconds, memory=LIMITS.memory, failed=failed),
                progress=report,
                waiting=waiting,
            )
    except AtlasError as error:
        return Outcome(name, error=told(error))
    return pickle.loads(answer)


def _packed(work: Callable[..., Outcome], name: str, given: object, progress: Report) -> bytes:
    return pickle.dumps(work(name, given, progress))


def take(name: str, data: bytes, report: Report) -> Outcome:
    """Read an uploaded file and keep its articles, except those the library has already."""
    problems: list[str] = []
    try:
        found: list[Article] = []
        for article in parse_articles(data, name, skipped=problems):
            found.append(article)
            report(0.0, _("%(file)s: %(n)s read") % {"file": name, "n": len(found)})
        with writing() as store:
            standing = [store.standing(article) for article in found]
            known = [(article, old.title) for article, old in zip(found, standing, strict=True) if old]
            new = [article for article, old in zip(found, standing, strict=True) if old is None]
            outcome = _keep(store, name, new, report, problems)
        waiting, former = tuple(zip(*known, strict=True)) if known else ((), ())
        return replace(outcome, waiting=waiting, former=former)
    except DataError:
        raise  # told by the server's own process, which knows to whom
    except AtlasError as error:
        return Outcome(name, problems=tuple(problems), error=str(error))


def replace_with(name: str, articles: Sequence[Article], report: Report) -> Outcome:
    """Put ``articles`` in the place of the ones the library has."""
    with writing() as store:
        return _keep(store, name, articles, report, replacing="any")


def keep_beside(name: str, articles: Sequence[Article], report: Report) -> Outcome:
    """Keep ``articles`` as well as the ones the library has."""
    with writing() as store:
        return _keep(store, name, articles, report, replacing="none")


def _keep(
    store: Store,
    name: str,
    articles: Sequence[Article],
    report: Report,
    problems: Sequence[str] = (),
    replacing: Replacing = "sure",
) -> Outcome:
    if not articles:
        return Outcome(name, problems=tuple(problems))
    saved = import_into(store, _counted(articles, name, report), replacing)
    kept = (store.get(article_id) for article_id in saved.ids[:DETAILED])
    return Outcome(
        name,
        taken=tuple(_taken(article) for article in kept if article),
        more=max(0, len(saved.ids) - DETAILED),
        replaced=len(saved.replaced),
        problems=tuple(problems),
    )


def _counted(articles: Sequence[Article], name: str, report: Report) -> Iterator[Article]:
    for number, article in enumerate(articles, start=1):
        said = {"file": name, "n": number, "of": len(articles)}
        report(number / len(articles), _("%(file)s: filing %(n)s of %(of)s") % said)
        yield article


def _taken(article: Article) -> Taken:
    mentions = sum(
        len(read(p.text, section_context(s)).mentions) for s in article.sections for p in s.passages
    )
    return Taken(article.id, article.title, sum(bool(s.heading) for s in article.sections) or 1, mentions)


def remove(store: Store, article_ids: Iterable[str]) -> int:
    """Remove imported articles; return how many were there to remove."""
    wanted = set(article_ids)
    there = [article.id for article in store.articles() if article.id in wanted]
    for article_id in there:
        store.remove(article_id)
    return len(there)
