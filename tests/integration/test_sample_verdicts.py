"""The sample images with their profiles and the built-in models: good parts pass, defects are found."""

from pathlib import Path

import pytest

from saa_desktop.data_files import data_path
from saa_desktop.domain import masks
from saa_desktop.domain.arrays import ImageArray
from saa_desktop.domain.images import ImageReference
from saa_desktop.domain.verdicts import AiVerdict
from saa_desktop.models.lite.build import build_lite
from saa_desktop.pipeline.saa import inspect
from saa_desktop.profiles.store import load_profile
from saa_desktop.sources.decoding import decode_pages

IMAGES = sorted(data_path("resources", "samples").glob("*/images/*"))


def pixels(path: Path) -> ImageArray:
    (page,) = decode_pages(ImageReference(path, path.name))
    return page.pixels


@pytest.mark.parametrize("path", IMAGES, ids=lambda path: path.stem)
def test_the_verdict_of_a_sample(path: Path) -> None:
    product = path.parent.parent
    profile = load_profile(data_path("product_profiles", f"sample_{product.name}.yaml"))
    truth = pixels(product / "masks" / f"{path.stem}.png")[..., 0] > 0

    kept = [
        region for region in inspect(pixels(path), profile.prompts(), build_lite()).regions if region.kept
    ]

    verdict = profile.thresholds().judge(max((region.score or 0.0 for region in kept), default=0.0))
    assert (verdict is AiVerdict.OK) == (not truth.any())
    if truth.any():
        found = masks.union((region.mask for region in kept if region.mask), *truth.shape)
        assert (found & truth).sum() > 0.2 * (found | truth).sum()
