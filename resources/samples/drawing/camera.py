"""The camera and the lamp that all sample products share."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]

SUPERSAMPLING = 2
"""Drawings are this many times finer than the pictures."""


@dataclass(frozen=True)
class Picture:
    """One picture to take.

    Attributes:
        name: file name without its suffix.
        defect: what is wrong with the part; "good" for nothing.
        seed: of all that is random in it.
    """

    name: str
    defect: str
    seed: int


@dataclass(frozen=True)
class Scene:
    """What lies before the camera, ``SUPERSAMPLING`` times as fine as the picture.

    Attributes:
        light: (H, W, 3) float32 linear light that the scene sends to the camera, 1 saturates it.
        defect: (H, W) bool.
    """

    light: FloatArray
    defect: npt.NDArray[np.bool_]


def pixel_grid(width: int, height: int) -> tuple[FloatArray, FloatArray]:
    """Return x and y of every drawn point, in pixels of the picture from its centre, y downwards."""
    step = np.float32(1 / SUPERSAMPLING)
    x = (np.arange(width * SUPERSAMPLING, dtype=np.float32) + 0.5) * step - width / 2
    y = (np.arange(height * SUPERSAMPLING, dtype=np.float32) + 0.5) * step - height / 2
    across, down = np.meshgrid(x, y)
    return across.astype(np.float32), down.astype(np.float32)


def posed(
    x: FloatArray, y: FloatArray, rng: np.random.Generator, *, shift: float, degrees: float
) -> tuple[FloatArray, FloatArray]:
    """Return the coordinates of a product that was put down a little off, by at most so much."""
    angle = np.deg2rad(rng.uniform(-degrees, degrees))
    x, y = x - rng.uniform(-shift, shift), y - rng.uniform(-shift, shift)
    cosine, sine = np.float32(np.cos(angle)), np.float32(np.sin(angle))
    return x * cosine + y * sine, y * cosine - x * sine


def photograph(
    scene: Scene, rng: np.random.Generator, *, lamp: tuple[float, float] = (-0.5, -0.6), falloff: float = 0.3
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    """Take the picture: uneven lamp, lens blur, vignetting, shot and read noise, sRGB tone curve.

    Args:
        scene: what to photograph.
        rng: for the noise.
        lamp: x and y of the brightest place, -1..1 over the picture.
        falloff: light lost at the distance of half a picture from the lamp.

    Returns:
        (H, W, 3) uint8 RGB picture and (H, W) uint8 mask, 0 or 255.
    """
    height, width = (side // SUPERSAMPLING for side in scene.defect.shape)
    blurred = cv2.GaussianBlur(scene.light, (0, 0), 0.55 * SUPERSAMPLING)
    light = cv2.resize(blurred, (width, height), interpolation=cv2.INTER_AREA)

    x, y = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
    lit = 1 / (1 + falloff * ((x - lamp[0]) ** 2 + (y - lamp[1]) ** 2) / 2)
    vignetting = 1 - 0.1 * (x**2 + y**2)
    light = light * (lit * vignetting)[..., None].astype(np.float32)

    electrons = np.float32(4200)
    spread = np.sqrt(np.maximum(light, 0) / electrons + np.float32(0.0018) ** 2)
    grain = rng.standard_normal(light.shape, dtype=np.float32)
    grain = 0.75 * grain + 0.5 * cv2.GaussianBlur(grain, (0, 0), 0.7)  # as interpolated from a Bayer pattern
    light = np.clip(light + spread * grain, 0, 1)
    encoded = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    picture = np.rint(255 * encoded).astype(np.uint8)

    coverage = cv2.resize(scene.defect.astype(np.float32), (width, height), interpolation=cv2.INTER_AREA)
    return picture, np.where(coverage >= 0.5, 255, 0).astype(np.uint8)
