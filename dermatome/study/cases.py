"""Questions from short cases: findings, and what explains them best."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from random import Random
from types import MappingProxyType

from dermatome.anatomy.ids import ROOTS, TERRITORY_ROOTS, parse_root, root_order, slug
from dermatome.atlas.load import Atlas
from dermatome.errors import InputError
from dermatome.study.load import cases
from dermatome.study.making import Maker, asking, unknown
from dermatome.study.records import Card, Case, Kind, PassageQuery, Question

WRONG = 4


def case_choices(case: Case) -> Mapping[str, str]:
    """Return every choice a case may offer, wrong ones included: id → the root, or the look-alike by name."""
    named = (*case.roots, *((case.mimic,) if case.mimic else ()), *case.against)
    return MappingProxyType({choice_id(name): name for name in named})


def choice_id(name: str) -> str:
    """Return the id of a choice: a root is its own, a look-alike's name becomes a slug."""
    try:
        return parse_root(name)
    except InputError:
        return slug(name)


def is_root(choice: str) -> bool:
    """Return whether a choice is a root and not the id of a look-alike."""
    return choice in ROOTS or choice in TERRITORY_ROOTS


def _cards(_: Atlas) -> Iterator[Card]:
    for case in cases().values():
        yield Card(f"case/{case.id}", "case", case.roots[0], "", case.difficulty)


def _make(card: Card, variant: str | None, random: Random, sides: bool, source: Atlas) -> Question:
    case = cases()[card.id.partition("/")[2]]
    if variant:
        raise unknown(card, variant)
    answers = case.roots if case.answer == "root" else (choice_id(case.mimic),)
    right = answers[0]
    wrong = [choice_id(name) for name in case.against if choice_id(name) not in answers]
    if case.answer == "mimic":
        wrong = [*case.roots, *(name for name in wrong if name not in case.roots)]
    found = [right, *wrong[:WRONG]]
    roots = sorted((c for c in found if is_root(c)), key=root_order)
    others = [c for c in found if not is_root(c)]
    random.shuffle(others)
    return asking(
        card,
        answers=answers,
        choices=(*roots, *others),
        free=case.answer == "root",
        subject=case.id,
        details=case.findings,
        query=_query(case),
        sources=case.source,
    )


def _query(case: Case) -> PassageQuery:
    """What tells the root from the look-alike explains a case best, whichever of them it is."""
    named = case.mimic or next((name for name in case.against if choice_id(name) != name), "")
    nerve = re.search(r"(.+?) nerves?\b", named)
    words = named.removesuffix("s").removesuffix(" nerve")
    return PassageQuery(
        case.roots[0], "nerve", nerve=nerve[1] if nerve else None, names=(words,) if words else ()
    )


MAKERS: Mapping[Kind, Maker] = {"case": Maker(_cards, _make)}
