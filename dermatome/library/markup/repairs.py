"""The structure an author meant, where a page from outside only looks like it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from dermatome.library.markup.blocks import Block, Pieces, words_in, words_of
from dermatome.library.markup.pieces import all_bold, split_at, starts_bold

_BULLET: Final = re.compile(r"^(?:[-–—•·▪◦‣*○●■]\s+|[•▪◦‣●■])")
_TERMINAL: Final = (".", "!", ";", ",", ":", "…")


def repair(blocks: Iterable[Block]) -> list[Block]:
    """Give the blocks of a page from outside the structure its author meant.

    Double line breaks end a paragraph; lines that start with a dash or bullet are list items; a bold
    line that asks a question, or stands alone, is a heading; items under a bold-only item belong to it.
    No word is added or lost, only bullet characters.
    """
    split = [part for block in blocks for part in _split_at_breaks(block)]
    promoted = [
        part for index, block in enumerate(split) for part in _promote(block, split[index + 1 : index + 2])
    ]
    return _nest_under_labels(promoted)


def _split_at_breaks(block: Block) -> Iterator[Block]:
    """Yield the paragraphs and items that line breaks separate inside one block."""
    if block.kind not in {"paragraph", "item", "quote"} or not any(
        piece[0] == "br" for piece in block.pieces
    ):
        yield block
        return
    cuts: list[int] = []
    bullets: set[int] = set()
    breaks = 0
    for index, piece in enumerate(block.pieces):
        if piece[0] == "br":
            breaks += 1
        elif piece[0] == "text" and piece[1].strip():
            if breaks and _BULLET.match(piece[1].lstrip()):
                cuts.append(index)
                bullets.add(len(cuts))
            elif breaks > 1:
                cuts.append(index)
            elif breaks and bullets and len(cuts) in bullets:
                pass  # the bullet's text runs on over a single break
            breaks = 0
    # An element opened after the break belongs to what follows: cut before it.
    cuts = [_before_openers(block.pieces, cut) for cut in cuts]
    groups = split_at(block.pieces, cuts)
    for number, group in enumerate(groups):
        if not words_in(group):
            continue
        if number in bullets:
            yield Block(
                "item",
                _strip_bullet(group),
                depth=block.depth + 1 if block.kind == "item" else 0,
                list_id=-2 - block.list_id,
            )
        else:
            yield replace(
                block, pieces=group, continued=block.continued or (number > 0 and block.kind == "item")
            )


def _before_openers(pieces: Pieces, index: int) -> int:
    while index and (
        pieces[index - 1][0] == "open"
        or pieces[index - 1] == ("text", "")
        or (pieces[index - 1][0] == "text" and not pieces[index - 1][1].strip())
    ):
        index -= 1
    return index


def _strip_bullet(pieces: Pieces) -> Pieces:
    for index, piece in enumerate(pieces):
        if piece[0] == "text" and piece[1].strip():
            return [
                *pieces[:index],
                ("text", _BULLET.sub("", piece[1].lstrip(), count=1)),
                *pieces[index + 1 :],
            ]
    return pieces


def _promote(block: Block, following: list[Block]) -> Iterator[Block]:
    """Yield the block, or a heading and the rest where bold type stands in for a heading."""
    if block.kind == "paragraph":
        words = words_in(block.pieces)
        if all_bold(block.pieces) and len(words) <= 120 and following and not words.endswith(_TERMINAL):
            yield replace(block, kind="heading", level=8)
            return
        breaks = [index for index, piece in enumerate(block.pieces) if piece[0] == "br"]
        if breaks:
            first, rest = split_at(block.pieces, breaks[:1])
            question = words_in(first)
            if question.endswith("?") and len(question) <= 250 and all_bold(first) and words_in(rest):
                yield replace(block, kind="heading", level=8, pieces=first)
                yield replace(block, pieces=rest)
                return
    yield block


def _nest_under_labels(blocks: list[Block]) -> list[Block]:
    """Indent the items that follow a bold-only item of the same list, up to the next bold one.

    Exports of nested lists often come out flat like this.
    """
    label: Block | None = None
    under: tuple[int, int] | None = None  # (list, depth) of a list that an item with a colon introduces
    for index, block in enumerate(blocks):
        before = blocks[index - 1] if index else None
        if before is not None and block.kind == before.kind == "item" and before.list_id != block.list_id:
            introduced = before.number is not None and words_of(before).endswith(":")
            nested = introduced and before.depth == block.depth and block.number is None
            under = (block.list_id, block.depth) if nested else None
        if under is not None and (block.list_id, block.depth) == under:
            blocks[index] = block = replace(block, depth=block.depth + 1)
            continue
        if block.kind != "item" or block.list_id < 0:
            label = None if block.kind != "item" else label
            continue
        if label and (block.list_id, block.depth) == (label.list_id, label.depth) and not block.continued:
            if not starts_bold(block.pieces):
                blocks[index] = replace(block, depth=block.depth + 1, number=None)
                continue
            label = None
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if (
            not block.continued
            and all_bold(block.pieces)
            and following is not None
            and (following.kind, following.list_id, following.depth) == ("item", block.list_id, block.depth)
            and not following.continued
            and not starts_bold(following.pieces)
        ):
            label = block
        elif label is None or (block.depth <= label.depth and not block.continued):
            label = None
    return blocks
