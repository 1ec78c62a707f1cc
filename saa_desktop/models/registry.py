"""The published weights of SAA+: one record a file. Nothing is used whose sha256 is not known.

Sizes, digests and licences are facts about the files as their publishers released them; the files
themselves are not part of SAA Desktop (docs/models.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from saa_desktop.domain.errors import ModelError

_HUB = "https://huggingface.co"
_DINO_RELEASES = "https://github.com/IDEA-Research/GroundingDINO/releases/download"
_SAM_SERVER = "https://dl.fbaipublicfiles.com/segment_anything"
_DINO_INPUT = "RGB, shorter side 800 px and longer side at most 1333, ImageNet mean and deviation"
_SAM_INPUT = "RGB, longer side 1024 px, padded to 1024 x 1024, ImageNet mean and deviation"
_INEXACT_SIZE_TOLERANCE = 0.05


class Role(StrEnum):
    """What a file does in the ``saa-plus`` model set."""

    DETECTOR = "detector"
    SEGMENTER = "segmenter"
    BACKBONE = "backbone"
    VOCABULARY = "vocabulary"


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One published file.

    Attributes:
        name: stable id, used on the command line and in packs.
        role: what it does in the model set.
        variant: which architecture it holds, for people.
        file_name: its name in the models folder and on mirrors.
        size: bytes.
        sha256: lower-case hex digest of the file's bytes.
        licence: SPDX identifier.
        publisher: whom the licence names.
        sources: public addresses, tried in order.
        input_spec: what the network expects of an image or a text.
        size_exact: whether ``size`` is exact; otherwise it is within 5 %.
    """

    name: str
    role: Role
    variant: str
    file_name: str
    size: int
    sha256: str
    licence: str
    publisher: str
    sources: tuple[str, ...]
    input_spec: str
    size_exact: bool = True

    def allows_size(self, size: int) -> bool:
        """Return whether a file of that many bytes may be this one."""
        tolerance = 0.0 if self.size_exact else self.size * _INEXACT_SIZE_TOLERANCE
        return abs(size - self.size) <= tolerance

    @property
    def file_names(self) -> tuple[str, ...]:
        """The names under which it may lie in the models folder; the second is for imported safetensors."""
        if self.role is Role.VOCABULARY:
            return (self.file_name,)
        return (self.file_name, Path(self.file_name).with_suffix(".safetensors").name)


REGISTRY: tuple[ModelFile, ...] = (
    ModelFile(
        name="grounding_dino_swin_t",
        role=Role.DETECTOR,
        variant="GroundingDINO Swin-T OGC",
        file_name="groundingdino_swint_ogc.pth",
        size=693_997_677,
        sha256="3b3ca2563c77c69f651d7bd133e97139c186df06231157a64c507099c52bc799",
        licence="Apache-2.0",
        publisher="IDEA-Research",
        sources=(
            f"{_DINO_RELEASES}/v0.1.0-alpha/groundingdino_swint_ogc.pth",
            f"{_HUB}/ShilongLiu/GroundingDINO/resolve/main/groundingdino_swint_ogc.pth",
        ),
        input_spec=_DINO_INPUT,
    ),
    ModelFile(
        name="grounding_dino_swin_b",
        role=Role.DETECTOR,
        variant="GroundingDINO Swin-B cogcoor",
        file_name="groundingdino_swinb_cogcoor.pth",
        size=938_057_991,
        sha256="46270f7a822e6906b655b729c90613e48929d0f2bb8b9b76fd10a856f3ac6ab7",
        licence="Apache-2.0",
        publisher="IDEA-Research",
        sources=(
            f"{_DINO_RELEASES}/v0.1.0-alpha2/groundingdino_swinb_cogcoor.pth",
            f"{_HUB}/ShilongLiu/GroundingDINO/resolve/main/groundingdino_swinb_cogcoor.pth",
        ),
        input_spec=_DINO_INPUT,
    ),
    ModelFile(
        name="sam_vit_h",
        role=Role.SEGMENTER,
        variant="Segment Anything ViT-H",
        file_name="sam_vit_h_4b8939.pth",
        size=2_564_550_879,
        sha256="a7bf3b02f3ebf1267aba913ff637d9a2d5c33d3173bb679e46d9f338c26f262e",
        licence="Apache-2.0",
        publisher="Meta AI",
        sources=(f"{_SAM_SERVER}/sam_vit_h_4b8939.pth",),
        input_spec=_SAM_INPUT,
    ),
    ModelFile(
        name="sam_vit_l",
        role=Role.SEGMENTER,
        variant="Segment Anything ViT-L",
        file_name="sam_vit_l_0b3195.pth",
        size=1_249_524_607,
        sha256="3adcc4315b642a4d2101128f611684e8734c41232a17c648ed1693702a49a622",
        licence="Apache-2.0",
        publisher="Meta AI",
        sources=(f"{_SAM_SERVER}/sam_vit_l_0b3195.pth",),
        input_spec=_SAM_INPUT,
    ),
    ModelFile(
        name="sam_vit_b",
        role=Role.SEGMENTER,
        variant="Segment Anything ViT-B",
        file_name="sam_vit_b_01ec64.pth",
        size=375_042_383,
        sha256="ec2df62732614e57411cdcf32a23ffdf28910380d03139ee0f4fcbe91eb8c912",
        licence="Apache-2.0",
        publisher="Meta AI",
        sources=(f"{_SAM_SERVER}/sam_vit_b_01ec64.pth",),
        input_spec=_SAM_INPUT,
    ),
    ModelFile(
        name="wide_resnet50_2",
        role=Role.BACKBONE,
        variant="WideResNet-50-2 racm_in1k (timm)",
        file_name="wide_resnet50_2.racm_in1k.bin",
        size=276_000_000,
        size_exact=False,
        sha256="ffcad4ccf5c7181ca88301c2377dc6dd0b5ec1f39958d66adab829f218220f31",
        licence="Apache-2.0",
        publisher="Ross Wightman (timm)",
        sources=(f"{_HUB}/timm/wide_resnet50_2.racm_in1k/resolve/main/pytorch_model.bin",),
        input_spec="RGB, 256 x 256 px (one object) or 1024 x 1024 px (several), ImageNet mean and deviation",
    ),
    ModelFile(
        name="bert_vocabulary",
        role=Role.VOCABULARY,
        variant="BERT base, uncased: WordPiece vocabulary",
        file_name="bert-base-uncased-vocab.txt",
        size=231_508,
        sha256="07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
        licence="Apache-2.0",
        publisher="Google",
        sources=(f"{_HUB}/google-bert/bert-base-uncased/resolve/main/vocab.txt",),
        input_spec="lower-case English, one token a line, 30522 lines, UTF-8",
    ),
)
"""Within a role in the order in which ``saa-plus`` prefers them."""


def preferred(registry: Sequence[ModelFile] = REGISTRY) -> tuple[ModelFile, ...]:
    """Return the first record of each role: the files with which SAA+ was published."""
    return tuple(next(record for record in registry if record.role is role) for role in Role)


def find_record(name: str, registry: Sequence[ModelFile] = REGISTRY) -> ModelFile:
    """Return the record with that name or file name.

    Raises:
        ModelError: there is none.
    """
    for record in registry:
        if name in (record.name, record.file_name):
            return record
    known = ", ".join(record.name for record in registry)
    raise ModelError(f"There is no model file named {name!r}: choose from {known}.")
