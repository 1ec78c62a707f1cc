"""What the speed that a person chose means for the networks on a device."""

from dataclasses import dataclass
from typing import Self

import torch

from saa_desktop.domain.speed import Speed
from saa_desktop.models.placement import Placement


@dataclass(frozen=True, slots=True)
class Placements:
    """Where and how precisely each network computes.

    Attributes:
        detector: GroundingDINO.
        segmenter: SAM.
        backbone: WideResNet.
    """

    detector: Placement
    segmenter: Placement
    backbone: Placement

    @classmethod
    def alike(cls, placement: Placement) -> Self:
        """Return the same for all networks."""
        return cls(placement, placement, placement)


def possible_speed(wish: Speed, device: torch.device) -> Speed:
    """Return the speed at which a device can run: EXACT where it has no bfloat16."""
    return wish if knows_bfloat16(device) else Speed.EXACT


def placements(device: torch.device, speed: Speed) -> Placements:
    """Return what a speed means on a device that knows bfloat16."""
    exact = Placement(device)
    if speed is Speed.EXACT:
        return Placements.alike(exact)
    reduced = Placement(device, reduced_precision=True)
    rest = reduced if speed is Speed.FAST else Placement(device, tensor_float32=True)
    return Placements(detector=rest, segmenter=reduced, backbone=rest)


def knows_bfloat16(device: torch.device) -> bool:
    """Tell whether a device computes in bfloat16 itself; others only pretend to, slowly."""
    if device.type == "cuda":
        return bool(torch.cuda.get_device_properties(device).major >= 8)  # Ampere
    # Not every PyTorch that runs this has these questions.
    questions = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
    return any(getattr(torch.cpu, question, lambda: False)() for question in questions)
