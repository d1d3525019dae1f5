"""The facts of a handout, as plain data for its template: texts with the numbers of their sources."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final

from dermatome.anatomy.ids import root_members, root_name, territory_root
from dermatome.anatomy.load import Facts, facts
from dermatome.anatomy.meanings import meanings
from dermatome.anatomy.records import Fact, Muscle, Reflex, TerritoryClaim
from dermatome.anatomy.terms import fact, muscle_name, reflex_name
from dermatome.atlas.load import Atlas
from dermatome.export.handout_words import LABELS
from dermatome.language import N_, _, p_

MAX_CITED: Final = 3
"""Sources named after one statement; the atlas itself names them all."""
LOOKALIKES, DISPUTES, REFLEXES, FIGURES = 9, 3, 4, 5
_STRENGTHS: Final = {"strong": N_("strong"), "moderate": N_("moderate"), "weak": N_("weak")}
UNREAD: Final = "°"
"""Stands after what its source is cited for without having been read."""


class Cited:
    """Gives works their numbers, in the order in which a handout first names them."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def piece(self, text: str, keys: Sequence[str], *, verified: bool = True) -> dict[str, Any]:
        """Return a text in the visitor's language with the numbers of its works."""
        numbers = [self._numbers.setdefault(key, len(self._numbers) + 1) for key in keys[:MAX_CITED]]
        return {"text": _printed(text) + ("" if verified else UNREAD), "cite": sorted(numbers)}

    def fact(self, text: str, record: Fact) -> dict[str, Any]:
        """Return what a record says, with its works, marked when nobody has read it there."""
        return self.piece(text, record.source, verified=record.verified)

    def works(self) -> list[dict[str, Any]]:
        """Return the works named so far, in the order of their numbers.

        :raises DataError: a key is in no source table.
        """
        return [
            {"n": number, "text": work.citation, "link": work.link}
            for work, number in zip(facts().cite(tuple(self._numbers)), self._numbers.values(), strict=True)
        ]


def root_facts(root: str, cited: Cited, source: Atlas, *, brief: bool) -> dict[str, Any]:
    """Return all that a handout says of a root; ``brief`` leaves out how muscles are tested, and disputes.

    :raises InputError: there is no such root.
    """
    tables = facts()
    return {
        "root": root.replace("-", "–"),
        "name": root_name(root),
        "brief": brief,
        "meanings": [
            {"title": meaning.title, **cited.piece(meaning.text, meaning.source)}
            for meaning in meanings(root)
        ],
        "short": _in_short(root, cited, tables),
        "maps": _maps(root, cited, tables, source),
        **_muscles(root, cited, tables),
        "reflexes": [_reflex(row, cited) for row in tables.reflexes(root) if row.status == "adopted"],
        "lookalikes": _lookalikes(root, cited, tables),
        "accuracy": [] if brief else _accuracy(root, cited, tables),
        "disputes": [] if brief else _disputes(root, cited, tables),
    }


def table_row(root: str, cited: Cited) -> dict[str, Any]:
    """Return one line of the table that compares roots."""
    short = {row["kind"]: row for row in _in_short(root, cited, facts())}
    empty = {"said": [{"text": "–", "cite": []}]}
    labels = ("key_point", "key_muscle", "reflex", "paracentral", "foraminal")
    return {"root": root.replace("-", "–"), "cells": [short.get(label, empty)["said"] for label in labels]}


def _in_short(root: str, cited: Cited, tables: Facts) -> list[dict[str, Any]]:
    rows: list[tuple[str, list[dict[str, Any]]]] = []
    point = tables.key_point(root)
    if point:
        rows.append(("key_point", [cited.fact(point.location, point)]))
    keys = [row for row in tables.myotomes(root) if row.kind == "isncsci_key_group"]
    if keys:
        rows.append(("key_muscle", [cited.fact(row.muscle, row) for row in keys]))
    adopted = [row for row in tables.reflexes(root) if row.status == "adopted" and row.verified]
    own = [row for row in adopted if _carries(row, root)]
    if own:
        rows.append(("reflex", [cited.fact(reflex_name(row), row) for row in own[:REFLEXES]]))
    records = [tables.roots[member] for member in root_members(root)]
    exits = "; ".join(dict.fromkeys(fact(record.exit) for record in records))
    rows.append(("exit", [cited.fact(exits, records[0])]))
    for kind, field in (("paracentral", "disc_paracentral"), ("foraminal", "disc_foraminal")):
        discs = "; ".join(dict.fromkeys(disc for r in records if (disc := getattr(r, field))))
        if discs:
            rows.append((kind, [cited.fact(discs, records[0])]))
    cord = "; ".join(dict.fromkeys(record.cord_vertebra for record in records))
    rows.append(("cord", [cited.fact(_("vertebra %(id)s") % {"id": cord}, records[0])]))
    return [{"kind": kind, "label": _(LABELS[kind]), "said": pieces} for kind, pieces in rows]


def _carries(row: Reflex, root: str) -> bool:
    return bool(set(root_members(root)) & set(row.roots_primary))


def _maps(root: str, cited: Cited, tables: Facts, source: Atlas) -> list[dict[str, Any]]:
    skin = territory_root(root)
    told = []
    for scheme in source.schemes:
        claims = [c for c in tables.territories(root) if c.scheme == scheme.id and c.kind == "map"]
        name = f"{scheme.short_name} {scheme.year}" if scheme.year else scheme.short_name
        if claims:
            told.append({"label": name, "said": [_skin(claims, cited)]})
        elif skin not in scheme.mapped_roots:
            told.append({"label": name, "said": [cited.piece(_("not mapped"), scheme.sources)]})
    return told


def _skin(claims: Sequence[TerritoryClaim], cited: Cited) -> dict[str, Any]:
    text = "; ".join(fact(claim.summary) for claim in claims)
    return cited.piece(text, claims[0].source, verified=all(claim.verified for claim in claims))


def _muscles(root: str, cited: Cited, tables: Facts) -> dict[str, Any]:
    """Return the muscles by what the root is to them; works that most rows share are named once."""
    rows = [_muscle(muscle, root, cited) for muscle in tables.muscles_of(root)]
    rows.sort(key=lambda row: ("main", "contributing", "segmental").index(row["share"]))
    common = Counter(tuple(row["name"]["cite"]) for row in rows).most_common(1)
    shared = list(common[0][0]) if common and common[0][1] > 1 else []
    for row in rows:
        if row["name"]["cite"] == shared:
            row["name"]["cite"] = []
    return {"muscles": rows, "musclecite": shared}


def _muscle(muscle: Muscle, root: str, cited: Cited) -> dict[str, Any]:
    rows = [row for row in muscle.rows if row.root in {root, *root_members(root), "all"}] or list(muscle.rows)
    key = bool({root, *root_members(root)} & set(muscle.key_of))
    others = _("each level its own part") if muscle.segmental else _runs(muscle.roots_contributing)
    return {
        "name": cited.piece(muscle_name(muscle), rows[0].source, verified=all(row.verified for row in rows)),
        "share": muscle.contribution_of(root),
        "key": key,
        "main": _runs(muscle.roots_main),
        "contributing": others,
        "nerve": _printed(muscle.nerve),
        "test": _printed(muscle.how_tested),
    }


def _reflex(row: Reflex, cited: Cited) -> dict[str, Any]:
    return {
        "name": cited.fact(reflex_name(row), row),
        "main": _runs(row.roots_primary),
        "contributing": _runs(row.roots_secondary),
        "how": _printed(row.how_elicited),
        "response": _printed(row.response),
    }


def _runs(roots: Iterable[str]) -> str:
    return ", ".join(root.replace("-", "–") for root in roots)


def _lookalikes(root: str, cited: Cited, tables: Facts) -> list[dict[str, Any]]:
    rank = {"strong": 0, "moderate": 1, "weak": 2}
    rows = [row for row in tables.differentials_of(root) if row.roots]
    best = sorted(rows, key=lambda row: rank[row.strength])[:LOOKALIKES]
    return [
        {
            "finding": cited.fact(row.finding, row),
            "favours": _printed(row.favours),
            "against": _printed(row.against or row.mimic),
            "strength": _(_STRENGTHS[row.strength]),
        }
        for row in sorted(best, key=lambda row: (row.question, rank[row.strength]))
    ]


def _accuracy(root: str, cited: Cited, tables: Facts) -> list[dict[str, Any]]:
    """Return how well tests of the root do, of those that were read; a nerve's own tests are left out."""
    rows = [row for row in tables.likelihoods_of(root) if row.verified and "nerve" not in row.target]
    return [
        {
            "finding": cited.fact(row.finding, row),
            "target": _printed(row.target),
            "sensitivity": _figure(row.sensitivity),
            "specificity": _figure(row.specificity),
            "ratio": _figure(row.lr_plus),
            "without": _figure(row.lr_minus),
        }
        for row in rows[:FIGURES]
    ]


def _disputes(root: str, cited: Cited, tables: Facts) -> list[dict[str, Any]]:
    rows = [row for row in tables.conflicts_of(root) if row.roots][:DISPUTES]
    return [
        {
            "topic": fact(row.topic),
            "positions": [
                cited.piece(text, keys)
                for text, keys in (
                    (row.position_a, row.sources_a),
                    (row.position_b, row.sources_b),
                    (row.position_c, row.sources_c),
                )
                if text
            ],
        }
        for row in rows
    ]


_RANGE: Final = re.compile(r"\b([CTLS]\d{1,2})[-/](?=[CTLS]?\d)")


def _figure(text: str) -> str:
    return _printed(text).replace(".", p_("decimal sign", ".")) or "–"


def _printed(text: str) -> str:
    """Return a text of the tables as it is printed: a capital first, dashes between levels, real signs."""
    text = _RANGE.sub("\\1–", fact(text)).replace(">=", "≥").replace("<=", "≤")
    return text[:1].upper() + text[1:]
