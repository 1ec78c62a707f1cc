"""SAM's image encoder with attention that never holds all pairs of positions.

The published attention adds relative positions to an (h * w) x (h * w) array a head: at 64 x 64 positions and
16 heads that is 1 GB, passed over four times in each of the layers that look at the whole image. The numbers
here are the same up to rounding.
"""

import torch
from segment_anything.modeling import ImageEncoderViT
from segment_anything.modeling.common import MLPBlock
from segment_anything.modeling.image_encoder import Attention, get_rel_pos
from torch import nn
from torch.nn import functional

from saa_desktop.pipeline.matrix_products import linear

_MANY_POSITIONS = 1024
_ROWS_AT_ONCE = 4
"""Rows of positions whose scores are held at once on the processor: 4 x 64 x 4096 float32 are 4 MB."""
_ALIGNED = 8  # channels: what the fast attention kernels of GPUs ask for


class RelativeAttention(nn.Module):
    """Attention with decomposed relative positions (arXiv 2112.01526, equation 4), over one size of grid."""

    def __init__(self, published: Attention, height: int, width: int) -> None:
        """Take over a layer's parameters under their keys.

        Args:
            published: with relative positions.
            height: of its grid, positions.
            width: of its grid, positions.
        """
        super().__init__()
        self.num_heads, self.scale = published.num_heads, published.scale
        self.qkv, self.proj = published.qkv, published.proj
        self.rel_pos_h, self.rel_pos_w = published.rel_pos_h, published.rel_pos_w
        rows = torch.eye(height).repeat_interleave(width, dim=0)
        columns = torch.eye(width).repeat(height, 1)
        self.register_buffer("places", torch.cat([rows, columns], dim=1), persistent=False)
        self.places: torch.Tensor

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        """Return (B, h, w, C) from the same."""
        batch, height, width, _ = inputs.shape
        heads = self.num_heads
        qkv = linear(inputs, self.qkv.weight, self.qkv.bias)
        qkv = qkv.view(batch, height * width, 3, heads, -1).permute(2, 0, 3, 1, 4)
        queries, keys, values = qkv.reshape(3, batch * heads, height * width, -1).unbind()
        grid = torch.unflatten(queries, 1, (height, width))
        by_row = torch.einsum("bhwc,hkc->bhwk", grid, get_rel_pos(height, height, self.rel_pos_h))
        by_column = torch.einsum("bhwc,wkc->bhwk", grid, get_rel_pos(width, width, self.rel_pos_w))
        queries = queries * self.scale
        if inputs.device.type == "cpu" and height * width > _MANY_POSITIONS:
            attended = _attend_by_rows(queries, keys, values, by_row, by_column)
        else:
            # The scores of relative positions are products too: with which row and column a key lies in.
            placed = torch.cat([queries, by_row.flatten(1, 2), by_column.flatten(1, 2)], dim=-1)
            places = self.places.to(keys.dtype).expand(len(keys), -1, -1)
            attend = _attend_plainly if inputs.device.type == "cpu" else _attend_fused
            attended = attend(placed, torch.cat([keys, places], dim=-1), values)
        attended = attended.view(batch, heads, height, width, -1).permute(0, 2, 3, 1, 4).flatten(3)
        return linear(attended, self.proj.weight, self.proj.bias)


def _attend_by_rows(
    queries: torch.Tensor,
    keys: torch.Tensor,
    values: torch.Tensor,
    by_row: torch.Tensor,
    by_column: torch.Tensor,
) -> torch.Tensor:
    """Return (G, h * w, D), a few rows of one head at a time, so that their scores stay in the cache.

    Args:
        queries: (G, h * w, D), scaled.
        keys: (G, h * w, D).
        values: (G, h * w, D).
        by_row: (G, h, w, h) scores of the key's row.
        by_column: (G, h, w, w) scores of the key's column.
    """
    height, width = by_row.shape[1:3]
    attended = torch.empty_like(queries)
    turned = values.mT.contiguous()
    for group in range(len(queries)):
        for top in range(0, height, _ROWS_AT_ONCE):
            rows = slice(top, top + _ROWS_AT_ONCE)
            part = slice(top * width, (top + _ROWS_AT_ONCE) * width)
            scores = linear(queries[group, part], keys[group], None)
            pairs = scores.view(-1, height, width)
            pairs += by_row[group, rows].reshape(-1, height, 1)
            pairs += by_column[group, rows].reshape(-1, 1, width)
            attended[group, part] = linear(scores.softmax(dim=-1), turned[group], None)
    return attended


def _attend_plainly(queries: torch.Tensor, keys: torch.Tensor, values: torch.Tensor) -> torch.Tensor:
    """Return softmax(queries @ keys.T) @ values, the faster way for windows on the processor.

    Args:
        queries: (G, N, K), scaled.
        keys: (G, N, K).
        values: (G, N, D).
    """
    return torch.bmm(torch.bmm(queries, keys.mT).softmax(dim=-1).to(values.dtype), values)


def _attend_fused(queries: torch.Tensor, keys: torch.Tensor, values: torch.Tensor) -> torch.Tensor:
    """Return what ``_attend_plainly`` returns, by a GPU's fused attention, which wants all of one width."""
    channels = -(-queries.shape[-1] // _ALIGNED) * _ALIGNED
    query, key, value = (
        functional.pad(part, (0, channels - part.shape[-1]))[None] for part in (queries, keys, values)
    )
    attended = functional.scaled_dot_product_attention(query, key, value, scale=1.0)
    return attended[0, ..., : values.shape[-1]]


class FastMlp(nn.Module):
    """A block's perceptron, the activation applied on the way."""

    def __init__(self, published: MLPBlock) -> None:
        """Take over the parameters of a perceptron with GELU under their keys."""
        super().__init__()
        self.lin1, self.lin2 = published.lin1, published.lin2

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        """Return (..., C) from the same."""
        hidden = linear(inputs, self.lin1.weight, self.lin1.bias, "gelu")
        return linear(hidden, self.lin2.weight, self.lin2.bias)


class ExactNeck(nn.Sequential):
    """The projection to the mask decoder's channels, always in float32: its norms are written out."""

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        """Return (B, C, h, w) float32."""
        with torch.autocast(inputs.device.type, enabled=False):
            outputs = inputs.float()
            for layer in self:
                outputs = layer(outputs)
            return outputs


def use_fast_blocks(encoder: ImageEncoderViT) -> None:
    """Let SAM's encoder compute the same faster, from the same parameters under the same keys."""
    height, width = encoder.pos_embed.shape[1:3]
    for block in encoder.blocks:
        grid = (block.window_size,) * 2 if block.window_size else (height, width)
        block.attn = RelativeAttention(block.attn, *grid)
        block.mlp = FastMlp(block.mlp)
    encoder.neck = ExactNeck(*encoder.neck)
