"""How questions are made: what every kind has in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from dermatome.anatomy.ids import ROOTS, TERRITORY_ROOTS, root_members, root_order
from dermatome.atlas.load import Atlas
from dermatome.errors import InputError
from dermatome.language import _
from dermatome.study.records import MARK, Card, Question

CHOICES: Final = 4
NEAREST: Final = 4
"""Wrong roots are drawn from so many of the nearest."""
ARM: Final = frozenset({"C5", "C6", "C7", "C8", "T1"})
LEG: Final = frozenset({"L1", "L2", "L3", "L4", "L5", "S1", "S2"})

TAUGHT_FIRST: Final = frozenset({"C5", "C6", "C7", "C8", "T1", "T4", "T10", "L3", "L4", "L5", "S1"})
"""Roots of the common lesions and landmarks: easier, for every course begins with them."""


@dataclass(frozen=True, slots=True)
class Maker:
    """The cards of a kind, and the question a card makes.

    ``make(card, variant, random, sides, source)``: ``variant`` is the part of a question's id after the mark,
    or None when chance decides.
    """

    cards: Callable[[Atlas], Iterable[Card]]
    make: Callable[[Card, str | None, Random, bool, Atlas], Question]


def asking(card: Card, variant: str = "", **told: Any) -> Question:
    """Return the question a card makes; ``told`` are the fields of it that no card knows."""
    return Question(
        id=f"{card.id}{MARK}{variant}" if variant else card.id,
        card=card.id,
        kind=card.kind,
        root=card.root,
        layer=card.layer,
        difficulty=card.difficulty,
        **told,
    )


def unknown(card: Card, variant: str) -> InputError:
    """Return the error for a variant that the card does not have."""
    shown = f"{card.id}{MARK}{variant}"[:80]
    return InputError(
        _("There is no question %(question)s. It may be of another version of the atlas.")
        % {"question": repr(shown)}
    )


def settle(card: Card, variant: str | None, options: Sequence[str], random: Random) -> str:
    """Return the variant asked for, or one of the options. :raises InputError: there is no such variant."""
    if variant is None:
        return random.choice(options)
    if variant not in options:
        raise unknown(card, variant)
    return variant


def with_others(
    right: str, others: Sequence[str], random: Random, *, count: int = CHOICES, near: int = 7
) -> tuple[str, ...]:
    """Return the right choice among wrong ones, drawn from the ``near`` nearest of ``others``; shuffled."""
    pool = list(dict.fromkeys(other for other in others if other != right))[:near]
    found = [right, *random.sample(pool, min(count - 1, len(pool)))]
    random.shuffle(found)
    return tuple(found)


def limb_of(root: str) -> str:
    """Return ``arm`` or ``leg`` for the roots that carry one, else ``trunk``."""
    return "arm" if root in ARM else "leg" if root in LEG else "trunk"


def root_choices(
    right: str, excluded: Iterable[str], random: Random, among: Sequence[str] = ()
) -> tuple[str, ...]:
    """Return the right root and three near it, cranial first, none of them ``excluded``.

    They are of the same limb as far as it has enough, then of its side of the trunk: nobody thinks of T2 for
    the thumb.
    """
    roots = among or (TERRITORY_ROOTS if right in TERRITORY_ROOTS else ROOTS)
    barred = {member for root in (right, *excluded) for member in (root, *root_members(root))}
    free = [root for root in roots if not barred & {root, *root_members(root)}]
    limb = limb_of(right)
    near = sorted(
        free,
        key=lambda root: (
            limb_of(root) != limb,
            limb != "trunk" and root.startswith("T"),
            abs(root_order(root) - root_order(right)),
            root_order(root),
        ),
    )
    alike = sum(limb_of(root) == limb for root in near)
    drawn = with_others(right, near, random, near=min(max(alike, CHOICES - 1), NEAREST))
    return tuple(sorted(drawn, key=root_order))
