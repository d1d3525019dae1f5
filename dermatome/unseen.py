"""Signs that show nothing: names, articles and cells are read as what is seen of them."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_JOINERS: Final = "\u200c\u200d\ufe00-\ufe0f"
"""They shape what stands before them, as an emoji or a Persian word; after plain letters they do nothing."""
# Controls, notes between lines, and Default_Ignorable_Code_Point of Unicode as far as it takes no room.
_NO_ROOM: Final = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb\U00013430-\U0001343f\U00016fe4\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
_BLANK: Final = "\u115f\u1160\u2800\u3164\uffa0\ufffc\U0001d159"
"""Letters and signs that are as wide as others and white."""
_REMOVED: Final = re.compile(f"[{_NO_ROOM}]|(?<=[\\x00-\\x7f])[{_JOINERS}]+")
_REMOVED_FROM_NAMES: Final = re.compile(f"[{_NO_ROOM}{_JOINERS}]")
_WHITE: Final = re.compile(f"[{_BLANK}]")
_BREAKS: Final = re.compile("[\x0b\x0c\x85]")
"""Line and page breaks of word processors."""
_NOTHING: Final = re.compile(f"[{_NO_ROOM}{_JOINERS}{_BLANK}]")


def seen(text: str) -> str:
    """Return what is seen of a text: what takes no room is gone, a blank is a space, a break a new line.

    Joiners stay where they shape what stands before them.
    """
    return _BREAKS.sub("\n", _WHITE.sub(" ", _REMOVED.sub("", text)))


def seen_of_name(text: str) -> str:
    """As :func:`seen`, without any joiner: two names that differ by one look alike, or nearly so."""
    return _WHITE.sub(" ", _REMOVED_FROM_NAMES.sub("", text))


def shows_nothing(sign: str) -> bool:
    """True of a sign that, at the beginning of a cell, hides that another one is the first to be seen."""
    return unicodedata.category(sign)[0] in "CMZ" or _NOTHING.match(sign) is not None
