"""Blocks → sections and their passages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from dermatome.library.markup.blocks import Block, Pieces, check_number, slugify, unique, words_in
from dermatome.library.markup.pieces import balance, inline, split_at
from dermatome.library.records import Passage, Section

MAX_PASSAGE: Final = 4_000
"""Characters of one passage; a longer one is cut between sentences, or words, into several."""
MAX_HEADING: Final = 1_000
"""Characters of a heading; a longer one is a paragraph."""
_HEADING_ATTRIBUTES: Final = re.compile(r"\s*\{#(?P<id>[\w-]+)(?:\s+role=(?P<role>[\w-]+))?\}\s*$")


def sections_from_blocks(blocks: list[Block], *, title: str = "", own: bool = False) -> tuple[Section, ...]:
    """Group blocks into sections.

    In our ``own`` articles headings carry ``{#id role=ROLE}`` and text carries ``[@KEY]`` citations;
    elsewhere ids come from the headings, and a first heading that repeats the title is left out.
    """
    if not own:
        if blocks and blocks[0].kind == "heading" and _same(words_in(blocks[0].pieces), title):
            blocks = blocks[1:]
        blocks = [part for block in blocks for part in _cut(block)]
        check_number(len(blocks))
    levels = [block.level for block in blocks if block.kind == "heading" and block.level <= 6]
    shift = 2 - min(levels, default=2)
    drafts: list[_Draft] = []
    used: dict[str, int] = {}
    above: list[_Draft] = []  # the headings a deeper one would stand under, the innermost last
    real_level = 1
    for block in blocks:
        if block.kind == "heading":
            words = words_in(block.pieces)
            section_id = role = None
            if own and (match := _HEADING_ATTRIBUTES.search(words)):
                section_id, role, words = match["id"], match["role"], words[: match.start()]
            level = min(block.level + shift, 6) if block.level <= 6 else min(real_level + 1, 6)
            real_level = level if block.level <= 6 else real_level
            while above and above[-1].level >= level:
                above.pop()
            parent = above[-1] if above else None
            if section_id is None:
                slug = slugify(words)
                section_id = f"{parent.id}-{slug}" if own and parent else slug
            if not own:
                section_id = unique(section_id, used)
            drafts.append(
                _Draft(
                    section_id,
                    words,
                    level,
                    role or (parent.role if parent else None),
                    parent.id if parent else None,
                )
            )
            if words:
                above.append(drafts[-1])
        else:
            if not drafts:
                drafts.append(_Draft(unique("introduction", used), "", 2, None, None))
            drafts[-1].blocks.append(block)
    numbers: dict[str, int] = {}
    return tuple(draft.finish(numbers if own else None) for draft in drafts)


def _cut(block: Block) -> Iterator[Block]:
    """Yield the block, or, when it is too long for one passage, the parts of it."""
    size = sum(len(piece[1]) for piece in block.pieces if piece[0] == "text")
    if block.kind == "heading" and size > MAX_HEADING:
        block = replace(block, kind="paragraph", level=0)
    if size <= MAX_PASSAGE:
        yield block
        return
    pieces: Pieces = []
    cuts: list[int] = []
    length = 0
    for piece in block.pieces:
        if piece[0] != "text":
            pieces.append(piece)
            continue
        rest = piece[1]
        while length + len(rest) > MAX_PASSAGE:
            room = MAX_PASSAGE - length
            end = (rest.rfind(". ", 0, room) + 2 if ". " in rest[:room] else 0) or rest.rfind(
                " ", 0, room
            ) + 1
            if not end and not length:  # a word without end
                end = MAX_PASSAGE
            if end:
                pieces.append(("text", rest[:end]))
            cuts.append(len(pieces))
            rest, length = rest[end:], 0
        pieces.append(("text", rest))
        length += len(rest)
    kind = "paragraph" if block.kind == "row" else block.kind
    for number, group in enumerate(split_at(pieces, cuts)):
        if words_in(group):
            continued = block.continued or (number > 0 and kind == "item")
            yield replace(block, kind=kind, pieces=group, cells=[], continued=continued)


@dataclass(slots=True)
class _Draft:
    id: str
    heading: str
    level: int
    role: str | None
    parent: str | None
    blocks: list[Block] = field(default_factory=list)

    def finish(self, numbers: dict[str, int] | None) -> Section:
        passages: list[Passage] = []
        leads: dict[int, str] = {}
        previous = ""
        for block in self.blocks:
            passage = _passage(block, f"{self.id}-{len(passages) + 1}", numbers)
            if block.kind == "item":
                if block.depth not in leads:
                    leads[block.depth] = previous
                lead = leads[block.depth]
                leads = {depth: text for depth, text in leads.items() if depth <= block.depth}
                passage = replace(passage, lead=lead)
            else:
                leads = {}
            previous = _lead(passage.text) if passage.text.endswith(":") or block.kind == "item" else ""
            passages.append(passage)
        return Section(self.id, self.heading, self.level, tuple(passages), self.role, self.parent)


def _lead(text: str) -> str:
    """Return the last sentence of what introduces a list, cut to what every item can carry."""
    return re.split(r"(?<=[.!?])\s+|\n", text)[-1][-MAX_HEADING:]


def _passage(block: Block, passage_id: str, numbers: dict[str, int] | None) -> Passage:
    keep = block.kind == "code"
    text, markup, citations = inline(block.pieces, numbers, keep_lines=keep)
    return Passage(
        id=passage_id,
        text=text,
        markup=markup,
        kind=block.kind,  # pyright: ignore[reportArgumentType]
        citations=citations,
        depth=block.depth,
        number=block.number,
        continued=block.continued,
        cells=tuple(inline(balance(cell), numbers)[1] for cell in block.cells),
        header=block.header,
    )


def _same(first: str, second: str) -> bool:
    return bool(first) and re.sub(r"\W+", "", first).casefold() == re.sub(r"\W+", "", second).casefold()
