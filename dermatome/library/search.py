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
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from dermatome.anatomy.ids import SENSES, parse_choice, parse_root
from dermatome.errors import InputError
from dermatome.library.load import library
from dermatome.library.passages import read
from dermatome.library.records import ROLES, Article, Passage
from dermatome.library.store import Found, Store

_QUERY_WORD: Final = re.compile(r"[^\W_]+(?:[-–/][^\W_]+)*")
_ROOT: Final = re.compile(r"(?:[CTLS]\d{1,2}|S4[-–/]S?5|Co1)", re.IGNORECASE)
_STOP_WORDS: Final = frozenset(
    ["a", "an", "and", "at", "for", "in", "is", "of", "on", "or", "the", "to", "with"]
)
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
    sense = parse_choice(sense, SENSES, "sense").replace("-", "_") if sense and sense not in SENSES else sense
    role = topic if topic in ROLES else None
    article = topic if topic and role is None else None
    everything = (own_store(), *stores)
    if article and not any(store.get(article) for store in everything):
        raise InputError(f"There is no topic {article!r}. Use a section's role (lesions) or an article's id.")
    words = _QUERY_WORD.findall(query)[:_MAX_WORDS]
    words = [word for word in words if word.lower() not in _STOP_WORDS] or words
    if not words and not (root or sense or topic):
        return []
    hits: list[Hit] = []
    for number, store in enumerate(everything):
        found, corrected, stems = _search_store(store, words, root, sense, article, role, limit)
        # Scores of two indexes differ in scale a little; ours come first where they are alike.
        for place in found:
            weight = (1.15 if number == 0 else 1.0) * (0.4 if place.section.role == "see_also" else 1.0)
            # A query that names an article asks for it, more than for what else uses its word.
            weight *= (
                1.6
                if _names(query, place.article) and place.section.role in {"overview", "meanings"}
                else 1.0
            )
            hits.append(_hit(store, place, corrected, stems, weight))
    return sorted(hits, key=lambda hit: -hit.score)[:limit]


@functools.cache
def own_store() -> Store:
    """Return our own articles as a searchable store in memory, built once per process."""
    with _BUILDING:
        return _own_store()


_BUILDING: Final = threading.Lock()


@functools.cache
def _own_store() -> Store:
    return Store.memory(library().articles)


def _search_store(
    store: Store,
    words: Sequence[str],
    root: str | None,
    sense: str | None,
    article: str | None,
    role: str | None,
    limit: int,
) -> tuple[list[Found], tuple[str, ...], tuple[str, ...]]:
    """Return (passages, corrected word forms, stems to mark)."""

    def match(expression: str, by_root: str | None) -> list[Found]:
        return store.match(expression, root=by_root, sense=sense, article=article, role=role, limit=limit)

    if not words:
        return match("", root), (), ()
    groups: list[list[str]] = []
    corrected: list[str] = []
    for position, word in enumerate(words):
        forms, replaced = _forms(store, word, last=position == len(words) - 1)
        groups.append(forms)
        corrected += replaced
    stems = tuple(dict.fromkeys(form.rstrip("*").strip('"') for forms in groups for form in forms))
    found = match(" AND ".join(_any(forms) for forms in groups), root)
    roots = [word for word in words if _ROOT.fullmatch(word)]
    others = [forms for word, forms in zip(words, groups, strict=True) if not _ROOT.fullmatch(word)]
    if len(found) < limit and len(roots) == 1 and others and root is None:
        implied = match(" AND ".join(_any(forms) for forms in others), parse_root(roots[0]))
        found = _merge(found, implied, limit, 0.8)
    if len(found) < limit and len(groups) > 1:
        found = _merge(found, match(" OR ".join(_any(forms) for forms in groups), root), limit, 0.4)
    return found, tuple(corrected), stems


def _names(query: str, article: Article) -> bool:
    asked = re.sub(r"\W+", " ", query.lower()).strip()
    return asked in {article.id.replace("-", " "), re.sub(r"\W+", " ", article.title.lower()).strip()}


def _merge(first: list[Found], second: list[Found], limit: int, weight: float) -> list[Found]:
    """Append weaker matches below the stronger ones."""
    from dataclasses import replace

    seen = {(found.article.id, found.passage.id) for found in first}
    floor = min((found.score for found in first), default=1e9)
    extra = [found for found in second if (found.article.id, found.passage.id) not in seen]
    return [*first, *(replace(found, score=min(found.score * weight, floor)) for found in extra)][:limit]


def _any(forms: Sequence[str]) -> str:
    return f"({' OR '.join(forms)})" if len(forms) > 1 else forms[0]


def _forms(store: Store, word: str, *, last: bool) -> tuple[list[str], list[str]]:
    """Return FTS5 terms for a query word, and the nearest word forms used in its stead."""
    quoted = f'"{word.lower()}"'
    if not re.fullmatch(r"[^\W_]+", word):
        return [quoted], []  # "S2-4", "L5–S1": a phrase of its tokens
    stem = store.stem(word)
    known, longer = store.vocabulary()
    if stem in known:
        return [quoted], []
    if last and len(word) >= 3 and any(term.startswith(stem) for term in longer):
        return [f'"{word.lower()}"*', f'"{stem}"*'], []
    if any(character.isdigit() for character in word) or len(word) < 4:
        return [quoted], []
    near = process.extract(
        stem,
        longer,
        scorer=DamerauLevenshtein.normalized_similarity,
        score_cutoff=0.72,
        limit=3,
    )
    close = [term for term, score, _ in near if score >= near[0][1] - 0.06]
    return [f'"{term}"' for term in close] or [quoted], close


def _hit(store: Store, found: Found, corrected: tuple[str, ...], stems: Sequence[str], weight: float) -> Hit:
    reading = read(found.passage.text, found.section.role)
    return Hit(
        article=found.article.id,
        article_title=found.article.title,
        section=found.section.heading,
        section_id=found.section.id,
        passage=found.passage,
        snippet=snippet(found.passage.text, stems, store),
        score=found.score * weight,
        imported=found.article.imported,
        senses=tuple(dict.fromkeys((str(m.root), m.sense) for m in reading.mentions)),
        corrected=corrected,
    )


def snippet(text: str, stems: Sequence[str], store: Store) -> str:
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
