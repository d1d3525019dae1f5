"""What a view sees: the nearest skin, from the front, and which point of it."""

from __future__ import annotations

import numpy as np
import pytest

from tools.build_assets.mesh import Body
from tools.build_assets.raster import Frame, Raster, frame, vertex_normals
from tools.build_assets.shade import BRIGHTEST, DARKEST, shade_picture

FRONT = frame((1, 0, 0), (0, 1, 0))
BACK = frame((-1, 0, 0), (0, 1, 0))
# Two triangles that cross along x = 0: one rises towards the viewer on the right, one on the left.
CROSSING = np.array(
    [[-10, -10, -10], [10, -10, 10], [0, 10, 0], [-10, -10, 10], [10, -10, -10], [0, 10, 0]], float
)
TRIANGLES = np.array([[0, 1, 2], [3, 4, 5]])
BOX = (-12.0, -12.0, 12.0, 12.0)


@pytest.fixture(scope="module")
def crossing() -> Raster:
    return Raster(CROSSING, TRIANGLES, FRONT, BOX, 2.0)


def _places(raster: Raster) -> np.ndarray:
    """Sheet places (n, 2), in mm, of the pixels that show the body."""
    row, col = np.nonzero(raster.mask)
    return raster.to_mm(np.stack([col, row], 1).astype(float))


def test_of_two_crossing_triangles_the_nearer_is_seen(crossing: Raster) -> None:
    x = _places(crossing)[:, 0]
    face = crossing.face[crossing.mask]
    assert (face[x > 0.1] == 0).all()
    assert (face[x < -0.1] == 1).all()
    assert {0, 1} <= set(face.tolist())


def test_depth_is_that_of_the_seen_triangle(crossing: Raster) -> None:
    assert crossing.depth[crossing.mask] == pytest.approx(np.abs(_places(crossing)[:, 0]))


def test_sampling_positions_gives_back_the_places(crossing: Raster) -> None:
    seen = crossing.sample(CROSSING)
    assert seen[:, :2] == pytest.approx(_places(crossing))
    assert crossing.sample(CROSSING[:, 2]) == pytest.approx(seen[:, 2])


def test_the_mask_is_the_triangle(crossing: Raster) -> None:
    inside = crossing.mask.sum() / crossing.k**2
    assert inside == pytest.approx(20 * 20 / 2, rel=0.06)
    x, y = _places(crossing).T
    assert (np.abs(x) <= (10 - y) / 2 + 1e-9).all()


def test_triangles_seen_from_behind_are_not_drawn() -> None:
    assert not Raster(CROSSING, TRIANGLES[:, ::-1], FRONT, BOX, 2.0).mask.any()
    assert not Raster(CROSSING, TRIANGLES, BACK, BOX, 2.0).mask.any()


def test_what_lies_outside_the_box_is_cropped() -> None:
    cropped = Raster(CROSSING, TRIANGLES, FRONT, (0.0, -5.0, 3.0, 0.0), 2.0)
    assert cropped.mask.shape == (11, 7)
    assert cropped.mask.all()


def test_pixels_and_millimetres_are_inverse(crossing: Raster) -> None:
    xy = np.array([[0.0, 0.0], [3.0, 7.5]])
    assert crossing.to_mm(xy)[0].tolist() == [-12, 12]
    assert crossing.to_px(crossing.to_mm(xy)) == pytest.approx(xy)


def test_an_image_holds_samples_where_the_body_is(crossing: Raster) -> None:
    faces = crossing.image(crossing.face[crossing.mask], fill=-1)
    assert (faces == crossing.face).all()
    assert faces.dtype.kind == "i"
    assert np.isnan(crossing.image(crossing.sample(CROSSING))[~crossing.mask]).all()


@pytest.mark.parametrize(
    "camera", [FRONT, BACK, frame((0, 0, -1), (0, 1, 0)), frame((1, 0, 0), (0.3, 2, -1))]
)
def test_cameras_are_right_handed_and_keep_lengths(camera: Frame) -> None:
    axes = camera.project(np.eye(3))
    assert axes @ axes.T == pytest.approx(np.eye(3))
    assert np.linalg.det(axes) == pytest.approx(1)


def test_a_ball_is_round_and_deepest_in_its_middle(body: Body) -> None:
    ball = Raster(body.poses["anatomical"], body.triangles, FRONT, (-45, -45, 45, 45), 2.0)
    row, col = np.unravel_index(ball.depth.argmax(), ball.depth.shape)
    assert ball.to_mm(np.array([[col, row]], float))[0] == pytest.approx([0, 0], abs=3)
    assert (ball.mask == ball.mask[:, ::-1]).all()
    assert (ball.mask == ball.mask[::-1]).all()


def test_normals_point_out_of_the_skin(body: Body) -> None:
    positions = body.poses["anatomical"][:-1]
    normals = vertex_normals(body.poses["anatomical"], body.triangles)[:-1]
    assert np.linalg.norm(normals, axis=1) == pytest.approx(1)
    outwards = positions / np.linalg.norm(positions, axis=1, keepdims=True)
    assert (normals * outwards).sum(1).min() > 0.9


@pytest.fixture(scope="module")
def ball(body: Body) -> Raster:
    return Raster(body.poses["anatomical"], body.triangles, FRONT, (-45, -45, 45, 45), 2.0)


@pytest.fixture(scope="module")
def pixels(body: Body, ball: Raster) -> np.ndarray:
    picture = shade_picture(ball, vertex_normals(body.poses["anatomical"], body.triangles), body.eye)
    assert picture.mode == "RGBA"
    assert picture.size == (ball.width, ball.height)
    return np.asarray(picture).astype(int)


class TestShade:
    """The relief picture may darken and lighten, within limits, and nothing else."""

    def test_colours_are_black_or_white(self, pixels: np.ndarray, ball: Raster) -> None:
        red, green, blue = (pixels[..., i] for i in range(3))
        assert set(np.unique(pixels[ball.mask][:, :3])) == {0, 255}
        assert (red == green).all()
        assert (red == blue).all()

    def test_alpha_keeps_the_fill_readable(self, pixels: np.ndarray) -> None:
        white = pixels[..., 0] == 255
        assert pixels[white][:, 3].max() <= round(BRIGHTEST * 255)
        assert pixels[~white][:, 3].max() <= round(DARKEST * 255)
        assert pixels[..., 3].max() > 25, "a picture without any relief would pass the limits too"

    def test_nothing_is_drawn_off_the_body(self, pixels: np.ndarray, ball: Raster) -> None:
        assert not pixels[~ball.mask].any()

    def test_both_halves_look_alike(self, pixels: np.ndarray) -> None:
        assert np.abs(pixels[..., 3] - pixels[:, ::-1, 3]).max() <= 2

    def test_the_top_is_lighter_than_the_bottom(self, pixels: np.ndarray) -> None:
        signed = np.where(pixels[..., 0] == 255, 1, -1) * pixels[..., 3]
        middle = len(signed) // 2
        assert signed[:middle].sum() > signed[middle:].sum()

    def test_an_eyeball_is_lightened(self, body: Body, ball: Raster, pixels: np.ndarray) -> None:
        normals = vertex_normals(body.poses["anatomical"], body.triangles)
        eyes = np.asarray(shade_picture(ball, normals, np.ones(len(body.eye)))).astype(int)
        signed = [np.where(p[..., 0] == 255, 1, -1) * p[..., 3] for p in (pixels, eyes)]
        assert (signed[1] >= signed[0]).all()
        assert (signed[1] > signed[0]).any()
