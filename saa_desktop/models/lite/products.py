"""Where the products are: one box for each that is told from the background."""

from dataclasses import dataclass

import cv2
import numpy as np

from saa_desktop.models.lite.surface import Surface

LEAST_SHARE = 0.01
"""Things smaller than this share of the image are not products."""
CONFIDENCE_ON_BACKGROUND = 0.9
CONFIDENCE_IN_FRAME = 0.5


@dataclass(frozen=True, slots=True)
class ProductBox:
    """One product.

    Attributes:
        box: x0 y0 x1 y1, working pixels.
        confidence: 0..1.
    """

    box: tuple[float, float, float, float]
    confidence: float


def find_products(surface: Surface) -> list[ProductBox]:
    """Return the products on an even background, or the one that fills the frame.

    The box of a product that fills the frame stops half a pixel short of it: a box of the whole image says
    nothing, and the pipeline drops it.
    """
    height, width = surface.product.shape
    if not surface.lies_on_background:
        return [ProductBox((0.5, 0.5, width - 0.5, height - 0.5), CONFIDENCE_IN_FRAME)]
    _, _, stats, _ = cv2.connectedComponentsWithStats(surface.product.astype(np.uint8), connectivity=4)
    return [
        ProductBox((float(x), float(y), float(x + w), float(y + h)), CONFIDENCE_ON_BACKGROUND)
        for x, y, w, h, area in stats[1:].tolist()
        if area >= LEAST_SHARE * surface.product.size
    ]
