"""What the body in 3D holds on the graphics processor, by calculation: calls that take room are counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserType, Page

from tests.browser import MapPage, Visits, drawing, visit
from tests.e2e.test_body_3d import rested

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

LEDGER = """
(() => {
  const proto = WebGL2RenderingContext.prototype, held = new Map(), bound = new Map(), contexts = new Set();
  const formats = { R8: 1, RG8: 2, RGBA8: 4, RGBA32F: 16, DEPTH_COMPONENT16: 2, DEPTH_COMPONENT24: 4 };
  const bytes = new Map(Object.entries(formats).map(([name, each]) => [proto[name], each]));
  const of = (format) => bytes.get(format) ?? 4;
  const before = (name, run) => {
    const own = proto[name];
    proto[name] = function (...all) {
      contexts.add(this);
      run(...all);
      return own.apply(this, all);
    };
  };
  for (const name of ["Texture", "Buffer", "Renderbuffer"]) {
    before(`bind${name}`, (target, thing) => bound.set(target, thing));
    before(`delete${name}`, (thing) => held.delete(thing));
  }
  const take = (target, size) => held.set(bound.get(target), size);
  const texels = (format, size) => of(format) * size.slice(0, 3).reduce((all, each) => all * each, 1);
  before("texStorage2D", (target, levels, format, ...size) => take(target, texels(format, size)));
  before("texStorage3D", (target, levels, format, ...size) => take(target, texels(format, size)));
  before("texImage2D", (target, level, format, ...size) => {
    if (held.has(bound.get(target)) || typeof size[1] !== "number") return;
    take(target, texels(format, size.slice(0, 2)));
  });
  before("renderbufferStorage", (target, format, ...size) => take(target, texels(format, size)));
  before("bufferData", (target, data) => take(target, data?.byteLength ?? data ?? 0));
  window.megabytes = () => [...held.values()].reduce((sum, each) => sum + each, 0) / 1e6;
  // Of a pixel drawn on: four samples of colour and depth, what they come to, and what is on the screen.
  window.drawnOn = () => [...contexts].filter((each) => !each.isContextLost())
    .reduce((sum, { drawingBufferWidth: w, drawingBufferHeight: h }) => sum + w * h * (4 * 8 + 8), 0) / 1e6;
})();
"""
NEAR = """
(wanted) => [...document.querySelectorAll(".da-linked .da-round")]
  .filter(({ dataset }) => Number(dataset.triangles) > 50000).length === wanted
"""


@pytest.fixture(scope="module")
def browser(browser_type: BrowserType, browser_type_launch_args: dict[str, Any]) -> Iterator[Browser]:
    """A browser that draws in three dimensions."""
    yield from drawing(browser_type, browser_type_launch_args)


@pytest.fixture(scope="module")
def kept(browser: Browser) -> Visits:
    return Visits(browser, {"reduced_motion": "reduce"})


@pytest.mark.own_page
def test_a_map_by_itself_holds_little(map_page: MapPage) -> None:
    page = map_page.page
    page.add_init_script(LEDGER)
    map_page.open("?root=L5&view=3d")
    rested(page)
    assert 9 < page.evaluate("megabytes()") <= 15  # one picture of 2048², two bytes a texel, and the mesh
    assert page.evaluate("megabytes() + drawnOn()") <= 60


@pytest.mark.own_page
def test_four_maps_and_where_they_agree_hold_no_more_than_they_may(page: Page, app_url: str) -> None:
    page.add_init_script(LEDGER)
    visit(page, f"{app_url}/maps?root=S1&view=3d")
    page.wait_for_function(
        "[...document.querySelectorAll('.da-round')].filter((each) => each.dataset.rested).length === 5"
    )
    assert page.evaluate("megabytes()") <= 95
    # From near the fine meshes are held as well.
    page.locator(".da-linked .da-solid canvas").first.focus()
    for _ in range(8):
        page.keyboard.press("+")
    page.wait_for_function(NEAR, arg=4)
    assert page.evaluate("megabytes()") <= 120
