"""The layers of GroundingDINO's transformer, for batches of captions, under the published state-dict keys."""

import torch
from torch import nn

from saa_desktop.models.deformable_attention import DeformableAttention, Levels
from saa_desktop.pipeline.matrix_products import linear

_ROWS_AT_ONCE = 2048
"""Positions that pass a feed-forward part at once on the processor: its 8 C channels stay in the cache."""


class FeedForward(nn.Module):
    """A layer's second half, which layers inherit: their state-dict keys know no part of that name."""

    linear1: nn.Linear
    linear2: nn.Linear

    def _fed_forward(self, inputs: torch.Tensor, norm: nn.LayerNorm) -> torch.Tensor:
        """Return norm(inputs + linear2(relu(linear1(inputs)))), (B, N, C)."""
        if inputs.device.type != "cpu":
            return norm(inputs + self._change(inputs))  # type: ignore[no-any-return]
        rows = inputs.flatten(0, 1)
        outputs = torch.empty_like(rows)
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            part = rows[start : start + _ROWS_AT_ONCE]
            outputs[start : start + _ROWS_AT_ONCE] = norm(part + self._change(part))
        return outputs.view_as(inputs)

    def _change(self, inputs: torch.Tensor) -> torch.Tensor:
        hidden = linear(inputs, self.linear1.weight, self.linear1.bias, "relu")
        return linear(hidden, self.linear2.weight, self.linear2.bias)


class TextLayer(FeedForward):
    """Lets the tokens of each phrase look at one another."""

    def __init__(self, width: int, heads: int, inner: int) -> None:
        super().__init__()
        self.heads = heads
        self.self_attn = nn.MultiheadAttention(width, heads, batch_first=True)
        self.linear1 = nn.Linear(width, inner)
        self.linear2 = nn.Linear(inner, width)
        self.norm1 = nn.LayerNorm(width)
        self.norm2 = nn.LayerNorm(width)

    def forward(self, text: torch.Tensor, positions: torch.Tensor, phrase_mask: torch.Tensor) -> torch.Tensor:
        """Return the (B, T, C) tokens.

        Args:
            text: (B, T, C) float32.
            positions: (B, T, C) float32, embedded.
            phrase_mask: (B, T, T) bool, which tokens stand in the same phrase; true on the diagonal.
        """
        # The attention counts heads within captions. The package repeats the captions within heads, so that
        # its batches of more than one caption mix up their masks.
        masks = (~phrase_mask).repeat_interleave(self.heads, dim=0)
        placed = text + positions
        with torch.autocast(text.device.type, enabled=False):
            change, _ = self.self_attn(placed, placed, text, attn_mask=masks, need_weights=False)
            return self._fed_forward(self.norm1(text + change), self.norm2)


class ImageLayer(FeedForward):
    """Lets the image's positions look around."""

    def __init__(self, width: int, heads: int, inner: int, levels: int, points: int) -> None:
        super().__init__()
        self.self_attn = DeformableAttention(width, heads, levels, points)
        self.norm1 = nn.LayerNorm(width)
        self.linear1 = nn.Linear(width, inner)
        self.linear2 = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width)

    def forward(self, image: torch.Tensor, positions: torch.Tensor, levels: Levels) -> torch.Tensor:
        """Return the (B, N, C) positions.

        Args:
            image: (B, N, C) float32.
            positions: (1, N, C) float32, embedded.
            levels: of the image.
        """
        change = self.self_attn(image + positions, image, levels)
        return self._fed_forward(self.norm1(change.float().add_(image)), self.norm2)


class QueryLayer(FeedForward):
    """Lets the queries look at one another, at the caption, and at the image around their boxes."""

    def __init__(self, width: int, heads: int, inner: int, levels: int, points: int) -> None:
        super().__init__()
        self.cross_attn = DeformableAttention(width, heads, levels, points)
        self.norm1 = nn.LayerNorm(width)
        self.ca_text = nn.MultiheadAttention(width, heads, batch_first=True)
        self.catext_norm = nn.LayerNorm(width)
        self.self_attn = nn.MultiheadAttention(width, heads, batch_first=True)
        self.norm2 = nn.LayerNorm(width)
        self.linear1 = nn.Linear(width, inner)
        self.linear2 = nn.Linear(inner, width)
        self.norm3 = nn.LayerNorm(width)

    def forward(
        self,
        queries: torch.Tensor,
        positions: torch.Tensor,
        boxes: torch.Tensor,
        *,
        image: torch.Tensor,
        levels: Levels,
        text: torch.Tensor,
        token_mask: torch.Tensor,
    ) -> torch.Tensor:
        """Return the (B, Q, C) queries.

        Args:
            queries: (B, Q, C) float32.
            positions: (B, Q, C) float32, the embedded boxes.
            boxes: (B, Q, 4) float32 cxcywh in fractions of the image.
            image: (B, N, C) float32.
            levels: of the image.
            text: (B, T, C) float32.
            token_mask: (B, T) bool, false on padding.
        """
        placed = queries + positions
        change, _ = self.self_attn(placed, placed, queries, need_weights=False)
        queries = self.norm2(queries + change)
        change, _ = self.ca_text(
            queries + positions, text, text, key_padding_mask=~token_mask, need_weights=False
        )
        queries = self.catext_norm(queries + change)
        change = self.cross_attn(queries + positions, image, levels, boxes)
        return self._fed_forward(self.norm1(queries + change), self.norm3)
