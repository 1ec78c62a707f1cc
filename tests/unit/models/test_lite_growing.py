import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saa_desktop.models.lite.build import build_lite


def picture(height, width, seed=0):
    """Grey ground with a little noise."""
    noise = np.random.default_rng(seed).normal(0, 2, (height, width, 1))
    return np.repeat(np.clip(130 + noise, 0, 255).astype(np.uint8), 3, axis=2)


def paint(image, box, colour):
    x0, y0, x1, y1 = box
    window = np.zeros(image.shape[:2], dtype=bool)
    window[y0:y1, x0:x1] = True
    image[window] = colour
    return window


def grown(image, *points):
    """Grow from (x, y, inside) points."""
    places = np.array([point[:2] for point in points], dtype=np.float32)
    inside = np.array([point[2] for point in points])
    return build_lite().refiner.refine_at(image, places, inside).to_array()


def overlap(one, other):
    return np.count_nonzero(one & other) / np.count_nonzero(one | other)


def test_a_point_on_a_mark_takes_the_mark():
    image = picture(200, 300)
    mark = paint(image, (40, 60, 70, 80), (180, 90, 60))
    assert overlap(grown(image, (50.5, 70.5, True)), mark) > 0.85


def test_a_second_point_adds_a_second_mark():
    image = picture(200, 300)
    marks = paint(image, (40, 60, 70, 80), (30, 30, 30)) | paint(image, (200, 100, 220, 130), (240, 240, 240))
    assert overlap(grown(image, (50, 70, True), (210, 110, True)), marks) > 0.85


def test_an_outside_point_keeps_what_is_connected_to_it_out():
    image = picture(200, 300)
    mark = paint(image, (40, 60, 100, 80), (60, 60, 60))
    shade = paint(image, (100, 60, 160, 80), (76, 76, 76))
    whole = grown(image, (50, 70, True))
    assert overlap(whole, mark | shade) > 0.85
    assert overlap(grown(image, (50, 70, True), (130, 70, False)), mark) > 0.85


def test_where_nothing_tells_points_apart_the_nearer_one_decides():
    image = np.full((60, 100, 3), 128, dtype=np.uint8)
    found = grown(image, (20.5, 30.5, True), (80.5, 30.5, False))
    assert found[:, :50].all()
    assert not found[:, 51:].any()


def test_a_mark_that_leaves_the_surroundings_is_seen_on_the_whole_image():
    image = picture(1500, 2400)
    mark = paint(image, (300, 700, 2000, 760), (20, 20, 20))
    assert overlap(grown(image, (1000, 730, True)), mark) > 0.8


def test_a_small_mark_on_a_large_image_keeps_its_pixels():
    image = picture(2400, 3200)
    mark = paint(image, (1600, 1200, 1608, 1212), (255, 255, 255))
    assert overlap(grown(image, (1604, 1206, True)), mark) > 0.7


@pytest.mark.filterwarnings("error")
@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 40), st.integers(1, 40), st.integers(0, 2**32 - 1), st.integers(1, 3), st.integers(0, 3)
)
def test_inside_points_are_in_and_outside_points_are_not(height, width, seed, insides, outsides):
    random = np.random.default_rng(seed)
    image = random.integers(0, 255, (height, width, 3), dtype=np.uint8)
    places = random.uniform(0, 1, (insides + outsides, 2)) * (width, height)
    inside = np.arange(insides + outsides) < insides
    found = build_lite().refiner.refine_at(image, places.astype(np.float32), inside)
    columns, rows = np.floor(places.astype(np.float32)).astype(int).clip(0, (width - 1, height - 1)).T
    array = found.to_array()
    assert array[rows[inside], columns[inside]].all()
    taken = set(zip(rows[inside], columns[inside], strict=True))
    others = [place for place in zip(rows[~inside], columns[~inside], strict=True) if place not in taken]
    assert not any(array[place] for place in others)
