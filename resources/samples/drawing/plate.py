"""A ground aluminium plate with four countersunk holes, seen by a monochrome camera."""

import numpy as np

from drawing.camera import FloatArray, Picture, Scene, photograph, pixel_grid, posed
from drawing.surfaces import (
    blurred,
    carried,
    coloured,
    distance_to_line,
    fractal,
    gloss,
    lambert,
    noise,
    ramp,
    rounded_box,
    walk,
)

SIZE = 640, 480
SUFFIX = ".png"
PICTURES = (
    Picture("plate_01", "good", 101),
    Picture("plate_02", "good", 102),
    Picture("plate_03", "scratch", 103),
    Picture("plate_04", "dent", 104),
)
_HALF = 288.0, 205.0
_HOLES = tuple((sx * 235.0, sy * 152.0) for sx in (-1, 1) for sy in (-1, 1))


def draw(picture: Picture) -> tuple[np.ndarray, np.ndarray]:
    """Return the (H, W) uint8 picture and its mask."""
    rng = np.random.default_rng(picture.seed)
    image_x, image_y = pixel_grid(*SIZE)
    x, y = posed(image_x, image_y, rng, shift=5, degrees=1.5)
    inside = rounded_box(x, y, _HALF, 14)

    height = -0.55 * np.maximum(5 - inside, 0) + 0.015 * fractal(rng, x.shape, 90, 2)
    for hole_x, hole_y in _HOLES:
        height -= 0.8 * np.clip(27 - np.hypot(x - hole_x, y - hole_y), 0, 11)
    defect = np.zeros(x.shape, dtype=np.bool_)
    cut = np.zeros_like(x)
    if picture.defect == "dent":
        dent, defect = _dent(x, y, rng)
        height += dent
    if picture.defect == "scratch":
        cut, defect = _scratch(x, y, rng)

    glint = gloss(height, (-0.3, -0.35, 0.8), 25) - gloss(np.zeros_like(height), (-0.3, -0.35, 0.8), 25)
    metal = _ground_metal(x, y, rng) * (lambert(height) + 1.3 * np.clip(glint, -0.1, 1)) * (1 + cut)
    for hole_x, hole_y in _HOLES:
        metal = _drill(metal, x - hole_x, y - hole_y)
    mat = 0.035 * (1 + 0.22 * noise(rng, x.shape, 1.2) + 0.04 * fractal(rng, x.shape, 90, 2))
    mat *= 1 - 0.75 * blurred(ramp(rounded_box(x - 5, y - 6, _HALF, 14), 4), 4)
    plate = ramp(inside)
    light = np.clip(mat * (1 - plate) + metal * plate, 0, None).astype(np.float32)
    image, mask = photograph(Scene(coloured(light, (1, 1, 1)), defect), rng, lamp=(-0.3, -0.9), falloff=0.2)
    return image[..., 1], mask


def _ground_metal(x: FloatArray, y: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Return the light of a face ground from left to right, with its broad highlight."""
    lines = (
        0.75 * noise(rng, x.shape, 70, 0.7)
        + 0.45 * noise(rng, x.shape, 220, 1.7)
        + 0.3 * noise(rng, x.shape, 400, 7)
    )
    lines = carried(lines, x, y)
    band = np.exp(-(((x - 0.5 * y + rng.uniform(-60, 60)) / 260) ** 2))
    smears = fractal(rng, x.shape, 140, 3)
    return (0.27 + 0.13 * band) * (1 + 0.045 * lines + 0.02 * smears)


def _drill(metal: FloatArray, x: FloatArray, y: FloatArray) -> FloatArray:
    """Return the metal with a hole at the origin: dark, its far wall catching some light."""
    radius = np.hypot(x, y)
    wall = ramp(radius - 11.5, 3) * np.clip((x + y) / 24, 0, 1)
    return metal + (0.006 + 0.1 * wall - metal) * ramp(16 - radius, 1.2)


def _dent(x: FloatArray, y: FloatArray, rng: np.random.Generator) -> tuple[FloatArray, np.ndarray]:
    """Return what a blow did to the height, and where."""
    across, down = x - 62, y + 38
    radius = np.hypot(across * 0.85 + 0.2 * down, down) * (1 + 0.05 * noise(rng, x.shape, 14))
    dent = -4.2 * np.exp(-((radius / 9.5) ** 2)) + 0.8 * np.exp(-(((radius - 17) / 5) ** 2))
    return dent, radius < 17


def _scratch(x: FloatArray, y: FloatArray, rng: np.random.Generator) -> tuple[FloatArray, np.ndarray]:
    """Return how much brighter a scratch makes the metal, and where it is."""
    points = walk(rng, (-130, 96), -38, 210, bend=1.0, step=6)
    distance = distance_to_line(x, y, points)
    along = np.clip((x - points[0, 0]) / (points[-1, 0] - points[0, 0]), 0, 1)
    pressure = np.sin(np.pi * along) ** 0.4 * np.clip(1 + 0.3 * noise(rng, x.shape, 6), 0.4, 1.5)
    core = ramp(0.95 * pressure - distance, 1.0)
    burr = ramp(1.0 * pressure - distance_to_line(x - 1.2, y - 1.2, points), 1.0) * (1 - core)
    torn = 1 + 0.35 * noise(rng, x.shape, 1.5)
    return 0.75 * core * torn - 0.45 * burr, distance < 1.9
