"""The image as the detectors see it: bounded size, logarithmic lightness, and where the product lies."""

from dataclasses import dataclass
from typing import TypeVar

import cv2
import numpy as np
import numpy.typing as npt

from saa_desktop.domain.arrays import ImageArray, MapArray, MaskArray
from saa_desktop.models.lite.background import dark_rim, products_on_background

Number = TypeVar("Number", np.uint8, np.float32)

WORKING_SIDE = 1024
"""Longer side at which images are analysed, pixels; smaller ones keep their size."""
COARSE_SIDE = 160
"""Longer side of the coarse grid, on which outlines, products and finishes are looked at."""
DARK_OFFSET = 10.0
"""Grey levels added before the logarithm: below them it is the camera's noise that differs."""
GREY_CHROMA = 4.0
"""Distance from grey, CIELAB units, up to which the most coloured place of the coarse grid counts as grey."""


@dataclass(frozen=True, slots=True)
class Surface:
    """One image, prepared for the detectors.

    Attributes:
        scale: working pixels per image pixel along x and y, each <= 1 but for rounding.
        rgb: (h, w, 3) uint8 at working size.
        lightness: (h, w) float32, ln(grey + 10): a difference of 0.1 is a contrast of 10 % at any exposure.
        lab: (h, w, 3) float32 CIELAB.
        coloured: whether there is any hue to look at.
        product: (h, w) bool, false on the background around the product.
        interior: (h, w) bool, the product less its outline, which the coarse grid shows only roughly.
        depth: (h, w) float32, distance to the product's outline or the image's edge, coarse pixels.
        coarse_scale: coarse pixels per working pixel.
        lies_on_background: whether whole products were told from an even background.
    """

    scale: tuple[float, float]
    rgb: ImageArray
    lightness: MapArray
    lab: MapArray
    coloured: bool
    product: MaskArray
    interior: MaskArray
    depth: MapArray
    coarse_scale: float
    lies_on_background: bool

    def coarse(self, channel: MapArray) -> MapArray:
        """Return a working-size channel on the coarse grid, averaged."""
        return shrink(channel, self.coarse_scale)

    def depth_of(
        self, rows: npt.NDArray[np.intp], columns: npt.NDArray[np.intp], size: tuple[int, int]
    ) -> float:
        """Return how far into the product pixels reach, as a share of the image's shorter side.

        Args:
            rows: (n,) of an image of ``size``, n >= 1.
            columns: (n,).
            size: height and width of that image, which shows the same.
        """
        height, width = self.depth.shape
        depths: MapArray = self.depth[rows * height // size[0], columns * width // size[1]]
        return float(depths.max() / min(height, width))


def prepare(image: ImageArray) -> Surface:
    """Prepare an image.

    Args:
        image: (H, W, 3) uint8 RGB, H and W >= 1.
    """
    rgb = shrink(image, min(1.0, WORKING_SIDE / max(image.shape[:2])))
    height, width = rgb.shape[:2]
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32)
    lab = to_lab(rgb)
    lightness = np.log(grey + DARK_OFFSET)
    coarse_scale = min(1.0, COARSE_SIDE / max(height, width))
    coarse = shrink(lab, coarse_scale)
    things = products_on_background(coarse)
    product = ~dark_rim(coarse[..., 0]) if things is None else things
    interior = cv2.erode(product.astype(np.uint8), np.ones((3, 3), np.uint8), borderValue=1)
    depth = cv2.distanceTransform(np.pad(product.astype(np.uint8), 1), cv2.DIST_L2, 3)[1:-1, 1:-1]
    return Surface(
        scale=(width / image.shape[1], height / image.shape[0]),
        rgb=rgb,
        lightness=lightness,
        lab=lab,
        coloured=float(np.hypot(coarse[..., 1], coarse[..., 2]).max()) > GREY_CHROMA,
        product=enlarge(product, height, width),
        interior=enlarge(interior > 0, height, width),
        depth=depth,
        coarse_scale=coarse_scale,
        lies_on_background=things is not None,
    )


def to_lab(rgb: ImageArray) -> MapArray:
    """Return (h, w, 3) float32 CIELAB (D65), lightness 0..100."""
    lab: MapArray = cv2.cvtColor(rgb.astype(np.float32) / 255, cv2.COLOR_RGB2Lab)
    return lab


def shrink(channels: npt.NDArray[Number], scale: float) -> npt.NDArray[Number]:
    """Return an (H, W) or (H, W, C) array made smaller by averaging; a scale of 1 returns it as it is."""
    if scale >= 1:
        return channels
    size = max(1, round(channels.shape[1] * scale)), max(1, round(channels.shape[0] * scale))
    smaller: npt.NDArray[Number] = cv2.resize(channels, size, interpolation=cv2.INTER_AREA)
    return smaller


def pixels_touched(low: float, high: float, size: int) -> tuple[int, int]:
    """Return the first pixel, below ``size``, that an interval touches, and the one after the last."""
    first = max(0, min(size - 1, int(np.floor(low))))
    return first, min(size, max(first + 1, int(np.ceil(high))))


def enlarge(mask: MaskArray, height: int, width: int) -> MaskArray:
    """Return a mask at another size, each pixel taking the nearest one."""
    size = width, height
    larger: MaskArray = cv2.resize(mask.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST).astype(
        np.bool_
    )
    return larger
