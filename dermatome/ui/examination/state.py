"""What the examination page holds, and how its address says it. Pure: no session, no screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from dermatome.errors import InputError
from dermatome.isncsci.address import from_code, to_code
from dermatome.isncsci.classroom import STAGES, Asked, Mark, draw
from dermatome.isncsci.files import EMPTY, Sheet
from dermatome.isncsci.records import Exam
from dermatome.language import _

PARAMETERS: Final = ("exam", "case", "cell")
"""Of the address: an examination, a case to classify, or the cell to begin at, as ``right.motor.L4``."""
LARGEST_SEED: Final = 10_000
LONGEST_SET: Final = 50


@dataclass(frozen=True, slots=True)
class Case:
    """An examination drawn for practice: ``n`` of ``of`` in a row that begins with ``seed``."""

    profile: str
    difficulty: str
    seed: int
    n: int = 1
    of: int = 1

    @property
    def exam(self) -> Exam:
        """The examination. :raises InputError: there is none of this kind."""
        return draw(self.profile, self.difficulty, self.seed + self.n - 1)[0]

    def __str__(self) -> str:
        row = f".{self.n}.{self.of}" if self.of > 1 else ""
        return f"{self.profile}.{self.difficulty}.{self.seed}{row}"


@dataclass(slots=True)
class Held:
    """The page of one visitor.

    ``turn`` counts how often the server has put another examination on the worksheet, ``seen`` is the number
    of the browser's last message; ``kept`` holds the examinations laid beside, by name; ``own`` is what the
    visitor had written before a case or nothing was put in its place.
    """

    sheet: Sheet = EMPTY
    own: Sheet = EMPTY
    case: Case | None = None
    stage: int = 0
    marks: dict[Asked, Mark] = field(default_factory=dict)
    score: dict[int, tuple[int, int]] = field(default_factory=dict)
    kept: list[tuple[str, Sheet]] = field(default_factory=list)
    turn: int = 0
    seen: int = 0
    trouble: str = ""
    cell: str = ""

    def put(self, sheet: Sheet) -> None:
        """Lay another worksheet out."""
        if self.case is None and not self.sheet.exam.empty():
            self.own = self.sheet
        self.sheet, self.case, self.trouble = sheet, None, ""
        self.turn += 1

    def practise(self, case: Case) -> None:
        """Lay out an examination to classify. :raises InputError: there is none of this kind."""
        self.put(Sheet(case.exam))
        self.case, self.stage, self.marks = case, 0, {}

    @property
    def done(self) -> bool:
        """Whether every stage of a case has been answered."""
        return self.stage >= len(STAGES)

    def query(self) -> dict[str, str]:
        """Return the page's part of the address."""
        if self.case:
            return {"case": str(self.case)}
        return {} if self.sheet.exam.empty() else {"exam": to_code(self.sheet.exam)}


def next_case(case: Case) -> Case:
    """Return the case after another in a row, or of the next seed."""
    return (
        replace(case, n=case.n + 1)
        if case.n < case.of
        else replace(case, seed=(case.seed + case.of) % LARGEST_SEED, n=1, of=1)
    )


def read_query(query: Mapping[str, Sequence[str]], held: Held) -> None:
    """Lay out what an address asks for.

    :raises InputError: it asks for what does not exist; ``held`` stays as it is.
    """
    if asked := query.get("case"):
        held.practise(read_case(asked[-1]))
    elif asked := query.get("exam"):
        held.put(Sheet(from_code(asked[-1])))
    if asked := query.get("cell"):
        held.cell = _read_cell(asked[-1], held.sheet.exam)


def _read_cell(text: str, exam: Exam) -> str:
    if text not in (".".join(cell) for cell in exam.cells()):
        raise InputError(
            _("The worksheet has no cell %(cell)s. Write side, modality and level, as right.motor.L4.")
            % {"cell": repr(text[:40])}
        )
    return text


def read_case(text: str) -> Case:
    """Return the case an address or a form names: ``profile.difficulty.seed`` or with ``.n.of``.

    :raises InputError: there is none.
    """
    profile, _dot, rest = text.partition(".")
    wanted, *numbers = rest.split(".")
    if len(numbers) not in (1, 3) or not all(part.isdecimal() and len(part) < 6 for part in numbers):
        raise InputError(
            _("The address holds no case that can be read. Write profile.difficulty.number, as mixed.easy.1.")
        )
    seed, n, of = (*(int(part) for part in numbers), 1, 1)[:3]
    if not (0 <= seed <= LARGEST_SEED and 1 <= n <= of <= LONGEST_SET):
        raise InputError(
            _("Cases have numbers up to %(most)s, and at most %(n)s come in a row.")
            % {"most": LARGEST_SEED, "n": LONGEST_SET}
        )
    case = Case(profile, wanted, seed, n, of)
    case.exam  # noqa: B018 (raises where there is none)
    return case
