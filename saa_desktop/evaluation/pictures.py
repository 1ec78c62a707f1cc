"""The worst misses and false calls as small pictures."""

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from saa_desktop.domain.arrays import ImageArray, MaskArray
from saa_desktop.evaluation.evaluator import ImageResult

SHOWN = 12
"""Pictures of each kind."""

_SIDE = 240
_TRUE = (230, 159, 0)
_FOUND = (213, 0, 213)


@dataclass(frozen=True, slots=True)
class Picture:
    """A small picture of one image.

    Attributes:
        result: what came of the image.
        jpeg: base64 text of the picture.
    """

    result: ImageResult
    jpeg: str


def worst_misses(images: Iterable[ImageResult]) -> list[ImageResult]:
    """Return the defective images on whose defect the map is lowest, worst first."""
    return sorted(
        (image for image in images if image.defective), key=lambda image: (image.seen, image.score)
    )[:SHOWN]


def worst_false_calls(images: Iterable[ImageResult]) -> list[ImageResult]:
    """Return the good images with the highest scores, worst first; images without a score are none."""
    good = (image for image in images if not image.defective and image.score > 0)
    return sorted(good, key=lambda image: -image.score)[:SHOWN]


def draw_picture(result: ImageResult, pixels: ImageArray, truth: MaskArray, found: MaskArray) -> Picture:
    """Draw an image small, the true defect outlined in orange, what was found dashed in magenta.

    Args:
        result: what came of the image.
        pixels: (H, W, 3) uint8 RGB.
        truth: (H, W) defect pixels.
        found: (H, W) pixels of the kept regions.
    """
    scale = _SIDE / max(pixels.shape[:2])
    size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    for mask, colour, step in ((found, _FOUND, 2), (truth, _TRUE, 1)):
        for outline in _outlines(cv2.resize(mask.view(np.uint8), size, interpolation=cv2.INTER_NEAREST)):
            for place in range(0, len(outline), 4):
                part = outline[place : place + 5 - step]
                cv2.polylines(small, [part], isClosed=False, color=colour, thickness=1)
    encoded = cv2.imencode(".jpg", small[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 85])[1]
    return Picture(result, base64.b64encode(encoded.tobytes()).decode("ascii"))


def _outlines(mask: np.typing.NDArray[np.uint8]) -> Sequence[np.typing.NDArray[np.int32]]:
    return cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)[0]
