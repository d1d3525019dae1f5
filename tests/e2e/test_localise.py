"""Localise and the plexuses in a real browser: keyboard, lists, brush; a phone; how long it takes."""

from __future__ import annotations

import re
import sys
from dataclasses import replace

import pytest
from playwright.sync_api import CDPSession, Page, expect

from dermatome.localiser.answer import localise as model
from dermatome.localiser.names import candidate_name
from dermatome.ui.base.findings import Told, findings
from tests.browser import INSIDE, PHONE, QUIET, Visits, serve, visit
from tests.e2e.test_access import PAINT, PLEXUS, SIDEWAYS

pytestmark = pytest.mark.e2e

SLOW = 12.0
"""So many times as long as on the least page may a change take: to be seen, and of the browser's time."""
SETTLES_MS = 250
"""So long after a change the browser may still be drawing what is not the answer."""


def localise(page: Page, url: str, query: str = "?say=numb+heel") -> Page:
    """Open the page of the localiser and wait until the body to paint on is drawn."""
    visit(page, f"{url}/localise{query}")
    page.locator(PAINT).wait_for()
    page.locator(QUIET).wait_for()
    return page


def first_of(told: Told) -> str:
    """Return what the model puts first of this."""
    return candidate_name(model(findings(told)[0]).candidates[0].id)


def test_told_by_keyboard_from_start_to_end(page: Page, app_url: str) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    localise(page, app_url)
    box = page.get_by_label("Tell it in your own words")
    box.focus()
    page.keyboard.press("Control+A")
    told = Told(say="numb thumb, grrmpf")
    page.keyboard.type(told.say)
    page.keyboard.press("Control+Enter")
    first = page.locator(".lo-places summary b").first
    expect(page.locator(".lo-unknown")).to_contain_text("grrmpf")
    expect(first).to_have_text(first_of(told))
    # On to a list: what is chosen there is told as well, and the address holds both.
    page.locator("summary", has_text="Power").focus()
    page.keyboard.press("Enter")
    page.get_by_role("combobox", name="Weak").focus()
    page.keyboard.type("wrist ext")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("weak=wrist-extension"))
    assert "say=numb" in page.url
    more = replace(told, weak=("wrist-extension",))
    assert first_of(more) != first_of(told)
    expect(first).to_have_text(first_of(more))


def test_paint_is_told_undone_and_in_the_address(page: Page, app_url: str) -> None:
    page.set_viewport_size({"width": 1366, "height": 900})
    localise(page, app_url, "?weak=ankle-dorsiflexion")
    foot = page.locator('.lo-paint .da-plate[data-view="foot-dorsum"] .da-region').first
    foot.scroll_into_view_if_needed()
    box = foot.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 15, steps=4)
    page.mouse.up()
    page.wait_for_url(re.compile("paint=foot-dorsum"))
    expect(page.locator(".lo-for", has_text="as painted").first).to_be_visible()
    undo = page.get_by_role("button", name="Undo")
    undo.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "paint=" not in url)


def test_a_muscle_is_said_to_be_weak_strong_or_neither(page: Page, app_url: str) -> None:
    page.set_viewport_size({"width": 1366, "height": 900})
    localise(page, app_url)
    below = page.locator(".lo-paint").bounding_box()
    beside = page.locator(".lo-places").bounding_box()
    assert below and beside and below["x"] + below["width"] <= beside["x"], (
        "the body stands beside the places"
    )
    page.get_by_role("radio", name="Muscles", exact=True).check()
    there = '.lo-paint .da-plate[data-view="{}"] .da-region[data-id="{}"][data-side="right"]'
    deltoid = page.locator(there.format("anterior", "deltoid"))
    deltoid.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("weak=deltoid"))
    expect(deltoid).to_have_attribute("aria-pressed", "true")
    expect(deltoid).to_have_attribute("aria-description", re.compile("weak$"))
    expect(page.locator(".lo-said")).to_contain_text("deltoid, right, anterior: weak")
    expect(page.locator(".lo-places")).to_contain_text("deltoid is weak")
    # The same muscle by mouse: the body has not moved meanwhile.
    x, y = page.locator(there.format("anterior", "deltoid")).evaluate(INSIDE)
    page.mouse.click(x, y)
    page.wait_for_url(lambda url: "strong=deltoid" in url and "weak=" not in url)
    page.mouse.click(x, y)
    page.wait_for_url(lambda url: "deltoid" not in url)
    expect(deltoid).to_have_attribute("aria-pressed", "false")


def test_a_change_is_answered_while_one_works(page: Page, app_url: str) -> None:
    """A change costs little more than one on the least page there can be; the times are told in the report.

    Choices on both pages take turns, and of each the quickest counts: a busy machine delays either.
    """
    localise(page, app_url, "?weak=finger-abduction")
    other = page.context.new_page()
    for least in serve("tests/fixtures/least_page.py"):
        other.goto(least)
        other.locator(".answer").wait_for()
        pages = {".lo": page, ".answer": other}
        took: dict[str, list[Took]] = {answer: [] for answer in pages}
        for side in (2, 0) * 5:
            for answer, shown in pages.items():
                took[answer].append(change(shown, side, answer))
        ours, theirs = ([min(each) for each in zip(*took[answer], strict=True)] for answer in pages)
        said = (
            f"a change is seen after {ours[0]:.0f} ms, on the least page after {theirs[0]:.0f} ms; "
            f"the browser works {ours[1]:.0f} ms for it, for the least page {theirs[1]:.0f} ms"
        )
        sys.stdout.write(f"{said}\n")
        assert ours[0] < SLOW * theirs[0] and ours[1] < SLOW * theirs[1], said
    other.close()


Took = tuple[float, float]
"""How long a change took to be seen, and how long the browser worked for it, in milliseconds."""

SEEN = """
([at, answer]) => new Promise((seen) => {
  const before = document.querySelector(answer).textContent;
  const began = performance.now();
  new MutationObserver((_, observer) => {
    if ((document.querySelector(answer)?.textContent ?? before) === before) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => seen(performance.now() - began)));
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
  document.querySelectorAll("[data-testid=stButtonGroup] button")[at].click();
})
"""


def change(page: Page, side: int, answer: str) -> Took:
    """Choose the side at this place of the control, and wait until the answer has changed and all is done."""
    page.bring_to_front()
    inspector = page.context.new_cdp_session(page)
    inspector.send("Performance.enable", {"timeDomain": "threadTicks"})
    began = worked(inspector)
    seen = page.evaluate(SEEN, [side, answer])
    page.wait_for_timeout(SETTLES_MS)
    page.locator(QUIET).wait_for()
    took = seen, 1000 * (worked(inspector) - began)
    inspector.detach()
    return took


def worked(inspector: CDPSession) -> float:
    """Return the seconds of processor time that the page has taken in the browser."""
    metrics = inspector.send("Performance.getMetrics")["metrics"]
    return next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration")


@pytest.mark.parametrize(
    "address", ["localise?numb=little-finger&weak=finger-abduction", "plexus?part=median"]
)
def test_on_a_phone_only_the_figure_scrolls(visits: Visits, app_url: str, address: str) -> None:
    page = visits.page(PHONE, touch=True)
    visit(page, f"{app_url}/{address}")
    page.locator(PLEXUS if address.startswith("plexus") else PAINT).wait_for()
    page.locator(QUIET).wait_for()
    assert page.evaluate(SIDEWAYS) <= 0
    if address.startswith("plexus"):
        assert page.locator(".px-box").evaluate("(box) => box.scrollWidth > box.clientWidth")
        node = page.locator('.px-node[aria-label="fifth cervical nerve root"]')
        node.tap()
        expect(page.locator(".px h2")).to_have_text("Fifth cervical nerve root")


def test_a_plexus_lights_the_way_by_mouse_and_keyboard(page: Page, app_url: str) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    visit(page, f"{app_url}/plexus?plexus=brachial")
    page.locator(PLEXUS).wait_for()
    page.locator(QUIET).wait_for()
    page.locator('.px-node[aria-label="posterior cord of the brachial plexus"]').click()
    expect(page.locator(".px h2")).to_contain_text("Posterior cord")
    lit = page.locator(".px-node.px-lit").all_inner_texts()
    assert {"axillary", "radial", "C5", "T1"} <= set(lit) and "median" not in lit
    page.wait_for_url(re.compile("part=posterior-cord"))
    # The next button in the column, by Tab and Enter; then the same again lets go of it.
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".px h2")).to_contain_text("Medial cord")
    pressed = page.locator('.px-node[aria-pressed="true"]')
    expect(pressed).to_have_text("medial cord")
    page.keyboard.press("Enter")
    expect(page.locator(".px-node.px-lit")).to_have_count(0)
    expect(page.get_by_text("what lies on its way lights up")).to_be_visible()


def test_a_muscle_of_the_panel_leads_to_the_map(page: Page, app_url: str) -> None:
    visit(page, f"{app_url}/plexus?part=axillary-circumflex")
    page.locator(".px a", has_text="deltoid").first.click()
    page.wait_for_url(re.compile("muscle=deltoid"))
    page.locator(".da-map[data-ready]").wait_for()
