"""Is the library sound? Checks of our own articles and of the mention engine."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from dermatome.anatomy.ids import PART_NAMES, ROOTS
from dermatome.anatomy.load import facts
from dermatome.library import measure
from dermatome.library.load import ARTICLES, KEPT, Library, kept_as_written, library
from dermatome.library.mentions.load import SETS, labelled_sentences
from dermatome.library.passages import passages
from dermatome.library.reading import as_kept, read
from dermatome.library.records import ROLES, ROOT_ROLES, SUMMARY_LAYERS, Article
from dermatome.places import HOME
from dermatome.report import CheckReport

TARGET: Final = 0.97
"""Precision and recall the mention engine has to reach on the sentences of those who knew its rules."""

FLOORS: Final = {
    "held_out": 0.96,
    "independent": 0.99,
    "independent_held_out": 0.89,
    "further_held_out": 0.95,
    "later_held_out": 0.91,
    "practice": 0.95,
    "practice_two": 0.94,
    "recent_held_out": 0.91,
}
"""What was reached, rounded down, where authors did not know the rules or rules are outvoted: no target."""

UNCITED_ROLES: Final = frozenset({"see_also"})
"""Sections that make no claim of their own."""

_RESIDUE: Final = re.compile(r"\[@|\]\(|\{#|\*\*|^#+ |<[a-z/]|&[a-z]+;")
_LINK: Final = re.compile(r'href="article:([\w-]+)(?:#([\w-]+))?"')


@dataclass
class _Report:
    name: str
    counts: dict[str, int | float | str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def count(self, what: str, number: int = 1) -> None:
        self.counts[what] = int(self.counts.get(what, 0)) + number

    def done(self) -> CheckReport:
        return CheckReport(self.name, self.counts, self.faults)


def run(source: Library | None = None) -> list[CheckReport]:
    """Check our own articles and measure the mention engine.

    :raises DataError: an article or the lexicon cannot be read at all.
    """
    own = source or library()
    checks: tuple[Callable[[Library], CheckReport], ...] = (
        _front_matter,
        _sections,
        _citations,
        _links,
        _roots,
        _kept,
        _mentions,
    )
    return [check(own) for check in checks]


def _front_matter(own: Library) -> CheckReport:
    report = _Report("library: articles")
    seen: set[str] = set()
    for article in own.articles:
        report.count("articles")
        report.count("passages", len(article.passages))
        where = f"{article.id}.md"
        if not (ARTICLES / where).exists() and own is library():
            report.faults.append(f"{where}: the id does not equal the name of the file.")
        if article.id in seen:
            report.faults.append(f"{where}: the id is used twice.")
        seen.add(article.id)
        if article.kind not in {"root", "topic"}:
            report.faults.append(f"{where}: kind is {article.kind!r}, not root or topic.")
        if article.kind == "root" and len(article.roots) != 1:
            report.faults.append(f"{where}: a root article is about one root, not {len(article.roots)}.")
        for root in article.roots:
            if root not in ROOTS:
                report.faults.append(f"{where}: there is no root {root!r}.")
        for name in ("title", "summary"):
            if not getattr(article, name).strip():
                report.faults.append(f"{where}: the {name} is empty.")
        try:
            datetime.date.fromisoformat(article.updated)
        except ValueError:
            report.faults.append(f"{where}: updated is {article.updated!r}, not a date such as 2026-11-21.")
    return report.done()


def _sections(own: Library) -> CheckReport:
    report = _Report("library: sections")
    for article in own.articles:
        where = f"{article.id}.md"
        used: set[str] = set()
        for section in article.sections:
            report.count("sections")
            if section.id in used:
                report.faults.append(f"{where}: two sections have the id {section.id!r}.")
            used.add(section.id)
            if section.role is None:
                report.faults.append(f"{where}: “{section.heading}” has no {{#id role=ROLE}}.")
            elif section.role not in ROLES:
                report.faults.append(f"{where}: “{section.heading}” has the unknown role {section.role!r}.")
            for passage in section.passages:
                if _RESIDUE.search(passage.text):
                    report.faults.append(f"{where}#{section.id}: markup left in “{passage.text[:60]}”.")
        if article.kind == "root":
            report.faults += _missing_roles(article)
            report.faults += _summary_faults(article)
    return report.done()


def _missing_roles(article: Article) -> list[str]:
    roles = [section.role for section in article.sections if section.level == 2]
    wanted = [role for role in roles if role in ROOT_ROLES]
    missing = [role for role in ROOT_ROLES if role not in wanted]
    if missing:
        return [f"{article.id}.md: no section with the role {', '.join(missing)}."]
    first = list(dict.fromkeys(wanted))
    return (
        []
        if first == list(ROOT_ROLES)
        else [f"{article.id}.md: the sections are in another order than usual."]
    )


def _summary_faults(article: Article) -> list[str]:
    """A summary has a line for each layer; each is cited and names its root, for it is shown alone."""
    lines = [passage for section in article.role("summary") for passage in section.passages]
    where = f"{article.id}.md: the summary"
    faults = [f"{where} has {len(lines)} lines, not {len(SUMMARY_LAYERS)}."] * (
        len(lines) != len(SUMMARY_LAYERS)
    )
    for line in lines:
        if not line.citations:
            faults.append(f"{where} cites nothing in “{line.text[:60]}”.")
        if not set(article.roots) & set(read(line.text, "summary").roots):
            faults.append(f"{where} does not name its root in “{line.text[:60]}”.")
    return faults


def _citations(own: Library) -> CheckReport:
    report = _Report("library: citations")
    known = facts().sources
    cited: set[str] = set()
    for article in own.articles:
        for section in article.sections:
            if not section.passages:
                continue
            if section.role not in UNCITED_ROLES:
                report.count("claim sections")
                if not section.citations:
                    report.faults.append(f"{article.id}.md#{section.id}: no statement here is cited.")
            for key in section.citations:
                report.count("citations")
                cited.add(key)
                if key not in known:
                    report.faults.append(
                        f"{article.id}.md#{section.id}: the source {key} is not in data/sources.csv."
                    )
    report.counts["sources cited"] = len(cited)
    return report.done()


def _links(own: Library) -> CheckReport:
    report = _Report("library: links")
    for article in own.articles:
        for section in article.sections:
            for passage in section.passages:
                for slug, anchor in _LINK.findall(passage.markup):
                    report.count("links")
                    target = own.get(slug)
                    if target is None:
                        report.faults.append(f"{article.id}.md#{section.id}: there is no article {slug!r}.")
                    elif anchor and target.section(anchor) is None:
                        report.faults.append(
                            f"{article.id}.md#{section.id}: the article {slug} has no section {anchor!r}."
                        )
    return report.done()


def _roots(own: Library) -> CheckReport:
    report = _Report("library: an article for every root")
    for root in ROOTS:
        if own.root_article(root):
            report.count("roots with an article")
        else:
            report.faults.append(f"{root} has no article.")
    return report.done()


def _kept(own: Library) -> CheckReport:
    """What a start takes for granted is what the rules find."""
    report = _Report("library: kept mentions")
    if own is library():
        now = as_kept(own)
        report.count("texts", now.count("\n") - 2)
        if kept_as_written() != now:
            name = KEPT.relative_to(HOME)
            report.faults.append(
                f"{name.as_posix()} is not what the rules find in the articles: run make mentions."
            )
    return report.done()


def _mentions(_: Library) -> CheckReport:
    report = _Report("library: mentions")
    for name in SETS:
        title = name.replace("_", " ")
        score = measure.score(labelled_sentences(name))
        report.counts[f"{title} mentions"] = score.right + score.missed
        report.counts[f"{title} precision"] = round(score.precision, 3)
        report.counts[f"{title} recall"] = round(score.recall, 3)
        least = FLOORS.get(name, TARGET)
        for what, value in (("precision", score.precision), ("recall", score.recall)):
            if value < least:
                report.faults.append(f"{what} on the {title} sentences is {value:.3f}, below {least}.")
    return report.done()


def coverage(pairs: Iterable[tuple[str, str]], own: Sequence[Article] | None = None) -> CheckReport:
    """Check that every (root, body part) of the maps has a passage of ours that names both.

    The pairs come from above: this layer knows no maps.
    """
    report = _Report("library: a passage for every territory and body part")
    for root, part in pairs:
        report.count("pairs")
        found = passages(root, "dermatome", part, own, limit=1)
        if not found or not found[0].on_part:
            name = PART_NAMES.get(part, part)
            report.faults.append(f"{root}, {name} ({part}): no passage of ours speaks of {root} there.")
    return report.done()
