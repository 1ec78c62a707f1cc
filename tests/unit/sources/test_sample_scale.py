import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from saa_desktop.sources.sample_scale import to_uint8, white_of


@pytest.mark.parametrize(
    ("brightest", "kind", "bits", "white"),
    [
        (3, "uint8", 4, 15),
        (1, "bool", 1, 1),
        (7, "uint8", 8, 255),
        (7, "int8", 8, 127),
        (900, "uint16", 10, 1023),
        (0, "uint16", 16, 255),
        (255, "uint16", 16, 255),
        (256, "uint16", 16, 4095),
        (4095, "uint16", 16, 4095),
        (4096, "uint16", 16, 65535),
        (5000, "int16", 16, 32767),
        (65535, "uint32", 32, 65535),
        (65536, "uint32", 32, 2**32 - 1),
        (65536, "int32", 32, 2**31 - 1),
        (1.4, "float32", 32, 1),
        (1.6, "float32", 32, 255),
        (260.0, "float32", 32, 255),
        (4000.0, "float64", 64, 4095),
    ],
)
def test_white_is_the_top_of_the_smallest_range(brightest: float, kind: str, bits: int, white: float) -> None:
    assert white_of(np.array([[0, brightest]], dtype=kind), bits) == white


def test_infinite_and_missing_samples_do_not_set_the_range() -> None:
    assert white_of(np.array([[np.nan, np.inf, -np.inf, 0.5]]), 64) == 1


@given(
    st.sampled_from(["uint16", "int16", "uint32", "int32", "uint64"]).flatmap(
        lambda kind: arrays(kind, array_shapes(min_dims=2, max_dims=3, max_side=20))
    )
)
def test_scaling_keeps_the_order_and_the_ends(samples: np.ndarray) -> None:
    white = white_of(samples, samples.dtype.itemsize * 8)
    scaled = to_uint8(samples, white)
    assert scaled.shape == samples.shape
    assert np.all(scaled[samples <= 0] == 0)
    assert np.all(scaled[samples >= white] == 255)
    by_sample = scaled.ravel()[np.argsort(samples.ravel(), kind="stable")].astype(int)
    assert np.all(np.diff(by_sample) >= 0)
    assert np.abs(scaled - np.clip(samples.astype(np.float64), 0, None) / white * 255).max() <= 0.5 + 1e-9


@given(arrays("uint16", (40, 7), elements=st.integers(4096, 65535)), st.integers(0, 39))
def test_a_part_is_as_bright_as_within_the_whole(samples: np.ndarray, row: int) -> None:
    whole = to_uint8(samples, white_of(samples, 16))
    part = samples[row : row + 1]
    assert np.array_equal(to_uint8(part, white_of(part, 16)), whole[row : row + 1])
