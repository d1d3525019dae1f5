"""Signs that are told along with places of skin: pain that travels, zoster, both sides, socks and gloves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dermatome.localiser.groups import SKIN_GROUPS
from dermatome.localiser.sign_words import read_signs
from dermatome.localiser.skin_words import SkinRead

_TRAVELS: Final = re.compile(
    r"\b(?:down|into|then|go(?:es|ing)?|radiat\w*|shoot\w*|travel\w*|spread\w*|runs?)\b|→"
    r"|\bto (?:the |my )?(?:arm|hand|thumb|fingers?|leg|thigh|calf|foot|toes?|knee)\b"
)
_DOWN_LIMB: Final = re.compile(
    r"pain.*\b(?:down|into|radiat\w*|shoot\w*|travel\w*) (?:\w+ ){0,3}?(?:arm|leg|limb)\b"
    r"|pain.*\bradiat\w*|\bsciatica"
)
_BLISTERS: Final = re.compile(r"(?i)blister|vesic|shingles|zoster|g(?:ü|ue)rtelrose|bl(?:ä|ae)schen")
_BOTH: Final = re.compile(
    r"\bbilat\w*|\bboth (?:my |the )?(?:hands|feet|legs|arms|soles|calves|thighs|shins|heels|palms"
    r"|thumbs|forearms"
    r"|big toes|sides$|sides\b(?= ?[,;]))"
)
_EVEN: Final = re.compile(r"\b(a?)symmetric\w*")
_ONE_ONLY: Final = re.compile(r"\bno,? just\b|\b(?:just|only) the (?:right|left)\b")
_SOCK: Final = re.compile(r"\b(?:stocking|socks?)\b")
_GLOVE: Final = re.compile(r"\bgloves?\b")
_SHAPE: Final = re.compile(
    r"\b(?:stocking|glove)s?[ -](?:\w+ )?(?:loss|distribution|type|pattern|like|fashion)"
)
_ARM: Final = frozenset(SKIN_GROUPS["upper-limb"]) - {"shoulder"}
_LEG: Final = frozenset(SKIN_GROUPS["lower-limb"]) - {"buttock"}


def signs_of_skin(item: str, read: SkinRead) -> Iterator[str]:
    """Yield the signs that an item of lost skin tells beside its places."""
    told = item.lower()
    if _BLISTERS.search(item):
        yield "zoster"
    if _BOTH.search(told) and not _ONE_ONLY.search(told):
        yield "bilateral"
    if even := _EVEN.search(told):
        yield f"{even[1]}symmetrical"
    sock, glove = bool(_SOCK.search(told)), bool(_GLOVE.search(told))
    if (sock and glove) or _SHAPE.search(told):
        yield from (("stocking-loss",) if sock else ())
        yield from (("glove-loss",) if glove else ())
    yield from _pain(read)


def _pain(read: SkinRead) -> Iterator[str]:
    """Yield what pain of neck or back is called, and pain that goes from there down a limb."""
    sore = {patch.part for patch in read.patches if patch.quality == "pain"}
    parts = {patch.part for patch in read.patches}
    if "neck" in sore:
        yield "neck-pain"
    if "lower-back" in sore and "upper-back" not in sore:
        yield "back-pain"
    travels = bool(_TRAVELS.search(read.told))
    for limb, origins, sign in (
        (_ARM, {"neck", "upper-back", "shoulder"}, "radicular-arm-pain"),
        (_LEG, {"lower-back", "buttock"}, "radicular-leg-pain"),
    ):
        if travels and sore & origins and parts & limb:
            yield sign
    if _DOWN_LIMB.search(read.told):
        yield from (name for name in read_signs(read.told).names if name.startswith("radicular"))
