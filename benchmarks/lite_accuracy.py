"""Measures how well a model set without weights finds defects: ``python benchmarks/lite_accuracy.py FOLDER``.

The folder holds one sub-folder a defect type; a defect's mask is the .png beside its image, non-zero where
the defect is. Prints max-F1-pixel as published with SAA+ (arXiv 2305.10724): anomaly maps at 400 x 400
bicubic, masks nearest, all images pooled, F1 maximised over the threshold; and for each type alone, together
with the good images.
"""

import argparse
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import torch
from PIL import Image

from saa_desktop.domain.anomaly_map import compose_anomaly_map
from saa_desktop.domain.prompts import HybridPrompts
from saa_desktop.models.lite.build import build_lite
from saa_desktop.pipeline.saa import inspect
from saa_desktop.profiles.store import find_profile

SIDE = 400
LARGEST = float(np.exp(3.0))
BINS = 1 << 16

Histogram = npt.NDArray[np.int64]


@dataclass
class Tally:
    """What was measured on the images of one type.

    Attributes:
        defect: histogram of the anomaly map's values on defect pixels.
        good: the same on the other pixels.
        scores: each image's score.
    """

    defect: Histogram = field(default_factory=lambda: np.zeros(BINS, np.int64))
    good: Histogram = field(default_factory=lambda: np.zeros(BINS, np.int64))
    scores: list[float] = field(default_factory=list)

    def add(self, anomaly_map: npt.NDArray[np.float32], mask: npt.NDArray[np.bool_], score: float) -> None:
        """Count one image."""
        resized = cv2.resize(anomaly_map, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
        truth = cv2.resize(mask.astype(np.uint8), (SIDE, SIDE), interpolation=cv2.INTER_NEAREST) > 0
        bins = np.clip(resized / LARGEST * BINS, 0, BINS - 1).astype(np.int64)
        self.defect += np.bincount(bins[truth], minlength=BINS)
        self.good += np.bincount(bins[~truth], minlength=BINS)
        self.scores.append(score)


def max_f1(tallies: list[Tally]) -> tuple[float, float, float]:
    """Return the best F1 over all thresholds, with its precision and recall."""
    true = np.sum([tally.defect for tally in tallies], axis=0)[::-1].cumsum()
    false = np.sum([tally.good for tally in tallies], axis=0)[::-1].cumsum()
    f1 = 2 * true / np.maximum(true + false + true[-1], 1)
    best = int(f1.argmax())
    return (
        float(f1[best]),
        float(true[best] / max(1, true[best] + false[best])),
        float(true[best] / max(1, true[-1])),
    )


def auroc(bad: list[float], good: list[float]) -> float:
    """Return the chance that a bad image scores above a good one, ties half."""
    difference = np.sign(np.subtract.outer(bad, good))
    return float((difference + 1).mean() / 2) if difference.size else float("nan")


def measure(folder: Path, pattern: str, prompts: HybridPrompts) -> tuple[dict[str, Tally], list[float]]:
    """Inspect every image below a folder.

    Returns:
        The tallies by type, and each image's milliseconds in the pipeline.
    """
    models = build_lite()
    tallies: dict[str, Tally] = defaultdict(Tally)
    durations = []
    for path in sorted(folder.rglob(pattern)):
        image = np.asarray(Image.open(path).convert("RGB"))
        started = time.perf_counter()
        findings = inspect(image, prompts, models)
        durations.append(1000 * (time.perf_counter() - started))
        mask_path = path.with_suffix(".png")
        mask = np.asarray(Image.open(mask_path).convert("L")) > 0 if mask_path.exists() else None
        if mask is None:
            mask = np.zeros(image.shape[:2], np.bool_)
        score = max((region.score or 0.0 for region in findings.regions if region.kept), default=0.0)
        anomaly_map = compose_anomaly_map(findings.regions, *image.shape[:2])
        tallies[path.relative_to(folder).parts[0]].add(anomaly_map, mask, score)
    return dict(tallies), durations


def report(tallies: dict[str, Tally], durations: list[float]) -> None:
    """Print the figures."""
    good = {name: tally for name, tally in tallies.items() if not tally.defect.any()}
    bad = {name: tally for name, tally in tallies.items() if name not in good}
    good_scores = [score for tally in good.values() for score in tally.scores]
    print(f"{'':16}{'images':>7}{'F1 %':>8}{'prec %':>8}{'recall %':>9}{'AUROC %':>9}{'median score':>14}")
    for name, tally in [*bad.items(), ("all", None), *good.items()]:
        chosen = list(tallies.values()) if tally is None else [tally, *good.values()]
        scores = [s for one in bad.values() for s in one.scores] if tally is None else tally.scores
        f1, precision, recall = max_f1(chosen) if name not in good else (float("nan"),) * 3
        area = auroc(scores, good_scores) if name not in good else float("nan")
        print(
            f"{name:16}{len(scores):7}{f1 * 100:8.2f}{precision * 100:8.1f}{recall * 100:9.1f}"
            f"{area * 100:9.1f}{np.median(scores):14.3f}"
        )
    if good_scores:
        quantiles = np.quantile(good_scores, [0.5, 0.75, 0.9, 0.95, 0.99])
        print("good images' scores at 50, 75, 90, 95, 99 %:", " ".join(f"{value:.3f}" for value in quantiles))
    print(f"median {np.median(durations):.1f} ms, mean {np.mean(durations):.1f} ms an image in the pipeline")


def main() -> None:
    """Run the measurement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--profile", default="mtd")
    parser.add_argument("--pattern", default="*.jpg", help="names of the image files")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    cv2.setNumThreads(options.threads)
    profile = find_profile(options.profile)
    tallies, durations = measure(options.folder, options.pattern, profile.prompts())
    report(tallies, durations)


if __name__ == "__main__":
    main()
