"""Reads the cases and the Basics; the only module of this layer that opens data files."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import yaml
from pydantic import ValidationError

from dermatome.anatomy.load import read_table
from dermatome.anatomy.yaml_text import parse_yaml
from dermatome.errors import DataError
from dermatome.places import DATA
from dermatome.study.records import Basic, Case

CASES = DATA / "cases"
BASICS = DATA / "practice" / "basics.csv"


@functools.cache
def basics(file: Path = BASICS) -> tuple[Basic, ...]:
    """Return the cards of the Basics in the order in which they are met; read once per process.

    :raises DataError: the file is missing or malformed, or names a card twice.
    """
    rows = read_table(file, Basic)
    if len({row.card for row in rows}) < len(rows):
        raise DataError(f"{file.name} names a card twice. Take one of the two out.")
    return rows


@functools.cache
def cases(folder: Path = CASES) -> Mapping[str, Case]:
    """Return the cases by id, in the order of the files; read once per process.

    :raises DataError: a file is missing or malformed, or two cases share an id.
    """
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise DataError("There are no cases: restore data/cases from the repository.")
    found: dict[str, Case] = {}
    for file in files:
        for case in _read(file):
            if case.id in found:
                raise DataError(f"{file.name}: there are two cases called {case.id}. Rename one.")
            found[case.id] = case
    return MappingProxyType(found)


def _read(file: Path) -> list[Case]:
    try:
        rows = parse_yaml(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DataError(f"{file.name} cannot be read as YAML: {' '.join(str(error).split())}") from error
    if not isinstance(rows, list):
        raise DataError(f"{file.name} is no list of cases.")
    made = []
    for number, row in enumerate(rows, 1):
        try:
            made.append(Case.model_validate(row))
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(step) for step in first["loc"])
            raise DataError(f"{file.name}, case {number}, {place}: {first['msg']}") from error
    return made
