"""What the measurements share: counting what crosses the websocket."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, WebSocket

from tests.benchmark.test_click import CLICKS, WATCH, wait_for_answer


@dataclass
class Traffic:
    """Bytes that crossed the websocket, both ways, since the last reset."""

    total: int = 0

    def watch(self, socket: WebSocket) -> None:
        socket.on("framesent", self._count)
        socket.on("framereceived", self._count)

    def _count(self, payload: str | bytes) -> None:
        self.total += len(payload.encode() if isinstance(payload, str) else payload)


@pytest.fixture
def traffic(page: Page) -> Traffic:
    counted = Traffic()
    page.on("websocket", counted.watch)
    return counted


@pytest.fixture(scope="session")
def least_text(browser: Browser, serve_app: Callable[..., Iterator[str]]) -> Iterator[float]:
    """The median of milliseconds until the text of a click on the minimal page is painted."""
    served = serve_app(str(Path(__file__).with_name("minimal.py")))
    page = browser.new_page()
    page.goto(next(served))
    page.get_by_role("button", name="A").wait_for()
    page.evaluate(WATCH)
    for number in range(CLICKS):
        page.get_by_role("button", name="AB"[number % 2], exact=True).click()
        wait_for_answer(page, number + 1)
    yield statistics.median(click["text"] for click in page.evaluate("window.clicks"))
    page.close()
    served.close()  # type: ignore[attr-defined]
