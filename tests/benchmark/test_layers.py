"""How fast a layer or a map is switched, and what a click in a layer costs. Medians.

A switch counts as painted once every view shows the new map. It is held against what the browser needs
to draw one view from nothing, in the same run: maps are drawn ahead, out of sight, where a mouse is at hand.
"""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page

from dermatome.atlas.load import atlas
from tests.benchmark.test_click import MORE_BYTES, drawn, report
from tests.browser import INSIDE

if TYPE_CHECKING:
    from tests.benchmark.conftest import Traffic
    from tests.browser import MapPage

pytestmark = [pytest.mark.benchmark, pytest.mark.e2e]

DRAWINGS_AHEAD, DRAWINGS = 2.5, 12.0
"""How many times the drawing of one view a switch may take, drawn ahead or not; four views are shown.

On quiet cores 1.5 and 8 are usual; a drawing is short enough for a pause of the machine to be two of them.
"""

LAYERS = ("myotome", "reflex", "nerve", "dermatome")

# What is there without being asked for stands in no address.
ADDRESSED = """
(value) => location.search.includes(value)
  || { dermatome: !location.search.includes("layer="), isncsci: !location.search.includes("scheme=") }[value]
"""

# From the press until all plates show the map; a message posted in a frame arrives once it is painted.
SWITCH = """
(value) => new Promise((done, failed) => {
  setTimeout(() => failed(new Error(`${value} was not painted`)), 60000);
  const button = document.querySelector(`.da-switches .da-chip[data-value="${value}"]`);
  const map = document.querySelector(".da-map"), stage = map.querySelector(".da-stage");
  const before = map.dataset.ready, started = performance.now();
  const painted = () => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => done(performance.now() - started);
    channel.port2.postMessage(0);
  });
  const watcher = new MutationObserver(() => {
    if (map.dataset.ready === before || stage.hasAttribute("aria-busy")) return;
    watcher.disconnect();
    painted();
  });
  watcher.observe(map, { subtree: true, attributes: true, attributeFilter: ["data-ready", "aria-busy"] });
  button.click();
})
"""


def switch(page: Page, value: str) -> float:
    """Press a switch; return the milliseconds until it is painted. The server has answered on return."""
    taken = page.evaluate(SWITCH, value)
    page.wait_for_function(ADDRESSED, arg=value)
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    return taken


def wait_until_ahead(page: Page) -> None:
    """Wait until the browser, left alone, has fetched and drawn ahead all it wants to."""
    page.wait_for_function(
        "() => (({ ahead, ready }) => ahead === ready)(document.querySelector('.da-map').dataset)"
    )


def test_layers_and_maps_switch_in_time(map_page: MapPage, capsys: pytest.CaptureFixture[str]) -> None:
    page = map_page.open().page
    wait_until_ahead(page)
    one_view = drawn(page)
    schemes = [scheme.id for scheme in atlas().schemes]
    order = (*LAYERS, *schemes[1:], schemes[0])
    taken = [switch(page, value) for _ in range(6) for value in order]
    each = {value: statistics.median(taken[i :: len(order)]) for i, value in enumerate(order)}
    first = taken[: len(LAYERS) - 1]
    usual, before = statistics.median(taken), statistics.median(first)
    seen = f"{usual:.0f} ms ({usual / one_view:.1f} drawings of one view, {one_view:.0f} ms)"
    report(
        capsys,
        f"median of {len(taken)} switches of layer or map, four views: {seen}; of the first to each layer "
        f"{before:.0f} ms; each in ms: {', '.join(f'{value} {ms:.0f}' for value, ms in each.items())}",
    )
    assert usual <= DRAWINGS_AHEAD * one_view
    assert before <= DRAWINGS * one_view


def test_first_switch_on_a_touch_screen_draws_four_views(
    browser: Browser, map_page: MapPage, app_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    context = browser.new_context(has_touch=True, is_mobile=True, viewport={"width": 820, "height": 1180})
    try:
        page = type(map_page)(context.new_page(), app_url).open().page
        wait_until_ahead(page)
        one_view = drawn(page)
        taken = statistics.median(switch(page, layer) for layer in LAYERS[:3])
        report(
            capsys,
            f"first switch to a layer, nothing drawn ahead: {taken:.0f} ms ({taken / one_view:.1f} drawings)",
        )
        assert taken <= DRAWINGS * one_view
    finally:
        context.close()


def test_click_in_a_layer_stays_small(
    map_page: MapPage, traffic: Traffic, capsys: pytest.CaptureFixture[str]
) -> None:
    clicks = {
        "myotome": ("tibialis-anterior", "deltoid"),
        "reflex": ("knee-jerk-patellar", "biceps"),
        "nerve": ("superficial-fibular", "anterior-cutaneous-femoral"),
    }
    for layer, names in clicks.items():
        page = map_page.open(f"?root=L5&layer={layer}").page
        costs = []
        for name in names * 4:
            path = page.locator(f'.da-region[data-view="anterior"][data-id="{name}"][data-side="right"]')
            point = path.evaluate(INSIDE)
            assert point, name
            said = page.locator(".panel h2").inner_text()
            traffic.total = 0
            page.mouse.click(*point)
            page.wait_for_function(
                "(said) => document.querySelector('.panel h2')?.innerText !== said", arg=said
            )
            map_page.settled()
            costs.append(traffic.total)
        report(capsys, f"{layer}: a click costs {statistics.median(costs):.0f} bytes (at most {max(costs)})")
        assert statistics.median(costs) <= MORE_BYTES
