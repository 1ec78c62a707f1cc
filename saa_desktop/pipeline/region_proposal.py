"""Stage 1, language prompts (P^L): the expert's words become candidate regions."""

from dataclasses import dataclass

import numpy as np

from saa_desktop.domain.arrays import BoxArray, ImageArray
from saa_desktop.domain.prompts import HybridPrompts
from saa_desktop.domain.regions import Box, Region
from saa_desktop.pipeline.protocols import Proposals, RegionProposer

FLOOR_SHARE = 0.5
"""Candidates below this share of the box threshold are noise even to a review, and are not returned."""


@dataclass(frozen=True, slots=True)
class ProposedRegions:
    """All that the proposer saw on one image.

    Attributes:
        object_boxes: (N, 4) float32 xyxy in pixels, the products; N is 0 when none was found or asked for.
        object_area: area of the largest product's box as a fraction of the image; 1 without one.
        candidates: the pooled boxes of all captions, undeduplicated, none dropped yet.
    """

    object_boxes: BoxArray
    object_area: float
    candidates: tuple[Region, ...]


def propose_regions(image: ImageArray, prompts: HybridPrompts, proposer: RegionProposer) -> ProposedRegions:
    """Ask the proposer for the products and for every language prompt, in one call.

    Args:
        image: (H, W, 3) uint8 RGB.
        prompts: what to ask for.
        proposer: who answers.
    """
    height, width = image.shape[:2]
    captions = [prompt.caption for prompt in prompts.language]
    asked = [prompts.object_prompt.caption, *captions] if prompts.needs_objects else captions
    answers = proposer.propose(
        image, asked, floor=FLOOR_SHARE * prompts.box_threshold, text_threshold=prompts.text_threshold
    )
    boxes = np.zeros((0, 4), dtype=np.float32)
    if prompts.needs_objects:
        boxes = _object_boxes(answers.pop(0), prompts, height, width)
    object_area = float(_area_fractions(boxes, height, width).max()) if len(boxes) else 1.0
    candidates = tuple(
        region
        for caption, answer in zip(captions, answers, strict=True)
        for region in _regions(caption, answer, object_area, height, width)
    )
    return ProposedRegions(boxes, object_area, candidates)


def _object_boxes(answer: Proposals, prompts: HybridPrompts, height: int, width: int) -> BoxArray:
    """Return the boxes above the threshold that leave room for the other products of the image."""
    areas = _area_fractions(answer.boxes, height, width)
    kept = (answer.scores > prompts.box_threshold) & (areas > 0) & (areas < 1 / prompts.object_count)
    return answer.boxes[kept]


def _area_fractions(boxes: BoxArray, height: int, width: int) -> np.ndarray:
    """Return (N,) float64 box areas as fractions of the image."""
    sides = (boxes[:, 2:] - boxes[:, :2]).astype(np.float64)
    return sides[:, 0] * sides[:, 1] / (height * width)


def _regions(caption: str, answer: Proposals, object_area: float, height: int, width: int) -> list[Region]:
    """Turn one caption's answer into candidates."""
    ratios = _area_fractions(answer.boxes, height, width) / object_area
    return [
        Region(box=Box(*box), phrase=phrase, prompt=caption, box_score=float(score), area_ratio=float(ratio))
        for box, phrase, score, ratio in zip(
            answer.boxes.tolist(), answer.phrases, answer.scores, ratios, strict=True
        )
    ]
