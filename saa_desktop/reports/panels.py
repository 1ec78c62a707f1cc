"""The two pictures of a report: the image with its regions outlined, and the anomaly map in colours."""

from collections.abc import Sequence
from math import ceil

import cv2
import numpy as np
import numpy.typing as npt

from saa_desktop.domain.arrays import ImageArray, MapArray
from saa_desktop.domain.masks import Mask
from saa_desktop.domain.regions import Region
from saa_desktop.reports.lettering import Color

MAGENTA: Color = (255, 0, 255)

_HALO: tuple[tuple[Color, int], ...] = (((0, 0, 0), 7), ((255, 255, 255), 5), (MAGENTA, 3))
_FILL = 0.16
_NEAREST_FROM = 3.0
_SUBPIXEL_BITS = 4
_DISTANCE = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9))
_MARGIN = 8

Contours = list[npt.NDArray[np.int32]]


def map_ceiling(ng_at: float) -> float:
    """Return the anomaly map's value that gets the brightest colour, the same for every image of a profile.

    A lone region of score s shows as s / 2 (equation 8 of arXiv 2305.10724), so that one at the NG threshold
    lies in the middle of the scale, and only several overlapping or very high ones reach its end.
    """
    return ng_at


def draw_regions(pixels: ImageArray, regions: Sequence[Region], width: int, height: int) -> ImageArray:
    """Return the image at another size with its regions filled thinly and outlined.

    Args:
        pixels: (H, W, 3) uint8 RGB.
        regions: with masks of (H, W).
        width: of the result, pixels.
        height: of the result, pixels.

    Returns:
        (height, width, 3) uint8 RGB.
    """
    image_height, image_width = pixels.shape[:2]
    scale = width / image_width, height / image_height
    panel = cv2.resize(pixels, (width, height), interpolation=_interpolation(*scale))
    filled = np.zeros((height, width), dtype=np.uint8)
    outlines = [
        _fill(filled, _contours(region.mask, *scale))
        for region in regions
        if region.mask and region.mask.area
    ]
    tinted = cv2.addWeighted(panel, 1 - _FILL, np.full_like(panel, MAGENTA), _FILL, 0)
    cv2.copyTo(tinted, filled, panel)
    for color, thickness in _HALO:
        for contours in outlines:
            cv2.polylines(panel, contours, True, color, thickness, cv2.LINE_AA)
    drawn: ImageArray = panel
    return drawn


def color_map(anomaly_map: MapArray, ceiling: float, width: int, height: int) -> ImageArray:
    """Return an anomaly map at another size in colours.

    A pixel of a smaller panel shows the largest value that it covers, so that no small region fades away.

    Args:
        anomaly_map: (H, W) float32.
        ceiling: the value of the brightest colour.
        width: of the result, pixels.
        height: of the result, pixels.

    Returns:
        (height, width, 3) uint8 RGB.
    """
    levels = cv2.convertScaleAbs(anomaly_map, alpha=255 / ceiling)
    scale = width / levels.shape[1], height / levels.shape[0]
    if min(scale) < 1:
        window = np.ones((ceil(1 / scale[1]), ceil(1 / scale[0])), dtype=np.uint8)
        # Nearest-neighbour resizing takes the first pixel of each window, so that is where its maximum goes.
        levels = cv2.dilate(levels, window, anchor=(0, 0))
    return colors(cv2.resize(levels, (width, height), interpolation=cv2.INTER_NEAREST))


def colors(levels: npt.NDArray[np.uint8]) -> ImageArray:
    """Return (H, W) uint8 levels as (H, W, 3) uint8 RGB colours from dark to bright."""
    colored: ImageArray = cv2.cvtColor(cv2.applyColorMap(levels, cv2.COLORMAP_INFERNO), cv2.COLOR_BGR2RGB)
    return colored


def _interpolation(scale_x: float, scale_y: float) -> int:
    """Return how to resize an image: averaged when smaller, smooth when larger, honest when much larger."""
    scale = max(scale_x, scale_y)
    if scale < 1:
        return int(cv2.INTER_AREA)
    return int(cv2.INTER_NEAREST if scale >= _NEAREST_FROM else cv2.INTER_LINEAR)


def _fill(filled: npt.NDArray[np.uint8], contours: Contours) -> Contours:
    """Fill one region, holes left out, and return outlines around it that hide none of it.

    Args:
        filled: (height, width) uint8, written to.
        contours: of the region, in fixed-point coordinates.
    """
    points = np.concatenate(contours)[:, 0] >> _SUBPIXEL_BITS
    x0, y0 = np.maximum(points.min(axis=0) - _MARGIN, 0)
    x1, y1 = points.max(axis=0) + 1 + _MARGIN
    window = filled[y0:y1, x0:x1]
    region = np.zeros_like(window)
    origin = np.array([x0, y0], dtype=np.int32) << _SUBPIXEL_BITS
    cv2.fillPoly(region, [part - origin for part in contours], 255, cv2.LINE_8, _SUBPIXEL_BITS)
    window |= region
    wider = cv2.dilate(region, _DISTANCE)
    outlines, _ = cv2.findContours(wider, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE, offset=(int(x0), int(y0)))
    return list(outlines)


def _contours(mask: Mask, scale_x: float, scale_y: float) -> Contours:
    """Return a mask's outlines on a panel, in fixed-point coordinates of ``_SUBPIXEL_BITS``.

    They are found on the mask itself, so that one of a single pixel still has one on a small panel.
    """
    crop = mask.crop().view(np.uint8)
    repeat = max(1, ceil(max(scale_x, scale_y)))
    if repeat > 1:
        crop = crop.repeat(repeat, axis=0).repeat(repeat, axis=1)
    found, _ = cv2.findContours(crop, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    factor = np.array([scale_x, scale_y]) * (1 << _SUBPIXEL_BITS)
    half = 0.5 * (1 << _SUBPIXEL_BITS)
    origin = np.array([mask.x, mask.y])
    return [np.rint(((points + 0.5) / repeat + origin) * factor - half).astype(np.int32) for points in found]
