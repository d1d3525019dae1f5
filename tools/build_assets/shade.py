"""The shading picture of a view: shadows and highlights only, to lie over any fill colour.

Soft light from above, darker creases (depth-based ambient occlusion) and a darker turning edge. Black with
alpha darkens, white with alpha lightens; the same picture serves light and dark themes.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image
from scipy import ndimage

from tools.build_assets.raster import Raster

DARKEST, BRIGHTEST = 0.55, 0.34  # alpha limits: the territory colour below must stay readable
OCCLUSION_MM = (4.0, 10.0, 26.0)

SCREEN_PX = 900  # longer edge of the picture for screens, which seldom give a view more


def for_screen(path: Path) -> None:
    """Write a smaller copy of a written picture, into the folder ``screen`` beside it."""
    with Image.open(path) as picture:
        share = SCREEN_PX / max(picture.size)
        size = (round(picture.width * share), round(picture.height * share))
        small = picture.resize(size, Image.Resampling.LANCZOS)
    (path.parent / "screen").mkdir(exist_ok=True)
    small.save(path.parent / "screen" / path.name, quality=70, alpha_quality=70, method=6)


def shade_picture(raster: Raster, normals: np.ndarray, eye: np.ndarray) -> Image.Image:
    """RGBA picture of one rasterised view. normals: (n, 3) vertex normals of the pose; eye: (n,) 0…1."""
    camera = raster.camera
    n = raster.sample(normals)
    n /= np.maximum(np.linalg.norm(n, axis=1, keepdims=True), 1e-9)
    # Light from above the viewer's head, not from one side: halves are mirrored, and both must look alike.
    key = 0.55 * camera.up + 0.85 * camera.toward
    key /= np.linalg.norm(key)
    facing = np.clip(n @ camera.toward, 0, 1)
    light = np.clip(n @ key, -0.3, 1)
    gloss = np.clip(n @ key, 0, 1) ** 12
    turning = (1 - facing) ** 2.4
    crease = _occlusion(raster)[raster.mask]
    level = 0.62 * (light - 0.80) - 0.30 * turning - crease + 0.16 * gloss
    level += 0.10 * raster.sample(eye) * (facing > 0.5)

    # A soft knee instead of a hard limit, so that no shadow turns into a flat patch.
    alpha = np.where(
        level < 0, DARKEST * -np.expm1(level / DARKEST), BRIGHTEST * -np.expm1(-level / BRIGHTEST)
    )
    tone = np.where(level < 0, 0, 255)
    rgba = np.zeros((*raster.mask.shape, 4), np.uint8)
    rgba[raster.mask, :3] = tone[:, None]
    rgba[raster.mask, 3] = np.round(alpha * 255)
    return Image.fromarray(rgba, "RGBA")


def _occlusion(raster: Raster) -> np.ndarray:
    """How far each pixel lies below its surroundings, over several radii, (h, w) 0…0.45."""
    inside = raster.mask.astype(float)
    depth = np.where(raster.mask, raster.depth, 0.0)
    total = np.zeros_like(depth)
    for radius in OCCLUSION_MM:
        sigma = radius * raster.k / 2
        around = ndimage.gaussian_filter(depth, sigma) / np.maximum(
            ndimage.gaussian_filter(inside, sigma), 1e-3
        )
        sunk = np.clip((around - raster.depth) / radius, 0, 1.2)
        total += np.where(raster.mask, sunk, 0) * {4.0: 0.30, 10.0: 0.20, 26.0: 0.12}[radius]
    return np.clip(total, 0, 0.45)
