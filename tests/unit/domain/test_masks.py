import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from saa_desktop.domain.masks import Mask, union

shapes = hnp.array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=40)
mask_arrays = shapes.flatmap(lambda shape: hnp.arrays(np.bool_, shape))


@given(mask_arrays)
def test_packing_keeps_every_pixel_and_counts_them(array):
    mask = Mask.from_array(array)

    np.testing.assert_array_equal(mask.to_array(), array)
    assert mask.area == np.count_nonzero(array)
    np.testing.assert_array_equal(array[mask.window], mask.crop())


@given(mask_arrays, st.integers(0, 5), st.integers(0, 5))
def test_a_crop_lands_where_it_was_cut(crop, x, y):
    height, width = crop.shape[0] + y + 2, crop.shape[1] + x + 3
    full = np.zeros((height, width), dtype=np.bool_)
    full[y : y + crop.shape[0], x : x + crop.shape[1]] = crop

    assert Mask.from_crop(crop, x, y, height, width) == Mask.from_array(full)


@given(shapes.flatmap(lambda shape: st.lists(hnp.arrays(np.bool_, shape), min_size=1, max_size=4)))
def test_union_is_any(arrays):
    height, width = arrays[0].shape

    together = union(map(Mask.from_array, arrays), height, width)

    np.testing.assert_array_equal(together, np.any(arrays, axis=0))


@pytest.mark.parametrize(
    ("crop", "x", "y"),
    [
        (np.ones((2, 2), dtype=np.uint8), 0, 0),
        (np.ones(4, dtype=np.bool_), 0, 0),
        (np.ones((2, 2), dtype=np.bool_), 3, 0),
        (np.ones((2, 2), dtype=np.bool_), 0, -1),
    ],
)
def test_a_crop_that_is_no_mask_of_the_image_is_refused(crop, x, y):
    with pytest.raises(ValueError, match="crop"):
        Mask.from_crop(crop, x, y, 4, 4)
