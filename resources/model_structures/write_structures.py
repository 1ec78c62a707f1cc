"""Writes the tables of tensor keys and shapes beside this file, from the networks of the model packages.

    python resources/model_structures/write_structures.py

Nothing is downloaded: the networks get random weights, and only their shapes are kept.
"""

import itertools
import json
import re
import warnings
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import timm
import torch
from segment_anything import sam_model_registry
from transformers import BertConfig, BertModel

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # groundingdino-py imports timm by a name that timm has given up
    from groundingdino.config import __file__ as dino_configurations
    from groundingdino.models import build_model
    from groundingdino.util import get_tokenlizer
    from groundingdino.util.slconfig import SLConfig

Shapes = dict[str, tuple[int, ...]]

IGNORED = {
    "grounding_dino": ("label_enc.", "bbox_embed.", "transformer.decoder.bbox_embed."),
    "wide_resnet50_2": ("layer4.", "fc."),
}
"""Beginnings of keys that a file may hold beyond the table: training leftovers, further names of one tensor,
and the layers behind the last one used."""


def networks() -> Iterator[tuple[str, torch.nn.Module]]:
    """Yield each network by the name of its record."""
    for name, configuration in (
        ("grounding_dino_swin_t", "GroundingDINO_SwinT_OGC.py"),
        ("grounding_dino_swin_b", "GroundingDINO_SwinB_cfg.py"),
    ):
        yield name, _grounding_dino(Path(dino_configurations).with_name(configuration))
    with torch.device("meta"):
        for variant in ("vit_h", "vit_l", "vit_b"):
            yield f"sam_{variant}", sam_model_registry[variant]()
        yield (
            "wide_resnet50_2",
            timm.create_model("wide_resnet50_2", features_only=True, out_indices=(1, 2, 3)),
        )


def _grounding_dino(configuration: Path) -> torch.nn.Module:
    settings = SLConfig.fromfile(str(configuration))
    settings.device = "cpu"
    with _local_text_encoder(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return build_model(settings)


@contextmanager
def _local_text_encoder() -> Iterator[None]:
    """Keep the package from fetching BERT from the model hub: its default configuration gives the shapes."""
    tokenizer = mock.Mock(**{"convert_tokens_to_ids.return_value": []})
    with mock.patch.multiple(
        get_tokenlizer,
        get_tokenlizer=mock.Mock(return_value=tokenizer),
        get_pretrained_language_model=mock.Mock(return_value=BertModel(BertConfig())),
    ):
        yield


def shapes_of(network: torch.nn.Module) -> Shapes:
    """Return what a weights file must hold: parameters once each, and the buffers that are not computed."""
    shapes = {key: tuple(tensor.shape) for key, tensor in network.named_parameters()}
    for key, tensor in network.named_buffers():
        if key.endswith(("running_mean", "running_var", "positional_encoding_gaussian_matrix")):
            shapes[key] = tuple(tensor.shape)
    return shapes


def collapse(shapes: Shapes) -> dict[str, list[int]]:
    """Join keys that differ in their numbers alone: ``a.0.w`` and ``a.1.w`` become ``a.[0,1].w``."""
    groups = defaultdict(list)
    for key, shape in shapes.items():
        groups[re.sub(r"\.\d+\.", ".#.", re.sub(r"\.\d+\.", ".#.", key)), shape].append(key)
    return dict(
        sorted(
            (_pattern(keys), list(shape)) for (_, shape), group in groups.items() for keys in _grids(group)
        )
    )


def _grids(keys: list[str]) -> list[list[str]]:
    """Part keys into groups whose numbers form a full grid."""
    numbers = [tuple(map(int, re.findall(r"\.(\d+)(?=\.)", key))) for key in keys]
    axes = [set(axis) for axis in zip(*numbers, strict=True)]
    if len(list(itertools.product(*axes))) == len(keys):
        return [keys]
    halves = defaultdict(list)
    for key, number in zip(keys, numbers, strict=True):
        halves[number[0]].append(key)
    return [grid for part in halves.values() for grid in ([part] if len(part) == 1 else _grids(part))]


def _pattern(keys: list[str]) -> str:
    parts = [key.split(".") for key in keys]
    return ".".join(_position(list(dict.fromkeys(column))) for column in zip(*parts, strict=True))


def _position(values: list[Any]) -> str:
    return values[0] if len(values) == 1 else f"[{','.join(sorted(values, key=int))}]"


def main() -> None:
    """Write every table."""
    for name, network in networks():
        ignored = next((prefixes for key, prefixes in IGNORED.items() if name.startswith(key)), ())
        lines = ",\n".join(
            f"  {json.dumps(key)}: {shape}" for key, shape in collapse(shapes_of(network)).items()
        )
        text = f'{{"ignored": {json.dumps(ignored)},\n "tensors": {{\n{lines}\n }}}}\n'
        Path(__file__).with_name(f"{name}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
