"""The shape of the built files and of ``data/schemes/*.yaml``, said once.

The loader and the checks validate against these models, so a malformed file is named with
the field that is wrong instead of surfacing later as a geometry error.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

Position = tuple[float, float]
Ring = Annotated[list[Position], Field(min_length=4)]
Bounds = tuple[float, float, float, float]
Side = Literal["left", "right"]


class _Closed(BaseModel):
    """A typing slip in a built file is a fault, so unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class PolygonModel(_Closed):
    """GeoJSON Polygon: the outer ring, then the holes."""

    type: Literal["Polygon"]
    coordinates: Annotated[list[Ring], Field(min_length=1)]


class MultiPolygonModel(_Closed):
    """GeoJSON MultiPolygon."""

    type: Literal["MultiPolygon"]
    coordinates: Annotated[list[Annotated[list[Ring], Field(min_length=1)]], Field(min_length=1)]


class LineStringModel(_Closed):
    """GeoJSON LineString."""

    type: Literal["LineString"]
    coordinates: Annotated[list[Position], Field(min_length=2)]


class PointModel(_Closed):
    """GeoJSON Point."""

    type: Literal["Point"]
    coordinates: Position


AreaModel = Annotated[PolygonModel | MultiPolygonModel, Field(discriminator="type")]


class LineModel(_Closed):
    """One drawn line of the body."""

    feature: str
    weight: Literal["contour", "feature", "fine"]
    geometry: LineStringModel


class ShadeModel(_Closed):
    """The relief picture of a view."""

    file: str
    bounds: Bounds


class OutlineFile(_Closed):
    """``assets/body_outlines/<view>.json``."""

    view: str
    units: Literal["mm"]
    bounds: Bounds
    outline: AreaModel
    lines: list[LineModel]
    shade: ShadeModel | None = None

    @field_validator("bounds")
    @classmethod
    def _bounds_ordered(cls, bounds: Bounds) -> Bounds:
        if not (bounds[0] < bounds[2] and bounds[1] < bounds[3]):
            raise ValueError("bounds must be x0, y0, x1, y1 with x0 < x1 and y0 < y1")
        return bounds


class TerritoryProperties(_Closed):
    """Who a territory belongs to."""

    root: str
    side: Side
    kind: Literal["spinal", "trigeminal"]
    basis: Literal["published", "inferred"]


class TerritoryFeature(_Closed):
    """One root on one side, as far as it rests on one basis."""

    type: Literal["Feature"]
    properties: TerritoryProperties
    geometry: AreaModel


class TerritoriesFile(_Closed):
    """``assets/body_outlines/territories/<scheme>/<view>.json``."""

    type: Literal["FeatureCollection"]
    scheme: str
    view: str
    units: Literal["mm"]
    unmapped: AreaModel | None = None
    apart: list[tuple[str, str]] = []
    """Roots that touch on the sheet but not on the skin, where one part of the body hides another."""
    features: list[TerritoryFeature]

    @field_validator("unmapped", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        """An empty difference is written as an empty collection; it means: nothing is unmapped."""
        return None if isinstance(value, dict) and value.get("geometries") == [] else value


class MuscleProperties(_Closed):
    """Which muscle, and whose side."""

    muscle: str
    side: Side


class NerveProperties(_Closed):
    """Which field of a skin nerve, and whose side."""

    nerve: str
    side: Side


class MuscleFeature(_Closed):
    """The area of one muscle on one side."""

    type: Literal["Feature"]
    properties: MuscleProperties
    geometry: AreaModel


class NerveFeature(_Closed):
    """The area of one nerve field on one side."""

    type: Literal["Feature"]
    properties: NerveProperties
    geometry: AreaModel


class _LayerFile(_Closed):
    """What the layers beside the maps have in common; ``apart`` as for :class:`TerritoriesFile`."""

    type: Literal["FeatureCollection"]
    view: str
    units: Literal["mm"]
    apart: list[tuple[str, str]] = []


class MusclesFile(_LayerFile):
    """``assets/body_outlines/muscles/<depth>/<view>.json``."""

    features: list[MuscleFeature]


class NervesFile(_LayerFile):
    """``assets/body_outlines/nerves/<view>.json``."""

    features: list[NerveFeature]


class ReflexProperties(_Closed):
    """Which reflex, whose side, and whether the place is tapped or stroked."""

    reflex: str
    side: Literal["left", "right", "midline"]
    kind: Literal["tap", "stroke"]


class ReflexFeature(_Closed):
    """Where one reflex is elicited: a point to tap or the way of a stroke."""

    type: Literal["Feature"]
    properties: ReflexProperties
    geometry: Annotated[PointModel | LineStringModel, Field(discriminator="type")]

    @model_validator(mode="after")
    def _shape_fits_kind(self) -> Self:
        if (self.properties.kind == "tap") != (self.geometry.type == "Point"):
            raise ValueError("a tap is a Point and a stroke a LineString")
        return self


class ReflexesFile(BaseModel):
    """``assets/body_outlines/reflexes/<view>.json``."""

    type: Literal["FeatureCollection"]
    features: list[ReflexFeature]


class PartProperties(_Closed):
    """Which body part, and whose side."""

    part: str
    side: Literal["left", "right", "midline"]


class PartFeature(_Closed):
    """The area of one body part."""

    type: Literal["Feature"]
    properties: PartProperties
    geometry: AreaModel


class PartsFile(BaseModel):
    """``assets/body_outlines/parts/<view>.json``."""

    type: Literal["FeatureCollection"]
    features: list[PartFeature]


class LandmarkProperties(_Closed):
    """Which landmark, and the root whose key point it is."""

    landmark: str
    name: str | None = None
    side: Literal["left", "right", "midline"]
    key_point_of: str | None = None


class LandmarkFeature(_Closed):
    """One landmark."""

    type: Literal["Feature"]
    properties: LandmarkProperties
    geometry: PointModel


class LandmarksFile(BaseModel):
    """``assets/body_outlines/landmarks/<view>.json``."""

    type: Literal["FeatureCollection"]
    features: list[LandmarkFeature]


class SurfaceSamplesFile(BaseModel):
    """``assets/body_outlines/surface_samples.json``: one skin point seen in several views."""

    points: list[dict[str, Position]]


class NotMapped(BaseModel):
    """Why part of the body is blank on a map."""

    reason: str
    in_short: str = "not mapped"


class SchemeFile(BaseModel):
    """The descriptive part of ``data/schemes/<scheme>.yaml``.

    The drawing rules in the same file belong to the asset builder and are ignored here.
    """

    id: str
    name: str
    short_name: str
    year: int | None = None
    kind: Literal["published", "schematic"]
    sources: Annotated[list[str], Field(min_length=1)]
    summary: str
    caveat: str
    mapped_roots: Annotated[list[str], Field(min_length=1)]
    not_mapped: NotMapped | None = None
    edges_over: list[object] = []
    """The second painting of a map whose fields overlap; only its being there matters here."""
