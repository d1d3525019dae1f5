"""Exported files: complete, named, vector where they should be, the same on every machine."""

from __future__ import annotations

import base64
import io
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest
from fontTools.ttLib import TTFont
from PIL import Image
from pypdf import PdfReader

from dermatome.anatomy.ids import VIEW_NAMES, VIEWS
from dermatome.anatomy.load import facts
from dermatome.atlas.describe import describe
from dermatome.atlas.load import atlas
from dermatome.errors import InputError
from dermatome.export.fonts import BOLD, REGULAR, width, wrap
from dermatome.export.load import day, edition
from dermatome.export.render import MOST_PIXELS, WIDTH_RANGE_PX, Asked, drawn_sheet, render, widest_px
from dermatome.export.sheet import Words
from dermatome.figures.palette import DARK, LIGHT
from tests.pdf import embedded_fonts, pictures, tagged, words_of

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


@pytest.mark.slow
@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_in_every_format(tmp_path: Path, view: str, suffix: str) -> None:
    path = render(Asked(scheme="isncsci", views=(view,)), tmp_path / f"map.{suffix}", width_px=400)
    head = path.read_bytes()[:5]
    assert head == {"svg": b"<svg ", "png": b"\x89PNG\r", "pdf": b"%PDF-"}[suffix]


@pytest.mark.slow
@pytest.mark.parametrize("scheme", [scheme.id for scheme in atlas().schemes])
def test_the_sheet_names_map_sources_and_licence(tmp_path: Path, scheme: str) -> None:
    described = atlas().scheme(scheme)
    words = _words(render(Asked(root="S1", scheme=scheme, views=("posterior",)), tmp_path / "s1.svg"))
    assert "S1 dermatome (first sacral nerve root)" in words
    assert described.name in words
    assert "Territories overlap" in words
    assert "Apache-2.0" in words
    for cited in facts().cite(described.sources):
        assert cited.citation.split(".")[0] in words
    if atlas().index(scheme, "posterior").unmapped is not None:
        assert "not mapped on this map" in words


def test_an_svg_is_text_and_shapes_with_names(tmp_path: Path) -> None:
    root = _svg(
        render(Asked(root="S1", scheme="isncsci", views=("posterior",), side="right"), tmp_path / "s1.svg")
    )
    names = [path.get("aria-label") for path in root.iter(f"{SVG}path") if path.get("aria-label")]
    expected = [describe(t) for t in atlas().territories("isncsci", "posterior")]
    named = [(name or "").split(":")[0] for name in names]
    assert sorted(name for name in named if name != "inferred") == sorted(expected)
    assert "inferred" in named
    assert "S1 dermatome" in (root.findtext(f"{SVG}title") or "")
    assert root.findtext(f"{SVG}desc")
    assert not list(root.iter(f"{SVG}foreignObject"))


def test_an_svg_fetches_nothing(tmp_path: Path) -> None:
    text = render(Asked(root="S1", scheme="isncsci", views=("posterior",)), tmp_path / "s1.svg").read_text(
        encoding="utf-8"
    )
    links = re.findall(r'(?:href|src|url)\s*[=(]\s*"?([^")]{1,30})', text)
    assert all(link.startswith("data:") for link in links)
    assert "@import" not in text


def test_a_picture_too_large_is_refused_and_says_what_fits(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"Ask for \d+ at most") as told:
        render(
            Asked(root="S1", scheme="isncsci", views=("anterior",)),
            tmp_path / "s1.png",
            width_px=WIDTH_RANGE_PX[1],
        )
    page = drawn_sheet(Asked(root="S1", scheme="isncsci", views=("anterior",)))
    widest = widest_px(page)
    assert str(widest) in str(told.value)
    assert 0.9 * MOST_PIXELS < widest * widest * page.height / page.width <= MOST_PIXELS
    assert not (tmp_path / "s1.png").exists()


def test_a_png_has_the_asked_width(tmp_path: Path) -> None:
    for pixels in (300, 1200):
        with Image.open(
            render(
                Asked(root="C6", scheme="isncsci", views=("hand-palmar",)),
                tmp_path / "c6.png",
                width_px=pixels,
            )
        ) as picture:
            assert picture.width == pixels


def test_a_png_shows_the_root_and_its_text(tmp_path: Path) -> None:
    """Without relief pixels would be pure; with it some of them still are."""
    path = render(Asked(root="L3", scheme="isncsci", views=("anterior",)), tmp_path / "l3.png", width_px=800)
    pixels = _pixels(path)
    assert _shown_as(pixels, LIGHT.paper) > 0.3 * pixels.shape[0] * pixels.shape[1]
    title = pixels[: int(0.06 * pixels.shape[0])]
    assert (title.sum(axis=2) < 150).sum() > 300, "the title is not drawn: no font?"


def test_one_side_alone_is_picked_out(tmp_path: Path) -> None:
    both = render(Asked(root="S1", scheme="isncsci", views=("posterior",)), tmp_path / "both.svg").read_text(
        encoding="utf-8"
    )
    right = render(
        Asked(root="S1", scheme="isncsci", views=("posterior",), side="right"), tmp_path / "right.svg"
    ).read_text(encoding="utf-8")
    lit = f'fill="{LIGHT.fill("S1")}"'
    assert (both.count(lit), right.count(lit)) == (2, 1)


def test_dark_and_light_differ(tmp_path: Path) -> None:
    dark = _pixels(
        render(
            Asked(root="S1", scheme="isncsci", views=("posterior",), theme="dark"),
            tmp_path / "d.png",
            width_px=300,
        )
    )
    light = _pixels(
        render(Asked(root="S1", scheme="isncsci", views=("posterior",)), tmp_path / "l.png", width_px=300)
    )
    assert tuple(dark[0, 0]) == _rgb(DARK.paper)
    assert tuple(light[0, 0]) == _rgb(LIGHT.paper)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_map_gives_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    files = [
        render(
            Asked(root="T10", scheme="isncsci", views=("anterior",)), tmp_path / f"{n}.{suffix}", width_px=300
        )
        for n in "ab"
    ]
    assert files[0].read_bytes() == files[1].read_bytes()


def test_a_pdf_is_one_vector_page_with_its_font(tmp_path: Path) -> None:
    pdf = PdfReader(render(Asked(root="S1", scheme="isncsci", views=("posterior",)), tmp_path / "s1.pdf"))
    assert len(pdf.pages) == 1
    words = words_of(pdf, 0)
    assert "S1 dermatome (first sacral nerve root): back" in words
    assert "Apache-2.0" in words
    shaded = atlas().view("posterior").shade is not None
    # A page drawn as pixels would have one picture more.
    assert len(list(pictures(pdf.pages[0]))) == int(shaded)


def test_a_pdf_tells_what_it_is(tmp_path: Path) -> None:
    pdf = PdfReader(render(Asked(root="S1", scheme="isncsci", views=("posterior",)), tmp_path / "s1.pdf"))
    assert pdf.metadata is not None
    assert pdf.metadata.title == "S1 dermatome (first sacral nerve root): back"
    assert pdf.metadata.author == "Dermatome Atlas"
    catalogue = pdf.root_object
    assert catalogue["/Lang"] == "en-GB"
    assert catalogue["/MarkInfo"].get_object() == {"/Marked": True, "/Suspects": False}
    (figure,) = tagged(pdf, "/Figure")
    assert "Source:" in figure["/Alt"]


@pytest.mark.parametrize("suffix", ["svg", "pdf"])
def test_files_carry_their_letters(tmp_path: Path, suffix: str) -> None:
    path = render(Asked(root="S1", scheme="isncsci", views=("posterior",)), tmp_path / f"s1.{suffix}")
    if suffix == "pdf":
        fonts = embedded_fonts(PdfReader(path))
        assert fonts
        assert all(fonts.values()), fonts
        return
    faces = re.findall(r"font-weight:(\d+);src:url\(data:font/woff;base64,([^)]+)\)", path.read_text("utf-8"))
    assert [weight for weight, _ in faces] == ["400", "700"]
    words = {bool(t.get("font-weight")): set() for t in _svg(path).iter(f"{SVG}text")}
    for text in _svg(path).iter(f"{SVG}text"):
        words[bool(text.get("font-weight"))] |= set(text.text or "")
    for weight, data in faces:
        known = TTFont(io.BytesIO(base64.b64decode(data))).getBestCmap() or {}
        assert {ord(letter) for letter in words[weight == "700"]} <= known.keys()


def test_several_views_share_a_sheet(tmp_path: Path) -> None:
    views = ["anterior", "foot-sole"]
    svg = _svg(render(Asked(root="S1", scheme="isncsci", views=tuple(views)), tmp_path / "s1.svg"))
    names = {path.get("aria-label", "").split(":")[0] for path in svg.iter(f"{SVG}path")}
    for view in views:
        assert {describe(t) for t in atlas().territories("isncsci", view)} <= names
    assert {"Front", "Soles"} <= {text.text for text in svg.iter(f"{SVG}text")}


def test_ten_views_keep_apart() -> None:
    page = drawn_sheet(Asked(root="S1", scheme="isncsci", views=VIEWS))
    names = {name: VIEW_NAMES[name] for name in VIEWS}
    at = {mark.text: (mark.x, mark.y) for mark in page.marks if isinstance(mark, Words)}
    assert len({at[name] for name in names.values()}) == len(VIEWS)
    assert all(0 < at[name][0] < page.width and 0 < at[name][1] < page.height for name in names.values())


def test_a_view_that_does_not_show_the_root_may_stand_beside_one_that_does(tmp_path: Path) -> None:
    render(Asked(root="C6", scheme="isncsci", views=("hand-palmar", "foot-sole")), tmp_path / "c6.svg")
    with pytest.raises(InputError, match="not seen in the view foot-sole, perineum"):
        render(Asked(root="C6", scheme="isncsci", views=("foot-sole", "perineum")), tmp_path / "c6.svg")


def test_nothing_lies_behind_a_transparent_picture(tmp_path: Path) -> None:
    path = render(
        Asked(root="S1", scheme="isncsci", views=("foot-sole",), transparent=True),
        tmp_path / "s1.png",
        width_px=300,
    )
    with Image.open(path) as picture:
        alpha = np.asarray(picture.convert("RGBA"))[..., 3]
    assert alpha[0, 0] == 0
    assert (alpha == 255).mean() > 0.3


def test_labels_can_be_left_out(tmp_path: Path) -> None:
    bare = _svg(
        render(Asked(root="S1", scheme="isncsci", views=("posterior",), labels=False), tmp_path / "bare.svg")
    )
    words = [text.text for text in bare.iter(f"{SVG}text")]
    assert not set(words) & {*atlas().scheme("isncsci").mapped_roots}
    assert {"L", "R"} <= set(words)


def test_every_sheet_bears_the_date_of_the_data(tmp_path: Path) -> None:
    assert f"Data of {day(edition())}" in _words(
        render(Asked(root="S1", scheme="isncsci", views=("posterior",)), tmp_path / "s1.svg")
    )


@pytest.mark.parametrize("asked", ["S4", "s5", "S4-5"])
def test_pooled_roots_say_so(tmp_path: Path, asked: str) -> None:
    words = _words(render(Asked(root=asked, scheme="isncsci", views=("perineum",)), tmp_path / "p.svg"))
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
        render(Asked(root=root, scheme=scheme, views=(view,)), tmp_path / name)
    assert "\n" not in str(caught.value)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("pixels", [0, -5, 199, 10_001])
def test_widths_out_of_range(tmp_path: Path, pixels: int) -> None:
    with pytest.raises(InputError, match="out of range"):
        render(Asked(root="S1", scheme="isncsci", views=("posterior",)), tmp_path / "s1.png", width_px=pixels)


def test_key_points_are_drawn_when_asked(tmp_path: Path) -> None:
    plain = _svg(render(Asked(scheme="isncsci", views=("anterior",)), tmp_path / "a.svg"))
    marked = _svg(render(Asked(scheme="isncsci", views=("anterior",), key_points=True), tmp_path / "b.svg"))
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
