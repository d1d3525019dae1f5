"""The commands of practice: ``quiz``, ``anki`` and ``progress``."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from dermatome.anatomy import ids
from dermatome.cli.common import answered_as_json, counting, file_named, print_json
from dermatome.errors import InputError

if TYPE_CHECKING:
    from dermatome.study.records import Kind, Wanted

T = TypeVar("T")


def add_commands(commands: Any) -> None:
    """Add the commands to a parser's sub-commands; each carries the function that runs it."""
    quiz = commands.add_parser("quiz", help="ask questions, the same for the same seed")
    quiz.add_argument(
        "--seed", type=_whole, default=0, metavar="N", help="another number, other questions (0)"
    )
    quiz.add_argument("--count", type=_whole, default=10, metavar="K", help="so many questions (10)")
    quiz.add_argument("--sides", action="store_true", help="ask for a side of the patient as well")
    _add_filter(quiz)
    quiz.set_defaults(run=_quiz)

    anki = commands.add_parser("anki", help="write practice cards as a deck for Anki")
    anki.add_argument("-o", "--output", required=True, type=file_named, metavar="FILE.apkg")
    anki.add_argument("--title", default="", help="put the cards into a deck of this name")
    _add_filter(anki)
    anki.set_defaults(run=_anki)

    progress = commands.add_parser("progress", help="take progress along, bring it back, or back it up")
    progress.add_argument("--place", metavar="DIR", help="where it is kept; else as DERMATOME_PROGRESS says")
    progress.add_argument("--learner", metavar="NAME", help="whose, for --export and --import")
    what = progress.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--export", type=file_named, metavar="FILE", help="write every answer and examination as JSON"
    )
    what.add_argument(
        "--import", dest="bring", type=file_named, metavar="FILE", help="add what an export holds"
    )
    what.add_argument("--backup", type=file_named, metavar="FILE", help="copy the progress of everybody")
    progress.set_defaults(run=_progress)

    answered_as_json(quiz, anki, progress)


def _add_filter(command: argparse.ArgumentParser) -> None:
    command.add_argument("--root", "--roots", dest="roots", metavar="R[,R…]", help="only of these roots")
    command.add_argument(
        "--kind", "--kinds", dest="kinds", metavar="K[,K…]", help="only these kinds of question"
    )
    command.add_argument("--layer", "--layers", dest="layers", metavar="L[,L…]", help="only these layers")
    command.add_argument(
        "--scheme", "--schemes", dest="schemes", metavar="MAP[,MAP…]", help="only these maps"
    )
    command.add_argument("--difficulty", metavar="1[,2,3]", help="1 easy, 2 medium, 3 hard")


def _wanted(options: argparse.Namespace) -> Wanted:
    from dermatome.atlas.load import atlas
    from dermatome.study.records import DIFFICULTIES, KINDS, Wanted

    maps = tuple(scheme.id for scheme in atlas().schemes)

    def kind(text: str) -> Kind:
        # The ids hold underscores, which parse_choice reads as hyphens.
        spelled: dict[str, Kind] = {name.replace("_", "-"): name for name in KINDS}
        return spelled[ids.parse_choice(text, spelled, "kind of question")]

    def difficulty(text: str) -> int:
        return int(ids.parse_choice(text, map(str, DIFFICULTIES), "difficulty"))

    return Wanted(
        kinds=_each(options.kinds, kind),
        roots=ids.parse_roots(options.roots or ""),
        layers=_each(options.layers, ids.parse_layer),
        schemes=_each(options.schemes, lambda text: ids.parse_choice(text, maps, "map")),
        difficulties=_each(options.difficulty, difficulty),
        sides=getattr(options, "sides", False),
    )


def _each(text: str | None, read: Callable[[str], T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(read(part) for part in (text or "").split(",") if part.strip()))


def _quiz(options: argparse.Namespace) -> int:
    from dermatome.study.questions import quiz
    from dermatome.study.wording import contract, details, label, prompt

    asked = quiz(_wanted(options), options.count, options.seed)
    if options.json:
        print_json([contract(question) for question in asked])
        return 0
    for number, question in enumerate(asked, 1):
        print(f"{number}. {prompt(question)}")
        for line in details(question):
            print(f"   – {line}")
        for choice in question.choices:
            print(f"   [ ] {label(question, choice)}")
    print("Answers")
    for number, question in enumerate(asked, 1):
        right = " or ".join(label(question, answer) for answer in question.answers)
        print(f"{number}. {right}  ({question.id})")
    return 0


def _anki(options: argparse.Namespace) -> int:
    from dermatome.export.anki import deck
    from dermatome.study.questions import cards

    wanted = _wanted(options)
    written = deck(wanted, options.output, title=options.title, progress=counting("notes"))
    count = len(cards(wanted))
    if options.json:
        print_json({"file": str(written), "notes": count})
    else:
        print(f"Wrote {written}: {count} notes")
    return 0


def _progress(options: argparse.Namespace) -> int:
    from dermatome.study.exchange import LARGEST_IMPORT
    from dermatome.study.store import open_progress

    with open_progress(options.place) as progress:
        if options.backup:
            told: dict[str, Any] = {"file": str(progress.backup(options.backup))}
            line = f"Wrote {told['file']}"
        elif not options.learner:
            raise InputError("Say whose progress with --learner.")
        elif options.export:
            learner = progress.known(options.learner)
            if learner is None:
                raise InputError(f"Nobody called {options.learner[:40]!r} has practised here.")
            options.export.write_text(progress.export(learner), encoding="utf-8")
            told = {"file": str(options.export)}
            line = f"Wrote {options.export}"
        else:
            with options.bring.open("rb") as file:
                read = file.read(LARGEST_IMPORT + 1)  # a device tells no size
            if len(read) > LARGEST_IMPORT:
                raise InputError(f"{options.bring.name} is too large to be exported progress.")
            try:
                text = read.decode("utf-8")
            except UnicodeDecodeError as error:
                raise InputError(f"{options.bring.name} is no exported progress: it is no UTF-8.") from error
            merged = progress.merge(progress.learner(options.learner), text)
            told = {"added": merged.added, "known": merged.known}
            line = f"{merged.added} answers added, {merged.known} known already"
            if merged.examinations or merged.known_examinations:
                sheets = {"added": merged.examinations, "known": merged.known_examinations}
                told["examinations"] = sheets
                line += "; {added} examinations added, {known} known already".format(**sheets)
    if options.json:
        print_json(told)
    else:
        print(line)
    return 0


def _whole(text: str) -> int:
    if not text.isdecimal() or len(text) > 9:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number")
    return int(text)
