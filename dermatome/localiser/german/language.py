"""Tells German from English by the words of a text itself."""

from __future__ import annotations

import functools
import re
from typing import Final

from dermatome.localiser.german.words import folded, is_own, muscle_words
from dermatome.localiser.lexicon import vocabulary
from dermatome.localiser.load import german_file, lexicon_file

_WORD: Final = re.compile(r"[^\W\d_]+")

_ROMAN: Final = re.compile(r"[IVX]+")
_LATIN_ABBREVIATED: Final = re.compile(r"\b(?:Mm?|Nn?|Dig)\. ?[a-zIV]")
"""``M. tibialis anterior``, ``Dig. IV``: so German letters write."""


def is_german(text: str, *, hint: bool = False) -> bool:
    """Return whether a text is German: at least as many of its words are German alone as English alone.

    With ``hint``, on a German page, half as many are enough. Of a text in Latin alone an abbreviation that
    only German has decides, such as TSR; else it is left to the English reader.
    """
    told = _WORD.findall(text)
    words = [folded(word) for word in told if not _ROMAN.fullmatch(word)]
    german = sum(_only_german(word) for word in words)
    english = sum(_only_english(word) for word in words)
    if german or english:
        return german > 0 and german * (2 if hint else 1) >= english
    return bool(_LATIN_ABBREVIATED.search(text)) or any(
        word.isupper() and is_own(folded(word)) and folded(word) not in _english() for word in told
    )


@functools.cache
def _english() -> frozenset[str]:
    """Return the words of the English reader but for the German ones among them."""
    file = lexicon_file()
    tokens = (word for form, others in file.tokens.items() for word in (form, *others))
    own = {folded(word) for word in german_file().own}
    return frozenset({*file.fillers, *tokens, *vocabulary()} - own)


@functools.cache
def _shared() -> frozenset[str]:
    return frozenset(folded(word) for word in german_file().shared)


@functools.lru_cache(maxsize=8192)
def _only_german(word: str) -> bool:
    return word not in _shared() and word not in _english() and is_own(word)


@functools.lru_cache(maxsize=8192)
def _only_english(word: str) -> bool:
    return word not in _shared() and word in _english() and not is_own(word) and word not in muscle_words()
