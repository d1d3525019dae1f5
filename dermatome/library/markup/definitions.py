"""Definition lists: what is said of a term stays with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from dermatome.library.markup.blocks import Block, words_of
from dermatome.library.markup.pieces import join

_SHORT: Final = 80
"""Characters of a term that stands before what is said of it, as in "L4: medial malleolus"."""


def join_definitions(blocks: Iterable[Block]) -> list[Block]:
    """Return the blocks with each term and what is said of it as one item, or, of a longer term, as two.

    No word is told twice: what else is said of the term follows as items under the first.
    """
    joined: list[Block] = []
    terms: list[Block] = []
    below = False  # what comes is said of a term already told
    for block in blocks:
        if block.kind == "term":
            terms.append(block)
            below = False
            continue
        told = block.kind == "item" and block.list_id == -1
        named = "; ".join(map(words_of, terms))
        if told and terms and len(named) <= _SHORT and not named.endswith("?"):
            name = join([term.pieces for term in terms], ("text", ", "))
            sign = " " if named.endswith(":") else ": "
            joined.append(replace(block, pieces=[*name, ("text", sign), *block.pieces]))
        else:
            joined += [replace(term, kind="item") for term in terms]
            joined.append(replace(block, depth=1) if told and (terms or below) else block)
        below = told and (bool(terms) or below)
        terms = []
    return [*joined, *(replace(term, kind="item") for term in terms)]
