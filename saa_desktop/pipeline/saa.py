"""SAA+: the stages in order (arXiv 2305.10724, figure 3). Plain SAA is the same with the prompts off."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import torch

from saa_desktop.domain import masks
from saa_desktop.domain.arrays import ImageArray
from saa_desktop.domain.errors import Cancelled
from saa_desktop.domain.inspections import Findings, StageTiming
from saa_desktop.domain.prompts import HybridPrompts
from saa_desktop.pipeline.confidence_prompt import keep_most_confident
from saa_desktop.pipeline.mask_refinement import refine_regions
from saa_desktop.pipeline.property_prompts import drop_by_box, drop_by_mask
from saa_desktop.pipeline.protocols import ModelSet
from saa_desktop.pipeline.region_proposal import propose_regions
from saa_desktop.pipeline.saliency_prompt import measure_saliency, rescore

NO_OBJECT_NOTE = "The product was not found, so its outline was not asked for."


@torch.inference_mode()
def inspect(
    image: ImageArray, prompts: HybridPrompts, models: ModelSet, cancel: threading.Event | None = None
) -> Findings:
    """Find the anomalies of one image.

    Args:
        image: (H, W, 3) uint8 RGB.
        prompts: what the product's expert knows.
        models: who looks.
        cancel: checked between the stages.

    Raises:
        Cancelled: ``cancel`` was set.
        ValueError: the image is not (H, W, 3) uint8.
    """
    if image.dtype != np.uint8 or image.ndim != 3 or image.shape[2] != 3 or image.size == 0:
        raise ValueError(f"expected an (H, W, 3) uint8 image, got {image.dtype} of shape {image.shape}")
    height, width = image.shape[:2]
    # The published code hands BGR to everyone but the detector.
    seen = np.ascontiguousarray(image[..., ::-1]) if prompts.as_published else image
    stages = _Stages(cancel)
    notes = []

    with stages.run("region proposal"):
        proposed = propose_regions(image, prompts, models.proposer)
        regions = drop_by_box(proposed.candidates, prompts, height, width)

    with stages.run("mask refinement"):
        object_boxes = proposed.object_boxes if prompts.needs_object_masks else proposed.object_boxes[:0]
        regions, object_masks = refine_regions(seen, regions, object_boxes, models.refiner)

    with stages.run("property prompts"):
        measures_overlap = prompts.properties.min_object_overlap > 0
        if measures_overlap and not len(object_boxes):
            notes.append(NO_OBJECT_NOTE)
        on_objects = masks.union(object_masks, height, width) if measures_overlap and object_masks else None
        regions = drop_by_mask(regions, prompts.properties, on_objects)

    with stages.run("saliency prompt"):
        saliency = None
        if prompts.saliency_strength > 0 and any(region.kept for region in regions):
            measured = measure_saliency(seen, prompts, object_masks, models.extractor)
            saliency = measured.map
            notes += [measured.note] if measured.note else []
        regions = rescore(regions, prompts.saliency_strength, saliency)

    with stages.run("confidence prompt"):
        ranked = keep_most_confident(regions, prompts.top_k)

    return Findings(ranked, proposed.object_area, tuple(notes), tuple(stages.timings))


class _Stages:
    """Times the stages of one inspection, and stops between them when asked to."""

    def __init__(self, cancel: threading.Event | None) -> None:
        self.timings: list[StageTiming] = []
        self._cancel = cancel

    @contextmanager
    def run(self, name: str) -> Iterator[None]:
        """Run one stage.

        Raises:
            Cancelled: the job was asked to stop before this stage.
        """
        if self._cancel is not None and self._cancel.is_set():
            raise Cancelled
        started = time.perf_counter()
        yield
        self.timings.append(StageTiming(name, 1000 * (time.perf_counter() - started)))
