"""What of a place is drawn on the body: territories of roots, or fields of skin nerves."""

from __future__ import annotations

import functools
from typing import Final

import numpy as np

from dermatome.anatomy.ids import territory_root
from dermatome.anatomy.load import facts
from dermatome.anatomy.nerves import nerve_id
from dermatome.localiser.lesions import lesions, variants
from dermatome.localiser.load import entries
from dermatome.localiser.skin import skin

MOSTLY: Final = 0.5
"""A field is drawn of a plexus or a syndrome that takes so much of its feeling."""
ROOTS: Final = "isncsci"
NERVES: Final = "nerves"
"""The maps on which places are drawn."""


@functools.cache
def drawn(candidate: str) -> tuple[str, tuple[str, ...]]:
    """Return the map a place is drawn on and what of it: roots for those and their syndromes, else fields."""
    if territory_root(candidate):
        return ROOTS, (candidate,)
    rows = [row for row in facts().syndromes if row.syndrome == candidate and row.kind == "root"]
    if roots := [root for row in rows if row.share != "possible" for root in row.items]:
        return ROOTS, tuple(dict.fromkeys(territory_root(root) or root for root in roots))
    fields = facts().nerve_fields.values()
    if entries()[candidate].kind == "nerve":
        return NERVES, tuple(field.id for field in fields if candidate in map(nerve_id, field.nerve))
    whole = next(n for n, variant in enumerate(variants()) if variant.candidate == candidate)
    area = skin().fields * skin().area[:, None]
    taken = lesions().skin[whole] @ area / np.maximum(area.sum(axis=0), 1e-9)
    return NERVES, tuple(field.id for field, share in zip(fields, taken, strict=True) if share >= MOSTLY)
