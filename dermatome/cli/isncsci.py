"""The command of the neurological examination: ``isncsci``.

One examination, or many as JSON Lines: one a line in, one answer a line out, in their order.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from dermatome.cli.common import answered_as_json, print_json
from dermatome.errors import InputError

if TYPE_CHECKING:
    from dermatome.isncsci.records import Classification, Exam

FAULTS: Final = 1
STDIN: Final = Path("-")


def add_commands(commands: Any) -> None:
    """Add the command to a parser's sub-commands; it carries the function that runs it."""
    command = commands.add_parser(
        "isncsci", help="classify an examination of spinal cord injury, and say why"
    )
    command.add_argument("file", nargs="?", type=Path, metavar="FILE", help="the examination as JSON")
    command.add_argument(
        "--batch",
        type=Path,
        metavar="FILE.jsonl",
        help="many examinations, one a line; - reads the standard input",
    )
    command.add_argument("--reasons", action="store_true", help="with --json: why each result is as it is")
    command.set_defaults(run=_isncsci)
    answered_as_json(command)


def _isncsci(options: argparse.Namespace) -> int:
    if (options.file is None) == (options.batch is None):
        raise InputError("Name a file with one examination, or one with many after --batch.")
    if options.batch:
        return _batch(options)
    try:
        data = _parsed(options.file.read_bytes())
        answer = _answer(data, options)
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
                answer = _answer(data, options)
            except InputError as error:
                faulty = True
                known = data.get("id") if isinstance(data, dict) else None
                answer = {"id": known, "error": str(error)} if options.json else f"{_called(known)}{error}\n"
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
        raise InputError(f"This is no JSON: {error}. Give an examination as one JSON object.") from error


def _answer(data: Any, options: argparse.Namespace) -> Any:
    """Return the answer to an examination: JSON, or a text of several lines."""
    from dermatome.isncsci.classify import classify
    from dermatome.isncsci.reading import read_exam, to_dict

    exam = read_exam(data)
    found = classify(exam)
    if not options.json:
        return "\n".join(_told(data.get("id"), exam, found))
    answer = {"id": data["id"], **to_dict(found)} if "id" in data else to_dict(found)
    if options.reasons:
        answer |= _reasons(exam, found)
    return answer


def _reasons(exam: Exam, found: Classification) -> dict[str, Any]:
    from dermatome.isncsci.reasons import notes, reasons
    from dermatome.isncsci.wording import reason_to_dict

    return {
        "reasons": [reason_to_dict(reason, exam) for reason in reasons(exam, found)],
        "notes": [reason_to_dict(note, exam) for note in notes(exam, found)],
    }


def _told(known: Any, exam: Exam, found: Classification) -> Iterator[str]:
    from dermatome.isncsci.reasons import notes, reasons
    from dermatome.isncsci.records import NOT_DETERMINABLE
    from dermatome.isncsci.wording import result_name, word

    if known is not None:
        yield str(known)
    why = reasons(exam, found)
    for result, side, value in found.results():
        yield f"{result_name(result, side)}: {value.shown()}"
        yield from (f"  {word(r, exam)}" for r in why if (r.result, r.side) == (result, side))
    for name, side, total in found.totals.each():
        yield f"{result_name(name, side)}: {NOT_DETERMINABLE if total is None else total}"
    yield from (f"Note: {word(note, exam)}" for note in notes(exam, found))


def _called(known: Any) -> str:
    return "" if known is None else f"{known}: "
