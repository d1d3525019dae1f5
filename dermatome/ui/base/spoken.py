"""The visitor's language and terms: in the address, the session and every link.

The address wins, then what was chosen before in this session, then what the browser asks for.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any, Final
from urllib.parse import urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dermatome.errors import InputError
from dermatome.language import (
    LANGUAGES,
    SOURCE,
    TERMS,
    _,
    ask,
    language,
    parse_language,
    parse_terms,
    set_language,
    terms,
)

LANG, NAMES = "lang", "terms"
"""Parameters of the address, and keys of the session."""
OURS: Final = (LANG, NAMES)


def open_language() -> list[str]:
    """Speak the visitor's language in this run; return a sentence for each value that was dropped."""
    dropped = []
    for name, parse in ((LANG, parse_language), (NAMES, parse_terms)):
        if value := st.query_params.get(name, "").strip():
            try:
                st.session_state[name] = parse(value)
            except InputError:
                dropped.append((name, value))
    set_language(*of_session())
    return [_not_known(name, value) for name, value in dropped]


def _not_known(name: str, value: str) -> str:
    shown = value if len(value) <= 30 else value[:29] + "…"
    choices = ", ".join(LANGUAGES if name == LANG else TERMS)
    return _("%(name)s “%(value)s” is not known and was left out. Use one of %(choices)s.") % {
        "name": name,
        "value": shown,
        "choices": choices,
    }


def of_session() -> tuple[str | None, str | None]:
    """Return language and terms of the session that is running; None outside of one."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return None, None
    chosen = st.session_state.get(LANG) or _of_browser()
    return chosen, st.session_state.get(NAMES, TERMS[0])


def _of_browser() -> str:
    try:
        return parse_language(st.context.locale or SOURCE)
    except InputError:
        return SOURCE


ask(of_session)


# ---- address ------------------------------------------------------------------------------------


def spoken_query() -> dict[str, str]:
    """Return what an address needs to be read as this page is; nothing where that goes without saying."""
    inside = get_script_run_ctx(suppress_warning=True) is not None
    chosen = inside and LANG in st.session_state
    query = {LANG: language()} if chosen or language() != SOURCE else {}
    return query | ({NAMES: terms()} if terms() != TERMS[0] else {})


def page_query() -> dict[str, list[str]]:
    """Return the parameters of the address that are the page's own, with all their values."""
    return {name: st.query_params.get_all(name) for name in st.query_params if name not in OURS}


def write_query(query: Mapping[str, Any], *, chosen: bool = False) -> None:
    """Make this the page's own part of the address; language and terms stay.

    ``chosen``: tell the browser even if it seems to know: amid quick choices it speaks of an older address.
    """
    wanted = {**query, **spoken_query()}
    shown = {name: st.query_params.get_all(name) for name in st.query_params}
    told = {name: [value] if isinstance(value, str) else list(value) for name, value in wanted.items()}
    if chosen or shown != told:
        st.query_params.from_dict(wanted)


def keep_in_address() -> None:
    """Put language and terms into the address where a page has left them out."""
    query = spoken_query()
    for name in OURS:
        if name in query and st.query_params.get(name) != query[name]:
            st.query_params[name] = query[name]
        elif name not in query and name in st.query_params:
            del st.query_params[name]


def link(page: str, query: Mapping[str, str | list[str]] | None = None, anchor: str = "") -> str:
    """Return the address of a page of the atlas, relative and escaped for HTML, in the language of this one.

    ``page`` is its path (``sources``), ``./`` the map; ``anchor`` a place on it.
    """
    parameters = urlencode({**(query or {}), **spoken_query()}, doseq=True)
    return escape(f"{page}{f'?{parameters}' if parameters else ''}{f'#{anchor}' if anchor else ''}")


def in_english() -> str:
    """Return the attribute that marks an element as English; nothing where the whole page is."""
    return "" if language() == SOURCE else f' lang="{SOURCE}"'


def english(html: str) -> str:
    """Return a piece of facts or articles, which stay English, marked so on a page in another language."""
    return f"<span{in_english()}>{html}</span>" if html and in_english() else html


def for_browser() -> dict[str, str]:
    """Return what a component needs besides its data to speak as the page does."""
    query = {LANG: language()} if language() != SOURCE else {}
    return query | ({NAMES: terms()} if terms() != TERMS[0] else {})
