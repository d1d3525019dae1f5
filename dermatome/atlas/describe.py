"""Names and one-line descriptions of territories, as read aloud and shown on hover."""

from __future__ import annotations

import functools

import shapely

from dermatome.anatomy.ids import PART_NAMES, TRIGEMINAL
from dermatome.atlas.load import Atlas, atlas
from dermatome.atlas.records import Territory

VIEW_WORDS: dict[str, str] = {
    "anterior": "anterior",
    "posterior": "posterior",
    "lateral-left": "lateral",
    "lateral-right": "lateral",
    "hand-palmar": "palm",
    "hand-dorsal": "back of the hand",
    "foot-dorsum": "top of the foot",
    "foot-sole": "sole",
    "perineum": "perineum",
    "head-lateral": "side of the head",
}
"""The view as one word of a territory's name."""

MIN_SHARE = 0.04
"""A body part is named only when it holds at least this share of the territory's area."""


def describe(territory: Territory) -> str:
    """Return the name of a territory, for screen readers and hover: ``"S1, right, posterior"``."""
    root = f"{territory.root} (trigeminal)" if territory.root in TRIGEMINAL else territory.root
    return f"{root}, {territory.side}, {VIEW_WORDS[territory.view]}"


def summarise(territory: Territory, *, source: Atlas | None = None) -> str:
    """Return where the territory lies, largest part first: ``"calf, heel"``. Empty without body parts.

    :raises AssetError: the body parts of the view are missing or malformed.
    """
    return ", ".join(PART_NAMES.get(part, part) for part in parts_of(territory, source=source))


def parts_of(territory: Territory, *, source: Atlas | None = None) -> tuple[str, ...]:
    """Return the ids of the body parts a territory lies on, largest share first.

    :raises AssetError: the body parts of the view are missing or malformed.
    """
    source = source or atlas()
    return _parts_of(source, territory.scheme, territory.view, *territory.key)


@functools.cache
def _parts_of(source: Atlas, scheme: str, view: str, root: str, side: str) -> tuple[str, ...]:
    territory = source.territory(scheme, view, root, side)
    index = source.part_index(view)
    if territory is None or not index.parts:
        return ()
    shares: dict[str, float] = {}
    for position in sorted(index.tree.query(territory.geometry, predicate="intersects")):
        part = index.parts[position]
        shared = shapely.intersection(part.geometry, territory.geometry).area
        shares[part.part] = shares.get(part.part, 0.0) + shared
    least = MIN_SHARE * territory.geometry.area
    return tuple(sorted((p for p, area in shares.items() if area >= least), key=lambda p: (-shares[p], p)))
