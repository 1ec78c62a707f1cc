"""Decodes PNG with libpng: Pillow drops the lower half of 16-bit colours and takes twice the time."""

import struct
import zlib

import imagecodecs
import numpy as np

from saa_desktop.domain.arrays import ImageArray
from saa_desktop.sources.colours import Alpha, Colour, to_rgb
from saa_desktop.sources.limits import DAMAGED, Limits, Refused
from saa_desktop.sources.orientation import exif_orientation, upright
from saa_desktop.sources.sample_scale import Samples, full_white, to_uint8, white_of

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_NEEDED = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}
_MODELS = {
    1: (Colour.GREY, Alpha.NONE),
    2: (Colour.GREY, Alpha.STRAIGHT),
    3: (Colour.RGB, Alpha.NONE),
    4: (Colour.RGB, Alpha.STRAIGHT),
}


def decode_png(data: bytes, limits: Limits) -> ImageArray:
    """Return the (H, W, 3) uint8 RGB pixels, turned upright; of an animation its still image."""
    width, height = struct.unpack_from(">II", data, 16)
    limits.check_pixels(width, height)
    needed, exif = _needed_chunks(data)
    samples = np.atleast_3d(imagecodecs.png_decode(needed))
    return upright(_rgb(samples), exif_orientation(exif))


def _needed_chunks(data: bytes) -> tuple[bytes, bytes]:
    """Return the file with nothing but what makes up its pixels, and the EXIF block.

    Keeps compressed texts, colour profiles and animations away from the decoder, and finds damage that a
    decoder may pass over.

    Raises:
        Refused: a checksum is wrong.
        struct.error: the file ends early.
    """
    needed: list[bytes | memoryview] = [SIGNATURE]
    exif = b""
    kind, position = b"", len(SIGNATURE)
    view = memoryview(data)
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", data, position)
        if kind in _NEEDED:
            chunk = view[position : position + 12 + length]
            (checksum,) = struct.unpack_from(">I", data, position + 8 + length)
            if zlib.crc32(chunk[4:-4]) != checksum:
                raise Refused(DAMAGED)
            needed.append(chunk)
        elif kind == b"eXIf":
            exif = data[position + 8 : position + 8 + length]
        position += 12 + length
    return b"".join(needed), exif


def _rgb(samples: Samples) -> ImageArray:
    """Bring (H, W, 1..4) samples of 8 or 16 bits to RGB."""
    colour, alpha = _MODELS[samples.shape[2]]
    bits = 8 * samples.dtype.itemsize
    scaled = to_uint8(samples, white_of(samples[..., :colour], bits))
    if bits == 16 and alpha is Alpha.STRAIGHT:
        scaled[..., colour] = to_uint8(samples[..., colour], full_white(samples, bits))
    return to_rgb(scaled, colour, alpha)
