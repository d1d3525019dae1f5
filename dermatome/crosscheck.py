"""Checks that need two layers at once: do the articles cover what the maps draw?"""

from __future__ import annotations

from typing import Final

from dermatome.anatomy.ids import BODY_PARTS, VIEWS, root_order
from dermatome.atlas.load import Atlas, atlas
from dermatome.library.check import coverage
from dermatome.report import CheckReport

MIN_AREA_MM2: Final = 100.0
"""Smaller overlaps of a territory and a body part are border effects nobody aims at."""


def run() -> list[CheckReport]:
    """Check our own articles against every map."""
    return [coverage(drawn_pairs(atlas()))]


def drawn_pairs(source: Atlas) -> list[tuple[str, str]]:
    """Return each (root, body part) that some map draws in some view on at least :data:`MIN_AREA_MM2`."""
    pairs: set[tuple[str, str]] = set()
    for view in VIEWS:
        parts = source.parts(view)
        for scheme in source.schemes:
            for territory in source.territories(scheme.id, view):
                if territory.kind != "spinal":
                    continue
                for part in parts:
                    pair = (territory.root, part.part)
                    if part.side not in {territory.side, "midline"} or pair in pairs:
                        continue
                    if part.geometry.intersection(territory.geometry).area >= MIN_AREA_MM2:
                        pairs.add(pair)
    return sorted(pairs, key=lambda pair: (root_order(pair[0]), BODY_PARTS.index(pair[1])))
