"""The body in 3D: turned, picked and lit like the flat map, fetched when asked for, or done without."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserType, Page, expect

from dermatome.anatomy.ids import SIDES
from dermatome.atlas.hit import hit
from dermatome.study import sets
from tests.browser import LAPTOP, PHONE, QUIET, MapPage, barriers, visit
from tests.e2e.test_access import PAINT

pytestmark = pytest.mark.e2e

DRAWS = ("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
"""Without a graphics processor Chromium draws three dimensions in software, if it is told to."""
PARTS = re.compile(r"three\.js|body_3d")
NO_WEBGL = """
const made = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
  return kind.startsWith("webgl") ? null : made.call(this, kind, ...rest);
};
"""
COUNTED = """
const made = HTMLCanvasElement.prototype.getContext;
window.drawn = new Set();
HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
  const context = made.call(this, kind, ...rest);
  if (kind.startsWith("webgl")) window.drawn.add(context);
  return context;
};
"""
LOSE = """
() => {
  const context = document.querySelector(".da-solid canvas").getContext("webgl2");
  context.getExtension("WEBGL_lose_context").loseContext();
}
"""


TYPE_PX = """
(least) => {
  const name = document.querySelector("dialog.dl .da-solid-badge");
  return name && parseFloat(getComputedStyle(name).fontSize) >= least;
}
"""


SPOTS = [(-0.03, 0.35), (0.03, 0.3), (0.03, 0.42), (-0.065, 0.7), (-0.06, 0.6)]
"""Places on the body, in heights of the canvas from its middle and from its top."""


SOLES = [(-0.547, 0.68), (0.547, 0.68), (-0.533, 0.32)]
"""The same, on the soles from below."""
SHIN, CHEST = (-0.1, 0.72), (-0.03, 0.35)
KNEE = (-0.085, 0.708)
"""Where the patellar tendon is struck, on the patient's right, from the front."""


@pytest.fixture(scope="module")
def drawing(browser_type: BrowserType, browser_type_launch_args: dict[str, Any]) -> Iterator[Browser]:
    """A browser that draws in three dimensions."""
    args = [arg for arg in browser_type_launch_args["args"] if arg != "--disable-gpu"]
    browser = browser_type.launch(**{**browser_type_launch_args, "args": [*args, *DRAWS]})
    yield browser
    browser.close()


@pytest.fixture
def page(drawing: Browser) -> Iterator[Page]:
    """A page of its own on a laptop's screen."""
    context = drawing.new_context(viewport=LAPTOP, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture
def map_page(page: Page, app_url: str) -> MapPage:
    return MapPage(page, app_url)


def rested(page: Page, after: int = 0) -> None:
    """Wait until the body stands still and its names are written, once more than ``after`` times."""
    page.wait_for_function(
        "(after) => Number(document.querySelector('.da-round')?.dataset.rested || 0) > after", arg=after
    )


def rests(page: Page) -> int:
    return int(page.locator(".da-round").get_attribute("data-rested") or 0)


def click(page: Page, spot: tuple[float, float]) -> None:
    """Click a place of the only body, in heights of its canvas (see SPOTS)."""
    box = page.locator(".da-solid canvas").bounding_box()
    assert box
    across, down = spot
    page.mouse.click(box["x"] + box["width"] / 2 + across * box["height"], box["y"] + down * box["height"])


def asked_for(page: Page) -> list[str]:
    """The paths of what a page fetches from now on."""
    found: list[str] = []
    page.on("request", lambda request: found.append(urlsplit(request.url).path))
    return found


def test_no_byte_of_it_is_fetched_before_it_is_asked_for(map_page: MapPage) -> None:
    asked = asked_for(map_page.page)
    page = map_page.open("?root=S1").page
    assert asked
    assert [path for path in asked if PARTS.search(path)] == []
    page.get_by_label("Views", exact=True).select_option("3D")
    rested(page)
    assert {"three.js", "body.glb"} <= {path.rpartition("/")[2] for path in asked}
    expect(page).to_have_url(re.compile("view=3d"))
    assert urlsplit(map_page.url).netloc == urlsplit(page.url).netloc


def test_a_place_that_no_view_has_is_left_out_and_said(map_page: MapPage) -> None:
    map_page.open("?root=S1&view=4d")
    expect(map_page.page.locator("[data-testid=stAlert]")).to_contain_text("head-lateral or 3d")


@pytest.mark.parametrize(("stand", "spots"), [("front", SPOTS), ("back", SPOTS), ("soles", SOLES)])
def test_a_click_means_what_it_means_on_the_flat_map(
    map_page: MapPage, stand: str, spots: list[tuple[float, float]]
) -> None:
    page = map_page.open(f"?view=3d&stand={stand}").page
    rested(page)
    for spot in spots:
        before = page.url
        click(page, spot)
        page.wait_for_function("(before) => location.href !== before", arg=before)
        map_page.settled()
        query = parse_qs(urlsplit(page.url).query)
        view, x, y = query["at"][0].split(",")
        meant = hit("isncsci", view, float(x), float(y))
        assert (meant.root, meant.side) == (query["root"][0], query["side"][0])
        assert view == "foot-sole" or stand != "soles"
        body = page.locator(".da-round")
        assert body.get_attribute("data-lit") == f"{meant.root}|{meant.side}"
        assert body.get_attribute("data-marks") == "1", "the place pointed at is not marked"


def test_a_root_of_the_strip_lights_at_once_and_can_be_gone_to(map_page: MapPage) -> None:
    page = map_page.open("?view=3d").page
    rested(page)
    before = rests(page)
    page.locator('.da-roots input[value="S2"]').click()
    expect(page.locator(".da-round")).to_have_attribute("data-lit", "S2|right")
    rested(page, before)
    page.get_by_role("button", name="Show S2").click()
    expect(page.locator(".da-solid-where")).to_contain_text("back")
    expect(page.locator(".da-solid-badge")).to_contain_text("✓ S2")


def test_the_stand_is_part_of_the_address(map_page: MapPage) -> None:
    page = map_page.open("?root=S1&view=3d&stand=back").page
    rested(page)
    expect(page.locator(".da-solid-where")).to_have_text("seen from the back")
    page.locator("[data-stand=soles]").click()
    expect(page).to_have_url(re.compile("stand=soles"))
    expect(page.locator(".da-solid-where")).to_have_text("seen from below")


def test_key_points_are_marked_when_they_are_asked_for(map_page: MapPage) -> None:
    page = map_page.open("?root=S1&view=3d").page
    rested(page)
    expect(page.locator(".da-round")).to_have_attribute("data-marks", "0")
    page.get_by_text("Side and marks").click()
    page.get_by_role("button", name="Key points").click()
    expect(page.locator(".da-round")).to_have_attribute("data-marks", "56")


def test_a_reflex_is_chosen_where_it_is_struck(map_page: MapPage) -> None:
    page = map_page.open("?root=L4&view=3d&layer=reflex").page
    rested(page)
    click(page, KNEE)
    expect(page).to_have_url(re.compile("reflex=knee-jerk-patellar"))
    expect(page.locator(".da-solid-badge")).to_contain_text("knee")


def test_every_region_can_be_chosen_from_a_list(map_page: MapPage) -> None:
    page = map_page.open("?view=3d").page
    rested(page)
    regions = page.get_by_label("Region", exact=True)
    names = regions.locator("option").all_inner_texts()
    assert {f"L5, {side}" for side in SIDES} <= set(names)
    regions.select_option(label="L5, left")
    expect(map_page.heading()).to_contain_text(re.compile(r"^L5\s"))
    expect(page.locator(".da-round")).to_have_attribute("data-lit", "L5|left")


def test_keys_turn_it_and_bring_it_back(map_page: MapPage) -> None:
    page = map_page.open("?root=C6&view=3d").page
    rested(page)
    caption = page.locator(".da-solid-where")
    expect(caption).to_contain_text("seen from the front")
    page.locator(".da-solid canvas").focus()
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    expect(caption).to_contain_text("seen from the left")
    page.keyboard.press("Home")
    expect(caption).to_have_text("seen from the front")


def test_it_is_drawn_in_few_calls_and_only_when_something_changes(map_page: MapPage) -> None:
    page = map_page.open("?root=C6&view=3d").page
    rested(page)
    body = page.locator(".da-round")
    page.locator(".da-solid canvas").focus()
    for _ in range(6):
        page.keyboard.press("+")
    page.wait_for_function("Number(document.querySelector('.da-round').dataset.triangles) > 50000")
    rested(page, rests(page))
    assert int(body.get_attribute("data-calls") or 99) <= 10
    assert int(body.get_attribute("data-triangles") or 1e9) <= 150_000
    frames = body.get_attribute("data-frames")
    page.wait_for_timeout(1000)
    assert body.get_attribute("data-frames") == frames


def test_without_webgl_it_says_so_and_offers_the_flat_views(map_page: MapPage) -> None:
    map_page.page.add_init_script(NO_WEBGL)
    page = map_page.open("?root=S1&view=3d").page
    expect(page.get_by_role("alert")).to_contain_text("WebGL is missing")
    page.get_by_role("button", name="Show the flat views").click()
    expect(map_page.region("posterior", "S1")).to_have_attribute("data-state", "selected")
    expect(page).not_to_have_url(re.compile("view=3d"))


def test_when_the_picture_is_lost_it_says_so_and_offers_the_flat_views(map_page: MapPage) -> None:
    page = map_page.open("?root=S1&view=3d").page
    rested(page)
    page.evaluate(LOSE)
    expect(page.get_by_role("alert")).to_contain_text("dropped the picture")
    page.get_by_role("button", name="Show the flat views").click()
    expect(map_page.region("posterior", "S1")).to_have_attribute("data-state", "selected")


@pytest.mark.slow
def test_going_to_and_fro_leaves_no_drawing_behind(map_page: MapPage) -> None:
    map_page.page.add_init_script(COUNTED)
    page = map_page.open("?root=S1&view=3d").page
    views = page.get_by_label("Views", exact=True)
    for _ in range(20):
        rested(page)
        views.select_option("Perineum")
        page.locator('.da-plate[data-view="perineum"] .da-region').first.wait_for()
        views.select_option("3D")
    rested(page)
    assert page.evaluate("[...drawn].length") == 21
    assert page.evaluate("[...drawn].filter((each) => !each.isContextLost()).length") == 1


def test_a_phone_shows_it_without_scrolling_sideways(drawing: Browser, app_url: str) -> None:
    context = drawing.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    page = MapPage(context.new_page(), app_url).open("?root=S1&view=3d").page
    rested(page)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    context.close()


def test_it_can_be_used_without_seeing_it(map_page: MapPage) -> None:
    page = map_page.open("?root=S1&view=3d").page
    rested(page)
    assert not barriers(page)
    expect(page.get_by_role("application")).to_have_accessible_name(
        re.compile("seen from the front.*Arrow keys")
    )


def test_published_maps_turn_together(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/maps?root=S1&view=3d")
    turning = page.locator(".da-linked .da-round")
    where = turning.locator(".da-solid-where")
    expect(where).to_have_text(["seen from the front"] * 4, timeout=90_000)
    page.get_by_label("Stand", exact=True).nth(1).select_option("back")
    expect(where).to_have_text(["seen from the back"] * 4, timeout=90_000)
    lit = turning.evaluate_all("all => all.map((each) => each.dataset.lit)")
    assert set(lit) == {"S1|right"}


def test_where_maps_agree_is_counted_on_the_skin(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/maps?root=S1&view=3d")
    counted = page.locator(".da-map:not(.da-linked) .da-round")
    counted.locator("[data-stand=soles]").click(timeout=90_000)
    names = counted.locator(".da-solid-name")
    expect(names.filter(has_text=re.compile(r"^[2-4]/4$")).first).to_be_attached(timeout=60_000)
    assert not [text for text in names.all_inner_texts() if not re.fullmatch(r"[1-4]/[1-4]", text)]


def test_a_lecture_shows_it_from_the_stand_of_its_step(map_page: MapPage) -> None:
    page = map_page.open("?root=S1&view=3d&stand=soles").page
    rested(page)
    page.set_viewport_size({"width": 1024, "height": 768})
    page.keyboard.press("F8")
    body = page.locator("dialog.dl .da-round")
    expect(body.locator(".da-solid-where")).to_have_text("seen from below", timeout=60_000)
    expect(body.locator(".da-solid-badge")).to_have_text("✓ S1")
    # Large enough for the last row; names are written anew at every rest.
    page.wait_for_function(TYPE_PX, arg=768 / 50)
    box = body.locator("canvas").bounding_box()
    assert box and box["height"] > 768 / 2
    # Another root is gone to, from where it is seen best.
    page.keyboard.press("r")
    expect(body).to_have_attribute("data-lit", "S2|right")
    expect(body.locator(".da-solid-where")).to_contain_text("back", timeout=60_000)


def test_practice_asks_on_the_body_and_judges_as_on_the_flat_map(page: Page, app_url: str) -> None:
    asked = asked_for(page)
    name = "click_territory/isncsci/L4~anterior.either"
    for number, (spot, right) in enumerate(((SHIN, True), (CHEST, False))):
        wanted = sets.encode(sets.make("", (name,), None))
        visit(page, f"{app_url}/practice?round={wanted}&key=round{number}")
        page.locator(f'.pr[data-shown="{name} asked"]').wait_for()
        if not number:
            assert [path for path in asked if PARTS.search(path)] == []
        page.get_by_role("button", name="3D").click()
        rested(page)
        expect(page.locator(".da-solid-name")).to_have_count(0)  # names would answer the question
        click(page, spot)
        verdict = page.locator(".pr-verdict")
        expect(verdict).to_have_attribute("data-right", "yes" if right else "no", timeout=30_000)
        expect(page.locator(".da-solid-badge").first).to_contain_text("L4")


def test_localise_shows_the_paint_and_takes_a_dab(page: Page, app_url: str) -> None:
    asked = asked_for(page)
    visit(page, f"{app_url}/localise?say=numb+heel")
    page.locator(PAINT).wait_for()
    page.locator(QUIET).wait_for()
    assert [path for path in asked if PARTS.search(path)] == []
    page.locator(".lo-tools").get_by_role("button", name="3D").click()
    rested(page)
    before = page.locator(".da-solid canvas").screenshot()
    click(page, CHEST)
    page.wait_for_url(re.compile(r"paint=anterior"))
    rested(page, 1)
    assert page.locator(".da-solid canvas").screenshot() != before
