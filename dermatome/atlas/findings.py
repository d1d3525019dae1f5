"""What a check of the atlas finds: counts, faults, and what a spoilt file makes of it."""

from __future__ import annotations

from dataclasses import dataclass, field

import shapely.errors

from dermatome.errors import AtlasError
from dermatome.report import CheckReport

EXPECTED = (AtlasError, shapely.errors.ShapelyError)
"""What a spoilt file makes the checks raise: it cannot be read, or its shapes cannot be compared."""


@dataclass
class Findings:
    """What one check collects while it walks through the atlas."""

    counts: dict[str, int | float | str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def add(self, count: str, number: float = 1) -> None:
        """Add to a count, such as ``"territories"``."""
        self.counts[count] = round(float(self.counts.get(count, 0)) + number, 3)

    def worst(self, count: str, number: float) -> None:
        """Keep the largest of the numbers that are told under one name."""
        self.counts[count] = max(float(self.counts.get(count, 0.0)), round(float(number), 6))

    def report(self, name: str) -> CheckReport:
        """Return what was collected, as the report of the check of this name."""
        whole = {k: int(v) if isinstance(v, float) and v.is_integer() else v for k, v in self.counts.items()}
        return CheckReport(name, whole, self.faults)


@dataclass
class noting:
    """Turns a spoilt file into a fault, so that one gap does not hide the other results."""

    found: Findings

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if not isinstance(error, EXPECTED):
            return False
        if str(error) not in self.found.faults:
            self.found.faults.append(str(error))
        return True
