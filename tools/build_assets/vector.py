"""Label images → polygons that share their borders exactly.

Layers vectorised together are cut from one noded linework, so the union of each is the same outline, vertex
for vertex. Where the outline is given, borders end on it and leave it as it is.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import scipy.sparse as sparse
import shapely
from scipy import ndimage

GRID_MM = 0.1  # every coordinate lies on this grid, save where a border ends on a given outline
CORNER_MM = 0.15  # a border that ends this near a corner of a given outline ends in the corner
RIM_STEPS = 24
BORDER_STEPS_PER_PX2 = 20  # borders are smoothed over the same few millimetres at every resolution
SHRINK, GROW = 0.5, -0.526  # Taubin's pair: smooths the pixel stairs without shrinking the shape
STAIR_PX = 0.4  # how far a border may move to lose its stairs; a straight one leaves its line by half a pixel
STAIR_STEPS = 200
SIMPLIFY_MM = 0.18
PROLONG_MM = 0.8
MAX_LOST_MM2 = 1.0
MIN_FACE_MM2 = 2.0  # what smoothing pinches off a thin end is no territory

ToMm = Callable[[np.ndarray], np.ndarray]


def vectorise(
    mask: np.ndarray,
    layers: dict[str, np.ndarray],
    to_mm: ToMm,
    k: float,
    symmetric: bool,
    outline: shapely.Geometry | None = None,
) -> tuple[shapely.Geometry, dict[str, dict[int, shapely.Geometry]]]:
    """Polygons of each label of each layer.

    mask (h, w) bool; layers: name → (h, w) int labels, any value outside the mask. to_mm turns (n, 2) pixel
    (col, row) into mm; k is px per mm. With `symmetric` the images show the half x ≥ 0 whose column edge -0.5
    is the midline; smoothing sees the whole body, the result is the half. outline: of the mask as drawn
    before, in mm, to be filled as it is; by default it is drawn from the mask.
    Returns the outline and, per layer, label → geometry, all in mm and on one grid.
    Raises RuntimeError when the borders of a layer do not close.
    """
    smoother = _Smoother(mask, symmetric, k)
    if outline is None:
        rim = _lines(smoother.rim_edges, smoother.pixels(smoother.rim_position), to_mm)
    else:
        rim = shapely.get_parts(shapely.boundary(outline))
    inner = {name: _inner_lines(smoother, image, to_mm, k) for name, image in layers.items()}
    row, col = nearest_pixel(mask)

    linework = shapely.union_all(np.concatenate([rim, *inner.values()]), grid_size=GRID_MM)
    cells = np.array(shapely.polygonize(list(shapely.get_parts(linework))).geoms)
    at = shapely.point_on_surface(cells)
    body = _faces(rim)
    body = body[_pixel_values(_deepest(body), mask, to_mm, k).astype(bool)]
    inside = _locate(at, body) >= 0
    cells, at = cells[inside], at[inside]

    result: dict[str, dict[int, shapely.Geometry]] = {}
    for name, image in layers.items():
        faces = _faces(np.concatenate([rim, inner[name]]))
        labels = _pixel_values(_deepest(faces), image[row, col], to_mm, k)
        labels = _without_crumbs(faces, labels)
        owner = _locate(at, faces)
        lost = owner < 0
        if shapely.area(cells[lost]).sum() > MAX_LOST_MM2:
            raise RuntimeError(
                f"layer {name}: {int(lost.sum())} cells lie in no face; its borders do not close"
            )
        # Two nodings of the same lines differ by a grid step at most: such slivers go to the nearest face.
        owner[lost] = shapely.STRtree(faces).nearest(at[lost])
        cell_labels = labels[owner]
        result[name] = {
            int(label): shapely.coverage_union_all(cells[cell_labels == label])
            for label in np.unique(cell_labels)
        }
    noded = shapely.coverage_union_all(cells)
    if outline is None:
        return noded, result
    return outline, {
        name: {label: _seated(region, noded, outline) for label, region in regions.items()}
        for name, regions in result.items()
    }


def _seated(region: shapely.Geometry, noded: shapely.Geometry, outline: shapely.Geometry) -> shapely.Geometry:
    """The region, with the vertices that the grid drew off the outline (those of `noded`) back on it."""
    ends = shapely.get_coordinates(noded)
    corners = shapely.multipoints(shapely.get_coordinates(outline))
    to_corner, to_rim = (
        np.asarray(shapely.shortest_line(shapely.points(ends), target))
        for target in (corners, shapely.boundary(outline))
    )
    # Both flanks of a narrow notch may have been drawn to one node: such a node belongs to the tip.
    ways = np.where(shapely.length(to_corner) < CORNER_MM, to_corner, to_rim)
    seats = dict(zip(map(tuple, ends), shapely.get_coordinates(ways)[1::2], strict=True))
    moved = shapely.transform(region, lambda xy: np.array([seats.get(tuple(at), at) for at in xy]))
    return shapely.remove_repeated_points(moved)


def _without_crumbs(faces: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Labels (n,) in which a face too small to see has that of the neighbour it shares most border with."""
    tree, out = shapely.STRtree(faces), labels.copy()
    for i in np.nonzero(shapely.area(faces) < MIN_FACE_MM2)[0]:
        near = tree.query(faces[i], predicate="intersects")
        near = near[near != i]
        shared = shapely.length(shapely.intersection(faces[near], faces[i]))
        if len(near) and shared.max() > 0:
            out[i] = labels[near[int(np.argmax(shared))]]
    return out


def nearest_pixel(mask: np.ndarray) -> np.ndarray:
    """(2, h, w): row and column, for each pixel, of the nearest one that is set in mask (h, w) bool."""
    found = np.empty((2, *mask.shape), np.int32)
    ndimage.distance_transform_edt(~mask, return_distances=False, return_indices=True, indices=found)
    return found


def islands(mask: np.ndarray) -> np.ndarray:
    """Numbers, from 1, of the connected pieces of mask (h, w) bool, on its pixels (h, w); 0 off the mask."""
    numbers = np.empty(mask.shape, np.int32)
    ndimage.label(mask, output=numbers)
    return numbers


def depth(image: np.ndarray) -> np.ndarray:
    """How far the centre of each pixel lies from the next label, (h, w) in pixels; image (h, w) of labels."""
    rim = np.zeros(image.shape, bool)
    for axis in (0, 1):
        differ = np.diff(image, axis=axis) != 0
        rim |= np.pad(differ, [(0, int(axis == 0)), (0, int(axis == 1))])
        rim |= np.pad(differ, [(int(axis == 0), 0), (int(axis == 1), 0)])
    out = np.zeros(image.shape)
    ndimage.distance_transform_edt(~rim, distances=out)
    return out + 0.5


class _Smoother:
    """Pixel-corner graph of one view; the rim is smoothed once, inner borders with the rim held."""

    def __init__(self, mask: np.ndarray, symmetric: bool, k: float) -> None:
        self.border_steps = round(BORDER_STEPS_PER_PX2 * k**2)
        self.symmetric = symmetric
        self.height, self.width = mask.shape
        self.full = np.concatenate([mask[:, ::-1], mask], 1) if symmetric else mask
        self.full = np.pad(self.full, 1)
        self.columns = self.full.shape[1] + 1
        edges = _pixel_edges(self.full.astype(int), self.columns)
        position = self._smooth(edges, np.zeros(0, int), None, RIM_STEPS)
        self.all_rim_nodes = np.unique(edges)
        self.rim_position = position
        if symmetric:
            # The midline closes the half: the nodes of the axis lie on it by symmetry.
            axis = self._axis_edges()
            edges = np.concatenate([self._half(edges), axis])
        self.rim_edges = edges

    def full_labels(self, image: np.ndarray) -> np.ndarray:
        full = image
        if self.symmetric:
            full = np.concatenate([image[:, ::-1] + 10_000, image], 1)
        full = np.pad(full, 1)
        return np.where(self.full, full, -1)

    def inner(self, image: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        edges = _pixel_edges(self.full_labels(image), self.columns, inner_only=True)
        if not len(edges):
            return edges, self.rim_position
        position = self._smooth(edges, self.all_rim_nodes, self.rim_position, self.border_steps)
        if self.symmetric:
            edges = self._half(edges)
            on_axis = self._column(edges) == self._axis_column
            edges = edges[~on_axis.all(1)]  # the midline is already part of the rim of the half
        return edges, position

    @property
    def _axis_column(self) -> int:
        return self.width + 1

    def _column(self, nodes: np.ndarray) -> np.ndarray:
        return nodes % self.columns

    def _half(self, edges: np.ndarray) -> np.ndarray:
        return edges[(self._column(edges) >= self._axis_column).all(1)]

    def _axis_edges(self) -> np.ndarray:
        rows = np.nonzero(self.full[:, self._axis_column])[0]
        top = rows * self.columns + self._axis_column
        return np.stack([top, top + self.columns], 1)

    def _smooth(self, edges: np.ndarray, held: np.ndarray, at: np.ndarray | None, steps: int) -> np.ndarray:
        """Positions (all nodes, 2) as (col, row) in pixel units after smoothing the nodes of `edges`."""
        rows = self.full.shape[0] + 1
        nodes, index = np.unique(edges, return_inverse=True)
        index = index.reshape(-1, 2)
        grid = (
            np.stack(np.meshgrid(np.arange(self.columns), np.arange(rows)), -1).reshape(-1, 2).astype(float)
        )
        p = grid[nodes]
        is_held = np.isin(nodes, held)
        if at is not None:
            p[is_held] = at[nodes[is_held]]
        n = len(nodes)
        adjacency = sparse.coo_matrix(
            (np.ones(len(index) * 2), (np.r_[index[:, 0], index[:, 1]], np.r_[index[:, 1], index[:, 0]])),
            shape=(n, n),
        ).tocsr()
        degree = np.asarray(adjacency.sum(1)).ravel()
        mean = sparse.diags(1 / degree) @ adjacency
        free = ~is_held
        for _ in range(steps):
            for step in (SHRINK, GROW):
                p[free] += step * (mean @ p - p)[free]
        if at is not None:
            # Taubin's pair keeps the long stairs of a border that hardly leaves its row or column of pixels.
            drawn = p.copy()
            for _ in range(STAIR_STEPS):
                p[free] += SHRINK * (mean @ p - p)[free]
                way = p - drawn
                p = drawn + way * (STAIR_PX / np.maximum(np.hypot(*way.T), STAIR_PX))[:, None]
        out = grid if at is None else at.copy()
        out[nodes] = p
        if self.symmetric:
            axis = self._axis_column
            on_axis = nodes[self._column(nodes) == axis]
            out[on_axis, 0] = axis
        return out

    def pixels(self, position: np.ndarray) -> np.ndarray:
        """Node positions → (col, row) of the unpadded, unmirrored image, pixel centres at whole numbers."""
        shift = self._axis_column if self.symmetric else 1
        return position - [shift + 0.5, 1.5]


def _pixel_edges(labels: np.ndarray, columns: int, inner_only: bool = False) -> np.ndarray:
    """Unit edges between pixels with different labels, as pairs of corner numbers."""
    found = []
    for axis in (0, 1):
        a = labels[:-1] if axis == 0 else labels[:, :-1]
        b = labels[1:] if axis == 0 else labels[:, 1:]
        differ = a != b
        if inner_only:
            differ &= (a >= 0) & (b >= 0)
        row, col = np.nonzero(differ)
        start = (row + 1) * columns + col if axis == 0 else row * columns + col + 1
        found.append(np.stack([start, start + (1 if axis == 0 else columns)], 1))
    return np.concatenate(found)


def _lines(edges: np.ndarray, position: np.ndarray, to_mm: ToMm) -> np.ndarray:
    """Merged, simplified arcs of a set of unit edges, in mm."""
    segments = np.asarray(shapely.linestrings(to_mm(position[edges])))
    merged = shapely.line_merge(shapely.multilinestrings(segments))
    return shapely.simplify(np.array(shapely.get_parts(merged)), SIMPLIFY_MM)


def _inner_lines(smoother: _Smoother, image: np.ndarray, to_mm: ToMm, k: float) -> np.ndarray:
    edges, position = smoother.inner(image)
    if not len(edges):
        return np.array([], object)
    return np.concatenate(
        [_lines(edges, smoother.pixels(position), to_mm), _prolonged(smoother, edges, position, to_mm, k)]
    )


def _prolonged(
    smoother: _Smoother, edges: np.ndarray, position: np.ndarray, to_mm: ToMm, k: float
) -> np.ndarray:
    """Short stubs that carry inner borders a little across the simplified rim, so that noding meets them."""
    ends = np.intersect1d(edges, smoother.all_rim_nodes)
    ends = ends[smoother._column(ends) != smoother._axis_column] if smoother.symmetric else ends
    blurred = ndimage.gaussian_filter(smoother.full.astype(float), 2.0)
    row, col = np.divmod(ends, smoother.columns)
    slope = np.stack(
        [
            ndimage.map_coordinates(ndimage.sobel(blurred, axis), [row - 0.5, col - 0.5], order=1)
            for axis in (1, 0)
        ],
        1,
    )
    out = -slope / np.maximum(np.linalg.norm(slope, axis=1, keepdims=True), 1e-9)
    start = smoother.pixels(position[ends])
    stubs = np.stack([start, start + out * PROLONG_MM * k], 1)
    back = np.stack([start, start - out * 0.2 * k], 1)
    return np.asarray(shapely.linestrings(to_mm(np.concatenate([stubs, back]))))


def _faces(lines: np.ndarray) -> np.ndarray:
    noded = shapely.union_all(lines, grid_size=GRID_MM)
    return np.array(shapely.polygonize(list(shapely.get_parts(noded))).geoms)


def _deepest(polygons: np.ndarray) -> np.ndarray:
    """The point of each polygon that lies farthest from its border.

    Any inner point will not do to read a label: near a smoothed border the pixel may be the neighbour's.
    """
    return shapely.get_point(shapely.maximum_inscribed_circle(polygons, tolerance=GRID_MM), 0)


def _pixel_values(points: np.ndarray, image: np.ndarray, to_mm: ToMm, k: float) -> np.ndarray:
    xy = shapely.get_coordinates(points)
    origin = to_mm(np.zeros((1, 2)))[0]
    col = np.clip(np.rint((xy[:, 0] - origin[0]) * k).astype(int), 0, image.shape[1] - 1)
    row = np.clip(np.rint((origin[1] - xy[:, 1]) * k).astype(int), 0, image.shape[0] - 1)
    return image[row, col]


def _locate(points: np.ndarray, polygons: np.ndarray) -> np.ndarray:
    """Number of the polygon that holds each point, -1 for none."""
    tree = shapely.STRtree(polygons)
    which, polygon = tree.query(points, predicate="intersects")
    out = np.full(len(points), -1)
    out[which] = polygon
    return out
