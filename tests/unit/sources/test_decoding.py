import hashlib
import io
import os
import struct
import threading
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import imagecodecs
import numpy as np
import pytest
import tifffile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image, ImageOps

from saa_desktop.domain.errors import ImageError
from saa_desktop.domain.images import DecodedImage, ImageReference
from saa_desktop.sources.decoding import decode_pages
from tests.damaged_files import tiff_bytes, valid_files

shared_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def pages_of(path: Path, **options: object) -> list[DecodedImage]:
    return list(decode_pages(ImageReference(path, path.name), **options))


def pixels_of(path: Path, **options: object) -> np.ndarray:
    (page,) = pages_of(path, **options)
    return page.pixels


def sides(largest: int = 40) -> st.SearchStrategy[tuple[int, int]]:
    return st.tuples(st.integers(1, largest), st.integers(1, largest))


images_8_bit = sides().flatmap(lambda side: arrays(np.uint8, (*side, 3)))


@pytest.fixture
def rgb() -> np.ndarray:
    return np.random.default_rng(7).integers(0, 256, (30, 50, 3), dtype=np.uint8)


@given(images_8_bit, st.sampled_from(["PNG", "BMP", "TIFF", "WEBP"]))
@shared_folder
def test_lossless_formats_return_the_pixels_that_were_saved(
    tmp_path: Path, pixels: np.ndarray, kind: str
) -> None:
    path = tmp_path / "image"
    Image.fromarray(pixels).save(path, kind, **({"lossless": True} if kind == "WEBP" else {}))
    assert np.array_equal(pixels_of(path), pixels)


tiff_layouts = st.fixed_dictionaries(
    {
        "compression": st.sampled_from([None, "lzw", "deflate", "packbits", "lzma", "zstd"]),
        "tile": st.sampled_from([None, (16, 16), (32, 16)]),
        "planarconfig": st.sampled_from(["contig", "separate"]),
        "byteorder": st.sampled_from(["<", ">"]),
        "bigtiff": st.booleans(),
    }
)


@given(images_8_bit, tiff_layouts)
@shared_folder
def test_tiff_layouts_return_the_pixels_that_were_saved(
    tmp_path: Path, pixels: np.ndarray, layout: dict[str, object]
) -> None:
    path = tmp_path / "image.tif"
    stored = pixels if layout["planarconfig"] == "contig" else np.moveaxis(pixels, -1, 0)
    tifffile.imwrite(path, stored, photometric="rgb", **layout)
    assert np.array_equal(pixels_of(path), pixels)


@given(sides().flatmap(lambda side: arrays(np.uint8, side)), st.sampled_from(["uint16", "uint32", "int32"]))
@shared_folder
def test_deep_tiffs_of_the_full_range_return_their_8_bits(
    tmp_path: Path, grey: np.ndarray, kind: str
) -> None:
    grey[0, 0] = 255
    white = np.iinfo(kind).max
    path = tmp_path / "image.tif"
    tifffile.imwrite(path, np.round(grey / 255 * white).clip(0, white - 1).astype(kind))
    assert np.array_equal(pixels_of(path), np.dstack([grey] * 3))


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_16_bit_pngs_return_their_8_bits(tmp_path: Path, channels: int) -> None:
    samples = np.random.default_rng(0).integers(0, 256, (20, 30, channels), dtype=np.uint8)
    samples[0, 0], opaque = 255, channels in {2, 4}
    if opaque:
        samples[..., -1] = 255
    path = tmp_path / "image.png"
    path.write_bytes(imagecodecs.png_encode(np.squeeze(samples.astype(np.uint16) * 257)))
    colour = samples[..., :-1] if opaque else samples
    assert np.array_equal(pixels_of(path), np.broadcast_to(colour, (20, 30, 3)))


@pytest.mark.parametrize("suffix", ["tif", "png"])
def test_12_bit_cameras_are_as_bright_as_they_were_exposed(tmp_path: Path, suffix: str) -> None:
    samples = np.array([[0, 2048, 4095], [4080, 16, 1000]], dtype=np.uint16)
    path = tmp_path / f"image.{suffix}"
    path.write_bytes(imagecodecs.png_encode(samples) if suffix == "png" else tiff_of(samples))
    assert np.array_equal(pixels_of(path)[..., 1], [[0, 128, 255], [254, 1, 62]])


def test_packed_12_bit_tiffs_are_scaled_by_their_declared_depth(tmp_path: Path) -> None:
    packed = imagecodecs.packints_encode(np.array([[0, 15], [15, 8]], dtype=np.uint16), 12)
    content = bytes(packed)
    path = tmp_path / "image.tif"
    path.write_bytes(tiff_bytes(width=2, height=2, content=content, photometric=1, samples=1, bits=12))
    assert np.array_equal(pixels_of(path)[..., 0], [[0, 1], [1, 0]])


def tiff_of(pixels: np.ndarray, **options: object) -> bytes:
    file = io.BytesIO()
    tifffile.imwrite(file, pixels, **options)
    return file.getvalue()


def test_float_tiffs_take_1_as_white(tmp_path: Path) -> None:
    path = tmp_path / "image.tif"
    path.write_bytes(tiff_of(np.array([[0, 0.5, 1, 1.2], [np.nan, np.inf, -np.inf, -3]], dtype=np.float32)))
    assert np.array_equal(pixels_of(path)[..., 0], [[0, 128, 255, 255], [0, 255, 0, 0]])


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_transparent_parts_are_white(tmp_path: Path, kind: str) -> None:
    samples = np.array([[[10, 20, 30, 0], [10, 20, 30, 255], [0, 100, 200, 128]]], dtype=np.uint8)
    path = tmp_path / "image"
    Image.fromarray(samples).save(path, kind)
    assert pixels_of(path).tolist() == [[[255, 255, 255], [10, 20, 30], [127, 177, 227]]]


def test_premultiplied_colours_are_laid_on_white(tmp_path: Path) -> None:
    samples = np.array([[[0, 0, 0, 0], [64, 0, 128, 128]]], dtype=np.uint8)
    path = tmp_path / "image.tif"
    path.write_bytes(tiff_of(samples, photometric="rgb", extrasamples=["assocalpha"]))
    assert pixels_of(path).tolist() == [[[255, 255, 255], [191, 127, 255]]]


def test_an_opacity_that_was_never_filled_in_is_ignored(tmp_path: Path, rgb: np.ndarray) -> None:
    path = tmp_path / "image.png"
    Image.fromarray(np.dstack([rgb, np.zeros(rgb.shape[:2], np.uint8)])).save(path)
    assert np.array_equal(pixels_of(path), rgb)


@pytest.mark.parametrize("tile", [None, (32, 48)])
@pytest.mark.parametrize("photometric", ["rgb", "ycbcr"])
def test_jpeg_within_tiff_keeps_its_colours(
    tmp_path: Path, tile: tuple[int, int] | None, photometric: str
) -> None:
    smooth = np.zeros((70, 90, 3), np.uint8)
    smooth[:] = np.linspace(0, 255, 90, dtype=np.uint8)[:, None] // [1, 2, 4]
    path = tmp_path / "image.tif"
    path.write_bytes(tiff_of(smooth, photometric=photometric, compression="jpeg", tile=tile))
    expected = np.asarray(Image.open(path).convert("RGB"))
    assert np.abs(pixels_of(path).astype(int) - expected).max() <= 1


MODES = {
    "PNG": ["1", "L", "LA", "P", "RGBA", "I;16"],
    "TIFF": ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"],
    "BMP": ["1", "L", "P", "RGBA"],
    "JPEG": ["L", "CMYK", "YCbCr"],
    "WEBP": ["L", "P", "RGBA"],
}


@pytest.mark.parametrize(("kind", "mode"), [(kind, mode) for kind, modes in MODES.items() for mode in modes])
def test_each_colour_mode_becomes_rgb(tmp_path: Path, rgb: np.ndarray, kind: str, mode: str) -> None:
    smooth = Image.fromarray(rgb).resize((64, 48), Image.Resampling.BICUBIC)
    image = smooth.convert("L").convert(mode) if mode == "I;16" else smooth.convert(mode)
    path = tmp_path / "image"
    image.save(path, kind, **({"lossless": True} if kind == "WEBP" else {"quality": 100}))
    expected = image.convert("L").convert("RGB") if mode == "I;16" else Image.open(path).convert("RGB")
    difference = np.abs(pixels_of(path).astype(int) - np.asarray(expected))
    assert difference.max() <= (1 if mode == "CMYK" else 0)


def test_colours_that_are_not_read_are_named(tmp_path: Path, rgb: np.ndarray) -> None:
    path = tmp_path / "image.tif"
    Image.fromarray(rgb).convert("LAB").save(path)
    with pytest.raises(ImageError, match=r"holds colours that are not read \(CIELAB\): export it as RGB"):
        pixels_of(path)


@pytest.mark.parametrize("compression", ["group4", "group3", "tiff_ccitt", "packbits", None])
@pytest.mark.parametrize("white_is_zero", [False, True])
def test_1_bit_tiffs_are_black_and_white(
    tmp_path: Path, compression: str | None, white_is_zero: bool
) -> None:
    bits = np.random.default_rng(0).random((21, 19)) > 0.5
    path = tmp_path / "image.tif"
    tag = {"tiffinfo": {262: 0 if white_is_zero else 1}}
    Image.fromarray(bits).save(path, compression=compression, **tag)
    with tifffile.TiffFile(path) as file:
        assert file.pages.first.bitspersample == 1
    expected = np.asarray(Image.open(path).convert("RGB"))
    assert np.array_equal(pixels_of(path), expected)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_images_are_turned_upright(tmp_path: Path, rgb: np.ndarray, kind: str, orientation: int) -> None:
    image = Image.fromarray(rgb)
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / "image"
    image.save(path, kind, exif=exif, **({"lossless": True} if kind == "WEBP" else {}))
    with Image.open(path) as saved:
        expected = np.asarray(ImageOps.exif_transpose(saved))
    (page,) = pages_of(path)
    assert np.array_equal(page.pixels, expected)
    assert (page.identity.height, page.identity.width) == expected.shape[:2]


def test_a_damaged_exif_block_does_not_cost_the_image(tmp_path: Path, rgb: np.ndarray) -> None:
    path = tmp_path / "image.jpg"
    exif = b"Exif\0\0II*\0\x08\0\0\0\x50\x00\x1a\x01\x05\x00\x01\x00\x00\x00\xff\xff"
    Image.fromarray(rgb).save(path, exif=exif)
    with pytest.warns(UserWarning, match="EXIF"):
        expected = np.asarray(Image.open(path))
    assert np.array_equal(pixels_of(path), expected)


def test_each_page_of_a_tiff_is_an_image(tmp_path: Path, rgb: np.ndarray) -> None:
    path = tmp_path / "stack.tif"
    with tifffile.TiffWriter(path) as file:
        file.write(rgb, photometric="rgb")
        file.write(rgb[:10, :10], photometric="rgb", subfiletype=1)
        file.write(rgb[:20, ::-1, 0], photometric="minisblack")
    first, second = pages_of(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert (first.identity.name, first.identity.page, first.identity.sha256) == ("stack.tif#1", 1, digest)
    assert (second.identity.name, second.identity.page, second.identity.sha256) == ("stack.tif#2", 2, digest)
    assert (second.identity.width, second.identity.height) == (50, 20)
    assert np.array_equal(first.pixels, rgb)
    assert np.array_equal(second.pixels, np.dstack([rgb[:20, ::-1, 0]] * 3))


def test_pages_that_are_not_wanted_are_not_decoded(tmp_path: Path) -> None:
    path = tmp_path / "stack.tif"
    intact = tiff_of(np.zeros((3, 8, 8), np.uint8), photometric="minisblack", compression="zlib")
    with tifffile.TiffFile(io.BytesIO(intact)) as file:
        offset, count = file.pages[0].dataoffsets[0], file.pages[0].databytecounts[0]
    path.write_bytes(intact[:offset] + bytes(count) + intact[offset + count :])
    asked: list[tuple[str, str]] = []

    def wanted(name: str, sha256: str) -> bool:
        asked.append((name, sha256))
        return name != "stack.tif#1"

    assert [page.identity.name for page in pages_of(path, wanted=wanted)] == ["stack.tif#2", "stack.tif#3"]
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert asked == [(f"stack.tif#{page}", digest) for page in (1, 2, 3)]
    with pytest.raises(ImageError, match=r"^stack\.tif#1 is damaged"):
        pages_of(path)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
def test_the_first_frame_of_an_animation_counts(tmp_path: Path, rgb: np.ndarray, kind: str) -> None:
    path = tmp_path / "animation"
    first, *others = (Image.fromarray(np.roll(rgb, shift, axis=1)) for shift in range(3))
    options = {"lossless": True} if kind == "WEBP" else {}
    first.save(path, kind, save_all=True, append_images=others, **options)
    if kind == "GIF":
        with pytest.raises(ImageError, match="holds no PNG, JPEG, BMP, TIFF or WebP image"):
            pages_of(path)
    else:
        assert np.array_equal(pixels_of(path), rgb)


@pytest.mark.parametrize("name", valid_files())
def test_the_content_decides_whatever_the_suffix(tmp_path: Path, name: str) -> None:
    right, wrong = tmp_path / name, tmp_path / "其他 名称.gif"
    right.write_bytes(valid_files()[name])
    wrong.write_bytes(valid_files()[name])
    for expected, page in zip(pages_of(right), pages_of(wrong), strict=True):
        assert np.array_equal(page.pixels, expected.pixels)


def test_pixels_are_contiguous_and_write_protected(tmp_path: Path) -> None:
    for name, data in valid_files().items():
        (tmp_path / name).write_bytes(data)
        for page in pages_of(tmp_path / name):
            assert page.pixels.dtype == np.uint8
            assert page.pixels.shape == (page.identity.height, page.identity.width, 3)
            assert page.pixels.flags.c_contiguous
            with pytest.raises(ValueError, match="read-only"):
                page.pixels[0, 0] = 0


def test_the_path_is_absolute_and_the_file_untouched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rgb: np.ndarray
) -> None:
    path = tmp_path / "零件 1.png"
    Image.fromarray(rgb).save(path)
    path.chmod(0o444)
    before = path.read_bytes(), path.stat().st_mtime_ns
    monkeypatch.chdir(tmp_path)
    (page,) = decode_pages(ImageReference(Path("x/../零件 1.png"), "零件 1.png"))
    assert page.identity.path == path
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


@pytest.mark.skipif(os.name == "nt", reason="the temporary folder may lie on a system without long paths")
def test_paths_of_any_length_are_read(tmp_path: Path, rgb: np.ndarray) -> None:
    folder = tmp_path.joinpath(*["很长的文件夹名称" * 5] * 4)
    folder.mkdir(parents=True)
    assert len(os.fsencode(folder)) > 260
    Image.fromarray(rgb).save(folder / "image.png")
    assert np.array_equal(pixels_of(folder / "image.png"), rgb)


def test_the_limit_is_inclusive_and_can_be_raised(tmp_path: Path) -> None:
    path = tmp_path / "image.png"
    Image.new("L", (400, 500)).save(path)
    assert pixels_of(path, max_megapixels=0.2).shape == (500, 400, 3)
    with pytest.raises(
        ImageError, match=r"has 0\.2 megapixels, more than the 0\.19 allowed: .*--max-megapixels"
    ):
        pixels_of(path, max_megapixels=0.19)


def test_a_low_limit_allows_files_of_many_pages(tmp_path: Path) -> None:
    path = tmp_path / "stack.tif"
    path.write_bytes(tiff_of(np.zeros((40, 90, 100), np.uint8), photometric="minisblack"))
    assert len(pages_of(path, max_megapixels=0.01)) == 40


def test_the_guard_of_pillow_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 400_000)
    for kind in ("BMP", "JPEG"):
        Image.new("RGB", (2000, 1000)).save(tmp_path / kind, kind)
        assert pixels_of(tmp_path / kind).shape == (1000, 2000, 3)


def test_a_file_larger_than_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "image.png"
    with path.open("wb") as file:
        file.truncate(2_000_000_000)
    with pytest.raises(ImageError, match=r"needs 2\.0 GB as a file, more than the 1\.6 GB allowed"):
        pixels_of(path)


def test_channels_without_a_meaning_are_dropped_from_colours_and_refused_from_grey(tmp_path: Path) -> None:
    samples = np.random.default_rng(0).integers(0, 256, (8, 8, 4), dtype=np.uint8)
    path = tmp_path / "image.tif"
    path.write_bytes(tiff_of(samples, photometric="rgb", extrasamples=["unspecified"]))
    assert np.array_equal(pixels_of(path), samples[..., :3])
    path.write_bytes(tiff_of(samples, photometric="minisblack", planarconfig="contig"))
    with pytest.raises(ImageError, match="has 4 channels whose colours are not declared"):
        pixels_of(path)


def test_a_tiff_without_its_photometric_tag_is_not_guessed(tmp_path: Path) -> None:
    path = tmp_path / "image.tif"
    path.write_bytes(
        tiff_bytes().replace(struct.pack("<HHII", 262, 4, 1, 2), struct.pack("<HHII", 263, 4, 1, 2))
    )
    with pytest.raises(ImageError, match="is damaged"):
        pixels_of(path)


def test_many_threads_decode_at_once(tmp_path: Path) -> None:
    expected = {}
    for name, data in valid_files().items():
        path = tmp_path / name
        path.write_bytes(data)
        expected[path] = [page.pixels for page in pages_of(path)]
    together = threading.Barrier(4, timeout=60)

    def decode(_: int) -> None:
        together.wait()
        for path, pages in expected.items():
            for page, pixels in zip(pages_of(path), pages, strict=True):
                assert np.array_equal(page.pixels, pixels)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(decode, range(4)))


def test_a_png_with_a_bad_checksum_is_refused(tmp_path: Path, rgb: np.ndarray) -> None:
    path = tmp_path / "image.png"
    Image.fromarray(rgb).save(path)
    data = bytearray(path.read_bytes())
    start = data.find(b"IDAT") - 4
    (length,) = struct.unpack_from(">I", data, start)
    broken = zlib.crc32(data[start + 4 : start + 8 + length]) ^ 1
    struct.pack_into(">I", data, start + 8 + length, broken)
    path.write_bytes(data)
    with pytest.raises(ImageError, match=r"^image\.png is damaged or not completely written: .*\.$"):
        pixels_of(path)
