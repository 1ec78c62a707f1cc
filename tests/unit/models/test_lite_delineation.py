"""The outline of a region: sharper than the network's map, and never worse where the image shows nothing."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saa_desktop.models.lite.delineation import delineate

LEVEL = 0.45


def ground(side):
    noise = np.random.default_rng(0).normal(0, 2, (side, side, 1))
    return np.repeat(np.clip(130 + noise, 0, 255).astype(np.uint8), 3, axis=2)


def disc(side, x, y, radius):
    rows, columns = np.indices((side, side))
    return np.hypot(columns - x, rows - y) <= radius


def seen(truth, map_side, *, off=0.0):
    """What a network sees of it: coarse, blurred, and moved by some pixels of the map."""
    small = cv2.resize(truth.astype(np.float32), (map_side, map_side), interpolation=cv2.INTER_AREA)
    moved = cv2.warpAffine(small, np.array([[1, 0, off], [0, 1, 0]]), (map_side, map_side))
    return 0.9 * cv2.GaussianBlur(moved, (0, 0), 1.0)


def delineated(image, likely):
    whole = slice(0, likely.shape[0]), slice(0, likely.shape[1])
    found = delineate(image, likely.astype(np.float32), whole, LEVEL, likely.shape)
    if found is None:
        return None
    mask, (x, y) = found
    assert mask[0].any()
    assert mask[-1].any()
    assert mask[:, 0].any()
    assert mask[:, -1].any()
    full = np.zeros(image.shape[:2], dtype=bool)
    full[y : y + mask.shape[0], x : x + mask.shape[1]] = mask
    return full


def overlap(one, other):
    return np.count_nonzero(one & other) / np.count_nonzero(one | other)


@pytest.mark.parametrize("off", [0.0, 1.5])
def test_a_coarse_map_gets_the_outline_that_the_image_shows(off):
    truth = disc(256, 120, 140, 11)
    image = ground(256)
    image[truth] = 90
    likely = seen(truth, 64, off=off)
    coarse = cv2.resize(likely, (256, 256), interpolation=cv2.INTER_LINEAR) >= LEVEL
    found = delineated(image, likely)
    assert overlap(found, truth) > 0.9 > overlap(coarse, truth)


def test_without_a_contrast_the_network_is_believed():
    truth = disc(256, 120, 140, 30)
    assert overlap(delineated(ground(256), seen(truth, 128)), truth) > 0.9


def test_a_mark_of_the_same_colour_beside_it_stays_out():
    truth, other = disc(256, 100, 128, 12), disc(256, 140, 128, 12)
    image = ground(256)
    image[truth | other] = 90
    found = delineated(image, seen(truth, 128))
    assert overlap(found, truth) > 0.9
    assert not (found & other).any()


def test_holes_are_filled():
    truth = disc(256, 128, 128, 30)
    image = ground(256)
    image[truth & ~disc(256, 128, 128, 5)] = 90
    assert delineated(image, seen(truth, 128))[128, 128]


def test_a_region_at_the_frame_reaches_it():
    truth = disc(256, 0, 128, 25)
    image = ground(256)
    image[truth] = 90
    found = delineated(image, seen(truth, 64))
    assert overlap(found, truth) > 0.9
    assert found[128, 0]


def test_what_lies_between_the_pixels_of_a_small_image_is_no_region():
    likely = np.zeros((64, 64))
    likely[31, 31] = 0.5
    assert delineated(ground(8), likely) is None


@settings(deadline=None)
@given(
    side=st.integers(2, 90),
    map_side=st.sampled_from([32, 64, 96]),
    seed=st.integers(0, 1000),
)
def test_any_map_on_any_image_gives_a_tight_mask_or_none(side, map_side, seed):
    rng = np.random.default_rng(seed)
    image = rng.integers(0, 256, (side, side, 3), dtype=np.uint8)
    likely = cv2.GaussianBlur(rng.random((map_side, map_side)), (0, 0), rng.uniform(0.5, 6))
    found = delineated(image, (likely - likely.min()) / np.ptp(likely) * 0.98)
    assert found is None or found.any()
