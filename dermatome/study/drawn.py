"""What was painted on the skin, held against the field that was asked for.

Not the views are compared but the body: thousands of random places of its skin, each of which counts alike,
so that the front, the back and a sole weigh what they are. Where the atlas infers, paint counts neither way;
nor does skin count as missed that no view to be painted shows.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np

from dermatome.anatomy.ids import INFERRED, SIDES
from dermatome.atlas.surface import regions_at, skin_samples, surface
from dermatome.study.records import Question

DRAWN: Final = ("click_territory",)
"""Kinds of questions that may be answered by a drawing."""


def measured(
    question: Question, squares: Iterable[tuple[str, int, int]], steps: Mapping[str, int]
) -> tuple[int, int]:
    """Return how much of the field is painted, and how much of the paint lies in it, in per cent.

    ``squares`` are painted squares as view, column and row, ``steps`` their widths in millimetres by view.
    Where no side is asked for, the side that is painted best counts, and paint in the field of the other is
    not wrong.

    :raises AssetError: the built surface is missing or malformed.
    """
    scheme, painted = str(question.scheme), frozenset(squares)
    asked = (question.side,) if question.side else SIDES
    own, known, on = ({side: np.zeros(0, bool) for side in SIDES} for _ in range(3))
    for side in SIDES:
        own[side], known[side] = _field(scheme, question.root, side)
        on[side] = _on(painted, side, steps)
    seen = _seen(tuple(steps))
    covered = max(_share(on[side] & own[side] & seen, own[side] & seen) for side in asked)
    good = sum(int((on[side] & own[side]).sum()) for side in asked)
    told = sum(int((on[side] & known[side]).sum()) for side in SIDES)
    return covered, round(100 * good / told) if told else 0


def _share(part: np.ndarray, whole: np.ndarray) -> int:
    return round(100 * float(part.sum()) / max(1, int(whole.sum())))


@functools.lru_cache(maxsize=256)
def _field(scheme: str, root: str, side: str) -> tuple[np.ndarray, np.ndarray]:
    """Which places (n,) of a side the map publishes as the root's; of which it says more than inferred."""
    places = np.array([getattr(sample, side) for sample in skin_samples()])
    own, inferred = np.zeros(len(places), bool), np.zeros(len(places), bool)
    for layer in (scheme, f"{scheme}-over"):
        if layer not in surface().layers:
            continue
        regions = surface().layers[layer].regions
        number = regions_at(layer, places)
        published = np.array([False, *(of.owner == root and of.basis != INFERRED for of in regions)])
        own |= published[number]
        inferred |= np.array([False, *(of.basis == INFERRED for of in regions)])[number]
    return own, own | ~inferred


@functools.lru_cache(maxsize=4)
def _seen(views: tuple[str, ...]) -> np.ndarray:
    """Which places (n,) lie in one of the views."""
    return np.array([any(view in sample.views for view in views) for sample in skin_samples()])


def _on(painted: frozenset[tuple[str, int, int]], side: str, steps: Mapping[str, int]) -> np.ndarray:
    """Which places (n,) of a side lie in a painted square; places are told in views of the left."""
    turn = 1 if side == "left" else -1

    def lies(views: Mapping[str, tuple[float, float]]) -> bool:
        at = {
            view: (turn * x / steps[view], y / steps[view]) for view, (x, y) in views.items() if view in steps
        }
        return any((view, round(x), round(y)) in painted for view, (x, y) in at.items())

    return np.array([lies(sample.views) for sample in skin_samples()])
