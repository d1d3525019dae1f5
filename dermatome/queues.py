"""Queues before work that takes long: one after the other, in the order asked, and never too many.

Whoever waits is told how many stand before; who would wait too long, or waits in several places already, is
told so at once instead.
"""

from __future__ import annotations

import contextlib
import contextvars
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, TypeVar

from dermatome.errors import Busy
from dermatome.language import N_, _

T = TypeVar("T")

WAIT_SECONDS: Final = 1.0
"""How often a waiting caller is told its place."""

_visitor: Final[contextvars.ContextVar[str]] = contextvars.ContextVar("visitor", default="")


@contextlib.contextmanager
def on_behalf_of(visitor: str) -> Iterator[None]:
    """Say for whom work is asked inside a ``with`` block; "" is nobody in particular, who has no bound."""
    token = _visitor.set(visitor)
    try:
        yield
    finally:
        _visitor.reset(token)


def asked_by(visitor: str, make: Callable[[], T]) -> T:
    """Return what ``make`` makes, asked on behalf of a visitor."""
    with on_behalf_of(visitor):
        return make()


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many a queue takes in all (the one at work included), and how many of one visitor."""

    all: int
    visitor: int


class Queue:
    """A queue before one piece of work at a time. Safe between threads; see :meth:`turn`."""

    def __init__(self, bounds: Bounds, full: str, enough: str) -> None:
        self.bounds = bounds
        self._full, self._enough = full, enough
        self._line: list[tuple[object, str]] = []
        self._moved = threading.Condition()

    @property
    def waiting(self) -> int:
        """How many stand in line, the one at work included."""
        return len(self._line)

    @contextlib.contextmanager
    def turn(self, waiting: Callable[[int], object] | None = None) -> Iterator[None]:
        """Wait for the turn of this caller, which lasts as long as the ``with`` block.

        :param waiting: told, again and again, how many are before; whatever it raises ends the waiting.
        :raises Busy: the queue is full, or holds enough of this visitor.
        """
        ticket = (object(), _visitor.get())
        with self._moved:
            if len(self._line) >= self.bounds.all:
                raise Busy(_(self._full))
            if ticket[1] and sum(who == ticket[1] for _ticket, who in self._line) >= self.bounds.visitor:
                raise Busy(_(self._enough))
            self._line.append(ticket)
        try:
            self._wait(ticket, waiting)
            yield
        finally:
            with self._moved:
                self._line.remove(ticket)
                self._moved.notify_all()

    def _wait(self, ticket: tuple[object, str], waiting: Callable[[int], object] | None) -> None:
        while True:
            with self._moved:
                before = self._line.index(ticket)
                if not before:
                    return
            if waiting is not None:
                waiting(before)  # outside the lock: it may take its time
            with self._moved:
                if self._line[0] is not ticket:
                    self._moved.wait(WAIT_SECONDS)


FULL: Final = N_("The server is busy with the wishes of others. Try again in a minute.")
ENOUGH: Final = N_("What you asked for before is still being made. Try again when it is done.")
