"""How likely each lesion makes the findings: the log of a chance for every finding, and what they add up to.

A lost finding is as likely as the lesion takes the thing, with a floor for mistakes; a spared one as likely
as it leaves it. Findings that tell the same thing twice share one vote. A large lesion pays for all that it
would have taken and nobody told. Signs bring likelihood ratios. Shares of belief come from the sums by way
of a temperature, for findings are not independent.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np

from dermatome.anatomy.ids import ROOTS, SCHEME_ORDER, territory_root
from dermatome.anatomy.load import facts
from dermatome.anatomy.nerves import skin_nerves
from dermatome.anatomy.pathways import Sign
from dermatome.localiser.groups import REFLEX_GROUPS, SKIN_GROUPS, movements_in
from dermatome.localiser.lesions import Variant, lesions, segments, variants
from dermatome.localiser.load import Parameters, entries, parameters
from dermatome.localiser.named_nerves import SIGN
from dermatome.localiser.records import Candidate, Findings, Motor, Patch, Reason, TestKind
from dermatome.localiser.skin import skin

CHIEF: Final = 3.0
ASSISTING: Final = 0.6
"""Weights of the muscles of a movement beside the 1 of its helpers."""
SEVERE: Final = 2.0
"""Grade of power that does not overcome gravity."""
LEAST_SKIN: Final = 500.0
"""Square millimetres of the drawing; who takes less owns no skin worth telling of."""
ROOT_CLASSES: Final = {
    "cervical-roots": tuple(r for r in entries() if r[:2] in {f"C{n}" for n in range(2, 9)} or r == "T1"),
    "thoracic-roots": tuple(r for r in ROOTS if r[0] == "T" and r != "T1"),
    "lumbosacral-roots": (*(r for r in ROOTS if r[0] in "LS" and r not in {"S4", "S5"}), "S4-5"),
}

EXPLAINED: Final = 12
"""Candidates from the top that come with their reasons; nobody reads further."""


class Evidence:
    """The log likelihoods of one finding over all variants, and what goes with it into a reason."""

    __slots__ = ("expected", "finding", "kind", "log", "sources", "state")

    def __init__(
        self,
        finding: str,
        kind: TestKind,
        state: str,
        log: np.ndarray,
        expected: np.ndarray,
        sources: tuple[str, ...] = (),
    ) -> None:
        self.kind: TestKind = kind
        self.finding, self.state = finding, state
        self.log, self.expected, self.sources = log, expected, sources


def rank(findings: Findings, scheme: str | None = None) -> tuple[Candidate, ...]:
    """Return the candidates in falling share of belief, by the mean of the maps or by one.

    Nothing is returned when nothing is told. :raises DataError, AssetError: tables or drawings are missing.
    """
    return ranked(tuple(weigh(findings, scheme))) if not findings.empty else ()


def ranked(evidence: tuple[Evidence, ...]) -> tuple[Candidate, ...]:
    """Return the candidates in falling share of belief after weighed findings, the first with reasons."""
    return tuple(_candidates(shares_of(evidence), evidence))


def shares_of(evidence: Iterable[Evidence]) -> np.ndarray:
    """Return the share of belief of each variant; they add up to one."""
    logs = (log_priors() + sum(e.log for e in evidence)) / parameters().temperature.value
    shares = np.exp(logs - logs.max())
    return shares / shares.sum()


def weigh(findings: Findings, scheme: str | None = None) -> Iterator[Evidence]:
    """Yield what each finding says of each variant."""
    yield from weigh_without_skin(findings)
    yield from weigh_skin(findings, scheme)


def weigh_without_skin(findings: Findings) -> Iterator[Evidence]:
    """Yield what power, reflexes, signs and side say, which no map changes."""
    yield from _power(findings)
    yield from _reflexes(findings)
    yield from _signs(findings)
    yield _side(findings)


@functools.cache
def log_priors() -> np.ndarray:
    """Return the log of how often each variant is met, before anything is told."""
    each: dict[str, float] = {}
    for variant in variants():
        each[variant.candidate] = each.get(variant.candidate, 0.0) + variant.share
    prior = parameters().prior
    chance = [
        getattr(prior, entries()[v.candidate].frequency).value
        * (prior.root.value if v.kind == "root" else 1.0)
        for v in variants()
    ]
    return np.log([c * v.share / each[v.candidate] for c, v in zip(chance, variants(), strict=True)])


@functools.cache
def motor_weights(name: str) -> np.ndarray:
    """Return the share of each muscle in a movement or, for a muscle, itself."""
    ids = lesions().muscle_ids
    weights = np.zeros(len(ids))
    movement = facts().movements.get(name)
    if movement is None:
        weights[ids.index(name)] = 1.0
        return weights
    for muscle in movement.muscles:
        weights[ids.index(muscle)] = CHIEF if muscle in movement.chief else 1.0
    weights /= weights.sum()
    total = len(movement.chief) * CHIEF + len(movement.muscles) - len(movement.chief)
    for muscle in movement.assisting:
        weights[ids.index(muscle)] = ASSISTING * CHIEF / total
    return weights


@functools.cache
def motor_loss(name: str) -> np.ndarray:
    """Return for each variant the chance that a movement or muscle is weak, by a study where there is one."""
    loss = np.minimum(lesions().muscles @ motor_weights(name), 1.0)
    if name not in facts().movements:
        return loss
    loss = loss ** parameters().power.helpers.value
    for place, chance in _studied(facts().movements[name].name):
        loss[[n for n, v in enumerate(variants()) if v.candidate == place]] = chance
    return loss


def _studied(movement: str) -> Iterator[tuple[str, float]]:
    """Yield roots in which a study found a movement weak, each with the share of patients in which it was."""
    for row in facts().likelihoods:
        root = row.target.partition(" root")[0]
        if row.finding.startswith(f"{movement} weak") and root in entries() and row.verified:
            with contextlib.suppress(ValueError):  # bounds and ranges, and figures that were not told
                yield root, float(row.sensitivity)


@functools.cache
def _motor_size() -> np.ndarray:
    """Return how many movements of the limbs each variant takes."""
    return sum(motor_loss(m) for m in movements_in("all"))  # type: ignore[return-value]


def _power(findings: Findings) -> Iterator[Evidence]:
    power = parameters().power
    votes = _votes([motor_weights(m.id) for m in findings.weak])
    for motor, vote in zip(findings.weak, votes, strict=True):
        loss = motor_loss(motor.id)
        log = vote * np.log(_at_least(loss, power.floor.value)) + _grade(motor, loss)
        yield Evidence(motor.id, _motor_kind(motor.id), "weak", log, loss)
    for group in findings.weak_groups:
        loss = _group_loss(group, findings.weak)
        yield Evidence(group, "movement", "weak", np.log(_at_least(loss, power.floor.value)), loss)
    if findings.anything_weak:
        told = (sum(votes) + len(findings.weak_groups)) ** 0.5
        yield Evidence("", "movement", "untold", -power.size.value * told * np.log1p(_motor_size()), _none())
    strong = [m for m in findings.strong if m.id not in {w.id for w in findings.weak}]
    for motor, vote in zip(strong, _votes([motor_weights(m.id) for m in strong]), strict=True):
        loss = motor_loss(motor.id)
        slight = 0.5 if motor.grade is not None and motor.grade < 5 else 1.0
        log = vote * slight * np.log1p(-power.spared.value * loss * _shows())
        yield Evidence(motor.id, _motor_kind(motor.id), "strong", log, loss)
    for group in findings.strong_groups:
        loss = _group_loss(group, findings.weak)
        yield Evidence(group, "movement", "strong", np.log1p(-power.spared.value * loss * _shows()), loss)


def _grade(motor: Motor, loss: np.ndarray) -> np.ndarray:
    """A muscle that hardly moves has lost more than a share of its supply."""
    if motor.grade is None or motor.grade > SEVERE:
        return np.zeros(len(loss))
    return np.log(_at_least(loss**2, parameters().power.severe_floor.value))


def _group_loss(group: str, weak: Iterable[Motor]) -> np.ndarray:
    """Return the chance that something of a group is weak that is not told to be: of its two likeliest."""
    told = sum((motor_weights(m.id) for m in weak), np.zeros(len(lesions().muscle_ids)))
    losses = [
        motor_loss(name) * (1 - min(1.0, float(motor_weights(name)[told > 0].sum())))
        for name in movements_in(group)
    ]
    return np.sort(np.array(losses), axis=0)[-2:].mean(axis=0)


def weigh_skin(findings: Findings, scheme: str | None) -> Iterator[Evidence]:
    """Yield what the skin says, by the mean of the maps or by one."""
    chosen = parameters().skin
    table = lesions().skin_by(scheme)
    patches = [patch_weights(p, scheme) for p in findings.lost]
    for patch, vote in zip(findings.lost, _skin_votes(patches), strict=True):
        loss = patch_loss(patch, scheme)
        yield Evidence(patch.id, "skin", "lost", vote * _skin_log(patch, loss, chosen), loss)
    numb = [w for p, w in zip(findings.lost, patches, strict=True) if p.quality != "pain"]
    if findings.lost:
        told = (np.array(numb or patches) > 0).any(axis=0)
        share = (table[:, told] @ skin().area[told]) / np.maximum(skin_size(scheme), LEAST_SKIN)
        if not numb:
            # A nerve hurts in its muscles too, and so where its roots have theirs.
            share = np.maximum(share, chosen.pain_floor.value * segments()[:, told].max(axis=1))
        size = chosen.size.value * (1.0 if numb else 0.5)
        yield Evidence("", "skin", "untold", size * np.log(_at_least(share, 0.02)), _none())
        if not (findings.anything_weak or findings.strong or findings.strong_groups):
            log = -parameters().power.silence.value * np.minimum(_motor_size() / 2, 1.0)
            yield Evidence("", "movement", "untold", log, _none())
    elif findings.anything_weak and not (findings.spared or findings.spared_groups):
        log = -chosen.silence.value * np.minimum(skin_size(scheme) / LEAST_SKIN, 1.0)
        yield Evidence("", "skin", "untold", log, _none())
    for patch in findings.spared:
        loss = patch_loss(patch, scheme) * _shows()
        yield Evidence(patch.id, "skin", "spared", np.log1p(-chosen.spared.value * loss), loss)
    for group in findings.spared_groups:
        loss = _skin_group_loss(group, scheme, findings) * _shows()
        yield Evidence(group, "skin", "spared", np.log1p(-chosen.spared.value * loss), loss)


def _skin_log(patch: Patch, loss: np.ndarray, chosen) -> np.ndarray:
    if patch.quality == "pain":
        return np.log(_at_least(loss, chosen.pain_floor.value))
    return np.log(_at_least(loss, chosen.floor.value))


@functools.cache
def _shows() -> np.ndarray:
    """What a root takes is lost less regularly than what a nerve takes."""
    share = parameters().root_shows.value
    return np.array([share if v.kind == "root" else 1.0 for v in variants()])


@functools.cache
def skin_size(scheme: str | None) -> np.ndarray:
    """Return how much skin each variant takes, in square millimetres of the drawings."""
    return lesions().skin_by(scheme) @ skin().area


def _skin_group_loss(group: str, scheme: str | None, findings: Findings) -> np.ndarray:
    """Return the share of what a variant takes that lies in a group of parts and is not told to be numb."""
    inside = np.isin(skin().part, SKIN_GROUPS[group]) * skin().area
    for patch in findings.lost:
        if patch.quality == "numb":
            inside[patch_weights(patch, scheme) > 0] = 0.0
    return (lesions().skin_by(scheme) @ inside) / np.maximum(skin_size(scheme), 20.0)


@functools.lru_cache(maxsize=512)  # 25 kB each, and every stroke of a brush makes new ones
def patch_weights(patch: Patch, scheme: str | None = None) -> np.ndarray:
    """Return the weights of a patch over the cells; only of a root's territory do they differ by map."""
    if patch.territory:
        return _territory_weights(patch.territory, scheme)
    if patch.spots:
        return skin().painted(patch.spots)
    if patch.part:
        return skin().patch(patch.part, patch.surfaces)
    return skin().around(patch.view, patch.x, patch.y)


def _territory_weights(name: str, scheme: str | None) -> np.ndarray:
    if territory_root(name):
        row = next(n for n, variant in enumerate(variants()) if variant.candidate == name)
        weights = lesions().skin_by(scheme)[row] * skin().area
    else:
        own = np.isin(tuple(facts().nerve_fields), skin_nerves()[name])
        weights = skin().fields[:, own].any(axis=1) * skin().area
    return weights / weights.sum()


@functools.lru_cache(maxsize=4096)
def patch_loss(patch: Patch, scheme: str | None = None) -> np.ndarray:
    """Return for each variant the chance that a patch is numb, by the mean of the maps or by one.

    Who names a root's territory means it as some map draws it: each map judges its own.
    """
    if scheme is None and territory_root(patch.territory):
        return np.mean([patch_loss(patch, each) for each in SCHEME_ORDER], axis=0)
    weights = patch_weights(patch, scheme)
    here = np.flatnonzero(weights)  # little of the skin: the product with all of it takes long
    return lesions().skin_by(scheme)[:, here] @ weights[here]


def reflex_loss(name: str) -> np.ndarray:
    """Return for each variant the chance that a reflex is lost."""
    return lesions().reflexes[:, lesions().reflex_ids.index(name)]


def _reflexes(findings: Findings) -> Iterator[Evidence]:
    chosen = parameters().reflex
    for name in findings.reflexes_lost:
        loss = reflex_loss(name)
        yield Evidence(name, "reflex", "lost", np.log(_at_least(loss, chosen.floor.value)), loss)
    normal = set(findings.reflexes_normal)
    for group in findings.reflex_groups:
        normal |= set(REFLEX_GROUPS[group])
    for name in sorted(normal - set(findings.reflexes_lost)):
        loss = reflex_loss(name)
        yield Evidence(name, "reflex", "normal", np.log1p(-chosen.spared.value * loss), loss)


def _signs(findings: Findings) -> Iterator[Evidence]:
    """Yield what the signs say; those that speak for the same places share some of their weight."""
    found = [evidence for sign in findings.signs for evidence in sign_evidence(sign)]
    for evidence, vote in zip(found, _votes([np.abs(e.log) for e in found]), strict=True):
        evidence.log = evidence.log * vote**0.5
        yield evidence


def sign_evidence(sign: str) -> Iterator[Evidence]:
    """Yield what a sign says of each variant: its ratio for those it names, nothing for the others."""
    log = np.zeros(len(variants()))
    sources: dict[str, None] = {}
    if sign.startswith(SIGN):
        named = np.array([v.candidate == sign.removeprefix(SIGN) for v in variants()])
        yield Evidence(sign, "sign", "present", named * np.log(parameters().signs.strong.value), _none())
    for row in facts().signs:
        if row.sign != sign:
            continue
        ratio = np.log(sign_ratio(row, parameters()))
        named = frozenset(c for name in row.candidates for c in ROOT_CLASSES.get(name, (name,)))
        log = log + ratio * np.array([_is_named(v, named, row.site) for v in variants()])
        sources.update(dict.fromkeys(row.source))
    if sources:
        yield Evidence(sign, "sign", "present", log, _none(), tuple(sources))


def sign_ratio(row: Sign, chosen: Parameters) -> float:
    """Return the likelihood ratio of a row: of the study it names, else by its grade."""
    if row.study:
        for found in facts().likelihoods:
            if found.finding == row.study and set(found.source) & set(row.source):
                if "against" in row.strength:
                    return float(found.lr_minus)
                figure = chosen.signs.most.value if found.lr_plus == "infinite" else float(found.lr_plus)
                return min(figure, chosen.signs.most.value)
    grade = row.strength.split()[0]
    ratio: float = getattr(chosen.signs, grade).value
    return 1 / ratio if "against" in row.strength else ratio


def _is_named(variant: Variant, named: frozenset[str], site: str) -> float:
    if variant.candidate not in named:
        return 0.0
    return 0.5 if site and variant.shown and variant.site != site else 1.0


def _side(findings: Findings) -> Evidence:
    chosen = parameters().side
    both = findings.side == "bilateral"
    paired = {"polyneuropathy", "conus-medullaris", "cauda-equina", "upper-motor-neuron"}
    midline = {"conus-medullaris", "polyneuropathy"}
    log = np.zeros(len(variants()))
    for number, variant in enumerate(variants()):
        if both and variant.candidate not in paired:
            log[number] = np.log(chosen.bilateral.value)
        elif not both and variant.candidate in midline:
            log[number] = np.log(chosen.one_sided.value)
    return Evidence("bilateral" if both else "", "sign", "present" if both else "untold", log, _none())


def _votes(profiles: list[np.ndarray]) -> list[float]:
    """Return the vote of each finding: those that tell of the same muscles or skin share one."""
    if not profiles:
        return []
    matrix = np.array(profiles, dtype=float)
    norms = np.linalg.norm(matrix, axis=1, keepdims=True)
    return _shared((matrix / np.maximum(norms, 1e-9)) @ (matrix / np.maximum(norms, 1e-9)).T)


def _skin_votes(patches: list[np.ndarray]) -> list[float]:
    """Return the vote of each patch; skin in another patch (C8, the little finger) is told twice."""
    if not patches:
        return []
    area = (np.array(patches) > 0) * skin().area
    whole = area.sum(axis=1)
    common = area @ (np.array(patches) > 0).T
    return _shared(common / np.maximum(np.minimum.outer(whole, whole), 1e-9))


def _shared(alike: np.ndarray) -> list[float]:
    """Return one vote each, shared with those that tell the same."""
    np.fill_diagonal(alike, 1.0)
    return list(1.0 / np.clip(alike, 0.0, 1.0).sum(axis=1))


def _at_least(loss: np.ndarray, floor: float) -> np.ndarray:
    return floor + (1 - floor) * np.clip(loss, 0.0, 1.0)


def _none() -> np.ndarray:
    return np.zeros(len(variants()))


def _motor_kind(name: str) -> TestKind:
    return "movement" if name in facts().movements else "muscle"


def totals(shares: np.ndarray) -> np.ndarray:
    """Return the share of each candidate, in the order of the table of candidates."""
    return np.bincount(owners(), weights=shares, minlength=len(entries()))


@functools.cache
def owners() -> np.ndarray:
    """Return for each variant the place of its candidate in the table."""
    order = {name: n for n, name in enumerate(entries())}
    return np.array([order[v.candidate] for v in variants()])


def _candidates(shares: np.ndarray, evidence: tuple[Evidence, ...]) -> list[Candidate]:
    total = totals(shares)
    listed = tuple(entries().values())
    order = sorted(range(len(total)), key=lambda n: (-round(float(total[n]), 9), listed[n].id))
    usual = np.exp(log_priors())
    usual /= usual.sum()
    mean = [float(np.log(usual @ np.exp(e.log))) for e in evidence]
    found: list[Candidate] = []
    for place, number in enumerate(order):
        entry = listed[number]
        rows = np.flatnonzero(owners() == number)
        forms = _forms(rows, shares)
        weight = usual[forms] / usual[forms].sum()
        reasons = (
            tuple(
                Reason(
                    e.finding,
                    e.kind,
                    e.state,
                    float(np.log(weight @ np.exp(e.log[forms]))) - m,
                    float(weight @ e.expected[forms]),
                    e.sources,
                )
                for e, m in zip(evidence, mean, strict=True)
                if e.finding
            )
            if place < EXPLAINED
            else ()
        )
        found.append(Candidate(entry.id, entry.kind, float(total[number]), _site(rows, shares), reasons))
    return found


def _forms(rows: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Return the variants by whose mean a candidate is explained: those at its likeliest site."""
    best = variants()[rows[np.argmax(shares[rows])]]
    return np.array([row for row in rows if variants()[row].site == best.site])


def _site(rows: Iterable[int], shares: np.ndarray) -> str:
    """Return the site where the findings tell it: it holds most of what the candidate has."""
    by_site: dict[str, float] = {}
    for n in rows:
        by_site[variants()[n].site] = by_site.get(variants()[n].site, 0.0) + float(shares[n])
    site = max(by_site, key=lambda s: by_site[s])
    shown = any(variants()[n].shown for n in rows if variants()[n].site == site)
    return site if shown and by_site[site] >= 0.55 * sum(by_site.values()) else ""
