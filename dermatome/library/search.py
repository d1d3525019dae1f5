"""Full-text search over our own articles and those a reader brought.

Words are stemmed; a word that occurs nowhere is replaced by the nearest ones that do, so that a slip of
the finger still finds something. A root in the query ("S1 sole") also finds ranges that only imply it
("L4–S2").
"""

from __future__ import annotations

import functools
import html as html_lib
import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from dermatome.anatomy.ids import SENSES, parse_choice, parse_root
from dermatome.errors import InputError
from dermatome.language import _
from dermatome.library.load import library
from dermatome.library.mentions import section_context
from dermatome.library.reading import read
from dermatome.library.records import ROLES, Passage
from dermatome.library.store import LONGEST_WORD, Found, Store

_QUERY_WORD: Final = re.compile(r"[^\W_]+(?:[-–/][^\W_]+)*")
_ROOT: Final = re.compile(r"(?:[CTLS]\d{1,2}|S4[-–/]S?5|Co1)", re.IGNORECASE)
_STOP_WORDS: Final = frozenset(
    ["a", "an", "and", "at", "for", "in", "is", "of", "on", "or", "the", "to", "with"]
)
SENSE_WORDS: Final = tuple(sense.replace("_", "-") for sense in SENSES)
"""The senses as :func:`~dermatome.anatomy.ids.parse_choice` folds them."""
_MAX_WORDS: Final = 12
_SNIPPET: Final = 260


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage that a search found.

    ``snippet`` is safe HTML around the first match, matched words in ``<mark>``. ``senses`` says what the
    roots in it mean, as (root, sense). ``corrected`` are the word forms used for words that occur nowhere.
    """

    article: str
    article_title: str
    section: str
    section_id: str
    passage: Passage
    snippet: str
    score: float
    imported: bool
    senses: tuple[tuple[str, str], ...] = ()
    corrected: tuple[str, ...] = ()


def search(
    query: str,
    root: str | None = None,
    sense: str | None = None,
    topic: str | None = None,
    *,
    stores: Sequence[Store] = (),
    limit: int = 20,
) -> list[Hit]:
    """Return the passages that best match ``query``, our own and those in ``stores``.

    ``root`` and ``sense`` keep passages that name the root, in that sense; ``topic`` is the role of a section
    ("lesions") or the id of an article. An empty query with a filter lists what the filter leaves.

    :raises InputError: no such root, sense or topic.
    """
    root = parse_root(root) if root else None
    sense = parse_choice(sense, SENSE_WORDS, "sense").replace("-", "_") if sense else None
    role = topic if topic in ROLES else None
    article = topic if topic and role is None else None
    everything = (own_store(), *stores)
    if article and not any(store.get(article) for store in everything):
        raise InputError(
            _("There is no topic %(topic)s. Use a section's role (lesions) or an article's id.")
            % {"topic": repr(article)}
        )
    words = _QUERY_WORD.findall(query)[:_MAX_WORDS]
    words = [word for word in words if word.lower() not in _STOP_WORDS] or words
    if not words and not (root or sense or topic):
        return []
    terms = [_terms(everything, word, last=word is words[-1]) for word in words]
    corrected = tuple(dict.fromkeys(form for term in terms for form in term.corrected))
    marked = tuple(dict.fromkeys(form for term in terms for form in term.forms))
    found: dict[tuple[int, str, str], tuple[int, float, Found]] = {}
    for tier, (expression, named) in enumerate(_attempts(words, terms, root)):
        for number, store in enumerate(everything):
            places = store.match(expression, root=named, sense=sense, article=article, role=role, limit=limit)
            for place in places:
                key = (number, place.article.id, place.passage.id)
                found.setdefault(key, (tier, -place.score * _weight(query, place), place))
        if len(found) >= limit:
            break
    ordered = sorted(found.values(), key=lambda entry: entry[:2])[:limit]
    return [_hit(place, -score, corrected, marked) for _, score, place in ordered]


@functools.cache
def own_store() -> Store:
    """Return our own articles as a searchable store in memory, built once per process."""
    with _BUILDING:
        return _own_store()


_BUILDING: Final = threading.Lock()


@functools.cache
def _own_store() -> Store:
    return Store.memory(library().articles)


@dataclass(frozen=True, slots=True)
class _Term:
    """A query word as FTS5 understands it: any of ``forms``, of which the last may be a beginning only."""

    forms: tuple[str, ...]
    prefix: bool = False
    corrected: tuple[str, ...] = ()

    def expression(self) -> str:
        mark = "*" if self.prefix else ""
        return "(" + " OR ".join(f'"{form}"{mark}' for form in self.forms) + ")"


def _attempts(
    words: Sequence[str], terms: Sequence[_Term], root: str | None
) -> Iterator[tuple[str, str | None]]:
    """Yield (expression, root named): first all words, then a root by what is implied, then any word."""
    yield " AND ".join(term.expression() for term in terms), root
    roots = [named for word in words if (named := _root(word))]
    others = [term for word, term in zip(words, terms, strict=True) if not _root(word)]
    if len(roots) == 1 and others and root is None:
        yield " AND ".join(term.expression() for term in others), roots[0]
    if len(terms) > 1:
        yield " OR ".join(term.expression() for term in terms), root


def _root(word: str) -> str | None:
    try:
        return parse_root(word) if _ROOT.fullmatch(word) else None
    except InputError:
        return None


def _weight(query: str, place: Found) -> float:
    """Prefer our own articles where scores are alike, and the article whose name was typed."""
    weight = 1.0 if place.article.imported else 1.15
    if place.section.role == "see_also":
        return 0.4 * weight
    return 1.6 * weight if place.section.role in {"overview", "meanings"} and _names(query, place) else weight


def _names(query: str, place: Found) -> bool:
    asked = re.sub(r"\W+", " ", query.lower()).strip()
    title = re.sub(r"\W+", " ", place.article.title.lower()).strip()
    return asked in {place.article.id.replace("-", " "), title}


def _terms(stores: Sequence[Store], word: str, *, last: bool) -> _Term:
    """Return what to look for: the word, its completions while it is being typed, or its nearest likes."""
    folded = word.lower()
    if not re.fullmatch(r"[^\W_]+", word):
        return _Term((folded,))  # "S2-4", "L5–S1": a phrase of its tokens
    stem = stores[0].stem(word)
    if any(store.knows(stem) for store in stores):
        return _Term((folded,))
    if last and len(word) >= 3 and any(store.knows(stem, beginning=True) for store in stores):
        return _Term(tuple(dict.fromkeys((folded, stem))), prefix=True)
    if any(character.isdigit() for character in word) or not 4 <= len(word) <= LONGEST_WORD:
        return _Term((folded,))
    near: dict[str, float] = {}
    for store in stores:
        for term, likeness, _index in process.extract(
            stem,
            store.vocabulary(),
            scorer=DamerauLevenshtein.normalized_similarity,
            score_cutoff=0.72,
            limit=3,
        ):
            near[term] = likeness
    close = tuple(term for term, likeness in near.items() if likeness >= max(near.values()) - 0.06)
    return _Term(close or (folded,), corrected=close)


def _hit(found: Found, score: float, corrected: tuple[str, ...], marked: Sequence[str]) -> Hit:
    reading = read(found.passage.text, section_context(found.section))
    return Hit(
        article=found.article.id,
        article_title=found.article.title,
        section=found.section.heading,
        section_id=found.section.id,
        passage=found.passage,
        snippet=snippet(found.passage.text, marked),
        score=score,
        imported=found.article.imported,
        senses=tuple(dict.fromkeys((str(m.root), m.sense) for m in reading.mentions)),
        corrected=corrected,
    )


def snippet(text: str, stems: Sequence[str]) -> str:
    """Return a stretch of ``text`` around the first match as HTML, matched words in ``<mark>``."""
    marks = [
        (match.start(), match.end())
        for match in re.finditer(r"[^\W_]+", text)
        if any(_matches(match[0].lower(), stem) for stem in stems)
    ]
    start = 0
    if marks and marks[0][0] > _SNIPPET * 2 // 3:
        start = text.rfind(" ", 0, marks[0][0] - _SNIPPET // 3) + 1
    end = len(text)
    if end - start > _SNIPPET:
        end = text.rfind(" ", start, start + _SNIPPET)
        end = end if end > start else start + _SNIPPET
    out = ["…"] if start else []
    position = start
    for first, last in marks:
        if first >= position and last <= end:
            out.append(html_lib.escape(text[position:first]))
            out.append(f"<mark>{html_lib.escape(text[first:last])}</mark>")
            position = last
    out.append(html_lib.escape(text[position:end]))
    return "".join([*out, "…"] if end < len(text) else out)


def _matches(word: str, stem: str) -> bool:
    """True when a word of the text is a form of the query's stem; a shared beginning will do."""
    if word == stem or stem in re.split(r"[-–/]", word):
        return True
    shared = len(stem) if len(stem) <= 4 else max(4, len(stem) - 1)
    return len(stem) > 3 and word[:shared] == stem[:shared] and len(word) <= len(stem) + 5
