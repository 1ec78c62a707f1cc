"""Decodes WebP (container: RFC 9649)."""

import struct

import imagecodecs

from saa_desktop.domain.arrays import ImageArray
from saa_desktop.sources.colours import Alpha, Colour, to_rgb
from saa_desktop.sources.limits import DAMAGED, Limits, Refused
from saa_desktop.sources.orientation import exif_orientation, upright


def is_webp(data: bytes) -> bool:
    """Say whether these are the first bytes of a WebP file."""
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def decode_webp(data: bytes, limits: Limits) -> ImageArray:
    """Return the (H, W, 3) uint8 RGB pixels, turned upright; of an animation its first frame."""
    limits.check_pixels(*_size(data))
    samples = imagecodecs.webp_decode(data)
    alpha = Alpha.STRAIGHT if samples.shape[2] == 4 else Alpha.NONE
    return upright(to_rgb(samples, Colour.RGB, alpha), exif_orientation(_exif(data)))


def _size(data: bytes) -> tuple[int, int]:
    """Return the width and height that the header declares.

    Raises:
        Refused: there is no such header.
    """
    kind = data[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, 21)
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    raise Refused(DAMAGED)


def _exif(data: bytes) -> bytes:
    """Return the EXIF block, empty if there is none."""
    position = 12
    while position + 8 <= len(data):
        kind, length = struct.unpack_from("<4sI", data, position)
        if kind == b"EXIF":
            return data[position + 8 : position + 8 + length]
        position += 8 + length + length % 2
    return b""
