"""Decodes JPEG."""

import io

from PIL.JpegImagePlugin import JpegImageFile

from saa_desktop.domain.arrays import ImageArray
from saa_desktop.sources.limits import Limits
from saa_desktop.sources.orientation import exif_orientation, upright
from saa_desktop.sources.pillow_pixels import pillow_rgb

SIGNATURE = b"\xff\xd8\xff"


class _QuietJpegFile(JpegImageFile):
    """A JPEG whose resolution is not looked up: on a damaged EXIF block that look-up warns on stderr."""

    def _read_dpi_from_exif(self) -> None:
        pass


def decode_jpeg(data: bytes, limits: Limits, *, needed_side: int | None = None) -> ImageArray:
    """Return the (H, W, 3) uint8 RGB pixels, turned upright; of several pictures in one file the first.

    Args:
        data: the file.
        limits: what is refused.
        needed_side: the picture may come out 2, 4 or 8 times smaller, which is as many times quicker, while
            each side keeps this many pixels.
    """
    image = _QuietJpegFile(io.BytesIO(data))
    limits.check_pixels(*image.size)
    if needed_side is not None:
        image.draft(None, (needed_side, needed_side))
    exif = image.info.get("exif", b"")
    return upright(pillow_rgb(image), exif_orientation(exif))


def jpeg_size(data: bytes) -> tuple[int, int]:
    """Return the width and height that a JPEG stream, with or without its tables, declares."""
    return _QuietJpegFile(io.BytesIO(data)).size
