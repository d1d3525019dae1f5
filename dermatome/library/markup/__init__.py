"""HTML, Markdown and plain text → blocks → sections: one clean reading of any article, ours or imported."""

from dermatome.library.markup.blocks import (
    MAX_PASSAGES,
    Block,
    clean_text,
    collapse,
    slugify,
    unique,
    words_of,
)
from dermatome.library.markup.html import blocks_from_html
from dermatome.library.markup.markdown import blocks_from_markdown, blocks_from_own_markdown
from dermatome.library.markup.plaintext import blocks_from_text
from dermatome.library.markup.repairs import repair
from dermatome.library.markup.safety import TooDeep, safe_inline
from dermatome.library.markup.sections import MAX_PASSAGE, sections_from_blocks

__all__ = [
    "MAX_PASSAGE",
    "MAX_PASSAGES",
    "Block",
    "TooDeep",
    "blocks_from_html",
    "blocks_from_markdown",
    "blocks_from_own_markdown",
    "blocks_from_text",
    "clean_text",
    "collapse",
    "repair",
    "safe_inline",
    "sections_from_blocks",
    "slugify",
    "unique",
    "words_of",
]
