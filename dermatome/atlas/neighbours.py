"""Which territories lie side by side on a map."""

from __future__ import annotations

import functools

from dermatome.anatomy.ids import TERRITORY_ROOTS, VIEWS
from dermatome.atlas.load import Atlas, atlas


def neighbours(
    scheme: str, root: str, side: str, *, source: Atlas | None = None
) -> tuple[tuple[str, str], ...]:
    """Return (root, side) of every territory that borders this one in any view, in map order.

    Empty when the map does not draw the root.

    :raises InputError: there is no such map.
    :raises AssetError: the built geometry is missing or malformed.
    """
    return _table(source or atlas(), scheme).get((root, side), ())


@functools.cache
def _table(source: Atlas, scheme: str) -> dict[tuple[str, str], tuple[tuple[str, str], ...]]:
    table: dict[tuple[str, str], dict[tuple[str, str], None]] = {}
    for view in VIEWS:
        index = source.index(scheme, view)
        for territory, around in zip(index.territories, index.adjacent, strict=True):
            row = table.setdefault(territory.key, {})
            row.update((index.territories[position].key, None) for position in around)
    # Cranial to caudal reads better in a list than the order in which views were visited.
    return {key: tuple(sorted(row, key=_map_order)) for key, row in table.items()}


def _map_order(key: tuple[str, str]) -> tuple[int, str, str]:
    root, side = key
    return (TERRITORY_ROOTS.index(root) if root in TERRITORY_ROOTS else -1, root, side)
