"""Full-text search over our own articles and those a reader brought.

Words are stemmed; a word that occurs nowhere is replaced by the nearest ones that do, so that a slip of
the finger still finds something. A label in the query, in any notation ("S1 sole", "L4/5"), also finds what
only implies it ("L4–S2"). What a word's own article says of it comes before chance mentions.
"""

from __future__ import annotations

import functools
import html as html_lib
import itertools
import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dermatome.anatomy.ids import SENSES, parse_choice, parse_root
from dermatome.errors import InputError
from dermatome.language import _
from dermatome.library.asking import Term, asked
from dermatome.library.load import library
from dermatome.library.mentions import section_context
from dermatome.library.reading import MOST_EFFORT, effort, read
from dermatome.library.records import ROLES, Passage
from dermatome.library.store import Found, Store
from dermatome.unseen import seen

SENSE_WORDS: Final = tuple(sense.replace("_", "-") for sense in SENSES)
"""The senses as :func:`~dermatome.anatomy.ids.parse_choice` folds them."""
_LONGEST_QUERY: Final = 500
_SNIPPET: Final = 260
_NAMES: Final = re.compile(r"\s(?:and|or)\s")
"""Between the names in a title: "Radiculopathy or neuropathy: root, plexus or nerve"."""
_OWN: Final = -1
"""The tier of what the article begins with that the words are the name of."""


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
    query = unicodedata.normalize("NFKC", seen(query[:_LONGEST_QUERY]))[:_LONGEST_QUERY]
    terms = asked(query, everything)
    if not terms and not (root or sense or topic):
        return []
    corrected = tuple(dict.fromkeys(form for term in terms for form in term.corrected))
    marked = tuple(dict.fromkeys(word for term in terms for form in term.forms for word in form.split()))
    marked = tuple(word for word in marked if not word.isdigit() or (word,) in {t.forms for t in terms})
    found: dict[tuple[int, str, str], tuple[int, float, Found]] = {}
    if role in {None, "overview"}:
        for place in _of_own_article(query, terms, root=root, sense=sense, article=article):
            found[0, place.article.id, place.passage.id] = (_OWN, -place.score, place)
    for tier, (expression, named) in enumerate(_attempts(terms, root)):
        for number, store in enumerate(everything):
            places = store.match(
                expression, roots=named, sense=sense, article=article, role=role, limit=limit
            )
            for place in places:
                key = (number, place.article.id, place.passage.id)
                found.setdefault(key, (tier, -place.score * _weight(query, place), place))
        if len(found) >= limit:
            break
    ordered = _ordered(found.values())[:limit]
    efforts = itertools.accumulate(effort(place.passage.text) for *_, place in ordered)
    return [
        _hit(place, -score, corrected, marked, told=spent <= MOST_EFFORT)
        for (_, score, place), spent in zip(ordered, efforts, strict=True)
    ]


@functools.cache
def own_store() -> Store:
    """Return our own articles as a searchable store in memory, built once per process."""
    with _BUILDING:
        return _own_store()


_BUILDING: Final = threading.Lock()


@functools.cache
def _own_store() -> Store:
    return Store.memory(library().articles)


def _of_own_article(
    query: str, terms: Sequence[Term], *, root: str | None, sense: str | None, article: str | None
) -> list[Found]:
    """Return what the article of ours begins with whose name is asked for; sections of many are called so."""
    words = [term for term in terms if not term.roots]
    if not words or len(words) < len(terms):
        return []
    forms = words[0].forms if len(words) == 1 else ()
    asked_for = {_stems(name) for name in (query, *forms)}
    every = " AND ".join(term.expression() for term in words)
    places = own_store().match(
        f"{{title}} : ({every})",
        roots=(root,) if root else (),
        sense=sense,
        article=article,
        role="overview",
        limit=_LONGEST_QUERY,
    )
    found: list[Found] = []
    for place in places:
        title = place.article.title
        names = (place.article.id.replace("-", " "), title, *_NAMES.split(title.partition(":")[0]))
        if not asked_for.isdisjoint(map(_stems, names)):
            whole = library().get(place.article.id)
            if whole and whole.sections[0].id == place.section.id:
                found.append(place)
    return found


@functools.lru_cache(maxsize=1024)
def _stems(name: str) -> tuple[str, ...]:
    return tuple(own_store().stem(word) for word in re.findall(r"[^\W_]+", name))


def _ordered(found: Iterable[tuple[int, float, Found]]) -> list[tuple[int, float, Found]]:
    """Return what was found, the best first; sections about the very words as they are to be read."""
    best: dict[tuple[int, str, str], float] = {}
    for tier, score, place in found:
        section = (tier, place.article.id, place.section.id)
        best[section] = min(score, best.get(section, 0.0))

    def rank(entry: tuple[int, float, Found]) -> tuple[int, float, str, int, float]:
        tier, score, place = entry
        if tier > 0 or not place.section.heading:
            return tier, score, "", 0, 0.0
        number = place.passage.id.rpartition("-")[2]
        together = best[tier, place.article.id, place.section.id]
        return tier, together, place.section.id, int(number) if number.isdigit() else 0, score

    return sorted(found, key=rank)


def _attempts(terms: Sequence[Term], root: str | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield (expression, roots named): sections about the words, then the articles about them, then all words
    anywhere, then labels by what is implied, then any word.
    """
    filtered = (root,) if root else ()
    every = " AND ".join(term.expression() for term in terms)
    words = [term for term in terms if not term.roots]
    labels = tuple(dict.fromkeys(label for term in terms for label in term.roots))
    if words and not labels:
        yield f"{{heading}} : ({every})", filtered
        yield f"{{title}} : ({every}) AND {{text}} : ({every})", filtered
    yield every, filtered
    if labels and (words or len(terms) == 1):
        yield " AND ".join(term.expression() for term in words), (*filtered, *labels)
    if len(terms) > 1:
        yield " OR ".join(term.expression() for term in terms), filtered


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


def _hit(found: Found, score: float, corrected: tuple[str, ...], marked: Sequence[str], *, told: bool) -> Hit:
    """Return what is shown of a passage; what its labels mean only where that is ``told``."""
    mentions = read(found.passage.text, section_context(found.section)).mentions if told else ()
    return Hit(
        article=found.article.id,
        article_title=found.article.title,
        section=found.section.heading,
        section_id=found.section.id,
        passage=found.passage,
        snippet=snippet(found.passage.text, marked),
        score=score,
        imported=found.article.imported,
        senses=tuple(dict.fromkeys((str(m.root), m.sense) for m in mentions)),
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
