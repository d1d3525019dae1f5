"""Decks for Anki that are being made, and the last ones made: each once, however many ask for it."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import Final

from dermatome.errors import AtlasError
from dermatome.export.apart import apart
from dermatome.language import _, as_spoken, spoken
from dermatome.study.records import Wanted

KEPT: Final = 8
PATIENCE_SECONDS: Final = 90
"""A deck nobody has looked after for so long is given up; a browser asks once a minute at least."""


@dataclass(slots=True)
class Making:
    """How far a deck is: ``data`` or ``trouble`` at the end, until then so many cards ``done`` of so many."""

    selection: Wanted
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
            self.data = apart("decks", deck_bytes, self.selection, progress=self._count)
        except AtlasError as error:
            self.trouble = str(error)

    def _count(self, done: int, of: int) -> None:
        if time.monotonic() - self.looked > PATIENCE_SECONDS:
            raise AtlasError(_("Nobody waited for the deck. Ask for it again."))
        self.done, self.of = done, of


_makings: Final[dict[tuple[object, Wanted], Making]] = {}  # the one asked for longest ago first
_lock: Final = threading.Lock()


def ask(selection: Wanted) -> None:
    """Have a deck made in the language spoken now, unless it is made or being made."""
    key = (spoken(), selection)
    with _lock:
        making = _makings.pop(key, None)
        if making is None or making.trouble:
            making = Making(selection)
            threading.Thread(target=as_spoken(making.run), name="deck", daemon=True).start()
        _makings[key] = making
        for old in [each for each, made in _makings.items() if made.ended][: max(0, len(_makings) - KEPT)]:
            del _makings[old]


def look(selection: Wanted) -> Making | None:
    """Return how far a deck is that was asked for, which keeps it going; None if nobody has."""
    with _lock:
        making = _makings.get((spoken(), selection))
    if making is not None:
        making.looked = time.monotonic()
    return making
