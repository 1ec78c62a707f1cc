"""What the network is trained to make small."""

import torch
from torch.nn import functional

KIND_WEIGHT = 0.2
WHOLE_WEIGHT = 0.3


def defect_loss(
    outputs: tuple[torch.Tensor, torch.Tensor, torch.Tensor], labels: torch.Tensor
) -> tuple[torch.Tensor, dict[str, float]]:
    """Return the loss and its parts.

    Cross entropy keeps the probabilities honest; the Dice loss of each image (Milletari et al. 2016) makes a
    pinhole count as much as half a tile, and outlines tight.

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
    coarse = functional.max_pool2d(labels[:, None].float(), 4)[:, 0].long()
    kinds = functional.cross_entropy(kind, coarse - 1, ignore_index=-1, reduction="sum")
    kinds = kinds / (coarse > 0).sum().clamp(min=1)
    images = functional.binary_cross_entropy_with_logits(whole, present)
    total = pixels + dice + KIND_WEIGHT * kinds + WHOLE_WEIGHT * images
    parts = {"pixels": pixels, "dice": dice, "kinds": kinds, "images": images}
    return total, {name: float(part.detach()) for name, part in parts.items()}
