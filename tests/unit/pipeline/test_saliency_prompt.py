import cv2
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from saa_desktop.domain.masks import Mask
from saa_desktop.pipeline.saliency_prompt import (
    SaliencyMap,
    one_object_saliency,
    several_objects_saliency,
)


def unit_features(seed, channels, height, width):
    values = torch.randn(channels, height, width, generator=torch.Generator().manual_seed(seed)).relu()
    return torch.nn.functional.normalize(values, dim=0)


@pytest.mark.parametrize(("height", "width"), [(64, 64), (8, 8)])
def test_one_object_saliency_is_the_mean_of_the_400_largest_distances(height, width):
    features = unit_features(1, 12, height, width)
    flat = features.flatten(1)
    distances = 0.5 * (1 - flat.T @ flat)
    expected = distances.sort(dim=1, descending=True).values[:, :400].mean(dim=1).reshape(height, width)

    np.testing.assert_allclose(one_object_saliency(features), expected, atol=1e-6)


def published_several_objects(features, grids):
    """Read the rule as it stands in the paper's code: one product after the other, all pairs at once."""
    best = np.zeros(features.shape[1:], dtype=np.float32)
    for index, own in enumerate(grids):
        blanked = features.clone()
        blanked[:, own] = 0
        others = [blanked[:, grid] for place, grid in enumerate(grids) if place != index]
        similarity = (features[:, own].T @ torch.cat(others, dim=1)).max(dim=1).values
        score = np.zeros_like(best)
        score[own.numpy()] = 0.5 * (1 - similarity.numpy())
        best = np.maximum(best, score)
    return best


@settings(deadline=None)
@given(
    st.integers(0, 1000),
    st.lists(hnp.arrays(np.bool_, (6, 9)).filter(np.any), min_size=2, max_size=4),
)
def test_several_objects_saliency_is_the_distance_to_the_nearest_look_alike(seed, arrays):
    features = unit_features(seed, 5, 6, 9)
    grids = [torch.from_numpy(array) for array in arrays]

    saliency = several_objects_saliency(features, grids)

    np.testing.assert_allclose(saliency, published_several_objects(features, grids), atol=1e-6)


def test_a_product_that_was_found_several_times_over_is_handled_as_published():
    features = unit_features(5, 6, 64, 64)
    rows, columns = torch.meshgrid(torch.arange(64), torch.arange(64), indexing="ij")
    grids = [
        (rows - y - down).square() + (columns - x + down).square() < 200 + 9 * down
        for y, x in ((17, 17), (17, 48), (47, 32))
        for down in (-3, 0, 3)
    ]

    saliency = several_objects_saliency(features, grids)

    np.testing.assert_allclose(saliency, published_several_objects(features, grids), atol=1e-6)


def test_several_objects_saliency_is_the_same_in_chunks():
    features = unit_features(3, 8, 96, 96)
    left = torch.zeros(96, 96, dtype=torch.bool)
    left[:, :50] = True
    grids = [left, ~left | torch.eye(96, dtype=torch.bool)]

    saliency = several_objects_saliency(features, grids)

    np.testing.assert_allclose(saliency, published_several_objects(features, grids), atol=1e-6)


sizes = st.integers(1, 60)
grids = hnp.arrays(
    np.float32, hnp.array_shapes(min_dims=2, max_dims=2, max_side=9), elements=st.floats(0, 1, width=32)
)


@given(grids, sizes, sizes)
def test_the_map_is_resized_as_opencv_does(grid, height, width):
    resized = SaliencyMap(grid, height, width).resized()

    expected = cv2.resize(grid, (width, height), interpolation=cv2.INTER_LINEAR)
    np.testing.assert_allclose(resized, expected, atol=1e-5)


@given(
    grids, hnp.array_shapes(min_dims=2, max_dims=2, max_side=40).flatmap(lambda s: hnp.arrays(np.bool_, s))
)
def test_the_mean_over_a_mask_needs_no_full_map(grid, array):
    saliency = SaliencyMap(grid, *array.shape)

    mean = saliency.mean_over(Mask.from_array(array))

    if not array.any():
        assert mean is None
    else:
        assert mean == pytest.approx(float(saliency.resized()[array].mean()), abs=1e-5)


def test_the_mean_over_a_tall_mask_is_taken_in_blocks():
    grid = np.linspace(0, 1, 16, dtype=np.float32).reshape(4, 4)
    array = np.zeros((1500, 30), dtype=np.bool_)
    array[100:1400, 3:20] = True
    saliency = SaliencyMap(grid, 1500, 30)

    mean = saliency.mean_over(Mask.from_array(array))

    assert mean == pytest.approx(float(saliency.resized()[array].mean()), abs=1e-5)
