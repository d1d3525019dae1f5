"""An examination as a step of a lecture, in a real browser: worksheet, body, and results one by one."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from dermatome.isncsci.address import to_code
from dermatome.isncsci.classify import classify
from dermatome.isncsci.profiles import random_exam
from dermatome.lecture.deck import Deck, Step
from dermatome.lecture.formats import pack
from dermatome.ui.lecture.steps import examination_step
from tests.browser import QUIET, barriers, visit

pytestmark = pytest.mark.e2e

EXAM = random_exam("complete", 2)
SIZE = "e => parseFloat(getComputedStyle(e).fontSize)"
OVERFLOW = "e => e.scrollHeight - e.clientHeight"


class Hall:
    """A lecture whose first step is an examination, with another of the map after it."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.screen = page.locator("dialog.dl")

    def enter(self, step: Step) -> Hall:
        deck = Deck(steps=(step, Step(address="root=S1")))
        visit(self.page, f"{self.url}/lecture?lecture={pack(deck)}")
        self.page.locator(QUIET).wait_for()
        self.page.get_by_role("button", name="Start the lecture").click()
        self.screen.locator(".ex-body[data-ready]").wait_for()
        return self

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def cell(self, key: str) -> Locator:
        return self.screen.locator(f'td[data-key="{key}"]')

    def fact(self, reveal: str) -> Locator:
        return self.screen.locator(f'.dl-fact[data-reveal="{reveal}"]')


@pytest.fixture
def hall(page: Page, app_url: str) -> Hall:
    page.set_viewport_size({"width": 1024, "height": 768})
    return Hall(page, app_url)


def test_results_come_one_by_one_with_their_reasons_lit_on_worksheet_and_body(hall: Hall) -> None:
    found = classify(EXAM)
    hall.enter(examination_step(to_code(EXAM)))
    expect(hall.screen.locator(".dl-fact")).to_have_count(0)
    expect(hall.cell("left.motor.C7")).to_have_text(EXAM.left.motor[2])
    body = hall.screen.locator('.da-region[data-view="anterior"][data-root="L3"][data-side="right"]')
    expect(body).to_have_attribute("data-role", "absent")
    hall.press("PageDown")
    expect(hall.fact("sensory_level").locator("b")).to_have_text([each.text for each in found.sensory_level])
    expect(hall.fact("sensory_level").first).to_contain_text("Sensation at C6 is not normal")
    expect(hall.cell("right.light_touch.C6")).to_have_class("ex-lit")
    lit = hall.screen.locator('.da-region[data-view="anterior"][data-root="C6"][data-side="right"]')
    expect(lit).to_have_attribute("data-state", "selected")
    hall.press("PageDown")
    expect(hall.fact("motor_level").locator("b")).to_have_text([each.text for each in found.motor_level])
    expect(hall.fact("sensory_level").locator("span").first).to_be_hidden()
    expect(hall.cell("right.light_touch.C6")).not_to_have_class("ex-lit")
    expect(hall.cell("left.motor.C7")).to_have_class("ex-lit")
    hall.press("PageUp")
    expect(hall.fact("motor_level")).to_have_count(0)
    expect(hall.cell("right.light_touch.C6")).to_have_class("ex-lit")
    hall.press(*["PageDown"] * 6)
    expect(hall.fact("motor_zpp")).to_have_count(2)
    expect(hall.screen.locator(".dl-fact")).to_have_count(11)
    hall.press("PageDown")
    expect(hall.screen).to_have_attribute("data-page", "map")
    hall.press("PageUp")
    expect(hall.screen.locator(".dl-fact")).to_have_count(11)


def test_it_is_shown_and_not_changed(hall: Hall) -> None:
    hall.enter(examination_step(to_code(EXAM)))
    cell = hall.cell("right.motor.C5")
    cell.click()
    expect(hall.cell("right.motor.C5")).to_have_class("ex-lit")
    hall.press("1", "Backspace")
    expect(hall.screen.locator(".dl-fact")).to_have_count(9)
    expect(cell).to_have_text("5")
    expect(cell).to_have_attribute("aria-readonly", "true")


def test_one_saved_before_shows_all_results_where_it_showed_the_classification(hall: Hall) -> None:
    address = f"examination?exam={to_code(EXAM)}"
    hall.enter(Step(address=address, shown=("name",), reveals=("note",), note="Which level?"))
    expect(hall.screen.locator(".dl-fact")).to_have_count(11)
    expect(hall.fact("ais").locator("span")).to_contain_text("nothing is spared at S4-5")
    hall.press("PageDown")
    expect(hall.fact("note")).to_have_text("Which level?")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_all_of_it_is_read_from_the_last_row(hall: Hall, theme: str) -> None:
    hall.enter(examination_step(to_code(random_exam("not-testable", 3))))
    if theme == "dark":
        hall.press("d")
        hall.screen.locator(".ex[data-theme=dark] .ex-body[data-ready]").wait_for()
    hall.press("PageDown", "PageDown")
    expect(hall.fact("motor_level").first).to_be_visible()
    assert hall.screen.locator(".dl-other").evaluate(OVERFLOW) <= 1, "every row is on the screen"
    assert hall.cell("left.pin_prick.S4-5").evaluate(SIZE) >= 768 / 50
    for text in hall.fact("motor_level").locator("dd").all():
        assert text.evaluate(SIZE) >= 768 / 50
    assert hall.screen.locator(".dl-facts").evaluate(OVERFLOW) <= 1
    hall.page.mouse.move(300, 20)  # brings the buttons back
    assert not barriers(hall.page, "dialog.dl")
