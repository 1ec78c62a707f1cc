"""Regions grown from a person's points: what is connected to one and has its colour.

How far the colour may differ is read from the image: of the regions that rising tolerances give, the one is
taken that differs most from what lies around it.
"""

import cv2
import numpy as np
import numpy.typing as npt

from saa_desktop.domain.arrays import ImageArray, MaskArray
from saa_desktop.domain.masks import Mask
from saa_desktop.models.lite.surface import WORKING_SIDE, enlarge, shrink, to_lab

Pixels = npt.NDArray[np.intp]
"""(N, 2) intp, column and row."""

SURROUND = 192
"""What lies this near to the points is looked at first, at full size, pixels."""
TOLERANCES = (3.0, 4.0, 5.0, 6.5, 8.0, 10.0, 12.5, 16.0, 20.0, 25.0)
"""How far a colour may be from the point's, CIELAB units."""
LARGEST = 0.1
"""A person who points at a thing does not mean a larger share of the picture, when there is a choice."""
SPECK = 8
"""Regions of so few pixels are noise, however distinct."""
_RING = np.ones((5, 5), dtype=np.uint8)
_STEPS = 4.0  # 8-bit levels per CIELAB unit


def grow_from(image: ImageArray, inside: Pixels, outside: Pixels) -> Mask:
    """Return the region of the points: it holds each inside one and none of the outside ones beside them.

    Args:
        image: (H, W, 3) uint8.
        inside: N >= 1 pixels of it.
        outside: pixels of it, may be none.
    """
    height, width = image.shape[:2]
    left, top = np.maximum(inside.min(axis=0) - SURROUND, 0).tolist()
    right, bottom = np.minimum(inside.max(axis=0) + SURROUND + 1, (width, height)).tolist()
    if max(right - left, bottom - top) <= WORKING_SIDE:
        corner = np.array((left, top))
        within = ((outside >= corner) & (outside < (right, bottom))).all(axis=1)
        crop = image[top:bottom, left:right]
        grown = _grown(crop, inside - corner, outside[within] - corner, LARGEST * height * width)
        if not _leaves(grown, left > 0, top > 0, right < width, bottom < height):
            return Mask.from_crop(grown, left, top, height, width)
    scale = min(1.0, WORKING_SIDE / max(height, width))
    small = shrink(image, scale)
    factors = np.array((small.shape[1] / width, small.shape[0] / height))
    coarse_inside, coarse_outside = ((points * factors).astype(np.intp) for points in (inside, outside))
    coarse = _grown(small, coarse_inside, coarse_outside, LARGEST * small.shape[0] * small.shape[1])
    full = enlarge(coarse, height, width)
    full[outside[:, 1], outside[:, 0]] = False
    full[inside[:, 1], inside[:, 0]] = True
    return Mask.from_array(full)


def _leaves(grown: MaskArray, left: bool, top: bool, right: bool, bottom: bool) -> bool:
    """Tell whether a region touches one of those sides of its crop."""
    sides = ((left, grown[:, 0]), (top, grown[0]), (right, grown[:, -1]), (bottom, grown[-1]))
    return any(counts and side.any() for counts, side in sides)


def _grown(image: ImageArray, inside: Pixels, outside: Pixels, largest: float) -> MaskArray:
    """Return the (h, w) bool union of the regions of the inside points, each at most so many pixels large."""
    lab = to_lab(cv2.GaussianBlur(image, (0, 0), 0.8))
    found = np.zeros(image.shape[:2], dtype=np.bool_)
    for x, y in inside.tolist():
        if not found[y, x]:
            difference = np.linalg.norm(lab - lab[y, x], axis=2)
            levels = np.minimum(difference * _STEPS, 255).astype(np.uint8)
            found |= _most_distinct(levels, (x, y), outside, largest)
    for x, y in outside.tolist():
        if found[y, x]:
            found &= _nearer(inside, (x, y), found.shape)
    found[inside[:, 1], inside[:, 0]] = True
    return found


def _most_distinct(
    levels: npt.NDArray[np.uint8], seed: tuple[int, int], outside: Pixels, largest: float
) -> MaskArray:
    """Return the region around a seed that differs most from what is around the region.

    Args:
        levels: (h, w) uint8, difference from the seed's colour, 255 for all that is beyond every tolerance.
        seed: column and row.
        outside: pixels to stay away from, unless the smallest tolerance reaches them already.
        largest: number of pixels not to exceed, unless the smallest tolerance does already.
    """
    best, most = _flooded(levels, seed, TOLERANCES[0]), 0.0
    for tolerance in TOLERANCES:
        region = _flooded(levels, seed, tolerance)
        area = np.count_nonzero(region)
        if area > largest or region[outside[:, 1], outside[:, 0]].any():
            break
        ring = cv2.dilate(region.astype(np.uint8), _RING).astype(np.bool_) & ~region
        if not ring.any():
            return region
        contrast = float(levels[ring].mean() - levels[region].mean()) * area / (area + SPECK)
        if contrast > most:
            best, most = region, contrast
    return best


def _nearer(inside: Pixels, other: tuple[int, int], shape: tuple[int, ...]) -> MaskArray:
    """Return which pixels are nearer to one of the inside points than to another one."""
    rows, columns = np.indices(shape, sparse=True)
    distances = [np.hypot(columns - x, rows - y) for x, y in (*inside.tolist(), other)]
    nearer: MaskArray = np.min(distances[:-1], axis=0) < distances[-1]
    return nearer


def _flooded(levels: npt.NDArray[np.uint8], seed: tuple[int, int], tolerance: float) -> MaskArray:
    """Return what is connected to the seed within the tolerance."""
    height, width = levels.shape
    mask = np.zeros((height + 2, width + 2), dtype=np.uint8)
    flags = 4 | cv2.FLOODFILL_MASK_ONLY | cv2.FLOODFILL_FIXED_RANGE | (1 << 8)
    cv2.floodFill(levels, mask, seed, 0, 0, tolerance * _STEPS, flags)
    region: MaskArray = mask[1:-1, 1:-1].astype(np.bool_)
    return region
