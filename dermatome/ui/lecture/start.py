"""The button on every page that shows the map on the whole screen; it takes the prepared lecture along.

All stepping happens in the browser (``dermatome/frontend/lecture/``): the steps go there once.
"""

from __future__ import annotations

from typing import Any, Final

from dermatome.errors import AtlasError, InputError
from dermatome.lecture.formats import FORMAT, VERSION, read_file
from dermatome.ui.base import session
from dermatome.ui.base.frontend import draw
from dermatome.ui.lecture import session as lecture_session
from dermatome.ui.lecture.address import public_url
from dermatome.ui.lecture.steps import check

KEY: Final = "lecture_start"


def lecture_start() -> None:
    """Offer lecture mode on this page, and keep the lecture safe from a reload of the page."""
    draw(
        "lecture",
        KEY,
        {
            "state": session.current().to_data(),
            "address": _public(),
            "file": {"format": FORMAT, "version": VERSION, "title": lecture_session.deck().title},
            "steps": lecture_session.steps_data(),
            "begun": lecture_session.begun(),
        },
        restore=_restore,
    )


def begin_button(at: int = 0) -> None:
    """Draw a button that starts the lecture at a step, by its position: the first unless another is named."""
    draw("begin", "lecture_begin" if at == 0 else "lecture_begin_here", {"begin": at})


def _public() -> str | None:
    try:
        return public_url()
    except AtlasError:
        return None  # the page that prepares lectures says what is wrong with it


def _restore(kept: Any) -> None:
    """Take back a lecture that the browser kept while the page was reloaded."""
    if lecture_session.begun() or not isinstance(kept, str):
        return
    try:
        lecture_session.change(read_file(kept.encode("utf-8", "replace"), check), 0)
    except InputError:
        return  # kept by another version of the atlas, or tampered with: there is nobody to tell
