"""Examinations: chosen questions, a time limit, and a report, which is also a table for a teacher."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dermatome.anatomy.ids import POOLED_SACRAL, ROOTS
from dermatome.atlas.load import Atlas
from dermatome.errors import InputError
from dermatome.language import _
from dermatome.spreadsheets import harmless
from dermatome.study.judge import judge
from dermatome.study.records import KINDS, Answer, Question, Verdict
from dermatome.study.wording import label, prompt, right_answer

LONGEST_SECONDS: Final = 6 * 3600
MOST_QUESTIONS: Final = 200

COLUMNS: Final = (
    "exam",
    "learner",
    "number",
    "question",
    "kind",
    "root",
    "layer",
    "difficulty",
    "prompt",
    "given",
    "right",
    "correct",
    "seconds",
    "off_mm",
    "accepted_by",
)
"""Columns of :func:`to_csv`; their names are the same in every language."""


@dataclass(frozen=True, slots=True)
class Exam:
    """Questions in their order; ``seconds`` is the limit for all together, None for none."""

    questions: tuple[Question, ...]
    seconds: int | None = None
    title: str = ""
    seed: int = 0

    def __post_init__(self) -> None:
        if not 1 <= len(self.questions) <= MOST_QUESTIONS:
            raise InputError(
                _("An exam has 1 to %(most)s questions, not %(n)s.")
                % {"most": MOST_QUESTIONS, "n": len(self.questions)}
            )
        if self.seconds is not None and not 1 <= self.seconds <= LONGEST_SECONDS:
            raise InputError(
                _("A time limit is 1 to %(most)s seconds, not %(n)s.")
                % {"most": LONGEST_SECONDS, "n": self.seconds}
            )


@dataclass(frozen=True, slots=True)
class Score:
    """Right answers of a number of questions."""

    right: int
    total: int

    @property
    def share(self) -> float:
        """Right answers as a share, 0 to 1."""
        return self.right / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """One question of a report; ``seconds`` is what it took, None when not known or not answered."""

    question: Question
    verdict: Verdict
    answered: bool
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """How an exam went. The tables have a score for each root and kind, in order."""

    exam: Exam
    lines: tuple[Line, ...]
    score: Score
    by_root: Mapping[str, Score]
    by_kind: Mapping[str, Score]

    @property
    def wrong(self) -> tuple[Line, ...]:
        """The lines to look at again, unanswered ones included."""
        return tuple(line for line in self.lines if not line.verdict.correct)

    @property
    def seconds(self) -> float:
        """Time taken over the answers."""
        return sum(line.seconds or 0.0 for line in self.lines)


def report(
    exam: Exam,
    answers: Mapping[str, Answer],
    took: Mapping[str, float] | None = None,
    *,
    source: Atlas | None = None,
) -> Report:
    """Judge an exam. ``answers`` and ``took`` (seconds) go by question id; what is missing was not answered.

    :raises InputError: an answer is of another sort than its question asks for.
    """
    lines = tuple(
        Line(
            question,
            judge(question, answers.get(question.id, Answer.skip()), source=source),
            question.id in answers and not answers[question.id].skipped,
            (took or {}).get(question.id),
        )
        for question in exam.questions
    )
    return Report(
        exam,
        lines,
        _score(lines),
        _table(lines, lambda question: question.root, (*ROOTS[:-1], POOLED_SACRAL, ROOTS[-1])),
        _table(lines, lambda question: question.kind, KINDS),
    )


def to_csv(told: Report, learner: str = "") -> str:
    """Return a report as a table, one line a question, safe to open in a spreadsheet.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for number, line in enumerate(told.lines, 1):
        question, verdict = line.question, line.verdict
        accepted = [each.scheme or "; ".join(each.sources) for each in verdict.accepted_by]
        writer.writerow(
            harmless(cell) if isinstance(cell, str) else cell
            for cell in (
                told.exam.title,
                learner,
                number,
                question.id,
                question.kind,
                question.root,
                question.layer,
                question.difficulty,
                prompt(question),
                label(question, verdict.given) if verdict.given else "",
                right_answer(question),
                int(verdict.correct),
                "" if line.seconds is None else round(line.seconds, 1),
                "" if verdict.distance_mm is None else verdict.distance_mm,
                "; ".join(accepted),
            )
        )
    return out.getvalue()


def _score(lines: Iterable[Line]) -> Score:
    found = [line.verdict.correct for line in lines]
    return Score(sum(found), len(found))


def _table(lines: Iterable[Line], of: Callable[[Question], str], order: Sequence[str]) -> Mapping[str, Score]:
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(of(line.question), []).append(line)
    rank = {name: place for place, name in enumerate(order)}
    return {name: _score(groups[name]) for name in sorted(groups, key=lambda n: rank.get(n, len(rank)))}
