"""Who is practising: a name or a secret link, never a password; and what can be done with the progress.

The learner stands in the address and in the session, so a reload or a bookmark finds the progress again.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from dermatome.errors import AtlasError, InputError
from dermatome.language import _, n_
from dermatome.study.store import Learner, Progress, by_name, open_progress, read_export
from dermatome.ui.base.gate import uploads
from dermatome.ui.base.html import plain
from dermatome.ui.base.spoken import page_query, write_query

_LEARNER, _QUERY = "learner", "learner_query"
_NAME, _FILE, _SURE = "learner_name", "progress_file", "progress_sure"
_SAID: Final = "learner_said"
MOST_MB: Final = 32
PARAMETERS: Final = ("learner", "name")
"""Parameters of the address that say who is practising: the secret of a link, or a name."""


@functools.cache
def progress() -> Progress:
    """Return the store of progress, opened once a process. :raises AtlasError: it cannot be opened."""
    return open_progress()


def learner() -> Learner | None:
    """Return who is practising in this session, or None before anybody has begun."""
    return st.session_state.get(_LEARNER)


def learner_query() -> dict[str, str]:
    """Return the learner's part of the address."""
    return st.session_state.get(_QUERY, {})


def open_learner(query: Mapping[str, Sequence[str]]) -> list[str]:
    """Take the learner over from the address; return a sentence for what could not be found."""
    link, name = (next(iter(query.get(parameter, ())), "") for parameter in PARAMETERS)
    if {"learner": link, "name": name} == {"learner": "", "name": "", **learner_query()}:
        return []
    if link:
        found = progress().by_link(link)
        if found is None:
            return [_("This link to a learner is not known here, so practice starts afresh.")]
        _set(found, {"learner": link})
    elif name and by_name():
        try:
            _set(progress().learner(name), {"name": name})
        except InputError as error:
            return [str(error)]
    return []


def somebody() -> Learner:
    """Return who is practising; a newcomer gets a secret link, so that nothing answered is lost."""
    found = learner()
    if found is None:
        found, secret = progress().new_link()
        _set(found, {"learner": secret})
    return found


def called(name: str) -> None:
    """Go on under a name: its own progress where names open it, else a new link that carries the name.

    :raises InputError: the name is too long.
    """
    if by_name():
        _set(progress().learner(name), {"name": name})
    else:
        found, secret = progress().new_link(name)
        _set(found, {"learner": secret})


def _set(found: Learner | None, query: Mapping[str, str]) -> None:
    st.session_state[_LEARNER] = found
    st.session_state[_QUERY] = dict(query)


# ---- widgets ----------------------------------------------------------------------------------------


def who() -> None:
    """Say who is practising, and offer to change it."""
    found = learner()
    label = (found.name or _("Your link")) if found else _("Who is practising?")
    with st.popover(plain(label), icon=":material/person:"):
        if by_name():
            st.text_input(
                _("Name"),
                key=_NAME,
                value=found.name if found else "",
                on_change=_named,
                help=_("No password: whoever gives this name sees this progress."),
                max_chars=60,
            )
        if secret := learner_query().get("learner"):
            st.write(_("Your link. Keep it: it opens your progress on any device."))
            st.code(f"{(st.context.url or 'practice').partition('?')[0]}?learner={secret}", language=None)
        if not found and not by_name():
            st.write(_("You get a link of your own with the first answer."))
        if found:
            st.button(_("Someone else is practising"), on_click=_forget_who)


def _named() -> None:
    name = st.session_state[_NAME].strip()
    if name:
        _set(progress().learner(name), {"name": name})


def _forget_who() -> None:
    _set(None, {})
    st.session_state.pop(_NAME, None)
    # The address names the learner as well.
    write_query({name: value for name, value in page_query().items() if name not in PARAMETERS})


def say() -> None:
    """Say what became of the progress, after it was brought back or forgotten."""
    if said := st.session_state.pop(_SAID, None):
        st.info(plain(said), icon=":material/info:")


def keep_progress() -> None:
    """Offer to take progress away as a file, to bring it back, and to forget it."""
    found = learner()
    if found is None:
        st.write(_("There is no progress yet."))
    else:
        st.download_button(
            _("Save progress as a file"),
            data=functools.partial(progress().export, found),
            file_name="dermatome-progress.json",
            mime="application/json",
            icon=":material/download:",
        )
    if uploads():
        with st.form("progress-import", border=False, clear_on_submit=True):
            st.file_uploader(
                _("Bring back progress from a file"), type="json", key=_FILE, max_upload_size=MOST_MB
            )
            st.form_submit_button(_("Add to my progress"), on_click=_import)
    if found is not None:
        st.checkbox(_("Yes, forget all answers of mine for good"), key=_SURE)
        st.button(
            _("Forget my progress"),
            on_click=_reset,
            disabled=not st.session_state.get(_SURE),
            icon=":material/delete:",
        )


def _import() -> None:
    file = st.session_state.get(_FILE)
    if file is None:
        st.session_state[_SAID] = _("Choose a file first.")
        return
    try:
        # Read before anybody is made to whom it could be added.
        told = read_export(file.getvalue().decode("utf-8"))
        merged = progress().merge(somebody(), told)
    except (UnicodeDecodeError, AtlasError) as error:
        what = error if isinstance(error, AtlasError) else _("The file is not text.")
        st.session_state[_SAID] = _("Nothing was added. %(why)s") % {"why": what}
        return
    st.session_state[_SAID] = n_("%(n)s answer was added.", "%(n)s answers were added.", merged.added)


def _reset() -> None:
    found = learner()
    if found is not None:
        progress().forget(found)
    _forget_who()
    st.session_state[_SURE] = False
    st.session_state[_SAID] = _("Your progress is forgotten.")
