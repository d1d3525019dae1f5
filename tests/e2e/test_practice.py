"""Practice in a real browser: every kind right and wrong, keys, tests, reloads, sets, themes, phones."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from dermatome.anatomy.ids import TERRITORY_ROOTS
from dermatome.atlas.load import atlas
from dermatome.study import sets
from dermatome.study.questions import cards, question, quiz
from dermatome.study.records import KINDS, Kind, Question, Wanted
from dermatome.study.skin import key_points
from dermatome.study.wording import label, prompt
from tests.browser import INSIDE, Visits, barriers, visit

pytestmark = pytest.mark.e2e

OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
FOOT = "click_territory/keegan-garrett/S1~foot-sole.either"
LEG = "click_territory/isncsci/L4~anterior.either"
BACK = "name_territory/isncsci/S1~posterior.right"
REFLEX = "reflex/reflex-of/T9~upper-abdominal"
MUSCLE = "muscle/root-of/supraspinatus"
CASE = "case/ankle-jerk"
DECK_MS = 300_000

# Millimetres of a plate → position on the screen.
ON_SCREEN = """
(plate, [x, y]) => {
  plate.scrollIntoView({ block: "center" });
  const canvas = plate.querySelector(".da-plate-canvas");
  const { xaxis, yaxis } = canvas._fullLayout;
  const box = canvas.getBoundingClientRect();
  return [box.left + xaxis._offset + xaxis.l2p(x), box.top + yaxis._offset + yaxis.l2p(y)];
}
"""


# A session remembers a round by its key: every round that is opened gets a key of its own.
_NUMBERS = itertools.count(1)


class PracticePage:
    """The practice page, spoken to as a learner would."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url

    def home(self, query: str = "") -> PracticePage:
        """Open what there is to practise."""
        visit(self.page, f"{self.url}/practice{query}")
        self.page.locator(".ps[data-ready]").wait_for()
        self.settled()
        return self

    def ask(self, *asked: str, seconds: int | None = None, key: str = "test", **query: str) -> PracticePage:
        """Open a round of these questions."""
        chosen = sets.make("", asked, seconds)
        more = "".join(f"&{name}={value}" for name, value in query.items())
        visit(self.page, f"{self.url}/practice?round={sets.encode(chosen)}&key={key}{next(_NUMBERS)}{more}")
        return self.asked(asked[0])

    def asked(self, name: str) -> PracticePage:
        """Wait until a question is on screen, its map drawn and the server quiet."""
        self.page.locator(f'.pr[data-shown="{name} asked"]').wait_for()
        self.page.locator(".pr .da-stage:not([aria-busy])").wait_for(state="attached")
        self.settled()
        return self

    def judged(self, *, right: bool | None) -> Locator:
        """Wait for the verdict and return it; ``right`` is None where it was not known."""
        verdict = self.page.locator(".pr-verdict")
        expect(verdict).to_be_visible()
        expect(verdict).to_have_attribute("data-right", {True: "yes", False: "no", None: "open"}[right])
        self.settled()
        return verdict

    def settled(self) -> None:
        """Wait until the running script has ended."""
        self.page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()

    def region(self, root: str, side: str = "right") -> Locator:
        return self.page.locator(f'.pr .da-region[data-id="{root}"][data-side="{side}"]').first

    def choice(self, name: str) -> Locator:
        return self.page.locator(f'.pr-choices button[data-id="{name}"]')

    def click_region(self, root: str, side: str = "right") -> None:
        spot = self.region(root, side).evaluate(INSIDE)
        assert spot, f"{root} shows no clickable point"
        self.page.mouse.click(*spot)

    def click_at(self, x: float, y: float) -> None:
        """Click a place of the only plate, in millimetres."""
        spot = self.page.locator(".pr .da-plate").evaluate(ON_SCREEN, [x, y])
        self.page.mouse.click(*spot)

    def answer(self, asked: Question, *, right: bool) -> str:
        """Answer a question with the mouse; return what was answered."""
        side = "left" if str(asked.view).endswith("left") else "right"
        if asked.kind == "click_key_point":
            marks = {m.key_point_of: m for m in key_points(atlas(), str(asked.view)) if m.side == side}
            root = asked.root if right else next(root for root in marks if root != asked.root)
            self.click_at(marks[root].x, marks[root].y)
            return str(root)
        if asked.click:
            drawn = {
                t.root for t in atlas().territories(str(asked.scheme), str(asked.view)) if t.kind == "spinal"
            }
            root = asked.root if right else sorted(drawn - {asked.root})[0]
            self.click_region(root, asked.side or side)
            return root
        chosen = asked.answers[0] if right else next(c for c in asked.choices if c not in asked.answers)
        if right and chosen not in asked.choices:
            chosen = next(c for c in asked.choices if c in asked.answers)
        self.choice(chosen).click()
        return chosen


@pytest.fixture
def practice(page: Page, app_url: str) -> PracticePage:
    """The practice page on a laptop's screen, not opened yet."""
    page.set_viewport_size({"width": 1280, "height": 900})
    return PracticePage(page, app_url)


# ---- every kind, right and wrong --------------------------------------------------------------------


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "loss"])  # marks several: see below
def test_each_kind_is_answered_right_and_wrong(practice: PracticePage, kind: Kind) -> None:
    asked = quiz(Wanted(kinds=(kind,), schemes=("isncsci",), difficulties=(1, 2)), 2, seed=7)
    first, second = (question(q.id) for q in asked)
    practice.ask(first.id, second.id, key=f"kind{kind.replace('_', '')}")
    page = practice.page
    expect(page.locator(".pr-prompt")).to_have_text(prompt(first))

    given = practice.answer(first, right=True)
    verdict = practice.judged(right=True)
    expect(verdict.locator("h3")).to_contain_text("Right")
    if not first.click:
        expect(practice.choice(given)).to_contain_text("✓ Right answer")
    page.locator(".pr-next").click()

    practice.asked(second.id)
    expect(page.locator(".pr-prompt")).to_have_text(prompt(second))
    given = practice.answer(second, right=False)
    verdict = practice.judged(right=False)
    for answer in second.answers if len(second.answers) == 1 else ():
        expect(verdict.locator("h3")).to_contain_text(label(second, answer))
    expect(verdict.locator(".passages li")).to_have_count(1)
    assert re.search(r"articles\?article=", verdict.locator(".passages a").get_attribute("href") or "")
    if not second.click:
        expect(practice.choice(given)).to_contain_text("✗ Your answer")
        right = next(c for c in second.choices if c in second.answers)
        expect(practice.choice(right)).to_contain_text("✓ Right answer")
    page.locator(".pr-next").click()
    expect(page.locator(".pr-report h2")).to_have_text("1 of 2 right.")


@pytest.mark.own_page
def test_a_map_that_comes_late_changes_nothing_of_the_next_question(practice: PracticePage) -> None:
    page = practice.page
    held: list[Route] = []
    page.route("**/reflexes/**", lambda route: held.append(route))
    practice.ask(REFLEX, BACK)
    practice.choice("upper-abdominal").click()
    practice.judged(right=True)
    page.locator(".pr-next").click()
    practice.asked(BACK)
    said = page.locator(".pr-lit").inner_text()
    assert said and held
    for route in held:
        with page.expect_response(route.request.url):
            route.continue_()
    # What the late map sets off has run when the page has been painted twice.
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    expect(page.locator(".pr")).to_have_attribute("data-shown", f"{BACK} asked")
    expect(page.locator(".pr-lit")).to_have_text(said)


def test_a_wrong_click_shows_the_right_region_beside_the_clicked_one(practice: PracticePage) -> None:
    page = practice.ask(LEG).page
    practice.click_region("L5")
    verdict = practice.judged(right=False)
    expect(practice.region("L5")).to_have_attribute("data-state", "wrong")
    expect(practice.region("L4")).to_have_attribute("data-state", "selected")
    wrong, right = (page.locator(f".da-mark.da-{state}").first for state in ("wrong", "selected"))
    assert wrong.evaluate("e => getComputedStyle(e).strokeDasharray") != "none"
    assert right.evaluate("e => getComputedStyle(e).strokeDasharray") == "none"
    expect(page.locator(".da-hatch")).to_have_count(1)
    assert set(page.locator(".da-badge text").all_text_contents()) == {"✗ Yours: L5", "✓ L4"}
    expect(verdict).to_contain_text(re.compile(r"L4 lies \d+ (mm|cm) away"))
    expect(verdict).to_contain_text("You pointed at the")


def test_it_says_who_would_have_taken_a_wrong_answer(practice: PracticePage) -> None:
    """The answer of the Keegan and Garrett map to a question on the ISNCSCI map."""
    spot = next(spot for spot in spots_that_differ())
    root, view, x, y = spot
    practice.ask(f"click_territory/isncsci/{root}~{view}.either", key="differ")
    practice.click_at(x, y)
    verdict = practice.judged(right=False)
    expect(verdict).to_contain_text(re.compile(r"The Keegan & Garrett map would accept it"))


def spots_that_differ() -> Iterator[tuple[str, str, float, float]]:
    """Yield places that Keegan and Garrett give to a root and ISNCSCI to another one."""
    view = "anterior"
    for theirs in atlas().territories("keegan-garrett", view):
        ours = atlas().territory("isncsci", view, theirs.root, theirs.side)
        if ours is None or theirs.kind != "spinal":
            continue
        beyond = theirs.geometry.difference(ours.geometry).buffer(-12)
        if not beyond.is_empty:
            spot = beyond.representative_point()
            yield theirs.root, view, spot.x, spot.y


def test_typed_roots_and_what_is_no_root(practice: PracticePage) -> None:
    page = practice.ask(BACK).page
    box = page.get_by_role("textbox", name="Or type the root")
    box.fill("banana")
    box.press("Enter")
    expect(page.locator(".pr-trouble")).to_contain_text("banana")
    expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".pr-verdict")).to_be_hidden()
    box.fill("s1")
    box.press("Enter")
    expect(practice.judged(right=True)).to_contain_text("Right: S1")


def test_not_knowing_tells_the_answer(practice: PracticePage) -> None:
    practice.ask(LEG).page.get_by_role("button", name="I do not know").click()
    expect(practice.judged(right=None)).to_contain_text("Answer: L4")
    expect(practice.region("L4")).to_have_attribute("data-state", "selected")


@pytest.mark.parametrize("asked", [CASE, "muscle/muscle-of/L4"])
def test_without_a_map_the_answers_stand_beside_the_question(practice: PracticePage, asked: str) -> None:
    page = practice.ask(question(asked).id, key="beside").page
    expect(page.locator(".pr-maps")).to_be_hidden()
    choices, question_ = (page.locator(each) for each in (".pr-choices", ".pr-question"))
    stood, beside = choices.bounding_box(), question_.bounding_box()
    assert stood and beside
    assert stood["x"] >= beside["x"] + beside["width"]
    assert stood["x"] + stood["width"] > 1280 * 0.9, "the right half is in use"
    page.locator(".pr-skip").click()
    verdict = practice.judged(right=None)
    told, beside = verdict.bounding_box(), question_.bounding_box()
    assert choices.bounding_box() == stood, "nothing that is being read jumps"
    assert told and beside and told["y"] >= beside["y"] + beside["height"] and told["x"] == beside["x"]
    drawn = page.locator(".pr-maps").bounding_box()
    assert (drawn is None) == (asked == CASE)
    assert drawn is None or drawn["y"] >= stood["y"] + stood["height"]
    expect(page.locator(".da-badge rect")).to_have_count(0 if asked == CASE else 2)
    badges = [each.bounding_box() for each in page.locator(".da-badge rect").all()]
    middle = drawn["x"] + drawn["width"] / 2 if drawn else 0
    centres = [badge["x"] + badge["width"] / 2 for badge in badges if badge]
    assert sorted(centre > middle for centre in centres) == [False, True][: len(badges)], "a side each"


# ---- nothing is given away --------------------------------------------------------------------------


@pytest.mark.parametrize("drawing", ["borders", "colours", "blank"])
def test_a_click_question_gives_no_name_away(practice: PracticePage, drawing: str) -> None:
    page = practice.ask(LEG, drawing=drawing).page
    names = page.locator(".pr .da-region").evaluate_all(
        "all => all.map((e) => `${e.getAttribute('aria-label')} ${e.getAttribute('aria-description')}`)"
    )
    assert names and len(set(names)) == len(names)
    told = re.compile(rf"\b({'|'.join(TERRITORY_ROOTS)}|V[123])\b")
    assert not [name for name in names if told.search(name)]
    assert not page.locator(".pr .da-label").count()
    page.mouse.move(*practice.region("L5").evaluate(INSIDE))
    expect(page.locator(".pr .da-tip")).to_be_hidden()

    practice.click_region("L5")
    practice.judged(right=False)
    expect(practice.region("C5")).to_have_attribute("aria-label", "C5, right, anterior")
    page.mouse.move(*practice.region("L3").evaluate(INSIDE))
    expect(page.locator(".pr .da-tip strong")).to_have_text("L3, right, anterior")


def test_bare_body_shows_no_border_until_the_answer(practice: PracticePage) -> None:
    practice.ask(LEG, drawing="blank")
    fills = "all => new Set(all.map((e) => getComputedStyle(e).fill)).size"
    regions = practice.page.locator(".pr .da-region")
    assert regions.evaluate_all(fills) == 1
    practice.click_region("L4")
    practice.judged(right=True)
    assert regions.evaluate_all(fills) > 4


def test_colours_come_when_asked_for_and_stay_for_the_round(practice: PracticePage) -> None:
    page = practice.ask(LEG, LEG.replace("L4", "L3")).page
    fills = "all => new Set(all.map((e) => getComputedStyle(e).fill)).size"
    regions = page.locator(".pr .da-region")
    assert regions.evaluate_all(fills) == 1, "colours would tell the roots"
    colours = page.get_by_role("button", name="Colours")
    expect(colours).to_have_attribute("aria-pressed", "false")
    colours.click()
    assert regions.evaluate_all(fills) > 4
    practice.click_region("L4")
    practice.judged(right=True)
    page.locator(".pr-next").click()
    practice.asked(LEG.replace("L4", "L3"))
    expect(colours).to_have_attribute("aria-pressed", "true")


def test_which_map_does_not_name_the_map(practice: PracticePage) -> None:
    asked = quiz(Wanted(kinds=("which_map",), schemes=("keegan-garrett",)), 1)[0]
    page = practice.ask(asked.id).page
    expect(page.locator(".pr .da-note")).to_be_empty()
    expect(page.locator(".pr figcaption")).not_to_contain_text("Keegan")
    expect(page.locator(".pr-lit")).to_contain_text("Lit on the map")
    practice.answer(asked, right=False)
    practice.judged(right=False)
    expect(page.locator(".pr figcaption").first).to_contain_text("Keegan")


def test_an_unlit_view_says_in_words_what_is_lit(practice: PracticePage) -> None:
    lit = practice.ask(BACK).page.locator(".pr-lit")
    expect(lit).to_contain_text(re.compile("Lit on the map: .*right.* Reaches over: .*calf"))
    expect(lit).not_to_contain_text("S1")


# ---- first steps, last things -----------------------------------------------------------------------


@pytest.mark.parametrize("reloaded", [False, True])
def test_number_keys_work_from_the_first_question_and_after_a_reload(
    practice: PracticePage, reloaded: bool
) -> None:
    page = practice.ask(MUSCLE).page
    if reloaded:
        page.reload()
        practice.asked(MUSCLE)
    page.keyboard.press("2")
    expect(page.locator(".pr-verdict")).to_be_visible()
    expect(page.locator('.pr-choices button[aria-pressed="true"]')).to_have_count(1)
    expect(page.locator(".pr-choices button").nth(1)).to_have_attribute("aria-pressed", "true")


def test_number_keys_live_on_after_a_click_beside_the_choices(practice: PracticePage) -> None:
    page = practice.ask(MUSCLE).page
    page.locator(".pr-kind").click()
    page.keyboard.press("1")
    expect(page.locator(".pr-verdict")).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_results_come_first_and_what_to_do_is_in_sight(
    practice: PracticePage, width: int, height: int
) -> None:
    page = practice.page
    page.set_viewport_size({"width": width, "height": height})
    practice.ask(MUSCLE, LEG)
    page.get_by_role("button", name="End here").click()
    expect(page.locator(".pr-report")).to_be_visible()
    practice.settled()
    heading = page.locator(".pr-report h2").bounding_box()
    action = page.get_by_role("button", name="Practise something else").bounding_box()
    lines = page.locator(".practice-lines").bounding_box()
    assert heading and action and lines
    assert heading["y"] < action["y"] < lines["y"]
    assert action["y"] + action["height"] <= height
    assert page.evaluate(OVERFLOW) <= 0


def test_the_path_is_in_one_column_on_a_phone(practice: PracticePage) -> None:
    page = practice.page
    page.set_viewport_size({"width": 390, "height": 844})
    practice.home()
    assert page.evaluate(OVERFLOW) <= 0
    chosen, known = (page.locator(f".st-key-practice-{each}").bounding_box() for each in ("choose", "known"))
    assert chosen and known and known["y"] >= chosen["y"] + chosen["height"]
    first = page.get_by_role("button", name="Basics").bounding_box()
    assert first and first["y"] < 500, "where to begin is in sight"


# ---- keyboard ---------------------------------------------------------------------------------------


def test_keyboard_from_start_to_end(practice: PracticePage) -> None:
    page = practice.home().page
    start = page.get_by_role("button", name="Start")
    for _ in range(60):
        if start.evaluate("e => e === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(start).to_be_focused()
    page.keyboard.press("Enter")
    for number in range(1, 11):
        page.locator(".pr[data-shown$=asked]").filter(has_text=f"Question {number} of 10").wait_for()
        practice.settled()
        if number > 1:
            expect(page.locator(".pr-prompt")).to_be_focused()
        if page.locator(".pr-choices button").count():
            page.locator(".pr-prompt").focus()
            page.keyboard.press("1")
        else:
            page.locator('.pr .da-region[tabindex="0"]').focus()
            for _ in range(12):
                page.keyboard.press("ArrowDown")
                # The face is no root's: the walk goes on.
                if not page.evaluate("document.activeElement.hasAttribute('aria-disabled')"):
                    break
            page.keyboard.press("Enter")
        page.locator('.pr[data-judged="yes"]').wait_for()
        expect(page.locator(".pr-verdict")).to_be_focused()
        page.keyboard.press("Tab")
        expect(page.locator(".pr-next")).to_be_focused()
        page.keyboard.press("Enter")
    expect(page.locator(".pr-report")).to_be_focused()
    expect(page.locator(".pr-report h2")).to_have_text(re.compile(r"^\d+ of 10 right\.$"))


def test_a_region_is_picked_by_keyboard(practice: PracticePage) -> None:
    page = practice.ask(FOOT).page
    path = practice.region("S1")
    path.evaluate("e => e.setAttribute('tabindex', '0')")
    path.focus()
    page.keyboard.press("Enter")
    verdict = practice.judged(right=True)
    expect(verdict).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".pr-report")).to_be_focused()


# ---- reload, two tabs -------------------------------------------------------------------------------


def test_a_reload_loses_no_answer(practice: PracticePage) -> None:
    page = practice.home().page
    page.get_by_role("radio", name="5", exact=True).click()
    practice.settled()
    page.get_by_role("button", name="Start").click()
    page.locator(".pr[data-shown$=asked]").wait_for()
    for number in (1, 2):
        expect(page.locator(".pr-count")).to_have_text(f"Basics · Question {number} of 5")
        practice.settled()
        page.locator(".pr-skip").click()
        practice.judged(right=None)
        if number == 1:
            page.locator(".pr-next").click()
    page.reload()
    expect(page.locator(".pr-count")).to_have_text("Basics · Question 3 of 5")
    page.get_by_role("button", name="End here").click()
    lines = page.locator(".practice-lines > li")
    expect(lines).to_have_count(5)
    page.reload()
    expect(page.locator(".pr-report h2")).to_have_text("0 of 5 right.")


@pytest.mark.own_page
def test_two_tabs_keep_one_answer(practice: PracticePage) -> None:
    page = practice.home("?name=Two+tabs").page
    chosen = sets.encode(sets.make("", (MUSCLE, BACK)))
    address = f"{practice.url}/practice?name=Two+tabs&round={chosen}&key=twotabs"
    other = PracticePage(page.context.new_page(), practice.url)
    for tab in (practice, other):
        tab.page.goto(address)
        tab.page.locator(".pr[data-shown$=asked]").wait_for()
        tab.settled()
    practice.choice("C5").click()
    practice.judged(right=True)
    other.page.locator(".pr-choices button").first.click()
    other.page.locator('.pr[data-judged="yes"]').wait_for()
    other.page.close()
    page.reload()
    expect(page.locator(".pr-count")).to_have_text("Question 2 of 2")
    page.get_by_role("button", name="End here").click()
    expect(page.locator(".pr-report h2")).to_have_text("1 of 2 right.")


# ---- tests ------------------------------------------------------------------------------------------


def test_a_test_tells_nothing_before_its_end(practice: PracticePage) -> None:
    page = practice.ask(LEG, MUSCLE, mode="exam", key="exam").page
    expect(page.locator(".pr-timer")).to_be_hidden()
    practice.click_region("L5")
    practice.asked(MUSCLE)
    expect(page.locator(".pr-verdict")).to_be_hidden()
    assert not page.locator("[data-state=wrong], [data-state=right]").count()
    practice.choice("C5").click()
    expect(page.locator(".pr-report")).to_be_focused()
    expect(page.locator(".pr-report h2")).to_have_text("1 of 2 right.")
    expect(page.locator(".practice-lines > li").first).to_contain_text("That is L5")
    with page.expect_download() as download:
        page.get_by_role("button", name="Results as CSV").click()
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig"))))
    assert [row["correct"] for row in rows] == ["0", "1"]
    assert rows[0]["given"] == "L5"


@pytest.mark.fresh_page
def test_the_clock_can_be_prolonged_hidden_and_taken_away(practice: PracticePage) -> None:
    page = practice.page
    page.clock.install()
    now = page.evaluate("Math.floor(Date.now() / 1000)")
    practice.ask(LEG, MUSCLE, seconds=120, mode="exam", key="clock", began=str(now))
    left = page.get_by_role("timer")
    expect(left).to_have_text(re.compile(r"^(2:00|1:\d\d)$"))
    page.clock.run_for(62_000)
    expect(page.locator(".pr [role=alert]")).to_contain_text("1 minute left")
    expect(page.locator(".pr [role=alert]")).to_contain_text("More time")
    page.get_by_role("button", name="More time").click()
    expect(left).to_have_text(re.compile(r"^[56]:\d\d$"))
    expect(page).to_have_url(re.compile("extra=300"))
    page.get_by_role("button", name="Hide the time").click()
    expect(left).to_be_hidden()
    page.get_by_role("button", name="No time limit").click()
    expect(page.locator(".pr-timer")).to_be_hidden()
    expect(page).to_have_url(re.compile("limit=off"))
    page.clock.run_for(600_000)
    expect(page.locator(".pr-prompt")).to_be_visible()


@pytest.mark.fresh_page
def test_when_the_time_is_over_the_report_comes(practice: PracticePage) -> None:
    page = practice.page
    page.clock.install()
    now = page.evaluate("Math.floor(Date.now() / 1000)")
    practice.ask(LEG, MUSCLE, seconds=120, mode="exam", key="over", began=str(now))
    practice.click_region("L4")
    practice.asked(MUSCLE)
    page.clock.run_for(125_000)
    expect(page.locator(".pr-report h2")).to_have_text("1 of 2 right.")
    expect(page.locator(".practice-lines > li").nth(1)).to_contain_text("not answered")


# ---- progress, sets ---------------------------------------------------------------------------------


def test_weak_roots_are_shown_and_lead_to_practice(practice: PracticePage) -> None:
    chosen = sets.encode(sets.make("", (LEG,)))
    page = practice.page
    page.goto(f"{practice.url}/practice?name=Weak&round={chosen}&key=weak")
    practice.asked(LEG)
    page.locator(".pr-skip").click()
    practice.judged(right=None)
    page.locator(".pr-next").click()
    page.get_by_role("button", name="Practise something else").click()
    page.locator(".ps[data-ready]").wait_for()
    practice.settled()
    expect(page.get_by_text("Weakest: L4.")).to_be_visible()
    weak = page.locator('.ps .da-region[data-id="L4"][data-side="right"]').first
    expect(weak).to_have_attribute("data-role", "weak")
    expect(weak).to_have_attribute("aria-description", re.compile("weak: practise these"))
    assert "url(" in weak.evaluate("e => getComputedStyle(e).fill"), "told by colour alone"
    expect(page.locator(".ps-legend li")).to_have_count(4)
    page.mouse.click(*weak.evaluate(INSIDE))
    expect(page.locator(".pr-count")).to_have_text("Question 1 of 10")


@pytest.mark.own_page
def test_progress_leaves_comes_back_and_is_forgotten(practice: PracticePage, tmp_path: Path) -> None:
    page = practice.ask(MUSCLE, key="leaves").page
    practice.choice("C5").click()
    practice.judged(right=True)
    page.locator(".pr-next").click()
    page.get_by_role("button", name="Practise something else").click()
    page.get_by_text("Your progress: save, bring back, forget").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save progress as a file").click()
    kept = tmp_path / "progress.json"
    download.value.save_as(kept)
    assert [each["question"] for each in json.loads(kept.read_text())["reviews"]] == [MUSCLE]

    forget = page.get_by_role("button", name="Forget my progress")
    expect(forget).to_be_disabled()
    page.get_by_text("Yes, forget all answers of mine for good").click()
    forget.click()
    expect(page.get_by_text("Your progress is forgotten.")).to_be_visible()

    page.locator('input[type="file"]').first.set_input_files(kept)
    expect(page.get_by_text("progress.json")).to_be_visible()
    page.get_by_role("button", name="Add to my progress").click()
    expect(page.get_by_text("1 answer was added.")).to_be_visible()


def test_a_set_is_made_handed_out_and_answered(practice: PracticePage) -> None:
    page = practice.home().page
    page.get_by_text("For teachers: a set for a class").click()
    page.get_by_role("button", name="Draw questions").click()
    code = page.locator("code").filter(has_text="?set=")
    expect(page.get_by_text("Give the set a title")).to_be_visible()
    expect(code).to_have_count(0)
    practice.settled()
    preview, second = page.get_by_role("combobox", name="Preview"), page.get_by_role("option").nth(1)
    for _time in range(5):  # a list closes when the page moves under it, as it does until all of it is drawn
        preview.press("ArrowDown")
        page.wait_for_timeout(500)
        if second.is_visible():
            break
    second.click()
    shown = page.locator(".st-key-set-preview .pr")
    expect(shown.locator(".pr-prompt")).not_to_be_empty()
    expect(shown.locator(".pr-bar")).to_be_hidden()
    page.get_by_role("textbox", name="Title of the set").fill("Week 3")
    page.get_by_role("textbox", name="Title of the set").press("Enter")
    expect(code).to_be_visible()
    link = code.inner_text()
    asked = sets.decode(link.partition("?set=")[2])
    assert (asked.title, len(asked.questions)) == ("Week 3", 20)

    page.goto(link)
    expect(page.get_by_role("heading", name="Week 3")).to_be_visible()
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_text("Give a name first")).to_be_visible()
    page.get_by_role("textbox", name="Your name").fill("Ada")
    page.get_by_role("textbox", name="Your name").press("Enter")
    practice.settled()
    page.get_by_role("button", name="Begin").click()
    expect(page.locator(".pr-count")).to_have_text("Week 3 · Question 1 of 20")
    page.locator(".pr-skip").click()
    expect(page.locator(".pr-count")).to_have_text("Week 3 · Question 2 of 20")
    page.get_by_role("button", name="End here").click()
    expect(page.get_by_role("button", name="Go on")).to_be_focused()
    expect(page.locator(".pr-sure")).to_contain_text("19 questions are open")
    page.get_by_role("button", name="End the test").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Results as CSV").click()
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig"))))
    assert {(row["exam"], row["learner"]) for row in rows} == {("Week 3", "Ada")}
    assert len(rows) == 20


def test_a_selection_leaves_as_an_anki_deck(practice: PracticePage) -> None:
    page = practice.home().page
    page.get_by_role("button", name="Sacral").click()
    page.get_by_role("button", name="Disc and root").click()
    fitting = len(cards(Wanted(kinds=("disc",), roots=("S1", "S2", "S3", "S4-5"))))
    expect(page.get_by_text(re.compile(rf"^{fitting} cards? fits?\.$"))).to_be_visible()
    page.get_by_role("button", name="Anki deck of this selection").click()
    # What it says on the way may be gone before anybody looks (tests/app/test_practice.py sees it). It may
    # also stand for long: the process that draws stands back behind all else the machine has to do.
    ready = page.get_by_text(re.compile(rf"^The deck is ready: {fitting} cards?, "))
    expect(ready).to_be_visible(timeout=DECK_MS)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the deck").click()
    with zipfile.ZipFile(download.value.path()) as deck:
        assert any(name.startswith("collection.anki2") for name in deck.namelist())


# ---- themes, phones ---------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barrier_is_found(visits: Visits, app_url: str, scheme: Literal["light", "dark"]) -> None:
    page = visits.page({"width": 1280, "height": 900}, scheme)
    practice = PracticePage(page, app_url)
    found: dict[str, list[str]] = {}

    def look(what: str) -> None:
        found[what] = barriers(page)

    practice.home()
    look("home")
    practice.ask(LEG, BACK, key="axe")
    look("question")
    practice.click_region("L5")
    practice.judged(right=False)
    look("verdict")
    page.locator(".pr-next").click()
    practice.asked(BACK)
    look("choices")
    page.get_by_role("button", name="End here").click()
    page.locator(".pr-report h2").wait_for()
    practice.settled()
    look("report")
    practice.ask(LEG, seconds=600, mode="exam", key="axeclock", began=str(int(time.time())))
    expect(page.get_by_role("timer")).to_be_visible()
    look("clock")
    assert not {what: wrong for what, wrong in found.items() if wrong}


def test_phone(phone_page: Page, app_url: str) -> None:
    practice = PracticePage(phone_page, app_url).home()
    page = practice.page
    assert page.evaluate(OVERFLOW) == 0
    practice.ask(LEG, BACK, key="phone")
    assert page.evaluate(OVERFLOW) == 0
    page.touchscreen.tap(*practice.region("L5").evaluate(INSIDE))
    practice.judged(right=False)
    assert page.evaluate(OVERFLOW) == 0
    expect(page.locator(".pr-verdict h3")).to_be_in_viewport()
    expect(page.locator(".pr-next")).to_be_in_viewport()
    page.locator(".pr-next").tap()
    practice.asked(BACK)
    heights = page.locator(".pr-choices button").evaluate_all("all => all.map((e) => e.offsetHeight)")
    assert min(heights) >= 44
    page.locator(".pr-choices button").first.tap()
    page.locator('.pr[data-judged="yes"]').wait_for()
    page.locator(".pr-next").tap()
    page.locator(".pr-report h2").wait_for()
    assert page.evaluate(OVERFLOW) == 0


# ---- links ------------------------------------------------------------------------------------------


def _link(page: Page) -> str:
    page.get_by_role("button", name=re.compile("Your link")).click()
    told = page.locator("[data-testid=stCode]").filter(has_text="#learner=")
    told.wait_for()
    return (told.text_content() or "").strip()


@pytest.mark.own_page
def test_a_learners_secret_stands_in_no_request(
    practice: PracticePage, browser: Browser, app_url: str
) -> None:
    page, asked = practice.page, []
    page.on("request", lambda request: asked.append(f"{request.url} {request.headers.get('referer', '')}"))
    practice.ask(MUSCLE, CASE, key="secret")
    practice.answer(question(MUSCLE), right=True)
    practice.judged(right=True)
    page.goto(f"{app_url}/practice")
    link = _link(page)
    secret = link.partition("#learner=")[2]
    assert len(secret) > 20

    page.reload()  # the tab knows who is practising
    practice.settled()
    page.get_by_role("button", name=re.compile("Your link")).wait_for()
    assert secret not in page.url

    with browser.new_context() as other:
        there = other.new_page()
        there.on(
            "request", lambda request: asked.append(f"{request.url} {request.headers.get('referer', '')}")
        )
        there.goto(link)
        there.get_by_role("button", name=re.compile("Your link")).wait_for()
        expect(there.get_by_text("of the last 7 days")).to_be_visible()
        assert secret not in there.url
        assert _link(there) == link
        there.goto(f"{app_url}/practice#learner={'x' * 32}")
        expect(there.get_by_text("not known here")).to_be_visible()
    assert len(asked) > 10
    assert not [request for request in asked if secret in request]


# ---- lesions ----------------------------------------------------------------------------------------


def test_a_patient_is_examined_step_by_step_and_the_verdict_says_why(practice: PracticePage) -> None:
    page = practice.page
    practice.ask("patient/ulnar~420", "loss/ulnar~0")
    tests = page.locator(".pr-tests")
    assert "weak" not in tests.inner_text(), "nothing is told before it is examined"
    for test in ("thumb-opposition", "forearm:medial"):
        button = tests.locator(f'button[data-id="{test}"]')
        button.focus()
        page.keyboard.press("Enter")
        expect(button).to_have_attribute("data-state", "kept")
    expect(tests).to_have_attribute("data-made", "2 tests made")
    page.wait_for_url(re.compile("examined="))
    page.reload()
    expect(tests).to_have_attribute("data-made", "2 tests made")
    expect(tests.locator('button[data-id="thumb-opposition"]')).to_have_attribute("data-state", "kept")
    practice.choice("medial-cord").click()
    verdict = practice.judged(right=False)
    for said in ("Tests made: 2", "Against: ", "thumb opposition is strong"):
        expect(verdict).to_contain_text(said)
    page.locator(".pr-next").click()
    practice.asked("loss/ulnar~0")


def test_what_a_lesion_takes_is_marked_by_keyboard(practice: PracticePage) -> None:
    page = practice.page
    practice.ask("loss/ulnar~0")
    right = question("loss/ulnar~0").answers
    for name in right:
        practice.choice(name).focus()
        page.keyboard.press("Space")
        expect(practice.choice(name)).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Answer", exact=True).click()
    verdict = practice.judged(right=True)
    expect(verdict).to_contain_text("ulnar")
    for name in right:
        expect(practice.choice(name)).to_contain_text("✓")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_questions_of_lesions_hold_no_barrier(
    visits: Visits, app_url: str, scheme: Literal["light", "dark"]
) -> None:
    page = visits.page({"width": 1280, "height": 900}, scheme)
    practice = PracticePage(page, app_url)
    for asked in ("patient/ulnar~420", "loss/ulnar~0"):
        practice.ask(asked)
        if asked.startswith("patient"):
            page.locator(".pr-tests button").first.click()
            expect(page.locator(".pr-tests")).to_have_attribute("data-made", "1 test made")
        assert not barriers(page)
