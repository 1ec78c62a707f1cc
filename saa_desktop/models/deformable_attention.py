"""Deformable attention over several levels (arXiv 2010.04159), which samples a few places of each level.

The package's version makes an (N, D, Q, P) array a level with ``grid_sample`` and sums it afterwards: about
9 GB moved in a pass of the detector. On the processor each query's samples are one weighted sum of rows
instead (``embedding_bag``), which writes nothing but the result.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import torch
from torch import nn
from torch.nn import functional

from saa_desktop.pipeline.matrix_products import linear

_QUERIES_AT_ONCE = 2048  # on the processor: the arrays of 128 samples a query stay in its cache

Level = tuple[int, int]
"""Height and width of a level."""


@dataclass(frozen=True)
class Levels:
    """The levels of an image and where their samples lie, the same for all layers and captions.

    Attributes:
        sizes: height and width of each level, from fine to coarse.
        heads: H, of the attention.
        points: P, sampled by each head in each level.
        device: of the constants.
    """

    sizes: tuple[Level, ...]
    heads: int
    points: int
    device: torch.device

    @property
    def positions(self) -> int:
        """N, of all levels together."""
        return sum(height * width for height, width in self.sizes)

    @cached_property
    def heights(self) -> torch.Tensor:
        """Return the height of each sample's level, (H * L * P,) float32."""
        return self._of_samples([height for height, _ in self.sizes])

    @cached_property
    def widths(self) -> torch.Tensor:
        """Return the width of each sample's level, (H * L * P,) float32."""
        return self._of_samples([width for _, width in self.sizes])

    @cached_property
    def framed_starts(self) -> tuple[int, ...]:
        """Return the row at which each level starts when every level has a frame one position wide."""
        starts = [0]
        for height, width in self.sizes:
            starts.append(starts[-1] + (height + 2) * (width + 2))
        return tuple(starts)

    @cached_property
    def first_rows(self) -> torch.Tensor:
        """Return the row of each sample's head at its framed level's first position, (H * L * P,)."""
        starts = self._of_samples(self.framed_starts[:-1])
        per_head = len(self.sizes) * self.points
        heads = torch.arange(self.heads, device=self.device).repeat_interleave(per_head)
        return starts * self.heads + heads

    @cached_property
    def centres(self) -> tuple[torch.Tensor, torch.Tensor]:
        """Return x and y, (N, 1) float32, of each position, in fractions of the image."""
        x, y = (torch.cat(parts) for parts in zip(*map(self._fractions, self.sizes), strict=True))
        return x[:, None], y[:, None]

    def _fractions(self, size: Level) -> tuple[torch.Tensor, torch.Tensor]:
        """Return x and y of a level's positions as fractions of the image."""
        height, width = size
        y = (torch.arange(height, device=self.device, dtype=torch.float32) + 0.5) / height
        x = (torch.arange(width, device=self.device, dtype=torch.float32) + 0.5) / width
        return x.repeat(height), y.repeat_interleave(width)

    def _of_samples(self, values: Sequence[int]) -> torch.Tensor:
        """Return a value a level as one a sample, (H * L * P,) float32."""
        per_level = torch.tensor(values, dtype=torch.float32, device=self.device)
        return per_level.repeat_interleave(self.points).repeat(self.heads)


class DeformableAttention(nn.Module):
    """One layer of it; the state-dict keys are those of the published networks."""

    def __init__(self, width: int, heads: int, levels: int, points: int) -> None:
        super().__init__()
        samples = heads * levels * points
        self.heads, self.points = heads, points
        self.sampling_offsets = nn.Linear(width, 2 * samples)
        self.attention_weights = nn.Linear(width, samples)
        self.value_proj = nn.Linear(width, width)
        self.output_proj = nn.Linear(width, width)

    def forward(
        self,
        queries: torch.Tensor,
        values: torch.Tensor,
        levels: Levels,
        boxes: torch.Tensor | None = None,
    ) -> torch.Tensor:
        """Return (B, Q, C), what each query gathers from the positions.

        Args:
            queries: (B, Q, C) float32; without boxes one a position.
            values: (B, N, C) float32, the positions of all levels.
            levels: their shapes.
            boxes: (B, Q, 4) float32 cxcywh in fractions of the image, around whose centres is sampled.
        """
        # Where to look is decided in float32 whatever the precision: a rounded place is another place.
        with torch.autocast(queries.device.type, enabled=False):
            x, y, weights = self._sampling(queries)
            if boxes is None:
                centre_x, centre_y = levels.centres
                x, y = x.div_(levels.widths).add_(centre_x), y.div_(levels.heights).add_(centre_y)
            else:
                x, y = _around_boxes(x, y, boxes, levels.points)
            weights = torch.unflatten(weights, -1, (self.heads, -1)).softmax(dim=-1).flatten(2)
        projected = torch.unflatten(self.value_proj(values), -1, (self.heads, -1))
        sample = sample_by_rows if queries.device.type == "cpu" else sample_by_grid
        gathered = sample(projected, levels, x, y, weights)
        mixed: torch.Tensor = self.output_proj(gathered)
        return mixed

    def _sampling(self, queries: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Return each query's offsets along x and along y and weights, (B, Q, H * L * P), by one product."""
        offsets, weights = self.sampling_offsets, self.attention_weights
        weight = torch.cat([offsets.weight[::2], offsets.weight[1::2], weights.weight])
        bias = torch.cat([offsets.bias[::2], offsets.bias[1::2], weights.bias])
        return linear(queries, weight, bias).chunk(3, dim=-1)


def _around_boxes(
    x: torch.Tensor, y: torch.Tensor, boxes: torch.Tensor, points: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return sampling positions, in fractions of the image, from offsets in parts of half a box."""
    centre_x, centre_y, width, height = boxes[..., None].unbind(dim=-2)
    return centre_x + x / points * width * 0.5, centre_y + y / points * height * 0.5


def sample_by_rows(
    values: torch.Tensor, levels: Levels, x: torch.Tensor, y: torch.Tensor, weights: torch.Tensor
) -> torch.Tensor:
    """Return (B, Q, C) float32, the weighted sums of bilinear samples; 0 counts for what lies off a level.

    Args:
        values: (B, N, H, C / H), of all levels one after the other.
        levels: their shapes.
        x: (B, Q, H * L * P) float32, in fractions of the image.
        y: the same.
        weights: the same shape.
    """
    sums = [
        _sample_one_by_rows(_framed(one, levels), levels, *places)
        for one, *places in zip(values, x, y, weights, strict=True)
    ]
    return torch.stack(sums)


def _framed(values: torch.Tensor, levels: Levels) -> torch.Tensor:
    """Return (rows, C / H) float32: the positions of levels framed with zeros, the heads side by side."""
    heads, channels = values.shape[1:]
    framed = values.new_zeros((levels.framed_starts[-1], heads, channels), dtype=torch.float32)
    parts = torch.split(values, [height * width for height, width in levels.sizes])
    for (height, width), start, part in zip(levels.sizes, levels.framed_starts, parts, strict=False):
        end = start + (height + 2) * (width + 2)
        inside = framed[start:end].view(height + 2, width + 2, heads, channels)[1:-1, 1:-1]
        inside.copy_(part.view(height, width, heads, channels))
    return framed.view(-1, channels)


def _sample_one_by_rows(
    rows: torch.Tensor, levels: Levels, x: torch.Tensor, y: torch.Tensor, weights: torch.Tensor
) -> torch.Tensor:
    """Return the (Q, C) sums for one image; a sample is four rows; the frame is all that is outside."""
    heads, per_head = levels.heads, len(levels.sizes) * levels.points
    down = (levels.widths + 2) * heads
    down_rows = down.to(torch.int32).view(heads, per_head)
    sums = x.new_empty((len(x), heads, rows.shape[1]))
    for start in range(0, len(x), _QUERIES_AT_ONCE):
        part = slice(start, start + _QUERIES_AT_ONCE)
        left, right_share = _split_position(x[part], levels.widths)
        upper, lower_share = _split_position(y[part], levels.heights)
        # Exact in float32: there are far fewer than 2 ** 24 rows.
        first = torch.addcmul(levels.first_rows, upper, down).add_(left, alpha=heads).to(torch.int32)
        first = first.view(-1, heads, per_head)
        corners = torch.stack([first, first + heads, first + down_rows, first + (down_rows + heads)], dim=2)
        lower = weights[part] * lower_share
        top = weights[part] - lower
        lower_right, top_right = lower * right_share, top * right_share
        shares = torch.stack(
            [
                share.view(-1, heads, per_head)
                for share in (top.sub_(top_right), top_right, lower.sub_(lower_right), lower_right)
            ],
            dim=2,
        )
        sums[part] = functional.embedding_bag(
            corners.view(-1, 4 * per_head), rows, per_sample_weights=shares.view(-1, 4 * per_head), mode="sum"
        ).view(-1, heads, rows.shape[1])
    return sums.flatten(1)


def _split_position(fraction: torch.Tensor, size: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the framed position at or before each place, and the share of the one after it.

    The place is rounded as often as ``grid_sample`` rounds it: the ranks of nearly equal boxes hang on that.
    """
    at = (2 * fraction).sub_(1).add_(1).mul_(size / 2).sub_(0.5).clamp_(min=-1).minimum(size)
    before = at.floor().minimum(size - 1)
    return before + 1, at.sub_(before)


def sample_by_grid(
    values: torch.Tensor, levels: Levels, x: torch.Tensor, y: torch.Tensor, weights: torch.Tensor
) -> torch.Tensor:
    """Return what ``sample_by_rows`` returns, in the way that suits a GPU; never waits for it."""
    batch, _, heads, channels = values.shape
    queries = x.shape[1]
    shape = (batch, queries, heads, len(levels.sizes), levels.points)
    grid = (2 * torch.stack([x, y], dim=-1) - 1).view(*shape, 2).permute(3, 0, 2, 1, 4, 5).flatten(1, 2)
    per_level = weights.view(shape).permute(3, 0, 2, 1, 4).flatten(1, 2)
    sums = values.new_zeros((batch * heads, channels, queries), dtype=torch.float32)
    parts = torch.split(values.float(), [height * width for height, width in levels.sizes], dim=1)
    for (height, width), part, places, shares in zip(levels.sizes, parts, grid, per_level, strict=True):
        level = part.permute(0, 2, 3, 1).reshape(batch * heads, channels, height, width)
        sampled = functional.grid_sample(
            level, places, mode="bilinear", padding_mode="zeros", align_corners=False
        )
        sums += (sampled * shares[:, None]).sum(dim=-1)
    return sums.view(batch, heads * channels, queries).transpose(1, 2)
