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
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dermatome.anatomy.ids import SENSES
from dermatome.library.mentions.labels import Group
from dermatome.library.mentions.words import Token, Topics

_BESIDE: Final = 8
"""Words on either side whose place counts."""
_AROUND: Final = 25
"""Words on either side that count wherever they stand."""
_REACH: Final = 160
"""Characters on either side in which what a word speaks of counts, so that time grows with the text."""
_BEGINNING: Final = 5
"""Letters of a word that stand for it where the word itself is new."""
_NUMBER: Final = re.compile(r"(?:th|[ctlsd])?\d+")
_CLAUSE: Final = re.compile(r"[;:—()]|\s–\s|,\s(?:and|but|while|whereas|so|which)\b")
_FRAME: Final = 24
"""Words of a clause that are looked at."""
_LINK: Final = 8
"""Words on the way to what a label hangs on."""
_STEPS: Final = (1, 2, 4, 8)
_GAPS: Final = (1, 3, 7)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around labels, in the sentence from ``low`` to ``high``.

    ``passed`` are words that a label does not hang on, ``cues`` (what a word speaks of, start, end), in order
    of start; ``before`` and ``after`` are the groups on either side.
    """

    text: str
    tokens: Sequence[Token]
    topics: Topics
    passed: Collection[str]
    low: int
    high: int
    cues: Sequence[tuple[str, int, int]]
    before: Group | None
    after: Group | None


def signs(group: Group, around: Surroundings) -> tuple[str, ...]:
    """Return the signs of what a group of labels means, each once."""
    clause = _clause(group, around)
    found = itertools.chain(
        _of_label(group, around),
        _of_words(group, around),
        _of_cues(group, around, clause),
        _of_topics(group, around, clause),
        _of_frame(group, around, clause),
    )
    return tuple(dict.fromkeys(found))


def weigh(
    weights: Mapping[str, Sequence[float]],
    found: Iterable[str],
    favoured: Mapping[str, float] | None = None,
    barred: Collection[str] = (),
) -> tuple[str, float]:
    """Return the likeliest sense of a label with these signs, and how likely it is.

    ``weights`` are by sign, in the order of :data:`~dermatome.anatomy.ids.SENSES`; ``favoured`` is added to
    what the signs say; no sense that is ``barred`` is taken.
    """
    known = [weights[sign] for sign in found if sign in weights]
    columns = zip(*known, strict=True)
    sums = {sense: sum(column, 0.0) for sense, column in zip(SENSES, columns, strict=False)}
    for sense, more in (favoured or {}).items():
        sums[sense] = sums.get(sense, 0.0) + more
    for sense in barred:
        sums.pop(sense, None)
    best = max(sums, key=lambda sense: sums[sense])
    return best, 1 / sum(math.exp(value - sums[best]) for value in sums.values())


def _clause(group: Group, around: Surroundings) -> tuple[int, int]:
    """Return where the clause that the group stands in begins and ends, as far as is looked."""
    low, high = max(around.low, group.start - _REACH), min(around.high, group.surface_end + _REACH)
    ends = [found.end() for found in _CLAUSE.finditer(around.text, low, group.start)]
    stop = _CLAUSE.search(around.text, group.surface_end, high)
    return (ends[-1] if ends else low), (stop.start() if stop else high)


def _of_label(group: Group, around: Surroundings) -> Iterator[str]:
    text, before = around.text, around.before
    yield "any"
    yield f"form {group.form}"
    yield f"region {min(group.ends)[0]} {group.form}"
    for end in group.ends:
        yield f"label {end}"
        yield f"label {end} {group.form}"
    ahead, behind = (
        text[max(0, group.start - 1) : group.start].strip(),
        text[group.surface_end : group.surface_end + 1].strip(),
    )
    yield f"mark before {ahead}"
    yield f"mark after {behind}"
    yield f"marks {ahead}{behind} {group.form}"
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
            step = _STEPS[bisect.bisect_left(_STEPS, number)]
            yield f"{side}{step} {word}"
            if len(word) > _BEGINNING and step < 8:
                yield f"{side}{step} {word[:_BEGINNING]}*"
        yield f"{side} {' '.join(words[:2])}"
        yield f"{side}{group.form} {words[0] if words else ''}"
    yield f"< {left[0] if left else ''} > {right[0] if right else ''}"
    for token in tokens[max(start, first - _AROUND) : min(stop, last + _AROUND)]:
        word = _word(token)
        yield f"near {word}"
        if len(word) > _BEGINNING:
            yield f"near {word[:_BEGINNING]}*"


def _word(token: Token) -> str:
    return "#" if _NUMBER.fullmatch(token.stem) else token.stem


def _of_cues(group: Group, around: Surroundings, within: tuple[int, int]) -> Iterator[str]:
    """Yield what the words of the sentence speak of by the lexicon, by side, nearness and clause."""
    first = bisect.bisect_left(around.cues, group.start - _REACH, key=lambda cue: cue[1])
    last = bisect.bisect_right(around.cues, group.surface_end + _REACH, key=lambda cue: cue[1])
    for name, start, end in around.cues[first:last]:
        if end <= group.start:
            side, between = "<", around.text[end : group.start]
        elif start >= group.surface_end:
            side, between = ">", around.text[group.surface_end : start]
        else:
            continue
        clause = "same" if within[0] <= start and end <= within[1] else "other"
        gap = bisect.bisect_left(_GAPS, between.count(" "))
        yield f"cue {name}"
        yield f"cue {name} {clause}"
        yield f"cue {side}{gap} {name}"
        yield f"cue {side}{clause} {name} {group.form}"


def _of_topics(group: Group, around: Surroundings, within: tuple[int, int]) -> Iterator[str]:
    """Yield the topics of the words around, in the sentence by side, nearness and clause, and beyond it."""
    tokens = around.tokens
    first, last, start, stop = (
        bisect.bisect_left(tokens, (at,))
        for at in (group.start, group.surface_end, group.start - _REACH, group.surface_end + _REACH)
    )
    for side, row in (("<", range(first - 1, start - 1, -1)), (">", range(last, stop))):
        link, nearest = "", True
        for number, index in enumerate(row):
            token = tokens[index]
            topics = around.topics.of(token.stem)
            if not around.low <= token.start < around.high:
                yield from (f"line {topic}" for topic in topics)
                continue
            if not number:
                link = "" if around.topics.leading(token.stem) else _word(token)
            clause = "same" if within[0] <= token.start < within[1] else "other"
            gap = bisect.bisect_left(_GAPS, number)
            for topic in topics:
                yield f"topic {topic}"
                yield f"topic {side}{clause} {topic}"
                if clause == "same":
                    yield f"topic {side}{gap} {topic}"
                if nearest:
                    yield f"topic {side}first {topic} {group.form}"
                    yield f"topic {side}{link} {topic}"
            nearest = nearest and not around.topics.leading(token.stem)


def _of_frame(group: Group, around: Surroundings, within: tuple[int, int]) -> Iterator[str]:
    """Yield what a label has to itself, up to those beside it, and what it hangs on in its clause."""
    tokens = around.tokens
    first, last = (bisect.bisect_left(tokens, (at,)) for at in (group.start, group.surface_end))
    low = max(within[0], around.before.surface_end) if around.before else within[0]
    high = min(within[1], around.after.start) if around.after else within[1]
    own_left = [token for token in tokens[max(0, first - _FRAME) : first] if token.start >= low]
    own_right = [token for token in tokens[last : last + _FRAME] if token.start < high]
    for side, row in (("<", own_left), (">", own_right)):
        topics = [topic for token in row for topic in around.topics.of(token.stem)]
        yield from (f"own{side} {_word(token)}" for token in row)
        for topic in topics:
            yield f"own{side} topic {topic}"
            yield f"own{side} {group.form} topic {topic}"
        if not topics:
            yield f"own{side} none {group.form}"
    left = [token for token in tokens[max(0, first - _FRAME) : first] if token.start >= within[0]][::-1]
    text, ends = around.text, last == len(tokens) or tokens[last].start >= within[1]
    ahead = text[max(0, group.start - 1) : group.start].strip()
    behind = text[group.surface_end : group.surface_end + 1].strip()
    yield f"place {'later' if left else 'first'} {group.form} {behind}"
    yield f"place {'last' if ends else 'earlier'} {group.form} {ahead}"
    yield from _of_links(group, around, left, ahead)


def _of_links(group: Group, around: Surroundings, left: Iterable[Token], ahead: str) -> Iterator[str]:
    """Yield the words that lead up to a label, nearest first, and the topics of those that it may hang on."""
    kept = [token for token in left if token.stem not in around.passed and not _NUMBER.fullmatch(token.stem)]
    row = [(token.stem, around.topics.leading(token.stem)) for token in kept]
    for length in (1, 2, 3):
        yield f"link {' '.join(word for word, _topics in row[:length])}"
    links: list[str] = []
    nouns = [named for _told, named in row if named]
    seen = 0
    for word, named in row[:_LINK]:
        seen += bool(named)
        for topic in named:
            yield f"frame{seen} {links[0] if links else ''} {topic}"
            if seen == 1:
                yield f"frame {' '.join(links[:2])} {topic} {group.form}"
        if seen == 2:
            break
        if not named:
            links.append(word)
    for number, named in enumerate(nouns, 1):
        yield from (f"left{min(number, 4)} {topic}" for topic in named)
    if nouns:
        link = row[0][0] if not row[0][1] else ""
        yield from (f"mark {ahead} {topic}" for topic in nouns[0])
        for topic in nouns[-1]:
            yield f"subject {topic}"
            yield f"subject {topic} {link}"
