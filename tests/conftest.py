"""A real server and a real browser for the tests that need them."""

from __future__ import annotations

import collections
import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

PROJECT = Path(__file__).resolve().parents[1]
START_SECONDS = 90
PATIENCE_MS = 90_000

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


@pytest.fixture(autouse=True, scope="session")
def empty_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the articles a developer has imported out of the tests, and the tests out of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DERMATOME_LIBRARY", str(tmp_path_factory.mktemp("library")))
        yield


@pytest.fixture(autouse=True, scope="session")
def patient_browser() -> Iterator[None]:
    """Let every page wait as long as a crowded two-core machine may need; what never comes still fails."""
    opened = Browser.new_context

    def patient(browser: Browser, *given: Any, **options: Any) -> BrowserContext:
        context = opened(browser, *given, **options)
        context.set_default_timeout(PATIENCE_MS)
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


INSIDE = """
(path) => {
  // The visible point of the region that lies farthest from anything else, on a grid of its box.
  path.closest(".da-plate").scrollIntoView({ block: "center" });
  const box = path.getBoundingClientRect();
  const own = (x, y) => document.elementFromPoint(x, y) === path;
  let best = null;
  for (let i = 1; i < 40; i += 1) for (let j = 1; j < 40; j += 1) {
    const [x, y] = [box.left + box.width * i / 40, box.top + box.height * j / 40];
    let free = own(x, y) ? 0.1 : -1;
    for (const r of [1, 2, 4, 7]) {
      if (free < 0 || ![[r, 0], [-r, 0], [0, r], [0, -r]].every(([dx, dy]) => own(x + dx, y + dy))) break;
      free = r;
    }
    if (!best || free > best.free) best = { x, y, free };
  }
  return best && best.free > 0 ? [best.x, best.y] : null;
}
"""


class MapPage:
    """The map page in a browser, spoken to as a reader would."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url

    def open(self, query: str = "") -> MapPage:
        """Open the page and wait until all plates are drawn and the panel speaks."""
        self.page.goto(f"{self.url}/{query}")
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

    def heading(self) -> Locator:
        """Return the heading of the panel."""
        return self.page.locator(".panel h2")


@pytest.fixture
def map_page(page: Page, app_url: str) -> MapPage:
    """The map page on a laptop's screen, not opened yet."""
    page.set_viewport_size({"width": 1440, "height": 900})
    return MapPage(page, app_url)
