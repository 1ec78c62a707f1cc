"""From a Pillow image to RGB pixels.

The plug-in classes are used directly, not ``Image.open``: that one guards against large images with a limit
that is global to the process, and reports them through ``warnings``.
"""

import numpy as np
from PIL.Image import Image

from saa_desktop.domain.arrays import ImageArray
from saa_desktop.sources.colours import Alpha, Colour, to_rgb
from saa_desktop.sources.row_blocks import row_blocks


def pillow_rgb(image: Image) -> ImageArray:
    """Decode an image that is open and whose size is allowed.

    Returns:
        (H, W, 3) uint8 RGB; transparent parts on white.
    """
    image.load()
    if image.has_transparency_data:
        return to_rgb(np.asarray(image.convert("RGBA")), Colour.RGB, Alpha.STRAIGHT)
    width, height = image.size
    rgb = np.empty((height, width, 3), dtype=np.uint8)
    for rows in row_blocks(rgb.shape):
        block = image.crop((0, rows.start, width, rows.stop))
        rgb[rows] = np.asarray(block if block.mode == "RGB" else block.convert("RGB"))
    return rgb
