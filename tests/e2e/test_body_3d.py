"""The body in 3D: turned, picked and lit like the flat map, fetched when asked for, or done without."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserType, Page, expect

from dermatome.anatomy.ids import SIDES
from dermatome.atlas.across_views import SampledView, everything
from dermatome.atlas.hit import hit
from dermatome.atlas.load import atlas
from dermatome.atlas.surface import regions_at
from dermatome.study import sets
from dermatome.ui.base.findings import read_query
from tests.browser import INSIDE, QUIET, MapPage, Visits, barriers, drawing, visit
from tests.e2e.test_access import PAINT

pytestmark = pytest.mark.e2e

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


ON_THE_SCREEN = """
() => document.querySelector(".da-solid canvas").getBoundingClientRect().bottom <= innerHeight
"""


SPOTS = [(-0.03, 0.35), (0.03, 0.3), (0.03, 0.42), (-0.065, 0.7), (-0.06, 0.6)]
"""Places on the body, in heights of the canvas from its middle and from its top."""


SOLES = [(-0.547, 0.68), (0.547, 0.68), (-0.533, 0.32)]
"""The same, on the soles from below."""
TURNS = 6
"""How often it is gone to and left again: what stays is counted, so that each of them would show."""
SHIN, CHEST = (-0.1, 0.72), (-0.03, 0.35)
KNEE = (-0.085, 0.708)
"""Where the patellar tendon is struck, on the patient's right, from the front."""


CATCH = """
async () => {
  // The body of the page, as the page itself holds it: caught when the mouse is over it.
  const fetched = performance.getEntriesByType("resource");
  const { Solid } = await import(fetched.find(({ name }) => name.includes("body_3d/solid.js")).name);
  const { hover } = Solid.prototype;
  Solid.prototype.hover = function (...all) {
    window.solid = this;
    Solid.prototype.hover = hover;
  };
}
"""
REFINE = """
async () => {
  solid.body.zoom(9);
  solid.body.refine("body_3d/body-fine.glb", solid.payload.v);
  await solid.body.fine;
}
"""
PICK = """
async ([pose, toward, centre, size, wanted]) => {
  // Click anywhere on the body as seen from a stand, and tell what the page makes of it: where on the
  // unfolded skin, which number, whether one pixel about shows that number, and what is chosen.
  const { body, listener } = solid;
  await solid.stand({ pose, toward, centre, size: [size, size] }, false);
  const [width, height] = [Math.round(body.width), Math.round(body.height)];
  const seen = body.numbers(width, height);
  const shown = (x, y) => seen[((height - 1 - y) * width + x) * 4];
  let found, told, seed = 1;
  const random = (below) => ((seed = (seed * 16807) % 2147483647) / 2147483647) * below;
  solid.listener = { pick: (picked) => { told = picked; }, refuse: () => {} };
  body.at = (...place) => (found = Object.getPrototypeOf(body).at.apply(body, place));
  const rows = [];
  for (let tries = 0; rows.length < wanted && tries < 40 * wanted; tries += 1) {
    const [x, y] = [1 + random(width - 3), 1 + random(height - 3)];
    if (!shown(Math.floor(x), Math.floor(y))) continue; // beside the body
    told = found = null;
    solid.choose(x, y, { clientX: x, clientY: y });
    if (!found) continue; // the pixel's middle is on the body, this place of it is not
    const [left, top, steps] = [Math.floor(x), Math.floor(y), [-1, 0, 1]];
    const about = steps.some((i) => steps.some((k) => shown(left + i, top + k) === found.ground));
    rows.push([...found.place.uv, found.ground, about, told]);
  }
  delete body.at;
  solid.listener = listener;
  return rows;
}
"""
STANDS = [
    ("anatomical", (0, 0, 1), (0, 0, 50), 1800, 700),
    ("arms-raised", (-0.45, 0.2, -0.87), (0, 100, 0), 2100, 500),
    ("lithotomy", (0, -0.96, 0.28), (0, 0, 75), 420, 500),
    ("anatomical", (-0.8, 0.1, 0.6), (-60, 700, 60), 380, 400),
]
NEAR_STANDS = [
    ("anatomical", (-0.6, 0.0, 0.8), (-400, -30, 20), 240, 400),
    ("anatomical", (0.1, -1.0, 0.05), (150, -790, 60), 300, 300),
    ("arms-raised", (0.9, 0.1, 0.4), (150, 450, 0), 260, 300),
]
"""Pose, where to, the point looked at, how much is seen, how many places are clicked; near: the fine mesh."""


@pytest.fixture(scope="module")
def browser(browser_type: BrowserType, browser_type_launch_args: dict[str, Any]) -> Iterator[Browser]:
    """A browser that draws in three dimensions, in place of the one that does not."""
    yield from drawing(browser_type, browser_type_launch_args)


@pytest.fixture(scope="module")
def kept(browser: Browser) -> Visits:
    """The pages that one test hands to the next; the body turns at once."""
    return Visits(browser, {"reduced_motion": "reduce"})


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


def alike(one: bytes, other: bytes) -> bool:
    """Whether two pictures of a canvas show the same, but for the edges of a pixel's breadth."""
    first, second = (np.asarray(Image.open(io.BytesIO(each)).convert("L"), float) for each in (one, other))
    return first.shape == second.shape and float(np.mean(np.abs(first - second) > 40)) < 0.02


def asked_for(page: Page) -> list[str]:
    """The paths of what a page fetches from now on."""
    found: list[str] = []
    page.on("request", lambda request: found.append(urlsplit(request.url).path))
    return found


@pytest.mark.fresh_page
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


def caught(map_page: MapPage) -> Page:
    """Open the body; from then on the page's scripts know it as ``solid``."""
    page = map_page.open("?view=3d").page
    rested(page)
    page.evaluate(CATCH)
    page.mouse.move(*on_screen(page, SPOTS[0]))
    page.wait_for_function("window.solid")
    return page


def picked_at_random(map_page: MapPage) -> list[Any]:
    """What clicks on random places come to, [u, v, number, shown about, picked] each (see PICK)."""
    page = caught(map_page)
    rows = [row for stand in STANDS for row in page.evaluate(PICK, stand)]
    page.evaluate(REFINE)
    assert page.evaluate("solid.body.mesh.geometry.index.count") > 3 * 50_000
    return rows + [row for stand in NEAR_STANDS for row in page.evaluate(PICK, stand)]


@pytest.mark.slow
@pytest.mark.own_page
def test_anywhere_on_the_body_a_click_means_what_its_place_means(map_page: MapPage) -> None:
    rows = picked_at_random(map_page)
    assert len(rows) >= 3000
    # The number is that of the place and of the picture, where a field thinner than a pixel may be missing.
    places = np.array([row[:2] for row in rows])
    assert [row[2] for row in rows] == regions_at("isncsci", places).tolist()
    assert sum(not about for *_, about, _told in rows) <= len(rows) / 1000
    # What is chosen is what the flat view shows where the click is said to be.
    flat: dict[str, list[tuple[float, float]]] = {}
    chosen: dict[str, list[tuple[str | None, str | None]]] = {}
    for *_, told in rows:
        if told and told["point"]:
            view, x, y = (told["point"][name] for name in ("view", "x", "y"))
            flat.setdefault(view, []).append((x, y))
            chosen.setdefault(view, []).append((told["meta"].get("id"), told["meta"].get("side")))
    tested = 0
    for view, points in flat.items():
        areas, outline = everything(atlas())["isncsci"](view), atlas().view(view).outline
        borders = SampledView.of(areas, outline, view, [{view: point} for point in points]).at
        for i, (point, wanted) in enumerate(zip(points, chosen[view], strict=True)):
            if not borders[i][1]:
                tested += 1
                meant = hit("isncsci", view, *point)
                assert (meant.root, meant.side) == wanted, f"{view} {point}"
    assert tested > len(rows) / 2 and len(flat) >= 8, "too little is compared"


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


def test_a_turn_by_hand_is_in_the_address_and_comes_back_with_it(map_page: MapPage) -> None:
    page = map_page.open("?root=S1&view=3d&stand=back").page
    rested(page)
    where = page.locator(".da-solid-where")
    page.locator(".da-solid canvas").focus()
    before = page.evaluate("history.length")
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "+", "+"):
        page.keyboard.press(key)
    expect(page).to_have_url(re.compile(r"stand=-135%2C0%2C"))
    expect(where).to_have_text("seen from the back right")
    assert page.evaluate("history.length") == before, "every turn is a step of the Back button"
    seen = page.locator(".da-solid canvas").screenshot()
    # What a reload shows lies where it lay: a click names the same place.
    page.reload()
    rested(page)
    expect(where).to_have_text("seen from the back right")
    assert alike(seen, page.locator(".da-solid canvas").screenshot())
    expect(page).to_have_url(re.compile(r"stand=-135%2C0%2C"))
    # A stand that is named takes its place.
    page.locator("[data-stand=front]").click()
    expect(page).to_have_url(re.compile("stand=front"))


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


def specks(page: Page) -> int:
    """How many pixels of the body are unlike all eight about them, which are alike."""
    page.locator(".da-solid-names").evaluate("(names) => { names.style.display = 'none'; }")
    with Image.open(io.BytesIO(page.locator(".da-solid canvas").screenshot())) as seen:
        grey = np.asarray(seen.convert("L"), float)
    page.locator(".da-solid-names").evaluate("(names) => { names.style.display = ''; }")
    high, wide = grey.shape
    around = [(row, column) for row in range(3) for column in range(3) if (row, column) != (1, 1)]
    about = np.stack([grey[row : row + high - 2, column : column + wide - 2] for row, column in around])
    middle, low, top = grey[1:-1, 1:-1], about.min(0), about.max(0)
    return int(((top - low < 10) & ((middle < low - 8) | (middle > top + 8))).sum())


@pytest.mark.parametrize("turn", ["25,-10", "0,40"])
def test_nothing_of_the_mouth_or_the_eyes_shows_through_the_face(map_page: MapPage, turn: str) -> None:
    page = map_page.open(f"?view=3d&layer=nerve&stand={turn},0,720,60,300").page
    page.wait_for_function("Number(document.querySelector('.da-round')?.dataset.triangles) > 50000")
    rested(page, rests(page) - 1)
    assert specks(page) <= 1


def test_the_skin_nerves_of_a_root_can_be_gone_to(map_page: MapPage) -> None:
    page = map_page.open("?root=L5&view=3d&layer=nerve&stand=left").page
    rested(page)
    page.get_by_role("button", name="Show what is lit").click()
    expect(page.locator(".da-solid-where")).to_contain_text("right")


@pytest.mark.own_page
def test_a_large_picture_is_of_the_fine_mesh(map_page: MapPage) -> None:
    page = map_page.open("?view=3d").page
    rested(page)
    body = page.locator(".da-round")
    assert int(body.get_attribute("data-triangles") or 0) < 50_000
    page.locator(".da-solid-bar .da-menu summary").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="3840 × 2160").click()
    with Image.open(saved.value.path()) as picture:
        assert picture.size == (3840, 2160)
    assert int(body.get_attribute("data-triangles") or 0) > 50_000


@pytest.mark.slow
@pytest.mark.own_page
def test_other_layers_and_maps_leave_nothing_on_the_graphics_processor(map_page: MapPage) -> None:
    page = caught(map_page)
    held = "(({ memory }) => [memory.geometries, memory.textures])(solid.body.renderer.info)"
    before = page.evaluate(held)
    for value in ("nerve", "myotome", "dermatome", "foerster", "keegan-garrett", "lee", "isncsci"):
        title = page.evaluate("solid.shown.full_title + solid.shown.title")
        seen = rests(page)
        page.locator(f'.da-sides input[value="{value}"]').first.click()
        page.wait_for_function("(title) => solid.shown.full_title + solid.shown.title !== title", arg=title)
        rested(page, seen)
    assert page.evaluate("solid.body.sheets.packed.size") == 1
    assert page.evaluate(held) == before


@pytest.mark.own_page
def test_without_webgl_it_says_so_and_offers_the_flat_views(map_page: MapPage) -> None:
    map_page.page.add_init_script(NO_WEBGL)
    page = map_page.open("?root=S1&view=3d").page
    expect(page.get_by_role("alert")).to_contain_text("WebGL is missing")
    page.get_by_role("button", name="Show the flat views").click()
    expect(map_page.region("posterior", "S1")).to_have_attribute("data-state", "selected")
    expect(page).not_to_have_url(re.compile("view=3d"))


@pytest.mark.own_page
def test_a_lecture_goes_on_with_the_flat_views_where_webgl_is_missing(map_page: MapPage) -> None:
    map_page.page.add_init_script(NO_WEBGL)
    page = map_page.open("?root=S1&view=3d").page
    expect(page.get_by_role("alert")).to_contain_text("WebGL is missing")
    page.keyboard.press("F8")
    lecture = page.locator("dialog.dl")
    lecture.get_by_role("button", name="Show the flat views").click()
    lecture.locator('.da-region[data-view="posterior"][data-root="S1"]').first.wait_for()


@pytest.mark.own_page
def test_when_the_picture_is_lost_it_says_so_and_offers_the_flat_views(map_page: MapPage) -> None:
    page = map_page.open("?root=S1&view=3d").page
    rested(page)
    page.evaluate(LOSE)
    expect(page.get_by_role("alert")).to_contain_text("dropped the picture")
    page.get_by_role("button", name="Show the flat views").click()
    expect(map_page.region("posterior", "S1")).to_have_attribute("data-state", "selected")


@pytest.mark.slow
@pytest.mark.own_page
def test_going_to_and_fro_leaves_no_drawing_behind(map_page: MapPage) -> None:
    map_page.page.add_init_script(COUNTED)
    page = map_page.open("?root=S1&view=3d").page
    views = page.get_by_label("Views", exact=True)
    for _ in range(TURNS):
        rested(page)
        views.select_option("Perineum")
        page.locator('.da-plate[data-view="perineum"] .da-region').first.wait_for()
        views.select_option("3D")
    rested(page)
    assert page.evaluate("[...drawn].length") == TURNS + 1
    assert page.evaluate("[...drawn].filter((each) => !each.isContextLost()).length") == 1


def test_a_phone_shows_it_without_scrolling_sideways(phone: MapPage) -> None:
    page = phone.open("?root=S1&view=3d").page
    rested(page)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_it_can_be_used_without_seeing_it(map_page: MapPage) -> None:
    page = map_page.open("?root=S1&view=3d").page
    rested(page)
    assert not barriers(page)
    expect(page.get_by_role("application")).to_have_accessible_name(
        re.compile("seen from the front.*Arrow keys")
    )


def test_published_maps_turn_together(page: Page, app_url: str) -> None:
    visit(page, f"{app_url}/maps?root=S1&view=3d")
    turning = page.locator(".da-linked .da-round")
    where = turning.locator(".da-solid-where")
    expect(where).to_have_text(["seen from the front"] * 4, timeout=90_000)
    page.get_by_label("Stand", exact=True).nth(1).select_option("back")
    expect(where).to_have_text(["seen from the back"] * 4, timeout=90_000)
    lit = turning.evaluate_all("all => all.map((each) => each.dataset.lit)")
    assert set(lit) == {"S1|right"}


@pytest.mark.own_page
def test_published_maps_are_flat_where_the_pictures_are_lost(page: Page, app_url: str) -> None:
    visit(page, f"{app_url}/maps?root=S1&view=3d")
    expect(page.locator(".da-linked .da-solid-where")).to_have_text(
        ["seen from the front"] * 4, timeout=90_000
    )
    page.evaluate(LOSE)
    page.get_by_role("button", name="Show the flat views").click()
    page.locator('.da-linked .da-plate[data-view="anterior"] .da-region').first.wait_for()
    expect(page).not_to_have_url(re.compile("view=3d"))
    expect(page.locator(".da-linked .da-plate")).to_have_count(4)


def test_where_maps_agree_is_counted_on_the_skin(page: Page, app_url: str) -> None:
    visit(page, f"{app_url}/maps?root=S1&view=3d")
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


@pytest.mark.own_page
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


SHIN_STROKES = [
    [(across - 0.0008 * step, 0.69 + 0.02 * step) for step in range(10)] for across in (-0.099, -0.088)
]
"""Down the inner half of the right shin."""


def test_a_field_is_drawn_on_the_body_and_judged_by_what_was_painted(page: Page, app_url: str) -> None:
    name = "click_territory/isncsci/L4~anterior.either"
    visit(page, f"{app_url}/practice?round={sets.encode(sets.make('', (name,), None))}&key=drawn")
    page.locator(f'.pr[data-shown="{name} asked"]').wait_for()
    draw = page.get_by_role("button", name="Draw it")
    expect(draw).to_be_hidden()
    page.get_by_role("button", name="3D").click()
    rested(page)
    draw.click()
    done = page.locator(".pr-brushes").get_by_role("button", name="Answer")
    expect(done).to_be_disabled()
    page.wait_for_function(ON_THE_SCREEN)
    rested(page, rests(page) - 1)
    expect(page.locator(".pr-draw .pr-how")).to_contain_text("By keyboard, answer on the flat map")
    for stroke in SHIN_STROKES:
        drag(page, stroke)
    before = violet(page)
    assert before > 100
    drag(page, [(-0.06, 0.33), (0.06, 0.33), (0.06, 0.38), (-0.06, 0.38)])
    assert violet(page) > before * 1.1
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".pr-verdict")).to_be_hidden()
    assert violet(page) == pytest.approx(before, rel=0.05)
    # The paint turns with the body.
    page.get_by_label("Stand", exact=True).select_option("back")
    expect(page.locator(".da-solid-where")).to_have_text("seen from the back")
    assert violet(page) < before / 2
    page.get_by_label("Stand", exact=True).select_option("front")
    expect(page.locator(".da-solid-where")).to_have_text("seen from the front")
    done.click()
    verdict = page.locator(".pr-verdict")
    expect(verdict).to_have_attribute("data-right", re.compile("yes|no"))
    said = re.search(r"painted (\d+) % of L4; (\d+) % of your paint", verdict.inner_text())
    assert said
    covered, inside = map(int, said.groups())
    assert covered > 20 and inside > 40
    assert (verdict.get_attribute("data-right") == "yes") == (min(covered, inside) >= 50)
    expect(draw).to_be_hidden()


@pytest.mark.own_page
def test_when_the_picture_is_lost_in_the_middle_of_drawing_no_brush_stays(page: Page, app_url: str) -> None:
    name = "click_territory/isncsci/L4~anterior.either"
    visit(page, f"{app_url}/practice?round={sets.encode(sets.make('', (name,), None))}&key=lost")
    turns, draw = (page.get_by_role("button", name=name) for name in ("3D", "Draw it"))
    turns.click()
    rested(page)
    draw.click()
    drag(page, SHIN_STROKES[0])
    expect(page.locator(".pr-brushes").get_by_role("button", name="Answer")).to_be_enabled()
    page.evaluate(LOSE)
    expect(page.locator(".da-solid-note")).to_contain_text("dropped the picture")
    expect(page.locator(".pr-draw")).to_be_hidden()
    page.get_by_role("button", name="Show the flat views").click()
    page.locator('.da-plate[data-view="anterior"] .da-region').first.wait_for()
    # Asked for once more it is drawn anew, and what was painted is still there.
    turns.click()
    rested(page)
    expect(draw).to_be_visible()
    expect(page.locator(".pr-brushes").get_by_role("button", name="Answer")).to_be_enabled()
    assert violet(page) > 50


@pytest.mark.own_page
def test_a_question_is_answered_on_the_flat_map_where_webgl_is_missing(page: Page, app_url: str) -> None:
    page.add_init_script(NO_WEBGL)
    name = "click_territory/isncsci/L4~anterior.either"
    visit(page, f"{app_url}/practice?round={sets.encode(sets.make('', (name,), None))}&key=flat")
    page.locator(f'.pr[data-shown="{name} asked"]').wait_for()
    turns = page.get_by_role("button", name="3D")
    turns.click()
    expect(page.locator(".da-solid-note")).to_contain_text("WebGL is missing")
    expect(page.get_by_role("button", name="Draw it")).to_be_hidden()
    page.get_by_role("button", name="Show the flat views").click()
    expect(turns).to_have_attribute("aria-pressed", "false")
    page.locator('.da-plate[data-view="anterior"] .da-region').first.wait_for()
    page.mouse.click(*page.locator(".da-region").first.evaluate(INSIDE))
    expect(page.locator(".pr-verdict")).to_have_attribute("data-right", re.compile("yes|no"))


STROKE = [(-0.05, 0.5 + 0.01 * step) for step in range(9)]
"""Down the front of the right thigh, the body seen from the front; places as click() takes them."""


def on_screen(page: Page, spot: tuple[float, float]) -> tuple[float, float]:
    box = page.locator(".da-solid canvas").bounding_box()
    assert box
    return box["x"] + box["width"] / 2 + spot[0] * box["height"], box["y"] + spot[1] * box["height"]


def drag(page: Page, spots: list[tuple[float, float]]) -> None:
    page.mouse.move(*on_screen(page, spots[0]))
    page.mouse.down()
    for spot in spots[1:]:
        page.mouse.move(*on_screen(page, spot))
    page.mouse.up()


def painted(page: Page) -> set[tuple[str, int, int]]:
    """The squares in the address."""
    return set(read_query(parse_qs(urlsplit(page.url).query)).paint)


def paint_in_round(page: Page, app_url: str) -> None:
    visit(page, f"{app_url}/localise?say=numb+heel")
    page.locator(PAINT).wait_for()
    page.locator(QUIET).wait_for()
    page.locator(".lo-tools").get_by_role("button", name="3D").click()
    rested(page)
    page.locator(".da-solid canvas").scroll_into_view_if_needed()


def violet(page: Page) -> int:
    """How many pixels of the body show paint."""
    seen = np.asarray(
        Image.open(io.BytesIO(page.locator(".da-solid canvas").screenshot())).convert("RGB"), int
    )
    red, green, blue = (seen[..., channel] for channel in range(3))
    return int(((red > green + 30) & (blue > green + 30)).sum())


def test_localise_is_painted_by_strokes_that_turn_with_the_body(page: Page, app_url: str) -> None:
    paint_in_round(page, app_url)
    assert violet(page) == 0
    drag(page, STROKE)
    page.wait_for_url(re.compile("paint="))
    stroke = painted(page)
    # A band without a gap along the thigh, on the patient's right, in squares of 12 mm.
    assert {view for view, _x, _y in stroke} == {"anterior"}
    assert all(x < 0 for _view, x, _y in stroke)
    heights = {y for _view, _x, y in stroke}
    assert heights == set(range(min(heights), max(heights) + 1)) and len(heights) >= 10
    front = violet(page)
    assert front > 100
    page.get_by_label("Stand", exact=True).select_option("back")
    expect(page.locator(".da-solid-where")).to_have_text("seen from the back")
    assert violet(page) < front / 10
    page.get_by_label("Stand", exact=True).select_option("front")
    expect(page.locator(".da-solid-where")).to_have_text("seen from the front")
    assert violet(page) > front * 0.8
    # The eraser takes half of it, one step back brings that again, another takes the stroke.
    page.get_by_role("radio", name="Erase").check()
    drag(page, STROKE[:5])
    page.wait_for_function("(before) => location.href !== before", arg=page.url)
    assert painted(page) < stroke
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Undo").click()
    page.wait_for_url(lambda url: "paint=" not in url)
    expect(page.locator(".lo-tools").get_by_role("button", name="Undo")).to_be_disabled()


@pytest.mark.own_page
def test_a_reload_keeps_the_paint_and_the_body_it_is_on(page: Page, app_url: str) -> None:
    paint_in_round(page, app_url)
    drag(page, STROKE)
    page.wait_for_url(re.compile("paint="))
    before, seen = painted(page), violet(page)
    page.reload()
    rested(page)
    page.wait_for_function("document.querySelector('.lo-round')?.dataset.mode === 'paint'")
    page.locator(QUIET).wait_for()
    page.locator(".da-solid canvas").scroll_into_view_if_needed()
    assert painted(page) == before
    assert violet(page) == pytest.approx(seen, rel=0.1)
    drag(page, [(across + 0.1, down) for across, down in STROKE])
    page.wait_for_function("(before) => location.href !== before", arg=page.url)
    assert painted(page) > before
    # Who has put it away does not find it there again.
    page.locator(".lo-tools").get_by_role("button", name="3D").click()
    page.reload()
    page.locator(".lo-strokes").first.wait_for(state="attached")
    expect(page.locator(".da-solid")).to_have_count(0)


@pytest.mark.own_page
def test_localise_is_painted_on_flat_views_where_webgl_is_missing(page: Page, app_url: str) -> None:
    page.add_init_script(NO_WEBGL)
    visit(page, f"{app_url}/localise?say=numb+heel")
    page.locator(PAINT).wait_for()
    turns = page.locator(".lo-tools").get_by_role("button", name="3D")
    turns.click()
    expect(page.locator(".da-solid-note")).to_contain_text("WebGL is missing")
    expect(page.locator(".lo-how")).to_be_empty()
    page.get_by_role("button", name="Show the flat views").click()
    expect(turns).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".da-solid-note")).to_have_count(0)


def test_whether_a_drag_paints_or_turns_is_said_and_switched_by_keys(page: Page, app_url: str) -> None:
    paint_in_round(page, app_url)
    where, said = page.locator(".da-solid-where"), page.locator(".lo-how")
    expect(said).to_contain_text("A stroke paints")
    drag(page, [(-0.45, 0.9), (-0.2, 0.9)])  # begins beside the body
    expect(where).not_to_have_text("seen from the front")
    page.get_by_label("Stand", exact=True).select_option("front")
    expect(where).to_have_text("seen from the front")
    page.get_by_role("radio", name="Paint").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Move, turn and zoom")).to_be_checked()
    expect(said).to_contain_text("A drag turns the body")
    drag(page, [(-0.05, 0.55), (0.3, 0.55)])
    expect(where).not_to_have_text("seen from the front")
    page.locator(QUIET).wait_for()
    assert "paint=" not in page.url


def test_a_finger_paints_the_body(phone_page: Page, app_url: str) -> None:
    page = phone_page
    paint_in_round(page, app_url)
    touch = page.context.new_cdp_session(page)
    for kind, spot in [("touchStart", STROKE[0]), *(("touchMove", spot) for spot in STROKE[1:])]:
        x, y = on_screen(page, spot)
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_url(re.compile("paint=anterior"))
    assert len({y for _view, _x, y in painted(page)}) >= 10
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


@pytest.mark.own_page
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
