"""An article as pieces of HTML, and the reference to it. Pure: records in, text out."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from typing import Final
from urllib.parse import urlencode

from dermatome.anatomy.ids import ROOTS, territory_root
from dermatome.anatomy.load import facts
from dermatome.language import _, spoken
from dermatome.library.mentions import section_context
from dermatome.library.reading import MOST_EFFORT, effort, read
from dermatome.library.records import Article, Mention, Passage, Section
from dermatome.library.render import section_html
from dermatome.ui.base.html import article_link, reference
from dermatome.ui.base.spoken import english, link, spoken_query
from dermatome.ui.library.cards import ROOT_SENSES, joined
from dermatome.ui.library.query import sense_name

MOST_SHOWN: Final = 1_000_000
"""Characters of an imported article that are shown: a book."""
MOST_SECTIONS: Final = 500
"""Sections of an article that are shown; each is an element of the page."""


def map_link(root: str) -> str:
    """Return the address that lights a root on the map, relative to the pages."""
    return link("./", {"root": root})


def table_of_contents(article: Article) -> str:
    """Return links to the sections of an article, "" when it has none."""
    rows = "".join(
        f'<li><a href="#{escape(section.id)}">{_marked(article, section.heading)}</a></li>'
        for section in article.sections[:MOST_SECTIONS]
        if section.heading and section.level <= 2
    )
    rows += '<li><a href="#sources">' + _("Sources") + "</a></li>" if article.citations else ""
    return f'<nav class="toc" aria-label="{_("Contents")}"><ol>{rows}</ol></nav>' if rows else ""


def _marked(article: Article, text: str) -> str:
    """Return words of an article, marked as English where they are ours and the page is not."""
    return escape(text) if article.imported else english(escape(text))


def references(article: Article) -> str:
    """Return the works an article cites, numbered as its text numbers them."""
    rows = "".join(
        f'<li id="ref-{escape(source.key)}"><span>{number}</span><span>{reference(source)}</span></li>'
        for number, source in enumerate(facts().cite(article.citations), start=1)
    )
    return f'<ol class="references reading">{rows}</ol>'


def citation(article: Article, section: Section | None, page: str, today: datetime.date) -> str:
    """Return a reference to an article, or to one of its sections, at the address ``page`` of this one.

    An imported article is cited by where it came from, as far as that is known.
    """
    part = _(", section “%(heading)s”") % {"heading": section.heading} if section and section.heading else ""
    accessed = _("accessed %(date)s") % {"date": today}
    if article.imported and article.source:
        dated = f" ({article.date})" if article.date else ""
        return f"{article.title}{part}{dated}. {article.source} ({accessed})"
    address = f"{page}?{urlencode({'article': article.id})}{f'#{section.id}' if part and section else ''}"
    dated = article.updated or article.date
    version = f" {_('Updated %(date)s.') % {'date': dated}}" if dated else ""
    return f"{article.title}{part}. {_('Dermatome Atlas')}.{version} {address} ({accessed})"


# ---- what of an article is shown ----------------------------------------------------------------


def shown(article: Article) -> Iterator[tuple[Section, bool]]:
    """Yield what is shown of an article, with whether its labels are to be linked.

    Our own articles are shown whole. Of an imported one the sections are shown up to :data:`MOST_SHOWN`
    characters and linked as far as :data:`MOST_EFFORT` goes; a section across that border comes in two parts,
    the second without its heading.
    """
    if not article.imported:
        yield from ((section, True) for section in article.sections)
        return
    size = spent = 0
    for section in article.sections[:MOST_SECTIONS]:
        parts: dict[bool, list[Passage]] = {True: [], False: []}
        for passage in section.passages:
            size += len(passage.text)
            if size > MOST_SHOWN:
                break
            spent += effort(passage.text)
            parts[spent <= MOST_EFFORT].append(passage)
        for linked in (True, False):
            if parts[linked] or (linked and not section.passages):
                heading = "" if not linked and parts[True] else section.heading
                yield replace(section, heading=heading, passages=tuple(parts[linked])), linked


def is_cut(article: Article) -> bool:
    """Return whether :func:`shown` leaves something out."""
    size = sum(len(passage.text) for passage in article.passages)
    return article.imported and (size > MOST_SHOWN or len(article.sections) > MOST_SECTIONS)


# ---- text with mentions -------------------------------------------------------------------------


def section_text(section: Section, *, linked: bool = True) -> str:
    """Return the passages of a section, each mention, if ``linked``, a link the map beside it follows."""
    if not linked:
        return section_html(section, article_link=article_link)
    return _section_text(section, spoken(), tuple(spoken_query().items()))


@functools.lru_cache(maxsize=1024)
def _section_text(section: Section, _spoken: object, _links: object) -> str:
    html = section_html(
        section,
        mentions=lambda passage: read(passage.text, section_context(section)).mentions,
        mention_link=_mention_link,
        article_link=article_link,
    )
    return _MENTION.sub(_mention_tag, html)


def _mention_link(mention: Mention) -> str:
    root = territory_root(mention.root) if mention.root else None
    return map_link(root) if root else ""


_MENTION: Final = re.compile(
    r'<a class="mention" data-root="(?P<roots>[^"]*)" data-sense="(?P<sense>\w+)" '
    r'(?:data-label="(?P<label>[^"]*)" )?href="(?P<href>[^"]*)"[^>]*>'
)


def _mention_tag(match: re.Match[str]) -> str:
    """Name the territories a mention lights, and say so where its label is not the root."""
    roots = match["roots"].split()
    lit = " ".join(dict.fromkeys(root for each in roots if (root := territory_root(each))))
    said = mention_title(match["label"] or joined(roots, match["sense"]), match["sense"])
    return (
        f'<a class="mention" data-root="{lit}" data-sense="{match["sense"]}" data-said="{said}" '
        f'href="{match["href"]}" title="{said}">'
    )


def mention_title(label: str, sense: str) -> str:
    """Return what a label means: "S1 dermatome", "S1 vertebra, not the root"."""
    said = {"roots": label, "sense": sense_name(sense)}
    if sense == "dermatome" and label in ROOTS:  # as the script beside the text says it
        return _("%(root)s dermatome") % {"root": label}
    return (
        _("%(roots)s %(sense)s") if sense in ROOT_SENSES else _("%(roots)s %(sense)s, not the root")
    ) % said
