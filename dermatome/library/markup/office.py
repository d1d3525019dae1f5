"""What word processors save as a web page: lists that are paragraphs with a drawn sign, and notes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from dermatome.library.markup.blocks import Block, Pieces
from dermatome.library.markup.seen import Attributes

_LISTED: Final = re.compile(r"mso-list\s*:\s*(?P<list>l\d+)\s+level(?P<level>\d)", re.IGNORECASE)
_DRAWN: Final = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\s*\(?(\d{1,3})[.)]\s*")
_SIGN: Final = re.compile(r"[\s\u00a0]*(?:[·•o§▪◦–-]|\(?(?:\d{1,3}|[a-z])[.)])(?:[\s\u00a0]+|$)")
_NESTED: Final = re.compile(r"lst-kix_\w+-(\d)(?:\s|$)")
_TITLE: Final = re.compile(r"(?:^|\s)MsoTitle(?:\s|$)|^(?=.*(?:^|\s)c\d+(?:\s|$)).*(?:^|\s)title(?:\s|$)")
"""Classes of the paragraph that Word and Google Docs call the title."""
_NOTE: Final = re.compile(r"\bMso(?:Foot|End)noteReference\b", re.IGNORECASE)


def depth_of_list(attributes: Attributes) -> int | None:
    """Return how deep a list of Google Docs is, which nests none in the page; None of any other list."""
    match = _NESTED.search(attributes.get("class") or "")
    return int(match[1]) if match else None


@dataclass(slots=True)
class Paragraph:
    """The paragraph being read, as far as Word says that it is an item of a list."""

    title: bool = False
    _list: str | None = None
    _level: int = 0
    _sign: str = ""
    _spans: list[str] = field(default_factory=list)  # what each open span is: "sign", "note" or ""
    _ids: dict[str, int] = field(default_factory=dict)

    def begin(self, attributes: Attributes) -> None:
        match = _LISTED.search(attributes.get("style") or "")
        named = attributes.get("class") or ""
        drawn = named.startswith("MsoList")
        self.title = bool(_TITLE.search(named[:200]))
        self._list = match["list"] if match else "drawn" if drawn else None
        self._level, self._sign = (int(match["level"]) - 1 if match else 0), ""

    def end(self) -> None:
        self._list, self.title = None, False

    def open_span(self, attributes: Attributes) -> None:
        kind = ""
        if attributes:
            drawn = _DRAWN.search(attributes.get("style") or "")
            kind = "sign" if drawn else "note" if _NOTE.search(attributes.get("class") or "") else ""
        inside = self._spans[-1] if self._spans else ""
        self._spans.append(kind or inside)

    def close_span(self) -> None:
        if self._spans:
            self._spans.pop()

    def marks(self, data: str) -> bool:
        """True of the bullet or number of an item, which is no word of it."""
        if not self._spans or self._spans[-1] != "sign":
            return False
        self._sign += data[:20]
        return True

    def words(self, data: str) -> str:
        """Return the words; the mark of a note without its brackets, "[1]" as "¹"."""
        if (
            self._spans
            and self._spans[-1] == "note"
            and (match := re.fullmatch(r"\s*\[(\d{1,3})\]\s*", data))
        ):
            return match[1].translate(_RAISED)
        return data

    def item(self, pieces: Pieces) -> Block | None:
        """Return the item that the paragraph is, or None."""
        if self._list is None:
            return None
        sign, rest = self._sign, pieces
        if not sign:
            sign, rest = _taken_off(pieces)
        if not sign:
            return None
        number = _NUMBER.fullmatch(sign.replace("\u00a0", " "))
        # Beside those that the lists of the page count, which are above zero, and those of repairs.
        list_id = self._ids.setdefault(self._list, 1_000_000 + len(self._ids))
        return Block(
            "item", rest, depth=self._level, number=int(number[1]) if number else None, list_id=list_id
        )


def _taken_off(pieces: Pieces) -> tuple[str, Pieces]:
    """Return the sign that an item begins with, and the pieces without it."""
    said, last = "", -1
    for index, piece in enumerate(pieces[:12]):
        if piece[0] == "text":
            said, last = said + piece[1][:40], index
            if said.strip(" \t\r\n\u00a0") and (match := _SIGN.match(said)) and match.end() < len(said):
                break
    match = _SIGN.match(said)
    if match is None or match.end() >= len(said):
        return "", pieces
    left = len(said) - match.end()
    kept = [piece for piece in pieces[:last] if piece[0] != "text"]
    whole = pieces[last][1]
    return match[0].strip(), [*kept, ("text", whole[max(0, len(whole[:40]) - left) :]), *pieces[last + 1 :]]


_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
