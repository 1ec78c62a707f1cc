"""Regions: the network's map cut into defects, each with a mask, a score and what words can ask for."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from saa_desktop.domain.arrays import ImageArray, MapArray, MaskArray
from saa_desktop.models.lite.delineation import delineate
from saa_desktop.models.lite.looking import Look
from saa_desktop.models.lite.marks import Kind, LabOffset, Mark, elongation, nats_of
from saa_desktop.models.lite.surface import to_lab

LOWEST = 0.15
"""Places less likely than this belong to no region."""
PEAK = 0.3
"""A region's most likely place is at least this likely."""
CORE = 0.5
"""A region is what is at least this likely in comparison with its most likely place."""
LEAST_AREA = 4
"""Smaller regions are noise, pixels of the network's map."""
RING = 9
"""Width of what surrounds a region and its colour is compared with, pixels of the map."""


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """One defect that the network sees.

    Attributes:
        mark: what words can ask for; pixels of the image.
        mask: (mark's height, mark's width) bool, within the mark's box.
    """

    mark: Mark
    mask: MaskArray


def network_regions(image: ImageArray, look: Look) -> list[Region]:
    """Return the regions that the network sees.

    Args:
        image: (H, W, 3) uint8 RGB.
        look: the network's at that image.
    """
    return list(_regions(image, look))


def _regions(image: ImageArray, look: Look) -> Iterator[Region]:
    height, width = look.defect.shape
    lab = to_lab(cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA))
    count, labels, stats, _ = cv2.connectedComponentsWithStats((look.defect > LOWEST).astype(np.uint8))
    for index in range(1, count):
        window = _around(stats[index].tolist(), look.defect.shape)
        others = (labels[window] != 0) & (labels[window] != index)
        likely = np.where(others, 0, look.defect[window])
        peak = float(likely.max())
        pixels = likely >= CORE * peak
        if peak < PEAK or np.count_nonzero(pixels) < LEAST_AREA:
            continue
        delineated = delineate(image, likely, window, CORE * peak, look.defect.shape)
        if delineated is None:
            continue
        mask, (x, y) = delineated
        yield Region(
            Mark(
                kind=_kind(look, window, pixels),
                x0=x,
                y0=y,
                x1=x + mask.shape[1],
                y1=y + mask.shape[0],
                nats=nats_of(peak),
                offset=_offset(lab, pixels, window),
                depth=1.0,
                elongation=elongation(pixels),
            ),
            mask,
        )


def _around(stats: list[int], size: tuple[int, ...]) -> tuple[slice, slice]:
    """Return the rows and columns of a region and what surrounds it, within the map."""
    x, y, width, height, _ = stats
    return (
        slice(max(0, y - RING), min(size[0], y + height + RING)),
        slice(max(0, x - RING), min(size[1], x + width + RING)),
    )


def _kind(look: Look, window: tuple[slice, slice], pixels: MaskArray) -> Kind:
    """Return the kind that most of a region's pixels are."""
    coarse = look.kinds[
        :, window[0].start // 4 : -(-window[0].stop // 4), window[1].start // 4 : -(-window[1].stop // 4)
    ]
    weights = cv2.resize(pixels.astype(np.float32), coarse.shape[:0:-1], interpolation=cv2.INTER_AREA)
    votes = (coarse * weights).sum(axis=(1, 2))
    return list(Kind)[int(votes.argmax())]


def _offset(lab: MapArray, pixels: MaskArray, window: tuple[slice, slice]) -> LabOffset:
    """Return how the colour of a region's pixels differs from what surrounds it in the window."""
    around = lab[window]
    mean = around[pixels].mean(axis=0)
    other = np.median(around[~pixels], axis=0) if not pixels.all() else mean
    lightness, a, b = (mean - other).tolist()
    return LabOffset(lightness / max(float(other[0]), 5.0), a, b)
