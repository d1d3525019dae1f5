"""What the reader has selected, and its form in the address of the page.

The address is the state: a link reopens what it shows, and the browser's back button steps through
it. Everything here is plain data; :mod:`dermatome.ui.session` connects it to a running session.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from dermatome.anatomy.ids import (
    BODY_PARTS,
    LAYERS,
    VIEWS,
    parse_choice,
    parse_root,
    parse_view,
    territory_root,
)
from dermatome.errors import InputError

SIDE_CHOICES: Final = ("right", "left", "both")

PRESETS: Final[dict[str, tuple[str, ...]]] = {
    "Body": ("anterior", "posterior", "lateral-left", "lateral-right"),
    "Hands": ("hand-palmar", "hand-dorsal"),
    "Feet": ("foot-sole", "foot-dorsum"),
    "Perineum": ("perineum",),
    "Head": ("head-lateral",),
    "All": VIEWS,
}
"""Sets of views offered by name; the address may use the name (``view=feet``) for the set."""

DEFAULT_ROOT: Final = "S1"
DEFAULT_SIDE: Final = "right"


@dataclass(frozen=True, slots=True)
class Point:
    """Where the reader clicked: millimetres on the page of a view."""

    view: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Selection:
    """A root on a side of a map, the views shown, and where on the body the reader pointed.

    ``root`` is a root that may own skin (S4 and S5 are pooled as ``S4-5``). ``side`` is ``left``,
    ``right`` or ``both``. ``body_part`` is a leaf part, None until a point has been clicked.
    """

    root: str
    side: str
    scheme: str
    views: tuple[str, ...]
    layer: str = "dermatome"
    body_part: str | None = None

    def choose(self, root: str, *, side: str | None = None, body_part: str | None = None) -> Selection:
        """Return the selection with another root; the place clicked belongs to the old one.

        :raises InputError: ``root`` owns no skin on any map.
        """
        return replace(self, root=_territory_root(root), side=side or self.side, body_part=body_part)

    def to_query(self) -> dict[str, str | list[str]]:
        """Return the query of the page's address; several views are repeated, defaults are left out."""
        query: dict[str, str | list[str]] = {"root": self.root, "scheme": self.scheme, "side": self.side}
        preset = preset_of(self.views)
        if preset and len(self.views) > 1:
            query |= {"view": preset.lower()} if preset != "Body" else {}
        else:
            query["view"] = list(self.views)
        if self.layer != "dermatome":
            query["layer"] = self.layer
        if self.body_part:
            query["part"] = self.body_part
        return query


def default_selection(schemes: Sequence[str]) -> Selection:
    """Return what the atlas opens with: the right S1 root on the first map."""
    return Selection(DEFAULT_ROOT, DEFAULT_SIDE, schemes[0], PRESETS["Body"])


def read_query(query: Mapping[str, Sequence[str]], schemes: Sequence[str]) -> tuple[Selection, list[str]]:
    """Return the selection an address describes, and a sentence for each value it had to drop.

    ``query`` maps each parameter to all its values; ``schemes`` are the ids of the known maps. Values
    are read leniently (``s1``, ``view=anterior,posterior``); a bad one falls back to the default.
    """
    start = default_selection(schemes)
    notes: list[str] = []

    def one(name: str, read: Callable[[str], str], otherwise: str | None, choices: str) -> str | None:
        values = [value for value in query.get(name, ()) if value.strip()]
        if not values:
            return otherwise
        try:
            return read(values[-1])
        except InputError:
            notes.append(f"{name} “{_shorten(values[-1])}” is not known and was left out. Use {choices}.")
            return otherwise

    root = one("root", _territory_root, start.root, "C2–C8, T1–T12, L1–L5, S1–S3 or S4-5")
    side = one("side", _choice(SIDE_CHOICES), start.side, _listed(SIDE_CHOICES))
    scheme = one("scheme", _choice(schemes), start.scheme, _listed(schemes))
    layer = one("layer", _choice(LAYERS), start.layer, _listed(LAYERS))
    part = one("part", _choice(BODY_PARTS), None, "a body part such as foot-sole")
    views = _read_views(query.get("view", ()), notes)
    # ``one`` returns None only where its default is None.
    selection = Selection(
        root or start.root, side or start.side, scheme or start.scheme, views or start.views
    )
    return replace(selection, layer=layer or start.layer, body_part=part), notes


def preset_of(views: Sequence[str]) -> str | None:
    """Return the name of the preset that shows exactly these views, or None."""
    return next((name for name, members in PRESETS.items() if members == tuple(views)), None)


def in_order(views: Iterable[str]) -> tuple[str, ...]:
    """Return views in the order of the atlas, each once."""
    wanted = set(views)
    preset = next((members for members in PRESETS.values() if set(members) == wanted), None)
    return preset or tuple(view for view in VIEWS if view in wanted)


def _read_views(values: Sequence[str], notes: list[str]) -> tuple[str, ...]:
    found: list[str] = []
    for text in (piece for value in values for piece in value.split(",") if piece.strip()):
        preset = next((name for name in PRESETS if name.lower() == text.strip().lower()), None)
        try:
            found += PRESETS[preset] if preset else (parse_view(text),)
        except InputError:
            notes.append(f"view “{_shorten(text)}” is not known and was left out. Use {_listed(VIEWS)}.")
    return in_order(found)


def _territory_root(text: str) -> str:
    root = territory_root(parse_root(text))
    if root is None:
        raise InputError(f"{parse_root(text)} owns no skin on any map, so there is nothing to light.")
    return root


def _choice(choices: Sequence[str]) -> Callable[[str], str]:
    return lambda text: parse_choice(text, choices, "choice")


def _listed(choices: Sequence[str]) -> str:
    return f"{', '.join(choices[:-1])} or {choices[-1]}" if len(choices) > 1 else choices[0]


def _shorten(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 30 else text[:29] + "…"
