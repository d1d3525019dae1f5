"""Work that takes long, in a process of its own: the server goes on answering its visitors meanwhile.

Turning a drawing into pixels holds the interpreter, which a large picture would stop for seconds. The process
is asked for one piece of work through its standard input and gives back the bytes; it runs this very module
(``python -m dermatome.export.apart``).
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import pickle  # between two processes of ours; nothing of it is kept or comes from outside
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, get_args

from dermatome.errors import AtlasError
from dermatome.language import _, speaking, spoken
from dermatome.queues import ENOUGH, FULL, Bounds, Queue

LONGEST_SECONDS: Final = 1800
_PR_SET_PDEATHSIG: Final = 1
YIELDING: Final = 10
"""How far the work stands back behind the server (``nice``)."""

Lane = Literal["pictures", "decks", "imports", "library", "progress"]
_lanes: Final[dict[Lane, Queue]] = {lane: Queue(Bounds(8, 2), FULL, ENOUGH) for lane in get_args(Lane)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What a piece of work may take.

    - ``seconds``: after which it is ended.
    - ``memory``: bytes the process may take; 0 sets no limit.
    - ``stands_back``: whether it leaves the processor to others, as it should beside a server.
    - ``failed``: what to say when the process ended without an answer.
    """

    seconds: float = LONGEST_SECONDS
    memory: int = 0
    stands_back: bool = True
    failed: str = ""


def apart(
    lane: Lane,
    make: Callable[..., bytes],
    *given: object,
    allowance: Allowance = Allowance(),
    progress: Callable[..., object] | None = None,
    waiting: Callable[[int], object] | None = None,
) -> bytes:
    """Return what ``make(*given)`` returns, made by another process in the language spoken here.

    :param lane: in each, one piece of work is done at a time, and further callers wait for their turn: a
        picture does not wait for a deck, and each lane takes one process at most. Seven may wait.
    :param make: a function of a module, so that the other process finds it; what it is given can be pickled.
    :param progress: called with how much of how much is done, as often as ``make`` says so to a parameter of
        that name; whatever it raises ends the work.
    :param waiting: called about once a second with how many are before, while others are served.
    :raises Busy: too many wait in this lane, or this visitor has enough there.
    :raises AtlasError: whatever ``make`` raises of ours, or that the process ended without an answer.
    """
    order = pickle.dumps((make, given, spoken(), progress is not None, allowance.memory))
    with _lanes[lane].turn(waiting):
        answer = _answered(order, progress, allowance)
    if answer is None:
        raise AtlasError(allowance.failed or _("The file could not be made. Choose less and try again."))
    if isinstance(answer, AtlasError):
        raise answer
    return answer


def _answered(
    order: bytes, progress: Callable[..., object] | None, allowance: Allowance
) -> bytes | AtlasError | None:
    yielding = YIELDING if allowance.stands_back else 0
    command = [sys.executable, "-m", "dermatome.export.apart", str(yielding)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe) as process:
        assert process.stdin is not None and process.stdout is not None
        end = threading.Timer(allowance.seconds, process.kill)
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
    _end_with_the_server()
    with contextlib.suppress(OSError):
        os.nice(int(sys.argv[1]))
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


def _end_with_the_server() -> None:
    """Have the system end this process with the one that asked, which may be killed."""
    with contextlib.suppress(OSError, AttributeError):  # Linux alone knows it
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _limit(memory: int) -> None:
    with contextlib.suppress(OSError):  # where memory runs out, it is this process that goes
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    with contextlib.suppress(ImportError, OSError, ValueError):  # no such limits on Windows
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _say(*said: object) -> None:
    pickle.dump(said, sys.stdout.buffer)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
