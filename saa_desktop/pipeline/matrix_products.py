"""Linear layers at the processor's speed.

PyTorch hands float32 products to MKL, which runs at half speed on processors of other makers than its own.
oneDNN, in every PyTorch for x86, does not, and applies the activation on the way. Its operator is the one
that torch.compile calls. Where it is missing, PyTorch's usual one takes over.
"""

from functools import cache

import torch
from torch import nn
from torch.nn import functional

_ACTIVATIONS = {"none": lambda values: values, "relu": functional.relu_, "gelu": functional.gelu}


def linear(
    inputs: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None, activation: str = "none"
) -> torch.Tensor:
    """Return activation(inputs @ weight.T + bias); in bfloat16 under autocast, as ``functional.linear`` is.

    Args:
        inputs: (..., C) floating point.
        weight: (D, C).
        bias: (D,).
        activation: ``none``, ``relu`` or ``gelu`` (exact).
    """
    if not _suits_onednn(inputs, weight):
        usual: torch.Tensor = _ACTIVATIONS[activation](functional.linear(inputs, weight, bias))
        return usual
    if torch.is_autocast_enabled("cpu"):
        reduced = torch.get_autocast_dtype("cpu")
        inputs, weight = inputs.to(reduced), weight.to(reduced)
        bias = bias if bias is None else bias.to(reduced)
    # With gaps between rows oneDNN computes one number at a time, and gaps in the bias it does not see.
    bias = bias if bias is None else bias.contiguous()
    return _onednn_linear(inputs.contiguous(), weight.contiguous(), bias, activation)


def _onednn_linear(
    inputs: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None, activation: str
) -> torch.Tensor:
    form = "none" if activation == "gelu" else ""
    result: torch.Tensor = torch.ops.mkldnn._linear_pointwise(inputs, weight, bias, activation, [], form)
    return result


def _suits_onednn(inputs: torch.Tensor, weight: torch.Tensor) -> bool:
    """Tell whether oneDNN can take a product; without rows or with gradients it cannot."""
    return (
        weight.device.type == "cpu"
        and inputs.numel() > 0
        and weight.dtype in {torch.float32, torch.bfloat16}
        and not torch.is_grad_enabled()
        and _onednn_multiplies()
    )


@cache
def _onednn_multiplies() -> bool:
    """Tell whether this build of PyTorch has the operator, and it computes what it should."""
    inputs, weight, bias = torch.eye(3), torch.arange(6.0).reshape(2, 3), torch.tensor([-2.0, 0.5])
    try:
        for activation, function in _ACTIVATIONS.items():
            product = _onednn_linear(inputs, weight, bias, activation)
            if not torch.allclose(product, function(weight.T + bias), atol=1e-5):
                return False
    except (AttributeError, RuntimeError, TypeError):
        return False
    return True


class FastLinear(nn.Linear):
    """``nn.Linear`` through ``linear``."""

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        """Return the product with the weights."""
        return linear(inputs, self.weight, self.bias)


def use_fast_linears(network: nn.Module) -> None:
    """Replace every ``nn.Linear`` inside a network by one that computes the same faster; keys stay."""
    for name, child in network.named_children():
        if type(child) is nn.Linear:
            fast = FastLinear(child.in_features, child.out_features, device="meta")
            fast.weight, fast.bias = child.weight, child.bias
            setattr(network, name, fast)
        else:
            use_fast_linears(child)
