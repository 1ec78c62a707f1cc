"""The real networks, few layers of them, with random weights."""

import string
from functools import partial
from types import SimpleNamespace

import pytest
import torch
from segment_anything.modeling import ImageEncoderViT, MaskDecoder, PromptEncoder, Sam, TwoWayTransformer
from transformers import BertConfig

from saa_desktop.models import grounding_dino
from saa_desktop.models.grounding_dino import load_tokenizer
from saa_desktop.models.grounding_dino_network import GroundingDinoNetwork, published_configuration
from saa_desktop.models.sam_image_encoder import use_fast_blocks

QUERIES = 30
SIDE, WIDTH = 64, 32


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory):
    """BERT's tokenizer on a vocabulary as long as the real one: letters, a few words, and filler."""
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ".", "?", "-", "black", "hole", "crack", "candle"]
    words += [*string.ascii_lowercase, *(f"##{letter}" for letter in string.ascii_lowercase)]
    words += [f"[unused{i}]" for i in range(30522 - len(words))]
    path = tmp_path_factory.mktemp("vocabulary") / "vocab.txt"
    path.write_text("\n".join(words))
    return load_tokenizer(path)


@pytest.fixture(scope="module")
def configuration():
    small = {"enc_layers": 1, "dec_layers": 2, "num_queries": QUERIES, "dim_feedforward": 64}
    return SimpleNamespace(**vars(published_configuration("swin_t")) | small)


@pytest.fixture(scope="module")
def bert():
    return BertConfig(hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32)


@pytest.fixture(scope="module")
def detector(configuration, bert):
    """The real GroundingDINO with few layers, a small BERT and random weights."""
    torch.manual_seed(3)
    network = GroundingDinoNetwork(configuration, bert).eval()
    for parameter in network.transformer.encoder.layers[0].self_attn.parameters():
        torch.nn.init.normal_(parameter, std=0.1)  # it starts out with no attention at all
    torch.nn.init.normal_(network.bbox_embed[0].layers[-1].weight, std=0.5)
    for fusion in network.transformer.encoder.fusion_layers:
        torch.nn.init.normal_(fusion.gamma_v, std=0.5)  # they start out with next to no fusion
        torch.nn.init.normal_(fusion.gamma_l, std=0.5)
    return network


@pytest.fixture
def small_input(monkeypatch):
    """Let the detector see 96 px instead of 800."""
    monkeypatch.setattr(grounding_dino, "SHORTER_SIDE", 96)


@pytest.fixture(scope="module")
def segmenter():
    """The real SAM in small: one block, 64 px, random weights."""
    torch.manual_seed(5)
    network = Sam(
        ImageEncoderViT(
            img_size=SIDE, patch_size=16, embed_dim=WIDTH, depth=1, num_heads=2, out_chans=WIDTH,
            use_rel_pos=True, window_size=2, norm_layer=partial(torch.nn.LayerNorm, eps=1e-6),
        ),
        PromptEncoder(WIDTH, (SIDE // 16,) * 2, (SIDE,) * 2, mask_in_chans=16),
        MaskDecoder(
            transformer_dim=WIDTH,
            transformer=TwoWayTransformer(depth=1, embedding_dim=WIDTH, num_heads=2, mlp_dim=32),
            num_multimask_outputs=3,
            iou_head_hidden_dim=16,
        ),
        pixel_mean=[123.675, 116.28, 103.53],
        pixel_std=[58.395, 57.12, 57.375],
    ).eval()  # fmt: skip
    use_fast_blocks(network.image_encoder)
    return network
