"""Reading weights files, without running anything in them, and filling networks with them, strictly."""

import pickle
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import safetensors
import safetensors.torch
import torch
from torch.overrides import TorchFunctionMode

from saa_desktop.domain.errors import ModelError

Weights = Mapping[str, torch.Tensor]
"""A state dict: tensors by key."""

COMPUTED_BUFFERS = ("position_ids", "relative_position_index", "num_batches_tracked")
"""Last parts of keys of buffers that a network computes for itself, or never reads outside training.

Releases of the model packages differ in whether they store them, so they are neither missed nor read.
"""

_SHOWN = 3


def read_weights(path: Path) -> Weights:
    """Read a ``.pth``, ``.pt`` or ``.bin`` file that holds nothing but tensors, or a ``.safetensors`` file.

    A state dict wrapped as ``{"model": ...}`` is unwrapped, and the ``module.`` that parallel training puts
    in front of keys is taken off. The tensors may be mapped from the file: copy them before the file goes.

    Raises:
        ModelError: the file is missing, damaged, or holds anything but tensors; nothing in it was run.
    """
    try:
        content = _load(path)
    except OSError as error:
        raise ModelError(f"The weights file {path} cannot be read: {error.strerror or error}.") from error
    except (
        pickle.UnpicklingError, safetensors.SafetensorError, RuntimeError, EOFError, ValueError,
        KeyError, IndexError, AttributeError, TypeError,
    ) as error:  # fmt: skip
        # What a damaged or hostile pickle raises depends on the byte at which it goes wrong.
        raise _refusal(path) from error
    if isinstance(content, Mapping) and isinstance(content.get("model"), Mapping):
        content = content["model"]
    if not isinstance(content, Mapping) or not all(
        isinstance(key, str) and isinstance(value, torch.Tensor) for key, value in content.items()
    ):
        raise _refusal(path)
    return {key.removeprefix("module."): value for key, value in content.items()}


def _load(path: Path) -> Any:
    """Return what the file holds."""
    if path.suffix == ".safetensors":
        return safetensors.torch.load_file(path)
    with path.open("rb") as file:
        mappable = zipfile.is_zipfile(file)
    with warnings.catch_warnings():
        # torch wonders aloud about odd pickles before it refuses them.
        warnings.simplefilter("ignore")
        return torch.load(path, map_location="cpu", weights_only=True, mmap=mappable)


def _refusal(path: Path) -> ModelError:
    """Return the error for a file that is not a plain weights file."""
    return ModelError(
        f"The file {path.name} was refused, and nothing in it was run: it is damaged or holds more than "
        "plain weights; get the official file again."
    )


def recognise_variant(
    weights: Weights, key: str, variants: Mapping[int, str], path: Path, network: str
) -> str:
    """Return which variant of a network the weights are of.

    Args:
        weights: by state-dict key.
        key: of the tensor whose first dimension, the network's width, tells the variants apart.
        variants: their names by that width.
        path: where the weights come from, for the sentence.
        network: what it is called, for the sentence.

    Raises:
        ModelError: these are weights of something else.
    """
    if key not in weights or weights[key].ndim == 0:
        raise ModelError(f"The file {path.name} does not hold {network} weights: choose the official file.")
    width = weights[key].shape[0]
    if width not in variants:
        raise ModelError(
            f"The file {path.name} holds a {network} of unknown size ({width} channels): choose "
            f"{' or '.join(variants.values())}."
        )
    return variants[width]


def fill(
    network: torch.nn.Module, weights: Weights, path: Path, title: str, ignored: Sequence[str] = ()
) -> None:
    """Copy weights into a network: every one that it has, and no other.

    Args:
        network: its parameters and buffers are overwritten.
        weights: by state-dict key.
        path: where they come from, for the sentence.
        title: what the network is called, for the sentence.
        ignored: beginnings of the keys that official files hold beyond the network.

    Raises:
        ModelError: weights are missing, unknown or of another size; the network is not usable then.
    """
    weights = {key: value for key, value in weights.items() if not key.endswith(COMPUTED_BUFFERS)}
    wanted = {key: value for key, value in network.state_dict().items() if not key.endswith(COMPUTED_BUFFERS)}
    # One tensor may have several keys, of which a safetensors file stores only one.
    found = {value.data_ptr() for key, value in wanted.items() if key in weights}
    missing = [k for k, value in wanted.items() if k not in weights and value.data_ptr() not in found]
    unknown = [k for k in weights if k not in wanted and not k.startswith(tuple(ignored))]
    misshapen = [k for k in wanted if k in weights and wanted[k].shape != weights[k].shape]
    faults = [
        f"{len(keys)} {fault} ({_shown(keys)})"
        for fault, keys in (("missing", missing), ("unknown", unknown), ("of another size", misshapen))
        if keys
    ]
    if faults:
        raise ModelError(
            f"The weights in {path.name} do not fit {title}: {', '.join(faults)}; get the official file."
        )
    network.load_state_dict({key: weights[key] for key in wanted if key in weights}, strict=False)


def _shown(keys: Iterable[str]) -> str:
    """Return the first few keys, in words."""
    names = sorted(keys)
    return ", ".join(names[:_SHOWN]) + (", ..." if len(names) > _SHOWN else "")


class _Uninitialised(TorchFunctionMode):
    """Leaves out the random numbers that new layers are filled with, in this thread."""

    def __torch_function__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        kwargs = kwargs or {}
        fills = func in (torch.Tensor.normal_, torch.Tensor.uniform_)
        if fills or getattr(func, "__module__", "") == "torch.nn.init":
            return args[0] if args else kwargs["tensor"]
        return func(*args, **kwargs)


@contextmanager
def building() -> Iterator[None]:
    """Build networks that ``fill`` will fill: their parameters hold whatever lay in memory.

    Random initial values of SAM ViT-H alone take ten seconds, only to be overwritten.
    """
    with _Uninitialised():
        yield
