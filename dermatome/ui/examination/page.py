"""The examination page: the worksheet, which lives in the browser, and files to keep, open and print.

One change, one path: the browser reports the worksheet as it stands, :func:`acted` reads and keeps it, and
the rerun sends back what the standard makes of it. All of it is one fragment.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any, Final

import streamlit as st

from dermatome.errors import InputError
from dermatome.isncsci.classify import classify
from dermatome.isncsci.classroom import CHOICES, STAGES, asked, judge
from dermatome.isncsci.files import EMPTY, read_sheet
from dermatome.language import _
from dermatome.ui.base.frontend import draw
from dermatome.ui.base.html import plain
from dermatome.ui.base.learner import keep_in_tab, open_learner
from dermatome.ui.base.spoken import page_query
from dermatome.ui.examination import text as examination_text
from dermatome.ui.examination.answers import answers
from dermatome.ui.examination.keeping import bring_kept, files
from dermatome.ui.examination.session import held, open_address, write_address
from dermatome.ui.examination.state import LARGEST_SEED, Held, next_case, read_case

EXAMINATION: Final = "examination"
"""Key of the component."""


def examination_page() -> None:
    """Show the worksheet for what the address or the session holds."""
    st.title(_("ISNCSCI examination"), anchor=False)
    st.html(examination_text.purpose())
    _page()


@st.fragment
def _page() -> None:
    for note in filter(None, (*open_learner(page_query()), open_address())):
        st.info(plain(note), icon=":material/info:")
    bring_kept()
    draw("examination", EXAMINATION, answers(held()), act=acted)
    files()
    keep_in_tab(bring_kept)


# ---- what the browser reports -----------------------------------------------------------------------


def acted(message: Any) -> None:
    """Take over what was done on the worksheet; called before the rerun."""
    page = held()
    if not isinstance(message, Mapping):
        return
    page.trouble = page.cell = ""
    try:
        if "sheet" in message:  # whatever else is asked for, first what was written
            _edited(page, message)
        if act := _ACTS.get(str(message.get("do"))):
            act(page, message)
    except InputError as error:
        page.trouble = str(error)
    number = message.get("n")
    page.seen = max(page.seen, number if isinstance(number, int) else 0)
    write_address()


def _edited(page: Held, message: Mapping[str, Any]) -> None:
    if message.get("turn") == page.turn and page.case is None:  # else it speaks of a sheet that has gone
        page.sheet = read_sheet(message.get("sheet"))


def _emptied(page: Held, _message: Mapping[str, Any]) -> None:
    page.put(EMPTY)


def _brought_back(page: Held, _message: Mapping[str, Any]) -> None:
    page.put(page.own)


def _practised(page: Held, message: Mapping[str, Any]) -> None:
    seed = random.SystemRandom().randint(0, LARGEST_SEED)
    of = message.get("of")
    row = f".1.{of}" if isinstance(of, int) and of > 1 else ""
    case = read_case(f"{message.get('profile')}.{message.get('difficulty')}.{seed}{row}")
    page.score = {}
    page.practise(case)


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
    "empty": _emptied,
    "practise": _practised,
    "next": _went_on,
    "answer": _answered,
    "leave": _brought_back,
    "bring": _brought_back,
}
