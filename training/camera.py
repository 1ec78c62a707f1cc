"""Light and camera: the same for the good and the defective picture of a product."""

import cv2
import numpy as np
import numpy.typing as npt

from training.noise import Field, Picture, Rng, cloudy, coordinates, log_uniform, noise

BRIGHT_PART = 0.9
"""The exposure is set by the grey level below which so much of the picture lies."""


def draw_light(rng: Rng, side: int) -> Field:
    """Return (side, side) illumination of mean about 1."""
    light = np.ones((side, side), np.float32)
    if rng.random() < 0.5:
        light += log_uniform(rng, 0.02, 0.3) * noise(rng, side, side / rng.uniform(0.7, 2.5))
    if rng.random() < 0.3:  # a curved surface, upright or lying: bright and dark bands along it
        across, _ = coordinates(rng, side, angle=rng.choice([0.0, np.pi / 2, rng.uniform(0, np.pi)]))
        profile = np.cos((across / side - rng.uniform(-0.2, 1.2)) * rng.uniform(1, 7))
        light *= 1 + rng.uniform(0.1, 0.7) * profile.astype(np.float32)
    if rng.random() < 0.25:  # lamp spot or vignette
        rows, columns = np.mgrid[:side, :side].astype(np.float32) / side
        centre = rng.uniform(0, 1, 2) if rng.random() < 0.5 else (0.5, 0.5)
        distance = np.hypot(rows - centre[0], columns - centre[1])
        light *= 1 + rng.uniform(-0.5, 0.6) * np.exp(-((distance / rng.uniform(0.2, 0.8)) ** 2)).astype(
            np.float32
        )
    if rng.random() < 0.25:  # one side or corner lies in the lamp's glare or in shade
        rows, columns = np.mgrid[:side, :side].astype(np.float32) / side
        nearest = np.hypot(rows, columns) if rng.random() < 0.4 else rows
        fall = np.exp(-nearest / log_uniform(rng, 0.05, 0.5))
        light *= 1 + rng.uniform(-0.7, 1.2) * np.rot90(fall, int(rng.integers(4)))
    if rng.random() < 0.06:  # reflections
        shine = np.maximum(cloudy(rng, side, 10) - rng.uniform(0.5, 2), 0)
        light += rng.uniform(0.1, 0.6) * shine
    return np.clip(light, 0.05, 3).astype(np.float32)


class Camera:
    """Draws its settings once, so that two pictures are taken alike, noise included."""

    def __init__(self, rng: Rng, side: int) -> None:
        self._blur = float(rng.choice([0, rng.uniform(0.3, 0.8), rng.uniform(0.8, 2.2)], p=[0.35, 0.45, 0.2]))
        self._small = round(side * rng.uniform(0.4, 0.95)) if rng.random() < 0.25 else 0
        self._level = rng.uniform(0.2, 1.0)
        self._gain = 0.0
        self._gamma = log_uniform(rng, 0.6, 1.6)
        self._grain = (
            log_uniform(rng, 0.002, 0.045) * rng.standard_normal((side, side, 1), dtype=np.float32)
            if rng.random() < 0.75
            else np.zeros((side, side, 1), np.float32)
        )
        self._quality = int(rng.uniform(25, 96)) if rng.random() < 0.35 else 0

    def shoot(self, picture: Picture, light: Field) -> npt.NDArray[np.uint8]:
        """Return (H, W, 3) uint8. The first picture sets the exposure."""
        bright = float(np.quantile((picture * light[..., None]).mean(axis=2)[::4, ::4], BRIGHT_PART))
        self._gain = self._gain or self._level / max(bright, 0.02)
        seen = np.clip(picture * light[..., None] * self._gain, 0.0, 1.3)
        if self._small:
            side = picture.shape[0]
            seen = cv2.resize(seen, (self._small, self._small), interpolation=cv2.INTER_AREA)
            seen = cv2.resize(seen, (side, side), interpolation=cv2.INTER_CUBIC)
        if self._blur:
            seen = cv2.GaussianBlur(seen, (0, 0), self._blur)
        seen = np.power(np.clip(seen, 0, 1), self._gamma) + self._grain
        shot = np.round(np.clip(seen, 0, 1) * 255).astype(np.uint8)
        if self._quality:
            _, packed = cv2.imencode(".jpg", shot, [cv2.IMWRITE_JPEG_QUALITY, self._quality])
            shot = cv2.imdecode(packed, cv2.IMREAD_COLOR)
        return shot
