"""The map page at first glance: figure and bar, what is said before anything is chosen, search, history."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from dermatome.ui.documents.plates import plate_json
from tests.browser import MapPage, Visits, barriers
from tests.e2e.test_access import SIDEWAYS

pytestmark = pytest.mark.e2e

SIZES = ((1280, 720), (1366, 768), (1920, 1080), (3840, 2160))
SHARE = 0.75
"""Of the window's height, at least so much is figure."""


def size(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})


# ---- the figure -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_figure_is_the_page(visits: Visits, map_page: MapPage, width: int, height: int) -> None:
    size(map_page.page, width, height)
    page = map_page.open("?root=S1").page
    drawn = page.locator(".da-plate").evaluate_all(
        "plates => plates.map((plate) => [...'tb'].map((side) =>"
        " plate.getBoundingClientRect()[side === 't' ? 'top' : 'bottom']))"
    )
    top, bottom = min(top for top, _ in drawn), max(bottom for _, bottom in drawn)
    assert bottom - top >= SHARE * height, f"{bottom - top:.0f} of {height} px"
    assert top <= 0.2 * height and bottom <= height
    legend = page.locator(".da-legend").bounding_box()
    assert legend and bottom <= legend["y"] <= bottom + 16, "the legend does not stand below the figure"
    body = page.locator('.da-plate[data-view="anterior"] .da-plate-canvas').bounding_box()
    assert body and body["height"] >= 0.7 * height, "the body itself is small"


def test_a_notice_above_the_map_leaves_the_feet_on_the_screen(visits: Visits, app_url: str) -> None:
    page = visits.own()
    size(page, 1366, 768)
    page.goto(f"{app_url}/?root=L5&layer=moon&side=up")
    page.locator(".da-map[data-ready] .da-stage:not([aria-busy])").wait_for()
    notice = page.get_by_test_id("stAlert").bounding_box()
    legend = page.locator(".da-legend").bounding_box()
    assert notice and legend and legend["y"] + legend["height"] <= 768
    for plate in page.locator(".da-plate").all():
        box = plate.bounding_box()
        assert box and notice["y"] + notice["height"] <= box["y"] and box["y"] + box["height"] <= 768
    size(page, 390, 844)
    page.locator(".da-open").wait_for()  # the layout of a narrow screen
    notice, stage = page.get_by_test_id("stAlert").bounding_box(), page.locator(".da-stage").bounding_box()
    assert notice and stage and notice["y"] + notice["height"] <= stage["y"]


@pytest.mark.parametrize(("width", "height"), [*SIZES, (1024, 768)])
@pytest.mark.parametrize(
    "query", ["?root=S1", "?root=L5&layer=myotome", "?nerve=ulnar&root=C8&difference=yes"]
)
def test_bar_and_strip_are_one_line_each(map_page: MapPage, query: str, width: int, height: int) -> None:
    size(map_page.page, width, height)
    page = map_page.open(query).page
    for row in (".da-switches > *", ".da-more > :not([hidden])", ".da-roots .da-chip"):
        boxes = [box for each in page.locator(row).all() if (box := each.bounding_box())]
        middles = [box["y"] + box["height"] / 2 for box in boxes]
        assert max(middles) - min(middles) < 4, row
        assert all(box["x"] + box["width"] <= width for box in boxes)
    assert page.evaluate(SIDEWAYS) <= 0


# The least room, in px, between the words of a chip and its edges.
ROOM_IN_CHIP = """
(chip) => {
  const words = document.createRange(), walk = document.createTreeWalker(chip, NodeFilter.SHOW_TEXT);
  const own = chip.getBoundingClientRect();
  let least = Infinity;
  while (walk.nextNode()) {
    words.selectNodeContents(walk.currentNode);
    const said = words.getBoundingClientRect();
    if (said.width) least = Math.min(least, said.left - own.left, own.right - said.right);
  }
  return least;
}
"""


@pytest.mark.parametrize("width", [1024, 1366])
def test_each_chip_of_a_root_holds_its_name(map_page: MapPage, width: int) -> None:
    size(map_page.page, width, 768)
    page = map_page.open("?root=C7").page
    for name in ("S4-5", "T12", "T10"):
        chip = page.locator(".da-roots .da-chip").filter(has_text=name)
        assert chip.evaluate(ROOM_IN_CHIP) >= 1.5, name


def test_nothing_jumps_while_the_map_loads(browser: Browser, app_url: str) -> None:
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    held: list[Any] = []
    page.route("**/assets/plotly.js*", lambda route: held.append(route))
    page.goto(f"{app_url}/?root=S1")
    page.locator(".panel h2").wait_for()
    page.locator(".da-wait").wait_for()
    where = (
        "() => ['.panel h2', '.da-stage'].map((e) => document.querySelector(e).getBoundingClientRect().top)"
    )
    before = page.evaluate(where)
    for route in held:
        route.continue_()
    page.locator(".da-map[data-ready] .da-stage:not([aria-busy])").wait_for()
    after = page.evaluate(where)
    assert all(abs(one - other) <= 2 for one, other in zip(before, after, strict=True)), (
        before,
        after,
    )
    page.context.close()


def test_the_wheel_over_the_map_scrolls_the_page(map_page: MapPage) -> None:
    size(map_page.page, 1366, 600)
    page = map_page.open("?root=L5&layer=myotome").page
    box = page.locator(".da-plate").first.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    scrolled = "document.querySelector('[data-testid=\"stMain\"]').scrollTop"
    page.mouse.wheel(0, 200)
    page.wait_for_function(f"() => {scrolled} > 100")
    page.mouse.wheel(0, -400)
    page.wait_for_function(f"() => {scrolled} === 0")
    expect(page.locator(".da-zoomed")).to_have_count(0)


# ---- before anything is chosen --------------------------------------------------------------------


def test_whoever_arrives_sees_the_whole_map_and_what_to_do(map_page: MapPage) -> None:
    page = map_page.page
    page.goto(f"{map_page.url}/")
    map_page.wait()
    expect(page.get_by_role("link", name="Dermatome Atlas")).to_be_visible()
    expect(map_page.heading()).to_have_text("Click the body, or name something")
    expect(page.locator('.da-region:not([data-state="rest"])')).to_have_count(0)
    expect(page.locator(".da-has-selection, .da-roots :checked")).to_have_count(0)
    assert page.url.rstrip("/") == map_page.url
    map_page.click("anterior", "L3")
    expect(map_page.heading()).to_contain_text(re.compile(r"^L3\s"))
    expect(page).to_have_url(re.compile("root=L3"))
    page.go_back()
    expect(map_page.heading()).to_have_text("Click the body, or name something")
    expect(page.locator(".da-has-selection")).to_have_count(0)


def test_what_is_asked_for_opens_in_sight(map_page: MapPage) -> None:
    size(map_page.page, 1280, 720)
    page = map_page.open("?root=L5&layer=myotome").page
    asked = (
        page.get_by_role("radio", name="Which L5?").or_(page.get_by_role("button", name="Which L5?")).first
    )
    asked.click()
    answer = page.locator("#closer-look")
    expect(answer).to_be_in_viewport(ratio=0.3)


# ---- the search box -------------------------------------------------------------------------------


def test_search_by_keyboard_lights_what_is_meant_and_says_why(map_page: MapPage) -> None:
    page = map_page.open("?root=C6").page
    page.locator("body").press("/")
    box = page.get_by_role("combobox", name="Find on the map")
    expect(box).to_be_focused()
    expect(page.get_by_role("option").first).to_be_visible()  # examples, before anything is typed
    box.fill("numb little tow")
    option = page.get_by_role("option", name=re.compile("Little toe: S1"))
    expect(option).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "")
    box.press("Enter")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(map_page.heading()).to_contain_text(re.compile(r"^S1\s"))
    expect(map_page.region("anterior", "S1")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".da-map > .da-live")).to_contain_text("skin of S1")
    expect(page).to_have_url(re.compile("part=toes"))


@pytest.mark.parametrize(
    ("words", "heading", "address"),
    [
        ("foot drop", "Ankle dorsiflexion", "movement=ankle-dorsiflexion"),
        ("biceps", "Biceps brachii", "muscle=biceps-brachii"),
        ("Achillessehnenreflex", "Ankle jerk", "reflex=ankle-jerk-achilles"),
        ("nervus suralis", "Sural", "nerve=sural"),
        ("L4/5", "L5", "root=L5"),
        ("Th4", "T4", "root=T4"),
    ],
)
def test_search_finds_things_of_every_layer(
    map_page: MapPage, words: str, heading: str, address: str
) -> None:
    page = map_page.open("?root=S1&view=anterior").page
    box = page.get_by_role("combobox", name="Find on the map")
    box.fill(words)
    page.locator('[role="option"][aria-selected="true"]').wait_for()
    box.press("Enter")
    expect(map_page.heading()).to_contain_text(heading)
    expect(page).to_have_url(re.compile(re.escape(address)))


def test_the_list_is_walked_and_left_by_keys_and_meets_wcag(map_page: MapPage) -> None:
    page = map_page.open("?root=C6").page
    box = page.get_by_role("combobox", name="Find on the map")
    box.fill("biceps")
    options = page.locator(".da-find-list [role=option]")
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    box.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    assert not barriers(page)
    box.press("Escape")
    expect(page.locator(".da-find-list")).to_be_hidden()
    expect(map_page.heading()).to_contain_text(re.compile(r"^C6\s"))
    box.fill("qqqq")
    expect(page.get_by_role("status").filter(has_text="Nothing on the map")).to_have_count(1)


def test_the_key_can_be_switched_off(map_page: MapPage) -> None:
    page = map_page.open("?root=C6").page
    map_page.menu()
    page.get_by_role("button", name="Key / finds").click()
    page.locator("body").press("/")
    expect(page.get_by_role("combobox", name="Find on the map")).not_to_be_focused()


# ---- history --------------------------------------------------------------------------------------


@pytest.mark.own_page
def test_back_and_forward_visit_each_page_once_with_its_own_address(map_page: MapPage) -> None:
    page = map_page.page
    page.goto(f"{map_page.url}/?root=C6&scheme=isncsci&side=right")
    map_page.wait()
    visited = [(page.url, map_page.heading())]
    for name, path in (("Library", "/articles"), ("Published maps", "/maps"), ("Practice", "/practice")):
        page.get_by_role("link", name=name, exact=True).first.click()
        page.wait_for_url(f"**{path}*")
        heading = page.get_by_role("heading", name=re.compile(name)).first
        expect(heading).to_be_visible()
        map_page.settled()
        visited.append((page.url, heading))

    def stands(url: str, heading: Locator) -> None:
        """Wait until the page is there, as a reader does before going on."""
        expect(page).to_have_url(url)
        expect(heading).to_be_visible()
        map_page.settled()
        expect(page).to_have_url(url)

    for url, heading in reversed(visited[:-1]):
        page.go_back()
        stands(url, heading)
    for url, heading in visited[1:]:
        page.go_forward()
        stands(url, heading)


# ---- in a frame of another site -------------------------------------------------------------------


# ---- names --------------------------------------------------------------------------------------------

SEEN = 0.75
"""px: half of what a region is wide at least to be seen as one, and named."""
WRITTEN_ON = """
() => Object.fromEntries([...document.querySelectorAll(".da-plate")].map((plate) => {
  const { xaxis } = plate.querySelector(".da-plate-canvas")._fullLayout;
  const names = [...plate.querySelectorAll(".da-label")].map((name) => [name.dataset.id, name.textContent]);
  return [plate.dataset.view, { perMm: xaxis._length / (xaxis.range[1] - xaxis.range[0]), names }];
}))
"""


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1366, 768)])
@pytest.mark.parametrize(
    ("map_id", "query"),
    [
        ("isncsci", "?root=C6"),
        ("muscles-superficial", "?layer=myotome&root=C6"),
        ("muscles-deep", "?layer=myotome&depth=deep&root=C6"),
        ("reflexes", "?layer=reflex&root=C6"),
        ("nerves", "?layer=nerve&root=C6"),
    ],
)
def test_every_region_in_every_view_has_its_name_or_a_number_of_the_key(
    map_page: MapPage, map_id: str, query: str, width: int, height: int
) -> None:
    size(map_page.page, width, height)
    page = map_page.open(query).page
    key = page.locator(".da-numbers > span").all_inner_texts()
    names = dict(text.split(" ", 1) for text in key)
    for view, written in page.evaluate(WRITTEN_ON).items():
        regions = json.loads(plate_json(map_id, view, "light"))["regions"]
        seen = {name.split("|")[0] for name, each in regions.items() if each["r"] * written["perMm"] >= SEEN}
        assert not seen - {region for region, _ in written["names"]}, view
        for region, said in written["names"]:
            if said.isdigit():
                own = {each["label"][0] for name, each in regions.items() if name.split("|")[0] == region}
                assert names[said] in own, f"{said} in {view}"


@pytest.mark.own_page
@pytest.mark.parametrize(("width", "height"), [(900, 600), (600, 400)])
def test_embedded_it_is_map_and_panel_and_nothing_else(map_page: MapPage, width: int, height: int) -> None:
    page = map_page.page
    size(page, width, height)
    page.goto(f"{map_page.url}/?embed=true&root=S1")
    map_page.wait()
    for gone in ("stHeader", "stSidebar", "stPopoverButton"):
        expect(page.get_by_test_id(gone).locator("visible=true")).to_have_count(0)
    for gone in (".dl-start", ".site", ".da-switches", ".da-find", "footer"):
        expect(page.locator(gone).locator("visible=true")).to_have_count(0)
    plates = [box for each in page.locator(".da-plate").all() if (box := each.bounding_box())]
    assert all(box["y"] >= 0 and box["y"] + box["height"] <= height for box in plates), "the figure is cut"
    legend, low = page.locator(".da-legend").bounding_box(), max(box["y"] + box["height"] for box in plates)
    assert legend and low <= legend["y"] <= low + 16, "the legend does not stand below the figure"
    panel = page.locator(".panel h2").bounding_box()
    assert panel and panel["y"] < height / 4 and panel["x"] + 40 < width
    assert page.evaluate(SIDEWAYS) <= 0
    map_page.click("anterior", "L3")
    expect(map_page.heading()).to_contain_text(re.compile(r"^L3\s"))
    assert not barriers(page)


# ---- what a click and a scrolled page leave alone ---------------------------------------------------


WRITTEN = """
() => {
  window.written = [];
  const watcher = new MutationObserver((all) => {
    window.written.push(...all.map(({ type, target }) => `${type} ${target.className}`));
  });
  for (const part of document.querySelectorAll(".da-legend, .da-toolbar, .da-switches")) {
    watcher.observe(part, { childList: true, attributes: true, subtree: true });
  }
}
"""


def test_the_controls_are_brought_in_line_once_a_click(map_page: MapPage) -> None:
    page = map_page.open("?root=C6").page
    page.evaluate(WRITTEN)
    map_page.click("posterior", "S1")
    expect(map_page.heading()).to_have_text(re.compile(r"^S1 "))
    map_page.settled()
    written = page.evaluate("window.written")
    assert written.count("childList da-means") == 1, "the server's answer built the legend anew"
    roots = [name for name in written if name == "attributes da-chip"]
    assert not roots, "roots that stay as they are were written"


@pytest.mark.parametrize("lang", ["en", "de"])
def test_the_bar_stays_one_thing_while_the_panel_scrolls(map_page: MapPage, lang: str) -> None:
    size(map_page.page, 1366, 768)
    page = map_page.open(f"?root=L5&layer=myotome&lang={lang}").page
    take, marks = page.locator(".st-key-take"), page.locator(".da-menu").first

    def boxes() -> list[Any]:
        return [each.bounding_box() for each in (take, marks, page.locator(".da-find"))]

    before = boxes()
    assert abs(before[0]["y"] - before[1]["y"]) < 2, "not one row"
    assert before[1]["x"] + before[1]["width"] < before[0]["x"], "one lies over the other"
    main = page.locator("[data-testid=stMain]")
    main.evaluate("main => main.scrollTo(0, 120)")
    assert boxes() == before
    # What scrolls away is seen through none of it.
    x, y = before[2]["x"] + 40, before[2]["y"] + before[2]["height"] + 1
    for up in (2, 38):
        found = page.evaluate(
            "([x, y]) => Boolean(document.elementFromPoint(x, y).closest('.panel'))", [x, y - up]
        )
        assert not found
    main.evaluate("main => main.scrollTo(0, 1e5)")
    at_end = boxes()
    moved = [before[i]["y"] - box["y"] for i, box in enumerate(at_end)]
    assert max(moved) - min(moved) < 2, "one is left alone where the page ends"
