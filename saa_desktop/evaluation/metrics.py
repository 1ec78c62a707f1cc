"""The figures of one group of images."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Protocol, Self

import numpy as np
import numpy.typing as npt

from saa_desktop.domain.verdicts import AiVerdict, VerdictCounts
from saa_desktop.evaluation.curves import NOT_MEASURED, ThresholdCurve
from saa_desktop.evaluation.map_values import ValueBins
from saa_desktop.evaluation.tallies import PixelTally, RegionTally

MEAN = "(mean)"
"""Stands for the category in the mean over categories: what the literature gives for MVTec-AD and VisA."""


class _JudgedImage(Protocol):
    @property
    def defective(self) -> bool: ...
    @property
    def score(self) -> float: ...
    @property
    def verdict(self) -> AiVerdict: ...
    @property
    def milliseconds(self) -> float: ...


@dataclass(frozen=True, slots=True)
class GroupMetrics:
    """Shares are 0..1, NaN where a group has no defective or no good images.

    Attributes:
        category: the data set's name for it; ``evaluator.ALL`` for all, ``MEAN`` for their mean.
        defect_type: "" for all types; a single type is measured together with its category's good images.
        images: how many were measured.
        defective: how many of them have a defect.
        max_f1_pixel: best F1 over the pixels of all images.
        max_f1_region: best F1 over connected regions at 200 thresholds.
        pixel_auroc: area under the ROC curve over pixels.
        pixel_ap: average precision over pixels.
        pro_30: per-region overlap up to a false positive rate of 30 %.
        image_auroc: area under the ROC curve over the images' scores.
        image_ap: average precision over them.
        image_max_f1: best F1 over them.
        false_call_rate: share of good images that are NG by the profile's thresholds.
        escape_rate: share of defective images that are OK.
        review_rate: share of all images left to a person.
        map_threshold: map value at which ``max_f1_pixel`` is reached.
        score_threshold: score at which ``image_max_f1`` is reached.
        median_ms: median time of an image in the pipeline, milliseconds.
        mean_ms: mean of the same.
        max_f1_pixel_error: by how much single values instead of bins could raise ``max_f1_pixel``.
        pixel_auroc_error: by how much they could change ``pixel_auroc``, either way.
        pixel_ap_error: by how much they could change ``pixel_ap``, either way.
    """

    category: str
    defect_type: str
    images: int
    defective: int
    max_f1_pixel: float
    max_f1_region: float
    pixel_auroc: float
    pixel_ap: float
    pro_30: float
    image_auroc: float
    image_ap: float
    image_max_f1: float
    false_call_rate: float
    escape_rate: float
    review_rate: float
    map_threshold: float
    score_threshold: float
    median_ms: float
    mean_ms: float
    max_f1_pixel_error: float
    pixel_auroc_error: float
    pixel_ap_error: float

    @classmethod
    def mean(cls, groups: Sequence[Self]) -> Self:
        """Return the mean of several groups' shares and times, counts added up; thresholds have no mean."""
        values: dict[str, str | int | float] = {"category": MEAN, "defect_type": ""}
        for name in (each.name for each in fields(cls)[2:]):
            column = [getattr(group, name) for group in groups]
            if name in {"images", "defective"}:
                values[name] = sum(column)
            elif name.endswith("_threshold"):
                values[name] = NOT_MEASURED
            else:
                known = [value for value in column if not math.isnan(value)]
                values[name] = sum(known) / len(known) if known else NOT_MEASURED
        return cls(**values)  # type: ignore[arg-type]


def measure_group(
    category: str,
    defect_type: str,
    *,
    images: Sequence[_JudgedImage],
    pixels: PixelTally,
    regions: RegionTally,
    bins: ValueBins,
) -> GroupMetrics:
    """Return the figures of the images, whose pixels and regions are counted already."""
    defective = np.array([image.defective for image in images], dtype=np.bool_)
    scores = np.array([image.score for image in images], dtype=np.float64)
    times = [image.milliseconds for image in images]
    of_pixels, of_images = pixels.curve(), ThresholdCurve.of_scores(scores, defective)
    best_place = bins.count - 1 - int(of_pixels.f1().argmax())
    verdicts = VerdictCounts.of((image.defective, image.verdict) for image in images)
    return GroupMetrics(
        category=category,
        defect_type=defect_type,
        images=len(images),
        defective=int(defective.sum()),
        max_f1_pixel=of_pixels.max_f1(),
        max_f1_region=regions.max_f1(),
        pixel_auroc=of_pixels.auroc(),
        pixel_ap=of_pixels.average_precision(),
        pro_30=pixels.per_region_overlap(),
        image_auroc=of_images.auroc(),
        image_ap=of_images.average_precision(),
        image_max_f1=of_images.max_f1(),
        false_call_rate=verdicts.false_call_rate,
        escape_rate=verdicts.escape_rate,
        review_rate=verdicts.review_rate,
        map_threshold=bins.foot(best_place) if of_pixels.positives else NOT_MEASURED,
        score_threshold=_best_score(scores, of_images),
        median_ms=float(np.median(times)) if times else NOT_MEASURED,
        mean_ms=float(np.mean(times)) if times else NOT_MEASURED,
        max_f1_pixel_error=of_pixels.max_f1_error(),
        pixel_auroc_error=of_pixels.auroc_error(),
        pixel_ap_error=of_pixels.average_precision_error(),
    )


def _best_score(scores: npt.NDArray[np.float64], curve: ThresholdCurve) -> float:
    if not curve.positives:
        return NOT_MEASURED
    return float(np.unique(scores)[::-1][curve.f1().argmax()])
