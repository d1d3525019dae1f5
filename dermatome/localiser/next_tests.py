"""The tests that would tell the first candidates apart, by the information they are expected to bring."""

from __future__ import annotations

import functools
import threading
from collections.abc import Collection, Mapping
from typing import Final

import numpy as np

from dermatome.localiser.groups import LOWER_REFLEXES, REFLEX_GROUPS, UPPER_REFLEXES, movements_in
from dermatome.localiser.lesions import variants
from dermatome.localiser.load import entries, parameters
from dermatome.localiser.model import (
    motor_loss,
    motor_weights,
    owners,
    patch_loss,
    patch_weights,
    reflex_loss,
    totals,
)
from dermatome.localiser.records import Findings, NextTest, Patch, TestKind
from dermatome.localiser.sources import test_sources

MOST: Final = 5
MOST_OF_A_PAIR: Final = 2
LEADING: Final = 4
LEAST_SHARE: Final = 0.02
"""Candidates that are told apart: so many, and none with less belief."""
APART: Final = 0.35
"""Two places expect different answers when their chances are this far apart."""
IMPLIED: Final = 0.3
"""Share of a movement that other movements or muscles have told already; the rest would be little news."""
TYPICAL: Final = 0.5
UNASKED: Final = 4
"""So many things are told that a place would show and nobody has asked for."""
SPOTS: Final[Mapping[str, Patch]] = {
    patch.id: patch
    for patch in (
        Patch("upper-arm", ("lateral", "upper")),
        Patch("upper-arm", ("medial",)),
        Patch("forearm", ("lateral",)),
        Patch("forearm", ("medial",)),
        Patch("forearm", ("posterior",)),
        Patch("hand-dorsum", ("radial",)),
        Patch("hand-dorsum", ("ulnar",)),
        Patch("palm", ("radial",)),
        Patch("thumb"),
        Patch("index-finger", ("palmar",)),
        Patch("middle-finger"),
        Patch("ring-finger", ("radial",)),
        Patch("ring-finger", ("ulnar",)),
        Patch("little-finger"),
        Patch("axilla"),
        Patch("abdomen", ("lower",)),
        Patch("groin"),
        Patch("genitals"),
        Patch("perineum"),
        Patch("buttock", ("upper",)),
        Patch("thigh-front", ("lateral",)),
        Patch("thigh-front", ("medial",)),
        Patch("thigh-front", ("anterior",)),
        Patch("thigh-back"),
        Patch("knee", ("medial",)),
        Patch("shin", ("medial",)),
        Patch("shin", ("lateral",)),
        Patch("calf"),
        Patch("foot-dorsum"),
        Patch("foot-dorsum", ("lateral",)),
        Patch("foot-sole", ("medial",)),
        Patch("foot-sole", ("lateral",)),
        Patch("heel"),
        Patch("great-toe"),
    )
}
"""Places of skin that are tested, by id."""
_MOVEMENTS_LEFT_OUT: Final = frozenset({"little-finger-opposition", "toe-flexion-at-the-ball-of-the-foot"})
"""Nobody grades these reliably."""
_STATES: Final[dict[str, tuple[str, str]]] = {
    "movement": ("weak", "strong"),
    "skin": ("numb", "normal"),
    "reflex": ("lost", "normal"),
}


def next_tests(findings: Findings, shares: np.ndarray) -> tuple[NextTest, ...]:
    """Return the tests worth most, none of them told already, the best first."""
    belief = totals(shares)
    leading = [n for n in np.argsort(-belief, kind="stable")[:LEADING] if belief[n] >= LEAST_SHARE]
    if len(leading) < 2:
        return ()
    found: list[NextTest] = []
    for test, kind, loss in _untold(findings):
        chances = _by_candidate(loss, shares, belief)
        expected, apart = _expected(kind, chances, leading)
        if apart:
            gain = _information(chances, belief)
            found.append(NextTest(test, kind, apart, expected, test_sources(test, kind, apart), gain))
    return _various(sorted(found, key=lambda t: (-round(t.gain, 6), t.test)))


def _various(found: list[NextTest]) -> tuple[NextTest, ...]:
    """Return the first tests, but of those that tell the same two places apart only the best few."""
    pairs: dict[tuple[str, ...], int] = {}
    kept: list[NextTest] = []
    for test in found:
        pairs[test.separates] = pairs.get(test.separates, 0) + 1
        if pairs[test.separates] <= MOST_OF_A_PAIR:
            kept.append(test)
    return tuple(kept[:MOST])


def not_asked(findings: Findings, candidate: str) -> tuple[str, ...]:
    """Return what a candidate would show that has not been told: the most telling for it first."""
    rows = np.flatnonzero(owners() == tuple(entries()).index(candidate))
    found: list[tuple[float, str]] = []
    for test, _kind, loss in _untold(findings):
        chance = float(loss[rows].max())
        if chance >= TYPICAL:
            found.append((chance - float(loss.mean()), test))
    return tuple(name for _gain, name in sorted(found, key=lambda each: (-each[0], each[1]))[:UNASKED])


@functools.lru_cache(maxsize=16)  # of one patient it is asked for every place that is shown
def _untold(findings: Findings) -> tuple[tuple[str, TestKind, np.ndarray], ...]:
    groups = [name for group in findings.strong_groups for name in movements_in(group)]
    told = {m.id for m in (*findings.weak, *findings.strong)} | set(groups)
    profiles = [motor_weights(name) for name in told]
    known = {*findings.reflexes_lost, *findings.reflexes_normal}
    known |= {name for group in findings.reflex_groups for name in REFLEX_GROUPS[group]}
    skin_told = (*findings.lost, *findings.spared)
    parts = {(p.part, s) for p in skin_told if not p.territory for s in (*p.surfaces, "")}
    inside = [patch_weights(p) > 0 for p in skin_told if p.territory]
    found: list[tuple[str, TestKind, np.ndarray]] = []
    for name, (kind, loss) in tests().items():
        if kind == "movement":
            own = motor_weights(name)
            if name in told or any(float(np.minimum(own, other).sum()) > IMPLIED for other in profiles):
                continue
        elif kind == "reflex":
            if name in known:
                continue
        elif (
            findings.spared_groups
            or _is_told(SPOTS[name], parts)
            or any(float(patch_weights(SPOTS[name])[here].sum()) > IMPLIED for here in inside)
        ):
            continue
        found.append((name, kind, loss))
    return tuple(found)


def _is_told(patch: Patch, parts: Collection[tuple[str, str]]) -> bool:
    return any((patch.part, surface) in parts for surface in (*patch.surfaces, ""))


@functools.cache
def tests() -> Mapping[str, tuple[TestKind, np.ndarray]]:
    """Return every test by id: its kind, and for each variant the chance that what it tests is lost.

    Movements, then reflexes, then places of skin. Nothing is lost or kept for sure, for examiners err.
    """
    found: dict[str, tuple[TestKind, np.ndarray]] = {}
    for name in movements_in("all"):
        if name not in _MOVEMENTS_LEFT_OUT:
            found[name] = "movement", 0.04 + 0.9 * motor_loss(name)
    for name in (*UPPER_REFLEXES[:4], *LOWER_REFLEXES[:4]):
        found[name] = "reflex", 0.08 + 0.7 * reflex_loss(name)
    shows = parameters().root_shows.value
    roots = np.array([shows if v.kind == "root" else 0.9 for v in variants()])
    for name, patch in SPOTS.items():
        found[name] = "skin", 0.05 + 0.9 * roots * patch_loss(patch)
    return found


@functools.cache
def prepare() -> None:
    """Work out all tables, half a second's work, while the first visitor still reads."""
    threading.Thread(target=tests, daemon=True).start()


def _by_candidate(loss: np.ndarray, shares: np.ndarray, belief: np.ndarray) -> np.ndarray:
    """Return the chance by candidate: the mean over its variants by their shares."""
    return totals(loss * shares) / np.maximum(belief, 1e-12)


def _expected(
    kind: TestKind, chances: np.ndarray, leading: list[int]
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return what each leading candidate lets expect, and the first two that differ clearly."""
    names = tuple(entries())
    lost, kept = _STATES[kind]
    expected = {names[n]: lost if chances[n] >= 0.5 else kept for n in leading}
    first = leading[0]
    for other in leading[1:]:
        differ = expected[names[first]] != expected[names[other]]
        if differ and abs(chances[first] - chances[other]) >= APART:
            return expected, (names[first], names[other])
    return expected, ()


def _information(chances: np.ndarray, belief: np.ndarray) -> float:
    """Return the mutual information between the answer of a test and the place, in bits."""
    return float(_entropy(chances @ belief) - belief @ _entropy(chances))


def _entropy(chance: np.ndarray | float) -> np.ndarray:
    p = np.clip(chance, 1e-9, 1 - 1e-9)
    return -(p * np.log2(p) + (1 - p) * np.log2(1 - p))
