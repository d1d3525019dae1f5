"""Verdicts, reports and progress as small pieces of HTML. Pure: records in, text out.

All text is escaped here; the only markup is our own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any, Final

from dermatome.anatomy.ids import view_name
from dermatome.anatomy.terms import part_name
from dermatome.atlas.load import atlas
from dermatome.language import _, n_, p_
from dermatome.study.exam import Line, Report, Score
from dermatome.study.kept import Days
from dermatome.study.path import Reached
from dermatome.study.records import KINDS, Question, Target, Verdict
from dermatome.study.skin import key_points
from dermatome.study.wording import (
    acceptance_line,
    details,
    kind_name,
    label,
    prompt,
    right_answer,
    stage_hint,
    verdict_line,
)
from dermatome.ui.base.html import cite
from dermatome.ui.base.passages import passage_list

MOST_SOURCES: Final = 5
"""Sources named under a verdict; the article names them all."""


def line_of(question: Question) -> str:
    """Return a question on one line as a teacher chooses it: its words, where it is asked, its answer."""
    asked = " ".join((prompt(question), *details(question)))
    answer = right_answer(question)
    where = f" · {view_name(question.view)}" if question.view and (question.click or question.shown) else ""
    # A click names its root itself.
    return f"{asked}{where}" if question.click else f"{asked}{where} → {answer}"


def how_to(question: Question) -> str:
    """Return what the learner does to answer."""
    if question.click:
        return _("Click or tap the body.")
    if question.several:
        return _("Mark one or more, then answer.")
    if question.tests:
        return _("Each test costs: the fewer you need, the more points.")
    if question.free:
        return _("Choose an answer, or type the root.")
    return _("Choose an answer.")


def keys(question: Question) -> str:
    """Return how a map is answered without a pointer; nothing where no map is to be clicked."""
    return _("By keyboard: Tab to the map, arrow keys to the region, Enter.") if question.click else ""


def why(question: Question, verdict: Verdict) -> str:
    """Return what belongs right under the verdict: where the click went, who would have taken it, and why."""
    lines = []
    if verdict.body_part and question.click:
        lines.append(
            _("You pointed at the <b>%(part)s</b>.") % {"part": escape(part_name(verdict.body_part))}
        )
    lines += [f"<b>{escape(acceptance_line(question, each))}</b>" for each in verdict.accepted_by]
    lines += [escape(reason) for reason in verdict.reasons]
    return "".join(f"<p>{line}</p>" for line in lines)


def passage(verdict: Verdict) -> str:
    """Return the passage that explains the answer, where to read on, and the sources."""
    found = ""
    if verdict.passage is not None:
        found = f"<h4>{_('From the library')}</h4>{passage_list([verdict.passage])}"
    if verdict.sources:
        found += f"<p class=muted>{_('Sources')}:{cite(verdict.sources, MOST_SOURCES)}</p>"
    return found


# ---- marks on the map -------------------------------------------------------------------------------


def mark(question: Question, target: Target | None) -> dict[str, Any] | None:
    """Return a region as the browser marks it."""
    if target is None:
        return None
    return {
        "map": target.map_id,
        "view": target.view,
        "id": target.id,
        "side": target.side,
        "name": _name(question, target),
    }


def _name(question: Question, target: Target) -> str:
    """Return what a marked region is called: on a question about maps, by its map."""
    if question.kind == "which_map":
        return atlas().scheme(target.map_id).short_name
    if question.kind in ("muscle", "movement", "reflex"):
        # A lit muscle stands for its root, or is itself the answer.
        answers = {label(question, answer) for answer in question.answers}
        return " / ".join(sorted(answers)) if question.target == target else target.id.replace("-", " ")
    return target.id


def pins(question: Question, verdict: Verdict) -> list[dict[str, Any]]:
    """Return the key points a verdict speaks of, as places with a name."""
    found = []
    for sign, target in (("✓", verdict.right), ("✗", None if verdict.correct else verdict.clicked)):
        if target is None or target.layer != "key_point":
            continue
        found += [
            {"view": target.view, "x": mark.x, "y": mark.y, "label": target.id, "sign": sign}
            for mark in key_points(atlas(), target.view)
            if mark.key_point_of == target.id and target.side in (None, mark.side)
        ]
    return found


# ---- reports ----------------------------------------------------------------------------------------


def score(report: Report) -> str:
    """Return how many answers were right, in a sentence."""
    return _("%(n)s of %(total)s right.") % {"n": report.score.right, "total": report.score.total}


def report_tables(report: Report) -> str:
    """Return right answers by kind of question as a table."""
    by_kind = {kind_name(kind): report.by_kind[kind] for kind in KINDS if kind in report.by_kind}
    return f'<div class="practice-scores">{_table(_("By kind of question"), by_kind)}</div>'


def _table(title: str, scores: Mapping[str, Score]) -> str:
    rows = "".join(
        f"<tr><th scope=row>{escape(name)}</th><td>{found.right}/{found.total}</td>"
        f'<td><meter min=0 max={found.total} value={found.right} aria-hidden="true"></meter></td></tr>'
        for name, found in scores.items()
    )
    return f"<table><caption>{escape(title)}</caption>{rows}</table>" if rows else ""


def report_lines(report: Report) -> str:
    """Return each question with what was answered and what is right, and right answers by root."""
    items = "".join(_line(line) for line in report.lines)
    by_root = _table(_("By root"), report.by_root)
    return (
        f"<h3>{_('Question by question')}</h3>"
        f'<ol class="practice-lines">{items}</ol><div class="practice-scores">{by_root}</div>'
    )


def _line(line: Line) -> str:
    question, verdict = line.question, line.verdict
    sign, word = ("✓", p_("answer", "right")) if verdict.correct else ("✗", _("wrong"))
    if not line.answered:
        sign, word = "–", _("not answered")
    accepted = (acceptance_line(question, each) for each in verdict.accepted_by)
    more = "".join(f"<p><b>{escape(line)}</b></p>" for line in accepted)
    told = "".join(f"<li>{escape(text)}</li>" for text in details(question))
    right = "yes" if verdict.correct else "no" if line.answered else "open"
    return (
        f'<li data-right="{right}"><p><b>{sign} {word}.</b> {escape(prompt(question))}</p>'
        + (f"<ul>{told}</ul>" if told else "")
        + f"<p>{escape(verdict_line(question, verdict))}{cite(question.sources)}</p>{more}</li>"
    )


# ---- progress ---------------------------------------------------------------------------------------


def stage(step: Reached) -> str:
    """Return what a stage of the path holds, and how far the learner has come in it."""
    said = _("%(known)s of %(cards)s known") % {"known": step.known, "cards": step.cards}
    return (
        f'<div class="practice-stage"><p>{escape(stage_hint(step.stage))}</p>'
        f'<p><meter min=0 max={step.cards} value={step.known} aria-hidden="true"></meter> '
        f"<span class=muted>{said}</span></p></div>"
    )


def today(due: int, days: Days, answered: bool) -> str:
    """Return what is due, and how regularly this learner has practised, without reproach."""
    if not answered:
        return f"<p>{_('Nothing practised yet: cards you answer come back here when they are due.')}</p>"
    said = (
        n_("%(n)s card is due.", "%(n)s cards are due.", due)
        if due
        else _("Nothing is due. New questions are below.")
    )
    week = n_("Practised on %(n)s of the last 7 days.", "Practised on %(n)s of the last 7 days.", days.last_7)
    return f"<p><b>{said}</b> <span class=muted>{week}</span></p>"


def weak_roots(roots: Iterable[str]) -> str:
    """Return the weakest roots in words."""
    shown = ", ".join(roots)
    return f"<p>{_('Weakest: %(roots)s.') % {'roots': escape(shown)}}</p>" if shown else ""
