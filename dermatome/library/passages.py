"""Which passages to show for a click, best first.

A passage is *about* a root when it names it as something spinal, or when it stands in the article (or under
the heading) of that root and names no other; what is about another root is never returned.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from dermatome.anatomy.ids import parse_layer, parse_part, parse_root, root_members
from dermatome.language import cached
from dermatome.library.load import Library, library
from dermatome.library.mentions import (
    find_terms,
    lexicon,
    section_context,
)
from dermatome.library.ranking import Asked, rank
from dermatome.library.reading import home_roots, read
from dermatome.library.records import Article, Passage, RankedPassage, Section, Term


class Candidates(Protocol):
    """Where imported passages come from: :class:`dermatome.library.store.Store`."""

    def candidates(
        self, root: str, layer: str | None = None, parts: Sequence[str] = (), limit: int = 120
    ) -> list[tuple[Article, Section, Passage]]:
        """Return the passages that may be about ``root``, the likeliest first."""
        ...


def passages(
    root: str,
    layer: str | None = None,
    body_part: str | None = None,
    articles: Iterable[Article] | None = None,
    limit: int = 10,
    *,
    scheme: str | None = None,
    nerve: str | None = None,
    stores: Iterable[Candidates] = (),
) -> list[RankedPassage]:
    """Return the passages about ``root``, best first.

    ``layer`` says which sense is wanted; ``body_part`` (a leaf or a coarse word) brings what names it to the
    top. ``articles`` are the articles to look in; None means our own. ``stores`` are searched too.
    ``scheme`` is the map on screen: what speaks of that map comes before what speaks only of others.
    ``nerve`` is a peripheral nerve, as in ``"common fibular"``: in the nerve layer, what tells the root from
    it comes first; a nerve the lexicon does not know changes nothing.

    :raises InputError: no such root, layer or body part.
    """
    root = parse_root(root)
    layer = parse_layer(layer) if layer else None
    parts = parse_part(body_part) if body_part else ()
    asked = Asked(root, layer, parts, scheme, nerve_terms(nerve) if nerve else frozenset())
    imported = [place for store in stores for place in store.candidates(root, layer, parts)]
    if articles is None and not imported:
        return list(_best_of_own(asked, limit))
    if articles is None:
        candidates: Iterable[tuple[Article, Section, Passage]] = own_candidates(root)
    else:
        candidates = (
            (article, section, passage)
            for article in articles
            for section in article.sections
            for passage in section.passages
        )
    return best(_ranked((*candidates, *imported), asked), limit)


# A class clicks the same regions: what our own articles say of a root there is ranked once a process.
@cached(maxsize=4096)
def _best_of_own(asked: Asked, limit: int) -> tuple[RankedPassage, ...]:
    return tuple(best(_ranked(own_candidates(asked.root), asked), limit))


def _ranked(places: Iterable[tuple[Article, Section, Passage]], asked: Asked) -> list[RankedPassage]:
    ranked = [found for place in places if (found := rank(asked, *place)) is not None]
    return [_for_map(found, asked.scheme) for found in ranked] if asked.scheme else ranked


def _for_map(found: RankedPassage, scheme: str) -> RankedPassage:
    """Raise what names the map on screen, lower what is only about other maps."""
    named = named_maps(found.passage.text)
    if not named:
        return found
    return replace(found, score=found.score + (0.5 if scheme in named else -2.5))


@functools.lru_cache(maxsize=8192)
def named_maps(text: str) -> frozenset[str]:
    """Return the ids of the published maps a text names."""
    return frozenset(scheme for scheme, pattern in _map_patterns().items() if pattern.search(text))


@functools.cache
def _map_patterns() -> Mapping[str, re.Pattern[str]]:
    return {
        scheme: re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in words))
        for scheme, words in lexicon().maps.items()
    }


@functools.lru_cache(maxsize=256)
def nerve_terms(name: str) -> frozenset[str]:
    """Return the lexicon's terms for a peripheral nerve, spelled with or without the word *nerve*."""
    bare = " ".join(re.sub(r"\([^()]*\)", " ", name.replace("-", " ")).split())
    found = {term.id for text in (bare, f"{bare} nerve", f"{bare} nerves") for term in _nerves(text)}
    return frozenset(found)


def _nerves(text: str) -> list[Term]:
    return [term for term in find_terms(text) if term.kind == "nerve"]


def best(ranked: Iterable[RankedPassage], limit: int) -> list[RankedPassage]:
    """Return the ``limit`` best, ties in reading order; the same words twice are shown once."""
    ordered = sorted(ranked, key=lambda found: -found.score)
    seen: set[str] = set()
    result: list[RankedPassage] = []
    for found in ordered:
        if found.text not in seen and len(result) < limit:
            seen.add(found.text)
            result.append(found)
    return result


@functools.cache
def _own_index() -> Mapping[str, tuple[tuple[Article, Section, Passage], ...]]:
    return index(library())


def index(articles: Library) -> Mapping[str, tuple[tuple[Article, Section, Passage], ...]]:
    """Map each root to the passages that name it or stand in its article."""
    found: dict[str, list[tuple[Article, Section, Passage]]] = {}
    for article, section, passage in articles.passages():
        about = dict.fromkeys(
            (*read(passage.text, section_context(section)).roots, *home_roots(article, section))
        )
        for root in about:
            found.setdefault(root, []).append((article, section, passage))
    return {root: tuple(places) for root, places in found.items()}


def own_candidates(root: str) -> tuple[tuple[Article, Section, Passage], ...]:
    """Return the passages of our own articles that may be about ``root``, in reading order."""
    places = [place for member in (root, *root_members(root)) for place in _own_index().get(member, ())]
    return tuple(dict.fromkeys(places)) if len(root_members(root)) > 1 else tuple(places)
