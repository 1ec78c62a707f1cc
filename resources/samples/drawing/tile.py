"""A glazed stoneware tile on a bench, photographed upright."""

import numpy as np

from drawing.camera import FloatArray, Picture, Scene, photograph, pixel_grid, posed
from drawing.surfaces import (
    blob,
    blurred,
    coloured,
    distance_to_line,
    fractal,
    gloss,
    lambert,
    mixed,
    noise,
    ramp,
    rounded_box,
    walk,
)

SIZE = 480, 600
SUFFIX = ".jpg"
PICTURES = (
    Picture("tile_01", "good", 401),
    Picture("tile_02", "good", 402),
    Picture("tile_03", "crack", 403),
    Picture("tile_04", "chipped edge", 404),
    Picture("tile_05", "hairline crack", 405),
)
_HALF = 198.0, 255.0
_BODY = (0.36, 0.19, 0.11)


def draw(picture: Picture) -> tuple[np.ndarray, np.ndarray]:
    """Return the (H, W, 3) uint8 picture and its mask."""
    rng = np.random.default_rng(picture.seed)
    x, y = posed(*pixel_grid(*SIZE), rng, shift=6, degrees=2)
    inside = rounded_box(x, y, _HALF, 7) + 0.5 * noise(rng, x.shape, 30)
    height = -7 * np.exp(-np.clip(inside, -4, None) / 5) + 0.05 * fractal(rng, x.shape, 24, 2)
    defect = np.zeros(x.shape, dtype=np.bool_)

    glaze = _glaze(x, y, height, rng)
    if "crack" in picture.defect:
        glaze, defect = _crack(glaze, x, y, rng, hairline=picture.defect.startswith("hairline"))
    if picture.defect == "chipped edge":
        glaze, defect = _chip(glaze, x, y, rng)
    defect &= inside > 0

    part = ramp(inside)
    bench = _bench(x, y, rng) * (1 - 0.8 * blurred(np.roll(part, (12, 9), axis=(0, 1)), 5))[..., None]
    return photograph(Scene(mixed(bench, glaze, part), defect), rng, lamp=(0.5, -0.7), falloff=0.35)


def _glaze(x: FloatArray, y: FloatArray, height: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Return the light of celadon glaze: thinner and browner at the edge, a window dimly reflected."""
    clouds = fractal(rng, x.shape, 110, 4)[..., None] * np.asarray((0.02, 0.013, 0.016), dtype=np.float32)
    colour = np.asarray((0.36, 0.43, 0.34), dtype=np.float32) * (1 + clouds)
    thin = np.clip(-height / 7, 0, 1)[..., None]
    colour = colour + (np.asarray((0.3, 0.22, 0.13), dtype=np.float32) - colour) * 0.75 * thin
    window = ramp(110 - np.abs(x - 40 + 0.15 * y), 120) * ramp(120 - np.abs(y + 90), 140)
    sheen = 0.035 * window + 0.25 * gloss(height, (0.3, -0.4, 0.8), 40)
    return colour * lambert(height, (0.35, -0.5, 0.8))[..., None] + coloured(sheen, (1, 0.99, 0.95))


def _crack(
    glaze: FloatArray, x: FloatArray, y: FloatArray, rng: np.random.Generator, *, hairline: bool
) -> tuple[FloatArray, np.ndarray]:
    """Return the glaze with a crack that runs in from the edge, and where it is."""
    if hairline:
        lines = [walk(rng, (198, -120), 152, 170, bend=10, step=2.5)]
        width, depth = 0.75, 0.62
    else:
        trunk = walk(rng, (-60, 255), -75, 330, bend=10, step=3)
        lines = [trunk, walk(rng, tuple(trunk[len(trunk) // 2]), -25, 90, bend=11, step=3)]
        width, depth = 1.15, 0.9
    distance = np.minimum.reduce([distance_to_line(x, y, line) for line in lines])
    own = width * np.clip(1 + 0.14 * noise(rng, x.shape, 25) + 0.12 * noise(rng, x.shape, 3), 0.5, 1.5)
    dark = depth * ramp(own - distance, 1.0)
    seeped = 0.18 * depth * np.exp(-((distance / 4) ** 2))  # dirt in the glaze beside it
    cracked = mixed(glaze, coloured(np.ones_like(x), (0.03, 0.02, 0.015)), np.maximum(dark, seeped))
    return cracked, distance < width + 0.7


def _chip(
    glaze: FloatArray, x: FloatArray, y: FloatArray, rng: np.random.Generator
) -> tuple[FloatArray, np.ndarray]:
    """Return the glaze with a shell-shaped piece broken off its edge, and where."""
    inside = blob(x - 203, (y - 70) * 0.75, rng, 30, ragged=0.28) + 1.2 * fractal(rng, x.shape, 9, 3)
    depth = np.clip(inside, 0, None)
    shell = -0.35 * depth + 0.35 * np.cos(depth / 2.6) + 0.35 * fractal(rng, x.shape, 5, 3)
    body = coloured(lambert(shell) * (1 + 0.1 * fractal(rng, x.shape, 4, 2)), _BODY)
    rim = np.clip(0.12 + 0.1 * noise(rng, x.shape, 6), 0, None) * np.exp(-((inside / 1.1) ** 2))
    return mixed(glaze, body, ramp(inside, 1.2)) + coloured(rim, (0.9, 0.9, 0.85)), inside > 0


def _bench(x: FloatArray, y: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Return the light of a dark wooden bench."""
    rings = np.sin((y + 14 * noise(rng, x.shape, 240, 60)) / 3.2) * 0.5 + noise(rng, x.shape, 90, 1.3)
    wood = coloured(
        np.clip(1 + 0.12 * rings + 0.1 * fractal(rng, x.shape, 130, 3), 0.3, None), (0.085, 0.05, 0.03)
    )
    return blurred(wood, 1.2)  # it lies below the plane of focus
