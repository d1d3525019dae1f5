"""The sense of a label by the words around it, where no rule tells it.

A maximum-entropy model: each sign of the surroundings has a weight for each sense, and the sense with the
largest sum is taken. The weights are fitted to marked sentences by ``python -m tools.dev.weights``; see
``docs/adr/0025-weighed-where-no-rule-tells.md``.
"""

from __future__ import annotations

import bisect
import itertools
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dermatome.library.mentions.labels import Group
from dermatome.library.mentions.words import Token

_BESIDE: Final = 8
"""Words on either side whose place counts."""
_AROUND: Final = 25
"""Words on either side that count wherever they stand."""
_REACH: Final = 160
"""Characters on either side in which what a word speaks of counts, so that time grows with the text."""
_NUMBER: Final = re.compile(r"(?:th|[ctlsd])?\d+")
_CLAUSE: Final = re.compile(r"[;:—()]|\s–\s|,\s(?:and|but|while|whereas|so|which)\b")
_STEPS: Final = (1, 2, 4, 8)
_GAPS: Final = (1, 3, 7)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around labels, in the sentence from ``low`` to ``high``.

    ``cues`` are (what a word speaks of, start, end), in order of start; ``before`` is the group before.
    """

    text: str
    tokens: Sequence[Token]
    low: int
    high: int
    cues: Sequence[tuple[str, int, int]]
    before: Group | None


def signs(group: Group, around: Surroundings) -> tuple[str, ...]:
    """Return the signs of what a group of labels means, each once."""
    found = itertools.chain(_of_label(group, around), _of_words(group, around), _of_cues(group, around))
    return tuple(dict.fromkeys(found))


def weigh(
    weights: Mapping[str, Mapping[str, float]],
    found: Iterable[str],
    favoured: Mapping[str, float] | None = None,
) -> tuple[str, float]:
    """Return the likeliest sense of a label with these signs, and how likely it is.

    ``favoured`` is added to what the signs say.
    """
    sums = dict(favoured or {})
    for sign in found:
        for sense, weight in weights.get(sign, {}).items():
            sums[sense] = sums.get(sense, 0.0) + weight
    best = max(sums, key=lambda sense: sums[sense])
    return best, 1 / sum(math.exp(value - sums[best]) for value in sums.values())


def _of_label(group: Group, around: Surroundings) -> Iterator[str]:
    text, before = around.text, around.before
    yield "any"
    yield f"form {group.form}"
    yield f"region {min(group.ends)[0]} {group.form}"
    yield f"mark before {text[max(0, group.start - 1) : group.start].strip()}"
    yield f"mark after {text[group.surface_end : group.surface_end + 1].strip()}"
    if before is not None and before.start >= around.low and before.sense not in {"", "drop"}:
        between = text[before.surface_end : group.start][:_REACH]
        near = "joined" if len(between) < 8 else "sentence" if _CLAUSE.search(between) else "clause"
        yield f"before {before.sense}"
        yield f"before {near} {before.sense} {before.form == group.form}"


def _of_words(group: Group, around: Surroundings) -> Iterator[str]:
    tokens = around.tokens
    first, last, start, stop = (
        bisect.bisect_left(tokens, (at,)) for at in (group.start, group.surface_end, around.low, around.high)
    )
    left = [_word(token) for token in tokens[max(start, first - _BESIDE) : first]][::-1]
    right = [_word(token) for token in tokens[last : min(stop, last + _BESIDE)]]
    for side, words in (("<", left), (">", right)):
        for number, word in enumerate(words, 1):
            yield f"{side}{_STEPS[bisect.bisect_left(_STEPS, number)]} {word}"
        yield f"{side} {' '.join(words[:2])}"
        yield f"{side}{group.form} {words[0] if words else ''}"
    for token in tokens[max(start, first - _AROUND) : min(stop, last + _AROUND)]:
        yield f"near {_word(token)}"


def _word(token: Token) -> str:
    return "#" if _NUMBER.fullmatch(token.stem) else token.stem


def _of_cues(group: Group, around: Surroundings) -> Iterator[str]:
    """Yield what the words of the sentence speak of, by side, nearness and clause."""
    first = bisect.bisect_left(around.cues, group.start - _REACH, key=lambda cue: cue[1])
    last = bisect.bisect_right(around.cues, group.surface_end + _REACH, key=lambda cue: cue[1])
    for name, start, end in around.cues[first:last]:
        if end <= group.start:
            side, between = "<", around.text[end : group.start]
        elif start >= group.surface_end:
            side, between = ">", around.text[group.surface_end : start]
        else:
            continue
        clause = "other" if _CLAUSE.search(between) else "same"
        gap = bisect.bisect_left(_GAPS, between.count(" "))
        yield f"cue {name}"
        yield f"cue {name} {clause}"
        yield f"cue {side}{gap} {name}"
        yield f"cue {side}{clause} {name} {group.form}"
