"""What a published figure does not draw, in a real browser: seen, said, and switched off."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser import MapPage, barriers

pytestmark = pytest.mark.e2e

BACK = "?root=T7&scheme=isncsci&view=posterior"
SPOT = (60, 1200)
"""Millimetres on the back of the trunk, right: T7 by the atlas's rules, blank on the ISNCSCI diagram."""
ON_SCREEN = """
(plate, [x, y]) => {
  const { xaxis, yaxis } = plate._fullLayout;
  const box = plate.getBoundingClientRect();
  return [box.left + xaxis._offset + xaxis.l2p(x), box.top + yaxis._offset + yaxis.l2p(y)];
}
"""


def switch(map_page: MapPage) -> Locator:
    menu = map_page.page.locator(".da-menu").first
    if menu.get_attribute("open") is None:
        menu.locator("summary").click()
    return menu.get_by_role("button", name="Inferred parts")


def click_spot(map_page: MapPage) -> None:
    x, y = map_page.page.locator(".da-plate-canvas").evaluate(ON_SCREEN, list(SPOT))
    map_page.page.mouse.click(x, y)


def test_inferred_skin_is_paler_with_a_dotted_border_and_named(map_page: MapPage) -> None:
    page = map_page.open(BACK).page
    veil = page.locator('.trace[data-layer="inferred"] .js-fill')
    expect(veil).to_have_count(1)
    assert float(veil.evaluate("node => getComputedStyle(node).fillOpacity")) < 1
    dashes = page.locator('.trace[data-layer="lines"] path.js-line').evaluate_all(
        "paths => paths.map((path) => getComputedStyle(path).strokeDasharray)"
    )
    assert any(re.match(r"[\d.]+px, ?[\d.]+px", dash) for dash in dashes)
    expect(page.locator(".da-legend")).to_contain_text("not drawn on the published figure")
    expect(map_page.region("posterior", "T5")).to_have_attribute("aria-description", re.compile("Inferred"))
    click_spot(map_page)
    expect(page.locator(".panel").first).to_contain_text("Inferred here")
    assert not barriers(page, rules=())


def test_inferred_parts_can_be_switched_off_and_on(map_page: MapPage) -> None:
    page = map_page.open(BACK).page
    expect(switch(map_page)).to_have_attribute("aria-pressed", "true")
    switch(map_page).click()
    map_page.wait()
    expect(switch(map_page)).to_have_attribute("aria-pressed", "false")
    expect(page).to_have_url(re.compile("inferred=no"))
    expect(page.locator('.trace[data-layer="inferred"]')).to_have_count(0)
    expect(page.locator(".da-legend")).to_contain_text("not mapped")
    click_spot(map_page)
    panel = page.locator(".panel").first
    expect(panel).to_contain_text("This map does not draw this place")
    expect(map_page.heading()).to_contain_text("T7")
    panel.get_by_role("link", name="Show inferred parts").click()
    map_page.wait()
    expect(switch(map_page)).to_have_attribute("aria-pressed", "true")
    expect(page).not_to_have_url(re.compile("inferred=no"))
    expect(page.locator(".panel").first).to_contain_text("Inferred here")


def test_the_switch_holds_on_every_map_and_on_the_published_maps(map_page: MapPage) -> None:
    page = map_page.open("?root=L2&scheme=keegan-garrett&view=anterior&inferred=no").page
    expect(map_page.region("anterior", "L2")).to_have_count(0)
    chip = page.get_by_role("radio", name="L2", exact=False).first
    expect(chip).to_have_attribute("title", re.compile("not drawn on the Keegan & Garrett map"))
    page.goto(f"{map_page.url}/maps?root=L2&view=anterior&inferred=no")
    page.locator(".da-map[data-ready] .da-stage:not([aria-busy])").first.wait_for()
    drawn = page.locator('.da-region[data-root="L2"][data-side="right"][data-layer="territory"]')
    expect(drawn).to_have_count(1)  # the ISNCSCI alone draws it in front


def test_muscles_have_nothing_to_switch_off(map_page: MapPage) -> None:
    map_page.open(f"{BACK}&layer=myotome")
    expect(switch(map_page)).to_be_hidden()
