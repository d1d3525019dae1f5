"""Progress that several replicas keep on a real PostgreSQL: nothing lost, nothing twice."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dermatome.errors import DataError
from dermatome.study import memory, store
from dermatome.study.kept import Answered
from dermatome.study.store import Kept, open_progress
from tests.browser import PROJECT
from tests.deploy.test_postgres import Database

pytestmark = pytest.mark.slow

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
CARD = "muscle/root-of/soleus"
PATIENCE = 300
"""Seconds; nothing waits that long when all is well."""


@pytest.fixture(scope="module")
def server() -> Iterator[Database]:
    # Not below pytest's own folder, which only this user may enter.
    folder = Path("/tmp") / f"dermatome-progress-{os.getpid()}"
    folder.mkdir(mode=0o755)
    made = Database(folder)
    try:
        made.create()
        made.start()
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)


def test_replicas_share_learners_and_answers(server: Database, tmp_path: Path) -> None:
    with open_progress(server.address) as one, open_progress(server.address) as other:
        ann = one.learner("Ann")
        assert other.learner("ann") == ann
        linked, token = one.new_link()
        assert other.by_link(token) == linked
        first = one.answer(ann, Answered(CARD, rating=3, correct=True, at=NOW, seconds=2.5, given="S1"))
        later = NOW + timedelta(days=3)
        second = other.answer(ann, Answered(CARD, rating=1, correct=False, at=later, id="x"))
        assert second.reviews == 2 == first.reviews + 1
        assert one.answer(ann, Answered(CARD, rating=1, correct=False, id="x")).again
        assert [each.rating for each in one.history(ann)] == [1, 3]
        assert one.due(ann, NOW + timedelta(days=30)) == [CARD]
        assert one.days(ann, later).last_7 == 2
        # The same log gives the same state in a file.
        with open_progress(tmp_path) as file:
            assert file.merge(file.learner("Ann"), one.export(ann)).added == 2
            assert file.states(file.learner("Ann")) == one.states(ann)
            assert one.merge(ann, file.export(file.learner("Ann"))) == store.Merged(0, 2)
        one.forget(ann)
        assert other.history(ann) == []


def test_replicas_that_answer_at_once_lose_nothing(server: Database) -> None:
    kept: list[Kept] = []

    def replica(mark: str) -> None:
        with open_progress(server.address) as progress:
            bob = progress.learner("Bob")
            for number in range(20):
                kept.append(
                    progress.answer(
                        bob, Answered(CARD, rating=1 + number % 4, correct=True, id=f"{mark}{number}")
                    )
                )

    threads = [threading.Thread(target=replica, args=(mark,)) for mark in "abc"]
    for each in threads:
        each.start()
    for each in threads:
        each.join(PATIENCE)
    assert sorted(each.reviews for each in kept) == list(range(1, 61))
    with open_progress(server.address) as progress:
        bob = progress.learner("Bob")
        log = sorted((each.at, each.id, each.rating) for each in progress.history(bob, 1000))
        state = None
        for at, _, rating in log:
            state = memory.review(state, round(at.timestamp() * 1_000_000), rating)
        assert progress.states(bob) == {CARD: state} and len(log) == 60


ANSWERING = """
import sys
from dermatome.study.kept import Answered
from dermatome.study.store import open_progress
progress = open_progress(sys.argv[1])
eve = progress.learner("Eve")
number = int(sys.argv[2])
while True:
    progress.answer(eve, Answered(f"a/{number % 3}", rating=3, correct=True, id=f"n{number}"))
    print(number, flush=True)
    number += 1
"""


def test_a_replica_killed_in_the_middle_of_an_answer_loses_nothing(server: Database) -> None:
    acknowledged = -1
    for round_ in range(4):
        words = [sys.executable, "-c", ANSWERING, server.address, str(acknowledged + 1)]
        with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=PROJECT) as process:
            assert process.stdout is not None
            for _ in range(1 + 4 * round_):
                process.stdout.readline()
            os.kill(process.pid, signal.SIGKILL)
            acknowledged += 1 + 4 * round_ + len(process.stdout.read().split())
    with open_progress(server.address) as progress:
        eve = progress.learner("Eve")
        kept = {each.id for each in progress.history(eve, 10_000)}
        assert {f"n{number}" for number in range(acknowledged + 1)} <= kept and len(kept) <= acknowledged + 2
        assert sum(state.reviews for state in progress.states(eve).values()) == len(kept)


def test_a_server_that_is_away_is_told_without_its_password(server: Database) -> None:
    with contextlib.ExitStack() as stack:
        progress = stack.enter_context(open_progress(server.address))
        zoe = progress.learner("Zoe")
        server.stop()
        stack.callback(server.start)
        with pytest.raises(DataError, match="does not answer") as raised:
            progress.answer(zoe, Answered(CARD, rating=3, correct=True, at=NOW, id="away"))
        assert "sesame" not in str(raised.value)
    with open_progress(server.address) as progress:
        zoe = progress.learner("Zoe")
        # The page tries the same answer again: it is kept once, whether or not the first had arrived.
        progress.answer(zoe, Answered(CARD, rating=3, correct=True, at=NOW, id="away"))
        assert [each.id for each in progress.history(zoe)] == ["away"]
