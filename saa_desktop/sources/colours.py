"""Brings 8-bit samples of any colour model to RGB.

ICC profiles are ignored: the numbers in the file count.
"""

from enum import Enum, IntEnum

import numpy as np
import numpy.typing as npt

from saa_desktop.domain.arrays import ImageArray
from saa_desktop.sources.row_blocks import row_blocks

Bytes = npt.NDArray[np.uint8]


class Colour(IntEnum):
    """A colour model; its value is the number of samples."""

    GREY = 1
    RGB = 3
    CMYK = 4


class Alpha(Enum):
    """How a sample of opacity follows the colour."""

    NONE = "none"
    STRAIGHT = "straight"
    PREMULTIPLIED = "premultiplied"


def to_rgb(samples: Bytes, colour: Colour, alpha: Alpha) -> ImageArray:
    """Return (H, W, 3) RGB, transparent parts on white.

    Args:
        samples: (H, W, S) uint8: the colour, then the opacity if any; further samples are ignored.
        colour: the colour model; for CMYK 0 is no ink.
        alpha: whether and how opacity follows; one that is 0 everywhere was never filled in and is ignored.
    """
    if alpha is not Alpha.NONE and _says_nothing(samples[..., colour]):
        alpha = Alpha.NONE
    if colour is Colour.RGB and alpha is Alpha.NONE:
        return np.ascontiguousarray(samples[..., :3])
    rgb = np.empty((*samples.shape[:2], 3), dtype=np.uint8)
    for rows in row_blocks(samples.shape):
        block = samples[rows]
        opaque = from_cmyk(block) if colour is Colour.CMYK else block[..., :colour]
        rgb[rows] = opaque if alpha is Alpha.NONE else over_white(opaque, block[..., colour, None], alpha)
    return rgb


def _says_nothing(opacity: Bytes) -> bool:
    return bool(opacity.min() == 255 or opacity.max() == 0)


def from_cmyk(samples: Bytes) -> Bytes:
    """Return (H, W, 3) RGB as (255 - ink) * (255 - key) / 255 from (H, W, >= 4) ink amounts."""
    key = 255 - samples[..., 3, None].astype(np.uint16)
    return ((255 - samples[..., :3]) * key // 255).astype(np.uint8)


def over_white(colour: Bytes, alpha: Bytes, kind: Alpha) -> Bytes:
    """Return (H, W, C) colour with (H, W, 1) opacity laid on white.

    White, because the colour below full transparency is arbitrary, and people see cut-outs on white.
    """
    opacity = alpha.astype(np.uint16)
    blended: npt.NDArray[np.uint16]
    if kind is Alpha.PREMULTIPLIED:
        blended = np.minimum(colour + (255 - opacity), 255)
    else:
        blended = (colour * opacity + 255 * (255 - opacity) + 127) // 255
    return blended.astype(np.uint8)
