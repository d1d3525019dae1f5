"""What a search asks for: labels, however they are written, and words, in English, German or Latin."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from dermatome.anatomy.load import facts
from dermatome.library.mentions.load import search_words
from dermatome.library.store import LONGEST_WORD, Store
from dermatome.notation import capitals, expressions, spellings

_WORD: Final = re.compile(r"[^\W_]+(?:[-–/][^\W_]+)*")
_PART: Final = re.compile(r"[^\W_]+")
_STOP_WORDS: Final = frozenset(
    (
        *("a", "an", "and", "at", "for", "in", "is", "of", "on", "or", "the", "to", "with"),
        *("am", "bei", "das", "dem", "den", "der", "des", "im", "mit", "und", "von", "vom", "zu"),
    )
)
_MAX_WORDS: Final = 12
_LONGEST_NAME: Final = 5
"""Words of the longest name that is looked up in other languages."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word or label asked for, as FTS5 understands it: any of ``forms``.

    The last may be a beginning only. ``roots`` are those a label stands for; ``corrected`` are the forms used
    for a word that occurs nowhere.
    """

    forms: tuple[str, ...]
    prefix: bool = False
    corrected: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()

    def expression(self) -> str:
        """Return the FTS5 expression of the term."""
        mark = "*" if self.prefix else ""
        return "(" + " OR ".join(f'"{form}"{mark}' for form in self.forms) + ")"


def asked(query: str, stores: Sequence[Store]) -> list[Term]:
    """Return the terms of a query, in order."""
    found: list[tuple[int, Term]] = []
    rest = query
    for expression in expressions(capitals(query)):
        for element in expression.elements:
            labels = element.ends if element.form in {"single", "pair"} else element.roots
            groups = [labels] if element.form == "pair" else [(label,) for label in labels]
            found += [
                (element.start, Term(spellings(group), roots=element.roots if len(group) > 1 else group))
                for group in groups
            ]
            rest = rest[: element.start] + " " * (element.end - element.start) + rest[element.end :]
    words = [*_WORD.finditer(rest)][:_MAX_WORDS]
    telling = [word for word in words if word[0].lower() not in _STOP_WORDS] or ([] if found else words)
    found += _words(telling, stores)
    return [term for _, term in sorted(found, key=lambda entry: entry[0])][:_MAX_WORDS]


def _words(words: Sequence[re.Match[str]], stores: Sequence[Store]) -> Iterator[tuple[int, Term]]:
    index = 0
    while index < len(words):
        length, english = _translated([word[0] for word in words[index : index + _LONGEST_NAME]])
        last = index == len(words) - 1
        parts = [*_PART.finditer(words[index].string, *words[index].span())]
        if not english and len(parts) > 1 and not _said(stores, words[index][0]):
            yield from _words(parts, stores)  # "Cauda-equina-Syndrom", where all write it without hyphens
        elif not english:
            yield words[index].start(), _term(stores, words[index][0], last=last)
        else:
            told = " ".join(word[0].lower() for word in words[index : index + length])
            known = any(store.knows(stores[0].stem(words[index][0])) for store in stores)
            corrected = () if known else english
            yield words[index].start(), Term((told, *english), corrected=corrected)
        index += max(1, length)


def _translated(words: Sequence[str]) -> tuple[int, tuple[str, ...]]:
    """Return how many words are a name in another language, and the English names for it."""
    for length in range(len(words), 0, -1):
        english = _dictionary().get(" ".join(map(_folded, words[:length])))
        if english:
            return length, english
    return 0, ()


@functools.cache
def _dictionary() -> Mapping[str, tuple[str, ...]]:
    """Return German and Latin names, folded, with the English ones."""
    names: dict[str, dict[str, None]] = {}
    for english, others in search_words().items():
        for other in others:
            names.setdefault(_folded(other), {})[english] = None
    for row in facts().terms.values():
        english = re.sub(r"\s*\([^)]*\)", "", row.en).lower()
        if row.kind == "reflex":
            english += " reflex" if "reflex" not in english and "sign" not in english else ""
        for other in (row.de, row.la):
            plain = _folded(re.sub(r"\s*\([^)]*\)", "", other))
            if plain and plain != _folded(english):
                names.setdefault(plain, {})[english] = None
    return {name: tuple(english) for name, english in names.items()}


def _folded(word: str) -> str:
    """Return a word without case, accents and full stops: "Fußsohle" and "fusssohle" are one."""
    plain = unicodedata.normalize("NFKD", word.casefold()).replace(".", " ")
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).split())


def _term(stores: Sequence[Store], word: str, *, last: bool) -> Term:
    """Return what to look for: the word, its completions while it is being typed, or its nearest likes."""
    folded = word.lower()
    if not re.fullmatch(r"[^\W_]+", word):
        return Term((folded,))  # "x-ray": a phrase of its tokens
    stem = stores[0].stem(word)
    if any(store.knows(stem) for store in stores):
        return Term((folded,))
    if last and len(word) >= 3 and any(store.knows(stem, beginning=True) for store in stores):
        return Term(tuple(dict.fromkeys((folded, stem))), prefix=True)
    if any(character.isdigit() for character in word) or not 4 <= len(word) <= LONGEST_WORD:
        return Term((folded,))
    if joined := _two_in_one(stores, folded):
        return Term((joined,), corrected=(joined,))
    near: dict[str, float] = {}
    for store in stores:
        for term, likeness, _ in process.extract(
            stem,
            store.vocabulary(),
            scorer=DamerauLevenshtein.normalized_similarity,
            score_cutoff=0.72,
            limit=3,
        ):
            near[term] = likeness
    close = tuple(term for term, likeness in near.items() if likeness >= max(near.values()) - 0.06)
    return Term(close or (folded,), corrected=close)


def _said(stores: Sequence[Store], phrase: str) -> bool:
    """Return whether the words of a phrase stand one after the other anywhere."""
    return any(store.match(f'"{phrase.lower()}"', limit=1) for store in stores)


def _two_in_one(stores: Sequence[Store], word: str) -> str:
    """Return the two words that one without a space between stands for, "footdrop", or ""."""
    for place in range(3, len(word) - 2):
        halves = word[:place], word[place:]
        stems = [stores[0].stem(half) for half in halves]
        known = all(any(store.knows(stem) for store in stores) for stem in stems)
        if known and _said(stores, " ".join(halves)):
            return " ".join(halves)
    return ""
