"""Label images become polygons that meet edge to edge, whatever their shape."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import ndimage
from shapely.affinity import scale

from tools.build_assets import vector

K = 2.0  # px per mm
Layers = dict[str, dict[int, shapely.Geometry]]


def disc(size: int, row: float, col: float, radius: float) -> np.ndarray:
    """A filled circle on a square image."""
    y, x = np.mgrid[:size, :size]
    return np.hypot(y - row, x - col) <= radius


def to_mm(height: int, x0: float = 0.0) -> Callable[[np.ndarray], np.ndarray]:
    """Pixel (col, row) → mm, with the lowest row at height 0."""
    return lambda xy: np.stack([x0 + xy[..., 0] / K, (height - 1 - xy[..., 1]) / K], -1)


def whole(mask: np.ndarray, **layers: np.ndarray) -> tuple[shapely.Geometry, Layers]:
    """Vectorise images that show a whole view."""
    images = {name: np.where(mask, image, -1) for name, image in layers.items()}
    return vector.vectorise(mask, images, to_mm(len(mask)), K, symmetric=False)


def half(mask: np.ndarray, **layers: np.ndarray) -> tuple[shapely.Geometry, Layers]:
    """Vectorise images of the half x ≥ 0, whose first column is centred half a pixel from the midline."""
    images = {name: np.where(mask, image, -1) for name, image in layers.items()}
    return vector.vectorise(mask, images, to_mm(len(mask), 0.5 / K), K, symmetric=True)


def mirrored(geometry: shapely.Geometry) -> shapely.Geometry:
    return scale(geometry, xfact=-1, origin=(0, 0))


def assert_covers(outline: shapely.Geometry, layers: Layers) -> None:
    """Each layer is valid, meets edge to edge, has no overlap and fills the outline exactly."""
    for name, regions in layers.items():
        shapes = np.array(list(regions.values()))
        assert shapely.is_valid(shapes).all(), name
        assert shapely.coverage_is_valid(shapes), name
        union = shapely.union_all(shapes)
        assert shapely.area(shapes).sum() == pytest.approx(union.area, abs=1e-9), name
        assert shapely.symmetric_difference(union, outline).area == pytest.approx(0, abs=1e-9), name
        assert shapely.equals(union, outline), name
        tenths = shapely.get_coordinates(shapes) / vector.GRID_MM
        assert np.abs(tenths - np.rint(tenths)).max() < 1e-6, (
            f"{name}: off the grid of a tenth of a millimetre"
        )


def assert_keeps(
    regions: dict[int, shapely.Geometry], image: np.ndarray, mask: np.ndarray, x0: float = 0.0
) -> None:
    """Every label survives, and owns every pixel that lies well within it."""
    assert set(regions) == set(np.unique(image[mask]).tolist())
    for label, shape in regions.items():
        deep = ndimage.binary_erosion(np.pad(mask & (image == label), 1), iterations=3)[1:-1, 1:-1]
        row, col = np.nonzero(deep)
        xy = to_mm(len(mask), x0)(np.stack([col, row], 1).astype(float))
        assert shapely.contains_xy(shape, *xy.T).all(), f"label {label} lost pixels from its middle"


BODY = disc(80, 40, 40, 36)
COLUMN = np.mgrid[:80, :80][1]
ROW = np.mgrid[:80, :80][0]


def _halves() -> np.ndarray:
    return (COLUMN > 40).astype(int)


def _checkerboard() -> np.ndarray:
    return ((COLUMN > 40) ^ (ROW > 40)).astype(int)


def _bridge() -> np.ndarray:
    image = np.zeros((80, 80), int)
    image[30:50, 15:30] = image[30:50, 50:65] = 1
    image[40, 30:50] = 1
    return image


def _ring() -> np.ndarray:
    image = np.zeros((80, 80), int)
    image[disc(80, 40, 40, 20)] = 1
    image[disc(80, 40, 40, 12)] = 2
    return image


def _nested_same_label() -> np.ndarray:
    image = _ring()
    image[image == 2] = 0
    return image


def _corner_touch() -> np.ndarray:
    image = np.zeros((80, 80), int)
    image[20:40, 20:40] = image[40:60, 40:60] = 1
    return image


def _tiny() -> np.ndarray:
    # The builder drops specks below 6 mm²; this is the smallest square that it keeps.
    image = np.zeros((80, 80), int)
    image[38:43, 38:43] = 1
    return image


def _meeting_at_the_rim() -> np.ndarray:
    angle = np.arctan2(ROW - 40, COLUMN - 40)
    return np.digitize(angle, np.linspace(-np.pi, np.pi, 8)) - 1


def _sliver() -> np.ndarray:
    return np.where(COLUMN == 40, 1, np.where(COLUMN > 40, 2, 0))


SHAPES = {
    "two halves": _halves,
    "checkerboard corner": _checkerboard,
    "one-pixel bridge": _bridge,
    "ring with another label in its hole": _ring,
    "ring with its ground in its hole": _nested_same_label,
    "two squares that touch at a corner": _corner_touch,
    "tiny region": _tiny,
    "seven slices that meet in one point": _meeting_at_the_rim,
    "strip one pixel wide": _sliver,
}


@pytest.mark.parametrize("shape", SHAPES)
def test_nasty_shapes_cover_the_outline(shape: str) -> None:
    image = SHAPES[shape]()
    outline, layers = whole(BODY, map=image)
    assert_covers(outline, layers)
    assert_keeps(layers["map"], image, BODY)


@pytest.mark.parametrize("shape", SHAPES)
def test_areas_stay_within_half_a_pixel_of_the_border(shape: str) -> None:
    image = SHAPES[shape]()
    _, layers = whole(BODY, map=image)
    for label, region in layers["map"].items():
        pixels = int((BODY & (image == label)).sum()) / K**2
        assert abs(float(shapely.area(region)) - pixels) <= 0.5 / K * shapely.length(region), f"label {label}"


def test_all_layers_share_one_outline() -> None:
    outline, layers = whole(BODY, **{name.replace(" ", "_"): make() for name, make in SHAPES.items()})
    assert len(layers) == len(SHAPES)
    assert_covers(outline, layers)


def test_the_outline_does_not_depend_on_what_is_drawn_in_it() -> None:
    blank, _ = whole(BODY, map=np.zeros((80, 80), int))
    ringed, _ = whole(BODY, map=_ring())
    assert shapely.equals(blank, ringed)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("symmetric", [False, True])
def test_a_given_outline_stays_and_is_filled_by_what_ends_on_it(shape: str, symmetric: bool) -> None:
    mask, image = (HALF_BODY, SHAPES[shape]()[:, 40:]) if symmetric else (BODY, SHAPES[shape]())
    mm = to_mm(80, 0.5 / K if symmetric else 0.0)
    given, _ = vector.vectorise(mask, {}, mm, K, symmetric)
    outline, layers = vector.vectorise(mask, {"map": np.where(mask, image, -1)}, mm, K, symmetric, given)
    assert shapely.equals_exact(outline, given)
    shapes = np.array(list(layers["map"].values()))
    assert shapely.is_valid(shapes).all() and shapely.coverage_is_valid(shapes)
    assert shapely.symmetric_difference(shapely.union_all(shapes), given).area == pytest.approx(0, abs=1e-6)
    assert_keeps(layers["map"], image, mask, 0.5 / K if symmetric else 0.0)


def test_depth_counts_from_the_next_label() -> None:
    image = np.zeros((9, 9), int)
    image[:, 6:] = 1
    assert vector.depth(image)[4].tolist() == [5.5, 4.5, 3.5, 2.5, 1.5, 0.5, 0.5, 1.5, 2.5]


def test_a_ring_keeps_its_hole() -> None:
    _, layers = whole(BODY, map=_ring())
    ring = layers["map"][1]
    assert isinstance(ring, shapely.Polygon)
    assert len(ring.interiors) == 1
    assert shapely.equals(shapely.Polygon(ring.interiors[0]), layers["map"][2])


def test_the_same_image_gives_the_same_bytes() -> None:
    first, second = (shapely.to_wkb(whole(BODY, map=_ring())[1]["map"][1]) for _ in range(2))
    assert first == second


def test_a_body_in_two_pieces_with_a_hole() -> None:
    mask = disc(120, 40, 40, 30) & ~disc(120, 40, 40, 10) | disc(120, 90, 90, 20)
    image = np.zeros((120, 120), int)
    image[:, 41:] = 1
    outline, layers = whole(mask, map=image)
    assert_covers(outline, layers)
    assert shapely.get_num_geometries(outline) == 2
    assert shapely.get_num_interior_rings(shapely.get_parts(outline)).sum() == 1


@pytest.mark.parametrize("edge", ["top", "left", "corner", "all round"])
def test_a_region_that_touches_the_crop_is_closed(edge: str) -> None:
    mask = BODY.copy()
    if edge in ("top", "corner"):
        mask[:45, 10:70] = True
    if edge in ("left", "corner"):
        mask[10:70, :45] = True
    if edge == "all round":
        mask[:] = True
    outline, layers = whole(mask, map=_ring(), halves=_halves())
    assert_covers(outline, layers)
    assert_keeps(layers["halves"], _halves(), mask)
    assert shapely.area(outline) == pytest.approx(mask.sum() / K**2, rel=0.01)


HALF_BODY = BODY[:, 40:]


@pytest.mark.parametrize("shape", SHAPES)
def test_two_mirrored_halves_make_a_whole(shape: str) -> None:
    image = SHAPES[shape]()[:, 40:]
    outline, layers = half(HALF_BODY, map=image)
    assert_covers(outline, layers)
    assert_keeps(layers["map"], image, HALF_BODY, 0.5 / K)
    assert shapely.bounds(outline)[0] == 0, "the half begins at the midline"
    both = shapely.union_all([outline, mirrored(outline)])
    assert both.area == pytest.approx(2 * shapely.area(outline), abs=1e-9)
    assert isinstance(both, shapely.Polygon), "the halves meet all along the midline"
    assert not both.interiors
    shapes = [*layers["map"].values(), *map(mirrored, layers["map"].values())]
    assert shapely.coverage_is_valid(shapes)


def test_a_symmetric_view_is_the_same_drawn_whole_or_by_halves() -> None:
    mask = np.concatenate([HALF_BODY[:, ::-1], HALF_BODY], 1)
    row, col = np.indices(mask.shape)
    image = np.digitize(row + np.abs(col - (mask.shape[1] - 1) / 2) * 0.3, [30, 45, 60])
    _, by_halves = half(HALF_BODY, map=image[:, mask.shape[1] // 2 :])
    whole_outline, drawn_whole = vector.vectorise(
        mask, {"map": np.where(mask, image, -1)}, to_mm(80, (0.5 - mask.shape[1] / 2) / K), K, symmetric=False
    )
    assert_covers(whole_outline, drawn_whole)
    for label, region in by_halves["map"].items():
        both = shapely.union_all([region, mirrored(region)])
        apart = shapely.symmetric_difference(both, drawn_whole["map"][label])
        assert shapely.area(shapely.buffer(apart, -0.25)) == 0, f"label {label} moved by half a millimetre"


def test_borders_cross_the_midline_without_a_kink() -> None:
    mask = np.ones((80, 40), bool)
    _, layers = half(mask, map=(np.indices(mask.shape)[0] > 40).astype(int))
    border = shapely.intersection(layers["map"][0], layers["map"][1])
    xy = shapely.get_coordinates(border)
    near = xy[np.argsort(xy[:, 0])][:2]
    assert near[0, 0] == 0
    assert abs(near[1, 1] - near[0, 1]) <= 0.1


def _blotched(seed: int, size: int, labels: int) -> tuple[np.ndarray, np.ndarray]:
    """A body of blotches and labels about the size of the builder's, with specks dropped as it drops them."""
    random = np.random.default_rng(seed)
    mask = ndimage.gaussian_filter(random.standard_normal((size, size)), 7) > -0.01
    # No part of a body hangs on a neck of a millimetre; there a border may be too short to part two regions.
    mask = ndimage.binary_opening(mask, iterations=3)
    number = vector.islands(mask)
    big = np.bincount(number.ravel()) >= 80
    big[0] = False
    mask = big[number]
    if not mask.any():
        mask[5:-5, 5:-5] = True
    fields = [ndimage.gaussian_filter(random.standard_normal((size, size)), 4) for _ in range(labels)]
    image = np.argmax(fields, 0)
    bad = np.zeros_like(mask)
    for label in np.unique(image[mask]):
        piece = vector.islands(mask & (image == label))
        small = np.bincount(piece.ravel()) < 24
        small[0] = False
        bad |= small[piece]
    row, col = vector.nearest_pixel(mask & ~bad if (mask & ~bad).any() else mask)
    return mask, image[row, col]


@settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32 - 1), st.integers(40, 70), st.integers(1, 4), st.booleans())
def test_any_image_is_covered(seed: int, size: int, labels: int, symmetric: bool) -> None:
    mask, image = _blotched(seed, size, labels)
    outline, layers = (half if symmetric else whole)(mask, map=image, other=np.zeros_like(image))
    assert_covers(outline, layers)
    assert_keeps(layers["map"], image, mask, 0.5 / K if symmetric else 0.0)


@pytest.mark.parametrize(
    ("seed", "size", "labels", "symmetric"), [(462, 68, 3, False), (2290, 67, 3, False), (3377, 69, 2, True)]
)
def test_a_region_keeps_its_label_where_its_middle_is_thin(
    seed: int, size: int, labels: int, symmetric: bool
) -> None:
    # One large region of each is so thin at half its height that its pixels there are the neighbour's.
    mask, image = _blotched(seed, size, labels)
    _, layers = (half if symmetric else whole)(mask, map=image)
    assert_keeps(layers["map"], image, mask, 0.5 / K if symmetric else 0.0)


def test_inner_borders_end_on_the_smoothed_rim() -> None:
    smoother = vector._Smoother(BODY, False, K)
    edges, position = smoother.inner(_halves())
    ends = np.intersect1d(edges, smoother.all_rim_nodes)
    assert len(ends) == 2
    assert (position[ends] == smoother.rim_position[ends]).all()


def test_crumbs_that_smoothing_pinches_off_go_to_their_neighbour() -> None:
    cells = [
        shapely.box(0, 0, 10, 10),
        shapely.box(10, 0, 20, 10),
        shapely.box(10, 10, 11, 11),
        shapely.box(5, 10, 10, 11),
    ]
    labels = vector._without_crumbs(np.array(cells), np.array([0, 1, 2, 0]))
    assert labels.tolist() == [0, 1, 0, 0] or labels.tolist() == [0, 1, 1, 0]
    alone = vector._without_crumbs(np.array([cells[0], shapely.box(50, 50, 51, 51)]), np.array([0, 7]))
    assert alone.tolist() == [0, 7], "a crumb without a neighbour keeps its label"


def test_borders_that_do_not_close_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        vector, "_locate", lambda points, polygons: np.full(len(points), -1 if len(polygons) > 1 else 0)
    )
    with pytest.raises(RuntimeError, match=r"layer map: .* its borders do not close"):
        whole(BODY, map=_halves())


def test_nearest_pixel_and_islands() -> None:
    mask = np.zeros((5, 9), bool)
    mask[2, 1] = mask[2, 7] = True
    row, col = vector.nearest_pixel(mask)
    assert row.tolist() == [[2] * 9] * 5
    assert col[0, :4].tolist() == [1] * 4
    assert col[4, 5:].tolist() == [7] * 4
    assert vector.islands(mask).max() == 2
    assert not vector.islands(mask)[~mask].any()


def test_a_border_that_hardly_leaves_its_row_of_pixels_has_no_stairs() -> None:
    mask = np.ones((120, 240), bool)
    row, col = np.indices(mask.shape)
    _, layers = whole(mask, map=(row > 60 + col / 24).astype(int))
    above, below = (shapely.boundary(layers["map"][label]) for label in (0, 1))
    border = shapely.intersection(above, below)
    x, y = shapely.get_coordinates(shapely.segmentize(border, 0.5)).T
    within = (x > 5) & (x < 115)
    slope, height = np.polyfit(x[within], y[within], 1)
    assert slope == pytest.approx(-1 / 24, abs=0.002)
    assert np.abs(y - height - slope * x)[within].max() < vector.SIMPLIFY_MM
