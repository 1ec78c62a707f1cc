"""Labels as pictures of the images' own size, for programs that learn from one such picture an image."""

import colorsys
import io
from pathlib import Path

import numpy as np
from PIL import Image

from saa_desktop.atomic_file import atomic_write_bytes
from saa_desktop.domain import masks
from saa_desktop.domain.arrays import MaskArray
from saa_desktop.domain.errors import OutputError
from saa_desktop.domain.labels import ImageLabel
from saa_desktop.reports.files import write_mask_png

_MOST_CLASSES = 255


def label_mask_path(output: Path, image_name: str) -> Path:
    """Return where the mask of an image's defects lies."""
    return output / "label_masks" / f"{image_name}.png"


def class_mask_path(output: Path, image_name: str) -> Path:
    """Return where the mask of an image's classes lies."""
    return output / "class_masks" / f"{image_name}.png"


def label_image_path(output: Path, image_name: str) -> Path:
    """Return where an image's pixels lie beside its labels."""
    return output / "images" / f"{image_name}.png"


def write_defect_mask(path: Path, label: ImageLabel) -> None:
    """Write where an image has defects as 8-bit grey, 255 there and 0 elsewhere; all 0 for a good image.

    Raises:
        OutputError: the file cannot be written.
    """
    write_mask_png(path, _union(label))


def write_class_mask(path: Path, label: ImageLabel, number: int) -> None:
    """Write an image's classes as an 8-bit PNG with a palette: 0 for no defect, elsewhere the class's number.

    Args:
        path: of the file.
        label: what was decided of the image.
        number: of its defects' class.

    Raises:
        OutputError: the file cannot be written, or the number does not fit into it.
    """
    if number > _MOST_CLASSES:
        raise OutputError(
            f"{label.image.name} has no class mask: its defect class is number {number}, and a picture holds "
            f"{_MOST_CLASSES}; use the COCO file."
        )
    picture = Image.fromarray(_union(label).astype(np.uint8) * np.uint8(number))
    picture.putpalette(_palette())
    file = io.BytesIO()
    picture.save(file, format="PNG")
    atomic_write_bytes(path, file.getvalue())


def _union(label: ImageLabel) -> MaskArray:
    image = label.image
    return masks.union((defect.mask for defect in label.defects), image.height, image.width)


def _palette() -> bytes:
    """Return black for 0, and for each class a colour unlike those of its neighbours."""
    golden = 0.618034
    colours = [colorsys.hsv_to_rgb(number * golden % 1, 0.8, 1) for number in range(_MOST_CLASSES)]
    return bytes([0, 0, 0, *(round(255 * part) for colour in colours for part in colour)])
