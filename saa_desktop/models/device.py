"""Where the networks run: the choice of a device from an operator's words."""

import re

import torch

from saa_desktop.domain.errors import ModelError


def choose_device(wish: str = "auto") -> torch.device:
    """Return the device to run on.

    Args:
        wish: ``auto`` (a GPU where there is one), ``cpu``, ``cuda`` or ``cuda:N``.

    Raises:
        ModelError: the wish is not one of these, or that GPU is not there.
    """
    words = wish.strip().lower()
    if not re.fullmatch(r"auto|cpu|cuda(:\d+)?", words):
        raise ModelError(f"The device {wish!r} is not known: choose auto, cpu, cuda or cuda:N.")
    count = torch.cuda.device_count() if torch.cuda.is_available() else 0
    if words == "auto":
        return torch.device("cuda:0" if count else "cpu")
    if words == "cpu":
        return torch.device("cpu")
    index = int(words.partition(":")[2] or 0)
    if not count:
        raise ModelError(
            f"The device {words} was asked for, but PyTorch finds no CUDA GPU here: choose auto or cpu, "
            "or install the GPU's driver and a CUDA build of PyTorch."
        )
    if index >= count:
        raise ModelError(f"The device {words} is not there: choose one from cuda:0 to cuda:{count - 1}.")
    return torch.device("cuda", index)
