"""Which passages to show for a click, best first, and why each was chosen.

A passage is *about* a root when it names it as something spinal, or when it stands in the article (or
under the heading) of that root and names no other. Among those, the body part clicked counts most, then
the sense the layer asks for. What is about another root is never returned. The nerve layer asks which nerve
may be taken for the root, so there the look-alikes count most.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from dermatome.anatomy import terms
from dermatome.anatomy.ids import parse_layer, parse_part, parse_root, root_members
from dermatome.language import N_, _, cached
from dermatome.library.load import Library, lexicon, library
from dermatome.library.mentions import (
    find_mentions,
    find_terms,
    headed_sense,
    part_name,
    section_context,
    sentences,
)
from dermatome.library.records import Article, Mention, Passage, RankedPassage, Section, Term
from dermatome.library.render import sense_name

WANTED: Final[Mapping[str, tuple[str, ...]]] = {
    "dermatome": ("dermatome",),
    "myotome": ("myotome",),
    "reflex": ("reflex",),
    "nerve": ("nerve_root",),
    "level": ("level", "disc", "vertebra", "foramen", "cord_segment"),
}
"""The senses each layer asks for."""

_ROLE_SENSE: Final = {
    "dermatome": "dermatome",
    "myotome": "myotome",
    "reflex": "reflex",
    "disc_and_level": "level",
    "course": "nerve_root",
}
_ROLE_LAYER: Final = {
    "dermatome": "dermatome",
    "myotome": "myotome",
    "reflex": "reflex",
    "disc_and_level": "level",
}
_ROLE_NAME: Final = {
    "dermatome": N_("the dermatome"),
    "myotome": N_("the myotome"),
    "reflex": N_("the reflex"),
    "disc_and_level": N_("disc and level"),
    "course": N_("the course of the root"),
    "lesions": N_("typical lesions"),
    "lookalikes": N_("look-alikes"),
    "variants": N_("variants"),
    "questions": N_("common questions"),
    "meanings": N_("what the label can mean"),
}
_ROLE_BONUS: Final = {"questions": -0.5, "see_also": -1.0, "variants": -0.4, "meanings": -0.2, "method": -0.3}
_LOOKALIKES: Final = 2.5
"""What standing among the look-alikes counts in the nerve layer."""
_TOPIC: Final = 32
"""A part named within so many characters of the start is what the passage is about."""

# A root named only to say what it is not: "unlike C6", "the sole, not L5".
_AGAINST: Final = re.compile(
    r"\b(?:unlike|in contrast (?:to|with)|(?:as )?opposed to|rather than|instead of|other than|except|not)"
    r"\s+(?:(?:in|from|to|by|for|the|an?)\s+){0,2}\Z",
    re.IGNORECASE,
)
_JOINING: Final = re.compile(r"\s*(?:,|and|or|,\s*(?:and|or))\s*")
_SENTENCE: Final = re.compile(r"[.!?]\s")
_CLAUSE: Final = re.compile(r"[;:]|\b(?:but|while|whereas|unlike|although|though)\b", re.IGNORECASE)
_ANNOUNCED: Final = re.compile(r"([^:.;]{3,50}):\s")
_FEW: Final = 60
"""Characters of a passage too short to be a sentence, unless it ends like one."""
_PLANTAR_FLEXION: Final = re.compile(r"plantar[\s-]?flex", re.IGNORECASE)
_ROWS: Final = {"dermatome": ("body_part",), "myotome": ("muscle", "movement"), "reflex": ("reflex",)}
_NO_SKIN: Final = frozenset({"vertebra", "disc", "foramen", "myotome", "reflex"})

# What says something about the skin, a muscle or a reflex when no root is named beside it.
_TELLING: Final = frozenset({"body_part", "muscle", "movement", "reflex", "nerve"})


class Candidates(Protocol):
    """Where imported passages come from: :class:`dermatome.library.store.Store`."""

    def candidates(
        self, root: str, layer: str | None = None, parts: Sequence[str] = (), limit: int = 120
    ) -> list[tuple[Article, Section, Passage]]:
        """Return the passages that may be about ``root``, the likeliest first."""
        ...


@dataclass(frozen=True, slots=True)
class Reading:
    """What one passage names: the roots with their senses, and the body parts.

    ``against`` are the mentions that only hold something else against the root ("unlike C6").
    """

    text: str
    senses: Mapping[str, tuple[str, ...]]
    terms: tuple[Term, ...]
    mentions: tuple[Mention, ...]
    against: frozenset[Mention]

    @property
    def roots(self) -> tuple[str, ...]:
        """Roots named, in order of first mention."""
        return tuple(self.senses)


@functools.lru_cache(maxsize=16_384)
def read(text: str, role: str | None) -> Reading:
    """Return what a passage names; cached, for the same passages are ranked again and again."""
    mentions = tuple(mention for mention in find_mentions(text, role) if mention.root)
    senses: dict[str, list[str]] = {}
    for mention in mentions:
        senses.setdefault(str(mention.root), []).append(mention.sense)
    against: set[Mention] = set()
    for before, mention in zip((None, *mentions), mentions, strict=False):
        between = text[before.end : mention.start] if before else ""
        joined = before in against and (before.start == mention.start or _JOINING.fullmatch(between))
        if joined or _AGAINST.search(text[max(0, mention.start - 40) : mention.start]):
            against.add(mention)
    return Reading(
        text,
        {root: tuple(found) for root, found in senses.items()},
        find_terms(text),
        mentions,
        frozenset(against),
    )


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
    nerves = nerve_terms(nerve) if nerve else frozenset()
    imported = [place for store in stores for place in store.candidates(root, layer, parts)]
    if articles is None and not imported:
        return list(_best_of_own(root, layer, parts, limit, scheme, nerves))
    if articles is None:
        candidates: Iterable[tuple[Article, Section, Passage]] = own_candidates(root)
    else:
        candidates = (
            (article, section, passage)
            for article in articles
            for section in article.sections
            for passage in section.passages
        )
    return best(_ranked((*candidates, *imported), root, layer, parts, scheme, nerves), limit)


# A class clicks the same regions: what our own articles say of a root there is ranked once a process.
@cached(maxsize=4096)
def _best_of_own(
    root: str,
    layer: str | None,
    parts: tuple[str, ...],
    limit: int,
    scheme: str | None,
    nerves: frozenset[str],
) -> tuple[RankedPassage, ...]:
    return tuple(best(_ranked(own_candidates(root), root, layer, parts, scheme, nerves), limit))


def _ranked(
    places: Iterable[tuple[Article, Section, Passage]],
    root: str,
    layer: str | None,
    parts: Sequence[str],
    scheme: str | None,
    nerves: frozenset[str],
) -> list[RankedPassage]:
    ranked = [
        found
        for article, section, passage in places
        if (found := rank(root, layer, parts, article, section, passage, nerves)) is not None
    ]
    return [_for_map(found, scheme) for found in ranked] if scheme else ranked


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
    bare = re.sub(r"\s*\(.*?\)", "", name.replace("-", " ")).strip()
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


def home_roots(article: Article, section: Section) -> tuple[str, ...]:
    """Return the roots a passage here is about unless it says otherwise."""
    heading = tuple(dict.fromkeys(m.root for m in find_mentions(section.heading) if m.root))
    if article.imported:
        return heading if len(heading) == 1 else article.roots if len(article.roots) == 1 else ()
    return article.roots if article.kind == "root" else heading if len(heading) == 1 else ()


def rank(
    root: str,
    layer: str | None,
    parts: Sequence[str],
    article: Article,
    section: Section,
    passage: Passage,
    nerves: frozenset[str] = frozenset(),
) -> RankedPassage | None:
    """Score one passage for a click; None when it is not about the root.

    ``nerves`` are the lexicon's terms for the nerve asked about, from :func:`nerve_terms`.
    """
    members = {root, *root_members(root)}
    reading = read(passage.text, section_context(section))
    named = [sense for member in members for sense in reading.senses.get(member, ())]
    home = bool(members & set(home_roots(article, section)))
    others = [other for other in reading.roots if other not in members]
    if not named:
        if others and home and article.imported:
            # What stands before another root is named is still about the article's own.
            first = reading.mentions[0].start
            before = max(end for end in (0, *(end for _, end in sentences(passage.text))) if end <= first)
            reading, others = read(passage.text[:before], section_context(section)), []
        if not home or others:
            return None
        # An imported article on a root also talks of costs and recovery: only anatomy is about the root.
        if article.imported and not any(term.kind in _TELLING for term in reading.terms):
            return None

    wanted = WANTED.get(layer or "", ())
    told = _told(passage.text)
    sense = _sense(named, wanted, section.role, told or headed_sense(section.heading))
    if layer and passage.kind == "row" and sense in ("nerve_root", *_ROWS):
        # A row of a table has skin, muscle and reflex side by side: the label stands for each.
        sense = layer if any(term.kind in _ROWS.get(layer, ()) for term in reading.terms) else sense
    score = (2.0 if named else 1.2) + (0.8 if home else 0.0) - 0.15 * min(len(others), 4)
    reasons: list[str] = []

    part_score, part_reason, part_term = _part_match(reading, parts, members, layer)
    # What a part is named for counts too: "pain in the calf" says little of the calf's muscles.
    home_layer = _ROLE_LAYER.get(section.role or "")
    at_home = home_layer == layer and sense == "nerve_root"  # "the C6 root" under the heading of its reflex
    fits = not layer or sense in wanted or at_home or (layer == "dermatome" and sense not in _NO_SKIN)
    score += part_score if fits and layer != "nerve" else part_score / 2
    aside = bool(named and reading.against) and all(
        m in reading.against for m in reading.mentions if m.root in members
    )
    if aside:
        score -= 1.2
    if part_reason:
        reasons.append(part_reason)

    if layer:
        if sense in wanted:
            score += 2.0
        elif sense == "nerve_root":
            # What root and part are named together for is, on the map of the skin, mostly the skin.
            score += 1.2 if layer == "dermatome" and part_term is not None else 0.3
        if told == layer:
            score += 1.0
        if home_layer:
            score += 1.5 if home_layer == layer else -2.5
    elif parts and sense == "dermatome":
        score += 1.0
    if layer == "nerve":
        nerve_score, nerve_reason = _nerve_match(reading, nerves)
        score += nerve_score + (_LOOKALIKES if section.role == "lookalikes" else 0.0)
        if nerve_reason:
            reasons.append(nerve_reason)
    score += _ROLE_BONUS.get(section.role or "", 0.0) + (0.0 if article.imported else 0.4)
    score -= min(len(passage.text), 1_200) / 1_500 + _scrap(passage.text)

    if named:
        label = root if root in reading.senses else next(m for m in root_members(root) if m in reading.senses)
        about = {"root": label, "sense": sense_name(sense)}
        reason = _("about the %(root)s %(sense)s")
        if wanted and sense in {"vertebra", "disc", "level"} and layer != "level":
            skin = layer == "dermatome"
            reason = (
                _("about the %(root)s %(sense)s, not its skin")
                if skin
                else _("about the %(root)s %(sense)s, not its nerve")
            )
        reasons.append(_("tells another root from %(root)s") % about if aside else reason % about)
    else:
        role = _ROLE_NAME.get(section.role or "")
        place = (
            _("in the article on %(root)s") % {"root": root}
            if members & set(article.roots)
            else _("under the heading “%(heading)s”") % {"heading": section.heading}
        )
        reasons.append(f"{place}, {_(role)}" if role else place)
    return RankedPassage(
        article=article.id,
        article_title=article.title,
        section=section.heading,
        section_id=section.id,
        passage=passage,
        root=root,
        sense=sense,
        why="; ".join(reasons),
        score=score,
        highlight=_highlight(passage.text, part_term, reading, members),
        imported=article.imported,
        on_part=part_term is not None,
    )


@functools.lru_cache(maxsize=16_384)
def _told(text: str) -> str | None:
    """Return the sense a passage announces before a colon: "Myotome (strength): …"."""
    match = _ANNOUNCED.match(text)
    return headed_sense(match[1]) if match else None


def _scrap(text: str) -> float:
    """Return what a passage loses that says little alone: the lead of a list, or no whole sentence."""
    if text.endswith(":"):
        return 0.8
    return 0.4 if len(text) < _FEW and text[-1:] not in ".!?…" and not re.search("[:;]", text) else 0.0


def _sense(named: Sequence[str], wanted: Sequence[str], role: str | None, told: str | None) -> str:
    """Return the sense to show: the wanted one if present, else the commonest; if none, the section's.

    ``told`` is what the passage or its heading announces, for sections without a role.
    """
    for sense in named:
        if sense in wanted:
            return sense
    if named:
        return max(dict.fromkeys(named), key=named.count)
    return _ROLE_SENSE.get(role or "") or told or "nerve_root"


def _named_parts(reading: Reading, layer: str | None) -> list[Term]:
    """Return the parts of the body named; for muscle and reflex also those in "calf muscles", "knee jerk"."""
    named = [term for term in reading.terms if term.kind == "body_part"]
    if layer in {"myotome", "reflex"}:
        for term in reading.terms:
            if term.kind in {"muscle", "movement", "reflex"}:
                named += [
                    replace(term, kind="body_part", id=part.id, parts=part.parts)
                    for part in _parts_in(term.surface)
                ]
    return named


@functools.lru_cache(maxsize=1024)
def _parts_in(words: str) -> tuple[Term, ...]:
    """Return the parts of the body in the name of a muscle, movement or reflex, word by word."""
    if _PLANTAR_FLEXION.match(words):
        return ()
    return tuple(part for word in words.split() for part in find_terms(word) if part.parts)


def _part_match(
    reading: Reading, parts: Sequence[str], members: set[str], layer: str | None
) -> tuple[float, str, Term | None]:
    """Score how well the passage speaks of the clicked part, and say how."""
    if not parts:
        return 0.0, "", None
    best_score, reason, best_term = 0.0, "", None
    named_parts = _named_parts(reading, layer)
    for term in named_parts:
        shared = [part for part in parts if part in term.parts]
        if not shared:
            continue
        exact = len(term.parts) == 1 or set(term.parts) <= set(parts)
        value = 4.0 if exact else 3.0 if len(term.parts) == 2 else 1.8
        value += _together(reading, term, members)
        if exact and term.start < _TOPIC:
            value += 1.5  # the part is what the passage is about, not one of a list
        value -= 0.12 * min(len({other.id for other in named_parts}), 8)
        if value > best_score:
            words = " ".join(term.surface.lower().split())
            name = part_name(shared[0])
            said = {"words": words, "part": terms.part_name(shared[0]) if terms.renamed() else name}
            whole = len(shared) == len(term.parts) > 1
            if len(term.parts) > 1 and not whole:
                reason = _("names the %(words)s, which takes in the %(part)s") % said
            elif whole or (words in name and not terms.renamed()):
                reason = _("names the %(words)s") % said
            else:
                reason = _("names the %(part)s (“%(words)s”)") % said
            best_score, best_term = value, term
    if not best_term and named_parts:
        return -0.8, "", None  # speaks of other parts of the body
    return best_score, reason, best_term


def _nerve_match(reading: Reading, wanted: frozenset[str]) -> tuple[float, str]:
    """Score how well the passage speaks of the nerve asked about, or of any, and say which."""
    named = [term for term in reading.terms if term.kind == "nerve"]
    asked = [term for term in named if term.id in wanted]
    if not named:
        return (-1.0 if wanted else 0.0), ""
    first = (asked or named)[0]
    score = 1.5 + (0.5 if first.start < _TOPIC else 0.0)
    if wanted:
        score += 2.5 if asked else -1.5
    return score, _("names the %(words)s") % {"words": first.id}


def _together(reading: Reading, term: Term, members: set[str]) -> float:
    """Reward a part named near the root, and not merely nearer to another root.

    Distances are in characters; the end of a clause or sentence between part and root counts for many.
    """
    distances = {True: 10_000, False: 10_000}
    near = False
    for mention in reading.mentions:
        mine = mention.root in members
        gap = max(mention.start - term.end, term.start - mention.end, 0)
        near = near or (mine and gap < 90)
        if gap < distances[mine]:  # what is further off in characters alone need not be looked at
            between = reading.text[min(mention.end, term.end) : max(mention.start, term.start)]
            gap += 12 * between.count(",") + 40 * len(_CLAUSE.findall(between))
            gap += 60 * len(_SENTENCE.findall(between)) + 60 * (mention in reading.against)
            distances[mine] = min(distances[mine], gap)
    if distances[True] == 10_000:
        return 0.0
    if distances[True] > distances[False] + 25:
        return -1.0
    return 0.8 if near else 0.2


def _highlight(text: str, term: Term | None, reading: Reading, members: set[str]) -> tuple[int, int]:
    """Return the span of the sentence that matched: the one with the part, else the first with the root."""
    anchor = term.start if term else next((m.start for m in reading.mentions if m.root in members), 0)
    spans = sentences(text)
    for number, (start, end) in enumerate(spans):
        if start <= anchor < end:
            # A label such as "Sole." belongs to the sentence behind it.
            while end - start < 24 and number + 1 < len(spans):
                number += 1
                end = spans[number][1]
            return start, end
    return 0, len(text)
