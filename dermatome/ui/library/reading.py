"""One article on screen: contents, a small map, the text with its mentions linked to it, sources."""

from __future__ import annotations

import datetime
from html import escape
from typing import Final

import streamlit as st

from dermatome.anatomy.ids import territory_root
from dermatome.language import _
from dermatome.library.records import Article
from dermatome.ui.base.frontend import draw
from dermatome.ui.base.html import badge, plain
from dermatome.ui.base.passages import english_badge
from dermatome.ui.base.spoken import in_english, link
from dermatome.ui.library.beside import TEXT, reading_map
from dermatome.ui.library.cards import origin
from dermatome.ui.library.text import (
    citation,
    is_cut,
    map_link,
    references,
    section_text,
    shown,
    table_of_contents,
)

PAGE: Final = "articles"


def reading_view(article: Article) -> None:
    """Show an article, ours or imported. Laid out in library.css: the map stands beside the text."""
    st.set_page_config(page_title=f"{article.title} · {_('Dermatome Atlas')}")
    st.html(f'<p class=crumbs><a href="{link(PAGE)}">{_("Library")}</a>{_map_links(article)}</p>')
    st.title(plain(article.title), anchor=False)
    with st.container(key="article"):
        with st.container(key="article-side"):
            reading_map(article.id, article.roots)
        with st.container(key="article-contents"):
            if contents := table_of_contents(article):
                st.html(contents)
            _cite_this(article)
        with st.container(key=TEXT):
            _text(article)
    draw("scroll", f"scroll-{article.id}", {})


def _text(article: Article) -> None:
    language = escape(article.language) if article.language not in {"", "und"} else ""
    lang = (
        f' lang="{language}"' if article.imported and language else "" if article.imported else in_english()
    )
    if article.imported:
        st.html(f"<p class=reading>{badge(_('imported'))} {origin(article)}</p>")
    elif mark := english_badge():
        st.html(f"<p class=reading>{mark}</p>")
    if article.summary:
        st.html(f'<p class="reading muted"{lang}>{escape(article.summary)}</p>')
    were_linked = True
    for section, linked in shown(article):
        if were_linked and not linked:
            st.info(_("This article is long: from here on its labels are not linked to the map."))
        were_linked = linked
        if section.heading:
            (st.header if section.level <= 2 else st.subheader)(plain(section.heading), anchor=section.id)
        st.html(f'<div class="reading"{lang}>{section_text(section, linked=linked)}</div>')
    if is_cut(article):
        st.info(_("This article is too long to be shown whole: the rest is left out."))
    if article.citations:
        st.header(_("Sources"), anchor="sources")
        st.html(references(article))


def _map_links(article: Article) -> str:
    shown = dict.fromkeys(root for own in article.roots if (root := territory_root(own)))
    links = "".join(
        f' · <a href="{map_link(root)}">{_("Show %(root)s in the atlas") % {"root": root}}</a>'
        for root in shown
    )
    return links if len(shown) <= 4 else ""


# ---- citing -------------------------------------------------------------------------------------


def _cite_this(article: Article) -> None:
    sections = {section.id: section.heading for section in article.sections if section.heading}
    with st.popover(_("Cite this"), icon=":material/format_quote:"):
        chosen = st.selectbox(
            _("What to cite"),
            ["", *sections],
            format_func=lambda each: sections.get(each, _("The whole article")),
            key="cite",
        )
        st.code(
            citation(article, article.section(chosen or ""), st.context.url or PAGE, datetime.date.today()),
            language=None,
            wrap_lines=True,
        )
