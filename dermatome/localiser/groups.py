"""What a word such as ``all`` or ``hand`` stands for among movements, reflexes and parts of the body."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Final

from dermatome.anatomy.ids import BODY_PARTS, COARSE_PARTS
from dermatome.anatomy.load import facts

_REGION: Final[Mapping[str, str]] = {
    **dict.fromkeys(("glenohumeral", "scapulothoracic"), "shoulder"),
    **dict.fromkeys(("elbow", "radioulnar"), "elbow"),
    **dict.fromkeys(("wrist", "metacarpophalangeal", "interphalangeal", "thumb", "little finger"), "hand"),
    "hip": "hip",
    "knee": "knee",
    **dict.fromkeys(("ankle", "subtalar", "great toe", "lesser toes"), "foot"),
}
UPPER: Final = ("shoulder", "elbow", "hand")
LOWER: Final = ("hip", "knee", "foot")
MOTOR_GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "upper-limb": UPPER,
    "lower-limb": LOWER,
    "hand": ("hand",),
    "foot": ("foot",),
    "proximal": ("shoulder", "hip", "elbow", "knee"),
    "distal": ("hand", "foot"),
}
SKIN_GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "upper-limb": COARSE_PARTS["upper-limb"],
    "lower-limb": COARSE_PARTS["lower-limb"],
    "hand": COARSE_PARTS["hand"],
    "foot": COARSE_PARTS["foot"],
    "proximal": ("shoulder", "upper-arm", "thigh-front", "thigh-back", "buttock"),
    "distal": (*COARSE_PARTS["hand"], *COARSE_PARTS["foot"]),
    "all": BODY_PARTS,
    "all-other": BODY_PARTS,
}
GROUPS: Final = ("all", "all-other", *MOTOR_GROUPS)
UPPER_REFLEXES: Final = (
    *("biceps", "brachioradialis-supinator", "triceps", "finger-flexor"),
    *("pectoral", "deltoid", "scapulohumeral", "latissimus-dorsi"),
)
LOWER_REFLEXES: Final = (
    *("knee-jerk-patellar", "ankle-jerk-achilles", "adductor", "medial-hamstring"),
    *("lateral-hamstring", "tibialis-posterior", "gluteal"),
)
REFLEX_GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "upper-limb": UPPER_REFLEXES[:3],
    "lower-limb": LOWER_REFLEXES[:2],
    "all": (*UPPER_REFLEXES[:3], *LOWER_REFLEXES[:2]),
    "all-other": (*UPPER_REFLEXES[:3], *LOWER_REFLEXES[:2]),
}
"""Who says that all reflexes are there has tested the common ones."""


@functools.cache
def movements_in(group: str) -> tuple[str, ...]:
    """Return the movements a group stands for; ``all`` and ``all-other`` are those of the limbs."""
    regions = MOTOR_GROUPS.get(group, (*UPPER, *LOWER))
    return tuple(m.id for m in facts().movements.values() if _REGION.get(m.joint) in regions)
