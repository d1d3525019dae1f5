"""The works on which each finding and each test rests, as keys of ``data/sources.csv``."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from dermatome.anatomy.load import facts
from dermatome.anatomy.nerves import nerve_id, short_name
from dermatome.anatomy.records import PeripheralNerve
from dermatome.localiser.paths import trunks_of
from dermatome.localiser.records import Candidate, Reason

MOST = 4
"""Works that are named for one finding."""


def reason_sources(reason: Reason, candidate: Candidate) -> tuple[str, ...]:
    """Return the works that a reason rests on."""
    if reason.sources:
        return reason.sources[:MOST]
    return finding_sources(reason.finding, reason.kind) or candidate_sources(candidate.id)


def finding_sources(finding: str, kind: str) -> tuple[str, ...]:
    """Return the works that say what a movement, muscle or reflex is supplied by."""
    if finding in facts().movements:
        return facts().movements[finding].source[:MOST]
    if finding in facts().muscles:
        return tuple(dict.fromkeys(key for row in facts().muscles[finding].rows for key in row.source))[:MOST]
    if kind == "reflex" and finding in facts().reflexes_by_id:
        return facts().reflexes_by_id[finding].source[:MOST]
    if kind == "sign":
        return tuple(dict.fromkeys(key for row in facts().signs if row.sign == finding for key in row.source))
    return ()


@functools.cache
def _nerves() -> Mapping[str, PeripheralNerve]:
    return {nerve_id(row.nerve): row for row in facts().nerves}


@functools.cache
def candidate_sources(candidate: str) -> tuple[str, ...]:
    """Return the works that a candidate's supply is taken from."""
    nerve = _nerves().get(candidate)
    keys = list(nerve.source) if nerve else []
    keys += [key for row in facts().plexus if row.part == candidate for key in row.source]
    keys += [key for row in facts().syndromes if row.syndrome == candidate for key in row.source]
    if not keys:
        keys = [
            key for claim in facts().territories(candidate) if claim.kind == "map" for key in claim.source
        ]
    return tuple(dict.fromkeys(keys))[:MOST]


@functools.cache
def test_sources(test: str, kind: str, candidates: tuple[str, ...]) -> tuple[str, ...]:
    """Return the works that say what a test tells: a study that compared just these places comes first."""
    name = facts().movements[test].name if test in facts().movements else ""
    for row in facts().likelihoods:
        of_root = any(candidate in row.roots for candidate in candidates)
        compared = " against " in row.target and any(_is_named(c, row.target) for c in candidates)
        if name and row.finding.startswith(name) and of_root and compared:
            return row.source
    return finding_sources(test, kind)[:1] or candidate_sources(candidates[0])[:1]


def _is_named(candidate: str, target: str) -> bool:
    """Return whether a study's target names a nerve, by itself or by the trunk it comes from."""
    trunks = (_nerves().get(nerve) for nerve in trunks_of(candidate))
    return any(row is not None and short_name(row.nerve) in target for row in trunks)
