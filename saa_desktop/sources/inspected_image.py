"""Reads an image again that was inspected before."""

from math import ceil

from saa_desktop.domain.arrays import ImageArray
from saa_desktop.domain.images import ImageReference
from saa_desktop.domain.inspections import Inspection
from saa_desktop.sources.decoding import decode_pages

_MEGAPIXELS = 100.0


def decode_inspected(reference: ImageReference, inspection: Inspection) -> ImageArray | None:
    """Return the (H, W, 3) uint8 RGB pixels that were inspected; ``None`` if the content is another now.

    Raises:
        ImageError: the file is gone, or cannot be read.
    """
    image = inspection.image
    pages = decode_pages(
        reference,
        # What was inspected with a higher limit is read again.
        max_megapixels=max(_MEGAPIXELS, ceil(image.width * image.height / 1e6)),
        wanted=lambda name, sha256: (name, sha256) == (image.name, image.sha256),
    )
    page = next(pages, None)
    return page.pixels if page else None
