"""Who may add articles: everybody, who knows the password, or nobody. Set by the server's environment."""

from __future__ import annotations

import hmac
import os
import threading
import time
from collections import deque
from enum import Enum
from pathlib import Path
from typing import Final

from dermatome.errors import DataError
from dermatome.language import _, n_

SWITCH: Final = "DERMATOME_IMPORT"
"""Environment variable: ``off`` keeps visitors from adding and removing articles (public servers)."""
UPLOADS: Final = "DERMATOME_UPLOADS"
"""Environment variable: ``off`` keeps every page from taking a file, be it for the library or for oneself."""
PASSWORD: Final = "DERMATOME_IMPORT_PASSWORD"
"""Environment variable: who may add or remove articles has to know this. ``…_FILE`` names a file with it."""

TRIES, SECONDS = 5, 60.0
"""Wrong passwords the whole server takes within so many seconds before it makes everybody wait."""


class Gate(Enum):
    """How the door to the library stands."""

    OPEN = "open"
    PASSWORD = "password"
    CLOSED = "closed"


def gate() -> Gate:
    """Return who may add, replace and remove articles.

    :raises DataError: the file with the password cannot be read.
    """
    if _off(SWITCH) or not uploads():
        return Gate.CLOSED
    return Gate.PASSWORD if _password() else Gate.OPEN


def uploads() -> bool:
    """Return whether pages take files at all: lectures, sets, progress and, if the gate lets, articles."""
    return not _off(UPLOADS)


def _off(variable: str) -> bool:
    return os.environ.get(variable, "on").strip().lower() in {"off", "no", "0", "false"}


class Attempts:
    """Counts wrong passwords of the whole process, so that guessing from many sessions does not help."""

    def __init__(self) -> None:
        self._wrong: deque[float] = deque(maxlen=TRIES)
        self._lock = threading.Lock()

    def check(self, given: str, now: float | None = None) -> str:
        """Return "" when ``given`` is the password, else what to tell the visitor.

        :raises DataError: the file with the password cannot be read.
        """
        now = time.monotonic() if now is None else now
        with self._lock:
            if len(self._wrong) == TRIES and now - self._wrong[0] < SECONDS:
                wait = round(SECONDS - (now - self._wrong[0])) + 1
                return n_(
                    "Too many wrong passwords. Try again in %(n)s second.",
                    "Too many wrong passwords. Try again in %(n)s seconds.",
                    wait,
                )
            # The same time for every wrong answer, whatever it has in common with the right one.
            if hmac.compare_digest(given.encode(), _password().encode()) and given:
                return ""
            self._wrong.append(now)
            return _("This is not the password. Ask whoever runs this server.")


ATTEMPTS: Final = Attempts()


def _password() -> str:
    if named := os.environ.get(f"{PASSWORD}_FILE"):
        try:
            return Path(named).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise DataError(f"The file named by {PASSWORD}_FILE cannot be read. Name another one.") from error
    return os.environ.get(PASSWORD, "").strip()
