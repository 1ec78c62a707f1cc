"""The feature extractor of ``lite``: lightness, colour and texture at several scales.

Each position is the unit vector along (1, v), v being its deviations from the image's trend in fixed units.
The cosine between two like positions is then near 1, and falls with their squared distance.
"""

from collections.abc import Iterator

import cv2
import numpy as np
import torch

from saa_desktop.domain.arrays import ImageArray, MapArray, MaskArray
from saa_desktop.models.lite.background import dark_rim, fill_background
from saa_desktop.models.lite.surface import shrink, to_lab

STRIDE = 8
"""Pixels between positions: twice the backbone's, for a sixteenth of the comparisons."""
LIGHTNESS_UNIT = 60.0
"""Difference in lightness or hue, CIELAB units, that turns a feature by 45 degrees on its own."""
TEXTURE_UNIT = 5.0
"""Difference in the natural logarithm of texture amplitude that does the same."""
TEXTURE_FLOOR = 1.0
"""Texture amplitude that counts as smooth, CIELAB units."""
TREND = 0.25
"""Share of the side over which the light may drift: slower changes are not features."""


class LiteFeatures:
    """Describes positions by multi-scale filter responses."""

    def extract(self, image: ImageArray, side: int) -> torch.Tensor:
        """Return (C, side / 8, side / 8) float32 features, of unit length at each position.

        Args:
            image: (H, W, 3) uint8.
            side: the image is resized to side x side first; a multiple of 8.
        """
        method = cv2.INTER_AREA if max(image.shape[:2]) > side else cv2.INTER_LINEAR
        lab = to_lab(cv2.resize(image, (side, side), interpolation=method))
        grid = side // STRIDE
        rim = _rim(shrink(lab, grid / side))
        channels = [channel / LIGHTNESS_UNIT for channel in cv2.split(shrink(lab, grid / side))]
        channels += [amplitude / TEXTURE_UNIT for amplitude in _amplitudes(lab[..., 0], grid)]
        filled = fill_background(np.dstack(channels), ~rim)
        filled -= cv2.GaussianBlur(filled, (0, 0), TREND * grid)
        features = np.concatenate([np.ones((1, grid, grid), np.float32), filled.transpose(2, 0, 1)])
        features /= np.linalg.norm(features, axis=0)
        return torch.from_numpy(features)


def _rim(lab: MapArray) -> MaskArray:
    """Return the dark rim around the product and the positions beside it, whose texture is the rim's edge."""
    rim = dark_rim(lab[..., 0]).astype(np.uint8)
    widened: MaskArray = cv2.dilate(rim, np.ones((3, 3), np.uint8)).astype(np.bool_)
    return widened


def _amplitudes(lightness: MapArray, grid: int) -> Iterator[MapArray]:
    """Yield (grid, grid) logarithmic amplitudes of the texture of three scales, fine to coarse."""
    finer = lightness
    for sigma in (1.0, 2.0, 4.0):
        coarser = cv2.GaussianBlur(lightness, (0, 0), sigma)
        energy = shrink((finer - coarser) ** 2, grid / lightness.shape[0])
        energy = cv2.GaussianBlur(energy, (0, 0), 1.0 + sigma / 4)
        yield 0.5 * np.log(energy + TEXTURE_FLOOR**2)
        finer = coarser
