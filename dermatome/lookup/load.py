"""The words people type beside the names of the tables: ``data/lexicon/spoken.yaml``."""

from __future__ import annotations

from typing import Any, Final

from dermatome.anatomy.yaml_text import parse_yaml
from dermatome.places import DATA

SPOKEN: Final = DATA / "lexicon" / "spoken.yaml"


def spoken_words() -> dict[str, Any]:
    """Return what the file holds. :raises OSError: it is not there."""
    return parse_yaml(SPOKEN.read_bytes())
