"""Measures the built-in models while one works on them: ``python benchmarks/lite_accuracy.py FOLDER``.

The figures are those of ``saa-desktop evaluate``. Unlike it this keeps nothing, so that the next run sees the
changed models, runs on a chosen number of threads, and says which scores good images get.
"""

import argparse
import threading
from pathlib import Path

import cv2
import numpy as np
import torch

from saa_desktop.batch.job import BatchJob
from saa_desktop.batch.runner import inspect_image
from saa_desktop.domain.inspections import Inspection
from saa_desktop.evaluating import read_truth
from saa_desktop.evaluation.evaluator import Evaluation, Evaluator, MapExtremes
from saa_desktop.evaluation.layouts import LabelledImage, Layout, find_labelled_images
from saa_desktop.models.lite.build import build_lite
from saa_desktop.pipeline.memory_ladder import MemoryLadder
from saa_desktop.profiles.schema import ProductProfile
from saa_desktop.profiles.store import find_profile
from saa_desktop.sources.decoding import decode_pages
from saa_desktop.sources.listing import IMAGE_SUFFIXES


def measure(images: list[LabelledImage], profile: ProductProfile) -> Evaluation:
    """Inspect and measure the images."""
    job = BatchJob((), profile.identity(), profile.prompts(), profile.thresholds(), build_lite())
    ladder = MemoryLadder(job.models)
    inspected: list[tuple[LabelledImage, Inspection]] = []
    extremes = MapExtremes()
    for labelled in images:
        for page in decode_pages(labelled.reference):
            inspection = inspect_image(page, job, ladder, threading.Event())
            extremes.add(labelled.category, inspection)
            inspected.append((labelled, inspection))
    evaluator = Evaluator(extremes)
    for labelled, inspection in inspected:
        truth = read_truth(labelled, inspection.image.height, inspection.image.width)
        evaluator.add(labelled, inspection, truth)
    return evaluator.evaluation()


def report(evaluation: Evaluation) -> None:
    """Print the figures."""
    names = ("max_f1_pixel", "max_f1_region", "pixel_auroc", "pro_30", "image_auroc")
    print(f"{'':28}{'images':>7}" + "".join(f"{name:>15}" for name in names) + f"{'median ms':>11}")
    for group in (*evaluation.types, *evaluation.categories, evaluation.total):
        figures = "".join(f"{100 * getattr(group, name):15.2f}" for name in names)
        print(
            f"{group.category + ' ' + group.defect_type:28}{group.images:7}{figures}{group.median_ms:11.1f}"
        )
    good = [image.score for image in evaluation.images if not image.defective]
    if good:
        quantiles = np.quantile(good, [0.5, 0.75, 0.9, 0.95, 0.99])
        print("good images' scores at 50, 75, 90, 95, 99 %:", " ".join(f"{value:.3f}" for value in quantiles))


def main() -> None:
    """Run the measurement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--layout", type=Layout, default=Layout.MTD)
    parser.add_argument("--profile", default="mtd")
    parser.add_argument("--limit", type=int, help="images of each defect type")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    cv2.setNumThreads(options.threads)
    images = find_labelled_images(options.folder, options.layout, IMAGE_SUFFIXES, limit=options.limit)
    report(measure(images, find_profile(options.profile)))


if __name__ == "__main__":
    main()
