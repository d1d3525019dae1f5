"""A running app, and pages of a browser that are kept from one test to the next.

Loading a page anew costs a browser some seconds of processor time, most of them the framework's own. A page
that has been loaded hears of a new address as it hears of the browser's Back button, in a tenth of that:
`visit` opens addresses so wherever it can. Before that it goes to a page without a map, so that nothing is
left of what a test did: what the browser keeps is cleared, and every part of the page is made again.
"""

from __future__ import annotations

import collections
import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NoReturn
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, BrowserType, Locator, Page, ViewportSize

PROJECT = Path(__file__).resolve().parents[1]
START_SECONDS = 90
PATIENCE_MS = 90_000
LAPTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
QUIET = "[data-testid=stApp][data-test-script-state=notRunning]"


@dataclass(frozen=True)
class Server:
    """A running app: its address and its process."""

    url: str
    pid: int


def serve(script: str, environment: Mapping[str, str] | None = None) -> Iterator[str]:
    """Run ``streamlit run <script>`` on a free port until the generator is closed; see :func:`serving`."""
    with serving(script, environment) as server:
        yield server.url


@contextlib.contextmanager
def serving(
    script: str,
    environment: Mapping[str, str] | None = None,
    options: Mapping[str, str] | None = None,
    within: Sequence[str] = (),
) -> Iterator[Server]:
    """Run ``streamlit run <script>`` on a free port as long as the context is open.

    ``environment`` is set for the server; without a library of its own it gets an empty one. ``options`` are
    settings of the server, such as ``{"server.baseUrlPath": "atlas"}``; ``within`` is a command to run it
    under.
    """
    with tempfile.TemporaryDirectory() as empty:
        environment = {"DERMATOME_LIBRARY": empty, **(environment or {})}
        port = _free_port()
        settings = {
            "server.port": port,
            "server.address": "127.0.0.1",
            "server.headless": "true",
            "server.fileWatcherType": "none",
            **(options or {}),
        }
        flags = [piece for name, value in settings.items() for piece in (f"--{name}", str(value))]
        process = subprocess.Popen(
            [*within, sys.executable, "-m", "streamlit", "run", script, *flags],
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
        )
        try:
            _wait_for_address(process)
            path = settings.get("server.baseUrlPath", "")
            yield Server(f"http://127.0.0.1:{port}/{path}".rstrip("/"), process.pid)
        finally:
            process.terminate()
            process.wait(timeout=15)


def _wait_for_address(process: subprocess.Popen[str]) -> None:
    """Read what the server says until it names its address; from then on it listens."""
    assert process.stdout is not None
    said: list[str] = []
    with contextlib.closing(_Deadline(process)):
        for line in process.stdout:
            said.append(line)
            if "URL:" in line:
                break
        else:
            pytest.fail(f"The app did not start. It said:\n{''.join(said)}")
    # Somebody has to go on reading, or the server stops when the pipe is full.
    threading.Thread(target=collections.deque, args=(process.stdout, 0), daemon=True).start()


class _Deadline:
    """Ends a process that says nothing for too long, which ends the reading."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._timer = threading.Timer(START_SECONDS, process.kill)
        self._timer.start()

    def close(self) -> None:
        self._timer.cancel()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


# ---- opening an address -----------------------------------------------------------------------------

# From the new address on no part of the old page speaks; what Streamlit still held back of it goes first.
_TELL = """
async (address) => {
  history.pushState({}, "", address);
  await new Promise((gone) => setTimeout(gone, 25));
  dispatchEvent(new PopStateEvent("popstate", { state: {} }));
}
"""
_CLEAR = """
() => {
  localStorage.clear();
  sessionStorage.clear();
  document.querySelector("[data-testid=stMain]").scrollTo(0, 0);
}
"""
_PARTS = ".da-map, .sp-map, .pr, .ps, .ex, .panel, .results, dialog[open]"
_ABOUT = "td:text-is('F8')"  # in every language, and nowhere else


def visit(page: Page, address: str) -> None:
    """Open an address of the app, without loading the page again where it is there already.

    A page that is there already is left when nothing of the page before is on it any more and the script has
    run to its end; what the browser draws of its own accord afterwards is waited for by who opens it.

    An address without a query shows what the visitor's session remembers, and one with a fragment is scrolled
    to by the browser: both are loaded, so that they show what a new visitor would see. So is every one after
    another language was chosen, which a session goes on speaking.
    """
    here, there = urlsplit(page.url), urlsplit(address)
    assert not there.query or not there.path.endswith("about"), "the way leads over that page"
    spoken = page.evaluate("document.documentElement.lang") if here.netloc == there.netloc else ""
    if here.netloc != there.netloc or not there.query or there.fragment or spoken != "en":
        page.goto(address)
        return
    page.mouse.move(1, 1)
    about = (there.path if there.path.endswith("/") else there.path.rpartition("/")[0] + "/") + "about"
    # A page that is told twice runs once more, and what the server says of that takes the next step back.
    if here.path != about:
        page.evaluate(_TELL, about)
    page.locator(f"{QUIET}:has({_ABOUT}):not(:has({_PARTS})) footer").wait_for()
    page.evaluate(_CLEAR)
    page.evaluate(_TELL, f"{there.path or '/'}?{there.query}")
    page.locator(f"{QUIET}:not(:has({_ABOUT})) footer").wait_for()


# A map left alone draws others out of sight, for who asks for them next: more work than most tests do.
_THRIFTY = """
if (navigator.connection) Object.defineProperty(navigator.connection, "saveData", { get: () => true });
"""


DRAWS = ("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")


def drawing(browser_type: BrowserType, arguments: dict[str, Any]) -> Iterator[Browser]:
    """Yield a browser that draws in three dimensions, in place of the one that does not."""
    plain = [arg for arg in arguments["args"] if arg != "--disable-gpu"]
    browser = browser_type.launch(**{**arguments, "args": [*plain, *DRAWS]})
    yield browser
    browser.close()


@dataclass
class Visits:
    """The pages that are kept, one for each theme and kind of screen, and a place for a test's own pages."""

    browser: Browser
    options: Mapping[str, Any] = field(default_factory=dict)
    """What each context is made with, besides."""
    ahead: bool = False
    """Whether this test's pages draw ahead what a reader may ask for next."""
    pages: dict[tuple[str, bool, bool], Page] = field(default_factory=dict)
    _warm: BrowserContext | None = None

    def page(
        self, size: ViewportSize = LAPTOP, theme: Literal["light", "dark"] = "light", touch: bool = False
    ) -> Page:
        """Return a page of this size (CSS pixels), theme and kind, as no test had left its traces on it."""
        kept = self.pages.get((theme, touch, self.ahead))
        if kept is None:
            kind = {"color_scheme": theme, "has_touch": touch, "is_mobile": touch}
            context = self.browser.new_context(**kind, **self.options)
            kept = self.pages[theme, touch, self.ahead] = self._new_page(context)
            _refuse_what_would_stay(kept)
        kept.set_viewport_size(size)
        return kept

    def own(self) -> Page:
        """Return a page that ends with its test, on a laptop's screen; its browser has been here before.

        It remembers nothing; only the files of the app need not be fetched and compiled again, which is half
        of what a page in a context of its own costs.
        """
        self._warm = self._warm or self.browser.new_context(viewport=LAPTOP, **self.options)
        page = self._new_page(self._warm)
        _forget(page)
        return page

    def _new_page(self, context: BrowserContext) -> Page:
        page = context.new_page()
        if not self.ahead:
            page.add_init_script(_THRIFTY)
        return page

    def throw_away(self) -> None:
        """Close all pages; the next test gets new ones."""
        while self.pages:
            self.pages.popitem()[1].context.close()
        if self._warm:
            self._warm.close()
            self._warm = None

    def tidy(self) -> None:
        """Close what a test opened beside its page; leave a page on which something lies over the rest."""
        for page in self._warm.pages if self._warm else ():
            page.close()
        for key, page in list(self.pages.items()):
            for other in page.context.pages:
                if other is not page:
                    other.close()
            if page.is_closed():
                self.pages.pop(key).context.close()
            elif page.locator("dialog[open]").count():
                page.evaluate("sessionStorage.clear()")
                page.goto("about:blank")
                _forget(page)


def _forget(page: Page) -> None:
    """Take from an empty page's context what its pages have stored, but not the files that it has fetched."""
    session = page.context.new_cdp_session(page)
    session.send("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": "all"})
    session.detach()
    page.context.clear_cookies()


def _refuse_what_would_stay(page: Page) -> None:
    """Keep what cannot be taken off again (listeners, scripts, routes, clocks) from a page that is kept."""

    def refuse(*_: Any, **__: Any) -> NoReturn:
        pytest.fail("This would stay on a page that other tests use: mark the test @pytest.mark.own_page.")

    for name in ("on", "once", "add_init_script", "route", "emulate_media"):
        setattr(page, name, refuse)
    page.clock.install = refuse  # type: ignore[method-assign]


# ---- barriers ---------------------------------------------------------------------------------------

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


def barriers(page: Page, within: str | None = None, rules: Sequence[str] = WCAG) -> list[str]:
    """Name the barriers a machine can find on a page, or in an element of it, each with its first places.

    ``rules`` are tags of axe's rules; without any, all its rules are asked. It looks at the same elements
    whatever is sent back; what it found in order is megabytes, and reading them took longer than the looking.
    """
    options = {"resultTypes": ["violations"], **({"runOnly": list(rules)} if rules else {})}
    found = Axe().run(page, within, options).response["violations"]
    return [f"{fault['id']}: {[node['html'][:140] for node in fault['nodes'][:3]]}" for fault in found]


# ---- the map page -----------------------------------------------------------------------------------

INSIDE = """
(path) => {
  // The visible point of the region that lies farthest from anything else, on a grid of its box.
  path.closest(".da-plate").scrollIntoView({ block: "center" });
  const box = path.getBoundingClientRect();
  const flat = path.getScreenCTM().inverse();
  const inside = (x, y) => path.isPointInFill(new DOMPoint(x, y).matrixTransform(flat));
  const own = (x, y) => document.elementFromPoint(x, y) === path;
  const alone = (x, y, r) => [[r, 0], [-r, 0], [0, r], [0, -r]].every(([dx, dy]) => own(x + dx, y + dy));
  const radii = [1, 2, 4, 7];
  let best = null;
  // To ask what lies on top takes long: it is asked within the outline alone, until the widest circle fits,
  // and one circle tells that a point does not beat the best so far.
  for (let i = 1; i < 40 && best?.free !== 7; i += 1) for (let j = 1; j < 40 && best?.free !== 7; j += 1) {
    const [x, y] = [box.left + box.width * i / 40, box.top + box.height * j / 40];
    const more = radii.filter((r) => r > (best?.free ?? 0));
    if (!inside(x, y) || (best && !alone(x, y, more[0])) || !own(x, y)) continue;
    const crowded = radii.findIndex((r) => !alone(x, y, r));
    const free = crowded < 0 ? 7 : radii[crowded - 1] ?? 0.1;
    if (!best || free > best.free) best = { x, y, free };
  }
  return best && [best.x, best.y];
}
"""


class MapPage:
    """The map page in a browser, spoken to as a reader would."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url

    def open(self, query: str = "") -> MapPage:
        """Open the page and wait until all plates are drawn and the panel speaks."""
        visit(self.page, f"{self.url}/{query}")
        return self.wait()

    def wait(self) -> MapPage:
        """Wait until the map is drawn and the server has nothing left to say."""
        self.page.locator(".da-map[data-ready] .da-stage:not([aria-busy])").wait_for()
        self.page.locator(".panel h2").wait_for()
        self.settled()
        return self

    def settled(self) -> None:
        """Wait until the running script has ended."""
        self.page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()

    def region(self, view: str, root: str, side: str = "right") -> Locator:
        """Return the path of a region."""
        return self.page.locator(f'.da-region[data-view="{view}"][data-root="{root}"][data-side="{side}"]')

    def point_in(self, view: str, root: str, side: str = "right") -> tuple[float, float]:
        """Return a point of the screen well inside a region."""
        point = self.region(view, root, side).evaluate(INSIDE)
        assert point, f"{root} {side} shows no clickable point in {view}"
        return (point[0], point[1])

    def click(self, view: str, root: str, side: str = "right") -> None:
        """Click a region with the mouse."""
        self.page.mouse.click(*self.point_in(view, root, side))

    def menu(self) -> None:
        """Open the small menu with side, marks and single views, if it is not open."""
        menu = self.page.locator(".da-menu").first
        if menu.get_attribute("open") is None:
            menu.locator("summary").click()

    def heading(self) -> Locator:
        """Return the heading of the panel."""
        return self.page.locator(".panel h2")
