"""What cannot be fetched is said in its place, in the language of the page, with a way on that leads on."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Response, Route, expect

from dermatome.study import sets
from tests.browser import QUIET

pytestmark = [pytest.mark.e2e, pytest.mark.fresh_page]

DRAWN = ".da-map[data-ready] .da-stage:not([aria-busy])"
LEG = "click_territory/isncsci/L4~anterior.either"
BREAK = "() => { window.whole = Plotly.react; Plotly.react = () => { throw new Error('broken'); }; }"
MEND = "() => { Plotly.react = window.whole; }"
ENGLISH, GERMAN = "Try again", "Noch einmal versuchen"


def broken(page: Page, what: str, status: int | None = 500) -> None:
    """Let requests whose address matches fail: with a status, or without any answer."""

    def fail(route: Route) -> None:
        if status is None:
            route.abort()
        else:
            route.fulfill(status=status, body="no")

    page.route(re.compile(what), fail)


def try_all_again(page: Page, button: str) -> None:
    """Let all requests through and press each button that tries again: several parts may have failed."""
    page.unroute_all()
    # At once: a part that comes back takes the buttons of others with it.
    page.get_by_role("button", name=button).evaluate_all("all => all.forEach((each) => each.click())")


@pytest.mark.parametrize(
    ("address", "what", "status", "said", "there"),
    [
        ("?root=S1", r"/base/mount\.js", 503, "could not be loaded: the server cannot be reached", DRAWN),
        ("?root=S1", r"/map/body_map\.js", None, "could not be loaded: the server cannot be reached", DRAWN),
        ("?root=S1", r"/map/body_map\.css", 500, "could not be loaded: the server cannot be reached", DRAWN),
        (
            "?root=S1",
            r"/catalogue/dermatome",
            500,
            "The map could not be drawn: the server answered 500",
            DRAWN,
        ),
        ("?root=S1", r"/plates/", 502, "The map could not be drawn: the server answered 502", DRAWN),
        (
            "?root=S1",
            r"/assets/plotly\.js",
            None,
            "The map could not be drawn: the server cannot be reached",
            DRAWN,
        ),
        ("levels?root=S1", r"/assets/spine/", 500, "The column could not be drawn: ", ".sp-map[data-ready]"),
        (
            "practice",
            r"/plates/",
            500,
            "The map could not be drawn: the server answered 500",
            ".ps[data-ready]",
        ),
        ("articles?article=s1", r"/plates/", 500, "The map could not be drawn: ", DRAWN),
        (
            f"practice?round={sets.encode(sets.make('', (LEG,)))}&key=unreachable",
            r"/assets/practice/",
            500,
            "The map could not be drawn: ",
            ".pr .da-region",
        ),
    ],
)
def test_what_cannot_be_fetched_is_said_and_can_be_tried_again(
    page: Page, app_url: str, address: str, what: str, status: int | None, said: str, there: str
) -> None:
    broken(page, what, status)
    page.goto(f"{app_url}/{address}")
    note = page.get_by_role("alert").filter(has_text=said).first
    expect(note).to_be_visible()
    try_all_again(page, ENGLISH)
    page.locator(there).first.wait_for(state="attached")
    expect(page.locator(".da-failed")).to_have_count(0)


def test_a_page_whose_words_cannot_be_fetched_says_so_in_its_language(page: Page, app_url: str) -> None:
    broken(page, r"/words\.json")
    page.goto(f"{app_url}/?root=S1&lang=de")
    note = (
        page.get_by_role("alert").filter(has_text="Dieser Teil der Seite konnte nicht geladen werden").first
    )
    expect(note).to_contain_text("der Server antwortete 500")
    try_all_again(page, GERMAN)
    page.locator(DRAWN).wait_for()
    expect(page.get_by_role("radio", name="Hautnerven")).to_be_visible()


def test_a_map_that_cannot_be_drawn_anew_says_so(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/?root=S1")
    page.locator(DRAWN).wait_for()
    page.evaluate(BREAK)
    page.locator(".da-menu summary").first.click()
    page.get_by_role("radio", name="Left").click()
    page.set_viewport_size({"width": 700, "height": 700})  # draws anew
    note = page.get_by_role("alert").filter(has_text="The map could not be drawn: broken")
    expect(note).to_be_visible()
    page.evaluate(MEND)
    # Laid out anew meanwhile, the page may have mended itself; a press is for the case that it has not.
    page.evaluate("() => document.querySelectorAll('.da-failed button').forEach((button) => button.click())")
    page.locator(f"{DRAWN} .da-region").first.wait_for(state="attached")
    expect(page.locator(".da-failed")).to_have_count(0)


def test_a_map_that_cannot_be_fetched_later_says_so(page: Page, app_url: str) -> None:
    broken(page, r"/plates/nerves/")  # nor can it be fetched ahead
    page.goto(f"{app_url}/?root=S1")
    page.locator(DRAWN).wait_for()
    page.get_by_role("radio", name="Skin nerves").click()
    note = page.get_by_role("alert").filter(has_text="The map could not be drawn: the server answered 500")
    expect(note).to_be_visible()
    try_all_again(page, ENGLISH)
    expect(page.locator('.da-region[data-layer="nerve"]').first).to_be_visible()
    expect(page.locator(".da-failed")).to_have_count(0)


def test_what_could_not_be_drawn_ahead_is_drawn_when_it_is_asked_for(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/?root=S1")
    page.locator(DRAWN).wait_for()
    page.evaluate(BREAK)
    page.wait_for_function(
        "() => (({ ahead, ready }) => ahead === ready)(document.querySelector('.da-map').dataset)"
    )
    page.evaluate(MEND)
    page.get_by_role("radio", name="Skin nerves").click()
    expect(page.locator('.da-region[data-layer="nerve"]').first).to_be_visible()


def test_lecture_mode_that_cannot_be_opened_says_so(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/?root=S1")
    page.locator(DRAWN).wait_for()
    broken(page, r"/lecture\.json")
    page.keyboard.press("F8")
    note = page.get_by_role("alert").filter(
        has_text="Lecture mode could not be opened: the server answered 500"
    )
    expect(note).to_be_visible()
    page.unroute_all()
    note.get_by_role("button", name=ENGLISH).click()
    page.locator(".dl .da-map[data-ready]").wait_for()


def test_each_module_is_fetched_once_a_page_and_kept_for_good(page: Page, app_url: str) -> None:
    fetched: list[Response] = []
    page.on("response", lambda answer: fetched.append(answer) if "/assets/frontend/" in answer.url else None)
    page.goto(f"{app_url}/?root=S1")
    page.locator(DRAWN).wait_for()
    page.keyboard.press("F8")
    page.locator(".dl .da-map[data-ready]").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Levels").first.click()
    page.locator(".sp-map[data-ready]").wait_for()
    paths = [urlsplit(answer.url).path for answer in fetched]
    assert any(path.endswith("/spine/view.js") for path in paths)
    assert len(paths) == len(set(paths))
    assert {answer.headers["cache-control"] for answer in fetched} == {"public, max-age=31536000, immutable"}
    assert len({path.split("/")[3] for path in paths}) == 1, "modules of more than one build"


LEAVE = """
([region]) => {
  region.focus();
  region.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
  history.pushState({}, "", new URL("about", location.href).href);
  dispatchEvent(new PopStateEvent("popstate", { state: {} }));
}
"""


def test_what_a_page_says_when_it_has_been_left_does_not_bring_it_back(page: Page, app_url: str) -> None:
    """A choice is told when it has been painted: here while the page gone to is being made."""
    page.goto(f"{app_url}/?root=C6")
    for _time in range(5):
        page.locator(DRAWN).wait_for()
        page.locator(QUIET).wait_for()
        page.locator('.da-region[data-view="anterior"][data-root="L3"][data-side="left"]').evaluate_all(LEAVE)
        page.locator(f"{QUIET}:not(:has(.da-map)) h1", has_text="About").wait_for(timeout=20_000)
        page.get_by_role("link", name="Map", exact=True).first.click()
