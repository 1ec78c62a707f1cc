import os

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st

from saa_desktop.workers.opencv import load_opencv
from saa_desktop.workers.pyramid import build_pyramid

sides = st.integers(1, 700)


@given(sides, sides, st.integers(0, 2**32 - 1))
def test_each_level_is_the_mean_of_two_by_two(height: int, width: int, seed: int) -> None:
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width), dtype=np.uint8)
    pyramid = build_pyramid(pixels, 3, 4)
    assert pyramid.levels[0] is pixels
    assert max(pyramid.levels[-1].shape) <= 256
    for larger, smaller in zip(pyramid.levels, pyramid.levels[1:], strict=False):
        assert max(larger.shape) > 256
        assert smaller.shape == ((larger.shape[0] + 1) // 2, (larger.shape[1] + 1) // 2)
        assert np.abs(smaller - _means(larger)).max() <= 0.5


def _means(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.float64]:
    height, width = pixels.shape
    even = np.pad(pixels, ((0, height % 2), (0, width % 2)), mode="edge").astype(float)
    return (even[::2, ::2] + even[1::2, ::2] + even[::2, 1::2] + even[1::2, 1::2]) / 4


def test_loading_opencv_leaves_the_environment_as_it_was() -> None:
    before = dict(os.environ)
    assert load_opencv().__version__
    assert dict(os.environ) == before
