"""What the atlas is made of: frozen records, lengths in millimetres on the page.

Coordinates follow the built assets: x grows to the right and y upwards on the page, so the
patient's right lies at small x in the anterior view and at large x in the posterior one.
``side`` always names the patient's side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from shapely.geometry import LineString, MultiPolygon, Point, Polygon

from dermatome.anatomy.ids import INFERRED, PUBLISHED

Bounds: TypeAlias = tuple[float, float, float, float]
Area: TypeAlias = Polygon | MultiPolygon


@dataclass(frozen=True, slots=True)
class Scheme:
    """One published map of the dermatomes.

    ``kind`` tells a map redrawn from its publication (``published``) from one drawn after
    descriptions of it (``schematic``). ``sources`` are keys of ``data/sources.csv``.
    ``not_mapped`` says why the rest of the body is blank on this map, ``blank`` the same in a few words; both
    empty when none is. On an ``overlapping`` map a spot of skin may lie in several territories.
    """

    id: str
    name: str
    short_name: str
    year: int | None
    kind: str
    sources: tuple[str, ...]
    summary: str
    caveat: str
    mapped_roots: tuple[str, ...]
    not_mapped: str
    blank: str = ""
    overlapping: bool = False


@dataclass(frozen=True, slots=True)
class Territory:
    """The area of one root on one side in one view of one map.

    ``kind`` is ``spinal``, or ``trigeminal`` for the neighbours V1 to V3 on the face. ``geometry`` is the
    whole field. It consists of the part that is ``published``, and the part that is ``inferred``: continued
    by the atlas where the work that gives the map its name is silent. One of the two may be missing (None).
    """

    scheme: str
    view: str
    root: str
    side: str
    kind: str
    geometry: Area
    published: Area | None
    inferred: Area | None = None

    @property
    def key(self) -> tuple[str, str]:
        """(root, side): unique within one scheme and view."""
        return (self.root, self.side)

    @property
    def parts(self) -> tuple[tuple[str, Area], ...]:
        """The published and the inferred part, as (basis, area), as far as there are any."""
        both = ((PUBLISHED, self.published), (INFERRED, self.inferred))
        return tuple((basis, area) for basis, area in both if area is not None)

    def basis_at(self, point: Point) -> str:
        """Return ``published`` or ``inferred``, whichever a point of the field is; the seam is published."""
        drawn = self.inferred is None or (self.published is not None and self.published.intersects(point))
        return PUBLISHED if drawn else INFERRED

    @property
    def id(self) -> str:
        """The root: what a territory is called among the regions of other layers."""
        return self.root

    @property
    def layer(self) -> str:
        """``dermatome``, the layer every map belongs to."""
        return "dermatome"


@dataclass(frozen=True, slots=True)
class Region:
    """An area of a layer beside the maps, on one side in one view.

    ``layer`` and ``id``: ``myotome`` with the id of a muscle, ``nerve`` with the id of a skin field,
    ``reflex`` with the id of a reflex; ``agreement`` and ``difference`` for areas found by comparing maps.
    """

    id: str
    layer: str
    side: str
    view: str
    geometry: Area

    @property
    def key(self) -> tuple[str, str]:
        """(id, side): unique within one layer (and depth) and view."""
        return (self.id, self.side)


Drawn: TypeAlias = Territory | Region
"""Anything painted on the body."""


@dataclass(frozen=True, slots=True)
class ReflexMark:
    """Where a reflex is elicited: ``tap`` at a point or ``stroke`` along a line, in its direction."""

    reflex: str
    side: str
    view: str
    kind: str
    geometry: Point | LineString


@dataclass(frozen=True, slots=True)
class LayerHit:
    """What a layer beside the maps shows under a point.

    ``id`` is that of a muscle, a nerve field or a reflex, ``side`` the patient's; both are None where
    the layer shows nothing. ``depth`` is that of the muscle, else None.
    """

    layer: str
    id: str | None
    side: str | None
    view: str
    body_part: str | None
    depth: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The hit as the command line prints it."""
        return {
            "layer": self.layer,
            "id": self.id,
            "side": self.side,
            "view": self.view,
            "body_part": self.body_part,
            "depth": self.depth,
        }


@dataclass(frozen=True, slots=True)
class FeatureLine:
    """A drawn line of the body; ``weight`` is ``contour``, ``feature`` or ``fine``."""

    feature: str
    weight: str
    geometry: LineString


@dataclass(frozen=True, slots=True)
class Shade:
    """The relief picture laid over the fills.

    ``file`` is relative to ``assets/body_outlines``; black with alpha is shadow, white with
    alpha is highlight, so it suits any fill colour and both themes.
    """

    file: str
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class BodyView:
    """The body seen from one direction; ``outline`` is its silhouette in millimetres."""

    view: str
    bounds: Bounds
    outline: Area
    lines: tuple[FeatureLine, ...]
    shade: Shade | None

    @property
    def width(self) -> float:
        """Width of the view in millimetres."""
        return self.bounds[2] - self.bounds[0]

    @property
    def height(self) -> float:
        """Height of the view in millimetres."""
        return self.bounds[3] - self.bounds[1]


@dataclass(frozen=True, slots=True)
class PartArea:
    """Where a body part (``calf``, ``foot-sole``) lies in a view."""

    part: str
    side: str
    view: str
    geometry: Area


@dataclass(frozen=True, slots=True)
class Landmark:
    """A named point visible in a view; ``key_point_of`` names the root it is the key point of."""

    id: str
    name: str
    side: str
    view: str
    key_point_of: str | None
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A territory that shares a border, and how far the clicked point is from it."""

    root: str
    side: str
    distance_mm: float


@dataclass(frozen=True, slots=True)
class Hit:
    """What lies under a point of a view.

    ``root`` and ``side`` are None outside the body and where the map draws nothing.
    ``basis`` tells whether the published map draws the root at this very spot (``published``) or the atlas
    ``inferred`` it; None with no root. ``body_part`` is None outside the body. ``neighbours`` are the
    territories next to the one hit, the nearest to the point first. On a map whose fields overlap, ``also``
    holds (root, side) of the others under the point, the one in which it lies deepest first; they are no
    neighbours.
    """

    root: str | None
    side: str | None
    scheme: str
    view: str
    body_part: str | None
    neighbours: tuple[Neighbour, ...] = ()
    also: tuple[tuple[str, str], ...] = ()
    basis: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The hit as the command line prints it."""
        return {
            "root": self.root,
            "side": self.side,
            "scheme": self.scheme,
            "view": self.view,
            "body_part": self.body_part,
            "neighbours": [
                {"root": n.root, "side": n.side, "distance_mm": n.distance_mm} for n in self.neighbours
            ],
            "also": [{"root": root, "side": side} for root, side in self.also],
            "basis": self.basis,
        }
