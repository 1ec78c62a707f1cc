"""Layers of our own against those of the packages whose weights they load."""

import copy
from functools import partial

import pytest
import torch
from groundingdino.models.GroundingDINO.fuse_modules import BiAttentionBlock
from groundingdino.models.GroundingDINO.ms_deform_attn import MultiScaleDeformableAttention
from segment_anything.modeling import ImageEncoderViT
from torch import nn
from torch.nn import functional

from saa_desktop.models import sam_image_encoder
from saa_desktop.models.deformable_attention import (
    DeformableAttention,
    Levels,
    sample_by_grid,
    sample_by_rows,
)
from saa_desktop.models.sam_image_encoder import use_fast_blocks
from saa_desktop.models.text_fusion import TextFusion
from saa_desktop.pipeline import matrix_products
from saa_desktop.pipeline.matrix_products import linear, use_fast_linears

CPU = torch.device("cpu")
SIZES = ((7, 5), (4, 3), (2, 2), (1, 1))
HEADS, POINTS, WIDTH = 4, 2, 16


@pytest.fixture(autouse=True)
def seeded():
    torch.manual_seed(11)
    with torch.inference_mode():
        yield


def randomised(module):
    for parameter in module.parameters():
        nn.init.normal_(parameter, std=0.4)
    return module.eval()


def filled_like(module, published):
    module.load_state_dict(published.state_dict())
    return module.eval()


@pytest.mark.parametrize("with_boxes", [False, True])
@pytest.mark.parametrize("sample", [sample_by_rows, sample_by_grid])
def test_deformable_attention_is_that_of_the_package_beyond_the_edges_too(sample, with_boxes, monkeypatch):
    monkeypatch.setattr("saa_desktop.models.deformable_attention.sample_by_rows", sample)
    monkeypatch.setattr("saa_desktop.models.deformable_attention._QUERIES_AT_ONCE", 13)
    published = MultiScaleDeformableAttention(WIDTH, HEADS, len(SIZES), POINTS, batch_first=True)
    layer = filled_like(DeformableAttention(WIDTH, HEADS, len(SIZES), POINTS), randomised(published))
    levels = Levels(SIZES, HEADS, POINTS, CPU)
    values = torch.randn(3, levels.positions, WIDTH)
    if with_boxes:
        queries, boxes = torch.randn(3, 10, WIDTH), torch.rand(3, 10, 4)
        boxes[0, 0] = torch.tensor([1.0, 0.0, 1.0, 1.0])
        references = boxes[:, :, None].expand(-1, -1, len(SIZES), -1)
    else:
        queries, boxes = torch.randn(3, levels.positions, WIDTH), None
        centres = torch.cat([_centres(*size) for size in SIZES])
        references = centres[None, :, None].expand(3, -1, len(SIZES), -1)
    expected = published(
        query=queries, value=values, reference_points=references, spatial_shapes=torch.tensor(SIZES)
    )
    torch.testing.assert_close(layer(queries, values, levels, boxes), expected, atol=2e-5, rtol=1e-4)


def _centres(height, width):
    y, x = torch.meshgrid(
        (torch.arange(height) + 0.5) / height, (torch.arange(width) + 0.5) / width, indexing="ij"
    )
    return torch.stack([x, y], dim=-1).flatten(0, 1)


def test_folded_fusion_is_that_of_the_package():
    published = randomised(BiAttentionBlock(v_dim=16, l_dim=16, embed_dim=32, num_heads=4))
    fusion = filled_like(TextFusion(16, 32, 4), published)
    image, text = torch.randn(2, 40, 16), torch.randn(2, 6, 16)
    token_mask = torch.tensor([[True] * 6, [True] * 4 + [False] * 2])
    expected = published(image, text, None, ~token_mask)
    for ours, theirs in zip(fusion(image, text, token_mask), expected, strict=True):
        torch.testing.assert_close(ours, theirs, atol=2e-5, rtol=1e-4)


@pytest.fixture
def encoder():
    """SAM's image encoder in small: a layer of padded windows, and one that looks at the whole image."""
    published = ImageEncoderViT(
        img_size=96, patch_size=16, embed_dim=32, depth=2, num_heads=2, out_chans=16, use_rel_pos=True,
        window_size=4, global_attn_indexes=(1,), norm_layer=partial(nn.LayerNorm, eps=1e-6),
    )  # fmt: skip
    for block in published.blocks:
        randomised(block.attn)
    return published.eval()


@pytest.mark.parametrize(
    ("many", "attend"),
    [
        (16, sam_image_encoder._attend_plainly),
        (10**6, sam_image_encoder._attend_plainly),
        (10**6, sam_image_encoder._attend_fused),
    ],
)
def test_sams_encoder_is_that_of_the_package_whichever_way_it_attends(encoder, many, attend, monkeypatch):
    monkeypatch.setattr(sam_image_encoder, "_MANY_POSITIONS", many)
    monkeypatch.setattr(sam_image_encoder, "_attend_plainly", attend)
    fast = copy.deepcopy(encoder)
    use_fast_blocks(fast)
    use_fast_linears(fast)
    assert list(fast.state_dict()) == list(encoder.state_dict())
    pixels = torch.randn(2, 3, 96, 96)
    torch.testing.assert_close(fast(pixels), encoder(pixels), atol=2e-5, rtol=1e-4)
    with torch.autocast("cpu", torch.bfloat16):
        reduced = fast(pixels)
    assert reduced.dtype == torch.float32
    assert 0 < (reduced - encoder(pixels)).abs().mean() < 0.03


@pytest.mark.parametrize("onednn", [True, False])
@pytest.mark.parametrize("reduced", [True, False])
@pytest.mark.parametrize("activation", ["none", "relu", "gelu"])
def test_products_are_pytorchs_with_onednn_and_without(onednn, reduced, activation, monkeypatch):
    monkeypatch.setattr(matrix_products, "_onednn_multiplies", lambda: onednn)
    inputs, weight, bias = torch.randn(3, 5, 8), torch.randn(4, 16)[:, ::2], torch.randn(8)[::2]
    after = {"none": nn.Identity(), "relu": functional.relu, "gelu": functional.gelu}[activation]
    with torch.autocast("cpu", torch.bfloat16, enabled=reduced):
        product = linear(inputs, weight, bias, activation)
        expected = after(functional.linear(inputs, weight, bias))
    assert product.dtype == expected.dtype == (torch.bfloat16 if reduced else torch.float32)
    torch.testing.assert_close(
        product, expected, atol=2e-2 if reduced else 1e-5, rtol=2e-2 if reduced else 1e-5
    )


def test_a_missing_or_wrong_operator_is_not_used(monkeypatch):
    for operator in (lambda *_: torch.zeros(2, 2), None):
        matrix_products._onednn_multiplies.cache_clear()
        monkeypatch.setattr(matrix_products, "_onednn_linear", operator)
        assert not matrix_products._onednn_multiplies()
    matrix_products._onednn_multiplies.cache_clear()


def test_nothing_to_multiply_is_no_trouble():
    assert linear(torch.empty(0, 8), torch.randn(4, 8), None).shape == (0, 4)
