"""What the commands share: reading their words, and answering."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dermatome.anatomy import ids
from dermatome.errors import InputError


def answered_as_json(*commands: argparse.ArgumentParser) -> None:
    """Let commands answer in JSON."""
    for command in commands:
        command.add_argument("--json", action="store_true", help="print JSON")


def print_json(value: Any) -> None:
    """Print a value as people and programs can read it."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2)
    print()


def scheme_named(text: str) -> str:
    """Return the id of a published map. :raises InputError: there is none of this name."""
    from dermatome.atlas.load import atlas

    return ids.parse_choice(text, (scheme.id for scheme in atlas().schemes), "map")


def roots_named(text: str | None) -> tuple[str, ...]:
    """Return roots named with commas between. :raises InputError: one is none, or nothing is named."""
    if text is not None and not text.strip(", "):
        raise InputError("Name at least one root, such as S1 or L5,S1.")
    return ids.parse_roots(text or "")


def named(text: str) -> str:
    """Refuse the empty name that an unset variable leaves: it would stand for no choice or for the folder."""
    if not text.strip():
        raise argparse.ArgumentTypeError("nothing is named")
    return text


def file_named(text: str) -> Path:
    """Read the name of a file."""
    return Path(named(text))


def number(text: str) -> float:
    """Read a number of millimetres."""
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of millimetres") from None


def count(text: str) -> int:
    """Read a number from 1 up."""
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 up")
    return int(text)


def write(path: Path, data: bytes) -> None:
    """Write a file. :raises InputError: it cannot be written."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise InputError(
            f"{path} cannot be written ({error.strerror}). Choose a folder that exists."
        ) from error


def counting(what: str) -> Callable[[int, int], None] | None:
    """Count things on the terminal; None when nobody watches, so that logs stay clean."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        of = f" of {total}" if total else ""
        print(f"\r{done}{of} {what}", end="\n" if done == total else "", file=sys.stderr, flush=True)

    return show
