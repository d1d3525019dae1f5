"""Which limb a movement, a muscle or a word belongs to, so that nothing is read across limbs."""

from __future__ import annotations

import functools
from typing import Final

from dermatome.anatomy.load import facts
from dermatome.localiser.groups import movements_in
from dermatome.localiser.load import lexicon_file

UPPER_PARTS: Final = frozenset(
    (
        *("shoulder", "blade", "arm", "upperarm", "forearm", "elbow", "wrist", "hand", "palm", "finger"),
        *("fingertip", "thumb", "index", "middle", "ring", "pinky", "knuckle", "triceps", "biceps"),
    )
)
LOWER_PARTS: Final = frozenset(
    (
        *("hip", "thigh", "leg", "knee", "kneecap", "calf", "shin", "ankle", "foot", "sole", "heel", "toe"),
        *("bigtoe", "tiptoe", "buttock", "hamstring", "quadriceps", "forefoot"),
    )
)
TRUNK_PARTS: Final = frozenset(
    (
        "belly",
        "trunk",
        "back",
        "waist",
        "body",
        "neck",
        "head",
        "chin",
        "ear",
        "chest",
        "spine",
        "rib",
        "ribs",
    )
)
"""Words of the lexicon, each in its one form."""
_TRUNK: Final = frozenset({"abdominal wall", "thoracolumbar spine", "lumbar spine", "cervical spine"})


@functools.cache
def limb_of(name: str) -> str:
    """Return ``upper``, ``lower`` or ``trunk`` for a movement, a muscle or a name; empty for several."""
    if name in facts().movements:
        if name in movements_in("upper-limb"):
            return "upper"
        if name in movements_in("lower-limb"):
            return "lower"
        return "trunk" if facts().movements[name].joint in _TRUNK else ""
    moves = (
        facts().muscles[name].movements
        if name in facts().muscles
        else lexicon_file().muscle_words.get(name, ())
    )
    limbs = {limb_of(move) for move in moves}
    return limbs.pop() if len(limbs) == 1 else ""
