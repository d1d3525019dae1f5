"""A small lecture on one process; ``make load`` measures the large one, which docs/measured.md states."""

from __future__ import annotations

import pytest

from tests.load.run import measure

pytestmark = pytest.mark.benchmark

SESSIONS, SECONDS, EVERY = 60, 15, 5
MEMORY_MB = 0.5
RATIO = 4.0
"""Against the minimal app; at few clicks a second a crowded machine says more about itself than about us."""


def test_a_lecture_gets_its_answers(capsys: pytest.CaptureFixture[str]) -> None:
    least = measure("minimal", SESSIONS, SECONDS, EVERY)
    ours = measure("atlas", SESSIONS, SECONDS, EVERY)
    with capsys.disabled():
        print(f"\n  {ours}\n  {least}")  # noqa: T201
    assert ours.clicks >= SESSIONS * SECONDS / EVERY * 0.8, "visitors waited for one another"
    assert ours.text_p95_ms <= RATIO * least.text_p95_ms
    assert ours.memory_mb <= MEMORY_MB
