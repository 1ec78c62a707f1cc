"""Decodes TIFF pages of any depth, layout and common compression."""

import io
import logging
from math import prod

import numpy as np
import numpy.typing as npt
from tifffile import COMPRESSION, EXTRASAMPLE, PHOTOMETRIC, PLANARCONFIG, TiffFile, TiffPage

from saa_desktop.domain.arrays import ImageArray
from saa_desktop.sources.colours import Alpha, Colour, to_rgb
from saa_desktop.sources.jpeg import jpeg_size
from saa_desktop.sources.limits import DAMAGED, Limits, Refused
from saa_desktop.sources.orientation import upright
from saa_desktop.sources.row_blocks import row_blocks
from saa_desktop.sources.sample_scale import Samples, full_white, to_uint8, white_of

_ORIENTATION_TAG = 274
_PHOTOMETRIC_TAG = 262
_MAX_SURPLUS = 4
_COLOURS = {
    PHOTOMETRIC.MINISWHITE: Colour.GREY,
    PHOTOMETRIC.MINISBLACK: Colour.GREY,
    PHOTOMETRIC.RGB: Colour.RGB,
    PHOTOMETRIC.PALETTE: Colour.GREY,
    PHOTOMETRIC.SEPARATED: Colour.CMYK,
    PHOTOMETRIC.YCBCR: Colour.RGB,
}
_BOUNDED_COMPRESSIONS = {
    COMPRESSION.NONE,
    COMPRESSION.CCITTRLE,
    COMPRESSION.CCITT_T4,
    COMPRESSION.CCITT_T6,
    COMPRESSION.LZW,
    COMPRESSION.JPEG,
    COMPRESSION.ADOBE_DEFLATE,
    COMPRESSION.DEFLATE,
    COMPRESSION.PACKBITS,
    COMPRESSION.LZMA,
    COMPRESSION.ZSTD,
}
"""Their decoders can be kept from writing more than the tags announce."""

_ALPHAS = {EXTRASAMPLE.ASSOCALPHA: Alpha.PREMULTIPLIED, EXTRASAMPLE.UNASSALPHA: Alpha.STRAIGHT}
_EXPORT = "export it as RGB or grey with LZW, Deflate or no compression"

# Damage is told in the one sentence of the ImageError; what tifffile logs about it would end up on stderr.
logging.getLogger("tifffile").addHandler(logging.NullHandler())
logging.getLogger("tifffile").propagate = False


def decode_tiff_page(data: bytes, index: int, limits: Limits) -> ImageArray:
    """Return one page's (H, W, 3) uint8 RGB pixels, turned upright.

    Args:
        data: the file.
        index: place in the file's list of images, from 0.
        limits: what the page may ask for.
    """
    with TiffFile(io.BytesIO(data), is_lsm=False, is_ndpi=False, is_scanimage=False) as file:
        page = file.pages[index]
        _check_layout(page, limits)
        _check_segments(page, data, limits)
        planes = page.asarray(squeeze=False, maxworkers=1)[:, 0]
    separate = page.planarconfig == PLANARCONFIG.SEPARATE and page.samplesperpixel > 1
    samples = np.moveaxis(planes[..., 0], 0, -1) if separate else planes[0]
    return upright(_rgb(samples, page), page.tags.valueof(_ORIENTATION_TAG))


def _check_layout(page: TiffPage, limits: Limits) -> None:
    """Refuse pages that are too large, and kinds that are not read."""
    limits.check_pixels(page.imagewidth, page.imagelength)
    if page.compression not in _BOUNDED_COMPRESSIONS:
        raise Refused(f"is compressed in a way that is not read ({_name(page.compression)}): {_EXPORT}")
    if _PHOTOMETRIC_TAG not in page.tags:
        raise Refused(DAMAGED)
    colour = _COLOURS.get(page.photometric)
    converted = page.photometric != PHOTOMETRIC.YCBCR or page.compression == COMPRESSION.JPEG
    if colour is None or not converted:
        raise Refused(f"holds colours that are not read ({_name(page.photometric)}): {_EXPORT}")
    if not _has_known_channels(page, colour):
        raise Refused(f"has {page.samplesperpixel} channels whose colours are not declared: {_EXPORT}")
    if not _has_known_numbers(page):
        raise Refused(f"holds a kind of number that is not read: {_EXPORT}")
    limits.check_bytes(prod(page.shape) * page.dtype.itemsize, "pixels")
    limits.check_bytes(prod(page.chunks) * page.dtype.itemsize, "a tile")


def _has_known_channels(page: TiffPage, colour: Colour) -> bool:
    """Say whether the channels are the colour's, with opacity or with further ones that can be left out."""
    surplus = page.samplesperpixel - colour
    droppable = colour is not Colour.GREY or _alpha(page, colour) is not Alpha.NONE
    flat = page.imagedepth == 1
    return flat and (surplus == 0 or (0 < surplus <= _MAX_SURPLUS and droppable))


def _has_known_numbers(page: TiffPage) -> bool:
    """Say whether the samples are integers or floats, all of one size."""
    if page.dtype is None or page.dtype.kind not in "buif" or not isinstance(page.bitspersample, int):
        return False
    return page.compression != COMPRESSION.JPEG or page.bitspersample == 8


def _alpha(page: TiffPage, colour: Colour) -> Alpha:
    """Return what the channel behind the colour is."""
    kinds = page.extrasamples
    declared = len(kinds) == page.samplesperpixel - colour > 0
    return _ALPHAS.get(kinds[0], Alpha.NONE) if declared else Alpha.NONE


def _check_segments(page: TiffPage, data: bytes, limits: Limits) -> None:
    """Refuse pages of which a part is missing: tifffile would fill it with black."""
    expected = prod(page.chunked)
    if len(page.dataoffsets) != expected or len(page.databytecounts) != expected:
        raise Refused(DAMAGED)
    for offset, count in zip(page.dataoffsets, page.databytecounts, strict=True):
        if offset < 1 or count < 1 or offset + count > len(data):
            raise Refused(DAMAGED)
        if page.compression == COMPRESSION.JPEG:
            limits.check_pixels(*jpeg_size(data[offset : offset + count]))


def _name(number: object) -> str:
    """Return what people call a tag's value."""
    return getattr(number, "name", str(number))


def _rgb(samples: Samples, page: TiffPage) -> ImageArray:
    """Bring (H, W, S) samples as stored to RGB."""
    if page.photometric == PHOTOMETRIC.PALETTE:
        return _from_palette(samples[..., 0], page.colormap)
    colour = _COLOURS[page.photometric]
    alpha = _alpha(page, colour)
    light = page.photometric in {PHOTOMETRIC.MINISBLACK, PHOTOMETRIC.RGB, PHOTOMETRIC.YCBCR}
    full = full_white(samples, page.bitspersample)
    scaled = to_uint8(
        samples[..., :colour], white_of(samples[..., :colour], page.bitspersample) if light else full
    )
    if page.photometric == PHOTOMETRIC.MINISWHITE:
        scaled = 255 - scaled
    if alpha is not Alpha.NONE:
        scaled = np.dstack([scaled, to_uint8(samples[..., colour], full)])
    return to_rgb(scaled, colour, alpha)


def _from_palette(indexes: Samples, colormap: npt.NDArray[np.uint16]) -> ImageArray:
    """Look (H, W) indexes up in a (3, N) palette, of 16 bits, or of 8 as some programs write it."""
    palette = (colormap >> 8 if colormap.max() > 255 else colormap).T.astype(np.uint8)
    rgb = np.empty((*indexes.shape, 3), dtype=np.uint8)
    for rows in row_blocks(indexes.shape):
        rgb[rows] = palette[indexes[rows]]
    return rgb
