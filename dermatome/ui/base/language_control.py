"""At the foot of every page: in which language, and by which names of the body's parts."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dermatome.language import LANGUAGES, SOURCE, TERMS, _, language, set_language, terms
from dermatome.ui.base.frontend import draw
from dermatome.ui.base.spoken import LANG, NAMES, keep_in_address, of_session
from dermatome.ui.base.words import door_words

_LANGUAGE_CONTROL, _TERMS_CONTROL = "language", "names"
_TOLD: Final = "page_language"


def language_control() -> None:
    """Offer language and terms; what is chosen holds for all pages."""
    st.session_state[_LANGUAGE_CONTROL], st.session_state[_TERMS_CONTROL] = language(), terms()
    names = {TERMS[0]: LANGUAGES[language()], "la": _("Latin")}
    with st.container(key="spoken", horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.segmented_control(
            _("Language"),
            list(LANGUAGES),
            format_func=LANGUAGES.__getitem__,
            key=_LANGUAGE_CONTROL,
            required=True,
            on_change=_language_chosen,
        )
        st.segmented_control(
            _("Anatomical terms"),
            list(TERMS),
            format_func=names.__getitem__,
            key=_TERMS_CONTROL,
            required=True,
            on_change=_terms_chosen,
            help=_("Latin: Terminologia Anatomica, for muscles, nerves, bones and parts of the body."),
        )
    _tell_browser()


def _language_chosen() -> None:
    st.session_state[LANG] = st.session_state[_LANGUAGE_CONTROL]
    set_language(*of_session())
    keep_in_address()


def _terms_chosen() -> None:
    st.session_state[NAMES] = st.session_state[_TERMS_CONTROL]
    set_language(*of_session())
    keep_in_address()


def _tell_browser() -> None:
    """Say in what language the page is. Streamlit's page says English, so there that can be left unsaid."""
    if language() != SOURCE or st.session_state.get(_TOLD):
        st.session_state[_TOLD] = True
        draw("page", _TOLD, {"texts": door_words()})
