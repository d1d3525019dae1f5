"""The commands that tell facts: ``show`` and ``facts``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping
from typing import Any

from dermatome.anatomy import ids
from dermatome.cli.common import (
    answered_as_json,
    file_named,
    print_json,
    roots_named,
    write,
)

FIGURES_SHOWN = 6
"""Of the accuracy of tests; ``--json`` has all."""


def add_commands(commands: Any) -> None:
    """Add the commands to a parser's sub-commands; each carries the function that runs it."""
    show = commands.add_parser("show", help="print everything known of a root")
    show.add_argument("root", metavar="ROOT", help="C1 to C8, T1 to T12, L1 to L5, S1 to S5, S4-5, Co1")
    show.set_defaults(run=_show)

    facts = commands.add_parser("facts", help="write all facts with their sources as CSV or JSON")
    facts.add_argument("--root", metavar="R[,R…]", help="one root or several; all without it")
    form = facts.add_mutually_exclusive_group(required=True)
    form.add_argument("--csv", action="store_true", help="one fact a row, for a spreadsheet")
    form.add_argument("--json", action="store_true", help="for programs")
    facts.add_argument(
        "-o", "--output", type=file_named, metavar="FILE", help="instead of the standard output"
    )
    facts.set_defaults(run=_facts)
    answered_as_json(show)


def _show(options: argparse.Namespace) -> int:
    from dermatome.show import show

    known = show(options.root)
    if options.json:
        print_json(known)
    else:
        print("\n".join(summary(known)))
    return 0


def _facts(options: argparse.Namespace) -> int:
    from dermatome.export.tables import facts_csv, facts_json
    from dermatome.show import show

    known = [show(root) for root in roots_named(options.root) or ids.ROOTS]
    text = facts_csv(known) if options.csv else facts_json(known)
    if options.output:
        # Spreadsheets take a file without the mark for one of their own old character sets.
        write(options.output, text.encode("utf-8-sig" if options.csv else "utf-8"))
        print(f"Wrote {options.output}")
    else:
        sys.stdout.write(text)
    return 0


def summary(known: dict[str, Any]) -> Iterable[str]:
    """The short form of ``show``."""
    yield f"{known['root']}, {known['name']}"
    if known["pooled"]:
        yield known["pooled"]
    yield "What the label can mean:"
    yield from (f"  {meaning['title']}: {meaning['text']}" for meaning in known["meanings"])
    yield "Skin, map by map:"
    for scheme, told in known["territories"].items():
        state = "" if told["mapped"] else " (not mapped)"
        yield f"  {scheme}{state}: {told['area'] or 'nothing said'}{_unread(told)}"
    point = known["key_point"]
    yield f"Key sensory point: {point['location'] if point else 'none'}"
    key_muscles = [
        row["muscle"] for row in known["myotome"] if row["key_muscle"] and row["kind"] == "muscle_root"
    ]
    main = [
        row["muscle"]
        for row in known["myotome"]
        if row["contribution"] == "main" and row["kind"] == "muscle_root"
    ]
    yield f"Key muscles: {', '.join(key_muscles) or 'none'}"
    yield f"Main muscles: {', '.join(dict.fromkeys(main)) or 'none'}"
    reflexes = [row["reflex"] + _unread(row) for row in known["reflexes"] if row["status"] == "adopted"]
    yield f"Reflexes: {', '.join(reflexes) or 'none'}"
    level = known["level"]
    yield f"Way out: {level['exit']}"
    discs = (level["disc_paracentral"] or "none", level["disc_foraminal"] or "none")
    yield f"Disc: paracentral {discs[0]}, foraminal {discs[1]}"
    figures = [row for row in known["accuracy"] if row["verified"]][:FIGURES_SHOWN]
    if figures:
        yield "How well tests do:"
        for row in figures:
            yield f"  {row['finding']} ({row['target']}): {row['summary']}"
    yield f"Sources: {', '.join(work['key'] for work in known['sources'])}"


def _unread(told: Mapping[str, Any]) -> str:
    return " (second-hand)" if told["verified"] is False else ""
