"""SAM's mask decoder for many prompts on one image.

The published decoder repeats the image for each prompt and projects every position of it to keys, values and
queries, only to meet a handful of tokens. As in GroundingDINO's fusion (``text_fusion.py``) the tokens' side
is multiplied through those projections instead, the image stays shared until the first layer has changed it,
and the upscaling works on positions with their channels side by side. The numbers are the same up to
rounding.
"""

import torch
from segment_anything.modeling import MaskDecoder, Sam
from segment_anything.modeling.transformer import Attention, TwoWayAttentionBlock
from torch import nn
from torch.nn import functional

from saa_desktop.pipeline.matrix_products import linear


class SharedMaskDecoder(nn.Module):
    """``MaskDecoder`` for prompts without masks, from the same parameters under the same keys."""

    def __init__(self, published: MaskDecoder) -> None:
        super().__init__()
        self.transformer = published.transformer
        self.iou_token, self.mask_tokens = published.iou_token, published.mask_tokens
        self.output_upscaling = published.output_upscaling
        self.output_hypernetworks_mlps = published.output_hypernetworks_mlps
        self.iou_prediction_head = published.iou_prediction_head

    def forward(
        self,
        image_embeddings: torch.Tensor,
        image_pe: torch.Tensor,
        sparse_prompt_embeddings: torch.Tensor,
        dense_prompt_embeddings: torch.Tensor,
        multimask_output: bool,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return (B, M, 4 h, 4 w) mask logits and (B, M) how good they should be; M is 3 or 1.

        Args:
            image_embeddings: (1, C, h, w).
            image_pe: (1, C, h, w).
            sparse_prompt_embeddings: (B, T, C) points and corners of boxes.
            dense_prompt_embeddings: (B, C, h, w), the same for all B, as it is without mask prompts.
            multimask_output: whether M is 3.
        """
        height, width = image_embeddings.shape[-2:]
        own = torch.cat([self.iou_token.weight, self.mask_tokens.weight])
        prompts = torch.cat(
            [own.expand(len(sparse_prompt_embeddings), -1, -1), sparse_prompt_embeddings], dim=1
        )
        image = (image_embeddings + dense_prompt_embeddings[:1]).flatten(2).mT
        tokens, image = self._look(prompts, image, image_pe[0].flatten(1).T)
        wanted = slice(1, None) if multimask_output else slice(0, 1)
        kernels = torch.stack(
            [
                make_kernel(tokens[:, 1 + index])
                for index, make_kernel in list(enumerate(self.output_hypernetworks_mlps))[wanted]
            ],
            dim=1,
        )
        # (B, h * w, 2, 2, 2, 2, M): row and column within a position twice, from coarse to fine.
        logits = torch.unflatten(self._upscaled(image) @ kernels.mT, 1, (height, width, 2, 2, 2, 2))
        logits = logits.permute(0, 7, 1, 3, 5, 2, 4, 6).reshape(len(tokens), -1, 4 * height, 4 * width)
        return logits, self.iou_prediction_head(tokens[:, 0])[:, wanted]

    def _look(
        self, prompts: torch.Tensor, image: torch.Tensor, positions: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return (B, T, C) tokens and (B, N, C) image after the layers.

        Args:
            prompts: (B, T, C), also the positions of the tokens.
            image: (1, N, C).
            positions: (N, C), embedded.
        """
        tokens = prompts
        for layer in self.transformer.layers:
            tokens, image = _two_ways(layer, tokens, prompts, image, positions)
        attend = self.transformer.final_attn_token_to_image
        change = _tokens_from_image(attend, tokens + prompts, image, positions)
        return self.transformer.norm_final_attn(tokens + change), image

    def _upscaled(self, image: torch.Tensor) -> torch.Tensor:
        """Return (B, N * 16, C / 8) from (B, N, C): each position becomes 2 x 2, and each of those again."""
        first, norm, activation, second, _ = self.output_upscaling
        finer = _quartered(image, first)
        finer = functional.layer_norm(finer, finer.shape[-1:], norm.weight, norm.bias, norm.eps)
        return _quartered(activation(finer), second, "gelu")


def use_shared_decoder(network: Sam) -> None:
    """Let SAM decode masks the faster way, from the same parameters under the same keys."""
    network.mask_decoder = SharedMaskDecoder(network.mask_decoder)


def _two_ways(
    layer: TwoWayAttentionBlock,
    tokens: torch.Tensor,
    prompts: torch.Tensor,
    image: torch.Tensor,
    positions: torch.Tensor,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return (B, T, C) tokens and (B, N, C) image that have looked at each other."""
    if layer.skip_first_layer_pe:
        tokens = layer.self_attn(q=tokens, k=tokens, v=tokens)
    else:
        placed = tokens + prompts
        tokens = tokens + layer.self_attn(q=placed, k=placed, v=tokens)
    tokens = layer.norm1(tokens)
    change = _tokens_from_image(layer.cross_attn_token_to_image, tokens + prompts, image, positions)
    tokens = layer.norm2(tokens + change)
    tokens = layer.norm3(tokens + layer.mlp(tokens))
    changed = _image_from_tokens(layer.cross_attn_image_to_token, image, positions, tokens + prompts, tokens)
    return tokens, layer.norm4(changed)


def _tokens_from_image(
    attend: Attention, queries: torch.Tensor, image: torch.Tensor, positions: torch.Tensor
) -> torch.Tensor:
    """Return (B, T, C), what (B, T, C) queries learn of the image, (1 or B, N, C)."""
    heads = (attend.num_heads, -1)
    scores = _scores(torch.unflatten(attend.q_proj(queries), -1, heads), attend.k_proj, image, positions)
    noticed = torch.unflatten(scores.softmax(dim=-1) @ image, 1, heads)
    into_values = torch.unflatten(attend.v_proj.weight, 0, heads)
    values = torch.einsum("bhtc,hdc->bthd", noticed, into_values).flatten(2) + attend.v_proj.bias
    learned: torch.Tensor = attend.out_proj(values)
    return learned


def _image_from_tokens(
    attend: Attention,
    image: torch.Tensor,
    positions: torch.Tensor,
    keys: torch.Tensor,
    values: torch.Tensor,
) -> torch.Tensor:
    """Return (B, N, C), the image, (1 or B, N, C), plus what it learns of (B, T, C) tokens."""
    heads = (attend.num_heads, -1)
    scores = _scores(torch.unflatten(attend.k_proj(keys), -1, heads), attend.q_proj, image, positions)
    shares = torch.unflatten(scores, 1, heads).softmax(dim=2).flatten(1, 2)
    out_weight = torch.unflatten(attend.out_proj.weight, 1, heads)
    told = torch.unflatten(attend.v_proj(values), -1, heads)
    from_tokens = torch.einsum("bthd,chd->bhtc", told, out_weight).flatten(1, 2)
    return torch.baddbmm(image + attend.out_proj.bias, shares.mT, from_tokens)


def _scores(
    tokens: torch.Tensor, projection: nn.Linear, image: torch.Tensor, positions: torch.Tensor
) -> torch.Tensor:
    """Return (B, H * T, N) scaled products of projected tokens with projection(image + positions).

    Args:
        tokens: (B, T, H, D), projected.
        projection: of the image, from C to H * D channels.
        image: (1 or B, N, C).
        positions: (N, C), embedded.
    """
    heads = tokens.shape[-2:]
    tokens = tokens * tokens.shape[-1] ** -0.5
    placed = torch.unflatten(linear(positions, projection.weight, projection.bias), -1, heads)
    of_positions = torch.einsum("bthd,nhd->bhtn", tokens, placed).flatten(1, 2)
    weight = torch.unflatten(projection.weight, 0, heads)
    into_image = torch.einsum("bthd,hdc->bhtc", tokens, weight).flatten(1, 2)
    return torch.baddbmm(of_positions, into_image, image.mT.expand(len(into_image), -1, -1))


def _quartered(
    image: torch.Tensor, convolution: nn.ConvTranspose2d, activation: str = "none"
) -> torch.Tensor:
    """Return (B, N * 4, D) from (B, N, C): a 2 x 2 transposed convolution of stride 2 is a product.

    Args:
        image: (B, N, C).
        convolution: from C to D channels.
        activation: as ``linear`` takes it.
    """
    weight = convolution.weight.permute(2, 3, 1, 0).flatten(0, 2)
    bias = None if convolution.bias is None else convolution.bias.repeat(4)
    quarters = linear(image, weight, bias, activation)
    return torch.unflatten(quarters, -1, (4, -1)).flatten(1, 2)
