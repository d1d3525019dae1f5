"""Pages set by Typst: tagged PDF with its fonts inside, text that can be selected, maps as vectors.

Layout stands in ``*.typ`` templates beside this module; texts reach them as data, never as markup, so that
nothing in a fact or an article can become a command. Nothing is read from the machine: no installed font,
no package, no clock.
"""

from __future__ import annotations

import datetime
import functools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import typst

from dermatome.errors import AssetError
from dermatome.export.fonts import FAMILY, FOLDER
from dermatome.export.load import edition

TEMPLATES: Final = Path(__file__).parent
STANDARD: Final = "ua-1"
"""PDF/UA-1: title, language, headings, tables and pictures are told to assistive technology."""


def typeset(template: str, data: Mapping[str, Any], pictures: Mapping[str, str] | None = None) -> bytes:
    """Return the PDF of a template; equal arguments give equal bytes.

    ``data`` is plain data (JSON); ``pictures`` are SVG documents by name.

    :raises AssetError: the template cannot be set; a fault of ours.
    """
    # Noon: the date is the same in every time zone.
    made = datetime.datetime.combine(edition(), datetime.time(12), datetime.UTC)
    try:
        return typst.compile(
            str(TEMPLATES / template),
            format="pdf",
            pdf_standards=[STANDARD],
            timestamp=int(made.timestamp()),
            **_given(data, pictures),
        )
    except RuntimeError as error:
        raise AssetError(f"{template} cannot be set: {' '.join(str(error).split())[:300]}") from error


def told(
    template: str, label: str, data: Mapping[str, Any], pictures: Mapping[str, str] | None = None
) -> list[Any]:
    """Return the values a template leaves under a label (``metadata``) once it is laid out; no PDF is made.

    :raises AssetError: the template cannot be set; a fault of ours.
    """
    try:
        found = typst.query(str(TEMPLATES / template), f"<{label}>", field="value", **_given(data, pictures))
    except RuntimeError as error:
        raise AssetError(f"{template} cannot be set: {' '.join(str(error).split())[:300]}") from error
    return json.loads(found)


def _given(data: Mapping[str, Any], pictures: Mapping[str, str] | None) -> dict[str, Any]:
    return {
        "root": str(TEMPLATES),
        "font_paths": _fonts(),
        "ignore_system_fonts": True,
        "sys_inputs": {
            "data": json.dumps({"font": FAMILY, **data}, ensure_ascii=False),
            **{f"picture-{name}": svg for name, svg in (pictures or {}).items()},
        },
    }


@functools.cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER)])
