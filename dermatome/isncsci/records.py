"""An examination as it is written down, and what its classification says.

Levels here are neurological levels and the segments that the worksheet scores. Sides are the patient's.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Generic, Literal, NamedTuple, TypeVar

from dermatome.anatomy.ids import POOLED_SACRAL, TERRITORY_ROOTS

T = TypeVar("T")

Side = Literal["right", "left"]
SIDES: Final[tuple[Side, ...]] = ("right", "left")
"""In the order of the worksheet."""

Modality = Literal["motor", "light_touch", "pin_prick"]
MODALITIES: Final[tuple[Modality, ...]] = ("motor", "light_touch", "pin_prick")

SENSORY_LEVELS: Final[tuple[str, ...]] = TERRITORY_ROOTS
"""The 28 segments with a key sensory point, C2 to S4-5."""
UPPER: Final[tuple[str, ...]] = ("C5", "C6", "C7", "C8", "T1")
LOWER: Final[tuple[str, ...]] = ("L2", "L3", "L4", "L5", "S1")
MOTOR_LEVELS: Final[tuple[str, ...]] = (*UPPER, *LOWER)
"""The ten segments with a key muscle; the non-key muscles of the standard belong to the same ten."""

INTACT: Final = "INT"
"""Nothing is impaired, so there is no level."""
NOT_APPLICABLE: Final = "NA"
"""There is no zone of partial preservation."""
NOT_DETERMINABLE: Final = "ND"

LEVELS: Final[tuple[str, ...]] = (
    "C1",
    *(level for level in SENSORY_LEVELS if level != POOLED_SACRAL),
    INTACT,
)
"""All that can come out as a level, rostral to caudal; C1, which nobody tests, if C2 is impaired."""

MOTOR_SCORES: Final[tuple[str, ...]] = (
    *("0", "1", "2", "3", "4", "5", "NT"),
    *("0*", "1*", "2*", "3*", "4*", "0**", "1**", "2**", "3**", "4**", "NT*", "NT**"),
)
SENSORY_SCORES: Final[tuple[str, ...]] = ("0", "1", "2", "NT", "0*", "1*", "0**", "1**", "NT*", "NT**")
"""What may be written: a number or NT (not testable). ``*`` marks a score that something else than the injury
impairs, to be taken as not normal; ``**`` the same, to be taken as normal."""
NOT_SCORED: Final = ""
"""A cell of an examination that is not finished; it may turn out as anything, like NT."""

Observation = Literal["Yes", "No", "NT", ""]
OBSERVATIONS: Final[tuple[Observation, ...]] = ("Yes", "No", "NT")
"""What may be written; an empty one has not been made yet, as :data:`NOT_SCORED`."""

Grade = Literal["A", "B", "C", "D", "E"]


def levels_of(modality: Modality) -> tuple[str, ...]:
    """Return the segments that a column of the worksheet scores, rostral to caudal."""
    return MOTOR_LEVELS if modality == "motor" else SENSORY_LEVELS


def scores_of(modality: Modality) -> tuple[str, ...]:
    """Return what may be written in a column of the worksheet."""
    return MOTOR_SCORES if modality == "motor" else SENSORY_SCORES


class Cell(NamedTuple):
    """A field of the worksheet. ``side`` and ``level`` are empty for the two anal observations."""

    side: str
    modality: str
    level: str


ANAL_CONTRACTION: Final = Cell("", "voluntary_anal_contraction", "")
ANAL_PRESSURE: Final = Cell("", "deep_anal_pressure", "")


@dataclass(frozen=True, slots=True)
class Half:
    """One side of an examination: scores in the order of the levels, the lowest non-key muscle that moves."""

    motor: tuple[str, ...]
    light_touch: tuple[str, ...]
    pin_prick: tuple[str, ...]
    non_key_muscle: str | None = None

    def column(self, modality: Modality) -> tuple[str, ...]:
        """Return the scores of a column, rostral to caudal."""
        return getattr(self, modality)


@dataclass(frozen=True, slots=True)
class Exam:
    """An examination; :func:`dermatome.isncsci.reading.read_exam` makes one that holds only what may be."""

    right: Half
    left: Half
    anal_contraction: Observation
    anal_pressure: Observation

    def half(self, side: Side) -> Half:
        """Return one side."""
        return self.right if side == "right" else self.left

    def score(self, cell: Cell) -> str:
        """Return what is written in a cell."""
        if cell == ANAL_CONTRACTION:
            return self.anal_contraction
        if cell == ANAL_PRESSURE:
            return self.anal_pressure
        modality: Modality = cell.modality  # type: ignore[assignment]
        return self.half(cell.side).column(modality)[levels_of(modality).index(cell.level)]  # type: ignore[arg-type]

    def cells(self) -> Iterator[Cell]:
        """Yield every scored cell: side by side, column by column, rostral to caudal."""
        for side in SIDES:
            for modality in MODALITIES:
                for level in levels_of(modality):
                    yield Cell(side, modality, level)

    def missing(self) -> tuple[Cell, ...]:
        """Return the cells nobody has filled in yet, the anal observations last."""
        every = (*self.cells(), ANAL_CONTRACTION, ANAL_PRESSURE)
        return tuple(cell for cell in every if self.score(cell) == NOT_SCORED)

    def empty(self) -> bool:
        """Return whether nothing is filled in at all."""
        return len(self.missing()) == sum(len(levels_of(m)) for m in MODALITIES) * len(SIDES) + 2


@dataclass(frozen=True, slots=True)
class Value:
    """One result: every value it may have, in order, and which of them rest on a score marked with a star.

    ``text`` is how programs read it: ``"C5,C6*"``. :func:`named` makes it.
    """

    possible: tuple[str, ...]
    tagged: frozenset[str]
    text: str

    @property
    def decided(self) -> bool:
        """True if only one value is possible."""
        return len(self.possible) == 1

    def shown(self) -> str:
        """Return the value as people read it: ``"ND: C5–C7, INT"``."""
        if self.decided:
            return self.text
        runs: list[list[str]] = []
        for value in self.possible:
            last = runs[-1][-1] if runs else None
            # Levels that follow one another, and rest on stars alike, are told by the first and the last.
            if last and _follows(last, value) and (last in self.tagged) == (value in self.tagged):
                runs[-1].append(value)
            else:
                runs.append([value])
        told = []
        for run in runs:
            written = [_written(value, self.tagged) for value in run]
            told.append(f"{written[0]}–{written[-1]}" if len(run) > 2 else ", ".join(written))
        return f"{NOT_DETERMINABLE}: {', '.join(told)}"


def _follows(before: str, after: str) -> bool:
    order = LEVELS[:-1]  # INT is no level
    return before in order and after in order and order.index(after) == order.index(before) + 1


@dataclass(frozen=True, slots=True)
class Both(Generic[T]):
    """The same for either side."""

    right: T
    left: T

    def of(self, side: str) -> T:
        """Return one side's."""
        return self.right if side == "right" else self.left

    def __iter__(self) -> Iterator[T]:
        yield self.right
        yield self.left


class SideTotals(NamedTuple):
    """Sums of one side's columns; None if one of the scores is not testable."""

    upper_extremity_motor: int | None
    lower_extremity_motor: int | None
    motor: int | None
    light_touch: int | None
    pin_prick: int | None


class Totals(NamedTuple):
    """Sums of the columns of each side, and of both sides together."""

    right: SideTotals
    left: SideTotals
    upper_extremity_motor: int | None
    lower_extremity_motor: int | None
    light_touch: int | None
    pin_prick: int | None

    def each(self) -> Iterator[tuple[str, str, int | None]]:
        """Yield every sum as name, side (empty for both together) and points."""
        for side, totals in (("right", self.right), ("left", self.left)):
            for name, total in zip(totals._fields, totals, strict=True):
                yield name, side, total
        for name, total in zip(self._fields[2:], self[2:], strict=True):
            yield name, "", total


@dataclass(frozen=True, slots=True)
class Classification:
    """All that the standard derives from an examination."""

    sensory_level: Both[Value]
    motor_level: Both[Value]
    neurological_level: Value
    completeness: Value
    ais: Value
    sensory_zpp: Both[Value]
    motor_zpp: Both[Value]
    totals: Totals

    def results(self) -> Iterator[tuple[str, str, Value]]:
        """Yield every result as name, side (empty for both) and value, in the order they are found."""
        for name in ("sensory_level", "motor_level"):
            for side in SIDES:
                yield name, side, getattr(self, name).of(side)
        for name in ("neurological_level", "completeness", "ais"):
            yield name, "", getattr(self, name)
        for name in ("sensory_zpp", "motor_zpp"):
            for side in SIDES:
                yield name, side, getattr(self, name).of(side)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a result has a value: a rule of the standard and the cells it rests on.

    ``value`` is the one spoken of, ``certain`` False if others are possible. ``rule`` is a key of
    :data:`dermatome.isncsci.wording.RULES`, ``facts`` what its text names besides the cells.
    """

    result: str
    side: str
    value: str
    rule: str
    cells: tuple[Cell, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    certain: bool = True


@functools.lru_cache(4096)
def named(names: tuple[str, ...], possible: int, tagged: int = 0) -> Value:
    """Return the value that bits stand for: bit n is ``names[n]``."""
    chosen = tuple(name for place, name in enumerate(names) if possible >> place & 1)
    stars = frozenset(name for place, name in enumerate(names) if tagged >> place & 1)
    return Value(chosen, stars, ",".join(_written(name, stars) for name in chosen))


def _written(name: str, tagged: frozenset[str]) -> str:
    return f"{name}*" if name in tagged else name
