"""The browser side of practice: a question with its map, and how well each root is known on the body.

Both live in ``dermatome/frontend/practice/``. A question's map is fetched without labels and with
neutral names (:mod:`dermatome.ui.practice.blind_plates`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from dermatome.anatomy.ids import SIDES
from dermatome.atlas.load import atlas
from dermatome.study.exam import Report
from dermatome.study.records import Question, Target
from dermatome.study.wording import kind_name, label, prompt, verdict_line
from dermatome.ui.base.frontend import draw
from dermatome.ui.base.served import plotly_version
from dermatome.ui.practice import text as practice_text
from dermatome.ui.practice.state import DRAWINGS, Given, Standing

PRACTICE, STRENGTH = "practice", "strength"
"""Keys of the components."""
AHEAD: Final = 2
"""So many questions' maps are fetched before they are asked."""


def practice(standing: Standing, acted: Callable[[], None], report: Report | None = None) -> None:
    """Ask the question that stands, show the verdict on it, or at the end the ``report``.

    What the learner does goes to ``acted``.
    """
    draw("practice", PRACTICE, practice_data(standing, time.time(), report), on_act_change=acted)


def preview(question: Question) -> None:
    """Show a question as a test asks it, without a way to answer, and what is right."""
    told = {
        "plotly": plotly_version(),
        "n": 0,
        "session": "preview",
        "title": "",
        "of": 1,
        "exam": True,
        "preview": True,
        "at": 1,
        "question": _question(question, DRAWINGS[0], exam=True),
        "verdict": None,
        "clock": None,
        "trouble": "",
        "ahead": [],
    }
    draw("practice", "set_preview", told)


def practice_data(standing: Standing, now: float, report: Report | None = None) -> dict[str, Any]:
    """Return the question that stands, or the report at the end, as the browser knows it."""
    common = {
        "plotly": plotly_version(),
        "n": standing.seen,
        "session": standing.round.key,
        "title": standing.round.asked.title,
        "of": len(standing.questions),
    }
    question = standing.current
    if question is None:
        assert report is not None
        return common | {"report": _report(report)}
    at = [q.id for q in standing.questions].index(question.id)
    given = standing.given.get(question.id)
    left = standing.round.left(now)
    exam = standing.round.mode == "exam"
    ahead = [q for q in standing.questions[at + 1 : at + 1 + AHEAD] if q.map_id]
    return common | {
        "exam": exam,
        "at": at + 1,
        "question": _question(question, standing.round.drawing, exam),
        "verdict": _verdict(question, given, last=_is_last(standing)) if given and not exam else None,
        "clock": None if left is None else {"left": round(left, 1), "of": standing.round.seconds},
        "trouble": standing.trouble,
        "ahead": [[q.map_id, q.view] for q in ahead],
    }


def _report(report: Report) -> dict[str, str]:
    return {
        "title": practice_text.score(report),
        "html": practice_text.report_tables(report),
    }


def _is_last(standing: Standing) -> bool:
    return all(q.id in standing.given for q in standing.questions)


def _question(question: Question, drawing: str, exam: bool) -> dict[str, Any]:
    shown = question.shown
    plate = (question.map_id, question.view) if question.map_id and question.view else None
    return {
        "id": question.id,
        "kind": kind_name(question.kind),
        "prompt": prompt(question),
        "how": practice_text.how_to(question),
        "keys": practice_text.keys(question),
        "details": list(question.details),
        "click": question.click,
        "free": question.free,
        "choices": [{"id": choice, "label": label(question, choice)} for choice in question.choices],
        "plates": [list(plate)] if plate and (question.click or shown) else [],
        "shown": _target(shown),
        # The caption names the map.
        "secret": question.kind == "which_map",
        "drawing": "" if question.kind == "which_map" else drawing,
        "answer_name": " / ".join(label(question, answer) for answer in question.answers),
        **({} if exam else _accept(question)),
    }


def _accept(question: Question) -> dict[str, list[str]]:
    """Return what the browser may take for right before the server has spoken."""
    if not question.click:
        return {"accept": list(question.answers)}
    if question.kind != "click_territory" or atlas().scheme(str(question.scheme)).overlapping:
        return {}  # takes more than comparing names
    sides = (question.side,) if question.side else SIDES
    return {"accept": [f"{root}|{side}" for root in question.answers for side in sides]}


def _target(target: Target | None) -> dict[str, Any] | None:
    return target and {"map": target.map_id, "view": target.view, "id": target.id, "side": target.side}


def _verdict(question: Question, given: Given, *, last: bool) -> dict[str, Any]:
    verdict, answer = given.verdict, given.answer
    mine = None if verdict.correct else practice_text.mark(question, verdict.clicked)
    target = practice_text.mark(question, verdict.right)
    plates = [[each["map"], each["view"]] for each in (target, mine) if each]
    if question.click and question.map_id and question.view:
        plates.insert(0, [question.map_id, question.view])
    unique = [plate for i, plate in enumerate(plates) if plate not in plates[:i]]
    point = (
        {"view": answer.view, "x": answer.x, "y": answer.y}
        if answer.x is not None and answer.view is not None
        else None
    )
    pinned = practice_text.pins(question, verdict)
    return {
        "right": verdict.correct,
        "skipped": answer.skipped,
        "given": verdict.given,
        "answers": list(verdict.answers),
        "said": verdict_line(question, verdict),
        "why": practice_text.why(question, verdict),
        "more": practice_text.passage(verdict),
        "mine": None if pinned else mine,
        "target": None if pinned else target,
        "pins": pinned,
        "point": point,
        "plates": unique,
        "last": last,
    }


def strength_map(scheme: str, grades: Mapping[str, str], picked: Callable[[], None]) -> None:
    """Show how well each root is known; ``grades`` holds ``weak``, ``fair`` or ``firm`` by root."""
    draw(
        "strength",
        STRENGTH,
        {"map": scheme, "views": ["anterior", "posterior"], "grades": dict(grades)},
        on_pick_change=picked,
    )
