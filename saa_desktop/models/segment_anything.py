"""The refiner: SAM (arXiv 2304.02643) with box prompts, one mask a box."""

from pathlib import Path

import numpy as np
import segment_anything
import torch
from segment_anything.modeling import Sam
from segment_anything.utils.transforms import ResizeLongestSide
from torch.nn import functional

from saa_desktop.domain.arrays import BoxArray, ImageArray
from saa_desktop.domain.errors import ModelError
from saa_desktop.domain.masks import Mask
from saa_desktop.models.checkpoints import building, fill, first_dimension, read_weights
from saa_desktop.models.placement import Placement

VARIANTS = {768: "vit_b", 1024: "vit_l", 1280: "vit_h"}
"""Name of each variant by the width of its image encoder."""
TITLES = {"vit_b": "SAM ViT-B", "vit_l": "SAM ViT-L", "vit_h": "SAM ViT-H"}

MANY_BOXES = 16
"""Boxes cut out at once: about 40 MB each in the mask decoder."""

_ROWS = 1024  # image rows upscaled at once: 1024 x 12,000 float32 are 50 MB


def load_segment_anything(path: Path) -> tuple[Sam, str]:
    """Return SAM, on the CPU, and the name of its variant, from one of the official files.

    Raises:
        ModelError: the file is not one of this network.
    """
    weights = read_weights(path)
    width = first_dimension(weights, "image_encoder.patch_embed.proj.weight", path, "SAM")
    if width not in VARIANTS:
        raise ModelError(
            f"The file {path.name} holds a SAM of unknown size ({width} channels): choose ViT-B, "
            "ViT-L or ViT-H."
        )
    variant = VARIANTS[width]
    network = build_segment_anything(variant)
    fill(network, weights, path, TITLES[variant])
    return network, variant


def build_segment_anything(variant: str) -> Sam:
    """Return SAM, unfilled."""
    with building():
        network: Sam = segment_anything.sam_model_registry[variant]()
    return network.eval()


class SegmentAnythingRefiner:
    """A ``RegionRefiner``."""

    def __init__(self, network: Sam, placement: Placement, boxes_at_once: int = MANY_BOXES) -> None:
        """Take a filled network.

        Args:
            network: in eval mode.
            placement: where it computes.
            boxes_at_once: bounds the memory of the mask decoder.
        """
        self._network = network
        self._placement = placement
        self._boxes_at_once = boxes_at_once

    def refine(self, image: ImageArray, boxes: BoxArray) -> list[Mask]:
        """Return one mask a box, in order.

        Args:
            image: (H, W, 3) uint8.
            boxes: (N, 4) float32 xyxy in pixels.
        """
        if not len(boxes):
            return []
        with self._placement.computing(self._network):
            resize = ResizeLongestSide(self._network.image_encoder.img_size)
            size = image.shape[:2]
            pixels = torch.from_numpy(resize.apply_image(image)).to(self._placement.device)
            embedding = self._network.image_encoder(self._network.preprocess(pixels.permute(2, 0, 1)[None]))
            prompts = resize.apply_boxes_torch(torch.tensor(boxes), size).to(self._placement.device)
            return [
                upscaled_mask(logits, *size)
                for chunk in prompts.split(self._boxes_at_once)
                for logits in self._decode(embedding, chunk, pixels.shape[0], pixels.shape[1])
            ]

    def _decode(self, embedding: torch.Tensor, boxes: torch.Tensor, height: int, width: int) -> torch.Tensor:
        """Return (N, height, width) float32 mask logits at the size of the network's input, unpadded."""
        sparse, dense = self._network.prompt_encoder(points=None, boxes=boxes, masks=None)
        logits, _ = self._network.mask_decoder(
            image_embeddings=embedding,
            image_pe=self._network.prompt_encoder.get_dense_pe(),
            sparse_prompt_embeddings=sparse,
            dense_prompt_embeddings=dense,
            multimask_output=False,
        )
        side = self._network.image_encoder.img_size
        padded = functional.interpolate(logits.float(), (side, side), mode="bilinear", align_corners=False)
        return padded[:, 0, :height, :width]


def upscaled_mask(logits: torch.Tensor, height: int, width: int) -> Mask:
    """Return where the logits, resized bilinearly to the image, are above 0.

    Computes only the window that the mask can reach: what lies between values not above 0 is not either.

    Args:
        logits: (h, w) float32.
        height: H of the image, pixels.
        width: W of the image, pixels.
    """
    above = logits > 0
    rows, upper, lower, down = _taps(above.any(dim=1), height)
    columns, left, right, across = _taps(above.any(dim=0), width)
    crop = np.zeros((len(upper), len(left)), dtype=np.bool_)
    if crop.size:
        lines = logits[:, left] * (1 - across) + logits[:, right] * across
        for start in range(0, len(upper), _ROWS):
            part = slice(start, start + _ROWS)
            weight = down[part, None]
            values = lines[upper[part]] * (1 - weight) + lines[lower[part]] * weight
            crop[part] = (values > 0).cpu().numpy()
    return Mask.from_crop(crop, columns, rows, height, width)


def _taps(occupied: torch.Tensor, size: int) -> tuple[int, torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return the first output position that can be reached along one axis, and how each one is made up.

    Args:
        occupied: (n,) bool, which input positions hold anything.
        size: number of output positions.

    Returns:
        The first reached position, and for it and its followers up to the last reached one: the two input
        positions around it and the weight of the second (half-pixel centres, as ``functional.interpolate``).
    """
    count = len(occupied)
    at = (torch.arange(size, device=occupied.device) + 0.5) * (count / size) - 0.5
    at = at.clamp(min=0)
    first = at.long().clamp(max=count - 1)
    second = (first + 1).clamp(max=count - 1)
    reached = (occupied[first] | occupied[second]).nonzero().flatten()
    if not len(reached):
        return 0, first[:0], second[:0], at[:0]
    window = slice(int(reached[0]), int(reached[-1]) + 1)
    return window.start, first[window], second[window], (at - first)[window]
