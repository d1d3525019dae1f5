"""Reads whole territories from words: ``C6 dermatome``, ``C8/T1``, ``ulnar distribution``."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Final

from dermatome.anatomy.ids import territory_root
from dermatome.anatomy.load import facts
from dermatome.anatomy.nerves import nerve_id, short_name, skin_nerves
from dermatome.localiser.load import lexicon_file
from dermatome.notation import capitals, expressions

_OWN: Final = r"(?:territor\w*|distribution|dermatom\w*|fields?|patch|type|supply|innervat\w*)"
_SOME: Final = r"(?:area|skin|region|zone|side|part|sensory|sensation|numb\w*|tingl\w*)"
_NO_SKIN: Final = (
    r"(?!\W+(?:surg|op\b|decompr|transpos|releas|biops|block|injur|lesion|pals|entrap|conduct|graft"
    r"|repair|stim"
    r"|root|stretch|damage|compress))"
)
"""What is done to a nerve, or is wrong with it, names no skin."""
_NERVE_ONLY: Final = ("saphenous", "obturator", "pudendal", "genitofemoral", "ilioinguinal", "median")
"""Names that tell of a nerve alone and of no place of the body."""
_NO_ROOT: Final = re.compile(
    r"\W*(?:disc|disk|vertebra|fusion|fractur|prolaps|body|bodies|level|lamin|spine|spondyl|stenosis"
    r"|corpectomy"
    r"|discectomy|myotom|radicul|root|nerve|weak|power|muscle)"
)
"""After such words a label is that of a vertebra or of muscles."""
_LEVEL: Final = re.compile(r"\blevel(?: (?:at|of|is|about|around))? ?$")
"""Below a sensory level of the cord all is numb, not the segment alone."""


def without_territories(told: str) -> tuple[str, tuple[str, ...]]:
    """Return a text in lower case without the territories it names, and these: roots and ids of nerves."""
    found: dict[str, None] = {}
    kept = _nerves().sub(
        lambda m: _keep(found, _names()[m["long"] or m["short"] or m["plain"] or m["lone"]]), told
    )
    start, pieces = 0, []
    for element in (each for one in expressions(capitals(kept)) for each in one.elements):
        roots = [root for each in element.roots if (root := territory_root(each))]
        finger = kept[element.start] == "d"  # "D3" is a finger
        if roots and not (
            finger or _LEVEL.search(kept[: element.start]) or _NO_ROOT.match(kept, element.end)
        ):
            found.update(dict.fromkeys(roots))
            pieces.append(kept[start : element.start])
            start = element.end
    return " ".join((*pieces, kept[start:])) if pieces else kept, tuple(found)


def _keep(found: dict[str, None], name: str) -> str:
    found[name] = None
    return " "


@functools.cache
def _names() -> Mapping[str, str]:
    """Return the nerves that have skin by what they are called."""
    own = {short_name(n.nerve): nerve_id(n.nerve) for n in facts().nerves}
    known = {name: nerve for name, nerve in own.items() if nerve in skin_nerves()}
    return known | {name: nerve for nerve, names in lexicon_file().territories.items() for name in names}


@functools.cache
def _nerves() -> re.Pattern[str]:
    names = sorted(_names(), key=len, reverse=True)
    lone = [name for names in lexicon_file().territories.values() for name in names if len(name) < 5]
    told = "|".join(map(re.escape, names))
    nerve = r"(?: nerves?'?s?| n\.?)(?![\w'])"
    return re.compile(
        rf"\b(?:(?P<long>{told}){nerve}{_NO_SKIN}(?: (?:{_OWN}|{_SOME})\b)?"
        rf"|(?P<short>{told})(?: sensory| cutaneous)?[ -]{_OWN}\b"
        rf"|(?P<plain>{'|'.join(_NERVE_ONLY)})[ -](?:area|skin|region|zone)\b"
        rf"|(?P<lone>{'|'.join(lone)})\b{_NO_SKIN}(?: {_SOME}\b)?)"
    )
