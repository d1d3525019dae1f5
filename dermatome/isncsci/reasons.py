"""Why a classification is as it is: for each value a rule of the standard and the cells it rests on.

:mod:`dermatome.isncsci.wording` puts them into words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from dermatome.isncsci.cells import motor_range, sensory_range
from dermatome.isncsci.classify import APART, classify
from dermatome.isncsci.records import (
    ANAL_CONTRACTION,
    ANAL_PRESSURE,
    INTACT,
    LEVELS,
    LOWER,
    MODALITIES,
    MOTOR_LEVELS,
    NOT_APPLICABLE,
    SENSORY_LEVELS,
    SIDES,
    UPPER,
    Cell,
    Classification,
    Exam,
    Half,
    Reason,
    Side,
    Value,
    levels_of,
)

MOST_TRIED: Final = 12
"""So many marked scores are tried one by one for what each of them changes."""
_SACRAL = SENSORY_LEVELS[-1]
_SEGMENTS = ("C1", *SENSORY_LEVELS)


def reasons(exam: Exam, found: Classification) -> tuple[Reason, ...]:
    """Return why each result of an examination has its values, in the order they are found."""
    return tuple(_all(exam, found))


def notes(exam: Exam, found: Classification) -> tuple[Reason, ...]:
    """Return what has to be said beside the result: where the standard leaves a choice and one was made."""
    made = []
    level, contraction = found.neurological_level, exam.anal_contraction
    if INTACT in level.possible and contraction != "Yes":
        sure = level.decided and contraction == "No"
        made.append(Reason("ais", "", "B", "note_contraction", (ANAL_CONTRACTION,), certain=sure))
    for side in SIDES:
        muscle, zone = exam.half(side).non_key_muscle, found.motor_zpp.of(side)
        if muscle and any(reason.rule == "zone_non_key" for reason in _motor_zone(exam, found, side)):
            made.append(Reason("motor_zpp", side, muscle, "note_non_key", certain=zone.decided))
    return tuple(made)


def _all(exam: Exam, found: Classification) -> Iterator[Reason]:
    for side in SIDES:
        yield from _settle(_sensory_level(exam, found, side), found.sensory_level.of(side))
    for side in SIDES:
        yield from _settle(_motor_level(exam, found, side), found.motor_level.of(side))
    yield from _settle(_neurological_level(exam, found), found.neurological_level)
    yield from _settle(_completeness(exam, found), found.completeness)
    yield from _settle(_ais(exam, found), found.ais)
    for side in SIDES:
        yield from _settle(_sensory_zone(exam, found, side), found.sensory_zpp.of(side))
    for side in SIDES:
        yield from _settle(_motor_zone(exam, found, side), found.motor_zpp.of(side))
    yield from _totals(exam, found)
    yield from _flags(exam, found)


def _settle(found: Iterator[Reason], value: Value) -> Iterator[Reason]:
    """Mark what is only one of several possible reasons."""
    told = list(found)
    each = {}
    for reason in told:
        each.setdefault((reason.value, reason.facts.get("part")), []).append(reason)
    for reason in told:
        alone = len(each[reason.value, reason.facts.get("part")]) == 1
        yield replace(reason, certain=reason.certain and value.decided and alone)


# ---- what cells can be ------------------------------------------------------------------------------


def _can(exam: Exam, cell: Cell, test: Callable[[int], bool]) -> bool:
    span = motor_range if cell.modality == "motor" else sensory_range
    return any(test(number) for number in span(exam.score(cell)))


def _must(exam: Exam, cell: Cell, test: Callable[[int], bool]) -> bool:
    return not _can(exam, cell, lambda number: not test(number))


def _skin(side: str, level: str) -> tuple[Cell, ...]:
    return tuple(Cell(side, modality, level) for modality in MODALITIES[1:]) if level != "C1" else ()


def _one_of(exam: Exam, cells: tuple[Cell, ...], test: Callable[[int], bool]) -> tuple[Cell, ...]:
    """Return the cells that pass for certain, or else those that can pass."""
    sure = tuple(cell for cell in cells if _must(exam, cell, test))
    return sure or tuple(cell for cell in cells if _can(exam, cell, test))


def _open_above(exam: Exam, side: str, level: str, *, motor: bool) -> tuple[Cell, ...]:
    """Return the cells that have to be normal down to a level, and need not be."""
    # Beside the key muscles of a limb, sensation does not decide the motor level.
    skin = _place("C4" if level in UPPER else "L1" if level in LOWER else level) if motor else _place(level)
    cells = [cell for one in _SEGMENTS[1 : skin + 1] for cell in _skin(side, one)]
    found = [cell for cell in cells if _can(exam, cell, _impaired)]
    if motor:
        # The last muscle itself may have less than 5: it is told where it matters.
        muscles = (Cell(side, "motor", one) for one in MOTOR_LEVELS if _place(one) < _place(level))
        found += [cell for cell in muscles if _can(exam, cell, lambda grade: grade < 5)]
    return tuple(found)


def _open_below(exam: Exam, side: str, level: str, modalities: tuple[str, ...]) -> tuple[Cell, ...]:
    """Return the cells below a level that have to be 0, and need not be."""
    below = (
        Cell(side, modality, one)
        for modality in modalities
        for one in levels_of(modality)  # type: ignore[arg-type]
        if _SEGMENTS.index(one) > _SEGMENTS.index(level)
    )
    return tuple(cell for cell in below if _can(exam, cell, _some))


def _next(level: str) -> str:
    return _SEGMENTS[_SEGMENTS.index(level) + 1]


def _place(level: str) -> int:
    return LEVELS.index(level)


def _impaired(number: int) -> bool:
    return number < 2


def _weak(number: int) -> bool:
    return number < 3


def _some(number: int) -> bool:
    return number > 0


# ---- levels -----------------------------------------------------------------------------------------


def _sensory_level(exam: Exam, found: Classification, side: Side) -> Iterator[Reason]:
    for level in found.sensory_level.of(side).possible:
        if level == INTACT:
            yield Reason("sensory_level", side, level, "sensory_intact")
        else:
            after = _next(level)
            cells = _one_of(exam, _skin(side, after), _impaired)
            cells += _open_above(exam, side, level, motor=False)
            yield Reason("sensory_level", side, level, "sensory_ends", cells, {"next": after})


def _motor_level(exam: Exam, found: Classification, side: Side) -> Iterator[Reason]:
    for level in found.motor_level.of(side).possible:
        yield from (
            Reason(
                "motor_level", side, level, rule, cells + _open_above(exam, side, level, motor=True), facts
            )
            for rule, cells, facts in _motor_ends(exam, side, level)
        )


def _motor_ends(exam: Exam, side: Side, level: str) -> Iterator[tuple[str, tuple[Cell, ...], dict[str, str]]]:
    """Yield what can make a motor level the last one: rule, cells, facts."""
    if level == INTACT:
        yield "motor_intact", (ANAL_CONTRACTION,), {}
        return
    here, after = Cell(side, "motor", level), _next(level)
    if level in MOTOR_LEVELS:
        if _can(exam, here, lambda grade: grade in (3, 4)):
            yield "motor_graded", (here,), {}
        if not _can(exam, here, lambda grade: grade == 5):
            return
        if after in MOTOR_LEVELS:
            muscle = Cell(side, "motor", after)
            if _can(exam, muscle, _weak):
                yield "motor_next", (here, muscle), {"next": after}
            return
        # Past the last key muscle of the limb.
        first, last = ("C5", "T2") if level in UPPER else ("L2", "S2")
        limb = _SEGMENTS[_SEGMENTS.index(first) : _SEGMENTS.index(last) + 1]
        cells = _one_of(exam, tuple(cell for one in limb for cell in _skin(side, one)), _impaired)
        if cells:
            yield "motor_limb", cells, {"first": first, "last": last}
    elif after in MOTOR_LEVELS:
        yield "motor_before", (Cell(side, "motor", after),), {"next": after}
    else:
        cells = _one_of(exam, _skin(side, after), _impaired)
        if cells:
            yield "motor_skin", cells, {"next": after}
        if (
            level == "S3"
            and exam.anal_contraction != "Yes"
            and not any(_must(exam, cell, _impaired) for cell in _skin(side, after))
        ):
            yield "motor_contraction", (ANAL_CONTRACTION,), {}


def _neurological_level(exam: Exam, found: Classification) -> Iterator[Reason]:
    facts = {
        f"{name}_{side}": getattr(found, f"{name}_level").of(side).shown()
        for name in ("sensory", "motor")
        for side in SIDES
    }
    for level in found.neurological_level.possible:
        if level == INTACT:
            yield Reason("neurological_level", "", level, "level_intact")
            continue
        cells = []
        for side in SIDES:
            if level in found.sensory_level.of(side).possible:
                cells += _one_of(exam, _skin(side, _next(level)), _impaired)
            if level in found.motor_level.of(side).possible:
                cells += [cell for _, ends, _ in _motor_ends(exam, side, level) for cell in ends]
        yield Reason("neurological_level", "", level, "level_lowest", tuple(dict.fromkeys(cells)), facts)


# ---- grades -----------------------------------------------------------------------------------------


def _sacral(exam: Exam) -> tuple[tuple[Cell, ...], tuple[Cell, ...], tuple[Cell, ...]]:
    """Return the signs of spared sacral function that are there for certain, those that can be, and all."""
    skin = tuple(cell for side in SIDES for cell in _skin(side, _SACRAL))
    anal = (ANAL_PRESSURE, ANAL_CONTRACTION)
    sure = (
        *(cell for cell in skin if _must(exam, cell, _some)),
        *(cell for cell in anal if exam.score(cell) == "Yes"),
    )
    open_ = (
        *(cell for cell in skin if _can(exam, cell, _some)),
        *(cell for cell in anal if exam.score(cell) != "No"),
    )
    return sure, open_, (*skin, *anal)


def _completeness(exam: Exam, found: Classification) -> Iterator[Reason]:
    sure, open_, every = _sacral(exam)
    for value in found.completeness.possible:
        if value == "C":
            yield Reason("completeness", "", value, "sacral_absent", open_ or every)
        else:
            yield Reason("completeness", "", value, "sacral_spared", sure or open_)


def _ais(exam: Exam, found: Classification) -> Iterator[Reason]:
    sure, open_, every = _sacral(exam)
    felt = tuple(cell for cell in sure or open_ if cell != ANAL_CONTRACTION)
    for grade in found.ais.possible:
        if grade == "A":
            yield Reason("ais", "", grade, "grade_complete", open_ or every, {"part": "complete"})
        elif grade == "B":
            facts = {"part": "sensory", "apart": str(APART)}
            yield Reason("ais", "", grade, "grade_sensory", (*felt, ANAL_CONTRACTION), facts)
        elif grade == "E":
            yield Reason("ais", "", grade, "grade_normal", (ANAL_CONTRACTION,), {"part": "normal"})
        else:
            yield from _motor_incomplete(exam, found, grade, felt)
            yield _counted(exam, found, grade)


def _motor_incomplete(
    exam: Exam, found: Classification, grade: str, felt: tuple[Cell, ...]
) -> Iterator[Reason]:
    """Yield what makes the injury motor incomplete: the sphincter, or movement far below the motor level."""
    part = {"part": "motor", "apart": str(APART)}
    if exam.anal_contraction != "No":
        sure = exam.anal_contraction == "Yes"
        yield Reason("ais", "", grade, "motor_sphincter", (ANAL_CONTRACTION,), part, sure)
        if sure:
            return
    far, muscles, levels = [], [], []
    for side in SIDES:
        level = found.motor_level.of(side)
        top = _place(level.possible[0]) + APART
        moving = tuple(
            cell
            for cell in (Cell(side, "motor", muscle) for muscle in MOTOR_LEVELS)
            if _place(cell.level) > top and _can(exam, cell, _some)
        )
        far += _one_of(exam, moving, _some)
        muscle = exam.half(side).non_key_muscle
        if muscle and _place(muscle) > top:
            muscles.append((side, muscle))
        levels.append(level.shown())
    facts = {**part, "right": levels[0], "left": levels[1]}
    if far and felt:
        yield Reason("ais", "", grade, "motor_far", (*far, *felt), facts)
    for side, muscle in muscles if felt and not far else ():
        level = found.motor_level.of(side)
        told = {"part": f"non-key {side}", "apart": str(APART), "muscle": muscle, "side": side}
        yield Reason(
            "ais", "", grade, "motor_non_key", felt, {**told, "level": level.shown()}, certain=level.decided
        )


def _counted(exam: Exam, found: Classification, grade: str) -> Reason:
    """Return how many key muscles below the neurological level lift against gravity."""
    level = found.neurological_level
    cells = tuple(
        cell
        for side in SIDES
        for cell in (Cell(side, "motor", muscle) for muscle in MOTOR_LEVELS)
        if _place(cell.level) > _place(level.possible[0])
    )
    least = sum(_must(exam, cell, lambda number: number >= 3) for cell in cells)
    most = sum(_can(exam, cell, lambda number: number >= 3) for cell in cells)
    facts = {
        "part": "count",
        "level": level.shown(),
        "strong": str(least) if least == most else f"{least}–{most}",
        "all": str(len(cells)),
    }
    rule = {"C": "muscles_few", "D": "muscles_half"}[grade]
    if not level.decided:  # the count hangs on the level
        rule += "_open"
    elif not cells:
        rule = "muscles_none"
    return Reason("ais", "", grade, rule, cells, facts)


# ---- zones of partial preservation -------------------------------------------------------------------


def _sensory_zone(exam: Exam, found: Classification, side: Side) -> Iterator[Reason]:
    sacral = _skin(side, _SACRAL)
    for level in found.sensory_zpp.of(side).possible:
        if level == NOT_APPLICABLE:
            cells = _one_of(exam, sacral, _some)
            if exam.anal_pressure != "No":
                cells = (*cells, ANAL_PRESSURE)
            yield Reason("sensory_zpp", side, level, "zone_felt", cells)
        elif level == "C1":
            cells = _open_below(exam, side, level, MODALITIES[1:]) or sacral
            yield Reason("sensory_zpp", side, level, "zone_nothing_felt", (*cells, ANAL_PRESSURE))
        else:
            cells = _one_of(exam, _skin(side, level), _some)
            cells += _open_below(exam, side, level, MODALITIES[1:])
            yield Reason("sensory_zpp", side, level, "zone_last_felt", cells)


def _motor_zone(exam: Exam, found: Classification, side: Side) -> Iterator[Reason]:
    half, level = exam.half(side), found.motor_level.of(side)
    for value in found.motor_zpp.of(side).possible:
        muscle = Cell(side, "motor", value)
        if value == NOT_APPLICABLE:
            yield Reason("motor_zpp", side, value, "zone_contraction", (ANAL_CONTRACTION,))
            continue
        still = _open_below(exam, side, value, MODALITIES[:1])
        by_key = value in MOTOR_LEVELS and _can(exam, muscle, _some)
        # What lies below must be able to be still, or the zone would reach further down.
        ends = not any(
            _must(exam, Cell(side, "motor", below), _some)
            for below in MOTOR_LEVELS
            if _place(below) > _place(value)
        )
        if by_key and ends:
            yield Reason("motor_zpp", side, value, "zone_last_moving", (muscle, *still))
        elif value in level.possible and ends:
            cells = still or (ANAL_CONTRACTION,)
            yield Reason("motor_zpp", side, value, "zone_at_level", cells, {"level": level.shown()})
        if value == half.non_key_muscle and "C" in found.ais.possible and not (by_key and ends):
            facts = {"level": level.shown(), "apart": str(APART)}
            yield Reason("motor_zpp", side, value, "zone_non_key", (), facts)


# ---- sums and stars ----------------------------------------------------------------------------------


def _totals(exam: Exam, found: Classification) -> Iterator[Reason]:
    for name, side, total in found.totals.each():
        if total is None and side:
            modality = "motor" if name.endswith("motor") else name
            column = (
                MOTOR_LEVELS[:5]
                if name.startswith("upper")
                else MOTOR_LEVELS[5:]
                if name.startswith("lower")
                else MOTOR_LEVELS
                if modality == "motor"
                else SENSORY_LEVELS
            )
            cells = (Cell(side, modality, level) for level in column)
            missing = tuple(cell for cell in cells if not exam.score(cell).rstrip("*").isdigit())
            yield Reason(name, side, "ND", "total_open", missing)


def _flags(exam: Exam, found: Classification) -> Iterator[Reason]:
    marked = tuple(cell for cell in exam.cells() if exam.score(cell).endswith("*"))
    if not marked:
        return
    plain = [*classify(_without_stars(exam, marked)).results()]
    tried = marked if len(marked) <= MOST_TRIED else ()
    each = [(cell, [*classify(_without_stars(exam, (cell,))).results()]) for cell in tried]
    for at, (result, side, value) in enumerate(found.results()):
        if value.tagged:
            # Those that alone make a difference; where none does, all of the side together.
            alone = tuple(cell for cell, others in each if others[at][2].possible != value.possible)
            cells = alone or tuple(cell for cell in marked if cell.side == side or not side) or marked
            yield Reason(result, side, value.shown(), "flagged", cells, {"without": plain[at][2].shown()})


def _without_stars(exam: Exam, cells: tuple[Cell, ...]) -> Exam:
    """Return an examination with some scores read as the injury's."""

    def read(side: Side) -> Half:
        half = exam.half(side)
        columns = {
            modality: tuple(
                score.rstrip("*") if Cell(side, modality, level) in cells else score
                for level, score in zip(levels_of(modality), half.column(modality), strict=True)
            )
            for modality in MODALITIES
        }
        return replace(half, **columns)

    return replace(exam, right=read("right"), left=read("left"))
