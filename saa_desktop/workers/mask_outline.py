"""The outline of a mask along its pixels' edges, exact at any zoom."""

import numpy as np
import numpy.typing as npt

from saa_desktop.domain.arrays import MaskArray
from saa_desktop.domain.masks import Mask

Segments = npt.NDArray[np.int32]
"""(N, 4) int32, x0 y0 x1 y1 in pixels: straight pieces of an outline, in no particular order."""


def outline(mask: Mask) -> Segments:
    """Return the outline of a mask in the image's coordinates; empty for an empty mask."""
    padded = np.pad(mask.crop(), 1)
    horizontal = _runs(padded[1:] != padded[:-1])
    vertical = _runs((padded[:, 1:] != padded[:, :-1]).T)
    line, start, end = horizontal.T
    rows = np.stack((start - 1, line, end - 1, line), axis=1)
    line, start, end = vertical.T
    columns = np.stack((line, start - 1, line, end - 1), axis=1)
    corner = np.array((mask.x, mask.y, mask.x, mask.y), dtype=np.int32)
    return np.concatenate((rows, columns), dtype=np.int32, casting="same_kind") + corner


def _runs(edges: MaskArray) -> npt.NDArray[np.intp]:
    """Return (N, 3): line, first and past-the-last position of each run of true cells along a line."""
    bounded = np.pad(edges, ((0, 0), (1, 1))).astype(np.int8)
    steps = np.diff(bounded, axis=1)
    lines, starts = np.nonzero(steps == 1)
    ends = np.nonzero(steps == -1)[1]
    return np.stack((lines, starts, ends), axis=1)
