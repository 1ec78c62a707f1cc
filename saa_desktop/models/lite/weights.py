"""The weights of ``lite`` that come with the application."""

import hashlib
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from saa_desktop.data_files import data_path
from saa_desktop.domain.errors import ModelError
from saa_desktop.models.checkpoints import building, fill, read_weights
from saa_desktop.models.lite.judging import EVIDENCE, SOURCES, Judge
from saa_desktop.models.lite.network import DefectNetwork

WEIGHTS = "lite.safetensors"
"""File of the weights, in ``resources``."""
SHA256 = "2e665a15584b12bcf5555df7292dc71cbe98ffa3b9267c504c370a08b692c951"
"""... and its SHA-256: a damaged file must not inspect anything."""
JUDGE = "judge.weights"
"""Key of the judge's weights; all others are the network's."""


def shipped_weights() -> tuple[DefectNetwork, Judge]:
    """Return network and judge with the weights that come with the application.

    Raises:
        ModelError: the file is missing or damaged.
    """
    path = data_path("resources", WEIGHTS)
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise ModelError(f"The file {path} cannot be read: install SAA Desktop again.") from error
    if digest != SHA256:
        raise ModelError(f"The file {path} is damaged: install SAA Desktop again.")
    return load_network(path), load_judge(path)


def load_network(path: Path) -> DefectNetwork:
    """Return a network, ready to look, with the weights of a file.

    Raises:
        ModelError: the file cannot be read, or holds other weights.
    """
    weights = {key: value.float() for key, value in read_weights(path).items() if key != JUDGE}
    with building():
        network = DefectNetwork()
    fill(network, weights, path, "lite")
    return _fused(network.eval())


def load_judge(path: Path) -> Judge:
    """Return the judge of a file.

    Raises:
        ModelError: the file cannot be read, or holds no judge.
    """
    weights = read_weights(path).get(JUDGE)
    if weights is None or weights.shape != (len(SOURCES), len(EVIDENCE)):
        raise ModelError(f"The file {path} holds no judge for lite: fit one (training/README.md).")
    return Judge(weights.float().numpy().astype(np.float32))


def _fused(network: DefectNetwork) -> DefectNetwork:
    """Return the network with each normalisation taken into the convolution before it, which is faster."""
    for module in network.modules():
        if isinstance(module, nn.Sequential) and len(module) > 1:
            first, second = module[0], module[1]
            if isinstance(first, nn.Conv2d) and isinstance(second, nn.BatchNorm2d):
                module[0], module[1] = fuse_conv_bn_eval(first, second), nn.Identity()
    return network.to(memory_format=torch.channels_last)
