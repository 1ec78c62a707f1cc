"""The ``saa-plus`` model set: the published networks, and what to do when the GPU's memory is short."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import torch
from segment_anything.modeling import Sam
from transformers import BertTokenizerFast

from saa_desktop.domain.inspections import ModelIdentity
from saa_desktop.domain.speed import Speed
from saa_desktop.models import grounding_dino, segment_anything, wide_resnet
from saa_desktop.models.grounding_dino import MANY_CAPTIONS, GroundingDinoProposer
from saa_desktop.models.grounding_dino_network import GroundingDinoNetwork
from saa_desktop.models.placement import Placement
from saa_desktop.models.segment_anything import MANY_BOXES, SegmentAnythingRefiner
from saa_desktop.models.speed import Placements, knows_bfloat16, placements, possible_speed
from saa_desktop.models.wide_resnet import WideResNetExtractor
from saa_desktop.pipeline.protocols import Fallback, ModelSet

NAME = "saa-plus"
VERSION = "3"
"""Counts up whenever the same files may give other results."""

FEW_BOXES = 2
"""Boxes cut out at once when memory is short."""

FEW_BOXES_NOTE = "The GPU's memory ran out: boxes were cut out two at a time."
REDUCED_NOTE = "The GPU's memory ran out again: the networks computed in reduced precision (bfloat16)."
SMALLER_NOTE = "The GPU's memory ran out again: a smaller SAM cut out the boxes."
CPU_NOTE = "The GPU's memory ran out again: the processor did all the work instead, as without a GPU."


@dataclass(frozen=True, slots=True)
class WeightsFile:
    """A file whose content has been verified.

    Attributes:
        path: where it lies.
        sha256: lower-case hex digest, for the results.
    """

    path: Path
    sha256: str


@dataclass(frozen=True, slots=True)
class SaaPlusWeights:
    """The files of the set.

    Attributes:
        detector: GroundingDINO Swin-T or Swin-B.
        segmenter: SAM ViT-B, L or H.
        backbone: timm's wide_resnet50_2.
        vocabulary: BERT-base uncased's ``vocab.txt``.
        smaller_segmenter: a SAM to use when the GPU has no memory for the other one.
    """

    detector: WeightsFile
    segmenter: WeightsFile
    backbone: WeightsFile
    vocabulary: WeightsFile
    smaller_segmenter: WeightsFile | None = None


def build_saa_plus(weights: SaaPlusWeights, device: torch.device, speed: Speed = Speed.EXACT) -> ModelSet:
    """Load the networks into memory; they move to the device with the first image.

    Args:
        weights: the files; they are only read.
        device: as ``models.device.choose_device`` returns it.
        speed: wished; a device without bfloat16 is exact, and the identity says which it is.

    Raises:
        ModelError: a file is not what it should be.
    """
    chosen = possible_speed(speed, device)
    detector, detector_variant = grounding_dino.load_grounding_dino(weights.detector.path)
    segmenter, segmenter_variant = segment_anything.load_segment_anything(weights.segmenter.path)
    networks = Networks(
        detector=detector,
        tokenizer=grounding_dino.load_tokenizer(weights.vocabulary.path),
        segmenter=segmenter,
        backbone=wide_resnet.load_wide_resnet(weights.backbone.path),
    )
    titles = (
        grounding_dino.TITLES[detector_variant],
        segment_anything.TITLES[segmenter_variant],
        wide_resnet.TITLE,
    )
    files = (weights.detector, weights.segmenter, weights.backbone, weights.vocabulary)
    identity = ModelIdentity(
        name=NAME,
        title=f"SAA+ ({', '.join(titles)})" + ("" if chosen is Speed.EXACT else f", {chosen} in bfloat16"),
        version=VERSION if chosen is Speed.EXACT else f"{VERSION}-{chosen}",
        device=str(device),
        weights=tuple((file.path.name, file.sha256) for file in files),
    )
    placed = placements(device, chosen)
    models = assemble(networks, identity, placed)
    if device.type != "cuda":
        return models
    smaller = weights.smaller_segmenter
    load_smaller = partial(_load_segmenter, smaller.path) if smaller else None
    return replace(models, fallbacks=steps_down(networks, identity, placed, load_smaller))


def _load_segmenter(path: Path) -> Sam:
    """Return SAM from one of the official files."""
    network, _ = segment_anything.load_segment_anything(path)
    return network


@dataclass(frozen=True, slots=True)
class Networks:
    """The filled networks, in eval mode.

    Attributes:
        detector: GroundingDINO.
        tokenizer: the detector's.
        segmenter: SAM.
        backbone: WideResNet.
    """

    detector: GroundingDinoNetwork
    tokenizer: BertTokenizerFast
    segmenter: Sam
    backbone: torch.nn.Module


def assemble(
    networks: Networks, identity: ModelIdentity, placed: Placements, *, sparingly: bool = False
) -> ModelSet:
    """Return the set that computes in those places; ``sparingly`` looks for less at once, in less memory."""
    captions, boxes = (1, FEW_BOXES) if sparingly else (MANY_CAPTIONS, MANY_BOXES)
    return ModelSet(
        identity=identity,
        proposer=GroundingDinoProposer(networks.detector, networks.tokenizer, placed.detector, captions),
        refiner=SegmentAnythingRefiner(networks.segmenter, placed.segmenter, boxes),
        extractor=WideResNetExtractor(networks.backbone, placed.backbone),
    )


def steps_down(
    networks: Networks,
    identity: ModelIdentity,
    placed: Placements,
    load_smaller: Callable[[], Sam] | None = None,
) -> tuple[Fallback, ...]:
    """Return what to try, in order, when the device's memory runs out; the last step needs none of it.

    Args:
        networks: shared by all steps; each one moves them to where it computes.
        identity: of the set.
        placed: where the networks compute while memory suffices.
        load_smaller: returns a smaller SAM, where there is one.
    """
    device = placed.segmenter.device
    reduces = knows_bfloat16(device)
    short = Placements.alike(Placement(device, reduced_precision=True)) if reduces else placed

    def with_smaller(load: Callable[[], Sam]) -> ModelSet:
        networks.segmenter.to("cpu")
        return assemble(replace(networks, segmenter=load()), identity, short, sparingly=True)

    steps = [Fallback(FEW_BOXES_NOTE, lambda: assemble(networks, identity, placed, sparingly=True))]
    if reduces and placed != short:
        steps.append(Fallback(REDUCED_NOTE, lambda: assemble(networks, identity, short, sparingly=True)))
    if load_smaller:
        steps.append(Fallback(SMALLER_NOTE, partial(with_smaller, load_smaller)))
    processor = Placements.alike(Placement(torch.device("cpu")))
    steps.append(Fallback(CPU_NOTE, lambda: assemble(networks, identity, processor)))
    return tuple(steps)
