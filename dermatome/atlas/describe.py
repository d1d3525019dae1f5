"""Names and one-line descriptions of what is drawn, as read aloud and shown on hover."""

from __future__ import annotations

import functools

import shapely

from dermatome.anatomy.ids import (
    TRIGEMINAL,
    VIEWS,
    side_name,
)
from dermatome.anatomy.terms import part_name
from dermatome.atlas.charts import Chart, name_of
from dermatome.atlas.load import Atlas, atlas
from dermatome.atlas.records import Drawn, Region
from dermatome.language import N_, _

VIEW_WORDS: dict[str, str] = {
    "anterior": N_("anterior"),
    "posterior": N_("posterior"),
    "lateral-left": N_("lateral"),
    "lateral-right": N_("lateral"),
    "hand-palmar": N_("palm"),
    "hand-dorsal": N_("back of the hand"),
    "foot-dorsum": N_("top of the foot"),
    "foot-sole": N_("sole"),
    "perineum": N_("perineum"),
    "head-lateral": N_("side of the head"),
}
"""The view as one word of a territory's name."""

MIN_SHARE = 0.04
"""A body part is named only when it holds at least this share of the territory's area."""


def describe(drawn: Drawn, chart: Chart | None = None, *, source: Atlas | None = None) -> str:
    """Return the name of a shape, for screen readers and hover: ``"S1, right, posterior"``.

    ``chart`` is needed for what is not a territory of a published map.
    """
    if chart is not None and isinstance(drawn, Region):
        name = name_of(drawn, chart, source=source)
    else:
        name = _("%(division)s (trigeminal)") % {"division": drawn.id} if drawn.id in TRIGEMINAL else drawn.id
    return f"{name}, {side_name(drawn.side)}, {_(VIEW_WORDS[drawn.view])}"


def summarise(drawn: Drawn, *, source: Atlas | None = None) -> str:
    """Return where a shape lies, largest part first: ``"calf, heel"``. Empty without body parts.

    :raises AssetError: the body parts of the view are missing or malformed.
    """
    return ", ".join(part_name(part) for part in parts_of(drawn, source=source))


def parts_of(drawn: Drawn, *, source: Atlas | None = None) -> tuple[str, ...]:
    """Return the ids of the body parts a shape lies on, largest share first.

    :raises AssetError: the body parts of the view are missing or malformed.
    """
    return _parts_of(source or atlas(), drawn)


@functools.lru_cache(maxsize=8192)
def _parts_of(source: Atlas, drawn: Drawn) -> tuple[str, ...]:
    index = source.part_index(drawn.view)
    if not index.parts:
        return ()
    shares: dict[str, float] = {}
    for position in sorted(index.tree.query(drawn.geometry, predicate="intersects")):
        part = index.parts[position]
        shared = shapely.intersection(part.geometry, drawn.geometry).area
        shares[part.part] = shares.get(part.part, 0.0) + shared
    least = MIN_SHARE * drawn.geometry.area
    return tuple(sorted((p for p, area in shares.items() if area >= least), key=lambda p: (-shares[p], p)))


@functools.cache
def drawn_roots(scheme: str) -> frozenset[str]:
    """Return the roots a map draws in any view. Errors as for :func:`catalogue_json`."""
    return frozenset(
        t.root for view in VIEWS for t in atlas().territories(scheme, view) if t.kind == "spinal"
    )
