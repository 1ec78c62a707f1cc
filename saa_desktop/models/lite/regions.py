"""Regions: the network's map cut into defects, each with a mask, a score and what words can ask for."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from saa_desktop.domain.arrays import ImageArray, MapArray, MaskArray
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
        x, y, w, h, _ = stats[index].tolist()
        window = slice(y, y + h), slice(x, x + w)
        likely = np.where(labels[window] == index, look.defect[window], 0)
        peak = float(likely.max())
        pixels = likely >= CORE * peak
        if peak < PEAK or np.count_nonzero(pixels) < LEAST_AREA:
            continue
        mask, corner = _enlarged(likely, (x, y), CORE * peak, look.defect.shape, image.shape[:2])
        if mask is None:
            continue
        yield Region(
            Mark(
                kind=_kind(look, window, pixels),
                x0=corner[0],
                y0=corner[1],
                x1=corner[0] + mask.shape[1],
                y1=corner[1] + mask.shape[0],
                nats=nats_of(peak),
                offset=_offset(lab, pixels, (x, y)),
                depth=1.0,
                elongation=elongation(pixels),
            ),
            mask,
        )


def _kind(look: Look, window: tuple[slice, slice], pixels: MaskArray) -> Kind:
    """Return the kind that most of a region's pixels are."""
    coarse = look.kinds[
        :, window[0].start // 4 : -(-window[0].stop // 4), window[1].start // 4 : -(-window[1].stop // 4)
    ]
    weights = cv2.resize(pixels.astype(np.float32), coarse.shape[:0:-1], interpolation=cv2.INTER_AREA)
    votes = (coarse * weights).sum(axis=(1, 2))
    return list(Kind)[int(votes.argmax())]


def _enlarged(
    likely: MapArray, corner: tuple[int, int], level: float, map_size: tuple[int, ...], size: tuple[int, ...]
) -> tuple[MaskArray | None, tuple[int, int]]:
    """Return a region's mask and corner in pixels of the image; no mask when no pixel's centre lies in it."""
    across, down = map_size[1] / size[1], map_size[0] / size[0]
    left, top = int((corner[0] - 1) / across), int((corner[1] - 1) / down)
    left, top = max(0, left), max(0, top)
    right = min(size[1], int((corner[0] + likely.shape[1] + 1) / across) + 1)
    bottom = min(size[0], int((corner[1] + likely.shape[0] + 1) / down) + 1)
    to_map = np.array(
        [
            [across, 0, (left + 0.5) * across - 0.5 - corner[0]],
            [0, down, (top + 0.5) * down - 0.5 - corner[1]],
        ]
    )
    full = cv2.warpAffine(
        likely.astype(np.float32),
        to_map,
        (right - left, bottom - top),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    mask = full >= level
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not rows.size:
        return None, (left, top)
    tight: MaskArray = _filled(mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
    return tight, (left + int(columns[0]), top + int(rows[0]))


def _filled(mask: MaskArray) -> MaskArray:
    """Return a mask without holes."""
    contours, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    filled = mask.astype(np.uint8)
    cv2.drawContours(filled, contours, -1, 1, cv2.FILLED)
    return filled.astype(np.bool_)


def _offset(lab: MapArray, pixels: MaskArray, corner: tuple[int, int]) -> LabOffset:
    """Return how a region's colour differs from what surrounds it."""
    x, y = corner
    top, left = max(0, y - RING), max(0, x - RING)
    around = lab[top : y + pixels.shape[0] + RING, left : x + pixels.shape[1] + RING]
    inside = np.zeros(around.shape[:2], np.bool_)
    inside[y - top : y - top + pixels.shape[0], x - left : x - left + pixels.shape[1]] = pixels
    mean = around[inside].mean(axis=0)
    other = np.median(around[~inside], axis=0) if not inside.all() else mean
    lightness, a, b = (mean - other).tolist()
    return LabOffset(lightness / max(float(other[0]), 5.0), a, b)
