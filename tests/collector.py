"""Measuring processor time without the collector's walks through what other tests have loaded."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def nothing_else_to_collect() -> Iterator[None]:
    """Keep what is loaded by now out of the collector's sight; walking through it takes a second."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
