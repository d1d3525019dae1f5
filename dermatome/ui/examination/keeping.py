"""Examinations as files, on paper, side by side, and beside the answers of practice."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterator
from typing import Final

import streamlit as st

from dermatome.errors import AtlasError, InputError
from dermatome.isncsci.files import LARGEST_FILE, MOST_EXAMS, Sheet, read_json, to_json
from dermatome.language import _
from dermatome.study import examinations
from dermatome.ui.base.faults import told
from dermatome.ui.base.gate import uploads
from dermatome.ui.base.html import plain
from dermatome.ui.base.learner import learner, progress, somebody, who
from dermatome.ui.base.session import EXAMINATIONS_OF
from dermatome.ui.examination import text as examination_text
from dermatome.ui.examination.session import TROUBLE, held, write_address
from dermatome.ui.examination.state import Held

_FILES: Final = "examination_files"
MOST_NAME: Final = 40
"""Letters of a file or a date by which an examination is called."""


def files() -> None:
    """Offer to save, open, print and compare examinations, and to keep them with one's progress."""
    page = held()
    as_json, as_pdf = functools.partial(_json, page.sheet), functools.partial(_pdf, page.sheet)
    with st.expander(_("Save, open, print and compare"), expanded=bool(page.kept)):
        st.html(f"<p>{_('Nothing stays on the server unless you keep it there. No name is needed.')}</p>")
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            for label, name, mime, made in (
                (
                    _("Save as a file"),
                    "examination.json",
                    "application/json",
                    as_json,
                ),
                (
                    _("Worksheet as PDF"),
                    "examination.pdf",
                    "application/pdf",
                    as_pdf,
                ),
                (_("Blank worksheet as PDF"), "examination-blank.pdf", "application/pdf", _blank),
            ):
                st.download_button(
                    label, data=made, file_name=name, mime=mime, on_click="ignore", icon=":material/download:"
                )
        if uploads():
            st.file_uploader(
                _("Open examinations (JSON)"),
                type=["json", "jsonl"],
                accept_multiple_files=True,
                key=_field(),
                on_change=_opened,
                max_upload_size=LARGEST_FILE >> 20,
            )
        if trouble := st.session_state.pop(TROUBLE, ""):
            st.error(plain(trouble), icon=":material/error:")
        _compare(page)


def _compare(page: Held) -> None:
    if not page.kept:
        st.html(f"<p class=muted>{_('Lay the examination aside to compare it with later ones.')}</p>")
    else:
        st.html(examination_text.comparison([*page.kept, (_("on the worksheet"), page.sheet)]))
        _reopen(page)
    with st.container(horizontal=True, gap="small"):
        if not page.sheet.exam.empty() and not page.case:
            st.button(_("Lay this one aside"), on_click=_lay_aside, icon=":material/library_add:")
        if page.kept:
            st.download_button(
                _("Save all as one file"),
                data=functools.partial(_json, *(sheet for _name, sheet in page.kept)),
                file_name="examinations.json",
                mime="application/json",
                on_click="ignore",
                icon=":material/download:",
            )
            st.button(_("Put all away"), on_click=page.kept.clear, icon=":material/delete:")
    _with_progress(page)


def _reopen(page: Held) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        at = st.selectbox(
            _("Laid aside"),
            range(len(page.kept)),
            format_func=lambda each: page.kept[each][0],
            key=f"examination_kept_{len(page.kept)}",
            width=320,
        )
        st.button(_("Open"), on_click=_laid_out, args=(page.kept[at][1],), icon=":material/folder_open:")


# ---- kept beside the answers of practice -------------------------------------------------------------


def _with_progress(page: Held) -> None:
    with st.container(horizontal=True, gap="small"):
        if page.kept:
            st.button(_("Keep these with my progress"), on_click=_keep_all, icon=":material/bookmark_add:")
        if learner() is not None:
            st.button(_("Remove those kept with my progress"), on_click=_remove_all, icon=":material/delete:")
        if page.kept or learner() is not None:
            who()


def bring_kept() -> None:
    """Lay out beside the worksheet what the learner has kept; once for each learner."""
    found, page = learner(), held()
    if found is None or st.session_state.get(EXAMINATIONS_OF) == found.id:
        return
    st.session_state[EXAMINATIONS_OF] = found.id
    with _saying():
        page.kept += [each for each in examinations.kept(progress(), found) if each not in page.kept]


def _keep_all() -> None:
    with _saying():
        found = somebody()
        st.session_state[EXAMINATIONS_OF] = found.id
        for name, sheet in held().kept:
            examinations.keep(progress(), found, name, sheet)
        st.toast(_("They are kept with your progress."), icon=":material/check:")


def _remove_all() -> None:
    found = learner()
    if found is not None:
        with _saying():
            examinations.put_away(progress(), found)
            st.toast(_("None is kept with your progress any more."), icon=":material/check:")


@contextlib.contextmanager
def _saying() -> Iterator[None]:
    """Say what went wrong in place of ending the page."""
    try:
        yield
    except AtlasError as error:
        st.session_state[TROUBLE] = told(error)


def _lay_aside() -> None:
    page = held()
    name = page.sheet.date or _("Examination %(n)s") % {"n": len(page.kept) + 1}
    page.kept.append((name, page.sheet))


def _laid_out(sheet: Sheet) -> None:
    held().put(sheet)
    write_address()


def _field() -> str:
    """Return the key of the field for files: a new one once files were read, so that none is read twice."""
    return f"{_FILES}_{st.session_state.get(_FILES, 0)}"


def _opened() -> None:
    """Open the files that can be read, and say what is wrong with the others."""
    page, opened, faults = held(), [], []
    files = st.session_state[_field()] or []
    st.session_state[_FILES] = st.session_state.get(_FILES, 0) + 1
    for file in files:
        try:
            sheets = read_json(file.getvalue())
        except InputError as error:
            faults.append(f"{file.name}: {error}")
            continue
        names = [
            f"{(sheet.date or file.name)[:MOST_NAME]}{f' ({i})' if len(sheets) > 1 else ''}"
            for i, sheet in enumerate(sheets, 1)
        ]
        opened += zip(names, sheets, strict=True)
    st.session_state[TROUBLE] = "  \n".join(faults)
    if not opened:
        return
    fresh = [each for each in opened if each not in page.kept]
    page.kept = [*page.kept, *fresh][-MOST_EXAMS:]
    page.put(opened[-1][1])
    write_address()


def _json(*sheets: Sheet) -> bytes:
    return to_json(list(sheets)).encode()


def _pdf(sheet: Sheet) -> bytes:
    from dermatome.export.worksheet import worksheet  # only who prints needs it

    return worksheet(sheet)


@functools.cache
def _blank() -> bytes:
    from dermatome.export.worksheet import worksheet

    return worksheet(None)
