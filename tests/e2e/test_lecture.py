"""Lecture mode in a real browser: clicker, keys, reveals; the prepared list, its link, file and QR code."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from dermatome.lecture.deck import Deck, Step
from dermatome.lecture.formats import pack
from tests.browser import Visits, barriers, visit

if TYPE_CHECKING:
    from tests.browser import MapPage

pytestmark = pytest.mark.e2e

FRONT = "view=anterior"


class Hall:
    """Lecture mode as a teacher meets it."""

    def __init__(self, map_page: MapPage) -> None:
        self.map_page, self.page = map_page, map_page.page
        self.screen = self.page.locator("dialog.dl")

    def enter(self, query: str) -> Hall:
        self.map_page.open(query)
        self.page.get_by_role("button", name="Lecture mode").click()
        return self.drawn()

    def drawn(self) -> Hall:
        self.screen.locator(".da-map[data-ready] .da-stage:not([aria-busy])").wait_for()
        return self

    def press(self, *keys: str) -> Hall:
        for key in keys:
            self.page.keyboard.press(key)
        return self

    @property
    def root(self) -> Locator:
        return self.screen.locator(".dl-root")

    @property
    def facts(self) -> Locator:
        return self.screen.locator(".dl-fact")

    def region(self, view: str, root: str, side: str = "right") -> Locator:
        return self.screen.locator(f'.da-region[data-view="{view}"][data-root="{root}"][data-side="{side}"]')

    def selected(self) -> Locator:
        return self.screen.locator('.da-region[data-state="selected"]')


@pytest.fixture
def hall(map_page: MapPage) -> Hall:
    return Hall(map_page)


@pytest.fixture
def messages(page: Page) -> list[str]:
    """What the browser tells the server from now on."""
    sent: list[str] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda data: sent.append(str(data)[:80])))
    return sent


# ---- stepping -----------------------------------------------------------------------------------


@pytest.mark.own_page
def test_the_clicker_reveals_one_fact_after_the_other_and_takes_them_back(
    messages: list[str], hall: Hall
) -> None:
    hall.enter(f"?root=S1&{FRONT}")
    messages.clear()
    expect(hall.root).to_have_text("S1")
    expect(hall.screen.locator(".dl-map")).to_have_text("ISNCSCI map")
    expect(hall.facts).to_have_count(0)
    hall.press("PageDown")
    expect(hall.facts).to_have_count(1)
    expect(hall.facts.first).to_contain_text("calcaneus")
    expect(hall.screen.locator("> [role=status]")).to_contain_text("calcaneus")
    hall.press("PageDown")
    expect(hall.screen.locator('.dl-fact[data-reveal="muscles"]').first).to_contain_text("plantar flexors")
    expect(hall.screen.locator(".dl-sources")).to_contain_text("ISNCSCI 2019")
    hall.press("PageUp", "PageUp")
    expect(hall.facts).to_have_count(0)
    assert not messages, "stepping went to the server"


def test_one_key_from_any_page_and_escape_leaves(hall: Hall) -> None:
    page = hall.page
    hall.map_page.open("?root=L4")
    page.get_by_role("link", name="Sources", exact=True).first.click()
    expect(page.get_by_role("heading", name="Sources").first).to_be_visible()
    hall.map_page.settled()
    page.keyboard.press("F8")
    hall.drawn()
    expect(hall.root).to_have_text("L4")
    page.keyboard.press("Escape")
    expect(hall.screen).to_have_count(0)
    assert page.evaluate("document.fullscreenElement") is None
    page.get_by_role("button", name="Lecture mode").click()
    hall.drawn()
    page.get_by_role("button", name="Leave lecture mode").click()
    expect(hall.screen).to_have_count(0)


@pytest.mark.parametrize("key", ["h", "q"])
def test_escape_first_closes_what_lies_over_the_map(hall: Hall, key: str) -> None:
    page = hall.enter(f"?root=L4&{FRONT}").page
    sheet = hall.screen.locator(".dl-sheet").filter(visible=True)
    page.keyboard.press(key)
    expect(sheet).to_have_count(1)
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    expect(hall.root).to_have_text("L4")
    # Where the browser keeps the key to itself, it ends the full screen and says no more.
    page.keyboard.press(key)
    page.wait_for_function("document.fullscreenElement")
    page.evaluate("document.exitFullscreen()")
    expect(sheet).to_have_count(0)
    expect(hall.root).to_have_text("L4")
    page.keyboard.press("Escape")
    expect(hall.screen).to_have_count(0)


def test_it_fills_the_screen_and_shows_the_map_alone(hall: Hall) -> None:
    hall.enter(f"?root=L4&{FRONT}")
    assert hall.screen.bounding_box() == {"x": 0, "y": 0, "width": 1440, "height": 900}
    for part in (".da-head", ".da-top", ".da-zoom", ".da-note"):
        expect(hall.screen.locator(part).first).to_be_hidden()
    stage = hall.screen.locator(".dl-stage").bounding_box()
    plate = hall.screen.locator(".da-plate").bounding_box()
    assert stage and plate and plate["height"] > 0.9 * stage["height"], "the map leaves the screen empty"


def test_root_layer_view_map_side_and_labels_by_key(hall: Hall) -> None:
    hall.enter(f"?root=L4&{FRONT}")
    hall.press("r")
    expect(hall.root).to_have_text("L5")
    expect(hall.region("anterior", "L5")).to_have_attribute("data-state", "selected")
    hall.press("Shift+R", "Shift+R")
    expect(hall.root).to_have_text("L3")
    hall.press("m")
    expect(hall.screen.locator(".dl-map")).to_have_text("Keegan & Garrett map")
    hall.press("Shift+M", "x")
    expect(hall.region("anterior", "L3", "left")).to_have_attribute("data-state", "selected")
    expect(hall.screen.locator(".da-label").first).to_be_visible()
    hall.press("t")
    expect(hall.screen.locator(".da-label").first).to_be_hidden()
    hall.press("l")
    expect(hall.screen.locator(".dl-what")).to_contain_text("muscles of the third lumbar nerve root")
    expect(hall.screen.locator('.da-region[data-role="main"]').first).to_be_visible()
    hall.press("Shift+L", "v")
    views = hall.screen.locator(".da-plate")
    expect(views).to_have_count(1)
    expect(views).to_have_attribute("data-view", "posterior")


def test_inferred_parts_are_switched_off_and_on_by_key_and_button(hall: Hall) -> None:
    hall.enter("?root=S1&scheme=isncsci&view=foot-sole&inferred=no")
    line, button = hall.screen.locator(".dl-map"), hall.screen.get_by_role("button", name="Inferred parts")
    expect(line).to_contain_text("published parts alone")
    expect(button).to_have_attribute("aria-pressed", "false")
    hall.press("q")
    expect(hall.screen.locator(".dl-url")).to_contain_text("inferred=no")
    hall.press("q", "i")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(line).to_have_text("ISNCSCI map")
    button.click()
    expect(line).to_contain_text("published parts alone")
    hall.press("l")  # muscles are not drawn after a figure
    expect(button).to_be_hidden()


def test_blank_screen_as_clickers_send_it(hall: Hall) -> None:
    hall.enter(f"?root=L4&{FRONT}")
    blank = hall.screen.locator(".dl-blank")
    for key in ("b", "."):
        hall.press(key)
        expect(blank).to_be_visible()
        expect(blank).to_have_css("background-color", "rgb(0, 0, 0)")
        hall.press("PageDown")
        expect(blank).to_be_hidden()
    expect(hall.facts).to_have_count(0)


def test_what_is_hidden_is_told_by_nothing_on_the_screen(hall: Hall) -> None:
    hall.enter(f"?root=L4&{FRONT}")
    hall.press("1")
    expect(hall.root).to_have_text("?")
    expect(hall.selected()).to_have_count(1)
    expect(hall.screen.locator(".da-badge")).to_have_count(0)
    expect(hall.screen.locator(".da-label").first).to_be_hidden()
    hall.press("2")
    expect(hall.selected()).to_have_count(0)
    hall.press("1", "2")
    expect(hall.screen.locator(".da-badge")).to_contain_text("L4")


def test_other_maps_side_by_side(hall: Hall) -> None:
    hall.enter("?root=S1&view=anterior,posterior")
    hall.press("7")
    plates = hall.screen.locator(".da-plate")
    expect(plates.locator("figcaption").filter(has_text="Keegan & Garrett")).to_be_visible()
    shown = plates.evaluate_all("plates => plates.map((plate) => plate.dataset.view)")
    assert len(shown) >= 4 and set(shown) == {"posterior"}, "S1 is drawn mostly on the back"
    hall.press("7")
    expect(hall.region("anterior", "S1")).to_have_attribute("data-state", "selected")


def test_a_click_on_the_map_shows_another_root_and_the_clicker_goes_on(hall: Hall) -> None:
    hall.enter(f"?root=L4&{FRONT}")
    on_screen = type(hall.map_page)(
        cast("Page", hall.screen), ""
    )  # its regions, not those of the page behind
    hall.page.mouse.click(*on_screen.point_in("anterior", "L3"))
    expect(hall.root).to_have_text("L3")
    hall.press("ArrowRight")
    expect(hall.facts).to_have_count(1)


def test_the_spotlight_follows_the_pointer_and_the_keys(hall: Hall) -> None:
    hall.enter(f"?root=L4&{FRONT}")
    spot = hall.screen.locator(".dl-spot")
    expect(spot).to_be_hidden()
    hall.press("s")
    expect(spot).to_be_visible()
    place = "e => ['--x', '--y', '--r'].map((name) => parseFloat(e.style.getPropertyValue(name)))"
    box = hall.region("anterior", "L4").bounding_box()
    x, y, r = spot.evaluate(place)
    assert box and box["x"] <= x <= box["x"] + box["width"] and box["y"] <= y <= box["y"] + box["height"]
    hall.press("Shift+ArrowRight", "+")
    moved = spot.evaluate(place)
    assert moved[0] > x and moved[1] == y and moved[2] > r
    hall.page.mouse.move(300, 400)
    assert spot.evaluate(place)[:2] == [300, 400]
    hall.press("s")
    expect(spot).to_be_hidden()


def test_the_map_is_still_walked_by_keyboard(hall: Hall) -> None:
    hall.enter(f"?root=L4&{FRONT}")
    hall.region("anterior", "L4").focus()
    hall.press("ArrowUp")
    walked = hall.page.evaluate("document.activeElement.dataset.root")
    assert walked and walked != "L4"
    expect(hall.root).to_have_text("L4")
    hall.press("Enter")
    expect(hall.root).to_have_text(walked)
    hall.press("PageDown")
    expect(hall.facts).not_to_have_count(0)


@pytest.mark.own_page
def test_letters_of_lecture_mode_do_nothing_elsewhere(hall: Hall, messages: list[str]) -> None:
    hall.map_page.open("?root=L4")
    for key in "rlvmsqbn":
        hall.page.keyboard.press(key)
    expect(hall.screen).to_have_count(0)
    hall.map_page.settled()
    expect(hall.page).to_have_url(re.compile("root=L4"))


# ---- phones ------------------------------------------------------------------------------------------


def test_qr_code_leads_to_what_is_shown_and_says_when_phones_cannot_follow(
    hall: Hall, browser: Browser
) -> None:
    hall.enter("?root=S1&scheme=keegan-garrett&side=left&view=posterior")
    hall.press("r", "q")
    sheet = hall.screen.locator(".dl-qr")
    picture = sheet.get_by_role("img", name=re.compile("QR code"))
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 20
    box = picture.bounding_box()
    assert box and box["height"] >= 0.5 * 900, "the last row could not read it"
    expect(sheet.get_by_role("alert")).to_contain_text("DERMATOME_PUBLIC_URL")
    address = sheet.locator(".dl-url").inner_text()
    assert parse_qs(urlsplit(picture.get_attribute("src") or "").query)["text"] == [address]
    phone = type(hall.map_page)(browser.new_page(), hall.map_page.url)
    phone.open("?" + urlsplit(address).query)
    expect(phone.heading()).to_contain_text(re.compile(r"^S2\s+.*, left, on the Keegan & Garrett map"))
    phone.page.close()


# ---- the prepared list -------------------------------------------------------------------------------


class Desk:
    """The page on which a lecture is prepared."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url

    def open(self, query: str = "") -> Desk:
        self.page.goto(f"{self.url}/lecture{query}")
        self.page.locator(".da-map[data-ready] .da-stage:not([aria-busy])").wait_for()
        return self.settled()

    def settled(self) -> Desk:
        self.page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
        return self

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def press(self, name: str) -> Desk:
        self.button(name).click()
        return self.settled()

    def add(self) -> Desk:
        before = self.steps().count()
        self.page.get_by_role("button", name="Add what the map shows as a step").click()
        expect(self.steps()).to_have_count(before + 1)
        return self.settled()

    def choose_root(self, name: str) -> Desk:
        self.page.get_by_role("radio", name=name).click()
        expect(self.page).to_have_url(re.compile(f"root={name.split(',')[0]}"))
        return self.settled()

    def steps(self) -> Locator:
        return self.page.locator('.st-key-lecture-steps-side [role="radiogroup"] label')

    def names(self) -> list[str]:
        return [text.strip() for text in self.steps().all_inner_texts()]

    def write(self, label: str, text: str) -> Desk:
        field = self.page.get_by_label(label, exact=True)
        field.fill(text)
        field.press("Tab")
        return self.settled()


@pytest.fixture
def desk(request: pytest.FixtureRequest, visits: Visits, app_url: str) -> Desk:
    """The page of a teacher who has prepared nothing yet: what is prepared stays in the browser."""
    fresh = request.node.get_closest_marker("fresh_page")
    return Desk(request.getfixturevalue("page") if fresh else visits.own(), app_url)


@pytest.fixture
def prepared(desk: Desk) -> Desk:
    """Two steps: the sole, named and with a note; and L5 on the back."""
    desk.open("?root=S1&view=foot-sole").add()
    desk.write("Name of the lecture", "Foot drop & sole")
    desk.write("Name of the step", "The sole").write("Note", "Ask about the little toe.")
    expect(desk.steps().first).to_contain_text("1. The sole")
    desk.choose_root("L5, fifth lumbar nerve root").add()
    return desk


@pytest.mark.parametrize("lang", ["en", "de"])
def test_the_whole_figure_is_on_a_laptops_screen_where_steps_are_prepared(desk: Desk, lang: str) -> None:
    desk.page.set_viewport_size({"width": 1366, "height": 768})
    desk.open(f"?root=S1&lang={lang}")
    plates = [box for each in desk.page.locator(".da-plate").all() if (box := each.bounding_box())]
    assert min(box["y"] for box in plates) <= 0.4 * 768
    assert max(box["y"] + box["height"] for box in plates) <= 768


def test_steps_are_added_named_moved_copied_deleted_and_brought_back(prepared: Desk) -> None:
    desk = prepared
    assert (
        desk.names() == ["1. The sole", "2. L5 · ISNCSCI · Sole of the foot"]
        or desk.names()[0] == "1. The sole"
    )
    desk.press("Earlier")
    expect(desk.steps().nth(1)).to_contain_text("2. The sole")
    desk.press("Copy")
    expect(desk.steps()).to_have_count(3)
    desk.press("Delete")
    expect(desk.steps()).to_have_count(2)
    desk.press("Delete")
    expect(desk.steps()).to_have_count(1)
    expect(desk.steps().first).to_contain_text("1. The sole")
    for count in (2, 3):
        desk.press("Undo")
        expect(desk.steps()).to_have_count(count)


def test_a_press_right_after_a_choice_acts_on_what_the_map_shows(prepared: Desk) -> None:
    """Choice and press in one task of the browser: the press is made, and acts, before the map is heard."""
    desk, page = prepared, prepared.page

    def choose_and_press(root: str, name: str) -> None:
        page.get_by_role("radio", name=root).evaluate(
            """(radio, name) => {
                radio.click();
                const buttons = [...document.querySelectorAll("button")];
                buttons.find((each) => each.innerText.includes(name)).click();
            }""",
            name,
        )

    def shown(root: str) -> None:
        desk.settled()
        expect(page).to_have_url(re.compile(f"root={root}"))
        expect(page.get_by_role("radio", name=f"{root},")).to_be_checked()

    choose_and_press("C6,", "Add what the map shows as a step")
    expect(desk.steps()).to_have_count(3)
    expect(desk.steps().last).to_contain_text("3. C6")
    shown("C6")
    expect(desk.button("Update step 3")).to_be_disabled()
    desk.choose_root("C7, seventh cervical nerve root")
    expect(desk.button("Update step 3")).to_be_enabled()
    choose_and_press("T4,", "Update step 3")
    expect(desk.steps().last).to_contain_text("3. T4")
    shown("T4")
    choose_and_press("L1,", "Earlier")
    expect(desk.steps().nth(1)).to_contain_text("2. T4")
    shown("L1")


def test_a_lecture_is_given_step_by_step(prepared: Desk) -> None:
    desk, page = prepared, prepared.page
    desk.steps().first.click()
    desk.settled()
    page.get_by_role("button", name="Start the lecture").click()
    screen = page.locator("dialog.dl")
    screen.locator(".da-map[data-ready] .da-stage:not([aria-busy])").wait_for()
    expect(screen.locator(".dl-root")).to_have_text("S1")
    expect(screen.locator(".dl-position")).to_have_text("1 / 2")
    for _ in range(5):  # key point, muscles, reflexes, level, then the next step
        page.keyboard.press("PageDown")
    expect(screen.locator(".dl-root")).to_have_text("L5")
    expect(screen.locator(".dl-position")).to_have_text("2 / 2")
    expect(screen.locator(".dl-fact")).to_have_count(0)
    page.keyboard.press("PageUp")
    expect(screen.locator(".dl-root")).to_have_text("S1")
    expect(screen.locator(".dl-fact")).not_to_have_count(0)
    page.keyboard.press("End")
    expect(screen.locator(".dl-position")).to_have_text("2 / 2")
    expect(screen).not_to_contain_text("little toe")  # a note is the teacher's until it is revealed
    page.keyboard.press("Home")
    page.keyboard.press("8")
    expect(screen.locator(".dl-facts")).to_contain_text("Ask about the little toe.")


def test_it_starts_at_the_first_step_and_at_another_on_request(prepared: Desk) -> None:
    page = prepared.page
    screen = page.locator("dialog.dl")
    page.get_by_role("button", name="Start the lecture").click()
    screen.locator(".da-map[data-ready] .da-stage:not([aria-busy])").wait_for()
    expect(screen.locator(".dl-position")).to_have_text("1 / 2")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Start at step 2").click()
    expect(screen.locator(".dl-position")).to_have_text("2 / 2")


def test_the_column_and_a_passage_are_shown_as_steps(desk: Desk) -> None:
    steps = (
        Step(address="levels?disc=L4/5&herniation=foraminal"),
        Step(address="articles?article=l5&section=five-lines", shown=("name",), reveals=()),
        Step(address="root=S1"),
    )
    page = desk.open(f"?lecture={pack(Deck(steps=steps))}").page
    page.get_by_role("button", name="Start the lecture").click()
    screen = page.locator("dialog.dl")
    screen.locator(".sp-map[data-ready]").wait_for()
    expect(screen.locator(".dl-root")).to_have_text("L4/5")
    expect(screen.locator(".sp-callout-taken")).to_contain_text("L4")
    page.keyboard.press("PageDown")
    expect(screen.locator(".dl-fact")).to_contain_text("malleolus")
    page.keyboard.press("n")
    expect(screen.locator(".dl-line")).to_have_count(5)
    expect(screen.locator(".dl-what")).to_contain_text("L5")
    expect(screen.locator(".sp-map")).to_have_count(0)
    page.keyboard.press("PageDown")
    expect(screen.locator(".dl-root")).to_have_text("S1")
    screen.locator(".da-map[data-ready] .da-stage:not([aria-busy])").wait_for()
    page.keyboard.press("PageUp")
    expect(screen.locator(".dl-line")).to_have_count(5)
    page.keyboard.press("r")
    screen.locator(".da-map[data-ready] .da-stage:not([aria-busy])").wait_for()
    expect(screen.locator(".dl-line").first).to_be_hidden()


@pytest.mark.fresh_page
def test_a_lecture_goes_on_without_the_network(prepared: Desk) -> None:
    desk, page = prepared, prepared.page
    desk.steps().first.click()
    desk.settled()
    page.get_by_role("button", name="Start the lecture").click()
    screen = page.locator("dialog.dl")
    expect(screen).to_have_attribute("data-ahead", "yes")
    page.context.set_offline(True)
    page.keyboard.press("PageDown")
    expect(screen.locator(".dl-fact")).to_have_count(1)
    page.keyboard.press("n")
    expect(screen.locator(".dl-root")).to_have_text("L5")
    lit = screen.locator('.da-region[data-root="L5"][data-state="selected"]')
    expect(lit.first).to_be_visible()
    page.keyboard.press("d")
    expect(screen.locator(".da-map")).to_have_attribute("data-theme", "dark")
    expect(lit.first).to_be_visible()
    expect(screen.locator(".da-failed")).to_have_count(0)
    page.context.set_offline(False)


def test_a_lecture_is_saved_and_opened_again(prepared: Desk, browser: Browser, tmp_path: Path) -> None:
    with prepared.page.expect_download() as waiting:
        prepared.page.get_by_role("button", name="Save to a file").click()
    assert waiting.value.suggested_filename == "lecture-foot-drop-sole.json"
    file = tmp_path / "saved.json"
    waiting.value.save_as(file)
    saved = json.loads(file.read_text(encoding="utf-8"))
    assert [step["title"] for step in saved["steps"]] == ["The sole", ""]
    other = Desk(browser.new_page(), prepared.url).open()
    expect(other.page.get_by_text("No steps yet.")).to_be_visible()
    other.press("Open a file")
    other.page.locator("input[type=file]").set_input_files(file)
    expect(other.steps()).to_have_count(2)
    assert other.settled().names() == prepared.names()
    expect(other.page.get_by_label("Name of the lecture")).to_have_value("Foot drop & sole")
    expect(other.page.get_by_label("Note", exact=True)).to_have_value("Ask about the little toe.")
    other.page.keyboard.press("Escape")
    with other.page.expect_download() as again:
        other.page.get_by_role("button", name="Save to a file").click()
    again.value.save_as(tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == file.read_bytes()
    other.page.close()


def test_a_file_that_is_no_lecture_says_so_and_changes_nothing(prepared: Desk, tmp_path: Path) -> None:
    file = tmp_path / "other.json"
    file.write_text('{"format": "dermatome-lecture", "version": 1, "steps": [{"address": "root=Q9"}]}')
    prepared.press("Open a file")
    prepared.page.locator("input[type=file]").set_input_files(file)
    alert = prepared.page.get_by_test_id("stAlert")
    expect(alert).to_contain_text("Step 1 cannot be shown")
    expect(alert).to_contain_text("Q9")
    expect(prepared.steps()).to_have_count(2)


def test_a_link_carries_the_whole_lecture(prepared: Desk, browser: Browser) -> None:
    prepared.press("Share link")
    link = prepared.page.get_by_test_id("stCode").inner_text().strip()
    expect(prepared.page.get_by_text("leads to this computer alone")).to_be_visible()
    assert len(link) < 400
    other = Desk(browser.new_page(), prepared.url)
    other.open("?" + urlsplit(link).query)
    assert other.names() == prepared.names()
    expect(other.page.get_by_label("Note", exact=True)).to_have_value("Ask about the little toe.")
    expect(other.page).not_to_have_url(re.compile("lecture="))
    other.page.close()


def test_a_broken_link_says_so(desk: Desk) -> None:
    desk.open("?lecture=1AAAAAAAAAAAA&root=L4")
    expect(desk.page.get_by_test_id("stAlert")).to_contain_text("cut off or damaged")
    expect(desk.page.get_by_text("No steps yet.")).to_be_visible()


def test_a_reload_loses_nothing(prepared: Desk) -> None:
    names = prepared.names()
    prepared.page.reload()
    expect(prepared.steps()).to_have_count(2)
    assert prepared.settled().names() == names
    expect(prepared.page.get_by_label("Name of the lecture")).to_have_value("Foot drop & sole")
    prepared.press("New")
    expect(prepared.steps()).to_have_count(0)
    prepared.settled().page.reload()
    prepared.page.locator(".da-map[data-ready]").wait_for()
    expect(prepared.page.get_by_text("No steps yet.")).to_be_visible()


# ---- readable, for everybody -------------------------------------------------------------------------


@pytest.fixture(params=["light", "dark"])
def themed(request: pytest.FixtureRequest, visits: Visits, app_url: str) -> tuple[Page, str]:
    theme: Literal["light", "dark"] = request.param
    page = visits.page({"width": 1024, "height": 768}, theme)
    visit(page, f"{app_url}/?root=S1&view=anterior,posterior")
    page.locator(".da-map[data-ready] .da-stage:not([aria-busy])").wait_for()
    return page, theme


def test_lecture_mode_meets_wcag_as_far_as_a_machine_can_tell(themed: tuple[Page, str]) -> None:
    page, theme = themed
    page.get_by_role("button", name="Lecture mode").click()
    page.locator(".dl .da-map[data-ready] .da-stage:not([aria-busy])").wait_for()
    expect(page.locator("dialog.dl")).to_have_attribute("data-theme", theme)
    for keys in (["PageDown", "PageDown"], ["h"], ["h", "q"]):
        for key in keys:
            page.keyboard.press(key)
        page.mouse.move(200, 200)  # brings the buttons back
        assert not barriers(page, "dialog.dl")


CROSSED = """
(all, bar) => {
  const a = bar.getBoundingClientRect();
  const crosses = (b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  return all.filter((each) => crosses(each.getBoundingClientRect())).length;
}
"""


@pytest.mark.parametrize(("width", "height"), [(1024, 768), (1366, 768), (1280, 720)])
def test_the_bar_covers_nothing_that_can_be_clicked(hall: Hall, width: int, height: int) -> None:
    page = hall.page
    page.set_viewport_size({"width": width, "height": height})
    hall.enter("?root=S1&view=anterior,posterior")
    page.mouse.move(300, 300)  # brings the buttons back
    bar = hall.screen.locator(".dl-bar")
    expect(bar).to_be_visible()
    box = bar.bounding_box()
    assert box and box["y"] + box["height"] <= height
    regions = hall.screen.locator(".da-region")
    assert regions.count() > 20
    assert not regions.evaluate_all(CROSSED, bar.element_handle())
    hall.press("q")
    sheet = hall.screen.locator(".dl-qr")
    expect(sheet.locator(".dl-warning")).to_be_visible()
    for part in (sheet, sheet.locator(".dl-warning"), sheet.locator(".dl-url")):
        assert not part.evaluate_all(CROSSED, bar.element_handle())
    assert sheet.evaluate("e => e.scrollHeight - e.clientHeight") <= 1, "nothing of it is cut"
    picture = sheet.locator("img").bounding_box()
    assert picture and min(picture["width"], picture["height"]) > height / 4


def test_the_map_has_the_whole_width_until_there_is_something_to_read(hall: Hall) -> None:
    hall.page.set_viewport_size({"width": 1366, "height": 768})
    hall.enter("?root=S1&view=anterior,posterior")
    stage = hall.screen.locator(".dl-stage")
    wide = stage.bounding_box()
    assert wide and wide["width"] > 0.95 * 1366
    hall.press("PageDown")
    expect(hall.facts).to_have_count(1)
    narrow = stage.bounding_box()
    assert narrow and narrow["width"] < 0.7 * 1366
    hall.press("PageUp")
    expect(hall.facts).to_have_count(0)
    assert stage.bounding_box() == wide


@pytest.mark.parametrize(("width", "height"), [(1024, 768), (3840, 2160)])
def test_the_last_row_can_read_it(hall: Hall, width: int, height: int) -> None:
    hall.page.set_viewport_size({"width": width, "height": height})
    hall.enter("?root=S1&view=anterior,posterior")
    hall.press("PageDown", "PageDown", "PageDown", "PageDown")
    expect(hall.screen.locator('.dl-fact[data-reveal="level"]').first).to_be_visible()
    size = "e => parseFloat(getComputedStyle(e).fontSize)"
    # A letter is legible from six screen heights away when it is about a fiftieth of the height.
    assert hall.root.evaluate(size) >= height / 12
    for row in hall.screen.locator(".dl-fact dd, .dl-map, .dl-what").all():
        assert row.evaluate(size) >= height / 50
    for text in hall.screen.locator(".da-badge text, .da-plate figcaption").all():
        assert text.evaluate(size) >= height / 50
    facts = hall.screen.locator(".dl-facts")
    assert facts.evaluate("e => e.scrollHeight - e.clientHeight") <= 1, "what is revealed runs off the screen"


def test_the_page_of_lectures_meets_wcag(prepared: Desk) -> None:
    assert not barriers(prepared.page)
