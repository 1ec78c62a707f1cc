"""The saliency backbone: timm's WideResNet-50-2, stages 1 to 3 (arXiv 2305.10724, section 3.3.3)."""

from pathlib import Path

import cv2
import timm
import torch
from timm.data.constants import IMAGENET_DEFAULT_MEAN, IMAGENET_DEFAULT_STD
from torch.nn import functional

from saa_desktop.domain.arrays import ImageArray
from saa_desktop.models.checkpoints import building, fill, read_weights, recognise_variant
from saa_desktop.models.placement import Placement

TITLE = "WideResNet-50-2"


def load_wide_resnet(path: Path) -> torch.nn.Module:
    """Return the first three stages, on the CPU, from timm's file (racm_in1k).

    Raises:
        ModelError: the file is not one of this network.
    """
    weights = read_weights(path)
    recognise_variant(weights, "layer1.0.conv1.weight", {128: TITLE}, path, TITLE)
    network = build_wide_resnet()
    # The file holds the whole classifier.
    fill(network, weights, path, TITLE, ignored=("layer4.", "fc."))
    return network


def build_wide_resnet() -> torch.nn.Module:
    """Return the first three stages, unfilled."""
    with building():
        network: torch.nn.Module = timm.create_model(
            "wide_resnet50_2", pretrained=False, features_only=True, out_indices=(1, 2, 3)
        )
    return network.eval()


class WideResNetExtractor:
    """A ``FeatureExtractor``."""

    def __init__(self, network: torch.nn.Module, placement: Placement) -> None:
        self._network = network
        self._placement = placement

    def extract(self, image: ImageArray, side: int) -> torch.Tensor:
        """Return (1792, side / 4, side / 4) float32 features on the placement's device, unit length each.

        Args:
            image: (H, W, 3) uint8; resized as the published code does, bilinear without antialias.
            side: pixels.
        """
        with self._placement.computing(self._network):
            resized = torch.from_numpy(cv2.resize(image, (side, side))).to(self._placement.device)
            mean, std = (
                255 * resized.new_tensor(values, dtype=torch.float32)
                for values in (IMAGENET_DEFAULT_MEAN, IMAGENET_DEFAULT_STD)
            )
            pixels = ((resized - mean) / std).permute(2, 0, 1)[None]
            stages = self._network(pixels)
            channels, grid = [stage.shape[1] for stage in stages], stages[0].shape[-2:]
            # In place: at a side of 1024 these are 470 MB.
            features = torch.empty(sum(channels), *grid, device=resized.device)
            for part, stage in zip(torch.split(features, channels), stages, strict=True):
                part.copy_(functional.interpolate(stage, grid)[0])
            return features.div_(features.norm(dim=0).clamp(min=1e-12))
