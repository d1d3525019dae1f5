"""What is remembered of a card, and what an answer changes about it: FSRS, by the ``fsrs`` package.

No chance is involved (its fuzz is off), so that replaying the same log gives the same state on every machine.
"""

from __future__ import annotations

import math
from datetime import datetime
from typing import Final, NamedTuple

import fsrs

from dermatome.study import clock

SCHEDULER: Final = fsrs.Scheduler(enable_fuzzing=False)
MONTH: Final = 30.0
"""A card with this stability, in days, counts as known well."""


class Memory(NamedTuple):
    """The state of a card; ``due`` and ``last`` (answer) in microseconds since 1970, UTC.

    ``stability`` is the number of days after which nine of ten such cards are still known; ``phase`` and
    ``step`` are the scheduler's: learning, review or relearning, and how far.
    """

    due: int
    last: int
    stability: float
    difficulty: float
    phase: int
    step: int | None
    reviews: int


def review(before: Memory | None, at: int, rating: int) -> Memory:
    """Return the state after an answer at ``at`` (microseconds since 1970), rated 1 (again) to 4 (easy)."""
    moment = clock.moment(at)
    card, _ = SCHEDULER.review_card(_card(before, moment), fsrs.Rating(rating), moment)
    assert card.stability is not None and card.difficulty is not None
    return Memory(
        clock.micros(card.due),
        at,
        card.stability,
        card.difficulty,
        int(card.state),
        card.step,
        (before.reviews if before else 0) + 1,
    )


def recall(memory: Memory, now: datetime) -> float:
    """Return how likely a card is still known, 0 to 1."""
    return SCHEDULER.get_card_retrievability(_card(memory, now), now)


def strength(memory: Memory, now: datetime) -> float:
    """Return how well a card is known, 0 to 1: whether it is still known now, and for how long to come.

    A card just answered is known for certain; only its stability tells one that will last from one that was
    wrong a minute ago. A month counts in full.
    """
    lasting = math.log1p(memory.stability) / math.log1p(MONTH)
    return recall(memory, now) * min(1.0, lasting)


def _card(memory: Memory | None, moment: datetime) -> fsrs.Card:
    if memory is None:
        return fsrs.Card(card_id=1, due=moment)
    return fsrs.Card(
        card_id=1,
        state=fsrs.State(memory.phase),
        step=memory.step,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=clock.moment(memory.due),
        last_review=clock.moment(memory.last),
    )
