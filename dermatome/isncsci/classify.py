"""The classification of an examination, exact where scores are open, and without trying them out one by one.

An examination that holds NT, stars or empty cells stands for many: each such cell may be one of several
plain scores. A result is the set of all values that the plain rules of the standard (ISNCSCI2019, RUPP2021)
give for any of them. Cells are independent of one another, and a level depends on few of them, so the sets
follow from what each cell can be. docs/adr/0014 tells why this is exact.

Inside, a set of levels is a number: bit n stands for the n-th of :data:`LEVELS`, C1 at bit 0, and bit 28 for
the segment S4-5 or, as a result, for INT. So "can every cell down to here be normal" is one operation.

What the standard leaves open, and what is done: where everything is normal but the anal contraction is "No",
the result is INT and AIS B; a non-key muscle counts for the motor zone of partial preservation only if the
AIS is C, and only where it lies more than three levels below the zone the key muscles give.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from dermatome.isncsci.cells import NUMBER, UNSCORED, Cells, Columns
from dermatome.isncsci.records import (
    LEVELS,
    NOT_APPLICABLE,
    Both,
    Classification,
    Exam,
    SideTotals,
    Totals,
    Value,
    named,
)

GRADES: Final = ("A", "B", "C", "D", "E")
COMPLETENESS: Final = ("C", "I")
ZONES: Final = (NOT_APPLICABLE, *LEVELS)

APART: Final = 3
"""Motor function counts as preserved only if it lies more than so many levels below the motor level."""

ALL: Final = (1 << 28) - 1  # C1 to S3: what a level can be
INT: Final = 1 << 28
S3: Final = 1 << 27
SACRAL: Final = 1 << 28  # the cells of S4-5


def _bits(first: str, last: str | None = None) -> int:
    start, stop = LEVELS.index(first), LEVELS.index(last or first)
    return (1 << stop + 1) - (1 << start)


KEYS: Final = _bits("C5", "T1") | _bits("L2", "S1")
BEFORE: Final = _bits("C4") | _bits("L1")  # the next segment has a key muscle, this one has none
INNER: Final = _bits("C5", "C8") | _bits("L2", "L5")  # key muscle here and next
ENDS: Final = _bits("T1") | _bits("S1")  # key muscle here, none next
TOUCHING: Final = BEFORE | INNER | ENDS
BY_SENSE: Final = ALL & ~TOUCHING  # no key muscle tells: the motor level goes with the sensory one
BLOCKS: Final = ((_bits("T1"), _bits("C5", "T2")), (_bits("S1"), _bits("L2", "S2")))
"""Past the last key muscle of a limb, sensation has to be normal over the limb and the next segment."""


class _World(NamedTuple):
    """What may be: both sides, and the anal observations."""

    right: Cells
    left: Cells
    contraction: bool  # can be Yes
    no_contraction: bool
    pressure: bool
    no_pressure: bool

    @property
    def spared(self) -> bool:
        """Can there be sensation at S4-5 or deep anal pressure?"""
        return self.pressure or bool((self.right.present | self.left.present) & SACRAL)

    @property
    def not_spared(self) -> bool:
        return self.no_pressure and bool(self.right.absent & self.left.absent & SACRAL)


# ---- levels ---------------------------------------------------------------------------------------


def _reached(go: int) -> int:
    """Return the levels down to which one can come, if ``go`` are those that can be passed."""
    return go ^ (go + 1)


def _places(levels: int) -> Iterator[int]:
    while levels:
        lowest = levels & -levels
        yield lowest.bit_length() - 1
        levels ^= lowest


def _sensory_level(side: Cells) -> int:
    # The cells below S4-5 do not exist: past it, all is intact.
    return (side.impaired >> 1 | INT) & _reached(side.normal >> 1)


def _muscles_go(side: Cells) -> int:
    """Return where the key muscles, here and next, allow a level further down."""
    return side.strong >> 1 & BEFORE | side.full & side.strong >> 1 & INNER | side.full & ENDS


def _muscles_halt(side: Cells) -> int:
    """Return where the key muscles can hold the level, provided the one here has 3 or more."""
    return side.weak >> 1 & BEFORE | (side.graded | side.weak >> 1) & INNER | side.graded & ENDS


def _motor_level(side: Cells, contraction: bool, no_contraction: bool) -> int:
    go = _muscles_go(side) & ~ENDS | side.normal >> 1 & BY_SENSE
    halt = _muscles_halt(side) | side.impaired >> 1 & BY_SENSE
    for end, block in BLOCKS:
        if side.full & end:
            if side.normal & block == block:
                go |= end
            if side.impaired & block:
                halt |= end
    levels = halt & _reached(go)
    if go & ALL == ALL:
        levels |= (INT if contraction else 0) | (S3 if no_contraction else 0)
    return levels


def _neurological_level(right: Cells, left: Cells) -> int:
    go = right.normal >> 1 & left.normal >> 1
    go &= (_muscles_go(right) & _muscles_go(left)) | ~TOUCHING
    halt = right.impaired >> 1 | left.impaired >> 1 | _muscles_halt(right) | _muscles_halt(left)
    return (halt | INT) & _reached(go)


# ---- the grade ------------------------------------------------------------------------------------


class _Outcome(NamedTuple):
    """How the levels of one side can come out together."""

    level: int  # its own neurological level: the upper one of sensory and motor
    motor: int
    held: bool  # the motor level holds only if the next key muscle has less than 3


def _outcomes(side: Cells) -> list[_Outcome]:
    found: list[_Outcome] = []
    muscles = _muscles_go(side)
    go = side.normal >> 1 & (muscles | ~TOUCHING)
    ends = side.impaired >> 1
    for place in _places(_reached(go) & (ends | _muscles_halt(side)) & ALL):
        here = 1 << place
        halts = bool(ends & here)
        if here & BY_SENSE:
            if halts:
                found.append(_Outcome(place, place, False))
            continue
        if side.graded & here or (here & ENDS and halts):
            found.append(_Outcome(place, place, False))
        elif side.weak >> 1 & here & ~ENDS:
            found.append(_Outcome(place, place, True))
        if halts and muscles & here & ~ENDS:
            # Sensation ends, the muscles go on: at the latest to the last one of the limb.
            while muscles & here & ~ENDS:
                here <<= 1
                motor = here.bit_length() - 1
                if here & ENDS or side.graded & here:
                    found.append(_Outcome(place, motor, False))
                elif side.weak >> 1 & here:
                    found.append(_Outcome(place, motor, True))
    if go & ALL == ALL:
        found.append(_Outcome(28, 28, False))
    return found


def _below(place: int) -> int:
    """Return the key muscles below a level."""
    return KEYS >> place + 1 << place + 1


def _strong_below(side: Cells, outcome: _Outcome, level: int, last: int = 28) -> tuple[int, int]:
    """Return how many key muscles below a level have 3 or more: at least and at most.

    Below ``last`` all are paralysed.
    """
    sure = (_below(level) & ~_below(outcome.motor)).bit_count()
    free = _below(outcome.motor) & ~_below(last)
    most = free & side.strong
    if outcome.held:
        most &= ~(2 << outcome.motor)
    return sure + (free & ~side.weak).bit_count(), sure + most.bit_count()


def _can_move_far_below(side: Cells, motor: int) -> bool:
    return bool(side.moving & _below(motor + APART)) or side.non_key > motor + APART


def _can_be_still_far_below(side: Cells, motor: int) -> bool:
    return not _below(motor + APART) & ~side.zero and side.non_key <= motor + APART


def _ais(world: _World, right: Sequence[_Outcome], left: Sequence[_Outcome], level: int) -> int:
    a, b, c, d, e = (1 << grade for grade in range(5))
    grades = 0
    if world.no_contraction and world.not_spared:
        grades |= a
    if world.contraction and level & INT:
        grades |= e
    sensory = world.no_contraction and world.spared
    if sensory and all(
        any(_can_be_still_far_below(side, outcome.motor) for outcome in outcomes)
        for side, outcomes in ((world.right, right), (world.left, left))
    ):
        grades |= b
    for one in right:
        for other in left:
            top = min(one.level, other.level)
            if top == 28 or not (
                world.contraction
                or (sensory and _can_move_far_below(world.right, one.motor))
                or (sensory and _can_move_far_below(world.left, other.motor))
            ):
                continue
            half = _below(top).bit_count()
            least, most = _strong_below(world.right, one, top)
            least_beside, most_beside = _strong_below(world.left, other, top)
            if least + least_beside < half:
                grades |= c
            if most + most_beside >= half:
                grades |= d
            if grades & c and grades & d:
                return grades
    return grades


# ---- zones of partial preservation ----------------------------------------------------------------


def _sensory_zone(side: Cells, pressure: bool, no_pressure: bool) -> int:
    zone = 1 if pressure or side.present & SACRAL else 0
    if no_pressure and side.absent & SACRAL:
        lowest = (ALL & ~side.absent).bit_length() - 1  # sensation cannot be absent there
        zone |= (side.present & ALL) >> lowest << lowest << 1
    return zone


def _motor_zone(
    world: _World, side: Cells, outcomes: Sequence[_Outcome], other: Cells, others: Sequence[_Outcome]
) -> int:
    zone = 1 if world.contraction else 0
    if not world.no_contraction:
        return zone
    lowest = (KEYS & ~side.zero).bit_length() - 1  # cannot be paralysed
    seen = side.moving & (KEYS if lowest < 0 else _below(lowest - 1))
    extra = 2 << side.non_key if side.non_key >= 0 else 0
    for outcome in outcomes:
        motor = min(outcome.motor, 27)  # S3, as nothing contracts below
        here = seen & _below(motor) | (1 << motor if lowest <= motor else 0)
        for place in _places(here):
            if side.non_key - place <= APART:
                zone |= 2 << place
            elif not (zone & 2 << place and zone & extra):
                motor_incomplete, otherwise = _with_non_key(world, side, outcome, place, other, others)
                zone |= (extra if motor_incomplete else 0) | (2 << place if otherwise else 0)
    return zone


def _with_non_key(
    world: _World, side: Cells, outcome: _Outcome, place: int, other: Cells, others: Sequence[_Outcome]
) -> tuple[bool, bool]:
    """Return whether the AIS can be C, and whether it can be another, if the key muscles' zone ends there.

    The non-key muscle lies more than three levels below it, so that the injury is motor incomplete once S4-5
    is spared.
    """
    fewer, enough = False, world.not_spared
    for beside in others:
        top = min(outcome.level, beside.level)
        half = _below(top).bit_count()
        least, most = _strong_below(side, outcome, top, place)
        least_beside, most_beside = _strong_below(other, beside, top)
        fewer = fewer or (world.spared and least + least_beside < half)
        enough = enough or most + most_beside >= half
    return fewer, enough


# ---- all of it --------------------------------------------------------------------------------------


class _Sets(NamedTuple):
    sensory_right: int
    sensory_left: int
    motor_right: int
    motor_left: int
    level: int
    completeness: int
    ais: int
    sensory_zone_right: int
    sensory_zone_left: int
    motor_zone_right: int
    motor_zone_left: int


_NAMES: Final = (*(LEVELS,) * 5, COMPLETENESS, GRADES, *(ZONES,) * 4)


def _sets(right: Columns, left: Columns, exam: Exam) -> _Sets:
    world = _World(
        Cells.of(right),
        Cells.of(left),
        exam.anal_contraction != "No",
        exam.anal_contraction != "Yes",
        exam.anal_pressure != "No",
        exam.anal_pressure != "Yes",
    )
    contraction, pressure = world[2:4], world[4:]
    one, other = _outcomes(world.right), _outcomes(world.left)
    level = _neurological_level(world.right, world.left)
    return _Sets(
        _sensory_level(world.right),
        _sensory_level(world.left),
        _motor_level(world.right, *contraction),
        _motor_level(world.left, *contraction),
        level,
        (1 if world.no_contraction and world.not_spared else 0)
        | (2 if world.contraction or world.spared else 0),
        _ais(world, one, other, level),
        _sensory_zone(world.right, *pressure),
        _sensory_zone(world.left, *pressure),
        _motor_zone(world, world.right, one, world.left, other),
        _motor_zone(world, world.left, other, world.right, one),
    )


def _changed(names: Sequence[str], sets: int, stripped: int) -> int:
    """Return the values of a result that would differ if marked scores were read as the injury's.

    A level in a list stands for itself: it differs if it could not be. A level alone and a grade also
    differ if they would be less or more certain.
    """
    if sets == stripped:
        return 0
    if sets.bit_count() == 1 or (stripped.bit_count() == 1 and names in (COMPLETENESS, GRADES)):
        return sets
    return sets & ~stripped


def _side_totals(side: Columns) -> SideTotals:
    numbers = side.motor.translate(NUMBER)
    lower, upper, touch, prick = (
        sum(numbers[:5]),
        sum(numbers[5:]),
        sum(side.light_touch.translate(NUMBER)),
        sum(side.pin_prick.translate(NUMBER)),
    )
    motor = upper + lower
    return SideTotals(
        upper if upper < UNSCORED else None,
        lower if lower < UNSCORED else None,
        motor if motor < UNSCORED else None,
        touch if touch < UNSCORED else None,
        prick if prick < UNSCORED else None,
    )


def _totals(right: Columns, left: Columns) -> Totals:
    one, other = _side_totals(right), _side_totals(left)
    summed = (None if a is None or b is None else a + b for a, b in zip(one, other, strict=True))
    upper, lower, _, touch, prick = summed
    return Totals(one, other, upper, lower, touch, prick)


def classify(exam: Exam) -> Classification:
    """Return what the standard derives from an examination, every possible value of each result."""
    right, left = Columns.of(exam.right), Columns.of(exam.left)
    sets = _sets(right, left, exam)
    if right.flagged() or left.flagged():
        stripped = _sets(right.stripped(), left.stripped(), exam)
        values: list[Value] = [
            named(names, possible, _changed(names, possible, without))
            for names, possible, without in zip(_NAMES, sets, stripped, strict=True)
        ]
    else:
        values = [named(names, possible) for names, possible in zip(_NAMES, sets, strict=True)]
    return Classification(
        Both(values[0], values[1]),
        Both(values[2], values[3]),
        values[4],
        values[5],
        values[6],
        Both(values[7], values[8]),
        Both(values[9], values[10]),
        _totals(right, left),
    )
