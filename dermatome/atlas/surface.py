"""The body in three dimensions, as built: what lies where on the unfolded skin, and places on it.

``assets/body_3d/README.md`` tells the files. Millimetres; x to the patient's left, y up, z to the front.
"""

from __future__ import annotations

import functools
import hashlib
import io
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
from PIL import Image, UnidentifiedImageError
from pydantic import BaseModel, ConfigDict, Field

from dermatome.atlas.load import parse_file, shown
from dermatome.errors import AssetError
from dermatome.places import ASSETS

SURFACE = ASSETS / "body_3d"
Vector = tuple[float, float, float]
Kind = Literal["root", "muscle", "nerve", "part"]
AnySide = Literal["left", "right", "midline"]


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Place(_Record):
    """A point of the skin: pose → position in mm and unit normal, and where it lies on the pictures, 0…1."""

    at: dict[str, Vector]
    normal: dict[str, Vector]
    uv: tuple[float, float]


class Stand(_Record):
    """``toward``: unit vector to where most of a field is seen from; ``centre``: pose → its middle."""

    toward: Vector
    centre: dict[str, Vector]


class SkinRegion(_Record):
    """One number of a picture: whose it is (one of the kinds), side, area in mm² and a place inside."""

    root: str | None = None
    muscle: str | None = None
    nerve: str | None = None
    part: str | None = None
    side: Literal["left", "right"]
    basis: Literal["published", "inferred"] | None = None
    area: float
    label: Place
    stand: Stand

    @property
    def owner(self) -> str:
        """The root, muscle, nerve or part."""
        return self.root or self.muscle or self.nerve or self.part or ""


class SkinLayer(_Record):
    """One picture of the skin; number n of it is entry n - 1 of ``regions``, 0 is skin without one."""

    file: str
    kind: Kind
    regions: Annotated[tuple[SkinRegion, ...], Field(min_length=1, max_length=255)]


class SkinLandmark(Place):
    """A named point of the skin; ``key_point_of`` as on the flat views."""

    landmark: str
    name: str
    side: AnySide
    key_point_of: str | None


class SkinReflex(_Record):
    """Where a reflex is struck (one place) or stroked (several)."""

    reflex: str
    side: AnySide
    kind: Literal["tap", "stroke"]
    path: Annotated[tuple[Place, ...], Field(min_length=1)]


class Projection(_Record):
    """How one side of the body comes to lie on a flat view.

    A place p in ``pose`` lies at (p · ``right``, p · ``up``) + ``shift`` mm there. ``low`` and ``high`` are
    the corners of what the view shows of the side, ``depth`` its least and most p · (``right`` × ``up``).
    """

    view: str
    side: Literal["left", "right"]
    pose: str
    right: Vector
    up: Vector
    shift: tuple[float, float]
    low: tuple[float, float]
    high: tuple[float, float]
    depth: tuple[float, float]


class BuiltFile(_Record):
    """Size and SHA-256 of a file of the folder; of a mesh, what it is made of."""

    bytes: int
    sha256: str
    triangles: int | None = None
    vertices: int | None = None


class LabelScale(_Record):
    """Edge of the pictures in texels, a step of their third channel, and how far from a border it tells."""

    size: int
    mm_per_step: float
    reach_mm: float


class Surface(_Record):
    """``assets/body_3d/surface.json``."""

    version: str
    rules: str
    units: Literal["mm"]
    poses: tuple[str, ...]
    bounds: dict[str, tuple[Vector, Vector]]
    labels: LabelScale
    files: dict[str, BuiltFile]
    layers: dict[str, SkinLayer]
    projections: tuple[Projection, ...]
    landmarks: tuple[SkinLandmark, ...]
    reflexes: tuple[SkinReflex, ...]


class SkinSample(_Record):
    """Random skin: its places on the pictures, left and right; view → (x, y) mm of the left one."""

    left: tuple[float, float]
    right: tuple[float, float]
    views: dict[str, tuple[float, float]]


class SkinSamples(_Record):
    """``assets/body_3d/samples.json``."""

    points: tuple[SkinSample, ...]


@functools.cache
def surface(folder: Path = SURFACE) -> Surface:
    """Return what is known of the surface. :raises AssetError: its file is missing or malformed."""
    return parse_file(folder / "surface.json", Surface)


@functools.cache
def skin_samples(folder: Path = SURFACE) -> tuple[SkinSample, ...]:
    """Return points that test the pictures. :raises AssetError: their file is missing or malformed."""
    return parse_file(folder / "samples.json", SkinSamples).points


@functools.cache
def labels(layer: str, folder: Path = SURFACE) -> np.ndarray:
    """Return the picture of a layer: (h, w, 3) numbers of the region, of the next one, steps to their border.

    :raises AssetError: the file is missing or no such picture.
    """
    return _read_labels(layer, folder)


@functools.cache
def pairs(layer: str, folder: Path = SURFACE) -> tuple[int, ...]:
    """Return 256 × the region here + the next one, of all that a picture has; errors as for :func:`labels`.

    The picture itself is not kept: a server that shows it does not need it.
    """
    here, other = np.moveaxis(_read_labels(layer, folder)[..., :2], -1, 0).astype(np.uint16)
    return tuple(np.flatnonzero(np.bincount((here * 256 + other).ravel(), minlength=256 * 256)).tolist())


def _read_labels(layer: str, folder: Path) -> np.ndarray:
    known = surface(folder)
    file = folder / known.layers[layer].file
    try:
        with Image.open(io.BytesIO(file.read_bytes())) as image:
            found = np.asarray(image)
    except (OSError, UnidentifiedImageError) as error:
        raise AssetError(f"{shown(file)} is missing or no picture. Run make assets to build it.") from error
    size = known.labels.size
    if found.shape != (size, size, 3):
        raise AssetError(f"{shown(file)} is not {size} × {size} texels of three numbers. Run make assets.")
    return found


def digest_of(file: Path) -> str:
    """SHA-256 of a built file, in hexadecimal digits."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def regions_at(layer: str, uv: np.ndarray, folder: Path = SURFACE) -> np.ndarray:
    """Return the number of the region at places (n, 2) of the picture, (n,): 0 for none, else entry + 1.

    The border is found between the four texels around, as it is drawn. Errors as for :func:`labels`.
    """
    picture = labels(layer, folder).astype(int)
    size = len(picture)
    at = np.clip(uv * size - 0.5, 0, size - 1.001)
    low = at.astype(int)
    x, y = (at - low).T
    share = np.stack([(1 - x) * (1 - y), x * (1 - y), (1 - x) * y, x * y], 1)
    corners = [(0, 0), (1, 0), (0, 1), (1, 1)]
    texels = np.stack([picture[low[:, 1] + down, low[:, 0] + right] for right, down in corners], 1)
    own, steps = texels[..., 0], texels[..., 2]
    votes = [(share * np.where(own == own[:, k, None], steps, -steps)).sum(1) for k in range(4)]
    return own[np.arange(len(own)), np.argmax(votes, 0)]
