"""The one passage of our own articles that answers a choice on the map, or none.

For a root it is the line of its summary for the layer, for a place on its skin what its article says of that
place, part by part. What needs its neighbour to be understood is not taken. docs/passages.md tells how these
answers are judged; :mod:`dermatome.library.things` has those for a muscle, a movement, a reflex or a nerve.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from dermatome.anatomy.ids import root_members
from dermatome.anatomy.nerves import nerve_named
from dermatome.language import _, cached
from dermatome.library.excerpt import excerpt, labelled_sentences, stands_alone
from dermatome.library.load import library
from dermatome.library.mentions import find_terms, section_context
from dermatome.library.passages import Candidates, nerve_terms, passages
from dermatome.library.reading import read
from dermatome.library.records import Article, Passage, RankedPassage, Section, Term

_ASKED: Final = 40
"""Passages looked through for one that fits."""
_SUBJECT: Final = 60
"""What a sentence names within so many characters of its start is what it is about."""
_MAP_BY_MAP: Final = "map-by-map"
"""The part of an article's section on the skin that tells of maps, not of places."""


def answer(
    root: str,
    layer: str,
    part: str | None = None,
    *,
    scheme: str | None = None,
    nerve: str | None = None,
    stores: Iterable[Candidates] = (),
) -> list[RankedPassage]:
    """Return what is shown of the articles for a root in a layer: ours, then one that a reader brought.

    ``part`` is the leaf body part pointed at, which counts on the skin alone; ``nerve`` the id of the nerve
    that is laid over the root.

    :raises InputError: no such root, layer or body part.
    """
    place = part if layer == "dermatome" else None
    own = _own(root, layer, place, scheme, nerve)
    brought = passages(root, layer, place, articles=(), limit=_ASKED, stores=stores) if stores else []
    fitting = (found for found in brought if _fits(found) and (found.on_part or place is None))
    return [*own, *[found for _n, found in zip(range(1), fitting, strict=False)]]


@cached(maxsize=4096)
def _own(
    root: str, layer: str, place: str | None, scheme: str | None, nerve: str | None
) -> tuple[RankedPassage, ...]:
    if place and (told := _told_of_place(root, place)):
        return (told,)
    if layer == "nerve" and nerve:
        name = nerve_named(nerve).nerve
        ranked = passages(root, layer, limit=_ASKED, nerve=name)
        return tuple([found for found in ranked if _fits(found) and _tells_apart(found, name)][:1])
    return tuple(passages(root, layer, limit=1))  # the line of the root's summary


def _tells_apart(found: RankedPassage, nerve: str) -> bool:
    """The nerve is named, and the root: in the words or as what the article is about."""
    shown = excerpt(found.text, found.highlight)
    article = library().get(found.article)
    members = {found.root, *root_members(found.root)}
    rooted = members & {*read(shown[:_SUBJECT], None).roots, *(article.roots if article else ())}
    return bool(rooted) and any(term.id in nerve_terms(nerve) for term in find_terms(shown))


def _told_of_place(root: str, place: str) -> RankedPassage | None:
    """Return the sentence of the root's article on its skin, part by part, whose subject is the place."""
    members = {root, *root_members(root)}
    places = (
        found
        for article in library().articles
        if article.kind == "root" and members & set(article.roots)
        for section in article.sections
        if section.role == "dermatome" and not section.id.endswith(_MAP_BY_MAP)
        for passage in section.passages
        if (found := _on_place(article, section, passage, place, root))
    )
    return max(places, key=lambda found: found.score, default=None)


def _on_place(
    article: Article, section: Section, passage: Passage, place: str, root: str
) -> RankedPassage | None:
    best: tuple[float, tuple[int, int], Term] | None = None
    for number, (start, end) in enumerate(labelled_sentences(passage.text)):
        sentence = passage.text[start:end]
        if not stands_alone(sentence) or (number and not _about_root(sentence, section, root)):
            continue
        for term in find_terms(sentence):
            if term.kind == "body_part" and place in term.parts and term.start <= _SUBJECT:
                score = 3 / len(term.parts) + (0 if number else 1.5) - term.start / 40
                best = max(best or (score, (start, end), term), (score, (start, end), term), key=_score)
    if best is None:
        return None
    score, span, term = best
    words = " ".join(term.surface.lower().split())
    return made(article, section, passage, span, score, _("names the %(words)s") % {"words": words}, root)


def _score(found: tuple[float, tuple[int, int], Term]) -> float:
    return found[0]


def _about_root(sentence: str, section: Section, root: str) -> bool:
    """A sentence further down names the root, and not only to hold it against another."""
    reading = read(sentence, section_context(section))
    mentions = [each for each in reading.mentions if each.root in {root, *root_members(root)}]
    return any(each not in reading.against for each in mentions)


def _fits(found: RankedPassage) -> bool:
    return stands_alone(excerpt(found.text, found.highlight))


def made(
    article: Article,
    section: Section,
    passage: Passage,
    span: tuple[int, int],
    score: float,
    why: str,
    root: str = "",
) -> RankedPassage:
    """Return a passage as an answer: about ``root`` and a place on its skin, or about neither."""
    return RankedPassage(
        article=article.id,
        article_title=article.title,
        section=section.heading,
        section_id=section.id,
        passage=passage,
        root=root,
        sense="dermatome" if root else "",
        why=why,
        score=score,
        highlight=span,
        imported=article.imported,
        on_part=bool(root),
    )
