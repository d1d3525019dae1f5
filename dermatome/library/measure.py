"""Precision and recall of the mention engine on labelled sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dermatome.errors import DataError
from dermatome.library.mentions import find_mentions

_MARK: Final = re.compile(r"\[(?P<surface>[^\[\]|]+)\|(?P<roots>[^\[\]|]+)\|(?P<sense>[a-z_]+)\]")

Key = tuple[int, int, str | None, str]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over a set of labelled sentences: found and right, found but wrong, missed."""

    right: int
    wrong: int
    missed: int
    errors: tuple[str, ...] = ()

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Share of what is labelled that was found."""
        return self.right / max(1, self.right + self.missed)


def unmark(marked: str) -> tuple[str, list[Key]]:
    """Return the plain sentence and its labelled mentions (start, end, root, sense)."""
    text = ""
    keys: list[Key] = []
    position = 0
    for match in _MARK.finditer(marked):
        text += marked[position : match.start()]
        start = len(text)
        text += match["surface"]
        for root in match["roots"].split():
            keys.append((start, len(text), None if root == "-" else root, match["sense"]))
        position = match.end()
    text += marked[position:]
    if "|" in text:
        raise DataError(f"A mark in this labelled sentence is broken: {marked}")
    return text, keys


def score(groups: Mapping[str, Sequence[str]] | Iterable[str]) -> Score:
    """Compare what the engine finds with the labels; right means that span, root and sense agree."""
    sentences = (
        [s for group in groups.values() for s in group] if isinstance(groups, Mapping) else list(groups)
    )
    right = wrong = missed = 0
    errors: list[str] = []
    for marked in sentences:
        text, gold = unmark(marked)
        found = [(m.start, m.end, m.root, m.sense) for m in find_mentions(text)]
        hits = sum((Counter(gold) & Counter(found)).values())
        right, wrong, missed = right + hits, wrong + len(found) - hits, missed + len(gold) - hits
        for label, keys in (
            ("extra", Counter(found) - Counter(gold)),
            ("missed", Counter(gold) - Counter(found)),
        ):
            errors += [f"{label}: {text[a:b]} {root} {sense} | {text}" for a, b, root, sense in keys]
    return Score(right, wrong, missed, tuple(errors))
