"""GroundingDINO's transformer (arXiv 2303.05499, section 3): boxes and token logits from image and captions.

Computes what groundingdino-py's computes, for any number of captions at once on one image, under the same
state-dict keys. Images are never padded here, so nothing is masked on their side.
"""

import copy
import math
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace

import torch
from torch import nn
from torch.nn import functional

from saa_desktop.models.deformable_attention import Levels
from saa_desktop.models.grounding_dino_layers import ImageLayer, QueryLayer, TextLayer
from saa_desktop.models.text_fusion import TextFusion

_BOX_SIDE = 0.05  # of a proposal on the finest level, as a fraction of the image
_TEMPERATURE = 10000.0


@dataclass(frozen=True, slots=True)
class Captions:
    """B captions of up to T tokens.

    Attributes:
        encoded: (B, T, C) float32.
        position_ids: (B, T) int64, counted within each phrase.
        token_mask: (B, T) bool, false on padding.
        phrase_mask: (B, T, T) bool, which tokens stand in the same phrase; true on the diagonal.
    """

    encoded: torch.Tensor
    position_ids: torch.Tensor
    token_mask: torch.Tensor
    phrase_mask: torch.Tensor


class BoxHead(nn.Module):
    """The perceptron of the published networks."""

    def __init__(self, inputs: int, hidden: int, outputs: int, layers: int) -> None:
        super().__init__()
        widths = [inputs, *[hidden] * (layers - 1), outputs]
        self.layers = nn.ModuleList(map(nn.Linear, widths[:-1], widths[1:]))

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        """Return (..., outputs)."""
        for layer in self.layers[:-1]:
            values = functional.relu(layer(values))
        result: torch.Tensor = self.layers[-1](values)
        return result


class Encoder(nn.Module):
    """Layers in which positions and tokens learn of each other and of themselves."""

    def __init__(self, settings: SimpleNamespace) -> None:
        super().__init__()
        width, heads, inner = settings.hidden_dim, settings.nheads, settings.dim_feedforward
        self.layers = _copies(
            settings.enc_layers,
            lambda: ImageLayer(width, heads, inner, settings.num_feature_levels, settings.enc_n_points),
        )
        self.text_layers = _copies(settings.enc_layers, lambda: TextLayer(width, heads // 2, inner // 2))
        self.fusion_layers = _copies(settings.enc_layers, lambda: TextFusion(width, inner // 2, heads // 2))

    def forward(
        self,
        image: torch.Tensor,
        positions: torch.Tensor,
        levels: Levels,
        captions: Captions,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the (B, N, C) positions and the (B, T, C) tokens."""
        text = captions.encoded
        text_positions = _waves(captions.position_ids[..., None], text.shape[-1])
        for fuse, read, look in zip(self.fusion_layers, self.text_layers, self.layers, strict=True):
            image, text = fuse(image, text, captions.token_mask)
            text = read(text, text_positions, captions.phrase_mask)
            image = look(image, positions, levels)
        return image, text


class Decoder(nn.Module):
    """Layers that move each query's box."""

    def __init__(self, settings: SimpleNamespace, box_head: BoxHead) -> None:
        super().__init__()
        width, heads, inner = settings.hidden_dim, settings.nheads, settings.dim_feedforward
        self.layers = _copies(
            settings.dec_layers,
            lambda: QueryLayer(width, heads, inner, settings.num_feature_levels, settings.dec_n_points),
        )
        self.norm = nn.LayerNorm(width)
        self.ref_point_head = BoxHead(2 * width, width, width, 2)
        self.bbox_embed = nn.ModuleList([box_head] * settings.dec_layers)

    def forward(
        self,
        queries: torch.Tensor,
        proposals: torch.Tensor,
        *,
        image: torch.Tensor,
        levels: Levels,
        text: torch.Tensor,
        token_mask: torch.Tensor,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return (B, Q, 4) boxes, cxcywh in fractions of the image, and (B, Q, C) queries.

        Args:
            queries: (B, Q, C) float32.
            proposals: (B, Q, 4) float32 logits of boxes; may be infinite.
            image: (B, N, C) float32.
            levels: of the image.
            text: (B, T, C) float32.
            token_mask: (B, T) bool, false on padding.
        """
        boxes = proposals.sigmoid()
        for index, layer in enumerate(self.layers):
            place = boxes[..., [1, 0, 2, 3]]  # the published order of the embedded coordinates: y, x, w, h
            positions = self.ref_point_head(_waves(place, queries.shape[-1] // 2))
            queries = layer(
                queries, positions, boxes, image=image, levels=levels, text=text, token_mask=token_mask
            )
            last = index + 1 == len(self.layers)
            # The last box is read from the normalised query, the ones on the way are not.
            moved = self.bbox_embed[index](self.norm(queries) if last else queries)
            boxes = (moved + _logit(boxes)).sigmoid()
        return boxes, self.norm(queries)


class Transformer(nn.Module):
    """Encoder, choice of the queries, decoder."""

    def __init__(self, settings: SimpleNamespace, box_head: BoxHead) -> None:
        """Build it with fresh weights.

        Args:
            settings: as ``published_configuration`` returns them.
            box_head: shared by the decoder's layers.
        """
        super().__init__()
        width = settings.hidden_dim
        self.heads, self.points = settings.nheads, settings.enc_n_points
        self.level_embed = nn.Parameter(torch.empty(settings.num_feature_levels, width))
        nn.init.normal_(self.level_embed)
        self.encoder = Encoder(settings)
        self.decoder = Decoder(settings, box_head)
        self.tgt_embed = nn.Embedding(settings.num_queries, width)
        self.enc_output = nn.Linear(width, width)
        self.enc_output_norm = nn.LayerNorm(width)
        self.enc_out_bbox_embed = copy.deepcopy(box_head)

    def forward(
        self,
        sources: tuple[torch.Tensor, ...],
        positions: tuple[torch.Tensor, ...],
        captions: Captions,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return (B, Q, 4) boxes, cxcywh in fractions of the image, and (B, Q, T) token logits, float32.

        Args:
            sources: (1, C, h, w) features a level, from fine to coarse.
            positions: (1, C, h, w) position embeddings a level.
            captions: what to look for.
        """
        token_mask, batch = captions.token_mask, len(captions.encoded)
        sizes = tuple((source.shape[-2], source.shape[-1]) for source in sources)
        levels = Levels(sizes, self.heads, self.points, token_mask.device)
        image = torch.cat([source.float().flatten(2) for source in sources], dim=2).mT
        placed = [
            (position + embedding[:, None, None]).flatten(2)
            for position, embedding in zip(positions, self.level_embed, strict=True)
        ]
        image, text = self.encoder(
            image.expand(batch, -1, -1), torch.cat(placed, dim=2).mT.contiguous(), levels, captions
        )
        # From here on few numbers decide on boxes and scores: float32 in every precision.
        with torch.autocast(image.device.type, enabled=False):
            proposals = self._propose(image, text, token_mask, levels)
            queries = self.tgt_embed.weight.expand(batch, -1, -1)
            boxes, queries = self.decoder(
                queries, proposals, image=image, levels=levels, text=text, token_mask=token_mask
            )
            return boxes, token_logits(queries, text, token_mask)

    def _propose(
        self, image: torch.Tensor, text: torch.Tensor, token_mask: torch.Tensor, levels: Levels
    ) -> torch.Tensor:
        """Return (B, Q, 4) logits of the boxes around the positions that answer best to their caption."""
        around, inside = _proposals(levels)
        described = self.enc_output_norm(self.enc_output(image * inside))
        best = token_logits(described, text, token_mask).amax(dim=-1)
        chosen = best_positions(best, self.tgt_embed.num_embeddings)
        moved: torch.Tensor = self.enc_out_bbox_embed(_rows(described, chosen))
        return moved + around[chosen]


def best_positions(scores: torch.Tensor, count: int) -> torch.Tensor:
    """Return (B, count) int64, the positions of the highest of (B, N) scores, by falling score."""
    return scores.topk(count, dim=1).indices


def token_logits(queries: torch.Tensor, text: torch.Tensor, token_mask: torch.Tensor) -> torch.Tensor:
    """Return (B, Q, T) how well queries answer to tokens; -inf on padding."""
    return (queries @ text.mT).masked_fill_(~token_mask[:, None], -torch.inf)


def _copies(count: int, make: Callable[[], nn.Module]) -> nn.ModuleList:
    """Return layers of one form."""
    return nn.ModuleList(make() for _ in range(count))


def _rows(values: torch.Tensor, chosen: torch.Tensor) -> torch.Tensor:
    """Return (B, Q, C), the chosen ones of (B, N, C)."""
    return values.gather(1, chosen[..., None].expand(-1, -1, values.shape[-1]))


def _proposals(levels: Levels) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the (N, 4) logits of a box around each position, and (N, 1) whether it lies well inside.

    Boxes that do not are infinitely large, as in the published code.
    """
    boxes = []
    for index, (height, width) in enumerate(levels.sizes):
        rows = (torch.arange(height, dtype=torch.float32, device=levels.device) + 0.5) / height
        columns = (torch.arange(width, dtype=torch.float32, device=levels.device) + 0.5) / width
        y, x = torch.meshgrid(rows, columns, indexing="ij")
        side = torch.full_like(x, _BOX_SIDE * 2**index)
        boxes.append(torch.stack([x, y, side, side], dim=-1).flatten(0, 1))
    around = torch.cat(boxes)
    inside = ((around > 0.01) & (around < 0.99)).all(dim=-1, keepdim=True)
    return torch.log(around / (1 - around)).masked_fill_(~inside, torch.inf), inside


def _logit(values: torch.Tensor) -> torch.Tensor:
    """Return the inverse of the sigmoid, kept finite as in the published code."""
    values = values.clamp(0, 1)
    return torch.log(values.clamp(min=1e-3) / (1 - values).clamp(min=1e-3))


def _waves(places: torch.Tensor, width: int) -> torch.Tensor:
    """Return each place as ``width`` sines and cosines of rising length.

    Args:
        places: (..., n).
        width: channels a place.

    Returns:
        (..., n * width) float32.
    """
    exponent = torch.arange(width // 2, dtype=torch.float32, device=places.device) * (2 / width)
    angles = (places * (2 * math.pi))[..., None] / _TEMPERATURE**exponent
    return torch.stack([angles.sin(), angles.cos()], dim=-1).flatten(-3)
