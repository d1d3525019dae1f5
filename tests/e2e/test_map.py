"""The map in a real browser: click, touch, keyboard, address, theme, zoom, and nothing from outside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import shapely
from playwright.sync_api import Browser, Page, Route, expect

from dermatome.anatomy.ids import VIEWS
from dermatome.atlas.load import atlas

if TYPE_CHECKING:
    from tests.browser import MapPage, Visits

pytestmark = pytest.mark.e2e

ALL_VIEWS = f"?view={','.join(VIEWS)}"


def roomiest(view: str) -> tuple[str, str]:
    """Return root and side of the territory of a view with the largest circle inside."""
    spinal = [t for t in atlas().territories("isncsci", view) if t.kind == "spinal"]
    best = max(spinal, key=lambda t: shapely.maximum_inscribed_circle(t.geometry, tolerance=1).length)
    return best.key


@pytest.mark.parametrize("view", VIEWS)
def test_click_names_the_root_in_every_view(map_page: MapPage, view: str) -> None:
    root, side = roomiest(view)
    other = "C5" if root != "C5" else "C6"
    map_page.open(f"?view={view}&root={other}")
    map_page.click(view, root, side)
    expect(map_page.heading()).to_contain_text(
        re.compile(rf"^{root}\s+dermatome of .*, {side}, on the ISNCSCI map")
    )
    expect(map_page.region(view, root, side)).to_have_attribute("aria-pressed", "true")
    expect(map_page.page).to_have_url(re.compile(rf"root={root}&.*side={side}"))


def test_sole_lights_s1_everywhere_and_quotes_the_sole(map_page: MapPage) -> None:
    map_page.open(f"{ALL_VIEWS}&root=C6")
    map_page.click("foot-sole", "S1")
    expect(map_page.heading()).to_contain_text(re.compile(r"^S1\s"))
    shown = {view for view in VIEWS if atlas().territory("isncsci", view, "S1", "right")}
    assert {"posterior", "foot-sole", "foot-dorsum", "lateral-right"} <= shown
    for view in shown:
        expect(map_page.region(view, "S1")).to_have_attribute("data-state", "selected")
    lit = map_page.page.locator('.da-region[data-state="selected"]')
    assert {path.get_attribute("data-root") for path in lit.all()} == {"S1"}
    expect(map_page.page.locator(".panel .passages li").first).to_contain_text("sole")
    expect(map_page.page.locator(".panel").first).to_contain_text("You pointed at the sole of the foot.")


def test_calf_and_sole_of_one_root_read_differently(map_page: MapPage) -> None:
    map_page.open("?view=posterior,foot-sole&root=S1")
    passages = map_page.page.locator(".panel .passages")
    map_page.click("foot-sole", "S1")
    expect(map_page.page.locator(".panel").first).to_contain_text("sole of the foot")
    on_the_sole = passages.inner_text()
    map_page.click("posterior", "S1")
    expect(map_page.page.locator(".panel").first).not_to_contain_text("sole of the foot.")
    expect(map_page.page.locator(".panel").first).to_contain_text("You pointed at the")
    map_page.settled()
    assert passages.inner_text() != on_the_sole


def test_neighbours_are_told_apart_not_by_colour_alone(map_page: MapPage) -> None:
    map_page.open("?root=L4")
    selected = map_page.page.locator('.da-plate[data-view="anterior"] .da-mark.da-selected').first
    neighbour = map_page.page.locator('.da-plate[data-view="anterior"] .da-mark.da-neighbour').first
    expect(map_page.region("anterior", "L4", "left")).to_have_attribute("data-state", "mirror")
    assert neighbour.evaluate("e => getComputedStyle(e).strokeDasharray") != "none"
    assert selected.evaluate("e => getComputedStyle(e).strokeDasharray") == "none"
    expect(map_page.page.locator('.da-plate[data-view="anterior"] .da-badge')).to_contain_text("✓ L4")


UNDER_ITS_SIGN = """
(badge) => {
  // The share of the selected region that lies under its sign, on a grid of 2 px.
  const sign = badge.querySelector("rect").getBoundingClientRect();
  const path = badge.closest(".da-plate").querySelector('.da-region[data-state="selected"]');
  const box = path.getBoundingClientRect(), flat = path.getScreenCTM().inverse();
  let [all, under] = [0, 0];
  for (let x = box.left; x < box.right; x += 2) for (let y = box.top; y < box.bottom; y += 2) {
    if (!path.isPointInFill(new DOMPoint(x, y).matrixTransform(flat))) continue;
    all += 1;
    if (x > sign.left && x < sign.right && y > sign.top && y < sign.bottom) under += 1;
  }
  return under / all;
}
"""


@pytest.mark.parametrize(("root", "place"), [("C6", "thumb"), ("C7", "middle finger"), ("S1", "heel")])
@pytest.mark.parametrize("size", [(1366, 768), (1024, 768)])
def test_a_sign_leaves_in_sight_what_it_names(
    map_page: MapPage, root: str, place: str, size: tuple[int, int]
) -> None:
    map_page.page.set_viewport_size({"width": size[0], "height": size[1]})
    page = map_page.open(f"?root={root}").page
    for view in ("anterior", "posterior", "lateral-right"):
        sign = page.locator(f'.da-plate[data-view="{view}"] .da-badge')
        if not sign.count():
            continue
        expect(sign).to_contain_text(root)
        assert sign.evaluate(UNDER_ITS_SIGN) < 0.15, f"{view}: the sign hides the {place}"


def test_the_outline_of_a_narrow_region_leaves_its_colour_in_sight(map_page: MapPage) -> None:
    thick = "(path) => parseFloat(getComputedStyle(path).strokeWidth)"
    drawn = {}
    for root in ("L3", "T1"):
        page = map_page.open(f"?root={root}&view=anterior,posterior,lateral-left,lateral-right").page
        outline = page.locator('.da-plate[data-view="anterior"] .da-mark.da-selected')
        drawn[root] = outline.evaluate(thick)
    assert drawn["L3"] == 3
    assert drawn["T1"] < 2.5, "of a strip some pixels wide the outline leaves nothing"


def test_same_region_twice_stays_selected(map_page: MapPage) -> None:
    map_page.open("?root=L3")
    for _ in range(2):
        map_page.click("anterior", "L4")
        expect(map_page.heading()).to_contain_text(re.compile(r"^L4\s"))
        expect(map_page.region("anterior", "L4")).to_have_attribute("aria-pressed", "true")


def test_quick_clicks_end_on_the_last(map_page: MapPage) -> None:
    map_page.open("?root=S1")
    map_page.page.evaluate("document.querySelector('.da-map').dataset.drawn = 'once'")
    points = [map_page.point_in("anterior", root) for root in ("L3", "L4", "C5", "L2")]
    for point in points * 8:
        map_page.page.mouse.click(*point)
    expect(map_page.heading()).to_contain_text(re.compile(r"^L2\s"))
    map_page.settled()
    expect(map_page.region("anterior", "L2")).to_have_attribute("aria-pressed", "true")
    expect(map_page.page).to_have_url(re.compile("root=L2"))
    expect(map_page.page.locator(".da-map")).to_have_attribute("data-drawn", "once")


def test_trigeminal_division_explains_itself_and_changes_nothing(map_page: MapPage) -> None:
    map_page.open("?root=S1&view=head-lateral")
    map_page.click("head-lateral", "V2")
    expect(map_page.page.locator(".da-tip")).to_contain_text("not a spinal root")
    expect(map_page.page.locator(".da-live")).to_contain_text("not a spinal root")
    expect(map_page.heading()).to_contain_text(re.compile(r"^S1\s"))


def test_hover_names_the_region(map_page: MapPage) -> None:
    map_page.open("?root=S1")
    map_page.page.mouse.move(*map_page.point_in("posterior", "S2", "left"))
    expect(map_page.page.locator(".da-tip strong")).to_have_text("S2, left, posterior")
    map_page.page.mouse.move(3, 3)
    expect(map_page.page.locator(".da-tip")).to_be_hidden()


def test_touch(phone: MapPage) -> None:
    phone.open("?root=S1").page.touchscreen.tap(*phone.point_in("anterior", "L3"))
    expect(phone.region("anterior", "L3")).to_have_attribute("aria-pressed", "true")
    expect(phone.heading()).to_contain_text(re.compile(r"^L3\s"))
    overflow = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert phone.page.evaluate(overflow) == 0, "the page scrolls sideways on a phone"


# ---- keyboard -------------------------------------------------------------------------------------


def test_every_region_has_a_name_and_a_map_is_one_tab_stop(map_page: MapPage) -> None:
    map_page.open(ALL_VIEWS)
    for view in VIEWS:
        paths = map_page.page.locator(f'.da-plate[data-view="{view}"] .da-region')
        wanted = len(atlas().territories("isncsci", view))
        expect(paths).to_have_count(wanted)
        names = paths.evaluate_all("paths => paths.map((path) => path.getAttribute('aria-label'))")
        assert len(set(names)) == wanted
        assert all(re.fullmatch(r"\S+( \(trigeminal\))?, (left|right), [a-z ]+", name) for name in names), (
            names
        )
        stops = paths.evaluate_all("paths => paths.filter((path) => path.tabIndex === 0).length")
        assert stops == 1
    expect(map_page.page.get_by_role("button", name="S1, right, posterior")).to_have_count(1)


def test_keyboard_walks_selects_and_shows_where_it_is(map_page: MapPage) -> None:
    page = map_page.open("?root=L3&view=anterior").page
    page.locator(".da-roots :checked").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.root") == "L3"
    expect(page.locator(".da-ring-inner")).to_have_count(1)
    width = page.locator(".da-ring-inner").evaluate("e => parseFloat(getComputedStyle(e).strokeWidth)")
    assert width >= 3
    page.keyboard.press("ArrowDown")
    below = page.evaluate("document.activeElement.dataset.root")
    assert below in {"L4", "L5"}
    expect(page.locator(".da-tip strong")).to_contain_text(below)
    page.keyboard.press("Enter")
    expect(map_page.heading()).to_contain_text(re.compile(rf"^{below}\s"))
    expect(page.locator(".da-live")).to_contain_text(f"{below}, right, selected on the ISNCSCI map")
    # The place stands for the region, so the passages still fit: a part of the body is named.
    expect(page.locator(".panel").first).to_contain_text("You pointed at the")
    assert page.evaluate("document.activeElement.dataset.root") == below, "the focus was lost"


def test_all_regions_can_be_reached_by_arrow_keys(map_page: MapPage) -> None:
    map_page.open("?root=C4&view=anterior")
    reached = map_page.page.evaluate(
        """() => {
          const all = [...document.querySelectorAll(".da-region")];
          const seen = new Set([all.find((path) => path.tabIndex === 0)]);
          for (const path of seen) for (const key of ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]) {
            path.focus();
            path.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
            seen.add(document.activeElement);
          }
          return [all.length, seen.size];
        }"""
    )
    assert reached[0] == reached[1]


def test_root_and_side_are_chosen_by_keyboard(map_page: MapPage) -> None:
    page = map_page.open("?root=L3").page
    page.get_by_role("radio", name="L3, third lumbar nerve root").focus()
    page.keyboard.press("ArrowRight")
    expect(map_page.heading()).to_contain_text(re.compile(r"^L4\s"))
    map_page.menu()
    page.get_by_role("radio", name="Right").focus()
    page.keyboard.press("ArrowRight")
    expect(map_page.heading()).to_contain_text(", left, on the")
    expect(map_page.region("anterior", "L4", "left")).to_have_attribute("aria-pressed", "true")


def test_neighbour_buttons_step_across_the_map(map_page: MapPage) -> None:
    page = map_page.open("?root=S1").page
    page.get_by_role("button", name=re.compile("Go to S2")).click()
    expect(map_page.heading()).to_contain_text(re.compile(r"^S2\s"))


# ---- address --------------------------------------------------------------------------------------


def test_a_link_reopens_what_it_shows(map_page: MapPage, browser: Browser) -> None:
    page = map_page.open("?root=S2&scheme=keegan-garrett&side=left&view=posterior&view=foot-sole").page
    expect(map_page.heading()).to_contain_text(re.compile(r"^S2\s+.*, left, on the Keegan & Garrett map"))
    views = page.locator(".da-plate").evaluate_all("plates => plates.map((plate) => plate.dataset.view)")
    assert set(views) == {"posterior", "foot-sole"}
    map_page.click("posterior", "S1", "left")
    expect(map_page.heading()).to_contain_text(re.compile(r"^S1\s"))
    expect(page).to_have_url(re.compile("root=S1"))
    again = type(map_page)(browser.new_page(), map_page.url)
    again.open("?" + urlsplit(page.url).query)
    expect(again.heading()).to_have_text(map_page.heading().inner_text().replace("\n", " "))
    assert again.page.locator(".panel").first.inner_text() == page.locator(".panel").first.inner_text()
    again.page.close()


def test_back_button_returns_to_the_root_before(map_page: MapPage) -> None:
    page = map_page.open("?root=L3").page
    map_page.click("anterior", "L4")
    expect(map_page.heading()).to_contain_text(re.compile(r"^L4\s"))
    page.go_back()
    expect(map_page.heading()).to_contain_text(re.compile(r"^L3\s"))
    expect(map_page.region("anterior", "L3")).to_have_attribute("aria-pressed", "true")


def test_bad_values_are_dropped_with_a_note(map_page: MapPage) -> None:
    page = map_page.open("?root=Q9&scheme=isncsci&side=up&view=posterior,moon").page
    note = page.get_by_test_id("stAlert")
    for text in ("Q9", "up", "moon"):
        expect(note).to_contain_text(text)
    expect(map_page.heading()).to_have_text("Click the body, or name something")
    views = page.locator(".da-plate").evaluate_all("plates => plates.map((plate) => plate.dataset.view)")
    assert views == ["posterior"]
    expect(page).to_have_url(re.compile(r"\?view=posterior$"))


def test_map_and_views_are_chosen_above_the_map(map_page: MapPage) -> None:
    page = map_page.open("?root=C4").page
    page.get_by_role("radio", name="Keegan & Garrett").click()
    expect(page.locator(".panel").first).to_contain_text("Not on this map.")
    expect(page).to_have_url(re.compile("scheme=keegan-garrett"))
    page.get_by_role("combobox", name="Views").select_option("Feet")
    expect(page).to_have_url(re.compile("view=feet"))
    expect(page.locator('.da-plate[data-view="foot-sole"] .da-region').first).to_be_visible()
    expect(page.locator('.da-plate[data-view="anterior"]')).to_have_count(0)


# ---- looks, zoom, network ----------------------------------------------------------------------------


def test_dark_theme_has_its_own_colours(map_page: MapPage, visits: Visits) -> None:
    map_page.open("?root=C5")
    light = map_page.region("anterior", "L3").evaluate("e => getComputedStyle(e).fill")
    night = type(map_page)(visits.page(theme="dark"), map_page.url).open("?root=C5")
    expect(night.page.locator(".da-map")).to_have_attribute("data-theme", "dark")
    assert night.region("anterior", "L3").evaluate("e => getComputedStyle(e).fill") != light


def test_zoom_pan_and_click_afterwards(map_page: MapPage) -> None:
    page = map_page.open("?root=S1&view=anterior").page
    canvas = page.locator('.da-plate[data-view="anterior"] .da-plate-canvas')
    ranges = "e => [...e._fullLayout.xaxis.range, ...e._fullLayout.yaxis.range]"
    home = canvas.evaluate(ranges)
    x, y = map_page.point_in("anterior", "L3")
    page.mouse.move(x, y)
    page.mouse.wheel(0, -600)
    expect(canvas).not_to_have_class(re.compile("da-zoomed"))  # the wheel is the page's
    page.keyboard.down("Control")
    page.mouse.wheel(0, -600)
    page.keyboard.up("Control")
    expect(canvas).to_have_class(re.compile("da-zoomed"))
    page.wait_for_function(
        "(e) => e._fullLayout.xaxis.range[1] - e._fullLayout.xaxis.range[0] < 600",
        arg=canvas.element_handle(),
    )
    zoomed = canvas.evaluate(ranges)
    assert canvas.locator(".da-text").filter(has_text=re.compile("^[RL]$")).count() == 2, (
        "orientation was lost"
    )
    page.mouse.down()
    page.mouse.move(x + 60, y + 40, steps=6)
    page.mouse.up()
    page.wait_for_function(
        "([e, x]) => Math.abs(e._fullLayout.xaxis.range[0] - x) > 5", arg=[canvas.element_handle(), zoomed[0]]
    )
    expect(map_page.heading()).to_contain_text(re.compile(r"^S1\s"))  # a drag is no click
    map_page.click("anterior", "L3")
    expect(map_page.heading()).to_contain_text(re.compile(r"^L3\s"))
    page.locator(".da-plate").hover()
    page.get_by_role("button", name="Show the whole plate: Front").click()
    page.wait_for_function(
        "([e, x]) => Math.abs(e._fullLayout.xaxis.range[0] - x) < 1", arg=[canvas.element_handle(), home[0]]
    )
    assert canvas.evaluate(ranges) == pytest.approx(home)


def test_labels_and_key_points_are_layers(map_page: MapPage) -> None:
    page = map_page.open("?root=S1&view=anterior").page
    label, points = page.locator(".da-label").first, page.locator('.trace[data-layer="key_points"]')
    expect(label).to_be_visible()
    expect(points).to_be_hidden()
    map_page.menu()
    page.get_by_role("button", name="Labels").click()
    page.get_by_role("button", name="Key points").click()
    expect(label).to_be_hidden()
    expect(points).to_be_visible()


@pytest.fixture
def watched(page: Page) -> Iterator[dict[str, list[str]]]:
    seen: dict[str, list[str]] = {"requests": [], "console": []}
    page.on("request", lambda request: seen["requests"].append(request.url))
    page.on(
        "console", lambda message: seen["console"].append(message.text) if message.type == "error" else None
    )
    page.on("pageerror", lambda error: seen["console"].append(str(error)))
    yield seen


@pytest.mark.fresh_page
def test_nothing_comes_from_outside_and_nothing_is_complained_about(
    map_page: MapPage, watched: dict[str, list[str]]
) -> None:
    map_page.open(ALL_VIEWS)
    map_page.click("posterior", "S2")
    expect(map_page.heading()).to_contain_text(re.compile(r"^S2\s"))
    for page_name in ("Library", "Published maps", "Sources", "About", "Map"):
        map_page.page.get_by_role("link", name=page_name, exact=True).first.click()
        title = "Dermatome Atlas" if page_name == "Map" else f"{page_name} · Dermatome Atlas"
        expect(map_page.page).to_have_title(title)
        map_page.settled()
        expect(map_page.page.get_by_text("For education only")).to_have_count(1)
    map_page.wait()
    home = urlsplit(map_page.url).netloc
    outside = [
        url
        for url in watched["requests"]
        if urlsplit(url).scheme in {"http", "https", "ws", "wss"} and urlsplit(url).netloc != home
    ]
    assert watched["requests"]
    assert not outside
    assert not watched["console"]


@pytest.mark.own_page
def test_a_map_that_is_waited_for_lets_the_one_before_step_back(map_page: MapPage) -> None:
    page = map_page.open("?view=anterior").page
    held: list[Route] = []
    page.route("**/assets/plates/reflexes/**", lambda route: held.append(route))
    page.get_by_role("radio", name="Reflexes").click()
    stage = page.locator(".da-stage")
    expect(stage).to_have_attribute("aria-busy", "true")
    expect(stage).to_have_css("opacity", "0.4")
    for route in held:
        route.continue_()
    expect(stage).to_have_css("opacity", "1")
    expect(page.locator('.da-region[data-layer="reflex"]').first).to_be_attached()


@pytest.mark.fresh_page
def test_a_click_fetches_no_figure_again(map_page: MapPage, watched: dict[str, list[str]]) -> None:
    map_page.open("?root=S1")
    figures = {url for url in watched["requests"] if "/assets/" in url}
    assert sum("/isncsci/" in url for url in figures if "/assets/plates/" in url) == 4
    watched["requests"].clear()
    map_page.click("anterior", "L3")
    expect(map_page.heading()).to_contain_text(re.compile(r"^L3\s"))
    map_page.settled()
    # A browser at rest fetches ahead what was not yet shown; that is no cost of the click.
    assert not figures & set(watched["requests"])
