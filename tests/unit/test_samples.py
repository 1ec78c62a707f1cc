"""The sample images: complete, small, true to the script that draws them, each product with its profile."""

import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from saa_desktop.data_files import data_path
from saa_desktop.profiles.store import load_profile

SAMPLES = data_path("resources", "samples")
PRODUCTS = sorted(folder.parent.name for folder in SAMPLES.glob("*/images"))
IMAGES = sorted(SAMPLES.glob("*/images/*"))
MASKS = sorted(SAMPLES.glob("*/masks/*"))


def mask_of(image: Path) -> Path:
    return image.parent.parent / "masks" / f"{image.stem}.png"


def pixels(path: Path) -> np.ndarray:
    return cv2.imread(str(path), cv2.IMREAD_COLOR).astype(np.int16)


def test_the_samples_are_many_enough_and_small() -> None:
    assert len(PRODUCTS) >= 4
    assert 16 <= len(IMAGES) <= 24
    assert [mask_of(image) for image in IMAGES] == MASKS
    assert sum(path.stat().st_size for path in [*IMAGES, *MASKS]) <= 4 * 2**20


@pytest.mark.parametrize("product", PRODUCTS)
def test_each_product_has_good_parts_and_defects(product: str) -> None:
    shown = []
    for image in sorted((SAMPLES / product / "images").iterdir()):
        mask = cv2.imread(str(mask_of(image)), cv2.IMREAD_UNCHANGED)
        assert mask.shape == pixels(image).shape[:2]
        assert set(np.unique(mask)) <= {0, 255}
        shown.append(bool(mask.any()))
    assert sum(shown) >= 2
    assert len(shown) - sum(shown) >= 2


@pytest.mark.parametrize("product", PRODUCTS)
def test_each_product_has_its_profile(product: str) -> None:
    profile = load_profile(data_path("product_profiles", f"sample_{product}.yaml"))
    assert profile.name == f"sample_{product}"


@pytest.mark.parametrize("product", PRODUCTS)
def test_drawing_again_gives_the_same_pictures(product: str, tmp_path: Path) -> None:
    script = SAMPLES / "draw_samples.py"
    subprocess.run([sys.executable, script, "--out", tmp_path, "--product", product], check=True)
    shipped = sorted(path for path in (SAMPLES / product).rglob("*.*"))
    assert [path.relative_to(SAMPLES) for path in shipped] == sorted(
        path.relative_to(tmp_path) for path in tmp_path.rglob("*.*")
    )
    for path in shipped:
        # Another processor or JPEG library rounds a little differently; another drawing is far off.
        difference = np.abs(pixels(path) - pixels(tmp_path / path.relative_to(SAMPLES)))
        assert difference.mean() < 0.2, path.name
