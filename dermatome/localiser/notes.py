"""What must be said beside a ranking: red flags first, then findings that no one place explains."""

from __future__ import annotations

import functools
from typing import Final

import numpy as np

from dermatome.anatomy.load import facts
from dermatome.language import _
from dermatome.localiser.lesions import lesions, variants
from dermatome.localiser.load import entries
from dermatome.localiser.model import motor_loss, owners, patch_loss, reflex_loss, totals
from dermatome.localiser.names import candidate_name
from dermatome.localiser.records import Candidate, Findings

BLADDER: Final = frozenset({"bladder-incontinence", "bladder-retention", "bowel-incontinence"})
UNEXPLAINED: Final = 0.1
"""A lost finding that a place causes with less chance than this is not explained by it."""
EXPLAINED: Final = 0.5
POOR: Final = 3
"""The grade of power (MRC) from which down new weakness of a leg is urgent (LOTHIAN_FLAGS)."""


def notes(findings: Findings, candidates: tuple[Candidate, ...]) -> tuple[str, ...]:
    """Return the notes on findings and their ranking, the most urgent first; none where all is plain."""
    if findings.empty:
        return (_("Nothing to go by yet: tell of numb skin, weak movements, lost reflexes or signs."),)
    found = list(red_flags(findings))
    fit = two_places(findings, candidates)
    if fit:
        names = {"first": candidate_name(fit[0]), "second": candidate_name(fit[1])}
        found.append(_("No one place explains all: %(first)s and %(second)s together would.") % names)
    elif misfit(findings, candidates):
        found.append(_("This does not fit one place: more than one lesion, or a finding that misleads."))
    return tuple(found)


def red_flags(findings: Findings) -> tuple[str, ...]:
    """Return warnings that come before any ranking."""
    signs = set(findings.signs)
    found: list[str] = []
    saddle = any(
        (p.part in {"perineum", "genitals"} or p.territory in _SADDLE) and p.quality == "numb"
        for p in findings.lost
    )
    both = findings.side == "bilateral"
    weak = any(m.id in _leg() for m in findings.weak) or bool(_LEGS & set(findings.weak_groups))
    sore = bool(signs & _SCIATICA) or any(p.part in _SORE and p.quality == "pain" for p in findings.lost)
    sexual = "erectile-dysfunction" in signs and bool(signs & {"back-pain", *_SCIATICA})
    if saddle or signs & BLADDER or sexual or (both and (weak or sore)):
        found.append(
            _(
                "Red flag: saddle numbness, bladder or bowel trouble, pain or weakness in both legs or"
                " sexual function newly lost can be the cauda equina: an emergency."
            )
        )
    poor = any(m.id in _leg() and m.grade is not None and m.grade <= POOR for m in findings.weak)
    if poor and signs & {"back-pain", *_SCIATICA}:
        found.append(
            _(
                "Red flag: with back or leg pain, weakness of the leg of grade 3 or less that is new or"
                " growing needs urgent referral."
            )
        )
    if {"cord-signs", "sensory-level"} & signs or {"plantar", "hoffmann-sign"} & set(findings.reflexes_lost):
        found.append(_("Red flag: signs of the spinal cord need imaging soon."))
    return tuple(found)


_SADDLE: Final = frozenset({"S3", "S4-5", "pudendal"})
_LEGS: Final = frozenset({"lower-limb", "foot"})
_SCIATICA: Final = frozenset({"radicular-leg-pain", "slr-positive"})
_SORE: Final = frozenset({"thigh-back", "calf"})
_JOINTS: Final = frozenset({"hip", "knee", "ankle", "subtalar", "great toe", "lesser toes"})
_REGIONS: Final = ("hip", "thigh", "leg", "foot")


@functools.cache
def _leg() -> frozenset[str]:
    """Return the movements and muscles of the leg."""
    moves = (key for key, move in facts().movements.items() if move.joint in _JOINTS)
    muscles = (key for key, muscle in facts().muscles.items() if muscle.group.startswith(_REGIONS))
    return frozenset({*moves, *muscles})


def misfit(findings: Findings, candidates: tuple[Candidate, ...]) -> bool:
    """Return whether the first candidate leaves half of what is lost, two findings at least, unexplained."""
    if not candidates:
        return False
    chances = _chances(findings)
    if not len(chances):
        return False
    names = tuple(entries())
    left = chances[:, names.index(candidates[0].id)] < UNEXPLAINED
    return bool(left.sum() >= 2 and left.mean() >= 0.5)


def two_places(findings: Findings, candidates: tuple[Candidate, ...]) -> tuple[str, str] | None:
    """Return two places that together explain what is lost, where no single one does; None otherwise."""
    chances = _chances(findings)
    if len(chances) < 2 or not candidates:
        return None
    if (chances >= UNEXPLAINED).all(axis=0).any() or not misfit_at_all(chances, candidates):
        return None
    names = tuple(entries())
    size = np.array([float(lesions().muscles[n].sum()) for n in range(len(variants()))])
    smallest = -totals(-size)
    best: tuple[float, str, str] | None = None
    for a in range(len(names)):
        rest = ~(chances[:, a] >= EXPLAINED)
        if rest.all() or not rest.any():
            continue
        for b in np.flatnonzero((chances[rest] >= EXPLAINED).all(axis=0)):
            cost = float(smallest[a] + smallest[b])
            if best is None or cost < best[0]:
                best = (cost, names[a], names[int(b)])
    return (best[1], best[2]) if best else None


def misfit_at_all(chances: np.ndarray, candidates: tuple[Candidate, ...]) -> bool:
    """Return whether the first candidate leaves a finding unexplained."""
    return bool((chances[:, tuple(entries()).index(candidates[0].id)] < UNEXPLAINED).any())


def _chances(findings: Findings) -> np.ndarray:
    """Return lost findings × candidates: the best chance among a candidate's variants; pain is left out."""
    rows = [motor_loss(m.id) for m in findings.weak]
    rows += [patch_loss(p) for p in findings.lost if p.quality == "numb"]
    rows += [reflex_loss(name) for name in findings.reflexes_lost]
    best = np.zeros((len(rows), len(entries())))
    if rows:
        np.maximum.at(best.T, owners(), np.array(rows).T)
    return best
