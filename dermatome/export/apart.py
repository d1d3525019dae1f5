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
from typing import Final, Literal

from dermatome.errors import AtlasError
from dermatome.language import speaking, spoken

LONGEST_SECONDS: Final = 1800
YIELDING: Final = 10
"""How far the work stands back behind the server (``nice``)."""

Lane = Literal["pictures", "decks"]
_lanes: Final[dict[Lane, threading.Lock]] = {"pictures": threading.Lock(), "decks": threading.Lock()}


def apart(
    lane: Lane,
    make: Callable[..., bytes],
    *given: object,
    progress: Callable[[int, int], None] | None = None,
) -> bytes:
    """Return what ``make(*given)`` returns, made by another process in the language spoken here.

    :param lane: in each, one piece of work is done at a time, and further callers wait for their turn: a
        picture does not wait for a deck, and all of them together take two processes at most.
    :param make: a function of a module, so that the other process finds it; what it is given can be pickled.
    :param progress: called with how much of how much is done, as often as ``make`` says so to a parameter of
        that name; whatever it raises ends the work.
    :raises AtlasError: whatever ``make`` raises of ours, or that the process ended without an answer.
    """
    order = pickle.dumps((make, given, spoken(), progress is not None))
    with _lanes[lane]:
        answer = _answered(order, progress)
    if isinstance(answer, AtlasError):
        raise answer
    return answer


def _answered(order: bytes, progress: Callable[[int, int], None] | None) -> bytes | AtlasError:
    command = [sys.executable, "-m", "dermatome.export.apart"]
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nothing) as process:
        assert process.stdin is not None and process.stdout is not None
        end = threading.Timer(LONGEST_SECONDS, process.kill)
        end.start()
        try:
            process.stdin.write(order)
            process.stdin.close()
            while isinstance(said := pickle.load(process.stdout), tuple):
                assert progress is not None
                progress(*said)
            return said
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            raise AtlasError("The file could not be made. Choose less and try again.") from error
        finally:
            end.cancel()
            process.kill()


def main() -> None:
    """Do one piece of work: read it from standard input, write the answer to standard output."""
    with contextlib.suppress(OSError):
        os.nice(YIELDING)
    make, given, (language, terms), counting = pickle.load(sys.stdin.buffer)
    answer: bytes | AtlasError
    with speaking(language, terms):
        try:
            answer = make(*given, progress=_say) if counting else make(*given)
        except AtlasError as error:
            answer = error
    pickle.dump(answer, sys.stdout.buffer)


def _say(done: int, of: int) -> None:
    pickle.dump((done, of), sys.stdout.buffer)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
