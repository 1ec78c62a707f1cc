"""Copy a data set with masks that hold only their clearly marked pixels, to see what specks in them cost.

    python benchmarks/clean_masks.py DATA/mtd cleaned/mtd
    saa-desktop evaluate cleaned/mtd --layout mtd --profile mtd --models lite --out figures

Masks count above 0, as in the published code. Those of the magnetic tiles hold specks, most of them with
values of 1 to 10 of 255, which a lossy format left: 89 of their 329 regions.
"""

import argparse
import shutil
from pathlib import Path

import cv2
import numpy as np

HALF = 127


def regions(mask: np.ndarray) -> int:
    """Return how many regions of 8 neighbours an (H, W) bool mask has at the size that is evaluated."""
    small = cv2.resize(mask.astype(np.uint8), (400, 400), interpolation=cv2.INTER_NEAREST)
    return cv2.connectedComponents(small, connectivity=8)[0] - 1


def main() -> None:
    """Copy the data set and print how many regions its masks have before and after."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, help="folder of the data set; every PNG in it is a mask")
    parser.add_argument("out", type=Path, help="folder to make")
    options = parser.parse_args()
    shutil.copytree(options.data, options.out)
    before = after = 0
    for path in options.out.rglob("*.png"):
        mask = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
        clean = mask > HALF
        before, after = before + regions(mask > 0), after + regions(clean)
        cv2.imwrite(str(path), clean.astype(np.uint8) * 255)
    print(f"regions: {before} above 0, {after} above {HALF}")


if __name__ == "__main__":
    main()
