"""The typeface of exported files: Source Sans (SIL Open Font License), from its own package.

Machines without any installed font draw the same files, and nothing is fetched.
"""

from __future__ import annotations

import base64
import functools
import io
from pathlib import Path

import font_source_sans_pro
from PIL import ImageFont

FAMILY = "Source Sans Pro"
FALLBACK = f"'{FAMILY}', 'Source Sans 3', 'Helvetica Neue', Arial, sans-serif"
"""CSS font stack of the SVG files, which carry the letters they use."""

FOLDER = Path(font_source_sans_pro.font_directory)
REGULAR = FOLDER / "SourceSansPro-Regular.ttf"
BOLD = FOLDER / "SourceSansPro-Bold.ttf"

_MEASURED_AT = 100


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a line of text, in the unit of ``size``."""
    return _font(bold).getlength(text) * size / _MEASURED_AT


def wrap(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """Return the text broken at spaces into lines no wider than ``room``, in the unit of ``size``."""
    lines: list[str] = []
    for word in text.split():
        if lines and width(f"{lines[-1]} {word}", size, bold=bold) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


@functools.lru_cache(maxsize=128)
def letters(text: str, *, bold: bool = False) -> str:
    """Return the typeface as WOFF in base64, cut down to the letters of ``text``."""
    # Needed when a file is asked for, not when the atlas starts.
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    with TTFont(BOLD if bold else REGULAR, recalcTimestamp=False) as font:
        subsetter = Subsetter(Options(layout_features=["kern"], notdef_outline=True))
        subsetter.populate(text=text)
        subsetter.subset(font)
        font.flavor = "woff"
        out = io.BytesIO()
        font.save(out)
    return base64.b64encode(out.getvalue()).decode("ascii")


@functools.cache
def _font(bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(BOLD if bold else REGULAR, _MEASURED_AT)
