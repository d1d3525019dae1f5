"""The command of the neurological examination: ``isncsci``."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dermatome.cli.lines import Answered

if TYPE_CHECKING:
    from dermatome.isncsci.records import Classification, Exam


def add_commands(commands: Any) -> None:
    """Add the command to a parser's sub-commands; it carries the function that runs it."""
    command = commands.add_parser(
        "isncsci", help="classify an examination of spinal cord injury, and say why"
    )
    Answered("one examination", "many examinations", 1, _answer).add_options(command)
    command.add_argument("--reasons", action="store_true", help="with --json: why each result is as it is")


def _answer(data: Any, options: argparse.Namespace) -> Any:
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
    from dermatome.isncsci.wording import result_name, spelled, word

    if known is not None:
        yield str(known)
    why = reasons(exam, found)
    for result, side, value in found.results():
        yield f"{result_name(result, side)}: {spelled(result, value.shown())}"
        yield from (f"  {word(r, exam)}" for r in why if (r.result, r.side) == (result, side))
    for name, side, total in found.totals.each():
        yield f"{result_name(name, side)}: {NOT_DETERMINABLE if total is None else total}"
    yield from (f"Note: {word(note, exam)}" for note in notes(exam, found))
