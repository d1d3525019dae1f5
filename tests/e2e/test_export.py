"""Downloads in a browser: the menu works by keyboard, and the files it gives are those on screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser import MapPage, barriers
from tests.pdf import words_of

pytestmark = pytest.mark.e2e


def _open_menu(page: Page) -> None:
    page.get_by_role("button", name="Download", exact=False).first.press("Enter")
    expect(page.get_by_role("button", name="Download picture")).to_be_visible()


def _download(page: Page, name: str, target: Path) -> Path:
    with page.expect_download(timeout=120_000) as waiting:
        page.get_by_role("button", name=name).press("Enter")
    path = target / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def test_what_is_selected_when_the_menu_opens_is_what_comes(map_page: MapPage, tmp_path: Path) -> None:
    map_page.open("?view=posterior&root=L3")
    map_page.click("posterior", "S1")
    expect(map_page.heading()).to_contain_text("S1")
    map_page.settled()
    _open_menu(map_page.page)
    svg = _download(map_page.page, "Download picture", tmp_path)
    assert svg.name == "dermatome-s1-isncsci.svg"
    assert "S1 dermatome (first sacral nerve root): back" in svg.read_text("utf-8")
    map_page.page.get_by_role("tab", name="Handout").press("Enter")
    handout = _download(map_page.page, "Download handout", tmp_path)
    assert handout.name == "dermatome-s1-handout.pdf"
    assert "first sacral nerve root" in words_of(PdfReader(handout), 0)
    map_page.page.get_by_role("tab", name="Facts").press("Enter")
    assert (_download(map_page.page, "Facts CSV", tmp_path)).read_text("utf-8-sig").startswith("root,topic")


def test_a_handout_of_several_roots_is_in_sight(map_page: MapPage, tmp_path: Path) -> None:
    page = map_page.page
    page.set_viewport_size({"width": 1366, "height": 768})
    map_page.open("?view=posterior&root=L5")
    _open_menu(page)
    page.get_by_role("tab", name="Handout").press("Enter")
    page.get_by_role("combobox", name="Roots").fill("S1")
    page.get_by_role("combobox", name="Roots").press("Enter")
    map_page.settled()
    box = page.get_by_role("button", name="Download handout").bounding_box()
    assert box is not None and box["y"] + box["height"] <= 768
    handout = _download(page, "Download handout", tmp_path)
    assert handout.name == "dermatome-l5-s1-handout.pdf"
    assert "Nerve roots L5 and S1" in words_of(PdfReader(handout), 0)


def test_the_menu_is_accessible_and_fits_a_phone(map_page: MapPage) -> None:
    map_page.page.set_viewport_size({"width": 390, "height": 844})
    map_page.open("?view=posterior")
    _open_menu(map_page.page)
    assert not barriers(map_page.page, "[data-testid=stPopoverBody]", rules=())
    box = map_page.page.get_by_test_id("stPopoverBody").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
