"""Words brought to one form, and patterns of such words: the ground on which findings are read.

Every word is looked up once; a word that is nobody's is compared with those known, so that a slip of the pen
does not lose a finding. The time grows with the length of the text alone.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from dermatome.anatomy.load import facts
from dermatome.localiser.load import lexicon_file
from dermatome.localiser.short_words import sides_written_out, without_speaker, written_out

LONGEST: Final = 400
"""Characters of one item that are read; nobody tells one finding at such length."""
_WORD: Final = re.compile(r"[a-z0-9]+(?:[-'][a-z0-9]+)*")
_HALF: Final = re.compile(r"(?:and|&|\+) ?(?:a|one)[ -]half|½|[,.]5\b")
_COMPOUND: Final = re.compile(
    r"\b(antero|postero|dorso|volo|medio|supero|infero)-?(?=lateral|medial|radial|ulnar)"
)
_SIDES: Final = {
    "antero": "anterior",
    "postero": "posterior",
    "dorso": "dorsal",
    "volo": "palmar",
    "medio": "medial",
    "supero": "upper",
    "infero": "lower",
}
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "’": "'", "‘": "'"})
MIN_FUZZY: Final = 5
ALIKE: Final = 0.8
"""Shorter words are left alone, and so are those with more than a slip in five letters."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A set of words that must all be there, and what they stand for."""

    words: frozenset[str]
    target: str


def plain(text: str) -> str:
    """Return the text in lower case without accents, written out, cut to :data:`LONGEST`."""
    lowered = sides_written_out(written_out(text[:LONGEST])[:LONGEST].lower().translate(_UMLAUTS))
    decomposed = unicodedata.normalize("NFKD", lowered.replace("½", " and a half"))
    decomposed = _COMPOUND.sub(lambda found: f"{_SIDES[found.group(1)]} ", decomposed)
    told = _HALF.sub(" half ", "".join(c for c in decomposed if not unicodedata.combining(c)))
    return without_speaker(told)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text in their one form, fillers left out."""
    found: list[str] = []
    for word in _WORD.findall(text):
        for piece in (word,) if _known(word) else word.split("-"):
            form = canonical(piece.replace("'", "") if not _known(piece) else piece)
            if form and form not in _fillers():
                found.append(form)
    return tuple(found)


@functools.lru_cache(maxsize=8192)
def canonical(word: str) -> str:
    """Return the one form of a word; the word itself where nobody knows it or one like it."""
    forms = _forms()
    if word in forms:
        return forms[word]
    if word in _fillers() or word in vocabulary() or len(word) < MIN_FUZZY - 1:
        return word
    for ending in ("s", "es", "ed", "ing"):
        if word.endswith(ending) and word.removesuffix(ending) in vocabulary() | set(forms):
            return canonical(word.removesuffix(ending))
    if len(word) < MIN_FUZZY:
        return word
    # The first letter is hardly ever wrong: "chopping" is not "hopping".
    near = process.extractOne(
        word, _spellings().get(word[0], ()), scorer=OSA.normalized_similarity, score_cutoff=ALIKE
    )
    return canonical(near[0]) if near and near[0] != word else word


def _known(word: str) -> bool:
    return word in _forms() or word in vocabulary() or word in _fillers()


@functools.cache
def _forms() -> Mapping[str, str]:
    return {plain(w): form for form, others in lexicon_file().tokens.items() for w in (form, *others)}


@functools.cache
def _fillers() -> frozenset[str]:
    return frozenset(lexicon_file().fillers)


@functools.cache
def _spellings() -> Mapping[str, tuple[str, ...]]:
    """Return the known words by their first letter."""
    known = sorted({w for w in (*_forms(), *vocabulary()) if len(w) >= MIN_FUZZY})
    return {letter: tuple(words) for letter, words in itertools.groupby(known, key=lambda w: w[0])}


@functools.cache
def vocabulary() -> frozenset[str]:
    """Return every word that a pattern of the lexicon uses."""
    file = lexicon_file()
    lists = (
        *(file.surfaces, file.names, file.quality, file.spared_groups, file.motor_groups),
        *(file.movements, file.muscles, file.reflexes, file.reflex_groups, file.signs),
    )
    phrases = [phrase for table in lists for row in table.values() for phrase in row]
    phrases += [*file.direct, *file.muscle_words, *file.ignored]
    names = [plain(entry.name) for entry in facts().muscles.values()]
    return frozenset(word for phrase in (*phrases, *names) for word in re.split(r"[ |]+", phrase))


def phrase_words(phrase: str) -> tuple[str, ...]:
    """Return the words of a phrase of the lexicon in their one form."""
    return tuple(form for w in phrase.split() if (form := _forms().get(w, w)) not in _fillers())


def compiled(table: Mapping[str, Iterable[str]]) -> tuple[Pattern, ...]:
    """Return the patterns of a table: each choice of alternatives is one, the longest first."""
    found: dict[Pattern, None] = {}
    for target, phrases in table.items():
        for phrase in phrases:
            for choice in itertools.product(*(piece.split("|") for piece in phrase.split())):
                words = frozenset(phrase_words(" ".join(choice)))
                if words:
                    found[Pattern(words, target)] = None
    return tuple(sorted(found, key=lambda p: (-len(p.words), sorted(p.words), p.target)))


class Matcher:
    """Finds the patterns whose words are all there, by an index over their rarest word."""

    def __init__(self, table: Mapping[str, Iterable[str]]) -> None:
        patterns = compiled(table)
        counts: dict[str, int] = {}
        for pattern in patterns:
            for word in pattern.words:
                counts[word] = counts.get(word, 0) + 1
        self._by_word: dict[str, list[Pattern]] = {}
        for pattern in patterns:
            rarest = min(pattern.words, key=lambda w: (counts[w], w))
            self._by_word.setdefault(rarest, []).append(pattern)

    def longest(self, words: Iterable[str]) -> tuple[int, tuple[str, ...], frozenset[str]]:
        """Return the length of the longest patterns that match, their targets and their words."""
        best = self.best(words)
        used = frozenset(w for pattern in best for w in pattern.words)
        return (len(best[0].words) if best else 0), tuple(sorted({p.target for p in best})), used

    def best(self, words: Iterable[str], fits: Callable[[Pattern], bool] | None = None) -> list[Pattern]:
        """Return the longest patterns that match, of those that fit."""
        told = frozenset(words)
        best: list[Pattern] = []
        for word in sorted(told):
            for pattern in self._by_word.get(word, ()):
                if pattern.words <= told and (not best or len(pattern.words) >= len(best[0].words)):
                    if fits is not None and not fits(pattern):
                        continue
                    if best and len(pattern.words) > len(best[0].words):
                        best = []
                    best.append(pattern)
        return best
