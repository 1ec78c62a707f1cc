"""The region refiner of ``lite``: what in a box differs from what is around the box."""

import cv2
import numpy as np
import numpy.typing as npt

from saa_desktop.domain.arrays import BoxArray, ImageArray, MapArray, MaskArray
from saa_desktop.domain.masks import Mask
from saa_desktop.models.lite.surface import shrink, to_lab

SURROUND = 0.35
"""Width of the ring around a box that stands for its surroundings, as a share of the box's longer side."""
LEAST_SURROUND = 4
"""... but at least this, pixels."""
LOOKS = (384, 48)
"""Longer sides at which a crop is looked at in turn, pixels: thin things first, then blurred ones."""
HALF_HEIGHT = 0.5
"""A mark's outline lies where its contrast has fallen to half."""
DISTINCT = 1.5
"""A mark differs this much more from the ring than the ring does from itself."""
REACH = 0.85
"""A box is drawn around its mark, so the mark reaches across this share of its width and of its height..."""
SLACK = 4
"""... but for so many pixels of rounding, before the crop is made smaller."""


class LiteRefiner:
    """Cuts masks by local contrast."""

    def refine(self, image: ImageArray, boxes: BoxArray) -> list[Mask]:
        """Return one mask a box, in order. Equal boxes are cut once.

        Args:
            image: (H, W, 3) uint8.
            boxes: (N, 4) float32 xyxy in pixels; N may be 0.
        """
        wanted = [tuple(box) for box in boxes.tolist()]
        cut = {box: _cut(image, box) for box in dict.fromkeys(wanted)}
        return [cut[box] for box in wanted]


def _cut(image: ImageArray, box: tuple[float, ...]) -> Mask:
    """Return the mask in one box; the whole box when nothing in it has an outline of its own."""
    height, width = image.shape[:2]
    x0, x1 = _pixels(box[0], box[2], width)
    y0, y1 = _pixels(box[1], box[3], height)
    reach = max(LEAST_SURROUND, round(SURROUND * max(x1 - x0, y1 - y0)))
    left, top = max(0, x0 - reach), max(0, y0 - reach)
    crop = image[top : min(height, y1 + reach), left : min(width, x1 + reach)]
    found = np.ones((y1 - y0, x1 - x0), dtype=np.bool_)
    for side in LOOKS:
        mark = _mark_in(crop, (x0 - left, y0 - top, x1 - left, y1 - top), side)
        if mark is not None:
            found = mark
            break
    return Mask.from_crop(found, x0, y0, height, width)


def _pixels(low: float, high: float, size: int) -> tuple[int, int]:
    """Return the pixels that an interval touches, at least one, within 0..size."""
    first = max(0, min(size - 1, int(np.floor(low))))
    return first, min(size, max(first + 1, int(np.ceil(high))))


def _mark_in(crop: ImageArray, box: tuple[int, int, int, int], side: int) -> MaskArray | None:
    """Return which pixels of a box show a mark that stands out from the ring around it.

    Args:
        crop: (h, w, 3) uint8, the box with its ring.
        box: x0 y0 x1 y1 within the crop.
        side: longer side at which the crop is looked at, pixels.

    Returns:
        (y1 - y0, x1 - x0) bool, or ``None`` when there is no such mark.
    """
    scale = min(1.0, side / max(crop.shape[:2]))
    small = shrink(crop, scale)
    x0, x1 = _pixels(box[0] * scale, box[2] * scale, small.shape[1])
    y0, y1 = _pixels(box[1] * scale, box[3] * scale, small.shape[0])
    inside = np.zeros(small.shape[:2], dtype=np.bool_)
    inside[y0:y1, x0:x1] = True
    if inside.all():
        return None
    lab = to_lab(cv2.GaussianBlur(small, (0, 0), 0.8))
    distance: MapArray = np.linalg.norm(lab - np.median(lab[~inside], axis=0), axis=2)
    height = float(np.quantile(distance[inside], 0.98))
    if height < DISTINCT * float(np.quantile(distance[~inside], 0.9)):
        return None
    found = _largest_parts(distance[y0:y1, x0:x1] > HALF_HEIGHT * height, slack=SLACK * scale)
    if found is None:
        return None
    size = box[2] - box[0], box[3] - box[1]
    full: MaskArray = cv2.resize(found, size, interpolation=cv2.INTER_NEAREST).astype(np.bool_)
    return full


def _largest_parts(mask: MaskArray, *, slack: float) -> npt.NDArray[np.uint8] | None:
    """Return the parts at least a quarter as large as the largest, their holes filled.

    Args:
        mask: (h, w) bool.
        slack: pixels of rounding.

    Returns:
        (h, w) 0 or 1; ``None`` when the largest part does not reach across the mask.
    """
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    areas = stats[1:, cv2.CC_STAT_AREA]
    largest = stats[1 + int(areas.argmax())]
    least_height, least_width = (REACH * (size - slack) for size in mask.shape)
    if largest[cv2.CC_STAT_WIDTH] < least_width or largest[cv2.CC_STAT_HEIGHT] < least_height:
        return None
    parts = np.isin(labels, 1 + np.flatnonzero(areas >= areas.max() / 4)).astype(np.uint8)
    contours, _ = cv2.findContours(parts, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(parts, contours, -1, 1, cv2.FILLED)
    return parts
