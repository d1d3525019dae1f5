"""The page of levels in a real browser: click, touch, keyboard, address, themes, and what it costs others."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import visit

pytestmark = pytest.mark.e2e

OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


class LevelsPage:
    """The page of levels, spoken to as a reader would."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url

    def open(self, query: str = "") -> LevelsPage:
        """Open the page and wait until the column is drawn and the panel speaks."""
        visit(self.page, f"{self.url}/levels{query}")
        self.page.locator(".sp-map[data-ready] .sp-stage:not([aria-busy])").wait_for()
        self.heading().wait_for()
        self.settled()
        return self

    def settled(self) -> None:
        """Wait until the running script has ended."""
        self.page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()

    def heading(self) -> Locator:
        """Return the heading of the panel."""
        return self.page.locator(".panel h2").first

    def thing(self, view: str, kind: str, thing: str) -> Locator:
        """Return the path that speaks for a thing in a view."""
        return self.page.locator(
            f'.sp-view[data-view="{view}"] .sp-thing[role="button"][data-key="{kind}|{thing}"]'
        )

    def click(self, view: str, kind: str, thing: str) -> None:
        """Click the first spot of a thing that nothing covers."""
        spot = self.thing(view, kind, thing).evaluate(
            """(path) => {
              path.scrollIntoView({ block: "center" });
              const box = path.getBoundingClientRect();
              for (let i = 1; i < 40; i += 1) for (let j = 1; j < 40; j += 1) {
                const [x, y] = [box.left + box.width * i / 40, box.top + box.height * j / 40];
                if (document.elementFromPoint(x, y)?.dataset?.key === path.dataset.key) return [x, y];
              }
              return null;
            }"""
        )
        assert spot, f"{kind} {thing} shows no free spot"
        self.page.mouse.click(*spot)


@pytest.fixture
def levels(page: Page, app_url: str) -> LevelsPage:
    """The page of levels on a laptop's screen, not opened yet."""
    page.set_viewport_size({"width": 1280, "height": 900})
    return LevelsPage(page, app_url)


@pytest.mark.parametrize(
    ("view", "kind", "thing", "other"),
    [
        ("side", "vertebra", "T7", "Root T7"),
        ("side", "disc", "L3/4", "Root L3"),
        ("back", "root", "L2", "Vertebra L2"),
        ("back", "segment", "C6", "Root C6"),
    ],
)
def test_a_click_names_what_belongs_together(
    levels: LevelsPage, view: str, kind: str, thing: str, other: str
) -> None:
    page = levels.open("?root=S1").page
    page.get_by_role("button", name="Whole", exact=True).click()
    levels.click(view, kind, thing)
    expect(levels.heading()).to_contain_text(re.compile(rf"^{thing}\s"))
    expect(levels.thing(view, kind, thing)).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".sp-callout").filter(has_text=other)).to_have_count(1)
    expect(page.locator(".sp-callout-chosen")).to_contain_text("✓")
    expect(page).to_have_url(re.compile(rf"\?{kind}={thing.replace('/', '(/|%2F)')}"))


def test_what_belongs_together_is_marked_by_more_than_colour(levels: LevelsPage) -> None:
    levels.open("?root=L5")
    chosen, linked = (
        levels.page.locator(".sp-mark.sp-linked").first,
        levels.page.locator(".sp-halo.sp-chosen").first,
    )
    assert chosen.evaluate("e => getComputedStyle(e).strokeDasharray") != "none"
    assert linked.evaluate("e => getComputedStyle(e).strokeDasharray") == "none"
    states = levels.page.locator('.sp-thing[data-state="linked"]').evaluate_all(
        "all => all.map((e) => e.dataset.key)"
    )
    assert {"vertebra|L5", "disc|L4/5", "disc|L5/S1", "segment|L5"} == set(states)


def test_names_between_the_views_lead_on(levels: LevelsPage) -> None:
    page = levels.open("?root=L5").page
    page.locator(".sp-callout").filter(has_text="Disc L4/5").click()
    expect(levels.heading()).to_contain_text(re.compile(r"^L4/5\s"))
    expect(page.get_by_role("combobox", name=re.compile("Disc"))).to_be_visible()


def test_herniation_is_drawn_on_the_side_and_takes_its_root(levels: LevelsPage) -> None:
    page = levels.open("?disc=L4/5").page
    page.get_by_role("radio", name="Paracentral").click()
    expect(page.locator(".sp-shape-herniation")).to_have_count(2)
    expect(page.locator(".sp-callout-taken")).to_contain_text("Root L5")
    expect(page.get_by_role("region", name="Herniation")).to_contain_text("takes the L5 root")
    page.get_by_role("radio", name="Far lateral").click()
    expect(page.locator(".sp-callout-taken")).to_contain_text("Root L4")
    expect(page.locator('.da-plate[data-view="anterior"] .da-badge').first).to_contain_text("✓ L4")


def test_which_s1_shows_five_places(levels: LevelsPage) -> None:
    page = levels.open("?root=S1").page
    page.get_by_text("Which S1 do you mean?").click()
    expect(page.locator(".sp-callout")).to_have_count(5)
    expect(page.locator(".sp-shape-level")).to_have_count(2)
    tops = {}
    for number, box in enumerate(page.locator(".sp-callout strong").all()):
        tops[box.inner_text().strip("✓ ")[:1]] = number
    assert set(tops) == {"1", "2", "3", "4", "5"}


def test_the_conus_slider_moves_the_cord(levels: LevelsPage) -> None:
    page = levels.open("?segment=S1").page
    before = levels.thing("back", "segment", "S1").bounding_box()
    page.get_by_role("slider").press("ArrowRight")
    expect(page).to_have_url(re.compile("conus=L1-L2"))
    page.wait_for_function("document.querySelector('.sp-map').dataset.ready.includes('L1-L2')")
    after = levels.thing("back", "segment", "S1").bounding_box()
    assert before and after and after["y"] > before["y"] + 1


def test_transition_relabels_the_drawing(levels: LevelsPage) -> None:
    page = levels.open("?root=L5").page
    page.get_by_role("radio", name="L5 sacralised").click()
    expect(page.locator('.sp-view[data-view="back"] .sp-label').filter(has_text="L4 “L5”")).to_have_count(1)
    expect(page.get_by_role("region", name="Transitional vertebra")).to_contain_text("Sources differ")


# ---- keyboard, touch ------------------------------------------------------------------------------


def test_keyboard_walks_and_selects(levels: LevelsPage) -> None:
    page = levels.open("?vertebra=L3").page
    for view in ("side", "back"):
        stops = page.locator(f'.sp-view[data-view="{view}"] .sp-thing[tabindex="0"]')
        expect(stops).to_have_count(1)
        expect(stops).to_have_attribute("data-key", "vertebra|L3")
    levels.thing("side", "vertebra", "L3").focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.dataset.key") == "vertebra|L4"
    expect(page.locator('.sp-view[data-view="side"] .sp-ring-inner').first).to_be_attached()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.key").startswith("disc|")
    page.keyboard.press("Enter")
    expect(levels.heading()).to_contain_text(re.compile(r"^L\d/\d\s"))
    expect(page.locator(".sp-live")).to_contain_text("disc.")


def test_everything_has_a_name_and_one_voice(levels: LevelsPage) -> None:
    page = levels.open("").page
    expect(page.get_by_role("heading", level=1)).to_have_text("Levels")
    expect(page).to_have_title("Levels · Dermatome Atlas")
    for view in ("side", "back"):
        names = page.locator(f'.sp-view[data-view="{view}"] .sp-thing[role="button"]').evaluate_all(
            "all => all.map((e) => e.getAttribute('aria-label'))"
        )
        assert len(names) == len(set(names)) == 30 + 23 + 31 + 31
        assert all(re.search(r"(vertebra|disc|root|segment|Coccyx)", name) for name in names)


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
@pytest.mark.parametrize("query", ["?root=S1", "?disc=C5/6&herniation=paracentral", "?segment=T9"])
def test_what_is_chosen_is_seen_without_scrolling(
    levels: LevelsPage, size: tuple[int, int], query: str
) -> None:
    levels.page.set_viewport_size({"width": size[0], "height": size[1]})
    page = levels.open(query).page
    chosen = page.locator(".sp-callout-chosen")
    expect(chosen).to_be_in_viewport(ratio=1)
    for view in page.locator(".sp-view").all():
        expect(view).to_be_in_viewport(ratio=0.9)


def test_the_stretch_a_reader_has_turned_to_stays(levels: LevelsPage) -> None:
    page = levels.open("?root=S1").page
    whole = page.get_by_role("button", name="Whole", exact=True)
    expect(whole).to_have_attribute("aria-pressed", "false")
    whole.click()
    expect(whole).to_have_attribute("aria-pressed", "true")
    levels.click("side", "vertebra", "T7")
    expect(levels.heading()).to_contain_text(re.compile(r"^T7\s"))
    expect(whole).to_have_attribute("aria-pressed", "true")


def test_touch_on_a_phone(phone_page: Page, app_url: str) -> None:
    phone = LevelsPage(phone_page, app_url).open("?root=L5")
    assert phone_page.evaluate(OVERFLOW) == 0, "the page scrolls sideways on a phone"
    expect(phone_page.locator('.sp-button[data-name="low-back"]')).to_have_attribute("aria-pressed", "true")
    target = phone_page.locator(
        '.sp-view[data-view="side"] .sp-thing[data-key="vertebra|L2"][data-part="body"]'
    )
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    assert box
    phone_page.touchscreen.tap(box["x"] + box["width"] * 0.3, box["y"] + box["height"] / 2)
    expect(phone.heading()).to_contain_text(re.compile(r"^L2\s"))


# ---- looks, address, neighbours -------------------------------------------------------------------


def test_part_view_and_zoom(levels: LevelsPage) -> None:
    page = levels.open("?root=C6").page
    page.get_by_role("button", name="Neck", exact=True).click()
    expect(levels.thing("side", "vertebra", "C4")).to_be_in_viewport()
    labels = page.locator('.sp-view[data-view="back"] .sp-label-segment')
    expect(labels.filter(has_text=re.compile("^C2$"))).to_have_count(1)
    page.get_by_role("button", name="Back view", exact=True).click()
    expect(page.locator(".sp-view")).to_have_count(1)
    before = levels.thing("back", "segment", "C6").bounding_box()
    page.get_by_role("button", name="Zoom in", exact=True).click()
    page.wait_for_function("document.querySelector('.sp-stage').classList.contains('sp-zoomed')")
    after = levels.thing("back", "segment", "C6").bounding_box()
    assert before and after and after["height"] > 1.3 * before["height"]
    page.get_by_role("button", name="Move down", exact=True).click()
    page.wait_for_function(
        "([path, y]) => path.getBoundingClientRect().y < y - 40",
        arg=[levels.thing("back", "segment", "C6").element_handle(), after["y"]],
    )


def test_the_map_page_follows_and_leads(levels: LevelsPage) -> None:
    page = levels.open("?disc=C6/7").page
    page.get_by_role("link", name="Map", exact=True).first.click()
    page.locator(".da-map[data-ready]").wait_for()
    expect(page.locator(".panel h2").first).to_contain_text(re.compile(r"^C7\s"))
    page.get_by_role("radio", name="L4, fourth lumbar nerve root").click()
    expect(page.locator(".panel h2").first).to_contain_text(re.compile(r"^L4\s"))
    page.get_by_role("link", name="Levels", exact=True).first.click()
    page.locator(".sp-map[data-ready]").wait_for()
    expect(levels.heading()).to_contain_text(re.compile(r"^L4\s"))


def test_the_body_redraws_and_answers(levels: LevelsPage) -> None:
    page = levels.open("?disc=L4/5&herniation=paracentral").page
    badge = page.locator('.da-plate[data-view="anterior"] .da-badge').first
    expect(badge).to_contain_text("✓ L5")
    levels.click("side", "vertebra", "L3")
    expect(badge).to_contain_text("✓ L3")


def test_back_button_returns_to_the_choice_before(levels: LevelsPage) -> None:
    page = levels.open("?vertebra=L3").page
    levels.click("side", "vertebra", "L1")
    expect(levels.heading()).to_contain_text(re.compile(r"^L1\s"))
    page.go_back()
    expect(levels.heading()).to_contain_text(re.compile(r"^L3\s"))


@pytest.mark.fresh_page
def test_nothing_of_the_column_loads_on_the_map_page(page: Page, app_url: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{app_url}/?root=S1")
    page.locator(".da-map[data-ready]").wait_for()
    assert asked
    assert not [url for url in asked if "spine" in url]
