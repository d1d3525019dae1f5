"""A real server and a real browser for the tests that need them."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Generator, Iterator
from typing import Any

import hypothesis
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import LAPTOP, PATIENCE_MS, PHONE, MapPage, Visits, serve

# The first example may have to load the whole atlas, and a crowded machine is no fault of the code.
hypothesis.settings.register_profile(
    "atlas", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("atlas")

# A crowded two-core machine draws ten plates in several seconds; a failure still fails.
expect.set_options(timeout=20_000)

CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# Thousands of collected tests and the whole atlas are never garbage, yet a third of the time of tests that
# make many objects went into looking through them again and again.
gc.set_threshold(50_000, 10, 10)


def pytest_collection_finish() -> None:
    """Leave what has been collected out of every later search for garbage."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def empty_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the articles a developer has imported out of the tests, and the tests out of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DERMATOME_LIBRARY", str(tmp_path_factory.mktemp("library")))
        yield


# For half a second Streamlit unfolds what stands in an expander; a list opened in it meanwhile closes, and a
# click goes to what has moved away. Nobody is so fast but a test.
AT_ONCE = """
const animate = Element.prototype.animate;
Element.prototype.animate = function (frames, how) {
  return animate.call(this, frames, this.matches("details, details *") ? { ...how, duration: 0 } : how);
};
"""


@pytest.fixture(autouse=True, scope="session")
def patient_browser() -> Iterator[None]:
    """Let every page wait as long as a crowded two-core machine may need; what never comes still fails."""
    opened = Browser.new_context

    def patient(browser: Browser, *given: Any, **options: Any) -> BrowserContext:
        context = opened(browser, *given, **options)
        context.set_default_timeout(PATIENCE_MS)
        context.add_init_script(AT_ONCE)
        return context

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Browser, "new_context", patient)
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Use the installed Chromium; its absence is a failure, never a silent skip."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        where = "The CI image" if os.environ.get("CI") else "This machine"
        pytest.fail(
            f"{where} has no Chromium. Install it (for example: apt-get install chromium) and run again."
        )
    return {"executable_path": chromium, "args": CHROMIUM_ARGS}


@pytest.fixture(scope="session")
def app_url() -> Iterator[str]:
    """Start the app as a visitor would meet it; yield its address."""
    yield from serve("app.py")


@pytest.fixture(scope="session")
def serve_app() -> Callable[..., Iterator[str]]:
    """Start any script the same way; for pages the app is measured against."""
    return serve


@pytest.fixture(scope="session")
def kept(browser: Browser) -> Visits:
    """The pages of this worker that one test hands to the next."""
    return Visits(browser)


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture
def visits(request: pytest.FixtureRequest, kept: Visits) -> Iterator[Visits]:
    """The kept pages; a test that fails takes them with it."""
    kept.ahead = request.node.get_closest_marker("at_rest") is not None
    yield kept
    if request.node.stash.get(FAILED, False):
        kept.throw_away()
    else:
        kept.tidy()


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser, kept: Visits) -> Iterator[Page]:
    """A page on a laptop's screen: a kept one, or one of its own for a test that says so by its marker."""
    if any(map(request.node.get_closest_marker, ("fresh_page", "benchmark", "alone"))):
        context = browser.new_context(viewport=LAPTOP, **kept.options)
        yield context.new_page()
        context.close()
        return
    visits = request.getfixturevalue("visits")
    yield visits.own() if request.node.get_closest_marker("own_page") else visits.page()


@pytest.fixture
def phone_page(visits: Visits) -> Page:
    """A kept page on a phone's screen, with touch."""
    return visits.page(PHONE, touch=True)


@pytest.fixture
def map_page(page: Page, app_url: str) -> MapPage:
    """The map page on a laptop's screen, not opened yet."""
    return MapPage(page, app_url)


@pytest.fixture
def phone(phone_page: Page, app_url: str) -> MapPage:
    """The map page on a phone, not opened yet."""
    return MapPage(phone_page, app_url)
