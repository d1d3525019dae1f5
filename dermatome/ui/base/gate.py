"""Who may do what: set by the server's environment, and strict where strangers come.

An app that listens on its own machine alone serves its owner. One that listens for others, or that a proxy
hands requests to, serves strangers: there articles are changed with a password only, and learners are known
by secret links, unless the administrator has said otherwise in so many words.
"""

from __future__ import annotations

import hmac
import ipaddress
import os
import threading
import time
from collections import OrderedDict
from enum import Enum
from pathlib import Path
from typing import Final

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dermatome.errors import DataError, InputError
from dermatome.language import _, n_, one_of

SWITCH: Final = "DERMATOME_IMPORT"
"""Environment variable: ``off`` keeps visitors from adding and removing articles, ``open`` lets everybody,
also strangers, without a password; ``on`` lets the owner, and strangers who know the password."""
UPLOADS: Final = "DERMATOME_UPLOADS"
"""Environment variable: ``off`` keeps every page from taking a file, be it for the library or for oneself."""
PASSWORD: Final = "DERMATOME_IMPORT_PASSWORD"
"""Environment variable: who may add or remove articles has to know this. ``…_FILE`` names a file with it."""
LEARNERS: Final = "DERMATOME_LEARNERS"
"""Environment variable: ``names`` lets progress be opened by a name, ``links`` by a secret link only."""

OFF: Final = ("off", "no", "0", "false")
ON: Final = ("on", "yes", "1", "true")

FREE_TRIES: Final = 3
"""Wrong passwords from one address before it has to wait."""
LONGEST_SECONDS: Final = 64.0
"""The longest wait: who shares an address with somebody who guesses is not locked out."""
MOST_ADDRESSES: Final = 10_000
"""Addresses remembered; the ones that guessed longest ago are forgotten first."""


class Gate(Enum):
    """How the door to the library stands."""

    OPEN = "open"
    PASSWORD = "password"
    CLOSED = "closed"


def strangers() -> bool:
    """Return whether others than the owner of this machine may be at the other end."""
    return not _is_loopback(st.get_option("server.address")) or _forwarded()


def _forwarded() -> bool:
    inside = get_script_run_ctx(suppress_warning=True) is not None
    return inside and "X-Forwarded-For" in st.context.headers


def _is_loopback(address: str | None) -> bool:
    if address in {"localhost", "localhost."}:
        return True
    try:
        return ipaddress.ip_address((address or "").strip("[]")).is_loopback
    except ValueError:
        return False


def gate() -> Gate:
    """Return who may add, replace and remove articles.

    :raises InputError: a switch is set to something it does not know.
    :raises DataError: the file with the password cannot be read.
    """
    switch = _chosen(SWITCH, (*ON, *OFF, "open"), "on")
    if switch in OFF or not uploads():
        return Gate.CLOSED
    if _password():
        return Gate.PASSWORD
    return Gate.CLOSED if switch != "open" and strangers() else Gate.OPEN


def uploads() -> bool:
    """Return whether pages take files at all: lectures, sets, progress and, if the gate lets, articles.

    :raises InputError: the switch is set to something it does not know.
    """
    return _chosen(UPLOADS, (*ON, *OFF), "on") not in OFF


def by_name() -> bool:
    """Return whether learners may be opened by name. Names are for a laptop or a classroom.

    On a public server anybody could open anybody's progress.

    :raises InputError: the variable holds something it does not know.
    """
    chosen = _chosen(LEARNERS, ("names", "links"), "")
    return chosen == "names" or (not chosen and not strangers())


def _chosen(variable: str, choices: tuple[str, ...], default: str) -> str:
    chosen = os.environ.get(variable, "").strip().lower() or default
    if chosen != default and chosen not in choices:
        said = [choice for choice in choices if choice not in {*ON[1:], *OFF[1:]}]
        raise InputError(
            _("%(variable)s is %(chosen)s. Set it to %(choices)s.")
            % {"variable": variable, "chosen": repr(chosen[:40]), "choices": one_of(said)}
        )
    return chosen


class Attempts:
    """Counts wrong passwords by address: each further one makes that address wait twice as long."""

    def __init__(self) -> None:
        self._wrong: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self._lock = threading.Lock()

    def check(self, given: str, address: str = "", now: float | None = None) -> str:
        """Return "" when ``given`` is the password, else what to tell the visitor.

        :param address: of the visitor; "" is this machine.
        :raises DataError: the file with the password cannot be read.
        """
        now = time.monotonic() if now is None else now
        known = _network(address)
        with self._lock:
            wrong, until = self._wrong.get(known, (0, 0.0))
            if now < until:
                wait = int(until - now) + 1
                return n_(
                    "Too many wrong passwords. Try again in %(n)s second.",
                    "Too many wrong passwords. Try again in %(n)s seconds.",
                    wait,
                )
            # The same time for every wrong answer, whatever it has in common with the right one.
            if hmac.compare_digest(given.encode(), _password().encode()) and given:
                self._wrong.pop(known, None)
                return ""
            wrong += 1
            wait = min(2.0 ** min(wrong - FREE_TRIES, 30), LONGEST_SECONDS) if wrong >= FREE_TRIES else 0.0
            self._wrong[known] = wrong, now + wait
            self._wrong.move_to_end(known)
            if len(self._wrong) > MOST_ADDRESSES:
                self._wrong.popitem(last=False)
            return _("This is not the password. Ask whoever runs this server.")


def _network(address: str) -> str:
    """Return what stands for a visitor: of IPv6 the network, in which one machine has as many as it likes."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    return str(ipaddress.ip_network((known, 64), strict=False)) if known.version == 6 else str(known)


def visitor() -> str:
    """Return the address of the visitor whose session runs; "" for one on this machine."""
    return _network(st.context.ip_address or "")


ATTEMPTS: Final = Attempts()


def _password() -> str:
    if named := os.environ.get(f"{PASSWORD}_FILE"):
        try:
            found = Path(named).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise DataError(f"The file named by {PASSWORD}_FILE cannot be read. Name another one.") from error
        if not found:
            raise DataError(f"The file named by {PASSWORD}_FILE holds no password. Write one into it.")
        return found
    return os.environ.get(PASSWORD, "").strip()
