import copy
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from segment_anything import SamPredictor
from torch.nn import functional

from saa_desktop.models.placement import Placement
from saa_desktop.models.sam_mask_decoder import use_shared_decoder
from saa_desktop.models.segment_anything import SegmentAnythingRefiner, upscaled_mask
from saa_desktop.pipeline.matrix_products import use_fast_linears

CPU = Placement(torch.device("cpu"))


@pytest.fixture(scope="module")
def image():
    pixels = np.random.default_rng(2).integers(0, 255, (57, 91, 3), dtype=np.uint8)
    pixels.setflags(write=False)
    return pixels


BOXES = np.array(
    [[1, 2, 30, 40], [50, 5, 90, 55], [20, 20, 21, 50], [0, 0, 91, 57], [-3, 4, 95, 60]], np.float32
)


def test_masks_are_those_of_the_published_predictor(segmenter, image):
    predictor = SamPredictor(segmenter)
    predictor.set_image(image.copy())
    boxes = predictor.transform.apply_boxes_torch(torch.from_numpy(BOXES), image.shape[:2])
    expected, _, _ = predictor.predict_torch(None, None, boxes=boxes, multimask_output=False)
    masks = SegmentAnythingRefiner(segmenter, CPU).refine(image, BOXES)
    assert len(masks) == len(BOXES)
    assert 0 < sum(mask.area for mask in masks) < 57 * 91 * len(BOXES)
    for mask, theirs in zip(masks, expected[:, 0].numpy(), strict=True):
        # A logit that rounds to the other side of 0 may flip a pixel.
        assert np.count_nonzero(mask.to_array() != theirs) <= 1


def test_small_chunks_give_the_same_masks_and_encode_the_image_once(segmenter, image, monkeypatch):
    encoded = []
    forward = segmenter.image_encoder.forward
    monkeypatch.setattr(segmenter.image_encoder, "forward", lambda x: encoded.append(1) or forward(x))
    whole = SegmentAnythingRefiner(segmenter, CPU).refine(image, BOXES)
    apart = SegmentAnythingRefiner(segmenter, CPU, boxes_at_once=2).refine(image, BOXES)
    assert len(encoded) == 2
    for one, other in zip(whole, apart, strict=True):
        assert np.count_nonzero(one.to_array() != other.to_array()) <= 1


@pytest.mark.parametrize("count", [1, 3])
def test_points_give_the_mask_that_the_published_predictor_trusts_most(segmenter, image, count):
    points = np.array([[20.5, 30.25], [60, 12], [88, 50]], np.float32)[:count]
    inside = np.array([True, False, True])[:count]
    predictor = SamPredictor(segmenter)
    predictor.set_image(image.copy())
    masks, trust, _ = predictor.predict(points, inside.astype(int), multimask_output=count == 1)
    mask = SegmentAnythingRefiner(segmenter, CPU).refine_at(image, points, inside)
    assert np.count_nonzero(mask.to_array() != masks[trust.argmax()]) <= 1
    assert 0 < mask.area < 57 * 91


def test_further_marks_on_an_image_do_not_encode_it_again(segmenter, image, monkeypatch):
    encoded = []
    forward = segmenter.image_encoder.forward
    monkeypatch.setattr(segmenter.image_encoder, "forward", lambda x: encoded.append(1) or forward(x))
    refiner = SegmentAnythingRefiner(segmenter, CPU)
    other = image.copy()
    first = refiner.refine(image, BOXES)
    refiner.refine_at(image, BOXES[:1, :2], np.array([True]))
    assert refiner.refine(image, BOXES) == first
    assert len(encoded) == 1
    refiner.refine(other, BOXES)
    refiner.refine(image, BOXES)
    assert len(encoded) == 3


def test_no_boxes_cost_nothing(image):
    assert SegmentAnythingRefiner(None, CPU).refine(image, BOXES[:0]) == []


def test_reduced_precision_computes(segmenter, image):
    reduced = SegmentAnythingRefiner(segmenter, Placement(torch.device("cpu"), reduced_precision=True))
    exact = SegmentAnythingRefiner(segmenter, CPU).refine(image, BOXES)
    for mask, reference in zip(reduced.refine(image, BOXES), exact, strict=True):
        assert np.mean(mask.to_array() != reference.to_array()) < 0.2


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.tuples(st.integers(1, 12), st.integers(1, 12)),
    st.tuples(st.integers(1, 60), st.integers(1, 60)),
    st.floats(-2, 2),
)
def test_the_window_holds_all_that_full_interpolation_gives(seed, grid, size, shift):
    logits = torch.randn(grid, generator=torch.Generator().manual_seed(seed)) + shift
    full = functional.interpolate(logits[None, None], size, mode="bilinear", align_corners=False)
    mask = upscaled_mask(logits, *size).to_array()
    certain = full[0, 0].abs().numpy() > 1e-5
    np.testing.assert_array_equal(mask[certain], (full[0, 0].numpy() > 0)[certain])


@pytest.mark.parametrize("several", [False, True])
def test_the_shared_decoder_decodes_what_the_published_one_does(segmenter, several):
    torch.manual_seed(4)
    decoder = copy.deepcopy(segmenter.mask_decoder)
    for parameter in decoder.parameters():
        torch.nn.init.normal_(parameter, std=0.3)
    network = SimpleNamespace(mask_decoder=copy.deepcopy(decoder))
    use_shared_decoder(network)
    use_fast_linears(network.mask_decoder)
    assert set(network.mask_decoder.state_dict()) == set(decoder.state_dict())
    width = decoder.transformer_dim
    image, positions, no_mask = torch.randn(3, 1, width, 4, 6)
    sparse = torch.randn(3, 2, width)
    with torch.inference_mode():
        found, expected = (
            decode(image, positions, sparse, no_mask.expand(3, -1, -1, -1), several)
            for decode in (network.mask_decoder, decoder)
        )
    assert found[0].shape == (3, 3 if several else 1, 16, 24)
    for ours, theirs in zip(found, expected, strict=True):
        torch.testing.assert_close(ours, theirs, atol=2e-4, rtol=1e-4)
