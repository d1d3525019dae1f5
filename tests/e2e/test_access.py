"""What every page owes every reader: no barrier a machine can find, and no scrolling sideways anywhere."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.browser import PHONE, QUIET, WCAG, Visits, barriers, visit

pytestmark = pytest.mark.e2e

MAP, COLUMN, MAPS = ".da-map[data-ready]", ".sp-map[data-ready]", ".da-linked[data-ready]"
EXAM = ".ex-body[data-ready]"
PAINT, PLEXUS = ".lo-paint[data-ready]", ".px-box[data-ready]"
SHOWN = {
    "?root=S1": [MAP],
    "?layer=myotome": [MAP],
    "?layer=reflex": [MAP],
    "?nerve=ulnar&root=C8": [MAP],
    "?nerve=ulnar&root=C8&difference=yes": [MAP],
    "maps": [MAPS],
    "maps?root=S1&view=posterior&at=posterior,118,687": [MAPS],
    "levels?root=L5": [COLUMN, MAP],
    "levels?disc=L4/5&herniation=paracentral": [COLUMN, MAP],
    "levels?root=S1&which=yes": [COLUMN, MAP],
    "levels?transitional=lumbarised-s1": [COLUMN, MAP],
    "examination": [EXAM],
    "examination?case=mixed.any.3": [EXAM],
    "localise?numb=little-finger&weak=finger-abduction&say=triceps+jerk+normal": [PAINT],
    "plexus": [PLEXUS],
    "plexus?part=posterior-cord": [PLEXUS],
    "articles": [],
    "articles?q=ankel+jerk": [],
    "articles?article=s1": [MAP],
    "sources": [],
    "about": [],
}
"""Each kind of page by its address, and what is drawn there; practice and lecture mode have own tests."""

NARROW = (
    *("?root=S1", "levels", "plexus", "localise", "examination", "articles", "articles?article=s1"),
    *("maps", "sources", "about"),
)
PAGES = sorted(
    path.stem for path in (Path(__file__).parents[2] / "pages").glob("*.py") if path.stem != "atlas"
)
COLOURS = ("color-contrast", "link-in-text-block")
"""What axe asks that another theme may answer otherwise; all else is the same page."""
LEAST = 24
"""CSS pixels that WCAG 2.2 AA asks for (2.5.8)."""

STILL = """() => Promise.all(document.getAnimations()
  .filter(a => a.effect.getComputedTiming().endTime !== Infinity)
  .map(a => a.finished.catch(() => {})))"""

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
SIDEWAYS = """
() => Math.max(...[document.documentElement, ...document.querySelectorAll('[data-testid="stMain"]')]
  .map((node) => node.scrollWidth - node.clientWidth))
"""
SMALL = """
(least) => {
  const aims = "button, select, input:not([type=file]), [role=radio], [role=tab], summary, a[href]";
  // The names of the pages are in a drawer that is shut; a link within a sentence is as high as its line.
  const apart = (node) => node.closest('[data-testid="stSidebar"], [inert]')
    || (node.matches("a") && node.closest("p, li, dd, td, h1, h2, h3, summary"));
  // A slider's input is hidden within it; its whole track takes the finger.
  const felt = (node) => (node.matches("input") && node.closest("label, .stSlider [role=group]")) || node;
  return [...document.querySelectorAll(aims)]
    .filter((node) => node.checkVisibility({ visibilityProperty: true }) && !apart(node))
    .map((node) => [node, felt(node).getBoundingClientRect()])
    .filter(([, box]) => box.width > 1 && box.right > 0 && Math.min(box.width, box.height) < least - 0.5)
    .map(([node, box]) => `${node.ariaLabel || node.textContent.trim()} ${box.width}x${box.height}`);
}
"""


def opened(page: Page, url: str, address: str) -> Page:
    """Open an address and wait until all of it is drawn."""
    visit(page, f"{url}/{address}")
    for drawn in SHOWN.get(address, []):
        page.locator(drawn).first.wait_for()
    expect(page.get_by_text("For education only").first).to_be_attached()
    page.locator(QUIET).wait_for()
    return page


def test_a_barrier_would_be_found(page: Page, app_url: str) -> None:
    footer = opened(page, app_url, "about").locator("footer").first
    footer.evaluate("(node) => node.insertAdjacentHTML('afterend', '<button class=barrier></button>')")
    try:
        assert [fault for fault in barriers(page) if fault.startswith("button-name") and "barrier" in fault]
        assert barriers(page, ".barrier")
        assert not barriers(page, "footer")
    finally:
        page.locator(".barrier").evaluate("(node) => node.remove()")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("address", SHOWN)
def test_pages_meet_wcag_as_far_as_a_machine_can_tell(
    visits: Visits, app_url: str, address: str, theme: Literal["light", "dark"]
) -> None:
    page = opened(visits.page(theme=theme), app_url, address)
    if address == "articles?article=s1":
        page.locator("a.mention[data-sense=vertebra]").first.click()
    elif address == "articles":
        page.get_by_text("Bring your own articles").click()
        expect(page.get_by_role("button", name="Add to the library")).to_be_visible()
    page.evaluate(STILL)  # text fading in has the contrast of no theme
    assert not barriers(page, rules=WCAG if theme == "light" else COLOURS)


def outside(page: Page) -> list[str]:
    """What still sticks out once the maps have been laid out for the new width, which takes them a moment."""
    with contextlib.suppress(PlaywrightTimeout):
        page.wait_for_function(f"() => ({OUTSIDE})().length === 0", timeout=10_000)
    return page.evaluate(OUTSIDE)


@pytest.mark.parametrize("address", NARROW)
def test_enlarged_pages_need_no_scrolling_sideways(visits: Visits, app_url: str, address: str) -> None:
    """Windows so narrow that they stand for text of twice and four times the size (WCAG 1.4.4, 1.4.10)."""
    page = opened(visits.page({"width": 640, "height": 512}), app_url, address)
    for width, height in ((640, 512), (320, 640)):
        page.set_viewport_size({"width": width, "height": height})
        assert outside(page) == []
        assert page.evaluate(SIDEWAYS) <= 0


@pytest.mark.parametrize("address", NARROW)
def test_text_of_twice_the_size_stays_on_the_page(visits: Visits, app_url: str, address: str) -> None:
    page = opened(visits.page({"width": 1280, "height": 800}), app_url, address)
    footer = page.get_by_text("For education only").first
    size = float(footer.evaluate("(e) => parseFloat(getComputedStyle(e).fontSize)"))
    style = page.add_style_tag(content="html { font-size: 200% !important; }")
    try:
        expect(footer).to_have_css("font-size", f"{2 * size:g}px")
        assert outside(page) == []
    finally:
        style.evaluate("(e) => e.remove()")


@pytest.mark.parametrize("name", PAGES)
def test_every_page_fits_a_phone_and_its_fingers(phone_page: Page, app_url: str, name: str) -> None:
    page = opened(phone_page, app_url, name)
    assert page.viewport_size == PHONE
    assert page.evaluate(SIDEWAYS) <= 0, "the page scrolls sideways"
    assert not page.evaluate(SMALL, LEAST)
