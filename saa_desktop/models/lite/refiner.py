"""The refiner of ``lite``: what in a box differs from what is around it; what looks like a point."""

from collections.abc import Mapping
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from saa_desktop.domain.arrays import BoxArray, ImageArray, MapArray, MaskArray
from saa_desktop.domain.masks import Mask
from saa_desktop.models.lite.delineation import filled
from saa_desktop.models.lite.finder import Box, Finder
from saa_desktop.models.lite.growing import grow_from
from saa_desktop.models.lite.surface import enlarge, pixels_touched, shrink, to_lab

SURROUND = 0.35
"""Width of the ring around a box that stands for its surroundings, as a share of the box's longer side."""
LEAST_SURROUND = 4
"""... but at least this, pixels."""


class _Look(NamedTuple):
    """One way to look for a mark in a box.

    Attributes:
        side: longer side at which the crop is looked at, pixels.
        against_ring: whether the mark is what differs from the ring around the box, or from most of the box.
    """

    side: int
    against_ring: bool


LOOKS = (_Look(384, against_ring=True), _Look(384, against_ring=False), _Look(48, against_ring=True))
"""Taken in turn until one shows a mark: anything with an outline, thin things on a changing ground, and
things whose texture must be blurred before they show."""
HALF_HEIGHT = 0.5
"""A mark's outline lies where its contrast has fallen to half."""
DISTINCT = 1.5
"""A mark differs this much more from the ring than nine tenths of the ring do from its median..."""
THIN = 4.0
"""... or, where a ring tells nothing, from the box's median than three quarters of the box do."""
REACH = 0.85
"""A box is drawn around its mark, which reaches across this share of both its sides..."""
SLACK = 4
"""... but for so many pixels of rounding, before the crop is made smaller."""


class LiteRefiner:
    """Cuts masks: the network's own at its own boxes, else by local contrast."""

    def __init__(self, finder: Finder) -> None:
        self._finder = finder

    def refine(self, image: ImageArray, boxes: BoxArray) -> list[Mask]:
        """Return one mask a box, in order. Equal boxes are cut once.

        Args:
            image: (H, W, 3) uint8.
            boxes: (N, 4) float32 xyxy in pixels; N may be 0.
        """
        wanted = [tuple(box) for box in boxes.tolist()]
        own = self._finder.find(image).masks if wanted else {}
        cut = {box: mask_in(image, box, own) for box in dict.fromkeys(wanted)}
        return [cut[box] for box in wanted]

    def refine_at(
        self, image: ImageArray, points: npt.NDArray[np.float32], inside: npt.NDArray[np.bool_]
    ) -> Mask:
        """Return what is connected to the inside points and looks like them.

        Args:
            image: (H, W, 3) uint8.
            points: (N, 2) float32 x y in pixels, N >= 1.
            inside: (N,) bool, whether each point belongs to it; at least one does.
        """
        height, width = image.shape[:2]
        pixels = np.floor(points).astype(np.intp).clip(0, (width - 1, height - 1))
        return grow_from(image, pixels[inside], pixels[~inside])


def mask_in(image: ImageArray, box: tuple[float, ...], own: Mapping[Box, MaskArray]) -> Mask:
    """Return the mask in a box: the network's own where the box is its, else what has an outline there.

    Args:
        image: (H, W, 3) uint8.
        box: x0 y0 x1 y1, pixels.
        own: the network's masks by their box.
    """
    x0, y0, x1, y1 = (int(value) for value in box)
    known = own.get((x0, y0, x1, y1)) if (x0, y0, x1, y1) == box else None
    return _cut(image, box) if known is None else Mask.from_crop(known, x0, y0, *image.shape[:2])


def _cut(image: ImageArray, box: tuple[float, ...]) -> Mask:
    """Return the mask in one box; the whole box when nothing in it has an outline of its own."""
    height, width = image.shape[:2]
    x0, x1 = pixels_touched(box[0], box[2], width)
    y0, y1 = pixels_touched(box[1], box[3], height)
    reach = max(LEAST_SURROUND, round(SURROUND * max(x1 - x0, y1 - y0)))
    left, top = max(0, x0 - reach), max(0, y0 - reach)
    crop = image[top : min(height, y1 + reach), left : min(width, x1 + reach)]
    found = np.ones((y1 - y0, x1 - x0), dtype=np.bool_)
    inner = x0 - left, y0 - top, x1 - left, y1 - top
    for look in LOOKS:
        mark = _mark_in(crop, inner, look)
        if mark is not None:
            found = mark
            break
    return Mask.from_crop(found, x0, y0, height, width)


def _mark_in(crop: ImageArray, box: tuple[int, int, int, int], look: _Look) -> MaskArray | None:
    """Return which pixels of a box show a mark that stands out.

    Args:
        crop: (h, w, 3) uint8, the box with its ring.
        box: x0 y0 x1 y1 within the crop.
        look: how to look.

    Returns:
        (y1 - y0, x1 - x0) bool, or ``None`` when there is no such mark.
    """
    scale = min(1.0, look.side / max(crop.shape[:2]))
    small = shrink(crop, scale)
    x0, x1 = pixels_touched(box[0] * scale, box[2] * scale, small.shape[1])
    y0, y1 = pixels_touched(box[1] * scale, box[3] * scale, small.shape[0])
    inside = np.zeros(small.shape[:2], dtype=np.bool_)
    inside[y0:y1, x0:x1] = True
    ground = ~inside if look.against_ring else inside
    if not ground.any():
        return None
    lab = to_lab(cv2.GaussianBlur(small, (0, 0), 0.8))
    distance: MapArray = np.linalg.norm(lab - np.median(lab[ground], axis=0), axis=2)
    height = float(np.quantile(distance[inside], 0.98))
    part, times = (0.9, DISTINCT) if look.against_ring else (0.75, THIN)
    if height <= times * float(np.quantile(distance[ground], part)):
        return None
    found = _largest_parts(distance[y0:y1, x0:x1] > HALF_HEIGHT * height, slack=SLACK * scale)
    if found is None:
        return None
    return enlarge(found, box[3] - box[1], box[2] - box[0])


def _largest_parts(mask: MaskArray, *, slack: float) -> MaskArray | None:
    """Return the parts at least a quarter as large as the largest, their holes filled.

    Args:
        mask: (h, w) bool.
        slack: pixels of rounding.

    Returns:
        (h, w) bool; ``None`` when the largest part does not reach across the mask.
    """
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    areas = stats[1:, cv2.CC_STAT_AREA]
    largest = stats[1 + int(areas.argmax())]
    least_height, least_width = (REACH * (size - slack) for size in mask.shape)
    if largest[cv2.CC_STAT_WIDTH] < least_width or largest[cv2.CC_STAT_HEIGHT] < least_height:
        return None
    return filled(np.isin(labels, 1 + np.flatnonzero(areas >= areas.max() / 4)))
