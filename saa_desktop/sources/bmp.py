"""Decodes BMP."""

import io

from PIL.BmpImagePlugin import BmpImageFile

from saa_desktop.domain.arrays import ImageArray
from saa_desktop.sources.limits import Limits
from saa_desktop.sources.pillow_pixels import pillow_rgb

SIGNATURE = b"BM"


def decode_bmp(data: bytes, limits: Limits) -> ImageArray:
    """Return the (H, W, 3) uint8 RGB pixels."""
    image = BmpImageFile(io.BytesIO(data))
    limits.check_pixels(*image.size)
    return pillow_rgb(image)
