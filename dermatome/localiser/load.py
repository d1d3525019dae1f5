"""Reads ``data/localiser``; the only module of this layer that opens files."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any, Final, Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from dermatome.anatomy.load import read_table
from dermatome.anatomy.records import Record, Text
from dermatome.anatomy.yaml_text import parse_yaml
from dermatome.errors import DataError
from dermatome.localiser.records import Kind
from dermatome.places import DATA

FOLDER: Final = DATA / "localiser"


class CandidateEntry(Record):
    """One place that may be answered, and how often its lesions are met."""

    id: Text
    kind: Kind
    frequency: Literal["common", "usual", "seldom", "rare"]
    practice: bool
    """True where tests of a limb can find it, so that patients are drawn for practice."""


class Parameter(BaseModel):
    """One number that was chosen, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: float
    why: Text


class _Group(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Power(_Group):
    """How weakness is judged."""

    exponent: Parameter
    helpers: Parameter
    partial: Parameter
    severe_floor: Parameter
    floor: Parameter
    spared: Parameter
    size: Parameter
    silence: Parameter


class SkinLoss(_Group):
    """How numb skin is judged."""

    floor: Parameter
    pain_floor: Parameter
    spared: Parameter
    size: Parameter
    silence: Parameter


class ReflexLoss(_Group):
    """How reflexes are judged."""

    floor: Parameter
    spared: Parameter


class SignRatios(_Group):
    """Likelihood ratios of graded signs."""

    strong: Parameter
    moderate: Parameter
    weak: Parameter
    most: Parameter


class Sides(_Group):
    """How the side is judged."""

    bilateral: Parameter
    one_sided: Parameter


class Priors(_Group):
    """How often lesions are met, relative to each other."""

    common: Parameter
    usual: Parameter
    seldom: Parameter
    rare: Parameter
    root: Parameter


class Parameters(_Group):
    """All numbers of ``parameters.yaml``."""

    power: Power
    skin: SkinLoss
    reflex: ReflexLoss
    signs: SignRatios
    side: Sides
    prior: Priors
    root_shows: Parameter
    temperature: Parameter


@functools.cache
def parameters() -> Parameters:
    """Return the numbers of the model. :raises DataError: the file is missing or malformed."""
    try:
        return Parameters.model_validate(_yaml("parameters.yaml"))
    except ValidationError as error:
        first = error.errors()[0]
        raise DataError(f"parameters.yaml, {'.'.join(map(str, first['loc']))}: {first['msg']}") from error


@functools.cache
def entries() -> Mapping[str, CandidateEntry]:
    """Return every candidate by id. :raises DataError: the table is missing or malformed."""
    return {row.id: row for row in read_table(FOLDER / "candidates.csv", CandidateEntry)}


def _yaml(name: str) -> dict[str, Any]:
    path = FOLDER / name
    try:
        return parse_yaml(path.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{name} cannot be read: restore data/localiser from the repository.") from error
    except yaml.YAMLError as error:
        raise DataError(f"{name} is no YAML: {' '.join(str(error).split())}") from error


class Lexicon(BaseModel):
    """The words of ``lexicon.yaml``; what each list is for stands in the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fillers: tuple[str, ...]
    soft: tuple[str, ...]
    actions: tuple[str, ...]
    abbreviations: dict[str, str]
    tokens: dict[str, tuple[str, ...]]
    surfaces: dict[str, tuple[str, ...]]
    bases: dict[str, dict[str, tuple[str, ...]]]
    names: dict[str, tuple[str, ...]]
    direct: dict[str, tuple[str, ...]]
    territories: dict[str, tuple[str, ...]]
    quality: dict[str, tuple[str, ...]]
    spared_groups: dict[str, tuple[str, ...]]
    motor_groups: dict[str, tuple[str, ...]]
    movements: dict[str, tuple[str, ...]]
    muscles: dict[str, tuple[str, ...]]
    muscle_words: dict[str, tuple[str, ...]]
    reflexes: dict[str, tuple[str, ...]]
    reflex_groups: dict[str, tuple[str, ...]]
    signs: dict[str, tuple[str, ...]]
    ignored: tuple[str, ...]


@functools.cache
def lexicon_file() -> Lexicon:
    """Return the words as they stand in the file. :raises DataError: it is missing or malformed."""
    try:
        return Lexicon.model_validate(_yaml("lexicon.yaml"))
    except ValidationError as error:
        first = error.errors()[0]
        raise DataError(f"lexicon.yaml, {'.'.join(map(str, first['loc']))}: {first['msg']}") from error


class German(BaseModel):
    """The words of ``german.yaml``; what each list is for stands in the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    own: tuple[str, ...]
    shared: tuple[str, ...]
    ignored: tuple[str, ...]
    parts: dict[str, tuple[str, ...]]
    sides: dict[str, tuple[str, ...]]
    nerves: dict[str, tuple[str, ...]]
    territories: tuple[str, ...]
    moves: dict[str, tuple[str, ...]]
    ways: dict[str, tuple[str, ...]]
    muscles: dict[str, tuple[str, ...]]
    reflexes: dict[str, tuple[str, ...]]
    judgements: dict[str, tuple[str, ...]]
    pains: dict[str, tuple[str, ...]]
    signs: dict[str, tuple[str, ...]]


@functools.cache
def german_file() -> German:
    """Return the German words as they stand in the file. :raises DataError: it is missing or malformed."""
    try:
        return German.model_validate(_yaml("german.yaml"))
    except ValidationError as error:
        first = error.errors()[0]
        raise DataError(f"german.yaml, {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
