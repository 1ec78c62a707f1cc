"""The outline of a mask along its pixels' edges, exact at any zoom."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from saa_desktop.domain.arrays import MaskArray
from saa_desktop.domain.masks import Mask
from saa_desktop.workers.pyramid import Pyramid, build_pyramid

Segments = npt.NDArray[np.int32]
"""(N, 4) int32, x0 y0 x1 y1 in pixels of the image: straight pieces of an outline, in no particular order."""


@dataclass(frozen=True, slots=True)
class MaskShape:
    """A mask ready to be painted at any zoom.

    Attributes:
        mask: what is painted.
        fill: its pixels, 255 where it is true; in smaller levels the covered share.
        outlines: one a level of ``fill``, each around all pixels that the mask touches.
    """

    mask: Mask
    fill: Pyramid
    outlines: tuple[Segments, ...]

    def covers(self, x: int, y: int) -> bool:
        """Say whether a pixel of the image belongs to the mask."""
        column, row = x - self.mask.x, y - self.mask.y
        inside = 0 <= column < self.mask.width and 0 <= row < self.mask.height
        return inside and bool(self.fill.levels[0][row, column])


def mask_shape(mask: Mask) -> MaskShape:
    """Prepare a mask that has pixels."""
    fill = build_pyramid(mask.crop().view(np.uint8) * np.uint8(255), mask.x, mask.y)
    corner = np.array((mask.x, mask.y, mask.x, mask.y), dtype=np.int32)
    outlines = tuple(
        _pixel_edges(level > 0) * np.int32(2**power) + corner for power, level in enumerate(fill.levels)
    )
    return MaskShape(mask, fill, outlines)


def outline(mask: Mask) -> Segments:
    """Return the outline of a mask in the image's coordinates; empty for an empty mask."""
    corner = np.array((mask.x, mask.y, mask.x, mask.y), dtype=np.int32)
    return _pixel_edges(mask.crop()) + corner


def _pixel_edges(crop: MaskArray) -> Segments:
    """Return the outline of an (h, w) bool array, in its own coordinates."""
    padded = np.pad(crop, 1)
    y, start, end = _runs(np.flatnonzero(padded[1:] != padded[:-1]), padded.shape[1])
    rows = np.stack((start - 1, y, end - 1, y), axis=1)
    beside = np.flatnonzero(padded[:, 1:] != padded[:, :-1])
    row, column = np.divmod(beside, padded.shape[1] - 1)
    x, start, end = _runs(np.sort(column * padded.shape[0] + row), padded.shape[0])
    columns = np.stack((x, start - 1, x, end - 1), axis=1)
    return np.concatenate((rows, columns), dtype=np.int32, casting="same_kind")


def _runs(places: npt.NDArray[np.intp], length: int) -> tuple[npt.NDArray[np.intp], ...]:
    """Join neighbours among sorted places on lines of this length, which never touch across two lines.

    Returns:
        Line, first and past-the-last position of each run.
    """
    breaks = np.flatnonzero(np.diff(places) != 1)
    if not places.size:
        return places, places, places
    firsts = places[np.concatenate(([0], breaks + 1))]
    lasts = places[np.concatenate((breaks, [places.size - 1]))]
    line, start = np.divmod(firsts, length)
    return line, start, lasts - line * length + 1
