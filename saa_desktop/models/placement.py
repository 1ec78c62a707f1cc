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
        tensor_float32: those in float32 with 10 bits behind the point on a GPU (TF32); implied by the above.
    """

    device: torch.device
    reduced_precision: bool = False
    tensor_float32: bool = False

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
            _gpu_float32(rounded=self.reduced_precision or self.tensor_float32)
            if self.device.type == "cuda"
            else nullcontext(),
        ):
            yield


@contextmanager
def _gpu_float32(*, rounded: bool) -> Iterator[None]:
    """Let float32 products be rounded to 10 bits (TF32) or not; unless told, cuDNN rounds convolutions."""
    before = torch.get_float32_matmul_precision()
    torch.set_float32_matmul_precision("high" if rounded else "highest")
    try:
        benchmark = torch.backends.cudnn.benchmark
        with torch.backends.cudnn.flags(enabled=True, benchmark=benchmark, allow_tf32=rounded):
            yield
    finally:
        torch.set_float32_matmul_precision(before)
