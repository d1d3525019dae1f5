"""`python -m tools.build_assets`: rebuild the body from nothing, or compare what ships with a rebuild."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from dermatome.errors import AtlasError
from tools.build_assets.build import ASSETS, build_all
from tools.build_assets.surface import BODY_3D, build_surface
from tools.build_assets.verify import differences


def main() -> int:
    """Build, and with --verify compare. Returns 0, 1 where a file differs, 2 where nothing can be built."""
    builders: dict[str, tuple[Callable[[Path], None], Path]] = {
        "body_outlines": (build_all, ASSETS),
        "body_3d": (build_surface, BODY_3D),
    }
    parser = argparse.ArgumentParser(prog="python -m tools.build_assets", description=__doc__)
    parser.add_argument("--only", choices=builders, help="build one of the two folders, not both")
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--out", type=Path, metavar="FOLDER", help="where to write the folders; default: assets"
    )
    where.add_argument("--verify", action="store_true", help="write nothing; name the files a build changes")
    options = parser.parse_args()
    started = time.monotonic()
    found = []
    try:
        for name in [options.only] if options.only else builders:
            build, shipped = builders[name]
            if options.verify:
                with tempfile.TemporaryDirectory() as folder:
                    build(Path(folder))
                    found += [f"{name}/{line}" for line in differences(Path(folder), shipped)]
            else:
                build(options.out / name if options.out else shipped)
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
