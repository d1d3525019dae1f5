"""Words, phrases and sentences of a text."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_SENTENCE_END: Final = re.compile(r"(?<=[.!?])[\"”’)]?\s+(?=[\"“(]?[A-Z0-9])|\n")
_ABBREVIATION: Final = re.compile(
    r"\b(?:e\.g|i\.e|vs|Fig|Figs|Dr|cf|approx|No|resp|ca|al|Eq|Tab|n|nn)\.$", re.IGNORECASE
)
RAISED: Final = str.maketrans(dict.fromkeys("⁰¹²³⁴⁵⁶⁷⁸⁹", " "))
"""Numbers of footnotes, read as a space: "S1²" is S1."""


_LONGEST_BEGINNING: Final = 20
_MOST_KNOWN: Final = 50_000
_NOTHING: Final[Mapping[Any, Any]] = {}


class Token(NamedTuple):
    start: int
    end: int
    stem: str


@functools.lru_cache(maxsize=65_536)
def _stem(word: str) -> str:
    """Fold a word for look-up: lower case, no possessive, no plural *s*."""
    word = word.lower()
    if word.endswith(("'s", "’s")):
        word = word[:-2]
    return (
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
    )


@functools.lru_cache(maxsize=64)
def tokens_of(text: str) -> Sequence[Token]:
    return [Token(match.start(), match.end(), _stem(match[0])) for match in WORD.finditer(text)]


class Phrases:
    """Longest-match look-up of phrases by their folded words."""

    def __init__(self) -> None:
        self._by_first: dict[str, dict[int, dict[tuple[str, ...], Any]]] = {}
        """What the words after a first one mean, by their number."""

    def add(self, phrase: str, value: Any) -> None:
        words = tuple(token.stem for token in tokens_of(phrase))
        by_length = self._by_first.setdefault(words[0], {})
        by_length.setdefault(len(words) - 1, {}).setdefault(words[1:], value)

    def finish(self) -> Phrases:
        self._by_first = {
            first: dict(sorted(by_length.items(), reverse=True))
            for first, by_length in self._by_first.items()
        }
        return self

    def match(self, tokens: Sequence[Token], index: int) -> tuple[int, Any] | None:
        """Return (number of tokens, value) of the longest phrase starting at ``index``."""
        for length, by_rest in self._by_first.get(tokens[index].stem, _NOTHING).items():
            rest = tuple(token.stem for token in tokens[index + 1 : index + 1 + length])
            if rest in by_rest:
                return length + 1, by_rest[rest]
        return None


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the spans of the sentences of ``text``; common abbreviations end none."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if not _ABBREVIATION.search(text, max(0, match.start() - 8), match.start()):
            spans.append((start, match.start()))
            start = match.end()
    return [*spans, (start, len(text))]


class Topics:
    """What words speak of, by the whole word or its beginning.

    Topics that are ``accompanying`` are those of words that go with many others, and lead no phrase.
    """

    def __init__(self, topics: Mapping[str, Iterable[str]], accompanying: Iterable[str] = ()) -> None:
        self._accompanying = frozenset(accompanying)
        self._whole: dict[str, list[str]] = {}
        self._beginnings: dict[str, list[str]] = {}
        for topic, words in topics.items():
            for word in words:
                if word.endswith("*"):
                    self._beginnings.setdefault(word[:-1], []).append(topic)
                else:
                    self._whole.setdefault(_stem(word), []).append(topic)
        self._known: dict[str, tuple[str, ...]] = {}

    def of(self, stem: str) -> tuple[str, ...]:
        """Return the topics of a folded word."""
        if stem not in self._known:
            if len(self._known) > _MOST_KNOWN:
                self._known.clear()
            found = [*self._whole.get(stem, ())]
            for length in range(1, min(len(stem), _LONGEST_BEGINNING) + 1):
                found += self._beginnings.get(stem[:length], ())
            self._known[stem] = tuple(dict.fromkeys(found))
        return self._known[stem]

    def leading(self, stem: str) -> tuple[str, ...]:
        """Return the topics of a folded word that a label may hang on."""
        return tuple(topic for topic in self.of(stem) if topic not in self._accompanying)
