"""The texts the browser writes itself: the same catalogue, cut down to what stands in the scripts.

A script asks for a text as the server does, ``_("Labels")``; in English nothing has to be fetched for it.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Final

from dermatome.language import language, translations

SCRIPTS: Final = Path(__file__).parents[1] / "frontend"


def words_json() -> bytes:
    """Return the texts of all scripts in the language spoken, by their English, as UTF-8 JSON."""
    shown = {text: said for text, said in translations(language()).items() if _quoted(text) in _scripts()}
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode()


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


@functools.cache
def _scripts() -> str:
    return "".join(path.read_text(encoding="utf-8") for path in sorted(SCRIPTS.glob("*/*.js")))
