"""Inline content: words, and the bold type, links and notes that stand among them."""

from __future__ import annotations

import html as html_lib
import re
from collections.abc import Iterable, Iterator
from typing import Final

from dermatome.library.markup.blocks import SPACE, Piece, Pieces, collapse, words_in

_CITATION: Final = re.compile(r"\s*\[(@[A-Za-z0-9_]+(?:\s*[;,]\s*@[A-Za-z0-9_]+)*)\]")
_NUMBERS: Final = re.compile(r"\d{1,3}(?:\s?[,–-]\s?\d{1,3})*", re.ASCII)
_WRAPPED: Final = 40
"""Characters of a line that may have been broken for want of room."""
RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def join(groups: list[Pieces], separator: Piece) -> Pieces:
    """Return all groups in one, the separator between two of them."""
    joined: Pieces = []
    for group in groups:
        if joined:
            joined.append(separator)
        joined += group
    return joined


def balance(pieces: Pieces) -> Pieces:
    """Return the pieces well nested: closers matched, nothing left open, no duplicate or empty element."""
    result: Pieces = []
    stack: list[Piece] = []
    duplicates: dict[str, int] = {}
    for piece in pieces:
        if piece[0] == "open":
            if any(opened[1] == piece[1] for opened in stack):
                duplicates[piece[1]] = duplicates.get(piece[1], 0) + 1
            else:
                stack.append(piece)
                result.append(piece)
        elif piece[0] == "close":
            tag = piece[1]
            if duplicates.get(tag, 0):
                duplicates[tag] -= 1
            elif any(opened[1] == tag for opened in stack):
                reopen: list[Piece] = []
                while True:
                    opened = stack.pop()
                    _close(result, opened)
                    if opened[1] == tag:
                        break
                    reopen.append(opened)
                for opened in reversed(reopen):
                    stack.append(opened)
                    result.append(opened)
        else:
            result.append(piece)
    while stack:
        _close(result, stack.pop())
    return result


def raise_numbers(pieces: Pieces) -> Pieces:
    """Return the pieces with raised numbers as characters of their own: the note 2 at "T1" makes no "T12"."""
    result: Pieces = []
    start = -1
    for piece in pieces:
        result.append(piece)
        if piece[:2] == ("open", "sup"):
            start = len(result) - 1
        elif piece[:2] == ("close", "sup") and start >= 0:
            if _NUMBERS.fullmatch(words_in(result[start:])):
                inside = result[start + 1 : -1]
                result[start:] = [(p[0], p[1].translate(RAISED)) if p[0] == "text" else p for p in inside]
            start = -1
    return result


def _close(result: Pieces, opened: Piece) -> None:
    """Close the innermost open element; one that holds no word leaves only its white space behind."""
    index = len(result) - 1
    while result[index] is not opened:
        piece = result[index]
        if piece[0] in {"close", "cite"} or (piece[0] == "text" and piece[1].strip()):
            result.append(("close", opened[1]))
            return
        index -= 1
    del result[index]


def split_at(pieces: Pieces, cuts: Iterable[int]) -> list[Pieces]:
    """Cut the pieces before each index in ``cuts``; inline elements open at a cut go on after it."""
    groups: list[Pieces] = [[]]
    wanted = set(cuts)
    stack: list[Piece] = []
    for index, piece in enumerate(pieces):
        if index in wanted:
            groups.append(list(stack))
        groups[-1].append(piece)
        if piece[0] == "open":
            stack.append(piece)
        elif piece[0] == "close" and stack:
            stack.pop()
    return [balance(group) for group in groups]


def all_bold(pieces: Pieces) -> bool:
    """True when every word stands in bold type."""
    inside = False
    for piece in pieces:
        if piece[0] in {"open", "close"} and piece[1] == "strong":
            inside = piece[0] == "open"
        elif piece[0] == "text" and piece[1].strip(" \t\r\n\u00a0:.-–") and not inside:
            return False
    return True


def starts_bold(pieces: Pieces) -> bool:
    """Return whether the first visible word is bold."""
    for piece in pieces:
        if piece[0] == "open" and piece[1] == "strong":
            return True
        if piece[0] == "text" and piece[1].strip():
            return False
    return False


def inline(
    pieces: Pieces, numbers: dict[str, int] | None = None, *, keep_lines: bool = False
) -> tuple[str, str, tuple[str, ...]]:
    """Return plain text, sanitised inline HTML and citation keys of balanced pieces.

    The text nodes of the HTML outside ``<sup class="cite">``, with ``<br>`` as a line break, spell exactly
    the text. ``numbers`` numbers the sources in order of first citation and is added to; None leaves
    ``[@KEY]`` as it stands.
    """
    writer = _Writer(numbers if numbers is not None else {}, keep_lines)
    if keep_lines:
        pieces = _trimmed(pieces)
    for piece in _with_citations(pieces) if numbers is not None else pieces:
        writer.write(piece)
    return "".join(writer.text), "".join(writer.markup).rstrip(), tuple(dict.fromkeys(writer.citations))


class _Writer:
    """Writes pieces twice, as words and as HTML."""

    def __init__(self, numbers: dict[str, int], keep_lines: bool) -> None:
        self.numbers = numbers
        self.keep_lines = keep_lines
        self.text: list[str] = []
        self.markup: list[str] = []
        self.citations: list[str] = []
        self.open_tags: list[str] = []
        self.line, self.bold = "", True  # the last words since the last break, and whether all is bold
        self.pending = ""
        self.length, self.wrapped = 0, False  # characters since the last break; the line before it is long

    def write(self, piece: Piece) -> None:
        match piece[0]:
            case "text" if self.keep_lines:
                self.both(piece[1])
            case "text":
                self.words(piece[1])
            case "br" if self.keep_lines:
                self.both("\n")
            case "br":
                # A bold line without a closing mark is a label, such as the name of a step.
                label = bool(self.line) and self.bold and self.line[-1] not in ".!?;,:…"
                self.wrapped = self.pending != "\n" and not label and self.length > _WRAPPED
                self.pending = "\n" if self.text else ""
                self.line, self.bold, self.length = "", True, 0
            case "open":
                self.space()
                href = f' href="{html_lib.escape(piece[2])}"' if piece[1] == "a" else ""
                self.markup.append(f"<{piece[1]}{href}>")
                self.open_tags.append(piece[1])
            case "close":
                self.markup.append(f"</{piece[1]}>")
                self.open_tags.pop()
            case "cite":
                self.cite(piece[1].split())

    def both(self, words: str) -> None:
        self.text.append(words)
        self.markup.append(html_lib.escape(words, quote=False))

    def words(self, told: str) -> None:
        words = collapse(told)
        if told[:1] and SPACE.match(told):
            self.pending = self.pending or " "
        if words:
            if self.pending == "\n" and self.wrapped and words[0].islower():
                self.pending = " "  # a long line that goes on in small letters was wrapped, not set
            self.space()
            self.length += len(words)
            self.line, self.bold = words, self.bold and "strong" in self.open_tags
            self.both(words)
            self.pending = " " if SPACE.match(told[-1]) else ""

    def space(self) -> None:
        if self.pending and self.text:
            self.text.append(self.pending)
            self.markup.append("<br>" if self.pending == "\n" else self.pending)
        self.pending = ""

    def cite(self, keys: list[str]) -> None:
        self.citations += keys
        links = ", ".join(
            f'<a href="#ref-{key}" title="{key}">{self.numbers.setdefault(key, len(self.numbers) + 1)}</a>'
            for key in keys
        )
        self.markup.append(f'<sup class="cite">{links}</sup>')


def _trimmed(pieces: Pieces) -> Pieces:
    """Return the pieces of a preformatted block without the white space around it."""
    filled = [index for index, piece in enumerate(pieces) if piece[0] == "text" and piece[1].strip()]
    if not filled:
        return pieces
    result: Pieces = []
    for index, piece in enumerate(pieces):
        outside = not filled[0] <= index <= filled[-1]
        if outside and piece[0] in {"text", "br"}:
            continue
        if piece[0] == "text":
            words = piece[1].lstrip() if index == filled[0] else piece[1]
            piece = ("text", words.rstrip() if index == filled[-1] else words)
        result.append(piece)
    return result


def _with_citations(pieces: Pieces) -> Iterator[Piece]:
    for piece in pieces:
        if piece[0] != "text":
            yield piece
            continue
        position = 0
        for match in _CITATION.finditer(piece[1]):
            if match.start() > position:
                yield ("text", piece[1][position : match.start()])
            yield ("cite", " ".join(re.findall(r"@([A-Za-z0-9_]+)", match[1])))
            position = match.end()
        if position < len(piece[1]):
            yield ("text", piece[1][position:])
