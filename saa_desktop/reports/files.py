"""The image files of one inspection, and where they lie in the output folder."""

import io
import json
from pathlib import Path

import cv2
import numpy as np
import tifffile

from saa_desktop.atomic_file import atomic_write_bytes
from saa_desktop.domain.arrays import ImageArray, MapArray, MaskArray

REPORTS, MASKS, MAPS = PICTURE_FOLDERS = ("reports", "masks", "maps")
"""Folders below the output folder that hold one file an image."""


def report_path(output: Path, image_name: str) -> Path:
    """Return where an image's report lies, for example ``reports/a/b.jpg.png`` of ``a/b.jpg``."""
    return output / REPORTS / f"{image_name}.png"


def mask_path(output: Path, image_name: str) -> Path:
    """Return where an image's union mask lies."""
    return output / MASKS / f"{image_name}.png"


def map_path(output: Path, image_name: str) -> Path:
    """Return where an image's anomaly map lies."""
    return output / MAPS / f"{image_name}.tiff"


def write_rgb_png(path: Path, pixels: ImageArray) -> None:
    """Write (H, W, 3) uint8 RGB pixels.

    Raises:
        OutputError: the file cannot be written.
    """
    atomic_write_bytes(path, _png(cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)))


def write_mask_png(path: Path, mask: MaskArray) -> None:
    """Write an (H, W) bool mask as 8-bit grey, 0 and 255, in its own size.

    Raises:
        OutputError: the file cannot be written.
    """
    atomic_write_bytes(path, _png(mask.astype(np.uint8) * np.uint8(255)))


def write_map_tiff(path: Path, anomaly_map: MapArray) -> None:
    """Write an (H, W) float32 anomaly map as it is, deflated; the file's description says what it holds.

    Raises:
        OutputError: the file cannot be written.
    """
    description = {
        "content": "SAA anomaly map (arXiv 2305.10724, equation 8)",
        "scale": "absolute: the same value means the same on every image of one product profile",
        "zero": "no region",
    }
    file = io.BytesIO()
    tifffile.imwrite(
        file,
        anomaly_map,
        photometric="minisblack",
        compression="zlib",
        predictor=True,
        description=json.dumps(description),
        metadata=None,
    )
    atomic_write_bytes(path, file.getvalue())


def _png(pixels: ImageArray) -> bytes:
    """Encode (H, W) grey or (H, W, 3) BGR; OpenCV's own file functions fail on some Windows paths."""
    # Without parameters it uses one filter and level 1: half the time of naming the level.
    done, encoded = cv2.imencode(".png", pixels)
    if not done:
        raise ValueError(f"cannot encode {pixels.dtype} of shape {pixels.shape} as PNG")
    return bytes(encoded)
