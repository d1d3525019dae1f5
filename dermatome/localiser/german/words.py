"""German words by what they tell: looked up whole, without their ending, or piece by piece of a compound.

``Fußheberparese`` is lifting the foot and weakness; ``kleinen Finger`` is one name. Each word is looked up
once and a phrase is sought from its first word, so that the time grows with the length of a text alone.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from dermatome.anatomy.load import facts
from dermatome.localiser.lexicon import canonical, plain, words_of
from dermatome.localiser.load import German, german_file, lexicon_file

Roles = Mapping[str, str]
"""What a word may be (``part``, ``numb``, ``weak`` …) and the English of each."""

_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_TOKEN: Final = re.compile(
    r"(?:Th|[CLTSclts])\s?(?:1[0-2]|[1-9])(?!\d|/5)\b|\d+(?:[.,]\d+)?|[^\W\d_]+(?:-[^\W\d_]+)*(?:-(?!\w))?"
    r"|\(\+\)|\+\+?|[/<>∅↓↑&,]|(?<=\d)[-–](?=\d)|(?<!\w)[-–](?!\w)"
)
_ROOT: Final = re.compile(r"(?i)(th|[clts])\s?(\d{1,2})")
_ENDINGS: Final = (
    *("e", "n", "s", "t", "r", "en", "er", "es", "em", "te", "st", "ern", "end", "ten", "ter", "tes", "tem"),
    *("ende", "enden", "ender", "endes", "test", "sten", "ste", "ster", "li"),
)
_LINKS: Final = ("", "s", "n", "en", "e", "es", "er", "-")
"""What joins the pieces of a compound."""
_SHORTEST: Final = 3
_LONGEST: Final = 40
_MIN_FUZZY: Final = 7
_ALIKE: Final = 0.85
_GAP: Final = 7
"""Words between a verb and the particle that was parted from it: ``schlafen mir die Finger ein``."""
_ARTICLES: Final = frozenset(
    (
        *(
            "der",
            "die",
            "das",
            "den",
            "dem",
            "des",
            "ein",
            "eine",
            "einen",
            "einem",
            "einer",
            "mein",
            "meine",
        ),
        *("meinen", "meinem", "meiner", "mir", "ich", "sich", "es", "mich", "im", "am"),
    )
)
_ROMAN: Final = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
_LATIN_LETTERS: Final = 5
"""English and Latin words shorter than this are too easily something else in German."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word or phrase of a text, where it stands, and what it may be; without roles nobody knows it."""

    text: str
    start: int
    end: int
    roles: Roles

    def is_(self, *roles: str) -> bool:
        """Return whether the word has one of these roles."""
        return any(role in self.roles for role in roles)


def folded(text: str) -> str:
    """Return a word in lower case with umlauts and accents written out."""
    lowered = unicodedata.normalize("NFC", text).lower().translate(_UMLAUTS)
    return "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))


@dataclass(frozen=True, slots=True)
class _Phrase:
    words: tuple[str, ...]
    role: str
    english: str


@dataclass(frozen=True, slots=True)
class _Book:
    """The words of the file, ready to be looked up."""

    single: Mapping[str, Roles]
    open: Mapping[str, Roles]
    """Beginnings of words."""
    phrases: Mapping[str, tuple[_Phrase, ...]]
    """Phrases by their first word, the longest first."""
    by_letter: Mapping[str, tuple[str, ...]]


@functools.cache
def _book() -> _Book:
    single: dict[str, dict[str, str]] = {}
    begun: dict[str, dict[str, str]] = {}
    phrases: dict[str, list[_Phrase]] = {}
    for role, english, told in _entries(german_file()):
        first, *more = (folded(word) for word in told.split())
        if more:
            phrases.setdefault(first, []).append(_Phrase((first, *more), role, english))
        elif first.endswith("*"):
            begun.setdefault(first[:-1], {})[role] = english
        else:
            single.setdefault(first, {}).setdefault(role, english)
    for roles in single.values():
        if len(roles) > 1:
            roles.pop("ignored", None)
    longest = {w: tuple(sorted(rows, key=lambda p: -len(p.words))) for w, rows in phrases.items()}
    letters: dict[str, list[str]] = {}
    for word in single:
        if len(word) >= _MIN_FUZZY - 1:
            letters.setdefault(word[0], []).append(word)
    return _Book(single, begun, longest, {letter: tuple(words) for letter, words in letters.items()})


def _entries(file: German) -> Iterator[tuple[str, str, str]]:
    """Yield role, English and German of every entry."""
    tables = (
        ("way", file.ways),
        *(("part", file.parts), ("side", file.sides), ("nerve", file.nerves), ("move", file.moves)),
        *(("muscle", file.muscles), ("reflex", file.reflexes), ("ache", file.pains), ("sign", file.signs)),
    )
    for role, table in tables:
        for english, told in table.items():
            yield from ((role, english, each) for each in told)
    for role, told in file.judgements.items():
        yield from ((role, role, each) for each in told)
    yield from (("territory", "distribution", each) for each in file.territories)
    yield from (("ignored", "", each) for each in file.ignored)


@functools.lru_cache(maxsize=8192)
def meanings(word: str) -> tuple[Roles, ...]:
    """Return what a folded word tells, a row for each piece of a compound; nothing where nobody knows it."""
    if known := own_meanings(word):
        return known
    if len(word) > _LONGEST:
        return ()
    if len(word) >= _LATIN_LETTERS and (role := _foreign(word)):
        return ({role: word},)
    if len(word) >= _MIN_FUZZY:
        near = process.extractOne(
            word, _book().by_letter.get(word[0], ()), scorer=OSA.normalized_similarity, score_cutoff=_ALIKE
        )
        return (_book().single[near[0]],) if near else ()
    return ()


def own_meanings(word: str) -> tuple[Roles, ...]:
    """Return what a folded word tells by the entries of the file alone."""
    return _inflected(word) or _compound(word) or _begun(word) if 0 < len(word) <= _LONGEST else ()


def is_own(word: str) -> bool:
    """Return whether a folded word stands in the file, alone or in a phrase."""
    return bool(own_meanings(word)) or any(stem in _phrase_words() for stem in _stems(word))


@functools.cache
def _phrase_words() -> frozenset[str]:
    words = (w for rows in _book().phrases.values() for row in rows for w in row.words)
    return frozenset(word for word in words if len(word) > _SHORTEST)


def _foreign(word: str) -> str:
    """Return what a name is that German shares with the lexicon: of a muscle, or of a sign."""
    if canonical(word)[:3] == word[:3] and canonical(word) in muscle_words():
        return "muscle"
    return "sign" if word in _lone_signs() else ""


@functools.cache
def muscle_words() -> frozenset[str]:
    """Return the Latin words in names of muscles."""
    names = [plain(entry.name) for entry in facts().muscles.values()]
    return frozenset(form for name in names for form in words_of(name) if len(form) >= _LATIN_LETTERS)


@functools.cache
def _lone_signs() -> frozenset[str]:
    """Return the signs that one word tells: ``Rugby``, ``Covid``."""
    phrases = (phrase for row in lexicon_file().signs.values() for phrase in row)
    return frozenset(phrase for phrase in phrases if " " not in phrase)


def _inflected(word: str) -> tuple[Roles, ...]:
    single = _book().single
    if word in single:
        return (single[word],)
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if len(stem) >= _SHORTEST and stem != word and stem in single:
            return (single[stem],)
    return (single[word + "n"],) if word.endswith("e") and word + "n" in single else ()  # "ich hebe"


def _begun(word: str) -> tuple[Roles, ...]:
    starts = (word[:length] for length in range(len(word), _SHORTEST - 1, -1))
    return next(((_book().open[start],) for start in starts if start in _book().open), ())


@functools.lru_cache(maxsize=8192)
def _compound(word: str) -> tuple[Roles, ...]:
    """Return the pieces of a compound, the longest last piece first."""
    for at in range(_SHORTEST, len(word) - _SHORTEST + 1):
        tail: tuple[Roles, ...] = _inflected(word[at:]) or (
            _begun(word[at:]) if len(word) - at > _SHORTEST else ()
        )
        if not tail or not _joins(tail[0]):
            continue
        for link in _LINKS:
            head = word[:at].removesuffix(link) if link else word[:at]
            if len(head) < _SHORTEST or (link and head == word[:at]):
                continue
            if front := _single(head) or _compound(head):
                return (*front, *tail)
    return ()


def _single(word: str) -> tuple[Roles, ...]:
    return (_book().single[word],) if word in _book().single and _joins(_book().single[word]) else ()


def _joins(roles: Roles) -> bool:
    """Return whether a word of these roles makes compounds; small words do not."""
    return not set(roles) <= {"able", "not", "all", "both"}


def words_in(text: str) -> list[Word]:
    """Return the words of a text, phrases as one, compounds as several."""
    tokens = [token for match in _TOKEN.finditer(text) for token in _unhyphened(match)]
    names = _completed([_name(token, text[end : end + 3]) for token, _, end in tokens])
    taken: set[int] = set()
    found: list[Word] = []
    for n, (token, start, end) in enumerate(tokens):
        if n in taken:
            continue
        if phrase := _phrase_at(names, n, taken):
            entry, used = phrase
            taken |= used
            roles = {p.role: p.english for p in entry}
            last = max((k for k in used if k - n <= len(used) + 2), default=n)
            found.append(Word(" ".join(entry[0].words), start, tokens[last][2], roles))
            continue
        found += [Word(names[n], start, end, roles) for roles in _roles_of(token, names[n])]
        if found[-1].is_("number") and len(found) > 2 and found[-2].text in "/-" and found[-3].is_("root"):
            root = found[-3].roles["root"][0] + names[n]  # "C5/6"
            found[-1] = Word(names[n], start, end, {"root": root})
    return found


def _unhyphened(match: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    """Yield a token whole where its pieces make a word together, else piece by piece: ``Hüft-TEP``."""
    token = match[0]
    if "-" not in token[1:-1] or own_meanings(folded(token.replace("-", ""))):
        hyphen = "-" if token.endswith("-") and len(token) > 1 else ""
        yield token.replace("-", "") + hyphen if len(token) > 1 else token, match.start(), match.end()
        return
    numbers = token.split("-")[0].lower() in _ROMAN
    for piece in re.finditer(r"-(?!$)|[^-]+(?:-$)?" if numbers else r"[^-]+(?:-$)?", token):
        yield piece[0], match.start() + piece.start(), match.start() + piece.end()


def _name(token: str, after: str) -> str:
    """Return a token as it is looked up; ``D`` before a number is a digit of the hand."""
    return "dig" if token == "D" and re.match(r"\s?[1-5IV]", after) else folded(token).replace(",", ".")


def _roles_of(token: str, name: str) -> Sequence[Roles]:
    if root := _ROOT.fullmatch(token):
        return ({"root": ("T" if root[1].lower() == "th" else root[1].upper()) + root[2]},)
    if token[0].isdigit():
        return ({"number": name},)
    if not token[0].isalpha():
        return ({"link": token},)
    if name in _ROMAN:
        return ({"number": _ROMAN[name]},)
    return meanings(name) or ({},)


def _completed(names: list[str]) -> list[str]:
    """Return words in which what a hyphen left out stands: ``Zeige- und Mittelfinger``."""
    found = list(names)
    for n, name in enumerate(names):
        if not name.endswith("-") or len(name) < _SHORTEST:
            continue
        head = name[:-1]
        wholes = [w for w in names[n + 1 : n + _GAP] if w.isalpha() and w not in _CONJUNCTIONS][:2]
        tails = [whole[at:] for whole in wholes for at in range(len(whole) - 2)]
        joined = next((head + tail for tail in tails if head + tail in _book().single), None)
        joined = joined or next(
            (head + tail for tail in tails if _inflected(tail) and _compound(head + tail)), None
        )
        found[n] = joined or head
    return found


_CONJUNCTIONS: Final = frozenset({"und", "oder", "sowie", "bzw", "wie", "bis"})


def _phrase_at(names: Sequence[str], at: int, taken: set[int]) -> tuple[list[_Phrase], set[int]] | None:
    """Return the longest phrase that begins at a word, in each of its roles, and the words it takes."""
    best: tuple[list[_Phrase], set[int]] | None = None
    for start in _stems(names[at]):
        for phrase in _book().phrases.get(start, ()):
            used = _follows(phrase.words, names, at, taken)
            if used and (best is None or len(phrase.words) > len(best[0][0].words)):
                best = ([phrase], used)
            elif used and best is not None and phrase.words == best[0][0].words:
                best[0].append(phrase)
    return best


def _stems(name: str) -> Iterator[str]:
    yield name
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) - len(ending) >= _SHORTEST - 1:
            yield name[: -len(ending)]
    for length in range(len(name), _SHORTEST - 1, -1):
        yield name[:length] + "*"


def _follows(phrase: Sequence[str], names: Sequence[str], at: int, taken: set[int]) -> set[int]:
    """Return the words that a phrase takes, articles between them passed over; none where it is not there."""
    used, place, gap = {at}, at + 1, False
    for word in phrase[1:]:
        if word == "...":
            gap = True
            continue
        reach = range(place, min(len(names), place + (_GAP if gap else 3)))
        for place in reach:
            if place not in taken and _is(names[place], word):
                break
            if not gap and names[place] not in _ARTICLES:
                return set()
        else:
            return set()
        used.add(place)
        place, gap = place + 1, False
    return used


def _is(name: str, word: str) -> bool:
    if word.endswith("*"):
        return name.startswith(word[:-1])
    return name == word or (name.startswith(word) and name[len(word) :] in _ENDINGS)
