"""The part of the library page that takes, replaces and removes a reader's own articles."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from html import escape
from typing import Final

import streamlit as st

from dermatome.errors import AtlasError
from dermatome.language import _, n_
from dermatome.library.importing import LIMITS
from dermatome.library.store import Store
from dermatome.ui.base.faults import told
from dermatome.ui.base.gate import ATTEMPTS, Gate, gate, visitor
from dermatome.ui.base.html import article_link, plain
from dermatome.ui.base.stores import readable_stores
from dermatome.ui.library.upload import (
    Outcome,
    Report,
    in_own_process,
    keep_beside,
    remove,
    replace_with,
    take,
)

TYPES: Final = ["json", "xml", "html", "htm", "md", "markdown", "txt", "zip"]
OUTCOMES, REMOVE, UNLOCKED = "import_outcomes", "import_remove", "import_unlocked"
PROBLEMS_SHOWN: Final = 10
NAMED: Final = 5
"""Articles that the question itself names; of more there is a list below it."""
BAR_SECONDS: Final = 0.2
"""Between two steps of the progress bar; each is a message to the browser."""


def import_panel(imported: Sequence[Store]) -> None:
    """Where it is allowed: offer to add articles, tell what came of it, offer to remove imported ones."""
    try:
        door = gate()
    except AtlasError as error:  # the password cannot be read: that closes this door, and no other
        st.warning(plain(told(error)), icon=":material/lock:")
        return
    if door is Gate.CLOSED:
        return
    if door is Gate.PASSWORD and not st.session_state.get(UNLOCKED):
        _ask_password()
        return
    outcomes: list[Outcome] = st.session_state.get(OUTCOMES, [])
    with st.expander(_("Bring your own articles"), expanded=bool(outcomes), icon=":material/upload_file:"):
        _upload()
        for outcome in (each for each in outcomes if each.taken or each.problems or each.error):
            st.html(outcome_html(outcome))
        _ask_about(outcomes)
        if imported:
            _offer_removal(imported[0])


def _ask_password() -> None:
    with st.expander(_("Bring your own articles"), icon=":material/lock:"), st.form("unlock", border=False):
        given = st.text_input(_("Password for changing the library"), type="password", key="unlock_password")
        if not st.form_submit_button(_("Unlock")):
            return
        if refusal := ATTEMPTS.check(given or "", visitor()):
            st.error(refusal, icon=":material/lock:")
            return
    st.session_state[UNLOCKED] = True
    st.rerun()


def _upload() -> None:
    with st.form("import", clear_on_submit=True, border=False):
        files = st.file_uploader(
            _("Files: WordPress posts (JSON, XML), web pages (HTML), Markdown, text, or a zip of these"),
            type=TYPES,
            accept_multiple_files=True,
            max_upload_size=LIMITS.file_bytes // 2**20,
        )
        sent = st.form_submit_button(_("Add to the library"))
    if sent and files:
        done = _with_bar(
            lambda report: [in_own_process(take, file.name, file.getvalue(), report) for file in files]
        )
        st.session_state[OUTCOMES] = done
        _look()
        st.rerun()
    elif sent:
        st.info(_("Choose one or more files first."), icon=":material/info:")


def _look() -> None:
    for store in readable_stores():
        store.look()


def _with_bar(work: Callable[[Report], list[Outcome]]) -> list[Outcome]:
    bar = st.progress(0.0, _("Reading …"))
    told = 0.0

    def report(share: float, words: str) -> None:
        nonlocal told
        if time.monotonic() - told > BAR_SECONDS:
            told = time.monotonic()
            bar.progress(min(share, 1.0), plain(words))

    try:
        return work(report)
    finally:
        bar.empty()


def _ask_about(outcomes: Sequence[Outcome]) -> None:
    """Ask whether to replace what the library has already."""
    waiting = [outcome for outcome in outcomes if outcome.waiting]
    if not waiting:
        return
    pairs = [pair for outcome in waiting for pair in zip(outcome.waiting, outcome.former, strict=True)]
    named = [_by_what(former, article.title) for article, former in pairs]
    st.warning(plain(_question(named)), icon=":material/help:")
    if len(named) > NAMED:
        said = n_("%(n)s article would be replaced", "%(n)s articles would be replaced", len(named))
        with st.expander(said):
            st.html(f"<ul>{''.join(f'<li>{escape(name)}</li>' for name in named)}</ul>")
    with st.container(horizontal=True):
        _decide(_("Replace"), "import_replace", waiting, replace_with)
        _decide(_("Keep both"), "import_both", waiting, keep_beside)
        if st.button(_("Keep what is there"), key="import_keep"):
            st.session_state[OUTCOMES] = []
            st.rerun()


def _question(named: Sequence[str]) -> str:
    """Ask about articles by their names, of many by the first."""
    said = {"titles": ", ".join(named[:NAMED])}
    if len(named) <= NAMED:
        return _("The library has this already: %(titles)s. Replace it?") % said
    said["count"] = str(len(named) - NAMED)
    return _("The library has these already: %(titles)s and %(count)s more. Replace them?") % said


def _decide(label: str, key: str, waiting: Sequence[Outcome], work: Callable[..., Outcome]) -> None:
    if st.button(label, key=key):
        st.session_state[OUTCOMES] = _with_bar(
            lambda report: [in_own_process(work, each.file, each.waiting, report) for each in waiting]
        )
        _look()
        st.rerun()


def _by_what(former: str, title: str) -> str:
    """Name the article that would be replaced, and the new one where its title is another."""
    if former == title:
        return f"“{former}”"
    return _("“%(former)s” (by “%(title)s”)") % {"former": former, "title": title}


def outcome_html(outcome: Outcome) -> str:
    """Return what became of one file as HTML."""
    name = f"<b>{escape(outcome.file)}</b>"
    if outcome.error:
        failed = _("%(file)s was not added.") % {"file": name}
        return f"<p role=alert class=failed>✕ {failed} {escape(outcome.error)}</p>"
    lines = [
        f'<li><a href="{article_link(article.id)}">{escape(article.title)}</a>, '
        f"{n_('%(n)s section', '%(n)s sections', article.sections)}, "
        f"{n_('%(n)s mention', '%(n)s mentions', article.mentions)}</li>"
        for article in outcome.taken
    ]
    if outcome.more:
        lines.append(f"<li>{n_('and %(n)s more article', 'and %(n)s more articles', outcome.more)}</li>")
    lines += [
        f"<li class=failed>✕ {_('not added:')} {escape(problem)}</li>"
        for problem in outcome.problems[:PROBLEMS_SHOWN]
    ]
    unread = len(outcome.problems) - PROBLEMS_SHOWN
    if unread > 0:
        said = n_("%(n)s more could not be read", "%(n)s more could not be read", unread)
        lines.append(f"<li class=failed>✕ {said}</li>")
    total = len(outcome.taken) + outcome.more
    if outcome.replaced:
        said = n_("%(n)s article replaced", "%(n)s articles replaced", total)
    else:
        said = n_("%(n)s article added", "%(n)s articles added", total)
    state = f"✓ {name}: {said}" if total else f"{name}: {_('nothing added')}"
    return f"<div role=status class=outcome><p>{state}</p><ul>{''.join(lines)}</ul></div>"


# ---- removing -----------------------------------------------------------------------------------


def _offer_removal(store: Store) -> None:
    titles = {article.id: article.title for article in store.articles()}
    if not titles:
        return
    chosen = st.multiselect(
        _("Remove imported articles"),
        list(titles),
        format_func=lambda article_id: str(titles.get(article_id, article_id)),
        key=REMOVE,
        placeholder=_("Choose articles"),
    )
    if chosen and st.button(_("Remove …"), key="import_remove_ask"):
        # The title of a dialog is fixed when it is made, and the language is the visitor's.
        ask = st.dialog(_("Remove from the library?"))(_confirm_removal)
        ask(store, chosen, [titles[article_id] for article_id in chosen])


def _confirm_removal(store: Store, chosen: Sequence[str], titles: Sequence[str]) -> None:
    st.html(f"<ul>{''.join(f'<li>{escape(title)}</li>' for title in titles)}</ul>")
    if st.button(_("Remove"), key="import_remove_yes"):
        try:
            remove(store, chosen)
        except AtlasError as error:
            st.error(plain(told(error)))
            return
        st.session_state.pop(REMOVE, None)
        st.session_state[OUTCOMES] = []
        st.rerun()
