"""What the network is trained to make small."""

import torch
from torch.nn import functional

KIND_WEIGHT = 0.2
WHOLE_WEIGHT = 0.3
FALSE_WEIGHT = 0.4
TOLERATED = 30.0
"""Pixels of a good image that, taken for a defect, count half as much as any number of them."""


def defect_loss(
    outputs: tuple[torch.Tensor, torch.Tensor, torch.Tensor], labels: torch.Tensor
) -> tuple[torch.Tensor, dict[str, float]]:
    """Return the loss and its parts.

    Cross entropy keeps the probabilities honest; the Dice loss of each image (Milletari et al. 2016) makes a
    pinhole count as much as half a tile, and outlines tight; of a good image the share of it is what is seen
    falsely, again whatever the number of pixels.

    Args:
        outputs: of the network.
        labels: (N, H, W) int64, 0 good, else 1 + the kind.
    """
    defect, kind, whole = (output.float() for output in outputs)
    target = (labels > 0).float()
    pixels = functional.binary_cross_entropy_with_logits(defect[:, 0], target)
    present = target.amax(dim=(1, 2))
    likely = torch.sigmoid(defect[:, 0])
    shared = (likely * target).sum(dim=(1, 2))
    dice = 1 - (2 * shared + 1) / (likely.sum(dim=(1, 2)) + target.sum(dim=(1, 2)) + 1)
    dice = (dice * present).sum() / present.sum().clamp(min=1)
    seen = likely.sum(dim=(1, 2))
    false = (seen / (seen + TOLERATED) * (1 - present)).sum() / (1 - present).sum().clamp(min=1)
    coarse = functional.max_pool2d(labels[:, None].float(), 4)[:, 0].long()
    kinds = functional.cross_entropy(kind, coarse - 1, ignore_index=-1, reduction="sum")
    kinds = kinds / (coarse > 0).sum().clamp(min=1)
    images = functional.binary_cross_entropy_with_logits(whole, present)
    total = pixels + dice + FALSE_WEIGHT * false + KIND_WEIGHT * kinds + WHOLE_WEIGHT * images
    parts = {"pixels": pixels, "dice": dice, "false": false, "kinds": kinds, "images": images}
    return total, {name: float(part.detach()) for name, part in parts.items()}
