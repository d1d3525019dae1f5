"""What surrounds every page: configuration, navigation, footer; and the loading done once a process."""

from __future__ import annotations

import contextlib
import functools
import gc
import importlib
import logging
import os
import sys
import threading
from pathlib import Path

import streamlit as st

from dermatome.anatomy.load import facts
from dermatome.atlas.load import atlas
from dermatome.databases import LIBRARY, PROGRESS, is_address
from dermatome.errors import AtlasError, Busy
from dermatome.language import SOURCE, _, language, p_
from dermatome.library.passages import passages
from dermatome.places import ASSETS, PAGES
from dermatome.ui.base.faults import told
from dermatome.ui.base.frontend import draw, embedded
from dermatome.ui.base.gate import by_name, gate
from dermatome.ui.base.html import plain
from dermatome.ui.base.language_control import language_control
from dermatome.ui.base.session import STAYED
from dermatome.ui.base.spoken import keep_in_address, link, open_language
from dermatome.ui.base.state import DEFAULT_ROOT
from dermatome.ui.base.stores import stores
from dermatome.ui.documents.catalogues import catalogue_json
from dermatome.ui.lecture.address import public_url
from dermatome.ui.lecture.start import lecture_start

_PAGE = "page_shown"
ICON = ASSETS / "icon.svg"
MAIN_SCRIPT = Path(__file__).with_name("main.py")
STYLE = Path(__file__).with_name("style.css")
EMBEDDED = Path(__file__).with_name("embedded.css")

_log = logging.getLogger(__name__)


def run() -> None:
    """Show the page the address asks for."""
    notes = open_language()
    st.set_page_config(page_icon=str(ICON), layout="wide")
    st.html(STYLE)
    if embedded():
        st.html(EMBEDDED)
    else:
        st.html(f'<p class=site><a href="{link("./")}">{_("Dermatome Atlas")}</a></p>')
    page = st.navigation(
        [
            st.Page(PAGES / "atlas.py", title=_("Map"), default=True),
            st.Page(PAGES / "levels.py", title=_("Levels")),
            st.Page(PAGES / "plexus.py", title=_("Plexus")),
            st.Page(PAGES / "localise.py", title=_("Localise")),
            st.Page(PAGES / "practice.py", title=_("Practice")),
            st.Page(PAGES / "examination.py", title=_("Examination")),
            st.Page(PAGES / "lecture.py", title=_("Lecture")),
            st.Page(PAGES / "articles.py", title=_("Library")),
            st.Page(PAGES / "maps.py", title=_("Published maps")),
            st.Page(PAGES / "sources.py", title=_("Sources")),
            st.Page(PAGES / "about.py", title=p_("page", "About")),
        ],
        position="top",
    )
    name = _("Dermatome Atlas")
    st.set_page_config(page_title=name if not page.url_path else f"{page.title} · {name}")
    before = st.session_state.get(_PAGE)
    st.session_state[STAYED] = before == page.url_path
    st.session_state[_PAGE] = page.url_path
    if notes:
        st.info("  \n".join(plain(note) for note in notes), icon=":material/info:")
    try:
        with contextlib.suppress(AtlasError):
            warm()  # a page that needs what is faulty says so itself; others need not care
        page.run()
        if not embedded():
            with contextlib.suppress(AtlasError):
                lecture_start()
    except AtlasError as error:
        # A fault of the data, not of the visitor; the message says what puts it right.
        st.error(f"{_('This page cannot be shown.')} {plain(told(error))}", icon=":material/error:")
    keep_in_address()
    if embedded():
        draw("menu", "menu", {"embedded": True})
        return
    language_control()
    draw("menu", "menu", {})
    st.html(f"<footer class=muted>{footer()}</footer>")


def footer() -> str:
    """Return what is said once on every page: what the atlas is for, and which of it stays English."""
    said = _("For education only: not a diagnostic tool.")
    content = _("Articles are in English; they are not translated.")
    return said if language() == SOURCE else f"{said} {content}"


def prepare() -> None:
    """Look at the settings, and load the data before the first visitor comes.

    What is set wrongly ends the start with a line that says so; faulty data is left for the pages to explain,
    and a library or progress that cannot be opened for those who need it. Garbage is looked for from then on:
    hardly anything that is loaded is any, and the search would take a fifth of the start.
    """
    try:
        check_settings()
    except AtlasError as error:
        sys.stderr.write(f"The atlas was not started. {error}\n")
        sys.stderr.flush()
        os._exit(2)  # the server that imports this would go on
    threading.Thread(target=_open_databases, name="databases", daemon=True).start()
    # Streamlit loads these for the first visitor; plotly, drawing for the same visitor in another thread,
    # would meet them half loaded.
    for library in ("pandas", "PIL.Image"):
        importlib.import_module(library)
    with contextlib.suppress(AtlasError):
        warm()
    gc.enable()


def check_settings() -> None:
    """Do nothing when all that is set in the environment can be meant.

    :raises AtlasError: it cannot; the message is the administrator's.
    """
    gate()
    by_name()
    public_url()
    for database in (LIBRARY, PROGRESS):
        if is_address(place := database.place()):
            database.server(place).dispose()


def _open_databases() -> None:
    """Open the library and progress, so that what is wrong with them stands in the log from the start."""
    for opened, database in ((stores, LIBRARY), (_progress, PROGRESS)):
        try:
            if is_address(database.place()) or database is LIBRARY:  # looking creates no file
                opened()
        except Busy:
            pass  # it is still being opened, and says in the log what comes of it
        except AtlasError as error:
            _log.warning("%s", error)


def _progress() -> None:
    from dermatome.ui.base.learner import progress  # brings much along that few starts need

    progress()


@functools.cache
def warm() -> None:
    """Load everything once a process and take it out of the garbage collector's sight.

    Streamlit collects garbage after each run; without the freeze every click would walk through the
    whole atlas again. What garbage there is by then is too little to be worth the walk before.

    :raises AtlasError: a data file is missing or malformed.
    """
    atlas().warm()
    facts()
    # The first search builds the index of the library, the first catalogue the table of neighbours.
    list(passages(DEFAULT_ROOT, limit=1))
    catalogue_json("dermatome")
    gc.freeze()
