"""An examination as a step: its worksheet at once, its results one by one with their reasons."""

from __future__ import annotations

from typing import Any

from dermatome.isncsci.address import from_code
from dermatome.isncsci.classify import classify
from dermatome.isncsci.reading import exam_to_dict
from dermatome.isncsci.reasons import notes, reasons
from dermatome.isncsci.records import Classification, Exam, Reason
from dermatome.isncsci.wording import RULES, points, result_name, spelled, word_beside
from dermatome.language import _
from dermatome.ui.lecture.facts import short_source


def examination(code: str) -> dict[str, Any]:
    """Return the worksheet of an examination, and what follows from it, in the order it is explained.

    ``explained`` has a list for each result, of one side or both: its name, its value, why, the cells it
    rests on as the browser names them, and the sources of the rules.

    :raises InputError: the text stands for no examination.
    """
    exam = from_code(code)
    found = classify(exam)
    return {
        "what": _("ISNCSCI examination"),
        "sheet": exam_to_dict(exam),
        "totals": [
            {"result": result, "side": side, "value": points(total)}
            for result, side, total in found.totals.each()
        ],
        "explained": _explained(exam, found),
    }


def summary(code: str) -> str:
    """Return an examination in few words, by which its step is told from others.

    :raises InputError: the text stands for no examination.
    """
    found = classify(from_code(code))
    said = f"{found.neurological_level.shown()}, AIS {found.ais.shown()}"
    return f"{_('ISNCSCI examination')} · {said}"


def _explained(exam: Exam, found: Classification) -> dict[str, list[dict[str, Any]]]:
    why = reasons(exam, found)
    explained: dict[str, list[dict[str, Any]]] = {}
    for result, side, value in found.results():
        own = [reason for reason in why if (reason.result, reason.side) == (result, side)]
        row = _row(exam, own) | {"label": result_name(result, side), "value": spelled(result, value.shown())}
        explained.setdefault(result, []).append(row)
    for note in notes(exam, found):
        explained[note.result].append(_row(exam, [note]) | {"label": ""})
    return explained


def _row(exam: Exam, own: list[Reason]) -> dict[str, Any]:
    keys = dict.fromkeys(key for reason in own for key in RULES[reason.rule].sources)
    return {
        "text": "\n".join(word_beside(reason, exam) for reason in own),
        "cells": [".".join(cell) for reason in own for cell in reason.cells],
        "sources": [short_source(key) for key in keys],
    }
