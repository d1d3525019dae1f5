"""A sheet as PDF: vector shapes, embedded font, selectable text."""

from __future__ import annotations

from dermatome.export.sheet import Sheet, Words
from dermatome.export.svg import to_svg
from dermatome.export.typeset import typeset

AUTHOR = "Dermatome Atlas"
POINTS_PER_PIXEL = 0.75
"""CSS: 96 pixels to the inch, 72 points to the inch."""


def to_pdf(page: Sheet) -> bytes:
    """Return the sheet as a one-page PDF; equal sheets give equal bytes.

    :raises AssetError: the page cannot be set.
    """
    # The words of the page, without the labels on the body, stand in for the picture.
    told = " ".join(mark.text for mark in page.marks if isinstance(mark, Words) and mark.told)
    data = {
        "title": page.title,
        "author": AUTHOR,
        "description": page.description,
        "alt": told,
        "width": page.width * POINTS_PER_PIXEL,
        "height": page.height * POINTS_PER_PIXEL,
    }
    return typeset("sheet.typ", data, {"sheet": to_svg(page)})
