"""Where names are written: inside, once, apart, the same every time."""

from __future__ import annotations

from itertools import combinations

import pytest
import shapely
from shapely.affinity import rotate
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from dermatome.anatomy.ids import VIEWS
from dermatome.atlas.labels import SMALLEST, WORD_SIZE, Label, _fit, _label_pieces, broken, labels
from dermatome.atlas.load import atlas
from dermatome.atlas.records import Territory
from dermatome.atlas.sizes import full_size_mm

SIZE = 20.0
MAPS_AND_VIEWS = [(scheme.id, view) for scheme in atlas().schemes for view in VIEWS]

horseshoe = Point(0, 0).buffer(100).difference(Point(0, 0).buffer(60)).difference(box(-30, -200, 30, 0))
ring = Point(0, 0).buffer(100).difference(Point(0, 0).buffer(50))
banana = LineString([(0, 0), (80, 60), (200, 80), (320, 60), (400, 0)]).buffer(22)
comma = shapely.union_all([Point(0, 0).buffer(40), LineString([(30, 0), (60, -120)]).buffer(6)])
flat_band = box(0, 0, 400, 26)
slanted_band = rotate(flat_band, 35)
NASTY = {
    "horseshoe": horseshoe,
    "ring": ring,
    "banana": banana,
    "comma": comma,
    "flat band": flat_band,
    "slanted band": slanted_band,
}


def _territory(shape: BaseGeometry) -> Territory:
    return Territory("toy", "anterior", "T4", "right", "spinal", shape, shape)  # pyright: ignore[reportArgumentType]


def _text(label: Label) -> Polygon:
    """The letters as an ellipse: the corners of their box carry no ink."""
    x0, y0, x1, y1 = label.box
    circle = Point(0, 0).buffer(1)
    ellipse = shapely.affinity.scale(circle, 0.5 * (x1 - x0), 0.5 * (y1 - y0), origin=(0, 0))
    return shapely.affinity.translate(ellipse, label.x, label.y)


@pytest.mark.parametrize("name", NASTY)
def test_the_text_lies_inside_the_shape(name: str) -> None:
    found = _label_pieces(_territory(NASTY[name]), SIZE)
    assert len(found) == 1
    assert NASTY[name].contains(_text(found[0]))


def test_a_label_prefers_the_roomiest_place() -> None:
    (label,) = _label_pieces(_territory(comma), SIZE)
    assert Point(label.x, label.y).distance(Point(0, 0)) < 5


def test_a_label_stands_in_the_middle_of_a_plain_band() -> None:
    (label,) = _label_pieces(_territory(flat_band), SIZE)
    assert (label.x, label.y) == pytest.approx((200, 13), abs=1)


def test_a_sliver_has_no_label() -> None:
    assert _label_pieces(_territory(box(0, 0, 400, 8)), SIZE) == []


def test_a_tight_shape_has_a_smaller_label() -> None:
    (label,) = _label_pieces(_territory(box(0, 0, 400, 16.5)), SIZE)
    assert SMALLEST * SIZE <= label.size_mm < SIZE


def test_pieces_that_read_as_one_region_share_a_label() -> None:
    cut = MultiPolygon([box(0, 0, 60, 60), box(62, 0, 122, 60)])
    assert len(_label_pieces(_territory(cut), SIZE)) == 1


def test_pieces_far_apart_are_each_named() -> None:
    apart = MultiPolygon([box(0, 0, 60, 60), box(0, 500, 60, 560)])
    assert len(_label_pieces(_territory(apart), SIZE)) == 2


def test_a_region_cut_by_a_mark_has_one_label_clear_of_it() -> None:
    mark = Point(200, 13).buffer(20)
    (label,) = _label_pieces(_territory(flat_band), SIZE, mark)
    assert not _text(label).intersects(mark)


def test_longer_names_need_more_room() -> None:
    tight = box(0, 0, 38, 24)
    short = Label("S1", "S1", "right", 0, 0, SIZE)
    long = Label("S4-5", "S4-5", "right", 0, 0, SIZE)
    fitted = _fit(short, tight)
    assert fitted is not None
    assert fitted.size_mm == SIZE
    assert _fit(long, tight) is None


@pytest.mark.parametrize(("scheme", "view"), MAPS_AND_VIEWS)
def test_labels_of_every_view(scheme: str, view: str) -> None:
    placed = labels(scheme, view)
    assert placed == labels(scheme, view)
    size = full_size_mm(atlas().view(view))
    for label in placed:
        territory = atlas().territory(scheme, view, label.id, label.side)
        assert territory is not None
        assert territory.geometry.contains(Point(label.x, label.y))
        outside = _text(label).difference(territory.geometry).area
        assert outside <= 0.03 * _text(label).area, f"{label.id} {label.side} runs over its border"
        full = WORD_SIZE * size if "+" in label.text else size
        assert SMALLEST * full - 0.1 <= label.size_mm <= full + 0.1
    for one, other in combinations(placed, 2):
        assert box(*one.box).intersection(box(*other.box)).area == 0, f"{one.id} and {other.id} collide"


@pytest.mark.parametrize(("scheme", "view"), MAPS_AND_VIEWS)
def test_no_connected_region_is_named_twice(scheme: str, view: str) -> None:
    placed = labels(scheme, view)
    for territory in atlas().territories(scheme, view):
        for piece in shapely.get_parts(territory.geometry):
            inside = [
                p for p in placed if (p.text, p.side) == territory.key and piece.contains(Point(p.x, p.y))
            ]
            assert len(inside) <= 1


@pytest.mark.parametrize("view", VIEWS)
def test_shared_skin_is_named_by_both_fields(view: str) -> None:
    """Only there, and only where neither name stands already."""
    for scheme in atlas().schemes:
        shared = [label for label in labels(scheme.id, view) if "+" in label.text]
        assert not shared or scheme.overlapping
        for label in shared:
            for root in label.text.split("+"):
                territory = atlas().territory(scheme.id, view, root, label.side)
                assert territory is not None
                assert territory.geometry.contains(Point(label.x, label.y))


def test_the_calf_is_named_by_both_its_roots() -> None:
    overlapping = next(scheme.id for scheme in atlas().schemes if scheme.overlapping)
    assert "S1+S2" in {label.text for label in labels(overlapping, "posterior")}


def test_a_line_may_end_in_a_hyphen_but_not_within_a_range() -> None:
    assert broken("thoraco-abdominal")[1] == "thoraco-\nabdominal"
    lines = {line for text in broken("lumbricals 3-4 of the hand") for line in text.split("\n")}
    assert "lumbricals 3-4" in lines and not any(line.endswith("-") for line in lines)


def test_most_roots_are_named_on_the_whole_body() -> None:
    for scheme in atlas().schemes:
        named = {label.id for view in VIEWS for label in labels(scheme.id, view)}
        assert set(scheme.mapped_roots) <= named
