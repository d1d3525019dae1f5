"""How fast a choice on the body in 3D is lit, drawn by software.

It is held against a frame of the same body, in the same run: an arrow key turns the body by a step, and
nothing but the picture changes. Both are timed as browsers report interactions (Event Timing), from press to
paint. Of each the first quartile is taken: whoever else wants the processor only makes a frame longer.
"""

from __future__ import annotations

import contextlib
import statistics
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserType

from tests.benchmark.test_click import LISTEN, STEP_MS, frame_of, report
from tests.browser import MapPage, Visits, drawing
from tests.e2e.test_body_3d import SPOTS, on_screen, rested, rests

pytestmark = [pytest.mark.benchmark, pytest.mark.e2e]

CLICKS = 20
REST_MS = 400
"""What the pointer passed over has been drawn, the page has nothing left to do."""
PRESS_MS = 80
"""From a press to its release: the frame that shows the press is no part of the one that shows the choice."""
LIT_RATIO = 1.2
"""How many times longer than a frame while it is turned a choice may take to be seen."""


@pytest.fixture(scope="module")
def browser(browser_type: BrowserType, browser_type_launch_args: dict[str, Any]) -> Iterator[Browser]:
    """A browser that draws in three dimensions."""
    yield from drawing(browser_type, browser_type_launch_args)


@pytest.fixture(scope="module")
def kept(browser: Browser) -> Visits:
    return Visits(browser, {"reduced_motion": "reduce"})


def test_a_choice_is_lit_in_the_next_frame(map_page: MapPage, capsys: pytest.CaptureFixture[str]) -> None:
    page = map_page.open("?root=S1&view=3d").page
    rested(page)
    page.evaluate(LISTEN)
    page.locator(".da-solid canvas").focus()
    turned: list[float] = []
    lit: list[float] = []
    for number in range(CLICKS):
        with timed(map_page, turned):
            page.keyboard.press(("ArrowRight", "ArrowLeft")[number % 2], delay=PRESS_MS)
        place = on_screen(page, SPOTS[number % len(SPOTS)])
        page.mouse.move(*place)
        before = page.url
        with timed(map_page, lit):
            page.mouse.click(*place, delay=PRESS_MS)
        assert page.url != before, "nothing was chosen"
    floor, frame = (statistics.quantiles(taken, n=4)[0] for taken in (turned, lit))
    shown = f"lit after {frame:.0f} ms (a frame while it is turned {floor:.0f})"
    both = f"medians {statistics.median(lit):.0f} and {statistics.median(turned):.0f}"
    report(capsys, f"first quartiles of {CLICKS} clicks on the body in 3D: {shown}; {both}")
    assert frame <= LIT_RATIO * floor + STEP_MS, (lit, turned)


@contextlib.contextmanager
def timed(map_page: MapPage, taken: list[float]) -> Iterator[None]:
    """Note how long what is done to a body at rest took to be seen."""
    page = map_page.page
    page.wait_for_timeout(REST_MS)
    frame_of(page)
    before = rests(page)
    yield
    rested(page, before)
    map_page.settled()
    taken.append(frame_of(page))
