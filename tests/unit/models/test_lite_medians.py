import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from saa_desktop.models.lite.medians import SAMPLES, medians, typical_size

MAPS = arrays(
    np.float32,
    st.tuples(st.integers(1, 9), st.integers(1, 9)),
    elements=st.floats(-1e6, 1e6, width=32),
)


@given(values=MAPS, axis=st.sampled_from([0, 1]))
def test_medians_are_numpys(values, axis):
    np.testing.assert_array_equal(medians(values, axis), np.median(values, axis=axis, keepdims=True))


@given(values=MAPS, data=st.data())
def test_the_typical_size_is_the_median_of_what_is_inside(values, data):
    inside = data.draw(arrays(np.bool_, values.shape).filter(np.any))
    assert typical_size(values, inside) == pytest.approx(float(np.median(np.abs(values[inside]))), rel=1e-6)


def test_one_pixel_among_many_is_found():
    values = np.zeros((SAMPLES // 100, 1000), np.float32)
    values[7, 13] = -3
    assert typical_size(values, values < 0) == 3
