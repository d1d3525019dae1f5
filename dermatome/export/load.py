"""The date of the data, which every file that leaves the atlas carries."""

from __future__ import annotations

import datetime
import functools
from typing import Final

import yaml

from dermatome.anatomy.yaml_text import parse_yaml
from dermatome.errors import DataError
from dermatome.language import N_, _, p_
from dermatome.places import DATA

_MONTHS: Final = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)


@functools.cache
def edition() -> datetime.date:
    """Return the day the facts were last looked through.

    :raises DataError: ``data/edition.yaml`` is missing or holds no date.
    """
    path = DATA / "edition.yaml"
    try:
        date = (parse_yaml(path.read_text(encoding="utf-8")) or {}).get("date")
    except (OSError, UnicodeDecodeError, AttributeError, yaml.YAMLError) as error:
        raise DataError(f"{path.name} cannot be read. Write a line such as “date: 2026-01-31”.") from error
    if not isinstance(date, datetime.date):
        raise DataError(f"{path.name} holds no date. Write a line such as “date: 2026-01-31”.")
    return date


def day(date: datetime.date) -> str:
    """Return a date in words: ``31 January 2026``; the same in every locale of the machine."""
    said = {"day": date.day, "month": _(_MONTHS[date.month - 1]), "year": date.year}
    return p_("date", "%(day)s %(month)s %(year)s") % said
