"""`python -m tools.build_assets`: rebuild assets/body_outlines from nothing, or compare it with a rebuild."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from dermatome.errors import AtlasError
from tools.build_assets.build import ASSETS, build_all
from tools.build_assets.verify import differences


def main() -> int:
    """Build, and with --verify compare. Returns 0, 1 where a file differs, 2 where nothing can be built."""
    parser = argparse.ArgumentParser(prog="python -m tools.build_assets", description=__doc__)
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--out", type=Path, default=ASSETS, metavar="FOLDER", help="where to write the files")
    where.add_argument("--verify", action="store_true", help="write nothing; name the files a build changes")
    options = parser.parse_args()
    started = time.monotonic()
    try:
        if options.verify:
            with tempfile.TemporaryDirectory() as folder:
                build_all(Path(folder))
                found = differences(Path(folder), ASSETS)
        else:
            build_all(options.out)
            found = []
    except AtlasError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"assets built in {time.monotonic() - started:.0f} s")
    for line in found:
        print(line)
    if options.verify and not found:
        print("every shipped file is as built, byte for byte")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
