"""A moulded white bottle cap, seen from above on a conveyor belt."""

import numpy as np

from drawing.camera import FloatArray, Picture, Scene, photograph, pixel_grid, posed
from drawing.surfaces import blob, blurred, coloured, fractal, gloss, lambert, mixed, noise, ramp

SIZE = 560, 520
SUFFIX = ".jpg"
PICTURES = (
    Picture("cap_01", "good", 201),
    Picture("cap_02", "good", 202),
    Picture("cap_03", "black speck", 203),
    Picture("cap_04", "chipped edge", 204),
    Picture("cap_05", "small grey speck", 205),
)
_RADIUS = 190.0
_RIBS = 96


def draw(picture: Picture) -> tuple[np.ndarray, np.ndarray]:
    """Return the (H, W, 3) uint8 picture and its mask."""
    rng = np.random.default_rng(picture.seed)
    image_x, image_y = pixel_grid(*SIZE)
    x, y = posed(image_x, image_y, rng, shift=9, degrees=180)
    radius, angle = np.hypot(x, y), np.arctan2(y, x)
    outline = _RADIUS - radius - 1.3 * (0.5 + 0.5 * np.cos(_RIBS * angle))

    chip = np.full_like(x, -99.0)
    if picture.defect == "chipped edge":
        where = rng.uniform(-np.pi, np.pi)
        chip = blob(x - 196 * np.cos(where), y - 196 * np.sin(where), rng, 31, ragged=0.22)
        chip += 0.7 * fractal(rng, x.shape, 14, 3)
    height = _relief(radius, angle) + 0.02 * fractal(rng, x.shape, 40, 2)
    height -= 0.4 * np.clip(chip + 10, 0, 3)  # the edge of the break lost some material too
    shade = 0.42 + 0.58 * lambert(height)
    plastic = coloured(shade * (1 + 0.006 * fractal(rng, x.shape, 120, 3)), (0.66, 0.655, 0.63))
    plastic += coloured(gloss(height, (-0.35, -0.45, 0.8), 60), (0.12, 0.12, 0.125))

    defect = np.zeros(x.shape, dtype=np.bool_)
    if "speck" in picture.defect:
        plastic, defect = _contaminate(plastic, x, y, rng, grey=picture.defect.startswith("small"))

    belt = _belt(image_x, image_y, rng)
    part = ramp(np.minimum(outline, -chip))
    belt *= 1 - 0.7 * blurred(np.roll(part, (16, 14), axis=(0, 1)), 7)[..., None]
    face = ramp(chip + 8, 2) * ramp(-chip)
    plastic *= 1 - face[..., None] * (0.36 + 0.09 * fractal(rng, x.shape, 8, 3)[..., None])
    defect |= (chip > -8) & (outline > 0)
    return photograph(Scene(mixed(belt, plastic, part), defect), rng, lamp=(-0.4, -0.5), falloff=0.3)


def _relief(radius: FloatArray, angle: FloatArray) -> FloatArray:
    """Return the cap's height: ribbed skirt, rounded shoulder, a bead, a slightly sunk top."""
    skirt = -0.9 * np.clip(radius - 172, 0, 30) + 0.9 * np.cos(_RIBS * angle) * ramp(radius - 173, 6)
    shoulder = -6 * np.clip((radius - 158) / 16, 0, 1) ** 2
    bead = 1.6 * np.exp(-(((radius - 138) / 5) ** 2))
    return skirt + shoulder + bead - 0.8 * ramp(132 - radius, 8) - 0.00006 * radius**2


def _contaminate(
    plastic: FloatArray, x: FloatArray, y: FloatArray, rng: np.random.Generator, *, grey: bool
) -> tuple[FloatArray, np.ndarray]:
    """Return the plastic with burnt material in it, and where."""
    places = [(62.0, -38.0, 3.4)] if grey else [(-48.0, 36.0, 7.5), (-22.0, 61.0, 3.0)]
    colour = (0.2, 0.19, 0.17) if grey else (0.022, 0.02, 0.018)
    inside = np.full_like(x, -99.0)
    for place_x, place_y, size in places:
        inside = np.maximum(inside, blob(x - place_x, y - place_y, rng, size, ragged=0.3))
    halo = 0.16 * np.exp(-np.clip(-inside, 0, None) / 2.5)
    speck = np.maximum(ramp(inside, 1.6), halo)
    burnt = coloured(1 + 0.12 * noise(rng, x.shape, 1.5), colour)
    return mixed(plastic, burnt, speck), inside > 0


def _belt(x: FloatArray, y: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Return the light of a blue-green conveyor belt with its fine pattern."""
    pattern = np.cos(2 * np.pi * (x + y) / 5.3) * np.cos(2 * np.pi * (x - y) / 5.3)
    worn = fractal(rng, x.shape, 150, 4)
    return coloured(1 + 0.06 * pattern + 0.05 * worn + 0.05 * noise(rng, x.shape, 1.1), (0.035, 0.085, 0.1))
