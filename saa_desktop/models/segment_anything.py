"""The refiner: SAM (arXiv 2304.02643) with box prompts, one mask a box, or with a person's points."""

import weakref
from pathlib import Path

import numpy as np
import numpy.typing as npt
import segment_anything
import torch
from segment_anything.modeling import Sam
from segment_anything.utils.transforms import ResizeLongestSide
from torch.nn import functional

from saa_desktop.domain.arrays import BoxArray, ImageArray
from saa_desktop.domain.masks import Mask
from saa_desktop.models.checkpoints import building, fill, read_weights, recognise_variant
from saa_desktop.models.placement import Placement
from saa_desktop.models.sam_image_encoder import use_fast_blocks
from saa_desktop.models.sam_mask_decoder import use_shared_decoder
from saa_desktop.pipeline.matrix_products import use_fast_linears

VARIANTS = {768: "vit_b", 1024: "vit_l", 1280: "vit_h"}
"""Name of each variant by the width of its image encoder."""
TITLES = {"vit_b": "SAM ViT-B", "vit_l": "SAM ViT-L", "vit_h": "SAM ViT-H"}

MANY_BOXES = 16
"""Boxes cut out at once on a GPU: about 20 MB each in the mask decoder."""

_BOXES_IN_CACHE = 4
"""Boxes cut out at once on the processor: 4 MB each pass through all layers."""

_ROWS = 1024  # image rows upscaled at once: 1024 x 12,000 float32 are 50 MB


def load_segment_anything(path: Path) -> tuple[Sam, str]:
    """Return SAM, on the CPU, and the name of its variant, from one of the official files.

    Raises:
        ModelError: the file is not one of this network.
    """
    weights = read_weights(path)
    variant = recognise_variant(weights, "image_encoder.patch_embed.proj.weight", VARIANTS, path, "SAM")
    network = build_segment_anything(variant)
    fill(network, weights, path, TITLES[variant])
    return network, variant


def build_segment_anything(variant: str) -> Sam:
    """Return SAM, unfilled."""
    with building():
        network: Sam = segment_anything.sam_model_registry[variant]()
    use_fast_blocks(network.image_encoder)
    use_shared_decoder(network)
    use_fast_linears(network)
    return network.eval()


class SegmentAnythingRefiner:
    """A ``Refiner``. Keeps what it saw of the last image, so that a person's next mark costs little."""

    def __init__(self, network: Sam, placement: Placement, boxes_at_once: int = MANY_BOXES) -> None:
        """Take a filled network.

        Args:
            network: in eval mode.
            placement: where it computes.
            boxes_at_once: bounds the memory of the mask decoder.
        """
        self._network = network
        self._placement = placement
        processor = placement.device.type == "cpu"
        self._boxes_at_once = min(boxes_at_once, _BOXES_IN_CACHE) if processor else boxes_at_once
        self._last: tuple[weakref.ref[ImageArray], torch.Tensor] | None = None

    def refine(self, image: ImageArray, boxes: BoxArray) -> list[Mask]:
        """Return one mask a box, in order.

        Args:
            image: (H, W, 3) uint8.
            boxes: (N, 4) float32 xyxy in pixels.
        """
        if not len(boxes):
            return []
        with self._placement.computing(self._network):
            embedding = self._embedding_of(image)
            size = image.shape[:2]
            prompts = self._resize.apply_boxes_torch(torch.tensor(boxes), size).to(self._placement.device)
            return [
                upscaled_mask(logits[0], *size)
                for chunk in prompts.split(self._boxes_at_once)
                for logits in self._decode(embedding, size, boxes=chunk)[0]
            ]

    def refine_at(
        self, image: ImageArray, points: npt.NDArray[np.float32], inside: npt.NDArray[np.bool_]
    ) -> Mask:
        """Return the mask of the one thing that the points tell of.

        A single point is ambiguous, so SAM answers it with three masks; the one that it trusts most is taken.

        Args:
            image: (H, W, 3) uint8.
            points: (N, 2) float32 x y in pixels, N >= 1.
            inside: (N,) bool, whether each point belongs to it.
        """
        with self._placement.computing(self._network):
            embedding = self._embedding_of(image)
            size = image.shape[:2]
            places = self._resize.apply_coords_torch(torch.tensor(points), size)[None]
            labels = torch.tensor(inside, dtype=torch.int64)[None]
            device = self._placement.device
            prompt = places.to(device), labels.to(device)
            logits, trust = self._decode(embedding, size, points=prompt, several=len(points) == 1)
            return upscaled_mask(logits[0, int(trust[0].argmax())], *size)

    @property
    def _resize(self) -> ResizeLongestSide:
        return ResizeLongestSide(self._network.image_encoder.img_size)

    def _embedding_of(self, image: ImageArray) -> torch.Tensor:
        """Return the encoded image, which takes most of the time, unless it is the last one again."""
        if self._last is not None and self._last[0]() is image:
            return self._last[1]
        pixels = torch.from_numpy(self._resize.apply_image(image)).to(self._placement.device)
        embedding: torch.Tensor = self._network.image_encoder(
            self._network.preprocess(pixels.permute(2, 0, 1)[None])
        )
        self._last = weakref.ref(image), embedding
        return embedding

    def _decode(
        self,
        embedding: torch.Tensor,
        size: tuple[int, int],
        *,
        boxes: torch.Tensor | None = None,
        points: tuple[torch.Tensor, torch.Tensor] | None = None,
        several: bool = False,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return (N, M, h, w) float32 mask logits at the network's scale, and (N, M) how good they should be.

        Args:
            embedding: the encoded image.
            size: H and W of the image.
            boxes: (N, 4) at the network's scale.
            points: (N, P, 2) at the network's scale and (N, P) labels, 1 inside, 0 outside.
            several: whether M is 3, not 1.
        """
        # Little of the work, all of the outline: in float32 whatever the precision.
        with torch.autocast(embedding.device.type, enabled=False):
            sparse, dense = self._network.prompt_encoder(points=points, boxes=boxes, masks=None)
            logits, trust = self._network.mask_decoder(
                image_embeddings=embedding.float(),
                image_pe=self._network.prompt_encoder.get_dense_pe(),
                sparse_prompt_embeddings=sparse,
                dense_prompt_embeddings=dense,
                multimask_output=several,
            )
        side = self._network.image_encoder.img_size
        padded = functional.interpolate(logits, (side, side), mode="bilinear", align_corners=False)
        height, width = self._resize.get_preprocess_shape(*size, side)
        return padded[..., :height, :width], trust


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
