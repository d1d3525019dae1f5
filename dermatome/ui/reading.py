"""The library on screen: the list of articles and one article to read."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from html import escape
from urllib.parse import urlencode

import streamlit as st
from streamlit.components.v2 import component

from dermatome.anatomy.ids import territory_root
from dermatome.anatomy.load import facts
from dermatome.errors import InputError
from dermatome.library.load import library
from dermatome.library.mentions import find_mentions
from dermatome.library.records import Article, Mention
from dermatome.library.render import section_html
from dermatome.ui.panel_text import article_link
from dermatome.ui.plates import REGION_TITLES
from dermatome.ui.source_text import reference

# The browser looks for the address's #section before Streamlit has drawn it; this looks again afterwards,
# and once more when the page above it has taken its final height.
_scroll_to_anchor = component(
    "dermatome_scroll_to_anchor",
    js="""
export default function () {
  const id = decodeURIComponent(window.location.hash.slice(1));
  if (!id) return;
  const go = () => document.getElementById(id)?.scrollIntoView();
  requestAnimationFrame(go);
  document.fonts.ready.then(() => requestAnimationFrame(go));
}
""",
)


def articles_page() -> None:
    """Show the article the address names, else the list of all."""
    wanted = st.query_params.get("article")
    if not wanted:
        _list()
        return
    try:
        article = library().article(wanted)
    except InputError as error:
        st.info(f"{error} Choose one from the list.", icon=":material/info:")
        _list()
        return
    _read(article)


def _list() -> None:
    st.title("Articles")
    roots = [article for article in library().articles if article.kind == "root"]
    for region, title in REGION_TITLES.items():
        own = [article for article in roots if _region(article) == region]
        if own:
            st.header(title, anchor=title.lower())
            st.html(_cards(own))
    if library().topics:
        st.header("Topics", anchor="topics")
        st.html(_cards(library().topics))


def _region(article: Article) -> str:
    letter = article.roots[0][0] if article.roots else ""
    return "S" if article.roots and article.roots[0] == "Co1" else letter


def _cards(articles: Iterable[Article]) -> str:
    cards = "".join(
        f'<li><h3><a href="{article_link(article.id)}">{escape(article.title)}</a></h3>'
        f"<p>{escape(article.summary)}</p></li>"
        for article in articles
    )
    return f"<ul class=cards>{cards}</ul>"


def _read(article: Article) -> None:
    st.html(f'<p><a href="articles">All articles</a>{_map_links(article)}</p>')
    st.title(article.title, anchor=False)
    contents, text = st.columns([1, 3], gap="large")
    with contents:
        st.html(table_of_contents(article))
    with text:
        st.html(f'<p class="reading muted">{escape(article.summary)}</p>')
        for section in article.sections:
            if section.heading:
                (st.header if section.level <= 2 else st.subheader)(section.heading, anchor=section.id)
            st.html(f'<div class="reading">{_section(article.id, section.id)}</div>')
        if article.citations:
            st.header("Sources", anchor="sources")
            st.html(references(article))
        _scroll_to_anchor(key=f"scroll-{article.id}")


def _map_links(article: Article) -> str:
    shown = dict.fromkeys(root for own in article.roots if (root := territory_root(own)))
    links = "".join(f' · <a href="{map_link(root)}">Show {root} on the map</a>' for root in shown)
    return links if len(shown) <= 4 else ""


def map_link(root: str) -> str:
    """Return the address that lights a root on the map, relative to the pages."""
    return f"./?{urlencode({'root': root})}"


def table_of_contents(article: Article) -> str:
    """Return links to the sections of an article."""
    rows = "".join(
        f'<li><a href="#{escape(section.id)}">{escape(section.heading)}</a></li>'
        for section in article.sections
        if section.heading and section.level <= 2
    )
    return f'<nav class="toc" aria-label="Contents"><ol>{rows}</ol></nav>'


def references(article: Article) -> str:
    """Return the works an article cites, numbered as its text numbers them."""
    rows = "".join(
        f'<li id="ref-{escape(source.key)}"><span>{number}</span><span>{reference(source)}</span></li>'
        for number, source in enumerate(facts().cite(article.citations), start=1)
    )
    return f'<ol class="references reading">{rows}</ol>'


@functools.lru_cache(maxsize=512)
def _section(article_id: str, section_id: str) -> str:
    section = library().article(article_id).section(section_id)
    assert section is not None, "called with sections of the article only"
    return section_html(
        section,
        mentions=lambda passage: find_mentions(passage.text, section.role),
        mention_link=_mention_link,
        article_link=lambda article, at: article_link(article, at),
    )


def _mention_link(mention: Mention) -> str:
    root = territory_root(mention.root) if mention.root else None
    return map_link(root) if root else ""
