"""Opens the built geometry and the scheme descriptions; the rest of the package shares them.

Nothing is read before it is asked for. Each file is parsed once per process and its shapely
geometries are shared by every session: they are immutable, and so is every record here.
"""

from __future__ import annotations

import csv
import functools
import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import numpy as np
import shapely
import shapely.errors
import yaml
from pydantic import BaseModel, ValidationError
from shapely.geometry import LineString, MultiPolygon, Point, Polygon

from dermatome.anatomy.ids import INFERRED, PUBLISHED, SCHEME_ORDER, VIEWS, parse_depth
from dermatome.anatomy.yaml_text import parse_yaml
from dermatome.atlas import formats
from dermatome.atlas.indexes import (
    PartIndex,
    RegionIndex,
    TerritoryIndex,
    neighbours_of,
    overlapping_of,
    region_index,
)
from dermatome.atlas.records import (
    Area,
    BodyView,
    FeatureLine,
    Landmark,
    PartArea,
    ReflexMark,
    Region,
    Scheme,
    Shade,
    Territory,
)
from dermatome.errors import AssetError, DataError, InputError
from dermatome.language import _
from dermatome.places import ASSETS, DATA, HOME

OUTLINES = ASSETS / "body_outlines"
_Model = TypeVar("_Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Expectation:
    """The root in which sources place a landmark on a map.

    With ``within_mm`` the landmark marks the border of ``roots`` and lies no further than that
    from each of them. ``sources`` are keys of ``data/sources.csv``.
    """

    scheme: str
    landmark: str
    roots: tuple[str, ...]
    within_mm: float | None
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Atlas:
    """All maps and views found in ``assets`` (built geometry) and ``data`` (their descriptions).

    Without ``inferred`` maps are blank where the published figure draws nothing: what the atlas infers there
    is left out.
    """

    assets: Path
    data: Path
    inferred: bool = True

    @functools.cached_property
    def schemes(self) -> tuple[Scheme, ...]:
        """The published maps, in the order they are offered.

        :raises DataError: a description is missing or malformed.
        """
        return _schemes(self.data / "schemes")

    def scheme(self, scheme: str) -> Scheme:
        """Return one map by id. :raises InputError: there is no such map."""
        for candidate in self.schemes:
            if candidate.id == scheme:
                return candidate
        known = ", ".join(s.id for s in self.schemes)
        raise InputError(
            _("There is no map called %(map)s. Use one of %(known)s.") % {"map": repr(scheme), "known": known}
        )

    def view(self, view: str) -> BodyView:
        """Return the body as seen in a view.

        :raises InputError: there is no such view.
        :raises AssetError: its file is missing or malformed.
        """
        return _view(self.assets, _known_view(view))

    def territories(self, scheme: str, view: str) -> tuple[Territory, ...]:
        """Return the territories a map draws in a view, in file order. Errors as for :meth:`index`."""
        return self.index(scheme, view).territories

    def territory(self, scheme: str, view: str, root: str, side: str) -> Territory | None:
        """Return one territory, or None where the map draws none. Errors as for :meth:`index`."""
        return next((t for t in self.territories(scheme, view) if t.key == (root, side)), None)

    def index(self, scheme: str, view: str) -> TerritoryIndex:
        """Return the searchable territories of a map in a view.

        :raises InputError: there is no such map or view.
        :raises AssetError: the built file is missing or malformed.
        """
        described = self.scheme(scheme)
        return _territories(
            self.assets, described.id, _known_view(view), described.overlapping, self.inferred
        )

    def muscles(self, depth: str, view: str) -> tuple[Region, ...]:
        """Return the muscles of a depth in a view, in file order. Errors as for :meth:`muscle_index`."""
        return self.muscle_index(depth, view).regions

    def muscle_index(self, depth: str, view: str) -> RegionIndex:
        """Return the searchable muscles of a depth, which do not overlap, in a view.

        :raises InputError: there is no such depth or view.
        :raises AssetError: the built file is missing or malformed.
        """
        return _muscles(self.assets, parse_depth(depth), _known_view(view))

    def nerves(self, view: str) -> tuple[Region, ...]:
        """Return the fields of the skin nerves in a view, in file order. Errors as for :meth:`index`."""
        return self.nerve_index(view).regions

    def nerve_index(self, view: str) -> RegionIndex:
        """Return the searchable fields of the skin nerves in a view. Errors as for :meth:`index`."""
        return _nerves(self.assets, _known_view(view))

    def reflexes(self, view: str) -> tuple[ReflexMark, ...]:
        """Return where reflexes are elicited, as far as the view shows it. Errors as for :meth:`index`."""
        return _reflexes(self.assets, _known_view(view))

    def parts(self, view: str) -> tuple[PartArea, ...]:
        """Return the body parts seen in a view. Errors as for :meth:`view`."""
        return self.part_index(view).parts

    def part_index(self, view: str) -> PartIndex:
        """Return the searchable body parts of a view. Errors as for :meth:`view`."""
        return _parts(self.assets, _known_view(view))

    def landmarks(self, view: str) -> tuple[Landmark, ...]:
        """Return the landmarks visible in a view. Errors as for :meth:`view`."""
        return _landmarks(self.assets, _known_view(view))

    def surface_samples(self) -> tuple[dict[str, tuple[float, float]], ...]:
        """Return skin points seen in two views or more: view id → position in millimetres.

        :raises AssetError: the built file is missing or malformed.
        """
        return _surface_samples(self.assets)

    @property
    def expectations(self) -> tuple[Expectation, ...]:
        """Where sources place landmarks: the rows of ``data/landmark_expectations.csv``.

        :raises DataError: the table is missing or malformed.
        """
        return _expectations(self.data / "landmark_expectations.csv")

    def shade_bytes(self, view: str, *, screen: bool = False) -> bytes | None:
        """Return the relief picture of a view (WebP with alpha), or None when it has none.

        ``screen``: the smaller copy, enough for a view up to some 1000 device pixels high.

        :raises AssetError: the view names a picture that is not there.
        """
        shade = self.view(view).shade
        if shade is None:
            return None
        path = self.assets / shade.file
        return _bytes(path.parent / "screen" / path.name if screen else path)

    def warm(self) -> None:
        """Read what the first page shows now, so that no visitor waits for it. Errors as for :meth:`index`.

        Muscles, nerves and reflexes are read when they are asked for.
        """
        for view in VIEWS:
            for read in (self.view, self.parts, self.landmarks):
                read(view)
            for scheme in self.schemes:
                self.index(scheme.id, view)


@functools.cache
def atlas() -> Atlas:
    """Return the atlas of this installation, shared by the whole process."""
    return Atlas(OUTLINES, DATA)


@functools.cache
def published_atlas() -> Atlas:
    """Return the atlas of this installation as the published figures are: blank where they draw nothing."""
    return replace(atlas(), inferred=False)


def _known_view(view: str) -> str:
    if view not in VIEWS:
        raise InputError(
            _("There is no view %(view)s. Use one of %(choices)s.")
            % {"view": repr(view), "choices": ", ".join(VIEWS)}
        )
    return view


@functools.cache
def _schemes(folder: Path) -> tuple[Scheme, ...]:
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise DataError(f"No map is described in {shown(folder)}. Restore data/schemes from the repository.")
    found = {file.stem: _scheme(file) for file in files}
    rank = {scheme: position for position, scheme in enumerate(SCHEME_ORDER)}
    return tuple(sorted(found.values(), key=lambda s: (rank.get(s.id, len(rank)), s.id)))


def _scheme(file: Path) -> Scheme:
    try:
        raw = formats.SchemeFile.model_validate(parse_yaml(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DataError(
            f"{shown(file)} cannot be read as YAML ({_first_line(error)}). Correct it."
        ) from error
    except ValidationError as error:
        raise DataError(f"{shown(file)}: {_first_fault(error)}. Correct it.") from error
    if raw.id != file.stem:
        raise DataError(
            f"{shown(file)} carries the id {raw.id!r}. Give it the id {file.stem!r}, its file name."
        )
    return Scheme(
        id=raw.id,
        name=raw.name,
        short_name=raw.short_name,
        year=raw.year,
        kind=raw.kind,
        sources=tuple(raw.sources),
        summary=raw.summary.strip(),
        caveat=raw.caveat.strip(),
        mapped_roots=tuple(raw.mapped_roots),
        not_mapped=raw.not_mapped.reason.strip() if raw.not_mapped else "",
        blank=raw.not_mapped.in_short.strip() if raw.not_mapped else "",
        overlapping=bool(raw.edges_over),
    )


@functools.cache
def _view(assets: Path, view: str) -> BodyView:
    file = assets / f"{view}.json"
    raw = parse_file(file, formats.OutlineFile)
    _expect(file, "view", raw.view, view)
    return BodyView(
        view=view,
        bounds=raw.bounds,
        outline=_area(raw.outline),
        lines=tuple(
            FeatureLine(line.feature, line.weight, LineString(line.geometry.coordinates))
            for line in raw.lines
        ),
        shade=Shade(raw.shade.file, raw.shade.bounds) if raw.shade else None,
    )


@functools.cache
def _territories(assets: Path, scheme: str, view: str, overlapping: bool, inferred: bool) -> TerritoryIndex:
    file = assets / "territories" / scheme / f"{view}.json"
    raw = parse_file(file, formats.TerritoriesFile)
    _expect(file, "view", raw.view, view)
    _expect(file, "scheme", raw.scheme, scheme)
    territories = _whole(file, raw)
    unmapped = _area(raw.unmapped) if raw.unmapped else None
    if not inferred:
        territories, unmapped = _published(territories, unmapped)
    tree = shapely.STRtree([t.geometry for t in territories])
    adjacent = neighbours_of(tree, [t.root for t in territories], raw.apart)
    try:
        overlaps = overlapping_of(tree) if overlapping else tuple(() for _ in territories)
    except shapely.errors.GEOSException as error:
        raise AssetError(
            f"{shown(file)} holds a crossed shape ({_first_line(error)}). Run make assets to rebuild it."
        ) from error
    both = tuple(tuple(sorted({*row, *over})) for row, over in zip(adjacent, overlaps, strict=True))
    return TerritoryIndex(territories, unmapped, tree, both, overlaps)


def _whole(file: Path, raw: formats.TerritoriesFile) -> tuple[Territory, ...]:
    """Return each field as one territory, put together from its published and its inferred part."""
    fields: dict[tuple[str, str, str], dict[str, Area]] = {}
    for feature in raw.features:
        told = feature.properties
        parts = fields.setdefault((told.root, told.side, told.kind), {})
        if told.basis in parts:
            raise AssetError(
                f"{shown(file)} holds {told.root} {told.side}, {told.basis}, twice. "
                "Run make assets to rebuild it."
            )
        parts[told.basis] = _area(feature.geometry)
    return tuple(
        Territory(
            raw.scheme,
            raw.view,
            *key,
            _joined([*parts.values()]),
            parts.get(PUBLISHED),
            parts.get(INFERRED),
        )
        for key, parts in fields.items()
    )


def _published(
    territories: Iterable[Territory], unmapped: Area | None
) -> tuple[tuple[Territory, ...], Area | None]:
    """Return the published parts alone, and what is then blank."""
    drawn = [replace(t, geometry=t.published, inferred=None) for t in territories if t.published is not None]
    left = [t.inferred for t in territories if t.inferred is not None] + ([unmapped] if unmapped else [])
    blank = shapely.difference(shapely.union_all(left), shapely.union_all([t.geometry for t in drawn]))
    pieces = [piece for piece in shapely.get_parts(blank) if isinstance(piece, Polygon)]
    return tuple(drawn), MultiPolygon(pieces) if pieces else None


def _joined(parts: list[Area]) -> Area:
    """Return the area that parts with common linework make up."""
    whole = parts[0] if len(parts) == 1 else shapely.coverage_union_all(parts)
    assert isinstance(whole, Polygon | MultiPolygon)
    return whole


@functools.cache
def _muscles(assets: Path, depth: str, view: str) -> RegionIndex:
    file = assets / "muscles" / depth / f"{view}.json"
    raw = parse_file(file, formats.MusclesFile)
    return _regions(file, raw, view, "myotome", [f.properties.muscle for f in raw.features])


@functools.cache
def _nerves(assets: Path, view: str) -> RegionIndex:
    file = assets / "nerves" / f"{view}.json"
    raw = parse_file(file, formats.NervesFile)
    return _regions(file, raw, view, "nerve", [f.properties.nerve for f in raw.features])


def _regions(
    file: Path, raw: formats.MusclesFile | formats.NervesFile, view: str, layer: str, names: list[str]
) -> RegionIndex:
    _expect(file, "view", raw.view, view)
    regions = [
        Region(name, layer, f.properties.side, view, _area(f.geometry))
        for name, f in zip(names, raw.features, strict=True)
    ]
    return region_index(regions, raw.apart)


@functools.cache
def _reflexes(assets: Path, view: str) -> tuple[ReflexMark, ...]:
    raw = parse_file(assets / "reflexes" / f"{view}.json", formats.ReflexesFile)
    return tuple(
        ReflexMark(
            f.properties.reflex,
            f.properties.side,
            view,
            f.properties.kind,
            Point(f.geometry.coordinates)
            if f.geometry.type == "Point"
            else LineString(f.geometry.coordinates),
        )
        for f in raw.features
    )


@functools.cache
def _parts(assets: Path, view: str) -> PartIndex:
    raw = parse_file(assets / "parts" / f"{view}.json", formats.PartsFile)
    parts = tuple(
        PartArea(f.properties.part, f.properties.side, view, _area(f.geometry)) for f in raw.features
    )
    return PartIndex(parts, shapely.STRtree([p.geometry for p in parts]))


@functools.cache
def _landmarks(assets: Path, view: str) -> tuple[Landmark, ...]:
    raw = parse_file(assets / "landmarks" / f"{view}.json", formats.LandmarksFile)
    return tuple(
        Landmark(
            f.properties.landmark,
            f.properties.name or f.properties.landmark.replace("-", " "),
            f.properties.side,
            view,
            f.properties.key_point_of,
            *f.geometry.coordinates,
        )
        for f in raw.features
    )


@functools.cache
def _surface_samples(assets: Path) -> tuple[dict[str, tuple[float, float]], ...]:
    return tuple(parse_file(assets / "surface_samples.json", formats.SurfaceSamplesFile).points)


@functools.cache
def _expectations(file: Path) -> tuple[Expectation, ...]:
    try:
        with file.open(encoding="utf-8", newline="") as rows:
            return tuple(
                Expectation(
                    row["scheme"],
                    row["landmark"],
                    tuple(row["roots"].split("|")),
                    float(row["within_mm"]) if row["within_mm"] else None,
                    tuple(key.strip() for key in row["source"].split(";")),
                )
                for row in csv.DictReader(rows)
            )
    except (OSError, UnicodeDecodeError, KeyError, AttributeError, ValueError) as error:
        raise DataError(f"{shown(file)} cannot be read ({_first_line(error)}). Correct it.") from error


@functools.cache
def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise AssetError(f"{shown(file)} is missing. Run make assets to build it.") from error


def parse_file(file: Path, model: type[_Model]) -> _Model:
    """Read a built file as its model says. :raises AssetError: it is missing or malformed."""
    try:
        return model.model_validate_json(file.read_bytes())
    except FileNotFoundError as error:
        raise AssetError(f"{shown(file)} is missing. Run make assets to build it.") from error
    except OSError as error:
        raise AssetError(
            f"{shown(file)} cannot be read ({error.strerror}). Run make assets to rebuild it."
        ) from error
    except ValidationError as error:
        raise AssetError(
            f"{shown(file)} is malformed: {_first_fault(error)}. Run make assets to rebuild it."
        ) from error


def _expect(file: Path, field: str, found: str, wanted: str) -> None:
    if found != wanted:
        raise AssetError(
            f"{shown(file)} says {field} {found!r}, not {wanted!r}. Run make assets to rebuild it."
        )


def _area(model: formats.PolygonModel | formats.MultiPolygonModel) -> Area:
    if isinstance(model, formats.PolygonModel):
        return _polygon(model.coordinates)
    return MultiPolygon([_polygon(rings) for rings in model.coordinates])


def _polygon(rings: list[list[tuple[float, float]]]) -> Polygon:
    return Polygon(np.asarray(rings[0]), [np.asarray(hole) for hole in rings[1:]])


def shown(path: Path) -> str:
    """The path as the reader knows it: relative to the project when it lies inside."""
    return path.relative_to(HOME).as_posix() if path.is_relative_to(HOME) else os.fspath(path)


def _first_fault(error: ValidationError) -> str:
    fault = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(step) for step in fault["loc"])
    return f"{place}: {fault['msg']}" if place else fault["msg"]


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
