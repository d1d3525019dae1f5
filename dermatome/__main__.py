"""``python -m dermatome``, or ``dermatome`` where the wheel is installed: the command line of the atlas."""

import io
import sys

from dermatome.cli import main


def run() -> int:
    """Run the command the process was started with and return the exit status."""
    # JSON is UTF-8 wherever it is printed, and file names may hold any bytes.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape")
    return main()


if __name__ == "__main__":
    sys.exit(run())
