"""The library: search, the list of articles, and the way to one of them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from dermatome.anatomy.ids import REGION_TITLES
from dermatome.errors import DataError, InputError
from dermatome.language import N_, _, n_
from dermatome.library.load import library
from dermatome.library.records import Article
from dermatome.library.search import search
from dermatome.library.store import Listed, Store
from dermatome.ui.base.faults import told
from dermatome.ui.base.html import plain
from dermatome.ui.base.spoken import link, write_query
from dermatome.ui.base.stores import find_article, stores
from dermatome.ui.library.cards import article_cards, corrections, imported_cards, result_cards
from dermatome.ui.library.importing import import_panel
from dermatome.ui.library.query import ROOT_CHOICES, SENSE_CHOICES, TOPICS, Query, read_query, sense_name
from dermatome.ui.library.reading import reading_view

STYLE: Final = Path(__file__).with_name("library.css")
TEXT, ROOT, SENSE, TOPIC = "library_q", "library_root", "library_sense", "library_topic"
RESULTS: Final = 20
IMPORTED_SHOWN: Final = 60


def library_page() -> None:
    """Show the article the address names, else search and list."""
    st.html(STYLE)
    wanted = st.query_params.get("article")
    if wanted:
        try:
            reading_view(find_article(wanted))
            return
        except InputError as error:
            st.info(f"{plain(str(error))} {_('Choose one from the list.')}", icon=":material/info:")
    _search_and_list()


def _search_and_list() -> None:
    query, notes = read_query(st.query_params)
    st.title(_("Library"), anchor=False)
    if notes:
        st.info("  \n".join(plain(note) for note in notes), icon=":material/info:")
    imported = _stores()
    _search_form(query)
    if query:
        _results(query, imported)
        return
    import_panel(imported)
    listed = [article for store in imported for article in store.articles()]
    st.html(_contents(bool(listed)))
    _own_list()
    _imported_list(listed)


def _stores() -> tuple[Store, ...]:
    try:
        return stores()
    except DataError as error:
        st.warning(
            f"{_('Imported articles cannot be shown.')} {plain(told(error))}", icon=":material/warning:"
        )
        return ()


# ---- search -------------------------------------------------------------------------------------


def _search_form(query: Query) -> None:
    # The widgets mirror the address; what they change goes through it.
    st.session_state[TEXT], st.session_state[ROOT] = query.text, query.root
    st.session_state[SENSE], st.session_state[TOPIC] = query.sense, query.topic
    with st.container(key="library-search", horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            _("Search all articles"),
            key=TEXT,
            type="search",
            icon=":material/search:",
            placeholder=_("a word, a place, a test: sole, ankle jerk, S1 screw"),
            on_change=_asked,
        )
        st.selectbox(_("Root"), ROOT_CHOICES, key=ROOT, placeholder=_("Any root"), on_change=_asked)
        st.selectbox(
            _("Label means"),
            SENSE_CHOICES,
            key=SENSE,
            format_func=sense_name,
            placeholder=_("Anything"),
            on_change=_asked,
        )
        st.selectbox(
            _("Topic"),
            list(TOPICS),
            key=TOPIC,
            format_func=lambda topic: _(TOPICS[topic]),
            placeholder=_("Any topic"),
            on_change=_asked,
        )


def _asked() -> None:
    state = st.session_state
    query = Query((state[TEXT] or "").strip(), state[ROOT], state[SENSE], state[TOPIC])
    write_query(query.to_query())


def _results(query: Query, imported: tuple[Store, ...]) -> None:
    hits = search(query.text, query.root, query.sense, query.topic, stores=imported, limit=RESULTS)
    if not hits:
        st.html(
            f"<p role=status>{_('No passage fits. Try other words or fewer filters.')} "
            f'<a href="{link("articles")}">{_("Back to all articles")}</a></p>'
        )
        return
    said = n_("%(n)s passage", "%(n)s passages", len(hits))
    if len(hits) == RESULTS:
        said = n_("The %(n)s passage that fits best", "The %(n)s passages that fit best", len(hits))
    if words := corrections(hits):
        said += _(", searched for “%(words)s”") % {"words": " ".join(words)}
    st.html(f'<p role=status>{said}. <a href="{link("articles")}">{_("All articles")}</a></p>')
    st.html(result_cards(hits, query.root))


# ---- lists --------------------------------------------------------------------------------------


def _contents(imported: bool) -> str:
    names = [*REGION_TITLES.values(), N_("Topics"), *([N_("Imported")] if imported else [])]
    links = " · ".join(f'<a href="#{name.lower()}">{_(name)}</a>' for name in names)
    return f'<nav aria-label="{_("Groups of articles")}">{links}</nav>'


def _own_list() -> None:
    roots = [article for article in library().articles if article.kind == "root"]
    for region, title in REGION_TITLES.items():
        own = [article for article in roots if _region(article) == region]
        if own:
            st.header(_(title), anchor=title.lower())
            st.html(article_cards(own))
    if library().topics:
        st.header(_("Topics"), anchor="topics")
        st.html(article_cards(library().topics))


def _region(article: Article) -> str:
    letter = article.roots[0][0] if article.roots else ""
    return "S" if article.roots and article.roots[0] == "Co1" else letter


def _imported_list(listed: list[Listed]) -> None:
    if not listed:
        return
    st.header(_("Imported"), anchor="imported")
    st.html(imported_cards(listed[:IMPORTED_SHOWN]))
    if len(listed) > IMPORTED_SHOWN:
        more = len(listed) - IMPORTED_SHOWN
        said = n_("And %(n)s more, which the search finds.", "And %(n)s more, which the search finds.", more)
        st.html(f"<p>{said}</p>")
