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

_WHICH: Final = "(?:great|big|little|small|index|middle|long|ring|second|third|fourth|fifth)"
_DIGITS: Final = re.compile(
    rf"\b({_WHICH})(?=(?:(?:\s*,\s*|\s+)(?:(?:and|or)\s+)?{_WHICH})+\s+(finger|toe)s?\b)", re.IGNORECASE
)


@functools.lru_cache(maxsize=8_192)
def find_terms(text: str) -> tuple[Term, ...]:
    """Return the muscles, movements, nerves, reflexes and body parts named in ``text``, in order."""
    whole = [*terms_among(text, tokens_of(text.translate(RAISED)))]
    for match in _DIGITS.finditer(text):
        # "the ring and little fingers": the first is named by its adjective alone
        for term in find_terms(f"{match[1]} {match[2]}"):
            whole.append(replace(term, start=match.start(), end=match.end(), surface=match[0]))
    return tuple(sorted(whole, key=lambda term: term.start))


def terms_among(text: str, tokens: Sequence[Token]) -> Iterator[Term]:
    phrases = compiled_lexicon().terms
    index = 0
    while index < len(tokens):
        found = phrases.match(tokens, index)
        if found is None:
            index += 1
            continue
        length, (kind, name, parts) = found
        start, end = tokens[index].start, tokens[index + length - 1].end
        if not re.search(r"[.!?;:,()]", text[start:end]):
            if kind != "saying":
                yield Term(start, end, text[start:end], kind, name, parts)
            index += length
        else:
            index += 1


def part_name(part: str) -> str:
    """Return the plain words for a body part id, fine or coarse."""
    return PART_NAMES.get(part, part.replace("-", " "))
