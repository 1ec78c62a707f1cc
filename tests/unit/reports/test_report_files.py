import json
from pathlib import Path

import cv2
import numpy as np
import tifffile

from saa_desktop.reports.files import (
    map_path,
    mask_path,
    report_path,
    write_map_tiff,
    write_mask_png,
    write_rgb_png,
)


def test_files_lie_under_the_images_name_with_its_ending(tmp_path: Path) -> None:
    assert report_path(tmp_path, "a/b.jpg") == tmp_path / "reports" / "a" / "b.jpg.png"
    assert report_path(tmp_path, "stack.tif#2") == tmp_path / "reports" / "stack.tif#2.png"
    assert mask_path(tmp_path, "a/b.jpg") == tmp_path / "masks" / "a" / "b.jpg.png"
    assert map_path(tmp_path, "a/b.jpg") == tmp_path / "maps" / "a" / "b.jpg.tiff"


def test_a_mask_is_0_and_255_in_its_own_size(tmp_path: Path) -> None:
    mask = np.random.default_rng(0).random((31, 17)) < 0.5
    path = mask_path(tmp_path, "目录/照片 1.jpg")
    write_mask_png(path, mask)
    pixels = cv2.imdecode(np.fromfile(path, dtype=np.uint8), cv2.IMREAD_UNCHANGED)
    assert pixels.dtype == np.uint8
    np.testing.assert_array_equal(pixels, np.where(mask, 255, 0))


def test_a_map_comes_back_bit_for_bit(tmp_path: Path) -> None:
    anomaly_map = np.random.default_rng(0).random((31, 17), dtype=np.float32) * 3
    path = map_path(tmp_path, "目录/照片 1.jpg")
    write_map_tiff(path, anomaly_map)
    with tifffile.TiffFile(path) as file:
        page = file.pages.first
        assert page.compression == tifffile.COMPRESSION.ADOBE_DEFLATE
        assert "absolute" in json.loads(page.description)["scale"]
        np.testing.assert_array_equal(page.asarray(), anomaly_map)
        assert page.dtype == np.float32


def test_a_report_keeps_its_channel_order(tmp_path: Path) -> None:
    red = np.zeros((2, 3, 3), dtype=np.uint8)
    red[..., 0] = 255
    write_rgb_png(tmp_path / "r.png", red)
    np.testing.assert_array_equal(cv2.imread(str(tmp_path / "r.png"))[..., ::-1], red)
