"""Decks for Anki that are being made, and the last ones made: each once, however many ask for it."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import Final

from dermatome.errors import AtlasError, Busy
from dermatome.export.apart import apart
from dermatome.language import _, as_spoken, spoken
from dermatome.queues import ENOUGH, FULL
from dermatome.study.records import Wanted

KEPT: Final = 8
MOST_WAITING, MOST_OF_VISITOR = 6, 3
"""Decks that are being made or wait for it, of all and of one visitor; more are refused."""
PATIENCE_SECONDS: Final = 90
"""A deck nobody has looked after for so long is given up; a browser asks once a minute at least."""


@dataclass(slots=True)
class Making:
    """How far a deck is: ``data`` or ``trouble`` at the end, until then so many cards ``done`` of so many."""

    selection: Wanted
    visitor: str = ""
    done: int = 0
    of: int = 0
    data: bytes | None = None
    trouble: str = ""
    looked: float = field(default_factory=time.monotonic)

    @property
    def ended(self) -> bool:
        return self.data is not None or bool(self.trouble)

    def run(self) -> None:
        from dermatome.export.anki import deck_bytes  # seldom asked for

        try:
            self.data = apart("decks", deck_bytes, self.selection, progress=self._count, waiting=self._wait)
        except AtlasError as error:
            self.trouble = str(error)

    def _wait(self, _before: int) -> None:
        self._count(0, 0)

    def _count(self, done: int, of: int) -> None:
        if time.monotonic() - self.looked > PATIENCE_SECONDS:
            raise AtlasError(_("Nobody waited for the deck. Ask for it again."))
        self.done, self.of = done, of


_makings: Final[dict[tuple[object, Wanted], Making]] = {}  # the one asked for longest ago first
_lock: Final = threading.Lock()


def ask(selection: Wanted, visitor: str = "") -> None:
    """Have a deck made in the language spoken now, unless it is made or being made.

    :param visitor: who asks; "" is nobody in particular.
    :raises Busy: others wait for too many, or this visitor for one that is not made yet.
    """
    key = (spoken(), selection)
    with _lock:
        making = _makings.get(key)
        if making is None or making.trouble:
            _check_room(visitor)
            making = Making(selection, visitor)
            threading.Thread(target=as_spoken(making.run), name="deck", daemon=True).start()
        _makings.pop(key, None)
        _makings[key] = making
        for old in [each for each, made in _makings.items() if made.ended][: max(0, len(_makings) - KEPT)]:
            del _makings[old]


def _check_room(visitor: str) -> None:
    waiting = [making for making in _makings.values() if not making.ended]
    if len(waiting) >= MOST_WAITING:
        raise Busy(_(FULL))
    if visitor and sum(making.visitor == visitor for making in waiting) >= MOST_OF_VISITOR:
        raise Busy(_(ENOUGH))


def look(selection: Wanted) -> Making | None:
    """Return how far a deck is that was asked for, which keeps it going; None if nobody has."""
    with _lock:
        making = _makings.get((spoken(), selection))
    if making is not None:
        making.looked = time.monotonic()
    return making
