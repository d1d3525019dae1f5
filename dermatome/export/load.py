"""The date of the data, which every file that leaves the atlas carries."""

from __future__ import annotations

import datetime
import functools

import yaml

from dermatome.anatomy.yaml_text import parse_yaml
from dermatome.errors import DataError
from dermatome.places import DATA


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
    months = "January February March April May June July August September October November December"
    return f"{date.day} {months.split()[date.month - 1]} {date.year}"
