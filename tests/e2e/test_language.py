"""German in a real browser: the page says so, the map speaks it, and the choice goes along."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser import MapPage

# The language chosen stays with the session.
pytestmark = [pytest.mark.e2e, pytest.mark.own_page]


def test_the_choice_of_language_reaches_page_map_and_next_page(map_page: MapPage) -> None:
    map_page.open("?root=S1&view=anterior")
    page = map_page.page
    expect(page.locator("html")).to_have_attribute("lang", "en")
    choice = page.locator(".st-key-spoken button", has_text="Deutsch").first
    expect(choice).to_be_visible()
    box = choice.bounding_box()
    assert box and box["height"] >= 44
    choice.focus()
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page).to_have_url(re.compile(r"[?&]lang=de\b"))
    expect(page.get_by_role("radio", name="Hautnerven")).to_be_visible()
    expect(page.locator(".da-plate figcaption").first).to_contain_text("Vorderseite")
    expect(page.locator('.da-region[aria-label*="rechts"]').first).to_be_attached()

    page.get_by_role("radio", name="Muskeln").click()
    expect(page.locator(".da-list").first).to_contain_text("Muskel wählen")
    expect(page.locator(".da-list").first).to_contain_text("M. soleus")

    page.get_by_role("link", name="Wirbelsäule").click()
    expect(page.locator(".sp-view figcaption").first).to_contain_text("Von links")
    expect(page).to_have_url(re.compile(r"/levels\?.*lang=de\b"))
