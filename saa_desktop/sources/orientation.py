"""Turns pixels upright, as EXIF and TIFF tag 274 ask (TIFF 6.0, page 36)."""

import struct

import numpy as np

from saa_desktop.domain.arrays import ImageArray

_ORIENTATION_TAG = 274
_SHORT = 3
UPRIGHT = 1


def exif_orientation(exif: bytes) -> int:
    """Return the orientation, 1..8, that an EXIF block declares; 1 where there is none or it is damaged.

    Pillow's own reader is not used: it reports damaged blocks through ``warnings``, which no thread can
    silence for itself alone.
    """
    block = exif.removeprefix(b"Exif\x00\x00")
    order = {b"II": "<", b"MM": ">"}.get(block[:2])
    if order is None:
        return UPRIGHT
    try:
        (directory,) = struct.unpack_from(f"{order}I", block, 4)
        (count,) = struct.unpack_from(f"{order}H", block, directory)
        for index in range(count):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", block, directory + 2 + 12 * index)
            if tag == _ORIENTATION_TAG and kind == _SHORT:
                return int(value) if 1 <= value <= 8 else UPRIGHT
    except struct.error:
        return UPRIGHT
    return UPRIGHT


def upright(pixels: ImageArray, orientation: object) -> ImageArray:
    """Return (H, W, 3) pixels turned as an orientation of 2..8 asks; as they are for anything else."""
    turned = pixels.swapaxes(0, 1)
    views = {
        2: pixels[:, ::-1],
        3: pixels[::-1, ::-1],
        4: pixels[::-1],
        5: turned,
        6: turned[:, ::-1],
        7: turned[::-1, ::-1],
        8: turned[::-1],
    }
    view = views.get(orientation, pixels) if isinstance(orientation, int) else pixels
    return np.ascontiguousarray(view)
