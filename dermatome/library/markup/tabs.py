"""Tabs: a row of titles, and panels further down; each panel is headed by the title that opens it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from dermatome.library.markup.blocks import Block
from dermatome.library.markup.seen import Attributes

_ROW: Final = re.compile(
    r"(?:^|[\s_-])tabs?(?:[_-]?(?:nav|list|links|menu|titles?|header))?(?:$|\s)", re.IGNORECASE
)
_CONTROLS: Final = frozenset({"a", "button", "li"})
_EMPTY: Final = frozenset({"br", "hr"})


@dataclass(slots=True)
class Tabs:
    """The tabs met so far. ``opened`` are ids that some control of the page opens."""

    opened: set[str] = field(default_factory=set)
    _titles: dict[str, Block] = field(default_factory=dict)
    _used: set[int] = field(default_factory=set)
    _inside: int = 0
    _keys: set[str] = field(default_factory=set)

    def opens(self, tag: str, attributes: Attributes) -> bool:
        """Note an element; True where a tab begins, which is a block of its own."""
        controlled = _controlled(attributes)
        self.opened |= controlled
        if self._inside:
            self._inside += tag not in _EMPTY
            if tag in _CONTROLS or attributes.get("role") == "tab":
                own = attributes.get("id")
                starts = tag == "li" or bool(controlled or own)
                self._keys = controlled | ({own} if own else set()) if starts else self._keys
                return True
        elif attributes.get("role") == "tablist" or (
            tag == "ul" and _ROW.search(attributes.get("class") or "")
        ):
            self._inside, self._keys = 1, set()
        return False

    def closes(self) -> bool:
        """Note the end of an element; True inside a row of tabs."""
        self._inside = max(0, self._inside - 1)
        return bool(self._inside)

    def note(self, block: Block) -> None:
        """Take a block inside a row of tabs for the title of the tab being read."""
        if self._inside:
            for key in self._keys:
                self._titles.setdefault(key, block)

    def heading(self, attributes: Attributes) -> Block | None:
        """Return the title of the panel that begins, once."""
        for name in ("id", "aria-labelledby"):
            title = self._titles.get(attributes.get(name) or "")
            if title is not None and not self._inside and id(title) not in self._used:
                self._used.add(id(title))
                return title
        return None

    def untold(self, blocks: Iterable[Block]) -> list[Block]:
        """Return the blocks without the titles that now head a panel."""
        return [block for block in blocks if id(block) not in self._used]


def _controlled(attributes: Attributes) -> set[str]:
    named = {attributes.get("aria-controls") or ""}
    named |= {
        (attributes.get(name) or "")[1:]
        for name in ("href", "data-target")
        if (attributes.get(name) or "").startswith("#")
    }
    return named - {""}
