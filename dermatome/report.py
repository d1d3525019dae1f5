"""The shape in which every layer reports what it checked.

It lives beside :mod:`dermatome.errors` at the bottom of the package, so that the
facts, the atlas and the library can all return it without importing one another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Outcome of one named check.

    ``counts`` says what was looked at (a check that counted nothing proves nothing);
    ``faults`` holds one readable line per fault and is empty when all is well.
    """

    name: str
    counts: Mapping[str, int | float | str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """True when the check found no fault."""
        return not self.faults
