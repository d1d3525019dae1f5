"""The record of the table that says by which muscles a root is examined."""

from __future__ import annotations

from dermatome.anatomy.records import Fact, Keys, RootId


class Examined(Fact):
    """The muscles by which clinicians test a root, the first one first."""

    root: RootId
    muscles: Keys
