"""Text on report pictures, Chinese included (docs/decisions/014-report-font.md)."""

from functools import lru_cache
from typing import NamedTuple

from PIL import ImageDraw, ImageFont
from pylopdf_fonts_zh_cn import sans_path

Color = tuple[int, int, int]
"""Red, green, blue, 0..255."""

INK: Color = (26, 26, 26)
GREY: Color = (96, 100, 108)
WHITE: Color = (255, 255, 255)

_ELLIPSIS = "…"


class Rect(NamedTuple):
    """Left, top, width and height in pixels of the picture."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """First column right of it."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """First row below it."""
        return self.y + self.height


@lru_cache(maxsize=16)
def font(size: int) -> ImageFont.FreeTypeFont:
    """Return the report font at a size in pixels."""
    return ImageFont.truetype(sans_path(), size, layout_engine=ImageFont.Layout.BASIC)


def printable(text: str) -> str:
    """Return text in one line; what cannot be shown becomes a question mark."""
    return "".join(character if character.isprintable() else "?" for character in text)


def elided(text: str, size: int, width: int) -> str:
    """Return text that fits a width in pixels, its middle left out where need be."""
    text = printable(text)
    letters = font(size)
    if letters.getlength(text) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if letters.getlength(_without_middle(text, middle)) <= width:
            low = middle
        else:
            high = middle - 1
    return _without_middle(text, low)


def wrapped(text: str, size: int, width: int) -> list[str]:
    """Break text at spaces into lines of a width in pixels; a word that is too long is elided."""
    letters = font(size)
    lines: list[str] = []
    for word in printable(text).split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and letters.getlength(joined) <= width:
            lines[-1] = joined
        else:
            lines.append(elided(word, size, width))
    return lines


def write(
    draw: ImageDraw.ImageDraw,
    position: tuple[float, float],
    text: str,
    size: int,
    *,
    color: Color = INK,
    anchor: str = "ls",
) -> None:
    """Draw text.

    Args:
        draw: on the picture.
        position: x and y of the anchor.
        text: a single line.
        size: of the font, pixels.
        color: of the letters.
        anchor: Pillow's: ``l``, ``m`` or ``r``, then ``s`` for the base line or ``m`` for the middle.
    """
    draw.text(position, text, fill=color, font=font(size), anchor=anchor)


def _without_middle(text: str, kept: int) -> str:
    """Return text with ``kept`` of its characters, the end favoured: it tells names apart."""
    head = kept // 2
    return text[:head] + _ELLIPSIS + text[len(text) - (kept - head) :]
