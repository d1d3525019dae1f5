"""A lecture: named steps, each one a state of the atlas and what to reveal of it, in which order.

A state is kept as the query of the atlas's address (``root=S1&scheme=isncsci&side=right``): what a link
says anyway, so a lecture stays readable, and any state the atlas can show can be a step. Everything here
is frozen: each change returns another lecture, so that earlier ones can be kept to return to.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, FailFast, Field, StringConstraints, model_validator

from dermatome.errors import InputError
from dermatome.language import _

Reveal = Literal["name", "territory", "key_point", "muscles", "reflexes", "level", "maps", "note"]
REVEALS: Final[tuple[Reveal, ...]] = get_args(Reveal)
"""What can be shown of a state: the root's name, its lit territory, facts in short, the other maps side by
side, the step's own note."""

MAX_STEPS: Final = 200
MAX_TITLE: Final = 120
MAX_NOTE: Final = 2000
MAX_ADDRESS: Final = 800
"""A case with some strokes of paint fits; a lecture full of such is a file: its link would be too long."""

Title = Annotated[str, StringConstraints(strip_whitespace=True, max_length=MAX_TITLE)]
Note = Annotated[str, StringConstraints(max_length=MAX_NOTE)]
Address = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_ADDRESS)]
# The first fault is told, so that a file full of faults is not read to its end.
Reveals = Annotated[tuple[Reveal, ...], Field(max_length=len(REVEALS)), FailFast()]

AT_ONCE: Final[Reveals] = ("name", "territory")
ONE_BY_ONE: Final[Reveals] = ("key_point", "muscles", "reflexes", "level")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)


class Step(_Frozen):
    """One step. ``shown`` is on the screen at once, ``reveals`` comes one by one, in this order."""

    title: Title = ""
    address: Address
    note: Note = ""
    labels: bool = True
    shown: Reveals = AT_ONCE
    reveals: Reveals = ONE_BY_ONE

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        both = [*self.shown, *self.reveals]
        twice = next((each for each in both if both.count(each) > 1), None)
        if twice:
            raise ValueError(_("%(name)s is shown or revealed twice") % {"name": twice})
        return self


class Deck(_Frozen):
    """A lecture. Positions count from 0."""

    title: Title = ""
    steps: Annotated[tuple[Step, ...], Field(max_length=MAX_STEPS), FailFast()] = ()

    def insert(self, at: int, step: Step) -> Deck:
        """Return the lecture with a step more, before position ``at``. :raises InputError: it is full."""
        if len(self.steps) >= MAX_STEPS:
            raise InputError(_("A lecture holds at most %(n)s steps.") % {"n": MAX_STEPS})
        return self._with((*self.steps[:at], step, *self.steps[at:]))

    def replace(self, at: int, step: Step) -> Deck:
        """Return the lecture with another step at a position."""
        return self._with((*self.steps[:at], step, *self.steps[at + 1 :]))

    def remove(self, at: int) -> Deck:
        """Return the lecture without the step at a position."""
        return self._with((*self.steps[:at], *self.steps[at + 1 :]))

    def move(self, at: int, to: int) -> Deck:
        """Return the lecture with a step moved to another position, the others closing up."""
        step, rest = self.steps[at], [*self.steps[:at], *self.steps[at + 1 :]]
        rest.insert(to, step)
        return self._with(tuple(rest))

    def renamed(self, title: str) -> Deck:
        """Return the lecture under another name, cut to the length there is room for."""
        return self.model_copy(update={"title": title.strip()[:MAX_TITLE]})

    def _with(self, steps: tuple[Step, ...]) -> Deck:
        return self.model_copy(update={"steps": steps})
