"""Patients drawn from the model: a lesion, and what each test of the limb finds, by the chance it has.

The number of a patient is the seed: the same lesion and number are the same patient, in any process.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, Final

import numpy as np

from dermatome.localiser.findings import read_findings
from dermatome.localiser.groups import SKIN_GROUPS, UPPER_REFLEXES, movements_in
from dermatome.localiser.lesions import variants
from dermatome.localiser.load import entries
from dermatome.localiser.model import owners, ranked, shares_of, totals, weigh
from dermatome.localiser.next_tests import SPOTS, TYPICAL, next_tests, tests
from dermatome.localiser.records import Candidate, Findings, TestKind

NUMBERS: Final = 1000
"""So many patients of each lesion."""
TRIES: Final = 60
SURE: Final = 0.8
"""With this share of belief in the first place the shortest way has come to its end."""
MOST_TESTS: Final = 8
RIVALS: Final = 4
FEWEST_TESTS: Final = 2
"""Nobody is asked to find the place with fewer."""


@dataclass(frozen=True, slots=True)
class Patient:
    """One patient: the lesion, what tests of the limb there are, and which of them find a loss."""

    lesion: str
    site: str
    tests: tuple[str, ...]
    lost: frozenset[str]
    complaint: tuple[str, ...]
    """Of what is lost, that which brings the patient."""


@functools.cache
def drawn() -> tuple[str, ...]:
    """Return the lesions of which patients are drawn: those that tests of a limb can find."""
    return tuple(entry.id for entry in entries().values() if entry.practice)


@functools.lru_cache(maxsize=512)
def patient(lesion: str, number: int) -> Patient:
    """Return a patient; one whom no examination could place is drawn again.

    :raises ValueError: there is no such lesion.
    """
    random = Random(f"{lesion}.{number}")
    rows = np.flatnonzero(owners() == tuple(entries()).index(lesion))
    shares = [variants()[n].share for n in rows]
    best: tuple[float, Patient] | None = None
    for _try in range(TRIES):
        row = int(random.choices(rows, shares)[0])
        who = _once(lesion, row, random)
        belief = totals(shares_of(weigh(found(who, who.tests))))
        share = float(belief[tuple(entries()).index(lesion)]) if who.complaint else -1.0
        if best is None or share > best[0]:
            best = share, who
        if who.complaint and share == belief.max():
            break
    assert best is not None
    return best[1]


def _once(lesion: str, row: int, random: Random) -> Patient:
    chance = {name: float(loss[row]) for name, (_kind, loss) in tests().items()}
    offered = _limb(chance)
    lost = frozenset(name for name in offered if random.random() < chance[name])
    return Patient(lesion, variants()[row].site, offered, lost, _complaint(lost, chance, random))


def _complaint(lost: frozenset[str], chance: Mapping[str, float], random: Random) -> tuple[str, ...]:
    """Return what is felt of that which the lesion takes: a weakness and a numb place. Jerks are not felt."""
    found: list[str] = []
    for kind in ("movement", "skin"):
        felt = [name for name in chance if name in lost and kind_of(name) == kind]
        if typical := [name for name in felt if chance[name] >= TYPICAL]:
            found.append(random.choice(typical))
    return tuple(found)


def _limb(chance: Mapping[str, float]) -> tuple[str, ...]:
    arm = {name for name in chance if _of_arm(name)}
    legs = [name for name in chance if name not in arm]
    worse = sum(chance[name] for name in arm) / len(arm) > sum(chance[n] for n in legs) / len(legs)
    return tuple(name for name in chance if (name in arm) == worse)


def _of_arm(name: str) -> bool:
    kind = kind_of(name)
    if kind == "skin":
        return SPOTS[name].part in {*SKIN_GROUPS["upper-limb"], "axilla"}
    return name in (movements_in("upper-limb") if kind == "movement" else UPPER_REFLEXES)


def kind_of(name: str) -> TestKind:
    """Return whether a test is of power, of a reflex or of skin."""
    return tests()[name][0]


def found(who: Patient, asked: Iterable[str]) -> Findings:
    """Return what is known of a patient: the complaint, and what the tests that were asked find."""
    told: dict[str, Any] = {"skin": {"lost": [], "spared": []}, "reflexes": {"lost": [], "normal": []}}
    told |= {"weak": [], "strong": []}
    for name in dict.fromkeys((*who.complaint, *asked)):
        lost = name in who.lost
        if kind_of(name) == "movement":
            told["weak" if lost else "strong"].append(name)
        elif kind_of(name) == "reflex":
            told["reflexes"]["lost" if lost else "normal"].append(name)
        else:
            part, *surfaces = name.split(":")
            told["skin"]["lost" if lost else "spared"].append({"part": part, "surface": surfaces})
    return read_findings(told)


@functools.lru_cache(maxsize=512)
def rivals(who: Patient) -> tuple[str, ...]:
    """Return the lesions that the complaint alone makes likeliest, without the one there is."""
    belief = totals(shares_of(weigh(found(who, ()))))
    order = [tuple(entries())[n] for n in np.argsort(-belief, kind="stable")]
    others = (n for n in order if n in drawn() and n != who.lesion)
    return tuple(n for n in others if set(typical(n)) & set(who.tests))[:RIVALS]


@functools.cache
def typical(lesion: str) -> tuple[str, ...]:
    """Return the tests that a lesion typically fails, at one of its sites at least."""
    rows = np.flatnonzero(owners() == tuple(entries()).index(lesion))
    return tuple(name for name, (_kind, loss) in tests().items() if loss[rows].max() >= TYPICAL)


def places(who: Patient, asked: Iterable[str]) -> tuple[Candidate, ...]:
    """Return what the model makes of what was found."""
    return ranked(tuple(weigh(found(who, asked))))


@functools.lru_cache(maxsize=512)
def shortest(who: Patient) -> int:
    """Return how many tests it takes from the complaint, each time the one worth most, to be sure of a place.

    The model walks this way itself; where nothing is worth a test any more it stops.
    """
    asked: list[str] = []
    while len(asked) < MOST_TESTS:
        told = found(who, asked)
        shares = shares_of(weigh(told))
        if totals(shares).max() >= SURE:
            break
        best = next((t.test for t in next_tests(told, shares) if t.test in who.tests), None)
        if best is None:
            break
        asked.append(best)
    return max(len(asked), FEWEST_TESTS)
