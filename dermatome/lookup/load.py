"""Reads what people type beside the names of the tables; the only module here that opens a file."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from dermatome.anatomy.yaml_text import parse_yaml
from dermatome.errors import DataError
from dermatome.places import DATA

SPOKEN: Final = DATA / "lexicon" / "spoken.yaml"
_SPELT: Final = str.maketrans({"ß": "ss", "–": "-", "’": "'"})
_WORD: Final = re.compile(r"[^\W_]+(?:[-/][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Target:
    """What a name stands for: ``kind`` is root, part, disc, muscle, movement, reflex or nerve; ``id`` its id.

    A part is a leaf or a coarse one; ``roots`` are those a landmark of the tables gives to the phrase.
    """

    kind: str
    id: str
    roots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words of ``data/lexicon/spoken.yaml``, spelt as :func:`plain` spells them."""

    intents: Mapping[str, str]
    sides: Mapping[str, str]
    ignored: frozenset[str]
    also: Mapping[str, tuple[str, ...]]
    signs: Mapping[str, tuple[tuple[str, ...], tuple[Target, ...]]]


def plain(text: str) -> str:
    """Return a text as it is looked up: small letters without accents, one space between words."""
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_SPELT))
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return " ".join(_WORD.findall(bare))


@functools.cache
def spoken() -> Spoken:
    """Return what people type beside the names of the tables.

    :raises DataError: the file is missing or malformed, or a sign means what does not exist.
    """
    try:
        raw: dict[str, Any] = parse_yaml(SPOKEN.read_bytes())
        targets = {
            sign: tuple(Target(*meaning.split(" ")) for meaning in entry["means"])
            for sign, entry in raw["signs"].items()
        }
        return Spoken(
            intents={plain(w): kind for kind, words in raw["intents"].items() for w in words},
            sides={plain(word): side for side, words in raw["sides"].items() for word in words},
            ignored=frozenset(plain(str(word)) for word in raw["ignored"]),
            also={phrase: tuple(words) for phrase, words in raw["also"].items()},
            signs={s: (tuple(map(str, e["words"])), targets[s]) for s, e in raw["signs"].items()},
        )
    except (OSError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise DataError(f"data/lexicon/{SPOKEN.name} cannot be read: {error!r:.120}.") from error
