"""What the examination page of one visitor holds between reruns, and its part of the address."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dermatome.errors import InputError
from dermatome.isncsci.address import to_code
from dermatome.ui.base.learner import learner_query
from dermatome.ui.base.session import EXAMINATION
from dermatome.ui.base.spoken import page_query, write_query
from dermatome.ui.examination.state import PARAMETERS, Held, read_query

_HELD, _ADDRESS = "examination_held", "examination_address"
TROUBLE: Final = "examination_trouble"
"""Key of what went wrong with files and what is kept, to be said once."""


def held() -> Held:
    """Return what this visitor's page holds."""
    return st.session_state.setdefault(_HELD, Held())


def open_address() -> str:
    """Take over what the address asks for; return what had to be dropped.

    An address that this page wrote itself says what is held already.
    """
    query = {name: values for name, values in page_query().items() if name in PARAMETERS}
    note = ""
    if query and query != st.session_state.get(_ADDRESS):
        try:
            read_query(query, held())
        except InputError as error:
            note = str(error)
    write_address()
    return note


def write_address() -> None:
    """Write the address of what is held."""
    query = held().query()
    write_query({**learner_query(), **query})
    st.session_state[EXAMINATION] = "" if held().sheet.exam.empty() else to_code(held().sheet.exam)
    st.session_state[_ADDRESS] = {name: [value] for name, value in query.items()}
