"""An image and what was found on it, reduced to what a preview shows."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QImage

from saa_desktop.domain.arrays import MaskArray
from saa_desktop.domain.images import DecodedImage
from saa_desktop.domain.inspections import Inspection
from saa_desktop.domain.masks import Mask
from saa_desktop.workers.mask_outline import outline

_LONGEST_SIDE = 1200
"""Pixels; every further one would cost time and not be seen."""


@dataclass(frozen=True, slots=True)
class RegionOutline:
    """One region in fractions of the image's width and height.

    Attributes:
        rank: from 1.
        lines: pieces of its outline.
        top: where its number stands.
    """

    rank: int
    lines: tuple[QLineF, ...]
    top: QPointF


def reduced_image(image: DecodedImage) -> QImage:
    """Return every k-th pixel of an image, with a copy of its own; fast for a hundred megapixels."""
    step = _step(image.identity.height, image.identity.width)
    pixels = np.ascontiguousarray(image.pixels[::step, ::step])
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def region_outlines(inspection: Inspection) -> tuple[RegionOutline, ...]:
    """Return the outlines of the kept regions by rank."""
    return tuple(
        _outline(region.rank or 0, region.mask)
        for region in inspection.kept
        if region.mask is not None and region.mask.area
    )


def _outline(rank: int, mask: Mask) -> RegionOutline:
    step = _step(mask.image_height, mask.image_width)
    crop = mask.crop()
    # Whole blocks, so that a scratch of one pixel does not fall between the kept ones.
    rows, columns = -(-mask.height // step), -(-mask.width // step)
    padded = np.zeros((rows * step, columns * step), dtype=np.bool_)
    padded[: mask.height, : mask.width] = crop
    blocks: MaskArray = np.asarray(padded.reshape(rows, step, columns, step).any(axis=(1, 3)))
    pieces = outline(Mask.from_array(blocks)) * float(step) + (mask.x, mask.y, mask.x, mask.y)
    pieces /= (mask.image_width, mask.image_height, mask.image_width, mask.image_height)
    top = mask.x + int(crop[0].argmax())
    return RegionOutline(
        rank,
        tuple(QLineF(*piece) for piece in pieces.tolist()),
        QPointF(top / mask.image_width, mask.y / mask.image_height),
    )


def _step(height: int, width: int) -> int:
    return max(1, -(-max(height, width) // _LONGEST_SIDE))
