"""The atlas on a phone: by touch, at 390 × 844, the map first, nothing to scroll sideways."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.e2e.test_access import LEAST, SIDEWAYS, SMALL
from tests.e2e.test_layers import OVERLAPS

if TYPE_CHECKING:
    from tests.browser import MapPage

pytestmark = pytest.mark.e2e

FINGER = 44
"""CSS pixels: what fingers want (WCAG 2.5.5)."""


class Fingers:
    """What touches the screen as fingers do: through the browser's own recognition of gestures."""

    def __init__(self, session: CDPSession) -> None:
        self.session = session

    def touch(self, kind: str, *points: tuple[float, float]) -> None:
        shown = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": shown})

    def swipe(self, x: float, y: float, by: float) -> None:
        self.touch("touchStart", (x, y))
        for step in range(1, 26):
            self.touch("touchMove", (x, y + by * step / 25))
        self.touch("touchEnd")

    def spread(self, x: float, y: float, reach: float) -> None:
        self.touch("touchStart", (x, y - 20), (x, y + 20))
        for step in range(1, 9):
            far = 20 + (reach - 20) * step / 8
            self.touch("touchMove", (x, y - far), (x, y + far))
        self.touch("touchEnd")


@pytest.fixture
def fingers(phone: MapPage) -> Fingers:
    return Fingers(phone.page.context.new_cdp_session(phone.page))


def top(page: Page, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    assert box, f"{selector} is not on the page"
    return box["y"]


def scrolled(page: Page) -> float:
    return page.evaluate("document.querySelector('[data-testid=\"stMain\"]').scrollTop")


def test_the_map_comes_first_and_a_sheet_below_tells_root_and_clinical_line(phone: MapPage) -> None:
    page = phone.open("?root=S1").page
    order = [".da-find", ".da-stage", ".da-legend", ".panel h2", ".panel .clinic", "footer"]
    tops = [top(page, selector) for selector in order]
    assert tops == sorted(tops), dict(zip(order, tops, strict=True))
    assert tops[1] < 844 / 7, "something stands before the map"
    seen = page.locator(".panel .clinic").bounding_box()
    assert seen and seen["y"] + 20 < 844, "what the tap is answered by lies below the fold"
    assert page.evaluate(SIDEWAYS) <= 0


HIDDEN = """
(badge) => {
  const sign = badge.querySelector("rect").getBoundingClientRect();
  const region = badge.closest(".da-plate").querySelector(".da-mark.da-selected").getBoundingClientRect();
  const wide = Math.min(sign.right, region.right) - Math.max(sign.left, region.left);
  const high = Math.min(sign.bottom, region.bottom) - Math.max(sign.top, region.top);
  return (Math.max(0, wide) * Math.max(0, high)) / (region.width * region.height);
}
"""


@pytest.mark.parametrize("root", ["C6", "C8"])
def test_a_sign_leaves_a_hand_in_sight(phone: MapPage, root: str) -> None:
    """The sign of a choice lies beside a hand of some millimetres, not over it."""
    page = phone.open(f"?root={root}").page
    for view in ("anterior", "posterior"):
        badge = page.locator(f'.da-plate[data-view="{view}"] .da-badge').first
        expect(badge).to_contain_text(root)
        assert badge.evaluate(HIDDEN) < 0.1, f"{view}: the sign hides what it names"


def test_the_sheet_is_pulled_over_the_map_and_back(phone: MapPage, fingers: Fingers) -> None:
    page = phone.open("?root=S1").page
    stage = page.locator(".da-stage").bounding_box()
    before = top(page, ".panel h2")
    fingers.swipe(195, 780, -400)
    page.wait_for_function(
        "(y) => document.querySelector('.panel h2').getBoundingClientRect().top < y - 250", arg=before
    )
    assert page.locator(".da-stage").bounding_box() == stage, "the map moved with the sheet"
    on_top = page.evaluate("() => Boolean(document.elementFromPoint(195, 600).closest('.da-map'))")
    assert not on_top, "the map lies over the sheet"
    fingers.swipe(195, 400, 600)
    page.wait_for_function(
        "(y) => Math.abs(document.querySelector('.panel h2').getBoundingClientRect().top - y) < 4", arg=before
    )


def test_controls_stand_behind_one_button_and_shut_after_a_choice(phone: MapPage) -> None:
    page = phone.open("?root=S1").page
    expect(page.locator(".da-roots")).to_be_hidden()
    button = page.get_by_role("button", name="Layers, map, roots")
    button.tap()
    expect(button).to_have_attribute("aria-expanded", "true")
    assert page.evaluate(SIDEWAYS) <= 0
    page.get_by_role("radio", name="C6, sixth cervical nerve root").tap()
    expect(phone.heading()).to_contain_text(re.compile(r"^C6\s"))
    expect(page.locator(".da-roots")).to_be_hidden()
    expect(page.locator(".da-stage")).to_be_visible()


def test_a_phone_is_offered_no_key_and_told_where_its_roots_are(phone: MapPage) -> None:
    page = phone.open("?view=anterior,posterior").page
    expect(page.locator(".da-find kbd")).to_be_hidden()
    where = page.locator(".panel .steps li:visible").last
    expect(where).to_contain_text(page.locator(".da-open").inner_text())
    expect(page.locator(".panel .steps li:visible")).to_have_count(3)


def test_the_menu_says_so_and_shuts_after_a_choice(phone: MapPage) -> None:
    page = phone.open("?root=S1").page
    page.get_by_role("button", name="Menu").tap()
    drawer = page.get_by_test_id("stSidebar")
    expect(drawer).to_be_in_viewport()
    drawer.get_by_role("link", name="About").tap()
    expect(page).to_have_url(re.compile("/about"))
    expect(drawer).not_to_be_in_viewport()


def test_a_tap_selects_and_the_panel_beneath_answers(phone: MapPage) -> None:
    page = phone.open("?root=S1&view=anterior").page
    page.touchscreen.tap(*phone.point_in("anterior", "L3"))
    expect(phone.region("anterior", "L3")).to_have_attribute("aria-pressed", "true")
    expect(phone.heading()).to_contain_text(re.compile(r"^L3\s"))
    plate = page.locator(".da-plate").bounding_box()
    assert plate and 844 > top(page, ".panel h2") > plate["y"] + plate["height"]


def test_a_swipe_over_the_map_scrolls_the_page(phone: MapPage, fingers: Fingers) -> None:
    page = phone.open("?root=S1").page
    window = "() => document.querySelector('.da-plate-canvas')._fullLayout.xaxis.range"
    before = page.evaluate(window)
    box = page.locator(".da-plate").first.bounding_box()
    assert box
    fingers.swipe(box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.9, -220)
    page.wait_for_function("document.querySelector('[data-testid=\"stMain\"]').scrollTop > 150")
    assert page.evaluate(window) == before
    expect(phone.heading()).to_contain_text(re.compile(r"^S1\s"))  # a swipe is no tap


def test_two_fingers_zoom_the_plate_and_one_moves_it_without_the_page(
    phone: MapPage, fingers: Fingers
) -> None:
    page = phone.open("?root=S1&view=anterior").page
    canvas = page.locator(".da-plate-canvas").first
    box = canvas.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    fingers.spread(x, y, 80)
    expect(canvas).to_have_class(re.compile("da-zoomed"))
    assert page.evaluate("visualViewport.scale") == 1, "the page zoomed instead of the plate"
    centre = "e => e._fullLayout.yaxis.range[0] + e._fullLayout.yaxis.range[1]"
    before, place = canvas.evaluate(centre), scrolled(page)
    fingers.swipe(x, y, -80)
    page.wait_for_function(
        f"([e, before]) => Math.abs(({centre})(e) - before) > 20", arg=[canvas.element_handle(), before]
    )
    assert scrolled(page) == place, "moving the plate scrolled the page"
    expect(phone.heading()).to_contain_text(re.compile(r"^S1\s"))
    page.get_by_role("button", name="Show the whole plate").tap()
    expect(canvas).not_to_have_class(re.compile("da-zoomed"))


def test_fingers_hit_what_they_aim_at(phone: MapPage) -> None:
    page = phone.open("?root=S1").page
    page.get_by_role("button", name="Layers, map, roots").tap()
    chips = page.locator(".da-chip:visible, .da-step:visible, .da-zoom button:visible, .dl-start")
    assert chips.count() > 30
    small = [
        f"{chip.inner_text()} {box['width']}x{box['height']}"
        for chip in chips.all()
        if (box := chip.bounding_box()) and min(box["width"], box["height"]) < FINGER
    ]
    assert not small
    assert not page.evaluate(SMALL, LEAST)


def test_lecture_mode_by_touch(phone: MapPage) -> None:
    page = phone.open("?root=S1&view=anterior").page
    page.get_by_role("button", name="Lecture mode").tap()
    screen = page.locator("dialog.dl")
    screen.locator(".da-map[data-ready] .da-stage:not([aria-busy])").wait_for()
    screen.get_by_role("button", name="Next").tap()
    expect(screen.locator(".dl-fact")).to_have_count(1)
    for button in screen.locator("button:visible").all():
        box = button.bounding_box()
        assert box and min(box["width"], box["height"]) >= FINGER - 1, button.inner_text()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    plate, bar = screen.locator(".da-plate").bounding_box(), screen.locator(".dl-bar").bounding_box()
    assert plate and bar and plate["y"] + plate["height"] <= bar["y"] + 1, "the buttons lie on the map"
    facts = screen.locator(".dl-facts").bounding_box()
    assert facts and facts["y"] + facts["height"] <= bar["y"] + 1, "the buttons lie on the facts"
    screen.get_by_role("button", name="Leave lecture mode").tap()
    expect(screen).to_have_count(0)


@pytest.mark.parametrize("view", ["foot-sole", "foot-dorsum", "hand-palmar", "perineum", "head-lateral"])
def test_letters_and_button_of_a_close_up_keep_off_the_body(phone: MapPage, view: str) -> None:
    plate = phone.open(f"?view={view}").page.locator(".da-plate")
    shown = [path.bounding_box() for path in plate.locator(".da-region, .da-blank").all()]
    bodies = [box for box in shown if box]
    letters = plate.locator(".da-text[data-kind=side]")
    expect(letters).to_have_count(2)
    for letter in letters.all():
        box = letter.bounding_box()
        # The box of a capital letter reaches below it, as that of a "g" does.
        assert box and box["y"] + 0.8 * box["height"] <= min(body["y"] for body in bodies)
    button = plate.get_by_role("button", name="Zoom in").bounding_box()
    assert button and button["y"] >= max(body["y"] + body["height"] for body in bodies)
    legend = phone.page.locator(".da-legend").bounding_box()
    assert legend and legend["y"] >= button["y"] + button["height"]


NAMELESS = """
(plates) => plates.map((plate) => {
  const ids = (selector) => new Set([...plate.querySelectorAll(selector)].map((e) => e.dataset.id));
  const named = ids(".da-label");
  return [...ids(".da-region")].filter((id) => !named.has(id));
})
"""


@pytest.mark.parametrize(
    ("query", "slivers"),
    [
        ("?layer=dermatome", 4),
        ("?layer=reflex&view=anterior", 0),
        ("?layer=nerve&view=hand-palmar", 0),
        ("?layer=myotome&view=foot-sole", 0),
        ("?layer=nerve&view=posterior", 14),
    ],
)
def test_what_is_shown_has_its_name(phone: MapPage, query: str, slivers: int) -> None:
    """In its region or beside it, on one side at least; slivers on the edge of the body may have none."""
    plates = phone.open(query).page.locator(".da-plate")
    for nameless in plates.evaluate_all(NAMELESS):
        assert len(nameless) <= slivers, nameless
    assert not plates.evaluate_all(OVERLAPS)
