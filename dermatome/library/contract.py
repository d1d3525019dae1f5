"""What the command line prints of the library: records as plain JSON."""

from __future__ import annotations

from typing import Any

from dermatome.library.mentions import find_mentions, find_terms, section_context
from dermatome.library.records import Article, Passage, RankedPassage, Section


def article_contract(article: Article) -> dict[str, Any]:
    """Return an article as ``python -m dermatome import`` prints it."""
    return {
        "id": article.id,
        "title": article.title,
        "kind": article.kind,
        "source": article.source,
        "date": article.date,
        "language": article.language,
        "roots": list(article.roots),
        "sections": [
            {
                "id": section.id,
                "heading": section.heading,
                "level": section.level,
                "role": section.role,
                "passages": [_passage(passage, section) for passage in section.passages],
            }
            for section in article.sections
        ],
    }


def ranked_contract(found: RankedPassage) -> dict[str, Any]:
    """Return a passage chosen for a click as ``python -m dermatome passages`` prints it."""
    return {
        "article": found.article,
        "section": found.section,
        "section_id": found.section_id,
        "passage": found.passage.id,
        "text": found.text,
        "sense": found.sense,
        "why": found.why,
        "score": round(found.score, 3),
    }


def _passage(passage: Passage, section: Section) -> dict[str, Any]:
    return {
        "id": passage.id,
        "kind": passage.kind,
        "text": passage.text,
        "mentions": [
            {
                "start": mention.start,
                "end": mention.end,
                "surface": mention.surface,
                "root": mention.root,
                "sense": mention.sense,
            }
            for mention in find_mentions(passage.text, section_context(section))
        ],
        "terms": [
            {
                "start": term.start,
                "end": term.end,
                "surface": term.surface,
                "kind": term.kind,
                "id": term.id,
            }
            for term in find_terms(passage.text)
        ],
    }
