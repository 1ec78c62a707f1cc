from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from saa_desktop.domain.errors import ImageError
from saa_desktop.domain.images import ImageReference
from saa_desktop.sources import thumbnails
from saa_desktop.sources.thumbnails import SIDE, ThumbnailCache


@pytest.fixture
def cache(tmp_path: Path) -> ThumbnailCache:
    return ThumbnailCache(tmp_path / "cache")


def reference(path: Path) -> ImageReference:
    return ImageReference(path, path.name)


def kept(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]


def left_half_red(width: int, height: int) -> Image.Image:
    pixels = np.zeros((height, width, 3), dtype=np.uint8)
    pixels[:, : width // 2, 0] = 255
    return Image.fromarray(pixels)


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.bmp", "a.tif", "png in truth.jpg"])
def test_a_thumbnail_looks_like_its_image(tmp_path: Path, cache: ThumbnailCache, name: str) -> None:
    path = tmp_path / name
    left_half_red(800, 400).save(path, "PNG" if "truth" in name else None)
    before = path.read_bytes()
    for _ in range(2):  # made, then kept
        made = cache.thumbnail(reference(path), path.name)
        assert made.shape == (SIDE // 2, SIDE, 3)
        assert made.dtype == np.uint8
        assert made[:, : SIDE // 2 - 8, 0].min() > 200
        assert made[:, SIDE // 2 + 8 :].max() < 60
    assert path.read_bytes() == before
    assert len(kept(tmp_path)) == 1


def test_a_photograph_stands_upright(tmp_path: Path, cache: ThumbnailCache) -> None:
    exif = Image.Exif()
    exif[274] = 6  # turned to the right
    left_half_red(800, 400).save(tmp_path / "a.jpg", exif=exif)
    made = cache.thumbnail(reference(tmp_path / "a.jpg"), "a.jpg")
    assert made.shape == (SIDE, SIDE // 2, 3)
    assert made[: SIDE // 2 - 8, :, 0].min() > 200


def test_each_page_has_its_own(tmp_path: Path, cache: ThumbnailCache) -> None:
    grey, white = (Image.new("L", (40, 40), level) for level in (90, 255))
    grey.save(tmp_path / "a.tif", save_all=True, append_images=[white])
    file = reference(tmp_path / "a.tif")
    levels = [int(cache.thumbnail(file, name).mean()) for name in ("a.tif", "a.tif#1", "a.tif#2")]
    assert levels == [90, 90, 255]
    with pytest.raises(ImageError, match="no longer holds this page"):
        cache.thumbnail(file, "a.tif#3")


def test_a_changed_file_gets_another_one(tmp_path: Path, cache: ThumbnailCache) -> None:
    path = tmp_path / "a.png"
    Image.new("RGB", (50, 50), "black").save(path)
    assert cache.thumbnail(reference(path), "a.png").max() == 0
    Image.new("RGB", (51, 50), "white").save(path)
    assert cache.thumbnail(reference(path), "a.png").min() == 255


def test_a_damaged_one_is_made_again(tmp_path: Path, cache: ThumbnailCache) -> None:
    path = tmp_path / "a.png"
    Image.new("RGB", (50, 50), "white").save(path)
    cache.thumbnail(reference(path), "a.png")
    (damaged,) = kept(tmp_path)
    damaged.write_bytes(damaged.read_bytes()[:100])
    assert cache.thumbnail(reference(path), "a.png").min() == 255
    assert len(damaged.read_bytes()) > 100


@pytest.mark.parametrize("content", [b"", b"no image", b"\xff\xd8\xff\xe0 no JPEG either"])
def test_what_cannot_be_read_is_told(tmp_path: Path, cache: ThumbnailCache, content: bytes) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(content)
    with pytest.raises(ImageError, match=r"^a\.jpg "):
        cache.thumbnail(reference(path), "a.jpg")
    path.unlink()
    with pytest.raises(ImageError, match="no longer there"):
        cache.thumbnail(reference(path), "a.jpg")
    assert kept(tmp_path) == []


def test_a_cache_that_cannot_be_written_to_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    Image.new("RGB", (50, 50), "white").save(tmp_path / "a.png")
    cache = ThumbnailCache(tmp_path / "file")
    assert cache.thumbnail(reference(tmp_path / "a.png"), "a.png").min() == 255


def test_the_cache_stays_below_its_bound(tmp_path: Path) -> None:
    bound = 20_000
    noise = np.random.default_rng(0).integers(0, 255, (30, 100, 100, 3), dtype=np.uint8)
    for number, pixels in enumerate(noise):
        cache = ThumbnailCache(tmp_path / "cache", bound)  # as if the program had been started again
        path = tmp_path / f"{number}.png"
        Image.fromarray(pixels).save(path)
        cache.thumbnail(reference(path), path.name)
        assert sum(file.stat().st_size for file in kept(tmp_path)) <= bound
    assert kept(tmp_path)


def test_a_kept_thumbnail_needs_no_decoding(
    tmp_path: Path, cache: ThumbnailCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.png"
    Image.new("RGB", (50, 50), "white").save(path)
    cache.thumbnail(reference(path), "a.png")
    monkeypatch.setattr(thumbnails, "decode_pages", None)
    assert cache.thumbnail(reference(path), "a.png").min() == 255
