"""Masks as polygons along their pixels' edges, which cover exactly their pixels."""

from collections.abc import Iterator

import cv2
import numpy as np

from saa_desktop.domain.arrays import MaskArray
from saa_desktop.domain.masks import Mask

Polygon = list[int]
"""x, y of each corner in turn, in pixels of the image: a pixel's own corners are at whole numbers."""


def polygons(mask: Mask) -> list[Polygon]:
    """Return simple polygons that together cover the mask's pixels, each once.

    Pixels that only touch at a corner lie in different polygons. Formats of polygons know no holes, so a part
    of the mask that has one is cut through it.
    """
    return [_outline(part, mask.x + x, mask.y + y) for part, x, y in _parts_without_holes(mask.crop())]


def _parts_without_holes(crop: MaskArray) -> Iterator[tuple[MaskArray, int, int]]:
    """Yield the connected parts of an (h, w) mask, cut so that none has a hole, with their x and y."""
    waiting = [(crop, 0, 0)]
    while waiting:
        crop, x, y = waiting.pop()
        for part, left, top in _connected_parts(crop):
            cut = _cut_through_hole(part)
            if cut is None:
                yield part, x + left, y + top
            else:
                waiting.append((part[:, :cut], x + left, y + top))
                waiting.append((part[:, cut:], x + left + cut, y + top))


def _connected_parts(crop: MaskArray) -> Iterator[tuple[MaskArray, int, int]]:
    """Yield the parts whose pixels touch along edges, each as its crop, with the crop's x and y."""
    number, labels, boxes, _ = cv2.connectedComponentsWithStats(crop.astype(np.uint8), connectivity=4)
    for label in range(1, number):
        x, y, width, height = boxes[label, :4].tolist()
        yield labels[y : y + height, x : x + width] == label, x, y


def _cut_through_hole(part: MaskArray) -> int | None:
    """Return the column before which to cut a part through its hole nearest to the middle, if it has one."""
    # With a frame around it all that is outside is one part; what else there is are holes.
    outside = np.pad(~part, 1, constant_values=True).astype(np.uint8)
    number, _, boxes, _ = cv2.connectedComponentsWithStats(outside, connectivity=8)
    middles = [
        x + width // 2 - 1
        for x, _, width, height, _ in boxes[1:number].tolist()
        if (height, width) != outside.shape
    ]
    return min(middles, key=lambda middle: abs(2 * middle - part.shape[1]), default=None)


def _outline(part: MaskArray, x: int, y: int) -> Polygon:
    """Walk clockwise around a connected part without holes."""
    following: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for (dx, dy), (from_x, from_y) in _EDGES.items():
        inner = np.pad(part, 1)
        beyond = np.roll(inner, (dx, -dy), axis=(0, 1))
        rows, columns = np.nonzero(inner & ~beyond)
        for row, column in zip((rows - 1).tolist(), (columns - 1).tolist(), strict=True):
            following.setdefault((column + from_x, row + from_y), []).append((dx, dy))
    point = next(iter(following))
    heading = following[point][0]
    corners: Polygon = []
    while ways := following[point]:
        # Where two pixels touch at a corner the walk stays with its own one, by turning right.
        turn = _right_of(heading) if _right_of(heading) in ways else ways[0]
        if turn != heading or not corners:
            corners += (x + point[0], y + point[1])
        ways.remove(turn)
        point, heading = (point[0] + turn[0], point[1] + turn[1]), turn
    return corners


_EDGES = {(1, 0): (0, 0), (0, 1): (1, 0), (-1, 0): (1, 1), (0, -1): (0, 1)}
"""Heading along each edge of a pixel, clockwise, and the pixel's corner from which it goes."""


def _right_of(heading: tuple[int, int]) -> tuple[int, int]:
    return -heading[1], heading[0]
