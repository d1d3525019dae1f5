"""A sheet as PDF: vector shapes, embedded font, selectable text."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from fpdf import FPDF
from fpdf.drawing import PaintedPath
from fpdf.enums import PathPaintRule, TextMode
from PIL import Image

from dermatome.export.fonts import BOLD, FAMILY, REGULAR
from dermatome.export.sheet import DASH, HALO_EM, Dot, Picture, Shape, Sheet, Words

POINTS_PER_PIXEL = 0.75
"""CSS: 96 pixels to the inch, 72 points to the inch."""


def to_pdf(page: Sheet) -> bytes:
    """Return the sheet as a one-page PDF; equal sheets give equal bytes."""
    pdf = FPDF(unit="pt", format=(page.width * POINTS_PER_PIXEL, page.height * POINTS_PER_PIXEL))
    # A clock in the file would make two exports of the same map differ.
    pdf.set_creation_date(datetime(2000, 1, 1, tzinfo=UTC))
    pdf.set_title(page.title)
    pdf.set_subject(page.description)
    pdf.set_lang("en-GB")
    pdf.add_font(FAMILY, "", REGULAR)
    pdf.add_font(FAMILY, "B", BOLD)
    pdf.set_auto_page_break(False)
    pdf.add_page()
    pdf.set_fill_color(*_rgb(page.paper))
    pdf.rect(0, 0, pdf.w, pdf.h, style="F")
    for mark in page.marks:
        match mark:
            case Shape():
                _draw(pdf, _path(mark))
            case Words():
                _write(pdf, mark)
            case Dot():
                _draw(pdf, _disc(mark))
            case Picture():
                _place(pdf, mark)
    return bytes(pdf.output())


def _draw(pdf: FPDF, path: PaintedPath) -> None:
    with pdf.drawing_context() as context:
        context.add_item(path)


def _path(mark: Shape) -> PaintedPath:
    path = PaintedPath()
    path.style.auto_close = False
    path.style.fill_color = mark.fill
    path.style.stroke_color = mark.stroke
    path.style.stroke_width = mark.width * POINTS_PER_PIXEL
    path.style.stroke_join_style = "round"
    path.style.stroke_cap_style = mark.cap
    path.style.paint_rule = _rule(mark)
    if mark.fill and mark.opacity < 1:
        path.style.fill_opacity = mark.opacity
    if mark.dashed:
        path.style.stroke_dash_pattern = [length * POINTS_PER_PIXEL for length in DASH]
    for points in mark.paths:
        (x, y), *rest = points
        path.move_to(x * POINTS_PER_PIXEL, y * POINTS_PER_PIXEL)
        for x, y in rest:
            path.line_to(x * POINTS_PER_PIXEL, y * POINTS_PER_PIXEL)
        if mark.fill:
            path.close()
    return path


def _rule(mark: Shape) -> PathPaintRule:
    if mark.fill and mark.stroke:
        return PathPaintRule.STROKE_FILL_EVENODD
    return PathPaintRule.FILL_EVENODD if mark.fill else PathPaintRule.STROKE


def _disc(mark: Dot) -> PaintedPath:
    path = PaintedPath()
    path.style.fill_color = mark.fill
    path.style.stroke_color = mark.stroke
    path.style.stroke_width = 1.1
    path.circle(mark.x * POINTS_PER_PIXEL, mark.y * POINTS_PER_PIXEL, mark.radius * POINTS_PER_PIXEL)
    return path


def _write(pdf: FPDF, mark: Words) -> None:
    pdf.set_font(FAMILY, "B" if mark.bold else "", mark.size * POINTS_PER_PIXEL)
    pdf.set_text_color(*_rgb(mark.colour))
    x = mark.x * POINTS_PER_PIXEL
    if mark.anchor == "middle":
        x -= pdf.get_string_width(mark.text) / 2
    y = mark.y * POINTS_PER_PIXEL
    if mark.halo:
        width = HALO_EM * mark.size * POINTS_PER_PIXEL
        with pdf.local_context(text_mode=TextMode.STROKE, line_width=width, draw_color=_rgb(mark.halo)):
            pdf.text(x, y, mark.text)
    pdf.text(x, y, mark.text)


def _place(pdf: FPDF, mark: Picture) -> None:
    with Image.open(io.BytesIO(mark.data)) as picture:
        pdf.image(
            picture.convert("RGBA"),
            x=mark.x * POINTS_PER_PIXEL,
            y=mark.y * POINTS_PER_PIXEL,
            w=mark.width * POINTS_PER_PIXEL,
            h=mark.height * POINTS_PER_PIXEL,
        )


def _rgb(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return red, green, blue
