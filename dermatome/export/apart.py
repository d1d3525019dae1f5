"""Work that takes long, in a process of its own: the server goes on answering its visitors meanwhile.

Turning a drawing into pixels holds the interpreter, which a large picture would stop for seconds. The process
is asked for one piece of work through its standard input and gives back the bytes; it runs this very module
(``python -m dermatome.export.apart``).
"""

from __future__ import annotations

import contextlib
import os
import pickle  # between two processes of ours; nothing of it is kept or comes from outside
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Final, Literal, get_args

from dermatome.errors import AtlasError
from dermatome.language import _, speaking, spoken

LONGEST_SECONDS: Final = 1800
YIELDING: Final = 10
"""How far the work stands back behind the server (``nice``)."""

Lane = Literal["pictures", "decks", "imports"]
_lanes: Final[dict[Lane, threading.Lock]] = {lane: threading.Lock() for lane in get_args(Lane)}


def apart(
    lane: Lane,
    make: Callable[..., bytes],
    *given: object,
    progress: Callable[..., object] | None = None,
    seconds: float = LONGEST_SECONDS,
    memory: int = 0,
    failed: str = "",
) -> bytes:
    """Return what ``make(*given)`` returns, made by another process in the language spoken here.

    :param lane: in each, one piece of work is done at a time, and further callers wait for their turn: a
        picture does not wait for a deck, and each lane takes one process at most.
    :param make: a function of a module, so that the other process finds it; what it is given can be pickled.
    :param progress: called with how much of how much is done, as often as ``make`` says so to a parameter of
        that name; whatever it raises ends the work.
    :param seconds: after which the work is ended.
    :param memory: bytes the process may take; 0 sets no limit.
    :param failed: what to say when the process ended without an answer.
    :raises AtlasError: whatever ``make`` raises of ours, or that the process ended without an answer.
    """
    order = pickle.dumps((make, given, spoken(), progress is not None, memory))
    with _lanes[lane]:
        answer = _answered(order, progress, seconds)
    if answer is None:
        raise AtlasError(failed or _("The file could not be made. Choose less and try again."))
    if isinstance(answer, AtlasError):
        raise answer
    return answer


def _answered(
    order: bytes, progress: Callable[..., object] | None, seconds: float
) -> bytes | AtlasError | None:
    command = [sys.executable, "-m", "dermatome.export.apart"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe) as process:
        assert process.stdin is not None and process.stdout is not None
        end = threading.Timer(seconds, process.kill)
        end.start()
        try:
            process.stdin.write(order)
            process.stdin.close()
            while isinstance(said := pickle.load(process.stdout), tuple):
                assert progress is not None
                progress(*said)
            return said
        except (OSError, EOFError, pickle.UnpicklingError):
            return None
        finally:
            end.cancel()
            process.kill()


def main() -> None:
    """Do one piece of work: read it from standard input, write the answer to standard output."""
    with contextlib.suppress(OSError):
        os.nice(YIELDING)
    make, given, (language, terms), counting, memory = pickle.load(sys.stdin.buffer)
    if memory:
        _limit(memory)
    answer: bytes | AtlasError
    with speaking(language, terms):
        try:
            answer = make(*given, progress=_say) if counting else make(*given)
        except AtlasError as error:
            answer = error
    pickle.dump(answer, sys.stdout.buffer)


def _limit(memory: int) -> None:
    with contextlib.suppress(ImportError, OSError, ValueError):  # no such limits on Windows
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _say(*said: object) -> None:
    pickle.dump(said, sys.stdout.buffer)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
