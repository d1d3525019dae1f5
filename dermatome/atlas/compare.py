"""Maps laid over one another: who says what of a spot, how far maps agree, root against nerve.

Areas are worked out by shapely once and kept. The linework of two layers may differ by a tenth of a
millimetre, so what is left of a shape where it is narrower than :data:`SLIVER_MM` is dropped, and so
are pieces below :data:`LEAST_MM2`: areas of one comparison do not overlap, but hairlines between them
belong to none.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from dermatome.anatomy.ids import SIDES, TERRITORY_ROOTS, VIEWS, parse_root, parse_view, territory_root
from dermatome.anatomy.nerves import fields_of, nerve_named
from dermatome.atlas.hit import body_part_at, hit, layer_hit
from dermatome.atlas.load import Atlas, atlas
from dermatome.atlas.records import Area, Hit, LayerHit
from dermatome.errors import InputError
from dermatome.language import _

SLIVER_MM: Final = 0.5
LEAST_MM2: Final = 1.0

DifferenceKind = Literal["root", "both", "nerve", "blank"]

DIFFERENCE_KINDS: Final[tuple[DifferenceKind, ...]] = ("root", "both", "nerve", "blank")
"""Skin of the root alone, of both, of the nerve alone, and of the nerve where the map is blank: there
nobody knows from this map whether the root supplies it."""


@dataclass(frozen=True, slots=True)
class MapSays:
    """What one map says of a spot: the roots there, the deepest first; not ``mapped`` where it is blank.

    ``basis`` is that of the first root there: ``published``, or ``inferred`` by the atlas; None where blank.
    """

    scheme: str
    roots: tuple[str, ...]
    mapped: bool
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class WhoSays:
    """What everything drawn says of one spot of skin.

    ``maps`` in the order maps are offered. ``muscles`` lie under the skin there, the superficial one
    first. ``side`` is the patient's, None outside the body.
    """

    view: str
    x: float
    y: float
    side: str | None
    body_part: str | None
    maps: tuple[MapSays, ...]
    nerve: str | None
    muscles: tuple[LayerHit, ...]

    def to_dict(self) -> dict[str, Any]:
        """The answer as the command line prints it."""
        return {
            "view": self.view,
            "x": self.x,
            "y": self.y,
            "side": self.side,
            "body_part": self.body_part,
            "maps": [
                {
                    "scheme": said.scheme,
                    "mapped": said.mapped,
                    "roots": list(said.roots),
                    "basis": said.basis,
                }
                for said in self.maps
            ],
            "nerve": self.nerve,
            "muscles": [{"id": found.id, "depth": found.depth} for found in self.muscles],
        }


@dataclass(frozen=True, slots=True)
class Agreement:
    """Skin that the maps ``giving`` give to a root, and no other map does.

    ``mapping`` are the maps that say anything of this skin: a blank map neither agrees nor disagrees.
    """

    root: str
    side: str
    view: str
    giving: tuple[str, ...]
    mapping: tuple[str, ...]
    geometry: Area

    @property
    def id(self) -> str:
        """The maps that give it, and after ``~`` those that contradict: ``"isncsci+lee~foerster"``."""
        against = [scheme for scheme in self.mapping if scheme not in self.giving]
        return "+".join(self.giving) + ("~" + "+".join(against) if against else "")

    @property
    def label(self) -> str:
        """``"3 of 4"``: maps that give it to the root, of those that map it."""
        return f"{len(self.giving)} of {len(self.mapping)}"


@dataclass(frozen=True, slots=True)
class Tally:
    """How much skin of a drawing so many maps give to a root, in square centimetres of the page.

    ``areas[n]`` is the skin that n maps give to it, ``of[scheme]`` the whole that one map does. ``agreed`` is
    what all maps that map the skin give to it, where at least two map it. ``alone`` is what is mapped by
    one map only, so that nobody could agree.
    """

    root: str
    view: str
    areas: Mapping[int, float]
    of: Mapping[str, float]
    agreed: float
    alone: float

    @property
    def total(self) -> float:
        """The skin that any map gives to the root."""
        return sum(self.areas.values())


@dataclass(frozen=True, slots=True)
class Difference:
    """Skin that a root (on one map) and a peripheral nerve share or do not share."""

    kind: DifferenceKind
    side: str
    view: str
    geometry: Area

    @property
    def id(self) -> str:
        """``"root"``, ``"both"``, ``"nerve"`` or ``"blank"``."""
        return self.kind


def who_says(view: str, x: float, y: float, *, source: Atlas | None = None) -> WhoSays:
    """Return what every map and layer says of (x, y) millimetres in ``view``.

    :raises InputError: unknown view, or a coordinate that is no finite number.
    :raises AssetError: the built geometry is missing or malformed.
    """
    source = source or atlas()
    hits = [hit(scheme.id, view, x, y, source=source) for scheme in source.schemes]
    nerve = layer_hit("nerve", view, x, y, source=source)
    muscles = [layer_hit("myotome", view, x, y, depth, source=source) for depth in ("superficial", "deep")]
    sides = (found.side for found in (*hits, nerve) if found.side)
    return WhoSays(
        parse_view(view),
        x,
        y,
        next(sides, None),
        body_part_at(view, x, y, source=source),
        tuple(MapSays(found.scheme, _roots(found), found.root is not None, found.basis) for found in hits),
        nerve.id,
        tuple(found for found in muscles if found.id is not None),
    )


def agreement(root: str, view: str, *, source: Atlas | None = None) -> tuple[Agreement, ...]:
    """Return the skin that any map gives to ``root``, cut up by the maps that do: most maps first.

    S4 and S5 are taken as S4-5. Empty where no map draws the root in this view.

    :raises InputError: no such root or view, or a root that owns no skin.
    :raises AssetError: the built geometry is missing or malformed.
    """
    return _agreement(source or atlas(), skin_root(root), parse_view(view))


def tally(root: str, view: str, side: str | None = None, *, source: Atlas | None = None) -> Tally:
    """Return how much skin in ``view`` how many maps give to ``root``, on one side or on both (None).

    These are sizes of drawings seen from one direction, not of people's skin. Errors as for
    :func:`agreement`.
    """
    areas: dict[int, float] = {}
    of: dict[str, float] = {}
    agreed = alone = 0.0
    for found in agreement(root, view, source=source):
        if side not in (None, found.side):
            continue
        size = found.geometry.area / 100
        areas[len(found.giving)] = areas.get(len(found.giving), 0.0) + size
        for scheme in found.giving:
            of[scheme] = of.get(scheme, 0.0) + size
        agreed += size if 1 < len(found.giving) == len(found.mapping) else 0.0
        alone += size if len(found.mapping) == 1 else 0.0
    ordered = dict(sorted(areas.items(), reverse=True))
    return Tally(skin_root(root), parse_view(view), ordered, of, agreed, alone)


def difference(
    scheme: str, root: str, nerve: str, view: str, *, source: Atlas | None = None
) -> tuple[Difference, ...]:
    """Return what the territory of ``root`` on a map and the skin of ``nerve`` have for themselves and share.

    ``nerve`` is named as in ``data/facts/nerves.csv``, by its id or its name; its skin is that of its
    fields in ``data/facts/nerve_fields.csv``. Empty where the view shows neither.

    :raises InputError: no such map, root, view or nerve, or a nerve without skin.
    :raises AssetError: the built geometry is missing or malformed.
    """
    return _difference(
        source or atlas(), scheme, skin_root(root), fields_of(nerve_named(nerve).nerve), parse_view(view)
    )


def views_of(scheme: str, root: str, nerve: str, *, source: Atlas | None = None) -> tuple[str, ...]:
    """Return the views that show the root, the nerve or both. Errors as for :func:`difference`."""
    return tuple(view for view in VIEWS if difference(scheme, root, nerve, view, source=source))


def skin_root(root: str) -> str:
    """Return the root under which maps draw the skin of ``root``. :raises InputError: it owns no skin."""
    asked = parse_root(root)
    drawn = territory_root(asked)
    if drawn is None:
        raise InputError(
            _("%(root)s owns no skin on any map. Use one of %(first)s to %(last)s.")
            % {"root": asked, "first": TERRITORY_ROOTS[0], "last": TERRITORY_ROOTS[-1]}
        )
    return drawn


def _roots(found: Hit) -> tuple[str, ...]:
    return (*((found.root,) if found.root else ()), *(root for root, _ in found.also))


@functools.lru_cache(maxsize=512)
def _agreement(source: Atlas, root: str, view: str) -> tuple[Agreement, ...]:
    found = [area for side in SIDES for area in _overlay(source, root, side, view)]
    rank = {scheme.id: position for position, scheme in enumerate(source.schemes)}
    return tuple(
        sorted(found, key=lambda a: (-len(a.giving), -len(a.mapping), [rank[s] for s in a.giving], a.side))
    )


def _overlay(source: Atlas, root: str, side: str, view: str) -> Iterator[Agreement]:
    """Cut the union of a root's territories by each map in turn."""
    fields = {scheme.id: source.territory(scheme.id, view, root, side) for scheme in source.schemes}
    drawn = [field.geometry for field in fields.values() if field is not None]
    if not drawn:
        return
    cells: list[tuple[BaseGeometry, tuple[str, ...], tuple[str, ...]]] = [(shapely.union_all(drawn), (), ())]
    for scheme, field in fields.items():
        blank = source.index(scheme, view).unmapped
        cut = []
        for shape, giving, mapping in cells:
            inside, rest = _split(shape, field.geometry if field else None)
            silent, against = _split(rest, blank)
            cut += [
                (inside, (*giving, scheme), (*mapping, scheme)),
                (against, giving, (*mapping, scheme)),
                (silent, giving, mapping),
            ]
        cells = [cell for cell in cut if not cell[0].is_empty]
    for shape, giving, mapping in cells:
        solid = _solid(shape)
        if solid is not None:
            yield Agreement(root, side, view, giving, mapping, solid)


@functools.lru_cache(maxsize=512)
def _difference(
    source: Atlas, scheme: str, root: str, fields: tuple[str, ...], view: str
) -> tuple[Difference, ...]:
    blank = source.index(scheme, view).unmapped
    found: list[Difference] = []
    for side in SIDES:
        territory = source.territory(scheme, view, root, side)
        skin = territory.geometry if territory else Polygon()
        supplied = shapely.union_all(
            [r.geometry for r in source.nerves(view) if r.side == side and r.id in fields]
        )
        both, nerve_only = _split(supplied, skin)
        unknown, known = _split(nerve_only, blank)
        shapes = {"root": skin.difference(supplied), "both": both, "nerve": known, "blank": unknown}
        for kind in DIFFERENCE_KINDS:
            solid = _solid(shapes[kind])
            if solid is not None:
                found.append(Difference(kind, side, view, solid))
    return tuple(sorted(found, key=lambda d: (DIFFERENCE_KINDS.index(d.kind), d.side)))


def _split(shape: BaseGeometry, by: BaseGeometry | None) -> tuple[BaseGeometry, BaseGeometry]:
    """Return the part of a shape inside ``by`` and the rest."""
    if by is None or by.is_empty or shape.is_empty:
        return Polygon(), shape
    return _area(shape.intersection(by)), _area(shape.difference(by))


def _solid(shape: BaseGeometry) -> Area | None:
    """Return the shape without hairlines and crumbs; None when nothing is left."""
    half = SLIVER_MM / 2
    core = shape.buffer(-half, join_style="mitre").buffer(1.1 * half, join_style="mitre")
    pieces = [piece for piece in _polygons(_area(core).intersection(shape)) if piece.area >= LEAST_MM2]
    if not pieces:
        return None
    return pieces[0] if len(pieces) == 1 else MultiPolygon(pieces)


def _area(shape: BaseGeometry) -> BaseGeometry:
    """Return the shape without the lines and points that overlays leave where borders only touch."""
    return shape if isinstance(shape, Polygon | MultiPolygon) else shapely.union_all([*_polygons(shape)])


def _polygons(shape: BaseGeometry) -> Iterable[Polygon]:
    return (piece for piece in shapely.get_parts(shape) if isinstance(piece, Polygon))
