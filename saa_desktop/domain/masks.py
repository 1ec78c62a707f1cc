"""A region's pixels, kept as a packed crop so that a batch of them stays small."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np

from saa_desktop.domain.arrays import MaskArray


@dataclass(frozen=True, slots=True)
class Mask:
    """The true pixels of an (H, W) mask: the crop that bounds them, one bit a pixel, deflated.

    Attributes:
        image_height: H of the image, pixels.
        image_width: W of the image, pixels.
        x: left column of the crop.
        y: top row of the crop.
        width: columns of the crop; 0 for an empty mask.
        height: rows of the crop; 0 for an empty mask.
        area: number of true pixels.
        packed: zlib stream of ``numpy.packbits`` over the crop in row order.
    """

    image_height: int
    image_width: int
    x: int
    y: int
    width: int
    height: int
    area: int
    packed: bytes

    @classmethod
    def from_array(cls, mask: MaskArray) -> Self:
        """Pack an (H, W) bool array."""
        return cls.from_crop(mask, 0, 0, mask.shape[0], mask.shape[1])

    @classmethod
    def from_crop(cls, crop: MaskArray, x: int, y: int, image_height: int, image_width: int) -> Self:
        """Pack an (h, w) bool crop whose top left pixel lies at column ``x``, row ``y`` of the image.

        Raises:
            ValueError: the crop is not a bool matrix or does not lie within the image.
        """
        if crop.dtype != np.bool_ or crop.ndim != 2:
            raise ValueError(f"expected an (h, w) bool crop, got {crop.dtype} of shape {crop.shape}")
        if x < 0 or y < 0 or y + crop.shape[0] > image_height or x + crop.shape[1] > image_width:
            raise ValueError(
                f"crop {crop.shape} at x={x}, y={y} leaves the image of {image_height} x {image_width}"
            )
        rows = np.flatnonzero(crop.any(axis=1))
        if rows.size == 0:
            return cls(image_height, image_width, 0, 0, 0, 0, 0, b"")
        columns = np.flatnonzero(crop.any(axis=0))
        tight = crop[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        return cls(
            image_height=image_height,
            image_width=image_width,
            x=x + int(columns[0]),
            y=y + int(rows[0]),
            width=tight.shape[1],
            height=tight.shape[0],
            area=int(np.count_nonzero(tight)),
            packed=zlib.compress(np.packbits(tight).tobytes(), level=1),
        )

    def crop(self) -> MaskArray:
        """Return the (height, width) bool crop; ``image[y : y + height, x : x + width]`` is under it."""
        if self.area == 0:
            return np.zeros((self.height, self.width), dtype=np.bool_)
        bits = np.frombuffer(zlib.decompress(self.packed), dtype=np.uint8)
        flat = np.unpackbits(bits, count=self.height * self.width)
        return flat.reshape(self.height, self.width).view(np.bool_)

    @property
    def window(self) -> tuple[slice, slice]:
        """Rows and columns of the crop, to index an (H, W) array with."""
        return slice(self.y, self.y + self.height), slice(self.x, self.x + self.width)

    def to_array(self) -> MaskArray:
        """Return the full (H, W) bool mask."""
        full = np.zeros((self.image_height, self.image_width), dtype=np.bool_)
        full[self.window] = self.crop()
        return full


def union(masks: Iterable[Mask], height: int, width: int) -> MaskArray:
    """Return the (height, width) bool union of masks of that image; all false for no masks."""
    full = np.zeros((height, width), dtype=np.bool_)
    for mask in masks:
        full[mask.window] |= mask.crop()
    return full
