"""The two-way attention in which GroundingDINO's image positions and caption tokens learn of each other.

As written in the package, every image position is projected from C to 4 C channels for its queries, for its
values and back from its answers, only to meet a handful of tokens. Matrix products may be taken in any order,
so here the tokens' side is multiplied through those projections instead: the same numbers up to rounding for
a thirtieth of the work.
"""

import torch
from torch import nn


class TwoWayAttention(nn.Module):
    """Attention of N image positions to T tokens, and of the tokens to the positions, on shared scores."""

    def __init__(self, width: int, inner: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.v_proj = nn.Linear(width, inner)
        self.l_proj = nn.Linear(width, inner)
        self.values_v_proj = nn.Linear(width, inner)
        self.values_l_proj = nn.Linear(width, inner)
        self.out_v_proj = nn.Linear(inner, width)
        self.out_l_proj = nn.Linear(inner, width)

    def forward(
        self, image: torch.Tensor, text: torch.Tensor, token_mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return what the image positions, (B, N, C), and the tokens, (B, T, C), learn of each other.

        Args:
            image: (B, N, C) float32.
            text: (B, T, C) float32.
            token_mask: (B, T) bool, false on padding.
        """
        heads = (self.heads, -1)
        keys = (
            torch.unflatten(self.l_proj(text), -1, heads) * (self.v_proj.out_features // self.heads) ** -0.5
        )
        into_keys = torch.einsum("bthd,hdc->bhtc", keys, torch.unflatten(self.v_proj.weight, 0, heads))
        constant = torch.einsum("bthd,hd->bht", keys, torch.unflatten(self.v_proj.bias, 0, heads))
        scores = torch.baddbmm(constant.flatten(1, 2)[..., None], into_keys.flatten(1, 2), image.mT)
        scores = torch.unflatten(scores, 1, heads)

        noticed = torch.unflatten(scores.softmax(dim=-1).flatten(1, 2) @ image, 1, heads)
        into_values = torch.unflatten(self.values_v_proj.weight, 0, heads)
        values = torch.einsum("bhtc,hdc->bthd", noticed, into_values).flatten(2)
        to_text = self.out_l_proj(values + self.values_v_proj.bias)

        shares = scores.masked_fill_(~token_mask[:, None, :, None], -torch.inf).softmax(dim=2)
        token_values = torch.unflatten(self.values_l_proj(text), -1, heads)
        out_weight = torch.unflatten(self.out_v_proj.weight, 1, heads)
        from_tokens = torch.einsum("bthd,chd->bhtc", token_values, out_weight).flatten(1, 2)
        to_image = torch.baddbmm(self.out_v_proj.bias, shares.flatten(1, 2).mT, from_tokens)
        return to_image, to_text


class TextFusion(nn.Module):
    """One fusion layer; the state-dict keys are those of the published networks."""

    def __init__(self, width: int, inner: int, heads: int) -> None:
        super().__init__()
        self.layer_norm_v = nn.LayerNorm(width)
        self.layer_norm_l = nn.LayerNorm(width)
        self.attn = TwoWayAttention(width, inner, heads)
        self.gamma_v = nn.Parameter(torch.full((width,), 1e-4))
        self.gamma_l = nn.Parameter(torch.full((width,), 1e-4))

    def forward(
        self, image: torch.Tensor, text: torch.Tensor, token_mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return image positions and tokens that know of each other; the arguments of ``TwoWayAttention``."""
        # In float32 whatever the precision: the scores decide which words a place answers to.
        with torch.autocast(image.device.type, enabled=False):
            image, text = self.layer_norm_v(image), self.layer_norm_l(text)
            to_image, to_text = self.attn(image, text, token_mask)
            return image.addcmul_(self.gamma_v, to_image), text.addcmul_(self.gamma_l, to_text)
