"""Fits what is weighed where no rule tells a label: ``python -m tools.dev.weights``, then ``… .mentions``.

A maximum-entropy model of the sense, fitted to the labels without a noun of their own in the marked sentences
that may be looked at. What the rules say is no sign: they were made with most of these sentences.
``--across`` writes nothing and tells how sentences of each set are read when fitted to the others.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple
from unittest import mock

import numpy as np

from dermatome.anatomy import ids
from dermatome.library import measure
from dermatome.library.measure import unmark
from dermatome.library.mentions import find_mentions, senses
from dermatome.library.mentions.load import LEXICON, SETS, WEIGHTS, labelled_sentences
from dermatome.library.mentions.rules import compiled_lexicon

LEAST: Final = 3
"""Labels a sign has to stand beside to be given a weight."""
HELD_BACK: Final = 1.0
"""How much large weights are held back (L2): chosen across sets, where 1 and 2 do as well and 4 worse."""
STEPS: Final = 250
LEAST_WEIGHT: Final = 3
"""Hundredths below which no weight of a sign changes a sense."""
SHOWN: Final = tuple(name for name in SETS if "held_out" not in name)


class Marked(NamedTuple):
    signs: tuple[str, ...]
    sense: str


def marked(name: str) -> Iterator[Marked]:
    """Yield the labels of a set that have no noun of their own, with what they are marked as."""
    for sentences in labelled_sentences(name).values():
        for sentence in sentences:
            text, keys = unmark(sentence)
            right = {start: sense for start, _end, _root, sense in keys}
            for group, signs in senses.read_groups(text, right):
                if group.start in right:
                    yield Marked(signs, right[group.start])


def fit(labels: Sequence[Marked]) -> Mapping[str, Mapping[str, int]]:
    """Return the weights, in hundredths, of each sign for each sense."""
    counts = Counter(sign for label in labels for sign in label.signs)
    signs = {sign: n for n, sign in enumerate(sorted(s for s, count in counts.items() if count >= LEAST))}
    beside = [[signs[sign] for sign in label.signs if sign in signs] for label in labels]
    right = np.array([[label.sense == sense for sense in ids.SENSES] for label in labels], dtype=np.float32)
    weights = _descend(beside, len(signs), right)
    return {
        sign: dict(zip(ids.SENSES, (int(w) for w in np.rint(weights[n] * 100)), strict=True))
        for sign, n in signs.items()
    }


def _descend(beside: Sequence[Sequence[int]], signs: int, right: np.ndarray) -> np.ndarray:
    """Minimise the loss by accelerated steps of the length that its curvature allows.

    Every label has a sign at least, and every sign a label.
    """
    sign_of = np.array([sign for each in beside for sign in each])
    label_of = np.repeat(np.arange(len(beside)), [len(each) for each in beside])
    labels_from = np.searchsorted(label_of, np.arange(len(beside)))
    order = np.argsort(sign_of, kind="stable")
    signs_from = np.searchsorted(sign_of[order], np.arange(signs))
    label_in_order = label_of[order]

    def by_label(of_signs: np.ndarray) -> np.ndarray:
        return np.add.reduceat(of_signs[sign_of], labels_from)

    def by_sign(of_labels: np.ndarray) -> np.ndarray:
        return np.add.reduceat(of_labels[label_in_order], signs_from)

    vector = np.ones(signs, dtype=np.float32)
    for _ in range(30):
        vector = by_sign(by_label(vector))
        vector /= np.linalg.norm(vector)
    step = 1 / (0.5 * float(np.linalg.norm(by_label(vector))) ** 2 + HELD_BACK)
    weights = ahead = np.zeros((signs, right.shape[1]), dtype=np.float32)
    for number in range(STEPS):
        sums = by_label(ahead)
        odds = np.exp(sums - sums.max(axis=1, keepdims=True))
        slope = by_sign(odds / odds.sum(axis=1, keepdims=True) - right) + HELD_BACK * ahead
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
            _tell(name, [each for other in SHOWN if other != name for each in labels[other]])
        return
    weights = fit([each for name in SHOWN for each in labels[name]])
    rows = {
        sign: list(row.values())
        for sign, row in weights.items()
        if max(map(abs, row.values())) >= LEAST_WEIGHT
    }
    lines = ",\n".join(
        f"{json.dumps(sign, ensure_ascii=False)}:{json.dumps(row, separators=(',', ':'))}"
        for sign, row in rows.items()
    )
    text = f'{{"senses":{json.dumps(ids.SENSES)},"weights":{{\n{lines}\n}}}}\n'
    (LEXICON / WEIGHTS).write_text(text, encoding="utf-8", newline="\n")
    compiled_lexicon.cache_clear()


def _tell(name: str, others: Sequence[Marked]) -> None:
    weights = {sign: [weight / 100 for weight in row.values()] for sign, row in fit(others).items()}
    compiled = dataclasses.replace(compiled_lexicon(), weights=weights)
    find_mentions.cache_clear()
    with mock.patch.object(senses, "compiled_lexicon", lambda: compiled):
        score = measure.score(labelled_sentences(name))
    find_mentions.cache_clear()
    print(f"{name}: precision {score.precision:.3f}, recall {score.recall:.3f}")


if __name__ == "__main__":
    main()
