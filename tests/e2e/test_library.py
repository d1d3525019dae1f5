"""The library in a real browser: reading beside the map, bringing articles, and nothing of them that runs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import ConsoleMessage, Locator, Page, Response, expect

from tests.browser import visit

pytestmark = pytest.mark.e2e

OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"

HOSTILE = [
    {
        "id": 7,
        "date": "2025-05-06T07:08:09",
        "slug": "heel-notes",
        "link": "https://spine.example/heel/",
        "lang": "en",
        "title": {"rendered": "S1 &amp; the heel<script>window.pwned = 1</script>"},
        "content": {
            "rendered": """
            <h2 onclick="window.pwned = 2">Skin &amp; *root*</h2>
            <p onmouseover="window.pwned = 3">The S1 dermatome covers the heel.
            An S1 screw holds the S1 vertebra.</p>
            <script>window.pwned = 4</script>
            <iframe src="https://evil.example/frame" onload="window.pwned = 5"></iframe>
            <img src="https://evil.example/picture.png" onerror="window.pwned = 6" alt="A heel">
            <p><a href="javascript:window.pwned=7">one</a>
            <a href="data:text/html,&lt;script&gt;window.pwned=8&lt;/script&gt;">two</a>
            <a href="https://spine.example/ok">three</a></p>
            <svg onload="window.pwned = 9"><script>window.pwned = 10</script></svg>
            <style>body { display: none !important }</style>
            <object data="https://evil.example/object"></object>
            <form action="https://evil.example/form"><input autofocus onfocus="window.pwned = 11"></form>
            <ul><li>The S1 root carries the ankle jerk.</li><li>T1-weighted images show fat.</li></ul>
            """
        },
        "excerpt": {"rendered": "<p onclick='window.pwned = 12'>The S1 root <b>at the heel</b></p>"},
    }
]


class Watch:
    """What a page asks for and complains about.

    Opened at an address below the root, Streamlit first asks for its own files there and is told that there
    are none; that complaint is its own.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._console)
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(message.text)

    def _response(self, response: Response) -> None:
        if response.status >= 400 and "/_stcore/" not in response.url:
            self.complaints.append(f"{response.status} {response.url}")

    def assert_clean(self) -> None:
        assert self.requests
        assert not [url for url in self.requests if urlsplit(url).hostname not in {"127.0.0.1", None}]
        assert not self.complaints


@pytest.fixture
def watch(page: Page) -> Watch:
    page.set_viewport_size({"width": 1440, "height": 900})
    return Watch(page)


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    file = tmp_path / "hostile.json"
    file.write_text(json.dumps(HOSTILE))
    return file


@pytest.fixture
def own_app(serve_app: Callable[..., Iterator[str]], tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Start the app with a library of its own; each call stops the one before and starts it again."""
    running: list[Iterator[str]] = []

    def start() -> str:
        while running:
            running.pop().close()  # type: ignore[attr-defined]
        running.append(serve_app("app.py", {"DERMATOME_LIBRARY": str(tmp_path / "library")}))
        return next(running[0])

    yield start
    while running:
        running.pop().close()  # type: ignore[attr-defined]


def settled(page: Page) -> None:
    page.get_by_text("For education only").wait_for()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


def read(page: Page, url: str, article: str, anchor: str = "") -> None:
    """Open an article and wait for text and map."""
    visit(page, f"{url}/articles?article={article}{anchor}")
    settled(page)
    page.locator(".da-map[data-ready] .da-stage:not([aria-busy])").wait_for()


def bring(page: Page, url: str, *files: Path) -> None:
    page.goto(f"{url}/articles")
    settled(page)
    page.get_by_text("Bring your own articles").click()
    upload(page, *files)
    expect(page.locator(".outcome, .failed").first).to_be_visible()
    settled(page)


def upload(page: Page, *files: Path) -> None:
    """Choose files and send them; while they travel the button stays disabled."""
    with page.expect_file_chooser() as chooser:
        page.get_by_test_id("stFileUploader").locator("button").first.click()
    chooser.value.set_files([str(file) for file in files])
    for file in files:
        expect(page.get_by_test_id("stFileUploader").get_by_text(file.name)).to_be_visible()
    page.get_by_role("button", name="Add to the library").click()


def regions(page: Page, root: str) -> Locator:
    return page.locator(f'.da-reading .da-region[data-root="{root}"]')


# ---- reading ------------------------------------------------------------------------------------


@pytest.mark.own_page
def test_a_mention_lights_its_region_beside_the_text(page: Page, app_url: str, watch: Watch) -> None:
    read(page, app_url, "s1")
    before = page.url
    expect(regions(page, "S1").first).to_have_attribute("data-state", "selected")
    page.locator("a.mention[data-root=L5][data-sense=nerve_root]").first.click()
    for region in regions(page, "L5").all():
        expect(region).to_have_attribute("data-state", "selected")
    assert regions(page, "L5").count() >= 4
    expect(page.locator('.da-reading .da-region[data-root="S1"][data-state="selected"]')).to_have_count(0)
    status = page.locator(".da-lit")
    expect(status).to_contain_text("L5 nerve root")
    expect(status).to_contain_text("L5 dermatome lit on the ISNCSCI map")
    expect(status.get_by_role("link", name="Open in the atlas")).to_have_attribute("href", "./?root=L5")
    assert page.url == before
    watch.assert_clean()


def test_a_bone_is_named_as_a_bone(page: Page, app_url: str) -> None:
    read(page, app_url, "s1")
    bone = page.locator("a.mention[data-sense=vertebra][data-root=S1]").first
    expect(bone).to_have_attribute("title", "S1 vertebra, not the root")
    expect(bone).to_have_attribute("href", "./?root=S1")
    bone.click()
    expect(page.locator(".da-lit .badge")).to_have_text("S1 vertebra, not the root")
    expect(page.locator(".da-lit")).to_contain_text("S1 dermatome lit")


@pytest.mark.own_page
def test_a_paragraph_previews_the_regions_it_names(page: Page, app_url: str) -> None:
    read(page, app_url, "disc-herniation")
    expect(page.locator(".da-region.da-preview")).to_have_count(0)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    sent: list[str] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append("frame")))
    paragraph = page.locator("[id^=p-]:has(a.mention[data-root=L5])").first
    paragraph.scroll_into_view_if_needed()
    named = paragraph.locator("a.mention").evaluate_all(
        "all => all.map((a) => a.dataset.root).join(' ').split(' ')"
    )
    paragraph.hover(position={"x": 3, "y": 3})
    shown = page.locator(".da-region.da-preview")
    expect(shown.first).to_be_visible()
    assert set(shown.evaluate_all("all => all.map((path) => path.dataset.root)")) == set(named)
    outline = page.locator(".da-previewing .da-hover").first.evaluate(
        "e => [getComputedStyle(e).strokeWidth, getComputedStyle(e).strokeDasharray]"
    )
    assert outline[0] == "2.5px"
    assert outline[1] != "none"
    page.mouse.move(3, 3)
    expect(shown).to_have_count(0)
    assert not requests
    assert not sent


def test_a_region_marks_its_mentions(page: Page, app_url: str) -> None:
    read(page, app_url, "s1")
    expect(page.locator("a.mention.lit")).to_have_count(0)
    page.locator(".da-reading .da-legend").get_by_role("button", name=re.compile("Go to L5")).click()
    expect(page.locator("a.mention.lit").first).to_have_attribute("data-root", re.compile("L5"))
    everywhere = page.locator("a.mention.lit").evaluate_all("all => all.map((a) => a.dataset.root)")
    assert all("L5" in roots.split() for roots in everywhere)
    page.locator(".da-lit button", has_text="times here").click()
    assert "L5" in page.evaluate("document.activeElement.dataset.root").split()
    expect(page.locator(".da-lit")).to_contain_text(f"1 of {len(everywhere)}")


@pytest.mark.own_page
def test_by_keyboard_alone(page: Page, app_url: str, watch: Watch) -> None:
    read(page, app_url, "s1")
    page.get_by_role("button", name="Cite this").focus()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('a.mention[data-root=L5]')"):
            break
    else:
        pytest.fail("the mentions cannot be reached with Tab")
    expect(page.locator('.da-region.da-preview[data-root="L5"]').first).to_be_visible()
    page.keyboard.press("Enter")
    expect(regions(page, "L5").first).to_have_attribute("data-state", "selected")
    expect(page.locator(".da-lit[role=status]")).to_contain_text("L5")
    assert page.evaluate("document.activeElement.matches('a.mention[data-root=L5]')"), "the focus was lost"
    watch.assert_clean()


def test_deep_link_opens_at_the_section(page: Page, app_url: str) -> None:
    read(page, app_url, "s1", "#lookalikes")
    heading = page.locator("#lookalikes")
    expect(heading).to_be_in_viewport()
    assert heading.evaluate("e => e.getBoundingClientRect().top") < 450
    contents = page.get_by_role("navigation", name="Contents")
    contents.get_by_role("link", name="Variants").click()
    expect(page.locator("#variants")).to_be_in_viewport()


def test_cite_this_names_the_section_and_an_address_that_opens_it(page: Page, app_url: str) -> None:
    read(page, app_url, "s1")
    page.get_by_role("button", name="Cite this").click()
    code = page.locator("[data-testid=stCode]")
    expect(code).to_contain_text(f"{app_url}/articles?article=s1 (accessed")
    page.get_by_role("combobox", name="What to cite").click()
    page.get_by_role("option", name="The S1 dermatome").click()
    expect(code).to_contain_text(f"{app_url}/articles?article=s1#dermatome")


# ---- searching ----------------------------------------------------------------------------------


@pytest.mark.own_page
def test_search_filter_and_follow_a_result(page: Page, app_url: str, watch: Watch) -> None:
    page.goto(f"{app_url}/articles")
    settled(page)
    page.get_by_label("Search all articles").fill("ankel jerk")
    page.keyboard.press("Enter")
    expect(page.get_by_text("searched for “ankle”")).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?q=ankel\+jerk"))
    page.get_by_role("combobox", name="Root").fill("S1")
    page.get_by_role("option", name="S1", exact=True).click()
    expect(page).to_have_url(re.compile("root_filter=S1"))
    first = page.locator(".results li").first
    expect(first.locator("mark").first).to_be_visible()
    first.get_by_role("link").click()
    found = page.locator(".reading .found")
    expect(found).to_be_in_viewport()
    expect(found).to_contain_text("jerk")
    page.go_back()
    expect(page.get_by_label("Search all articles")).to_have_value("ankel jerk")
    watch.assert_clean()


# ---- bringing one's own -------------------------------------------------------------------------


@pytest.mark.own_page
def test_nothing_of_a_hostile_article_runs_and_it_survives_a_restart(
    page: Page, own_app: Callable[[], str], watch: Watch, hostile: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('{"title": ')
    url = own_app()
    bring(page, url, hostile, broken)
    expect(page.locator(".outcome")).to_contain_text("1 article added")
    expect(page.locator(".outcome li")).to_have_text(re.compile(r"S1 & the heel, 1 section, \d mentions"))
    expect(page.locator(".failed")).to_contain_text("broken.json was not added")
    page.goto("about:blank")  # a page left open would complain that its server has gone
    url = own_app()
    page.goto(f"{url}/articles#imported")
    settled(page)
    expect(page.locator(".cards li", has_text="imported").first).to_contain_text("2025-05-06")
    page.get_by_role("link", name="S1 & the heel").click()
    settled(page)
    page.locator(".da-map[data-ready]").wait_for()
    text = page.locator(".st-key-article-text")
    expect(page.get_by_role("heading", name="S1 & the heel", exact=True)).to_be_visible()
    expect(text.get_by_role("heading", name="Skin & *root*")).to_be_visible()
    expect(text).to_contain_text("The S1 root at the heel")
    expect(text).to_contain_text("one two three")
    text.get_by_text("one").first.click()
    text.locator("a.mention").first.hover()
    expect(text.get_by_role("link", name="T1-weighted")).to_have_count(0)
    expect(text.get_by_role("link", name="three")).to_have_attribute("href", "https://spine.example/ok")
    assert page.evaluate("window.pwned") is None
    unsafe = "script, iframe, object, embed, form, style, svg[onload], img[src*='evil'], input"
    assert text.locator(unsafe).count() == 0
    source = page.locator(".stMain").inner_html()
    for piece in ("pwned", "evil.example", "javascript:", "data:text", "onmouseover", "onclick", "onerror"):
        assert piece not in source, piece
    watch.assert_clean()


@pytest.mark.own_page
def test_replacing_and_removing_ask_first(page: Page, own_app: Callable[[], str], hostile: Path) -> None:
    url = own_app()
    bring(page, url, hostile)
    newer = [{**HOSTILE[0], "title": {"rendered": "The heel again"}}]
    hostile.write_text(json.dumps(newer))
    upload(page, hostile)
    expect(page.get_by_text("The library has this already:")).to_be_visible()
    expect(page.locator(".cards li", has_text="S1 & the heel")).to_have_count(1)
    page.get_by_role("button", name="Replace", exact=True).click()
    expect(page.locator(".outcome")).to_contain_text("1 article replaced")
    expect(page.locator(".cards li", has_text="The heel again")).to_have_count(1)
    expect(page.locator(".cards li", has_text="S1 & the heel")).to_have_count(0)
    page.get_by_role("combobox", name="Remove imported articles").click()
    page.get_by_role("option", name="The heel again").click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Remove …").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("The heel again")
    expect(page.locator(".cards li", has_text="The heel again")).to_have_count(1)
    dialog.get_by_role("button", name="Remove", exact=True).click()
    expect(page.locator(".cards li", has_text="The heel again")).to_have_count(0)


# ---- looks --------------------------------------------------------------------------------------

ADDRESSES = ["articles", "articles?q=ankel+jerk", "articles?article=s1", "articles?article=c6"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_phone_does_not_scroll_sideways(phone_page: Page, app_url: str, address: str) -> None:
    page = phone_page
    visit(page, f"{app_url}/{address}")
    settled(page)
    if "article=" in address:
        page.locator(".da-map[data-ready]").wait_for()
        title = page.get_by_role("heading", level=1).bounding_box()
        drawn, text = (page.locator(each).bounding_box() for each in (".da-stage", ".st-key-article-text"))
        assert title and drawn and text
        assert title["y"] < drawn["y"] < text["y"], "the map stands between title and text"
        page.locator("a.mention[data-root]").last.tap()
        expect(page.locator(".da-lit.away")).to_be_in_viewport()
        page.get_by_role("button", name="Show map").tap()
        expect(page.locator(".da-reading .da-region[data-state=selected]").first).to_be_in_viewport()
    assert page.evaluate(OVERFLOW) == 0
