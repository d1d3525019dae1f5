"""Parts talk into clauses: what tells the finding, what is said to be well, and what is told beside it.

``Back of my hand where the watch sits, but the thumb is fine, since the plaster came off`` tells of the back
of the hand, keeps the thumb, and says beside it where and since when. A place told beside is a finding only
where nothing else names one: ``numb where I wipe``. A text is read once and cut short: the time is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from dermatome.localiser import skin_cues as cues

Kind = Literal["told", "kept", "beside", "history"]


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause and what it does: it tells the finding, keeps a place, or is told beside it."""

    text: str
    kind: Kind
    sentence: int
    """Clauses of one sentence share it."""


def clauses_of(told: str) -> Iterator[Clause]:
    """Yield the clauses of a text in lower case, in its order."""
    start, number, sparing = 0, 0, False
    for end in (*cues.SENTENCE_ENDS.finditer(told), None):
        sentence = told[start : end.start() if end else len(told)]
        for clause in _of_sentence(sentence, number):
            yield Clause(clause.text, "kept", number) if sparing and clause.kind == "told" else clause
        if end:
            start, number, sparing = end.end(), number + 1, bool(cues.SPARING.search(end[0]))


def _of_sentence(sentence: str, number: int) -> Iterator[Clause]:
    brackets = 0
    chunk: list[str] = []
    for piece in re.split(r"(,)", sentence):
        brackets += piece.count("(") - piece.count(")")
        if piece == "," and brackets <= 0:
            yield from _of_chunk("".join(chunk), number)
            chunk = []
        else:
            chunk.append(piece)
    yield from _of_chunk("".join(chunk), number)


def _of_chunk(chunk: str, number: int) -> Iterator[Clause]:
    """Yield what stands between two commas: what is told, then what is told beside it."""
    cue = cues.CUE.search(chunk)
    head = chunk[: cue.start()] if cue else chunk
    if head.strip():
        yield from _told(head, number)
    if cue:
        kind: Kind = "history" if cue["history"] else "beside"
        yield from _beside(chunk[cue.start() :], kind, number, alone=not head.strip())


def _told(head: str, number: int) -> Iterator[Clause]:
    """Yield what is told: behind what was done stands what it brought on, or what was not felt at it."""
    unfelt = cues.UNFELT.search(head)
    doing = cues.DOING.match(head) or cues.NARRATES.match(head)
    if doing and unfelt and unfelt.start() > doing.end():
        untold = cues.NOT_IT.match(head, unfelt.end())
        yield Clause(head[: unfelt.start()].strip(), "told" if untold else "beside", number)
        head = head[unfelt.start() :]
    elif doing and (sends := cues.SENDS.search(head)):
        yield Clause(head[: sends.start()].strip(), "beside", number)
        head = head[sends.start() :]
    yield Clause(head.strip(), kind_of(head), number)


def _beside(rest: str, kind: Kind, number: int, *, alone: bool) -> Iterator[Clause]:
    """Yield what is told beside; ``alone`` when nothing stands before it, and what goes on behind it."""
    if further := cues.LIKENED.match(rest):
        yield Clause(rest[: further.end()].strip(), "beside", number)
        yield from _of_chunk(rest[further.end() :], number)
        return
    if cues.WIPED.search(rest):
        kind = "told"
    if alone and kind != "told" and (further := cues.GOES_ON.search(rest)):
        yield Clause(rest[: further.start()].strip(), kind, number)
        yield from _of_chunk(rest[further.end() :], number)
        return
    if unfelt := cues.UNFELT.search(rest):
        # "When she stroked my shin I couldn't feel it": what is stroked is numb.
        stroked: Kind = "told" if alone and cues.NOT_IT.match(rest, unfelt.end()) else kind
        yield Clause(rest[: unfelt.start()].strip(), stroked, number)
        yield Clause(rest[unfelt.start() :].strip(), "told", number)
    else:
        yield Clause(rest.strip(), kind, number)


_KINDS: Final[tuple[tuple[Kind, re.Pattern[str]], ...]] = (
    ("history", cues.WOKEN),
    ("history", cues.TESTED),
    ("beside", cues.ASIDE),
    ("beside", cues.OTHER_SIDE),
    ("beside", cues.THING),
    ("kept", cues.NOTHING_ODD),
    ("told", cues.NOT_WELL),
    ("kept", cues.WELL),
    ("kept", cues.DENIED),
    ("beside", cues.NARRATED),
    ("beside", cues.DOING),
)
"""What a clause does by the first of these that is found in it; else it tells the finding."""


def kind_of(clause: str) -> Kind:
    """Return what a clause without a conjunction does."""
    for kind, pattern in _KINDS:
        if pattern.search(clause):
            return kind
    return "told"
