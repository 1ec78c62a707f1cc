"""Decodes an image file into RGB pixels, page by page (rules: docs/decisions/011-image-decoding.md)."""

import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import numpy as np

from saa_desktop.domain.arrays import ImageArray
from saa_desktop.domain.errors import ImageError
from saa_desktop.domain.images import DecodedImage, ImageIdentity, ImageReference
from saa_desktop.sources import bmp, jpeg, png, tiff_directories
from saa_desktop.sources.file_bytes import read_file
from saa_desktop.sources.limits import DAMAGED, Limits, Refused
from saa_desktop.sources.tiff import decode_tiff_page
from saa_desktop.sources.webp import decode_webp, is_webp

_PageDecoder = Callable[[], ImageArray]


def decode_pages(
    reference: ImageReference,
    *,
    max_megapixels: float = 100,
    wanted: Callable[[str, str], bool] | None = None,
) -> Iterator[DecodedImage]:
    """Yield the pages of a TIFF file, or the one image of a PNG, JPEG, BMP or WebP file, as its content says.

    The file is read once and never written to; one page is decoded at a time. Safe to call from several
    threads.

    Args:
        reference: the file.
        max_megapixels: pages with more millions of pixels are refused from their header.
        wanted: gets a page's name and the file's sha256; pages for which it is false are not decoded. Without
            it all are.

    Yields:
        Pixels (H, W, 3) uint8 RGB, contiguous and write-protected.

    Raises:
        ImageError: the file, or one of its pages, cannot be read; nothing else is ever raised.
    """
    with _one_sentence(reference.name):
        sha256, decoders = _open(reference.path, Limits(max_megapixels))
    names = _page_names(reference.name, len(decoders))
    pages = deque(
        (page, name, decode)
        for page, (name, decode) in enumerate(zip(names, decoders, strict=True), start=1)
        if wanted is None or wanted(name, sha256)
    )
    del decoders
    while pages:
        yield _decode(reference.path, sha256, *pages.popleft())


def _open(path: Path, limits: Limits) -> tuple[str, list[_PageDecoder]]:
    """Return a file's sha256 and one decoder a page."""
    data = read_file(path, limits)
    return hashlib.sha256(data).hexdigest(), _page_decoders(data, limits)


def _page_names(name: str, pages: int) -> list[str]:
    return [name] if pages == 1 else [f"{name}#{page}" for page in range(1, pages + 1)]


def _page_decoders(data: bytes, limits: Limits) -> list[_PageDecoder]:
    """Choose by content: the suffix of a file's name may be wrong."""
    if data.startswith(png.SIGNATURE):
        return [partial(png.decode_png, data, limits)]
    if data.startswith(jpeg.SIGNATURE):
        return [partial(jpeg.decode_jpeg, data, limits)]
    if data.startswith(tiff_directories.SIGNATURES):
        indexes = tiff_directories.page_indexes(data)
        return [partial(decode_tiff_page, data, index, limits) for index in indexes]
    if is_webp(data):
        return [partial(decode_webp, data, limits)]
    if data.startswith(bmp.SIGNATURE):
        return [partial(bmp.decode_bmp, data, limits)]
    raise Refused(
        "holds no PNG, JPEG, BMP, TIFF or WebP image, whatever its name says: export it as one of these"
    )


def _decode(path: Path, sha256: str, page: int, name: str, decode: _PageDecoder) -> DecodedImage:
    with _one_sentence(name):
        pixels = decode()
    pixels.setflags(write=False)
    height, width = pixels.shape[:2]
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 - Path.absolute() keeps ".."
    return DecodedImage(ImageIdentity(name, absolute, sha256, width, height, page), pixels)


@contextmanager
def _one_sentence(name: str) -> Iterator[None]:
    """Turn whatever decoding raises into one sentence that names the image and the remedy."""
    try:
        with np.errstate(all="ignore"):
            yield
    except Refused as refused:
        raise ImageError(f"{name} {refused}.") from refused
    except MemoryError as error:
        raise ImageError(
            f"{name} needs more memory than is free: close other programs or export a smaller image."
        ) from error
    except Exception as error:
        # Decoders raise anything on damaged content.
        raise ImageError(f"{name} {DAMAGED}.") from error
