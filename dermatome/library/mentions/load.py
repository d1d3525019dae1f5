"""Reads the lexicon: word lists, rules, and the labelled sentences that measure them."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import yaml

from dermatome.anatomy.ids import BODY_PARTS, COARSE_PARTS, SENSES
from dermatome.anatomy.yaml_text import parse_yaml
from dermatome.errors import DataError, one_line
from dermatome.places import DATA

LEXICON: Final = DATA / "lexicon"
MENTIONS: Final = DATA / "mentions"
WEIGHTS: Final = "weights.json"
SETS: Final = (
    "development",
    "held_out",
    "other_authors",
    "other_authors_held_out",
    "independent",
    "independent_held_out",
    "further",
    "further_two",
    "further_three",
    "further_held_out",
    "later",
    "later_two",
    "later_three",
    "practice",
    "later_held_out",
    "recent",
    "recent_two",
    "practice_two",
    "recent_held_out",
)
"""The labelled sentences that measure the mention engine; see ``data/mentions/README.md``."""


@dataclass(frozen=True)
class Lexicon:
    """The word lists as they stand in the files, before :mod:`dermatome.library.mentions` compiles them.

    ``version`` changes with any byte of the files; what is stored about imported articles carries it.
    """

    body_parts: Mapping[str, tuple[str, ...]]
    terms: Mapping[str, Mapping[str, tuple[str, ...]]]
    labels: Mapping[str, Any]
    maps: Mapping[str, tuple[str, ...]]
    topics: Mapping[str, tuple[str, ...]]
    weights: Mapping[str, Sequence[float]]
    """What each sign of the surroundings says for each of the senses, where no rule tells it."""
    version: str


@functools.cache
def lexicon() -> Lexicon:
    """Return the lexicon, read once per process from ``data/lexicon``.

    :raises DataError: a file is missing, is no YAML, or names an unknown body part.
    """
    digest = hashlib.sha256()
    loaded: dict[str, Any] = {}
    for name in ("body_parts", "terms", "labels", "maps", "topics"):
        path = LEXICON / f"{name}.yaml"
        try:
            raw = path.read_bytes()
            loaded[name] = parse_yaml(raw)
        except (OSError, yaml.YAMLError) as error:
            raise DataError(f"data/lexicon/{path.name} cannot be read: {one_line(error)}.") from error
        digest.update(raw)
    try:
        raw = (LEXICON / WEIGHTS).read_bytes()
        weights = _weights(json.loads(raw))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(f"data/lexicon/{WEIGHTS} cannot be read: {one_line(error)}.") from error
    digest.update(raw)
    unknown = set(loaded["body_parts"]) - set(BODY_PARTS) - set(COARSE_PARTS)
    if unknown:
        raise DataError(f"data/lexicon/body_parts.yaml: there is no body part {min(unknown)!r}.")
    return Lexicon(
        body_parts={part: tuple(words) for part, words in loaded["body_parts"].items()},
        terms={
            kind: {name: tuple(words) for name, words in names.items()}
            for kind, names in loaded["terms"].items()
        },
        labels=loaded["labels"],
        maps={scheme: tuple(words) for scheme, words in loaded["maps"].items()},
        topics={topic: tuple(words) for topic, words in loaded["topics"].items()},
        weights=weights,
        version=digest.hexdigest()[:16],
    )


def _weights(rows: Mapping[str, Any]) -> Mapping[str, Sequence[float]]:
    """Return the weights, of rows of hundredths for each of ``senses``."""
    if tuple(rows["senses"]) != SENSES or any(len(row) != len(SENSES) for row in rows["weights"].values()):
        raise ValueError(f"a row has a weight for each of {', '.join(SENSES)}")
    return {sign: tuple(weight / 100 for weight in row) for sign, row in rows["weights"].items()}


@functools.cache
def search_words() -> Mapping[str, tuple[str, ...]]:
    """Return English words with the German and Latin ones that a search may use instead.

    :raises DataError: the file is missing or no YAML.
    """
    path = LEXICON / "words.yaml"
    try:
        loaded = parse_yaml(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise DataError(f"data/lexicon/{path.name} cannot be read: {one_line(error)}.") from error
    return {english: tuple(others) for english, others in loaded.items()}


def labelled_sentences(name: str) -> Mapping[str, tuple[str, ...]]:
    """Return the labelled sentences that measure the mention engine.

    ``name`` is one of :data:`SETS`.

    :raises DataError: the file is missing or no YAML.
    """
    path = MENTIONS / f"{name}.yaml"
    try:
        loaded = parse_yaml(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise DataError(f"{path.name} cannot be read: {one_line(error)}.") from error
    return {group: tuple(sentences) for group, sentences in loaded.items()}
