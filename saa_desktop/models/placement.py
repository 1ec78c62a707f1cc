"""Where a network computes and how precisely, handed to each adapter: nothing global is set for good."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass

import torch


@dataclass(frozen=True, slots=True)
class Placement:
    """A device and a precision.

    Attributes:
        device: where to compute.
        reduced_precision: matrix products and convolutions in bfloat16; float32, the reference, without it.
    """

    device: torch.device
    reduced_precision: bool = False

    @contextmanager
    def computing(self, *networks: torch.nn.Module) -> Iterator[None]:
        """Bring the networks to the device and compute there without gradients.

        Raises:
            torch.OutOfMemoryError: they do not fit.
        """
        for network in networks:
            network.to(self.device)
        with (
            torch.inference_mode(),
            torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=self.reduced_precision),
            _true_float32() if self.device.type == "cuda" else nullcontext(),
        ):
            yield


@contextmanager
def _true_float32() -> Iterator[None]:
    """Keep cuDNN from rounding float32 convolutions to 10 bits (TF32), which it does unless told."""
    with torch.backends.cudnn.flags(enabled=True, benchmark=torch.backends.cudnn.benchmark, allow_tf32=False):
        yield
