"""Checks of practice: the cases, and that every card makes a fair question."""

from __future__ import annotations

import re
from collections import Counter

from dermatome.anatomy.ids import ROOTS, root_members
from dermatome.anatomy.load import facts
from dermatome.atlas.load import published_atlas
from dermatome.errors import AtlasError
from dermatome.report import CheckReport
from dermatome.study.cases import case_choices, choice_id
from dermatome.study.load import basics, cases
from dermatome.study.path import stage_cards
from dermatome.study.questions import cards, question
from dermatome.study.records import KINDS, STAGES, Basic, Case, Question
from dermatome.study.wording import label, prompt

FEWEST_CASES = 40
FEWEST_FINDINGS = 2
FEWEST_CHOICES = 3
BASICS = range(35, 46)

_ROOT_DISEASE = re.compile(r"radicul(?!oplexus)|zoster|\bdisc\b|herniation|tumour")
"""A cause, not a place: beside roots as choices it would make two answers right."""


def run() -> list[CheckReport]:
    """Check the cases, the path and the questions of every card."""
    return [check_cases(tuple(cases().values())), check_path(basics()), check_questions()]


def check_cases(found: tuple[Case, ...]) -> CheckReport:
    """Check that cases are cited, can be answered, and cover roots, look-alikes and open questions."""
    faults: list[str] = []
    for case in found:
        faults += [f"case {case.id}: {fault}" for fault in _faults(case)]
    if len(found) < FEWEST_CASES:
        faults.append(f"only {len(found)} cases; there are to be {FEWEST_CASES}")
    kinds = Counter(case.answer for case in found)
    open_ones = sum(case.open for case in found)
    if not kinds["mimic"] or not open_ones:
        faults.append("no case is a look-alike, or none leaves two roots open")
    counts = {
        "cases": len(found),
        "look-alikes": kinds["mimic"],
        "open": open_ones,
        "roots": len({member for case in found for root in case.roots for member in root_members(root)}),
    }
    return CheckReport("cases", counts, faults)


def _faults(case: Case) -> list[str]:
    faults = [f"unknown source {key}" for key in case.source if key not in facts().sources]
    if not case.source:
        faults.append("names no source")
    if len(case.findings) < FEWEST_FINDINGS or not case.reasons:
        faults.append("has too few findings or no reason")
    if not case.roots:
        faults.append("names no root")
    if (case.answer == "mimic") != bool(case.mimic):
        faults.append("a look-alike is named if and only if it is the answer")
    right = {*case.roots} if case.answer == "root" else {choice_id(case.mimic)}
    if right & {choice_id(name) for name in case.against}:
        faults.append("offers a right answer as a wrong one")
    if case.answer == "mimic" and choice_id(case.mimic) in ROOTS:
        faults.append("calls a root a look-alike")
    causes = [name for name in (case.mimic, *case.against) if _ROOT_DISEASE.search(name)]
    faults += [f"sets {name!r} against roots, of which it is a disease" for name in causes]
    if len(case_choices(case)) < FEWEST_CHOICES + 1:
        faults.append("offers too few choices")
    return faults


def check_path(rows: tuple[Basic, ...]) -> CheckReport:
    """Check that the Basics are a few dozen known cards, each with its source, and that no stage is empty."""
    known = {card.id for card in cards()}
    faults = [f"basics: there is no card {row.card}" for row in rows if row.card not in known]
    for row in rows:
        unknown = [key for key in row.source if key not in facts().sources]
        faults += [f"basics, {row.card}: unknown source {key}" for key in unknown]
        if not row.source:
            faults.append(f"basics, {row.card}: names no source")
    if len(rows) not in BASICS:
        faults.append(f"{len(rows)} cards are the Basics; there are to be about 40")
    stages = {stage: len(stage_cards(stage)) for stage in STAGES}
    faults += [f"the stage {stage} has no card" for stage, count in stages.items() if not count]
    return CheckReport("practice path", {"basics": len(rows), "stages": len(stages)}, faults)


def check_questions() -> CheckReport:
    """Check that each card makes a question that can be answered right in one way, from a source."""
    source = published_atlas()
    faults: list[str] = []
    count: Counter[str] = Counter()
    for card in cards(source=source):
        try:
            asked = question(card.id, source=source)
            if question(asked.id, source=source) != asked:
                faults.append(f"{asked.id}: its id does not lead back to it")
            faults += [f"{asked.id}: {fault}" for fault in _unfair(asked)]
        except AtlasError as error:
            faults.append(f"{card.id}: {error}")
        count[card.kind] += 1
    faults += [f"no question of the kind {kind}" for kind in KINDS if not count[kind]]
    return CheckReport("questions", {"cards": sum(count.values()), "kinds": len(count)}, faults)


def _unfair(asked: Question) -> list[str]:
    faults = [f"unknown source {key}" for key in asked.sources if key not in facts().sources]
    if not asked.sources:
        faults.append("no source")
    if not prompt(asked).strip() or "%(" in prompt(asked):
        faults.append("the prompt is not filled in")
    if asked.kind == "movement" and asked.target:
        lit = facts().muscles[asked.target.id]
        if lit.contribution_of(asked.root) not in {"main", "segmental"}:
            faults.append(f"lights {lit.name}, which {asked.root} does not chiefly move")
    if asked.click:
        return faults
    right = len({*asked.answers} & {*asked.choices})
    if asked.several and not 0 < right < len(asked.choices):
        faults.append("all choices are right, or none")
    elif not asked.several and right != 1:
        faults.append("not one right choice")
    labels = [label(asked, choice) for choice in asked.choices]
    if len(set(labels)) < max(FEWEST_CHOICES, len(labels)):
        faults.append("too few choices, or two that read alike")
    return faults
