"""GroundingDINO (arXiv 2303.05499): groundingdino-py's image backbone, BERT, and a transformer of our own.

The package's own class fetches BERT from a model hub as it is built, encodes image and text again for
every caption, and warns on every pass. This one has the same state-dict keys and computes the same boxes and
logits, up to rounding, for any number of captions on one encoded image; up to the ranks of nearly equal
queries, that is, which change with any rounding (docs/decisions/022).
"""

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace

import torch
from torch import nn
from torch.nn.utils.rnn import pad_sequence
from transformers import BertConfig, BertModel

from saa_desktop.models.grounding_dino_transformer import BoxHead, Captions, Transformer


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
    from groundingdino.util.misc import NestedTensor

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
        positions: (1, C, h, w) float32 position embeddings.
    """

    sources: tuple[torch.Tensor, ...]
    positions: tuple[torch.Tensor, ...]


@dataclass(frozen=True, slots=True)
class CaptionFeatures:
    """A caption of T tokens as the transformer takes it.

    Attributes:
        token_ids: T entries of the vocabulary.
        encoded: (T, C) float32.
        position_ids: (T,) int64, counted within each phrase.
        phrase_mask: (T, T) bool, which tokens stand in the same phrase; true on the diagonal.
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
        box_head = BoxHead(width, width, 4, 3)
        self.transformer = Transformer(configuration, box_head)
        self.bert = BertModel(bert)
        self.feat_map = nn.Linear(bert.hidden_size, width)
        levels = [_projection(channels, width, 1) for channels in backbone.num_channels]
        channels = backbone.num_channels[-1]
        for _ in range(configuration.num_feature_levels - len(levels)):
            levels.append(_projection(channels, width, 3))
            channels = width
        self.input_proj = nn.ModuleList(levels)
        self.backbone = backbone
        self.bbox_embed = self.transformer.decoder.bbox_embed

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
        coarser = features[-1].tensors
        for project in self.input_proj[len(features) :]:
            coarser = project(coarser)
            sources.append(coarser)
            unpadded = padding.new_zeros((1, *coarser.shape[-2:]))
            positions.append(self.backbone[1](NestedTensor(coarser, unpadded)))
        return ImageFeatures(tuple(sources), tuple(positions))

    def encode_caption(self, token_ids: tuple[int, ...], separators: list[int]) -> CaptionFeatures:
        """Run BERT, in which a token sees only its own phrase; in float32, for it is done once a profile.

        Args:
            token_ids: T entries of the vocabulary, the special tokens at both ends included.
            separators: the tokens between phrases, those at both ends included.
        """
        ids = torch.tensor([token_ids], device=self.feat_map.weight.device)
        mask, position_ids = generate_masks_with_special_tokens({"input_ids": ids}, separators, None)
        with torch.autocast(ids.device.type, enabled=False):
            hidden = self.bert(
                input_ids=ids,
                attention_mask=mask,
                position_ids=position_ids,
                token_type_ids=torch.zeros_like(ids),
            ).last_hidden_state
            return CaptionFeatures(token_ids, self.feat_map(hidden)[0], position_ids[0], mask[0])

    def detect(
        self, image: ImageFeatures, captions: Sequence[CaptionFeatures]
    ) -> list[tuple[torch.Tensor, torch.Tensor]]:
        """Return, for each caption, (Q, 4) boxes, cxcywh in fractions of the image, and (Q, T) token logits.

        Args:
            image: what to look at; not changed.
            captions: what to look for, all at once; not changed.
        """
        lengths = [len(caption.token_ids) for caption in captions]
        device, longest = image.sources[0].device, max(lengths)
        token_mask = torch.arange(longest, device=device) < torch.tensor(lengths, device=device)[:, None]
        # Padding sees itself: a softmax over nothing is not a number.
        phrase_mask = torch.eye(longest, dtype=torch.bool, device=device).repeat(len(captions), 1, 1)
        for mask, caption, length in zip(phrase_mask, captions, lengths, strict=True):
            mask[:length, :length] = caption.phrase_mask
        padded = Captions(
            pad_sequence([caption.encoded for caption in captions], batch_first=True),
            pad_sequence([caption.position_ids for caption in captions], batch_first=True),
            token_mask,
            phrase_mask,
        )
        boxes, logits = self.transformer(image.sources, image.positions, padded)
        return [
            (found, answers[:, :length])
            for found, answers, length in zip(boxes, logits, lengths, strict=True)
        ]


def _projection(channels: int, width: int, kernel: int) -> nn.Sequential:
    """Return one level's projection to the transformer's width; a 3 x 3 one halves the resolution."""
    stride, padding = (1, 0) if kernel == 1 else (2, 1)
    return nn.Sequential(nn.Conv2d(channels, width, kernel, stride, padding), nn.GroupNorm(32, width))
