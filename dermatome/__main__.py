"""``python -m dermatome``: the command line of the atlas."""

import io
import sys

from dermatome.cli import main

if __name__ == "__main__":
    # JSON is UTF-8 wherever it is printed, and file names may hold any bytes.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape")
    sys.exit(main())
