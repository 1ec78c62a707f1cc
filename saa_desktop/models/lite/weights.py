"""The weights of ``lite`` that come with the application."""

import hashlib
from pathlib import Path

import torch
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from saa_desktop.data_files import data_path
from saa_desktop.domain.errors import ModelError
from saa_desktop.models.checkpoints import building, fill, read_weights
from saa_desktop.models.lite.network import DefectNetwork

WEIGHTS = "lite.safetensors"
"""File of the weights, in ``resources``."""
SHA256 = "99aaf16b88df55fab5f673a353b6c3bc332278d50bf8e4592b77e1c2eb2aeb56"
"""... and its SHA-256: a damaged file must not inspect anything."""


def shipped_network() -> DefectNetwork:
    """Return the network with the weights that come with the application.

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
    return load_network(path)


def load_network(path: Path) -> DefectNetwork:
    """Return a network, ready to look, with the weights of a file.

    Raises:
        ModelError: the file cannot be read, or holds other weights.
    """
    weights = {key: value.float() for key, value in read_weights(path).items()}
    with building():
        network = DefectNetwork()
    fill(network, weights, path, "lite")
    return _fused(network.eval())


def _fused(network: DefectNetwork) -> DefectNetwork:
    """Return the network with each normalisation taken into the convolution before it, which is faster."""
    for module in network.modules():
        if isinstance(module, nn.Sequential) and len(module) > 1:
            first, second = module[0], module[1]
            if isinstance(first, nn.Conv2d) and isinstance(second, nn.BatchNorm2d):
                module[0], module[1] = fuse_conv_bn_eval(first, second), nn.Identity()
    return network.to(memory_format=torch.channels_last)
