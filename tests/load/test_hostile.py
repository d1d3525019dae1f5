"""Visitors click while others ask for all that costs the server most; their clicks stay near a calm day's."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import io
import os
import random
import statistics
import subprocess
import sys
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from dermatome.anatomy.ids import TERRITORY_ROOTS, VIEWS
from dermatome.anatomy.nerves import skin_nerves
from dermatome.library.importing import LIMITS
from tests.browser import PROJECT, serving
from tests.load.run import points
from tests.load.visitor import Visitor, run

pytestmark = [pytest.mark.e2e, pytest.mark.alone]

VISITORS, SECONDS, EVERY = 50, 12, 4
RATIO = 3.0
FLOOR = 0.05
"""Seconds; what is quicker nobody notices."""


def worst_file() -> bytes:
    """Return the zip that keeps the reader busy longest: as much text as is allowed, all of it labels."""
    line = "C5 is weak, L4 to S1, third, great big toe and the sole; not the L5 root, e.g. T1–T4.\n\n"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for number in range(8):
            text = f"# Page {number}\n\n" + line * (LIMITS.document_bytes // 2 // len(line) // 4)
            archive.writestr(f"{number}.md", text)
    return packed.getvalue()


@contextlib.contextmanager
def going_on(*works: Callable[[threading.Event], None]) -> Iterator[None]:
    """Do each of some works again and again beside, until the block ends."""
    stop = threading.Event()
    threads = [threading.Thread(target=work, args=(stop,), daemon=True) for work in works]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(60)


def flood(url: str, codes: Counter[int]) -> Callable[[threading.Event], None]:
    """Ask for ever-new plates, spelt in ever-new ways, as quickly as they come."""
    choice = random.Random(url)
    nerves = list(skin_nerves())

    def work(stop: threading.Event) -> None:
        there = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
        while not stop.is_set():
            shown = f"difference-isncsci-{choice.choice(TERRITORY_ROOTS)}-{choice.choice(nerves)}"
            view = "".join(choice.choice((letter, letter.upper())) for letter in choice.choice(VIEWS))
            there.request("GET", f"/assets/plates/{shown}/{view}/{choice.choice(('light', 'dark'))}.json")
            answer = there.getresponse()
            answer.read()
            codes[answer.status] += 1
        there.close()

    return work


def importing(folder: Path, file: Path) -> Callable[[threading.Event], None]:
    """Import the worst file, as the page does: by a process with limits that stands back."""

    def work(stop: threading.Event) -> None:
        command = [sys.executable, "-c", IMPORT, str(file)]
        with subprocess.Popen(
            command, cwd=PROJECT, env={**os.environ, "DERMATOME_LIBRARY": str(folder)}
        ) as process:
            while process.poll() is None and not stop.wait(0.2):
                pass
            process.kill()

    return work


IMPORT = """
import pathlib, sys
from dermatome.ui.library.upload import in_own_process, take
file = pathlib.Path(sys.argv[1])
in_own_process(take, file.name, file.read_bytes(), lambda *_: None)
"""
DECK = """
from dermatome.export.apart import apart
from dermatome.export.anki import deck_bytes
from dermatome.study.records import Wanted
apart("decks", deck_bytes, Wanted(kinds=("click_territory",)))
"""


def deck(stop: threading.Event) -> None:
    """Make a deck, as the page does."""
    with subprocess.Popen([sys.executable, "-c", DECK], cwd=PROJECT) as process:
        while process.poll() is None and not stop.wait(0.2):
            pass
        process.kill()


async def _clicks(visitors: list[Visitor]) -> list[float]:
    """Let all click on for a while; return what their clicks took, in seconds."""
    before = [len(visitor.clicks) for visitor in visitors]

    async def click_on(visitor: Visitor, number: int) -> None:
        pace = random.Random(number)
        due = time.perf_counter() + pace.uniform(0, EVERY)
        end = time.perf_counter() + SECONDS
        while due < end:
            await asyncio.sleep(due - time.perf_counter())
            await visitor.click()
            due = max(due + EVERY * pace.uniform(0.8, 1.2), time.perf_counter())

    await asyncio.gather(*(click_on(visitor, number) for number, visitor in enumerate(visitors)))
    return [
        click.text for visitor, seen in zip(visitors, before, strict=True) for click in visitor.clicks[seen:]
    ]


def test_clicks_stay_near_a_calm_days(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "worst.zip"
    file.write_bytes(worst_file())
    codes: Counter[int] = Counter()
    with serving("app.py", {"DERMATOME_LIBRARY": str(tmp_path)}) as server:

        async def visit() -> tuple[list[float], list[float]]:
            visitors = [Visitor(server.url, points(number)) for number in range(VISITORS)]
            for visitor in visitors:
                await visitor.enter()
                await visitor.click()
            calm = await _clicks(visitors)
            floods = [flood(server.url, codes) for _ in range(4)]
            with going_on(importing(tmp_path, file), deck, *floods):
                hostile = await _clicks(visitors)
            await asyncio.gather(*(visitor.leave() for visitor in visitors))
            return calm, hostile

        calm, hostile = run(visit())
    p95 = [statistics.quantiles(times, n=20)[-1] for times in (calm, hostile)]
    with capsys.disabled():
        told = f"{1000 * p95[0]:.0f} ms calm, {1000 * p95[1]:.0f} ms beside floods; plates {dict(codes)}"
        print(f"\n  p95 {told}")  # noqa: T201
    assert len(hostile) > 0.7 * len(calm), "visitors waited for one another"
    assert codes.total() > 0
    assert p95[1] < RATIO * max(p95[0], FLOOR)
