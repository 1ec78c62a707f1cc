"""Masks as the run lengths of COCO (cocodataset.org, "Data format"; pycocotools' ``maskApi.h``)."""

import numpy as np

from saa_desktop.domain.masks import Mask


def run_lengths(mask: Mask) -> list[int]:
    """Return the lengths of the runs of false, true, false, ... pixels, down each column from the left.

    The first run may be empty. Together they are as long as the image has pixels.
    """
    columns, rows = np.nonzero(mask.crop().T)
    places = (columns + mask.x) * mask.image_height + rows + mask.y
    breaks = np.flatnonzero(np.diff(places) != 1)
    starts = places[np.concatenate(([0], breaks + 1))] if places.size else places
    ends = places[np.concatenate((breaks, [places.size - 1]))] + 1 if places.size else places
    pixels = mask.image_height * mask.image_width
    bounds = np.concatenate(([0], np.stack((starts, ends), axis=1).ravel(), [pixels]))
    runs: list[int] = np.diff(bounds).tolist()
    return runs if runs[-1] else runs[:-1]
