"""What to practise next, and how well each root is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from dermatome.anatomy.ids import root_order
from dermatome.atlas.load import Atlas
from dermatome.errors import InputError
from dermatome.language import _
from dermatome.study import memory
from dermatome.study.kept import Learner
from dermatome.study.questions import card, cards
from dermatome.study.records import Wanted
from dermatome.study.store import Progress

AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4
QUICK_SECONDS: Final = 4.0
SLOW_SECONDS: Final = 30.0
THRIFTY: Final = 6
"""With fewer points for thrift a place was found, but by trying everything."""
WEAK: Final = 0.4
"""A root known less than this is weak; right answers on a single day come to a little less."""


@dataclass(frozen=True, slots=True)
class Strength:
    """How well a root is known: ``value`` 0 to 1, the mean of its ``answered`` cards of ``cards`` in all.

    ``value`` is None where nothing was answered: that is unknown, not weak.
    """

    root: str
    value: float | None
    answered: int
    cards: int


def rating(correct: bool, *, seconds: float | None = None, thrift: int | None = None) -> int:
    """Return the rating of an answer for the scheduler: 1 again, 2 hard, 3 good, 4 easy.

    A wrong answer is *again*. A right one is *hard* when it took long (``seconds``), *easy* when it came at
    once; points for ``thrift``, where tests were made, count in place of the time.
    """
    if not correct:
        return AGAIN
    if thrift is not None:
        return HARD if thrift < THRIFTY else GOOD
    if seconds is None:
        return GOOD
    return EASY if seconds <= QUICK_SECONDS else HARD if seconds > SLOW_SECONDS else GOOD


def plan(
    progress: Progress,
    learner: Learner,
    wanted: Wanted | None = None,
    *,
    now: datetime | None = None,
    limit: int = 20,
    new: int = 10,
    source: Atlas | None = None,
) -> tuple[str, ...]:
    """Return the cards to practise: those due, the likeliest forgotten first, then up to ``new`` new ones.

    New ones come from the easy end, and among equally easy ones those of weak roots before those of roots
    not met yet, and these before those of roots known well.

    :raises InputError: the filter leaves no card.
    :raises DataError: the progress does not answer.
    """
    left = cards(wanted, source=source)
    if not left:
        raise InputError(_("No question fits. Choose more kinds, roots, maps or difficulties."))
    fitting = {c.id for c in left}
    due = [key for key in progress.due(learner, now) if key in fitting][:limit]
    if len(due) >= limit:
        return tuple(due)
    states = progress.states(learner)
    known = strengths(states, now, source=source)
    fresh = sorted(
        (c for c in left if c.id not in states), key=lambda c: (c.difficulty, _turn(known[c.root]))
    )
    return (*due, *(c.id for c in fresh[: min(new, limit - len(due))]))


def _turn(known: Strength) -> int:
    if known.value is None:
        return 1
    return 0 if known.value < WEAK else 2


def strength(
    progress: Progress, learner: Learner, now: datetime | None = None, *, source: Atlas | None = None
) -> Mapping[str, Strength]:
    """Return how well each root is known that any card is about, cranial to caudal.

    :raises DataError: the progress does not answer.
    """
    return strengths(progress.states(learner), now, source=source)


def strengths(
    states: Mapping[str, memory.Memory], now: datetime | None = None, *, source: Atlas | None = None
) -> Mapping[str, Strength]:
    """Return :func:`strength` of states at hand; cards of another version of the atlas are passed over."""
    moment = now or datetime.now(UTC)
    count: dict[str, int] = {}
    for each in cards(source=source):
        count[each.root] = count.get(each.root, 0) + 1
    values: dict[str, list[float]] = {root: [] for root in count}
    for key, state in states.items():
        try:
            root = card(key, source=source).root
        except InputError:
            continue
        values[root].append(memory.strength(state, moment))
    return {
        root: Strength(
            root,
            sum(values[root]) / len(values[root]) if values[root] else None,
            len(values[root]),
            count[root],
        )
        for root in sorted(count, key=root_order)
    }
