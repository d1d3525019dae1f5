"""An examination of the ISNCSCI as a step: its scores at once, how it is classified and why on request."""

from __future__ import annotations

import itertools
from typing import Any, Final

from dermatome.anatomy.ids import side_name
from dermatome.isncsci.address import from_code
from dermatome.isncsci.classify import classify
from dermatome.isncsci.reasons import reasons
from dermatome.isncsci.records import (
    ANAL_CONTRACTION,
    ANAL_PRESSURE,
    MODALITIES,
    SIDES,
    Exam,
    Side,
    levels_of,
)
from dermatome.isncsci.wording import modality_name, observation_name, result_name, word
from dermatome.language import _
from dermatome.ui.lecture.facts import short_source

SOURCE: Final = "ISNCSCI2019"


def examination(code: str) -> dict[str, Any]:
    """Return an examination in lines; those of the answer are marked, for they are revealed after the scores.

    :raises InputError: the text stands for no examination.
    """
    exam = from_code(code)
    scores = [_scores(exam, side) for side in SIDES]
    anal = zip((ANAL_CONTRACTION, ANAL_PRESSURE), (exam.anal_contraction, exam.anal_pressure), strict=True)
    told = "; ".join(f"{modality_name(cell.modality)}: {observation_name(made)}" for cell, made in anal)
    return {
        "what": _("ISNCSCI examination"),
        "where": "",
        "lines": [
            *({"kind": "p", "text": text} for text in (*scores, told)),
            *({"kind": "p", "text": text, "answer": True} for text in _classified(exam)),
        ],
        "sources": [short_source(SOURCE)],
    }


def _scores(exam: Exam, side: Side) -> str:
    """Return the scores of a side, neighbours of one score together: ``motor C5 5, C6–T1 0``."""
    columns = []
    for modality in MODALITIES:
        column = dict(zip(levels_of(modality), exam.half(side).column(modality), strict=True))
        runs = [(score, [*run]) for score, run in itertools.groupby(column, column.__getitem__)]
        told = ", ".join(f"{_span(levels)} {score or '–'}" for score, levels in runs)
        columns.append(f"{modality_name(modality)} {told}")
    return f"{side_name(side)}: {'; '.join(columns)}"


def _span(levels: list[str]) -> str:
    return levels[0] if len(levels) == 1 else f"{levels[0]}–{levels[-1]}"


def _classified(exam: Exam) -> list[str]:
    found = classify(exam)
    why: dict[tuple[str, str], str] = {}
    for reason in reasons(exam, found):
        why.setdefault((reason.result, reason.side), word(reason, exam))
    return [
        f"{result_name(result, side)}: {value.shown()}. {why.get((result, side), '')}".strip()
        for result, side, value in found.results()
    ]
