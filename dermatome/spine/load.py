"""Reads ``data/spine``; the only module of this layer that opens files."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from dermatome.anatomy.ids import ROOTS, VERTEBRAE
from dermatome.anatomy.load import read_table
from dermatome.errors import DataError
from dermatome.places import DATA
from dermatome.spine.records import ConusLevel, DiscSize, SegmentPlace, VertebraSize
from dermatome.spine.rules import DISCS

SPINE_DIR = DATA / "spine"


@dataclass(frozen=True)
class SpineData:
    """The four tables, keyed by their first column, in anatomical order."""

    vertebrae: Mapping[str, VertebraSize]
    discs: Mapping[str, DiscSize]
    cord: Mapping[str, SegmentPlace]
    conus: Mapping[str, ConusLevel]


@functools.cache
def spine_data() -> SpineData:
    """Return the tables, parsed once per process.

    :raises DataError: a table is missing, malformed or incomplete; the message says which.
    """
    vertebrae = {row.vertebra: row for row in read_table(SPINE_DIR / "vertebrae.csv", VertebraSize)}
    discs = {row.disc: row for row in read_table(SPINE_DIR / "discs.csv", DiscSize)}
    cord = {row.segment: row for row in read_table(SPINE_DIR / "cord.csv", SegmentPlace)}
    conus = {row.id: row for row in read_table(SPINE_DIR / "conus.csv", ConusLevel)}
    for name, found, wanted in (
        ("vertebrae.csv", vertebrae, VERTEBRAE),
        ("discs.csv", discs, DISCS),
        ("cord.csv", cord, ROOTS),
    ):
        if tuple(found) != tuple(wanted):
            odd = ", ".join(sorted({*found} ^ {*wanted})) or "the order of its rows"
            raise DataError(f"data/spine/{name} is not the list from top to bottom: put right {odd}.")
    return SpineData(
        MappingProxyType(vertebrae), MappingProxyType(discs), MappingProxyType(cord), MappingProxyType(conus)
    )
