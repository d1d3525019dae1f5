"""Checks what tables, articles and conflicts tell of the published maps against what those maps draw."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import shapely

from dermatome.anatomy.ids import PUBLISHED, VIEWS, territory_root
from dermatome.anatomy.load import Facts, facts
from dermatome.anatomy.records import Conflict, TerritoryClaim
from dermatome.atlas.compare import who_says
from dermatome.atlas.load import Atlas, atlas
from dermatome.atlas.spots import spot
from dermatome.errors import InputError
from dermatome.library.load import library
from dermatome.library.mentions import find_mentions, find_terms, sentences
from dermatome.library.records import Article
from dermatome.report import CheckReport

DRAWN_MM2: Final = 30.0
"""What is said to lie on a part of the body covers at least this much of it, in some view."""
NONE_OF_IT: Final = 0.15
"""What is said not to lie there covers less than this share of the part: an edge may show."""
MOST_OF_IT: Final = 0.5
"""What has a digit covers at least this share of it."""
MIDLINE_MM: Final = 1.0
"""A field this near the midline reaches it,"""
REACHES_MM: Final = 3.0
"""if it does so over this much of its height."""
SEEN_WHOLE: Final = 0.5
"""A share of a part is measured in views that show at least so much of what the best view shows of it."""

FIGURES: Final = {"isncsci": "PRAXIS_KSP", "keegan-garrett": "GRANT1962"}
"""Maps whose figure was seen, and the work it stands in."""
_MAPS: Final = {
    "isncsci": re.compile("ISNCSCI"),
    "keegan-garrett": re.compile(r"Keegan|strip map|Grant's figure"),
    "foerster": re.compile("Foerster"),
    "lee": re.compile(r"\bLee\b"),
}
_EVERY_MAP: Final = re.compile(r"\b(?:all|every|no)(?: four)? maps?\b")
_CLAUSE: Final = re.compile(r"[;:–]|, (?:and|but|whereas|while|with|so|though|although)?\b| whereas ")
_NO: Final = re.compile(r"\b(?:no|not|none|neither|nor|never)\b")
_ONLY: Final = re.compile(r"\bonly (?:on )?(?:the )?(?=Keegan|strip map|ISNCSCI|Foerster|Lee)")
_BESIDE: Final = re.compile(
    r"\b(?:key|between|from|to|towards?|below|above|beyond|beside|under|behind|outside|against|border\w*|or|than|unlike"
    r"|begins?|starts?|stops?|ends?|meets?|leaves?|blank|keeps?|without|adds?|far|some|edges?|overlap)\b"
)
"""Words of a clause that may name a place for what is next to it, or speak of more than the map."""
_OF_OTHERS: Final = re.compile(r"\b(?:defin\w*|counts|thin lines?|[Ss]o do(?:es)?)\b")
"""Words of a sentence that lays nothing anywhere: it defines, counts, or tells of lines without colour."""
_ASIDE: Final = re.compile(r"\([^)]*\)|\b(?:between|up to)\b[^,;]*|not drawn.*")
"""What a description of a field names without laying the field there."""
OF_MUSCLES: Final = frozenset({"myotome", "reflex"})
"""Sections of an article in which a root on a part of the body is no skin."""
_FINGERS: Final = ("thumb", "index-finger", "middle-finger", "ring-finger", "little-finger")


@dataclass(frozen=True, slots=True)
class Drawn:
    """What each map draws on each part of the body: (map, root, part) gives square millimetres or a share.

    ``published`` holds the share of what the figure shows, and of all that is drawn on a map without one.
    """

    area: dict[tuple[str, str, str], float] = field(default_factory=dict)
    share: dict[tuple[str, str, str], float] = field(default_factory=dict)
    published: dict[tuple[str, str, str], float] = field(default_factory=dict)


def run() -> list[CheckReport]:
    """Check the tables, the conflicts and our own articles against the maps."""
    source, tables = atlas(), facts()
    drawn = drawn_on_parts(source)
    return [
        claims_drawn(tables.claims, source, drawn),
        articles_drawn(library().articles, drawn),
        conflicts_drawn(tables, source),
        disputes_told(tables, source),
    ]


def drawn_on_parts(source: Atlas) -> Drawn:
    """Measure every field of the left side on every part of the body, in the view that shows most of it."""
    found = Drawn()
    best: dict[str, float] = {}
    for part in (part for view in VIEWS for part in source.parts(view) if part.side != "right"):
        best[part.part] = max(part.geometry.area, best.get(part.part, 0.0))
    for view in VIEWS:
        parts = [part for part in source.parts(view) if part.side != "right"]
        for scheme in source.schemes:
            for territory in source.territories(scheme.id, view):
                if territory.side == "right":
                    continue
                shown = territory.geometry if scheme.kind == "schematic" else territory.published
                for part in parts:
                    key = (scheme.id, territory.root, part.part)
                    area = part.geometry.intersection(territory.geometry).area
                    if not area:
                        continue
                    found.area[key] = max(area, found.area.get(key, 0.0))
                    if part.geometry.area < SEEN_WHOLE * best[part.part]:
                        continue
                    seen = shown.intersection(part.geometry).area if shown is not None else 0.0
                    for table, value in ((found.share, area), (found.published, seen)):
                        table[key] = max(value / part.geometry.area, table.get(key, 0.0))
    return found


def claims_drawn(claims: Iterable[TerritoryClaim], source: Atlas, drawn: Drawn) -> CheckReport:
    """The table of territories names parts, digits and midlines that the field has on its map."""
    counts: Counter[str] = Counter(dict.fromkeys(("places", "digits", "midlines"), 0))
    faults: list[str] = []
    for claim in claims:
        if claim.kind != "map" or not claim.mapped:
            continue
        told = [*_places(claim, drawn, counts), *_digits(claim, drawn, counts)]
        told += _midlines(claim, source, counts)
        faults += [f"{claim.scheme}, {claim.root}: {fault}" for fault in told]
    return CheckReport("maps: territories as told in the table", dict(counts), faults)


def _places(claim: TerritoryClaim, drawn: Drawn, counts: Counter[str]) -> Iterator[str]:
    root = _field(claim.root)
    for text in (claim.anterior, claim.posterior):
        for surface, parts in _body_parts(_ASIDE.sub("", text)):
            counts["places"] += 1
            if all(drawn.area.get((claim.scheme, root, part), 0.0) < DRAWN_MM2 for part in parts):
                yield f"told on {surface!r}, and not drawn there"


def _digits(claim: TerritoryClaim, drawn: Drawn, counts: Counter[str]) -> Iterator[str]:
    """Whole digits are told plainly, digits in part within brackets."""
    if not re.search(r"\d", claim.digits) or not claim.root.startswith(("C", "T")):
        return
    whole, named = _numbers(re.sub(r"\(.*?\)", "", claim.digits)), _numbers(claim.digits)
    for number, finger in enumerate(_FINGERS, start=1):
        counts["digits"] += 1
        share = drawn.share.get((claim.scheme, claim.root, finger), 0.0)
        if number in whole and share < MOST_OF_IT:
            yield f"has the {finger} in the table, and {share:.2f} of it on the map"
        elif number not in named and share >= NONE_OF_IT:
            yield f"has {share:.2f} of the {finger} on the map, and nothing of it in the table"


def _numbers(text: str) -> set[int]:
    """Read "1-2", "4,5 (part 3)"."""
    found: set[int] = set()
    for first, last in re.findall(r"(\d)(?:-(\d))?", text):
        found.update(range(int(first), int(last or first) + 1))
    return found


def _midlines(claim: TerritoryClaim, source: Atlas, counts: Counter[str]) -> Iterator[str]:
    """A field reaches the midline or not as the table says; one that is not drawn there is inferred there."""
    for view, said in (
        ("posterior", claim.reaches_dorsal_midline),
        ("anterior", claim.reaches_ventral_midline),
    ):
        if said in {"partly", "unknown"}:
            continue
        counts["midlines"] += 1
        seen = (view,) if said != "yes" else (view, "perineum")
        reaches = any(_reaches(claim, seen_in, source, published=said == "not mapped") for seen_in in seen)
        if reaches != (said == "yes"):
            yield f"reaches the midline seen from {view}: {said} in the table, {reaches} on the map"


def _reaches(claim: TerritoryClaim, view: str, source: Atlas, *, published: bool) -> bool:
    strip = shapely.box(-MIDLINE_MM, -9999, MIDLINE_MM, 9999)
    fields = [t for t in source.territories(claim.scheme, view) if t.root == _field(claim.root)]
    areas = [t.published if published else t.geometry for t in fields]
    return any(area is not None and area.intersection(strip).area > REACHES_MM * MIDLINE_MM for area in areas)


def articles_drawn(articles: Iterable[Article], drawn: Drawn) -> CheckReport:
    """Clauses of our articles that lay a root on a part of the body, or deny it, do so as their map does.

    Looked at are clauses with a map, one root and a part of the body, and without a word that may name the
    place for its neighbour. What a clause leaves out, its paragraph began with; its root is the article's.
    """
    counts: Counter[str] = Counter(dict.fromkeys(("laid there", "denied", "on this map only"), 0))
    faults: list[str] = []
    for article in articles:
        own = article.roots[:1] if article.kind == "root" else ()
        sections = [section for section in article.sections if section.role not in OF_MUSCLES]
        for passage in (passage for section in sections for passage in section.passages):
            spans = sentences(passage.text)
            first = _CLAUSE.split(passage.text[: spans[0][1]])[0] if spans else ""
            lead = [scheme for scheme, name in _MAPS.items() if name.match(passage.text)]
            topic = _Topic(own, tuple(lead), tuple(_leaves(first)))
            for start, end in spans:
                told = passage.text[start:end]
                faults += [
                    f"{article.id}.md: {fault} in “{told[:90]}”"
                    for fault in _sentence(told, topic, drawn, counts)
                ]
    return CheckReport("maps: articles tell what is drawn", dict(counts), faults)


@dataclass(frozen=True, slots=True)
class _Topic:
    """What a paragraph speaks of where a clause of it does not say."""

    roots: tuple[str, ...]
    maps: tuple[str, ...]
    parts: tuple[str, ...]


def _sentence(told: str, topic: _Topic, drawn: Drawn, counts: Counter[str]) -> Iterator[str]:
    if only := _ONLY.search(told):
        rest = _CLAUSE.split(told[only.end() :])[0]
        yield from _only(told[: only.start()], rest, topic, drawn, counts)
        return
    for clause in () if _OF_OTHERS.search(told) else _CLAUSE.split(told):
        maps = [*_MAPS] if _EVERY_MAP.search(clause) else _named_maps(clause) or topic.maps
        roots = _named_roots(clause) or topic.roots
        parts = _leaves(clause) if any(_body_parts(clause)) else topic.parts
        if len(roots) != 1 or _BESIDE.search(clause):
            continue
        denied = _NO.search(clause) is not None
        for scheme, part in ((scheme, part) for scheme in maps for part in parts):
            key = (scheme, _field(roots[0]), part)
            counts["denied" if denied else "laid there"] += 1
            if denied and drawn.published.get(key, 0.0) >= NONE_OF_IT:
                yield f"{scheme} draws {roots[0]} on the {part}, which is denied"
            if not denied and drawn.area.get(key, 0.0) < DRAWN_MM2:
                yield f"{scheme} draws no {roots[0]} on the {part}"


def _only(place: str, rest: str, topic: _Topic, drawn: Drawn, counts: Counter[str]) -> Iterator[str]:
    """Of "at X only this map draws Y": no other map draws Y at X."""
    for root in _named_roots(rest) or topic.roots:
        for part in _leaves(place):
            counts["on this map only"] += 1
            for scheme in _MAPS:
                drawn_there = drawn.published.get((scheme, _field(root), part), 0.0) >= NONE_OF_IT
                if drawn_there and scheme not in _named_maps(rest):
                    yield f"{scheme} draws {root} on the {part} as well"


def conflicts_drawn(tables: Facts, source: Atlas) -> CheckReport:
    """Where a conflict cites a figure that was seen, that position names the root its map has at the spot."""
    counts: Counter[str] = Counter({"positions": 0})
    faults: list[str] = []
    for row in tables.conflicts:
        if row.shown_layer != "dermatome" or not row.shown_spot:
            continue
        try:
            x, y = spot(row.shown_spot, row.shown_view, source=source)
        except InputError:
            continue  # crosscheck names it
        said = {one.scheme: one.roots for one in who_says(row.shown_view, x, y, source=source).maps}
        for scheme, work in FIGURES.items():
            roots = _told_of(row, work)
            if not roots or not said.get(scheme):
                continue
            counts["positions"] += 1
            if not roots.intersection(said[scheme]):
                faults.append(f"{row.id}: {scheme} has {', '.join(said[scheme])} at {row.shown_spot}")
    return CheckReport("maps: conflicts tell what is drawn", dict(counts), faults)


def disputes_told(tables: Facts, source: Atlas) -> CheckReport:
    """Wherever the two figures that were seen name different roots at a landmark, a conflict tells of it.

    It does if it is shown there, or if the position that cites each figure names the root of that figure.
    """
    disputes: dict[tuple[str, str], str] = {}
    for view in VIEWS:
        for mark in source.landmarks(view):
            maps = who_says(view, mark.x, mark.y, source=source).maps
            said = {one.scheme: one.roots[0] for one in maps if one.basis == PUBLISHED}
            first, second = (said.get(scheme) for scheme in FIGURES)
            if first and second and first != second:
                disputes.setdefault((first, second), mark.id)
    told = [
        (row.shown_spot, [_told_of(row, work) for work in FIGURES.values()])
        for row in tables.conflicts
        if row.shown_layer == "dermatome"
    ]
    faults = [
        f"{mark}: {first} on one figure and {second} on the other, and no conflict tells of it"
        for (first, second), mark in disputes.items()
        if not any(place == mark or (first in a and second in b) for place, (a, b) in told)
    ]
    return CheckReport(
        "maps: where figures differ a conflict tells of it", {"disputes": len(disputes)}, faults
    )


def _told_of(row: Conflict, work: str) -> set[str]:
    """The roots that the positions which cite a work name."""
    return {root for text, works in _positions(row) if work in works for root in _named_roots(text)}


def _positions(row: Conflict) -> Iterator[tuple[str, Sequence[str]]]:
    yield row.position_a, row.sources_a
    yield row.position_b, row.sources_b
    yield row.position_c, row.sources_c


def _named_maps(text: str) -> list[str]:
    return [scheme for scheme, name in _MAPS.items() if name.search(text)]


def _named_roots(text: str) -> list[str]:
    return sorted({_field(mention.root) for mention in find_mentions(text, "dermatome") if mention.root})


def _field(root: str) -> str:
    return territory_root(root) or root


def _body_parts(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for term in find_terms(text):
        if term.kind == "body_part":
            yield term.surface, term.parts


def _leaves(text: str) -> list[str]:
    """The parts of the body a text names by their own words; "the back" is too wide to be measured."""
    return sorted({parts[0] for _, parts in _body_parts(text) if len(parts) == 1})
