"""Questions: every fact asked in every direction, built again from its id.

A *card* is one fact in one direction, as ``click_territory/isncsci/S1``; a *question* is a card with all
that may vary about it settled, as ``click_territory/isncsci/S1~posterior.right``. The same id and seed give
the same question, choices and their order included, in any process.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable, Mapping
from random import Random
from types import MappingProxyType

from dermatome.anatomy.ids import root_members
from dermatome.atlas.load import Atlas, published_atlas
from dermatome.errors import InputError
from dermatome.language import _
from dermatome.study import cases, lesions, recall, skin
from dermatome.study.making import Maker
from dermatome.study.records import KINDS, MARK, Card, Kind, Question, Wanted

MAKERS: Mapping[Kind, Maker] = MappingProxyType(
    {**skin.MAKERS, **recall.MAKERS, **cases.MAKERS, **lesions.MAKERS}
)
"""What lists the cards of a kind and makes its questions."""


def cards(wanted: Wanted | None = None, *, source: Atlas | None = None) -> tuple[Card, ...]:
    """Return the cards a filter leaves, in teaching order: easy ones first, kinds and roots mixed.

    :raises AssetError: the built geometry is missing or malformed.
    """
    found = _cards(source or published_atlas())
    if wanted is None or wanted == Wanted():
        return found
    roots = {member for root in wanted.roots for member in (root, *root_members(root))}
    return tuple(
        c
        for c in found
        if (not wanted.kinds or c.kind in wanted.kinds)
        and (not wanted.layers or c.layer in wanted.layers or not c.layer)
        and (not wanted.difficulties or c.difficulty in wanted.difficulties)
        and (not wanted.schemes or c.scheme is None or c.scheme in wanted.schemes)
        and (not roots or roots & {c.root, *root_members(c.root)})
    )


def card(card_id: str, *, source: Atlas | None = None) -> Card:
    """Return one card. :raises InputError: there is none with this id."""
    found = _index(source or published_atlas()).get(card_id)
    if found is None:
        raise InputError(
            _("There is no question %(question)s. It may be of another version of the atlas.")
            % {"question": repr(card_id[:60])}
        )
    return found


def question(wanted: str, seed: int = 0, *, sides: bool = False, source: Atlas | None = None) -> Question:
    """Return a question by its id, or one of a card's, chosen by ``seed``, by the id of the card.

    :param sides: a click asks for a side of the patient as well; only for ids of cards.
    :raises InputError: there is no such question or card.
    :raises AssetError: the built geometry is missing or malformed.
    """
    source = source or published_atlas()
    asked, _, variant = wanted.partition(MARK)
    found = card(asked, source=source)
    make = MAKERS[found.kind].make
    if not variant:
        # Chance settles the variant first; choices then depend on the whole id, as when it is asked for.
        wanted = make(found, None, Random(f"{seed}:{asked}"), sides, source).id
        variant = wanted.partition(MARK)[2]
    return make(found, variant or None, Random(f"{seed}:{wanted}"), sides, source)


def quiz(
    wanted: Wanted | None = None, count: int = 10, seed: int = 0, *, source: Atlas | None = None
) -> tuple[Question, ...]:
    """Return up to ``count`` questions of a filter, kinds taken in turn; the same seed gives the same ones.

    :raises InputError: the filter leaves no question, or ``count`` is below 1.
    :raises AssetError: the built geometry is missing or malformed.
    """
    source, wanted = source or published_atlas(), wanted or Wanted()
    if count < 1:
        raise InputError(_("Ask for one question at least."))
    left = cards(wanted, source=source)
    if not left:
        raise InputError(_("No question fits. Choose more kinds, roots, maps or difficulties."))
    picked = in_turn(left, Random(seed))[:count]
    return tuple(question(c.id, seed, sides=wanted.sides, source=source) for c in picked)


def in_turn(found: Iterable[Card], random: Random) -> list[Card]:
    """Return cards shuffled, with the kinds taken in turn, so that a short round holds many kinds."""
    piles: dict[Kind, list[Card]] = {}
    for each in found:
        piles.setdefault(each.kind, []).append(each)
    for pile in piles.values():
        random.shuffle(pile)
    order = list(piles)
    random.shuffle(order)
    rows = max((len(pile) for pile in piles.values()), default=0)
    return [piles[kind][row] for row in range(rows) for kind in order if row < len(piles[kind])]


@functools.cache
def _cards(source: Atlas) -> tuple[Card, ...]:
    found = [each for kind in KINDS for each in MAKERS[kind].cards(source)]
    return tuple(sorted(found, key=lambda c: (c.difficulty, hashlib.sha256(c.id.encode()).digest())))


@functools.cache
def _index(source: Atlas) -> Mapping[str, Card]:
    return MappingProxyType({each.id: each for each in _cards(source)})
