"""Who is practising: a name or a secret link, never a password; and what can be done with the progress.

A name stands in the address and in the session. A secret does not: it travels in the part of a link that no
browser sends (``#learner=…``), and over the page's own connection; the tab keeps it for a reload. A learner
is made when there is something to keep, not by a visit.
"""

from __future__ import annotations

import functools
import pickle  # between two processes of ours, see dermatome.export.apart
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dermatome.errors import AtlasError
from dermatome.export.apart import Allowance, apart
from dermatome.language import N_, _, n_
from dermatome.queues import on_behalf_of
from dermatome.study.bringing import Brought, brought
from dermatome.study.kept import Learner
from dermatome.study.names import shown_name
from dermatome.study.store import Progress, open_progress
from dermatome.ui.base import session
from dermatome.ui.base.faults import told
from dermatome.ui.base.frontend import draw
from dermatome.ui.base.gate import by_name, uploads, visitor
from dermatome.ui.base.html import plain
from dermatome.ui.base.spoken import page_query, write_query

_LEARNER, _QUERY, _SECRET, _DROPPED = "learner", "learner_query", "learner_secret", "learner_dropped"
_WISHED: Final = "learner_wished"
_TAB: Final = "learner_tab"
"""Key of the part of the page that keeps the secret in its tab."""
_NAME, _FILE, _SURE = "learner_name", "progress_file", "progress_sure"
_SAID: Final = "learner_said"
MOST_MB: Final = 32
PARAMETERS: Final = ("learner", "name")
"""Parameters of the address that say who is practising: the secret of an older link, or a name."""
UNKNOWN: Final = N_("This link to a learner is not known here, so practice starts afresh.")
OLDER: Final = N_(
    "Your link is of an older kind, which servers on its way may write down. It was opened and taken out of "
    "the address: keep the new one, which is shown below."
)
IMPORT_SECONDS: Final = 600
IMPORT_MEMORY: Final = 2 * 2**30

_opening: Final = threading.Lock()
_open: Final[list[Progress]] = []


def progress() -> Progress:
    """Return the store of progress, opened once a process, and again when its file has been taken away.

    :raises AtlasError: it cannot be opened.
    """
    with _opening:
        if _open and not _open[0].there:
            close_progress()
        if not _open:
            _open.append(open_progress())
        return _open[0]


def close_progress() -> None:
    """Close the store; the next who needs it opens it again."""
    while _open:
        _open.pop().close()


def learner() -> Learner | None:
    """Return who is practising in this session, or None before anybody has begun."""
    return st.session_state.get(_LEARNER)


def learner_query() -> dict[str, str]:
    """Return the learner's part of the address."""
    return st.session_state.get(_QUERY, {})


def open_learner(query: Mapping[str, Sequence[str]]) -> list[str]:
    """Take the learner over from the address; return a sentence for what could not be found."""
    link, name = (next(iter(query.get(parameter, ())), "") for parameter in PARAMETERS)
    try:
        if link:
            if link != st.session_state.get(_SECRET):
                write_query({key: value for key, value in page_query().items() if key != "learner"})
                return [_(OLDER) if _by_link(link) else _(UNKNOWN)]
        elif name and name != learner_query().get("name") and by_name():
            _set(progress().known(name), name=name)
    except AtlasError as error:
        return [told(error)]
    return []


def _by_link(secret: str) -> bool:
    found = progress().by_link(secret)
    if found is not None:
        _set(found, secret=secret)
    return found is not None


def somebody() -> Learner:
    """Return who is practising, to keep something; a newcomer without a name gets a secret link."""
    found, name = learner(), wished_name()
    if found is None and name and by_name():
        found = progress().learner(name)
        _set(found, name=name)
    elif found is None:
        found, secret = progress().new_link(name)
        _set(found, secret=secret)
    return found


def wished_name() -> str:
    """Return the name that was given before there was anything to keep under it, or ""."""
    return learner_query().get("name", "") or st.session_state.get(_WISHED, "")


def called(name: str) -> None:
    """Go on under a name: its own progress where names open it, else what a new link will be called.

    :raises InputError: the name is too long.
    """
    shown = shown_name(name)
    if by_name():
        _set(progress().known(shown), name=shown)
    else:
        _set(None)
        st.session_state[_WISHED] = shown


def _set(found: Learner | None, *, name: str = "", secret: str = "") -> None:
    if (old := st.session_state.get(_SECRET)) and old != secret:
        st.session_state[_DROPPED] = old
    st.session_state.pop(_WISHED, None)
    st.session_state[_LEARNER] = found
    st.session_state[_SECRET] = secret
    st.session_state[_QUERY] = {"name": name} if name else {}


def keep_in_tab(opened: Callable[[], None]) -> None:
    """Have the browser keep the secret of this session in its tab, and say its own; then call ``opened``."""

    def said(message: Any) -> None:
        secret = message.get("secret") if isinstance(message, Mapping) else None
        if not isinstance(secret, str) or not secret or secret == st.session_state.get(_SECRET):
            return
        if learner_query().get("name"):
            return  # the address names somebody else, and an address wins
        try:
            known = _by_link(secret)
        except AtlasError as error:
            st.session_state[_SAID] = told(error)
            return
        if known:
            opened()
        else:
            st.session_state[_DROPPED] = secret
            st.session_state[_SAID] = _(UNKNOWN)

    data = {"secret": st.session_state.get(_SECRET, ""), "dropped": st.session_state.get(_DROPPED, "")}
    draw("secret", _TAB, data, open=said)


# ---- widgets ----------------------------------------------------------------------------------------


def who() -> None:
    """Say who is practising, and offer to change it."""
    found = learner()
    wished = wished_name()
    label = (found.name or _("Your link")) if found else wished or _("Who is practising?")
    with st.popover(plain(label), icon=":material/person:"):
        if by_name():
            st.text_input(
                _("Name"),
                key=_NAME,
                value=found.name if found else wished,
                on_change=_named,
                help=_("No password: whoever gives this name sees this progress."),
                max_chars=60,
            )
        if secret := st.session_state.get(_SECRET):
            st.write(_("Your link. Keep it: it opens your progress on any device."))
            st.code(f"{(st.context.url or 'practice').partition('?')[0]}#learner={secret}", language=None)
        if not found and not by_name():
            st.write(_("You get a link of your own with the first answer."))
        if found or wished:
            st.button(_("Someone else is practising"), on_click=_forget_who)


def _named() -> None:
    name = st.session_state[_NAME].strip()
    if name:
        _set(progress().known(name), name=name)


def _forget_who() -> None:
    _set(None)
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
            file = st.file_uploader(
                _("Bring back progress from a file"), type="json", key=_FILE, max_upload_size=MOST_MB
            )
            sent = st.form_submit_button(_("Add to my progress"))
        if sent:
            with st.spinner(_("Your answers are being added …")):
                _import(file)
            st.rerun()
    if found is not None:
        st.checkbox(_("Yes, forget all answers of mine for good"), key=_SURE)
        st.button(
            _("Forget my progress"),
            on_click=_reset,
            disabled=not st.session_state.get(_SURE),
            icon=":material/delete:",
        )


def _import(file: UploadedFile | None) -> None:
    if file is None:
        st.session_state[_SAID] = _("Choose a file first.")
        return
    try:
        with on_behalf_of(visitor()):
            answer = apart(
                "progress",
                functools.partial(brought, by_name=by_name()),
                file.getvalue(),
                learner(),
                wished_name(),
                allowance=Allowance(
                    seconds=IMPORT_SECONDS,
                    memory=IMPORT_MEMORY,
                    failed=_("Adding it took too long. Bring the file again: the rest is added then."),
                ),
            )
    except AtlasError as error:
        st.session_state[_SAID] = _("Nothing was added. %(why)s") % {"why": told(error)}
        return
    back: Brought = pickle.loads(answer)
    if learner() is None:
        _set(back.learner, name="" if back.secret else learner_query().get("name", ""), secret=back.secret)
    st.session_state.pop(session.EXAMINATIONS_OF, None)  # the page of examinations lays out the new ones too
    said = [n_("%(n)s answer was added.", "%(n)s answers were added.", back.merged.added)]
    if sheets := back.merged.examinations:
        said.append(n_("%(n)s examination was added.", "%(n)s examinations were added.", sheets))
    st.session_state[_SAID] = " ".join(said)


def _reset() -> None:
    found = learner()
    if found is not None:
        progress().forget(found)
    _forget_who()
    st.session_state[_SURE] = False
    st.session_state[_SAID] = _("Your progress is forgotten.")
