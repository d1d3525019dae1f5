"""Publish the fields of a map, of the muscles of one depth or of the skin nerves in one view."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TypeAlias

import shapely
import yaml

from dermatome.anatomy.ids import BASES, PUBLISHED
from tools.build_assets.publish import Sheet, feature, geojson, publish

UNMAPPED = "unmapped"
BLANK = (UNMAPPED, PUBLISHED)
NOTHING = "none"  # what a muscle or nerve layer paints where it has nothing to show
TRIGEMINAL = ("V1", "V2", "V3")
HAIRLINE_MM = 1.5  # blank skin narrower than this is where one edge, smoothed on two sheets, came out as two
Part: TypeAlias = tuple[str, str]  # (root, basis)


def write_territories(
    out: Path,
    path: Path,
    sheet: Sheet,
    paintings: list[dict[Part, shapely.Geometry]],
    apart: list[tuple[str, str]],
) -> None:
    """Publish one map; the fields of its second painting, where it has one, overlap those of the first.

    A field that is inferred in part is two features, one a basis, which meet along one line.
    """
    scheme, view_id = path.stem, sheet.view.id
    order = yaml.safe_load(path.read_text(encoding="utf-8"))["mapped_roots"]
    rank = {root: i for i, root in enumerate([*TRIGEMINAL, *order])}
    blanks = [regions.get(BLANK, shapely.Polygon()) for regions in paintings]
    rest = blanks[0]
    if len(paintings) > 1:
        paintings, rest = _without_hairlines(paintings, _common_area(blanks))
    fields = [item for regions in paintings for item in regions.items() if item[0] != BLANK]
    features = [
        feature(
            sheet.place(geometry, mirrored),
            root=root,
            side=side,
            kind="trigeminal" if root in TRIGEMINAL else "spinal",
            basis=basis,
        )
        for (root, basis), geometry in sorted(
            fields, key=lambda item: (rank.get(item[0][0], -1), BASES.index(item[0][1]))
        )
        for side, mirrored in sheet.sides()
    ]
    blank = None
    if not shapely.is_empty(rest):
        blank = geojson(shapely.union_all([sheet.place(rest, mirrored) for _, mirrored in sheet.sides()]))
    document = {"type": "FeatureCollection", "scheme": scheme, "view": view_id, "units": "mm"}
    document |= {"apart": [pair for pair in apart if UNMAPPED not in pair]}
    publish(out, f"territories/{scheme}", view_id, document | {"unmapped": blank, "features": features})


def _common_area(shapes: list[shapely.Geometry]) -> shapely.Geometry:
    """What lies in all shapes, without the lines and points in which they merely touch."""
    # No grid: the shapes are made of the same cells, and snapping would lose those narrower than it.
    common = functools.reduce(shapely.intersection, shapes)
    areas = [g for g in shapely.get_parts(common) if isinstance(g, shapely.Polygon)]
    return shapely.union_all(areas)


def _without_hairlines(
    paintings: list[dict[Part, shapely.Geometry]], blank: shapely.Geometry
) -> tuple[list[dict[Part, shapely.Geometry]], shapely.Geometry]:
    """Give each hairline of `blank`, left by all paintings, to the field it shares most border with.

    Returns the paintings and what stays blank.
    """
    paintings, stays = [dict(regions) for regions in paintings], []
    for piece in shapely.get_parts(blank):
        rim = shapely.boundary(piece)
        shared = [
            (shapely.length(shapely.intersection(rim, shapely.boundary(field))), number, name)
            for number, regions in enumerate(paintings)
            for name, field in regions.items()
            if name != BLANK
        ]
        if shared and max(shared)[0] > 0 and piece.buffer(-HAIRLINE_MM / 2).is_empty:
            _, number, name = max(shared)
            paintings[number][name] = shapely.union_all([paintings[number][name], piece])
        else:
            stays.append(piece)
    return paintings, shapely.union_all(stays)


def write_layer(
    out: Path, folder: str, sheet: Sheet, regions: dict[str, shapely.Geometry], apart: list[tuple[str, str]]
) -> None:
    """Publish the muscles of one depth, or the fields of the skin nerves."""
    kind = "nerve" if folder == "nerves" else "muscle"
    features = [
        feature(sheet.place(geometry, mirrored), **{kind: name, "side": side})
        for name, geometry in sorted(regions.items())
        if name != NOTHING
        for side, mirrored in sheet.sides()
    ]
    document = {"type": "FeatureCollection", "view": sheet.view.id, "units": "mm"}
    document |= {"apart": [pair for pair in apart if NOTHING not in pair], "features": features}
    publish(out, folder, sheet.view.id, document)
