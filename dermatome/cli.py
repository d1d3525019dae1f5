"""The command line: ``python -m dermatome COMMAND``; README.md lists the commands.

Answers go to stdout, as JSON with ``--json``, and the exit status is 0. Bad input leaves one line on
stderr and the status 2; ``check`` ends with 1 when it finds a fault.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

from dermatome import cli_isncsci, cli_study
from dermatome.anatomy import ids
from dermatome.errors import AtlasError, InputError

BAD_INPUT = 2
FAULTS = 1
FIGURES_SHOWN = 6
"""Of the accuracy of tests; ``--json`` has all."""


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

    check = commands.add_parser("check", help="validate all data and assets")
    check.set_defaults(run=_check)

    hit = commands.add_parser("hit", help="say what lies under a point of a view")
    hit.add_argument("--layer", default="dermatome", help="dermatome (default), myotome, nerve, reflex")
    hit.add_argument("--scheme", metavar="MAP", help="the published map of a dermatome: isncsci, lee …")
    hit.add_argument("--depth", help="of the muscle: superficial or deep; both are looked at without it")
    _add_point(hit)
    hit.set_defaults(run=_hit)

    compare = commands.add_parser("compare", help="say what every map and layer gives a point to")
    _add_point(compare)
    compare.set_defaults(run=_compare)

    show = commands.add_parser("show", help="print everything known of a root")
    show.add_argument("root", metavar="ROOT", help="C1 to C8, T1 to T12, L1 to L5, S1 to S5, S4-5, Co1")
    show.set_defaults(run=_show)

    render = commands.add_parser("render", help="draw a view of a map or layer")
    render.add_argument(
        "--layer",
        default="dermatome",
        help="dermatome (default), myotome, nerve, reflex, agreement, difference",
    )
    render.add_argument("--root", help="the root to light, or to compare")
    render.add_argument("--scheme", metavar="MAP", help="the published map, for dermatome and difference")
    render.add_argument("--depth", default="superficial", help="of the muscles: superficial (default), deep")
    render.add_argument("--muscle", metavar="NAME", help="light one muscle instead of a root's")
    render.add_argument("--nerve", metavar="NAME", help="light a nerve, or hold it against the root")
    render.add_argument("--reflex", metavar="NAME", help="light one reflex instead of a root's")
    render.add_argument("--view", required=True, metavar="V[,V…]", help="one view, or several side by side")
    render.add_argument("-o", "--output", required=True, type=Path, metavar="FILE", help=".svg, .png or .pdf")
    render.add_argument("--side", help="light one side only: left or right, the patient's")
    render.add_argument("--theme", choices=("light", "dark"), default="light")
    render.add_argument("--width", type=_count, metavar="PX", help="width of a .png in pixels")
    render.add_argument("--transparent", action="store_true", help="leave out the paper behind the drawing")
    render.add_argument(
        "--no-labels", dest="labels", action="store_false", help="name nothing on the drawing"
    )
    render.add_argument(
        "--no-inferred",
        dest="inferred",
        action="store_false",
        help="leave a map blank where its published figure draws nothing",
    )
    render.add_argument("--key-points", action="store_true", help="mark the key sensory points (ISNCSCI)")
    render.set_defaults(run=_render)

    handout = commands.add_parser("handout", help="make a handout to print: maps, facts, sources")
    handout.add_argument("--root", metavar="R[,R…]", help="one root or several: S1 or L5,S1")
    handout.add_argument("--region", metavar="X", help="cervical, thoracic, lumbosacral, or a body part")
    handout.add_argument("--scheme", metavar="MAP", help="the map drawn large; the others stand beside it")
    handout.add_argument("--blank", action="store_true", help="without names, to be filled in")
    handout.add_argument("--key", action="store_true", help="add the answers to a blank handout")
    handout.add_argument("--paper", default="a4", help="a4 (default) or letter")
    handout.add_argument("-o", "--output", required=True, type=Path, metavar="FILE.pdf")
    handout.set_defaults(run=_handout)

    facts = commands.add_parser("facts", help="write all facts with their sources as CSV or JSON")
    facts.add_argument("--root", metavar="R[,R…]", help="one root or several; all without it")
    form = facts.add_mutually_exclusive_group(required=True)
    form.add_argument("--csv", action="store_true", help="one fact a row, for a spreadsheet")
    form.add_argument("--json", action="store_true", help="for programs")
    facts.add_argument("-o", "--output", type=Path, metavar="FILE", help="instead of the standard output")
    facts.set_defaults(run=_facts)

    passages = commands.add_parser("passages", help="find what the articles say of a root")
    passages.add_argument("--root", required=True)
    passages.add_argument("--layer", type=_named, help=", ".join(ids.LAYERS))
    passages.add_argument(
        "--scheme", type=_named, metavar="MAP", help="the map on screen: what speaks of it comes first"
    )
    passages.add_argument(
        "--body-part", type=_named, metavar="PART", help="where on the body, such as foot-sole"
    )
    passages.add_argument(
        "--nerve", type=_named, help="in the nerve layer: what tells the root from this nerve comes first"
    )
    passages.add_argument(
        "--article",
        action="append",
        type=_file,
        metavar="FILE",
        help="search this file instead; may be repeated",
    )
    passages.add_argument("--limit", type=_count, default=10, metavar="N", help="at most so many (10)")
    passages.set_defaults(run=_passages)

    read = commands.add_parser("import", help="read an article and list its passages and mentions")
    read.add_argument(
        "file",
        type=_file,
        metavar="FILE",
        help="WordPress JSON, HTML, Markdown or plain text; with --library also a folder or zip of these",
    )
    read.add_argument(
        "--library",
        type=_named,
        metavar="DIR",
        help="keep it in the library in this folder or at this address",
    )
    read.set_defaults(run=_import)

    cli_study.add_commands(commands)
    cli_isncsci.add_commands(commands)

    for command in (check, hit, compare, show, render, handout, passages, read):
        command.add_argument("--json", action="store_true", help="print JSON")
    return top


def _check(options: argparse.Namespace) -> int:
    from dermatome.check import run

    reports = run()
    faults = sum(len(report.faults) for report in reports)
    if options.json:
        _print_json(
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


def _add_point(command: argparse.ArgumentParser) -> None:
    command.add_argument("--view", required=True, help=", ".join(ids.VIEWS))
    command.add_argument("--x", required=True, type=_number, metavar="MM", help="millimetres to the right")
    command.add_argument("--y", required=True, type=_number, metavar="MM", help="millimetres up")


def _hit(options: argparse.Namespace) -> int:
    from dermatome.atlas.hit import HIT_LAYERS, hit, layer_hit

    layer = ids.parse_choice(options.layer, ("dermatome", *HIT_LAYERS), "layer to hit")
    if layer != "dermatome":
        if options.scheme:
            raise InputError(f"The {layer} layer belongs to no map. Leave --scheme out.")
        told = layer_hit(layer, options.view, options.x, options.y, options.depth).to_dict()
        told["name"] = _name_in(layer, told["id"])
        if options.json:
            _print_json(told)
        elif told["id"] is None:
            print("Nothing here." if told["body_part"] else "Outside the body.")
        else:
            depth = f", {told['depth']}" if told["depth"] else ""
            print(f"{told['name']}, {told['side']}{_on(told['body_part'])} ({layer}{depth}, {told['view']})")
        return 0
    if options.depth:
        raise InputError("Only muscles have a depth. Add --layer myotome, or leave --depth out.")
    if not options.scheme:
        raise InputError("Say which map with --scheme, or another layer with --layer.")
    scheme = _scheme(options.scheme)
    found = hit(scheme, options.view, options.x, options.y).to_dict()
    if options.json:
        _print_json(found)
    elif found["root"] is None:
        where = found["body_part"]
        print(f"{scheme} maps nothing here ({where})." if where else "Outside the body.")
    else:
        print(
            f"{found['root']}, {found['side']}{_on(found['body_part'])} "
            f"({scheme}, {found['view']}, {found['basis']})"
        )
        for other in found["also"]:
            print(f"  also {other['root']}, {other['side']}")
        for neighbour in found["neighbours"]:
            print(f"  next to {neighbour['root']}, {neighbour['side']}: {neighbour['distance_mm']} mm")
    return 0


def _compare(options: argparse.Namespace) -> int:
    from dermatome.atlas.compare import who_says

    told = who_says(options.view, options.x, options.y).to_dict()
    nerve = told["nerve"]
    told["nerve"] = {"id": nerve, "name": _name_in("nerve", nerve)} if nerve else None
    for muscle in told["muscles"]:
        muscle["name"] = _name_in("myotome", muscle["id"])
    if options.json:
        _print_json(told)
        return 0
    if told["body_part"] is None:
        print("Outside the body.")
        return 0
    print(f"{ids.PART_NAMES[told['body_part']]}, {told['side'] or 'midline'} ({told['view']})".capitalize())
    for said in told["maps"]:
        roots = " and ".join(said["roots"]) + (" (inferred)" if said["basis"] == ids.INFERRED else "")
        print(f"  {said['scheme']}: {roots if said['mapped'] else 'not mapped'}")
    print(f"  nerve: {told['nerve']['name'] if told['nerve'] else 'none'}")
    for muscle in told["muscles"]:
        print(f"  muscle beneath: {muscle['name']} ({muscle['depth']})")
    return 0


def _on(part: str | None) -> str:
    return f" on the {ids.PART_NAMES[part]}" if part else ""


def _name_in(layer: str, name: str | None) -> str | None:
    """Return what a muscle, nerve field or reflex is called."""
    from dermatome.anatomy.load import facts

    if name is None:
        return None
    if layer == "reflex":
        return facts().reflexes_by_id[name].reflex
    return (facts().muscles if layer == "myotome" else facts().nerve_fields)[name].name


def _show(options: argparse.Namespace) -> int:
    from dermatome.show import show

    known = show(options.root)
    if options.json:
        _print_json(known)
    else:
        print("\n".join(_summary(known)))
    return 0


def _render(options: argparse.Namespace) -> int:
    from dermatome.export.render import LAYERS_DRAWN, render

    layer = ids.parse_choice(options.layer, LAYERS_DRAWN, "layer to draw")
    if layer == "dermatome" and not options.root:
        raise InputError("Say which root to light with --root.")
    scheme = _scheme(options.scheme) if options.scheme else None
    root = ids.parse_root(options.root) if options.root else None
    asked = {name: getattr(options, name) for name in ("nerve", "muscle", "reflex")}
    views = [ids.parse_view(view) for view in options.view.split(",")]
    written = render(
        root,
        scheme,
        views,
        options.output,
        layer=layer,
        depth=options.depth,
        side=options.side,
        theme=options.theme,
        labels=options.labels,
        key_points=options.key_points,
        transparent=options.transparent,
        inferred=options.inferred,
        **({"width_px": options.width} if options.width else {}),
        **asked,
    )
    skin = layer in ("dermatome", "agreement", "difference")
    answer = {
        "file": str(written),
        "layer": layer,
        "root": ids.territory_root(root) if root and skin else root,
        "scheme": scheme,
        "view": ",".join(views),
        **{name: value for name, value in asked.items() if value},
    }
    if options.json:
        _print_json(answer)
    else:
        print(f"Wrote {written}")
    return 0


def _handout(options: argparse.Namespace) -> int:
    from dermatome.export.handout import handout

    if options.output.suffix.lower() != ".pdf":
        raise InputError(f"{options.output.name} is no name for a handout. End it in .pdf.")
    if options.key and not options.blank:
        raise InputError("Only a blank handout has a key. Add --blank, or leave --key out.")
    made = handout(
        _roots(options.root),
        region=options.region,
        scheme=_scheme(options.scheme) if options.scheme else None,
        paper=options.paper,
        blank=options.blank,
        key=options.key,
    )
    _write(options.output, made)
    if options.json:
        _print_json(
            {"file": str(options.output), "roots": list(_roots(options.root)), "region": options.region}
        )
    else:
        print(f"Wrote {options.output}")
    return 0


def _facts(options: argparse.Namespace) -> int:
    from dermatome.export.tables import facts_csv, facts_json
    from dermatome.show import show

    known = [show(root) for root in _roots(options.root) or ids.ROOTS]
    text = facts_csv(known) if options.csv else facts_json(known)
    if options.output:
        # Spreadsheets take a file without the mark for one of their own old character sets.
        _write(options.output, text.encode("utf-8-sig" if options.csv else "utf-8"))
        print(f"Wrote {options.output}")
    else:
        sys.stdout.write(text)
    return 0


def _roots(text: str | None) -> tuple[str, ...]:
    named = [piece for piece in (text or "").split(",") if piece.strip()]
    if text is not None and not named:
        raise InputError("Name at least one root, such as S1 or L5,S1.")
    return tuple(dict.fromkeys(ids.parse_root(piece) for piece in named))


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise InputError(
            f"{path} cannot be written ({error.strerror}). Choose a folder that exists."
        ) from error


def _passages(options: argparse.Namespace) -> int:
    from dermatome.anatomy.nerves import nerve_named
    from dermatome.library.passages import passages

    articles = None
    if options.article:
        from dermatome.library.importer import read_article

        articles = [read_article(path) for path in options.article]
    if options.body_part:
        ids.parse_part(options.body_part)
    layer = ids.parse_layer(options.layer or "nerve") if options.layer or options.nerve else None
    if options.nerve and layer != "nerve":
        raise InputError(f"The {layer} layer knows no nerves. Use --layer nerve, or leave --nerve out.")
    found = passages(
        ids.parse_root(options.root),
        layer=layer,
        body_part=options.body_part,
        articles=articles,
        limit=options.limit,
        scheme=_scheme(options.scheme) if options.scheme else None,
        nerve=nerve_named(options.nerve).nerve if options.nerve else None,
    )
    if options.json:
        _print_json([passage.to_contract() for passage in found])
        return 0
    for passage in found:
        print(f"{passage.article} › {passage.section} [{passage.sense}] {passage.why}")
        print(f"  {passage.text}")
    if not found:
        print("No passage found.")
    return 0


def _import(options: argparse.Namespace) -> int:
    from dermatome.library.importer import read_article, read_articles

    skipped: list[str] = []
    if options.library is None:
        articles = [read_article(options.file)]
    else:
        from dermatome.library.shared import open_library
        from dermatome.library.store import import_into

        with open_library(options.library) as store:
            saved = import_into(store, read_articles(options.file, progress=_progress(), skipped=skipped))
            articles = [article for kept in saved.ids if (article := store.get(kept))]
    if options.json:
        told = [article.to_contract() for article in articles]
        _print_json(told[0] if len(told) == 1 else told)
        return 0
    for article in articles:
        print(f"{article.title}: {len(article.sections)} sections, {len(article.passages)} passages")
        if len(articles) == 1:
            for section in article.sections:
                if section.heading:
                    print(f"{'  ' * (section.level - 1)}{section.heading}")
    for reason in skipped:
        print(f"Passed over: {reason}")
    return 0


def _progress() -> Callable[[int, int], None] | None:
    """Count articles on the terminal; None when nobody watches, so that logs stay clean."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        of = f" of {total}" if total else ""
        print(f"\r{done}{of} articles", end="\n" if done == total else "", file=sys.stderr, flush=True)

    return show


def _summary(known: dict[str, Any]) -> Iterable[str]:
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
    return " (cited, not read)" if told["verified"] is False else ""


def _scheme(text: str) -> str:
    from dermatome.atlas.load import atlas

    return ids.parse_choice(text, (scheme.id for scheme in atlas().schemes), "map")


def _named(text: str) -> str:
    """Refuse the empty name that an unset variable leaves: it would stand for no choice or for the folder."""
    if not text.strip():
        raise argparse.ArgumentTypeError("nothing is named")
    return text


def _file(text: str) -> Path:
    return Path(_named(text))


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of millimetres") from None


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 up")
    return int(text)


def _print_json(value: Any) -> None:
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2)
    print()
