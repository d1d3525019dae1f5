"""Exported files: complete, named, vector where they should be, the same on every machine."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dermatome.anatomy.ids import VIEWS
from dermatome.anatomy.load import facts
from dermatome.atlas.describe import describe
from dermatome.atlas.load import atlas
from dermatome.errors import InputError
from dermatome.export.fonts import BOLD, REGULAR, width, wrap
from dermatome.export.render import render
from dermatome.figures.palette import DARK, LIGHT

SVG = "{http://www.w3.org/2000/svg}"
SUFFIXES = ("svg", "png", "pdf")


def _svg(path: Path) -> ET.Element:
    return ET.fromstring(path.read_text(encoding="utf-8"))


def _words(path: Path) -> str:
    return " ".join(text.text or "" for text in _svg(path).iter(f"{SVG}text"))


def _pixels(path: Path) -> np.ndarray:
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB")).astype(int)


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))


def _shown_as(pixels: np.ndarray, colour: str) -> int:
    """How many pixels have the colour, give or take rounding."""
    return int((np.abs(pixels - _rgb(colour)).max(axis=2) <= 2).sum())


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_in_every_format(tmp_path: Path, view: str, suffix: str) -> None:
    path = render(None, "isncsci", view, tmp_path / f"map.{suffix}", width_px=400)
    head = path.read_bytes()[:5]
    assert head == {"svg": b"<svg ", "png": b"\x89PNG\r", "pdf": b"%PDF-"}[suffix]


@pytest.mark.parametrize("scheme", [scheme.id for scheme in atlas().schemes])
def test_the_sheet_names_map_sources_and_licence(tmp_path: Path, scheme: str) -> None:
    described = atlas().scheme(scheme)
    words = _words(render("S1", scheme, "posterior", tmp_path / "s1.svg"))
    assert "S1 dermatome (first sacral nerve root)" in words
    assert described.name in words
    assert "Territories overlap" in words
    assert "Apache-2.0" in words
    for cited in facts().cite(described.sources):
        assert cited.citation.split(".")[0] in words
    if atlas().index(scheme, "posterior").unmapped is not None:
        assert "not mapped on this map" in words


def test_an_svg_is_text_and_shapes_with_names(tmp_path: Path) -> None:
    root = _svg(render("S1", "isncsci", "posterior", tmp_path / "s1.svg", side="right"))
    names = [path.get("aria-label") for path in root.iter(f"{SVG}path") if path.get("aria-label")]
    expected = [describe(t) for t in atlas().territories("isncsci", "posterior")]
    assert sorted((name or "").split(":")[0] for name in names) == sorted(expected)
    assert "S1 dermatome" in (root.findtext(f"{SVG}title") or "")
    assert root.findtext(f"{SVG}desc")
    assert not list(root.iter(f"{SVG}foreignObject"))


def test_an_svg_fetches_nothing(tmp_path: Path) -> None:
    text = render("S1", "isncsci", "posterior", tmp_path / "s1.svg").read_text(encoding="utf-8")
    links = re.findall(r'(?:href|src|url)\s*[=(]\s*"?([^")]{1,30})', text)
    assert all(link.startswith("data:") for link in links)
    assert "@import" not in text


def test_a_png_has_the_asked_width(tmp_path: Path) -> None:
    for pixels in (300, 1200):
        with Image.open(
            render("C6", "isncsci", "hand-palmar", tmp_path / "c6.png", width_px=pixels)
        ) as picture:
            assert picture.width == pixels


def test_a_png_shows_the_root_and_its_text(tmp_path: Path) -> None:
    """Without relief pixels would be pure; with it some of them still are."""
    path = render("L3", "isncsci", "anterior", tmp_path / "l3.png", width_px=800)
    pixels = _pixels(path)
    assert _shown_as(pixels, LIGHT.paper) > 0.3 * pixels.shape[0] * pixels.shape[1]
    title = pixels[: int(0.06 * pixels.shape[0])]
    assert (title.sum(axis=2) < 150).sum() > 300, "the title is not drawn: no font?"


def test_one_side_alone_is_picked_out(tmp_path: Path) -> None:
    both = render("S1", "isncsci", "posterior", tmp_path / "both.svg").read_text(encoding="utf-8")
    right = render("S1", "isncsci", "posterior", tmp_path / "right.svg", side="right").read_text(
        encoding="utf-8"
    )
    lit = f'fill="{LIGHT.fill("S1")}"'
    assert (both.count(lit), right.count(lit)) == (2, 1)


def test_dark_and_light_differ(tmp_path: Path) -> None:
    dark = _pixels(render("S1", "isncsci", "posterior", tmp_path / "d.png", theme="dark", width_px=300))
    light = _pixels(render("S1", "isncsci", "posterior", tmp_path / "l.png", width_px=300))
    assert tuple(dark[0, 0]) == _rgb(DARK.paper)
    assert tuple(light[0, 0]) == _rgb(LIGHT.paper)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_map_gives_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    files = [render("T10", "isncsci", "anterior", tmp_path / f"{n}.{suffix}", width_px=300) for n in "ab"]
    assert files[0].read_bytes() == files[1].read_bytes()


def test_a_pdf_is_one_vector_page_with_its_font(tmp_path: Path) -> None:
    data = render("S1", "isncsci", "posterior", tmp_path / "s1.pdf").read_bytes()
    assert data.count(b"/Type /Page\n") == 1
    assert b"/FontFile2" in data
    assert b"SourceSansPro" in data
    shaded = atlas().view("posterior").shade is not None
    # A picture with alpha is stored as two images; a page drawn as pixels would have one of page size.
    assert data.count(b"/Subtype /Image") == (2 if shaded else 0)


@pytest.mark.parametrize("asked", ["S4", "s5", "S4-5"])
def test_pooled_roots_say_so(tmp_path: Path, asked: str) -> None:
    words = _words(render(asked, "isncsci", "perineum", tmp_path / "p.svg"))
    assert "S4-5 dermatome" in words
    assert ("drawn together" in words) == (asked != "S4-5")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("S1", "isncsci", "posterior", "s1.bmp"), r"End the name in \.svg, \.png or \.pdf"),
        (("S1", "isncsci", "posterior", "s1"), "no suffix"),
        (("S9", "isncsci", "posterior", "x.svg"), "no root 'S9'"),
        (("C1", "isncsci", "posterior", "x.svg"), "owns no skin"),
        (("T5", "keegan-garrett", "posterior", "x.svg"), "does not draw T5"),
        (("S3", "isncsci", "head-lateral", "x.svg"), "not seen in the view head-lateral"),
        (("S1", "isncsci", "top", "x.svg"), "no view"),
        (("S1", "nosuch", "posterior", "x.svg"), "no map"),
        (("S1", "isncsci", "posterior", "no/such/folder/x.svg"), "Choose a folder that exists"),
    ],
)
def test_bad_requests_say_what_to_do(
    tmp_path: Path, arguments: tuple[str, str, str, str], complaint: str
) -> None:
    root, scheme, view, name = arguments
    with pytest.raises(InputError, match=complaint) as caught:
        render(root, scheme, view, tmp_path / name)
    assert "\n" not in str(caught.value)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("pixels", [0, -5, 199, 10_001])
def test_widths_out_of_range(tmp_path: Path, pixels: int) -> None:
    with pytest.raises(InputError, match="out of range"):
        render("S1", "isncsci", "posterior", tmp_path / "s1.png", width_px=pixels)


def test_key_points_are_drawn_when_asked(tmp_path: Path) -> None:
    plain = _svg(render(None, "isncsci", "anterior", tmp_path / "a.svg"))
    marked = _svg(render(None, "isncsci", "anterior", tmp_path / "b.svg", key_points=True))
    expected = sum(mark.key_point_of is not None for mark in atlas().landmarks("anterior"))
    assert len(list(plain.iter(f"{SVG}circle"))) == 0
    assert len(list(marked.iter(f"{SVG}circle"))) == expected


def test_text_is_wrapped_to_its_room() -> None:
    text = "Territories overlap and people differ, so a border is a convention and not a wall."
    lines = wrap(text, 12, 120)
    assert " ".join(lines) == text
    assert len(lines) > 3
    assert all(width(line, 12) <= 120 for line in lines)
    assert wrap("unbreakable-" * 9, 12, 50) == ["unbreakable-" * 9]


def test_the_font_has_every_character_the_sheets_use() -> None:
    from fontTools.ttLib import TTFont

    needed = {c for source in facts().sources.values() for c in source.citation}
    for scheme in atlas().schemes:
        needed |= set(scheme.name + scheme.caveat + scheme.not_mapped + scheme.short_name)
    needed -= {" ", "\n"}
    for file in (REGULAR, BOLD):
        known = TTFont(io.BytesIO(file.read_bytes())).getBestCmap() or {}
        assert {c for c in needed if ord(c) not in known} == set()
