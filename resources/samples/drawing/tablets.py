"""Six film-coated tablets in a tray."""

import numpy as np

from drawing.camera import FloatArray, Picture, Scene, photograph, pixel_grid, posed
from drawing.surfaces import blob, blurred, coloured, fractal, gloss, lambert, mixed, noise, ramp

SIZE = 640, 440
SUFFIX = ".jpg"
PICTURES = (
    Picture("tablets_01", "good", 501),
    Picture("tablets_02", "good", 502),
    Picture("tablets_03", "broken tablet", 503),
    Picture("tablets_04", "dark spot", 504),
    Picture("tablets_05", "discoloured tablet", 505),
)
_POCKETS = tuple((column * 192.0, row * 198.0) for row in (-0.5, 0.5) for column in (-1, 0, 1))
_RADIUS = 64.0
_COAT = (0.52, 0.2, 0.12)
_CORE = (0.62, 0.59, 0.53)


def draw(picture: Picture) -> tuple[np.ndarray, np.ndarray]:
    """Return the (H, W, 3) uint8 picture and its mask."""
    rng = np.random.default_rng(picture.seed)
    x, y = posed(*pixel_grid(*SIZE), rng, shift=4, degrees=1)
    light = _tray(x, y, rng)
    defect = np.zeros(x.shape, dtype=np.bool_)
    bad = int(rng.integers(len(_POCKETS)))
    for index, (pocket_x, pocket_y) in enumerate(_POCKETS):
        place = _window(x - pocket_x, y - pocket_y, 92)
        own_x, own_y = posed(x[place] - pocket_x, y[place] - pocket_y, rng, shift=5, degrees=180)
        kind = picture.defect if index == bad else "good"
        light[place], defect[place] = _put_tablet(light[place], own_x, own_y, rng, kind)
    return photograph(Scene(light, defect), rng, lamp=(-0.6, -0.3), falloff=0.3)


def _window(x: FloatArray, y: FloatArray, reach: float) -> tuple[slice, slice]:
    """Return the rows and columns of all points within reach of the origin."""
    rows, columns = np.nonzero(np.hypot(x, y) < reach)
    return slice(rows.min(), rows.max() + 1), slice(columns.min(), columns.max() + 1)


def _tray(x: FloatArray, y: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Return the light of a thermoformed tray with round pockets."""
    height = 0.03 * fractal(rng, x.shape, 40, 2)
    for pocket_x, pocket_y in _POCKETS:
        radius = np.hypot(x - pocket_x, y - pocket_y)
        height -= 12 * ramp(84 - radius, 16)
    matt = lambert(height) * (1 + 0.03 * fractal(rng, x.shape, 90, 3) + 0.04 * noise(rng, x.shape, 1.2))
    return coloured(matt, (0.045, 0.06, 0.075)) + coloured(
        gloss(height, (-0.5, -0.5, 0.7), 50), (0.1, 0.1, 0.11)
    )


def _put_tablet(
    light: FloatArray, x: FloatArray, y: FloatArray, rng: np.random.Generator, kind: str
) -> tuple[FloatArray, np.ndarray]:
    """Return the scene with a tablet at the origin on top, and what is wrong with it."""
    radius = np.hypot(x, y)
    inside = _RADIUS - radius + 0.25 * noise(rng, x.shape, 12)
    height = 20 * np.sqrt(np.clip(1 - (radius / 78) ** 2, 0, 1)) - 0.9 * np.clip(4 - inside, 0, 4) ** 1.5
    height -= 2.2 * np.exp(-((x / 2.6) ** 2)) * ramp(inside - 4, 6)  # score line
    height += 0.05 * fractal(rng, x.shape, 5, 3)
    tint = np.asarray(_COAT, dtype=np.float32) * np.float32(rng.normal(1, 0.015))
    defect = np.zeros(x.shape, dtype=np.bool_)

    if kind == "discoloured tablet":
        tint, defect = tint * np.asarray((0.86, 1.25, 1.15), dtype=np.float32), inside > 0
    coat = (
        coloured(0.35 + 0.65 * lambert(height), tint) * (1 + 0.012 * fractal(rng, x.shape, 8, 3))[..., None]
    )
    if kind == "dark spot":
        spot = blob(x + 24, y - 12, rng, 8.5, ragged=0.3)
        coat, defect = mixed(coat, coat * 0.16, ramp(spot, 2)), spot > 0
    coat += coloured(gloss(height, (-0.25, -0.2, 0.9), 45), (0.07, 0.07, 0.07))
    if kind == "broken tablet":
        edge = rng.uniform(0, 2 * np.pi)
        along = x * np.cos(edge) + y * np.sin(edge)
        rest = 30 - along + 1.8 * fractal(rng, x.shape, 22, 3)
        face = coloured(0.7 * lambert(0.35 * fractal(rng, x.shape, 9, 3)), _CORE)
        coat = mixed(coat, face, ramp(11 + 1.2 * fractal(rng, x.shape, 26, 3) - rest, 1.5))
        defect = (inside > 0) & (rest < 11)
        inside = np.minimum(inside, rest)
    part = ramp(inside)
    shadow = blurred(np.roll(part, (12, 12), axis=(0, 1)), 5)
    return mixed(light * (1 - 0.75 * shadow[..., None]), coat, part), defect
