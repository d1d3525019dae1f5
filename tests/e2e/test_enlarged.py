"""Text at twice its size, and windows so narrow that they stand for more (WCAG 1.4.4, 1.4.10)."""

from __future__ import annotations

import contextlib

import pytest
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

pytestmark = pytest.mark.e2e

PAGES = ("?root=S1", "levels", "articles", "articles?article=s1", "maps", "sources", "about")

# What sticks out of the page to the right and is not inside something that scrolls by itself.
OUTSIDE = """
() => {
  const width = document.documentElement.clientWidth;
  const scrolls = (e) => /auto|scroll/.test(getComputedStyle(e).overflowX) && !e.classList.contains("stMain");
  const held = (e) => { for (; e; e = e.parentElement) if (scrolls(e)) return true; return false; };
  const box = (e) => e.getBoundingClientRect();
  return [...document.querySelectorAll(".stMain *")]
    .filter((e) => e.checkVisibility() && box(e).width && box(e).right > width + 1)
    .filter((e) => !held(e) && !e.closest("svg"))
    .map((e) => `${e.tagName} ${e.className} ${(e.textContent || "").slice(0, 30)}`);
}
"""


def _outside(page: Page) -> list[str]:
    """What still sticks out once the maps have been laid out for the new width, which takes them a moment."""
    with contextlib.suppress(PlaywrightTimeout):
        page.wait_for_function(f"() => ({OUTSIDE})().length === 0", timeout=10_000)
    return page.evaluate(OUTSIDE)


def _opened(browser: Browser, app_url: str, address: str, width: int, height: int) -> Page:
    page = browser.new_context(viewport={"width": width, "height": height}).new_page()
    page.goto(f"{app_url}/{address}")
    expect(page.get_by_text("For education only")).to_be_attached()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    if address.startswith("?"):
        page.locator(".da-map[data-ready]").wait_for()
    return page


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("size", [(640, 512), (320, 640)], ids=["twice", "four times"])
def test_enlarged_pages_need_no_scrolling_sideways(
    browser: Browser, app_url: str, address: str, size: tuple[int, int]
) -> None:
    page = _opened(browser, app_url, address, *size)
    try:
        assert _outside(page) == []
        assert page.evaluate(
            "() => { const m = document.querySelector('.stMain'); return m.scrollWidth <= m.clientWidth; }"
        )
    finally:
        page.context.close()


@pytest.mark.parametrize("address", PAGES)
def test_text_of_twice_the_size_stays_on_the_page(browser: Browser, app_url: str, address: str) -> None:
    page = _opened(browser, app_url, address, 1280, 800)
    try:
        footer = page.get_by_text("For education only")
        size = float(footer.evaluate("(e) => parseFloat(getComputedStyle(e).fontSize)"))
        page.add_style_tag(content="html { font-size: 200% !important; }")
        expect(footer).to_have_css("font-size", f"{2 * size:g}px")
        assert _outside(page) == []
    finally:
        page.context.close()
