"""Pixels with ever smaller copies, so that any zoom is painted from about as many as the screen has."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from saa_desktop.workers.opencv import load_opencv

_SMALLEST_SIDE = 256

Pixels = npt.NDArray[np.uint8]
"""(H, W, 3) RGB or (H, W) uint8."""


@dataclass(frozen=True, slots=True)
class Pyramid:
    """Pixels that lie somewhere on an image.

    Attributes:
        x: column of the image at which they start.
        y: row of the image at which they start.
        levels: the pixels, then halvings of the level before: each pixel the mean of 2 x 2, with the last
            row or column counted twice where their number is odd.
    """

    x: int
    y: int
    levels: tuple[Pixels, ...]

    @property
    def nbytes(self) -> int:
        """Memory that it takes."""
        return sum(level.nbytes for level in self.levels)


def build_pyramid(pixels: Pixels, x: int = 0, y: int = 0) -> Pyramid:
    """Halve pixels until no side is longer than 256; they themselves are not copied."""
    levels = [pixels]
    while max(levels[-1].shape[:2]) > _SMALLEST_SIDE:
        levels.append(_halved(levels[-1]))
    return Pyramid(x, y, tuple(levels))


def _halved(pixels: Pixels) -> Pixels:
    cv2 = load_opencv()
    height, width = pixels.shape[:2]
    if height % 2 or width % 2:
        pixels = cv2.copyMakeBorder(pixels, 0, height % 2, 0, width % 2, cv2.BORDER_REPLICATE)
    half: Pixels = cv2.resize(pixels, ((width + 1) // 2, (height + 1) // 2), interpolation=cv2.INTER_AREA)
    return half
