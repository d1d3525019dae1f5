"""Many visitors on one process: how long their clicks take and what a session weighs.

``python -m tests.load.run`` measures the atlas and, in the same run, the least a Streamlit app can do (a
component that sends a letter, ``tests/benchmark/minimal.py``), and prints both.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import shapely

from dermatome.atlas.load import atlas
from tests.browser import serving
from tests.load.visitor import Visitor, run

PROJECT = Path(__file__).resolve().parents[2]
APPS = {"minimal": "tests/benchmark/minimal.py", "atlas": "app.py"}
VIEWS = ("anterior", "posterior", "lateral-left", "lateral-right")
ENTERING = 4
"""Visitors that open the page at the same time; the rest wait, as a lecture's students come in one by one."""

Pick = Callable[[int], dict[str, Any]]


@dataclass(frozen=True)
class Load:
    """What one app showed under load; times in milliseconds, memory in megabytes a session."""

    app: str
    sessions: int
    clicks: int
    every_s: float
    text_p50_ms: float
    text_p95_ms: float
    text_p99_ms: float
    memory_mb: float
    kilobytes_a_click: float
    processor: float
    """Share of one core the server used while the visitors clicked."""


def measure(app: str, sessions: int, seconds: float, every: float) -> Load:
    """Start an app, let ``sessions`` visitors click every ``every`` seconds for ``seconds``, and sum up."""
    with serving(APPS[app]) as server:
        return run(_measure(app, server.url, server.pid, sessions, seconds, every))


async def _measure(app: str, url: str, pid: int, sessions: int, seconds: float, every: float) -> Load:
    picks = points if app == "atlas" else letters
    first = Visitor(url, picks(0))
    await first.enter()
    for _ in range(3):
        await first.click()
    before = resident_mb(pid)
    visitors = [Visitor(url, picks(number + 1)) for number in range(sessions)]
    gate = asyncio.Semaphore(ENTERING)

    async def come_in(visitor: Visitor) -> None:
        async with gate:
            await visitor.enter()

    await asyncio.gather(*(come_in(visitor) for visitor in visitors))
    spent, started = processor_seconds(pid), time.perf_counter()
    received = sum(visitor.bytes_received for visitor in visitors)
    await asyncio.gather(*(_click_on(visitor, seconds, every, n) for n, visitor in enumerate(visitors)))
    used = (processor_seconds(pid) - spent) / (time.perf_counter() - started)
    weight = (resident_mb(pid) - before) / sessions
    received = sum(visitor.bytes_received for visitor in visitors) - received
    await asyncio.gather(*(visitor.leave() for visitor in [first, *visitors]))
    times = [1000 * click.text for visitor in visitors for click in visitor.clicks]
    cuts = statistics.quantiles(times, n=100)
    return Load(
        app=app,
        sessions=sessions,
        clicks=len(times),
        every_s=every,
        text_p50_ms=round(cuts[49], 1),
        text_p95_ms=round(cuts[94], 1),
        text_p99_ms=round(cuts[98], 1),
        memory_mb=round(weight, 3),
        kilobytes_a_click=round(received / len(times) / 1000, 2),
        processor=round(used, 2),
    )


async def _click_on(visitor: Visitor, seconds: float, every: float, number: int) -> None:
    # People do not click in step: each starts somewhere in the interval and keeps its beat.
    pace = random.Random(number)
    due = time.perf_counter() + pace.uniform(0, every)
    end = time.perf_counter() + seconds
    while due < end:
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        await visitor.click()
        due = max(due + every * pace.uniform(0.8, 1.2), time.perf_counter())


def points(seed: int) -> Pick:
    """Return clicks on random territories of the body, as the map reports them."""
    choice = random.Random(seed)
    territories = [t for view in VIEWS for t in atlas().territories("isncsci", view) if t.kind == "spinal"]

    def pick(number: int) -> dict[str, Any]:
        chosen = choice.choice(territories)
        at = shapely.point_on_surface(chosen.geometry)
        place = [chosen.view, round(at.x, 1), round(at.y, 1)]
        return {"root": chosen.root, "side": chosen.side, "scheme": "isncsci", "n": number + 1, "at": place}

    return pick


def letters(seed: int) -> Pick:
    """Return clicks on the two letters of the minimal app."""
    return lambda number: {"root": "AB"[(seed + number) % 2]}


def resident_mb(pid: int) -> float:
    """Return the memory a process holds, in megabytes."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise ValueError(f"process {pid} says nothing of its memory")


def processor_seconds(pid: int) -> float:
    """Return the processor time a process has used, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


def main() -> int:
    """Measure both apps and print one JSON line each, then the ratios."""
    parser = argparse.ArgumentParser(prog="python -m tests.load.run", description=__doc__)
    parser.add_argument("--sessions", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--every", type=float, default=5)
    parser.add_argument("--app", choices=sorted(APPS), action="append", help="only this one")
    options = parser.parse_args()
    found = {}
    for app in options.app or APPS:
        found[app] = measure(app, options.sessions, options.seconds, options.every)
        print(json.dumps(asdict(found[app])), flush=True)  # noqa: T201
    if len(found) == 2:
        ours, least = found["atlas"], found["minimal"]
        print(  # noqa: T201
            f"atlas/minimal: p95 {ours.text_p95_ms / least.text_p95_ms:.2f}, memory "
            f"{ours.memory_mb / least.memory_mb:.2f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
