"""The command of the localiser: ``localise``."""

from __future__ import annotations

import argparse
from typing import Any

from dermatome.cli.lines import Answered


def add_commands(commands: Any) -> None:
    """Add the command to a parser's sub-commands; it carries the function that runs it."""
    command = commands.add_parser("localise", help="rank the places of the lesion that findings point to")
    Answered("one patient's findings", "many patients' findings", 2, _answer).add_options(command)


def _answer(data: Any, options: argparse.Namespace) -> Any:
    from dermatome.localiser.answer import localise, text, to_dict
    from dermatome.localiser.findings import read_findings

    answer = localise(read_findings(data))
    known = {"id": data["id"]} if "id" in data else {}
    if options.json:
        return {**known, **to_dict(answer)}
    return "\n".join((*(str(value) for value in known.values()), text(answer), ""))
