"""Fit how ``lite`` weighs what its detectors and its network see, on drawn images.

    python -m training.fit_judge RUN/lite.safetensors

adds the judge's weights to the file. Run it whenever a network was trained.
"""

import argparse
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt
import torch
from safetensors.torch import load_file, save_file
from torch.nn import functional

from saa_desktop.domain.arrays import MaskArray
from saa_desktop.models.lite.finder import look_for_defects
from saa_desktop.models.lite.judging import EVIDENCE, SOURCES, Evidence
from saa_desktop.models.lite.looking import Eye
from saa_desktop.models.lite.marks import Kind
from saa_desktop.models.lite.refiner import mask_in
from saa_desktop.models.lite.weights import JUDGE, load_network
from training.generator import TRAINED, draw_sample

SEED = 8
"""Neither that of the training nor that of the tests."""
SIDES = (192, 448)
"""Sides of the images, pixels."""
MATCHES = 0.3
"""A mark is a defect from this intersection over union of their masks on..."""
WITHIN = 0.6
"""... or where so much of it lies in one."""
CALMING = 1.0
"""Weight of the penalty on squared weights, examples."""


class Example(NamedTuple):
    """One judged mark."""

    source: Kind | None
    evidence: Evidence
    defect: bool


def examples(eye: Eye, count: int) -> Iterator[Example]:
    """Yield what is seen on drawn images, with the truth."""
    rng = np.random.default_rng(SEED)
    for index in range(count):
        sample = draw_sample(SEED, index, TRAINED, 8 * int(rng.integers(SIDES[0] // 8, SIDES[1] // 8 + 1)))
        seen = look_for_defects(sample.image, eye)
        truth = sample.labels > 0
        for candidate in seen.candidates:
            mask = mask_in(sample.image, candidate.mark.box, seen.masks).to_array()
            yield Example(candidate.source, candidate.evidence, _is_defect(mask, truth))


def _is_defect(mask: MaskArray, truth: MaskArray) -> bool:
    shared = np.count_nonzero(mask & truth)
    return bool(
        shared >= MATCHES * np.count_nonzero(mask | truth) or shared >= WITHIN * np.count_nonzero(mask)
    )


def fit(seen: list[Example]) -> npt.NDArray[np.float32]:
    """Return (len(SOURCES), len(EVIDENCE)) weights: a logistic regression for each source."""
    weights = np.zeros((len(SOURCES), len(EVIDENCE)), np.float32)
    for row, source in enumerate(SOURCES):
        chosen = [example for example in seen if example.source is source]
        defects = sum(example.defect for example in chosen)
        print(f"{source.name if source else 'NETWORK':8} {len(chosen)} marks, {defects} of them defects")
        evidence = torch.tensor(np.array([example.evidence for example in chosen]), dtype=torch.float64)
        truth = torch.tensor([example.defect for example in chosen], dtype=torch.float64)
        fitted = torch.zeros(len(EVIDENCE), dtype=torch.float64, requires_grad=True)
        optimizer = torch.optim.LBFGS([fitted], max_iter=500, line_search_fn="strong_wolfe")
        optimizer.step(partial(_loss, optimizer, fitted, evidence, truth))
        weights[row] = fitted.detach().numpy()
    return weights


def _loss(
    optimizer: torch.optim.Optimizer, weights: torch.Tensor, evidence: torch.Tensor, truth: torch.Tensor
) -> torch.Tensor:
    """Return the penalised cross entropy, its gradient computed."""
    optimizer.zero_grad()
    entropy = functional.binary_cross_entropy_with_logits(evidence @ weights, truth, reduction="sum")
    total = entropy + CALMING * weights[1:].square().sum()
    total.backward()
    return total


def main() -> None:
    """Fit, print the weights and write them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("weights", type=Path)
    parser.add_argument("--count", type=int, default=1500, help="images")
    options = parser.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    weights = fit(list(examples(Eye(load_network(options.weights)), options.count)))
    for source, row in zip(SOURCES, weights, strict=True):
        named = ", ".join(f"{name} {value:+.2f}" for name, value in zip(EVIDENCE, row, strict=True))
        print(f"{source.name if source else 'NETWORK':8} {named}")
    save_file({**load_file(options.weights), JUDGE: torch.from_numpy(weights)}, options.weights)


if __name__ == "__main__":
    main()
