"""What is inside a PDF, for tests: its fonts, pictures and tags."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import DictionaryObject


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
