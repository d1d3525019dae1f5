"""The commands of the library: ``passages`` and ``import``."""

from __future__ import annotations

import argparse
import pickle  # between two processes of ours, see dermatome.export.apart
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dermatome.anatomy import ids
from dermatome.cli.common import (
    answered_as_json,
    count,
    counting,
    file_named,
    named,
    print_json,
    scheme_named,
)
from dermatome.errors import InputError


def add_commands(commands: Any) -> None:
    """Add the commands to a parser's sub-commands; each carries the function that runs it."""
    passages = commands.add_parser("passages", help="find what the articles say of a root")
    passages.add_argument("--root", required=True)
    passages.add_argument("--layer", type=named, help=", ".join(ids.LAYERS))
    passages.add_argument(
        "--scheme", type=named, metavar="MAP", help="the map on screen: what speaks of it comes first"
    )
    passages.add_argument(
        "--body-part", type=named, metavar="PART", help="where on the body, such as foot-sole"
    )
    passages.add_argument(
        "--nerve", type=named, help="in the nerve layer: what tells the root from this nerve comes first"
    )
    passages.add_argument(
        "--article",
        action="append",
        type=file_named,
        metavar="FILE",
        help="search this file instead; may be repeated",
    )
    passages.add_argument("--limit", type=count, default=10, metavar="N", help="at most so many (10)")
    passages.set_defaults(run=_passages)

    read = commands.add_parser("import", help="read an article and list its passages and mentions")
    read.add_argument(
        "file",
        type=file_named,
        metavar="FILE",
        help="WordPress JSON or XML, HTML, Markdown or text; with --library also a folder or zip of these",
    )
    read.add_argument(
        "--library",
        type=named,
        metavar="DIR",
        help="keep it in the library in this folder or at this address",
    )
    read.add_argument(
        "--replace",
        action="store_true",
        help="put an article also in the place of one that it only may be a new version of",
    )
    read.set_defaults(run=_import)
    answered_as_json(passages, read)


def _passages(options: argparse.Namespace) -> int:
    from dermatome.anatomy.nerves import nerve_named
    from dermatome.library.contract import ranked_contract
    from dermatome.library.passages import passages

    articles = None
    if options.article:
        articles = [article for path in options.article for article in _bounded(_read_one, path)]
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
        scheme=scheme_named(options.scheme) if options.scheme else None,
        nerve=nerve_named(options.nerve).nerve if options.nerve else None,
    )
    if options.json:
        print_json([ranked_contract(passage) for passage in found])
        return 0
    for passage in found:
        print(f"{passage.article} › {passage.section} [{passage.sense}] {passage.why}")
        print(f"  {passage.text}")
    if not found:
        print("No passage found.")
    return 0


def _import(options: argparse.Namespace) -> int:
    from dermatome.library.contract import article_contract

    if options.library is None:
        articles, skipped = _bounded(_read_one, options.file), []
    else:
        articles, skipped, replaced, beside = _bounded(
            _keep, options.file, options.library, options.replace, progress=counting("articles")
        )
        for kept, former in replaced:
            print(f"Replaced: {former} ({kept})", file=sys.stderr)
        for kept, old, title in beside:
            print(f"Kept beside {title} ({old}), of which it may be a new version: {kept}", file=sys.stderr)
    if options.json:
        told = [article_contract(article) for article in articles]
        print_json(told[0] if len(told) == 1 else told)
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


# ---- reading, in a process of its own with limits of time and memory ----------------------------------


def _bounded(
    work: Callable[..., bytes], *given: object, progress: Callable[..., object] | None = None
) -> Any:
    from dermatome.export.apart import Allowance, apart
    from dermatome.library.importing import LIMITS

    allowance = Allowance(
        seconds=LIMITS.seconds,
        memory=LIMITS.memory,
        stands_back=False,
        failed="Reading it took too long or too much memory. Split it.",
    )
    return pickle.loads(apart("imports", work, *given, allowance=allowance, progress=progress))


def _read_one(file: Path) -> bytes:
    from dermatome.library.importing import read_article

    return pickle.dumps([read_article(file)])


def _keep(
    file: Path, library: str, replacing: bool, *, progress: Callable[[int, int], None] | None = None
) -> bytes:
    from dermatome.library.importing import read_articles
    from dermatome.library.shared import open_library
    from dermatome.library.store import import_into

    skipped: list[str] = []
    with open_library(library) as store:
        found = read_articles(file, progress=progress, skipped=skipped)
        saved = import_into(store, found, "any" if replacing else "sure")
        articles = [article for kept in saved.ids if (article := store.get(kept))]
    return pickle.dumps((articles, skipped, saved.former, saved.beside))
