"""GroundingDINO (arXiv 2303.05499) put together from groundingdino-py's parts.

The package's own class fetches BERT from a model hub as it is built, encodes image and text again for
every caption, and warns on every pass. This one has the same state-dict keys and computes the same boxes and
logits.
"""

import copy
import functools
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import torch
from torch import nn
from transformers import BertConfig, BertModel


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep back what the package's code says about names in timm and PyTorch that have moved since."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Importing from timm.models.layers", FutureWarning)
        # PyTorch says this once in a process, so that it never comes up during an inspection.
        warnings.filterwarnings("ignore", "torch.meshgrid", UserWarning)
        yield


with _quiet():
    from groundingdino.config import GroundingDINO_SwinB_cfg, GroundingDINO_SwinT_OGC
    from groundingdino.models.GroundingDINO.backbone import build_backbone
    from groundingdino.models.GroundingDINO.bertwarper import generate_masks_with_special_tokens
    from groundingdino.models.GroundingDINO.transformer import build_transformer
    from groundingdino.models.GroundingDINO.utils import MLP, ContrastiveEmbed
    from groundingdino.util.misc import NestedTensor, inverse_sigmoid

_PUBLISHED = {"swin_t": GroundingDINO_SwinT_OGC, "swin_b": GroundingDINO_SwinB_cfg}


def published_configuration(variant: str) -> SimpleNamespace:
    """Return the published settings of ``swin_t`` (OGC) or ``swin_b`` (cogcoor), without training's parts."""
    settings = {key: value for key, value in vars(_PUBLISHED[variant]).items() if not key.startswith("_")}
    return SimpleNamespace(**settings | {"use_checkpoint": False, "use_transformer_ckpt": False})


@dataclass(frozen=True, slots=True)
class ImageFeatures:
    """An image as the transformer takes it: one entry a level, from fine to coarse.

    Attributes:
        sources: (1, C, h, w) float32.
        masks: (1, h, w) bool, true on padding, of which there is none.
        positions: (1, C, h, w) float32 position embeddings.
    """

    sources: tuple[torch.Tensor, ...]
    masks: tuple[torch.Tensor, ...]
    positions: tuple[torch.Tensor, ...]


@dataclass(frozen=True, slots=True)
class CaptionFeatures:
    """A caption of T tokens as the transformer takes it.

    Attributes:
        token_ids: T entries of the vocabulary.
        encoded: (1, T, C) float32.
        position_ids: (1, T) int64, counted within each phrase.
        phrase_mask: (1, T, T) bool, which tokens stand in the same phrase.
    """

    token_ids: tuple[int, ...]
    encoded: torch.Tensor
    position_ids: torch.Tensor
    phrase_mask: torch.Tensor


class GroundingDinoNetwork(nn.Module):
    """The detector."""

    def __init__(self, configuration: SimpleNamespace, bert: BertConfig) -> None:
        """Build it with fresh weights.

        Args:
            configuration: as ``published_configuration`` returns it.
            bert: BERT-base uncased in the published networks, which is what ``BertConfig()`` says.
        """
        super().__init__()
        width = configuration.hidden_dim
        with _quiet():
            backbone = build_backbone(configuration)
            self.transformer = build_transformer(configuration)
        self.bert = BertModel(bert)
        self.feat_map = nn.Linear(bert.hidden_size, width)
        levels = [_projection(channels, width, 1) for channels in backbone.num_channels]
        channels = backbone.num_channels[-1]
        for _ in range(configuration.num_feature_levels - len(levels)):
            levels.append(_projection(channels, width, 3))
            channels = width
        self.input_proj = nn.ModuleList(levels)
        self.backbone = backbone
        layers = configuration.dec_layers
        box_head, class_head = MLP(width, width, 4, 3), ContrastiveEmbed()
        self.bbox_embed = nn.ModuleList([box_head] * layers)
        self.class_embed = nn.ModuleList([class_head] * layers)
        self.transformer.decoder.bbox_embed = self.bbox_embed
        self.transformer.decoder.class_embed = self.class_embed
        self.transformer.enc_out_bbox_embed = copy.deepcopy(box_head)
        self.transformer.enc_out_class_embed = class_head
        for layer in self.transformer.decoder.layers:
            # The package's version asks torch.cuda.amp for what it means, which warns on every pass.
            layer.forward_ffn = functools.partial(_feed_forward, layer)

    def encode_image(self, pixels: torch.Tensor) -> ImageFeatures:
        """Run the backbone and the projections to the transformer's width.

        Args:
            pixels: (1, 3, H, W) float32, normalised.
        """
        padding = pixels.new_zeros((1, *pixels.shape[-2:]), dtype=torch.bool)
        features, positions = self.backbone(NestedTensor(pixels, padding))
        sources = [
            project(feature.tensors) for project, feature in zip(self.input_proj, features, strict=False)
        ]
        masks = [feature.mask for feature in features]
        coarser = features[-1].tensors
        for project in self.input_proj[len(features) :]:
            coarser = project(coarser)
            mask = padding.new_zeros((1, *coarser.shape[-2:]))
            sources.append(coarser)
            masks.append(mask)
            positions.append(self.backbone[1](NestedTensor(coarser, mask)).to(coarser.dtype))
        return ImageFeatures(tuple(sources), tuple(masks), tuple(positions))

    def encode_caption(self, token_ids: tuple[int, ...], separators: list[int]) -> CaptionFeatures:
        """Run BERT, in which a token sees only its own phrase.

        Args:
            token_ids: T entries of the vocabulary, the special tokens at both ends included.
            separators: the tokens between phrases, those at both ends included.
        """
        ids = torch.tensor([token_ids], device=self.feat_map.weight.device)
        mask, position_ids = generate_masks_with_special_tokens({"input_ids": ids}, separators, None)
        hidden = self.bert(
            input_ids=ids,
            attention_mask=mask,
            position_ids=position_ids,
            token_type_ids=torch.zeros_like(ids),
        ).last_hidden_state
        return CaptionFeatures(token_ids, self.feat_map(hidden), position_ids, mask)

    def detect(self, image: ImageFeatures, caption: CaptionFeatures) -> tuple[torch.Tensor, torch.Tensor]:
        """Return (Q, 4) float32 boxes, cxcywh in fractions of the image, and (Q, T) float32 token logits.

        Args:
            image: what to look at; not changed.
            caption: what to look for; not changed.
        """
        # The transformer replaces the encoded text of this dictionary with what it made of it.
        text: dict[str, Any] = {
            "encoded_text": caption.encoded,
            "text_token_mask": torch.ones_like(caption.position_ids, dtype=torch.bool),
            "position_ids": caption.position_ids,
            "text_self_attention_masks": caption.phrase_mask,
        }
        hidden, references, *_ = self.transformer(
            image.sources, image.masks, None, image.positions, None, None, text
        )
        offsets = self.bbox_embed[-1](hidden[-1])
        boxes = (offsets + inverse_sigmoid(references[-2])).sigmoid()
        logits = self.class_embed[-1](hidden[-1], text)
        return boxes[0].float(), logits[0, :, : len(caption.token_ids)].float()


def _projection(channels: int, width: int, kernel: int) -> nn.Sequential:
    """Return one level's projection to the transformer's width; a 3 x 3 one halves the resolution."""
    stride, padding = (1, 0) if kernel == 1 else (2, 1)
    return nn.Sequential(nn.Conv2d(channels, width, kernel, stride, padding), nn.GroupNorm(32, width))


def _feed_forward(layer: Any, queries: torch.Tensor) -> torch.Tensor:
    """Return the queries after a decoder layer's feed-forward part, which is always computed in float32."""
    with torch.autocast(queries.device.type, enabled=False):
        queries = queries.float()
        change = layer.linear2(layer.activation(layer.linear1(queries)))
    result: torch.Tensor = layer.norm3(queries + change)
    return result
