"""Plain text → blocks: paragraphs, lists and guessed headings."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from dermatome.library.markup.blocks import Block, check_number, collapse

_BULLET: Final = re.compile(r"^(?P<indent>\s*)(?:[-–—•·▪◦‣*○●■+])\s+(?=\S)")
_NUMBERED: Final = re.compile(r"^(?P<indent>\s*)\(?(?P<number>\d{1,3}|[a-z])[.)]\s+(?=\S)")
_RULE: Final = re.compile(r"^\s*(?:={3,}|-{3,}|\*{3,}|_{3,}|~{3,})\s*$")
_SECTION_NUMBER: Final = re.compile(r"^(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+(?=[^\W\d_])")
_FINDING: Final = re.compile(
    r"\s*(?:[A-Z][^:\n.]{0,40}:\s+\S|(?:[CTLSD]|Th)\d{1,2}(?:\s?[-–/]\s?[CTLS]?\d{1,2})?(?:[:\s]|$))"
)
"""The start of a line of clinical notes: "Power: …", "L4 4/5", "L4-L5: …"."""
_TERMINAL: Final = tuple(".;,:!…")
_SMALL: Final = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "is",
        "of",
        "on",
        "or",
        "the",
        "to",
        "versus",
        "vs",
        "with",
    ]
)


def blocks_from_text(text: str) -> list[Block]:
    """Return the blocks of a plain text.

    A line is taken for a heading when it is short, ends without a mark, and is underlined, numbered, in
    capitals, in title case, a question, or stands alone between blank lines before longer text. Lines
    wrapped at a fixed width are joined again.

    :raises ImportFailed: more paragraphs than an article may hold.
    """
    chunks = [chunk for chunk in re.split(r"\n(?:[ \t]*\n)+", _newlines(text)) if chunk.strip()]
    units: list[_Unit] = []
    for chunk in chunks:
        lines = [line for line in chunk.split("\n") if line.strip()]
        notes = _are_notes(lines)
        joined = list(_join_wrapped(lines, notes))
        alone = len(joined) == 1 and len(chunks) > 1
        units += [_Unit(line, alone, notes and bool(_FINDING.match(line))) for line in joined]
        check_number(len(units))
    return list(_blocks(units))


def _newlines(text: str) -> str:
    return re.sub(r"\r\n?|[\f\v\u2028\u2029\u0085]", "\n", text).expandtabs(4)


def _are_notes(lines: Sequence[str]) -> bool:
    """True of clinical notes: a good part of the lines begin as findings do."""
    findings = sum(bool(_FINDING.match(line)) for line in lines)
    return findings >= 2 and 3 * findings >= len(lines)


def _join_wrapped(lines: Sequence[str], notes: bool) -> Iterator[str]:
    """Join the lines of a paragraph that was wrapped at a fixed width.

    A list item starts a new line, and so does a finding in clinical ``notes``.
    """
    widths = [len(line) for line in lines[:-1]]
    wrapped = (
        len(lines) >= 2
        and 40 <= statistics.median(widths) <= 110
        and max(widths) <= 120
        and sum(line.rstrip().endswith((".", "!", "?", ":")) for line in lines[:-1]) <= 0.5 * len(widths)
        and not _is_rule(lines[1])
    )
    current: list[str] = []  # the lines of what is being joined
    for number, line in enumerate(lines):
        starts = bool(_BULLET.match(line) or _NUMBERED.match(line)) or number == 0
        goes_on = not _is_rule(line) if wrapped else bool(current) and _continues_item(current[0], line)
        if notes:
            goes_on = bool(current) and line.lstrip()[:1].islower()  # the rest of a finding, wrapped
        if not starts and goes_on:
            current.append(line.strip())
            continue
        if current:
            yield " ".join(current)
        current = [line.rstrip()]
    if current:
        yield " ".join(current)


def _continues_item(current: str, line: str) -> bool:
    """True for an indented line under a list item."""
    match = _BULLET.match(current) or _NUMBERED.match(current)
    return bool(match) and len(line) - len(line.lstrip()) > len(match["indent"]) and not _is_rule(line)  # pyright: ignore[reportOptionalSubscript]


def _is_rule(line: str) -> bool:
    return bool(_RULE.match(line))


class _Unit(NamedTuple):
    """A line, or a joined paragraph: whether it stands alone between blank lines, is a finding."""

    line: str
    alone: bool
    finding: bool


def _blocks(units: Sequence[_Unit]) -> Iterator[Block]:
    list_id = 0
    indents: list[int] = []
    index = 0
    while index < len(units):
        line, alone, finding = units[index]
        following = units[index + 1].line if index + 1 < len(units) else ""
        index += 1
        if _is_rule(line):
            indents = []
            continue
        if _is_rule(following) and set(following.strip()) <= set("=-~") and len(line) <= 120:
            yield Block("heading", [("text", collapse(line))], level=2 if "=" in following else 3)
            indents = []
            index += 1
            continue
        level = 0 if finding else _heading_level(line, following, alone)
        if level:
            indents = []
            yield Block("heading", [("text", collapse(line))], level=level)
            continue
        match = _BULLET.match(line) or _NUMBERED.match(line)
        if match:
            indent = len(match["indent"])
            if not indents:
                list_id += 1
            while indents and indents[-1] > indent:
                indents.pop()
            if not indents or indents[-1] < indent:
                indents.append(indent)
            number = match.groupdict().get("number")
            words = line[match.end() :]
            if number is not None and not number.isdigit():
                words, number = line.strip(), None  # "a) …" keeps its letter
            yield Block(
                "item",
                [("text", words)],
                depth=len(indents) - 1,
                number=int(number) if number else None,
                list_id=list_id,
            )
            continue
        indents = []
        yield Block("paragraph", [("text", line.strip())])


def _heading_level(line: str, following: str, alone: bool) -> int:
    """Return the level of a heading, 0 for any other line."""
    text = collapse(line)
    words = re.findall(r"[^\W\d_][\w'’-]*", text)
    letters = [character for character in text if character.isalpha()]
    shouted = len(letters) >= 4 and all(character.isupper() for character in letters)
    ends = text.endswith(_TERMINAL) and not (shouted and text.endswith(":"))  # "FINDINGS:" of a report
    if not words or len(text) > 100 or len(words) > 14 or ends or not following:
        return 0
    if _BULLET.match(line) or line.startswith("    "):
        return 0
    numbered = _SECTION_NUMBER.match(text)
    if numbered and "." in numbered["number"]:
        return min(2 + numbered["number"].count("."), 6)
    if _NUMBERED.match(line):
        # "3. Causes" is a heading before prose or a list, an item before "4. …".
        listed = _BULLET.match(following) or re.match(r"\s*\(?[a-z][.)]\s", following)
        prose = len(following) > 2 * len(text) and not _NUMBERED.match(following)
        return 2 if alone and (listed or prose) else 0
    if not (text[0].isupper() or text[0].isdigit() or text[0] in "\"“‘'(¿"):
        return 0
    if text.endswith("?"):
        return 3 if len(following) > len(text) else 0
    if shouted:
        return 2
    if len(following) <= len(text) and not (alone and following[:1].isupper()):
        return 0
    telling = [word for word in words if word.lower() not in _SMALL]
    capitals = sum(word[0].isupper() for word in telling)
    if telling and capitals >= 0.6 * len(telling) and len(telling) >= 2:
        return 2
    told = len(following) > len(text) or _FINDING.match(following)
    return 2 if alone and len(words) <= 10 and told else 0
