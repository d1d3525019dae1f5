"""``python -m dermatome``, or ``dermatome`` where the wheel is installed: the command line of the atlas."""

import codecs
import io
import sys

from dermatome.cli import main


def run() -> int:
    """Run the command the process was started with and return the exit status."""
    for name in ("stdout", "stderr"):  # closed by whoever started us: there is nobody to tell
        if getattr(sys, name) is None:
            setattr(sys, name, io.StringIO())
    # JSON is UTF-8 wherever it is printed, and file names may hold any bytes.
    if isinstance(sys.stdout, io.TextIOWrapper):
        codecs.register_error("as-told", as_told)
        sys.stdout.reconfigure(encoding="utf-8", errors="as-told")
    return main()


def as_told(error: UnicodeError) -> tuple[str | bytes, int]:
    """Print the bytes of a file name as they are, and half a surrogate from a JSON text as its escape."""
    try:
        return codecs.lookup_error("surrogateescape")(error)
    except UnicodeEncodeError:
        return codecs.lookup_error("backslashreplace")(error)


if __name__ == "__main__":
    sys.exit(run())
