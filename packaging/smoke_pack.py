"""Writes a model pack with random weights: ``python packaging/smoke_pack.py PACK``.

Nothing sensible is found with them, but the frozen application runs every network of ``saa-plus`` on them.
"""

import hashlib
import string
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime

import torch
from safetensors.torch import save

from saa_desktop import __version__
from saa_desktop.models.packs import Manifest, PackedFile
from saa_desktop.models.registry import REGISTRY, ModelFile
from saa_desktop.models.structure import read_table

NETWORKS = ("grounding_dino_swin_t", "sam_vit_b", "wide_resnet50_2")
_TOKENS = 30522


def main() -> int:
    """Write the pack that the command line names."""
    packed = []
    # The manifest comes first in a pack, and names what follows: each content is made twice, and never kept.
    for record, content in contents():
        packed.append(_described(record, content))
    with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_STORED) as archive:
        manifest = Manifest(
            created_at=datetime.now(UTC), application_version=__version__, files=tuple(packed)
        )
        archive.writestr("manifest.json", manifest.model_dump_json())
        for file, (_, content) in zip(packed, contents(), strict=True):
            archive.writestr(file.member, content)
    return 0


def contents() -> Iterator[tuple[ModelFile, bytes]]:
    """Yield what stands in for each file of the registry that a run needs."""
    records = {record.name: record for record in REGISTRY}
    for name in NETWORKS:
        yield records[name], save(random_weights(name))
    yield records["bert_vocabulary"], ("\n".join(tokens()) + "\n").encode()


def _described(record: ModelFile, content: bytes) -> PackedFile:
    return PackedFile(
        name=record.name,
        member=f"weights/{record.file_names[-1]}",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        official=False,
        licence=record.licence,
        publisher="nobody",
        sources=(),
    )


def random_weights(name: str) -> dict[str, torch.Tensor]:
    """Return small random tensors of the shapes that a network needs; variances are 1."""
    generator = torch.Generator().manual_seed(0)
    return {
        key: torch.ones(shape)
        if key.endswith("running_var")
        else torch.randn(shape, generator=generator) * 0.02
        for key, shape in read_table(name)[0].items()
    }


def tokens() -> list[str]:
    """Return as many tokens as BERT has, with which every English word can be spelled."""
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    letters = [*string.ascii_lowercase, *string.digits, *string.punctuation]
    known = [*special, *letters, *(f"##{letter}" for letter in letters)]
    return [*known, *(f"[unused{number}]" for number in range(_TOKENS - len(known)))]


if __name__ == "__main__":
    sys.exit(main())
