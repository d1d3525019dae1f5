"""The commands that draw: ``render`` and ``handout``."""

from __future__ import annotations

import argparse
from typing import Any

from dermatome.anatomy import ids
from dermatome.cli.common import (
    answered_as_json,
    count,
    file_named,
    print_json,
    roots_named,
    scheme_named,
    write,
)
from dermatome.errors import InputError


def add_commands(commands: Any) -> None:
    """Add the commands to a parser's sub-commands; each carries the function that runs it."""
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
    render.add_argument(
        "-o", "--output", required=True, type=file_named, metavar="FILE", help=".svg, .png or .pdf"
    )
    render.add_argument("--side", help="light one side only: left or right, the patient's")
    render.add_argument("--theme", choices=("light", "dark"), default="light")
    render.add_argument("--width", type=count, metavar="PX", help="width of a .png in pixels")
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
    handout.add_argument("-o", "--output", required=True, type=file_named, metavar="FILE.pdf")
    handout.set_defaults(run=_handout)
    answered_as_json(render, handout)


def _render(options: argparse.Namespace) -> int:
    from dermatome.export.render import DEFAULT_WIDTH_PX, LAYERS_DRAWN, Asked, render

    layer = ids.parse_choice(options.layer, LAYERS_DRAWN, "layer to draw")
    if layer == "dermatome" and not options.root:
        raise InputError("Say which root to light with --root.")
    scheme = scheme_named(options.scheme) if options.scheme else None
    root = ids.parse_root(options.root) if options.root else None
    asked = {name: getattr(options, name) for name in ("nerve", "muscle", "reflex")}
    views = [ids.parse_view(view) for view in options.view.split(",")]
    wanted = Asked(
        views=tuple(views),
        layer=layer,
        root=root,
        scheme=scheme,
        depth=options.depth,
        side=options.side,
        theme=options.theme,
        labels=options.labels,
        key_points=options.key_points,
        transparent=options.transparent,
        inferred=options.inferred,
        **asked,
    )
    written = render(wanted, options.output, options.width or DEFAULT_WIDTH_PX)
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
        print_json(answer)
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
        roots_named(options.root),
        region=options.region,
        scheme=scheme_named(options.scheme) if options.scheme else None,
        paper=options.paper,
        blank=options.blank,
        key=options.key,
    )
    write(options.output, made)
    if options.json:
        print_json(
            {"file": str(options.output), "roots": list(roots_named(options.root)), "region": options.region}
        )
    else:
        print(f"Wrote {options.output}")
    return 0
