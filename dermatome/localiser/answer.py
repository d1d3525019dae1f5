"""The answer of the localiser as programs read it: candidates, next tests, the ranking by each map, notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from dermatome.anatomy.ids import SCHEME_ORDER
from dermatome.language import _
from dermatome.localiser.load import entries
from dermatome.localiser.model import ranked, shares_of, totals, weigh_skin, weigh_without_skin
from dermatome.localiser.names import candidate_name, reason_text
from dermatome.localiser.next_tests import next_tests
from dermatome.localiser.notes import notes
from dermatome.localiser.records import Candidate, Findings, NextTest, Reason
from dermatome.localiser.sources import candidate_sources, reason_sources

LEAST_SCORE: Final = 0.005
MOST: Final = 10
LEAST: Final = 3
"""Candidates that are told: all of some belief, but no more and no fewer than so many."""
TELLING: Final = 0.15
"""Reasons that change the odds less are left out."""
MAP_MOST: Final = 5


@dataclass(frozen=True)
class Answer:
    """What the localiser makes of one patient's findings."""

    findings: Findings
    candidates: tuple[Candidate, ...]
    tests: tuple[NextTest, ...]
    by_scheme: dict[str, tuple[tuple[str, float], ...]]
    """By map: the first candidates and their shares of belief."""
    notes: tuple[str, ...]


def localise(findings: Findings) -> Answer:
    """Rank the places of a lesion that findings point to.

    :raises DataError, AssetError: tables or drawings are missing.
    """
    if findings.empty:
        return Answer(findings, (), (), {}, notes(findings, ()))
    steady = tuple(weigh_without_skin(findings))
    skin = tuple(weigh_skin(findings, None))
    shares = shares_of((*steady, *skin))
    order = ranked((*steady, *skin))
    told = tuple(c for n, c in enumerate(order[:MOST]) if c.score >= LEAST_SCORE or n < LEAST)
    by_scheme = {
        scheme: _first(shares_of((*steady, *weigh_skin(findings, scheme))) if findings.lost else shares)
        for scheme in SCHEME_ORDER
    }
    return Answer(findings, told, next_tests(findings, shares), by_scheme, notes(findings, told))


def _first(shares: np.ndarray) -> tuple[tuple[str, float], ...]:
    belief = totals(shares)
    names = tuple(entries())
    order = sorted(range(len(names)), key=lambda n: (-round(float(belief[n]), 9), names[n]))
    return tuple((names[n], float(belief[n])) for n in order[:MAP_MOST])


def to_dict(answer: Answer) -> dict[str, Any]:
    """Return the answer as the command line prints it."""
    return {
        "candidates": [_candidate(candidate) for candidate in answer.candidates],
        "next_tests": [
            {
                "test": test.test,
                "kind": test.kind,
                "separates": list(test.separates),
                "expected": test.expected,
                "source": test.sources[0] if test.sources else "",
                "gain": round(test.gain, 3),
            }
            for test in answer.tests
        ],
        "by_scheme": {scheme: [name for name, _share in first] for scheme, first in answer.by_scheme.items()},
        "not_understood": list(answer.findings.not_understood),
        "note": " ".join(answer.notes),
    }


def _candidate(candidate: Candidate) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": candidate.id,
        "kind": candidate.kind,
        "name": candidate_name(candidate.id),
        "score": round(candidate.score, 4),
    }
    if candidate.site:
        told["site"] = candidate.site
    told["for"] = [_reason(r, candidate) for r in candidate.pro if r.weight >= TELLING]
    told["against"] = [_reason(r, candidate) for r in candidate.con if r.weight <= -TELLING]
    told["sources"] = list(candidate_sources(candidate.id))
    return told


def _reason(reason: Reason, candidate: Candidate) -> dict[str, Any]:
    return {
        "finding": reason.finding,
        "text": reason_text(reason),
        "sources": list(reason_sources(reason, candidate)),
    }


def text(answer: Answer) -> str:
    """Return the answer in lines for people."""
    lines = list(answer.notes)
    for candidate in answer.candidates:
        site = f", {candidate.site}" if candidate.site else ""
        lines.append(f"{candidate.score:4.0%}  {candidate_name(candidate.id)}{site} ({candidate.id})")
        lines += [f"      + {reason_text(r)}" for r in candidate.pro if r.weight >= TELLING]
        lines += [f"      - {reason_text(r)}" for r in candidate.con if r.weight <= -TELLING]
    if answer.findings.not_understood:
        lines.append(_("Not understood: %(words)s") % {"words": "; ".join(answer.findings.not_understood)})
    return "\n".join(lines)
