import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from saa_desktop.domain.masks import Mask
from saa_desktop.workers.mask_outline import outline

masks = arrays(np.bool_, array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=12))


@given(masks)
def test_the_outline_encloses_exactly_the_mask(mask: npt.NDArray[np.bool_]) -> None:
    """Fill by crossing upright pieces from left to right, and lying ones from top to bottom."""
    height, width = mask.shape
    upright = np.zeros((height, width + 1), dtype=int)
    lying = np.zeros((height + 1, width), dtype=int)
    for x0, y0, x1, y1 in outline(Mask.from_array(mask)).tolist():
        if x0 == x1:
            upright[y0:y1, x0] += 1
        else:
            lying[y0, x0:x1] += 1
    assert np.array_equal(np.cumsum(upright, axis=1)[:, :-1] % 2 == 1, mask)
    assert np.array_equal(np.cumsum(lying, axis=0)[:-1] % 2 == 1, mask)
    assert max(upright.max(), lying.max()) <= 1


@given(st.integers(1, 9), st.integers(1, 9))
def test_a_rectangle_has_four_pieces(height: int, width: int) -> None:
    full = np.zeros((12, 12), dtype=np.bool_)
    full[2 : 2 + height, 1 : 1 + width] = True
    pieces = {tuple(piece) for piece in outline(Mask.from_array(full)).tolist()}
    right, bottom = 1 + width, 2 + height
    assert pieces == {
        (1, 2, right, 2),
        (1, bottom, right, bottom),
        (1, 2, 1, bottom),
        (right, 2, right, bottom),
    }
