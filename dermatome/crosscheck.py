"""Checks that need two layers at once: articles and maps, conflicts and the body, numbers and readings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from dermatome.anatomy.check import READ, every_fact
from dermatome.anatomy.ids import BODY_PARTS, INFERRED, PUBLISHED, VIEWS, root_order, territory_root
from dermatome.anatomy.load import Facts, facts
from dermatome.anatomy.nerves import nerve_named
from dermatome.anatomy.numbers import Number, bears_out, measured
from dermatome.anatomy.records import Conflict, Fact, Read
from dermatome.atlas.compare import who_says
from dermatome.atlas.load import Atlas, atlas
from dermatome.atlas.spots import spot
from dermatome.errors import InputError
from dermatome.library.check import coverage
from dermatome.library.load import library
from dermatome.library.records import Article
from dermatome.report import CheckReport
from dermatome.spine.load import spine_data
from dermatome.study.load import cases

MIN_AREA_MM2: Final = 100.0
"""Smaller overlaps of a territory and a body part are border effects nobody aims at."""


def run() -> list[CheckReport]:
    """Check articles against maps, conflicts against the place of each, numbers against readings."""
    return [
        coverage(drawn_pairs(atlas())),
        conflicts_shown(facts(), atlas()),
        schematic_bases(facts(), atlas()),
        numbers_read(statements(), facts()),
    ]


def schematic_bases(tables: Facts, source: Atlas) -> CheckReport:
    """A map drawn after descriptions calls a field published just where the description was read."""
    faults: list[str] = []
    compared = 0
    for scheme in source.schemes:
        if scheme.kind != "schematic":
            continue
        drawn: dict[str, set[str]] = {}
        for territory in (t for view in VIEWS for t in source.territories(scheme.id, view)):
            drawn.setdefault(territory.root, set()).update(basis for basis, _ in territory.parts)
        for root, bases in drawn.items():
            compared += 1
            claims = [c for c in tables.territories(root) if c.scheme == scheme.id and c.mapped]
            read = bool(claims) and all(claim.verified for claim in claims)
            if bases != {PUBLISHED if read else INFERRED}:
                seen = "was read" if read else "was not read"
                faults.append(
                    f"{scheme.id}: {root} is called {' and '.join(sorted(bases))}, and its description {seen}"
                )
    return CheckReport("schematic maps: published where read", {"territories": compared}, faults)


class Statement(NamedTuple):
    """A text that is cited: where it stands, the keys of its sources, and whether it must not be in doubt."""

    place: str
    text: str
    sources: frozenset[str]
    firm: bool
    """A verified fact or a case: it may state no number that nobody has read."""


NOT_STATED: Final = frozenset({"source", "sources_a", "sources_b", "sources_c", "map", "placement"})
"""Columns that cite, or say where we draw: no claim of a work stands there."""
OWN_RECORD: Final = frozenset({"likelihoods"})
"""Tables whose every row is itself the record of the figures of one work."""
_KEY: Final = re.compile(r"\b[A-Z][A-Z0-9_]{2,}\b")


def statements() -> Iterator[Statement]:
    """Yield every cited text of tables, articles, cases and the spine."""
    for table, row in every_fact(facts()):
        if table not in OWN_RECORD:
            yield from _stated(table, row)
    for article in library().articles:
        keys = frozenset(article.citations)
        yield Statement(f"{article.id}.md, summary", article.summary, keys, firm=False)
        yield from _passages(article)
    for case in cases().values():
        for text in (*case.findings, *case.reasons):
            yield Statement(f"case {case.id}", text, frozenset(case.source), firm=True)
    for level in spine_data().conus.values():
        yield Statement(f"conus.csv, {level.id}", level.said, frozenset(level.source), firm=True)


def _stated(table: str, row: Fact) -> Iterator[Statement]:
    keys = frozenset(row.source).union(*(getattr(row, f"sources_{n}", ()) for n in "abc"))
    for column, text in row.model_dump(exclude=set(NOT_STATED)).items():
        if isinstance(text, str):
            yield Statement(f"{table}, {column}", text, keys.union(_KEY.findall(text)), row.verified)


def _passages(article: Article) -> Iterator[Statement]:
    for section in article.sections:
        for passage in section.passages:
            keys = frozenset(passage.citations or section.citations)
            yield Statement(f"{article.id}.md#{section.id}", passage.text, keys, firm=False)


def numbers_read(stated: Iterable[Statement], tables: Facts) -> CheckReport:
    """Check that every measured number stands in the record of a work its statement cites.

    Articles may tell a number known only from others as such; how many nobody has read is counted.
    """
    faults: list[str] = []
    found: Counter[Read] = Counter()
    records = [*_records(tables)]
    for place, text, keys, firm in stated:
        for number in measured(text):
            ways: list[Read] = [
                read
                for source, read, numbers in records
                if source in keys and any(bears_out(one, number) for one in numbers)
            ]
            if not ways:
                faults.append(f"{place}: no reading of {number} in “{text[:60]}”: see data/readings.csv")
                continue
            best = min(ways, key=READ.index)
            found[best] += 1
            if firm and best == "no":
                faults.append(f"{place}: {number} was read nowhere: “{text[:60]}”")
    counts = {"numbers": found.total(), "in the work": found["yes"], "in its abstract": found["abstract"]}
    counts |= {"quoted by others": found["quoted"], "not seen": found["no"]}
    return CheckReport("numbers: read in the works they cite", counts, faults)


def _records(tables: Facts) -> Iterator[tuple[str, Read, tuple[Number, ...]]]:
    """Yield the work, how it was read and the numbers of each reading, and of each row that is one itself."""
    for row in tables.readings:
        yield row.source, row.read, row.numbers
    for row in tables.likelihoods:
        for key in row.source:
            read = tables.sources[key].read if row.verified else "no"
            yield key, read, measured(row.summary)


def conflicts_shown(tables: Facts, source: Atlas) -> CheckReport:
    """Every conflict is shown where it is seen: a spot some map gives to its root, or a thing there is."""
    faults = [f"{row.id}: {fault}" for row in tables.conflicts if (fault := _unseen(row, tables, source))]
    return CheckReport("conflicts: shown where they are seen", {"conflicts": len(tables.conflicts)}, faults)


def _unseen(row: Conflict, tables: Facts, source: Atlas) -> str:
    root, view, name = row.shown_root, row.shown_view, row.shown_item
    if row.roots and root not in row.roots:
        return f"{root} is none of its roots"
    if row.shown_layer == "level":
        return "levels have no view" if view or row.shown_spot or name else ""
    try:
        if row.shown_layer == "dermatome":
            if territory_root(root) not in _roots_said(row, source):
                return f"no map gives {row.shown_spot or view} to {root}"
        elif row.shown_layer == "nerve":
            nerve_named(name)
        elif name not in _known(row.shown_layer, tables):
            return f"there is no {row.shown_layer} {name!r}"
    except InputError as error:
        return str(error)
    return "" if view in VIEWS else f"there is no view {view!r}"


def _known(layer: str, tables: Facts) -> set[str]:
    return set(tables.reflexes_by_id) if layer == "reflex" else {*tables.muscles, *tables.movements}


def _roots_said(row: Conflict, source: Atlas) -> set[str]:
    """The roots any map names at the spot of a conflict, or in its view."""
    if row.shown_spot:
        x, y = spot(row.shown_spot, row.shown_view, source=source)
        return {r for said in who_says(row.shown_view, x, y, source=source).maps for r in said.roots}
    return {t.root for scheme in source.schemes for t in source.territories(scheme.id, row.shown_view)}


def drawn_pairs(source: Atlas) -> list[tuple[str, str]]:
    """Return each (root, body part) that some map draws in some view on at least :data:`MIN_AREA_MM2`."""
    pairs: set[tuple[str, str]] = set()
    for view in VIEWS:
        parts = source.parts(view)
        for scheme in source.schemes:
            for territory in source.territories(scheme.id, view):
                if territory.kind != "spinal":
                    continue
                for part in parts:
                    pair = (territory.root, part.part)
                    if part.side not in {territory.side, "midline"} or pair in pairs:
                        continue
                    if part.geometry.intersection(territory.geometry).area >= MIN_AREA_MM2:
                        pairs.add(pair)
    return sorted(pairs, key=lambda pair: (root_order(pair[0]), BODY_PARTS.index(pair[1])))
