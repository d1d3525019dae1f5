"""Is what is shipped what the rules give? Compares two folders of built files byte for byte."""

from __future__ import annotations

from pathlib import Path

WRITTEN_BY_HAND = {"SOURCES.md", "README.md"}


def differences(fresh: Path, shipped: Path) -> list[str]:
    """One line for each file that is not the same in a fresh build and in the shipped folder, by name."""
    new, old = _files(fresh), _files(shipped)
    found = []
    for name in sorted(new | old):
        if name not in old:
            found.append(f"{name} is built, but not shipped")
        elif name not in new:
            found.append(f"{name} is shipped, but no longer built")
        elif (fresh / name).read_bytes() != (shipped / name).read_bytes():
            found.append(f"{name} differs")
    return found


def _files(folder: Path) -> set[str]:
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return names - WRITTEN_BY_HAND
