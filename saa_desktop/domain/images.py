"""An image before and after decoding."""

from dataclasses import dataclass
from pathlib import Path

from saa_desktop.domain.arrays import ImageArray


@dataclass(frozen=True, slots=True)
class ImageReference:
    """One file to inspect.

    Attributes:
        path: where the file lies.
        name: its name in results and below the report folders: relative, with ``/`` between the parts,
            unique within a batch.
    """

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class ImageIdentity:
    """What identifies one inspected image: a page of one file's content.

    Attributes:
        name: the reference's name; for a file of several pages followed by ``#`` and the page, from 1.
        path: absolute path of the file when it was read.
        sha256: lower-case hex digest of the file's bytes.
        width: pixels, after EXIF rotation.
        height: pixels, after EXIF rotation.
        page: page within the file, from 1.
    """

    name: str
    path: Path
    sha256: str
    width: int
    height: int
    page: int = 1


@dataclass(frozen=True, slots=True)
class DecodedImage:
    """An image ready for the pipeline.

    Attributes:
        identity: what was decoded.
        pixels: (H, W, 3) uint8 RGB, EXIF rotation applied; not to be written to.
    """

    identity: ImageIdentity
    pixels: ImageArray
