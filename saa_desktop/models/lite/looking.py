"""One look of the network at an image: how likely each place is part of a defect, and of which kind."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
import torch

from saa_desktop.domain.arrays import ImageArray, MapArray
from saa_desktop.models.lite.network import STRIDE, DefectNetwork
from saa_desktop.models.lite.perception import perceive

SIDE = 256
"""Longer side at which the network sees an image, pixels."""


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
