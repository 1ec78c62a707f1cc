"""The saliency of ``lite``: how sure it is of each mark, which it found by comparing the image with itself.

The paper's rule compares positions by the features of a backbone. The network has compared them already;
contrasts of lightness and texture, compared once more, told nothing new (docs/accuracy.md).
"""

import math

import numpy as np

from saa_desktop.domain.arrays import ImageArray, MapArray
from saa_desktop.models.lite.finder import Finder
from saa_desktop.models.lite.judging import GRADE
from saa_desktop.models.lite.surface import WORKING_SIDE

STEPS = 3
"""Steps of saliency, that of a certain mark being the last."""
STEP = math.log(GRADE) / 3
"""Saliency of one: at the published strength, 3, a score goes up by one grade."""


class LiteSaliency:
    """Maps saliency from the marks that were found."""

    def __init__(self, finder: Finder) -> None:
        self._finder = finder

    def map_saliency(self, image: ImageArray) -> MapArray:
        """Return saliency, 0..``STEPS * STEP``: that of the surest mark whose box holds a place.

        Args:
            image: (H, W, 3) uint8 RGB.

        Returns:
            (h, w) float32 of the image's proportions, at most ``WORKING_SIDE`` on its longer side.
        """
        scale = min(1.0, WORKING_SIDE / max(image.shape[:2]))
        height, width = (max(1, round(size * scale)) for size in image.shape[:2])
        down, across = height / image.shape[0], width / image.shape[1]
        saliency = np.zeros((height, width), np.float32)
        for mark in reversed(self._finder.find(image).marks):
            rows = slice(int(mark.y0 * down), max(int(mark.y0 * down) + 1, round(mark.y1 * down)))
            columns = slice(int(mark.x0 * across), max(int(mark.x0 * across) + 1, round(mark.x1 * across)))
            saliency[rows, columns] = STEP * math.ceil(STEPS * mark.confidence)
        return saliency
