"""How long practice takes: choosing what is due among 10,000 cards, keeping an answer, judging one.

Times are of the processor, not of the clock: what else the machine does must not decide. They are held
against like work in the same run, so that a slow machine decides nothing either.
"""

from __future__ import annotations

import random
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from dermatome.library.search import search
from dermatome.study import memory
from dermatome.study.judge import explanation, judge
from dermatome.study.kept import Answered, Learner
from dermatome.study.questions import cards, question
from dermatome.study.records import Answer, Question
from dermatome.study.store import Progress, open_progress
from dermatome.study.tables import STATE
from tests.benchmark.test_click import report
from tests.collector import nothing_else_to_collect

pytestmark = pytest.mark.processor

CARDS = 10_000
SCHEDULED_RATIO = 3.0
"""How many times reading all states and putting them in order may take."""
KEPT_RATIO = 60.0  # a plain row takes 0.04 to 0.10 ms on like machines, ours 1.3 to 1.5
"""How many times a plain row written and committed an answer may take, which is read and written twice."""
JUDGED_RATIO = 4.0
"""How many times a search of our own articles a verdict may take: it is explained by a passage of theirs."""


def measured(run: Callable[[], object], times: int = 15) -> float:
    """Return the median of milliseconds of processor time."""
    taken = []
    with nothing_else_to_collect():
        for _ in range(times):
            start = time.process_time()
            run()
            taken.append((time.process_time() - start) * 1000)
    return statistics.median(taken)


@pytest.fixture(scope="module")
def practised(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Progress, Learner]]:
    """A learner who has answered 10,000 cards up to nine times each, through the scheduler itself."""
    chance = random.Random(1)
    now = round(datetime.now(UTC).timestamp() * 1_000_000)
    rows = []
    for number in range(CARDS):
        at, state = now - chance.randrange(200, 400) * 86_400_000_000, None
        for _ in range(chance.randint(1, 9)):
            state = memory.review(state, at, chance.choice((1, 2, 3, 3, 3, 4)))
            at = min(now - 1_000, at + chance.randrange(1, 40) * 86_400_000_000)
        assert state is not None
        rows.append({"card": f"kind/direction/card-{number}", **state._asdict()})
    with open_progress(tmp_path_factory.mktemp("progress")) as progress:
        ann = progress.learner("Ann")
        with progress._engine.begin() as db:
            db.execute(sa.insert(STATE), [{"learner": ann.id, **row} for row in rows])
        yield progress, ann


def test_ten_thousand_cards_are_scheduled_at_once(
    practised: tuple[Progress, Learner], capsys: pytest.CaptureFixture[str]
) -> None:
    progress, ann = practised
    due = progress.due(ann)
    assert len(due) > CARDS / 4  # much is due, so that there is something to put in order
    everything = measured(lambda: progress.due(ann, datetime(2100, 1, 1, tzinfo=UTC)))
    assert len(progress.due(ann, datetime(2100, 1, 1, tzinfo=UTC))) == CARDS
    first = measured(lambda: progress.due(ann, limit=20))

    def in_order() -> list[sa.Row]:
        with progress._engine.connect() as db:
            return sorted(db.execute(sa.select(STATE)).all(), key=lambda row: row.due)

    least = measured(in_order)
    report(
        capsys,
        f"10,000 cards scheduled in {everything:.1f} ms, {everything / least:.2f} x reading and sorting them "
        f"({least:.1f} ms); the next twenty in {first:.1f} ms",
    )
    assert max(everything, first) <= SCHEDULED_RATIO * least


def test_an_answer_is_reviewed_and_kept_at_once(
    practised: tuple[Progress, Learner], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    progress, ann = practised
    numbers = iter(range(CARDS))
    kept = measured(
        lambda: progress.answer(
            ann, Answered(f"kind/direction/card-{next(numbers)}", rating=3, correct=True)
        ),
        40,
    )
    plain = sqlite3.connect(tmp_path / "plain.sqlite3")
    plain.executescript("PRAGMA journal_mode = WAL; CREATE TABLE answer (at INTEGER, card TEXT);")

    def write() -> None:
        with plain:
            plain.execute("INSERT INTO answer VALUES (?, ?)", (1, "kind/direction/card"))

    least = measured(write, 40)
    report(capsys, f"an answer kept in {kept:.2f} ms, {kept / least:.1f} x a plain row's {least:.2f} ms")
    assert kept <= KEPT_RATIO * least


def answered(asked: Question) -> Answer:
    """Some answer of the kind that the question takes."""
    if asked.click:
        return Answer.click(str(asked.view), 31.0, 71.0)
    return Answer.mark(asked.choices[0]) if asked.several else Answer.choose(asked.choices[0])


def test_an_answer_is_judged_within_its_share_of_the_feedback(capsys: pytest.CaptureFixture[str]) -> None:
    asked = [question(each.id, seed=1) for each in cards()[::4]]
    explanation(asked[0])  # the articles are read once a process
    taken = []
    with nothing_else_to_collect():
        for each in asked:
            answer = answered(each)
            start = time.process_time()
            judge(each, answer)
            taken.append((time.process_time() - start) * 1000)
    taken.sort()
    slow = taken[int(0.95 * len(taken))]
    search("heel")  # the index is made once a process
    least = measured(lambda: search("S1 sole"))
    report(capsys, f"an answer judged in {slow:.1f} ms (p95), {slow / least:.1f} x a search's {least:.1f} ms")
    assert slow <= JUDGED_RATIO * least
