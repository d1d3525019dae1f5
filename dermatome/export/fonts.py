"""The typeface of exported files: Source Sans (SIL Open Font License), from its own package.

Machines without any installed font draw the same files, and nothing is fetched.
"""

from __future__ import annotations

import functools
from pathlib import Path

import font_source_sans_pro
from PIL import ImageFont

FAMILY = "Source Sans Pro"
FALLBACK = f"'{FAMILY}', 'Source Sans 3', 'Helvetica Neue', Arial, sans-serif"
"""CSS font stack of the SVG files, which name the font but do not carry it."""

_FOLDER = Path(font_source_sans_pro.font_directory)
REGULAR = _FOLDER / "SourceSansPro-Regular.ttf"
BOLD = _FOLDER / "SourceSansPro-Bold.ttf"

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


@functools.cache
def _font(bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(BOLD if bold else REGULAR, _MEASURED_AT)
