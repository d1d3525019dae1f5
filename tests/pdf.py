"""What is inside a PDF, for tests: its words, fonts, pictures and tags.

Words are read by PDFium, forty times as fast as by pypdf, which walks all vectors of a map in Python.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any

import pypdfium2
from pypdf import PdfReader
from pypdf.generic import DictionaryObject


def words_of(pdf: PdfReader, page: int | None = None) -> str:
    """Return the text of a page, or of all, in one line; where a line ends is no text to search in."""
    pages = range(len(pdf.pages)) if page is None else [page]
    said = " ".join(_read(pdf, each)[0] for each in pages)
    return re.sub(r"\s+", " ", said).replace("\u2060", "")


def lowest_line(pdf: PdfReader, page: int, foot: float) -> float:
    """Return how high (points) the lowest line of a page stands above its foot, which ends at ``foot``."""
    return min(low for low in _read(pdf, page)[1] if low > foot)


@functools.cache
def _read(pdf: PdfReader, page: int) -> tuple[str, list[float]]:
    """The text of a page, and how high (points) each piece of its lines stands."""
    pdf.stream.seek(0)
    with pypdfium2.PdfDocument(pdf.stream.read()) as opened:
        text = opened[page].get_textpage()
        return text.get_text_bounded(), [text.get_rect(i)[1] for i in range(text.count_rects())]


def embedded_fonts(pdf: PdfReader) -> dict[str, bool]:
    """Return every font used on a page, however deep inside, and whether its letters are in the file."""
    found: dict[str, bool] = {}
    for resources in _resources(pdf):
        for font in resources.get("/Font", DictionaryObject()).values():
            font = font.get_object()
            holders = [child.get_object() for child in font.get("/DescendantFonts", [font])]
            described = [holder.get("/FontDescriptor", DictionaryObject()).get_object() for holder in holders]
            inside = all({"/FontFile", "/FontFile2", "/FontFile3"} & holder.keys() for holder in described)
            found[str(font["/BaseFont"])] = inside or font.get("/Subtype") == "/Type3"
    return found


def pictures(page: Any) -> Iterator[Any]:
    """Yield the bitmaps of a page, however deep inside."""
    for resources in _inside(page["/Resources"]):
        for item in resources.get("/XObject", DictionaryObject()).values():
            if item.get_object().get("/Subtype") == "/Image":
                yield item.get_object()


def tagged(pdf: PdfReader, kind: str) -> list[Any]:
    """Return the elements of the tag tree of a kind such as ``/Figure`` or ``/H1``, in reading order."""
    found: list[Any] = []

    def walk(node: Any) -> None:
        node = node.get_object()
        if not isinstance(node, dict):
            return
        if node.get("/S") == kind:
            found.append(node)
        children = node.get("/K", [])
        for child in children if isinstance(children, list) else [children]:
            walk(child)

    walk(pdf.root_object["/StructTreeRoot"])
    return found


def _resources(pdf: PdfReader) -> Iterator[Any]:
    for page in pdf.pages:
        yield from _inside(page["/Resources"])


def _inside(resources: Any) -> Iterator[Any]:
    resources = resources.get_object()
    yield resources
    for item in resources.get("/XObject", DictionaryObject()).values():
        if "/Resources" in item.get_object():
            yield from _inside(item.get_object()["/Resources"])
