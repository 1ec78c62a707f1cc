"""A plain-woven linen cloth that fills the picture."""

import numpy as np

from drawing.camera import FloatArray, Picture, Scene, photograph, pixel_grid, posed
from drawing.surfaces import blob, blurred, coloured, distance_to_line, fractal, mixed, noise, ramp, walk

SIZE = 640, 480
SUFFIX = ".jpg"
PICTURES = (
    Picture("fabric_01", "good", 301),
    Picture("fabric_02", "good", 302),
    Picture("fabric_03", "hole", 303),
    Picture("fabric_04", "loose thread", 304),
    Picture("fabric_05", "stain", 305),
)
_PITCH = 7.0
_LINEN = (0.6, 0.52, 0.41)


def draw(picture: Picture) -> tuple[np.ndarray, np.ndarray]:
    """Return the (H, W, 3) uint8 picture and its mask."""
    rng = np.random.default_rng(picture.seed)
    x, y = posed(*pixel_grid(*SIZE), rng, shift=20, degrees=4)
    x = x + 1.6 * noise(rng, x.shape, 70) + 0.5 * noise(rng, x.shape, 18)
    y = y + 1.6 * noise(rng, x.shape, 70) + 0.5 * noise(rng, x.shape, 18)
    defect = np.zeros(x.shape, dtype=np.bool_)

    torn = np.full_like(x, -99.0)
    if picture.defect == "hole":
        torn = blob(x + 95, y - 40, rng, 25, ragged=0.25)
        pull = 5 * np.exp(-np.clip(-torn, 0, None) / 12)  # yarns bunch up around the tear
        away = np.maximum(np.hypot(x + 95, y - 40), 1)
        x, y = x - pull * (x + 95) / away, y - pull * (y - 40) / away
        defect = torn > 0
    cloth = _weave(x, y, rng, torn)
    if picture.defect == "stain":
        cloth, defect = _stain(cloth, x, y, rng)
    if picture.defect == "loose thread":
        cloth, defect = _loose_thread(cloth, x, y, rng)
    folds = 1 + 0.05 * fractal(rng, x.shape, 260, 2)
    return photograph(Scene(cloth * folds[..., None], defect), rng, lamp=(0.6, -0.5), falloff=0.35)


def _weave(x: FloatArray, y: FloatArray, rng: np.random.Generator, torn: FloatArray) -> FloatArray:
    """Return the cloth's light: two sets of yarns, over and under in turn; none where it is torn."""
    warp, warp_over = _yarns(x, y, rng, torn)
    weft, weft_over = _yarns(y, x, rng, torn)
    even = (np.floor(x / _PITCH) + np.floor(y / _PITCH)) % 2 == 0
    over, under = np.where(even, warp, weft), np.where(even, weft, warp)
    cover = np.where(even, warp_over, weft_over)
    below = np.where(even, weft_over, warp_over)
    gap = 0.035 + 0.01 * noise(rng, x.shape, 3)
    field = gap * (1 - below) + 0.55 * under * below
    return coloured(np.clip(field * (1 - cover) + over * cover, 0, None), _LINEN)


def _yarns(
    across: FloatArray, along: FloatArray, rng: np.random.Generator, torn: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return brightness and coverage of one set of parallel yarns; each breaks off somewhere in a tear."""
    index = np.floor(across / _PITCH).astype(np.intp)
    index -= index.min()
    count = int(index.max()) + 1
    thickness = rng.normal(1, 0.07, count).clip(0.8, 1.2)[index] * (1 + 0.05 * noise(rng, across.shape, 11))
    tone = rng.normal(1, 0.06, count)[index] * (1 + 0.05 * noise(rng, across.shape, 30))
    place = (across / _PITCH) % 1 - 0.5
    profile = 1 - (2 * place / thickness) ** 2
    crest = 0.5 + 0.5 * np.cos(2 * np.pi * (along / _PITCH) % (2 * np.pi))
    fibres = (
        1 + 0.09 * noise(rng, across.shape, 1.1) + 0.06 * np.sin(2 * np.pi * (along + 1.4 * across) / 3.1)
    )
    light = tone * fibres * (0.55 + 0.45 * np.sqrt(np.clip(profile, 0, 1))) * (0.85 + 0.15 * crest)
    stump = (rng.exponential(5, count) - 2)[index] + 1.5 * noise(rng, across.shape, 12)
    return light, ramp(profile, 0.35) * ramp(stump - torn, 1.5)


def _stain(
    cloth: FloatArray, x: FloatArray, y: FloatArray, rng: np.random.Generator
) -> tuple[FloatArray, np.ndarray]:
    """Return the cloth with dried coffee on it, darkest along its border."""
    inside = blob(x - 120, y + 70, rng, 38, ragged=0.3) + 2.2 * fractal(rng, x.shape, 20, 3)
    amount = (
        ramp(inside, 8)
        * (0.55 + 0.45 * np.exp(-np.abs(inside - 3) / 5))
        * (1 + 0.1 * noise(rng, x.shape, 20))
    )
    absorbed = np.exp(-amount[..., None] * np.asarray((0.5, 0.85, 1.35), dtype=np.float32))
    return cloth * absorbed, inside > 0


def _loose_thread(
    cloth: FloatArray, x: FloatArray, y: FloatArray, rng: np.random.Generator
) -> tuple[FloatArray, np.ndarray]:
    """Return the cloth with a loop of yarn lying on it."""
    points = walk(rng, (-120, -60), 35, 250, bend=9, step=5)
    distance = distance_to_line(x, y, points)
    shadow = blurred(ramp(3.2 - distance_to_line(x + 2.5, y - 3, points), 2), 1.2)
    thread = 0.95 * np.sqrt(np.clip(1 - (distance / 2.6) ** 2, 0, 1)) * (1 + 0.12 * noise(rng, x.shape, 1.2))
    lying = mixed(
        cloth * (1 - 0.6 * shadow[..., None]),
        coloured(thread + 0.12, (0.62, 0.57, 0.48)),
        ramp(2.4 - distance),
    )
    return lying, distance < 2.6
