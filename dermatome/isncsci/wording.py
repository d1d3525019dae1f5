"""The names of results and cells, and the reasons in words, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from dermatome.anatomy.ids import side_name
from dermatome.isncsci.records import NOT_DETERMINABLE, Cell, Exam, Reason
from dermatome.language import N_, _


class Rule(NamedTuple):
    """A rule in words; its sources are keys of ``data/sources.csv``."""

    text: str
    sources: tuple[str, ...] = ("ISNCSCI2019", "RUPP2021")


RULES: Final[dict[str, Rule]] = {
    "sensory_ends": Rule(N_("sensation at %(next)s is not normal, and above it is (%(cells)s)")),
    "sensory_intact": Rule(N_("light touch and pin prick are normal from C2 to S4-5")),
    "motor_graded": Rule(N_("its key muscle has 3 or 4, and everything above is normal (%(cells)s)")),
    "motor_next": Rule(
        N_("the next key muscle, %(next)s, has less than 3, and everything above is normal (%(cells)s)")
    ),
    "motor_before": Rule(
        N_(
            "the next key muscle, %(next)s, has less than 3; %(value)s has none, so sensation counts, and "
            "it is normal (%(cells)s)"
        )
    ),
    "motor_skin": Rule(
        N_("no key muscle tells here, so sensation does, and at %(next)s it is not normal (%(cells)s)")
    ),
    "motor_limb": Rule(
        N_(
            "the key muscles down to %(value)s have 5; further down sensation would tell, but it is not "
            "normal everywhere from %(first)s to %(last)s (%(cells)s)"
        )
    ),
    "motor_contraction": Rule(N_("all else is normal, but there is no anal contraction (%(cells)s)")),
    "motor_intact": Rule(N_("key muscles, sensation and anal contraction are normal (%(cells)s)")),
    "level_lowest": Rule(
        N_(
            "it is the uppermost of sensory level right %(sensory_right)s, left %(sensory_left)s, motor "
            "level right %(motor_right)s, left %(motor_left)s (%(cells)s)"
        )
    ),
    "level_intact": Rule(N_("sensation and key muscles are normal on both sides")),
    "sacral_absent": Rule(N_("nothing is spared at S4-5 (%(cells)s)")),
    "sacral_spared": Rule(N_("something is spared at S4-5 (%(cells)s)")),
    "grade_complete": Rule(N_("the injury is complete: nothing is spared at S4-5 (%(cells)s)")),
    "grade_sensory": Rule(
        N_(
            "sensation is spared at S4-5, but there is no anal contraction, and nothing moves more than "
            "%(apart)s levels below the motor level of its side (%(cells)s)"
        )
    ),
    "grade_normal": Rule(N_("sensation, key muscles and anal contraction are normal (%(cells)s)")),
    "motor_sphincter": Rule(N_("motor incomplete, for the anus contracts at will (%(cells)s)")),
    "motor_far": Rule(
        N_(
            "motor incomplete, for sensation is spared at S4-5 and something moves more than %(apart)s "
            "levels below the motor level of its side, right %(right)s, left %(left)s (%(cells)s)"
        )
    ),
    "motor_non_key": Rule(
        N_(
            "motor incomplete, for sensation is spared at S4-5 and a non-key muscle of %(muscle)s %(side)s "
            "moves, more than %(apart)s levels below the motor level %(level)s (%(cells)s)"
        )
    ),
    "muscles_few": Rule(
        N_("fewer than half of the key muscles below %(level)s have 3 or more: %(strong)s of %(all)s")
    ),
    "muscles_half": Rule(
        N_("at least half of the key muscles below %(level)s have 3 or more: %(strong)s of %(all)s")
    ),
    "muscles_few_open": Rule(
        N_("fewer than half of the key muscles below the neurological level (%(level)s) have 3 or more")
    ),
    "muscles_half_open": Rule(
        N_("at least half of the key muscles below the neurological level (%(level)s) have 3 or more")
    ),
    "muscles_none": Rule(N_("no key muscle lies below %(level)s, so none is weak")),
    "zone_felt": Rule(N_("there is no zone, for sensation is spared at S4-5 (%(cells)s)")),
    "zone_last_felt": Rule(N_("it is the lowest segment with any sensation (%(cells)s)")),
    "zone_nothing_felt": Rule(N_("no segment has any sensation (%(cells)s)")),
    "zone_contraction": Rule(N_("there is no zone, for the anus contracts at will (%(cells)s)")),
    "zone_last_moving": Rule(N_("it is the lowest key muscle that moves at all (%(cells)s)")),
    "zone_at_level": Rule(
        N_("no key muscle moves below the motor level (%(level)s), so the zone ends there (%(cells)s)")
    ),
    "zone_non_key": Rule(
        N_(
            "the AIS is C, and a non-key muscle of %(value)s moves more than %(apart)s levels below the "
            "last key muscle that does"
        )
    ),
    "total_open": Rule(N_("not every score is a number (%(cells)s)"), ("ISNCSCI2019",)),
    "flagged": Rule(
        N_("it rests on marked scores (%(cells)s); read as the injury's, they would give %(without)s")
    ),
    "note_contraction": Rule(
        N_(
            "Everything is normal but the anal contraction (%(cells)s). The standard does not spell this "
            "out; here it is INT and AIS B."
        ),
        (),
    ),
    "note_non_key": Rule(
        N_(
            "A non-key muscle (%(value)s, %(side)s) counts here for the motor zone of partial preservation "
            "where the AIS is C; the standard does not spell this out."
        ),
        (),
    ),
}

_RESULTS: Final = {
    "sensory_level": N_("Sensory level"),
    "motor_level": N_("Motor level"),
    "neurological_level": N_("Neurological level of injury"),
    "completeness": N_("Complete or incomplete"),
    "ais": N_("AIS"),
    "sensory_zpp": N_("Zone of partial preservation, sensory"),
    "motor_zpp": N_("Zone of partial preservation, motor"),
    "upper_extremity_motor": N_("Motor total of the arm"),
    "lower_extremity_motor": N_("Motor total of the leg"),
    "motor": N_("Motor total"),
    "light_touch": N_("Light touch total"),
    "pin_prick": N_("Pin prick total"),
}

_MODALITIES: Final = {
    "motor": N_("motor"),
    "light_touch": N_("light touch"),
    "pin_prick": N_("pin prick"),
    "voluntary_anal_contraction": N_("voluntary anal contraction"),
    "deep_anal_pressure": N_("deep anal pressure"),
}
_COMPLETENESS: Final = {"C": N_("complete"), "I": N_("incomplete")}
_SCORES: Final = {"Yes": N_("yes"), "No": N_("no"), "": N_("not scored")}
MOST_CELLS: Final = 6
"""So many cells a sentence names; the record has all."""


def result_name(result: str, side: str = "") -> str:
    """Return what a result or a sum is called: ``"Motor level right"``."""
    name = _(_RESULTS[result])
    return _("%(result)s %(side)s") % {"result": name, "side": side_name(side)} if side else name


def spelled(result: str, told: str) -> str:
    """Return values of a result as people read them: C and I of the worksheet are spelled out."""
    if result != "completeness":
        return told
    return re.sub(r"\b[CI]\b", lambda found: _(_COMPLETENESS[found[0]]), told)


def points(total: int | None) -> str:
    """Return a sum as it is written: ND if one of its scores is no number."""
    return NOT_DETERMINABLE if total is None else str(total)


def modality_name(modality: str) -> str:
    """Return what a column of the worksheet, or an anal observation, is called."""
    return _(_MODALITIES[modality])


def observation_name(told: str) -> str:
    """Return an anal observation in the reader's language."""
    return _(_SCORES[told]) if told in _SCORES else told


def cell_name(cell: Cell) -> str:
    """Return what a cell is called: ``"C8 motor right"``."""
    modality = _(_MODALITIES[cell.modality])
    return f"{cell.level} {modality} {side_name(cell.side)}" if cell.level else modality


def word(reason: Reason, exam: Exam) -> str:
    """Return a reason as a sentence in the reader's language."""
    because = _because(reason, exam)
    if reason.rule.startswith("note_"):
        return because
    said = {"value": spelled(reason.result, reason.value), "because": because}
    if _of_whole_result(reason):
        return _("%(value)s: %(because)s.") % said
    return _("%(value)s is possible if this holds: %(because)s.") % said


def word_beside(reason: Reason, exam: Exam) -> str:
    """Return a reason as a sentence to stand beside its result: its value is not told again."""
    if reason.rule.startswith("note_") or not _of_whole_result(reason):
        return word(reason, exam)
    because = _because(reason, exam)
    return f"{because[0].upper()}{because[1:]}."


def _of_whole_result(reason: Reason) -> bool:
    """Return whether a reason speaks of all that a result says, and not of one possible value."""
    return reason.certain or reason.rule in {"flagged", "total_open"}


def _because(reason: Reason, exam: Exam) -> str:
    return _(RULES[reason.rule].text) % {
        **reason.facts,
        "value": reason.value,
        "without": spelled(reason.result, str(reason.facts.get("without", ""))),
        "side": side_name(str(reason.facts.get("side", reason.side))),
        "cells": _cells(reason.cells, exam),
    }


def _cells(cells: Iterable[Cell], exam: Exam) -> str:
    told = [
        f"{cell_name(cell)} {_(_SCORES[score]) if score in _SCORES else score}"
        for cell in cells
        for score in (exam.score(cell),)
    ]
    more = len(told) - MOST_CELLS
    if more > 1:
        told[MOST_CELLS:] = [_("%(n)s more") % {"n": more}]
    return ", ".join(told)


def reason_to_dict(reason: Reason, exam: Exam) -> dict[str, Any]:
    """Return a reason as JSON holds it; ``text`` is in the reader's language."""
    return {
        "result": reason.result,
        "side": reason.side or None,
        "value": reason.value,
        "rule": reason.rule,
        "certain": reason.certain,
        "cells": [
            {
                "side": cell.side or None,
                "modality": cell.modality,
                "level": cell.level or None,
                "score": exam.score(cell),
            }
            for cell in reason.cells
        ],
        "text": word(reason, exam),
        "sources": list(RULES[reason.rule].sources),
    }
