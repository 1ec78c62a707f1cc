"""Small pictures of images, kept on disk so that each file is read once."""

import hashlib
import io
import os
import secrets
import threading
from pathlib import Path

import numpy as np
from PIL import Image

from saa_desktop.domain.arrays import ImageArray
from saa_desktop.domain.errors import ImageError
from saa_desktop.domain.images import ImageReference
from saa_desktop.sources.decoding import decode_pages
from saa_desktop.sources.file_bytes import read_file
from saa_desktop.sources.jpeg import decode_jpeg
from saa_desktop.sources.limits import Limits
from saa_desktop.sources.native_paths import native_path

SIDE = 128
"""Pixels of a thumbnail's longer side: 48 on the screen at 200 % scaling, and some to spare."""

_MAX_MEGAPIXELS = 100
_JPEG_SUFFIXES = {".jpg", ".jpeg", ".jpe", ".jfif"}
_SUFFIX = ".thumb.jpg"
_PRUNED_TO = 0.8
"""What stays of a full cache, so that it is not looked through for each further thumbnail."""


class ThumbnailCache:
    """Thumbnails in a folder of their own; safe to use from several threads and several programs at once.

    A damaged or lost one is made again, so they are written without waiting for the disk.

    Args:
        folder: made when it is missing; all that ends like a thumbnail in it may be deleted.
        max_bytes: beyond it the ones that were made first are deleted.
    """

    def __init__(self, folder: Path, max_bytes: int = 200_000_000) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._bytes: int | None = None
        self._counting = threading.Lock()
        self._decoding = threading.Lock()

    def thumbnail(self, reference: ImageReference, page_name: str) -> ImageArray:
        """Return the small picture of an image, from the cache if it is there.

        Args:
            reference: the file, which is only read.
            page_name: which page of it; the file's own name stands for the first one.

        Returns:
            (H, W, 3) uint8 RGB, upright, of at most ``SIDE`` pixels a side.

        Raises:
            ImageError: the image cannot be read.
        """
        path = self._path(reference, page_name)
        if (kept := _read(path)) is not None:
            return kept
        made = self._make(reference, page_name)
        self._keep(path, made)
        return np.asarray(made)

    def _path(self, reference: ImageReference, page_name: str) -> Path:
        try:
            status = os.stat(native_path(reference.path))  # noqa: PTH116 - Path would undo the extended form
        except (OSError, ValueError) as error:
            raise ImageError(
                f"{reference.name} is no longer there: check whether it was moved or deleted."
            ) from error
        page = page_name.removeprefix(reference.name)
        content = f"{reference.path}\0{page}\0{status.st_size}\0{status.st_mtime_ns}\0{SIDE}"
        digest = hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
        return self._folder / digest[:2] / f"{digest[2:34]}{_SUFFIX}"

    def _make(self, reference: ImageReference, page_name: str) -> Image.Image:
        pixels = _reduced_jpeg(reference.path)
        if pixels is None:
            # One at a time: a decoded image may take hundreds of megabytes.
            with self._decoding:
                pixels = _page(reference, page_name)
        small = Image.fromarray(pixels)
        small.thumbnail((SIDE, SIDE), Image.Resampling.BOX)
        return small

    def _keep(self, path: Path, made: Image.Image) -> None:
        """Write a thumbnail, whole or not at all; a cache that cannot be written to costs time only."""
        file = io.BytesIO()
        made.save(file, "JPEG", quality=85)
        temporary = path.with_name(f"{secrets.token_hex(8)}{_SUFFIX}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                temporary.write_bytes(file.getvalue())
                temporary.replace(path)
            except OSError:
                temporary.unlink(missing_ok=True)
                raise
            self._count(len(file.getvalue()))
        except OSError:
            return

    def _count(self, added: int) -> None:
        """Keep the cache below its bound."""
        with self._counting:
            if self._bytes is not None:
                self._bytes += added
            if self._bytes is None or self._bytes > self._max_bytes:
                self._bytes = self._prune()

    def _prune(self) -> int:
        """Delete the oldest thumbnails where there are too many; return the bytes of those that stay."""
        statuses = ((path.stat(), path) for path in self._folder.glob(f"*/*{_SUFFIX}"))
        files = sorted((status.st_mtime_ns, status.st_size, path) for status, path in statuses)
        total = sum(size for _, size, _ in files)
        if total <= self._max_bytes:
            return total
        for _, size, path in files:
            if total <= _PRUNED_TO * self._max_bytes:
                break
            path.unlink(missing_ok=True)
            total -= size
        return total


def _read(path: Path) -> ImageArray | None:
    """Return a kept thumbnail; ``None`` where there is none, or a damaged one."""
    try:
        return decode_jpeg(path.read_bytes(), Limits(max_megapixels=0.1))
    except Exception:  # noqa: BLE001 - decoders raise anything on damaged content
        return None


def _reduced_jpeg(path: Path) -> ImageArray | None:
    """Decode a JPEG just as large as a thumbnail needs; ``None`` for whatever is not an intact JPEG."""
    if path.suffix.lower() not in _JPEG_SUFFIXES:
        return None
    limits = Limits(_MAX_MEGAPIXELS)
    try:
        return decode_jpeg(read_file(path, limits), limits, needed_side=SIDE)
    except Exception:  # noqa: BLE001 - the full decoder says what is wrong
        return None


def _page(reference: ImageReference, page_name: str) -> ImageArray:
    """Decode one page at its full size.

    Raises:
        ImageError: it cannot be read.
    """
    pages = decode_pages(
        reference,
        max_megapixels=_MAX_MEGAPIXELS,
        wanted=lambda name, _: page_name in {name, reference.name},
    )
    page = next(pages, None)
    if page is None:
        raise ImageError(f"{reference.name} no longer holds this page: inspect it again.")
    return page.pixels
