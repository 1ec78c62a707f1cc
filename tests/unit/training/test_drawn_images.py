"""Drawn images: the same each time, their masks where the picture changes, held-out families apart."""

import numpy as np
import pytest

from training.defects import DEFECTS, HELD_OUT_DEFECTS
from training.generator import HELD_OUT, KINDS, TRAINED, draw_sample
from training.scenes import draw_scene
from training.textures import TEXTURES

SIDE = 128
ALL_DEFECTS = {**DEFECTS, **HELD_OUT_DEFECTS}
CASTS_SHADOW = {"foreign body"}


def test_a_sample_is_the_same_whenever_it_is_drawn():
    first, second = (draw_sample(3, 11, TRAINED, SIDE) for _ in range(2))
    np.testing.assert_array_equal(first.image, second.image)
    np.testing.assert_array_equal(first.labels, second.labels)
    assert first.families == second.families


def test_other_indices_and_seeds_draw_other_images():
    images = [draw_sample(seed, index, TRAINED, SIDE).image for seed, index in ((1, 0), (1, 1), (2, 0))]
    assert not np.array_equal(images[0], images[1])
    assert not np.array_equal(images[0], images[2])


@pytest.mark.parametrize("name", ALL_DEFECTS)
def test_a_defect_changes_the_picture_where_its_mask_is(name):
    inside, outside, drawn_once = 0.0, 0.0, False
    for seed in range(12):
        rng = np.random.default_rng(seed)
        scene = draw_scene(rng, SIDE, TEXTURES)
        drawn = ALL_DEFECTS[name].draw(rng, scene)
        if drawn is None or drawn.cover.max() < 0.5:
            continue
        drawn_once = True
        assert drawn.cover.min() >= 0
        assert drawn.cover.max() <= 1
        change = np.abs(drawn.picture - scene.picture).mean(axis=2)
        inside += float(change[drawn.cover > 0.4].mean())
        outside += float(change[drawn.cover < 0.01].mean())
    assert drawn_once
    assert inside > 10 * outside or (name in CASTS_SHADOW and inside > 2 * outside)


def test_labels_name_the_kinds_of_the_defects_drawn():
    for index in range(20):
        sample = draw_sample(5, index, TRAINED, SIDE)
        wanted = {1 + KINDS.index(DEFECTS[name].kind) for name in sample.families}
        assert set(np.unique(sample.labels).tolist()) - {0} <= wanted
        assert bool(sample.families) == bool(sample.labels.any())


def test_held_out_families_are_not_trained_on():
    assert not set(TRAINED.textures) & set(HELD_OUT.textures)
    assert not set(TRAINED.defects) & set(HELD_OUT.defects)
