"""Find spinal labels, and what each means, and the muscles, nerves and body parts a text names."""

from dermatome.library.mentions.load import lexicon
from dermatome.library.mentions.rules import headed_sense, section_context
from dermatome.library.mentions.senses import find_mentions, roots_of
from dermatome.library.mentions.terms import find_terms, part_name
from dermatome.library.mentions.words import sentences

__all__ = [
    "find_mentions",
    "find_terms",
    "headed_sense",
    "lexicon",
    "part_name",
    "roots_of",
    "section_context",
    "sentences",
]
