"""How long practice takes: choosing what is due among 10,000 cards, keeping an answer, judging one.

Times are of the processor, not of the clock: what else the machine does must not decide.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from dermatome.study import memory
from dermatome.study.judge import explanation, judge
from dermatome.study.questions import cards, question
from dermatome.study.records import Answer
from dermatome.study.store import Learner, Progress, open_progress
from dermatome.study.tables import STATE

pytestmark = pytest.mark.benchmark

CARDS = 10_000
SCHEDULED_MS = 50
REVIEW_MS, JUDGED_MS = 10, 60


def measured(run: Callable[[], object], times: int = 15) -> float:
    """Return the median of milliseconds of processor time."""
    taken = []
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
    practised: tuple[Progress, Learner], record_testsuite_property
) -> None:
    progress, ann = practised
    due = progress.due(ann)
    assert len(due) > CARDS / 4  # much is due, so that there is something to put in order
    everything = measured(lambda: progress.due(ann, datetime(2100, 1, 1, tzinfo=UTC)))
    assert len(progress.due(ann, datetime(2100, 1, 1, tzinfo=UTC))) == CARDS
    first = measured(lambda: progress.due(ann, limit=20))
    record_testsuite_property("10,000 cards scheduled ms", everything)
    record_testsuite_property("next twenty cards ms", first)
    assert everything <= SCHEDULED_MS and first <= SCHEDULED_MS


def test_an_answer_is_reviewed_and_kept_at_once(
    practised: tuple[Progress, Learner], record_testsuite_property
) -> None:
    progress, ann = practised
    numbers = iter(range(CARDS))
    kept = measured(
        lambda: progress.answer(ann, f"kind/direction/card-{next(numbers)}", rating=3, correct=True), 40
    )
    at = round(datetime.now(UTC).timestamp() * 1_000_000)
    state = memory.review(None, at, 3)
    reviewed = measured(lambda: [memory.review(state, at + 86_400_000_000, 3) for _ in range(100)]) / 100
    record_testsuite_property("answer kept ms", kept)
    record_testsuite_property("review ms", reviewed)
    assert kept <= REVIEW_MS and reviewed <= 1


def test_an_answer_is_judged_within_its_share_of_the_feedback(record_testsuite_property) -> None:
    asked = [question(each.id, seed=1) for each in cards()[::4]]
    explanation(asked[0])  # the articles are read once a process
    taken = []
    for each in asked:
        answer = Answer.click(str(each.view), 31.0, 71.0) if each.click else Answer.choose(each.choices[0])
        start = time.process_time()
        judge(each, answer)
        taken.append((time.process_time() - start) * 1000)
    taken.sort()
    slow = taken[int(0.95 * len(taken))]
    record_testsuite_property("answer judged p95 ms", slow)
    assert slow <= JUDGED_MS
