"""The text around labels: its sentences, terms, and the words that speak of bone, nerve or skin."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from dermatome.library.mentions.labels import Group
from dermatome.library.mentions.rules import Compiled
from dermatome.library.mentions.terms import named
from dermatome.library.mentions.words import WORD, Phrases, Token, sentences
from dermatome.library.records import Term

_OPTION: Final = re.compile(r"(?:\A|[\s(?:])\(?[A-Ha-h1-9][.)]\s*\Z")
_OPTIONS: Final = re.compile(r"\(?[Aa1][.)]\s")
_CLAUSE: Final = re.compile(r"[;:—()]|\s–\s")
_DENSE: Final = 12
"""Labels of a piece in which only what is :data:`_NEAR` is weighed: more than any prose has."""
_NEAR: Final = 160
_PAIR_ONLY: Final = frozenset({"disc", "foramen"})


@dataclass(slots=True)
class Context:
    """The text around the labels, looked at once."""

    text: str
    tokens: Sequence[Token] = ()
    breaks: list[tuple[int, int]] = field(default_factory=list)
    elsewhere: bool = False
    cues_of: dict[tuple[int, int], list[tuple[str, float, int, int]]] = field(default_factory=dict)
    speaking: dict[tuple[int, int], list[tuple[str, int, int]]] = field(default_factory=dict)

    def cues(self, compiled: Compiled, low: int, high: int) -> list[tuple[str, float, int, int]]:
        """Return (sense, weight, start, end) of each cue word of a stretch."""
        if (low, high) not in self.cues_of:
            self.cues_of[low, high] = list(_cues_among(compiled, self.tokens, low, high))
        return self.cues_of[low, high]

    def speaks_of(self, compiled: Compiled, low: int, high: int) -> list[tuple[str, int, int]]:
        """Return (what it speaks of, start, end) of each cue word, noun and term of a stretch."""
        if (low, high) not in self.speaking:
            nouns = phrases_among(compiled.heads, self.tokens, low, high)
            told = [(sense, start, end) for sense, _weight, start, end in self.cues(compiled, low, high)]
            told += [(f"noun {sense}", start, end) for sense, start, end in nouns if sense]
            told += [(t.kind, t.start, t.end) for t in self.terms if low <= t.start and t.end <= high]
            self.speaking[low, high] = sorted(told, key=lambda each: each[1])
        return self.speaking[low, high]

    def sentence(self, position: int) -> tuple[int, int]:
        if not self.breaks:
            self.breaks = _with_options(self.text, sentences(self.text))
        return next(span for span in self.breaks if position < span[1] or span[1] == len(self.text))

    def asked_from(self, low: int, high: int) -> int:
        """Return where the question of a bare answer begins, for it gives the sense; else ``low``."""
        few = 6 if self.text[max(0, low - 2) : low].startswith("?") else 3
        bare = low > 1 and len(WORD.findall(self.text, low, high)) <= few
        return self.sentence(low - 2)[0] if bare else low

    @property
    def terms(self) -> Sequence[Term]:
        return named(self.text)


def _with_options(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join the options of a question to it: "Which vertebra? A. C1 B. C2"."""
    joined = [spans[0]]
    for start, end in spans[1:]:
        low, high = joined[-1]
        asked = text[high - 1 : high] in {"?", ":"} and _OPTIONS.match(text, start)
        if asked or _OPTION.search(text, max(low, start - 6), start):
            joined[-1] = (low, end)
        else:
            joined.append((start, end))
    return joined


def _cues_among(
    compiled: Compiled, every: Sequence[Token], low: int, high: int
) -> Iterator[tuple[str, float, int, int]]:
    for (sense, weight), start, end in phrases_among(compiled.cues, every, low, high):
        yield sense, weight, start, end


def phrases_among(
    phrases: Phrases, every: Sequence[Token], low: int, high: int
) -> Iterator[tuple[Any, int, int]]:
    tokens = [token for token in every if token.start >= low and token.end <= high]
    index = 0
    while index < len(tokens):
        found = phrases.match(tokens, index)
        if found is None:
            index += 1
            continue
        length, value = found
        yield value, tokens[index].start, tokens[index + length - 1].end
        index += length


def cue_scores(
    compiled: Compiled, context: Context, group: Group, spans: Sequence[tuple[int, int]]
) -> dict[str, float]:
    """Weigh the cue words of the sentence by nearness; those inside other mentions do not count."""
    low, high = context.sentence(group.start)
    low = context.asked_from(low, high)
    cues = context.cues(compiled, low, high)
    far = _NEAR if len(spans) > _DENSE else len(context.text)
    ends = [span[1] for span in spans]
    scores: dict[str, float] = {}

    def add(sense: str, weight: float, start: int, end: int) -> None:
        at = bisect.bisect_left(spans, (end,))
        if at and ends[at - 1] > start:
            return
        if sense in _PAIR_ONLY and not all(element.form == "pair" for element in group.elements):
            sense = "level"  # "herniations between T7 and T12": a stretch of the spine, no one disc
            weight /= 2
        if sense in {"vertebra", "disc"} and "C8" in group.ends:
            return
        between = context.text[end : group.start] if end <= group.start else context.text[group.end : start]
        distance = len(WORD.findall(between)) + 4 * len(_CLAUSE.findall(between)) + 1.5 * between.count(",")
        inner, outer = min(end, group.end), max(start, group.start)
        within = bisect.bisect_right(ends, outer) - bisect.bisect_left(spans, (inner,))
        distance += 3 * max(0, within)
        distance += 1.5 * len(re.findall(r"\b(?:and|but|while|which|so|when)\b", between))
        scores[sense] = scores.get(sense, 0.0) + weight / (1 + 0.35 * distance)

    counted: list[tuple[int, int]] = []
    for sense, weight, start, end in cues:
        if (end <= group.start or start >= group.end) and max(group.start - end, start - group.end) <= far:
            add(sense, weight, start, end)
            counted.append((start, end))
    kinds = {"muscle": ("myotome", 1.6), "movement": ("myotome", 1.6), "reflex": ("reflex", 2.0)}
    kinds |= {"nerve": ("nerve_root", 2.0), "body_part": ("dermatome", 1.2)}
    for term in context.terms:
        if max(group.start - term.end, term.start - group.end) > far:
            continue
        if any(span[0] < term.end and term.start < span[1] for span in counted):
            continue
        if low <= term.start and term.end <= high and (term.end <= group.start or term.start >= group.end):
            add(*kinds[term.kind], term.start, term.end)
    return scores
