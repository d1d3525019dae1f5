"""The texts the browser writes itself: the same catalogue, cut down to what stands in the scripts.

A script asks for a text as the server does, ``_("Labels")``; in English nothing has to be fetched for it.
What ``main.js`` says comes with the page: it speaks where nothing could be fetched.
"""

from __future__ import annotations

import functools
import json
from typing import Final

from dermatome.language import language, translations
from dermatome.ui.base.served import frontend_files

DOOR: Final = "main.js"


def words_json() -> bytes:
    """Return the texts of all scripts in the language spoken, by their English, as UTF-8 JSON."""
    return json.dumps(_texts_in(_scripts()), ensure_ascii=False, separators=(",", ":")).encode()


def door_words() -> dict[str, str | tuple[str, ...]]:
    """Return the texts of the browser half's entry in the language spoken, by their English."""
    return _texts_in(frontend_files()[DOOR].read_text(encoding="utf-8"))


def _texts_in(script: str) -> dict[str, str | tuple[str, ...]]:
    return {text: said for text, said in translations(language()).items() if _quoted(text) in script}


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


@functools.cache
def _scripts() -> str:
    return "".join(
        path.read_text(encoding="utf-8") for name, path in frontend_files().items() if name.endswith(".js")
    )
