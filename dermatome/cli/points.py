"""The commands that ask what lies at a point: ``hit`` and ``compare``."""

from __future__ import annotations

import argparse
from typing import Any

from dermatome.anatomy import ids
from dermatome.cli.common import (
    answered_as_json,
    number,
    print_json,
    scheme_named,
)
from dermatome.errors import InputError


def add_commands(commands: Any) -> None:
    """Add the commands to a parser's sub-commands; each carries the function that runs it."""
    hit = commands.add_parser("hit", help="say what lies under a point of a view")
    hit.add_argument("--layer", default="dermatome", help="dermatome (default), myotome, nerve, reflex")
    hit.add_argument("--scheme", metavar="MAP", help="the published map of a dermatome: isncsci, lee …")
    hit.add_argument("--depth", help="of the muscle: superficial or deep; both are looked at without it")
    _add_point(hit)
    hit.set_defaults(run=_hit)

    compare = commands.add_parser("compare", help="say what every map and layer gives a point to")
    _add_point(compare)
    compare.set_defaults(run=_compare)
    answered_as_json(hit, compare)


def _add_point(command: argparse.ArgumentParser) -> None:
    command.add_argument("--view", required=True, help=", ".join(ids.VIEWS))
    command.add_argument("--x", required=True, type=number, metavar="MM", help="millimetres to the right")
    command.add_argument("--y", required=True, type=number, metavar="MM", help="millimetres up")


def _hit(options: argparse.Namespace) -> int:
    from dermatome.atlas.hit import HIT_LAYERS, hit, layer_hit

    layer = ids.parse_choice(options.layer, ("dermatome", *HIT_LAYERS), "layer to hit")
    if layer != "dermatome":
        if options.scheme:
            raise InputError(f"The {layer} layer belongs to no map. Leave --scheme out.")
        told = layer_hit(layer, options.view, options.x, options.y, options.depth).to_dict()
        told["name"] = _name_in(layer, told["id"])
        if options.json:
            print_json(told)
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
    scheme = scheme_named(options.scheme)
    found = hit(scheme, options.view, options.x, options.y).to_dict()
    if options.json:
        print_json(found)
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
        print_json(told)
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
