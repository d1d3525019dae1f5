"""Fits what is weighed where no rule tells a label: ``python -m tools.dev.weights``, then ``… .mentions``.

A maximum-entropy model of the sense, fitted to the labels without a noun of their own in the marked sentences
that may be looked at. ``--across`` writes nothing and tells how it does on the labels of each set when
fitted to the others.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from dermatome.anatomy import ids
from dermatome.library.measure import unmark
from dermatome.library.mentions.load import LEXICON, SETS, WEIGHTS, labelled_sentences
from dermatome.library.mentions.rules import compiled_lexicon
from dermatome.library.mentions.senses import read_groups
from dermatome.library.mentions.weighing import weigh

LEAST: Final = 3
"""Labels a sign has to stand beside to be given a weight."""
HELD_BACK: Final = 2.0
"""How much large weights are held back (L2): chosen across sets, where 1 and 2 do as well and 4 worse."""
STEPS: Final = 400
SENSES: Final = tuple(sense for sense in ids.SENSES if sense != "other")
"""That a label is not spinal is told by rules, or by the whole text; weighed, it is often wrong."""
SHOWN: Final = tuple(name for name in SETS if "held_out" not in name)


class Marked(NamedTuple):
    signs: tuple[str, ...]
    sense: str
    rule: str
    told: str


def marked(name: str) -> Iterator[Marked]:
    """Yield the labels of a set that have no noun of their own, with what they are marked as."""
    for sentences in labelled_sentences(name).values():
        for sentence in sentences:
            text, keys = unmark(sentence)
            senses = {start: sense for start, _end, _root, sense in keys}
            for group, signs in read_groups(text):
                if senses.get(group.start) in SENSES:
                    yield Marked(signs, senses[group.start], group.rule, group.sense)


def fit(labels: Sequence[Marked]) -> Mapping[str, Mapping[str, int]]:
    """Return the weights, in hundredths, of each sign for each sense."""
    counts = Counter(sign for label in labels for sign in label.signs)
    signs = {sign: n for n, sign in enumerate(sorted(s for s, count in counts.items() if count >= LEAST))}
    beside = np.zeros((len(labels), len(signs)), dtype=np.float32)
    for row, label in enumerate(labels):
        beside[row, [signs[sign] for sign in label.signs if sign in signs]] = 1
    right = np.array([[label.sense == sense for sense in SENSES] for label in labels], dtype=np.float32)
    weights = _descend(beside, right)
    return {
        sign: dict(zip(SENSES, (int(w) for w in np.rint(weights[n] * 100)), strict=True))
        for sign, n in signs.items()
    }


def _descend(beside: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Minimise the loss by accelerated steps of the length that its curvature allows."""
    vector = np.ones(beside.shape[1], dtype=np.float32)
    for _ in range(30):
        vector = beside.T @ (beside @ vector)
        vector /= np.linalg.norm(vector)
    step = 1 / (0.5 * float(np.linalg.norm(beside @ vector)) ** 2 + HELD_BACK)
    weights = ahead = np.zeros((beside.shape[1], right.shape[1]), dtype=np.float32)
    for number in range(STEPS):
        sums = beside @ ahead
        odds = np.exp(sums - sums.max(axis=1, keepdims=True))
        slope = beside.T @ (odds / odds.sum(axis=1, keepdims=True) - right) + HELD_BACK * ahead
        last, weights = weights, ahead - step * slope
        ahead = weights + number / (number + 3) * (weights - last)
    return weights


def main() -> None:
    """Write the weights, or tell how they do across sets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--across", action="store_true", help="fit to all sets but one, and try on that")
    labels = {name: list(marked(name)) for name in SHOWN}
    if parser.parse_args().across:
        for name in SHOWN:
            _tell(name, labels[name], [each for other in SHOWN if other != name for each in labels[other]])
        return
    weights = fit([each for name in SHOWN for each in labels[name]])
    rows = {sign: list(row.values()) for sign, row in weights.items() if any(row.values())}
    lines = ",\n".join(
        f"{json.dumps(sign, ensure_ascii=False)}:{json.dumps(row, separators=(',', ':'))}"
        for sign, row in rows.items()
    )
    text = f'{{"senses":{json.dumps(SENSES)},"weights":{{\n{lines}\n}}}}\n'
    (LEXICON / WEIGHTS).write_text(text, encoding="utf-8", newline="\n")
    compiled_lexicon.cache_clear()


def _tell(name: str, labels: Sequence[Marked], others: Sequence[Marked]) -> None:
    hundredths = fit(others)
    weights = {sign: {sense: w / 100 for sense, w in row.items()} for sign, row in hundredths.items()}
    unruled = [label for label in labels if label.rule in {"weighed", "cue"}]
    for what, those in (("all", labels), ("told by no rule", unruled)):
        right = sum(weigh(weights, label.signs)[0] == label.sense for label in those)
        print(f"{name}: {right} of {len(those)} labels, {what}")


if __name__ == "__main__":
    main()
