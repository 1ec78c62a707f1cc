"""Walks the list of images in a TIFF file (TIFF 6.0, pages 13 to 16; BigTIFF) before anything is decoded.

tifffile ends the walk quietly where a file is cut off, and would leave out the images behind the cut.
"""

import struct
from dataclasses import dataclass

from saa_desktop.sources.limits import DAMAGED, Refused

SIGNATURES = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
MAX_PAGES = 10_000
_MAX_TAGS = 4096
_NEW_SUBFILE_TYPE = 254
_REDUCED_OR_MASK = 0b101
_SHORT = 3


@dataclass(frozen=True, slots=True)
class _Layout:
    """How one kind of TIFF writes its directories, as ``struct`` formats."""

    first: int
    offset: str
    count: str
    tag: str


def _layout(data: bytes) -> _Layout:
    order = "<" if data[:2] == b"II" else ">"
    if data[:4] in {b"II+\x00", b"MM\x00+"}:
        return _Layout(8, f"{order}Q", f"{order}Q", f"{order}HHQ8s")
    return _Layout(4, f"{order}I", f"{order}H", f"{order}HHI4s")


def page_indexes(data: bytes) -> list[int]:
    """Return the places in the list of the images in full size: not previews, not transparency masks.

    Raises:
        Refused: the list is cut off, runs in a circle, or has more than ``MAX_PAGES`` images.
        struct.error: the list is cut off.
    """
    layout = _layout(data)
    seen: set[int] = set()
    full: list[int] = []
    (directory,) = struct.unpack_from(layout.offset, data, layout.first)
    while directory:
        if directory in seen:
            raise Refused(DAMAGED)
        if len(seen) == MAX_PAGES:
            raise Refused(f"holds more than {MAX_PAGES} images: split it into several files")
        if not _subfile_type(data, layout, directory) & _REDUCED_OR_MASK:
            full.append(len(seen))
        seen.add(directory)
        directory = _next_directory(data, layout, directory)
    if not full:
        raise Refused("holds no image in full size: export it again as a plain TIFF")
    return full


def _subfile_type(data: bytes, layout: _Layout, directory: int) -> int:
    """Return what kind of image a directory describes; 0 is a plain one."""
    (count,) = struct.unpack_from(layout.count, data, directory)
    if count > _MAX_TAGS:
        raise Refused(DAMAGED)
    first, size = directory + struct.calcsize(layout.count), struct.calcsize(layout.tag)
    for tag, kind, _, value in struct.iter_unpack(layout.tag, data[first : first + count * size]):
        if tag == _NEW_SUBFILE_TYPE:
            number: int
            (number,) = struct.unpack_from(f"{layout.tag[0]}{'H' if kind == _SHORT else 'I'}", value)
            return number
    return 0


def _next_directory(data: bytes, layout: _Layout, directory: int) -> int:
    (count,) = struct.unpack_from(layout.count, data, directory)
    end = directory + struct.calcsize(layout.count) + count * struct.calcsize(layout.tag)
    following: int
    (following,) = struct.unpack_from(layout.offset, data, end)
    return following
