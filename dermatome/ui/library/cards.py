"""Lists of the library as HTML: articles, imported articles, search results. Pure: records in, text out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final
from urllib.parse import urlsplit

from dermatome.language import _
from dermatome.library.records import Article
from dermatome.library.search import Hit
from dermatome.library.store import Listed
from dermatome.ui.base.html import article_link, badge
from dermatome.ui.base.spoken import in_english
from dermatome.ui.library.query import sense_name

SENSES_SHOWN: Final = 3
ROOT_SENSES: Final = frozenset({"nerve_root", "dermatome", "myotome", "reflex"})
"""Senses in which a label stands for the root; in all others the atlas says that it does not."""


def article_cards(articles: Iterable[Article]) -> str:
    """Return our own articles as a list of cards."""
    cards = "".join(
        f'<li{in_english()}><h3><a href="{article_link(article.id)}">{escape(article.title)}</a></h3>'
        f"<p>{escape(article.summary)}</p></li>"
        for article in articles
    )
    return f"<ul class=cards>{cards}</ul>"


def imported_cards(articles: Iterable[Listed]) -> str:
    """Return imported articles as a list of cards, with where each came from."""
    cards = "".join(
        f'<li><h3><a href="{article_link(article.id)}">{escape(article.title)}</a></h3>'
        f"<p>{badge(_('imported'))} {origin(article)}</p></li>"
        for article in articles
    )
    return f"<ul class=cards>{cards}</ul>"


def origin(article: Listed | Article) -> str:
    """Return language, date and source of an imported article, as far as they are known."""
    language = (
        "" if article.language in {"", "und"} else _("language %(code)s") % {"code": escape(article.language)}
    )
    pieces = [language, escape(article.date), source_link(article.source)]
    return " · ".join(piece for piece in pieces if piece)


def source_link(address: str) -> str:
    """Return a link to where an imported article stood; "" for anything but a web address."""
    try:
        parts = urlsplit(address)
    except ValueError:  # no address at all, such as http://[
        return ""
    if parts.scheme not in {"http", "https"}:
        return ""
    host = parts.hostname or _("source")
    return (
        f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer nofollow">{escape(host)}</a>'
    )


def result_cards(hits: Sequence[Hit], root: str | None = None) -> str:
    """Return search results as cards; ``root`` is the one asked for, whose senses are then shown."""
    return f"<ul class='cards results'>{''.join(_result(hit, root) for hit in hits)}</ul>"


def _result(hit: Hit, root: str | None) -> str:
    senses = [sense for sense in hit.senses if root is None or sense[0] == root] or list(hit.senses)
    named: dict[str, list[str]] = {}
    for name, sense in senses:
        named.setdefault(sense, []).append(name)
    badges = "".join(
        badge(f"{joined(names, sense)} {sense_name(sense)}", sense)
        for sense, names in list(named.items())[:SENSES_SHOWN]
    )
    section = f" <span class=muted>{escape(hit.section)}</span>" if hit.section else ""
    link = article_link(hit.article, f"p-{hit.passage.id}")
    lang = "" if hit.imported else in_english()
    return (
        f'<li><h3{lang}><a href="{link}">{escape(hit.article_title)}</a>{section}</h3>'
        f"<p{lang}>{hit.snippet}</p>"
        f"<p class=badges>{badge(_('imported')) if hit.imported else ''}{badges}</p></li>"
    )


def joined(roots: Sequence[str], sense: str) -> str:
    """Return roots as one label: "L5–S1" for the two neighbours of a disc, "C5, C6" for others."""
    if len(roots) > 3:
        return f"{roots[0]} … {roots[-1]}"
    return ("–" if sense in {"disc", "foramen"} and len(roots) == 2 else ", ").join(roots)


def corrections(hits: Sequence[Hit]) -> list[str]:
    """Return the words searched for in place of misspelt ones, spelt as the passages spell them.

    A hit names word stems ("herniat"); readers are told the commonest form that was found.
    """
    marked = Counter(
        word.lower() for hit in hits for word in re.findall(r"<mark>([^<]*)</mark>", hit.snippet)
    )
    stems = dict.fromkeys(stem for hit in hits for stem in hit.corrected)
    forms = (next((word for word, _ in marked.most_common() if word[:4] == stem[:4]), "") for stem in stems)
    return [form for form in dict.fromkeys(forms) if form]
