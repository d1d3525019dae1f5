"""The path through practice: five stages, each a list of cards in the order in which they are met.

A card stands in one stage: the first that wants it. The Basics are chosen one by one, with the reason of each
(``data/practice/basics.csv``); the other stages follow from what a card is.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Final

from dermatome.anatomy.load import facts
from dermatome.atlas.load import Atlas, published_atlas
from dermatome.errors import InputError
from dermatome.language import _
from dermatome.study import memory
from dermatome.study.load import basics
from dermatome.study.questions import cards
from dermatome.study.records import STAGES, Card, Stage
from dermatome.study.skin import KEY_POINT_MAP
from dermatome.study.store import Learner, Progress

KNOWN: Final = 0.25
"""From this strength on a card counts as known; a single right answer lifts it just above."""
DONE: Final = 0.9
"""With this share of its cards known a stage leads on to the next."""


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a learner has come in a stage: how many of its ``cards`` are ``known``."""

    stage: Stage
    cards: int
    known: int

    @property
    def done(self) -> bool:
        """True when the next stage may begin."""
        return self.known >= DONE * self.cards


def stage_cards(stage: Stage, *, source: Atlas | None = None) -> tuple[Card, ...]:
    """Return the cards of a stage, in the order in which a learner meets them.

    :raises AssetError: the built geometry is missing or malformed.
    """
    return _stages(source or published_atlas())[stage]


def reached(
    states: Mapping[str, memory.Memory], now: datetime | None = None, *, source: Atlas | None = None
) -> tuple[Reached, ...]:
    """Return how far the states of a learner's cards reach in each stage, in order."""
    moment = now or datetime.now(UTC)
    known = {key for key, state in states.items() if memory.strength(state, moment) >= KNOWN}
    return tuple(_reached(stage, known, source) for stage in STAGES)


def _reached(stage: Stage, known: Collection[str], source: Atlas | None) -> Reached:
    found = stage_cards(stage, source=source)
    return Reached(stage, len(found), sum(card.id in known for card in found))


def at(steps: tuple[Reached, ...]) -> Stage:
    """Return the stage a learner stands in: the first that is not done, the last when all are."""
    for step in steps:
        if not step.done:
            return step.stage
    return "cases"


def ahead(
    progress: Progress | None,
    learner: Learner | None,
    stage: Stage,
    limit: int = 10,
    *,
    now: datetime | None = None,
    source: Atlas | None = None,
) -> tuple[str, ...]:
    """Return the cards of a stage to ask next: those due, then those not met yet, then the least known.

    ``progress`` and ``learner`` are None for somebody who has not answered anything.

    :raises InputError: ``limit`` is below 1.
    :raises DataError: the progress does not answer.
    """
    if limit < 1:
        raise InputError(_("Ask for one question at least."))
    order = [card.id for card in stage_cards(stage, source=source)]
    if progress is None or learner is None:
        return tuple(order[:limit])
    moment = now or datetime.now(UTC)
    states = progress.states(learner)
    inside = set(order)
    due = [card for card in progress.due(learner, moment) if card in inside]
    fresh = [card for card in order if card not in states]
    rest = sorted(
        (card for card in order if card in states and card not in set(due)),
        key=lambda card: memory.strength(states[card], moment),
    )
    return (*due, *fresh, *rest)[:limit]


def stage_of(card_ids: Collection[str], *, source: Atlas | None = None) -> Stage | None:
    """Return the stage in which all these cards stand, or None when there is no one such stage."""
    source = source or published_atlas()
    wanted = set(card_ids)
    return next((s for s in STAGES if wanted <= {card.id for card in stage_cards(s, source=source)}), None)


@functools.cache
def _stages(source: Atlas) -> Mapping[Stage, tuple[Card, ...]]:
    by_id = {card.id: card for card in cards(source=source)}
    first = tuple(by_id[row.card] for row in basics() if row.card in by_id)
    found: dict[Stage, list[Card]] = {stage: [] for stage in STAGES}
    found["basics"] = list(first)
    keys = _graded()
    for card in by_id.values():
        if card not in first:
            found[_stage_of(card, keys)].append(card)
    return MappingProxyType({stage: tuple(found[stage]) for stage in STAGES})


def _graded() -> frozenset[str]:
    """Return the ends of the ids of cards on what the ISNCSCI grades."""
    known = facts()
    things = (*known.muscles.items(), *known.movements.items())
    return frozenset(key for key, thing in things if thing.isncsci_key_root)


def _stage_of(card: Card, graded: Collection[str]) -> Stage:
    if card.kind in ("case", "root_or_nerve", "patient", "loss"):
        return "cases"
    if card.kind == "click_key_point":
        return "isncsci"
    if card.kind in ("click_territory", "name_territory"):
        return "isncsci" if card.scheme == KEY_POINT_MAP else "maps"
    if card.kind == "which_map":
        return "maps"
    return "isncsci" if card.id.partition("/root-of/")[2] in graded else "motor"
