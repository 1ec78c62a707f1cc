"""One look of the network at an image: how likely each place is part of a defect, and of which kind."""

import hashlib
from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from saa_desktop.data_files import data_path
from saa_desktop.domain.arrays import ImageArray, MapArray
from saa_desktop.domain.errors import ModelError
from saa_desktop.models.checkpoints import building, fill, read_weights
from saa_desktop.models.lite.network import STRIDE, DefectNetwork
from saa_desktop.models.lite.perception import perceive

SIDE = 352
"""Longer side at which the network sees an image, pixels."""
WEIGHTS = "lite.safetensors"
"""File of the weights, in ``resources``."""
SHA256 = "2e665a15584b12bcf5555df7292dc71cbe98ffa3b9267c504c370a08b692c951"
"""... and its SHA-256: a damaged file must not inspect anything."""


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What the network says of one image.

    Attributes:
        defect: (h, w) float32, 0..1, how likely each place is part of a defect.
        kinds: (K, h / 4, w / 4) float32, how likely each kind of defect is there, given one.
        whole: 0..1, how likely anything in the image is a defect.
    """

    defect: MapArray
    kinds: npt.NDArray[np.float32]
    whole: float


class Eye:
    """Looks at images with a network."""

    def __init__(self, network: DefectNetwork) -> None:
        """Take a network in evaluation mode."""
        self._network = network

    @classmethod
    def shipped(cls) -> Self:
        """Return one with the weights that come with the application.

        Raises:
            ModelError: the file of the weights is missing or damaged.
        """
        path = data_path("resources", WEIGHTS)
        if hashlib.sha256(path.read_bytes()).hexdigest() != SHA256:
            raise ModelError(f"The file {path} is damaged: install SAA Desktop again.")
        with building():
            network = DefectNetwork()
        fill(network, {key: value.float() for key, value in read_weights(path).items()}, path, "lite")
        return cls(_fused(network.eval()))

    def look(self, image: ImageArray) -> Look:
        """Return what the network says of an image.

        Args:
            image: (H, W, 3) uint8 RGB.
        """
        scale = SIDE / max(image.shape[:2])
        height, width = (max(STRIDE, round(size * scale / STRIDE) * STRIDE) for size in image.shape[:2])
        method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        seen = cv2.resize(image, (width, height), interpolation=method)
        batch = torch.from_numpy(perceive(seen))[None]
        with torch.inference_mode():
            defect, kinds, whole = self._network(batch.contiguous(memory_format=torch.channels_last))
        return Look(
            torch.sigmoid(defect[0, 0]).numpy(),
            torch.softmax(kinds[0], 0).numpy(),
            float(torch.sigmoid(whole)),
        )


def _fused(network: DefectNetwork) -> DefectNetwork:
    """Return the network with each normalisation taken into the convolution before it, which is faster."""
    for module in network.modules():
        if isinstance(module, nn.Sequential) and len(module) > 1:
            first, second = module[0], module[1]
            if isinstance(first, nn.Conv2d) and isinstance(second, nn.BatchNorm2d):
                module[0], module[1] = fuse_conv_bn_eval(first, second), nn.Identity()
    return network.to(memory_format=torch.channels_last)
