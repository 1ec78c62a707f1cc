"""Run lengths and polygons of masks, against COCO's own reader."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from pycocotools import mask as coco

from saa_desktop.domain.masks import Mask
from saa_desktop.reports.mask_polygons import polygons
from saa_desktop.reports.run_lengths import run_lengths

# pycocotools itself does what numpy 2 warns of.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation .*accept a copy:DeprecationWarning")

SHAPES = arrays.array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=24)
MASKS = SHAPES.flatmap(lambda shape: arrays.arrays(np.bool_, shape)) | SHAPES.flatmap(
    lambda shape: st.floats(0.6, 1).flatmap(
        lambda share: st.integers(0, 2**32 - 1).map(
            lambda seed: np.random.default_rng(seed).random(shape) < share
        )
    )
)


@given(MASKS)
def test_run_lengths_are_read_back_as_the_same_mask(pixels: np.ndarray) -> None:
    mask = Mask.from_array(pixels)
    counts = run_lengths(mask)
    assert sum(counts) == pixels.size
    code = coco.frPyObjects({"size": list(pixels.shape), "counts": counts}, *pixels.shape)
    np.testing.assert_array_equal(coco.decode(code), pixels)
    assert coco.area(code) == mask.area
    assert code["counts"] == coco.encode(np.asfortranarray(pixels.astype(np.uint8)))["counts"]


@given(MASKS)
def test_polygons_cover_each_pixel_once(pixels: np.ndarray) -> None:
    mask = Mask.from_array(pixels)
    outlines = polygons(mask)
    assert sum(map(area, outlines)) == mask.area
    covered = np.zeros(pixels.shape, dtype=np.int64)
    for outline in outlines:
        assert len(outline) >= 8
        assert len(outline) % 2 == 0
        covered += coco.decode(coco.frPyObjects([outline], *pixels.shape))[..., 0]
    np.testing.assert_array_equal(covered, pixels)


def area(outline: list[int]) -> float:
    """Return the area of a polygon by its corners, positive where it runs clockwise on a screen."""
    x, y = np.array(outline).reshape(-1, 2).T
    return float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y) / 2)


@pytest.mark.parametrize(
    ("rows", "corners"),
    [
        (["#"], [[0, 0, 1, 0, 1, 1, 0, 1]]),
        (["##", "#."], [[0, 0, 2, 0, 2, 1, 1, 1, 1, 2, 0, 2]]),
        (["#.", ".#"], [[0, 0, 1, 0, 1, 1, 0, 1], [1, 1, 2, 1, 2, 2, 1, 2]]),
    ],
)
def test_polygons_run_along_pixel_edges(rows: list[str], corners: list[list[int]]) -> None:
    pixels = np.array([[each == "#" for each in row] for row in rows])
    assert polygons(Mask.from_array(pixels)) == corners


def test_a_ring_is_cut_into_two() -> None:
    pixels = np.ones((5, 7), dtype=np.bool_)
    pixels[1:4, 1:6] = False
    assert len(polygons(Mask.from_crop(pixels, 10, 20, 100, 100))) == 2
