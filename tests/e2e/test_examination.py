"""The examination page in a real browser: filled in by keys, explained, practised, kept."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from dermatome.isncsci.address import to_code
from dermatome.isncsci.classify import classify
from dermatome.isncsci.classroom import STAGES, asked, right_answer
from dermatome.isncsci.profiles import random_exam
from dermatome.ui.examination.state import read_case
from tests.browser import QUIET, visit

pytestmark = pytest.mark.e2e


class Sheet:
    """The page, spoken to as an examiner would."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url

    def open(self, query: str = "?exam=a132.----") -> Sheet:
        """Open an address, by default an empty worksheet; without one the session shows what it holds."""
        visit(self.page, f"{self.url}/examination{query}")
        self.page.locator(".ex[data-ready] .ex-body[data-ready]").wait_for()
        self.page.locator(QUIET).wait_for()
        return self

    def cell(self, key: str) -> Locator:
        return self.page.locator(f'[data-key="{key}"]')

    def result(self, name: str) -> Locator:
        return self.page.locator(".ex-result", has_text=name).locator("b")


@pytest.fixture
def sheet(page: Page, app_url: str) -> Sheet:
    return Sheet(page, app_url)


def fill(sheet: Sheet) -> None:
    """Enter a complete injury with sensory and motor level C6 by keys alone."""
    page = sheet.page
    sheet.cell("right.motor.C5").focus()
    for side in ("right", "left"):
        sheet.cell(f"{side}.motor.C5").focus()
        page.keyboard.type("55000")
        page.keyboard.type("00000")
        for modality in ("light_touch", "pin_prick"):
            sheet.cell(f"{side}.{modality}.C2").focus()
            page.keyboard.type("22222" + "0" * 23)
    for name in ("voluntary anal contraction", "deep anal pressure"):
        page.get_by_role("group", name=name).get_by_label("no", exact=True).check()


def test_an_examination_is_entered_by_keys_and_classified(sheet: Sheet) -> None:
    sheet.open()
    expect(sheet.page.locator(".ex-missing")).to_contain_text("134")
    fill(sheet)
    expect(sheet.result("AIS")).to_have_text("A")
    expect(sheet.result("Neurological level of injury")).to_have_text("C6")
    expect(sheet.page.locator(".ex-missing")).to_have_count(0)
    body = sheet.page.locator('.ex-body .da-region[data-view="anterior"][data-root="C7"][data-side="right"]')
    expect(body).to_have_attribute("data-role", "absent")


def test_wrong_scores_are_refused_with_the_right_ones(sheet: Sheet) -> None:
    sheet.open()
    sheet.cell("left.pin_prick.T4").focus()
    sheet.page.keyboard.press("3")
    expect(sheet.page.locator(".ex-said")).to_have_text("pin prick takes 0, 1, 2, NT.")
    expect(sheet.cell("left.pin_prick.T4")).to_have_text("")
    sheet.page.keyboard.type("1")
    sheet.page.keyboard.press("ArrowUp")
    sheet.page.keyboard.press("*")
    expect(sheet.cell("left.pin_prick.T4")).to_have_text("1*")
    expect(sheet.cell("left.pin_prick.T4")).to_have_attribute("aria-label", "T4 pin prick left: 1*")


def test_fill_down_range_undo_and_redo(sheet: Sheet) -> None:
    page = sheet.open().page
    sheet.cell("right.light_touch.S1").focus()
    page.keyboard.type("1")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Control+d")
    for level in ("S1", "S2", "S3", "S4-5"):
        expect(sheet.cell(f"right.light_touch.{level}")).to_have_text("1")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("n")
    expect(sheet.cell("right.pin_prick.S2")).to_have_text("NT")
    expect(sheet.cell("right.pin_prick.S3")).to_have_text("")
    page.keyboard.press("Control+z")
    expect(sheet.cell("right.pin_prick.S2")).to_have_text("")
    expect(sheet.cell("right.light_touch.S1")).to_have_text("1")
    page.keyboard.press("Control+y")
    expect(sheet.cell("right.light_touch.S1")).to_have_text("NT")


def test_a_place_on_the_body_goes_to_its_cell(sheet: Sheet) -> None:
    page = sheet.open().page
    page.get_by_label("pin prick", exact=True).check()
    region = page.locator('.ex-body .da-region[data-view="anterior"][data-root="L3"][data-side="left"]')
    region.focus()
    page.keyboard.press("Enter")
    expect(sheet.cell("left.pin_prick.L3")).to_be_focused()
    expect(page.locator(".ex-about")).to_contain_text("L3 pin prick left")
    expect(page.locator(".ex-about a")).to_have_attribute("href", "./?root=L3&side=left")


IN_SIGHT = """
() => {
  const cell = document.activeElement, box = cell.getBoundingClientRect();
  return document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2) === cell;
}
"""


def test_all_of_it_by_keyboard(sheet: Sheet) -> None:
    page = sheet.open().page
    press = page.keyboard.press

    def tab_to(selector: str) -> None:
        for _ in range(40):
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                return
            press("Tab")
        pytest.fail(f"Tab does not lead to {selector}")

    page.get_by_role("button", name="Empty the worksheet").focus()
    tab_to("td[data-key]")
    for column in ("right.light_touch", "right.pin_prick", "left.light_touch", "left.pin_prick"):
        expect(sheet.cell(f"{column}.C2")).to_be_focused()
        assert page.evaluate(IN_SIGHT), "what one is in is covered"
        page.keyboard.type("22222" + "0" * 23)
        expect(sheet.cell(f"{column}.S4-5")).to_be_focused()
        assert page.evaluate(IN_SIGHT), "what one is in is covered"
        press("Home")
        press("ArrowRight")
    for _ in range(3):
        press("ArrowDown")
    press("ArrowRight")
    page.keyboard.type("5500000000")
    press("Home")
    for _ in range(5):
        press("ArrowLeft")
    expect(sheet.cell("right.motor.C5")).to_be_focused()
    page.keyboard.type("5500000000")
    tab_to("input[name=voluntary_anal_contraction]")
    press("ArrowRight")
    tab_to("input[name=deep_anal_pressure]")
    press("ArrowRight")
    expect(sheet.result("AIS")).to_have_text("A")
    expect(page.locator('.ex-sum[data-side="left"][data-modality="motor"]')).to_have_text("10")
    tab_to('[data-keep="explain"]')
    press("Enter")
    expect(page.locator(".ex-step h3")).to_have_text("Sensory level right: C6")
    for _ in range(10):
        press("Enter")
    expect(page.locator(".ex-step h3")).to_contain_text("Zone of partial preservation, motor left")


def test_a_score_with_a_star_says_what_impairs_it(sheet: Sheet) -> None:
    page = sheet.open().page
    fill(sheet)
    sheet.cell("left.motor.C7").focus()
    page.keyboard.type("2")
    page.keyboard.press("ArrowUp")
    page.keyboard.type("**")
    why = page.get_by_role("textbox", name="C7 motor left")
    why.press_sequentially("wrist in a cast")
    expect(why).to_have_value("wrist in a cast")
    expect(why).to_be_focused()
    page.get_by_role("button", name="Why? Motor level left").click()
    expect(page.locator(".ex-why")).to_contain_text("It rests on marked scores (C7 motor left 2**)")
    page.get_by_text("Save, open, print and compare").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as a file").click()
    kept = json.loads(Path(saved.value.path()).read_text(encoding="utf-8"))
    assert kept["impaired_by"] == {"left.motor.C7": "wrist in a cast"}


def test_what_one_has_written_comes_back_after_practice_and_after_emptying(sheet: Sheet) -> None:
    page = sheet.open().page
    fill(sheet)
    expect(sheet.result("AIS")).to_have_text("A")
    page.get_by_label("How many").select_option("5")
    page.get_by_role("button", name="Draw an examination").click()
    expect(page.locator(".ex-practice h2")).to_have_text("Classify this examination: 1 of 5")
    expect(page).to_have_url(re.compile(r"case=mixed\.any\.\d+\.1\.5"))
    page.get_by_role("button", name="End practice").click()
    expect(sheet.result("AIS")).to_have_text("A")
    back = page.get_by_role("button", name="Bring back what stood here")
    expect(back).to_be_hidden()
    page.get_by_role("button", name="Empty the worksheet").click()
    expect(page.locator(".ex-missing")).to_contain_text("134")
    back.click()
    expect(sheet.result("AIS")).to_have_text("A")
    expect(sheet.cell("right.motor.C5")).to_have_text("5")


def test_a_mouse_drawn_over_cells_takes_them_all(sheet: Sheet) -> None:
    page = sheet.open().page
    sheet.cell("right.light_touch.C2").hover()
    page.mouse.down()
    sheet.cell("right.pin_prick.C4").hover()
    page.mouse.up()
    page.keyboard.press("2")
    expect(page.locator('td[role=gridcell]:text-is("2")')).to_have_count(6)


def test_the_body_follows_the_column_one_types_in(sheet: Sheet) -> None:
    page = sheet.open().page
    sheet.cell("left.pin_prick.L3").focus()
    page.keyboard.press("1")
    expect(page.get_by_label("pin prick", exact=True)).to_be_checked()
    body = page.locator('.ex-body .da-region[data-view="anterior"][data-root="L3"][data-side="left"]')
    expect(body).to_have_attribute("data-role", "altered")
    sheet.cell("right.motor.L4").focus()
    expect(page.locator(".ex-about a")).to_have_attribute("href", "./?root=L4&side=right&layer=myotome")
    page.keyboard.press("3")
    muscle = page.locator('.ex-body .da-region[data-view="anterior"][data-id="tibialis-anterior"]')
    expect(muscle.and_(page.locator('[data-side="right"]'))).to_have_attribute("data-role", "altered")
    expect(muscle.and_(page.locator('[data-side="left"]'))).to_have_attribute("data-role", "open")


def test_steps_light_the_cells_they_speak_of(sheet: Sheet) -> None:
    page = sheet.open(f"?exam={to_code(random_exam('complete', 2))}").page
    page.get_by_role("button", name="Explain step by step").click()
    expect(page.locator(".ex-step h3")).to_contain_text("Sensory level right")
    for _ in range(2):
        page.get_by_role("button", name="Next", exact=True).click()
    motor = classify(random_exam("complete", 2)).motor_level.right
    expect(page.locator(".ex-step h3")).to_have_text(f"Motor level right: {motor.text}")
    expect(page.locator(".ex-step a").first).to_be_visible()
    assert page.locator("td.ex-lit").count() > 0
    page.get_by_role("button", name="Close").click()
    expect(page.locator("td.ex-lit")).to_have_count(0)


def test_motor_steps_show_and_name_the_key_muscles_they_speak_of(sheet: Sheet) -> None:
    exam = random_exam("central-cord", 3)
    page = sheet.open(f"?exam={to_code(exam)}").page
    page.get_by_role("button", name="Explain step by step").click()
    for _ in range(2):
        page.get_by_role("button", name="Next", exact=True).click()
    expect(page.locator(".ex-step h3")).to_have_text("Motor level right: C5")
    expect(page.locator(".ex-map")).to_have_text("key muscles · C5: elbow flexors · C6: wrist extensors")
    lit = page.locator('.ex-body .da-region[data-state="selected"]')
    front = lit.and_(page.locator('[data-view="anterior"]'))
    expect(front.and_(page.locator('[data-id="biceps-brachii"][data-side="right"]'))).to_have_count(1)
    behind = '[data-view="posterior"][data-id="extensor-carpi-radialis-longus"][data-side="right"]'
    expect(lit.and_(page.locator(behind))).to_have_attribute("aria-description", re.compile("1 to 4 weak"))
    expect(lit.and_(page.locator('[data-side="left"]'))).to_have_count(0)
    page.get_by_role("button", name="Back", exact=True).click()
    skin = lit.and_(page.locator('[data-layer="territory"][data-root="C6"][data-side="left"]'))
    expect(skin).to_have_count(0)
    expect(page.locator(".ex-map")).to_have_text("ISNCSCI map")


def test_key_points_lead_to_their_cells_by_mouse_and_by_key(sheet: Sheet) -> None:
    page = sheet.open().page
    points = page.get_by_role("group", name="Key sensory points: Front")
    point = points.locator('[data-root="T4"][data-side="right"]')
    point.hover()
    expect(page.locator(".ex-body .da-tip")).to_contain_text("T4, right: ISNCSCI key sensory point")
    point.click()
    expect(sheet.cell("right.light_touch.T4")).to_be_focused()
    expect(point).to_have_class("ex-lit-point")
    page.keyboard.press("1")
    expect(point).to_have_attribute("aria-description", "1 altered")
    assert points.locator('[tabindex="0"]').count() == 1, "one tab stop a view"
    points.locator('[tabindex="0"]').focus()
    expect(point).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    expect(points.locator('[data-root="T3"][data-side="left"]')).to_be_focused()
    page.keyboard.press("Enter")
    expect(sheet.cell("left.light_touch.T3")).to_be_focused()


UNDER = """
(point) => {
  const box = point.getBoundingClientRect();
  const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  const over = ({ left, right, top, bottom }) => left < x && x < right && top < y && y < bottom;
  const names = point.closest(".da-plate").querySelectorAll(".da-label");
  return [...names].filter((name) => over(name.getBoundingClientRect())).map((name) => name.textContent);
}
"""


@pytest.mark.parametrize("width", [1366, 1024, 390])
def test_no_name_is_written_over_a_key_point(sheet: Sheet, width: int) -> None:
    sheet.page.set_viewport_size({"width": width, "height": 800})
    page = sheet.open().page
    page.locator(".ex-body").scroll_into_view_if_needed()
    points = page.locator(".ex-points circle")
    assert points.count() > 60
    for point in points.all():
        assert not point.evaluate(UNDER), point.get_attribute("aria-label")


def test_everything_written_can_be_taken_back(sheet: Sheet) -> None:
    page = sheet.open().page
    sheet.cell("left.motor.C7").focus()
    page.keyboard.type("2")
    yes = page.get_by_role("group", name="deep anal pressure").get_by_label("yes", exact=True)
    yes.check()
    muscle = page.get_by_label("Lowest non-key muscle that moves, left")
    muscle.select_option("L4")
    page.get_by_text("Date, examiner, comments").click()
    comments = page.get_by_label("Comments")
    comments.press_sequentially("seen twice")
    page.get_by_role("button", name="Empty the worksheet").click()
    expect(sheet.cell("left.motor.C7")).to_have_text("")
    expect(page.locator("textarea")).to_have_value("")
    undo = page.get_by_role("button", name="Undo", exact=True)
    undo.click()
    expect(sheet.cell("left.motor.C7")).to_have_text("2")
    expect(yes).to_be_checked()
    expect(comments).to_have_value("seen twice")
    undo.click()
    expect(comments).to_have_value("seen")
    expect(comments).to_be_focused()
    page.keyboard.press("Control+z")
    expect(comments).to_have_value("")
    page.keyboard.press("Control+z")
    expect(muscle).to_have_value("")
    page.keyboard.press("Control+z")
    expect(yes).not_to_be_checked()
    page.keyboard.press("Control+Shift+z")
    expect(yes).to_be_checked()
    expect(page).to_have_url(re.compile(r"exam=[a-z0-9]+\.-y--"))


def test_the_end_of_what_if_can_be_taken_back(sheet: Sheet) -> None:
    page = sheet.open().page
    fill(sheet)
    expect(sheet.result("AIS")).to_have_text("A")
    page.get_by_role("button", name="What if …").click()
    page.get_by_role("group", name="deep anal pressure").get_by_label("yes", exact=True).check()
    expect(sheet.result("AIS")).to_have_text("B")
    page.get_by_role("button", name="End “what if”").click()
    expect(sheet.result("AIS")).to_have_text("A")
    undo = page.get_by_role("button", name="Undo", exact=True)
    undo.click()
    expect(sheet.result("AIS")).to_have_text("B")
    undo.click()
    expect(sheet.result("AIS")).to_have_text("A")


def test_the_last_key_before_one_leaves_is_kept(sheet: Sheet) -> None:
    page = sheet.open().page
    sheet.cell("right.light_touch.C2").focus()
    page.keyboard.type("2210")
    page.get_by_role("link", name="Levels", exact=True).first.press("Enter")
    expect(page).to_have_url(re.compile("/levels"))
    page.locator(QUIET).wait_for()
    page.get_by_role("link", name="Examination", exact=True).first.click()
    page.locator(".ex[data-ready]").wait_for()
    for level, score in zip(("C2", "C3", "C4", "C5"), "2210", strict=True):
        expect(sheet.cell(f"right.light_touch.{level}")).to_have_text(score)


def test_what_if_says_what_was_and_brings_it_back(sheet: Sheet) -> None:
    page = sheet.open().page
    fill(sheet)
    expect(sheet.result("AIS")).to_have_text("A")
    page.get_by_role("button", name="What if …").click()
    sheet.cell("right.light_touch.S4-5").focus()
    page.keyboard.press("1")
    expect(sheet.result("AIS")).to_have_text("B")
    expect(page.locator(".ex-result", has_text="AIS")).to_contain_text("was A")
    page.get_by_role("button", name="End “what if”").click()
    expect(sheet.result("AIS")).to_have_text("A")
    expect(sheet.cell("right.light_touch.S4-5")).to_have_text("0")


def test_a_case_is_classified_stage_by_stage(sheet: Sheet) -> None:
    page = sheet.open("?case=sacral-sparing.any.4").page
    found = classify(read_case("sacral-sparing.any.4").exam)
    right = {(name, side): right_answer(value) for name, side, value in found.results()}
    expect(page.locator(".ex-list")).to_have_count(0)
    for stage in STAGES:
        for name, side in asked(stage):
            page.locator(f'select[name="{name}|{side}"]').select_option(right[name, side])
            if name == "completeness":
                choice = page.locator(f'select[name="{name}|"] option[value="I"]')
                expect(choice).to_have_text("incomplete")
        page.get_by_role("button", name="Check").click()
        expect(page.locator(".ex-marks li")).to_have_count(
            sum(len(asked(done)) for done in list(STAGES)[: list(STAGES).index(stage) + 1])
        )
    expect(page.locator('.ex-marks li[data-right="no"]')).to_have_count(0)
    expect(page.locator(".ex-list")).to_be_visible()
    page.get_by_role("button", name="Next examination").click()
    expect(page.get_by_role("button", name="Check")).to_be_visible()


@pytest.mark.own_page
def test_examinations_are_saved_opened_and_compared(page: Page, app_url: str, tmp_path: Path) -> None:
    sheet = Sheet(page, app_url).open()
    fill(sheet)
    expect(sheet.result("AIS")).to_have_text("A")
    page.get_by_text("Save, open, print and compare").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as a file").click()
    file = tmp_path / "first.json"
    saved.value.save_as(file)
    kept = json.loads(file.read_text(encoding="utf-8"))
    assert kept["right"]["motor"]["C6"] == "5" and kept["deep_anal_pressure"] == "No"
    later = tmp_path / "later.json"
    later.write_text(json.dumps(kept | {"deep_anal_pressure": "Yes", "date": "2026-05-01"}), encoding="utf-8")
    page.locator("input[type=file]").set_input_files([file, later])
    expect(page.locator(".ex-compare")).to_contain_text("changed")
    expect(sheet.result("AIS")).to_have_text("B")
    with page.expect_download() as printed:
        page.get_by_role("button", name="Worksheet as PDF", exact=True).click()
    assert Path(printed.value.path()).read_bytes().startswith(b"%PDF")
    broken = tmp_path / "broken.json"
    broken.write_text('{"left": {"motor": {"C5": 9}}}', encoding="utf-8")
    expect(page.locator("input[type=file]")).to_have_count(1)
    page.locator("input[type=file]").set_input_files([broken])
    expect(page.get_by_role("alert")).to_contain_text("left.motor.C5")
    expect(page.locator("input[type=file]")).to_have_count(1)  # the field that was refused has gone
    page.locator("input[type=file]").set_input_files([file])  # what was wrong before keeps nothing out
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(sheet.result("AIS")).to_have_text("A")


def test_the_map_leads_to_the_cell_of_a_root_and_of_a_key_muscle(sheet: Sheet) -> None:
    page = sheet.page
    for query, way, cell in (
        ("?root=S1&side=left", "S1", "left.light_touch.S1"),
        ("?muscle=tibialis-anterior&side=left", "L4", "left.motor.L4"),
    ):
        visit(page, f"{sheet.url}/{query}")
        if "root" in query:
            page.get_by_role("radio", name="Which S1?").or_(
                page.get_by_role("button", name="Which S1?")
            ).click()
        page.get_by_role("link", name=f"{way} on the ISNCSCI worksheet").click()
        page.locator(".ex[data-ready]").wait_for()
        expect(sheet.cell(cell)).to_be_focused()
        expect(page).not_to_have_url(re.compile("cell="))


def test_examinations_are_kept_by_a_link_that_the_tab_remembers(sheet: Sheet) -> None:
    page = sheet.open(f"?exam={to_code(random_exam('central-cord', 3))}").page
    page.get_by_text("Save, open, print and compare").click()
    page.get_by_role("button", name="Lay this one aside").click()
    page.get_by_role("button", name="Keep these with my progress").click()
    expect(page.get_by_role("button", name="Your link")).to_be_visible()
    page.locator(QUIET).wait_for()
    page.reload()
    expect(page.get_by_role("table", name="Results side by side")).to_be_visible()
    page.get_by_role("button", name="Remove those kept with my progress").click()
    page.locator(QUIET).wait_for()
    page.reload()
    page.locator(".ex[data-ready]").wait_for()
    page.get_by_text("Save, open, print and compare").click()
    expect(page.get_by_role("button", name="Remove those kept with my progress")).to_be_visible()
    expect(page.get_by_role("table", name="Results side by side")).to_have_count(0)
