"""Compare the pipeline with stored outputs of the published code, on weights made from their names.

    python benchmarks/parity.py ../shared/reference

prints a table: case, stage, largest difference, tolerance. The folder holds the outputs (``*.npz``), the rule
that makes the weights (``seeded_weights.py``), a README with the tolerances, and BERT's vocabulary; the
images lie in ``../data`` beside it. Nearly equal queries of the detector may have exchanged their ranks: they
are put back (``query_ranks.py``), then everything is compared, and the table says how many they were.
"""

import argparse
import importlib.util
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from unittest import mock

import cv2
import numpy as np
import timm
import torch
from query_ranks import SCORES_APART, RankedAnswer, published_ranks, set_distance
from scipy.optimize import linear_sum_assignment

from saa_desktop.domain.anomaly_map import compose_anomaly_map
from saa_desktop.domain.arrays import BoxArray, ImageArray, MaskArray
from saa_desktop.domain.inspections import Findings
from saa_desktop.domain.masks import Mask
from saa_desktop.domain.prompts import HybridPrompts, LanguagePrompt, PropertyPrompts
from saa_desktop.models.grounding_dino import build_grounding_dino
from saa_desktop.models.saa_plus import SaaPlusWeights, WeightsFile, build_saa_plus
from saa_desktop.models.segment_anything import build_segment_anything
from saa_desktop.pipeline import saa
from saa_desktop.pipeline.protocols import ModelSet, Proposals
from saa_desktop.pipeline.saliency_prompt import Saliency, measure_saliency

THREADS = 2
"""For PyTorch: rounding depends on how many threads share a sum."""

BOXES_APART, QUERIES_APART = 2e-3, 1e-4
"""Largest difference of a kept box or its score, as published, and of any of the detector's 900 queries."""


@dataclass(frozen=True)
class Comparison:
    """How far one stage of one case is from the published code."""

    case: str
    stage: str
    difference: float
    tolerance: float

    @property
    def agrees(self) -> bool:
        """Whether the difference is a number within the tolerance."""
        return self.difference <= self.tolerance


def write_seeded_files(reference: Path, folder: Path, sam: str = "vit_b") -> SaaPlusWeights:
    """Write weights that depend on their names alone, in the form of the official files, about 1.2 GB.

    Args:
        reference: the folder with ``seeded_weights.py`` and ``bert_vocab``.
        folder: where to write.
        sam: the variant of SAM.
    """
    seed = _seeding(reference)
    detector = seed(build_grounding_dino("swin_t"), prefix="dino.").state_dict()
    # What the official file holds beyond the network.
    extra = {"label_enc.weight": torch.zeros(2001, 256), "bert.embeddings.position_ids": torch.arange(512)}
    official = {f"module.{key}": value for key, value in (detector | extra).items()}
    torch.save({"model": official}, folder / "detector.pth")

    matrix = "prompt_encoder.pe_layer.positional_encoding_gaussian_matrix"
    segmenter = build_segment_anything(sam)
    seed(segmenter, prefix="sam.", skip=("positional_encoding_gaussian_matrix", "pixel_"))
    weights = segmenter.state_dict()
    drawn = np.random.Generator(np.random.PCG64(7)).standard_normal(weights[matrix].shape)
    weights[matrix] = torch.from_numpy(drawn.astype(np.float32))
    torch.save(weights, folder / "segmenter.pth")

    # The whole classifier, as in the official file; its first stages get what they get without the rest.
    torch.save(
        seed(timm.create_model("wide_resnet50_2", pretrained=False), prefix="wrn.").state_dict(),
        folder / "backbone.bin",
    )
    names = ("detector.pth", "segmenter.pth", "backbone.bin")
    files = [WeightsFile(folder / name, sha256="") for name in names]
    return SaaPlusWeights(*files, WeightsFile(reference / "bert_vocab" / "vocab.txt", sha256=""))


def _seeding(reference: Path) -> Callable[..., torch.nn.Module]:
    """Return the reference's function that fills a network."""
    spec = importlib.util.spec_from_file_location("seeded_weights", reference / "seeded_weights.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(reference)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.seed_weights  # type: ignore[no-any-return]


@dataclass
class Recorder:
    """Proposes and refines through another set, and keeps what came of it.

    Attributes:
        models: who answers.
        proposals: one a caption.
        masks: of the defect boxes, then of the objects.
        saliency: of the saliency stage.
    """

    models: ModelSet
    proposals: list[Proposals] = field(default_factory=list)
    masks: list[Mask] = field(default_factory=list)
    saliency: Saliency | None = None

    def propose(
        self, image: ImageArray, captions: Sequence[str], *, floor: float, text_threshold: float
    ) -> list[Proposals]:
        """Record the detector's answer."""
        self.proposals = self.models.proposer.propose(
            image, captions, floor=floor, text_threshold=text_threshold
        )
        return list(self.proposals)

    def refine(self, image: ImageArray, boxes: BoxArray) -> list[Mask]:
        """Record the masks."""
        self.masks = self.models.refiner.refine(image, boxes)
        return list(self.masks)


def inspect_recorded(
    image: ImageArray, prompts: HybridPrompts, models: ModelSet
) -> tuple[Findings, Recorder]:
    """Run the pipeline and return its findings with what the stages said on the way."""
    recorder = Recorder(models)
    played = replace(models, proposer=recorder, refiner=recorder)

    def measure_and_keep(*args: Any) -> Saliency:
        recorder.saliency = measure_saliency(*args)
        return recorder.saliency

    with mock.patch.object(saa, "measure_saliency", measure_and_keep):
        return saa.inspect(image, prompts, played), recorder


def reference_cases(reference: Path) -> list[Path]:
    """Return the stored outputs."""
    return sorted(reference.glob("*.npz"))


def case_inputs(case: Path) -> tuple[ImageArray, HybridPrompts]:
    """Return the image of a stored case and its settings."""
    settings = json.loads(str(np.load(case)["settings"]))
    path = next((case.parent.parent / "data").rglob(settings["image"]))
    image = cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB)
    prompts = HybridPrompts(
        object_prompt=LanguagePrompt.of(settings["object_prompt"]),
        object_count=settings["object_number"],
        language=tuple(LanguagePrompt.of(text, exclude) for text, exclude in settings["prompts"]),
        box_threshold=settings["box_threshold"],
        text_threshold=settings["text_threshold"],
        properties=PropertyPrompts(max_area=settings["defect_area"]),
        saliency_strength=3.0,
        top_k=settings["k_mask"],
        as_published=settings["channel_order"] == "bgr",
    )
    return np.ascontiguousarray(image), prompts


def compare_case(case: Path, models: ModelSet) -> list[Comparison]:
    """Run one stored case through the pipeline, once, and compare every stage."""
    stored = np.load(case)
    image, prompts = case_inputs(case)
    answers = [_stored_answer(stored, index) for index in range(1 + len(prompts.language))]
    with published_ranks(answers) as ranked:
        findings, recorder = inspect_recorded(image, prompts, models)
    compared = [
        *_compare_queries(answers, ranked),
        *_compare_proposals(stored, prompts, recorder.proposals, image.shape[:2]),
        *_compare_masks(stored, findings, image.shape[1]),
        *_compare_maps(stored, image.shape[:2], prompts, findings, recorder),
    ]
    return [Comparison(case.stem, stage, float(value), tolerance) for stage, value, tolerance in compared]


def _stored_answer(stored: Any, index: int) -> np.ndarray:
    """Return (900, 5) of a caption's boxes, cxcywh in fractions of the image, with their scores."""
    return np.column_stack([stored[f"prompt{index}_boxes_cxcywh"], stored[f"prompt{index}_scores"]])


def _compare_queries(
    answers: Sequence[np.ndarray], ranked: Sequence[RankedAnswer]
) -> Iterator[tuple[str, float, float]]:
    """Compare all queries of every prompt, as sets, and name those that changed ranks."""
    for index, (theirs, ours) in enumerate(zip(answers, ranked, strict=True)):
        yield f"queries of prompt {index} ({len(theirs)})", set_distance(ours.queries, theirs), QUERIES_APART
        if ours.exchanges:
            stage = f"  {len(ours.exchanges)} pairs exchanged ranks, scores apart by"
            yield stage, max(exchange.apart for exchange in ours.exchanges), SCORES_APART


def _compare_proposals(
    stored: Any, prompts: HybridPrompts, proposals: Sequence[Proposals], size: tuple[int, int]
) -> Iterator[tuple[str, float, float]]:
    """Compare the kept boxes of every prompt, as sets."""
    height, width = size
    object_area = float(stored["object_max_box_area"])
    for index, answer in enumerate(proposals):
        bound = object_area * (prompts.properties.max_area or 1) if index else 1 / prompts.object_count
        low, high = np.split(
            answer.boxes / np.array([width, height, width, height], dtype=np.float32), 2, axis=1
        )
        ours = _kept(np.hstack([(low + high) / 2, high - low]), answer.scores, prompts.box_threshold, bound)
        theirs = _stored_answer(stored, index)
        theirs = _kept(theirs[:, :4], theirs[:, 4], prompts.box_threshold, bound)
        yield f"boxes and scores of prompt {index} ({len(theirs)})", set_distance(ours, theirs), BOXES_APART


def _kept(boxes: np.ndarray, scores: np.ndarray, threshold: float, largest: float) -> np.ndarray:
    """Return (N, 5) of the boxes, with their scores, that pass the published rule."""
    areas = boxes[:, 2] * boxes[:, 3]
    kept = (scores > threshold) & (areas > 0) & (areas < largest)
    return np.column_stack([boxes, scores])[kept]


def _unpacked(stored: Any, name: str, width: int) -> MaskArray:
    """Return (N, H, W) bool masks."""
    bits = np.unpackbits(stored[name], axis=-1, count=width)
    return bits.astype(np.bool_)


def _compare_masks(stored: Any, findings: Findings, width: int) -> Iterator[tuple[str, float, float]]:
    """Compare the defect masks and their scores."""
    theirs = _unpacked(stored, "defect_masks", width)
    refined = [region for region in findings.regions if region.mask is not None]
    if len(refined) != len(theirs):
        yield "defect masks (numbers differ)", np.inf, 0.0
        return
    ours = [region.mask.to_array() for region in refined if region.mask]
    scores = np.array([region.box_score for region in refined])
    overlaps = np.array([[_iou(a, b) for b in theirs] for a in ours])
    apart = np.abs(scores[:, None] - stored["defect_scores"][None])
    rows, columns = linear_sum_assignment(apart * 100 + 1 - overlaps)
    matched = overlaps[rows, columns]
    yield f"defect masks ({len(ours)}), 1 - IoU, mean", 1 - matched.mean(), 0.01
    yield "defect masks, 1 - IoU, worst", 1 - matched.min(), 0.05
    yield "defect scores", apart[rows, columns].max(), 2e-3
    rescored = np.array([region.score for region in refined])
    relative = np.abs(rescored[rows] / stored["defect_rescores"][columns] - 1)
    yield "re-scores, relative", relative.max(), 1e-2


def _iou(first: MaskArray, second: MaskArray) -> float:
    """Return the overlap of two masks; 1 when both are empty."""
    union = np.count_nonzero(first | second)
    return np.count_nonzero(first & second) / union if union else 1.0


def _compare_maps(
    stored: Any, size: tuple[int, int], prompts: HybridPrompts, findings: Findings, recorder: Recorder
) -> Iterator[tuple[str, float, float]]:
    """Compare the object masks where they are used, the saliency map and the anomaly map."""
    if recorder.saliency is None:
        yield "saliency map (not computed)", np.inf, 0.0
        return
    height, width = size
    apart = np.abs(recorder.saliency.map.resized() - stored["saliency_map"])
    yield "saliency map, mean", apart.mean(), 2e-3
    yield "saliency map, largest", apart.max(), 2e-3
    if prompts.compares_objects:
        refined = sum(region.mask is not None for region in findings.regions)
        objects = [mask.to_array() for mask in recorder.masks[refined:]]
        theirs = _unpacked(stored, "object_masks", width)
        overlaps = np.array([[_iou(mask, other) for other in theirs] for mask in objects])
        matched = overlaps[linear_sum_assignment(1 - overlaps)]
        yield f"object masks ({len(objects)}), 1 - IoU, worst", 1 - matched.min(), 0.05
    anomaly = compose_anomaly_map(findings.regions, height, width)
    anomaly = cv2.resize(anomaly, stored["anomaly_map"].shape[::-1])
    yield "anomaly map, mean", np.abs(anomaly - stored["anomaly_map"]).mean(), 1e-3


def main() -> int:
    """Print the table; the exit status is 1 when a stage does not agree."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("reference", type=Path, help="folder with the stored outputs")
    parser.add_argument("--device", default="cpu", help="cpu, cuda or cuda:N")
    options = parser.parse_args()
    torch.set_num_threads(THREADS)
    with tempfile.TemporaryDirectory() as folder:
        weights = write_seeded_files(options.reference, Path(folder))
        models = build_saa_plus(weights, torch.device(options.device))
    agrees = True
    for case in reference_cases(options.reference):
        for row in compare_case(case, models):
            agrees &= row.agrees
            verdict = "" if row.agrees else "  DIFFERS"
            print(
                f"{row.case:20} {row.stage:42} {row.difference:9.2e}  <= {row.tolerance:.0e}{verdict}",
                flush=True,
            )
    return 0 if agrees else 1


if __name__ == "__main__":
    sys.exit(main())
