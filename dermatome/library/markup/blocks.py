"""What an article is read into: headings and passages in reading order, before sections are formed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

from dermatome.errors import ImportFailed
from dermatome.language import _, grouped
from dermatome.library.records import PassageKind
from dermatome.unseen import seen

MAX_PASSAGES: Final = 20_000
"""Headings, paragraphs, items and rows accepted in one article: more than the longest books have."""
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
SPACE: Final = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
Piece = tuple[str, ...]
Pieces = list[Piece]


@dataclass(slots=True)
class Block:
    """One heading or passage in reading order, before sections are formed.

    ``pieces`` is the inline content: ``("text", words)``, ``("open", tag, href)``, ``("close", tag)``,
    ``("br",)`` and ``("cite", keys)``.
    """

    kind: PassageKind | str
    pieces: Pieces
    level: int = 0
    depth: int = 0
    number: int | None = None
    continued: bool = False
    list_id: int = 0
    cells: list[Pieces] = field(default_factory=list)
    header: bool = False  # a row that names the columns, or a heading that is the title of all
    region: str = ""  # of a page: "main", "nav", "chrome" (header, footer, aside outside main) or ""


def clean_text(text: str) -> str:
    """Remove what no reader sees (:func:`dermatome.unseen.seen`).

    Lone surrogates, which no encoder accepts, become the replacement character.
    """
    return _SURROGATE.sub("\ufffd", seen(text))


def collapse(text: str) -> str:
    """Return ``text`` with every run of white space, no-break spaces included, as one space."""
    return SPACE.sub(" ", text).strip()


def slugify(text: str, fallback: str = "section") -> str:
    """Return an id of lower-case ASCII letters, digits and hyphens for a heading or title."""
    folded = unicodedata.normalize("NFKD", text.replace("–", "-").replace("—", "-").replace("ß", "ss"))
    folded = folded.encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’]", "", folded)).strip("-")
    return slug[:80].rstrip("-") or fallback


def check_number(passages: int) -> None:
    """Do nothing while an article holds no more passages than it may. :raises ImportFailed: it does."""
    if passages > MAX_PASSAGES:
        raise ImportFailed(
            _("The text holds more than %(n)s paragraphs. Split it.") % {"n": grouped(MAX_PASSAGES)}
        )


def words_in(pieces: Pieces) -> str:
    """Return the plain words of the pieces, line breaks as spaces."""
    return collapse(
        "".join(piece[1] if piece[0] == "text" else " " for piece in pieces if piece[0] in {"text", "br"})
    )


def words_of(block: Block) -> str:
    """Return the plain words of a block."""
    return words_in(block.pieces)


def unique(slug: str, used: dict[str, int]) -> str:
    """Return an id not used yet, and note it: ``used`` holds each, and the number to try next for it."""
    candidate, number = slug, used.get(slug, 1)
    while candidate in used:
        number += 1
        candidate = f"{slug}-{number}"
    used[slug] = number
    used.setdefault(candidate, 1)
    return candidate
