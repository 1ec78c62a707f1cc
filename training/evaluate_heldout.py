"""Measure a network on drawn images that it never saw: new images, new textures, new defects, both.

python -m training.evaluate_heldout RUN/lite.safetensors
"""

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path

import cv2
import numpy as np
import torch

from saa_desktop.domain.arrays import MapArray
from saa_desktop.evaluation.curves import ThresholdCurve
from saa_desktop.evaluation.tallies import RegionTally
from saa_desktop.models.lite.finder import Finder
from saa_desktop.models.lite.looking import Eye
from saa_desktop.models.lite.refiner import LiteRefiner
from saa_desktop.models.lite.weights import load_network
from training.generator import HELD_OUT, TRAINED, Families, Sample, draw_sample

SETS: Mapping[str, Families] = {
    "as trained": TRAINED,
    "new textures": Families(HELD_OUT.textures, TRAINED.defects),
    "new defects": Families(TRAINED.textures, HELD_OUT.defects),
    "both new": HELD_OUT,
}
SEED = 7
"""Not the seed of the training."""
LEVELS = np.linspace(1, 0, 201)[1:]
"""Thresholds at which regions are counted."""


def region_map(finder: Finder, sample: Sample) -> tuple[MapArray, float]:
    """Return the map whose regions hold their confidence, and the largest confidence."""
    values = np.zeros(sample.labels.shape, np.float32)
    marks = finder.find(sample.image).marks
    boxes = np.array([mark.box for mark in marks], np.float32).reshape(-1, 4)
    for mark, mask in zip(marks, LiteRefiner(finder).refine(sample.image, boxes), strict=True):
        window = values[mask.window]
        np.maximum(window, mask.crop() * np.float32(mark.confidence), out=window)
    return values, float(values.max())


def samples(families: Families, count: int, side: int) -> Iterator[Sample]:
    """Yield drawn images."""
    for index in range(count):
        yield draw_sample(SEED, index, families, side)


def measure(finder: Finder, families: Families, count: int, side: int) -> dict[str, float]:
    """Return the figures of one set."""
    maps, truths, scores = [], [], []
    regions = RegionTally.empty()
    for sample in samples(families, count, side):
        values, score = region_map(finder, sample)
        truth = sample.labels > 0
        regions += RegionTally.of_image(values, truth, LEVELS)
        maps.append(values.ravel())
        truths.append(truth.ravel())
        scores.append(score)
    pixels = ThresholdCurve.of_scores(
        np.round(np.concatenate(maps).astype(np.float64), 3), np.concatenate(truths)
    )
    defective = np.array([truth.any() for truth in truths])
    images = ThresholdCurve.of_scores(np.array(scores, np.float64), defective)
    good = np.array(scores)[~defective]
    return {
        "max-F1-pixel": 100 * pixels.max_f1(),
        "max-F1-region": 100 * regions.max_f1(),
        "image AUROC": 100 * images.auroc(),
        "good images' 95 %": float(np.quantile(good, 0.95)),
    }


def main() -> None:
    """Print the figures of each set."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("weights", type=Path)
    parser.add_argument("--count", type=int, default=200, help="images of each set")
    parser.add_argument("--side", type=int, default=256)
    options = parser.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    finder = Finder(Eye(load_network(options.weights)))
    for name, families in SETS.items():
        figures = measure(finder, families, options.count, options.side)
        print(f"{name:14}", "  ".join(f"{what} {value:.2f}" for what, value in figures.items()), flush=True)


if __name__ == "__main__":
    main()
