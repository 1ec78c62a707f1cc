import tracemalloc
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from saa_desktop.domain.masks import Mask
from saa_desktop.review.mask_editing import empty_mask, polygon, stroke, subtracted, united

HEIGHT, WIDTH = 23, 31
CENTRES_Y, CENTRES_X = np.mgrid[0:HEIGHT, 0:WIDTH] + 0.5

coordinates = st.one_of(
    st.floats(-20, 60, allow_subnormal=False), st.integers(-40, 120).map(lambda half: half / 2)
)
lines = st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=6).map(np.array)
bits = st.binary(min_size=HEIGHT * WIDTH, max_size=HEIGHT * WIDTH)
masks = st.tuples(bits, st.integers(0, 255)).map(
    lambda drawn: np.frombuffer(drawn[0], np.uint8).reshape(HEIGHT, WIDTH) < drawn[1]
)


def distance_to(line):
    """Distance of every pixel's centre to a line."""
    pairs = list(pairwise(line)) or [(line[0], line[0])]
    distances = []
    for start, end in pairs:
        along = end - start
        length = along @ along
        place = ((CENTRES_X - start[0]) * along[0] + (CENTRES_Y - start[1]) * along[1]) / (length or 1.0)
        place = np.clip(place, 0, 1)
        distances.append(
            np.hypot(CENTRES_X - start[0] - place * along[0], CENTRES_Y - start[1] - place * along[1])
        )
    return np.min(distances, axis=0)


@settings(max_examples=400, deadline=None)
@given(lines, st.floats(0.25, 30))
@example(np.array([[0.0, 0.0], [0.0, np.finfo(np.float64).tiny]]), 5.0)
def test_a_stroke_takes_the_pixels_within_the_radius_of_its_line(line, radius):
    drawn = stroke(line, radius, HEIGHT, WIDTH).to_array()
    distance = distance_to(line)
    certain = abs(distance - radius) > 1e-6
    np.testing.assert_array_equal(drawn[certain], (distance <= radius)[certain])


@given(st.floats(0, WIDTH - 1e-9), st.floats(0, HEIGHT - 1e-9))
def test_the_smallest_brush_reaches_a_pixel_anywhere(x, y):
    assert 1 <= stroke(np.array([[x, y]]), 0.71, HEIGHT, WIDTH).area <= 4


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(coordinates, coordinates), min_size=3, max_size=7).map(np.array))
def test_a_polygon_takes_the_pixels_that_an_odd_number_of_edges_lie_left_of(corners):
    crossings = np.zeros((HEIGHT, WIDTH), dtype=int)
    near = np.zeros((HEIGHT, WIDTH), dtype=bool)
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        upper, lower = sorted((start, end), key=lambda corner: corner[1])
        spanned = (upper[1] <= CENTRES_Y) & (lower[1] > CENTRES_Y)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            x = upper[0] + (CENTRES_Y - upper[1]) / (lower[1] - upper[1]) * (lower[0] - upper[0])
        crossings += spanned & (x <= CENTRES_X)
        near |= spanned & (abs(x - CENTRES_X) < 1e-6)
    drawn = polygon(corners, HEIGHT, WIDTH).to_array()
    np.testing.assert_array_equal(drawn[~near], (crossings % 2 == 1)[~near])


def test_polygons_that_share_an_edge_share_no_pixel_and_leave_none_out():
    left = polygon(np.array([[2.5, 1.5], [10.5, 4.5], [10.5, 20.5], [2.5, 20.5]]), HEIGHT, WIDTH)
    right = polygon(np.array([[10.5, 4.5], [25.5, 1.5], [25.5, 20.5], [10.5, 20.5]]), HEIGHT, WIDTH)
    whole = polygon(
        np.array([[2.5, 1.5], [10.5, 4.5], [25.5, 1.5], [25.5, 20.5], [2.5, 20.5]]), HEIGHT, WIDTH
    )
    assert united(left, right) == whole
    assert left.area + right.area == whole.area


@settings(max_examples=200, deadline=None)
@given(masks, masks)
def test_union_and_difference_are_those_of_the_full_masks(one, other):
    first, second = Mask.from_array(one), Mask.from_array(other)
    assert united(first, second) == Mask.from_array(one | other)
    assert subtracted(first, second) == Mask.from_array(one & ~other)


def test_nothing_is_left_of_what_is_erased_whole():
    mark = stroke(np.array([[4.0, 4.0], [9.0, 9.0]]), 2.0, HEIGHT, WIDTH)
    eraser = stroke(np.array([[3.0, 3.0], [10.0, 10.0]]), 5.0, HEIGHT, WIDTH)
    nothing = subtracted(mark, eraser)
    assert nothing == empty_mask(HEIGHT, WIDTH)
    assert subtracted(nothing, mark) == nothing
    assert united(nothing, mark) == mark


@pytest.mark.parametrize("combine", [united, subtracted])
def test_masks_of_different_images_do_not_mix(combine):
    with pytest.raises(ValueError, match="same image"):
        combine(empty_mask(4, 5), empty_mask(5, 4))


def test_a_stroke_on_a_huge_image_costs_its_own_size():
    tracemalloc.start()
    mark = stroke(np.array([[9000.0, 9000.0], [9100.0, 9050.0]]), 20.0, 100_000, 100_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert 4000 < mark.area < 8000
    assert peak < 1_000_000
