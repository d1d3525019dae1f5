"""The muscles, nerves, movements, reflexes and body parts a text names."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from dermatome.anatomy.ids import PART_NAMES
from dermatome.library.mentions.rules import compiled_lexicon
from dermatome.library.mentions.words import RAISED, Token, tokens_of
from dermatome.library.records import Term

_WHICH: Final = frozenset(
    [
        "great",
        "big",
        "little",
        "small",
        "index",
        "middle",
        "long",
        "ring",
        "second",
        "third",
        "fourth",
        "fifth",
    ]
)
_DIGITS: Final = frozenset({"finger", "toe", "fingers", "toes"})
_DIGIT: Final = re.compile("finger|toe", re.IGNORECASE)
_WORD: Final = re.compile(r"\w+")
_BETWEEN: Final = re.compile(r"(?:\s*,\s*|\s+)(?:(?:and|or)\s+)?", re.IGNORECASE)


@functools.lru_cache(maxsize=8_192)
def find_terms(text: str) -> tuple[Term, ...]:
    """Return the muscles, movements, nerves, reflexes and body parts named in ``text``, in order."""
    plain = text.translate(RAISED)
    whole = [*named(plain)]
    if plain != text:
        whole = [replace(term, surface=text[term.start : term.end]) for term in whole]
    # "the ring and little fingers": the first is named by its adjective alone
    for start, end, digit in _digits(text):
        whole += [
            replace(term, start=start, end=end, surface=text[start:end])
            for term in find_terms(f"{text[start:end]} {digit}")
        ]
    return tuple(sorted(whole, key=lambda term: term.start))


@functools.lru_cache(maxsize=64)
def named(text: str) -> tuple[Term, ...]:
    """Return what ``text``, without raised numbers, names in full; asked for its terms and for its labels."""
    return tuple(_terms_among(text, tokens_of(text)))


def _digits(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, finger or toe) of each adjective that shares its digit with the ones after it.

    Read from the last word to the first, so that the digit a word belongs to is known when its turn comes.
    """
    if not _DIGIT.search(text):
        return
    found: list[tuple[int, int, str]] = []
    digit, stop, shared = "", 0, False
    for word in reversed(list(_WORD.finditer(text))):
        said = word[0].lower()
        if digit and said in {"and", "or"}:
            continue  # part of what stands between two adjectives
        gap = text[word.end() : stop]
        if digit and said in _WHICH and (_BETWEEN.fullmatch(gap) if shared else gap.isspace()):
            if shared:
                found.append((word.start(), word.end(), digit))
            stop, shared = word.start(), True
        else:
            digit, stop, shared = (said.removesuffix("s") if said in _DIGITS else ""), word.start(), False
    yield from reversed(found)


def _terms_among(text: str, tokens: Sequence[Token]) -> Iterator[Term]:
    phrases = compiled_lexicon().terms
    plexus: bool | None = None
    index = 0
    while index < len(tokens):
        found = phrases.match(tokens, index)
        if found is None:
            index += 1
            continue
        length, (kind, name, parts) = found
        if kind == "saying_of_plexus":
            plexus = _speaks_of_plexus(tokens) if plexus is None else plexus
            index += length if plexus else 1
            continue
        start, end = tokens[index].start, tokens[index + length - 1].end
        if not re.search(r"[.!?;:,()]", text[start:end]):
            if kind != "saying":
                yield Term(start, end, text[start:end], kind, name, parts)
            index += length
        else:
            index += 1


def _speaks_of_plexus(tokens: Sequence[Token]) -> bool:
    said = {token.stem for token in tokens}
    having, lacking = compiled_lexicon().plexus
    return not having.isdisjoint(said) and lacking.isdisjoint(said)


def part_name(part: str) -> str:
    """Return the plain words for a body part id, fine or coarse."""
    return PART_NAMES.get(part, part.replace("-", " "))
