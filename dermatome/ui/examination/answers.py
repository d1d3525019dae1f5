"""What the browser is told of an examination: results with their reasons, totals, what is missing, marks."""

from __future__ import annotations

from html import unescape
from typing import Any

from dermatome.anatomy.load import facts
from dermatome.isncsci.address import to_code
from dermatome.isncsci.classify import classify
from dermatome.isncsci.classroom import PITFALLS, STAGES, asked, pitfalls
from dermatome.isncsci.files import sheet_to_dict
from dermatome.isncsci.reasons import notes, reasons
from dermatome.isncsci.records import Cell, Classification, Exam, Reason
from dermatome.isncsci.wording import RULES, cell_name, points, result_name, spelled, word, word_beside
from dermatome.language import _
from dermatome.ui.base.html import source_number
from dermatome.ui.base.spoken import link
from dermatome.ui.examination.state import Held


def answers(held: Held) -> dict[str, Any]:
    """Return all the worksheet shows of what is held."""
    exam = held.sheet.exam
    said = {
        "n": held.seen,
        "turn": held.turn,
        "sheet": sheet_to_dict(held.sheet),
        "code": "" if exam.empty() else to_code(exam),
        "trouble": held.trouble,
        "cell": held.cell,
        "own": exam.empty() and not held.own.exam.empty(),
        "missing": [_cell(cell) | {"name": cell_name(cell)} for cell in exam.missing()],
    }
    found = classify(exam)
    if held.case and not held.done:
        return said | {"case": _case(held, exam, found)}
    said |= {"results": _results(exam, found), "totals": _totals(found), "notes": _notes(exam, found)}
    return said | ({"case": _case(held, exam, found)} if held.case else {})


def _cell(cell: Cell) -> dict[str, str]:
    return {"key": ".".join(cell)}


def _results(exam: Exam, found: Classification) -> list[dict[str, Any]]:
    why: dict[tuple[str, str], list[Reason]] = {}
    for reason in reasons(exam, found):
        why.setdefault((reason.result, reason.side), []).append(reason)
    return [
        {
            "result": result,
            "side": side,
            "name": result_name(result, side),
            "value": spelled(result, value.shown()),
            "why": [_reason(reason, exam) for reason in why.get((result, side), ())],
        }
        for result, side, value in found.results()
    ]


def _reason(reason: Reason, exam: Exam) -> dict[str, Any]:
    known = facts().sources
    return {
        "text": word_beside(reason, exam),
        "cells": [".".join(cell) for cell in reason.cells],
        "sources": [
            {
                "n": source_number(key),
                "title": known[key].citation,
                "href": _source(key),
            }
            for key in RULES[reason.rule].sources
            if key in known
        ],
    }


def _source(key: str) -> str:
    return unescape(link("sources", {"n": str(source_number(key))}))


def _totals(found: Classification) -> list[dict[str, str]]:
    return [
        {
            "result": result,
            "side": side,
            "name": result_name(result, side),
            "value": points(total),
        }
        for result, side, total in found.totals.each()
    ]


def _notes(exam: Exam, found: Classification) -> list[str]:
    return [word(note, exam) for note in notes(exam, found)]


def _case(held: Held, exam: Exam, found: Classification) -> dict[str, Any]:
    case = held.case
    assert case is not None
    right, all_ = (sum(part) for part in zip(*held.score.values(), strict=True)) if held.score else (0, 0)
    return {
        "n": case.n,
        "of": case.of,
        "profile": case.profile,
        "difficulty": case.difficulty,
        "seed": case.seed,
        "stage": held.stage,
        "stages": len(STAGES),
        "done": held.done,
        "score": _("%(right)s of %(all)s right so far") % {"right": right, "all": all_} if all_ else "",
        "asked": [] if held.done else _asked(held),
        "marks": _marks(held, exam, found),
        "pitfalls": [_(PITFALLS[name]) for name in pitfalls(exam, found)] if held.done else [],
    }


def _asked(held: Held) -> list[dict[str, str]]:
    stage = list(STAGES)[held.stage]
    return [
        {"result": result, "side": side, "name": result_name(result, side)} for result, side in asked(stage)
    ]


def _marks(held: Held, exam: Exam, found: Classification) -> list[dict[str, Any]]:
    why = reasons(exam, found)
    return [
        {
            "result": result,
            "name": result_name(result, side),
            "given": spelled(result, mark.given),
            "right": spelled(result, mark.right),
            "correct": mark.correct,
            "why": [
                _reason(reason, exam) for reason in why if (reason.result, reason.side) == (result, side)
            ],
        }
        for (result, side), mark in held.marks.items()
    ]
