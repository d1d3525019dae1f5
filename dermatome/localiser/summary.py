"""A patient's findings and what they point to in plain lines, for a lecture and for paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dermatome.language import _
from dermatome.localiser.answer import TELLING, Answer
from dermatome.localiser.names import (
    candidate_name,
    finding_name,
    jerk_name,
    motor_name,
    patch_name,
    reason_text,
    site_name,
)
from dermatome.localiser.records import Findings, Motor, Patch, Reason
from dermatome.localiser.sources import candidate_sources

PLACES = 5
REASONS = 5


@dataclass(frozen=True, slots=True)
class Place:
    """One place in words, with what speaks for and against it, the strongest first."""

    name: str
    share: float
    pro: tuple[str, ...]
    con: tuple[str, ...]
    sources: tuple[str, ...]


def told(findings: Findings) -> Iterator[tuple[str, str]]:
    """Yield what is told, a kind of finding a line: ``("Weak", "finger abduction")``."""
    sides = {"left": _("left"), "right": _("right"), "bilateral": _("both sides")}
    lines: tuple[tuple[str, Iterable[str]], ...] = (
        (_("Side"), [sides[findings.side]] if findings.side in sides else []),
        (_("Numb skin"), _patches(findings.lost, {"numb", "rash"})),
        (_("Painful skin"), _patches(findings.lost, {"pain"})),
        (
            _("Skin that feels normal"),
            [
                *map(_patch, findings.spared),
                *map(finding_name, findings.spared_groups),
            ],
        ),
        (_("Weak"), [*map(_motor, findings.weak), *map(finding_name, findings.weak_groups)]),
        (_("Strong"), [*map(_motor, findings.strong), *map(finding_name, findings.strong_groups)]),
        (_("Reflexes lost"), map(jerk_name, findings.reflexes_lost)),
        (
            _("Reflexes normal"),
            [*map(jerk_name, findings.reflexes_normal), *map(finding_name, findings.reflex_groups)],
        ),
        (_("Signs and circumstances"), map(finding_name, findings.signs)),
    )
    for title, names in lines:
        if said := ", ".join(dict.fromkeys(names)):
            yield title, said


def _patches(patches: Iterable[Patch], qualities: set[str]) -> list[str]:
    return [_patch(patch) for patch in patches if patch.quality in qualities]


def _patch(patch: Patch) -> str:
    return finding_name(patch.id) if patch.spots else patch_name(patch)


def _motor(motor: Motor) -> str:
    return motor_name(motor.id) + (f" {motor.grade:g}/5" if motor.grade is not None else "")


def places(answer: Answer) -> tuple[Place, ...]:
    """Return the first places in words."""
    return tuple(
        Place(
            candidate_name(each.id) + (f" ({site_name(each.site)})" if each.site else ""),
            each.score,
            _reasons(each.pro),
            _reasons(each.con),
            candidate_sources(each.id),
        )
        for each in answer.candidates[:PLACES]
    )


def distinct(reasons: Iterable[Reason]) -> list[Reason]:
    """Return the reasons that tell something, each wording once: two points of one band read the same."""
    found = {reason_text(reason): reason for reason in reversed(tuple(reasons))}
    return [reason for reason in reversed(found.values()) if abs(reason.weight) >= TELLING]


def _reasons(reasons: Iterable[Reason]) -> tuple[str, ...]:
    return tuple(reason_text(reason) for reason in distinct(reasons))[:REASONS]


def caveat() -> str:
    """Return what is said wherever a ranking stands."""
    return _("For education only: shares of belief of a model, no diagnosis.")
