"""The examination page: the worksheet, which lives in the browser, and files to keep, open and print.

One change, one path: the browser reports the worksheet as it stands, :func:`acted` reads and keeps it, and
the rerun sends back what the standard makes of it. All of it is one fragment.
"""

from __future__ import annotations

import functools
import random
from collections.abc import Callable, Mapping
from typing import Any, Final

import streamlit as st

from dermatome.atlas.load import atlas
from dermatome.errors import InputError
from dermatome.isncsci.classify import classify
from dermatome.isncsci.classroom import CHOICES, STAGES, asked, judge
from dermatome.isncsci.files import EMPTY, Sheet, read_json, read_sheet, to_json
from dermatome.language import _
from dermatome.ui.base.frontend import draw
from dermatome.ui.base.html import plain
from dermatome.ui.base.served import plotly_version
from dermatome.ui.base.spoken import page_query, write_query
from dermatome.ui.examination import text as examination_text
from dermatome.ui.examination.answers import answers
from dermatome.ui.examination.state import (
    LARGEST_SEED,
    Held,
    next_case,
    read_case,
    read_query,
)

EXAMINATION: Final = "examination"
"""Key of the component."""
_HELD, _ADDRESS, _FILES, _TROUBLE = (
    f"examination_{name}" for name in ("held", "address", "files", "trouble")
)
ROWS: Final = (("anterior", "posterior"), ("perineum",))
"""Views of the body beside the worksheet, a row each."""


def examination_page() -> None:
    """Show the worksheet for what the address or the session holds."""
    st.title(_("ISNCSCI examination"), anchor=False)
    st.html(examination_text.purpose())
    _page()


@st.fragment
def _page() -> None:
    if note := _open():
        st.info(plain(note), icon=":material/info:")
    data = answers(held())
    draw(
        "examination",
        EXAMINATION,
        {"plotly": plotly_version(), "map": atlas().schemes[0].id, "rows": ROWS, **data},
        on_act_change=acted,
    )
    _files()


def held() -> Held:
    """Return what this visitor's page holds."""
    return st.session_state.setdefault(_HELD, Held())


def _open() -> str:
    """Take over what the address asks for; return what had to be dropped.

    An address that this page wrote itself says what is held already.
    """
    query = {name: values for name, values in page_query().items() if name in ("exam", "case")}
    note = ""
    if query and query != st.session_state.get(_ADDRESS):
        try:
            read_query(query, held())
        except InputError as error:
            note = str(error)
    _write_address()
    return note


def _write_address() -> None:
    query = held().query()
    write_query(query)
    st.session_state[_ADDRESS] = {name: [value] for name, value in query.items()}


# ---- what the browser reports -----------------------------------------------------------------------


def acted() -> None:
    """Take over what was done on the worksheet; called before the rerun."""
    message, page = st.session_state[EXAMINATION].act, held()
    if not isinstance(message, Mapping):
        return
    page.trouble = ""
    try:
        if act := _ACTS.get(str(message.get("do"))):
            act(page, message)
    except InputError as error:
        page.trouble = str(error)
    number = message.get("n")
    page.seen = max(page.seen, number if isinstance(number, int) else 0)
    _write_address()


def _edited(page: Held, message: Mapping[str, Any]) -> None:
    if message.get("turn") == page.turn and page.case is None:  # else it speaks of a sheet that has gone
        page.sheet = read_sheet(message.get("sheet"))


def _emptied(page: Held, _message: Mapping[str, Any]) -> None:
    page.put(EMPTY)


def _kept(page: Held, _message: Mapping[str, Any]) -> None:
    name = page.sheet.date or _("Examination %(n)s") % {"n": len(page.kept) + 1}
    page.kept.append((name, page.sheet))


def _practised(page: Held, message: Mapping[str, Any]) -> None:
    seed = random.SystemRandom().randint(0, LARGEST_SEED)
    page.score = {}
    page.practise(read_case(f"{message.get('profile')}.{message.get('difficulty')}.{seed}"))


def _went_on(page: Held, _message: Mapping[str, Any]) -> None:
    if page.case and page.done:
        page.practise(next_case(page.case))


def _answered(page: Held, message: Mapping[str, Any]) -> None:
    if page.case is None or page.done:
        return
    stage = asked(list(STAGES)[page.stage])
    told = message.get("answers")
    given = {(str(name), str(side)): str(value) for name, side, value in _triples(told)}
    if set(given) != set(stage) or any(
        value not in CHOICES[result] and value != "ND" for (result, _side), value in given.items()
    ):
        raise InputError(_("Answer each of them before you check."))
    marks = judge(classify(page.sheet.exam), given)
    page.marks |= marks
    page.stage += 1
    right, all_ = page.score.get(page.case.seed + page.case.n, (0, 0))
    page.score[page.case.seed + page.case.n] = (
        right + sum(m.correct for m in marks.values()),
        all_ + len(marks),
    )


def _triples(told: Any) -> list[list[Any]]:
    return (
        [each for each in told if isinstance(each, list) and len(each) == 3] if isinstance(told, list) else []
    )


_ACTS: Final[Mapping[str, Callable[[Held, Mapping[str, Any]], None]]] = {
    "edit": _edited,
    "empty": _emptied,
    "keep": _kept,
    "practise": _practised,
    "next": _went_on,
    "answer": _answered,
    "leave": _emptied,
}


# ---- files ------------------------------------------------------------------------------------------


def _files() -> None:
    page = held()
    as_json, as_pdf = functools.partial(_json, page.sheet), functools.partial(_pdf, page.sheet)
    with st.expander(_("Save, open, print and compare"), expanded=bool(page.kept)):
        st.html(f"<p>{_('Nothing is stored on the server: save the file. No name is needed.')}</p>")
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
        st.file_uploader(
            _("Open examinations (JSON)"),
            type=["json", "jsonl"],
            accept_multiple_files=True,
            key=_FILES,
            on_change=_opened,
        )
        if trouble := st.session_state.pop(_TROUBLE, ""):
            st.error(plain(trouble), icon=":material/error:")
        _compare(page)


def _compare(page: Held) -> None:
    if not page.kept:
        st.html(f"<p class=muted>{_('Lay the examination aside to compare it with later ones.')}</p>")
    else:
        st.html(examination_text.comparison([*page.kept, (_("on the worksheet"), page.sheet)]))
    with st.container(horizontal=True, gap="small"):
        if not page.sheet.exam.empty() and not page.case:
            st.button(
                _("Lay this one aside"), on_click=lambda: _kept(page, {}), icon=":material/library_add:"
            )
        for at, (name, sheet) in enumerate(page.kept):
            st.button(
                _("Open %(name)s") % {"name": name},
                key=f"examination_open_{at}",
                on_click=_laid_out,
                args=(sheet,),
            )
        if page.kept:
            st.button(_("Put all away"), on_click=page.kept.clear, icon=":material/delete:")


def _laid_out(sheet: Sheet) -> None:
    held().put(sheet)
    _write_address()


def _opened() -> None:
    page, opened = held(), []
    for file in st.session_state[_FILES] or []:
        try:
            sheets = read_json(file.getvalue())
        except InputError as error:
            st.session_state[_TROUBLE] = f"{file.name}: {error}"
            return
        names = [
            f"{sheet.date or file.name}{f' ({i})' if len(sheets) > 1 else ''}"
            for i, sheet in enumerate(sheets, 1)
        ]
        opened += zip(names, sheets, strict=True)
    if not opened:
        return
    fresh = [each for each in opened if each not in page.kept]
    page.kept += fresh
    page.put(opened[-1][1])
    _write_address()


def _json(sheet: Sheet) -> bytes:
    return to_json([sheet]).encode()


def _pdf(sheet: Sheet) -> bytes:
    from dermatome.export.worksheet import worksheet  # only who prints needs it

    return worksheet(sheet)


@functools.cache
def _blank() -> bytes:
    from dermatome.export.worksheet import worksheet

    return worksheet(None)
