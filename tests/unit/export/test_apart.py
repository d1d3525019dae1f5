"""Files made by another process: the same bytes, the same language, and errors that arrive."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from dermatome.errors import AtlasError, InputError
from dermatome.export.anki import deck_bytes
from dermatome.export.apart import YIELDING, Allowance, apart
from dermatome.language import _, speaking
from dermatome.study.records import Wanted
from tests.browser import PROJECT

pytestmark = pytest.mark.slow


def its_process() -> bytes:
    return f"{os.getpid()} {os.nice(0)}".encode()


def its_language() -> bytes:
    return _("Muscles").encode()


def ends_suddenly() -> bytes:
    os._exit(3)


def refuses(what: str) -> bytes:
    raise InputError(f"There is no {what}.")


def counts(upto: int, *, progress: Callable[[int, int], None]) -> bytes:
    for done in range(1, upto + 1):
        progress(done, upto)
    return b"done"


def waits(*, progress: Callable[[int, int], None]) -> bytes:
    progress(os.getpid(), 0)
    threading.Event().wait()
    return b""


def test_another_process_does_it_and_stands_back() -> None:
    process, niceness = map(int, apart("decks", its_process).split())
    assert process != os.getpid()
    assert niceness == min(os.nice(0) + YIELDING, 19)


def test_it_speaks_the_visitors_language() -> None:
    with speaking("de"):
        here = its_language()
        assert apart("decks", its_language) == here
    assert apart("decks", its_language) != here


def test_our_errors_arrive_as_they_are() -> None:
    with pytest.raises(InputError, match=r"^There is no deck\.$"):
        apart("decks", refuses, "deck")


def test_a_process_that_ends_without_an_answer_is_told() -> None:
    with pytest.raises(AtlasError, match="could not be made"):
        apart("decks", ends_suddenly)


def test_a_process_that_never_ends_is_ended() -> None:
    with pytest.raises(AtlasError, match="could not be made"):
        apart("decks", its_process, allowance=Allowance(seconds=0.01))


def test_it_says_how_far_it_is() -> None:
    said: list[tuple[int, int]] = []
    assert apart("decks", counts, 3, progress=lambda done, of: said.append((done, of))) == b"done"
    assert said == [(1, 3), (2, 3), (3, 3)]


def test_work_nobody_wants_is_ended() -> None:
    processes: list[int] = []

    def no_more(process: int, _of: int) -> None:
        processes.append(process)
        raise InputError("Enough.")

    with pytest.raises(InputError, match=r"^Enough\.$"):
        apart("decks", waits, progress=no_more)
    with pytest.raises(ProcessLookupError):
        os.kill(processes[0], 0)


def test_a_deck_is_the_same_made_here_or_there() -> None:
    wanted, at = Wanted(kinds=("disc",), roots=("L4",)), 1_700_000_000.0
    assert apart("decks", partial(deck_bytes, at=at), wanted) == deck_bytes(wanted, at=at)


@pytest.mark.skipif(sys.platform != "linux", reason="only there the system ends a process with another")
def test_it_ends_with_the_server(tmp_path: Path) -> None:
    script = (
        "from tests.unit.export.test_apart import waits\n"
        "from dermatome.export.apart import apart\n"
        "apart('decks', waits, progress=lambda process, _: print(process, flush=True))"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, cwd=PROJECT) as server:
        assert server.stdout is not None
        worker = int(server.stdout.readline())
        server.kill()
    end = time.monotonic() + 60
    while Path(f"/proc/{worker}").exists() and "Z" not in Path(f"/proc/{worker}/stat").read_text().split()[2]:
        assert time.monotonic() < end, "the work went on without anybody to take it"
