"""Chips: where a product's outline falls back behind the smooth line that it otherwise follows.

A chip is what a morphological closing of the product's shape fills (Serra 1982). Teeth and threads leave
hollows all around, and then none of them is unusual: each is measured against the others.
"""

import cv2
import numpy as np

from saa_desktop.domain.arrays import MaskArray
from saa_desktop.models.lite.marks import TRUSTED_DEPTH, Kind, LabOffset, Mark, elongation
from saa_desktop.models.lite.surface import Surface

REACH = 0.12
"""Widest chip, as a share of the square root of the product's area; wider hollows belong to the shape."""
ACCURACY = 0.5
"""Standard deviation with which the coarse grid shows an outline, pixels of it."""
LEAST_DEPTH = 2.0
"""Shallower hollows are steps of the grid, pixels of it."""
LEAST_AREA = 100
"""Products smaller than this have no outline to speak of, pixels of the coarse grid."""


def find_outline_marks(surface: Surface) -> list[Mark]:
    """Return the chips of products that lie on a background."""
    if not surface.lies_on_background:
        return []
    shapes = surface.coarse(surface.product.astype(np.float32)) > 0.5
    count, labels, stats, _ = cv2.connectedComponentsWithStats(shapes.astype(np.uint8), connectivity=4)
    return [
        mark
        for index in range(1, count)
        if stats[index, cv2.CC_STAT_AREA] >= LEAST_AREA
        for mark in _marks(surface, labels == index)
    ]


def _marks(surface: Surface, shape: MaskArray) -> list[Mark]:
    reach = max(2, round(REACH * float(np.sqrt(np.count_nonzero(shape)))))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    padded = np.pad(shape.astype(np.uint8), reach, mode="edge")
    inner = slice(reach, reach + shape.shape[0]), slice(reach, reach + shape.shape[1])
    closed: MaskArray = cv2.morphologyEx(padded, cv2.MORPH_CLOSE, disc)[inner].astype(np.bool_)
    found = _hollows(closed, shape)
    depths = np.array([depth for depth, _, _ in found])
    marks = []
    for index, (depth, pixels, (x, y)) in enumerate(found):
        others = np.delete(depths, index)
        usual = float(np.median(others)) if len(others) >= 3 else 0.0
        if depth < LEAST_DEPTH:
            continue
        z = depth / np.hypot(ACCURACY, usual)
        to_working = 1 / surface.coarse_scale
        marks.append(
            Mark(
                kind=Kind.OUTLINE,
                x0=int(x * to_working),
                y0=int(y * to_working),
                x1=min(surface.product.shape[1], round((x + pixels.shape[1]) * to_working)),
                y1=min(surface.product.shape[0], round((y + pixels.shape[0]) * to_working)),
                nats=float(z * z / 2),
                offset=LabOffset(0.0, 0.0, 0.0),
                depth=TRUSTED_DEPTH,
                elongation=elongation(pixels),
            )
        )
    return marks


def _hollows(closed: MaskArray, shape: MaskArray) -> list[tuple[float, MaskArray, tuple[int, int]]]:
    """Return each hollow's depth from the smooth line, its pixels, and its corner (x, y)."""
    depth = cv2.distanceTransform(np.pad(closed.astype(np.uint8), 1, mode="edge"), cv2.DIST_L2, 3)[1:-1, 1:-1]
    hollow = (closed & ~shape).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(hollow, connectivity=8)
    hollows = []
    for index in range(1, count):
        x, y, width, height = stats[index, :4].tolist()
        window = slice(y, y + height), slice(x, x + width)
        pixels: MaskArray = labels[window] == index
        hollows.append((float(depth[window][pixels].max()), pixels, (x, y)))
    return hollows
