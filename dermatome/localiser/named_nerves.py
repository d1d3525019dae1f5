"""Reads nerves that a text says are hurt: ``tibial nerve palsy``, ``injury of the sural nerve``."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Final

from dermatome.anatomy.load import facts
from dermatome.anatomy.nerves import nerve_id, short_name
from dermatome.localiser.load import entries, lexicon_file

SIGN: Final = "nerve:"
"""Before the id of a nerve: the sign that it is told by name."""
_PALSY: Final = r"(?:pals(?:y|ies)|paralys\w+|pares[ie]s|(?:mono)?neuropath\w+|neuralgia)\b"
_HURT: Final = r"(?:lesions?|injur\w+|damaged?|entrap\w+|trapped|compress\w+|severed|transect\w+|crushed)\b"
_THOUGHT: Final = re.compile(
    r"\?|\b(?:referred|suspect\w*|quer(?:y|ied)|thought|possibl\w+|rule\w?|exclud\w+|diagnosed|labelled|old"
    r"|previous\w*|history|brother|sister|mother|father|family)\b"
)
"""What somebody suspected, had before, or whose relative had."""
_GLUTEAL: Final = ("superior gluteal", "inferior gluteal")
"""Of the buttock a patient says upper and lower; these names are those of nerves."""


def named_nerves(told: str) -> list[str]:
    """Return the signs that nerves are hurt, from a text in lower case that says so of them by name."""
    if _THOUGHT.search(told):
        return []
    found = (_names()[next(filter(None, match.groups()))] for match in _pattern().finditer(told))
    return list(dict.fromkeys(f"{SIGN}{nerve}" for nerve in found))


@functools.cache
def _names() -> Mapping[str, str]:
    """Return the nerves that are candidates by what they are called."""
    own = {short_name(row.nerve): nerve_id(row.nerve) for row in facts().nerves}
    more = {name: nerve for nerve, names in lexicon_file().territories.items() for name in names}
    return {name: nerve for name, nerve in (own | more).items() if nerve in entries()}


@functools.cache
def _pattern() -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted(_names(), key=len, reverse=True)))
    return re.compile(
        rf"\b({names}) (?:nerves? (?:is |was )?(?:{_PALSY}|{_HURT})|{_PALSY})"
        rf"|\b(?:{_PALSY}|{_HURT}) (?:of|to) (?:the |my |his |her )?(?:left |right )?({names}) nerve\b"
        rf"|^\W*({'|'.join(_GLUTEAL)})(?: nerve)?\W*$"
    )
