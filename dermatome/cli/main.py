"""The command line: ``python -m dermatome COMMAND``; docs/command-line.md lists the commands.

Answers go to stdout, as JSON with ``--json``, and the exit status is 0. Bad input leaves one line on
stderr and the status 2; ``check`` ends with 1 when it finds a fault.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from dermatome.cli import facts, files, isncsci, library, localise, points, serve, study
from dermatome.cli.common import answered_as_json, print_json
from dermatome.errors import AtlasError, InputError

BAD_INPUT = 2
FAULTS = 1


class _Parser(argparse.ArgumentParser):
    """argparse without the usage block: a mistake is one line, as for every other bad input."""

    def error(self, message: str) -> NoReturn:
        # Long lists of choices and the text of the mistake may hold line breaks.
        raise InputError(f"{' '.join(message.split())}. See: {self.prog} --help")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status."""
    try:
        options = parser().parse_args(arguments)
        return options.run(options)
    except AtlasError as error:
        print(" ".join(str(error).split()), file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:
        # The reader, `head` for example, has had enough; a second error at exit would be noise.
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123
        return 0
    except OSError as error:
        print(
            f"{error.filename or 'A file'}: {error.strerror}. Check the path and its permissions.",
            file=sys.stderr,
        )
        return BAD_INPUT


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line; each command carries the function that runs it."""
    top = _Parser(prog="python -m dermatome", description="The dermatome atlas on the command line.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)
    _add_check(commands)
    for part in (points, facts, files, isncsci, localise, library, study, serve):
        part.add_commands(commands)
    return top


def _add_check(commands: Any) -> None:
    check = commands.add_parser("check", help="validate all data and assets")
    check.set_defaults(run=_check)
    answered_as_json(check)


def _check(options: argparse.Namespace) -> int:
    from dermatome.check import run

    reports = run()
    faults = sum(len(report.faults) for report in reports)
    if options.json:
        print_json(
            {
                "ok": not faults,
                "checks": [
                    {"name": r.name, "ok": r.ok, "counts": dict(r.counts), "faults": r.faults}
                    for r in reports
                ],
            }
        )
    else:
        for report in reports:
            counted = ", ".join(f"{value} {what}" for what, value in report.counts.items())
            print(f"{'ok  ' if report.ok else 'FAIL'} {report.name}: {counted or 'nothing counted'}")
            for fault in report.faults:
                print(f"     - {fault}")
        print(f"{len(reports)} checks, {faults} faults")
    return FAULTS if faults else 0
