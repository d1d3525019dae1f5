"""What the reader has selected, and its form in the address of the page.

The address is the state: a link reopens what it shows, and the browser's back button steps through
it. Everything here is plain data; :mod:`dermatome.ui.base.session` connects it to a running session.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from dermatome.anatomy.ids import (
    BODY_PARTS,
    DEPTHS,
    LAYERS,
    VIEWS,
    parse_choice,
    parse_root,
    parse_roots,
    parse_view,
    territory_root,
    view_name,
)
from dermatome.atlas.load import Atlas, atlas, published_atlas
from dermatome.errors import InputError
from dermatome.language import N_, _, one_of

SIDE_CHOICES: Final = ("right", "left", "both")

BODY_3D: Final = "3d"
"""The body in the round: shown like a view, but none of the atlas's: no point lies on it."""
SHOWN: Final = (*VIEWS, BODY_3D)
"""What can be shown of the body."""

STANDS: Final = ("front", "back", "right", "left", "soles", "perineum", "best")
"""From where the body in the round is looked at; ``best``: from where most of what is lit is seen."""
_TURN: Final = re.compile(r"(-?[0-9]{1,4},){5}[1-9][0-9]{0,3}(,(arms-raised|lithotomy))?")

PRESETS: Final[dict[str, tuple[str, ...]]] = {
    N_("Body"): ("anterior", "posterior", "lateral-left", "lateral-right"),
    N_("Hands"): ("hand-palmar", "hand-dorsal"),
    N_("Feet"): ("foot-sole", "foot-dorsum"),
    N_("Perineum"): ("perineum",),
    N_("Head"): ("head-lateral",),
    N_("All"): VIEWS,
    N_("3D"): (BODY_3D,),
}
"""Sets of views offered by name; the address may use the name (``view=feet``) for the set."""

DEFAULT_ROOT: Final = "S1"
"""What pages about one root begin with while none was chosen."""
DEFAULT_SIDE: Final = "right"

LONGEST_LIST: Final = 100
"""Characters of a list of roots or discs that are read from an address."""
FURTHEST_MM: Final = 5000
"""No view reaches as far."""

LAYER_OF: Final = {"muscle": "myotome", "movement": "myotome", "reflex": "reflex", "nerve": "nerve"}
"""Kinds of things that can be picked beside the root, each a parameter of the address, and their layer."""

UNSAID: Final = {
    "layer": LAYERS[0],
    "depth": DEPTHS[0],
    "views": PRESETS["Body"],
    "inferred": True,
    "stand": "",
}
"""What server and map take for granted in each other's messages; the browser reads it in the catalogue."""

LAYER_MAPS: Final = {
    "myotome": "muscles-{depth}",
    "reflex": "reflexes",
    "nerve": "nerves",
    "difference": "difference-{scheme}-{root}-{item}",
}
"""The map of each layer that is no published one, and of a nerve laid over a root, as plates are called."""

Known = Mapping[str, Collection[str]]
"""The ids that exist of each kind of :data:`LAYER_OF`."""


@dataclass(frozen=True, slots=True)
class Point:
    """Where the reader clicked: millimetres on the page of a view."""

    view: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Item:
    """What is picked beside the root: a muscle, a movement, a reflex, or a nerve (or one of its fields)."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Selection:
    """A root on a side of a map, the views shown, and where on the body the reader pointed.

    ``root`` is a root that may own skin (S4 and S5 are pooled as ``S4-5``); it stays when the layer
    changes. ``side`` is ``left``, ``right`` or ``both``. ``body_part`` is a leaf part and ``point`` the
    place, None until one has been clicked. ``item`` belongs to ``layer``. With ``difference`` the nerve
    picked is laid over the root. Without ``inferred`` maps are blank where their published figures draw
    nothing. ``stand`` is what :func:`parse_stand` reads, or empty. Unless ``chosen`` no root has been named
    yet: the map shows all of them alike, and ``root`` is what other pages begin with.
    """

    root: str
    side: str
    scheme: str
    views: tuple[str, ...]
    layer: str = "dermatome"
    body_part: str | None = None
    depth: str = DEPTHS[0]
    item: Item | None = None
    difference: bool = False
    point: Point | None = None
    inferred: bool = True
    chosen: bool = True
    stand: str = ""

    def choose(self, root: str, *, side: str | None = None, body_part: str | None = None) -> Selection:
        """Return the selection with another root; the place clicked belongs to the old one.

        :raises InputError: ``root`` owns no skin on any map.
        """
        return replace(
            self,
            root=_territory_root(root),
            side=side or self.side,
            body_part=body_part,
            point=None,
            chosen=True,
        )

    def picked(self, kind: str) -> str | None:
        """Return the id of what is picked if it is of this kind."""
        return self.item.id if self.item and self.item.kind == kind else None

    @property
    def source(self) -> Atlas:
        """The atlas as it is shown: with what it infers, or without."""
        return atlas() if self.inferred else published_atlas()

    @property
    def one_side(self) -> str:
        """The side that stands for both where only one can be shown."""
        return self.side if self.side != "both" else DEFAULT_SIDE

    @property
    def flat_views(self) -> tuple[str, ...]:
        """The views shown that can be drawn on paper; the whole body where there is none."""
        return tuple(view for view in self.views if view != BODY_3D) or PRESETS["Body"]

    @property
    def map_id(self) -> str:
        """What is drawn over the body, as plates are called."""
        nerve = self.picked("nerve")
        shown = "difference" if self.difference and nerve else self.layer
        named = LAYER_MAPS.get(shown, "{scheme}")
        return named.format(depth=self.depth, scheme=self.scheme, root=self.root, item=nerve)

    def to_data(self) -> dict[str, Any]:
        """Return the selection as the map in the browser knows it."""
        item, point = self.item, self.point
        return {
            "root": self.root,
            "side": self.side,
            "scheme": self.scheme,
            "views": self.views,
            "layer": self.layer,
            "depth": self.depth,
            "inferred": self.inferred,
            "stand": self.stand,
            **({"kind": item.kind, "item": item.id, "difference": self.difference} if item else {}),
            **({"point": {"view": point.view, "x": point.x, "y": point.y}} if point else {}),
        }

    def to_query(self) -> dict[str, str | list[str]]:
        """Return the query of the page's address; several views are repeated, defaults are left out.

        With a root it always names map and side, so that a link shows the same when the defaults change.
        """
        query: dict[str, str | list[str]] = {"root": self.root} if self.chosen else {}
        if self.chosen or self.scheme != next(iter(atlas().schemes)).id:
            query["scheme"] = self.scheme
        if self.chosen or self.side != DEFAULT_SIDE:
            query["side"] = self.side
        preset = preset_of(self.views)
        if preset and len(self.views) > 1:
            query |= {"view": preset.lower()} if preset != "Body" else {}
        else:
            query["view"] = list(self.views)
        if self.stand and BODY_3D in self.views:
            query["stand"] = self.stand
        if self.layer != "dermatome":
            query["layer"] = self.layer
        if self.depth != DEPTHS[0]:
            query["depth"] = self.depth
        if self.item:
            query[self.item.kind] = self.item.id
        if self.difference:
            query["difference"] = "yes"
        if not self.inferred:
            query["inferred"] = "no"
        if self.body_part:
            query["part"] = self.body_part
        if self.point:
            query["at"] = f"{self.point.view},{self.point.x:g},{self.point.y:g}"
        return query


def default_selection(schemes: Sequence[str]) -> Selection:
    """Return what the atlas opens with: no root chosen, on the first map."""
    return Selection(DEFAULT_ROOT, DEFAULT_SIDE, schemes[0], PRESETS["Body"], chosen=False)


def read_query(
    query: Mapping[str, Sequence[str]], schemes: Sequence[str], known: Known
) -> tuple[Selection, list[str]]:
    """Return the selection an address describes, and a sentence for each value it had to drop.

    ``query`` maps each parameter to all its values; ``schemes`` are the ids of the known maps. Values
    are read leniently (``s1``, ``view=anterior,posterior``); a bad one falls back to the default. A
    muscle, movement, reflex or nerve brings its layer with it.
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
            notes.append(left_out(name, values[-1], choices))
            return otherwise

    roots = _("C2–C8, T1–T12, L1–L5, S1–S3 or S4-5")
    root = one("root", lambda text: first_of(_with_skin(text), notes), None, roots)
    side = one("side", _choice(SIDE_CHOICES), start.side, one_of(SIDE_CHOICES))
    scheme = one("scheme", _choice(schemes), start.scheme, one_of(schemes))
    layer = one("layer", _choice(LAYERS), start.layer, one_of(LAYERS))
    depth = one("depth", _choice(DEPTHS), start.depth, one_of(DEPTHS))
    part = one("part", _choice(BODY_PARTS), None, _("a body part such as foot-sole"))
    at = one("at", _point_text, None, _("a view and millimetres, such as anterior,120,-300"))
    item = None
    for kind, of_layer in LAYER_OF.items():
        found = one(kind, _choice(tuple(known[kind])), None, _("a name as the map page spells it"))
        if found and item is None and (layer == of_layer or not query.get("layer")):
            item, layer = Item(kind, found), of_layer
    difference = one("difference", _choice(("yes", "no")), "no", _("yes or no")) == "yes"
    inferred = one("inferred", _choice(("yes", "no")), "yes", _("yes or no")) == "yes"
    stand = one("stand", parse_stand, start.stand, one_of(STANDS))
    views = _read_views(query.get("view", ()), notes)
    # ``one`` returns None only where its default is None. A nerve is laid over a root that was named.
    return Selection(
        root or start.root,
        side or start.side,
        scheme or start.scheme,
        views or start.views,
        layer=layer or start.layer,
        body_part=part,
        depth=depth or start.depth,
        item=item,
        difference=bool(root) and difference and item is not None and item.kind == "nerve",
        point=read_point(at.split(",")) if at else None,
        inferred=inferred,
        chosen=bool(root),
        stand=stand or start.stand,
    ), notes


def read_point(values: Sequence[object]) -> Point:
    """Return the point that a view and two lengths in millimetres name.

    :raises InputError: they name none.
    """
    try:
        view, x, y = values
        where = Point(parse_view(str(view)), round(float(str(x)), 1), round(float(str(y)), 1))
    except ValueError as error:
        raise InputError(_("A point is a view and two numbers, such as anterior,120,-300.")) from error
    if not (abs(where.x) < FURTHEST_MM and abs(where.y) < FURTHEST_MM):
        raise InputError(_("The point lies outside every view."))
    return where


def _point_text(text: str) -> str:
    read_point(text.split(","))
    return text


def preset_of(views: Sequence[str]) -> str | None:
    """Return the name of the preset that shows exactly these views, or None."""
    return next((name for name, members in PRESETS.items() if members == tuple(views)), None)


def in_order(views: Iterable[str]) -> tuple[str, ...]:
    """Return views in the order of the atlas, each once."""
    wanted = set(views)
    preset = next((members for members in PRESETS.values() if set(members) == wanted), None)
    return preset or tuple(view for view in SHOWN if view in wanted)


def _read_views(values: Sequence[str], notes: list[str]) -> tuple[str, ...]:
    found: list[str] = []
    for text in (piece for value in values for piece in value.split(",") if piece.strip()):
        preset = next((name for name in PRESETS if name.lower() == text.strip().lower()), None)
        try:
            found += PRESETS[preset] if preset else (parse_shown(text),)
        except InputError:
            notes.append(left_out("view", text, one_of(SHOWN)))
    return in_order(found)


def parse_shown(text: str) -> str:
    """Return the id of a view, or of the body in the round. :raises InputError: neither."""
    return parse_choice(text, SHOWN, "view")


def parse_stand(text: str) -> str:
    """Return from where the body in the round is looked at: a name of :data:`STANDS`, or a turn by hand.

    A turn is whole numbers: degrees round the body and up, the point looked at, and the height and width to
    be seen, in millimetres; then the pose, where it is not the one at rest (``35,-10,0,120,75,1700``).

    :raises InputError: neither.
    """
    return text if _TURN.fullmatch(text) else parse_choice(text, STANDS, "stand")


def shown_name(view: str) -> str:
    """Return the name of what is shown in the visitor's language."""
    return _("3D") if view == BODY_3D else view_name(view)


def first_of(named: Iterable[str], notes: list[str]) -> str:
    """Return the first of what an address names where it may name one thing; a note tells what is left out.

    :raises InputError: it names nothing.
    """
    first, *others = [*dict.fromkeys(named)] or [""]
    if not first:
        raise InputError(_("Nothing is named."))
    if others:
        said = _("Only one thing can be chosen at a time; left out: %(things)s.")
        notes.append(said % {"things": shorten(", ".join(others))})
    return first


def _territory_root(text: str) -> str:
    root = territory_root(parse_root(text))
    if root is None:
        raise InputError(
            _("%(root)s owns no skin on any map, so there is nothing to light.") % {"root": parse_root(text)}
        )
    return root


def _with_skin(text: str) -> list[str]:
    """Return the roots a text names, those with skin of their own first; none where none has any."""
    named = parse_roots(text[:LONGEST_LIST])
    lit = [root for each in named if (root := territory_root(each))]
    return lit + [each for each in named if territory_root(each) is None] if lit else []


def _choice(choices: Sequence[str]) -> Callable[[str], str]:
    return lambda text: parse_choice(text, choices, "choice")


def left_out(name: str, value: str, choices: str) -> str:
    """Return the sentence about a parameter of the address that could not be read."""
    said = {"name": name, "value": shorten(value), "choices": choices}
    return _("%(name)s “%(value)s” is not known and was left out. Use %(choices)s.") % said


def shorten(text: str) -> str:
    """Return a value from an address, short enough to be told in a sentence."""
    text = " ".join(text.split())
    return text if len(text) <= 30 else text[:29] + "…"
