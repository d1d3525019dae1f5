"""Frozen records of the library: an article is sections, a section is passages.

A *passage* is the smallest piece that is shown, searched and ranked on its own: one
paragraph, list item, table row or quotation. Its ``text`` is plain; its ``html`` holds the same
words with inline markup that has been through the sanitiser.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

PassageKind = Literal["paragraph", "item", "row", "quote", "code", "caption"]
TermKind = Literal["body_part", "muscle", "movement", "nerve", "reflex"]

SUMMARY_LAYERS: Final[tuple[str, ...]] = ("dermatome", "myotome", "reflex", "level", "nerve")
"""What the lines of a root's summary answer, one each: skin, muscle, jerk, disc, look-alike."""

ROOT_ROLES: Final[tuple[str, ...]] = (
    "summary",
    "meanings",
    "course",
    "dermatome",
    "myotome",
    "reflex",
    "disc_and_level",
    "lesions",
    "lookalikes",
    "variants",
    "questions",
)
"""Sections every root article has, in this order."""

ROLES: Final[tuple[str, ...]] = (*ROOT_ROLES, "overview", "method", "see_also")
"""Every role a section of our own articles may have. Imported sections have none."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One spinal label found in a text, with what it means there.

    ``text[start:end] == surface``. A label that stands for several roots yields one mention per
    root: in a list ("S2, S3 and S4") each has its own span, in a range or pair ("C5–T1",
    "L5–S1 disc") all share the span of the whole expression. ``root`` is None when the label is no
    spinal label at all ("T1-weighted"), ``sense`` being ``"other"``, and of a sixth lumbar vertebra, which
    gives no root its name. ``label`` is the bare label inside the surface ("L5–S1" in "L5–S1 disc"); ``rule``
    names the rule that decided.
    """

    start: int
    end: int
    surface: str
    root: str | None
    sense: str
    label: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A muscle, movement, nerve, reflex or body part named in a text.

    ``id`` is the body part id (a leaf or a coarse one), or the canonical name of the muscle,
    movement, nerve or reflex. ``parts`` are the leaf body parts it stands for; ``roots`` the roots
    the lexicon gives for a reflex. Both are empty where they do not apply.
    """

    start: int
    end: int
    surface: str
    kind: TermKind
    id: str
    parts: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, list item, table row, quotation or caption of an article.

    ``id`` is unique in its article ("dermatome-3"). ``citations`` are keys of the table of sources,
    in order of appearance; the markers are not part of ``text``. ``lead`` is the sentence that
    introduces a list, for an item that makes little sense without it. ``markup`` is sanitised inline
    HTML with the same words; :func:`dermatome.library.render.inline_html` shows it.

    ``depth`` and ``number`` place a list item: depth 0 is the outermost list, ``number`` is None in a
    bulleted one, ``continued`` marks a further paragraph of the item before. ``cells`` is the inline HTML
    of each cell of a table row, ``header`` marks a heading row.
    """

    id: str
    text: str
    markup: str
    kind: PassageKind = "paragraph"
    citations: tuple[str, ...] = ()
    lead: str = ""
    depth: int = 0
    number: int | None = None
    continued: bool = False
    cells: tuple[str, ...] = ()
    header: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, up to the next heading.

    ``level`` is 2 for a section and 3 or more for a sub-section; a sub-section inherits the ``role`` of
    the section above it. The text before the first heading of an imported article is a section with
    an empty ``heading``.
    """

    id: str
    heading: str
    level: int
    passages: tuple[Passage, ...]
    role: str | None = None
    parent: str | None = None

    @property
    def citations(self) -> tuple[str, ...]:
        """Source keys cited in the section, each once, in order of appearance."""
        return tuple(dict.fromkeys(key for passage in self.passages for key in passage.citations))


@dataclass(frozen=True, slots=True)
class Article:
    """One article, ours or imported.

    ``kind`` is "root", "topic" or "imported". ``roots`` are the roots it is about. ``source`` is the address
    an imported article came from, ``date`` its date there (ISO), ``language`` a BCP 47 tag ("en") or "und".
    """

    id: str
    title: str
    kind: str
    sections: tuple[Section, ...]
    roots: tuple[str, ...] = ()
    summary: str = ""
    updated: str = ""
    source: str = ""
    date: str = ""
    language: str = "en"

    @property
    def imported(self) -> bool:
        """True when a reader brought the article, False when it is one of ours."""
        return self.kind == "imported"

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All passages in reading order."""
        return tuple(passage for section in self.sections for passage in section.passages)

    @property
    def citations(self) -> tuple[str, ...]:
        """Source keys cited anywhere in the article, each once, in order of appearance."""
        return tuple(dict.fromkeys(key for section in self.sections for key in section.citations))

    def section(self, section_id: str) -> Section | None:
        """Return the section with this id, or None."""
        return next((section for section in self.sections if section.id == section_id), None)

    def role(self, role: str) -> tuple[Section, ...]:
        """Return the section with this role and its sub-sections."""
        return tuple(section for section in self.sections if section.role == role)


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A passage chosen for a click, and why.

    ``sense`` is what the root's label means in this passage ("vertebra" when the layer asked for a
    dermatome is worth a badge). ``highlight`` is the span of ``text`` to stress: the sentence that matched
    best. ``on_part`` says whether the passage names the body part asked for. ``score`` only
    orders passages of one answer.
    """

    article: str
    article_title: str
    section: str
    section_id: str
    passage: Passage
    root: str
    sense: str
    why: str
    score: float
    highlight: tuple[int, int]
    imported: bool = False
    on_part: bool = False

    @property
    def text(self) -> str:
        """The plain text of the passage."""
        return self.passage.text
