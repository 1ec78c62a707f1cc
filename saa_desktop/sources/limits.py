"""What is refused before it is decoded, so that no header can ask for more memory than the limit allows."""

from dataclasses import dataclass

_BYTES_PER_PIXEL = 16
"""Of the widest usual pixel: four samples of 32 bits."""

_ALWAYS_ALLOWED = 100
"""Megapixels for which the bytes suffice however low the limit is: files hold more than one page."""

DAMAGED = "is damaged or not completely written: copy it again from where it came from"


class Refused(Exception):  # noqa: N818 - a message on its way to ``decode_pages``, not an error of its own
    """An image that is not decoded. ``str`` continues a sentence that starts with the file's name."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one image may ask for.

    Attributes:
        max_megapixels: millions of pixels in one page.
    """

    max_megapixels: float

    @property
    def max_bytes(self) -> float:
        """Bytes in a file, and in a decoded page before it becomes 8-bit RGB."""
        return max(self.max_megapixels, _ALWAYS_ALLOWED) * 1e6 * _BYTES_PER_PIXEL

    def check_pixels(self, width: int, height: int) -> None:
        """Check the size that a header declares.

        Raises:
            Refused: there are no pixels, or too many.
        """
        if width < 1 or height < 1:
            raise Refused(DAMAGED)
        if width * height > self.max_megapixels * 1e6:
            raise Refused(
                f"has {width * height / 1e6:.1f} megapixels, more than the {self.max_megapixels:g} allowed: "
                "raise --max-megapixels if this computer has the memory, or export a smaller image"
            )

    def check_bytes(self, count: int, what: str) -> None:
        """Check the size of ``what``, for example "a file".

        Raises:
            Refused: it is too large.
        """
        if count > self.max_bytes:
            raise Refused(
                f"needs {count / 1e9:.1f} GB as {what}, more than the {self.max_bytes / 1e9:g} GB allowed: "
                "raise --max-megapixels if this computer has the memory, or export a smaller image"
            )
