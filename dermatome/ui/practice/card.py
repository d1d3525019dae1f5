"""The browser side of practice: a question with its map, and how well each root is known on the body.

Both live in ``dermatome/frontend/practice/``. A question's map is fetched without labels and with
neutral names (:mod:`dermatome.ui.practice.blind_plates`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from dermatome.anatomy.ids import SIDES
from dermatome.atlas.load import atlas
from dermatome.language import _
from dermatome.localiser.names import finding_name
from dermatome.localiser.patients import kind_of
from dermatome.study.drawn import DRAWN
from dermatome.study.exam import Report
from dermatome.study.lesions import result, state
from dermatome.study.records import Question, Target
from dermatome.study.wording import details, kind_name, label, prompt, verdict_line
from dermatome.ui.base.findings import STEP_MM
from dermatome.ui.base.frontend import draw
from dermatome.ui.base.served import plotly_version
from dermatome.ui.practice import text as practice_text
from dermatome.ui.practice.state import DRAWINGS, Given, Standing

PRACTICE, STRENGTH = "practice", "strength"
"""Keys of the components."""
AHEAD: Final = 2
"""So many questions' maps are fetched before they are asked."""


def practice(standing: Standing, acted: Callable[[Any], None], report: Report | None = None) -> None:
    """Ask the question that stands, show the verdict on it, or at the end the ``report``.

    What the learner does goes to ``acted``.
    """
    draw("practice", PRACTICE, practice_data(standing, time.time(), report), act=acted)


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
        "tests": _tests(question, ()),
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
        "tests": _tests(question, standing.tests.get(question.id, given.answer.tests if given else ())),
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
        "details": details(question),
        "click": question.click,
        "draw": dict(STEP_MM) if question.kind in DRAWN else None,
        "free": question.free,
        "several": question.several,
        "choices": [{"id": choice, "label": label(question, choice)} for choice in question.choices],
        "plates": [list(plate)] if plate and (question.click or shown) else [],
        "shown": _target(shown),
        # The caption names the map.
        "secret": question.kind == "which_map",
        "drawing": "" if question.kind == "which_map" else drawing,
        "answer_name": " / ".join(label(question, answer) for answer in question.answers),
        **({} if exam else _accept(question)),
    }


def _tests(question: Question, made: Collection[str]) -> list[dict[str, Any]]:
    """Return the tests a learner may make, in groups; those that were made with what they found."""
    titles = {"movement": _("Power"), "reflex": _("Reflexes"), "skin": _("Sensation")}
    groups = {kind: [t for t in question.tests if kind_of(t) == kind] for kind in titles}
    return [
        {
            "title": titles[kind],
            "tests": [
                {"id": t, "label": finding_name(t), **(_found(question, t) if t in made else {})}
                for t in tests
            ],
        }
        for kind, tests in groups.items()
        if tests
    ]


def _found(question: Question, test: str) -> dict[str, Any]:
    lost = result(question, test)
    return {"lost": lost, "found": state(test, lost=lost)}


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
        "marks": list(answer.marks or ()),
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


def strength_map(scheme: str, grades: Mapping[str, str], picked: Callable[[Any], None]) -> None:
    """Show how well each root is known; ``grades`` holds ``weak``, ``fair`` or ``firm`` by root."""
    draw(
        "strength",
        STRENGTH,
        {"map": scheme, "views": ["anterior", "posterior"], "grades": dict(grades)},
        pick=picked,
    )
