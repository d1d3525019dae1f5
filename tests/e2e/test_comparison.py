# pyright: reportArgumentType=false
"""The published maps side by side in a real browser: one selection on all, by mouse, key and touch."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Page, expect

from dermatome.anatomy.load import facts
from dermatome.atlas.compare import who_says
from dermatome.atlas.hit import hit
from dermatome.atlas.load import atlas
from dermatome.atlas.spots import spot
from dermatome.ui.maps.text import conflict_link
from tests.browser import INSIDE, visit

if TYPE_CHECKING:
    from tests.browser import MapPage

pytestmark = pytest.mark.e2e

SCHEMES = [scheme.id for scheme in atlas().schemes]
ON_SCREEN = """
(canvas, [x, y]) => {
  canvas.closest(".da-plate").scrollIntoView({ block: "center" });
  const { xaxis, yaxis } = canvas._fullLayout, box = canvas.getBoundingClientRect();
  return [box.left + xaxis._offset + xaxis.l2p(x), box.top + yaxis._offset + yaxis.l2p(y)];
}
"""
# Where a map has the spot marked; null as long as it is being drawn.
PIN = """
(at) => {
  const plate = document.querySelectorAll(".da-linked .da-plate")[at];
  const pins = plate?.querySelectorAll(".da-pin") || [];
  const layout = plate?.querySelector(".da-plate-canvas")?._fullLayout;
  if (pins.length !== 1 || !layout) return null;
  const circle = pins[0].querySelector("circle");
  return [layout.xaxis.p2l(+circle.getAttribute("cx")), layout.yaxis.p2l(+circle.getAttribute("cy"))];
}
"""
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Maps:
    """The page of the published maps."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url

    def open(self, query: str = "") -> Maps:
        """Open the page; wait until maps and picture of agreement are drawn."""
        visit(self.page, f"{self.url}/maps{query}")
        return self.wait()

    def wait(self) -> Maps:
        """Wait until all is drawn and the server has nothing left to say."""
        self.page.locator(".da-linked[data-ready] .da-stage:not([aria-busy])").wait_for()
        self.page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
        return self

    def plate(self, scheme: str) -> Locator:
        """Return the plate of one map."""
        return self.page.locator(".da-linked .da-plate").nth(SCHEMES.index(scheme))

    def region(self, scheme: str, root: str, side: str = "right") -> Locator:
        """Return the path of a territory on one map."""
        return self.plate(scheme).locator(f'.da-region[data-root="{root}"][data-side="{side}"]')

    def click_at(self, scheme: str, x: float, y: float) -> None:
        """Click a spot, in millimetres, on one map."""
        self.page.mouse.click(*self.plate(scheme).locator(".da-plate-canvas").evaluate(ON_SCREEN, [x, y]))

    def lit(self, root: str, side: str = "right") -> None:
        """Expect the root lit on every map that draws it in this view, and nothing else anywhere."""
        for scheme in SCHEMES:
            pressed = self.plate(scheme).locator('.da-region[aria-pressed="true"]')
            own = self.region(scheme, root, side)
            if own.count():
                expect(own).to_have_attribute("aria-pressed", "true")
            expect(pressed).to_have_count(own.count())

    def pin(self, scheme: str) -> list[float]:
        """Return where one map has the spot marked, in millimetres."""
        return self.page.wait_for_function(PIN, arg=SCHEMES.index(scheme)).json_value()

    def pins(self, x: float, y: float) -> None:
        """Expect the spot marked at the same millimetres on every map."""
        for scheme in SCHEMES:
            assert self.pin(scheme) == pytest.approx([x, y], abs=0.5)

    def said(self) -> Locator:
        """Return the table of what is said of the spot."""
        return self.page.locator(".panel .who").first


@pytest.fixture
def maps(map_page: MapPage) -> Maps:
    """The page on a laptop's screen, not opened yet."""
    return Maps(map_page.page, map_page.url)


# ---- one selection ----------------------------------------------------------------------------------


@pytest.mark.parametrize("clicked", SCHEMES)
def test_a_click_on_any_map_lights_the_root_and_marks_the_spot_on_all(maps: Maps, clicked: str) -> None:
    x, y = spot("medial-femoral-condyle", "anterior")
    root = hit(clicked, "anterior", x, y).root
    assert root
    maps.open("?root=T4&view=anterior").click_at(clicked, x, y)
    maps.lit(root)
    where = maps.pin(clicked)
    assert where == pytest.approx([x, y], abs=6)  # a pixel is some millimetres on a small plate
    maps.pins(*where)
    expect(maps.page).to_have_url(re.compile(f"root={root}.*scheme={clicked}.*at=anterior"))


def test_a_choice_by_keyboard_does_the_same(maps: Maps) -> None:
    maps.open("?root=L3&view=anterior")
    maps.region("lee", "L3").focus()
    page = maps.page
    page.keyboard.press("ArrowUp")
    focused = page.locator(".da-region:focus")
    root = focused.get_attribute("data-root")
    side = focused.get_attribute("data-side")
    assert root != "L3"
    page.keyboard.press("Enter")
    maps.lit(root, side)
    expect(page).to_have_url(re.compile(f"root={root}"))
    maps.pins(*maps.pin("lee"))


def test_the_roots_above_light_all_maps_and_tell_which_do_not_draw_it(maps: Maps) -> None:
    maps.open("?root=S2&view=perineum").page.get_by_role("radio", name="S3, third sacral nerve root").click()
    maps.lit("S3")
    for scheme in atlas().schemes:
        head = maps.plate(scheme.id).locator("figcaption")
        expect(head).to_contain_text(scheme.short_name)
        expect(head).to_contain_text(str(scheme.year))
        expect(head).to_contain_text("draws S3" if "S3" in scheme.mapped_roots else scheme.blank)
        if scheme.kind == "schematic":
            expect(head).to_contain_text("schematic")


def test_what_two_fields_share_is_striped_over_a_solid_ground(maps: Maps) -> None:
    maps.open("?root=S1&view=posterior")
    overlapping = next(scheme.id for scheme in atlas().schemes if scheme.overlapping)
    ground = maps.plate(overlapping).locator(".da-beneath path")
    over = (
        maps.plate(overlapping)
        .locator(".da-plate-canvas")
        .evaluate("(canvas) => canvas.data.filter(({ meta }) => meta?.over).length")
    )
    assert over
    expect(ground).to_have_count(over)
    for scheme in SCHEMES:
        if scheme != overlapping:
            expect(maps.plate(scheme).locator(".da-beneath")).to_have_count(0)


# ---- who says so ------------------------------------------------------------------------------------


def test_the_table_says_what_each_map_says_of_the_spot(maps: Maps) -> None:
    x, y = spot("calf", "posterior")
    maps.open("?root=T4&view=posterior").click_at("isncsci", x, y)
    expect(maps.page).to_have_url(re.compile("at=posterior"))
    _, x, y = re.search(r"at=(\w+)%2C(-?[\d.]+)%2C(-?[\d.]+)", maps.page.url).groups()  # type: ignore[union-attr]
    said = who_says("posterior", float(x), float(y))
    for scheme, each in zip(atlas().schemes, said.maps, strict=True):
        row = maps.said().locator("tr", has_text=scheme.short_name)
        for root in each.roots:
            expect(row).to_contain_text(root)
        if not each.mapped:
            expect(row).to_contain_text(scheme.blank)
        if len(each.roots) > 1:
            expect(row).to_contain_text("overlap")
    assert any(len(each.roots) > 1 for each in said.maps)
    expect(maps.said()).to_contain_text(facts().nerve_fields[said.nerve].name)


def test_blank_skin_can_be_pointed_at_and_leaves_the_root(maps: Maps) -> None:
    x, y = spot("lateral-antecubital", "anterior")
    assert hit("lee", "anterior", x, y).root is None
    maps.open("?root=C5&view=anterior").click_at("lee", x, y)
    expect(maps.said()).to_contain_text(atlas().scheme("lee").blank)
    maps.lit("C5")
    expect(maps.page).to_have_url(re.compile("root=C5&scheme=lee"))


def test_blank_skin_of_the_map_page_says_what_others_say(map_page: MapPage) -> None:
    x, y = spot("lateral-antecubital", "anterior")
    page = map_page.open("?root=C5&scheme=lee&view=anterior").page
    page.mouse.click(*page.locator(".da-plate-canvas").evaluate(ON_SCREEN, [x, y]))
    panel = page.locator(".panel").first
    expect(panel).to_contain_text(f"that spot is {atlas().scheme('lee').blank}")
    expect(panel).to_contain_text("Others say: ISNCSCI C5")


def test_the_picture_of_agreement_follows_the_root(maps: Maps) -> None:
    page = maps.open("?root=S1&view=foot-sole").page
    picture = page.locator('.da-map:not(.da-linked) .da-region[data-layer="agreement"]')
    expect(picture.first).to_be_visible()
    expect(page.locator(".agreement caption")).to_contain_text("S1")
    before = picture.first.get_attribute("aria-label")
    page.get_by_role("radio", name="L5, fifth lumbar nerve root").click()
    expect(page.locator(".agreement caption")).to_contain_text("L5")
    expect(picture.first).to_have_attribute("aria-label", re.compile("^L5 on"))
    assert before != picture.first.get_attribute("aria-label")


# ---- conflicts and links ------------------------------------------------------------------------------


def test_a_conflict_card_opens_its_spot_on_all_maps(maps: Maps) -> None:
    conflict = next(c for c in facts().conflicts if c.id == "medial-forearm")
    page = maps.open("?root=S1&view=foot-sole").page
    page.locator(f"#{conflict.id} a.open").click()
    page.wait_for_url(re.compile(f"view={conflict.shown_view}"))
    maps.wait()
    maps.lit(conflict.shown_root)
    maps.pins(*spot(conflict.shown_spot, conflict.shown_view))
    assert unescape(conflict_link(conflict)).startswith(f"maps?root={conflict.shown_root}")
    expect(maps.said()).to_contain_text(conflict.shown_root)
    assert page.evaluate("() => document.querySelector('.stMain').scrollTop") == 0


def test_a_conflict_about_a_muscle_opens_the_muscle(maps: Maps) -> None:
    page = maps.open().page
    page.locator("#tibialis-anterior a.open").click()
    page.wait_for_url(re.compile("muscle=tibialis-anterior"))
    expect(page.locator(".panel h2")).to_contain_text("Tibialis anterior", ignore_case=True)


def test_a_conflict_about_a_deep_muscle_opens_the_layer_where_it_is_seen() -> None:
    deep = [
        c
        for c in facts().conflicts
        if c.shown_item and getattr(facts().muscles.get(c.shown_item), "depth", "") == "deep"
    ]
    assert deep and all("depth=deep" in conflict_link(conflict) for conflict in deep)


def test_root_and_view_go_along_to_the_map_and_back(maps: Maps) -> None:
    page = maps.open("?root=L4&scheme=foerster&view=foot-dorsum").page
    page.get_by_role("link", name="Open L4 on the map").click()
    page.wait_for_url(re.compile(r"/\?root=L4&scheme=foerster&side=right&view=foot-dorsum"))
    page.locator(".da-map[data-ready] .da-stage:not([aria-busy])").wait_for()
    expect(page.locator(".panel h2")).to_contain_text("L4")
    page.get_by_role("link", name="Published maps").click()
    maps.wait()
    expect(page).to_have_url(re.compile("maps.*root=L4.*view=foot-dorsum"))
    maps.lit("L4")


# ---- access -------------------------------------------------------------------------------------------


def test_a_phone_swipes_through_the_maps_and_never_scrolls_sideways(phone_page: Page, app_url: str) -> None:
    phone = Maps(phone_page, app_url).open("?root=S1&view=foot-sole")
    page = phone.page
    assert page.evaluate(OVERFLOW) == 0, "the page scrolls sideways on a phone"
    row = page.locator(".da-swiped .da-row")
    expect(row).to_have_count(1)
    assert row.evaluate("(row) => row.scrollWidth > row.clientWidth")
    territory = phone.region("lee", "S1")
    page.touchscreen.tap(*territory.evaluate(INSIDE))
    expect(phone.said()).to_contain_text("S1")
    assert row.evaluate("(row) => row.scrollLeft") > 0
    assert page.evaluate(OVERFLOW) == 0
