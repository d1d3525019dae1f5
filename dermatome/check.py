"""Validates all data and assets: one list of named checks, each from the layer that owns the data."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module

from dermatome.errors import AtlasError
from dermatome.report import CheckReport

LAYERS: tuple[str, ...] = (
    "dermatome.anatomy.check",
    "dermatome.atlas.check",
    "dermatome.atlas.check_surface",
    "dermatome.library.check",
    "dermatome.spine.check",
    "dermatome.study.check",
    "dermatome.localiser.check",
    "dermatome.crosscheck",
    "dermatome.told",
)
"""Modules whose ``run()`` returns their reports, bottom layer first."""


def run(layers: Iterable[str] = LAYERS) -> list[CheckReport]:
    """Run the checks of each layer; a layer whose data cannot be read yields one report with that fault."""
    reports: list[CheckReport] = []
    for layer in layers:
        check: Callable[[], Iterable[CheckReport]] = import_module(layer).run
        try:
            reports += check()
        except AtlasError as error:
            reports.append(CheckReport(layer.split(".")[1], {}, [str(error)]))
    return reports
