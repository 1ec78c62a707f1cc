import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from saa_desktop.domain.masks import Mask
from saa_desktop.workers.mask_outline import mask_shape, outline

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


@given(st.integers(0, 2**32 - 1), st.integers(257, 700), st.integers(1, 700))
def test_smaller_outlines_enclose_the_mask_in_coarser_pixels(seed: int, height: int, width: int) -> None:
    spots = np.random.default_rng(seed).integers(0, (height, width), (5, 2))
    full = np.zeros((height, width), dtype=np.bool_)
    full[spots[:, 0], spots[:, 1]] = True
    full[[0, -1], [0, -1]] = True
    shape = mask_shape(Mask.from_array(full))
    assert len(shape.outlines) == len(shape.fill.levels) > 1
    for power, pieces in enumerate(shape.outlines):
        side = 2**power
        assert not np.any(pieces % side)
        assert pieces.min() == 0
        assert 0 <= pieces[:, 3].max() - height < side
        assert 0 <= pieces[:, 2].max() - width < side
    assert np.array_equal(shape.outlines[0], outline(shape.mask))


@given(masks)
def test_a_shape_covers_exactly_the_mask(mask: npt.NDArray[np.bool_]) -> None:
    mask[0, 0] = True
    shape = mask_shape(Mask.from_array(mask))
    height, width = mask.shape
    covered = [[shape.covers(x, y) for x in range(-1, width + 1)] for y in range(-1, height + 1)]
    assert np.array_equal(covered, np.pad(mask, 1))
