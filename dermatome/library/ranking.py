"""How well a passage answers a click, and why.

The body part clicked counts most, then the sense the layer asks for. The nerve layer asks which nerve may be
taken for the root, so there the look-alikes count most. Where no part and no nerve is asked for, the root's
summary comes first: the line of the layer, or all its lines in their order.
"""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from dermatome.anatomy import terms
from dermatome.anatomy.ids import root_members
from dermatome.language import N_, _
from dermatome.library.mentions import (
    find_terms,
    headed_sense,
    part_name,
    section_context,
    sentences,
)
from dermatome.library.reading import Reading, home_roots, read
from dermatome.library.records import SUMMARY_LAYERS, Article, Passage, RankedPassage, Section, Term
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
    "summary": N_("the summary"),
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
_ROLE_BONUS: Final = {
    "summary": -1.5,  # Where more than the root is asked for, the article tells it at length.
    "questions": -0.5,
    "see_also": -1.0,
    "variants": -0.4,
    "meanings": -0.2,
    "method": -0.3,
}
_LOOKALIKES: Final = 2.5
"""What standing among the look-alikes counts in the nerve layer."""
_SUMMARY: Final = 20.0
"""The score of a summary's first line where it is to come first: above what any other passage can reach."""
_TOPIC: Final = 32
"""A part named within so many characters of the start is what the passage is about."""
_NEIGHBOURS: Final = 40
"""Mentions before and after a part that may belong to it; no sentence has as many."""
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


@dataclass(frozen=True, slots=True)
class Asked:
    """What a click asks for; see :func:`dermatome.library.passages.passages`.

    ``parts`` are leaf body parts, ``nerves`` the lexicon's terms for the nerve asked about.
    """

    root: str
    layer: str | None = None
    parts: tuple[str, ...] = ()
    scheme: str | None = None
    nerves: frozenset[str] = frozenset()

    @property
    def members(self) -> frozenset[str]:
        """The root, and those a pooled one stands for."""
        return frozenset((self.root, *root_members(self.root)))

    @property
    def wanted(self) -> tuple[str, ...]:
        """The senses the layer asks for."""
        return WANTED.get(self.layer or "", ())


@dataclass(frozen=True, slots=True)
class _Place:
    """A passage about the root: in which senses it names it, and whether its article is the root's."""

    article: Article
    section: Section
    passage: Passage
    reading: Reading
    named: tuple[str, ...]
    home: bool
    others: int


@dataclass(frozen=True, slots=True)
class _Match:
    """What was found of the part, the sense and the nerve asked for."""

    sense: str
    told: str | None
    part_score: float
    part: Term | None
    aside: bool
    """The root is named only to hold it against another."""
    nerve_score: float


def rank(asked: Asked, article: Article, section: Section, passage: Passage) -> RankedPassage | None:
    """Score one passage for a click; None when it is not about the root."""
    place = _place(asked, article, section, passage)
    if place is None:
        return None
    reading = place.reading
    told = _told(passage.text)
    part_score, part_reason, part = _part_match(reading, asked.parts, asked.members, asked.layer)
    nerve_score, nerve_reason = _nerve_match(reading, asked.nerves) if asked.layer == "nerve" else (0.0, "")
    match = _Match(
        sense=_place_sense(asked, place, told or headed_sense(section.heading)),
        told=told,
        part_score=part_score,
        part=part,
        aside=bool(place.named and reading.against)
        and all(m in reading.against for m in reading.mentions if m.root in asked.members),
        nerve_score=nerve_score,
    )
    reasons = (part_reason, nerve_reason, _about(asked, place, match))
    return RankedPassage(
        article=article.id,
        article_title=article.title,
        section=section.heading,
        section_id=section.id,
        passage=passage,
        root=asked.root,
        sense=match.sense,
        why="; ".join(reason for reason in reasons if reason),
        score=_score(asked, place, match),
        highlight=_highlight(passage.text, part, reading, asked.members),
        imported=article.imported,
        on_part=part is not None,
    )


def _place(asked: Asked, article: Article, section: Section, passage: Passage) -> _Place | None:
    members = asked.members
    reading = read(passage.text, section_context(section))
    named = tuple(sense for member in members for sense in reading.senses.get(member, ()))
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
    return _Place(article, section, passage, reading, named, home, len(others))


def _place_sense(asked: Asked, place: _Place, announced: str | None) -> str:
    sense = _sense(place.named, asked.wanted, place.section.role, announced)
    if asked.layer and place.passage.kind == "row" and sense in ("nerve_root", *_ROWS):
        # A row of a table has skin, muscle and reflex side by side: the label stands for each.
        kinds = _ROWS.get(asked.layer, ())
        return asked.layer if any(term.kind in kinds for term in place.reading.terms) else sense
    return sense


def _score(asked: Asked, place: _Place, match: _Match) -> float:
    layer, sense, role = asked.layer, match.sense, place.section.role or ""
    line = _summary_line(place.section, place.passage)
    if line and place.home and not asked.parts and not asked.nerves and layer in (None, line):
        return _SUMMARY - 0.1 * SUMMARY_LAYERS.index(line)
    score = (2.0 if place.named else 1.2) + (0.8 if place.home else 0.0) - 0.15 * min(place.others, 4)
    # What a part is named for counts too: "pain in the calf" says little of the calf's muscles.
    home_layer = line or _ROLE_LAYER.get(role)
    at_home = home_layer == layer and sense == "nerve_root"  # "the C6 root" under the heading of its reflex
    skin = layer == "dermatome" and sense not in _NO_SKIN
    fits = not layer or sense in asked.wanted or at_home or skin
    score += match.part_score if fits and layer != "nerve" else match.part_score / 2
    if match.aside:
        score -= 1.2
    if layer:
        if sense in asked.wanted:
            score += 2.0
        elif sense == "nerve_root":
            # What root and part are named together for is, on the map of the skin, mostly the skin.
            score += 1.2 if layer == "dermatome" and match.part is not None else 0.3
        if match.told == layer:
            score += 1.0
        if home_layer:
            score += 1.5 if home_layer == layer else -2.5
    elif asked.parts and sense == "dermatome":
        score += 1.0
    if layer == "nerve":
        score += match.nerve_score + (_LOOKALIKES if role == "lookalikes" else 0.0)
    score += _ROLE_BONUS.get(role, 0.0) + (0.0 if place.article.imported else 0.4)
    return score - (min(len(place.passage.text), 1_200) / 1_500 + _scrap(place.passage.text))


def _about(asked: Asked, place: _Place, match: _Match) -> str:
    """Return in words that, and as what, the passage is about the root."""
    root, senses = asked.root, place.reading.senses
    if place.named:
        label = root if root in senses else next(m for m in root_members(root) if m in senses)
        about = {"root": label, "sense": sense_name(match.sense)}
        if match.aside:
            return _("tells another root from %(root)s") % about
        bony = asked.wanted and match.sense in {"vertebra", "disc", "level"} and asked.layer != "level"
        if not bony:
            return _("about the %(root)s %(sense)s") % about
        if asked.layer == "dermatome":
            return _("about the %(root)s %(sense)s, not its skin") % about
        return _("about the %(root)s %(sense)s, not its nerve") % about
    role = _ROLE_NAME.get(place.section.role or "")
    where = (
        _("in the article on %(root)s") % {"root": root}
        if asked.members & set(place.article.roots)
        else _("under the heading “%(heading)s”") % {"heading": place.section.heading}
    )
    return f"{where}, {_(role)}" if role else where


@functools.lru_cache(maxsize=16_384)
def _told(text: str) -> str | None:
    """Return the sense a passage announces before a colon: "Myotome (strength): …"."""
    match = _ANNOUNCED.match(text)
    return headed_sense(match[1]) if match else None


def _summary_line(section: Section, passage: Passage) -> str | None:
    """Return the layer a line of a root's summary answers, None for any other passage."""
    if section.role != "summary":
        return None
    return dict(zip(section.passages, SUMMARY_LAYERS, strict=False)).get(passage)


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
    reading: Reading, parts: Sequence[str], members: frozenset[str], layer: str | None
) -> tuple[float, str, Term | None]:
    """Score how well the passage speaks of the clicked part, and say how."""
    if not parts:
        return 0.0, "", None
    best_score, reason, best_term = 0.0, "", None
    named_parts = _named_parts(reading, layer)
    parts_named = len({term.id for term in named_parts})
    for term in named_parts:
        shared = [part for part in parts if part in term.parts]
        if not shared:
            continue
        exact = len(term.parts) == 1 or set(term.parts) <= set(parts)
        value = 4.0 if exact else 3.0 if len(term.parts) == 2 else 1.8
        value += _together(reading, term, members)
        if exact and term.start < _TOPIC:
            value += 1.5  # the part is what the passage is about, not one of a list
        value -= 0.12 * min(parts_named, 8)
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


def _together(reading: Reading, term: Term, members: frozenset[str]) -> float:
    """Reward a part named near the root, and not merely nearer to another root.

    Distances are in characters; the end of a clause or sentence between part and root counts for many.
    """
    distances = {True: 10_000, False: 10_000}
    near = False
    at = bisect.bisect(reading.mentions, term.start, key=lambda mention: mention.start)
    for mention in reading.mentions[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS]:
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


def _highlight(text: str, term: Term | None, reading: Reading, members: frozenset[str]) -> tuple[int, int]:
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
