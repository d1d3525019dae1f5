"""One JSON object from a file, or many as JSON Lines: one answer a line, in the order of what was read."""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from dermatome.cli.common import answered_as_json, file_named, print_json
from dermatome.errors import InputError

STDIN: Final = Path("-")
LONGEST: Final = 2**23
"""Bytes of one object; a file that never ends, such as a device, is not read to the end."""


@dataclass(frozen=True)
class Answered:
    """What a command says of each object it reads.

    one, many: what one object, and what many are called. faults: exit status of a batch with faulty lines.
    answer: what is answered to one; JSON where ``--json`` is asked for, else a text. It raises InputError.
    """

    one: str
    many: str
    faults: int
    answer: Callable[[Any, argparse.Namespace], Any]

    def add_options(self, command: argparse.ArgumentParser) -> None:
        """Let a command read a file, or a batch."""
        command.add_argument(
            "file",
            nargs="?",
            type=file_named,
            metavar="FILE",
            help=f"{self.one} as JSON; - reads the standard input",
        )
        command.add_argument(
            "--batch",
            type=file_named,
            metavar="FILE.jsonl",
            help=f"{self.many}, one a line; - reads the standard input",
        )
        command.set_defaults(run=self._run)
        answered_as_json(command)

    def _run(self, options: argparse.Namespace) -> int:
        if (options.file is None) == (options.batch is None):
            raise InputError(f"Name a file with {self.one}, or one with many after --batch.")
        if options.batch:
            return self._batch(options)
        try:
            with _opened(options.file) as file:
                answer = self.answer(self._parsed(_bounded(file.read(LONGEST + 1))), options)
        except InputError as error:
            if options.json:
                print_json({"error": str(error)})
            raise
        if options.json:
            print_json(answer)
        else:
            print(answer)
        return 0

    def _batch(self, options: argparse.Namespace) -> int:
        faulty = False
        encode = json.JSONEncoder(ensure_ascii=False).encode
        with _opened(options.batch) as lines:
            for line in _lines(lines):
                if not line.strip():
                    continue
                data = None
                try:
                    data = self._parsed(line)
                    answer = self.answer(data, options)
                except InputError as error:
                    faulty = True
                    known = data.get("id") if isinstance(data, dict) else None
                    named = "" if known is None else f"{known}: "
                    answer = {"id": known, "error": str(error)} if options.json else f"{named}{error}\n"
                print(answer if isinstance(answer, str) else encode(answer))
        return self.faults if faulty else 0

    def _parsed(self, text: bytes) -> Any:
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as error:
            raise InputError(f"This is no JSON: {error}. Give {self.one} as one JSON object.") from error


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    while line := file.readline(LONGEST + 1):
        yield _bounded(line)


def _bounded(text: bytes) -> bytes:
    if len(text) > LONGEST:
        raise InputError(f"That is more than {LONGEST >> 20} MB for one: give JSON, one object a line.")
    return text


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    if path == STDIN:
        yield sys.stdin.buffer
    else:
        with path.open("rb") as file:
            yield file
