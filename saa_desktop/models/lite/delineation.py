"""Where a region's outline runs, to the pixel: the network's coarse map and the image's own colours together.

The network says which side is which, but sees an image at a few hundred pixels. The colours of the two sides
tell them apart wherever the outline is sharp. As in GrabCut (Rother et al. 2004) both judge each pixel.
"""

import cv2
import numpy as np
import numpy.typing as npt

from saa_desktop.domain.arrays import ImageArray, MapArray, MaskArray
from saa_desktop.models.lite.surface import enlarge, pixels_touched, shrink, to_lab

REACH = 6
"""How far from the network's outline the true one may lie, pixels of the network's map."""
MOST_FROM_NETWORK = 2.5
"""The network is no surer than this of a pixel, nats, so that a clear colour outweighs it..."""
MOST_FROM_COLOUR = 3.0
"""... which is itself no surer than this."""
LEAST_NOISE = 1.0
"""Variance that the colours of even surroundings have at least, squared CIELAB units."""
LEAST_PART = 0.25
"""A part belongs to the region when it holds this share of what the part with most of the core holds."""
WORKING_SIDE = 384
"""Larger regions are delineated at this longer side, pixels."""

Corner = tuple[int, int]
"""x and y of a mask's upper left pixel."""


def delineate(
    image: ImageArray, likely: MapArray, window: tuple[slice, slice], level: float, size: tuple[int, ...]
) -> tuple[MaskArray, Corner] | None:
    """Return a region's mask without holes, cropped to its pixels, and where it lies in the image.

    Args:
        image: (H, W, 3) uint8 RGB.
        likely: (h, w) float32, 0..1, how likely each place of the window is the region's.
        window: rows and columns of the network's map.
        level: what a place of the region is at least.
        size: height and width of the network's map.

    Returns:
        (mask's height, mask's width) bool and x, y; ``None`` when no pixel's centre lies in the region.
    """
    down, across = image.shape[0] / size[0], image.shape[1] / size[1]
    top, bottom = pixels_touched(window[0].start * down, window[0].stop * down, image.shape[0])
    left, right = pixels_touched(window[1].start * across, window[1].stop * across, image.shape[1])
    crop = shrink(image[top:bottom, left:right], min(1.0, WORKING_SIDE / max(bottom - top, right - left)))
    down_again, across_again = (bottom - top) / crop.shape[0], (right - left) / crop.shape[1]
    to_map = np.array(
        [
            [across_again / across, 0, (left + across_again / 2) / across - 0.5 - window[1].start],
            [0, down_again / down, (top + down_again / 2) / down - 0.5 - window[0].start],
        ]
    )
    odds = _odds(_placed(likely, to_map, crop.shape), level)
    core = odds >= 0
    if not core.any():
        return None
    sharp = _connected(_judged(crop, odds, core, REACH * across / across_again), core)
    full = enlarge(filled(sharp), bottom - top, right - left)
    rows, columns = np.flatnonzero(full.any(axis=1)), np.flatnonzero(full.any(axis=0))
    mask: MaskArray = full[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return mask, (left + int(columns[0]), top + int(rows[0]))


def _placed(likely: MapArray, to_map: npt.NDArray[np.float64], size: tuple[int, ...]) -> MapArray:
    """Return the map at the pixels of a crop, whose places in the map a matrix gives."""
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    placed: MapArray = cv2.warpAffine(
        likely, to_map, (size[1], size[0]), flags=flags, borderMode=cv2.BORDER_REPLICATE
    )
    return placed


def _odds(likely: MapArray, level: float) -> MapArray:
    """Return the logarithms of the odds, 0 at that level."""
    sure = np.clip(likely, 1e-3, 1 - 1e-3)
    odds: MapArray = np.log(sure / (1 - sure)) - np.log(level / (1 - level))
    return odds


def _judged(crop: ImageArray, odds: MapArray, core: MaskArray, reach: float) -> MaskArray:
    """Return the pixels near the core that the network and the colours together take for the region's."""
    away = cv2.distanceTransform((~core).astype(np.uint8), cv2.DIST_L2, 3)
    ring = (away > 0) & (away <= 2 * reach)
    if not ring.any():
        return core
    lab = to_lab(cv2.GaussianBlur(crop, (0, 0), 0.8))
    colour = _colour_odds(lab, lab[odds >= odds.max() / 2], lab[ring])
    total = np.clip(odds, -MOST_FROM_NETWORK, MOST_FROM_NETWORK) + np.clip(
        colour, -MOST_FROM_COLOUR, MOST_FROM_COLOUR
    )
    judged: MaskArray = (away <= reach) & (total > 0)
    return judged


def _colour_odds(lab: MapArray, inner: MapArray, outer: MapArray) -> MapArray:
    """Return how much rather each pixel's colour is from inside than from outside, nats.

    Both are taken for normally distributed with the outside's noise along the line from one to the other
    (Fisher's linear discriminant).

    Args:
        lab: (h, w, 3) CIELAB.
        inner: (n, 3) colours from inside.
        outer: (m, 3) colours from outside.
    """
    within, without = np.median(inner, axis=0), np.median(outer, axis=0)
    difference = within - without
    distance = max(float(np.linalg.norm(difference)), 1e-3)
    direction = difference / distance
    noise = float(np.square((outer - without) @ direction).mean()) + LEAST_NOISE
    odds = (lab - (within + without) / 2) @ direction * (distance / noise)
    return odds.astype(np.float32)


def _connected(mask: MaskArray, core: MaskArray) -> MaskArray:
    """Return the parts of a mask that hold much of the core; the core when none holds any."""
    _, labels = cv2.connectedComponents(mask.astype(np.uint8), connectivity=8)
    held = np.bincount(labels[core & mask], minlength=2)
    connected: MaskArray = np.isin(labels, np.flatnonzero(held >= max(1.0, LEAST_PART * held.max())))
    return connected if held.any() else core


def filled(mask: MaskArray) -> MaskArray:
    """Return a mask without its holes."""
    whole = mask.astype(np.uint8)
    contours, _ = cv2.findContours(whole, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(whole, contours, -1, 1, cv2.FILLED)
    return whole.astype(np.bool_)
