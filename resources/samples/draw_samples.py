"""Draws the sample images and their true defect masks: ``python draw_samples.py [--out FOLDER]``.

Every picture comes from formulas and its own fixed seed, so that the same files come out each time.
"""

import argparse
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from drawing import cap, fabric, plate, tablets, tile

PRODUCTS = {"cap": cap, "fabric": fabric, "plate": plate, "tablets": tablets, "tile": tile}


def main() -> None:
    """Draw all products, or one."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="default: beside this script")
    parser.add_argument("--product", choices=PRODUCTS, help="default: all of them")
    arguments = parser.parse_args()
    for product in [arguments.product] if arguments.product else PRODUCTS:
        draw_product(product, arguments.out / product)


def draw_product(name: str, folder: Path) -> None:
    """Write ``images/`` and ``masks/`` of one product."""
    product = PRODUCTS[name]
    for picture in product.PICTURES:
        image, mask = product.draw(picture)
        bgr = image[..., ::-1] if image.ndim == 3 else image
        write(folder / "images" / f"{picture.name}{product.SUFFIX}", bgr)
        write(folder / "masks" / f"{picture.name}.png", mask)


def write(path: Path, pixels: npt.NDArray[np.uint8]) -> None:
    """Write (H, W) grey or (H, W, 3) BGR pixels, in the format that the suffix names."""
    options = (cv2.IMWRITE_JPEG_QUALITY, 90) if path.suffix == ".jpg" else ()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(cv2.imencode(path.suffix, pixels, options)[1].tobytes())


if __name__ == "__main__":
    main()
