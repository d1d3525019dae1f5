"""The command of the localiser: ``localise``.

One patient's findings, or many as JSON Lines: one a line in, one answer a line out, in their order.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final

from dermatome.cli.common import answered_as_json, print_json
from dermatome.errors import InputError

FAULTS: Final = 2
STDIN: Final = Path("-")


def add_commands(commands: Any) -> None:
    """Add the command to a parser's sub-commands; it carries the function that runs it."""
    command = commands.add_parser("localise", help="rank the places of the lesion that findings point to")
    command.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help="the findings as JSON; - reads them"
    )
    command.add_argument(
        "--batch",
        type=Path,
        metavar="FILE.jsonl",
        help="many patients, one a line; - reads the standard input",
    )
    command.set_defaults(run=_localise)
    answered_as_json(command)


def _localise(options: argparse.Namespace) -> int:
    if (options.file is None) == (options.batch is None):
        raise InputError("Name a file with one patient's findings, or one with many after --batch.")
    if options.batch:
        return _batch(options)
    try:
        with _opened(options.file) as file:
            data = _parsed(file.read())
        answer = _answer(data, as_json=options.json)
    except InputError as error:
        if options.json:
            print_json({"error": str(error)})
        raise
    if options.json:
        print_json(answer)
    else:
        print(answer)
    return 0


def _batch(options: argparse.Namespace) -> int:
    faulty = False
    encode = json.JSONEncoder(ensure_ascii=False).encode
    with _opened(options.batch) as lines:
        for line in lines:
            if not line.strip():
                continue
            data = None
            try:
                data = _parsed(line)
                answer = _answer(data, as_json=options.json)
            except InputError as error:
                faulty = True
                known = data.get("id") if isinstance(data, dict) else None
                answer = {"id": known, "error": str(error)} if options.json else f"{known or ''}: {error}\n"
            print(answer if isinstance(answer, str) else encode(answer))
    return FAULTS if faulty else 0


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    if path == STDIN:
        yield sys.stdin.buffer
    else:
        with path.open("rb") as file:
            yield file


def _parsed(text: bytes) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"This is no JSON: {error}. Give the findings as one JSON object.") from error


def _answer(data: Any, *, as_json: bool) -> Any:
    """Return the answer to one patient's findings: JSON, or a text of several lines."""
    from dermatome.localiser.answer import localise, text, to_dict
    from dermatome.localiser.findings import read_findings

    answer = localise(read_findings(data))
    known = {"id": data["id"]} if "id" in data else {}
    if as_json:
        return {**known, **to_dict(answer)}
    return "\n".join((*(str(value) for value in known.values()), text(answer), ""))
